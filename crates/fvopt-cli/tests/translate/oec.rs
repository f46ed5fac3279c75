//! Programs in the syntax of the Open Earth Compiler.

use crate::harness::{Run, bumpy, inside};

#[test]
fn casts_with_ranges_and_the_standard_dialect() {
    let all = [('i', -1, 9), ('j', -1, 7), ('k', 0, 2)];
    Run::new("uvbke_oec", [0; 3], [8, 6, 2], &[])
        .field("arg0", &all, bumpy)
        .field("arg1", &all, |[i, j, k]| bumpy([j, i, k]))
        .field("arg2", &all, |[i, j, k]| bumpy([k, i, j]))
        .field("arg3", &all, |_| 0.0)
        .scalar("arg4", 0.25)
        .run()
        .holds("arg3", &all, |at| {
            let [i, j, k] = at;
            let v = bumpy([j, i - 1, k]) + bumpy([j, i, k]);
            let u = bumpy([i, j - 1, k]) + bumpy(at);
            match inside(at, [0; 3], [8, 6, 2]) {
                true => 0.25 * (0.5 * (u - v * bumpy([k, i, j]))),
                false => 0.0,
            }
        });
}

#[test]
fn assertions_and_axes_by_name() {
    let pressure = [('i', 0, 7), ('j', 0, 5), ('k', -1, 7)];
    let height = [('i', 0, 7), ('j', 0, 5), ('k', 0, 7)];
    let (metric, out) = ([('j', 0, 5)], [('i', 0, 6), ('j', 0, 5), ('k', 0, 6)]);
    Run::new("fastwaves_assert_oec", [0; 3], [6, 5, 6], &[])
        .field("pp", &pressure, bumpy)
        .field("hhl", &height, |[i, j, k]| (k * (i + j + 2)) as f64)
        .field("fx", &metric, |[_, j, _]| 1.0 + j as f64)
        .field("out", &out, |_| 0.0)
        .run()
        .holds("out", &out, |[i, j, k]| {
            let difference = |i: i64| bumpy([i, j, k]) - bumpy([i, j, k - 1]);
            let sum = difference(i + 1) + difference(i);
            (sum / (i + j + 2) as f64).abs() * (1.0 + j as f64)
        });
}

#[test]
fn views_and_types_after_the_body() {
    let (wide, out) = (
        [('i', -1, 7), ('j', -1, 7), ('k', 0, 2)],
        [('i', 0, 6), ('j', 0, 6), ('k', 0, 2)],
    );
    Run::new("oldest_oec", [0; 3], [6, 6, 2], &[])
        .field("in", &wide, bumpy)
        .field("out", &out, |_| 0.0)
        .run()
        .holds("out", &out, |[i, j, k]| {
            let sides = bumpy([i - 1, j, k]) + bumpy([i + 1, j, k]);
            sides - (bumpy([i, j + 1, k]) + bumpy([i, j - 1, k]))
        });
}

#[test]
fn dimensions_of_size_zero_are_not_there() {
    let (plane, column) = ([('i', 0, 5), ('j', -1, 4)], [('k', 0, 4)]);
    let all = [('i', 0, 5), ('j', 0, 4), ('k', 0, 3)];
    Run::new("lower_dimensions_oec", [0; 3], [5, 4, 3], &[])
        .field("q", &all, |[i, j, k]| bumpy([k, j, i]))
        .field("plane", &plane, bumpy)
        .field("column", &column, bumpy)
        .field("out", &all, |_| 0.0)
        .run()
        .holds("out", &all, |[i, j, k]| {
            bumpy([k, j, i]) + bumpy([i, j - 1, 0]) * bumpy([0, 0, k + 1])
        });
}
