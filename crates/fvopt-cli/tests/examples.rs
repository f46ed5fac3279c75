//! The programs in `examples/`: each equals the interpreter, and each that has
//! an analytic solution or a conserved quantity is held to it.

use ndarray::{Array2, Array3, ArrayBase, Dimension, Ix2, Ix3, OwnedRepr};
use ndarray_npy::{NpzReader, WritableElement, WriteNpyExt};
use std::{
    f64::consts::PI,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn fvopt(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fvopt"))
        .args(arguments)
        .output()
        .expect("fvopt starts")
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A run of an example with arguments from files, checked against the interpreter.
struct Run {
    folder: PathBuf,
    arguments: Vec<String>,
}

impl Run {
    /// `name` is that of the test: the files are its own.
    fn new(name: &str, example: &str, domain: [usize; 3]) -> Self {
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

    fn scalar(mut self, name: &str, value: impl ToString) -> Self {
        self.arguments
            .extend(["--arg".to_string(), format!("{name}={}", value.to_string())]);
        self
    }

    fn array<T: WritableElement, D: Dimension>(
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
    fn finish(self) -> NpzReader<File> {
        let out = self.folder.join("out.npz");
        let mut arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        let path = out.display().to_string();
        arguments.extend(["--out", &path]);
        let output = fvopt(&arguments);
        assert!(output.status.success(), "{}", text(&output));
        NpzReader::new(File::open(out).expect("the result is there")).expect("an archive")
    }
}

fn field(archive: &mut NpzReader<File>, name: &str) -> Array3<f64> {
    archive
        .by_name::<OwnedRepr<f64>, Ix3>(name)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn plane(archive: &mut NpzReader<File>, name: &str) -> Array2<f64> {
    archive
        .by_name::<OwnedRepr<f64>, Ix2>(name)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Numbers that look random, from 0 up to 1, always the same.
fn noise(mut seed: u64) -> impl FnMut() -> f64 {
    move || {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (seed >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn random(sizes: [usize; 3], seed: u64) -> Array3<f64> {
    let mut next = noise(seed);
    Array3::from_shape_simple_fn(sizes, &mut next)
}

/// Writes an array of which the domain starts at some index; the argument that says so.
fn place(array: &Array3<f64>, name: &str, origin: [usize; 3]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    array
        .write_npy(File::create(&path).expect("a file to write"))
        .expect("an array is written");
    let [i, j, k] = origin;
    format!("{}@{i},{j},{k}", path.display())
}

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

/// Between walls and over flat ground nothing enters or leaves: the sum of the
/// pressure, weighted with the volume of the cells, stays what it was, while the
/// implicit step couples every column from the ground to the top.
#[test]
fn the_acoustic_step_conserves_its_pressure() {
    let [ni, nj, nk] = [9, 7, 12];
    let p = random([ni + 2, nj + 2, nk], 12);
    let rdz = random([1, 1, nk], 13).mapv(|value| 1.0 + value);
    let column = |values: &Array3<f64>| ndarray::Array1::from_iter(values.iter().copied());
    let mut out = Run::new("acoustic", "acoustic.mlir", [ni, nj, nk])
        .array("u", &random([ni + 1, nj, nk], 14))
        .array("v", &random([ni, nj + 1, nk], 15))
        .array("w", &random([ni, nj, nk], 16))
        .scalar("p", place(&p, "acoustic-p.npy", [1, 1, 0]))
        .array("rdx", &Array2::from_elem([ni + 1, nj], 0.8))
        .array("rdy", &Array2::from_elem([ni, nj + 1], 0.7))
        .array("slope_i", &Array2::<f64>::zeros([ni, nj]))
        .array("slope_j", &Array2::<f64>::zeros([ni, nj]))
        .array("stretch", &Array2::from_elem([ni, nj], 1.3))
        .array("rdz", &column(&rdz))
        .array(
            "rdzi",
            &column(&random([1, 1, nk], 17).mapv(|value| 1.0 + value)),
        )
        .array("keep", &ndarray::Array1::from_elem(nk, 0.9))
        .scalar("dt", 0.3)
        .finish();
    let (after, w, u) = (
        field(&mut out, "p"),
        field(&mut out, "w"),
        field(&mut out, "u"),
    );
    let (mut before_sum, mut after_sum, mut changed) = (0.0, 0.0, 0.0_f64);
    for i in 0..ni {
        for j in 0..nj {
            for k in 0..nk {
                let (old, new) = (p[[i + 1, j + 1, k]], after[[i + 1, j + 1, k]]);
                let thickness = 1.0 / rdz[[0, 0, k]];
                before_sum += thickness * old;
                after_sum += thickness * new;
                changed = changed.max((new - old).abs());
            }
            assert_eq!(w[[i, j, 0]], 0.0, "w at the ground, column {i}, {j}");
        }
    }
    assert!(
        (after_sum - before_sum).abs() < 1e-11 * before_sum,
        "{before_sum} became {after_sum}"
    );
    assert!(changed > 0.1, "the largest change is {changed}");
    for j in 0..nj {
        for k in 0..nk {
            assert_eq!(
                (u[[0, j, k]], u[[ni, j, k]]),
                (0.0, 0.0),
                "the walls at {j}, {k}"
            );
        }
    }
}

/// The result of plain loops, in the order of operations that the example states.
#[test]
fn horizontal_diffusion_is_what_plain_loops_compute() {
    let [ni, nj, nk] = [19, 14, 5];
    let input = random([ni + 4, nj + 4, nk], 1);
    let coefficient = random([ni, nj, nk], 2);
    let mut out = Run::new("hdiff", "hdiff.mlir", [ni, nj, nk])
        .array("in", &input)
        .array("coefficient", &coefficient)
        .finish();
    let out = field(&mut out, "out");
    let limited = |flux: f64, gradient: f64| if flux * gradient > 0.0 { 0.0 } else { flux };
    let mut moved = 0;
    for ((i, j, k), value) in out.indexed_iter() {
        // The input has a halo of two.
        let f = |di: isize, dj: isize| {
            let (i, j) = ((i + 2) as isize + di, (j + 2) as isize + dj);
            input[[i as usize, j as usize, k]]
        };
        let lap = |i: isize, j: isize| {
            4.0 * f(i, j) - ((f(i - 1, j) + f(i + 1, j)) + (f(i, j - 1) + f(i, j + 1)))
        };
        let flux_i = |i: isize| limited(lap(i + 1, 0) - lap(i, 0), f(i + 1, 0) - f(i, 0));
        let flux_j = |j: isize| limited(lap(0, j + 1) - lap(0, j), f(0, j + 1) - f(0, j));
        let fluxes = (flux_i(0) - flux_i(-1)) + (flux_j(0) - flux_j(-1));
        let expected = f(0, 0) - coefficient[[i, j, k]] * fluxes;
        assert_eq!(value.to_bits(), expected.to_bits(), "at {i}, {j}, {k}");
        moved += usize::from(expected != f(0, 0));
    }
    assert!(
        moved > ni * nj * nk / 20,
        "the limiter leaves nothing to compare"
    );
}

#[test]
fn thomas_solves_the_linear_system() {
    let sizes = [6, 5, 40];
    let lower = random(sizes, 3).mapv(|value| value - 0.5);
    let upper = random(sizes, 4).mapv(|value| value - 0.5);
    let excess = random(sizes, 5).mapv(|value| value + 0.1);
    let rhs = random(sizes, 6);
    let mut out = Run::new("thomas", "thomas.mlir", sizes)
        .array("lower", &lower)
        .array("upper", &upper)
        .array("excess", &excess)
        .array("rhs", &rhs)
        .finish();
    let x = field(&mut out, "x");
    for ((i, j, k), expected) in rhs.indexed_iter() {
        let at = [i, j, k];
        let diagonal = lower[at].abs() + upper[at].abs() + excess[at];
        let mut row = diagonal * x[at];
        if k > 0 {
            row += lower[at] * x[[i, j, k - 1]];
        }
        if k + 1 < sizes[2] {
            row += upper[at] * x[[i, j, k + 1]];
        }
        assert!(
            (row - expected).abs() < 1e-13,
            "at {at:?}: {row} is not {expected}"
        );
    }
}

#[test]
fn vertical_advection_solves_its_implicit_step() {
    let sizes @ [ni, nj, nk] = [6, 4, 20];
    let rate = 1.5;
    let before = random(sizes, 7);
    let u = random(sizes, 8);
    let wcon = random([ni + 1, nj, nk], 9);
    let pos = random(sizes, 10);
    let slow = random(sizes, 11);
    let mut out = Run::new("vertical-advection", "vertical_advection.mlir", sizes)
        .array("utens_stage", &before)
        .array("u_stage", &u)
        // Needed on one more point along i.
        .array("wcon", &wcon)
        .array("u_pos", &pos)
        .array("utens", &slow)
        .scalar("rate", rate)
        .finish();
    let after = field(&mut out, "utens_stage");
    let new = |i, j, k| after[[i, j, k]] / rate + pos[[i, j, k]];
    let face = |i: usize, j, k| 0.125 * (wcon[[i + 1, j, k]] + wcon[[i, j, k]]);
    for ((i, j, k), tendency) in before.indexed_iter() {
        // (new - pos) * rate = tendencies - the mean of old and new advection.
        let mut residual = rate * (new(i, j, k) - pos[[i, j, k]]) - tendency - slow[[i, j, k]];
        let both = |k| new(i, j, k) + u[[i, j, k]];
        if k > 0 {
            residual -= face(i, j, k) * (both(k - 1) - both(k));
        }
        if k + 1 < nk {
            residual += face(i, j, k + 1) * (both(k + 1) - both(k));
        }
        assert!(residual.abs() < 1e-13, "at {i}, {j}, {k}: {residual}");
    }
}

#[test]
fn heat_lets_a_mode_decay_as_the_analytic_factor_says() {
    let [ni, nj, nk] = [16, 12, 10];
    let diffusivity = 1.7;
    let angle_i = 2.0 * PI / ni as f64;
    let angle_j = 4.0 * PI / nj as f64;
    let angle_k = PI / nk as f64;
    // Periodic along i and j; no gradient at the bottom and the top.
    let mode = |i: f64, j: f64, k: f64| {
        (angle_i * i).sin() * (angle_j * j).cos() * (angle_k * (k + 0.5)).cos()
    };
    let first = Array3::from_shape_fn([ni + 2, nj + 2, nk], |(i, j, k)| {
        2.0 + mode(i as f64 - 1.0, j as f64 - 1.0, k as f64)
    });
    let rate = |angle: f64| 4.0 * (angle / 2.0).sin().powi(2);
    let factor = 1.0 - diffusivity / 16.0 * (rate(angle_i) + rate(angle_j) + rate(angle_k));
    // Odd numbers of swaps, even ones, and none.
    for steps in [0, 1, 2, 31] {
        let mut out = Run::new("heat", "heat.mlir", [ni, nj, nk])
            .array("u", &first)
            .scalar("diffusivity", diffusivity)
            .scalar("steps", steps)
            .finish();
        let u = field(&mut out, "u");
        let decay = factor.powi(steps);
        for ((i, j, k), value) in u.indexed_iter() {
            if !(1..=ni).contains(&i) || !(1..=nj).contains(&j) {
                continue;
            }
            let exact = 2.0 + decay * mode(i as f64 - 1.0, j as f64 - 1.0, k as f64);
            assert!(
                (value - exact).abs() < 1e-13,
                "after {steps} steps at {i}, {j}, {k}: {value} is not {exact}"
            );
        }
    }
}

/// Sizes of the transport tests, and the halo that all of their arrays have.
const TRANSPORT: [usize; 3] = [20, 17, 3];
const HALO: usize = 3;

fn with_halo() -> [usize; 3] {
    let [ni, nj, nk] = TRANSPORT;
    [ni + 2 * HALO, nj + 2 * HALO, nk]
}

fn in_domain(i: usize, j: usize) -> bool {
    (HALO..HALO + TRANSPORT[0]).contains(&i) && (HALO..HALO + TRANSPORT[1]).contains(&j)
}

/// Winds as Courant numbers; the area swept is the Courant number times a cell of area 1.
fn transport(name: &str, q: &Array3<f64>, winds: [&Array3<f64>; 2], area: &Array2<f64>) -> Run {
    Run::new(name, "transport.mlir", TRANSPORT)
        .array("q", q)
        .array("cx", winds[0])
        .array("cy", winds[1])
        .array("xfx", winds[0])
        .array("yfx", winds[1])
        .array("area", area)
        .array("rarea", &area.mapv(f64::recip))
}

fn mass(q: &Array3<f64>, area: &Array2<f64>) -> f64 {
    q.indexed_iter()
        .filter(|((i, j, _), _)| in_domain(*i, *j))
        .map(|((i, j, _), value)| value * area[[i, j]])
        .sum()
}

#[test]
fn transport_keeps_mass_in_any_wind() {
    let q = random(with_halo(), 12);
    // Divergent winds of both signs, Courant numbers beyond 1, and cells of many sizes.
    let cx = random(with_halo(), 13).mapv(|value| 2.4 * (value - 0.5));
    let cy = random(with_halo(), 14).mapv(|value| 2.4 * (value - 0.5));
    let mut next = noise(15);
    let area =
        Array2::from_shape_simple_fn([with_halo()[0], with_halo()[1]], || 4.0 + 2.0 * next());
    let mut out = transport("mass", &q, [&cx, &cy], &area)
        .scalar("steps", 5)
        .finish();
    let (after, area_after) = (field(&mut out, "q"), plane(&mut out, "area"));
    let (start, end) = (mass(&q, &area), mass(&after, &area_after));
    assert!(
        (end / start - 1.0).abs() < 1e-14,
        "mass was {start} and is {end}"
    );
    let change = (&after - &q).mapv(f64::abs).sum();
    assert!(change > 1.0, "nothing moved: {change}");
}

#[test]
fn transport_keeps_a_constant_in_solid_body_rotation() {
    let [ni, nj, _] = TRANSPORT;
    let q = Array3::from_elem(with_halo(), 3.0);
    let middle = |index: usize, size: usize| index as f64 + 0.5 - (HALO + size / 2) as f64;
    let cx = Array3::from_shape_fn(with_halo(), |(_, j, _)| -0.15 * middle(j, nj));
    let cy = Array3::from_shape_fn(with_halo(), |(i, _, _)| 0.15 * middle(i, ni));
    let area = Array2::ones([with_halo()[0], with_halo()[1]]);
    let mut out = transport("constant", &q, [&cx, &cy], &area)
        .scalar("steps", 10)
        .finish();
    for ((i, j, k), value) in field(&mut out, "q").indexed_iter() {
        if in_domain(i, j) {
            assert!((value - 3.0).abs() < 1e-13, "at {i}, {j}, {k}: {value}");
        }
    }
}

/// Along one axis the operator is monotonic; a full turn around the periodic
/// domain brings the blob back.
#[test]
fn transport_along_an_axis_keeps_bounds_and_returns() {
    let [ni, nj, _] = TRANSPORT;
    let area = Array2::ones([with_halo()[0], with_halo()[1]]);
    let still = Array3::zeros(with_halo());
    for (axis, size) in [ni, nj].into_iter().enumerate() {
        let wave = |index: usize| {
            let angle = 2.0 * PI * (index as f64 - HALO as f64) / size as f64;
            0.5 + 0.5 * angle.sin()
        };
        let q = Array3::from_shape_fn(with_halo(), |(i, j, _)| wave([i, j][axis]));
        let wind = Array3::from_elem(with_halo(), -0.5);
        let winds = if axis == 0 {
            [&wind, &still]
        } else {
            [&still, &wind]
        };
        let mut out = transport(&format!("axis-{axis}"), &q, winds, &area)
            .scalar("steps", 2 * size)
            .finish();
        for ((i, j, k), value) in field(&mut out, "q").indexed_iter() {
            if !in_domain(i, j) {
                continue;
            }
            assert!(
                (-1e-14..=1.0 + 1e-14).contains(value),
                "at {i}, {j}, {k}: {value}"
            );
            // A limiter flattens the extrema a little.
            assert!(
                (value - wave([i, j][axis])).abs() < 0.1,
                "at {i}, {j}, {k}: {value}"
            );
        }
    }
}

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
