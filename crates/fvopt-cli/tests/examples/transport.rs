//! Transport: `transport.mlir`.

use crate::harness::{Run, field, noise, plane, random};
use ndarray::{Array2, Array3};
use std::f64::consts::PI;

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
