//! Programs in xDSL's syntax.

use crate::harness::{Point, Run, bumpy, inside};

#[test]
fn a_copy_in_one_dimension() {
    let line = [('i', 0, 10)];
    Run::new("copy_1d", [2, 0, 0], [6, 1, 1], &[])
        .field("in", &line, bumpy)
        .field("out", &line, |_| -1.0)
        .run()
        .holds("out", &line, |[i, j, k]| {
            match inside([i, 0, 0], [2, 0, 0], [8, 1, 1]) {
                true => bumpy([i + 1, j, k]),
                false => -1.0,
            }
        });
}

/// Four times the mean of the neighbours in the plane, less the middle.
fn laplace([i, j, k]: Point) -> f64 {
    let sides = bumpy([i - 1, j, k]) + bumpy([i + 1, j, k]);
    let ends = bumpy([i, j - 1, k]) + bumpy([i, j + 1, k]);
    bumpy([i, j, k]) * -4.0 + (sides + ends)
}

#[test]
fn a_laplacian_of_numbered_values_and_casts() {
    let plane = [('i', -1, 13), ('j', -1, 9)];
    Run::new("laplace_2d", [0; 3], [12, 8, 1], &[])
        .field("arg0", &plane, bumpy)
        .field("arg1", &plane, |_| 7.5)
        .run()
        .holds("arg0", &plane, bumpy)
        .holds("arg1", &plane, |at| match inside(at, [0; 3], [12, 8, 1]) {
            true => laplace(at),
            false => 7.5,
        });
}

#[test]
fn temps_with_ranges_and_the_older_store() {
    let all = [('i', -2, 10), ('j', 0, 6), ('k', 0, 4)];
    let second = |[i, j, k]: Point| {
        let w = bumpy([i - 1, j, k]) + bumpy([i + 1, j, k]);
        w - 2.0 * bumpy([i, j, k])
    };
    let fourth = |[i, j, k]: Point| {
        let w = second([i - 1, j, k]) + second([i + 1, j, k]);
        w - 2.0 * second([i, j, k])
    };
    Run::new("smooth_3d", [0; 3], [8, 6, 4], &[])
        .field("q", &all, bumpy)
        .field("s", &all, |_| 0.5)
        .run()
        .holds("s", &all, |at| match inside(at, [0; 3], [8, 6, 4]) {
            true => fourth(at),
            false => 0.5,
        });
}

/// Horizontal diffusion, written again.
fn diffused(at: Point) -> f64 {
    let shift = |[i, j, k]: Point, x: i64, y: i64| [i + x, j + y, k];
    let lap = |at: Point| {
        let we = bumpy(shift(at, -1, 0)) + bumpy(shift(at, 1, 0));
        let sn = bumpy(shift(at, 0, -1)) + bumpy(shift(at, 0, 1));
        4.0 * bumpy(at) - (we + sn)
    };
    let flux = |at: Point, x: i64, y: i64| {
        let next = shift(at, x, y);
        let flux = lap(next) - lap(at);
        let is_up = flux * (bumpy(next) - bumpy(at)) > 0.0;
        if is_up { 0.0 } else { flux }
    };
    let dx = flux(at, 1, 0) - flux(shift(at, -1, 0), 1, 0);
    let dy = flux(at, 0, 1) - flux(shift(at, 0, -1), 0, 1);
    bumpy(at) - 0.25 * (dx + dy)
}

#[test]
fn horizontal_diffusion_pretty_and_generic() {
    let all = [('i', -2, 12), ('j', -2, 10), ('k', 0, 3)];
    for name in ["hdiff", "hdiff_generic"] {
        Run::new(name, [0; 3], [10, 8, 3], &[])
            .field("in", &all, bumpy)
            .field("coeff", &all, |_| 0.25)
            .field("out", &all, |_| 0.0)
            .run()
            .holds("out", &all, |at| match inside(at, [0; 3], [10, 8, 3]) {
                true => diffused(at),
                false => 0.0,
            });
    }
}

#[test]
fn the_generic_form_of_early_versions() {
    let (wide, all) = (
        [('i', -1, 7), ('j', 0, 5), ('k', 0, 3)],
        [('i', 0, 6), ('j', 0, 5), ('k', 0, 3)],
    );
    Run::new("generic_older", [0; 3], [6, 5, 3], &[])
        .field("arg0", &wide, bumpy)
        .field("arg1", &all, |_| 0.0)
        .run()
        .holds("arg1", &all, |[i, j, k]| {
            (bumpy([i + 1, j, k]) - bumpy([i - 1, j, k])) * 0.5
        });
}

