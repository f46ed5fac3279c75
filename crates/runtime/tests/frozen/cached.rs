//! The cache: hits, misses, and what goes wrong with it.

use crate::harness::{DOMAIN, SCALE, cache, check_calls, context, folder, parse, with_manifest};
use fvopt_boxes::NumericBox;
use fvopt_runtime::{
    Argument, ArgumentType, Artifact, Compiler, Error, FieldMemory, Target, Versions,
    cache::{Cache, DirectoryStore, Entry, Key, Store, StoreError},
};
use mlir_shim::ir::Scalar;
use serde_json::Value;
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Compiles or takes from the cache, and says which.
fn get(cache: &Cache, name: &str, text: &str) -> (Artifact, bool) {
    get_of(cache, name, text, Versions::of_this())
}

fn get_of(cache: &Cache, name: &str, text: &str, versions: Versions) -> (Artifact, bool) {
    let context = context();
    let module = parse(&context, name, text);
    let compiler = Compiler::new(Target::host()).with_cache(cache.clone());
    let compiler = compiler.with_versions(versions);
    let program = compiler.program(&module, "main").expect("an entry");
    let is_hit = program.reserve(&[]).expect("a key");
    (program.artifact(&[]).expect("it compiles"), is_hit)
}

// requirement R18
#[test]
fn the_second_time_is_a_hit_with_the_names_and_places_of_its_own() {
    let folder = folder("hit");
    // No box is known when compiling where an end is computed, so that the call reports.
    let reporting = SCALE.replace(
        "program.for %m = %zero to %n step %one {",
        "program.for %m = %zero to %n step %n {",
    );
    let (first, is_hit) = get(&cache(&folder), "first.mlir", &reporting);
    assert!(!is_hit);
    let moved = format!(
        "// moved\n\n{}",
        reporting.replace("%dt", "%step").replace("%a", "%q")
    );
    let (second, is_hit) = get(&cache(&folder), "second.mlir", &moved);
    assert!(is_hit);
    for (artifact, names, place) in [
        (&first, ["a", "b", "dt", "n"], "first.mlir:20:3"),
        (&second, ["q", "b", "step", "n"], "second.mlir:22:3"),
    ] {
        check_calls(artifact);
        let signature = artifact.signature();
        assert_eq!(signature.names().collect::<Vec<_>>(), names);
        let ArgumentType::Field(shape) = &signature.arguments[0].1 else {
            panic!("a field")
        };
        let field = || {
            let bounds = NumericBox::new([-1, 0, 0], DOMAIN);
            Argument::Field(FieldMemory::zeros(shape, bounds).expect("small"))
        };
        let arguments = [
            field(),
            field(),
            Argument::Scalar(Scalar::F64, 0),
            Argument::Scalar(Scalar::Index, 0),
        ];
        let mut binding = artifact.bind(DOMAIN, &arguments).expect("they fit");
        let error = binding.call().expect_err("the step is 0");
        assert!(error.to_string().starts_with(place), "{error}");
    }
}

#[test]
fn errors_have_the_places_of_their_module() {
    let cache = cache(&folder("errors"));
    let call = "program.call @scale(%a, %b, %dt) : !f, !f, f64";
    let text = SCALE.replace(
        call,
        "program.call @main(%a, %b, %dt, %n) : !f, !f, f64, index",
    );
    let context = context();
    for with_cache in [false, true] {
        let module = parse(&context, "wrong.mlir", &text);
        let mut compiler = Compiler::new(Target::host());
        if with_cache {
            compiler = compiler.with_cache(cache.clone());
        }
        let error = compiler
            .compile(&module, "main")
            .expect_err("it calls itself");
        assert!(matches!(error, Error::Compile(_)));
        assert!(error.to_string().starts_with("wrong.mlir:"), "{error}");
    }
}

fn entries(folder: &Path) -> Vec<Entry> {
    let store = DirectoryStore::create(folder).expect("a folder of ours");
    store.entries().expect("it can be read")
}

