//! Where every temp lives, and the kernels that put it there.

mod sweep;

use super::{carried::Needed, emit, uses::Positions};
use crate::{
    alias::{base_field, may_overlap, read_fields},
    stencil_infer_bounds::demand::{difference, read_box},
};
use fvopt_boxes::{Answer, DomainFacts};
use ir_program::ops::{Alloc, For, Func, If};
use ir_stencil::{
    boxes::SsaBox,
    ops::{AnyAccess, Apply, Insert, Load, Store, Sweep, Undef, accesses, shaped},
    types::field_of,
};
use mlir_shim::{
    diagnostic,
    ir::{Block, Builder, Mapping, Op, Value, Walk},
};
use std::collections::HashMap;

/// Where the values of a temp are while it is used.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Home<'c> {
    /// In a field. `owned`: an allocation that holds nothing but this temp.
    Field { field: Value<'c>, owned: bool },
    /// Nowhere: nothing was written.
    Undefined,
}

/// How far the search for a store that a result can go into directly looks. A
/// limit keeps the whole linear; flattening puts the store next to its source.
const NEAR: usize = 32;

/// Schedules one program.
pub struct Scheduler<'c> {
    function: Func<'c>,
    facts: DomainFacts,
    needed: Needed<'c>,
    report_copies: bool,
    homes: HashMap<Value<'c>, Home<'c>>,
    /// Inserts that repeat in values what a store did in memory.
    /// With the field of that store.
    mirrored: HashMap<Op<'c>, Value<'c>>,
    /// What the kernels replace.
    replaced: Vec<Op<'c>>,
}

impl<'c> Scheduler<'c> {
    /// A scheduler of a program whose temps are needed on these boxes.
    pub fn new(
        function: Func<'c>,
        facts: DomainFacts,
        needed: Needed<'c>,
        report_copies: bool,
    ) -> Self {
        Self {
            function,
            facts,
            needed,
            report_copies,
            homes: HashMap::new(),
            mirrored: HashMap::new(),
            replaced: Vec::new(),
        }
    }

    /// Schedules all blocks, outer ones first.
    pub fn run(mut self) {
        let mut blocks = Vec::new();
        self.function.0.walk(|op| {
            if Func::is(op) || For::is(op) || If::is(op) {
                blocks
                    .extend((0..op.region_count()).filter_map(|number| op.region(number).block()));
                Walk::Advance
            } else {
                Walk::Skip
            }
        });
        // Which home a temp of an outer block has is known before its inner uses are scheduled.
        for block in blocks {
            self.block(block);
        }
        for op in std::mem::take(&mut self.replaced).into_iter().rev() {
            op.erase();
        }
    }

    fn block(&mut self, block: Block<'c>) {
        let positions = Positions::of_block(block);
        let ops = block.ops();
        for op in &ops {
            if let Some(insert) = Insert::cast(*op)
                && let Some(field) = self.mirrored_field(insert, &positions)
            {
                self.mirrored.insert(*op, field);
            }
        }
        for op in ops {
            if let Some(load) = Load::cast(op) {
                self.contents(load.result(), load.field(), op, &positions);
            } else if let Some(insert) = Insert::cast(op) {
                self.insert(insert, &positions);
            } else if let Some(apply) = Apply::cast(op) {
                self.apply(apply, &positions);
            } else if let Some(sweep) = Sweep::cast(op) {
                self.sweep(sweep, &positions);
            } else if Undef::is(op) {
                self.homes.insert(op.result(0), Home::Undefined);
            } else if let Some(store) = Store::cast(op) {
                self.store(store);
            } else {
                continue;
            }
            self.replaced.push(op);
        }
    }

    // --- homes of the contents of fields -----------------------------------

