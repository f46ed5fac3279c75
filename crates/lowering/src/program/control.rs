//! The program around the kernels: control flow as a graph of blocks, the end.

use super::ProgramEmitter;
use crate::{
    abi::{self, Report},
    arithmetic::Arithmetic,
    loops,
    memory::{Storage, allocate_plain, free, size, store},
};
use fvopt_boxes::Axis;
use ir_program::ops::{Alloc, Bound, For, If, Swap, View};
use ir_stencil::ops::{Allocation, Kernel, shaped};
use mlir_shim::{
    ir::{Block, Builder, Op, Scalar, Ty, Value},
    pass::Failed,
};
use std::ops::ControlFlow;

impl<'c> ProgramEmitter<'c, '_> {
    /// Lowers the whole program; `exit` takes the status.
    pub(super) fn program(&mut self, exit: Block<'c>) -> Result<(), Failed> {
        let function = self.environment.function;
        let arguments: Vec<Value<'c>> = function
            .body()
            .arguments()
            .into_iter()
            .filter(|argument| argument.ty().is_field())
            .collect();
        if self.environment.checked {
            for argument in &arguments {
                self.shadow_argument(*argument);
            }
        }
        let own: Vec<(Value<'c>, Storage<'c>)> = arguments
            .iter()
            .map(|argument| (*argument, self.environment.fields[argument].storage))
            .collect();
        let allocated = self.block_ops(function.body())?;
        let location = function.0.location();
        self.restore(function.0, &own);
        let builder = self.at(location);
        for storage in allocated.into_iter().rev() {
            free(&builder, storage);
        }
        if self.environment.checked {
            for (_, storage) in own.into_iter().rev() {
                if let Some(shadow) = storage.written {
                    builder.build(builder.op("memref.dealloc").operands(&[shadow]));
                }
            }
        }
        let success = builder.constant(Scalar::I32, 0);
        builder.jump(exit, &[success]);
        Ok(())
    }

    /// In checked mode an argument counts as written everywhere.
    fn shadow_argument(&mut self, argument: Value<'c>) {
        let builder = self.at(self.environment.function.0.location());
        let mut field = self.environment.fields[&argument];
        let rank = abi::dimensions(&shaped(argument)).len();
        let sizes: Vec<Value<'c>> = (0..rank)
            .map(|position| size(&builder, field.storage.memref, position))
            .collect();
        let flag = Ty::scalar(builder.context(), Scalar::I1);
        let shadow = allocate_plain(&builder, flag, &sizes, 64);
        let zero = builder.index(0);
        let ranges: Vec<_> = sizes.iter().map(|size| (zero, *size)).collect();
        loops::sequential(&builder, &ranges, |inner, indices| {
            store(inner, inner.constant(Scalar::I1, 1), shadow, indices);
        });
        field.storage.written = Some(shadow);
        self.environment.fields.insert(argument, field);
        let status = Ty::scalar(builder.context(), Scalar::I32);
        let block = self.region.append_block(&[status], builder.location());
        let leave = Builder::at_end(block, builder.location());
        leave.build(leave.op("memref.dealloc").operands(&[shadow]));
        leave.jump(self.abort, &block.arguments());
        self.abort = block;
    }

    /// Lowers the operations of a block (not its terminator) and gives what they allocated.
    fn block_ops(&mut self, block: Block<'c>) -> Result<Vec<Storage<'c>>, Failed> {
        let mut allocated = Vec::new();
        for op in block.ops() {
            if let Some(kernel) = Kernel::cast(op) {
                self.kernel(kernel);
            } else if let Some(alloc) = Alloc::cast(op) {
                self.allocate(alloc);
                allocated.push(self.environment.fields[&op.result(0)].storage);
            } else if let Some(repeat) = For::cast(op) {
                self.repeat(repeat)?;
            } else if let Some(branch) = If::cast(op) {
                self.choose(branch)?;
            } else if Swap::is(op) {
                self.swap(op);
            } else if let Some(bound) = Bound::cast(op) {
                self.bound(bound);
            } else if let Some(allocation) = Allocation::cast(op) {
                self.allocation(allocation);
            } else if op.is("program.exchange") {
                self.exchange(op);
            } else if op.is("program.reduce") {
                self.reduce(op);
            } else if op.is("program.callback") {
                self.callback(op)?;
            } else if View::is(op) || op.is("program.return") || op.is("program.yield") {
                // Views are resolved where they are used; terminators by whoever holds the block.
            } else if op.name().starts_with("stencil.") || op.name().starts_with("program.") {
                return self.refuse(op, "it is not in kernel form; run program-schedule first");
            } else {
                self.pure(op)?;
            }
        }
        Ok(allocated)
    }

    /// Clones an upstream operation on scalars. Its regions, as of `scf.if`, hold nothing else.
    fn pure(&mut self, op: Op<'c>) -> Result<(), Failed> {
        let is_ours = |name: &str| name.starts_with("stencil.") || name.starts_with("program.");
        let ours = op.find(|inner| match is_ours(inner.name()) {
            true => ControlFlow::Break(inner),
            false => ControlFlow::Continue(()),
        });
        if let Some(inner) = ours {
            let reason = format!(
                "it stands in `{}`; use `program.for` and `program.if` around operations on fields",
                op.name()
            );
            return self.refuse(inner, &reason);
        }
        let is_field = |value: &Value<'c>| value.ty().is_field() || value.ty().is_temp();
        let on_field = op.find(|inner| match inner.operands().iter().any(is_field) {
            true => ControlFlow::Break(inner),
            false => ControlFlow::Continue(()),
        });
        if let Some(inner) = on_field {
            return self.refuse(inner, "it takes a field");
        }
        let mut mapping = mlir_shim::ir::Mapping::new();
        self.environment.map_scalars(op, &mut mapping);
        let clone = self.at(op.location()).insert(mapping.clone_op(op));
        for (old, new) in op.results().into_iter().zip(clone.results()) {
            self.environment.scalars.insert(old, new);
        }
        Ok(())
    }

    fn bound(&mut self, bound: Bound<'c>) {
        let builder = self.at(bound.0.location());
        let ssa_box = bound.index_box();
        for axis in 0..3 {
            if ssa_box.is_bounded_on(Axis::ALL[axis]) {
                let (low, high) = self.environment.range(&builder, &ssa_box, axis);
                self.environment.scalars.insert(bound.0.result(0), low);
                self.environment.scalars.insert(bound.0.result(1), high);
            }
        }
    }

    /// Where the memory of a field begins and ends on an axis.
    fn allocation(&mut self, allocation: Allocation<'c>) {
        let builder = self.at(allocation.0.location());
        let (base, _, _) = self.environment.resolve(allocation.field());
        let axis = allocation.axis();
        let (low, high) = self.environment.allocated(&builder, base, axis);
        self.environment.scalars.insert(allocation.low(), low);
        self.environment.scalars.insert(allocation.high(), high);
    }

    fn repeat(&mut self, repeat: For<'c>) -> Result<(), Failed> {
        let op = repeat.0;
        let location = op.location();
        let [low, high, step] = repeat.range().map(|value| self.environment.scalar(value));
        self.check_step(op, step);
        let moved = self.moved_in(op);
        let inits: Vec<Value<'c>> = repeat
            .inits()
            .into_iter()
            .map(|init| self.environment.scalar(init))
            .collect();
        let iterations = iterations(&self.at(location), [low, high, step]);
        let mut entering = vec![low, iterations];
        entering.extend(&inits);
        entering.extend(self.storage_values(&moved));
        let types: Vec<Ty<'c>> = entering.iter().map(|value| value.ty()).collect();
        let header = self.region.append_block(&types, location);
        let body = self.region.append_block(&[], location);
        let after = self.region.append_block(&[], location);
        self.at(location).jump(header, &entering);
        let arguments = header.arguments();
        let (counter, left) = (arguments[0], arguments[1]);
        let (carried, storages) = arguments[2..].split_at(inits.len());
        let builder = Builder::at_end(header, location);
        let goes_on = builder.compare("ne", left, builder.index(0));
        builder.branch(goes_on, (body, &[]), (after, &[]));
        self.block = body;
        self.set_storages(&moved, storages);
        let values = std::iter::once(&counter).chain(carried);
        for (argument, value) in repeat.body().arguments().into_iter().zip(values) {
            self.environment.scalars.insert(argument, *value);
        }
        let outer = self.abort;
        let allocated = self.block_ops(repeat.body())?;
        self.abort = outer;
        let builder = self.at(location);
        for storage in allocated.into_iter().rev() {
            free(&builder, storage);
        }
        let terminator = repeat.body().terminator().expect("verified: a terminator");
        // Behind the last iteration the counter may wrap around; nothing looks at it.
        let mut next = vec![builder.add(counter, step), builder.shifted(left, -1)];
        next.extend(
            terminator
                .operands()
                .into_iter()
                .map(|value| self.environment.scalar(value)),
        );
        next.extend(self.storage_values(&moved));
        builder.jump(header, &next);
        self.block = after;
        self.set_storages(&moved, storages);
        for (result, value) in op.results().into_iter().zip(carried) {
            self.environment.scalars.insert(result, *value);
        }
        Ok(())
    }

    fn check_step(&mut self, op: Op<'c>, step: Value<'c>) {
        let known = step.defining_op().filter(|op| op.is("arith.constant"));
        let constant = known
            .and_then(|op| op.attr("value"))
            .and_then(|value| value.as_integer());
        if constant.is_some_and(|step| step > 0) {
            return;
        }
        let builder = self.at(op.location());
        let zero = builder.index(0);
        let stuck = builder.compare("sle", step, zero);
        let site = self.environment.site(op, "program.for");
        self.abort_when(op, stuck, site, Report::Step, [step, zero, zero]);
    }

    fn choose(&mut self, branch: If<'c>) -> Result<(), Failed> {
        let op = branch.0;
        let location = op.location();
        let moved = self.moved_in(op);
        let before = self.storage_values(&moved);
        let mut types: Vec<Ty<'c>> = op.results().iter().map(|result| result.ty()).collect();
        types.extend(before.iter().map(|value| value.ty()));
        let join = self.region.append_block(&types, location);
        let condition = self.environment.scalar(branch.condition());
        let blocks = [Some(branch.then_block()), branch.else_block()];
        let starts = blocks.map(|_| self.region.append_block(&[], location));
        self.at(location)
            .branch(condition, (starts[0], &[]), (starts[1], &[]));
        let outer = self.abort;
        for (source, start) in blocks.into_iter().zip(starts) {
            self.block = start;
            self.set_storages(&moved, &before);
            let mut leaving = Vec::new();
            let mut allocated = Vec::new();
            if let Some(source) = source {
                allocated = self.block_ops(source)?;
                self.abort = outer;
                let terminator = source.terminator().expect("verified: a terminator");
                leaving.extend(
                    terminator
                        .operands()
                        .into_iter()
                        .map(|value| self.environment.scalar(value)),
                );
            }
            leaving.extend(self.storage_values(&moved));
            let builder = self.at(location);
            for storage in allocated.into_iter().rev() {
                free(&builder, storage);
            }
            builder.jump(join, &leaving);
        }
        self.block = join;
        let arguments = join.arguments();
        for (result, value) in op.results().into_iter().zip(&arguments) {
            self.environment.scalars.insert(result, *value);
        }
        self.set_storages(&moved, &arguments[op.result_count()..]);
        Ok(())
    }
}

/// How often a loop runs whose step is positive, as an unsigned number: the distance from low to
/// high may be as large as 2^64 - 1.
fn iterations<'c>(builder: &Builder<'c>, [low, high, step]: [Value<'c>; 3]) -> Value<'c> {
    let (zero, one) = (builder.index(0), builder.index(1));
    let last = builder.shifted(builder.sub(high, low), -1);
    let whole = builder.binary("arith.divui", last, step);
    let some = builder.compare("slt", low, high);
    builder.select(some, builder.add(whole, one), zero)
}