#[test]
fn vertical_advection_with_another_lowest_level() {
    let (faces, levels) = (
        [('i', 0, 5), ('j', 0, 4), ('k', 0, 9)],
        [('i', 0, 5), ('j', 0, 4), ('k', -1, 9)],
    );
    let out = [('i', 0, 5), ('j', 0, 4), ('k', 0, 8)];
    Run::new("vertical_advection", [0; 3], [5, 4, 8], &[])
        .field("w", &faces, |[i, j, k]| bumpy([j, k, i]))
        .field("q", &levels, bumpy)
        .field("tendency", &out, |_| 0.0)
        .run()
        .holds("tendency", &out, |[i, j, k]| {
            let w = 0.5 * (bumpy([j, k, i]) + bumpy([j, k + 1, i]));
            let above = bumpy([i, j, k + 1]);
            let difference = match k {
                0 => above - bumpy([i, j, 0]),
                _ => 0.5 * (above - bumpy([i, j, k - 1])),
            };
            -(w * difference)
        });
}

#[test]
fn a_buffer_changes_no_number() {
    let (wide, line) = ([('i', -2, 14)], [('i', 0, 12)]);
    Run::new("buffer", [0; 3], [12, 1, 1], &[])
        .field("in", &wide, bumpy)
        .field("out", &line, |_| 0.0)
        .run()
        .holds("out", &line, |[i, ..]| {
            let sum = |i: i64| bumpy([i - 1, 0, 0]) + bumpy([i + 1, 0, 0]);
            sum(i + 1) - sum(i - 1)
        });
}

#[test]
fn stores_on_ranges_of_their_own() {
    let cells = [('i', 0, 8), ('j', 0, 6)];
    let (in_i, in_j) = ([('i', 0, 9), ('j', 0, 6)], [('i', 0, 8), ('j', 0, 7)]);
    let wide = [('i', -1, 9), ('j', -1, 7)];
    let x = |[i, j, k]: Point| bumpy([i, j, k]) - bumpy([i - 1, j, k]);
    let y = |[i, j, k]: Point| bumpy([i, j, k]) - bumpy([i, j - 1, k]);
    Run::new("several_stores", [0; 3], [8, 6, 1], &[])
        .field("h", &wide, bumpy)
        .field("fx", &in_i, |_| 0.0)
        .field("fy", &in_j, |_| 0.0)
        .field("div", &cells, |_| 0.0)
        .run()
        .holds("fx", &in_i, x)
        .holds("fy", &in_j, y)
        .holds("div", &cells, |[i, j, k]| {
            (x([i + 1, j, k]) - x([i, j, k])) + (y([i, j + 1, k]) - y([i, j, k]))
        });
}

#[test]
fn positions_count_from_the_origin_of_the_source() {
    let plane = [('i', -9, 9), ('j', -5, 5)];
    Run::new("negative_bounds", [-8, -4, 0], [16, 8, 1], &[])
        .field("in", &plane, bumpy)
        .field("out", &plane, |_| 0.0)
        .run()
        .holds("out", &plane, |[i, j, _]| {
            match inside([i, j, 0], [-8, -4, 0], [8, 4, 1]) {
                true => bumpy([i + 1, j - 1, 0]) + (i * (j + 3)) as f64,
                false => 0.0,
            }
        });
}

#[test]
fn single_and_double_precision_in_one_apply() {
    let (wide, plane) = ([('i', -1, 11), ('j', 0, 3)], [('i', 0, 10), ('j', 0, 3)]);
    let value = |at: Point| bumpy(at) as f32 / 7.0;
    Run::new("f32", [0; 3], [10, 3, 1], &[])
        .field("in", &wide, value)
        .field("out", &plane, |_| 0f32)
        .field("wide", &plane, |_| 0f64)
        .run()
        .holds("out", &plane, |[i, j, k]| {
            (value([i - 1, j, k]) + value([i + 1, j, k])) / 3f32
        })
        .holds("wide", &plane, |[i, j, k]| {
            (f64::from(value([i - 1, j, k])) + f64::from(value([i + 1, j, k]))) / 3f64
        });
}

#[test]
fn branches_with_two_results_inside_each_other() {
    let (line, wide) = ([('i', 0, 12)], [('i', -1, 13)]);
    let speed = |[i, ..]: Point| (i % 3 - 1) as f64 * 0.5;
    Run::new("scf_if", [0; 3], [12, 1, 1], &[])
        .field("u", &line, speed)
        .field("q", &wide, bumpy)
        .field("flux", &line, |_| 9.0)
        .field("side", &line, |_| 9.0)
        .run()
        .holds("side", &line, |at| 2.0 * speed(at))
        .holds("flux", &line, |[i, j, k]| {
            let q = |x: i64| bumpy([i + x, j, k]);
            match i % 3 {
                0 => -0.5 * (q(1) - q(0)),
                1 => 0.0,
                _ => 0.5 * (q(0) - q(-1)),
            }
        });
}

