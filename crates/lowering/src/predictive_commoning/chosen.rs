//! Which values are commoned.

use super::classes::{Classes, only_computes};
use crate::vectorize_annotated_loops::chains::Chains;
use mlir_shim::ir::{Block, Op, Scalar, Value};
use std::collections::{HashMap, HashSet};

/// What has to be saved for a value to be commoned, in operations and loads. In vectors, commoning is a
/// shuffle and a register that is taken over the whole loop.
const LEAST_SAVED: u64 = 3;
/// The same where loads, and not operations, take the time: a shuffle is no load.
const LEAST_SAVED_OF_LOADS: u64 = 1;
/// A mathematical function, in operations.
const FUNCTION: u64 = 10;

/// A value that is commoned.
pub struct Pair<'c> {
    /// What becomes an argument of the loop.
    pub value: Value<'c>,
    /// What it is in the next iteration.
    pub next: Value<'c>,
}

/// What is commoned, and what nobody needs then.
pub struct Commoned<'c> {
    pub pairs: Vec<Pair<'c>>,
    /// For each commoned value, what is computed for it: that of the next iteration, or of a later
    /// one where the next one is commoned as well.
    pub computed: HashMap<Value<'c>, Value<'c>>,
    pub unused: HashSet<Op<'c>>,
}

/// From the last value to the first, so that of an expression the whole is commoned and not its
/// parts. Each operation is looked at once as a candidate, and once more for every value that it is part
/// of and that is not worth it, which is a number that `LEAST_SAVED` bounds; loads' indices come on top.
pub fn chosen<'c>(body: Block<'c>, classes: &Classes<'c>) -> Commoned<'c> {
    let ops = body.ops();
    let mut choice = Choice::new(body, &ops);
    let least = match loads_take_longer(&ops, classes) {
        true => LEAST_SAVED_OF_LOADS,
        false => LEAST_SAVED,
    };
    let mut pairs = Vec::new();
    for op in ops.iter().rev() {
        let Some(pair) = choice.candidate(*op, classes) else {
            continue;
        };
        let unused = choice.unused_without(*op, pair.next);
        if unused.iter().map(|op| weight(*op)).sum::<u64>() < least {
            continue;
        }
        choice.take(&unused, &pair);
        pairs.push(pair);
    }
    pairs.reverse();
    let values = pairs.iter().map(|pair| pair.value);
    let computed = values.map(|value| (value, choice.chains.end(value)));
    Commoned {
        computed: computed.collect(),
        pairs,
        unused: choice.unused,
    }
}

struct Choice<'c> {
    body: Block<'c>,
    positions: HashMap<Op<'c>, usize>,
    /// How many operations before a position do more than compute and load.
    effects: Vec<usize>,
    /// How often the results of an operation are used by operations that stay.
    uses: HashMap<Op<'c>, usize>,
    unused: HashSet<Op<'c>>,
    /// Commoned values, which go on with what they are in the next iteration.
    chains: Chains<'c>,
    /// The first position at which what a value is for the next iteration is needed.
    needed_at: HashMap<Value<'c>, usize>,
}

impl<'c> Choice<'c> {
    fn new(body: Block<'c>, ops: &[Op<'c>]) -> Self {
        let mut effects = vec![0];
        for (position, op) in ops.iter().enumerate() {
            let is_effect = !is_removable(*op) && !op.is("memref.prefetch");
            effects.push(effects[position] + usize::from(is_effect));
        }
        let count = |op: &Op<'c>| op.results().iter().map(|result| result.uses().len()).sum();
        Self {
            body,
            positions: ops.iter().copied().zip(0..).collect(),
            effects,
            uses: ops.iter().map(|op| (*op, count(op))).collect(),
            unused: HashSet::new(),
            chains: Chains::default(),
            needed_at: HashMap::new(),
        }
    }

    /// What commoning the result of an operation would be; nothing where that cannot be.
    fn candidate(&mut self, op: Op<'c>, classes: &Classes<'c>) -> Option<Pair<'c>> {
        if op.result_count() != 1 || self.unused.contains(&op) {
            return None;
        }
        let value = op.result(0);
        let is_index = value.ty().as_scalar()? == Scalar::Index;
        let next = classes.next(value)?;
        let source = self.chains.end(next).defining_op()?;
        let can_be = !is_index
            && !self.unused.contains(&source)
            && self.can_come_first(source, self.first_use(value));
        can_be.then_some(Pair { value, next })
    }

    /// The position of the first operation that needs a value.
    fn first_use(&self, value: Value<'c>) -> usize {
        let users = value.uses().into_iter();
        users
            .filter_map(|(user, _)| user.ancestor_in(self.body))
            .filter(|user| !self.unused.contains(user))
            .map(|user| self.positions[&user])
            .chain(self.needed_at.get(&value).copied())
            .min()
            .unwrap_or(self.effects.len() - 1)
    }

    /// Whether an operation, and what it needs, can come before a position: what it loads must not
    /// move across a store.
    fn can_come_first(&self, source: Op<'c>, first: usize) -> bool {
        let position = self.positions[&source];
        first > position || self.effects[first] == self.effects[position]
    }

    /// The operations that nobody needs once the result of `op` is commoned and `next` computed.
    fn unused_without(&self, op: Op<'c>, next: Value<'c>) -> Vec<Op<'c>> {
        let mut left: HashMap<Op<'c>, usize> = HashMap::new();
        let mut found = vec![op];
        let mut looked_at = 0;
        while let Some(unused) = found.get(looked_at).copied() {
            looked_at += 1;
            for operand in unused.operands() {
                let Some(source) = operand.defining_op() else {
                    continue;
                };
                let Some(uses) = self.uses.get(&source) else {
                    continue;
                };
                let left = left.entry(source).or_insert(*uses);
                *left -= 1;
                if *left == 0 && operand != next && is_removable(source) {
                    found.push(source);
                }
            }
        }
        found
    }

    /// A value is commoned from here on.
    fn take(&mut self, unused: &[Op<'c>], pair: &Pair<'c>) {
        for op in unused {
            for source in op.operands().into_iter().filter_map(Value::defining_op) {
                if let Some(uses) = self.uses.get_mut(&source) {
                    *uses -= 1;
                }
            }
        }
        let needed_at = self.first_use(pair.value);
        self.needed_at
            .entry(pair.next)
            .and_modify(|at| *at = needed_at.min(*at))
            .or_insert(needed_at);
        self.chains.add(pair.value, pair.next);
        self.unused.extend(unused);
        // The loop yields it.
        if let Some(source) = pair.next.defining_op()
            && let Some(uses) = self.uses.get_mut(&source)
        {
            *uses += 1;
        }
    }
}

/// Whether a body's loads take longer than its operations. Of vectors of neighbours one starts
/// at a line of the cache; the others lie across two, and are two loads.
fn loads_take_longer<'c>(ops: &[Op<'c>], classes: &Classes<'c>) -> bool {
    let (mut loads, mut operations) = (0, 0);
    for op in ops {
        if op.is("memref.load") {
            loads += 1 + u64::from(classes.next(op.result(0)).is_some());
        } else if op.result_count() == 1 {
            operations += weight(*op);
        }
    }
    loads > operations
}

/// Whether an operation only computes or loads a value.
fn is_removable(op: Op<'_>) -> bool {
    op.is("memref.load") || only_computes(op)
}

fn weight(op: Op<'_>) -> u64 {
    let is_index = op.result(0).ty().as_scalar() == Some(Scalar::Index);
    match op.name() {
        "arith.constant" => 0,
        name if name.starts_with("math.") => FUNCTION,
        _ => u64::from(!is_index),
    }
}
