//! The kernels of a program as operations again, and the buffers between them.

use super::{emit, import::Imported};
use fvopt_schedule::{
    buffers::{Assignment, Buffer},
    kernel::{Kernel, Kind, Operation, OperationId, ValueId},
    memory::FieldId,
    program::{Program, Step},
};
use ir_program::ops::{Alloc, Func};
use ir_stencil::{
    boxes::SsaBox,
    import::{Importer, captured, operands},
    ops::{Apply, Insert, Load, Store, shaped},
    types::field_of,
};
use mlir_shim::ir::{Builder, Mapping, Op, Value};
use std::collections::{HashMap, HashSet};

/// Writes the kernels of a program, each in the place of an operation, erases the operations that they replace,
/// and allocations that nothing uses any more.
pub fn run<'c>(
    function: Func<'c>,
    imported: &Imported<'c>,
    assignment: &Assignment,
    program: &Program,
) {
    let mut writer = Writer {
        function,
        importer: &imported.importer,
        buffers: HashMap::new(),
    };
    writer.allocate(assignment, program);
    for step in program.blocks.iter().flatten() {
        if let Step::Kernel { kernel, site } = step {
            writer.kernel(kernel, *site);
        }
    }
    for op in imported.replaced.iter().rev() {
        op.erase();
    }
    for alloc in function.0.collect(Alloc::NAME) {
        if alloc.result(0).is_unused() {
            alloc.erase();
        }
    }
}

/// Writes down how a load or store goes through the caches.
fn set_hints(op: Option<Op<'_>>, operation: &Operation) {
    let (Some(op), Some(memory)) = (op, operation.memory()) else {
        return;
    };
    if memory.is_nontemporal
        && let Some(store) = Store::cast(op)
    {
        store.set_nontemporal();
    }
    if let (Some(rows), Some(load)) = (memory.prefetch, Load::cast(op)) {
        load.set_prefetch(rows);
    }
}

/// Where the last of several scalars is known.
fn after_all<'c>(values: &[Value<'c>]) -> Option<Builder<'c>> {
    let after = |value: &Value<'c>| match value.defining_op() {
        Some(op) => op.next(),
        None => value.owner_block().and_then(|block| block.first()),
    };
    let mut places = values.iter().filter_map(after);
    let place = places.find(|place| values.iter().all(|value| value.is_available_at(*place)));
    place.map(Builder::before)
}

struct Writer<'w, 'c> {
    function: Func<'c>,
    importer: &'w Importer<'c>,
    buffers: HashMap<FieldId, Value<'c>>,
}

