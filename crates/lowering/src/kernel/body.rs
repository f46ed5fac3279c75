//! Bodies of applies and stages at a point.

use super::{
    KernelEmitter, KernelTarget,
    buffers::{Buffer, component_of},
};
use crate::{
    arithmetic::Arithmetic,
    memory::{clamp_between, is_known_within, load},
};
use fvopt_analysis::access::base_field;
use ir_stencil::ops::{Access, AccessDyn, AnyAccess, Index, Load, shaped};
use mlir_shim::ir::{Block, Builder, Mapping, Op, Scalar, Ty, Value, Walk};
use std::collections::HashMap;

/// The coordinates of a point on the axes that a loop nest runs over.
pub type Point<'c> = [Option<Value<'c>>; 3];

/// What a temp is inside a kernel.
#[derive(Clone)]
pub enum Source<'c> {
    /// The contents of a field.
    Field(Value<'c>),
    /// Values at the current point, one per component.
    AtPoint(Vec<Value<'c>>),
    /// Memory of the kernel that an earlier operation filled.
    Buffer(Buffer<'c>),
    /// As before, with values that were computed in this iteration.
    Computed(Computed<'c>),
    /// Never written.
    Undefined,
}

/// Values that are in memory, and also at hand at one offset from the current point.
#[derive(Clone)]
pub struct Computed<'c> {
    /// The memory.
    pub buffer: Buffer<'c>,
    /// The offset, one an axis.
    pub offset: [i64; 3],
    /// The values there, one per component.
    pub values: Vec<Value<'c>>,
}

/// Values that bodies in one iteration read from memory: the next one at the same
/// point need not read them again, which LLVM cannot tell for what is stored in between.
#[derive(Default)]
pub struct ReadBefore<'c> {
    /// By temp and offset from the point of the loop.
    values: HashMap<(Value<'c>, [i64; 3]), Value<'c>>,
    /// How far the body in progress is ahead of that point.
    pub ahead: [i64; 3],
    /// The fields that are stored to in between.
    stored: Vec<Value<'c>>,
}

impl<'c> ReadBefore<'c> {
    /// Nothing yet; `stored` are the fields (no views) that are stored to.
    pub fn new(stored: Vec<Value<'c>>) -> Self {
        Self {
            stored,
            ..Self::default()
        }
    }

    /// Where a value stands that an access reads; nothing where it may change.
    fn key(&self, access: AnyAccess<'c>) -> Option<(Value<'c>, [i64; 3])> {
        let temp = access.temp();
        let load = temp.defining_op().and_then(Load::cast);
        let changes = load.is_some_and(|load| self.stored.contains(&base_field(load.field())));
        let offset = access.offset();
        let key = [0, 1, 2].map(|axis| offset[axis] + self.ahead[axis]);
        let is_fixed = !access.is_dynamic() && access.components().is_empty() && !changes;
        is_fixed.then_some((temp, key))
    }
}

/// What the temps of a kernel are.
pub type Sources<'c> = HashMap<Value<'c>, Source<'c>>;

impl<'c, T: KernelTarget> KernelEmitter<'c, '_, T> {
    /// Clones a body for a point and gives the values that it yields.
    pub(super) fn body(
        &mut self,
        builder: &Builder<'c>,
        body: Block<'c>,
        point: Point<'c>,
        sources: &Sources<'c>,
    ) -> Vec<Value<'c>> {
        let mut mapping = Mapping::new();
        for op in body.ops() {
            self.environment.map_scalars(op, &mut mapping);
        }
        let terminator = body.terminator().expect("verified: a terminator");
        for op in body.ops() {
            if op == terminator {
                break;
            }
            let clone = builder.insert(mapping.clone_op(op));
            let mut found = Vec::new();
            clone.walk(|inner| {
                if Access::is(inner) || AccessDyn::is(inner) || Index::is(inner) {
                    found.push(inner);
                }
                Walk::Advance
            });
            for inner in found {
                let at_top = inner == clone;
                let key = match &self.read {
                    Some(read) if at_top && !Index::is(inner) => read.key(AnyAccess(inner)),
                    _ => None,
                };
                let known =
                    |read: &Option<ReadBefore<'c>>| read.as_ref()?.values.get(&key?).copied();
                let value = match known(&self.read) {
                    Some(value) => value,
                    None => self.read(&Builder::before(inner), inner, point, sources),
                };
                if let (Some(read), Some(key)) = (&mut self.read, key) {
                    read.values.insert(key, value);
                }
                // The mapping knows the clone's results: what a top-level access gives is entered anew.
                if at_top {
                    mapping.map(op.result(0), value);
                }
                inner.result(0).replace_all_uses_with(value);
                inner.erase();
            }
        }
        terminator
            .operands()
            .into_iter()
            .map(|value| mapping.lookup(value))
            .collect()
    }

    /// The value of an access or index in a body.
    fn read(
        &mut self,
        builder: &Builder<'c>,
        op: Op<'c>,
        point: Point<'c>,
        sources: &Sources<'c>,
    ) -> Value<'c> {
        if let Some(index) = Index::cast(op) {
            return point[index.axis()].expect("verified: the body has the axis");
        }
        let access = AnyAccess(op);
        let offset = access.offset();
        let mut at: Point<'c> = [0, 1, 2]
            .map(|axis| point[axis].map(|coordinate| builder.shifted(coordinate, offset[axis])));
        if let Some(position) = access.position() {
            at[2] = Some(self.level(builder, access, position, point));
        }
        self.check_components(builder, access, point);
        match &sources[&access.temp()] {
            Source::Field(field) => {
                let mut element =
                    self.environment
                        .element(builder, *field, at, &access.components());
                self.environment
                    .check_read(builder, op, *field, at, &mut element);
                load(builder, element.storage.memref, &element.indices)
            }
            Source::AtPoint(values) => component(builder, values, access),
            Source::Computed(computed) if !access.is_dynamic() && offset == computed.offset => {
                component(builder, &computed.values, access)
            }
            Source::Buffer(buffer) | Source::Computed(Computed { buffer, .. }) => {
                let number = component_of(builder, &shaped(access.temp()), access);
                let mut element = buffer.element(builder, at, number);
                self.environment
                    .check_written(builder, op, at, &mut element);
                load(builder, element.storage.memref, &element.indices)
            }
            Source::Undefined => zero(builder, shaped(access.temp()).element),
        }
    }

    /// The level that a dynamic access reads.
    fn level(
        &mut self,
        builder: &Builder<'c>,
        access: AnyAccess<'c>,
        position: Value<'c>,
        point: Point<'c>,
    ) -> Value<'c> {
        let index = Ty::scalar(builder.context(), Scalar::Index);
        let position = match position.ty() == index {
            true => position,
            false => builder
                .build(
                    builder
                        .op("arith.index_cast")
                        .operands(&[position])
                        .results(&[index]),
                )
                .result(0),
        };
        if let Some((low, high)) = access.extent() {
            let own = point[2].expect("verified: the body has k");
            if is_known_within(position, low, high) {
                return builder.add(own, position);
            }
            let ends = [low, high].map(|end| builder.index(end));
            self.check_level_of(builder, access, position, ends, point);
            return builder.add(own, clamp_between(builder, position, ends[0], ends[1]));
        }
        let levels = access.levels().expect("verified: an extent or levels");
        let (low, high) = self.environment.range(builder, &levels, 2);
        let last = builder.max(builder.shifted(high, -1), low);
        self.check_level_of(builder, access, position, [low, last], point);
        clamp_between(builder, position, low, last)
    }
}

/// One of the values at a point, chosen by the data indices of an access.
fn component<'c>(builder: &Builder<'c>, values: &[Value<'c>], access: AnyAccess<'c>) -> Value<'c> {
    let number = component_of(builder, &shaped(access.temp()), access);
    let Some(number) = number else {
        return values[0];
    };
    values
        .iter()
        .enumerate()
        .skip(1)
        .fold(values[0], |chosen, (candidate, value)| {
            let is_it = builder.compare("eq", number, builder.index(candidate as i64));
            builder
                .build(
                    builder
                        .op("arith.select")
                        .operands(&[is_it, *value, chosen])
                        .results(&[value.ty()]),
                )
                .result(0)
        })
}

/// What stands for a value that was never written.
pub fn zero<'c>(builder: &Builder<'c>, ty: Ty<'c>) -> Value<'c> {
    builder.constant(ty.as_scalar().expect("elements are scalars"), 0)
}
