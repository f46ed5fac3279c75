//! The invariants of ARCHITECTURE.md that can be read off the sources.

use docs_check::{files, has_word, read, root};

/// The crates that a crate depends on, by their names in the workspace.
fn dependencies(folder: &str) -> Vec<String> {
    let manifest = read(&format!("{folder}/Cargo.toml"));
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside && let Some((name, _)) = line.split_once(['.', '=', ' ']) {
            found.push(name.trim().to_string());
        }
    }
    found
}

// requirement I1
#[test]
fn the_interpreter_uses_no_pass_and_no_lowering() {
    for crate_name in [
        "fvopt-analysis",
        "fvopt-passes",
        "fvopt-lowering",
        "fvopt-runtime",
        "fvopt",
    ] {
        let found = dependencies("crates/interpreter");
        assert!(
            !found.contains(&crate_name.to_string()),
            "the interpreter depends on {crate_name}"
        );
    }
}

// requirement X5
#[test]
fn boxes_schedules_and_the_translator_know_nothing_of_mlir() {
    for folder in [
        "crates/boxes",
        "crates/math",
        "crates/schedule",
        "crates/translate",
        "crates/native",
        "crates/frozen",
    ] {
        let found = dependencies(folder);
        for crate_name in [
            "melior",
            "mlir-sys",
            "mlir-shim",
            "ir-stencil",
            "ir-program",
        ] {
            assert!(
                !found.contains(&crate_name.to_string()),
                "{folder} depends on {crate_name}"
            );
        }
    }
}

/// The places outside of the shim where unsafe code is allowed, each with its number of uses.
const UNSAFE: &[(&str, usize)] = &[
    ("crates/frozen/src/artifact.rs", 1),
    ("crates/frozen/src/binding.rs", 1),
    ("crates/frozen/src/foreign.rs", 2),
    ("crates/frozen/src/host.rs", 2),
    ("crates/python/src/artifact.rs", 1),
    ("crates/runtime/benches/calls/code.rs", 2),
];

