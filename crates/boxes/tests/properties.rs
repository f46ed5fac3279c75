//! What holds for boxes of any shape, run-time positions and nesting included.

// requirement X2

use fvopt_boxes::{Answer, Axis, DomainFacts, End, Facts, IndexBox, Range};
use proptest::prelude::*;

const POSITIONS: u32 = 3;

fn end() -> impl Strategy<Value = End> {
    let leaf = prop_oneof![
        (-4_i64..=4).prop_map(End::Start),
        (-4_i64..=4).prop_map(End::End),
        (-4_i64..=4).prop_map(End::Constant),
        (0..POSITIONS, -4_i64..=4).prop_map(|(n, c)| End::Position(n, c)),
        Just(End::NegativeInfinity),
        Just(End::PositiveInfinity),
    ];
    // Built by hand, so not canonical.
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(End::Min),
            prop::collection::vec(inner, 0..4).prop_map(End::Max),
        ]
    })
}

fn index_box() -> impl Strategy<Value = IndexBox> {
    let range = || (end(), end()).prop_map(|(low, high)| Range { low, high });
    [range(), range(), range()].prop_map(IndexBox::new)
}

fn domain() -> impl Strategy<Value = [(i64, i64); 3]> {
    let side = || (-5_i64..=5, 0_i64..=6).prop_map(|(start, size)| (start, start + size));
    [side(), side(), side()]
}

/// What is known of a domain: everything, or its size, or only that it is not negative.
fn facts(domain: [(i64, i64); 3], knowledge: u8) -> DomainFacts {
    DomainFacts(domain.map(|(start, end)| match knowledge {
        0 => Facts::sized(end - start).starting_at(start),
        1 => Facts::sized(end - start),
        _ => Facts {
            minimum_size: 0,
            ..Facts::default()
        },
    }))
}

proptest! {
    #[test]
    fn canonical_keeps_the_value(end in end(), (start, stop) in (-5_i64..5, -5_i64..5), positions: [i8; 3]) {
        let positions = positions.map(i64::from);
        let value = |end: &End| end.evaluate(start, stop, &positions);
        let canonical = end.canonical();
        prop_assert_eq!(value(&canonical), value(&end));
        prop_assert_eq!(canonical.canonical(), canonical.clone());
        prop_assert_eq!(end.shift(3), canonical.shift(3));
        prop_assert!(canonical.terms() <= end.terms().max(1));
        prop_assert_eq!(end.is_bounded(), !matches!(value(&end), i64::MIN | i64::MAX));
    }

    #[test]
    fn operations_agree_with_evaluating(
        a in index_box(), b in index_box(), domain in domain(), positions: [i8; 3], knowledge in 0..3_u8,
    ) {
        let positions = positions.map(i64::from);
        let value = |shown: &IndexBox| shown.evaluate(domain, &positions);
        let (x, y) = (value(&a), value(&b));
        prop_assert_eq!(value(&a.shift([1, -2, 3])), x.shift([1, -2, 3]));
        prop_assert_eq!(value(&a.grow([(1, 2), (-1, 0), (0, 3)])), x.grow([(1, 2), (-1, 0), (0, 3)]));
        prop_assert_eq!(value(&a.intersect(&b)), x.intersect(&y));
        prop_assert!(value(&a.hull(&b)).contains(&x.hull(&y)));
        if !x.is_empty() && !y.is_empty() {
            prop_assert_eq!(value(&a.hull(&b)), x.hull(&y));
        }
        let facts = facts(domain, knowledge);
        prop_assert_eq!(value(&a.simplify(&facts)), x);
        prop_assert_ne!(a.is_empty(&facts), Answer::from(!x.is_empty()));
        prop_assert_ne!(a.contains(&b, &facts), Answer::from(!x.contains(&y)));
    }

    #[test]
    fn rebasing_agrees_with_evaluating(
        callee in index_box(), caller in index_box(), domain in domain(), positions: [i8; 3],
    ) {
        let positions = positions.map(i64::from);
        // The callee's position n is the caller's position 2 - n, plus n.
        let position = |n: u32| End::Position(2 - n, i64::from(n));
        let given: Vec<i64> = (0..POSITIONS).map(|n| position(n).evaluate(0, 0, &positions)).collect();
        let called = caller.evaluate(domain, &positions);
        let called = Axis::ALL.map(|axis| (called.low[axis.index()], called.high[axis.index()]));
        let rebased = callee.rebase(&caller, &position);
        prop_assert_eq!(rebased.evaluate(domain, &positions), callee.evaluate(called, &given));
    }

    #[test]
    fn code_and_text_are_inverse(shown in index_box()) {
        prop_assert_eq!(IndexBox::decode(&shown.encode()), Ok(shown.clone()));
        prop_assert_eq!(shown.to_string().parse(), Ok(shown.clone()));
        let renumbered = shown.shift_positions(5);
        prop_assert_eq!(renumbered.map_positions(&|n| n - 5), shown);
    }

    #[test]
    fn reading_never_panics(text in "[(),=+%ijk0-9 -]{0,24}", words in prop::collection::vec(
        prop::sample::select(vec!["(", ")", "i", "=", "start", "to", "end", "min(", ",", "%0", "-", "7", "é"]), 0..16,
    ), code in prop::collection::vec(-1_i64..9, 0..24)) {
        let _ = text.parse::<IndexBox>();
        let _ = words.join(" ").parse::<IndexBox>();
        if let Ok(shown) = IndexBox::decode(&code) {
            prop_assert_eq!(IndexBox::decode(&shown.encode()), Ok(shown));
        }
    }
}