impl<'c> Writer<'_, 'c> {
    /// Allocates the buffers that kernels use.
    fn allocate(&mut self, assignment: &Assignment, program: &Program) {
        let operations = program.kernels().flat_map(|kernel| &kernel.operations);
        let used: HashSet<FieldId> = operations
            .filter_map(|operation| Some(operation.memory()?.field))
            .collect();
        let first = assignment.values.fields.len() as u32;
        for (number, buffer) in assignment.buffers.iter().enumerate() {
            let field = FieldId(first + number as u32);
            if used.contains(&field) {
                let value = self.buffer(buffer);
                self.buffers.insert(field, value);
            }
        }
    }

    fn buffer(&self, buffer: &Buffer) -> Value<'c> {
        let temp = self.importer.temp(buffer.value);
        let origin = temp.defining_op().expect("a temp of the program");
        let place = self.importer.ssa_box(&buffer.region);
        let start = Builder::at_start(self.function.body(), origin.location());
        let builder = match buffer.is_at_start {
            true => start,
            false => after_all(&place.positions).unwrap_or(start),
        };
        let builder = builder.at(origin.location());
        let field = field_of(origin.location(), &shaped(temp));
        builder
            .build(
                builder
                    .op(Alloc::NAME)
                    .attr("box", place.attr(origin.context()))
                    .operands(&place.positions)
                    .results(&[field]),
            )
            .result(0)
    }

    fn op(&self, operation: OperationId) -> Op<'c> {
        let op = self.importer.op(operation);
        op.expect("an operation of the program")
    }

    fn field(&self, field: FieldId) -> Value<'c> {
        match self.buffers.get(&field) {
            Some(buffer) => *buffer,
            None => self.importer.fields()[field.0 as usize],
        }
    }

    fn kernel(&self, kernel: &Kernel, site: OperationId) {
        let site = self.op(site);
        let (_, body) = emit::kernel(site, &kernel.schedule);
        let end = Builder::at_end(body, site.location());
        let mut values: HashMap<ValueId, Value<'c>> = HashMap::new();
        for operation in &kernel.operations {
            let builder = end.at(self.op(operation.origin).location());
            let op = match self.importer.op(operation.id) {
                Some(op) => Some(self.copy(&builder, op, operation, &values)),
                None => self.create(&builder, operation, &values),
            };
            set_hints(op, operation);
            let results = op.map(Op::results).unwrap_or_default();
            let names = operation.results.iter().map(|(value, _)| *value);
            values.extend(names.zip(results));
        }
    }

    /// A copy of an operation of the program, with the temps, box and storage level that it has now.
    fn copy(
        &self,
        builder: &Builder<'c>,
        op: Op<'c>,
        operation: &Operation,
        values: &HashMap<ValueId, Value<'c>>,
    ) -> Op<'c> {
        let mut mapping = Mapping::new();
        let before = operands(op).into_iter().chain(captured(op));
        let now = operation.operands.iter().chain(&operation.captured);
        for (before, now) in before.zip(now) {
            mapping.map(before, values[now]);
        }
        let copy = builder.insert(mapping.clone_op(op));
        if operation.is_sweep() {
            // Two states that start from one temp of the program may start from two here.
            let inits = operation.operands.iter().map(|value| values[value]);
            let inits: Vec<Value<'c>> = inits.chain(copy.segment(1)).collect();
            copy.set_operands(&inits);
        }
        if let Some(region) = operation
            .region
            .as_ref()
            .filter(|_| operation.memory().is_some() || operation.is_insert())
        {
            let place = self.importer.ssa_box(region);
            if SsaBox::of(copy).as_ref() != Some(&place) {
                place.set_on(copy);
            }
        }
        match operation.level {
            Some(level) if operation.is_apply() => Apply(copy).set_place(level.into()),
            Some(level) if operation.is_insert() => Insert(copy).set_place(level.into()),
            _ => {
                copy.remove_attr("place");
            }
        }
        copy
    }

    /// An operation that the program did not have.
    fn create(
        &self,
        builder: &Builder<'c>,
        operation: &Operation,
        values: &HashMap<ValueId, Value<'c>>,
    ) -> Option<Op<'c>> {
        let place = operation
            .region
            .as_ref()
            .map(|region| self.importer.ssa_box(region));
        match &operation.kind {
            Kind::Load(memory) => {
                let load = emit::load(builder, self.field(memory.field), &place?);
                load.defining_op()
            }
            Kind::Undefined => {
                let like = self.importer.temp(operation.results[0].0);
                emit::undef(builder, like).defining_op()
            }
            Kind::Store(memory) => {
                let positions = self.importer.positions();
                let at: Vec<Value<'c>> = memory
                    .components
                    .iter()
                    .map(|position| positions[position.0 as usize])
                    .collect();
                let field = self.field(memory.field);
                let source = values[&operation.source()];
                Some(emit::store(builder, source, field, &at, &place?))
            }
            Kind::Insert { .. } => {
                let (source, destination) = (operation.source(), operation.destination());
                let value = emit::insert(builder, values[&source], values[&destination], &place?);
                let insert = value.defining_op().and_then(Insert::cast)?;
                if let Some(level) = operation.level {
                    insert.set_place(level.into());
                }
                Some(insert.0)
            }
            kind => unreachable!("clusters do not make {kind:?}"),
        }
    }
}
