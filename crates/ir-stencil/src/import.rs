//! Kernels as plain data: `stencil.kernel` to [`fvopt_schedule::Kernel`].
//!
//! An importer numbers the temps, scalars, fields and operations that kernels name, so that kernels of one
//! program can be compared and made of one another; it finds for each number what it stands for.

use crate::{
    boxes::{SsaBox, facts_at},
    ops::{
        AnyAccess, Apply, Insert, Interval, Kernel, Load, Stage, Store, Sweep, Undef, accesses,
        shaped,
    },
    values::constant_integer,
    views::FieldPart,
};
use fvopt_boxes::{DomainFacts, PlacedBox};
use fvopt_schedule::{
    kernel::{
        self, Access, Body, Dynamic, Kind, Memory, Operation, OperationId, PositionId, Region,
        Shape, ValueId,
    },
    memory::{FieldId, MemoryPart, Selector},
    program::Fresh,
};
use mlir_shim::ir::{Op, Shaped, Value};
use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

/// Numbers for things, in the order in which they were seen.
struct Numbers<T> {
    known: HashMap<T, u32>,
    all: Vec<T>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self {
            known: HashMap::new(),
            all: Vec::new(),
        }
    }
}

impl<T: Copy + Eq + Hash> Numbers<T> {
    fn of(&mut self, thing: T) -> u32 {
        *self.known.entry(thing).or_insert_with(|| {
            self.all.push(thing);
            self.all.len() as u32 - 1
        })
    }

    fn get(&self, number: u32) -> Option<T> {
        self.all.get(number as usize).copied()
    }
}

