//! What operations and values in memory cost, in integers.
//!
//! The unit is one addition at one point ([`fvopt_schedule::weights`]). A value that is not inlined is, as a
//! rule, kept in rows of a kernel and not in memory (`program-schedule` merges the kernels), so that reading or
//! writing it costs a few additions, `operations-per-value`: four gave the
//! shortest calls of horizontal diffusion and transport, among 3, 4, 5 and 16
//! (`fvopt measure`, 192 x 192 x 80 points, one thread).

use fvopt_schedule::weights;
use ir_stencil::ops::{AnyAccess, Apply};
use mlir_shim::ir::{Attr, Op, Ty, Value, Walk};
use std::collections::HashMap;

/// How often we think that the body of a `scf.while` runs.
const ITERATIONS: u64 = 10;

/// The cost of an operation by itself, without its regions.
pub fn weight(op: Op<'_>) -> u64 {
    weights::weight(op.name())
}

/// The cost of an operation with its regions; accesses that `skip` names are free.
pub fn weight_inside<'c>(
    op: Op<'c>,
    weight: fn(&str) -> u64,
    skip: impl Fn(Op<'c>) -> bool,
) -> u64 {
    let mut total = 0u64;
    op.walk(|inner| {
        if !skip(inner) {
            total = total.saturating_add(weight(inner.name()));
        }
        Walk::Advance
    });
    if op.is("scf.while") {
        total = total.saturating_mul(ITERATIONS);
    }
    total
}

/// What makes two operations of a body give the same: an operand is a value, or
/// the number of an expression.
#[derive(PartialEq, Eq, Hash)]
pub struct Key<'c, V> {
    name: &'c str,
    operands: Vec<V>,
    attributes: Vec<(&'c str, Attr<'c>)>,
    types: Vec<Ty<'c>>,
    /// The offset at which an access reads, or an index stands; 0 of everything else.
    offset: [i64; 3],
}

impl<'c, V> Key<'c, V> {
    /// The key of an operation in a body that is shifted.
    pub fn of(op: Op<'c>, operands: Vec<V>, shift: [i64; 3]) -> Self {
        let is_access = op.is("stencil.access") || op.is("stencil.access_dyn");
        let offset = if is_access {
            super::body::shifted(AnyAccess(op), shift)
        } else if let Some(index) = ir_stencil::ops::Index::cast(op) {
            let axis = index.axis();
            let mut offset = [0; 3];
            offset[axis] = shift[axis];
            offset
        } else {
            [0; 3]
        };
        let mut attributes = op.attributes();
        attributes.retain(|(name, _)| !(is_access && *name == "offset"));
        Self {
            name: op.name(),
            operands,
            attributes,
            types: op.results().iter().map(|result| result.ty()).collect(),
            offset,
        }
    }
}

/// The number of an expression.
type Number = usize;

/// The expressions of a body, equal ones once, and what they cost together.
pub struct Expressions<'c> {
    /// What an operation costs, by its name.
    weight: fn(&str) -> u64,
    known: HashMap<Key<'c, Number>, Vec<Number>>,
    outer: HashMap<Value<'c>, Number>,
    count: Number,
    /// The cost of all.
    pub cost: u64,
}

impl<'c> Expressions<'c> {
    fn new(weight: fn(&str) -> u64) -> Self {
        Self {
            weight,
            known: HashMap::new(),
            outer: HashMap::new(),
            count: 0,
            cost: 0,
        }
    }

    fn fresh(&mut self) -> Number {
        self.count += 1;
        self.count
    }

    /// Enters operations of a body that is shifted, in order; `inlined` are the
    /// numbers of results of accesses that stand for expressions known already.
    /// Gives the numbers of all results.
    pub fn enter(
        &mut self,
        ops: &[Op<'c>],
        shift: [i64; 3],
        inlined: &HashMap<Value<'c>, Number>,
    ) -> HashMap<Value<'c>, Number> {
        let is_inlined = |op: Op<'c>| op.result_count() == 1 && inlined.contains_key(&op.result(0));
        let mut numbers: HashMap<Value<'c>, Number> = HashMap::new();
        for op in ops {
            if is_inlined(*op) {
                numbers.insert(op.result(0), inlined[&op.result(0)]);
                continue;
            }
            let results = if op.region_count() > 0 {
                self.cost = self
                    .cost
                    .saturating_add(weight_inside(*op, self.weight, is_inlined));
                op.results().iter().map(|_| self.fresh()).collect()
            } else {
                let operands = op.operands();
                let operands = operands
                    .into_iter()
                    .map(|operand| match numbers.get(&operand) {
                        Some(number) => *number,
                        None => self.of_outer(operand),
                    })
                    .collect();
                self.of_op(*op, Key::of(*op, operands, shift))
            };
            numbers.extend(op.results().into_iter().zip(results));
        }
        numbers
    }

    fn of_outer(&mut self, value: Value<'c>) -> Number {
        if let Some(number) = self.outer.get(&value) {
            return *number;
        }
        let number = self.fresh();
        self.outer.insert(value, number);
        number
    }

    fn of_op(&mut self, op: Op<'c>, key: Key<'c, Number>) -> Vec<Number> {
        if let Some(numbers) = self.known.get(&key) {
            return numbers.clone();
        }
        self.cost = self.cost.saturating_add((self.weight)(op.name()));
        let numbers: Vec<Number> = op.results().iter().map(|_| self.fresh()).collect();
        self.known.insert(key, numbers.clone());
        numbers
    }
}

/// The cost of a body, equal expressions once.
pub fn of_body(body: &[Op<'_>]) -> u64 {
    with(body, weights::weight)
}

/// The same, with what fvopt's own functions take: what kernels are estimated by.
pub fn measured_of_body(body: &[Op<'_>]) -> u64 {
    with(body, weights::measured)
}

fn with(body: &[Op<'_>], weight: fn(&str) -> u64) -> u64 {
    let mut expressions = Expressions::new(weight);
    expressions.enter(body, [0; 3], &HashMap::new());
    expressions.cost
}

/// The cost of a body with a producer inlined as its reads say.
pub fn of_inlined<'c>(reads: &super::body::Reads<'c>, producer: Apply<'c>) -> u64 {
    let mut expressions = Expressions::new(weights::weight);
    let mut inlined = HashMap::new();
    for read in &reads.at {
        let parts = super::body::slice(producer, &read.results());
        let numbers = expressions.enter(&parts, read.offset, &HashMap::new());
        for access in &read.accesses {
            let value = super::body::yielded(producer, access.temp().number());
            let number = match numbers.get(&value) {
                Some(number) => *number,
                None => expressions.of_outer(value),
            };
            inlined.insert(access.0.result(0), number);
        }
    }
    expressions.enter(&reads.block().ops(), [0; 3], &inlined);
    expressions.cost
}
