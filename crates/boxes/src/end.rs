//! One end of a range.

use crate::compare::compare;
use crate::{Answer, Facts};

/// A run-time position further from 0 than this counts as lying at this distance.
///
/// No field reaches as far, so that a box holds the same points of every field. The sum of a position and the
/// numbers of a box then fits into 64 bits, in the interpreter and in compiled code, and no end
/// has the value that stands for unbounded.
pub const POSITION_LIMIT: i64 = 1 << 60;

/// The greatest number, and the negative of the least one, that may stand in a box (box_c2).
/// Passes may shift a box a million times as far before sums with positions could overflow.
pub const NUMBER_LIMIT: i64 = 1 << 40;

/// One end of a range.
///
/// Minima and maxima are canonical when built by this type's functions: flattened, sorted,
/// without repetitions and without members that another one decides whatever the domain
/// (`min(start + 1, start + 2)` is `start + 1`), at least two members. Equality and the order
/// (`Ord`) are structural; [`less_or_equal`](crate::less_or_equal) compares values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum End {
    /// The domain's start plus a constant.
    Start(i64),
    /// The domain's end plus a constant.
    End(i64),
    /// A run-time position plus a constant, an absolute coordinate: the operation that has the box
    /// has the position as its index operand of this number.
    Position(u32, i64),
    /// An absolute coordinate. An entry program's domain starts at 0 on every axis.
    Constant(i64),
    /// Unbounded below.
    NegativeInfinity,
    /// Unbounded above.
    PositiveInfinity,
    /// The least of several ends.
    Min(Vec<End>),
    /// The greatest of several ends.
    Max(Vec<End>),
}

impl End {
    /// This end moved by `c`. Infinities stay, and sums that overflow saturate.
    pub fn shift(&self, c: i64) -> End {
        match self {
            End::Start(d) => End::Start(d.saturating_add(c)),
            End::End(d) => End::End(d.saturating_add(c)),
            End::Position(n, d) => End::Position(*n, d.saturating_add(c)),
            End::Constant(d) => End::Constant(d.saturating_add(c)),
            End::NegativeInfinity | End::PositiveInfinity => self.clone(),
            End::Min(members) => End::minimum(members.iter().map(|end| end.shift(c))),
            End::Max(members) => End::maximum(members.iter().map(|end| end.shift(c))),
        }
    }

    /// The lesser of two ends. Unlike [`Ord::min`], which this hides, it goes by value.
    pub fn min(self, other: End) -> End {
        End::minimum([self, other])
    }

    /// The greater of two ends. Unlike [`Ord::max`], which this hides, it goes by value.
    pub fn max(self, other: End) -> End {
        End::maximum([self, other])
    }

    /// The least of some ends; of none, positive infinity.
    pub fn minimum(members: impl IntoIterator<Item = End>) -> End {
        End::combine(Kind::Min, members, None)
    }

    /// The greatest of some ends; of none, negative infinity.
    pub fn maximum(members: impl IntoIterator<Item = End>) -> End {
        End::combine(Kind::Max, members, None)
    }

    /// The canonical form: for ends built from the variants by hand.
    pub fn canonical(&self) -> End {
        self.rebuild(None)
    }

    /// Drops members of minima and maxima that, given the facts, never decide the value.
    pub fn simplify(&self, facts: &Facts) -> End {
        self.rebuild(Some(facts))
    }

    /// Replaces the domain's start and end, and the positions. Constants are absolute and
    /// stay.
    pub fn substitute(&self, start: &End, end: &End, position: &dyn Fn(u32) -> End) -> End {
        let inner = |member: &End| member.substitute(start, end, position);
        match self {
            End::Start(c) => start.shift(*c),
            End::End(c) => end.shift(*c),
            End::Position(n, c) => position(*n).shift(*c),
            End::Constant(_) | End::NegativeInfinity | End::PositiveInfinity => self.clone(),
            End::Min(members) => End::minimum(members.iter().map(inner)),
            End::Max(members) => End::maximum(members.iter().map(inner)),
        }
    }

