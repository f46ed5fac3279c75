//! A flattened program as plain data: its operations over temps, and who else touches its fields.

use super::carried::Needed;
use crate::stencil_inline::cost::measured_of_body;
use fvopt_analysis::access::{base_field, read_fields, written_fields};
use fvopt_boxes::DomainFacts;
use fvopt_schedule::{
    kernel::ValueId,
    memory::FieldId,
    values::{Block, Field, Node, NodeId, Point, Step, Values},
};
use ir_program::ops::{Alloc, Bound, Func, Swap, View};
use ir_stencil::{
    import::{Importer, shape},
    ops::{Apply, Insert, Kernel as KernelOp, Load, Store, Sweep, Undef, shaped},
};
use mlir_shim::ir::{Op, Value, Walk};
use std::collections::{HashMap, HashSet};

/// What the numbers of a program stand for, and what becomes of it.
pub struct Imported<'c> {
    /// What the numbers stand for.
    pub importer: Importer<'c>,
    /// The operations that kernels replace, in order.
    pub replaced: Vec<Op<'c>>,
}

/// Reads a flattened program whose temps are required on these regions.
pub fn run<'c>(
    function: Func<'c>,
    facts: DomainFacts,
    required: &Needed<'c>,
) -> (Values, Imported<'c>) {
    let mut reader = Reader {
        importer: Importer::new(measured_of_body),
        nodes: Vec::new(),
        points: HashMap::new(),
        replaced: Vec::new(),
    };
    let control = function.control_blocks();
    for (block, ops) in control.iter().enumerate() {
        for (step, op) in ops.ops().into_iter().enumerate() {
            reader.points.insert(op, Point { block, step });
        }
    }
    // In the order of the program: what nobody loads is removed one allocation after the other.
    for alloc in function.0.collect(Alloc::NAME) {
        reader.importer.field(alloc.result(0));
    }
    let blocks = control.iter().map(|block| {
        let parent = block
            .parent()
            .and_then(|op| reader.points.get(&op))
            .copied();
        let ops = block.ops().into_iter();
        let steps = ops.map(|op| reader.step(op)).collect();
        Block { parent, steps }
    });
    let blocks: Vec<Block> = blocks.collect();
    let swaps = function.0.collect(Swap::NAME).into_iter();
    let swaps = swaps.map(|swap| [0, 1].map(|index| base_field(swap.operand(index))));
    let swaps = swaps
        .map(|fields| fields.map(|field| reader.importer.field(field)))
        .collect();
    // In the order of the program, so that positions get the same numbers every time.
    let results = reader.nodes.iter().flat_map(|node| &node.operation.results);
    let temps: Vec<ValueId> = results.map(|(value, _)| *value).collect();
    let required = temps.into_iter().filter_map(|value| {
        let place = required.get(&reader.importer.temp(value))?;
        Some((value, reader.importer.number_box(place.clone())))
    });
    let required = required.collect();
    let fields = reader.fields();
    let positions = reader.importer.positions().iter();
    let positions = positions.map(|value| reader.known(*value)).collect();
    let values = Values {
        nodes: reader.nodes,
        blocks,
        required,
        fields,
        swaps,
        positions,
        facts,
        fresh: reader.importer.fresh(),
    };
    let imported = Imported {
        importer: reader.importer,
        replaced: reader.replaced,
    };
    (values, imported)
}

struct Reader<'c> {
    importer: Importer<'c>,
    nodes: Vec<Node>,
    /// Where the operations of blocks of control flow stand.
    points: HashMap<Op<'c>, Point>,
    replaced: Vec<Op<'c>>,
}

impl<'c> Reader<'c> {
    fn step(&mut self, op: Op<'c>) -> Step {
        let is_over_temps = Load::is(op)
            || Insert::is(op)
            || Apply::is(op)
            || Sweep::is(op)
            || Undef::is(op)
            || Store::is(op);
        if is_over_temps {
            let node = NodeId(self.nodes.len() as u32);
            let operation = self.importer.operation(op);
            let point = self.points[&op];
            let known = self.known_by(op, point);
            self.nodes.push(Node {
                operation,
                point,
                known,
            });
            self.replaced.push(op);
            return Step::Operation(node);
        }
        if let Some(kernel) = KernelOp::cast(op) {
            return Step::Kernel(Box::new(self.importer.kernel(kernel)));
        }
        if touches_no_contents(op) {
            return Step::Neutral;
        }
        Step::Barrier {
            reads: self.roots(read_fields(op)),
            writes: self.roots(written_fields(op)),
        }
    }

    fn roots(&mut self, fields: Vec<Value<'c>>) -> Vec<FieldId> {
        let mut seen = HashSet::new();
        let roots = fields.into_iter().map(base_field);
        roots
            .filter(|root| seen.insert(*root))
            .map(|root| self.importer.field(root))
            .collect()
    }

    /// All fields that have a number, and those that they are views of.
    fn fields(&mut self) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        while let Some(field) = self.importer.fields().get(fields.len()).copied() {
            fields.push(Field {
                part: self.importer.memory_part(field),
                shape: shape(&shaped(field)),
                known: self.known(field),
                is_allocation: field.defining_op().is_some_and(Alloc::is),
                is_used_elsewhere: field
                    .uses()
                    .into_iter()
                    .any(|(user, _)| !self.points.contains_key(&user) || !is_load_or_store(user)),
                is_seen_elsewhere: field.defining_op().is_some_and(View::is)
                    || field
                        .uses()
                        .into_iter()
                        .any(|(user, _)| !is_load_or_store(user) && !Swap::is(user)),
            });
        }
        fields
    }

    /// The first step of an operation's block at which all is known that the operation uses beside temps.
    fn known_by(&self, op: Op<'c>, at: Point) -> usize {
        let mut known = 0;
        op.walk(|inner| {
            for operand in inner.operands() {
                let definition = operand.defining_op().and_then(|op| self.points.get(&op));
                if let Some(point) = definition.filter(|point| point.block == at.block)
                    && !operand.ty().is_temp()
                {
                    known = known.max(point.step + 1);
                }
            }
            Walk::Advance
        });
        known
    }

    /// From where on a scalar or field is known.
    fn known(&self, value: Value<'c>) -> Point {
        let Some(op) = value.defining_op() else {
            let first = value.owner_block().and_then(|block| block.first());
            let first = first.expect("a block ends with a terminator");
            return self.points[&first];
        };
        let at = self.points[&op];
        Point {
            step: at.step + 1,
            ..at
        }
    }
}

fn is_load_or_store(op: Op<'_>) -> bool {
    Load::is(op) || Store::is(op)
}

/// Whether an operation touches no contents of fields.
fn touches_no_contents(op: Op<'_>) -> bool {
    Alloc::is(op) || View::is(op) || Bound::is(op) || (op.is_pure() && op.region_count() == 0)
}
