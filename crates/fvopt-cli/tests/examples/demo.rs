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

/// The colours of a picture, row by row.
fn pixels(picture: &[u8]) -> Vec<u8> {
    let decoder = png::Decoder::new(std::io::Cursor::new(picture));
    let mut reader = decoder.read_info().expect("a picture");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut pixels).expect("a picture");
    pixels
}

/// The last state of the demo as it comes; after a change of the scheme, copy it there anew.
#[test]
fn the_picture_of_the_readme_is_the_last_of_the_demo() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples-readme");
    let out = folder.display().to_string();
    let output = fvopt(&["demo", "--check-steps", "1", "--out", &out]);
    assert!(output.status.success(), "{}", text(&output));
    let drawn = pixels(&fs::read(folder.join("last.png")).expect("a picture"));
    let shown = pixels(include_bytes!("../../../../docs/src/demo.png"));
    assert_eq!(drawn.len(), shown.len());
    // Other versions of the libm may move a value across the border between two colours.
    let far = |(drawn, shown): &(&u8, &u8)| drawn.abs_diff(**shown) > 4;
    let different = drawn.iter().zip(&shown).filter(far).count();
    assert_eq!(different, 0, "of {} values", shown.len());
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
