//! What the tests of this crate need to read the documentation and the repository.
//!
//! Plain Rust without MLIR: the checks build in seconds and run anywhere.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the crate is two folders below the root")
        .to_path_buf()
}

/// The text of a file, by its path in the repository.
///
/// # Panics
/// When it cannot be read.
pub fn read(path: &str) -> String {
    let full = root().join(path);
    fs::read_to_string(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()))
}

/// All files below a folder whose names end in one of the endings, as paths in the repository.
pub fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            // Build outputs and links to other folders are not part of the sources.
            if entry.file_name() == "target" || path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if endings
                .iter()
                .any(|ending| path.to_string_lossy().ends_with(ending))
            {
                let path = path.strip_prefix(&root).expect("below the root");
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// Whether a text has a word, where a word is made of letters, digits and `_`.
pub fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .any(|other| other == word)
}

/// A numbered requirement of the design page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Requirement {
    /// Its number, such as `F3`.
    pub number: String,
    /// The paths of the tests that show it.
    pub tests: Vec<String>,
}

/// The requirements of a page: list items that start with `**F3.**`, each with its tests
/// after `test:`, in back ticks.
pub fn requirements(page: &str) -> Vec<Requirement> {
    let mut found: Vec<Requirement> = Vec::new();
    let mut in_tests = false;
    for line in page.lines() {
        let number = line
            .strip_prefix("- **")
            .and_then(|rest| rest.split_once(".**"))
            .map(|(number, _)| number)
            .filter(|number| is_number(number));
        if let Some(number) = number {
            found.push(Requirement {
                number: number.to_string(),
                tests: Vec::new(),
            });
            in_tests = false;
        } else if !line.starts_with(' ') {
            in_tests = false;
            continue;
        }
        let mut rest = line;
        if !in_tests {
            let Some((_, after)) = line.split_once("test: ") else {
                continue;
            };
            (in_tests, rest) = (true, after);
        }
        if let Some(last) = found.last_mut() {
            let paths = rest.split('`').skip(1).step_by(2);
            last.tests.extend(paths.map(str::to_string));
        }
    }
    found
}

fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    digits.len() + 1 == text.len()
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The numbers of all constraints (`apply_c1`) that the definitions of the dialects state.
pub fn constraints() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files("dialects", &[".td"]) {
        for line in read(&path).lines() {
            let number = line
                .trim_start()
                .strip_prefix("- ")
                .and_then(|rest| rest.split_once(':'));
            if let Some((number, _)) = number.filter(|(number, _)| is_constraint(number)) {
                found.insert(number.to_string());
            }
        }
    }
    found
}

fn is_constraint(text: &str) -> bool {
    text.rsplit_once("_c").is_some_and(|(name, digits)| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_are_read_with_their_tests() {
        let page = "# Layer\n\n- **F1.** Something.\n  test: `a.mlir`,\n  `b.mlir`\n- **F2.** Nothing `here`.\n\n`not.a.test`\n";
        let found = requirements(page);
        assert_eq!(found[0].number, "F1");
        assert_eq!(found[0].tests, ["a.mlir", "b.mlir"]);
        assert_eq!(found[1].number, "F2");
        assert!(found[1].tests.is_empty());
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("// requirement F1, F2", "F1"));
        assert!(!has_word("// requirement F12", "F1"));
        assert!(has_word("[apply_c1]", "apply_c1"));
        assert!(!has_word("[apply_c11]", "apply_c1"));
    }
}
