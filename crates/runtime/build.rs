//! A hash of the compiler's sources: two builds of one version that differ must not share compiled programs.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The crates beside this one that no compiled program depends on.
const OTHERS: &[&str] = &[
    "docs-check",
    "fvopt",
    "fvopt-cli",
    "interpreter",
    "python",
    "testing",
    "translate",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut sources = vec![root.join("src"), root.join("../../dialects")];
    // A package of its own has no neighbours: then the version says it all.
    for folder in fs::read_dir(root.join(".."))
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = folder.file_name();
        if OTHERS.iter().all(|other| name != *other) {
            sources.extend(["src", "cpp"].map(|part| folder.path().join(part)));
        }
    }
    sources.sort();
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    for path in sources.iter().filter(|path| path.exists()) {
        println!("cargo:rerun-if-changed={}", path.display());
        add(path, &mut hash);
    }
    println!("cargo:rustc-env=FVOPT_SOURCE_HASH={:016x}", hash.0);
}

/// Adds a file, or all files of a folder in the order of their names.
fn add(path: &Path, hash: &mut Hash) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, hash));
    } else if let Ok(bytes) = fs::read(path) {
        let name = path.file_name().unwrap_or_default();
        hash.add(name.as_encoded_bytes());
        hash.add(&bytes);
    }
}

/// FNV-1a: enough to tell the builds of a developer apart.
struct Hash(u64);

impl Hash {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&[0]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
