//! Translates a program, runs it checked against the interpreter, and compares what it stored with
//! what a formula says, number by number.

use ndarray::{ArrayD, Dimension, IxDyn, OwnedRepr};
use ndarray_npy::{NpzReader, ReadableElement, WritableElement, WriteNpyExt};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A point in the coordinates of the source; 0 on axes that a field does not have.
pub type Point = [i64; 3];

/// An element of a field.
pub trait Element: WritableElement + ReadableElement + Copy + PartialEq + std::fmt::Debug {}

impl Element for f64 {}
impl Element for f32 {}
impl Element for i64 {}

pub fn program(name: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/translate/programs");
    tests.join(format!("{name}.mlir"))
}

pub fn translate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fvopt-translate"))
        .arg("--xdsl-stencil-to-fvopt")
        .args(arguments)
        .output()
        .expect("fvopt-translate starts")
}

pub fn text(output: &Output) -> String {
    let (out, errors) = (&output.stdout, &output.stderr);
    String::from_utf8_lossy(out).into_owned() + &String::from_utf8_lossy(errors)
}

/// A run of a translated program.
pub struct Run {
    folder: PathBuf,
    file: PathBuf,
    /// Where the domain starts in the source.
    start: Point,
    arguments: Vec<String>,
    archive: Option<NpzReader<File>>,
}

impl Run {
    /// Translates a program; `more` are options of the translator.
    pub fn new(name: &str, start: Point, sizes: Point, more: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("translate")
            .join(name);
        fs::create_dir_all(&folder).expect("a folder for the test");
        let (source, file) = (program(name), folder.join("translated.mlir"));
        let (source, target) = (source.display().to_string(), file.display().to_string());
        let output = translate(&[&[source.as_str(), "-o", &target], more].concat());
        assert!(output.status.success(), "{name}: {}", text(&output));
        // The head of the text says on what domain the program is the same as in the source.
        let translated = fs::read_to_string(&file).expect("the translated program");
        let [i, j, k] = sizes;
        let [x, y, z] = start;
        let head = format!("--domain {i},{j},{k}, whose first point is ({x}, {y}, {z})");
        assert!(
            translated.contains(&head),
            "{name}: no `{head}` in {translated}"
        );
        Self {
            folder,
            file,
            start,
            arguments: vec!["--domain".into(), format!("{i},{j},{k}")],
            archive: None,
        }
    }

    pub fn scalar(mut self, name: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        self.arguments
            .extend(["--arg".into(), format!("{name}={value}")]);
        self
    }

    /// A field on a range of an axis each, filled by a formula.
    pub fn field<T: Element>(
        self,
        name: &str,
        ranges: &[(char, i64, i64)],
        value: impl Fn(Point) -> T,
    ) -> Self {
        let sizes: Vec<usize> = ranges
            .iter()
            .map(|(_, low, high)| (high - low) as usize)
            .collect();
        let array =
            ArrayD::from_shape_fn(IxDyn(&sizes), |index| value(point(ranges, index.slice())));
        let path = self.folder.join(format!("{name}.npy"));
        let file = File::create(&path).expect("a file to write");
        array.write_npy(file).expect("an array is written");
        let mut origin = [0; 3];
        for (axis, low, _) in ranges {
            let axis = "ijk".find(*axis).expect("an axis");
            origin[axis] = self.start[axis] - low;
        }
        let [i, j, k] = origin;
        let path = path.display();
        self.scalar(name, format!("{path}@{i},{j},{k}"))
    }

    /// Runs the program; compiled code and the interpreter must be equal.
    pub fn run(mut self) -> Self {
        let out = self.folder.join("out.npz");
        let output = Command::new(env!("CARGO_BIN_EXE_fvopt"))
            .env("FVOPT_CACHE", "off")
            .arg("run")
            .arg(&self.file)
            .args(["--check", "--out"])
            .arg(&out)
            .args(&self.arguments)
            .output()
            .expect("fvopt starts");
        assert!(output.status.success(), "{}", text(&output));
        assert!(text(&output).contains("\nequal to the interpreter"));
        let file = File::open(out).expect("the result is there");
        self.archive = Some(NpzReader::new(file).expect("an archive"));
        self
    }

    /// The whole of a field, halo included, is what the formula says.
    pub fn holds<T: Element>(
        mut self,
        name: &str,
        ranges: &[(char, i64, i64)],
        expected: impl Fn(Point) -> T,
    ) -> Self {
        let archive = self.archive.as_mut().expect("the program was run");
        let array = archive
            .by_name::<OwnedRepr<T>, IxDyn>(name)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let sizes: Vec<usize> = ranges
            .iter()
            .map(|(_, low, high)| (high - low) as usize)
            .collect();
        assert_eq!(array.shape(), sizes, "{name}");
        for (index, found) in array.indexed_iter() {
            let at = point(ranges, index.slice());
            assert_eq!(*found, expected(at), "{name} at {at:?}");
        }
        self
    }
}

fn point(ranges: &[(char, i64, i64)], index: &[usize]) -> Point {
    let mut at = [0; 3];
    for ((axis, low, _), index) in ranges.iter().zip(index) {
        at["ijk".find(*axis).expect("an axis")] = low + *index as i64;
    }
    at
}

/// Whether a point lies in a range of the source on every axis.
pub fn inside(at: Point, low: Point, high: Point) -> bool {
    (0..3).all(|axis| low[axis] <= at[axis] && at[axis] < high[axis])
}

/// A number that differs from point to point and has few bits, so that sums and products are exact.
pub fn bumpy([i, j, k]: Point) -> f64 {
    let mixed = (i * 37 + j * 101 + k * 53).rem_euclid(64) - 20;
    mixed as f64 / 8.0
}
