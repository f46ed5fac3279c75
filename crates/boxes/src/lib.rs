//! Boxes: products of half-open ranges over the axes i, j and k with symbolic ends.
//!
//! One notion serves call domains, k intervals, horizontal regions, extents and halos. An
//! [`End`] is the domain's start or end plus a constant, a run-time position, an absolute
//! constant, unbounded, or a minimum or maximum of such. Boxes are closed under growing,
//! shifting, intersecting, taking the hull, and rebasing a callee's box into its caller's;
//! questions about them ([`IndexBox::is_empty`], [`IndexBox::contains`]) are answered yes, no,
//! or unknown, given [`DomainFacts`]. With sizes known a box evaluates to a [`NumericBox`].
//!
//! A range whose high end is not above its low end is legal and empty.
//!
//! ```
//! use fvopt_boxes::{Answer, DomainFacts, IndexBox};
//!
//! let domain = IndexBox::domain();
//! let grown = domain.grow([(1, 1), (0, 0), (0, 0)]);
//! assert_eq!(
//!     grown.to_string(),
//!     "(i = start - 1 to end + 1, j = start to end, k = start to end)"
//! );
//! let facts = DomainFacts::default();
//! assert_eq!(grown.contains(&domain, &facts), Answer::Yes);
//! assert_eq!(domain.contains(&grown, &facts), Answer::No);
//! let first_two: IndexBox = "(k = start to start + 2)".parse().unwrap();
//! assert_eq!(domain.contains(&first_two, &facts), Answer::No);
//! ```
//!
//! All arithmetic saturates; the answers are those of unlimited integers, so they are exact
//! as long as no end leaves the range of `i64`. Where the numbers of a box lie within
//! [`NUMBER_LIMIT`] no end does, for positions count as lying within [`POSITION_LIMIT`].

mod axes;
mod axis;
mod code;
mod compare;
mod end;
mod facts;
mod index_box;
mod numeric;
mod parse;
mod placed;
mod range;
mod terms;
mod text;

pub use axes::Axes;
pub use axis::Axis;
pub use code::DecodeError;
pub use compare::less_or_equal;
pub use end::{End, NUMBER_LIMIT, POSITION_LIMIT};
pub use facts::{Answer, DomainFacts, Facts};
pub use index_box::IndexBox;
pub use numeric::NumericBox;
pub use parse::ParseError;
pub use placed::PlacedBox;
pub use range::Range;
pub use terms::MAXIMUM_TERMS;

/// How deeply minima and maxima may nest in text and in code that is read back.
pub const MAXIMUM_DEPTH: usize = 128;
