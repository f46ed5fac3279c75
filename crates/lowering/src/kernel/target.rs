//! What the emitter of kernels leaves to a target.

use crate::memory::Element;
use ir_stencil::ops::Place;
use mlir_shim::ir::{Builder, Ty, Value};

/// A range of a loop: from, to, and the step between iterations.
pub type Range<'c> = (Value<'c>, Value<'c>, i64);

/// Whether what is stored is read again soon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reuse {
    /// It may be.
    Soon,
    /// It is not: it need not stay in a cache.
    Late,
}

/// A processor, as far as it matters how the loops of a kernel are written for it. The emitter decides what is
/// computed, where, and in which order; a target decides how iterations are shared, where intermediates live, and what
/// memory is told.
pub trait KernelTarget {
    /// Loops whose iterations are independent and shared: tiles of a kernel, or the points of a plane.
    fn parallel<'c>(
        &self,
        builder: &Builder<'c>,
        ranges: &[Range<'c>],
        body: impl FnOnce(&Builder<'c>, &[Value<'c>]),
    );

    /// The innermost loop along a row, whose iterations are independent, of which the schedule handles so many at
    /// once; 0 and 1 leave it to the target.
    fn row<'c>(
        &self,
        builder: &Builder<'c>,
        range: Range<'c>,
        lanes: i64,
        body: impl FnOnce(&Builder<'c>, Value<'c>),
    );

    /// Memory for an intermediate at a storage level: rows, a tile, or all of a box.
    fn allocate<'c>(
        &self,
        builder: &Builder<'c>,
        level: Place,
        element: Ty<'c>,
        sizes: &[Value<'c>],
    ) -> Value<'c>;

    /// Gives memory back that [`Self::allocate`] gave.
    fn free<'c>(&self, builder: &Builder<'c>, level: Place, memref: Value<'c>);

    /// Rows of intermediates are laid out so that points at multiples of so many elements are at multiples of them in
    /// memory: what is loaded together lies together. A power of two.
    fn row_alignment(&self, element: Ty<'_>) -> i64;

    /// Stores an element.
    fn store<'c>(
        &self,
        builder: &Builder<'c>,
        value: Value<'c>,
        element: &Element<'c>,
        reuse: Reuse,
    );

    /// Asks memory for what will be loaded.
    fn prefetch<'c>(&self, builder: &Builder<'c>, element: &Element<'c>);
}
