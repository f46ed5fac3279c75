//! Ends that boxes refer to by value are computed: what [`fvopt_analysis::ends`] finds out, done.

use fvopt_analysis::{
    ends::{ComputedEnd, Ends},
    region::{self, Position, Region},
};
use ir_program::ops::{Bound, BoundParts, Func};
use ir_stencil::boxes::SsaBox;
use mlir_shim::ir::{Builder, Op, Scalar, Ty, Value};
use std::collections::HashSet;

/// The ends of a program in which each is computed as soon as a box is to refer to it.
pub struct BoundedEnds<'c>(Ends<'c>);

impl<'c> BoundedEnds<'c> {
    /// Those of a program.
    pub fn new(function: Func<'c>) -> Self {
        Self(Ends::new(function))
    }

    /// As [`Ends::bounded`], in a program that computes the ends now.
    pub fn bounded(&mut self, own: SsaBox<'c>, at: Op<'c>) -> SsaBox<'c> {
        let bounded = self.0.bounded(region::of_box(&own), at);
        self.computed(&bounded)
    }

    /// As [`Ends::relax`], in a program that computes the ends now.
    pub fn relax(&mut self, own: &SsaBox<'c>, at: Op<'c>) -> SsaBox<'c> {
        let relaxed = self.0.relax(&region::of_box(own), at);
        self.computed(&relaxed)
    }

    fn computed(&mut self, region: &Region<'c>) -> SsaBox<'c> {
        let values = compute(self.0.computed());
        let own = resolved(region, &values);
        self.0.note_computed(&values);
        own
    }
}

/// Computes ends, in order; gives their values.
pub fn compute<'c>(ends: &[ComputedEnd<'c>]) -> Vec<Value<'c>> {
    let mut values = Vec::new();
    for end in ends {
        let builder = Builder::before(end.before).at(end.location);
        let index = Ty::scalar(builder.context(), Scalar::Index);
        let parts = BoundParts {
            index_box: &resolved(&end.region, &values),
            low: index,
            high: index,
        };
        let bound = builder.build(Bound::state(&builder, parts));
        values.push(Bound(bound).low());
    }
    values
}

/// A region with the values of ends in place of their numbers.
pub fn resolved<'c>(region: &Region<'c>, values: &[Value<'c>]) -> SsaBox<'c> {
    SsaBox(region.map(|position| match position {
        Position::Value(value) => value,
        Position::End(number) => values[number as usize],
    }))
}

/// Erases the ends that a program computes and neither an operation nor one of these boxes refers to.
pub fn erase_unused<'b, 'c: 'b>(
    function: Func<'c>,
    boxes: impl IntoIterator<Item = &'b SsaBox<'c>>,
) {
    let bounds = function.0.collect(Bound::NAME);
    if bounds.is_empty() {
        return;
    }
    let positions = boxes.into_iter().flat_map(|own| own.positions.iter());
    let kept: HashSet<Value<'c>> = positions.copied().collect();
    for bound in bounds.into_iter().rev() {
        let is_unused = |result: &Value<'c>| result.is_unused() && !kept.contains(result);
        if bound.results().iter().all(is_unused) {
            bound.erase();
        }
    }
}
