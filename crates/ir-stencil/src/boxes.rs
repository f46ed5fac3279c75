//! Boxes as operations carry them: a symbolic box and the SSA values at its run-time positions.
//!
//! Operations of both dialects carry a box in the same way: the attribute `box`
//! and an operand group `bounds`, whose n-th value is position n of the box. They
//! say so by an interface (`BoxOpInterface` in `dialects/stencil/StencilInterfaces.td`).

use fvopt_boxes::{Axes, Axis, DomainFacts, Facts, IndexBox, PlacedBox};
use mlir_shim::ir::{Attr, Ctx, Mapping, Op, Value};
use std::ops::{Deref, Range};

/// A box and the values at its run-time positions.
#[derive(Clone, Debug, PartialEq)]
pub struct SsaBox<'c>(pub PlacedBox<Value<'c>>);

impl<'c> Deref for SsaBox<'c> {
    type Target = PlacedBox<Value<'c>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl From<IndexBox> for SsaBox<'_> {
    /// A box without run-time positions.
    fn from(index_box: IndexBox) -> Self {
        Self(index_box.into())
    }
}

/// What is known of the domain where an operation stands: its sizes where the program is pinned to
/// them, and that it has at least one point.
pub fn facts_at(op: Op<'_>) -> DomainFacts {
    let sizes = op
        .ancestor("program.func")
        .and_then(|function| function.attr("domain"))
        .and_then(|domain| domain.as_i64_array())
        .and_then(|sizes| <[i64; 3]>::try_from(sizes).ok());
    match sizes {
        Some(sizes) if sizes.iter().all(|size| *size > 0) => DomainFacts::pinned(sizes),
        _ => DomainFacts::entry(),
    }
}

impl<'c> SsaBox<'c> {
    /// The box with the values at its positions; each value is kept once and unused ones are dropped.
    pub fn new(index_box: IndexBox, positions: Vec<Value<'c>>) -> Self {
        Self(PlacedBox::new(index_box, positions))
    }

    /// The box that an operation carries in `box` and `bounds`.
    pub fn of(op: Op<'c>) -> Option<Self> {
        let index_box = decode(op.attr("box")?)?;
        Some(Self(PlacedBox {
            index_box,
            positions: bounds(op),
        }))
    }

    /// Makes this the box of an operation that can carry one.
    pub fn set_on(&self, op: Op<'c>) {
        set_bounds(op, &self.positions);
        op.set_attr("box", self.attr(op.context()));
    }

    /// The attribute of the box.
    pub fn attr(&self, context: Ctx<'c>) -> Attr<'c> {
        Attr::box_code(context, &self.index_box.encode())
    }

    /// As [`PlacedBox::combine`].
    pub fn combine(
        &self,
        other: &Self,
        combine: impl FnOnce(&IndexBox, &IndexBox) -> IndexBox,
    ) -> Self {
        Self(self.0.combine(other, combine))
    }

    /// As [`PlacedBox::hull`].
    pub fn hull(&self, other: &Self) -> Self {
        Self(self.0.hull(other))
    }

    /// As [`PlacedBox::intersect`].
    pub fn intersect(&self, other: &Self) -> Self {
        Self(self.0.intersect(other))
    }

    /// As [`PlacedBox::difference`].
    pub fn difference(&self, removed: &Self, facts: &DomainFacts) -> Option<Self> {
        self.0.difference(removed, facts).map(Self)
    }

    /// As [`PlacedBox::with_axis_of`].
    pub fn with_axis_of(&self, axis: Axis, other: &Self) -> Self {
        Self(self.0.with_axis_of(axis, other))
    }

    /// As [`PlacedBox::project`].
    pub fn project(&self, axes: Axes) -> Self {
        Self(self.0.project(axes))
    }

    /// As [`PlacedBox::relax`].
    pub fn relax(&self, pass: impl Fn(Value<'c>) -> bool) -> Self {
        Self(self.0.relax(pass))
    }

    /// As [`PlacedBox::shift`].
    pub fn shift(&self, by: [i64; 3]) -> Self {
        Self(self.0.shift(by))
    }

    /// As [`PlacedBox::simplify`].
    pub fn simplify(&self, facts: &DomainFacts) -> Self {
        Self(self.0.simplify(facts))
    }

    /// As [`PlacedBox::rebase`].
    pub fn rebase(&self, caller: &Self) -> Self {
        Self(self.0.rebase(caller))
    }

    /// The text of the box, with names for its positions.
    pub fn describe(&self) -> String {
        let name = |number: u32| match self.positions.get(number as usize) {
            Some(value) if value.defining_op().is_none() => format!("%arg{}", value.number()),
            _ => format!("%{number}"),
        };
        self.index_box.display_with(&name).to_string()
    }

    /// The box with its values replaced as the mapping says.
    pub fn mapped(&self, mapping: &Mapping<'c>) -> Self {
        Self(self.0.map(|value| mapping.lookup(value)))
    }
}

/// The box of an attribute.
pub fn decode(attribute: Attr<'_>) -> Option<IndexBox> {
    IndexBox::decode(&attribute.as_box_code()?).ok()
}

/// Whether a box holds no point whatever the domain, which may be empty itself
/// (a callee's is the box of the call).
pub fn is_surely_empty(index_box: &IndexBox) -> bool {
    let any_size = Facts {
        minimum_size: i64::MIN,
        ..Facts::default()
    };
    index_box.is_empty(&DomainFacts([any_size; 3])).is_yes()
}

/// Which operands of an operation are the positions of its box (or boxes).
pub fn bounds_range(op: Op<'_>) -> Range<usize> {
    op.bounds_range().unwrap_or(0..0)
}

/// Replaces the values at the positions of an operation's box (or boxes).
pub fn set_bounds<'c>(op: Op<'c>, positions: &[Value<'c>]) {
    op.set_bounds(positions);
}

/// The values at the positions of an operation's box (or boxes).
pub fn bounds<'c>(op: Op<'c>) -> Vec<Value<'c>> {
    bounds_range(op).map(|index| op.operand(index)).collect()
}
