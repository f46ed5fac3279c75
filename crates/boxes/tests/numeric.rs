//! The points of small numeric boxes, all of them.

use fvopt_boxes::NumericBox;

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
