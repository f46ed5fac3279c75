//! Every requirement of the design page has a test that cites it, every constraint of the
//! dialects a check and a test.

// requirement D1

use docs_check::{constraints, files, has_word, read, requirements, root};
use std::collections::BTreeSet;

const DESIGN: &str = "docs/src/design.md";

fn report(misses: &[String], what: &str) {
    assert!(misses.is_empty(), "{what}:\n  {}\n", misses.join("\n  "));
}

#[test]
fn every_requirement_has_a_test_that_cites_it() {
    let requirements = requirements(&read(DESIGN));
    assert!(
        requirements.len() > 40,
        "{DESIGN} has only {} requirements",
        requirements.len()
    );
    let mut misses = Vec::new();
    let mut seen = BTreeSet::new();
    for requirement in &requirements {
        let number = &requirement.number;
        if !seen.insert(number) {
            misses.push(format!("{number} is there twice"));
        }
        if requirement.tests.is_empty() {
            misses.push(format!("{number} names no test"));
        }
        for path in &requirement.tests {
            if !root().join(path).is_file() {
                misses.push(format!("{number}: {path} does not exist"));
            } else if !has_word(&read(path), number) {
                misses.push(format!(
                    "{number}: {path} does not cite it (`// requirement {number}`)"
                ));
            }
        }
    }
    report(&misses, DESIGN);
}

#[test]
fn every_citation_is_of_a_requirement() {
    let known: BTreeSet<String> = requirements(&read(DESIGN))
        .into_iter()
        .map(|requirement| requirement.number)
        .collect();
    let mut misses = Vec::new();
    let mut paths = files("tests/filecheck", &[".mlir", ".test"]);
    paths.extend(files("crates", &[".rs"]));
    for path in paths
        .iter()
        .filter(|path| !path.starts_with("crates/docs-check"))
    {
        for line in read(path).lines() {
            let Some(numbers) = line.trim().strip_prefix("// requirement ") else {
                continue;
            };
            for number in numbers
                .split(", ")
                .filter(|number| !known.contains(*number))
            {
                misses.push(format!("{path} cites {number}"));
            }
        }
    }
    report(&misses, "requirements that the design page does not have");
}

#[test]
fn every_constraint_is_checked_by_code_that_cites_it() {
    let texts: Vec<String> = [
        "crates/ir-stencil/src",
        "crates/ir-program/src",
        "crates/passes/src",
    ]
    .into_iter()
    .flat_map(|folder| files(folder, &[".rs"]))
    .map(|path| read(&path))
    .collect();
    let misses: Vec<String> = constraints()
        .into_iter()
        .filter(|number| !texts.iter().any(|text| has_word(text, number)))
        .collect();
    report(
        &misses,
        "constraints of dialects/ that no verifier and no pass cites",
    );
}

#[test]
fn every_constraint_has_a_failing_test() {
    let texts: Vec<String> = files("tests/filecheck", &[".mlir", ".test"])
        .iter()
        .map(|path| read(path))
        .collect();
    let misses: Vec<String> = constraints()
        .into_iter()
        .filter(|number| !texts.iter().any(|text| has_word(text, number)))
        .collect();
    report(
        &misses,
        "constraints of dialects/ that no file in tests/filecheck cites",
    );
}

#[test]
fn every_row_of_the_gt4py_table_has_its_test() {
    let page = read("docs/src/gt4py-coverage.md");
    let folder = "tests/filecheck/gt4py";
    let named: BTreeSet<&str> = page
        .split('`')
        .filter(|text| text.ends_with(".mlir"))
        .collect();
    let mut misses: Vec<String> = named
        .iter()
        .filter(|name| !root().join(folder).join(name).is_file())
        .map(|name| format!("{folder}/{name} does not exist"))
        .collect();
    for path in files(folder, &[".mlir"]) {
        let name = path.rsplit('/').next().unwrap_or_default();
        if !named.contains(name) && !named.contains(name.replace("-f32.", ".").as_str()) {
            misses.push(format!("{path} is not in the table"));
        }
    }
    report(&misses, "docs/src/gt4py-coverage.md");
}

#[test]
fn every_pass_and_option_is_on_the_page_of_passes() {
    let page = read("docs/src/passes.md");
    let mut misses = Vec::new();
    for folder in ["crates/passes/src", "crates/lowering/src"] {
        for path in files(folder, &[".rs"]) {
            let text = read(&path);
            let Some((_, descriptor)) = text.split_once("pub const PASS: Pass = Pass {") else {
                continue;
            };
            let descriptor = descriptor.split("\n};").next().unwrap_or_default();
            for name in descriptor
                .lines()
                .filter_map(|line| line.trim().strip_prefix("name: \""))
            {
                let name = name.trim_end_matches("\",");
                if !page.contains(&format!("`{name}`")) {
                    misses.push(format!("{path}: {name}"));
                }
            }
        }
    }
    report(
        &misses,
        "passes and options that docs/src/passes.md does not have",
    );
}

#[test]
fn the_code_on_the_page_of_embedding_is_code_that_runs() {
    let mut sources = read("examples/embed/src/main.rs");
    sources.push_str(&read("examples/embed/Cargo.toml"));
    sources.push_str(&read("crates/fvopt/src/lib.rs"));
    let known: BTreeSet<&str> = sources
        .lines()
        .map(|line| line.trim().trim_start_matches("//! "))
        .collect();
    let page = read("docs/src/embed.md");
    let mut misses = Vec::new();
    let blocks = page.split("```").skip(1).step_by(2);
    for block in blocks.filter(|block| block.starts_with("rust") || block.starts_with("toml")) {
        let lines = block.lines().skip(1).map(str::trim);
        misses.extend(
            lines
                .filter(|line| !known.contains(line))
                .map(str::to_string),
        );
    }
    report(
        &misses,
        "lines of docs/src/embed.md that no tested code has",
    );
}
