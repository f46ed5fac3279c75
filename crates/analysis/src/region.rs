//! Regions: boxes whose positions are values of the program, or ends that it does not compute yet.

use fvopt_boxes::{Axes, End, IndexBox, PlacedBox, Range};
use ir_stencil::{boxes::SsaBox, ops::AnyAccess};
use mlir_shim::ir::Value;
use std::hash::Hash;

/// What stands at a position of a region.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Position<'c> {
    /// A value of the program.
    Value(Value<'c>),
    /// An end that is still to be computed, by its number ([`ComputedEnd`](crate::ends::ComputedEnd)).
    End(u32),
}

impl<'c> From<Value<'c>> for Position<'c> {
    fn from(value: Value<'c>) -> Self {
        Self::Value(value)
    }
}

/// A box with what stands at its positions.
pub type Region<'c> = PlacedBox<Position<'c>>;

/// The box of an operation as a region.
pub fn of_box<'c>(own: &SsaBox<'c>) -> Region<'c> {
    own.0.map(Position::Value)
}

/// The text of a region, as [`SsaBox::describe`] gives it.
pub fn describe(region: &Region<'_>) -> String {
    let name = |number: u32| match region.positions.get(number as usize) {
        Some(Position::Value(value)) if value.defining_op().is_none() => {
            format!("%arg{}", value.number())
        }
        _ => format!("%{number}"),
    };
    region.index_box.display_with(&name).to_string()
}

/// What an access in a body computed on a box reads of its temp.
pub fn read_box<'c>(access: AnyAccess<'c>, at: &SsaBox<'c>) -> SsaBox<'c> {
    SsaBox(read_region(access, &at.0))
}

/// As [`read_box`], over other positions.
pub(crate) fn read_region<'c, P>(access: AnyAccess<'c>, at: &PlacedBox<P>) -> PlacedBox<P>
where
    P: Copy + Eq + Hash + From<Value<'c>>,
{
    let shifted = at.shift(access.offset());
    if let Some((low, high)) = access.extent() {
        return shifted.read_around_levels(low, high);
    }
    match access.levels() {
        Some(levels) => shifted.read_among_levels(&levels.0.map(P::from)),
        None => shifted,
    }
}

/// The empty region, bounded on some axes.
pub(crate) fn empty<'c>(axes: Axes) -> Region<'c> {
    let mut index_box = IndexBox::whole();
    for axis in axes.iter() {
        index_box = index_box.with_range(axis, Range::new(End::Start(0), End::Start(0)));
    }
    index_box.into()
}
