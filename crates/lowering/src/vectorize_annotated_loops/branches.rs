//! Branches for all lanes at once.

use super::{emit::Emission, lanes::Lane};
use crate::{arithmetic::Arithmetic, loops::either};
use mlir_shim::ir::{Block, Builder, Op, Region, Ty, Value};

impl<'c> Emission<'c, '_> {
    /// A branch: kept where all lanes agree, else both sides under masks.
    pub(super) fn branch(&mut self, op: Op<'c>) {
        let builder = self.builder.at(op.location());
        match self.lane(op.operand(0)) {
            Lane::Uniform(condition) => self.uniform_branch(op, condition),
            lane => {
                let condition = self.lanes.materialize(&builder, lane);
                self.varying_branch(op, condition);
            }
        }
    }

    fn uniform_branch(&mut self, op: Op<'c>, condition: Value<'c>) {
        let types = self.vectors_of(op);
        let mut regions = Vec::new();
        for number in 0..2 {
            regions.push(match op.region(number).block() {
                Some(block) => self.inside(op, |own| own.side(block)),
                None => Region::empty(),
            });
        }
        let builder = self.builder.at(op.location());
        let mut state = builder.op("scf.if").operands(&[condition]).results(&types);
        for region in regions {
            state = state.region(region);
        }
        let branch = builder.build(state);
        for (old, new) in op.results().into_iter().zip(branch.results()) {
            self.set(old, Lane::Varying(new));
        }
    }

    /// Both sides, each under its mask; dear ones only where a lane takes them. Dear ones come last,
    /// so that what is chosen between is there.
    fn varying_branch(&mut self, op: Op<'c>, condition: Value<'c>) {
        let builder = self.builder.at(op.location());
        let sides: Vec<(bool, Block<'c>)> = [true, false]
            .into_iter()
            .zip(0..2)
            .filter_map(|(is_taken, number)| Some((is_taken, op.region(number).block()?)))
            .collect();
        let outer = self.mask;
        let (dear, cheap): (Vec<_>, Vec<_>) = sides
            .into_iter()
            .partition(|(_, side)| self.how.skipped.contains(*side));
        // What lanes have so far, and which lanes that is right for.
        let mut values: Option<Vec<Value<'c>>> = None;
        for (is_taken, side) in cheap {
            let own = self.own_mask(&builder, condition, is_taken, outer);
            self.mask = Some(own);
            let yielded = self.side(side);
            values = Some(match values {
                None => yielded,
                Some(first) => choose(&builder, condition, &first, &yielded),
            });
        }
        for (is_taken, side) in dear {
            let own = self.own_mask(&builder, condition, is_taken, outer);
            values = Some(self.dear_side(op, side, (condition, is_taken, own), values));
        }
        self.mask = outer;
        for (result, value) in op.results().into_iter().zip(values.unwrap_or_default()) {
            self.set(result, Lane::Varying(value));
        }
    }

    /// A side that is skipped where no lane takes it: then all have what they had before.
    fn dear_side(
        &mut self,
        op: Op<'c>,
        side: Block<'c>,
        (condition, is_taken, own): (Value<'c>, bool, Value<'c>),
        before: Option<Vec<Value<'c>>>,
    ) -> Vec<Value<'c>> {
        let builder = self.builder.at(op.location());
        let types = self.vectors_of(op);
        let any = self.lanes.any(&builder, own);
        self.mask = Some(own);
        let yes = self.inside(op, |this| {
            let values = this.side(side);
            match (&before, is_taken) {
                (None, _) => values,
                (Some(before), true) => choose(&this.builder, condition, &values, before),
                (Some(before), false) => choose(&this.builder, condition, before, &values),
            }
        });
        let no = self.inside(op, |this| match &before {
            Some(before) => before.clone(),
            // Nobody takes this side, and so nobody looks at these.
            None => this.zeros(&this.builder, op),
        });
        let state = builder.op("scf.if").operands(&[any]).results(&types);
        builder.build(state.region(yes).region(no)).results()
    }

    /// The lanes that take a side, of those that are active.
    fn own_mask(
        &self,
        builder: &Builder<'c>,
        condition: Value<'c>,
        is_taken: bool,
        outer: Option<Value<'c>>,
    ) -> Value<'c> {
        let side = match is_taken {
            true => condition,
            false => {
                let all = self.lanes.all(builder);
                builder.binary("arith.xori", condition, all)
            }
        };
        match outer {
            None => side,
            // Where the branch is not reached, its condition may be no value at all: no `and` of both.
            Some(outer) => builder.select(outer, side, self.lanes.none(builder)),
        }
    }

    /// Zero in every lane, for each result.
    pub(super) fn zeros(&self, builder: &Builder<'c>, op: Op<'c>) -> Vec<Value<'c>> {
        let zero = |result: Value<'c>| {
            let scalar = result.ty().as_scalar().expect("results are scalars");
            self.lanes.broadcast(builder, builder.constant(scalar, 0))
        };
        op.results().into_iter().map(zero).collect()
    }

    /// Emits a side; gives the vectors that it yields.
    pub(super) fn side(&mut self, side: Block<'c>) -> Vec<Value<'c>> {
        let yielded = self.block(side);
        let vector = |lane| self.lanes.materialize(&self.builder, lane);
        yielded.into_iter().map(vector).collect()
    }

    /// A region that yields what is emitted in it.
    fn inside(&mut self, op: Op<'c>, emit: impl FnOnce(&mut Self) -> Vec<Value<'c>>) -> Region<'c> {
        let outer = self.builder;
        let (region, block) = Region::with_block(&[], op.location());
        self.builder = Builder::at_end(block, op.location());
        let values = emit(self);
        self.builder
            .build(self.builder.op("scf.yield").operands(&values));
        self.builder = outer;
        region
    }

    pub(super) fn vectors_of(&self, op: Op<'c>) -> Vec<Ty<'c>> {
        let results = op.results().into_iter();
        results
            .map(|result| self.lanes.vector(result.ty()))
            .collect()
    }

    /// A function without a form on vectors, for a lane: in a branch it is dear enough not to be computed
    /// where the lane does not take the side. Behind the end of the row it is, which makes less code.
    pub(super) fn function_if_active(
        &self,
        builder: &Builder<'c>,
        number: i64,
        op: Op<'c>,
        call: impl FnOnce(&Builder<'c>) -> Value<'c>,
    ) -> Value<'c> {
        let row = self.first.map(|(mask, _)| mask);
        let Some(mask) = self.mask.filter(|mask| Some(*mask) != row) else {
            return call(builder);
        };
        let active = self.lanes.extract(builder, Lane::Varying(mask), number);
        let ty = op.result(0).ty();
        let scalar = ty.as_scalar().expect("results are scalars");
        let zero = |inner: &Builder<'c>| vec![inner.constant(scalar, 0)];
        either(builder, active, &[ty], |inner| vec![call(inner)], zero)[0]
    }
}

/// For each lane one of two values.
fn choose<'c>(
    builder: &Builder<'c>,
    condition: Value<'c>,
    yes: &[Value<'c>],
    no: &[Value<'c>],
) -> Vec<Value<'c>> {
    let one = |(yes, no): (&Value<'c>, &Value<'c>)| {
        let state = builder
            .op("arith.select")
            .operands(&[condition, *yes, *no])
            .results(&[yes.ty()]);
        builder.build(state).result(0)
    };
    yes.iter().zip(no).map(one).collect()
}
