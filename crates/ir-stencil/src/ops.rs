//! A handle type per operation of the stencil dialect.
//!
//! `Apply::cast(op)` is `Some` when the operation is a `stencil.apply`; the
//! handle then has accessors by the names of the definition.

use crate::boxes::SsaBox;
use mlir_shim::ir::{Attr, Block, EnumKind, Op, Shaped, Ty, Value};

/// Declares the handle of an operation.
#[macro_export]
macro_rules! operation_handle {
    ($(#[$meta:meta])* $handle:ident, $name:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub struct $handle<'c>(pub mlir_shim::ir::Op<'c>);

        impl<'c> $handle<'c> {
            /// The operation's full name.
            pub const NAME: &'static str = $name;

            /// Whether an operation is of this kind.
            pub fn is(op: mlir_shim::ir::Op<'_>) -> bool {
                op.is(Self::NAME)
            }

            /// The handle of an operation of this kind.
            pub fn cast(op: mlir_shim::ir::Op<'c>) -> Option<Self> {
                Self::is(op).then_some(Self(op))
            }
        }
    };
}

operation_handle!(/** `stencil.func` */ Func, "stencil.func");
operation_handle!(/** `stencil.return` */ Return, "stencil.return");
operation_handle!(/** `stencil.load` */ Load, "stencil.load");
operation_handle!(/** `stencil.store` */ Store, "stencil.store");
operation_handle!(/** `stencil.apply` */ Apply, "stencil.apply");
operation_handle!(/** `stencil.insert` */ Insert, "stencil.insert");
operation_handle!(/** `stencil.undef` */ Undef, "stencil.undef");
operation_handle!(/** `stencil.sweep` */ Sweep, "stencil.sweep");
operation_handle!(/** `stencil.interval` */ Interval, "stencil.interval");
operation_handle!(/** `stencil.stage` */ Stage, "stencil.stage");
operation_handle!(/** `stencil.access` */ Access, "stencil.access");
operation_handle!(/** `stencil.access_dyn` */ AccessDyn, "stencil.access_dyn");
operation_handle!(/** `stencil.index` */ Index, "stencil.index");
operation_handle!(/** `stencil.yield` */ Yield, "stencil.yield");
operation_handle!(/** `stencil.kernel` */ Kernel, "stencil.kernel");

/// The direction of a sweep.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Direction {
    /// From the low end of k up.
    Forward,
    /// From the high end of k down.
    Backward,
}

/// Where an intermediate of a kernel lives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Place {
    Register,
    Row,
    Tile,
    Memory,
}

/// How the loops of a kernel run.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Schedule {
    /// The axes (0 i, 1 j, 2 k) from the outermost loop to the innermost.
    pub order: [usize; 3],
    /// Which of `order` several threads share: neighbours in the order.
    pub parallel: std::ops::Range<usize>,
    /// Tile sizes on i, j and k; 0 leaves an axis untiled.
    pub tile: [i64; 3],
    /// Elements handled at once on the innermost axis; 0 leaves it to the code generator.
    pub vector: i64,
}

impl Schedule {
    /// The schedule of an attribute.
    pub fn of(attribute: Attr<'_>) -> Self {
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

    /// The attribute of the schedule.
    pub fn attr<'c>(&self, location: mlir_shim::ir::Loc<'c>) -> Attr<'c> {
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

    /// The axes that several threads share.
    pub fn parallel_axes(&self) -> &[usize] {
        &self.order[self.parallel.clone()]
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

    /// The body.
    pub fn body(self) -> Block<'c> {
        self.0.body().expect("verified: one block")
    }
}

impl<'c> Load<'c> {
    /// The field.
    pub fn field(self) -> Value<'c> {
        self.0.operand(0)
    }

    /// The part that is used, once inferred.
    pub fn index_box(self) -> Option<SsaBox<'c>> {
        SsaBox::of(self.0)
    }

    /// The contents.
    pub fn result(self) -> Value<'c> {
        self.0.result(0)
    }
}

impl<'c> Store<'c> {
    /// What is written.
    pub fn temp(self) -> Value<'c> {
        self.0.operand(0)
    }

    /// Where it is written.
    pub fn field(self) -> Value<'c> {
        self.0.operand(1)
    }

    /// Whether what it writes is not read again soon.
    pub fn is_nontemporal(self) -> bool {
        self.0.attr("nontemporal").is_some()
    }

    /// Says that what it writes is not read again soon.
    pub fn set_nontemporal(self) {
        self.0.set_attr("nontemporal", Attr::unit(self.0.context()));
    }

    /// The component, one index per data dimension; none writes all.
    pub fn components(self) -> Vec<Value<'c>> {
        self.0.segment(2)
    }

    /// The box.
    pub fn index_box(self) -> SsaBox<'c> {
        SsaBox::of(self.0).expect("verified: a box")
    }
}

