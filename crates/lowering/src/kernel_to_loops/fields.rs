//! Fields as memrefs: where an element is, allocations, ends of boxes as values.

use super::{Arithmetic, Lowering, padding::Rows};
use crate::abi::{self, Dimension, Report};
use fvopt_boxes::{Axis, End, IndexBox};
use ir_program::ops::{Alloc, View};
use ir_stencil::{boxes::SsaBox, ops::shaped};
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
        let (mut base, mut level, mut components) = (field, None, Vec::new());
        while let Some(view) = base.defining_op().and_then(View::cast) {
            if let Some(fixed) = view.level() {
                level = level.or(Some(self.scalar(fixed)));
            }
            if let Some(fixed) = view.component() {
                components.insert(0, self.scalar(fixed));
            }
            base = view.field();
        }
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
                builder.shifted(self.scalar(positions[*number as usize]), *by)
            }
            End::NegativeInfinity => builder.index(i64::MIN / 4),
            End::PositiveInfinity => builder.index(i64::MAX / 4),
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

    /// Allocates a field and gives it back where a check fails later.
    pub(super) fn allocate(&mut self, alloc: Alloc<'c>) {
        let builder = self.at(alloc.0.location());
        let field = alloc.0.result(0);
        let shape = shaped(field);
        let place = alloc.index_box();
        let zero = builder.index(0);
        let dimensions = abi::dimensions(&shape);
        let (mut alignment, mut padding) = (64, 0);
        if let Some(layout) = shape.layout {
            (_, alignment, padding) = layout.layout_values();
        }
        let mut origin = [None; 3];
        let mut sizes = Vec::new();
        let mut points = [builder.index(1); 3];
        for dimension in &dimensions {
            let size = match dimension {
                Dimension::Data(number) => builder.index(shape.data[*number]),
                Dimension::Axis(axis) => {
                    let (low, high) = self.range(&builder, &place, *axis);
                    origin[*axis] = Some(builder.sub(zero, low));
                    points[*axis] = builder.max(builder.sub(high, low), zero);
                    points[*axis]
                }
            };
            sizes.push(size);
        }
        let rows = match shape.layout {
            Some(_) => Rows::with_padding(&builder, &sizes, padding),
            None => Rows::at_lines(&builder, &shape, &sizes, &origin),
        };
        let outer = sizes.iter().take(dimensions.len().saturating_sub(1));
        let padded: Vec<Value<'c>> = outer.copied().chain([rows.distance]).collect();
        let large = is_large(&builder, &padded);
        let what = format!("{} cannot be made", self.name_of(field));
        let full = self.place(alloc.0, &what);
        self.abort_when(alloc.0, large, full, Report::Memory, points);
        let builder = self.at(alloc.0.location());
        let memref = self.allocate_rows(&builder, field, &sizes, &rows, alignment);
        let written = self.checked.then(|| {
            let flag = Ty::scalar(builder.context(), Scalar::I1);
            self.allocate_plain(&builder, flag, &sizes, 64)
        });
        let storage = Storage { memref, written };
        self.fields.insert(
            field,
            Field {
                storage,
                origin,
                is_argument: false,
            },
        );
        self.free_on_abort(alloc.0, storage);
        for memref in [Some(memref), written].into_iter().flatten() {
            let builder = self.at(alloc.0.location());
            let address = pointer_as_number(&builder, memref);
            let missing = builder.compare("eq", address, builder.index(0));
            self.abort_when(alloc.0, missing, full, Report::Memory, points);
        }
        if let Some(shadow) = written {
            self.fill(&self.at(alloc.0.location()), shadow, &sizes);
        }
    }

    /// An allocation of the type that fields have. Its sizes are those of the field: what
    /// pads its rows is seen by nobody.
    fn allocate_rows(
        &self,
        builder: &Builder<'c>,
        field: Value<'c>,
        sizes: &[Value<'c>],
        rows: &Rows<'c>,
        alignment: i64,
    ) -> Value<'c> {
        let element = shaped(field).element;
        let ty = abi::memref_type(field);
        let Some((_, outer)) = sizes.split_last() else {
            let plain = self.allocate_plain(builder, element, sizes, alignment);
            let state = builder.op("memref.cast").operands(&[plain]);
            return builder.build(state.results(&[ty])).result(0);
        };
        let mut strides = Vec::with_capacity(outer.len());
        let mut elements = rows.distance;
        for size in outer.iter().rev() {
            strides.push(elements);
            elements = builder.binary("arith.muli", elements, *size);
        }
        strides.reverse();
        let all = builder.add(elements, rows.lead);
        let plain = self.allocate_plain(builder, element, &[all], alignment);
        // Operands, except for the last stride: what else is known when compiling is folded later.
        const OPERAND: i64 = i64::MIN;
        let known = |values: &[i64]| Attr::i64_array(builder.context(), values);
        let known_strides = [vec![OPERAND; outer.len()], vec![1]].concat();
        builder
            .build(
                builder
                    .op("memref.reinterpret_cast")
                    .segments(&[&[plain], &[rows.lead], sizes, &strides])
                    .attr("static_offsets", known(&[OPERAND]))
                    .attr("static_sizes", known(&vec![OPERAND; sizes.len()]))
                    .attr("static_strides", known(&known_strides))
                    .results(&[ty]),
            )
            .result(0)
    }

    pub(super) fn allocate_plain(
        &self,
        builder: &Builder<'c>,
        element: Ty<'c>,
        sizes: &[Value<'c>],
        alignment: i64,
    ) -> Value<'c> {
        let mut strides: Vec<Option<i64>> = vec![None; sizes.len()];
        if let Some(last) = strides.last_mut() {
            *last = Some(1);
        }
        // The identity layout is what `memref.alloc` needs to know sizes from strides.
        let dims = "?x".repeat(sizes.len());
        let ty = Ty::parse(builder.context(), &format!("memref<{dims}{element}>"))
            .expect("a memref type");
        let number = Attr::integer(Ty::scalar(builder.context(), Scalar::I64), alignment);
        builder
            .build(
                builder
                    .op("memref.alloc")
                    .segments(&[sizes, &[]])
                    .attr("alignment", number)
                    .results(&[ty]),
            )
            .result(0)
    }

    /// Sets all elements of a plain memref of i1 to false.
    pub(super) fn fill(&self, builder: &Builder<'c>, memref: Value<'c>, sizes: &[Value<'c>]) {
        let zero = builder.index(0);
        let ranges: Vec<_> = sizes.iter().map(|size| (zero, *size)).collect();
        super::loops::sequential(builder, &ranges, |inner, indices| {
            let off = inner.constant(Scalar::I1, 0);
            store(inner, off, memref, indices);
        });
    }

    /// From here on a failed check frees this storage before it leaves.
    pub(super) fn free_on_abort(&mut self, op: Op<'c>, storage: Storage<'c>) {
        let status = Ty::scalar(op.context(), Scalar::I32);
        let block = self.region.append_block(&[status], op.location());
        let builder = Builder::at_end(block, op.location());
        free(&builder, storage);
        builder.jump(self.abort, &block.arguments());
        self.abort = block;
    }
}

