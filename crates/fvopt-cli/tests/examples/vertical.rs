//! Implicit steps along the vertical: `thomas.mlir`, `vertical_advection.mlir`, `acoustic.mlir`.

use crate::harness::{Run, field, place, random};
use ndarray::{Array1, Array2, Array3};

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

/// Between walls and over flat ground nothing enters or leaves: the sum of the
/// pressure, weighted with the volume of the cells, stays what it was, while the
/// implicit step couples every column from the ground to the top.
#[test]
fn the_acoustic_step_conserves_its_pressure() {
    let [ni, nj, nk] = [9, 7, 12];
    let p = random([ni + 2, nj + 2, nk], 12);
    let rdz = random([1, 1, nk], 13).mapv(|value| 1.0 + value);
    let column = |values: &Array3<f64>| Array1::from_iter(values.iter().copied());
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
        .array("keep", &Array1::from_elem(nk, 0.9))
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
