//! Statements.

use super::{Anchor, At, Expression, FieldAccess};
use serde::{Deserialize, Serialize};

/// A statement.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Statement {
    /// The value is computed everywhere before the target is written.
    Assign {
        /// What is written; without an offset on i and j.
        target: FieldAccess,
        /// The value, of the target's type.
        value: Expression,
        /// Where it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<At>,
    },
    /// The condition is computed once, before the branches.
    If {
        /// A bool, for each point or one for all.
        condition: Expression,
        /// Runs where it is true.
        then: Vec<Statement>,
        /// Runs where it is false.
        #[serde(default, rename = "else", skip_serializing_if = "Vec::is_empty")]
        otherwise: Vec<Statement>,
        /// Where it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<At>,
    },
    /// Repeats for each point as long as the condition holds there.
    While {
        /// A bool.
        condition: Expression,
        /// What is repeated.
        body: Vec<Statement>,
        /// Where it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<At>,
    },
    /// Runs on a part of the horizontal plane only.
    Region {
        /// On i.
        i: HorizontalRange,
        /// On j.
        j: HorizontalRange,
        /// What runs there.
        body: Vec<Statement>,
        /// Where it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<At>,
    },
}

/// A range on a horizontal axis; open where an end is absent.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HorizontalRange {
    /// The first point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<HorizontalBound>,
    /// The point after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<HorizontalBound>,
}

/// An end of a horizontal range; it may lie outside of the domain.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HorizontalBound {
    /// The end of the domain.
    pub from: Anchor,
    /// How far from it.
    #[serde(default)]
    pub offset: i64,
}
