//! Diffusion: `hdiff.mlir` and `heat.mlir`.

use crate::harness::{Run, field, random};
use ndarray::Array3;
use std::f64::consts::PI;

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
