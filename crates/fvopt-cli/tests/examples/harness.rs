//! Runs of `fvopt` on examples, with arrays in and out.

use ndarray::{Array2, Array3, ArrayBase, Dimension, Ix2, Ix3, OwnedRepr};
use ndarray_npy::{NpzReader, WritableElement, WriteNpyExt};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Output},
};

pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

pub fn fvopt(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fvopt"))
        .env("FVOPT_CACHE", "off")
        .args(arguments)
        .output()
        .expect("fvopt starts")
}

pub fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A run of an example with arguments from files, checked against the interpreter.
pub struct Run {
    folder: PathBuf,
    arguments: Vec<String>,
}

impl Run {
    /// `name` is that of the test: the files are its own.
    pub fn new(name: &str, example: &str, domain: [usize; 3]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("examples-{name}"));
        fs::create_dir_all(&folder).expect("a folder for the test");
        let [i, j, k] = domain;
        let file = examples().join(example).display().to_string();
        let arguments = ["run", &file, "--check", "--domain"].map(String::from);
        Self {
            folder,
            arguments: [&arguments[..], &[format!("{i},{j},{k}")]].concat(),
        }
    }

    pub fn scalar(mut self, name: &str, value: impl ToString) -> Self {
        self.arguments
            .extend(["--arg".to_string(), format!("{name}={}", value.to_string())]);
        self
    }

    pub fn array<T: WritableElement, D: Dimension>(
        self,
        name: &str,
        array: &ArrayBase<OwnedRepr<T>, D>,
    ) -> Self {
        let path = self.folder.join(format!("{name}.npy"));
        array
            .write_npy(File::create(&path).expect("a file to write"))
            .expect("an array is written");
        let path = path.display().to_string();
        self.scalar(name, path)
    }

    /// Runs and gives what the program left.
    pub fn finish(self) -> NpzReader<File> {
        let out = self.folder.join("out.npz");
        let mut arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        let path = out.display().to_string();
        arguments.extend(["--out", &path]);
        let output = fvopt(&arguments);
        assert!(output.status.success(), "{}", text(&output));
        NpzReader::new(File::open(out).expect("the result is there")).expect("an archive")
    }
}

pub fn field(archive: &mut NpzReader<File>, name: &str) -> Array3<f64> {
    archive
        .by_name::<OwnedRepr<f64>, Ix3>(name)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn plane(archive: &mut NpzReader<File>, name: &str) -> Array2<f64> {
    archive
        .by_name::<OwnedRepr<f64>, Ix2>(name)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Numbers that look random, from 0 up to 1, always the same.
pub fn noise(mut seed: u64) -> impl FnMut() -> f64 {
    move || {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (seed >> 11) as f64 / (1u64 << 53) as f64
    }
}

pub fn random(sizes: [usize; 3], seed: u64) -> Array3<f64> {
    let mut next = noise(seed);
    Array3::from_shape_simple_fn(sizes, &mut next)
}

/// Writes an array of which the domain starts at some index; the argument that says so.
pub fn place(array: &Array3<f64>, name: &str, origin: [usize; 3]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    array
        .write_npy(File::create(&path).expect("a file to write"))
        .expect("an array is written");
    let [i, j, k] = origin;
    format!("{}@{i},{j},{k}", path.display())
}
