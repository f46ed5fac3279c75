//! Names that other languages take.

use std::collections::HashSet;

/// Fortran takes 63 letters, of which suffixes need some.
const LONGEST: usize = 40;

/// A name of letters, digits and underscores that starts with a letter.
pub fn identifier(name: &str) -> String {
    let letters = name
        .chars()
        .map(|letter| match letter.is_ascii_alphanumeric() {
            true => letter,
            false => '_',
        });
    let letters: String = letters.take(LONGEST).collect();
    match letters.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => letters,
        _ => format!("x{letters}"),
    }
}

/// Such names for all, no two alike (also where capitals do not count), and none of the keywords.
pub(super) fn identifiers<'n>(
    names: impl Iterator<Item = &'n str>,
    keywords: &[&str],
) -> Vec<String> {
    let mut taken: HashSet<String> = keywords.iter().map(|word| word.to_string()).collect();
    names
        .map(|name| {
            let base = identifier(name);
            let mut result = base.clone();
            let mut number = 1;
            while !taken.insert(result.to_ascii_lowercase()) {
                number += 1;
                result = format!("{base}_{number}");
            }
            result
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers_that_differ() {
        let names = ["q", "Q", "a b", "a_b", "1", "int", "ä"];
        let found = identifiers(names.into_iter(), &["int"]);
        assert_eq!(found, ["q", "Q_2", "a_b", "a_b_2", "x1", "int_2", "x_"]);
    }
}
