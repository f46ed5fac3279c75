//! Artifacts as bytes and as files.

use crate::harness::{DOMAIN, SCALE, bound, check_calls, context, folder, parse, with_manifest};
use fvopt_runtime::{Artifact, Compiler, Cpu, Error, Program, Target};
use mlir_shim::ir::Scalar;

fn artifact(target: Target) -> Artifact {
    let context = context();
    let module = parse(&context, "scale.mlir", SCALE);
    let compiler = Compiler::new(target);
    compiler.compile(&module, "main").expect("it compiles")
}

fn problem(bytes: &[u8]) -> String {
    match Artifact::from_bytes(bytes) {
        Ok(_) => panic!("it was taken"),
        Err(error) => error.with_sources(),
    }
}

// requirement R13
#[test]
fn an_artifact_is_its_bytes() {
    for threads in [None, Some(1), Some(2)] {
        let made = artifact(Target {
            threads,
            ..Target::host()
        });
        check_calls(&made);
        let bytes = made.to_bytes().expect("there is a linker");
        let read = Artifact::from_bytes(&bytes).expect("it is whole");
        assert_eq!(read.manifest(), made.manifest());
        check_calls(&read);
        // Also of one that was read.
        assert_eq!(read.to_bytes().expect("it is linked"), bytes);
    }
}

#[test]
fn an_artifact_is_its_files() {
    let folder = folder("files");
    let made = artifact(Target::host());
    let manifest = made.save(&folder, "scale").expect("it can be written");
    let read = Artifact::load(&manifest).expect("it can be read");
    assert_eq!(read.manifest(), made.manifest());
    check_calls(&read);
    let object = folder.join("libscale.so");
    let mut bytes = std::fs::read(&object).expect("it is there");
    bytes.pop();
    std::fs::write(&object, &bytes).expect("it can be written");
    let error = Artifact::load(&manifest).expect_err("it was truncated");
    assert!(
        error.to_string().contains("truncated or exchanged"),
        "{error}"
    );
    std::fs::remove_file(&object).expect("it is there");
    let error = Artifact::load(&manifest).expect_err("it is gone");
    assert!(error.to_string().contains("libscale.so"), "{error}");
}

// requirement R14
#[test]
fn damaged_files_are_refused() {
    let folder = folder("flipped");
    let manifest = artifact(Target::host())
        .save(&folder, "scale")
        .expect("it can be written");
    for path in [manifest.clone(), folder.join("libscale.so")] {
        let whole = std::fs::read(&path).expect("it is there");
        for place in (0..whole.len()).step_by(499) {
            let mut flipped = whole.clone();
            flipped[place] ^= 1 << (place % 8);
            std::fs::write(&path, &flipped).expect("it can be written");
            match Artifact::load(&manifest) {
                Err(error) => {
                    let text = error.to_string();
                    assert!(text.contains("scale.json: "), "{place}: {text}");
                    assert!(
                        text.contains("compile the program again"),
                        "{place}: {text}"
                    );
                }
                // Where the layout of the text was changed, it says the same.
                Ok(_) => assert!(
                    path == manifest && whole[place].is_ascii_whitespace(),
                    "{place} of {}",
                    path.display()
                ),
            }
        }
        std::fs::write(&path, &whole[..whole.len() / 2]).expect("it can be written");
        Artifact::load(&manifest).expect_err("half of it is gone");
        std::fs::write(&path, &whole).expect("it can be written");
    }
    check_calls(&Artifact::load(&manifest).expect("it is whole again"));
}

// requirement R22
#[test]
fn files_that_everybody_can_write_are_refused() {
    use std::os::unix::fs::{PermissionsExt, chown};
    let folder = folder("writable");
    let manifest = artifact(Target::host())
        .save(&folder, "scale")
        .expect("it can be written");
    let object = folder.join("libscale.so");
    let set = |path: &std::path::Path, mode: u32| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(path, mode).expect("it is ours");
    };
    for (path, mode, usual) in [
        (&manifest, 0o666, 0o644),
        (&object, 0o666, 0o644),
        (&folder, 0o777, 0o755),
    ] {
        set(path, mode);
        let error = Artifact::load(&manifest).expect_err("anybody could have put code there");
        assert!(
            error.to_string().contains("everybody can write to it"),
            "{error}"
        );
        assert!(error.to_string().contains("chmod o-w"), "{error}");
        set(path, usual);
    }
    // As in /tmp, where nobody can replace the files of others.
    set(&folder, 0o1777);
    check_calls(&Artifact::load(&manifest).expect("it is ours"));
    if chown(&object, Some(12345), None).is_err() {
        println!("SKIPPED: only root can give a file away");
        return;
    }
    let error = Artifact::load(&manifest).expect_err("it is another's than the manifest");
    assert!(
        error.to_string().contains("belongs to the user 12345"),
        "{error}"
    );
    chown(&manifest, Some(12345), None).expect("as above");
    check_calls(&Artifact::load(&manifest).expect("whoever names it trusts its owner"));
}