/// Reads kernels.
pub struct Importer<'c> {
    /// What the operations of a body cost at a point, in additions.
    additions: fn(&[Op<'c>]) -> u64,
    values: Numbers<Value<'c>>,
    positions: Numbers<Value<'c>>,
    fields: Numbers<Value<'c>>,
    operations: Numbers<Op<'c>>,
}

impl<'c> Importer<'c> {
    /// An importer by which bodies cost what a function says.
    pub fn new(additions: fn(&[Op<'c>]) -> u64) -> Self {
        Self {
            additions,
            values: Numbers::default(),
            positions: Numbers::default(),
            fields: Numbers::default(),
            operations: Numbers::default(),
        }
    }

    /// An importer of kernels whose costs are not asked for.
    pub fn without_costs() -> Self {
        Self::new(|_| 0)
    }

    /// A kernel whose operations have boxes (kernel_c1, kernel_c2) and take no temps from outside (kernel_c5).
    pub fn kernel(&mut self, kernel: Kernel<'c>) -> kernel::Kernel {
        let ops = kernel.ops();
        let facts = match ops.is_empty() {
            true => DomainFacts::entry(),
            false => facts_at(kernel.0),
        };
        kernel::Kernel {
            operations: ops.into_iter().map(|op| self.operation(op)).collect(),
            schedule: kernel.schedule(),
            facts,
        }
    }

    /// The number of a field.
    pub fn field(&mut self, field: Value<'c>) -> FieldId {
        FieldId(self.fields.of(field))
    }

    /// The number of an operation.
    pub fn operation_id(&mut self, op: Op<'c>) -> OperationId {
        OperationId(self.operations.of(op))
    }

    /// The numbers that nothing has yet.
    pub fn fresh(&self) -> Fresh {
        Fresh {
            value: self.values.all.len() as u32,
            operation: self.operations.all.len() as u32,
        }
    }

    /// The operation of a number; `None` for one that was not imported.
    pub fn op(&self, operation: OperationId) -> Option<Op<'c>> {
        self.operations.get(operation.0)
    }

    /// The temp of a number.
    pub fn temp(&self, value: ValueId) -> Value<'c> {
        self.values.all[value.0 as usize]
    }

    /// The scalars by the numbers of positions.
    pub fn positions(&self) -> &[Value<'c>] {
        &self.positions.all
    }

    /// The box with numbers for its positions.
    pub fn number_box(&mut self, place: SsaBox<'c>) -> Region {
        self.region(place)
    }

    /// The part of memory that a field is, through views.
    pub fn memory_part(&mut self, field: Value<'c>) -> MemoryPart {
        self.part(field, &[])
    }

    /// The fields by their numbers.
    pub fn fields(&self) -> &[Value<'c>] {
        &self.fields.all
    }

    /// The box with the values for its positions.
    pub fn ssa_box(&self, region: &Region) -> SsaBox<'c> {
        let value = |position: &PositionId| self.positions.all[position.0 as usize];
        SsaBox(PlacedBox {
            index_box: region.index_box.clone(),
            positions: region.positions.iter().map(value).collect(),
        })
    }

    fn region(&mut self, place: SsaBox<'c>) -> Region {
        let PlacedBox {
            index_box,
            positions,
        } = place.0;
        let positions = positions
            .into_iter()
            .map(|value| PositionId(self.positions.of(value)))
            .collect();
        PlacedBox {
            index_box,
            positions,
        }
    }

    fn value(&mut self, value: Value<'c>) -> ValueId {
        ValueId(self.values.of(value))
    }

    fn values(&mut self, values: Vec<Value<'c>>) -> Vec<ValueId> {
        let values = values.into_iter();
        values.map(|value| self.value(value)).collect()
    }

    fn indices(&mut self, at: &[Value<'c>]) -> Vec<PositionId> {
        let number = |value: &Value<'c>| PositionId(self.positions.of(*value));
        at.iter().map(number).collect()
    }

    /// An operation of a kernel, or of a flattened program.
    pub fn operation(&mut self, op: Op<'c>) -> Operation {
        let results = op.results().into_iter();
        let results = results
            .map(|value| (self.value(value), shape(&shaped(value))))
            .collect();
        let mut level = None;
        let kind = if let Some(load) = Load::cast(op) {
            let memory = self.memory(load.field(), load.result(), &[]);
            Kind::Load(Memory {
                prefetch: load.prefetch(),
                ..memory
            })
        } else if let Some(store) = Store::cast(op) {
            let (to, at) = (store.field(), store.components());
            let memory = self.memory(to, store.temp(), &at);
            Kind::Store(Memory {
                is_nontemporal: store.nontemporal(),
                ..memory
            })
        } else if let Some(apply) = Apply::cast(op) {
            level = apply.place();
            Kind::Apply
        } else if let Some(insert) = Insert::cast(op) {
            level = insert.place();
            Kind::Insert {
                components: self.indices(&insert.components()),
            }
        } else if Sweep::is(op) {
            Kind::Sweep
        } else {
            assert!(Undef::is(op), "verified: kernel_c1");
            Kind::Undefined
        };
        let body = self.body(op);
        let id = self.operation_id(op);
        Operation {
            id,
            origin: id,
            kind,
            region: SsaBox::of(op).map(|place| self.region(place)),
            results,
            operands: self.values(operands(op)),
            captured: self.values(captured(op)),
            body: Arc::new(body),
            level: level.map(Into::into),
        }
    }

    fn memory(&mut self, field: Value<'c>, value: Value<'c>, at: &[Value<'c>]) -> Memory {
        Memory {
            field: self.field(field),
            part: self.part(field, at),
            shape: shape(&shaped(field)),
            value: shape(&shaped(value)),
            components: self.indices(at),
            is_nontemporal: false,
            prefetch: None,
        }
    }

    /// The part of memory that a field (through views) and the indices of an `at` name.
    fn part(&mut self, field: Value<'c>, at: &[Value<'c>]) -> MemoryPart {
        let FieldPart {
            base,
            level,
            components,
        } = FieldPart::of(field);
        let data = base.ty().shaped().map(|shape| shape.data);
        let mut sizes = data.unwrap_or_default().into_iter();
        let mut part = MemoryPart::whole(self.field(base));
        part.level = level.map(|level| self.selector(level));
        for component in components {
            let component = self.component(component, sizes.next());
            part.components.push(component);
        }
        for component in at {
            let component = self.component(*component, sizes.next());
            part.components.push(component);
        }
        part
    }

    fn selector(&mut self, value: Value<'c>) -> Selector {
        match constant_integer(value) {
            Some(constant) => Selector::Constant(constant),
            None => Selector::Value(PositionId(self.positions.of(value))),
        }
    }

    /// A component is clamped to its dimension.
    fn component(&mut self, value: Value<'c>, size: Option<i64>) -> Selector {
        match self.selector(value) {
            Selector::Constant(index) => {
                let last = size.unwrap_or(i64::MAX).saturating_sub(1).max(0);
                Selector::Constant(index.clamp(0, last))
            }
            selector => selector,
        }
    }

    /// The body of an operation.
    fn body(&mut self, op: Op<'c>) -> Body {
        let captured = captured(op).into_iter();
        let numbers: HashMap<Value<'c>, usize> = captured.zip(0..).collect();
        let mut body = Body::default();
        let mut stages: HashMap<Op<'c>, usize> = HashMap::new();
        if let Some(sweep) = Sweep::cast(op) {
            body.is_plane_sweep = sweep.is_plane_sweep();
            body.looks_back = looks_back(sweep);
            for (number, interval) in sweep.intervals().into_iter().enumerate() {
                for stage in interval.stages() {
                    if let Some(known) = self.stage((number, interval), stage) {
                        stages.insert(stage.0, body.stages.len());
                        body.stages.push(known);
                    }
                }
            }
        } else if let Some(apply) = Apply::cast(op) {
            body.additions = (self.additions)(&apply.body().ops()) as i64;
        }
        for (number, access) in accesses(op).into_iter().enumerate() {
            // States of a sweep, and locals of its stages, are its own.
            let Some(captured) = numbers.get(&access.temp()) else {
                continue;
            };
            let stage = access.0.ancestor(Stage::NAME);
            body.accesses.push(Access {
                number,
                captured: *captured,
                offset: access.offset(),
                dynamic: access.is_dynamic().then(|| match access.extent() {
                    Some((low, high)) => Dynamic::Relative(low, high),
                    None => Dynamic::Absolute,
                }),
                levels: access.levels().map(|levels| self.region(levels)),
                stage: stage.and_then(|stage| stages.get(&stage)).copied(),
            });
        }
        body
    }

    /// A stage; `None` where it has no box, and nobody needs it.
    fn stage(
        &mut self,
        (number, interval): (usize, Interval<'c>),
        stage: Stage<'c>,
    ) -> Option<kernel::Stage> {
        let ops = stage.0.body().map(|body| body.ops()).unwrap_or_default();
        Some(kernel::Stage {
            region: self.region(stage.index_box()?),
            interval: number,
            levels: self.region(interval.index_box()),
            additions: (self.additions)(&ops) as i64,
            writes: stage
                .writes()
                .into_iter()
                .map(|(state, offset)| (state.number(), offset))
                .collect(),
        })
    }
}

/// The temps that an operation of a kernel takes: initial values of a sweep, source and destination of an
/// insert, what is stored.
pub fn operands(op: Op<'_>) -> Vec<Value<'_>> {
    if let Some(store) = Store::cast(op) {
        vec![store.temp()]
    } else if let Some(insert) = Insert::cast(op) {
        vec![insert.source(), insert.destination()]
    } else {
        Sweep::cast(op).map(Sweep::inits).unwrap_or_default()
    }
}

/// The temps from outside that the body of an operation reads, each once.
pub fn captured(op: Op<'_>) -> Vec<Value<'_>> {
    let mut known = HashSet::new();
    let temps = accesses(op).into_iter().map(AnyAccess::temp);
    temps
        .filter(|temp| {
            // States of a sweep are arguments of its body, locals are results of its stages.
            let definition = temp.defining_op();
            definition.is_some_and(|definition| !Stage::is(definition)) && known.insert(*temp)
        })
        .collect()
}

/// For each state of a sweep the levels at which it is read, around the own one.
fn looks_back(sweep: Sweep<'_>) -> Vec<Option<(i64, i64)>> {
    let mut levels = vec![Some((0, 0)); sweep.0.result_count()];
    for access in accesses(sweep.0) {
        let temp = access.temp();
        if temp.owner_block() != Some(sweep.body()) {
            continue;
        }
        let known = &mut levels[temp.number()];
        let offset = access.offset()[2];
        *known = match *known {
            Some((low, high)) if !access.is_dynamic() => Some((low.min(offset), high.max(offset))),
            _ => None,
        };
    }
    levels
}

/// What a temp or field consists of.
pub fn shape(shape: &Shaped<'_>) -> Shape {
    let scalar = shape.element.as_scalar();
    Shape {
        axes: shape.axes,
        scalar_bytes: scalar.map(|scalar| scalar.bytes() as i64),
        components: shape.components() as i64,
        has_data: !shape.data.is_empty(),
    }
}
