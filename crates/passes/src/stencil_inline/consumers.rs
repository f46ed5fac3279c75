//! Who reads a producer, and whether all of them can compute it themselves.

use super::{
    body::{self, Reads},
    streams::Streams,
};
use fvopt_boxes::Axes;
use ir_stencil::ops::{Access, AccessDyn, AnyAccess, Apply, Stage, Sweep, shaped};
use mlir_shim::ir::{Op, Value, Walk};
use std::collections::{HashMap, HashSet};

/// The largest offset of an access (access_c3).
const MAX_OFFSET: i64 = 1_000_000;

/// An apply or sweep that reads a producer.
pub struct Consumer<'c> {
    /// The apply or sweep.
    pub op: Op<'c>,
    /// Its bodies that read the producer: its own, or those of its stages, in order.
    pub bodies: Vec<Reads<'c>>,
}

impl<'c> Consumer<'c> {
    /// The bodies that run on the same levels, together.
    pub fn intervals(&self) -> Vec<&[Reads<'c>]> {
        self.bodies
            .chunk_by(|one, other| one.op.parent() == other.op.parent())
            .collect()
    }
}

/// The consumers of a producer in their order, or why they cannot all compute it.
pub fn of<'c>(producer: Apply<'c>, streams: &Streams<'c>) -> Result<Vec<Consumer<'c>>, String> {
    let block = producer.0.block().expect("a producer stands in a block");
    let mut holders: HashSet<Op<'c>> = HashSet::new();
    for result in producer.0.results() {
        for (user, operand) in result.uses() {
            if AccessDyn::is(user) {
                return Err("it is read at a run-time level".into());
            }
            if !(Access::is(user) && operand == 0) {
                return Err(format!("a `{}` uses it", user.name()));
            }
            if !shaped(result).data.is_empty() {
                return Err("it has data dimensions".into());
            }
            let holder = user
                .ancestor_in(block)
                .filter(|holder| Apply::is(*holder) || Sweep::is(*holder))
                .ok_or("it is read in another block")?;
            holders.insert(holder);
        }
    }
    let mut holders: Vec<Op<'c>> = holders.into_iter().collect();
    holders.sort_by_key(|holder| streams.position(*holder));
    let results: HashSet<Value<'c>> = producer.0.results().into_iter().collect();
    let consumers: Vec<Consumer<'c>> = holders
        .into_iter()
        .map(|op| Consumer {
            op,
            bodies: bodies(op, &results),
        })
        .collect();
    for consumer in &consumers {
        let axes = Apply::cast(consumer.op).map_or(Axes::IJK, Apply::axes);
        if axes != producer.axes() {
            return Err(
                "an operation that reads it has other axes, along which it would be computed again"
                    .into(),
            );
        }
        for reads in &consumer.bodies {
            can_shift(producer, reads)?;
        }
    }
    Ok(consumers)
}

/// The bodies of an operation that read some temps.
fn bodies<'c>(op: Op<'c>, temps: &HashSet<Value<'c>>) -> Vec<Reads<'c>> {
    let mut order = Vec::new();
    let mut found: HashMap<Op<'c>, Vec<AnyAccess<'c>>> = HashMap::new();
    let mut body = op;
    op.walk(|inner| {
        if Stage::is(inner) {
            body = inner;
        } else if Access::is(inner) && temps.contains(&inner.operand(0)) {
            let accesses = found.entry(body).or_insert_with(|| {
                order.push(body);
                Vec::new()
            });
            accesses.push(AnyAccess(inner));
        }
        Walk::Advance
    });
    order
        .into_iter()
        .map(|body| Reads::new(body, found.remove(&body).expect("entered above")))
        .collect()
}

/// Whether the body of a producer can be written down at the offsets of its reads.
fn can_shift<'c>(producer: Apply<'c>, reads: &Reads<'c>) -> Result<(), String> {
    for read in &reads.at {
        for part in body::slice(producer, &read.results()) {
            let mut reason = None;
            part.walk(|inner| {
                if !Access::is(inner) && !AccessDyn::is(inner) {
                    return Walk::Advance;
                }
                let access = AnyAccess(inner);
                // The position is clamped around the level of the point, and then the level moves:
                // a shifted position could wrap around.
                if access.extent().is_some() && read.offset[2] != 0 {
                    reason = Some("it reads around a run-time level and is read at another level");
                }
                let offset = body::shifted(access, read.offset);
                if offset.iter().any(|offset| offset.abs() > MAX_OFFSET) {
                    reason = Some("the offsets together are too large");
                }
                if reason.is_some() {
                    Walk::Stop
                } else {
                    Walk::Advance
                }
            });
            if let Some(reason) = reason {
                return Err(reason.into());
            }
        }
    }
    Ok(())
}
