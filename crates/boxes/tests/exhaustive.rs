//! Every symbolic operation against evaluating first, over all small ends and domains.

// requirement X1, X2

use fvopt_boxes::less_or_equal;
use fvopt_boxes::{Answer, Axis, DomainFacts, End, Facts, IndexBox, NumericBox, Range};

const STARTS: [i64; 2] = [0, -3];

fn no_position(n: u32) -> End {
    panic!("there is no position {n}")
}

fn leaves(c: std::ops::RangeInclusive<i64>) -> Vec<End> {
    c.flat_map(|c| [End::Start(c), End::End(c), End::Constant(c)])
        .collect()
}

/// The leaves, and the minimum and the maximum of each two of them.
fn ends(c: std::ops::RangeInclusive<i64>) -> Vec<End> {
    let leaves = leaves(c);
    let mut ends = leaves.clone();
    for a in &leaves {
        for b in &leaves {
            ends.push(a.clone().min(b.clone()));
            ends.push(a.clone().max(b.clone()));
        }
    }
    ends.sort();
    ends.dedup();
    ends
}

fn with_infinities(mut ends: Vec<End>) -> Vec<End> {
    ends.extend([End::NegativeInfinity, End::PositiveInfinity]);
    ends
}

fn ranges() -> Vec<Range> {
    let ends = with_infinities(leaves(-1..=1));
    let pairs = ends
        .iter()
        .flat_map(|low| ends.iter().map(move |high| (low, high)));
    pairs
        .map(|(low, high)| Range::new(low.clone(), high.clone()))
        .collect()
}

fn domains() -> impl Iterator<Item = (i64, i64)> {
    STARTS
        .into_iter()
        .flat_map(|start| (0..=5).map(move |size| (start, start + size)))
}

/// All facts that hold for this domain, the strongest first.
fn facts(start: i64, end: i64) -> Vec<Facts> {
    let size = end - start;
    let pinned = Facts::sized(size).starting_at(start);
    let mut facts = vec![pinned, Facts::sized(size)];
    for minimum_size in 0..=size {
        let weak = Facts {
            minimum_size,
            size: None,
            start: None,
        };
        facts.extend([weak.starting_at(start), weak]);
    }
    facts
}

fn agrees(answer: Answer, truth: bool, facts: &Facts) {
    if facts.size.is_some() && facts.start.is_some() {
        assert_eq!(answer, Answer::from(truth));
    } else {
        assert_ne!(answer, !Answer::from(truth));
    }
}

/// A box whose i and k are the range and whose j is the domain.
fn in_box(range: &Range) -> IndexBox {
    IndexBox::domain()
        .with_range(Axis::I, range.clone())
        .with_range(Axis::K, range.clone())
}

#[test]
fn minimum_and_maximum() {
    let ends = with_infinities(ends(-1..=1));
    for a in &ends {
        for b in &ends {
            let (least, greatest) = (a.clone().min(b.clone()), a.clone().max(b.clone()));
            assert_eq!(least, b.clone().min(a.clone()));
            assert_eq!(least, least.canonical());
            assert_eq!(greatest, greatest.canonical());
            for (start, end) in domains() {
                let value = |x: &End| x.evaluate(start, end, &[]);
                assert_eq!(value(&least), value(a).min(value(b)), "{a} {b}");
                assert_eq!(value(&greatest), value(a).max(value(b)), "{a} {b}");
            }
        }
    }
}

#[test]
fn shift_and_boundedness_of_ends() {
    for end in with_infinities(ends(-2..=2)) {
        for c in -3..=3 {
            let shifted = end.shift(c);
            assert_eq!(shifted, shifted.canonical());
            assert_eq!(shifted.shift(-c), end);
            for (low, high) in domains() {
                let value = end.evaluate(low, high, &[]);
                let finite = value != i64::MIN && value != i64::MAX;
                assert_eq!(finite, end.is_bounded());
                let expected = if finite { value + c } else { value };
                assert_eq!(shifted.evaluate(low, high, &[]), expected);
            }
        }
    }
}

#[test]
fn comparing() {
    let ends = ends(-1..=1);
    for a in &ends {
        for b in &ends {
            for (start, end) in domains() {
                let truth = a.evaluate(start, end, &[]) <= b.evaluate(start, end, &[]);
                for facts in facts(start, end) {
                    agrees(less_or_equal(a, b, &facts), truth, &facts);
                }
            }
        }
    }
}

/// For ends of the domain and constants an answer is unknown only where domains differ.
#[test]
fn comparing_leaves_is_complete() {
    for a in leaves(-3..=3) {
        for b in leaves(-3..=3) {
            for minimum_size in 0..=3 {
                let facts = Facts {
                    minimum_size,
                    size: None,
                    start: None,
                };
                for facts in [facts, facts.starting_at(2)] {
                    let starts = facts.start.map_or(-30..=30, |start| start..=start);
                    let mut truths = starts.flat_map(|start| {
                        let (a, b) = (&a, &b);
                        (minimum_size..=20).map(move |size| {
                            let value = |x: &End| x.evaluate(start, start + size, &[]);
                            value(a) <= value(b)
                        })
                    });
                    let first = truths.next().unwrap();
                    let expected = match truths.all(|truth| truth == first) {
                        true => Answer::from(first),
                        false => Answer::Unknown,
                    };
                    assert_eq!(less_or_equal(&a, &b, &facts), expected, "{a} {b} {facts:?}");
                }
            }
        }
    }
}

