//! Demands, propagated backwards from what is written to what is read.

use fvopt_boxes::{Answer, Axis, DomainFacts, End, Range};
use ir_program::ops::{For, Func, If};
use ir_stencil::{
    boxes::{SsaBox, set_bounds},
    ops::{AnyAccess, Apply, Insert, Interval, Load, Store, Sweep, Undef, accesses, shaped},
};
use mlir_shim::{
    diagnostic,
    ir::{Block, Op, Value},
    pass::Failed,
};
use std::collections::HashMap;

const IJ: u32 = 0b011;
const K: u32 = 0b100;

/// Infers the boxes of all temps of a program and sets them on the operations;
/// gives, for every temp, the box on which it is needed.
pub fn infer<'c>(
    function: Func<'c>,
    facts: &DomainFacts,
) -> Result<HashMap<Value<'c>, SsaBox<'c>>, Failed> {
    let mut demands = Demands {
        facts,
        boxes: HashMap::new(),
    };
    demands.block(function.body())?;
    Ok(demands.boxes)
}

struct Demands<'f, 'c> {
    facts: &'f DomainFacts,
    boxes: HashMap<Value<'c>, SsaBox<'c>>,
}

impl<'c> Demands<'_, 'c> {
    /// Demands a temp on a box, as far as the temp has the axes.
    fn demand(&mut self, temp: Value<'c>, wanted: &SsaBox<'c>) {
        let wanted = wanted.project(shaped(temp).axes).simplify(self.facts);
        if wanted.index_box.is_empty(self.facts) == Answer::Yes {
            return;
        }
        let all = match self.boxes.get(&temp) {
            Some(known) => known.hull(&wanted).simplify(self.facts),
            None => wanted,
        };
        self.boxes.insert(temp, all);
    }

    fn demand_maybe(&mut self, temp: Value<'c>, wanted: Option<&SsaBox<'c>>) {
        if let Some(wanted) = wanted {
            self.demand(temp, wanted);
        }
    }

    /// The hull of what is demanded of all results.
    fn of_results(&self, op: Op<'c>) -> Option<SsaBox<'c>> {
        op.results()
            .into_iter()
            .filter_map(|result| self.boxes.get(&result))
            .cloned()
            .reduce(|all, next| all.hull(&next))
            .map(|all| all.simplify(self.facts))
    }

    fn block(&mut self, block: Block<'c>) -> Result<(), Failed> {
        for op in block.ops().into_iter().rev() {
            self.op(op)?;
        }
        Ok(())
    }

    fn op(&mut self, op: Op<'c>) -> Result<(), Failed> {
        if let Some(store) = Store::cast(op) {
            self.demand(store.temp(), &store.index_box());
        } else if let Some(insert) = Insert::cast(op) {
            self.insert(insert);
        } else if let Some(apply) = Apply::cast(op) {
            return self.apply(apply);
        } else if let Some(sweep) = Sweep::cast(op) {
            return self.sweep(sweep);
        } else if let Some(load) = Load::cast(op) {
            self.load(load);
        } else if let Some(branch) = If::cast(op) {
            return self.branch(branch);
        } else if let Some(repeat) = For::cast(op) {
            return self.repeat(repeat);
        } else if Undef::is(op) && op.result(0).is_unused() {
            op.erase();
        }
        Ok(())
    }

    fn load(&mut self, load: Load<'c>) {
        match self.boxes.get(&load.result()) {
            Some(wanted) => {
                let wanted = wanted.relax(|value| value.is_available_at(load.0));
                if wanted.is_bounded_on(shaped(load.result()).axes) {
                    wanted.set_on(load.0);
                }
            }
            None if load.result().is_unused() => load.0.erase(),
            None => empty_box(shaped(load.result()).axes).set_on(load.0),
        }
    }

    fn insert(&mut self, insert: Insert<'c>) {
        let Some(wanted) = self.boxes.get(&insert.result()).cloned() else {
            if insert.result().is_unused() {
                insert.0.erase();
            }
            return;
        };
        let inside = insert.index_box();
        // An end that is computed after the source cannot clip what the source computes.
        let clip = match insert.source().defining_op() {
            Some(definition) => inside.relax(|value| value.is_available_at(definition)),
            None => inside.clone(),
        };
        self.demand(insert.source(), &wanted.intersect(&clip));
        let outside = if insert.components().is_empty() {
            difference(&wanted, &inside, self.facts)
        } else {
            Some(wanted)
        };
        self.demand_maybe(insert.destination(), outside.as_ref());
    }

    fn apply(&mut self, apply: Apply<'c>) -> Result<(), Failed> {
        let axes = apply.axes();
        let wanted = match self.of_results(apply.0) {
            Some(wanted) => self.settle(apply.0, &wanted, axes)?,
            None if apply.0.results().iter().all(|result| result.is_unused()) => {
                apply.0.erase();
                return Ok(());
            }
            None => empty_box(axes),
        };
        wanted.set_on(apply.0);
        for access in accesses(apply.0) {
            self.access(access, &wanted);
        }
        Ok(())
    }

    /// Demands what an access in a body computed on a box reads.
    fn access(&mut self, access: AnyAccess<'c>, at: &SsaBox<'c>) {
        let read = read_box(access, at);
        self.demand(access.temp(), &read);
    }

    /// The box that an operation gets: its ends are known before it, and it is bounded.
    fn settle(&self, op: Op<'c>, wanted: &SsaBox<'c>, axes: u32) -> Result<SsaBox<'c>, Failed> {
        let settled = wanted
            .relax(|value| value.is_available_at(op))
            .simplify(self.facts);
        if settled.is_bounded_on(axes) {
            return Ok(settled);
        }
        let late = wanted
            .positions
            .iter()
            .find(|value| !value.is_available_at(op));
        let text = match late {
            Some(_) => format!(
                "'{}' op is needed on {}, where an end is computed only after it; \
                 compute that position before this operation",
                op.name(),
                wanted.describe()
            ),
            None => format!(
                "'{}' op is needed on {}, which is not bounded on every axis",
                op.name(),
                wanted.describe()
            ),
        };
        let notes: Vec<_> = late
            .and_then(|value| value.defining_op())
            .map(|definition| {
                (
                    definition.location(),
                    "the position is computed here".to_string(),
                )
            })
            .into_iter()
            .collect();
        diagnostic::error(op.location(), &text, &notes);
        Err(Failed)
    }

    fn sweep(&mut self, sweep: Sweep<'c>) -> Result<(), Failed> {
        let Some(results) = self.of_results(sweep.0) else {
            if sweep.0.results().iter().all(|result| result.is_unused()) {
                sweep.0.erase();
            } else {
                // Nothing is read of it: a box of an earlier inference would read what is not demanded.
                set_bounds(sweep.0, &[]);
                sweep.0.remove_attr("box");
            }
            return Ok(());
        };
        let horizontal = self.settle(sweep.0, &results.project(IJ), IJ)?;
        let carries = sweep.carries();
        let mut kept: Vec<Option<SsaBox<'c>>> = sweep
            .0
            .results()
            .iter()
            .map(|result| self.boxes.get(result).cloned())
            .collect();
        for interval in sweep.intervals() {
            self.interval(interval, &horizontal, &carries, &mut kept)?;
        }
        // Where nothing was read or written the initial value shows: it is demanded on all that is kept.
        for (init, kept) in sweep.inits().into_iter().zip(&kept) {
            self.demand_maybe(init, kept.as_ref());
        }
        // A carry that is a plane takes the levels of the others; a sweep of planes alone has the
        // levels it runs over.
        let kept: Vec<SsaBox<'c>> = kept.into_iter().flatten().collect();
        let hull = |all: SsaBox<'c>, next: SsaBox<'c>| all.hull(&next);
        let in_space = kept.iter().filter(|kept| kept.is_bounded_on(K)).cloned();
        let run_over = sweep.intervals().into_iter().map(Interval::index_box);
        let levels = in_space.reduce(hull).or_else(|| run_over.reduce(hull));
        let all = kept
            .into_iter()
            .map(|kept| match &levels {
                Some(levels) if !kept.is_bounded_on(K) => kept.with_axis_of(Axis::K, levels),
                _ => kept,
            })
            .reduce(hull);
        let all = all.unwrap_or(results);
        self.settle(sweep.0, &all.simplify(self.facts), IJ | K)?
            .set_on(sweep.0);
        Ok(())
    }

    /// Settles the boxes of the stages of an interval, last first, and demands
    /// what they read; notes what must be kept of the carries.
    fn interval(
        &mut self,
        interval: Interval<'c>,
        horizontal: &SsaBox<'c>,
        carries: &[Value<'c>],
        kept: &mut [Option<SsaBox<'c>>],
    ) -> Result<(), Failed> {
        let levels = interval.index_box();
        let mut keep = |carry: Value<'c>, place: &SsaBox<'c>, facts: &DomainFacts| {
            let place = place.project(shaped(carry).axes).simplify(facts);
            if place.index_box.is_empty(facts) == Answer::Yes {
                return;
            }
            let kept = &mut kept[carry.number()];
            *kept = Some(match kept.take() {
                Some(known) => known.hull(&place).simplify(facts),
                None => place,
            });
        };
        for stage in interval.stages().into_iter().rev() {
            let place = match stage.index_box() {
                Some(fixed) => fixed,
                None => {
                    let locals = self.of_results(stage.0);
                    let writes = (!stage.writes().is_empty()).then(|| horizontal.clone());
                    match (locals, writes) {
                        (Some(locals), Some(writes)) => locals.hull(&writes).simplify(self.facts),
                        (Some(only), None) | (None, Some(only)) => only,
                        (None, None) => empty_box(IJ),
                    }
                }
            };
            let place = self.settle(stage.0, &place.project(IJ), IJ)?;
            place.set_on(stage.0);
            let at = place.with_axis_of(Axis::K, &levels);
            for access in stage.accesses() {
                let temp = access.temp();
                if carries.contains(&temp) {
                    keep(temp, &read_box(access, &at), self.facts);
                } else {
                    self.access(access, &at);
                }
            }
            for (carry, offset) in stage.writes() {
                keep(carry, &at.shift([0, 0, offset]), self.facts);
            }
        }
        Ok(())
    }

    fn branch(&mut self, branch: If<'c>) -> Result<(), Failed> {
        for block in [Some(branch.then_block()), branch.else_block()]
            .into_iter()
            .flatten()
        {
            self.yielded(branch.0, block, &[]);
            self.block(block)?;
        }
        Ok(())
    }

    /// Demands of what a block yields what is demanded of the results (and of `more`).
    fn yielded(&mut self, op: Op<'c>, block: Block<'c>, more: &[Option<SsaBox<'c>>]) {
        let Some(terminator) = block.terminator() else {
            return;
        };
        for (number, value) in terminator.operands().into_iter().enumerate() {
            if !value.ty().is_temp() {
                continue;
            }
            let wanted = self.boxes.get(&op.result(number)).cloned();
            self.demand_maybe(value, wanted.as_ref());
            self.demand_maybe(value, more.get(number).and_then(|more| more.as_ref()));
        }
    }

    fn repeat(&mut self, repeat: For<'c>) -> Result<(), Failed> {
        let body = repeat.body();
        let arguments: Vec<Value<'c>> = body.arguments().split_off(1);
        let current = |demands: &Self| -> Vec<Option<SsaBox<'c>>> {
            arguments
                .iter()
                .map(|argument| demands.boxes.get(argument).cloned())
                .collect()
        };
        self.yielded(repeat.0, body, &[]);
        self.block(body)?;
        // What the next iteration needs of a carried temp, this one must yield. Loops may exchange
        // what they carry, so that a need travels through as many iterations as there are temps;
        // then it has settled, unless a temp needs a halo of itself.
        let mut known = current(self);
        let temps = arguments
            .iter()
            .filter(|argument| argument.ty().is_temp())
            .count();
        for round in 1..=temps {
            self.yielded(repeat.0, body, &known);
            self.block(body)?;
            let next = current(self);
            let Some(number) = (0..known.len()).find(|number| known[*number] != next[*number])
            else {
                break;
            };
            if round == temps {
                return grows(
                    repeat,
                    number,
                    known[number].as_ref(),
                    next[number].as_ref(),
                );
            }
            known = next;
        }
        for (number, init) in repeat.inits().into_iter().enumerate() {
            if init.ty().is_temp() {
                let result = self.boxes.get(&repeat.0.result(number)).cloned();
                self.demand_maybe(init, result.as_ref());
                self.demand_maybe(init, known[number].as_ref());
            }
        }
        Ok(())
    }
}

/// Reports a carried temp that would need ever more.
fn grows<'c>(
    repeat: For<'c>,
    number: usize,
    before: Option<&SsaBox<'c>>,
    after: Option<&SsaBox<'c>>,
) -> Result<(), Failed> {
    let describe = |part: Option<&SsaBox<'c>>| part.map_or("nothing".into(), SsaBox::describe);
    let text = format!(
        "'program.for' op [for_c3] iteration argument {number} is needed on {} by one iteration and on {} \
         by the one before it: it would grow with every iteration. Keep this state in a field",
        describe(before),
        describe(after),
    );
    diagnostic::error(repeat.0.location(), &text, &[]);
    Err(Failed)
}

