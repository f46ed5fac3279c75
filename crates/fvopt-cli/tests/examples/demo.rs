//! `fvopt demo`.

use crate::harness::{fvopt, text};
use std::{fs, path::Path};

#[test]
fn the_demo_agrees_with_the_interpreter_and_draws() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples-demo");
    let out = folder.display().to_string();
    let output = fvopt(&["demo", "--domain", "24,20,2", "--steps", "6", "--out", &out]);
    let printed = text(&output);
    assert!(output.status.success(), "{printed}");
    let equal = printed
        .lines()
        .filter(|line| line.ends_with(" equal"))
        .count();
    assert_eq!(equal, 3, "{printed}");
    for name in ["first.png", "last.png"] {
        let bytes = fs::read(folder.join(name)).expect("a picture");
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "{name} is no PNG");
    }
    assert_ne!(
        fs::read(folder.join("first.png")).ok(),
        fs::read(folder.join("last.png")).ok(),
        "nothing moved"
    );
}

#[test]
fn the_demo_refuses_what_it_cannot_do() {
    let output = fvopt(&["demo", "--domain", "4,4,1"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("too small for a blob"));
    let output = fvopt(&["demo", "--out", "/proc/no/such/folder"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("cannot create /proc/no/such/folder"));
}
