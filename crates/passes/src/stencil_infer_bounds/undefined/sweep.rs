//! What sweeps require for certain of their initial values and of other temps.

use super::{Certain, Part, beside, body::certain_accesses};
use fvopt_boxes::{Answer, Axis, DomainFacts};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Stage, Sweep, shaped},
};
use mlir_shim::ir::{Op, Value};

const K: usize = 2;

/// How many writes to a state are compared with each other.
const MOST_WRITERS: usize = 16;

/// A stage that writes a state, and the levels that it writes.
struct Writer<'c> {
    stage: Stage<'c>,
    /// Which of the values that the stage yields.
    yielded: usize,
    offset: i64,
    levels: SsaBox<'c>,
}

impl<'c> Certain<'_, 'c> {
    pub(super) fn sweep(&mut self, sweep: Sweep<'c>) {
        let states = sweep.carries();
        let writers: Vec<Vec<Writer<'c>>> = states.iter().map(|c| writers(sweep, *c)).collect();
        let inits = sweep.inits();
        for (number, result) in sweep.0.results().into_iter().enumerate() {
            if !shaped(result).has_axis(K) {
                continue;
            }
            let alone = only_writers(&writers[number], self.facts);
            for Part { region, reader } in self.parts_of(result) {
                for part in self.never_written(&region, &writers[number]) {
                    self.require(inits[number], &part, reader);
                }
                for writer in &alone {
                    let written = region.intersect(&writer.levels);
                    let at = written.shift([0, 0, -writer.offset]);
                    let at = match writer.stage.index_box() {
                        Some(own) => at.intersect(&own),
                        None => continue,
                    };
                    for access in certain_accesses(writer.stage.0, writer.yielded) {
                        let (temp, read) = (access.temp(), at.shift(access.offset()));
                        match states.iter().position(|state| *state == temp) {
                            Some(state) => {
                                self.initial(&read, access.0, &writers[state], inits[state]);
                            }
                            None if access.is_of_sweep(sweep) => {}
                            None => self.require(temp, &read, access.0),
                        }
                    }
                }
            }
        }
    }

    /// Notes what a stage reads of a state where only the initial value can be.
    fn initial(
        &mut self,
        read: &SsaBox<'c>,
        reader: Op<'c>,
        writers: &[Writer<'c>],
        init: Value<'c>,
    ) {
        if shaped(init).has_axis(K) {
            for part in self.never_written(read, writers) {
                self.require(init, &part, reader);
            }
        }
    }

    /// The parts of a box on levels that no stage writes.
    fn never_written(&self, region: &SsaBox<'c>, writers: &[Writer<'c>]) -> Vec<SsaBox<'c>> {
        let mut left = vec![region.clone()];
        for writer in writers {
            let beside = left
                .iter()
                .flat_map(|part| beside(part, &writer.levels, Axis::K));
            left = beside
                .map(|part| part.simplify(self.facts))
                .filter(|part| part.index_box.is_empty(self.facts) == Answer::No)
                .collect();
        }
        left
    }
}

/// The writes to a state.
fn writers<'c>(sweep: Sweep<'c>, state: Value<'c>) -> Vec<Writer<'c>> {
    let mut found = Vec::new();
    for interval in sweep.intervals() {
        for stage in interval.stages() {
            for (yielded, (to, offset)) in stage.writes().into_iter().enumerate() {
                if to == state {
                    found.push(Writer {
                        stage,
                        yielded,
                        offset,
                        levels: interval.index_box().shift([0, 0, offset]),
                    });
                }
            }
        }
    }
    found
}

/// The writers on whose levels no other one writes; none where there are many, whose pairs are
/// not looked at.
fn only_writers<'w, 'c>(writers: &'w [Writer<'c>], facts: &DomainFacts) -> Vec<&'w Writer<'c>> {
    if writers.len() > MOST_WRITERS {
        return Vec::new();
    }
    let apart = |one: &Writer<'c>, other: &Writer<'c>| {
        let shared = one.levels.intersect(&other.levels);
        shared.index_box.is_empty(facts).is_yes()
    };
    let alone = |number: usize| {
        let mut others = writers
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != number);
        others.all(|(_, other)| apart(&writers[number], other))
    };
    let numbers = (0..writers.len()).filter(|number| alone(*number));
    numbers.map(|number| &writers[number]).collect()
}
