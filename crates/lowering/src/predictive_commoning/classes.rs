//! Which values of a loop's body are one value, some iterations apart.
//!
//! A value whose iterations are known has a class and a shift: `x` and `y` of one
//! class with the shifts 0 and 1 mean that `y` is in an iteration what `x` is
//! in the next one. Classes are numbered from the counter on: an operation
//! is of the class of its name, its attributes and its operands, relative to the
//! first of them that varies.

use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Attr, Block, Op, Ty, Value};
use std::collections::{HashMap, HashSet};

/// What is known of a value in the body.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Iterations<'c> {
    /// The same in all iterations.
    Same(Value<'c>),
    /// What the class is so many iterations later.
    Shifted {
        /// The number of the class.
        class: usize,
        /// How many iterations later.
        shift: i64,
    },
}

/// The values of a body.
pub struct Classes<'c> {
    values: HashMap<Value<'c>, Iterations<'c>>,
    first: HashMap<(usize, i64), Value<'c>>,
}

/// What the operations of a class have in common, but for attributes and types, which are compared.
type Key<'c> = (&'c str, Vec<Iterations<'c>>);
type Details<'c> = (Vec<(&'c str, Attr<'c>)>, Ty<'c>);

const COUNTER: usize = 0;

impl<'c> Classes<'c> {
    /// Those of a loop's body, whose first argument is the counter.
    pub fn of(body: Block<'c>) -> Self {
        let mut numbering = Numbering {
            body,
            inside: HashSet::new(),
            numbers: HashMap::new(),
            stepping: HashSet::from([COUNTER]),
            count: COUNTER + 1,
            values: HashMap::new(),
        };
        let counter = body.arguments()[0];
        let at_counter = Iterations::Shifted {
            class: COUNTER,
            shift: 0,
        };
        numbering.values.insert(counter, at_counter);
        let mut first = HashMap::new();
        for op in body.ops() {
            if let Some(iterations) = numbering.number(op) {
                numbering.values.insert(op.result(0), iterations);
                if let Iterations::Shifted { class, shift } = iterations {
                    first.entry((class, shift)).or_insert(op.result(0));
                }
            }
            numbering.inside.extend(op.results());
        }
        Self {
            values: numbering.values,
            first,
        }
    }

    /// The value that is in an iteration what `value` is in the next one; nothing
    /// where the body has none.
    pub fn next(&self, value: Value<'c>) -> Option<Value<'c>> {
        match self.values.get(&value)? {
            Iterations::Same(_) => None,
            Iterations::Shifted { class, shift } => {
                self.first.get(&(*class, shift.checked_add(1)?)).copied()
            }
        }
    }
}

/// Whether an operation does nothing but compute. For MLIR an integer division is not pure, because one by
/// zero has no value; a body that holds one divides in every iteration, the first one included.
pub fn only_computes(op: Op<'_>) -> bool {
    op.region_count() == 0 && (op.is_pure() || op.name().starts_with("arith."))
}

struct Numbering<'c> {
    body: Block<'c>,
    /// The results of the operations that came before.
    inside: HashSet<Value<'c>>,
    numbers: HashMap<Key<'c>, Vec<(Details<'c>, usize)>>,
    /// The classes of indices that grow by one from one iteration to the next.
    stepping: HashSet<usize>,
    count: usize,
    values: HashMap<Value<'c>, Iterations<'c>>,
}

impl<'c> Numbering<'c> {
    /// What is known of the result of an operation.
    fn number(&mut self, op: Op<'c>) -> Option<Iterations<'c>> {
        let is_load = op.is("memref.load");
        if op.result_count() != 1 || !(is_load || only_computes(op)) {
            return None;
        }
        let operands: Vec<Iterations<'c>> = op
            .operands()
            .into_iter()
            .map(|operand| self.iterations(operand))
            .collect::<Option<_>>()?;
        let first = operands.iter().find_map(|operand| match operand {
            Iterations::Same(_) => None,
            Iterations::Shifted { shift, .. } => Some(*shift),
        });
        let Some(first) = first else {
            // Memory may change from one iteration to the next.
            return (!is_load).then_some(Iterations::Same(op.result(0)));
        };
        if let Some(moved) = self.moved(op, &operands) {
            return Some(moved);
        }
        let relative = operands
            .iter()
            .map(|operand| match operand {
                Iterations::Same(value) => Some(Iterations::Same(*value)),
                Iterations::Shifted { class, shift } => Some(Iterations::Shifted {
                    class: *class,
                    shift: shift.checked_sub(first)?,
                }),
            })
            .collect::<Option<_>>()?;
        let details = (op.attributes(), op.result(0).ty());
        let same = self.numbers.entry((op.name(), relative)).or_default();
        let class = match same.iter().find(|known| known.0 == details) {
            Some(known) => known.1,
            None => {
                same.push((details, self.count));
                self.count += 1;
                self.count - 1
            }
        };
        if self.is_step(op, &operands) {
            self.stepping.insert(class);
        }
        Some(Iterations::Shifted {
            class,
            shift: first,
        })
    }

    /// What comes from outside is the same in all iterations; of the rest of the
    /// body's values it is known or not.
    fn iterations(&self, value: Value<'c>) -> Option<Iterations<'c>> {
        let is_inside = self.inside.contains(&value) || value.owner_block() == Some(self.body);
        match self.values.get(&value) {
            Some(known) => Some(*known),
            None => (!is_inside).then_some(Iterations::Same(value)),
        }
    }

    /// An index that grows by one, plus or minus a constant, is itself in another iteration.
    fn moved(&self, op: Op<'c>, operands: &[Iterations<'c>]) -> Option<Iterations<'c>> {
        use Iterations::{Same, Shifted};
        let (class, shift, constant) = match (op.name(), operands) {
            ("arith.addi", [Shifted { class, shift }, Same(other)])
            | ("arith.addi", [Same(other), Shifted { class, shift }]) => {
                (*class, *shift, constant_integer(*other)?)
            }
            ("arith.subi", [Shifted { class, shift }, Same(other)]) => {
                (*class, *shift, constant_integer(*other)?.checked_neg()?)
            }
            _ => return None,
        };
        let shift = shift.checked_add(constant)?;
        self.stepping
            .contains(&class)
            .then_some(Shifted { class, shift })
    }

    /// Whether the result grows by one from one iteration to the next, because an operand does.
    fn is_step(&self, op: Op<'c>, operands: &[Iterations<'c>]) -> bool {
        use Iterations::{Same, Shifted};
        match (op.name(), operands) {
            ("arith.addi", [Shifted { class, .. }, Same(_)])
            | ("arith.addi", [Same(_), Shifted { class, .. }])
            | ("arith.subi", [Shifted { class, .. }, Same(_)]) => self.stepping.contains(class),
            _ => false,
        }
    }
}