/// What an access in a body computed on a box reads of its temp.
pub fn read_box<'c>(access: AnyAccess<'c>, at: &SsaBox<'c>) -> SsaBox<'c> {
    let shifted = at.shift(access.offset());
    if let Some((low, high)) = access.extent() {
        let range = shifted.index_box.range(Axis::K);
        let range = Range::new(range.low.shift(low), range.high.shift(high));
        let index_box = shifted.index_box.clone().with_range(Axis::K, range);
        return SsaBox::new(index_box, shifted.positions);
    }
    if let Some(levels) = access.levels() {
        // An empty range of levels still reads its low end.
        let range = levels.index_box.range(Axis::K);
        let high = range.high.clone().max(range.low.shift(1));
        let range = Range::new(range.low.clone(), high);
        let levels = SsaBox::new(
            levels.index_box.clone().with_range(Axis::K, range),
            levels.positions,
        );
        return shifted.with_axis_of(Axis::K, &levels);
    }
    shifted
}

/// A box that holds `wanted` without `removed`. Exact where `removed` cuts at
/// most one axis; else `wanted`. `None` when nothing is left.
pub fn difference<'c>(
    wanted: &SsaBox<'c>,
    removed: &SsaBox<'c>,
    facts: &DomainFacts,
) -> Option<SsaBox<'c>> {
    let mut result = Some(wanted.clone());
    wanted.combine(removed, |wanted_box, removed_box| {
        let uncovered: Vec<Axis> = Axis::ALL
            .into_iter()
            .filter(|axis| {
                !removed_box
                    .range(*axis)
                    .contains(wanted_box.range(*axis), &facts.0[axis.index()])
                    .is_yes()
            })
            .collect();
        match uncovered[..] {
            [] => result = None,
            [axis] => {
                let facts = &facts.0[axis.index()];
                let (want, cut) = (wanted_box.range(axis), removed_box.range(axis));
                let no_later = |first: &End, second: &End| {
                    fvopt_boxes::less_or_equal(first, second, facts).is_yes()
                };
                // The cut may be empty: then it removes nothing, and `max`/`min` keep all of `wanted`.
                let left = if no_later(&cut.low, &want.low) && no_later(&cut.low, &cut.high) {
                    Some(Range::new(
                        want.low.clone().max(cut.high.clone()),
                        want.high.clone(),
                    ))
                } else if no_later(&want.high, &cut.high) && no_later(&cut.low, &cut.high) {
                    Some(Range::new(
                        want.low.clone(),
                        want.high.clone().min(cut.low.clone()),
                    ))
                } else {
                    None
                };
                if let Some(left) = left {
                    let left = wanted_box.clone().with_range(axis, left);
                    let mut positions = wanted.positions.clone();
                    positions.extend_from_slice(&removed.positions);
                    result = Some(SsaBox::new(left, positions));
                }
            }
            _ => {}
        }
        wanted_box.clone()
    });
    result
}

fn empty_box<'c>(axes: u32) -> SsaBox<'c> {
    let mut index_box = fvopt_boxes::IndexBox::whole();
    for axis in Axis::ALL {
        if axes & (1 << axis.index()) != 0 {
            index_box = index_box.with_range(axis, Range::new(End::Start(0), End::Start(0)));
        }
    }
    index_box.into()
}