#[test]
fn levels_that_a_field_names() {
    let (all, wide) = (
        [('i', 0, 4), ('j', 0, 3), ('k', 2, 7)],
        [('i', -1, 5), ('j', 0, 3), ('k', 1, 9)],
    );
    let level = |[i, j, k]: Point| 1 + (3 * i + 5 * j + k) % 8;
    for name in ["dyn_access", "dyn_access_generic"] {
        Run::new(name, [0, 0, 2], [4, 3, 5], &[])
            .field("level", &all, level)
            .field("q", &wide, bumpy)
            .field("out", &all, |_| 0.0)
            .run()
            .holds("out", &all, |[i, j, k]| {
                bumpy([i - 1, j, level([i, j, k])]) + bumpy([i + 1, j, k + 2]) * 1000.0
            });
    }
}

#[test]
fn memory_of_other_dialects_becomes_fields() {
    let (wide, plane) = ([('i', -1, 9), ('j', 0, 6)], [('i', 0, 8), ('j', 0, 6)]);
    Run::new("external", [0; 3], [8, 6, 1], &[])
        .field("a", &wide, bumpy)
        .field("b", &plane, |_| 0.0)
        .run()
        .holds("b", &plane, |[i, j, k]| {
            bumpy([i - 1, j, k]) + bumpy([i + 1, j, k])
        });
}

#[test]
fn planes_and_columns_are_read_in_three_dimensions() {
    let (plane, column) = ([('i', 0, 6), ('j', -1, 5)], [('k', 0, 5)]);
    let all = [('i', 0, 6), ('j', 0, 5), ('k', 0, 4)];
    Run::new("offset_mapping", [0; 3], [6, 5, 4], &[])
        .field("ps", &plane, bumpy)
        .field("b", &column, bumpy)
        .field("p", &all, |_| 0.0)
        .run()
        .holds("p", &all, |[i, j, k]| {
            let sum = bumpy([i, j, 0]) + bumpy([i, j - 1, 0]);
            sum * (bumpy([0, 0, k + 1]) - bumpy([0, 0, k]))
        });
}

#[test]
fn temps_are_combined_side_by_side() {
    let (wide, plane) = ([('i', -1, 7), ('j', 0, 10)], [('i', 0, 6), ('j', 0, 10)]);
    for name in ["combine", "combine_generic"] {
        Run::new(name, [0; 3], [6, 10, 1], &[])
            .field("in", &wide, bumpy)
            .field("out", &plane, |_| 0.0)
            .field("low", &plane, |_| 0.0)
            .run()
            .holds("out", &plane, |[i, j, k]| {
                bumpy([if j < 4 { i - 1 } else { i + 1 }, j, k])
            })
            .holds("low", &plane, |[i, j, k]| match j < 4 {
                true => -bumpy([i - 1, j, k]),
                false => 0.0,
            });
    }
}

#[test]
fn bufferized_applies_run_in_order() {
    let line = [('i', -1, 9)];
    let sum = |i: i64| match (0..8).contains(&i) {
        true => bumpy([i - 1, 0, 0]) + bumpy([i + 1, 0, 0]),
        false => 0.125,
    };
    for name in ["bufferized", "bufferized_generic"] {
        Run::new(name, [0; 3], [8, 1, 1], &[])
            .field("q", &line, bumpy)
            .field("s", &line, |_| 0.125)
            .run()
            .holds("s", &line, |[i, ..]| sum(i))
            .holds("q", &line, |[i, j, k]| match (1..8).contains(&i) {
                true => sum(i) - sum(i - 1),
                false => bumpy([i, j, k]),
            });
    }
}

#[test]
fn scalars_reach_the_points() {
    let plane = [('i', 0, 8), ('j', 0, 8)];
    Run::new("scalars", [0; 3], [8, 8, 1], &[])
        .field("q", &plane, bumpy)
        .field("r", &plane, |_| 0.0)
        .scalar("dt", 3.5)
        .scalar("steps", 4)
        .run()
        .holds("r", &plane, |at| bumpy(at) - 3.5 / 4.0 * bumpy(at));
}

#[test]
fn functions_of_the_math_dialect() {
    let (plane, tall) = ([('i', 0, 7), ('j', 0, 7)], [('i', 0, 7), ('j', 0, 8)]);
    let u = |[i, j, k]: Point| bumpy([i, j, k]).abs() * 4.0;
    Run::new("math", [0; 3], [7, 7, 1], &[])
        .field("u", &plane, u)
        .field("v", &tall, bumpy)
        .field("s", &plane, |_| 0.0)
        .run()
        .holds("s", &plane, |[i, j, k]| {
            let y = bumpy([i, j, k]).max(bumpy([i, j + 1, k]));
            (u([i, j, k]) * u([i, j, k]) + y * y)
                .sqrt()
                .floor()
                .min(12.0)
        });
}
