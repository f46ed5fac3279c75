//! Boxes as lists of numbers, for attributes.
//!
//! The low and the high end of i, j and k, each in prefix form: a tag, then the end's numbers
//! or, for a minimum or maximum, the number of members and the members.

use crate::{Axis, End, IndexBox, MAXIMUM_DEPTH, Range};

const START: i64 = 0;
const END: i64 = 1;
const POSITION: i64 = 2;
const CONSTANT: i64 = 3;
const NEGATIVE_INFINITY: i64 = 4;
const POSITIVE_INFINITY: i64 = 5;
const MIN: i64 = 6;
const MAX: i64 = 7;

/// The error for a list of numbers that is no box.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The list stops within an end.
    #[error("the box stops after {length} numbers, within an end")]
    Truncated {
        /// The list's length.
        length: usize,
    },
    /// A number stands where a tag is expected, and is no tag.
    #[error("number {at} of the box is {tag}, which is no kind of end")]
    UnknownTag {
        /// Where, counted from 0.
        at: usize,
        /// What stands there.
        tag: i64,
    },
    /// A position's number is negative or too large.
    #[error("number {at} of the box is {number}, which numbers no position")]
    PositionOutOfRange {
        /// Where, counted from 0.
        at: usize,
        /// What stands there.
        number: i64,
    },
    /// A minimum or maximum has fewer than two members, or more than the list can hold.
    #[error("number {at} of the box is {count}, which is no number of members")]
    MemberCount {
        /// Where, counted from 0.
        at: usize,
        /// What stands there.
        count: i64,
    },
    /// Minima and maxima nest too deeply.
    #[error("minima and maxima nest deeper than {MAXIMUM_DEPTH} at number {at} of the box")]
    TooDeep {
        /// Where, counted from 0.
        at: usize,
    },
    /// Numbers follow the last end.
    #[error("the box has {length} numbers but is complete after {end}")]
    Trailing {
        /// How many numbers belong to the box.
        end: usize,
        /// The list's length.
        length: usize,
    },
}

impl IndexBox {
    /// The box as a list of numbers, which [`IndexBox::decode`] reads back, unless minima and
    /// maxima nest deeper than [`MAXIMUM_DEPTH`].
    pub fn encode(&self) -> Vec<i64> {
        let mut code = Vec::new();
        for range in self.ranges() {
            encode_end(&range.low, &mut code);
            encode_end(&range.high, &mut code);
        }
        code
    }

    /// The box that a list of numbers stands for, made canonical.
    ///
    /// # Errors
    /// When the list does not stand for a box.
    pub fn decode(code: &[i64]) -> Result<IndexBox, DecodeError> {
        let mut reader = Reader { code, at: 0 };
        let mut decoded = IndexBox::whole();
        for axis in Axis::ALL {
            let low = reader.end(0)?;
            let high = reader.end(0)?;
            decoded = decoded.with_range(axis, Range { low, high });
        }
        if reader.at < code.len() {
            return Err(DecodeError::Trailing {
                end: reader.at,
                length: code.len(),
            });
        }
        Ok(decoded)
    }
}

fn encode_end(end: &End, code: &mut Vec<i64>) {
    match end {
        End::Start(c) => code.extend([START, *c]),
        End::End(c) => code.extend([END, *c]),
        End::Position(n, c) => code.extend([POSITION, i64::from(*n), *c]),
        End::Constant(c) => code.extend([CONSTANT, *c]),
        End::NegativeInfinity => code.push(NEGATIVE_INFINITY),
        End::PositiveInfinity => code.push(POSITIVE_INFINITY),
        End::Min(members) | End::Max(members) => {
            let tag = if matches!(end, End::Min(_)) { MIN } else { MAX };
            code.extend([tag, members.len() as i64]);
            for member in members {
                encode_end(member, code);
            }
        }
    }
}

struct Reader<'a> {
    code: &'a [i64],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<i64, DecodeError> {
        let length = self.code.len();
        let number = *self
            .code
            .get(self.at)
            .ok_or(DecodeError::Truncated { length })?;
        self.at += 1;
        Ok(number)
    }

    fn end(&mut self, depth: usize) -> Result<End, DecodeError> {
        let at = self.at;
        if depth > MAXIMUM_DEPTH {
            return Err(DecodeError::TooDeep { at });
        }
        Ok(match self.next()? {
            START => End::Start(self.next()?),
            END => End::End(self.next()?),
            POSITION => {
                let number = self.next()?;
                let at = at + 1;
                let n = u32::try_from(number)
                    .map_err(|_| DecodeError::PositionOutOfRange { at, number })?;
                End::Position(n, self.next()?)
            }
            CONSTANT => End::Constant(self.next()?),
            NEGATIVE_INFINITY => End::NegativeInfinity,
            POSITIVE_INFINITY => End::PositiveInfinity,
            MIN => End::minimum(self.members(depth)?),
            MAX => End::maximum(self.members(depth)?),
            tag => return Err(DecodeError::UnknownTag { at, tag }),
        })
    }

    fn members(&mut self, depth: usize) -> Result<Vec<End>, DecodeError> {
        let at = self.at;
        let count = self.next()?;
        let left = self.code.len() - self.at;
        match usize::try_from(count) {
            Ok(members) if (2..=left).contains(&members) => {
                (0..members).map(|_| self.end(depth + 1)).collect()
            }
            _ => Err(DecodeError::MemberCount { at, count }),
        }
    }
}