// requirement A1
#[test]
fn unsafe_code_is_where_the_architecture_says() {
    let mut misses = Vec::new();
    for path in files("crates", &[".rs"]) {
        let shim = ["mlir-shim", "native", "docs-check"]
            .iter()
            .any(|folder| path.starts_with(&format!("crates/{folder}/")));
        let text = read(&path);
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let uses = code.filter(|line| has_word(line, "unsafe")).count();
        let allowed = UNSAFE
            .iter()
            .find(|(place, _)| *place == path)
            .map_or(0, |(_, uses)| *uses);
        if !shim && uses != allowed {
            misses.push(format!("{path}: unsafe {uses} times, not {allowed}"));
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

/// What a call runs of Rust: nothing of it locks, hashes, or looks a name up; and the cache reads no clock.
// requirement R9
#[test]
fn a_call_takes_no_lock_and_a_cache_reads_no_clock() {
    let call = [
        "crates/frozen/src/binding.rs",
        "crates/frozen/src/running.rs",
        "crates/native/src/frame.rs",
        "crates/native/src/function.rs",
        "crates/native/src/pool.rs",
    ];
    let cache = files("crates/frozen/src/cache", &[".rs"]);
    let cache = cache.iter().map(String::as_str);
    let mut misses = Vec::new();
    for (paths, words) in [
        (
            call.to_vec(),
            &[
                "Mutex", "RwLock", "Condvar", "HashMap", "HashSet", "OnceLock", "dlsym",
            ][..],
        ),
        (cache.collect(), &["SystemTime", "modified", "accessed"][..]),
    ] {
        for path in paths {
            let text = read(path);
            let found = words.iter().filter(|word| has_word(&text, word));
            misses.extend(found.map(|word| format!("{path}: {word}")));
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

// requirement A2
#[test]
fn passes_neither_run_nor_lower() {
    for (folder, banned) in [
        (
            "crates/passes",
            &["fvopt-lowering", "fvopt-runtime", "fvopt-interpreter"][..],
        ),
        (
            "crates/lowering",
            &["fvopt-runtime", "fvopt-interpreter"][..],
        ),
        (
            "crates/analysis",
            &[
                "fvopt-passes",
                "fvopt-lowering",
                "fvopt-runtime",
                "fvopt-interpreter",
            ][..],
        ),
        ("crates/ir-stencil", &["fvopt-passes", "fvopt-lowering"][..]),
        ("crates/ir-program", &["fvopt-passes", "fvopt-lowering"][..]),
    ] {
        let found = dependencies(folder);
        for name in banned {
            assert!(
                !found.contains(&name.to_string()),
                "{folder} depends on {name}"
            );
        }
    }
}

// requirement M1
#[test]
fn the_page_of_the_memory_abi_has_its_version() {
    let code = read("crates/frozen/src/abi.rs");
    let version = code
        .split_once("pub const VERSION: u32 = ")
        .and_then(|(_, rest)| rest.split_once(';'))
        .map(|(version, _)| version)
        .expect("abi.rs has a version");
    let page = read("docs/src/memory-abi.md");
    assert!(
        page.contains(&format!("Version {version}")),
        "docs/src/memory-abi.md is not of version {version}"
    );
}

#[test]
fn the_readme_names_the_two_commands() {
    let readme = read("README.md");
    for command in ["make demo", "make test"] {
        assert!(
            readme.contains(command),
            "README.md does not name `{command}`"
        );
    }
}

/// The cells of a table's row.
fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// The rows of the first table after a text, by the kernels that they are of.
fn rows<'p>(page: &'p str, after: &str) -> Vec<Vec<&'p str>> {
    let (_, rest) = page.split_once(after).expect("the page has the heading");
    let lines = rest.lines().skip_while(|line| !line.starts_with("| `"));
    lines
        .take_while(|line| line.starts_with("| `"))
        .map(cells)
        .collect()
}

#[test]
fn the_figures_of_the_readme_are_those_of_the_benchmarks() {
    let (readme, page) = (read("README.md"), read("docs/src/benchmarks.md"));
    let (short, long) = (rows(&readme, "## How fast"), rows(&page, "## Results"));
    assert_eq!(short.len(), long.len(), "kernels");
    for (short, long) in short.iter().zip(&long) {
        let [kernel, roofline, c, others, gt4py] = short[..] else {
            panic!("a row of another form: {short:?}");
        };
        // What the page says in full: "0.74 (0.67–0.85)", "Halide 0.64 (0.50–0.77)", "2.7, 4.7, 5.0".
        let ratio = |cell: &str| {
            let mut words = cell.split([' ', '(']);
            let number = words.find(|word| word.parse::<f64>().is_ok());
            number.unwrap_or("—").to_string()
        };
        let backends = long[4].split(", ").map(|word| word.parse::<f64>());
        let backends: Result<Vec<f64>, _> = backends.collect();
        let best = backends.expect("numbers").into_iter().reduce(f64::min);
        let best = format!("{:.1} times as long", best.expect("a backend"));
        assert_eq!([kernel, roofline], [long[0], long[1]]);
        assert_eq!([c, others], [ratio(long[2]), ratio(long[3])], "{kernel}");
        assert_eq!(gt4py, best, "{kernel}");
    }
    // The same run.
    let (_, after) = page.split_once("## Results").expect("results");
    let (_, date) = after.split_once("machine, on ").expect("a date");
    let (date, _) = date.split_once(':').expect("a date");
    assert!(readme.contains(&format!("on {date}:")), "not of {date}");
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut misses = Vec::new();
    let mut pages = files("docs/src", &[".md"]);
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ] {
        pages.push(page.to_string());
    }
    for page in pages {
        let text = read(&page);
        let folder = root()
            .join(&page)
            .parent()
            .expect("a file has a folder")
            .to_path_buf();
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
        {
            let target = target.0.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.contains(' ') {
                continue;
            }
            if !folder.join(target).exists() {
                misses.push(format!("{page}: {target}"));
            }
        }
    }
    assert!(
        misses.is_empty(),
        "links that lead nowhere:\n  {}",
        misses.join("\n  ")
    );
}

/// Where views are made, verified and executed, and where they are resolved.
const VIEWS: &[&str] = &[
    "crates/ir-program/src/",
    "crates/ir-stencil/src/views.rs",
    "crates/interpreter/src/",
];

#[test]
fn views_are_resolved_in_one_place() {
    let mut misses = Vec::new();
    for path in files("crates", &[".rs"]) {
        let is_source = path.contains("/src/") && !path.starts_with("crates/docs-check/");
        let is_shim = path.starts_with("crates/mlir-shim/") || path.starts_with("crates/testing/");
        if !is_source || is_shim || VIEWS.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        let text = read(&path);
        for words in ["\"program.view\"", "View::cast", ".field_view()"] {
            if text.contains(words) {
                misses.push(format!("{path}: `{words}`: ask ir_stencil::views"));
            }
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}