// requirement R14
#[test]
fn what_is_damaged_is_refused() {
    let bytes = artifact(Target::host()).to_bytes().expect("a linker");
    // Every bit counts; a prime keeps the test short and meets all parts.
    for place in (0..bytes.len()).step_by(199) {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << (place % 8);
        let problem = problem(&flipped);
        assert!(
            problem.contains("compile the program again"),
            "{place}: {problem}"
        );
    }
    for length in [0, 1, 31, 32, 33, bytes.len() / 2, bytes.len() - 1] {
        let problem = problem(&bytes[..length]);
        assert!(problem.contains("damaged"), "{length}: {problem}");
    }
    let longer = [bytes.as_slice(), b"x"].concat();
    assert!(problem(&longer).contains("longer than it says"));
}

#[test]
fn another_format_says_which() {
    let bytes = artifact(Target::host()).to_bytes().expect("a linker");
    let changed = with_manifest(&bytes, |text| {
        text.replacen("\"format\": 2", "\"format\": 7", 1)
    });
    assert_eq!(
        problem(&changed),
        "the manifest has format 7, but this fvopt reads format 2; compile the program again"
    );
    // Nothing can be changed by hand: the hash is that of the values.
    let changed = with_manifest(&bytes, |text| {
        text.replacen("\"entry\": \"main\"", "\"entry\": \"maim\"", 1)
    });
    assert!(problem(&changed).contains("it has not the hash that it says"));
    let laid_out = with_manifest(&bytes, |text| text.replace("\n", "\n "));
    Artifact::from_bytes(&laid_out).expect("the layout of the text does not matter");
}

// requirement R15
#[test]
fn code_for_another_processor_is_made_and_not_run() {
    let context = context();
    let module = parse(&context, "scale.mlir", SCALE);
    let cpu = Cpu {
        name: "bdver4".into(),
        features: String::new(),
    };
    let target = Target {
        cpu,
        ..Target::generic()
    };
    let compiler = Compiler::new(target);
    let compiled = compiler.compile_variants(&module, "main", &[]);
    let compiled = compiled.expect("LLVM knows the processor");
    let files = compiled.save(&folder("processor"), "scale", false);
    let files = files.expect("it can be written");
    let error = Artifact::load(&files.manifest).expect_err("no other processor has these");
    let text = error.to_string();
    assert!(text.contains("the processor bdver4, which has `"), "{text}");
    assert!(
        text.contains("lacks it; compile the program again here"),
        "{text}"
    );
}

// requirement R16
#[test]
fn several_domains_are_in_one_artifact() {
    let context = context();
    let module = parse(&context, "scale.mlir", SCALE);
    let compiler = Compiler::new(Target::host());
    let compiled = compiler.compile_variants(&module, "main", &[[4, 4, 4], DOMAIN]);
    let files = compiled
        .expect("it compiles")
        .save(&folder("variants"), "scale", true);
    let files = files.expect("it can be written");
    let artifact = Artifact::load(&files.manifest).expect("it can be read");
    assert_eq!(artifact.variants().count(), 3);
    let pinned = artifact.variant(DOMAIN, &[]).expect("one for it");
    assert_eq!(pinned.target().domain, Some(DOMAIN));
    let any = artifact.variant([3, 3, 3], &[]).expect("one for any");
    assert_eq!(any.target().domain, None);
    assert!(artifact.variant(DOMAIN, &[(0, 1)]).is_none());
    check_calls(&artifact);
    check_calls(&any);
}

#[test]
fn scalars_are_built_in_where_that_is_asked_for() {
    let context = context();
    let module = parse(&context, "scale.mlir", SCALE);
    let program = || Program::new(&module, "main", Target::host()).expect("an entry");
    let half = ("dt", Scalar::F64, 0.5f64.to_bits());
    let special = program().specialize(&[half]).expect("an argument");
    let artifact = special.artifact(&[]).expect("it compiles");
    check_calls(&artifact);
    check_calls(&Artifact::from_bytes(&artifact.to_bytes().expect("a linker")).expect("whole"));
    let other = program().specialize(&[("dt", Scalar::F64, 2f64.to_bits())]);
    let other = other
        .expect("an argument")
        .artifact(&[])
        .expect("it compiles");
    let error = bound(&other)
        .err()
        .expect("0.5 is not what it is compiled for");
    assert!(
        error
            .to_string()
            .contains("specialized for another value of `dt`"),
        "{error}"
    );
    let (mut binding, ..) = bound(&artifact).expect("they fit");
    let error = binding.set("dt", 0.5).expect_err("it is built in");
    assert!(error.to_string().contains("cannot be set"), "{error}");
    for wrong in [
        ("a", Scalar::F64),
        ("dt", Scalar::F32),
        ("nothing", Scalar::F64),
    ] {
        let refused = program().specialize(&[(wrong.0, wrong.1, 0)]);
        assert!(matches!(refused.err(), Some(Error::Bind(_))), "{wrong:?}");
    }
}
