//! Every crate that is published is ready to be: what its manifest says, and what its package holds.

use docs_check::{files, read, root};
use std::{collections::BTreeSet, env, process::Command};

/// The folders of the workspace's members that are published, with their manifests.
fn published() -> Vec<(String, String)> {
    let workspace = read("Cargo.toml");
    let members = workspace
        .split_once("members = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(members, _)| members)
        .expect("the workspace lists its members");
    let folders = members.split('"').skip(1).step_by(2);
    let manifests =
        folders.map(|folder| (folder.to_string(), read(&format!("{folder}/Cargo.toml"))));
    manifests
        .filter(|(_, manifest)| !manifest.contains("publish = false"))
        .collect()
}

/// The name of the package of a manifest.
fn name(manifest: &str) -> &str {
    let line = manifest
        .lines()
        .find_map(|line| line.strip_prefix("name = \""));
    line.and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or_default()
}

fn report(misses: &[String]) {
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

#[test]
fn manifests_say_what_a_registry_asks_for() {
    let mut misses = Vec::new();
    for (folder, manifest) in published() {
        if !name(&manifest).starts_with("fvopt") {
            misses.push(format!("{folder}: the package has no prefix `fvopt-`"));
        }
        for line in [
            "description = \"",
            "version.workspace = true",
            "license.workspace = true",
            "repository.workspace = true",
            "readme.workspace = true",
            "[package.metadata.docs.rs]",
        ] {
            if !manifest.lines().any(|own| own.starts_with(line)) {
                misses.push(format!("{folder}/Cargo.toml has no `{line}`"));
            }
        }
    }
    let workspace = read("Cargo.toml");
    for line in workspace.lines().filter(|line| line.contains("path = \"")) {
        if !line.contains("version = \"") {
            misses.push(format!(
                "Cargo.toml: a dependency without a version: {line}"
            ));
        }
    }
    report(&misses);
}

/// The files in a package, as cargo would make it.
fn package(name: &str) -> Vec<String> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "package",
            "--list",
            "--allow-dirty",
            "--offline",
            "-p",
            name,
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    assert!(!errors.contains("warning"), "{name}: {errors}");
    let listed = String::from_utf8_lossy(&output.stdout);
    listed.lines().map(|line| line.replace('\\', "/")).collect()
}

#[test]
fn packages_hold_what_they_are_built_of_and_no_more() {
    let mut misses = Vec::new();
    for (folder, manifest) in published() {
        let listed = package(name(&manifest));
        let mut needed: Vec<String> = ["Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE"]
            .map(String::from)
            .to_vec();
        let sources = files(&folder, &[".rs", ".cpp", ".h"]);
        let prefix = format!("{folder}/");
        needed.extend(
            sources
                .iter()
                .filter_map(|path| path.strip_prefix(&prefix).map(String::from)),
        );
        // Build scripts read the definitions through a link.
        if root().join(&folder).join("dialects").exists() {
            needed.extend(files("dialects", &[".td"]));
        }
        for path in &needed {
            if !listed.contains(path) {
                misses.push(format!("{folder}: the package lacks {path}"));
            }
        }
        let own = ["Cargo.lock", "Cargo.toml.orig", ".cargo_vcs_info.json"];
        for path in &listed {
            let is_source = ["src/", "tests/", "cpp/", "benches/", "dialects/"]
                .iter()
                .any(|part| path.starts_with(part));
            let is_known =
                needed.contains(path) || own.contains(&path.as_str()) || path == "build.rs";
            if !is_source && !is_known {
                misses.push(format!("{folder}: the package holds {path}"));
            }
        }
    }
    report(&misses);
}

/// The packages of a registry that a project is built of, tests included, each with its features.
fn built_of(project: &[&str]) -> BTreeSet<String> {
    let mut tree = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    tree.args(["tree", "--locked", "--no-dedupe", "--prefix", "none"]);
    tree.args(["--edges", "normal,build,dev", "--format", "{p} {f}"]);
    let output = tree.args(project).current_dir(root()).output();
    let output = output.expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo tree: {errors}");
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = lines.lines().filter(|line| !line.contains("(/"));
    lines.map(str::to_string).collect()
}

// Otherwise `make test-embed` compiles MLIR's bindings a second time, which takes minutes.
#[test]
fn the_embedding_example_is_built_of_what_the_workspace_is_built_of() {
    let workspace = built_of(&["--workspace"]);
    let embed = built_of(&["--manifest-path", "examples/embed/Cargo.toml"]);
    let misses: Vec<&String> = embed.difference(&workspace).collect();
    assert!(
        misses.is_empty(),
        "the dev-dependencies of examples/embed are to ask for the workspace's features of: {misses:?}"
    );
}
