//! Loops for all lanes at once: `scf.while` as long as it goes on for any lane.
//!
//! ```mlir
//! %n:2 = scf.while (%i = %first) : (index) -> (index, f64) {
//!   ... scf.condition(%goes_on) %i, %x : index, f64
//! } do { ... scf.yield %next : index }
//! ```
//! becomes a loop that carries, beside what the lanes carry, the lanes that still go on and what the
//! others ended with: a lane that has ended keeps its results, and what is computed in it is not
//! looked at. It is not kept from going on: what the next iteration loads would then depend
//! on what this one has loaded, and the processor could not load ahead.

use super::{emit::Emission, lanes::Lane};
use crate::arithmetic::Arithmetic;
use mlir_shim::ir::{Block, Builder, Op, Region, Scalar, Ty, Value};

impl<'c> Emission<'c, '_> {
    /// A loop in a body.
    pub(super) fn repeat(&mut self, op: Op<'c>) {
        let outer = (self.mask, self.is_search);
        let builder = self.builder.at(op.location());
        let bits = self.lanes.vector(Ty::scalar(builder.context(), Scalar::I1));
        let [before, after] = [0, 1].map(|number| op.region(number).block());
        let (Some(before), Some(after)) = (before, after) else {
            unreachable!("verified: a loop has two blocks");
        };
        let mut first: Vec<Value<'c>> = op
            .operands()
            .into_iter()
            .map(|init| self.lanes.materialize(&builder, self.lane(init)))
            .collect();
        let carried: Vec<Ty<'c>> = first.iter().map(|value| value.ty()).collect();
        let results = self.vectors_of(op);
        first.push(outer.0.unwrap_or_else(|| self.lanes.all(&builder)));
        first.extend(self.zeros(&builder, op));

        let entering = [&carried[..], &[bits], &results].concat();
        let (condition, arguments) = self.enter(op, &entering);
        self.going_on(before, &arguments, carried.len());
        let leaving = [&[bits], &results[..], &results].concat();
        let (body, arguments) = self.enter(op, &leaving);
        self.next(after, &arguments);

        self.builder = builder;
        (self.mask, self.is_search) = outer;
        let state = builder.op("scf.while").operands(&first).results(&leaving);
        let repeated = builder.build(state.region(condition).region(body));
        for (old, new) in op.results().into_iter().zip(&repeated.results()[1..]) {
            self.set(old, Lane::Varying(*new));
        }
    }

    /// Whether it goes on: for the lanes that do, what the condition forwards; the others keep what
    /// they had.
    fn going_on(&mut self, block: Block<'c>, arguments: &[Value<'c>], carried: usize) {
        let (values, kept) = arguments.split_at(carried);
        let (active, kept) = kept.split_first().expect("the lanes that go on");
        self.mask = Some(*active);
        self.is_search = true;
        for (old, new) in block.arguments().into_iter().zip(values) {
            self.set(old, Lane::Varying(*new));
        }
        let forwarded = self.side(block);
        let builder = self.builder;
        let (goes_on, forwarded) = forwarded.split_first().expect("a condition");
        let goes_on = builder.select(*active, *goes_on, self.lanes.none(&builder));
        let any = self.lanes.any(&builder, goes_on);
        let mut operands = vec![any, goes_on];
        for (new, old) in forwarded.iter().zip(kept) {
            let state = builder.op("arith.select").operands(&[*active, *new, *old]);
            operands.push(builder.build(state.results(&[new.ty()])).result(0));
        }
        operands.extend(forwarded);
        builder.build(builder.op("scf.condition").operands(&operands));
    }

    /// The body, for the lanes that go on.
    fn next(&mut self, block: Block<'c>, arguments: &[Value<'c>]) {
        let results = block.arguments();
        let (on_and_kept, forwarded) = arguments.split_at(1 + results.len());
        self.mask = Some(on_and_kept[0]);
        for (old, new) in results.into_iter().zip(forwarded) {
            self.set(old, Lane::Varying(*new));
        }
        let mut operands = self.side(block);
        operands.extend(on_and_kept);
        let builder = self.builder;
        builder.build(builder.op("scf.yield").operands(&operands));
    }

    /// A region with a block that takes these; what comes next is emitted there.
    fn enter(&mut self, op: Op<'c>, types: &[Ty<'c>]) -> (Region<'c>, Vec<Value<'c>>) {
        let (region, block) = Region::with_block(types, op.location());
        self.builder = Builder::at_end(block, op.location());
        (region, block.arguments())
    }
}
