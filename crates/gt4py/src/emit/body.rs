//! Statements at one point: the body of an apply or a stage.

use super::{
    Emitter,
    component::{as_index, on_axes},
    location,
    state::Slot,
};
use crate::{
    graph::Graph,
    reads::{self, offset},
    schema::LoopOrder,
    tree::{Access, Component, Expression, Kind, Position, Statement},
};
use fvopt_boxes::IndexBox;
use ir_stencil::{
    boxes::SsaBox,
    build::{self as stencil, Built, DynamicPosition},
};
use mlir_shim::ir::{Block, BuildError, Builder, Region, Ty, Value};
use rustc_hash::{FxHashMap, FxHashSet};

/// A slot and the offset on k that it is assigned at.
pub type Key = (Slot, i64);

/// What a body of a sweep sees of it.
pub struct Carried<'c> {
    pub order: LoopOrder,
    /// The slots that the sweep writes.
    pub written: FxHashSet<Slot>,
    /// Those of them that it carries.
    pub carries: FxHashMap<Slot, Value<'c>>,
}

/// A body under construction.
pub struct Body<'b, 'c, 't> {
    pub emitter: &'b Emitter<'c, 't>,
    graph: &'b Graph<'b>,
    sweep: Option<&'b Carried<'c>>,
    /// The item whose statement this is.
    item: usize,
    /// What was assigned at the point so far.
    values: FxHashMap<Key, Value<'c>>,
    /// What `values` had before, for the ends of branches.
    log: Vec<(Key, Option<Value<'c>>)>,
    /// How often each variable is still to be read in this body.
    remaining: FxHashMap<usize, usize>,
    /// Variables whose last value counts: they leave the body, or a loop reads them again.
    escaping: FxHashMap<usize, usize>,
}

