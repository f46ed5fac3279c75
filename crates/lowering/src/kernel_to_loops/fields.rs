//! Fields as memrefs: where an element is, loads and stores of it, ends of boxes as values.

use super::{Arithmetic, Lowering};
use crate::abi::{self, Dimension};
use fvopt_boxes::{Axis, End, IndexBox, POSITION_LIMIT};
use ir_stencil::{boxes::SsaBox, ops::shaped, values::constant_integer, views::FieldPart};
use mlir_shim::ir::{Attr, Builder, Op, Scalar, Ty, Value};

/// The memory of a field.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Storage<'c> {
    /// The elements.
    pub memref: Value<'c>,
    /// In checked mode, for an allocation: which elements were written.
    pub written: Option<Value<'c>>,
}

/// A field: its memory and where coordinate 0 is in it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Field<'c> {
    /// The memory, which a swap exchanges.
    pub storage: Storage<'c>,
    /// Points below coordinate 0 on each axis that the field has.
    pub origin: [Option<Value<'c>>; 3],
    /// Whether the caller owns it.
    pub is_argument: bool,
}

/// An element of a field, ready to be loaded or stored.
pub struct Element<'c> {
    pub storage: Storage<'c>,
    pub indices: Vec<Value<'c>>,
}

impl<'c> Lowering<'c> {
    /// The argument or allocation that a field is or is a view of, and what the views fix:
    /// the level, and the leading data indices.
    pub(super) fn resolve(
        &self,
        field: Value<'c>,
    ) -> (Value<'c>, Option<Value<'c>>, Vec<Value<'c>>) {
        let FieldPart {
            base,
            level,
            components,
        } = FieldPart::of(field);
        let level = level.map(|level| self.position(level));
        let components = components.into_iter();
        let components = components.map(|component| self.scalar(component)).collect();
        (base, level, components)
    }

    /// An element of a field. `point` holds coordinates for the field's axes,
    /// `components` one index per data dimension (clamped here).
    pub(super) fn element(
        &self,
        builder: &Builder<'c>,
        field: Value<'c>,
        point: [Option<Value<'c>>; 3],
        components: &[Value<'c>],
    ) -> Element<'c> {
        let (base, level, fixed) = self.resolve(field);
        let shape = shaped(base);
        let Field {
            storage, origin, ..
        } = self.fields[&base];
        let all: Vec<Value<'c>> = fixed
            .into_iter()
            .chain(components.iter().copied())
            .collect();
        let indices = abi::dimensions(&shape)
            .into_iter()
            .map(|dimension| match dimension {
                Dimension::Data(number) => clamp(builder, all[number], 0, shape.data[number] - 1),
                Dimension::Axis(axis) => {
                    let coordinate = match (axis, level) {
                        (2, Some(level)) => level,
                        _ => point[axis].expect("a coordinate for every axis"),
                    };
                    builder.add(coordinate, origin[axis].expect("an origin for every axis"))
                }
            })
            .collect();
        Element { storage, indices }
    }

    /// A run-time position of a box or view as it counts: clamped to where sums with the numbers
    /// of boxes do not wrap around. It is clamped once, where it is computed, so that ends with one
    /// position are still seen to be one value plus constants.
    pub(super) fn position(&self, value: Value<'c>) -> Value<'c> {
        let value = self.scalar(value);
        if is_known_within(value, -POSITION_LIMIT, POSITION_LIMIT) {
            return value;
        }
        if let Some(clamped) = self.positions.borrow().get(&value) {
            return *clamped;
        }
        let location = self.function.0.location();
        let builder = match value.defining_op() {
            Some(op) => Builder::after(op).at(location),
            None => {
                let block = value.owner_block().expect("an argument of a block");
                Builder::at_start(block, location)
            }
        };
        let clamped = match constant_integer(value) {
            Some(known) => builder.index(known.clamp(-POSITION_LIMIT, POSITION_LIMIT)),
            None => clamp(&builder, value, -POSITION_LIMIT, POSITION_LIMIT),
        };
        self.positions.borrow_mut().insert(value, clamped);
        clamped
    }

    /// The value of an end of a range on an axis.
    pub(super) fn end(
        &self,
        builder: &Builder<'c>,
        end: &End,
        axis: usize,
        positions: &[Value<'c>],
    ) -> Value<'c> {
        let (start, stop) = self.domain[axis];
        match end {
            // The frame is the entry's: its domain starts at 0.
            End::Start(by) | End::Constant(by) => match by {
                0 => start,
                by => builder.index(*by),
            },
            End::End(by) => builder.shifted(stop, *by),
            End::Position(number, by) => {
                builder.shifted(self.position(positions[*number as usize]), *by)
            }
            // Beyond every position and what may be added to it.
            End::NegativeInfinity => builder.index(-2 * POSITION_LIMIT),
            End::PositiveInfinity => builder.index(2 * POSITION_LIMIT),
            End::Min(members) | End::Max(members) => {
                let smaller = matches!(end, End::Min(_));
                members
                    .iter()
                    .map(|member| self.end(builder, member, axis, positions))
                    .reduce(|left, right| match smaller {
                        true => builder.min(left, right),
                        false => builder.max(left, right),
                    })
                    .expect("a minimum or maximum has members")
            }
        }
    }

    /// Low and high of a box on an axis.
    pub(super) fn range(
        &self,
        builder: &Builder<'c>,
        place: &SsaBox<'c>,
        axis: usize,
    ) -> (Value<'c>, Value<'c>) {
        let range = place.index_box.range(Axis::ALL[axis]);
        (
            self.end(builder, &range.low, axis, &place.positions),
            self.end(builder, &range.high, axis, &place.positions),
        )
    }
}

/// The address of a memref's memory, without its offset.
pub fn pointer_as_number<'c>(builder: &Builder<'c>, memref: Value<'c>) -> Value<'c> {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let state = builder.op("memref.extract_aligned_pointer_as_index");
    let state = state.operands(&[memref]).results(&[index]);
    builder.build(state).result(0)
}

/// `memref.load`.
pub fn load<'c>(builder: &Builder<'c>, memref: Value<'c>, indices: &[Value<'c>]) -> Value<'c> {
    let element = element_of(memref);
    builder
        .build(
            builder
                .op("memref.load")
                .operands(&[memref])
                .operands(indices)
                .results(&[element]),
        )
        .result(0)
}

