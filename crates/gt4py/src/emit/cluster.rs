//! Items as operations: an apply for one alone, a sweep for those on a cycle.

use super::{
    Emitter,
    body::{Body, Carried, Key, assigned},
    location,
    state::Slot,
};
use crate::{
    graph::{Cluster, Graph},
    groups::Group,
    schema::LoopOrder,
};
use fvopt_boxes::{Answer, Axis, End, IndexBox, Range};
use ir_stencil::{
    boxes::SsaBox,
    build::{self as stencil, Built},
    ops::Direction,
};
use mlir_shim::ir::{Builder, Ty, Value};
use rustc_hash::{FxHashMap, FxHashSet};

/// A stage to be: its items, and what it writes of the carries.
struct Stage {
    items: Vec<usize>,
    writes: Vec<Key>,
}

impl<'c> Emitter<'c, '_> {
    /// Builds what is computed together.
    pub(super) fn cluster(
        &mut self,
        graph: &Graph<'_>,
        group: &Group,
        cluster: &Cluster,
    ) -> Built<()> {
        for item in &cluster.items {
            self.prepare(*item)?;
        }
        let built = match cluster.is_sweep {
            true => self.sweep(graph, group, cluster),
            false => self.apply(graph, cluster.items[0]),
        };
        built.map_err(|error| self.error(cluster.items[0], error.0))
    }

    /// What an item may read of what was there before its group.
    fn prepare(&mut self, item: usize) -> Built<()> {
        let accesses = &self.items[item].accesses;
        let reads = accesses.reads.iter().map(|(variable, _)| *variable);
        let writes = accesses.writes.iter().map(|(variable, _)| *variable);
        let mut variables: Vec<usize> = reads.chain(writes).collect();
        variables.sort_unstable();
        variables.dedup();
        for variable in variables {
            let slots = self.state.slots(variable);
            if slots.is_empty() {
                self.load(variable)?;
            }
            for slot in slots {
                self.initial(slot)?;
            }
        }
        Ok(())
    }

    /// Whether somebody outside of some items asks for a variable.
    fn leaves(&self, items: &[usize], variable: usize) -> bool {
        let reads = |item: &&usize| {
            let mut reads = self.items[**item].accesses.reads.iter();
            reads.any(|(other, _)| *other == variable)
        };
        self.tree.variables[variable].parameter.is_some()
            || self.readers[variable] > items.iter().filter(reads).count()
    }

    fn apply(&mut self, graph: &Graph<'_>, number: usize) -> Built<()> {
        let item = &self.items[number];
        let mut keys = assigned(self, std::slice::from_ref(&item.statement));
        keys.retain(|(slot, _)| self.leaves(&[number], self.state.variable(*slot)));
        if keys.is_empty() {
            return Ok(());
        }
        let types = keys.iter().map(|(slot, _)| self.slot_type(*slot));
        let types: Vec<Ty> = types.collect::<Built<_>>()?;
        let builder = self
            .builder
            .at(location(&self.builder, self.tree, item.statement.at));
        let emitter = &*self;
        let leaving = keys.iter().map(|(slot, _)| emitter.state.variable(*slot));
        let apply = stencil::apply(&builder, None, &types, |inside| {
            let mut body = Body::new(emitter, graph, None, &[number], leaving);
            body.item(inside, number)?;
            keys.iter().map(|key| body.current(inside, *key)).collect()
        })?;
        for ((slot, _), value) in keys.into_iter().zip(apply.0.results()) {
            let value = self.inserted(&builder, graph, number, slot, value)?;
            self.state.after.insert((number, slot), value);
            self.note_written(number, (slot, 0));
        }
        Ok(())
    }

    /// A value where an item writes it, and what was there before elsewhere.
    fn inserted(
        &mut self,
        builder: &Builder<'c>,
        graph: &Graph<'_>,
        number: usize,
        slot: Slot,
        value: Value<'c>,
    ) -> Built<Value<'c>> {
        let variable = self.state.variable(slot);
        let declared = &self.tree.variables[variable];
        let item = &self.items[number];
        let levels = &self.tree.loops[item.vertical].levels;
        let mut place = IndexBox::whole();
        if let Some(region) = &item.region {
            place = place.with_range(Axis::I, region.i.clone());
            place = place.with_range(Axis::J, region.j.clone());
        }
        if item.is_confined {
            place = place.intersect(&self.stage_box(number));
        }
        if *levels != Range::domain() {
            place = place.with_range(Axis::K, levels.clone());
        }
        if declared.parameter.is_some() && self.read_aside[variable] {
            // Outside of the domain the caller's field keeps what it has.
            place = place.intersect(&IndexBox::domain());
        }
        let place = self.simplified(place);
        if place == IndexBox::whole() {
            return Ok(value);
        }
        let mut before = graph.previous_writer(number, variable);
        let old = loop {
            match before {
                None => break self.initial(slot)?,
                Some(writer) => match self.state.after.get(&(writer, slot)) {
                    Some(value) => break *value,
                    None => before = graph.previous_writer(writer, variable),
                },
            }
        };
        stencil::insert(builder, value, old, &[], &SsaBox::from(place))
    }

    /// Ends that the number of levels decides are left out.
    pub(super) fn simplified(&self, place: IndexBox) -> IndexBox {
        let mut facts = fvopt_boxes::DomainFacts::default();
        facts.0[2] = self.tree.levels;
        place.simplify(&facts)
    }

    /// Notes where an item writes the caller's field.
    fn note_written(&mut self, number: usize, (slot, level): Key) {
        let declared = &self.tree.variables[self.state.variable(slot)];
        if declared.parameter.is_none() {
            return;
        }
        let item = &self.items[number];
        let levels = &self.tree.loops[item.vertical].levels;
        let mut place = IndexBox::domain().with_range(Axis::K, levels.shift(level));
        if let Some(region) = &item.region {
            place = place.with_range(Axis::I, region.i.intersect(&Range::domain()));
            place = place.with_range(Axis::J, region.j.intersect(&Range::domain()));
        }
        if !declared.axes.has(Axis::K) {
            place = place.with_range(Axis::K, Range::whole());
        }
        let place = self.simplified(place);
        self.state.written[slot].push(place);
    }

    fn sweep(&mut self, graph: &Graph<'_>, group: &Group, cluster: &Cluster) -> Built<()> {
        let is_split = self.must_split(cluster);
        let written: FxHashSet<Slot> = cluster
            .items
            .iter()
            .flat_map(|item| assigned(self, std::slice::from_ref(&self.items[*item].statement)))
            .map(|(slot, _)| slot)
            .collect();
        let mut carried: Vec<Slot> = written
            .iter()
            .copied()
            .filter(|slot| self.is_carried(graph, cluster, self.state.variable(*slot), is_split))
            .collect();
        carried.sort_unstable();
        let intervals = self.intervals(group, cluster, &carried, is_split);
        if intervals.is_empty() {
            return Ok(());
        }
        let initial = carried.iter().map(|slot| self.initial(*slot));
        let initial: Vec<Value> = initial.collect::<Built<_>>()?;
        let direction = match group.order {
            LoopOrder::Backward => Direction::Backward,
            _ => Direction::Forward,
        };
        let at = self.items[cluster.items[0]].statement.at;
        let builder = self.builder.at(location(&self.builder, self.tree, at));
        let emitter = &*self;
        let sweep = stencil::sweep(&builder, direction, &initial, None, |inside, carries| {
            let state = Carried {
                order: group.order,
                written,
                carries: carried
                    .iter()
                    .copied()
                    .zip(carries.iter().copied())
                    .collect(),
            };
            for (vertical, stages) in &intervals {
                let levels = emitter.tree.loops[*vertical].levels.clone();
                let levels = IndexBox::whole().with_range(Axis::K, levels);
                stencil::interval(inside, &SsaBox::from(levels), |interval| {
                    let build = |stage| emitter.stage(interval, graph, &state, stage, is_split);
                    stages.iter().try_for_each(build)
                })?;
            }
            Ok(())
        })?;
        for (slot, value) in carried.into_iter().zip(sweep.0.results()) {
            let writers = graph.writers_of(self.state.variable(slot));
            for writer in writers {
                self.state.after.insert((*writer, slot), value);
            }
        }
        for (_, stages) in &intervals {
            for stage in stages {
                self.note_stage(stage);
            }
        }
        Ok(())
    }

    /// Notes where the items of a stage write.
    fn note_stage(&mut self, stage: &Stage) {
        for item in &stage.items {
            for key in assigned(self, std::slice::from_ref(&self.items[*item].statement)) {
                if stage.writes.contains(&key) {
                    self.note_written(*item, key);
                }
            }
        }
    }

    /// The stages of each interval that write something that is asked for.
    fn intervals(
        &self,
        group: &Group,
        cluster: &Cluster,
        carried: &[Slot],
        is_split: bool,
    ) -> Vec<(usize, Vec<Stage>)> {
        let mut intervals = Vec::new();
        for vertical in group.loops.clone() {
            let items = cluster.items.iter().copied();
            let items: Vec<usize> = items
                .filter(|item| self.items[*item].vertical == vertical)
                .collect();
            let parts: Vec<Vec<usize>> = match is_split {
                true => items.into_iter().map(|item| vec![item]).collect(),
                false => vec![items],
            };
            let stages = parts.into_iter().map(|items| {
                let keys = items.iter();
                let mut writes: Vec<Key> = keys
                    .flat_map(|item| {
                        assigned(self, std::slice::from_ref(&self.items[*item].statement))
                    })
                    .filter(|(slot, _)| carried.contains(slot))
                    .collect();
                writes.sort_unstable();
                writes.dedup();
                Stage { items, writes }
            });
            let stages: Vec<Stage> = stages.filter(|stage| !stage.writes.is_empty()).collect();
            if !stages.is_empty() {
                intervals.push((vertical, stages));
            }
        }
        intervals
    }

    fn stage(
        &self,
        builder: &Builder<'c>,
        graph: &Graph<'_>,
        carried: &Carried<'c>,
        stage: &Stage,
        has_box: bool,
    ) -> Built<()> {
        let at = self.items[stage.items[0]].statement.at;
        let builder = builder.at(location(builder, self.tree, at));
        let writes: Vec<(Value, i64)> = stage
            .writes
            .iter()
            .filter_map(|(slot, level)| Some((*carried.carries.get(slot)?, *level)))
            .collect();
        let place = has_box.then(|| SsaBox::from(self.stage_box(stage.items[0])));
        let leaving = stage.writes.iter();
        let leaving = leaving.map(|(slot, _)| self.state.variable(*slot));
        stencil::stage(&builder, &writes, place.as_ref(), &[], |inside| {
            let mut body = Body::new(self, graph, Some(carried), &stage.items, leaving);
            for item in &stage.items {
                body.item(inside, *item)?;
            }
            let keys = stage.writes.iter();
            keys.map(|key| body.current(inside, *key)).collect()
        })
        .map(|_| ())
    }

    /// Where a stage of one item runs on the plane: as far as GT4Py computes it.
    fn stage_box(&self, item: usize) -> IndexBox {
        let [i, j] =
            self.extents[item].map(|(low, high)| Range::new(End::Start(low), End::End(high)));
        let (i, j) = match &self.items[item].region {
            Some(region) => (i.intersect(&region.i), j.intersect(&region.j)),
            None => (i, j),
        };
        let place = IndexBox::whole().with_range(Axis::I, i);
        self.simplified(place.with_range(Axis::J, j))
    }

    /// Whether each item needs a stage of its own: where one reads aside what another one writes on the level, and
    /// where one runs on a part of the plane.
    fn must_split(&self, cluster: &Cluster) -> bool {
        let mut levels: FxHashMap<usize, i64> = FxHashMap::default();
        let mut is_split = false;
        for item in &cluster.items {
            is_split |= self.items[*item].region.is_some();
            for (variable, level) in &self.items[*item].accesses.writes {
                is_split |= *levels.entry(*variable).or_insert(*level) != *level;
            }
        }
        let reads = cluster.items.iter();
        let mut reads = reads.flat_map(|item| self.items[*item].accesses.reads.iter());
        is_split
            || reads.any(|(variable, offset)| {
                let is_aside = offset.is_none_or(|[i, j, _]| (i, j) != (0, 0));
                is_aside && levels.contains_key(variable)
            })
    }

    /// Whether a variable that a sweep writes is seen at another time than in the body that writes it.
    fn is_carried(
        &self,
        graph: &Graph<'_>,
        cluster: &Cluster,
        variable: usize,
        is_split: bool,
    ) -> bool {
        let mut touching = cluster.items.iter().filter(|item| {
            let accesses = &self.items[**item].accesses;
            let mut reads = accesses.reads.iter();
            reads.any(|(other, _)| *other == variable)
                || accesses.writes.iter().any(|(other, _)| *other == variable)
        });
        self.leaves(&cluster.items, variable)
            || graph.is_latest(variable)
            || self.read_aside[variable]
            || (is_split && touching.nth(1).is_some())
    }
}

/// Whether a box is known to hold no point.
pub fn is_empty(place: &IndexBox, levels: &fvopt_boxes::Facts) -> bool {
    let mut facts = fvopt_boxes::DomainFacts::default();
    facts.0[2] = *levels;
    place.is_empty(&facts) == Answer::Yes
}