#[test]
fn simplifying() {
    for end in ends(-2..=2) {
        for (low, high) in domains() {
            for facts in facts(low, high) {
                let simple = end.simplify(&facts);
                assert_eq!(
                    simple.evaluate(low, high, &[]),
                    end.evaluate(low, high, &[])
                );
                if facts.size.is_some() && facts.start.is_some() {
                    assert!(!matches!(simple, End::Min(_) | End::Max(_)), "{simple}");
                }
            }
        }
    }
}

#[test]
fn shifting_and_growing_boxes() {
    for range in ranges() {
        let symbolic = in_box(&range);
        for (c, d) in [(-2, 1), (0, 3), (1, 0), (2, -1)] {
            let (by, amounts) = ([c, d, 0], [(c, d), (d, c), (0, 1)]);
            for (start, end) in domains() {
                let value = |shown: &IndexBox| shown.evaluate([(start, end); 3], &[]);
                assert_eq!(value(&symbolic.shift(by)), value(&symbolic).shift(by));
                assert_eq!(
                    value(&symbolic.grow(amounts)),
                    value(&symbolic).grow(amounts)
                );
            }
        }
    }
}

#[test]
fn pairs_of_boxes() {
    let ranges = ranges();
    for a in &ranges {
        for b in &ranges {
            let (intersection, hull) = (a.intersect(b), a.hull(b));
            for (start, end) in domains() {
                let value = |range: &Range| {
                    let (low, high) = range.evaluate(start, end, &[]);
                    NumericBox::new([low, 0, 0], [high, 1, 1])
                };
                let (x, y) = (value(a), value(b));
                assert_eq!(value(&intersection), x.intersect(&y));
                assert!(value(&hull).contains(&x) && value(&hull).contains(&y));
                if !x.is_empty() && !y.is_empty() {
                    assert_eq!(value(&hull), x.hull(&y));
                }
                for facts in facts(start, end) {
                    agrees(a.contains(b, &facts), x.contains(&y), &facts);
                }
            }
        }
    }
}

/// Containment where one axis is empty and another sticks out, which no single axis shows.
#[test]
fn questions_about_boxes() {
    let ranges: Vec<Range> = [(0, 0), (1, -1), (-1, 1), (2, -1)]
        .map(|(low, high)| Range::new(End::Start(low), End::End(high)))
        .into();
    let boxes: Vec<IndexBox> = ranges
        .iter()
        .flat_map(|i| {
            ranges.iter().map(|k| {
                IndexBox::whole()
                    .with_range(Axis::I, i.clone())
                    .with_range(Axis::K, k.clone())
            })
        })
        .collect();
    for (size_i, size_k) in (0..=4).flat_map(|i| (0..=4).map(move |k| (i, k))) {
        let domain = [(0, size_i), (0, 1), (0, size_k)];
        let pinned = DomainFacts::pinned([size_i, 1, size_k]);
        let mut weak = DomainFacts::default();
        weak.0[0].minimum_size = size_i;
        weak.0[2].minimum_size = size_k;
        for a in &boxes {
            let x = a.evaluate(domain, &[]);
            assert_eq!(a.is_empty(&pinned), Answer::from(x.is_empty()));
            assert_ne!(a.is_empty(&weak), Answer::from(!x.is_empty()));
            for b in &boxes {
                let truth = x.contains(&b.evaluate(domain, &[]));
                assert_eq!(a.contains(b, &pinned), Answer::from(truth));
                assert_ne!(a.contains(b, &weak), Answer::from(!truth));
            }
        }
    }
}

#[test]
fn rebasing() {
    let callers = ranges();
    for end in ends(-1..=1) {
        let callee = in_box(&Range::new(end, End::End(1)));
        for range in &callers {
            let caller = in_box(range);
            let rebased = callee.rebase(&caller, &no_position);
            for (start, end) in domains() {
                let domain = caller.evaluate([(start, end); 3], &[]);
                let called =
                    Axis::ALL.map(|axis| (domain.low[axis.index()], domain.high[axis.index()]));
                let expected = callee.evaluate(called, &[]);
                assert_eq!(rebased.evaluate([(start, end); 3], &[]), expected);
            }
        }
    }
}

#[test]
fn code_and_text_are_inverse() {
    let ends = with_infinities(ends(-2..=2));
    for low in &ends {
        for high in ends.iter().step_by(7).chain(&ends[ends.len() - 2..]) {
            let shown = in_box(&Range::new(low.clone(), high.clone()));
            assert_eq!(IndexBox::decode(&shown.encode()).as_ref(), Ok(&shown));
            assert_eq!(shown.to_string().parse().as_ref(), Ok(&shown), "{shown}");
        }
    }
}

#[test]
fn ranges_that_are_apart_share_no_coordinate() {
    let ranges = ranges();
    for (start, end) in domains() {
        for facts in facts(start, end) {
            for one in &ranges {
                for other in &ranges {
                    let apart = one.is_apart(other, &facts);
                    // As certain as the intersection is.
                    assert_eq!(apart, one.intersect(other).is_empty(&facts).is_yes());
                    let (low, high) = one.intersect(other).evaluate(start, end, &[]);
                    assert!(
                        !apart || high <= low,
                        "{one:?} and {other:?} of {start}..{end}"
                    );
                }
            }
        }
    }
}