/// `memref.store`.
pub fn store<'c>(
    builder: &Builder<'c>,
    value: Value<'c>,
    memref: Value<'c>,
    indices: &[Value<'c>],
) -> Op<'c> {
    builder.build(
        builder
            .op("memref.store")
            .operands(&[value, memref])
            .operands(indices),
    )
}

/// Says of a store that what it writes is not read again soon.
pub fn mark_nontemporal(stored: Op<'_>) {
    let yes = Attr::parse(stored.context(), "true").expect("a boolean");
    stored.set_attr(super::NONTEMPORAL, yes);
}

/// The element type of a memref.
pub fn element_of(memref: Value<'_>) -> Ty<'_> {
    memref.ty().memref_element().expect("a memref")
}

/// An index clamped to constants; constants are clamped when compiling.
pub fn clamp<'c>(builder: &Builder<'c>, value: Value<'c>, low: i64, high: i64) -> Value<'c> {
    if is_known_within(value, low, high) {
        return value;
    }
    clamp_between(builder, value, builder.index(low), builder.index(high))
}

/// An index clamped to two ends, both included.
pub fn clamp_between<'c>(
    builder: &Builder<'c>,
    value: Value<'c>,
    low: Value<'c>,
    high: Value<'c>,
) -> Value<'c> {
    builder.min(builder.max(value, low), high)
}

/// Whether an index is a constant from low to high, both included: clamping does not change it.
pub fn is_known_within(value: Value<'_>, low: i64, high: i64) -> bool {
    value
        .defining_op()
        .filter(|op| op.is("arith.constant"))
        .and_then(|op| op.attr("value"))
        .and_then(|value| value.as_integer())
        .is_some_and(|constant| (low..=high).contains(&constant))
}

/// The whole box, for operations that may lack one.
pub fn domain_box<'c>() -> SsaBox<'c> {
    IndexBox::domain().into()
}
