//! The command line: what users may say, and when they are told what.

mod names;
mod pipeline;
mod run;

use ndarray_npy::WriteNpyExt;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A folder of its own for a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("command_line")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target folder can be written");
        Self(path)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), text).expect("the target folder can be written");
    }

    /// A .npy file of ones.
    fn ones(&self, name: &str, sizes: &[usize]) {
        let file = fs::File::create(self.0.join(name)).expect("the target folder can be written");
        let array = ndarray::ArrayD::<f64>::ones(sizes);
        array.write_npy(file).expect("an array is written");
    }

    fn fvopt(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_fvopt"))
            .env("FVOPT_CACHE", "off")
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("RUST_LOG")
            .output()
            .expect("fvopt starts")
    }
}

/// What a run says that must go well.
fn said(output: &Output, what: &str) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {errors}");
    text
}
