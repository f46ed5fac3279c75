//! Comparing symbolic ends.

use crate::{Answer, End, Facts};

/// Whether `a <= b` for every domain and position that the facts allow.
///
/// Sound: yes and no are certain. Complete for two ends of the domain and constants as far as
/// the facts reach: with the size known the domain's start and end compare exactly, and with
/// its start known as well so do constants. Positions compare with themselves only.
pub fn less_or_equal(a: &End, b: &End, facts: &Facts) -> Answer {
    compare(a, b, Some(facts))
}

/// As [`less_or_equal`]; without facts only what holds for every domain, of negative size too.
pub(crate) fn compare(a: &End, b: &End, facts: Option<&Facts>) -> Answer {
    if a == b {
        return Answer::Yes;
    }
    match (a, b) {
        (End::NegativeInfinity, _) | (_, End::PositiveInfinity) => Answer::Yes,
        (End::Max(members), _) => Answer::all(members.iter().map(|a| compare(a, b, facts))),
        (_, End::Min(members)) => Answer::all(members.iter().map(|b| compare(a, b, facts))),
        // Either side may be taken apart, and one may decide where the other does not.
        (End::Min(low), End::Max(high)) => {
            match Answer::any(low.iter().map(|a| compare(a, b, facts))) {
                Answer::Unknown => Answer::any(high.iter().map(|b| compare(a, b, facts))),
                known => known,
            }
        }
        (End::Min(members), _) => Answer::any(members.iter().map(|a| compare(a, b, facts))),
        (_, End::Max(members)) => Answer::any(members.iter().map(|b| compare(a, b, facts))),
        (End::PositiveInfinity, _) | (_, End::NegativeInfinity) => Answer::No,
        (End::Start(a), End::Start(b))
        | (End::End(a), End::End(b))
        | (End::Constant(a), End::Constant(b)) => (a <= b).into(),
        (End::Position(n, a), End::Position(m, b)) if n == m => (a <= b).into(),
        (End::Position(..), _) | (_, End::Position(..)) => Answer::Unknown,
        // The bases differ, so at most one side is the domain's end and the bounds of the
        // difference are exact.
        _ => match facts {
            None => Answer::Unknown,
            Some(facts) => {
                let (a, b) = (Bounds::of(a, facts), Bounds::of(b, facts));
                if matches!((a.high, b.low), (Some(a), Some(b)) if a <= b) {
                    Answer::Yes
                } else if matches!((a.low, b.high), (Some(a), Some(b)) if a > b) {
                    Answer::No
                } else {
                    Answer::Unknown
                }
            }
        },
    }
}

/// Bounds, both inclusive, of an end's distance from the domain's start. Wide, so that the
/// sums of two or three `i64` are exact.
struct Bounds {
    low: Option<i128>,
    high: Option<i128>,
}

impl Bounds {
    fn of(end: &End, facts: &Facts) -> Bounds {
        let exactly = |value| Bounds {
            low: Some(value),
            high: Some(value),
        };
        match (end, facts.start, facts.size) {
            (End::Start(c), _, _) => exactly(i128::from(*c)),
            (End::End(c), _, Some(size)) => exactly(i128::from(*c) + i128::from(size)),
            (End::End(c), _, None) => Bounds {
                low: Some(i128::from(*c) + i128::from(facts.minimum_size)),
                high: None,
            },
            (End::Constant(c), Some(start), _) => exactly(i128::from(*c) - i128::from(start)),
            _ => Bounds {
                low: None,
                high: None,
            },
        }
    }
}
