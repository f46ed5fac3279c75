//! A handle type per operation of the stencil dialect.
//!
//! `Apply::cast(op)` is `Some` when the operation is a `stencil.apply`; the
//! handle then has accessors by the names of the definition. They are written
//! from the definitions when the crate is built (`fvopt-ods`); below stand those
//! that say more than the definition does. `Apply::state` is the construction of one from
//! its `ApplyParts`, which are all that the definition has: passes use it, and the
//! fallible builders of [`build`](crate::build).

use crate::boxes::SsaBox;
use crate::ods::Definition;
use fvopt_boxes::{Axes, Axis, IndexBox};
pub use fvopt_schedule::Schedule;
use fvopt_schedule::StorageLevel;
use mlir_shim::ir::{
    Attr, Block, Builder, Ctx, EnumKind, Op, OpState, Region, Scalar, Shaped, Ty, Value,
};
use std::ops::RangeInclusive;

include!(concat!(env!("OUT_DIR"), "/handles.rs"));

/// A schedule as an attribute.
pub trait ScheduleAttr: Sized {
    /// The schedule of an attribute.
    fn of(attribute: Attr<'_>) -> Self;

    /// The attribute of the schedule.
    fn attr<'c>(&self, location: mlir_shim::ir::Loc<'c>) -> Attr<'c>;
}

impl ScheduleAttr for Schedule {
    fn of(attribute: Attr<'_>) -> Self {
        let (order, parallel, tile, vector) = attribute.schedule_values();
        let start = order.find(parallel).unwrap_or(0);
        let mut axes = order.bytes().map(|letter| usize::from(letter - b'i'));
        let mut next = || axes.next().expect("verified: three axes");
        Self {
            order: [next(), next(), next()],
            parallel: start..start + parallel.len(),
            tile,
            vector,
        }
    }

    fn attr<'c>(&self, location: mlir_shim::ir::Loc<'c>) -> Attr<'c> {
        let names: String = self
            .order
            .iter()
            .map(|axis| ['i', 'j', 'k'][*axis])
            .collect();
        Attr::schedule(
            location,
            &names,
            &names[self.parallel.clone()],
            self.tile,
            self.vector,
        )
        .expect("a schedule of this type satisfies its constraints")
    }
}

impl From<Place> for StorageLevel {
    fn from(place: Place) -> Self {
        match place {
            Place::Register => Self::Register,
            Place::Row => Self::Row,
            Place::Tile => Self::Tile,
            Place::Memory => Self::Memory,
        }
    }
}

impl From<StorageLevel> for Place {
    fn from(level: StorageLevel) -> Self {
        match level {
            StorageLevel::Register => Self::Register,
            StorageLevel::Row => Self::Row,
            StorageLevel::Tile => Self::Tile,
            StorageLevel::Memory => Self::Memory,
        }
    }
}

/// The parts of a value's type, which must be a field or temp.
pub fn shaped<'c>(value: Value<'c>) -> Shaped<'c> {
    value.ty().shaped().expect("a field or temp")
}

impl<'c> Func<'c> {
    /// The name.
    pub fn name(self) -> &'c str {
        self.0.symbol_name().unwrap_or_default()
    }
}

impl Load<'_> {
    /// The rows ahead that memory can be asked for, like the offsets of accesses: no sum of
    /// them and of a coordinate overflows.
    pub const ROWS_AHEAD: RangeInclusive<i64> = fvopt_schedule::finish::prefetch::ROWS_AHEAD;

    /// Has memory asked for so many rows ahead.
    pub fn set_prefetch(self, rows: i64) {
        let i64 = Ty::scalar(self.0.context(), Scalar::I64);
        self.0.set_attr("prefetch", Attr::integer(i64, rows));
    }
}

impl Store<'_> {
    /// Says that what it writes is not read again soon.
    pub fn set_nontemporal(self) {
        let unit = Attr::unit(self.0.context());
        self.0.set_attr("nontemporal", unit);
    }
}

impl<'c> Apply<'c> {
    /// Sets the place of the results.
    pub fn set_place(self, place: Place) {
        self.0.set_attr("place", place.attr(self.0.context()));
    }

    /// The axes of the results.
    pub fn axes(self) -> Axes {
        shaped(self.0.result(0)).axes
    }
}

impl<'c> Insert<'c> {
    /// Sets the place of the result.
    pub fn set_place(self, place: Place) {
        self.0.set_attr("place", place.attr(self.0.context()));
    }
}

impl<'c> Sweep<'c> {
    /// The carries as the stages see them.
    pub fn carries(self) -> Vec<Value<'c>> {
        self.body().arguments()
    }

    /// The intervals in order.
    pub fn intervals(self) -> Vec<Interval<'c>> {
        self.body()
            .ops()
            .into_iter()
            .filter_map(Interval::cast)
            .collect()
    }

    /// The boxes on which stages write the carry of a number.
    pub fn written_boxes(self, number: usize) -> Vec<SsaBox<'c>> {
        let carry = self.carries()[number];
        let mut written = Vec::new();
        for interval in self.intervals() {
            let levels = interval.index_box();
            for stage in interval.stages() {
                let place = stage
                    .index_box()
                    .expect("bounds are inferred")
                    .with_axis_of(Axis::K, &levels);
                for (_, offset) in stage.writes().into_iter().filter(|(to, _)| *to == carry) {
                    written.push(place.shift([0, 0, offset]).project(shaped(carry).axes));
                }
            }
        }
        written
    }

    /// Whether some stage reads a carry or a local of the sweep at a horizontal offset.
    pub fn is_plane_sweep(self) -> bool {
        self.intervals()
            .into_iter()
            .flat_map(Interval::stages)
            .any(|stage| {
                stage
                    .accesses()
                    .into_iter()
                    .any(|access| access.is_of_sweep(self) && access.horizontal_offset() != [0, 0])
            })
    }
}