/// The keys that statements may assign, in order.
pub fn assigned(emitter: &Emitter<'_, '_>, statements: &[Statement]) -> Vec<Key> {
    fn visit(emitter: &Emitter<'_, '_>, statement: &Statement, keys: &mut Vec<Key>) {
        match &statement.kind {
            Kind::Assign { target, .. } => {
                let slots = emitter.state.slots_of(target.variable, &target.data);
                keys.extend(slots.map(|slot| (slot, offset(target)[2])));
            }
            Kind::If {
                then, otherwise, ..
            } => {
                let inner = then.iter().chain(otherwise);
                inner.for_each(|inner| visit(emitter, inner, keys));
            }
            Kind::While { body, .. } | Kind::Region { body, .. } => {
                body.iter().for_each(|inner| visit(emitter, inner, keys));
            }
        }
    }
    let mut keys = Vec::new();
    for statement in statements {
        visit(emitter, statement, &mut keys);
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

impl<'b, 'c, 't> Body<'b, 'c, 't> {
    /// A body of some items, which leave these variables behind.
    pub fn new(
        emitter: &'b Emitter<'c, 't>,
        graph: &'b Graph<'b>,
        sweep: Option<&'b Carried<'c>>,
        items: &[usize],
        leaving: impl Iterator<Item = usize>,
    ) -> Self {
        let mut remaining = FxHashMap::default();
        for item in items {
            count_reads(&emitter.items[*item].statement, &mut remaining);
        }
        Self {
            emitter,
            graph,
            sweep,
            item: items[0],
            values: FxHashMap::default(),
            log: Vec::new(),
            remaining,
            escaping: leaving.map(|variable| (variable, 1)).collect(),
        }
    }

    /// Adds an item.
    pub fn item(&mut self, builder: &Builder<'c>, item: usize) -> Built<()> {
        self.item = item;
        let emitter = self.emitter;
        self.statement(builder, &emitter.items[item].statement)
    }

    fn statement(&mut self, builder: &Builder<'c>, statement: &Statement) -> Built<()> {
        let builder = &builder.at(location(builder, self.emitter.tree, statement.at));
        match &statement.kind {
            Kind::Assign { target, value } => self.assign(builder, target, value),
            Kind::If {
                condition,
                then,
                otherwise,
            } => self.branch(builder, condition, then, otherwise),
            Kind::While { condition, body } => self.repeat(builder, condition, body),
            Kind::Region { .. } => Err(BuildError("a region stands inside of a body".into())),
        }
    }

    fn assign(&mut self, builder: &Builder<'c>, target: &Access, value: &Expression) -> Built<()> {
        let value = self.expression(builder, value)?;
        let level = offset(target)[2];
        let slots = self.emitter.state.slots_of(target.variable, &target.data);
        let Component::At(indices) = &target.data else {
            self.set((slots.start, level), value);
            return Ok(());
        };
        let number = self.linear(builder, target.variable, indices)?;
        self.was_read(target.variable);
        for (component, slot) in slots.enumerate() {
            let old = self.read_slot(builder, slot, &Position::Offset([0, 0, level]))?;
            let wanted = builder.index(component as i64);
            let is_meant = super::cast::compare_integers(builder, 0, number, wanted);
            let new = super::cast::select(builder, is_meant, value, old);
            self.set((slot, level), new);
        }
        Ok(())
    }

    /// `scf.if`, which gives what its branches assign and somebody needs.
    fn branch(
        &mut self,
        builder: &Builder<'c>,
        condition: &Expression,
        then: &[Statement],
        otherwise: &[Statement],
    ) -> Built<()> {
        let condition = self.expression(builder, condition)?;
        // What the branches give is known when they are built, and they are built inside of the
        // operation: accesses look at what they stand in.
        let blocks = [(); 2].map(|()| Region::with_block(&[], builder.location()));
        let mut state = builder.op("scf.if").operands(&[condition]);
        for (region, _) in blocks {
            state = state.region(region);
        }
        let draft = builder.build(state);
        let mut sides = Vec::new();
        for ((_, block), statements) in blocks.into_iter().zip([then, otherwise]) {
            let inside = Builder::at_end(block, builder.location());
            let start = self.log.len();
            for statement in statements {
                self.statement(&inside, statement)?;
            }
            sides.push((inside, self.roll_back(start)));
        }
        let mut keys: Vec<Key> = sides
            .iter()
            .flat_map(|side| side.1.keys().copied())
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|(slot, _)| self.is_needed(*slot));
        for (inside, values) in &sides {
            let mut yielded = Vec::new();
            for key in &keys {
                yielded.push(match values.get(key) {
                    Some(value) => *value,
                    None => self.current(inside, *key)?,
                });
            }
            inside.build(inside.op("scf.yield").operands(&yielded));
        }
        let types: Vec<Ty> = keys
            .iter()
            .map(|key| self.element(builder, key.0))
            .collect();
        let mut state = builder.op("scf.if").operands(&[condition]).results(&types);
        for number in 0..2 {
            state = state.region(Region::take(draft.region(number)));
        }
        let results = builder.build(state).results();
        draft.erase();
        for (key, result) in keys.into_iter().zip(results) {
            self.set(key, result);
        }
        Ok(())
    }

    /// `scf.while`, which carries what its body assigns.
    fn repeat(
        &mut self,
        builder: &Builder<'c>,
        condition: &Expression,
        body: &[Statement],
    ) -> Built<()> {
        let keys = assigned(self.emitter, body);
        let mut again = FxHashMap::default();
        body.iter()
            .for_each(|statement| count_reads(statement, &mut again));
        count(condition, &mut again);
        for variable in again.keys() {
            *self.escaping.entry(*variable).or_default() += 1;
        }
        let mut first = Vec::new();
        for key in &keys {
            first.push(self.current(builder, *key)?);
        }
        let types: Vec<Ty> = first.iter().map(|value| value.ty()).collect();
        let start = self.log.len();
        let (before, first_block) = Region::with_block(&types, builder.location());
        let (after, second_block) = Region::with_block(&types, builder.location());
        let state = builder.op("scf.while").operands(&first).results(&types);
        let results = builder.build(state.region(before).region(after)).results();
        let inside = self.enter(builder, first_block, &keys);
        let condition = self.expression(&inside, condition)?;
        let mut operands = vec![condition];
        operands.extend(first_block.arguments());
        inside.build(inside.op("scf.condition").operands(&operands));
        let inside = self.enter(builder, second_block, &keys);
        for statement in body {
            self.statement(&inside, statement)?;
        }
        let mut next = Vec::new();
        for key in &keys {
            next.push(self.current(&inside, *key)?);
        }
        inside.build(inside.op("scf.yield").operands(&next));
        self.roll_back(start);
        for (key, result) in keys.into_iter().zip(results) {
            self.set(key, result);
        }
        for variable in again.keys() {
            if let Some(times) = self.escaping.get_mut(variable) {
                *times -= 1;
            }
        }
        Ok(())
    }

    /// Inside of a block whose arguments are the values of some keys.
    fn enter(&mut self, builder: &Builder<'c>, block: Block<'c>, keys: &[Key]) -> Builder<'c> {
        for (key, argument) in keys.iter().zip(block.arguments()) {
            self.set(*key, argument);
        }
        Builder::at_end(block, builder.location())
    }

    fn set(&mut self, key: Key, value: Value<'c>) {
        let before = self.values.insert(key, value);
        self.log.push((key, before));
    }

    /// Undoes assignments since a point of the log; gives the values that they had left.
    fn roll_back(&mut self, start: usize) -> FxHashMap<Key, Value<'c>> {
        let mut last = FxHashMap::default();
        while self.log.len() > start {
            let Some((key, before)) = self.log.pop() else {
                break;
            };
            let value = match before {
                Some(before) => self.values.insert(key, before),
                None => self.values.remove(&key),
            };
            if let Some(value) = value {
                last.entry(key).or_insert(value);
            }
        }
        last
    }

    /// Whether the value of a slot is asked for after the statement at hand.
    fn is_needed(&self, slot: Slot) -> bool {
        let variable = self.emitter.state.variable(slot);
        let times = |map: &FxHashMap<usize, usize>| map.get(&variable).copied().unwrap_or(0);
        times(&self.remaining) + times(&self.escaping) > 0
    }

    /// Counts a read as done.
    pub(super) fn was_read(&mut self, variable: usize) {
        if let Some(times) = self.remaining.get_mut(&variable) {
            *times = times.saturating_sub(1);
        }
    }

    /// The value at the point, as it is now.
    pub fn current(&self, builder: &Builder<'c>, (slot, level): Key) -> Built<Value<'c>> {
        match self.values.get(&(slot, level)) {
            Some(value) => Ok(*value),
            None => self.access(builder, slot, [0, 0, level]),
        }
    }

    pub(super) fn element(&self, builder: &Builder<'c>, slot: Slot) -> Ty<'c> {
        let variable = self.emitter.state.variable(slot);
        let element = self.emitter.tree.variables[variable].element;
        Ty::scalar(builder.context(), element)
    }

    /// The value of a slot at a place.
    pub(super) fn read_slot(
        &mut self,
        builder: &Builder<'c>,
        slot: Slot,
        position: &Position,
    ) -> Built<Value<'c>> {
        match position {
            Position::Offset([0, 0, level]) => self.current(builder, (slot, *level)),
            Position::Offset(offset) => self.access(builder, slot, *offset),
            Position::Relative(_) | Position::Absolute(_) => {
                let level = self.level(builder, position)?;
                let temp = self.temp(slot, None)?;
                self.access_level(builder, temp, slot, level)
            }
        }
    }

    fn access(&self, builder: &Builder<'c>, slot: Slot, offset: [i64; 3]) -> Built<Value<'c>> {
        let variable = self.emitter.state.variable(slot);
        let axes = self.emitter.tree.variables[variable].axes;
        let temp = self.temp(slot, Some(offset))?;
        stencil::access(builder, temp, &on_axes(axes, offset), &[])
    }

    fn access_level(
        &self,
        builder: &Builder<'c>,
        temp: Value<'c>,
        slot: Slot,
        level: Value<'c>,
    ) -> Built<Value<'c>> {
        let variable = self.emitter.state.variable(slot);
        let axes = self.emitter.tree.variables[variable].axes;
        let offset = vec![0; axes.numbers().filter(|axis| *axis < 2).count()];
        let anywhere = SsaBox::from(IndexBox::whole());
        let position = DynamicPosition::Absolute(level, &anywhere);
        stencil::access_dyn(builder, temp, &offset, position, &[])
    }

    /// A computed level in the frame of the entry.
    pub(super) fn level(&mut self, builder: &Builder<'c>, position: &Position) -> Built<Value<'c>> {
        let (value, from) = match position {
            Position::Offset(offset) => return Ok(builder.index(offset[2])),
            Position::Relative(value) => (value, stencil::index(builder, fvopt_boxes::Axis::K)?),
            Position::Absolute(value) => match self.emitter.origin {
                Some(origin) => (value, origin[2]),
                None => return Err(BuildError("a level is asked for without the domain".into())),
            },
        };
        let value = self.expression(builder, value)?;
        let value = as_index(builder, value);
        Ok(builder.binary("arith.addi", from, value))
    }

    /// The value of which a read takes its part.
    fn temp(&self, slot: Slot, offset: Option<[i64; 3]>) -> Built<Value<'c>> {
        let state = &self.emitter.state;
        let variable = state.variable(slot);
        let initial = || {
            state.initial[slot].ok_or_else(|| {
                let name = &self.emitter.tree.variables[variable].name;
                BuildError(format!("`{name}` has no value here"))
            })
        };
        if let Some(sweep) = self.sweep.filter(|sweep| sweep.written.contains(&slot)) {
            let level = offset.map_or(0, |offset| offset[2]);
            let is_ahead = match sweep.order {
                LoopOrder::Backward => level < 0,
                _ => level > 0,
            };
            return match sweep.carries.get(&slot) {
                Some(carry) if !is_ahead || self.graph.is_latest(variable) => Ok(*carry),
                _ => initial(),
            };
        }
        let mut source = self.graph.source(self.item, variable, offset);
        while let Some(writer) = source {
            if let Some(value) = state.after.get(&(writer, slot)) {
                return Ok(*value);
            }
            // An item may write other components of the variable.
            source = self.graph.previous_writer(writer, variable);
        }
        initial()
    }
}

/// Counts how often variables are read.
fn count_reads(statement: &Statement, counts: &mut FxHashMap<usize, usize>) {
    reads::expressions(statement, &mut |inner| {
        if let Expression::Read(access) = inner {
            *counts.entry(access.variable).or_default() += 1;
        }
    });
    count_targets(statement, counts);
}

/// A target at a run-time index keeps its other components.
fn count_targets(statement: &Statement, counts: &mut FxHashMap<usize, usize>) {
    match &statement.kind {
        Kind::Assign { target, .. } => {
            if matches!(target.data, Component::At(_)) {
                *counts.entry(target.variable).or_default() += 1;
            }
        }
        Kind::If {
            then, otherwise, ..
        } => {
            let inner = then.iter().chain(otherwise);
            inner.for_each(|inner| count_targets(inner, counts));
        }
        Kind::While { body, .. } | Kind::Region { body, .. } => {
            body.iter().for_each(|inner| count_targets(inner, counts));
        }
    }
}

fn count(expression: &Expression, counts: &mut FxHashMap<usize, usize>) {
    reads::walk(expression, &mut |inner| {
        if let Expression::Read(access) = inner {
            *counts.entry(access.variable).or_default() += 1;
        }
    });
}
