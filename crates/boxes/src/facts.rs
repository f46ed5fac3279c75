//! What is known about a domain, and three-valued answers.

use crate::Axis;

/// The answer to a question about symbolic boxes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Answer {
    /// True for every domain and position that the facts allow.
    Yes,
    /// False for every domain and position that the facts allow.
    No,
    /// Not decided.
    Unknown,
}

impl Answer {
    /// Yes when both are yes, no when either is no.
    pub const fn and(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::No, _) | (_, Answer::No) => Answer::No,
            (Answer::Yes, Answer::Yes) => Answer::Yes,
            _ => Answer::Unknown,
        }
    }

    /// Yes when either is yes, no when both are no.
    pub const fn or(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::Yes, _) | (_, Answer::Yes) => Answer::Yes,
            (Answer::No, Answer::No) => Answer::No,
            _ => Answer::Unknown,
        }
    }

    /// Exchanges yes and no. Also available as the operator `!`.
    pub const fn not(self) -> Answer {
        match self {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            Answer::Unknown => Answer::Unknown,
        }
    }

    /// Whether the answer is yes.
    pub const fn is_yes(self) -> bool {
        matches!(self, Answer::Yes)
    }

    /// Whether the answer is no.
    pub const fn is_no(self) -> bool {
        matches!(self, Answer::No)
    }

    /// Whether the question was not decided.
    pub const fn is_unknown(self) -> bool {
        matches!(self, Answer::Unknown)
    }

    /// Yes when all are yes, no when any is no.
    pub fn all(answers: impl IntoIterator<Item = Answer>) -> Answer {
        answers.into_iter().fold(Answer::Yes, Answer::and)
    }

    /// Yes when any is yes, no when all are no.
    pub fn any(answers: impl IntoIterator<Item = Answer>) -> Answer {
        answers.into_iter().fold(Answer::No, Answer::or)
    }
}

impl std::ops::Not for Answer {
    type Output = Answer;

    fn not(self) -> Answer {
        Answer::not(self)
    }
}

impl From<bool> for Answer {
    fn from(value: bool) -> Answer {
        if value { Answer::Yes } else { Answer::No }
    }
}

/// What is known about the domain on one axis.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Facts {
    /// The domain's end less its start is at least this.
    pub minimum_size: i64,
    /// The domain's end less its start, where known. Overrides `minimum_size`.
    pub size: Option<i64>,
    /// The absolute coordinate of the domain's start, where known. It decides how constants
    /// compare with the domain's ends.
    pub start: Option<i64>,
}

impl Facts {
    /// A domain of a known size at an unknown place.
    pub const fn sized(size: i64) -> Facts {
        Facts {
            minimum_size: size,
            size: Some(size),
            start: None,
        }
    }

    /// The same facts for a domain that starts at an absolute coordinate.
    pub const fn starting_at(self, start: i64) -> Facts {
        Facts {
            start: Some(start),
            ..self
        }
    }
}

impl Default for Facts {
    /// A domain of unknown size, at least 1, at an unknown place.
    fn default() -> Facts {
        Facts {
            minimum_size: 1,
            size: None,
            start: None,
        }
    }
}

/// What is known about the domain on each axis.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct DomainFacts(pub [Facts; 3]);

impl DomainFacts {
    /// The facts of an entry program: its domain starts at 0, and its sizes are at least 1.
    pub fn entry() -> DomainFacts {
        DomainFacts([Facts::default().starting_at(0); 3])
    }

    /// The facts of an entry program with pinned sizes: its domain starts at 0.
    ///
    /// For a domain of known size elsewhere (a callee's), use [`DomainFacts::sized`].
    pub fn pinned(sizes: [i64; 3]) -> DomainFacts {
        DomainFacts(sizes.map(|size| Facts::sized(size).starting_at(0)))
    }

    /// A domain of known sizes at an unknown place.
    pub fn sized(sizes: [i64; 3]) -> DomainFacts {
        DomainFacts(sizes.map(Facts::sized))
    }

    /// The facts about one axis.
    pub const fn axis(&self, axis: Axis) -> &Facts {
        &self.0[axis.index()]
    }
}