impl<'c> Interval<'c> {
    /// The stages in order.
    pub fn stages(self) -> Vec<Stage<'c>> {
        self.body()
            .ops()
            .into_iter()
            .filter_map(Stage::cast)
            .collect()
    }
}

impl<'c> Stage<'c> {
    /// The carries that are written, with the k offset of each.
    pub fn writes(self) -> Vec<(Value<'c>, i64)> {
        self.0.segment(0).into_iter().zip(self.offsets()).collect()
    }

    /// The accesses in its body.
    pub fn accesses(self) -> Vec<AnyAccess<'c>> {
        accesses(self.0)
    }
}

/// A `stencil.access` or `stencil.access_dyn`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AnyAccess<'c>(pub Op<'c>);

impl<'c> AnyAccess<'c> {
    /// The temp.
    pub fn temp(self) -> Value<'c> {
        self.0.operand(0)
    }

    /// Whether the position on k is known only when running.
    pub fn is_dynamic(self) -> bool {
        AccessDyn::is(self.0)
    }

    /// The offset on each axis; 0 on axes that the temp lacks, and on k when it is dynamic.
    pub fn offset(self) -> [i64; 3] {
        let temp = shaped(self.temp());
        let dynamic = self.is_dynamic();
        let values = self
            .0
            .attr("offset")
            .and_then(|offset| offset.as_i64_array());
        let mut result = [0; 3];
        let axes = temp
            .axis_list()
            .into_iter()
            .filter(|axis| !(dynamic && *axis == 2));
        for (axis, value) in axes.zip(values.unwrap_or_default()) {
            result[axis] = value;
        }
        result
    }

    /// The offset on i and j.
    pub fn horizontal_offset(self) -> [i64; 2] {
        let [i, j, _] = self.offset();
        [i, j]
    }

    /// The extent of a relative dynamic access, both ends included.
    pub fn extent(self) -> Option<(i64, i64)> {
        let extent = self.0.attr("extent")?.as_i64_array()?;
        Some((extent[0], extent[1]))
    }

    /// The levels of an absolute dynamic access.
    pub fn levels(self) -> Option<SsaBox<'c>> {
        SsaBox::of(self.0)
    }

    /// Whether it reads at any level of the memory.
    pub fn is_anywhere(self) -> bool {
        self.levels()
            .is_some_and(|levels| levels.index_box == IndexBox::whole())
    }

    /// The dynamic position.
    pub fn position(self) -> Option<Value<'c>> {
        self.is_dynamic().then(|| self.0.operand(1))
    }

    /// The indices of the data dimensions.
    pub fn components(self) -> Vec<Value<'c>> {
        if self.is_dynamic() {
            self.0.segment(3)
        } else {
            self.0.operands().split_off(1)
        }
    }

    /// Whether the temp is a carry of the sweep or a local of one of its stages.
    pub fn is_of_sweep(self, sweep: Sweep<'c>) -> bool {
        let temp = self.temp();
        match temp.defining_op() {
            Some(op) => Stage::is(op) && op.ancestor(Sweep::NAME) == Some(sweep.0),
            None => temp.owner_block() == Some(sweep.body()),
        }
    }
}

/// The accesses in the regions of an operation, in order.
pub fn accesses<'c>(op: Op<'c>) -> Vec<AnyAccess<'c>> {
    let mut found = Vec::new();
    op.walk(|inner| {
        if Access::is(inner) || AccessDyn::is(inner) {
            found.push(AnyAccess(inner));
        }
        mlir_shim::ir::Walk::Advance
    });
    found
}

/// The axis of an operation that has one: 0 i, 1 j, 2 k.
fn axis_of(op: Op<'_>) -> usize {
    op.attr("axis")
        .and_then(|axis| axis.as_enumeration())
        .unwrap_or(0) as usize
}

impl Index<'_> {
    /// The axis: 0 i, 1 j, 2 k.
    pub fn axis(self) -> usize {
        axis_of(self.0)
    }
}

impl Allocation<'_> {
    /// The axis: 0 i, 1 j, 2 k.
    pub fn axis(self) -> usize {
        axis_of(self.0)
    }
}

impl<'c> Kernel<'c> {
    /// The operations in order.
    pub fn ops(self) -> Vec<Op<'c>> {
        self.body().ops()
    }
}

/// The type of the elements that a type holds, or the type itself.
pub fn element_type(ty: Ty<'_>) -> Ty<'_> {
    ty.shaped().map_or(ty, |shaped| shaped.element)
}
