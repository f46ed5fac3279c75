//! Swaps: fields whose memory changes places, how that passes through control flow, and how callers find
//! what they own in their own memory again.

use super::ProgramEmitter;
use crate::{
    abi::{self, Report},
    arithmetic::Arithmetic,
    loops,
    memory::{Storage, allocate_plain, load, pointer_as_number, size, store},
};
use fvopt_analysis::access::base_field;
use ir_program::ops::{Alloc, Swap};
use ir_stencil::ops::shaped;
use mlir_shim::ir::{Builder, Op, Shaped, Value, Walk};

impl<'c> ProgramEmitter<'c, '_> {
    /// Fields from outside an operation that a swap in it moves, in a fixed order.
    pub(super) fn moved_in(&self, op: Op<'c>) -> Vec<Value<'c>> {
        let mut moved = Vec::new();
        op.walk(|inner| {
            if Swap::is(inner) {
                for field in inner.operands() {
                    if self.environment.fields.contains_key(&field) && !moved.contains(&field) {
                        moved.push(field);
                    }
                }
            }
            Walk::Advance
        });
        moved
    }

    /// The memory of fields, as blocks take it.
    pub(super) fn storage_values(&self, fields: &[Value<'c>]) -> Vec<Value<'c>> {
        fields
            .iter()
            .flat_map(|field| {
                let Storage { memref, written } = self.environment.fields[field].storage;
                [Some(memref), written].into_iter().flatten()
            })
            .collect()
    }

    /// The memory of fields is from here on what a block took.
    pub(super) fn set_storages(&mut self, fields: &[Value<'c>], values: &[Value<'c>]) {
        let mut values = values.iter();
        for field in fields {
            let entry = self
                .environment
                .fields
                .get_mut(field)
                .expect("a known field");
            entry.storage.memref = *values.next().expect("a memref for every field");
            if entry.storage.written.is_some() {
                entry.storage.written = values.next().copied();
            }
        }
    }

    /// Exchanges the buffers of two fields; the elements where one of them lives shorter.
    pub(super) fn swap(&mut self, op: Op<'c>) {
        let (first, second) = (op.operand(0), op.operand(1));
        if first == second {
            return;
        }
        self.check_same_allocation(op, first, second);
        let entry = self.environment.function.body();
        let is_local = |field: Value<'c>| {
            field
                .defining_op()
                .is_some_and(|alloc| alloc.block() != Some(entry))
        };
        if is_local(first) || is_local(second) {
            self.exchange_elements(op, first, second);
            return;
        }
        let (one, other) = (
            self.environment.fields[&first].storage,
            self.environment.fields[&second].storage,
        );
        self.environment
            .fields
            .get_mut(&first)
            .expect("a known field")
            .storage = other;
        self.environment
            .fields
            .get_mut(&second)
            .expect("a known field")
            .storage = one;
    }

    /// Checks that two fields lie in memory alike.
    fn check_same_allocation(&mut self, op: Op<'c>, first: Value<'c>, second: Value<'c>) {
        let alloc = |field: Value<'c>| {
            field
                .defining_op()
                .and_then(Alloc::cast)
                .map(|alloc| alloc.index_box())
        };
        if alloc(first).is_some() && alloc(first) == alloc(second) {
            return;
        }
        let (one, other) = (
            self.environment.fields[&first],
            self.environment.fields[&second],
        );
        let site = self.environment.site(
            op,
            &format!(
                "program.swap of {} and {}",
                self.environment.name_of(base_field(first)),
                self.environment.name_of(base_field(second))
            ),
        );
        let rank = abi::dimensions(&shaped(first)).len();
        for position in 0..rank {
            let builder = self.at(op.location());
            let left = size(&builder, one.storage.memref, position);
            let right = size(&builder, other.storage.memref, position);
            let differ = builder.compare("ne", left, right);
            let number = builder.index(position as i64);
            self.abort_when(op, differ, site, Report::Swap, [number, left, right]);
        }
        for axis in 0..3 {
            if let (Some(left), Some(right)) = (one.origin[axis], other.origin[axis]) {
                let builder = self.at(op.location());
                let differ = builder.compare("ne", left, right);
                let number = builder.index(axis as i64);
                self.abort_when(op, differ, site, Report::Swap, [number, left, right]);
            }
        }
    }

    /// Exchanges what two fields hold.
    fn exchange_elements(&mut self, op: Op<'c>, first: Value<'c>, second: Value<'c>) {
        let builder = self.at(op.location());
        let (one, other) = (
            self.environment.fields[&first].storage,
            self.environment.fields[&second].storage,
        );
        for (left, right) in [
            (Some(one.memref), Some(other.memref)),
            (one.written, other.written),
        ] {
            let (Some(left), Some(right)) = (left, right) else {
                continue;
            };
            over_elements(&builder, left, shaped(first), |inner, indices| {
                let (a, b) = (load(inner, left, indices), load(inner, right, indices));
                store(inner, b, left, indices);
                store(inner, a, right, indices);
            });
        }
    }

    /// Copies back what swaps moved out of the caller's buffers.
    pub(super) fn restore(&mut self, op: Op<'c>, own: &[(Value<'c>, Storage<'c>)]) {
        let moved: Vec<(Value<'c>, Value<'c>, Value<'c>)> = own
            .iter()
            .map(|(argument, storage)| {
                (
                    *argument,
                    storage.memref,
                    self.environment.fields[argument].storage.memref,
                )
            })
            .filter(|(_, own, now)| own != now)
            .collect();
        if moved.is_empty() {
            return;
        }
        let builder = self.at(op.location());
        let elsewhere = moved
            .iter()
            .map(|(_, own, now)| {
                let own = pointer_as_number(&builder, *own);
                let now = pointer_as_number(&builder, *now);
                builder.compare("ne", own, now)
            })
            .reduce(|any, next| builder.binary("arith.ori", any, next))
            .expect("something moved");
        loops::when(&builder, elsewhere, |inner| {
            if let [(argument, own, now)] = moved[..] {
                copy(inner, now, own, argument);
                return;
            }
            // Arguments may have changed places among themselves: all out first, then all in.
            let kept: Vec<Value<'c>> = moved
                .iter()
                .map(|(argument, _, now)| {
                    let shape = shaped(*argument);
                    let rank = abi::dimensions(&shape).len();
                    let sizes: Vec<Value<'c>> = (0..rank)
                        .map(|position| size(inner, *now, position))
                        .collect();
                    let between = allocate_plain(inner, shape.element, &sizes, 64);
                    copy(inner, *now, between, *argument);
                    between
                })
                .collect();
            for ((argument, own, _), between) in moved.iter().zip(&kept) {
                copy(inner, *between, *own, *argument);
                inner.build(inner.op("memref.dealloc").operands(&[*between]));
            }
        });
    }
}

/// A loop over all elements of a memref of a field's shape, rows on several threads.
fn over_elements<'c>(
    builder: &Builder<'c>,
    memref: Value<'c>,
    shape: Shaped<'c>,
    body: impl FnOnce(&Builder<'c>, &[Value<'c>]),
) {
    let rank = abi::dimensions(&shape).len();
    let zero = builder.index(0);
    let ranges: Vec<_> = (0..rank)
        .map(|position| (zero, size(builder, memref, position)))
        .collect();
    if rank < 2 {
        loops::sequential(builder, &ranges, body);
        return;
    }
    let outer: Vec<_> = ranges[..rank - 1]
        .iter()
        .map(|(low, high)| (*low, *high, 1))
        .collect();
    loops::parallel(builder, &outer, |inner, counters| {
        let (low, high) = ranges[rank - 1];
        loops::repeat(inner, low, high, 1, |inner, last| {
            let mut indices = counters.to_vec();
            indices.push(last);
            body(inner, &indices);
        });
    });
}

/// Copies all elements of one memref to another of the same shape.
fn copy<'c>(builder: &Builder<'c>, from: Value<'c>, to: Value<'c>, field: Value<'c>) {
    over_elements(builder, from, shaped(field), |inner, indices| {
        let value = load(inner, from, indices);
        store(inner, value, to, indices);
    });
}
