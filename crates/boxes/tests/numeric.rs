//! The points of small numeric boxes, all of them.

// requirement X4
// requirement X6

use fvopt_boxes::{Axis, IndexBox, NUMBER_LIMIT, NumericBox, POSITION_LIMIT};

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

/// No value of a position makes an end that is unbounded, or a box whose ends change their order.
#[test]
fn no_position_is_unbounded() {
    let positions = [
        i64::MIN,
        i64::MIN + 1,
        -POSITION_LIMIT - 1,
        -POSITION_LIMIT,
        -1,
        0,
        POSITION_LIMIT,
        POSITION_LIMIT + 1,
        i64::MAX - 1,
        i64::MAX,
    ];
    for position in positions {
        for by in [-NUMBER_LIMIT, -1, 0, 1, NUMBER_LIMIT] {
            let text = format!("(i = %0 + {by} to %0 + {})", by + 5);
            let text = text.replace("+ -", "- ");
            let index_box: IndexBox = text.parse().expect("a box");
            let shown = index_box.evaluate([(0, 10); 3], &[position]);
            assert!(shown.is_bounded(Axis::I), "{text} at {position}");
            assert_eq!(shown.size(Axis::I), 5, "{text} at {position}");
            let expected = position.clamp(-POSITION_LIMIT, POSITION_LIMIT) + by;
            assert_eq!(shown.low[0], expected, "{text} at {position}");
        }
    }
    // What is near is what it was.
    for position in -5..5 {
        let index_box: IndexBox = "(i = %0 to unbounded)".parse().expect("a box");
        let shown = index_box.evaluate([(0, 10); 3], &[position]);
        assert_eq!((shown.low[0], shown.high[0]), (position, i64::MAX));
    }
}

#[test]
fn the_number_that_is_furthest_from_zero() {
    let number = |text: &str| text.parse::<IndexBox>().expect("a box").furthest_number();
    assert_eq!(number("(i = start to end, k = 3 to unbounded)"), 3);
    assert_eq!(number("(i = start - 7 to end + 2, j = 5 to 6)"), -7);
    assert_eq!(number("(k = max(start, %0 + 9) to min(end, -8))"), 9);
    assert_eq!(number(&format!("(j = {} to 1)", i64::MIN)), i64::MIN);
    assert_eq!(number("()"), 0);
}
