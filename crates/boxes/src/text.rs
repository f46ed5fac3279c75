//! Boxes as text. The grammar is in `parse.rs`.

use std::fmt::{self, Display, Formatter};

use crate::{Axis, End, IndexBox, Range};

type Names<'a> = &'a dyn Fn(u32) -> String;

impl Display for End {
    /// Writes `start - 1`, `%0 + 2`, `7`, `min(end - 1, %1)`, `infinity` or `-infinity`.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_end(self, &numbered, formatter)
    }
}

impl Display for Range {
    /// Writes `start - 1 to end + 1`; an end that is infinite on its own side is `unbounded`.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_range(self, &numbered, formatter)
    }
}

impl Display for IndexBox {
    /// Writes `(i = start - 1 to end + 1, k = %0 + 2 to min(end - 1, %1))`, without the axes
    /// that are unbounded on both sides.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_box(self, &numbered, formatter)
    }
}

impl IndexBox {
    /// The box as text, its positions written as `name` says instead of `%` and their number.
    pub fn display_with<'a>(&'a self, name: &'a dyn Fn(u32) -> String) -> impl Display + 'a {
        WithNames { shown: self, name }
    }
}

struct WithNames<'a> {
    shown: &'a IndexBox,
    name: Names<'a>,
}

impl Display for WithNames<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_box(self.shown, self.name, formatter)
    }
}

fn numbered(n: u32) -> String {
    format!("%{n}")
}

fn write_box(shown: &IndexBox, name: Names, formatter: &mut Formatter<'_>) -> fmt::Result {
    let whole = Range::whole();
    let mut separator = "";
    formatter.write_str("(")?;
    for axis in Axis::ALL {
        let range = shown.range(axis);
        if *range != whole {
            write!(formatter, "{separator}{axis} = ")?;
            write_range(range, name, formatter)?;
            separator = ", ";
        }
    }
    formatter.write_str(")")
}

fn write_range(range: &Range, name: Names, formatter: &mut Formatter<'_>) -> fmt::Result {
    match &range.low {
        End::NegativeInfinity => formatter.write_str("unbounded")?,
        low => write_end(low, name, formatter)?,
    }
    formatter.write_str(" to ")?;
    match &range.high {
        End::PositiveInfinity => formatter.write_str("unbounded"),
        high => write_end(high, name, formatter),
    }
}

fn write_end(end: &End, name: Names, formatter: &mut Formatter<'_>) -> fmt::Result {
    match end {
        End::Start(c) => write_sum("start", *c, formatter),
        End::End(c) => write_sum("end", *c, formatter),
        End::Position(n, c) => write_sum(&name(*n), *c, formatter),
        End::Constant(c) => write!(formatter, "{c}"),
        End::NegativeInfinity => formatter.write_str("-infinity"),
        End::PositiveInfinity => formatter.write_str("infinity"),
        End::Min(members) => write_call("min", members, name, formatter),
        End::Max(members) => write_call("max", members, name, formatter),
    }
}

fn write_sum(base: &str, c: i64, formatter: &mut Formatter<'_>) -> fmt::Result {
    formatter.write_str(base)?;
    match c {
        0 => Ok(()),
        1.. => write!(formatter, " + {c}"),
        _ => write!(formatter, " - {}", c.unsigned_abs()),
    }
}

fn write_call(
    function: &str,
    members: &[End],
    name: Names,
    formatter: &mut Formatter<'_>,
) -> fmt::Result {
    write!(formatter, "{function}(")?;
    for (number, member) in members.iter().enumerate() {
        if number > 0 {
            formatter.write_str(", ")?;
        }
        write_end(member, name, formatter)?;
    }
    formatter.write_str(")")
}
