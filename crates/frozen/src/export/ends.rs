//! Ends of boxes as expressions of other languages.

use fvopt_boxes::{End, IndexBox};

/// How a language writes what ends are made of.
pub(super) struct Language<'l> {
    /// The size of the domain on an axis; its start is 0.
    pub size: &'l dyn Fn(usize) -> String,
    /// A position: an integer argument by number, or after those an end that was computed before.
    pub position: &'l dyn Fn(u32) -> String,
    /// The lesser of two.
    pub minimum: &'l str,
    /// The greater of two.
    pub maximum: &'l str,
    /// A number of 64 bits.
    pub number: &'l dyn Fn(i64) -> String,
}

/// An end on an axis; nothing where it is unbounded.
pub(super) fn expression(end: &End, axis: usize, language: &Language) -> Option<String> {
    let plus = |text: String, number: i64| match number {
        0 => text,
        number => format!("({text} + {})", (language.number)(number)),
    };
    let fold = |members: &[End], name: &str| {
        let mut terms = Vec::new();
        for member in members {
            terms.push(expression(member, axis, language)?);
        }
        terms
            .into_iter()
            .reduce(|left, right| format!("{name}({left}, {right})"))
    };
    match end {
        End::Start(number) | End::Constant(number) => Some((language.number)(*number)),
        End::End(number) => Some(plus((language.size)(axis), *number)),
        End::Position(position, number) => Some(plus((language.position)(*position), *number)),
        End::NegativeInfinity | End::PositiveInfinity => None,
        End::Min(members) => fold(members, language.minimum),
        End::Max(members) => fold(members, language.maximum),
    }
}

/// The axis that a box of an end bounds, and the low end there: how `program.required_ends` writes ends.
pub(super) fn bounded(part: &IndexBox) -> (usize, &End) {
    let ranges = part.ranges();
    let axis = (0..3).find(|axis| ranges[*axis].is_bounded()).unwrap_or(0);
    (axis, &ranges[axis].low)
}
