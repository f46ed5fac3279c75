//! The points of small numeric boxes, all of them.

// requirement X4

use fvopt_boxes::{IndexBox, NumericBox};

#[test]
fn points_of_numeric_boxes() {
    let corners =
        || (-1..=2).flat_map(|i| (-1..=2).flat_map(move |j| (-1..=2).map(move |k| [i, j, k])));
    for low in corners() {
        for high in corners() {
            let shown = NumericBox::new(low, high);
            let mut expected: Vec<[i64; 3]> = corners()
                .filter(|point| shown.contains_point(*point))
                .collect();
            expected.sort_by_key(|[i, j, k]| [*k, *j, *i]);
            assert_eq!(shown.volume(), Some(expected.len()));
            assert_eq!(shown.is_empty(), expected.is_empty());
            assert_eq!(
                shown.rows().map(|(_, length)| length).sum::<usize>(),
                expected.len()
            );
            assert_eq!(shown.points().collect::<Vec<_>>(), expected);
        }
    }
}

#[test]
fn ends_saturate() {
    let far: IndexBox = format!(
        "(i = start + {0} to end + {0}, j = start - {0} to end)",
        i64::MAX - 1
    )
    .parse()
    .unwrap();
    let shown = far
        .shift([i64::MAX, 0, 0])
        .evaluate([(0, 10), (-5, 10), (0, 1)], &[]);
    assert_eq!((shown.low[0], shown.high[0]), (i64::MAX, i64::MAX));
    assert_eq!(shown.low[1], i64::MIN);
}