    /// The field of the store that an insert repeats in values: the insert's
    /// destination is the field before that store, its source and box are the
    /// store's, and nothing wrote the field since.
    fn mirrored_field(&self, insert: Insert<'c>, positions: &Positions<'c>) -> Option<Value<'c>> {
        let definition = insert.destination().defining_op()?;
        let field = match Load::cast(definition) {
            Some(load) => load.field(),
            None => *self.mirrored.get(&definition)?,
        };
        if definition.block() != insert.0.block() {
            return None;
        }
        let (at, writer) = positions.write_before(field, positions.position(insert.0))?;
        let store = Store::cast(writer)?;
        let defined = positions.position(definition);
        let before = positions.write_before(field, at).map(|(at, _)| at);
        let repeats = store.field() == field
            && store.temp() == insert.source()
            && store.components() == insert.components()
            && store.index_box() == insert.index_box();
        (repeats && defined < at && before.is_none_or(|before| before <= defined)).then_some(field)
    }

    /// Gives a home to a value that is the contents of a field after `op`: the
    /// field, when it is not written before the last use; else a copy.
    fn contents(
        &mut self,
        value: Value<'c>,
        field: Value<'c>,
        op: Op<'c>,
        positions: &Positions<'c>,
    ) {
        let own = positions.position(op);
        let last = positions.last_use(value, |user| self.mirrored.contains_key(&user));
        let overwritten = match (last, positions.write_after(field, own)) {
            (Some(last), Some((write, writer))) => {
                // A kernel reads before it writes; a store of the value itself does, too.
                write < last || (write == last && !Store::is(writer))
            }
            _ => false,
        };
        if !overwritten {
            self.homes.insert(
                value,
                Home::Field {
                    field,
                    owned: false,
                },
            );
            return;
        }
        let Some(part) = self.needed.get(&value).cloned() else {
            self.homes.insert(
                value,
                Home::Field {
                    field,
                    owned: false,
                },
            );
            return;
        };
        let copy = self.allocate(op, value, &part);
        self.copy(
            op,
            Home::Field {
                field,
                owned: false,
            },
            value,
            copy,
            &[],
            &part,
        );
        self.remark(
            op,
            "the field is written while its old contents are still needed",
        );
        self.homes.insert(
            value,
            Home::Field {
                field: copy,
                owned: true,
            },
        );
    }

    fn remark(&self, op: Op<'c>, reason: &str) {
        if self.report_copies {
            diagnostic::remark(
                op.location(),
                &format!("a copy is made here: {reason}"),
                &[],
            );
        }
    }

    /// An allocation for a temp on a box: at the start of the program where the
    /// box is known there, else before `op`.
    fn allocate(&self, op: Op<'c>, temp: Value<'c>, place: &SsaBox<'c>) -> Value<'c> {
        let shape = shaped(temp);
        let place = place.project(shape.axes).simplify(&self.facts);
        let first = self
            .function
            .body()
            .first()
            .expect("verified: a terminator");
        let builder = if place
            .positions
            .iter()
            .all(|value| value.is_available_at(first))
        {
            Builder::at_start(self.function.body(), op.location())
        } else {
            Builder::before(op)
        };
        let field = field_of(op.location(), &shape);
        builder
            .build(
                builder
                    .op(Alloc::NAME)
                    .attr("box", place.attr(op.context()))
                    .operands(&place.positions)
                    .results(&[field]),
            )
            .result(0)
    }

    /// Makes an allocation hold a larger box; false when its ends are not known there.
    fn extend(&self, field: Value<'c>, place: &SsaBox<'c>) -> bool {
        let Some(alloc) = field.defining_op().and_then(Alloc::cast) else {
            return false;
        };
        let all = alloc
            .index_box()
            .hull(&place.project(shaped(field).axes))
            .simplify(&self.facts);
        if !all
            .positions
            .iter()
            .all(|value| value.is_available_at(alloc.0))
        {
            return false;
        }
        all.set_on(alloc.0);
        true
    }

    // --- kernels -------------------------------------------------------------

    fn home(&self, value: Value<'c>) -> Home<'c> {
        *self
            .homes
            .get(&value)
            .expect("a temp has a home before it is used")
    }

    /// The value of a temp inside a kernel.
    fn read(&self, builder: &Builder<'c>, temp: Value<'c>, part: &SsaBox<'c>) -> Value<'c> {
        match self.home(temp) {
            Home::Field { field, .. } => emit::load(builder, field, part),
            Home::Undefined => emit::undef(builder, temp),
        }
    }

    /// A kernel before `op` that copies a part of a temp to a field.
    fn copy(
        &self,
        op: Op<'c>,
        from: Home<'c>,
        temp: Value<'c>,
        to: Value<'c>,
        components: &[Value<'c>],
        part: &SsaBox<'c>,
    ) {
        let (_, body) = emit::kernel(op, &emit::parallel_schedule());
        let builder = Builder::at_end(body, op.location());
        let part = part.project(shaped(to).axes);
        let value = match from {
            Home::Field { field, .. } => emit::load(&builder, field, &part),
            Home::Undefined => emit::undef(&builder, temp),
        };
        emit::store(&builder, value, to, components, &part);
    }

    fn store(&mut self, store: Store<'c>) {
        let mut from = self.home(store.temp());
        let part = store.index_box();
        if let Home::Field { field, .. } = from {
            if field == store.field() && store.components().is_empty() {
                return;
            }
            if may_overlap(field, store.field()) {
                // Two views of one field: through memory of its own, so that no
                // element is overwritten before it is read.
                let between = self.allocate(store.0, store.temp(), &part);
                self.copy(store.0, from, store.temp(), between, &[], &part);
                self.remark(store.0, "source and target are views of one field");
                from = Home::Field {
                    field: between,
                    owned: true,
                };
            }
        }
        self.copy(
            store.0,
            from,
            store.temp(),
            store.field(),
            &store.components(),
            &part,
        );
    }

    fn insert(&mut self, insert: Insert<'c>, positions: &Positions<'c>) {
        let result = insert.result();
        if let Some(field) = self.mirrored.get(&insert.0) {
            self.contents(result, *field, insert.0, positions);
            return;
        }
        let Some(needed) = self.needed.get(&result).cloned() else {
            self.homes.insert(result, Home::Undefined);
            return;
        };
        let destination = insert.destination();
        let only_here = destination.uses().len() == 1
            && destination.defining_op().and_then(|op| op.block()) == insert.0.block();
        let home = match self.home(destination) {
            Home::Field { field, owned: true } if only_here && self.extend(field, &needed) => field,
            home => {
                let field = self.allocate(insert.0, result, &needed);
                let kept = match insert.components().is_empty() {
                    true => difference(&needed, &insert.index_box(), &self.facts),
                    false => Some(needed.clone()),
                };
                if let (Home::Field { .. }, Some(kept)) = (home, kept) {
                    self.copy(insert.0, home, destination, field, &[], &kept);
                    self.remark(
                        insert.0,
                        "the destination is still needed, or is a field of the caller",
                    );
                }
                field
            }
        };
        let inside = needed.intersect(&insert.index_box()).simplify(&self.facts);
        let source = self.home(insert.source());
        self.copy(
            insert.0,
            source,
            insert.source(),
            home,
            &insert.components(),
            &inside,
        );
        self.homes.insert(
            result,
            Home::Field {
                field: home,
                owned: true,
            },
        );
    }

    fn apply(&mut self, apply: Apply<'c>, positions: &Positions<'c>) {
        let place = apply.index_box().expect("bounds are inferred");
        let mut targets: Vec<Option<(Value<'c>, Value<'c>)>> = Vec::new();
        for result in apply.0.results() {
            let target = if self.needed.contains_key(&result) || !result.is_unused() {
                let direct = self.direct_store(apply.0, result, positions, |store| {
                    store.index_box() == place
                        && !targets
                            .iter()
                            .flatten()
                            .any(|(field, _)| may_overlap(*field, store.field()))
                        && self.reads_at_the_point_only(apply, store.field())
                });
                let field = match direct {
                    Some(store) => store.field(),
                    None => self.allocate(apply.0, result, &place),
                };
                self.homes.insert(
                    result,
                    Home::Field {
                        field,
                        owned: direct.is_none(),
                    },
                );
                Some((field, result))
            } else {
                None
            };
            targets.push(target);
        }
        let (_, body) = emit::kernel(apply.0, &emit::parallel_schedule());
        let builder = Builder::at_end(body, apply.0.location());
        let mut mapping = Mapping::new();
        self.read_captured(
            &builder,
            &accesses(apply.0),
            |_| place.clone(),
            &mut mapping,
            &[],
        );
        let clone = builder.insert(mapping.clone_op(apply.0));
        for (number, target) in targets.into_iter().enumerate() {
            if let Some((field, _)) = target {
                emit::store(&builder, clone.result(number), field, &[], &place);
            }
        }
    }

    /// Loads at the head of a kernel what its accesses read, each temp once.
    fn read_captured(
        &self,
        builder: &Builder<'c>,
        accesses: &[AnyAccess<'c>],
        at: impl Fn(AnyAccess<'c>) -> SsaBox<'c>,
        mapping: &mut Mapping<'c>,
        inside: &[Value<'c>],
    ) {
        let mut order: Vec<Value<'c>> = Vec::new();
        let mut parts: HashMap<Value<'c>, SsaBox<'c>> = HashMap::new();
        for access in accesses {
            let temp = access.temp();
            if inside.contains(&temp) {
                continue;
            }
            let part = read_box(*access, &at(*access)).project(shaped(temp).axes);
            let empty = part.index_box.is_empty(&self.facts) == Answer::Yes;
            if !parts.contains_key(&temp) {
                order.push(temp);
            }
            // A hull with an empty part would reach to where that part lies.
            let part = match parts.remove(&temp) {
                Some(known) if empty => known,
                Some(known) if known.index_box.is_empty(&self.facts) != Answer::Yes => {
                    known.hull(&part).simplify(&self.facts)
                }
                _ => part.simplify(&self.facts),
            };
            parts.insert(temp, part);
        }
        for temp in order {
            mapping.map(temp, self.read(builder, temp, &parts[&temp]));
        }
    }

    /// Whether an apply that stores to a field directly reads it, if at all, at the point itself.
    fn reads_at_the_point_only(&self, apply: Apply<'c>, target: Value<'c>) -> bool {
        accesses(apply.0)
            .into_iter()
            .all(|access| match self.home(access.temp()) {
                Home::Field { field, .. } if may_overlap(field, target) => {
                    field == target && !access.is_dynamic() && access.offset() == [0; 3]
                }
                _ => true,
            })
    }

    /// A store that follows an operation closely and takes a result of it
    /// whole, so that the result can be computed into the field itself.
    fn direct_store(
        &self,
        op: Op<'c>,
        result: Value<'c>,
        positions: &Positions<'c>,
        fits: impl Fn(Store<'c>) -> bool,
    ) -> Option<Store<'c>> {
        let own = positions.position(op);
        let store = result
            .uses()
            .into_iter()
            .filter(|(user, operand)| *operand == 0 && user.block() == op.block())
            .filter_map(|(user, _)| Store::cast(user))
            .filter(|store| {
                store.components().is_empty() && positions.position(store.0) - own <= NEAR
            })
            .min_by_key(|store| positions.position(store.0))?;
        let target = store.field();
        let at = positions.position(store.0);
        if !fits(store) || !target.is_available_at(op) {
            return None;
        }
        // Between the operation and the store, nothing may read or write the field's memory.
        let mut between = op.next();
        while let Some(other) = between.filter(|other| *other != store.0) {
            let touches = crate::alias::written_fields(other)
                .into_iter()
                .chain(if Load::is(other) {
                    Vec::new()
                } else {
                    read_fields(other)
                })
                .any(|field| may_overlap(field, target));
            let mut reads = false;
            other.walk(|inner| {
                reads |= inner.operands().into_iter().any(|operand| {
                    operand.ty().is_temp()
                        && operand != result
                        && !self.mirrored.contains_key(&inner)
                        && self.may_be_in(operand, target)
                });
                Walk::Advance
            });
            if touches || reads {
                return None;
            }
            between = other.next();
        }
        // Values that are at home in the field and used after the operation up to the store were
        // seen above. The result itself must not be needed after the field is written again.
        let last = positions.last_use(result, |user| {
            self.mirrored.contains_key(&user) || user == store.0
        });
        match (last, positions.write_after(target, at)) {
            (Some(last), Some((write, _))) if write <= last => None,
            _ => Some(store),
        }
    }

    /// Whether a temp may be at home in the memory of a field; unknown homes may.
    fn may_be_in(&self, temp: Value<'c>, target: Value<'c>) -> bool {
        match self.homes.get(&temp) {
            Some(Home::Field { field, .. }) => may_overlap(*field, target),
            Some(Home::Undefined) => false,
            None => match temp.defining_op().and_then(Load::cast) {
                Some(load) => base_field(load.field()) == base_field(target),
                None => temp
                    .defining_op()
                    .is_none_or(|op| !Apply::is(op) && !Sweep::is(op)),
            },
        }
    }
}