impl<'c> Apply<'c> {
    /// Where the results are computed, once inferred.
    pub fn index_box(self) -> Option<SsaBox<'c>> {
        SsaBox::of(self.0)
    }

    /// The body.
    pub fn body(self) -> Block<'c> {
        self.0.body().expect("verified: one block")
    }

    /// The place of the results in a kernel.
    pub fn place(self) -> Option<Place> {
        self.0
            .attr("place")
            .and_then(|place| place.as_enumeration())
            .map(|place| match place {
                0 => Place::Register,
                1 => Place::Row,
                2 => Place::Tile,
                _ => Place::Memory,
            })
    }

    /// Sets the place of the results.
    pub fn set_place(self, place: Place) {
        let number = match place {
            Place::Register => 0,
            Place::Row => 1,
            Place::Tile => 2,
            Place::Memory => 3,
        };
        let context = self.0.context();
        self.0
            .set_attr("place", Attr::enumeration(context, EnumKind::Place, number));
    }

    /// The axes of the results.
    pub fn axes(self) -> u32 {
        shaped(self.0.result(0)).axes
    }
}

impl<'c> Insert<'c> {
    /// The values inside the box.
    pub fn source(self) -> Value<'c> {
        self.0.operand(0)
    }

    /// The values elsewhere.
    pub fn destination(self) -> Value<'c> {
        self.0.operand(1)
    }

    /// The component, one index per data dimension; none replaces all.
    pub fn components(self) -> Vec<Value<'c>> {
        self.0.segment(2)
    }

    /// The box.
    pub fn index_box(self) -> SsaBox<'c> {
        SsaBox::of(self.0).expect("verified: a box")
    }

    /// The combination.
    pub fn result(self) -> Value<'c> {
        self.0.result(0)
    }
}

impl<'c> Sweep<'c> {
    /// The direction.
    pub fn direction(self) -> Direction {
        match self
            .0
            .attr("direction")
            .and_then(|direction| direction.as_enumeration())
        {
            Some(1) => Direction::Backward,
            _ => Direction::Forward,
        }
    }

    /// The initial values of the carries.
    pub fn inits(self) -> Vec<Value<'c>> {
        self.0.segment(0)
    }

    /// The carries as the stages see them.
    pub fn carries(self) -> Vec<Value<'c>> {
        self.body().arguments()
    }

    /// Where the carries are kept, once inferred.
    pub fn index_box(self) -> Option<SsaBox<'c>> {
        SsaBox::of(self.0)
    }

    /// The body.
    pub fn body(self) -> Block<'c> {
        self.0.body().expect("verified: one block")
    }

    /// The intervals in order.
    pub fn intervals(self) -> Vec<Interval<'c>> {
        self.body()
            .ops()
            .into_iter()
            .filter_map(Interval::cast)
            .collect()
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
    /// The levels.
    pub fn index_box(self) -> SsaBox<'c> {
        SsaBox::of(self.0).expect("verified: a box")
    }

    /// The stages in order.
    pub fn stages(self) -> Vec<Stage<'c>> {
        let body = self.0.body().expect("verified: one block");
        body.ops().into_iter().filter_map(Stage::cast).collect()
    }
}

impl<'c> Stage<'c> {
    /// The carries that are written, with the k offset of each.
    pub fn writes(self) -> Vec<(Value<'c>, i64)> {
        let offsets = self
            .0
            .attr("offsets")
            .and_then(|offsets| offsets.as_i64_array());
        self.0
            .segment(0)
            .into_iter()
            .zip(offsets.unwrap_or_default())
            .collect()
    }

    /// Where it is computed (i and j), where that is fixed.
    pub fn index_box(self) -> Option<SsaBox<'c>> {
        SsaBox::of(self.0)
    }

    /// The body.
    pub fn body(self) -> Block<'c> {
        self.0.body().expect("verified: one block")
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

impl<'c> Index<'c> {
    /// The axis: 0 i, 1 j, 2 k.
    pub fn axis(self) -> usize {
        self.0
            .attr("axis")
            .and_then(|axis| axis.as_enumeration())
            .unwrap_or(0) as usize
    }
}

impl<'c> Kernel<'c> {
    /// The schedule.
    pub fn schedule(self) -> Schedule {
        Schedule::of(self.0.attr("schedule").expect("verified: a schedule"))
    }

    /// The operations in order.
    pub fn ops(self) -> Vec<Op<'c>> {
        self.0.body().expect("verified: one block").ops()
    }
}

/// The type of the elements that a type holds, or the type itself.
pub fn element_type(ty: Ty<'_>) -> Ty<'_> {
    ty.shaped().map_or(ty, |shaped| shaped.element)
}
