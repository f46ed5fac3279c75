//! Programs with words exchanged, repeated or left out: each is translated or refused, none makes the
//! translator panic.

use fvopt_translate::{Axes, Source, translate};
use std::{fs, panic::catch_unwind, path::Path};

/// How many variants of each program.
const VARIANTS: u64 = 400;

/// Random numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize % count
    }
}

/// Names, numbers, and single other characters, with the spaces after them.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_name = |letter: char| letter.is_alphanumeric() || "_.%@!#".contains(letter);
        let length = match is_name(first) {
            true => rest.find(|letter| !is_name(letter)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let after = rest[length..].trim_start();
        let end = rest.len() - after.len();
        found.push(&rest[..end]);
        rest = after;
    }
    found
}

fn mutated(words: &[&str], random: &mut Random) -> String {
    let mut changed: Vec<&str> = words.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(changed.len());
        let other = words[random.below(words.len())];
        match random.below(4) {
            0 => changed[at] = other,
            1 => changed.insert(at, other),
            2 => changed.insert(at, changed[at]),
            _ => {
                changed.remove(at);
            }
        }
    }
    changed.concat()
}

// requirement T8
#[test]
fn mutated_programs_are_translated_or_refused() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../fvopt-cli/tests/translate/programs");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("programs")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let (mut refused, mut translated) = (0, 0);
    for file in &files {
        let text = fs::read_to_string(file).expect("a program");
        let words = words(&text);
        for seed in 0..VARIANTS {
            let program = mutated(&words, &mut Random(seed));
            let outcome = catch_unwind(|| {
                let source = Source::new("a.mlir", &program);
                let result = translate("a.mlir", &program, &Axes::default());
                result.map(|_| ()).map_err(|error| source.render(&error))
            });
            match outcome {
                Ok(Ok(())) => translated += 1,
                Ok(Err(message)) => {
                    assert!(message.starts_with("a.mlir:"), "{message}");
                    refused += 1;
                }
                Err(_) => panic!("{} of seed {seed} panics:\n{program}", file.display()),
            }
        }
    }
    // Both happen, or the mutations are too weak or too strong to show anything.
    assert!(
        refused > translated && translated > 100,
        "{refused}, {translated}"
    );
}