/// Elements that no machine has memory for. Sizes below it multiply without wrapping around.
const TOO_MANY: i64 = 1 << 48;

/// Whether sizes make more elements than there can be.
fn is_large<'c>(builder: &Builder<'c>, sizes: &[Value<'c>]) -> Value<'c> {
    let (one, limit) = (builder.index(1), builder.index(TOO_MANY));
    let mut large = builder.constant(Scalar::I1, 0);
    let mut elements = one;
    for size in sizes {
        let room = builder.binary("arith.divui", limit, builder.max(elements, one));
        let more = builder.compare("sgt", *size, room);
        large = builder.binary("arith.ori", large, more);
        elements = builder.binary("arith.muli", elements, *size);
    }
    large
}

/// The address of a memref's memory, without its offset.
pub fn pointer_as_number<'c>(builder: &Builder<'c>, memref: Value<'c>) -> Value<'c> {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let state = builder.op("memref.extract_aligned_pointer_as_index");
    let state = state.operands(&[memref]).results(&[index]);
    builder.build(state).result(0)
}

/// `memref.dealloc` of a storage.
pub fn free<'c>(builder: &Builder<'c>, storage: Storage<'c>) {
    for memref in [Some(storage.memref), storage.written]
        .into_iter()
        .flatten()
    {
        builder.build(builder.op("memref.dealloc").operands(&[memref]));
    }
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