/// The file of the only entry.
fn file(folder: &Path) -> std::path::PathBuf {
    let text = entries(folder)[0].key.text();
    folder.join("v1/objects").join(&text[..2]).join(&text)
}

// requirement R19
#[test]
fn a_damaged_entry_is_made_again() {
    let folder = folder("damaged");
    let (made, _) = get(&cache(&folder), "a.mlir", SCALE);
    let whole = std::fs::read(file(&folder)).expect("it is there");
    let mut flipped = whole.clone();
    let middle = whole.len() - 100;
    flipped[middle] ^= 4;
    let mut of_another_format = whole.clone();
    let format = whole
        .windows(11)
        .position(|bytes| bytes == b"\"format\": 2");
    of_another_format[format.expect("a manifest") + 10] = b'9';
    for bytes in [
        &flipped[..],
        &of_another_format,
        &whole[..whole.len() / 2],
        b"",
    ] {
        std::fs::write(file(&folder), bytes).expect("it can be written");
        let cache = cache(&folder);
        let (again, is_hit) = get(&cache, "a.mlir", SCALE);
        assert!(!is_hit);
        assert_eq!(again.manifest(), made.manifest());
        check_calls(&again);
        let problems = cache.problems();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(
            problems[0].contains("cannot be used, and is made again"),
            "{problems:?}"
        );
        let (_, is_hit) = get(&cache, "a.mlir", SCALE);
        assert!(is_hit, "it was stored anew");
        assert_eq!(cache.problems(), Vec::<String>::new());
    }
}

#[test]
fn an_entry_under_the_key_of_another_is_not_taken() {
    let folder = folder("exchanged");
    get(&cache(&folder), "a.mlir", SCALE);
    let bytes = std::fs::read(file(&folder)).expect("it is there");
    let other = SCALE.replace("mulf", "addf");
    let (_, is_hit) = get(&cache(&folder), "a.mlir", &other);
    assert!(!is_hit);
    for entry in entries(&folder) {
        let store = DirectoryStore::create(&folder).expect("ours");
        store.put(&entry.key, &bytes).expect("it can be written");
    }
    let cache = cache(&folder);
    get(&cache, "a.mlir", &other);
    assert!(cache.problems()[0].contains("it was made from something else"));
}

/// A store that fails in one way or another, as a full disk does.
struct Failing {
    reads: bool,
    asked: Arc<AtomicUsize>,
}

impl Store for Failing {
    fn name(&self) -> String {
        "a store that fails".into()
    }

    fn get(&self, _key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match self.reads {
            true => Ok(None),
            false => Err(StoreError("cannot read".into())),
        }
    }

    fn put(&self, _key: &Key, _bytes: &[u8]) -> Result<(), StoreError> {
        Err(StoreError("No space left on device".into()))
    }

    fn remove(&self, _key: &Key) -> Result<(), StoreError> {
        Err(StoreError("cannot remove".into()))
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        Err(StoreError("cannot list".into()))
    }

    fn lock(&self, _key: &Key) -> Result<Box<dyn std::any::Any + Send>, StoreError> {
        match self.reads {
            true => Ok(Box::new(())),
            false => Err(StoreError("cannot lock".into())),
        }
    }
}

// requirement R19
#[test]
fn a_store_that_fails_keeps_no_program_from_running() {
    for reads in [true, false] {
        let asked = Arc::new(AtomicUsize::new(0));
        let store = Failing {
            reads,
            asked: Arc::clone(&asked),
        };
        let cache = Cache::new(Some(Box::new(store)), Vec::new());
        let (artifact, is_hit) = get(&cache, "a.mlir", SCALE);
        assert!(!is_hit);
        check_calls(&artifact);
        assert!(asked.load(Ordering::Relaxed) > 0);
        let problems = cache.problems().join("\n");
        assert!(
            problems.contains("cannot be kept in the cache: No space left on device"),
            "{problems}"
        );
    }
}