    /// The value for a domain `start..end` and the positions' values. Infinities, given or
    /// resulting, are `i64::MIN` and `i64::MAX`, which no other end can have: positions are
    /// clamped to [`POSITION_LIMIT`].
    ///
    /// # Panics
    /// When a position has no value: check [`End::max_position`] against their number first.
    pub fn evaluate(&self, start: i64, end: i64, positions: &[i64]) -> i64 {
        let values = |members: &[End]| -> Vec<i64> {
            members
                .iter()
                .map(|member| member.evaluate(start, end, positions))
                .collect()
        };
        match self {
            End::Start(c) => add(start, *c),
            End::End(c) => add(end, *c),
            End::Position(n, c) => match positions.get(*n as usize) {
                Some(value) => add((*value).clamp(-POSITION_LIMIT, POSITION_LIMIT), *c),
                None => panic!("position {n} of {} has no value", positions.len()),
            },
            End::Constant(c) => *c,
            End::NegativeInfinity => i64::MIN,
            End::PositiveInfinity => i64::MAX,
            End::Min(members) => values(members).into_iter().min().unwrap_or(i64::MAX),
            End::Max(members) => values(members).into_iter().max().unwrap_or(i64::MIN),
        }
    }

    /// The greatest number of a position in this end.
    pub fn max_position(&self) -> Option<u32> {
        match self {
            End::Position(n, _) => Some(*n),
            End::Min(members) | End::Max(members) => {
                members.iter().filter_map(End::max_position).max()
            }
            _ => None,
        }
    }

    /// The number in this end that is furthest from 0.
    pub fn furthest_number(&self) -> i64 {
        match self {
            End::Start(c) | End::End(c) | End::Position(_, c) | End::Constant(c) => *c,
            End::NegativeInfinity | End::PositiveInfinity => 0,
            End::Min(members) | End::Max(members) => {
                let numbers = members.iter().map(End::furthest_number);
                numbers
                    .max_by_key(|number| number.unsigned_abs())
                    .unwrap_or(0)
            }
        }
    }

    /// Renumbers the positions.
    pub fn map_positions(&self, renumber: &dyn Fn(u32) -> u32) -> End {
        let position = |n| End::Position(renumber(n), 0);
        self.substitute(&End::Start(0), &End::End(0), &position)
    }

    /// Whether the value is finite.
    pub fn is_bounded(&self) -> bool {
        // A canonical minimum or maximum holds no infinities.
        !matches!(
            self.canonical(),
            End::NegativeInfinity | End::PositiveInfinity
        )
    }

    fn rebuild(&self, facts: Option<&Facts>) -> End {
        let inner = |member: &End| member.rebuild(facts);
        match self {
            End::Min(members) => End::combine(Kind::Min, members.iter().map(inner), facts),
            End::Max(members) => End::combine(Kind::Max, members.iter().map(inner), facts),
            _ => self.clone(),
        }
    }

    /// The canonical minimum or maximum of canonical members.
    fn combine(kind: Kind, members: impl IntoIterator<Item = End>, facts: Option<&Facts>) -> End {
        let mut candidates = Vec::new();
        for member in members {
            match (kind, member) {
                (Kind::Min, End::Min(inner)) | (Kind::Max, End::Max(inner)) => {
                    candidates.extend(inner);
                }
                (_, member) => candidates.push(member),
            }
        }
        candidates.sort();
        let decides = |a: &End, b: &End| match kind {
            Kind::Min => compare(a, b, facts) == Answer::Yes,
            Kind::Max => compare(b, a, facts) == Answer::Yes,
        };
        let mut kept: Vec<End> = Vec::new();
        for candidate in candidates {
            if !kept.iter().any(|other| decides(other, &candidate)) {
                kept.retain(|other| !decides(&candidate, other));
                kept.push(candidate);
            }
        }
        match (kept.len(), kind) {
            (0, Kind::Min) => End::PositiveInfinity,
            (0, Kind::Max) => End::NegativeInfinity,
            (1, _) => kept.remove(0),
            (_, Kind::Min) => End::Min(kept),
            (_, Kind::Max) => End::Max(kept),
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Min,
    Max,
}

/// A sum that saturates and leaves infinities alone.
pub(crate) fn add(value: i64, c: i64) -> i64 {
    match value {
        i64::MIN | i64::MAX => value,
        _ => value.saturating_add(c),
    }
}
