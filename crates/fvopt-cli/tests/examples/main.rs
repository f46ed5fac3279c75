//! The programs in `examples/`: each equals the interpreter, and each that has
//! an analytic solution or a conserved quantity is held to it.

mod demo;
mod diffusion;
mod harness;
mod transport;
mod vertical;

use harness::{examples, fvopt, text};
use std::fs;

#[test]
fn every_example_runs_with_defaults_and_equals_the_interpreter() {
    let mut count = 0;
    for entry in fs::read_dir(examples()).expect("examples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "mlir") {
            continue;
        }
        count += 1;
        let file = path.display().to_string();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let command = format!("//   fvopt run examples/{name} --check\n");
        let source = fs::read_to_string(&path).expect("an example");
        assert!(
            source.contains(&command),
            "{name}: the head does not say how to run it"
        );
        for more in [&[][..], &["--checked"], &["--domain", "7,5,4"]] {
            let output = fvopt(&[&["run", &file, "--check"], more].concat());
            let text = text(&output);
            assert!(output.status.success(), "{name} {more:?}: {text}");
            assert!(
                text.contains("\nequal to the interpreter"),
                "{name} {more:?}: {text}"
            );
        }
    }
    assert!(count >= 7, "only {count} examples");
}