// requirement R20
#[test]
fn layers_are_read_and_not_written() {
    let (shared, private) = (folder("layer/shared"), folder("layer/private"));
    get(&cache(&shared), "a.mlir", SCALE);
    let record = std::fs::read(shared.join("v1/uses")).expect("it was used");
    let layered = || {
        let own = DirectoryStore::create(&private).expect("ours");
        let layer = DirectoryStore::open(&shared).expect("it is there");
        Cache::new(Some(Box::new(own)), vec![Box::new(layer)])
    };
    let (artifact, is_hit) = get(&layered(), "a.mlir", SCALE);
    assert!(is_hit);
    check_calls(&artifact);
    let (_, is_hit) = get(&layered(), "a.mlir", &SCALE.replace("mulf", "addf"));
    assert!(!is_hit);
    assert_eq!((entries(&shared).len(), entries(&private).len()), (1, 1));
    assert_eq!(
        std::fs::read(shared.join("v1/uses")).expect("there"),
        record
    );
}

#[test]
fn a_cache_that_vanishes_is_made_again() {
    let folder = folder("vanishing");
    let cache = cache(&folder);
    get(&cache, "a.mlir", SCALE);
    std::fs::remove_dir_all(&folder).expect("it can be removed");
    let (artifact, is_hit) = get(&cache, "a.mlir", SCALE);
    assert!(!is_hit);
    check_calls(&artifact);
    let (_, is_hit) = get(&cache, "a.mlir", SCALE);
    assert!(is_hit);
}

// requirement R17
#[test]
fn versions_share_a_cache_and_no_entry() {
    let folder = folder("versions");
    let this = Versions::of_this();
    let next = Versions {
        compiler: "fvopt 99.0.0".into(),
        llvm: "99.1.0".into(),
        ..this.clone()
    };
    for is_hit in [false, true] {
        for versions in [&this, &next] {
            let cache = cache(&folder);
            let (artifact, found) = get_of(&cache, "a.mlir", SCALE, versions.clone());
            assert_eq!(found, is_hit, "{versions:?}");
            assert_eq!(artifact.manifest().compiler, versions.compiler);
            assert_eq!(artifact.manifest().llvm, versions.llvm);
            check_calls(&artifact);
            assert_eq!(cache.problems(), Vec::<String>::new());
        }
    }
    assert_eq!(entries(&folder).len(), 2);
    // Of a version whose artifacts this one cannot read nothing is known but that.
    let bytes = std::fs::read(file(&folder)).expect("it is there");
    let later = with_manifest(&bytes, |text| {
        text.replacen("\"format\": 2", "\"format\": 3", 1)
    });
    assert!(matches!(
        Artifact::from_bytes(&later),
        Err(Error::Version(_))
    ));
}

// requirement R15
#[cfg(target_arch = "x86_64")]
#[test]
fn an_entry_for_another_processor_is_made_again() {
    let folder = folder("another-processor");
    get(&cache(&folder), "a.mlir", SCALE);
    let bytes = std::fs::read(file(&folder)).expect("it is there");
    // As if the machine had had a processor of AMD's between 2012 and 2017.
    let foreign = with_manifest(&bytes, |text| {
        let mut manifest: Value = serde_json::from_str(&text).expect("JSON");
        let processor = &mut manifest["artifact"]["variants"][0]["processor"];
        processor["name"] = "bdver4".into();
        let features = processor["features"].as_array_mut().expect("a list");
        features.push("tbm".into());
        let hash = blake3::hash(manifest["artifact"].to_string().as_bytes());
        manifest["blake3"] = hash.to_hex().to_string().into();
        manifest.to_string()
    });
    std::fs::write(file(&folder), foreign).expect("it can be written");
    let cache = cache(&folder);
    let (artifact, is_hit) = get(&cache, "a.mlir", SCALE);
    assert!(!is_hit);
    check_calls(&artifact);
    let problems = cache.problems().join("\n");
    assert!(
        problems.contains("code for the processor bdver4, which has `tbm`"),
        "{problems}"
    );
    assert!(problems.contains("is made again"), "{problems}");
    let (_, is_hit) = get(&cache, "a.mlir", SCALE);
    assert!(is_hit, "it was stored anew");
}
