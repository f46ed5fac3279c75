//! The body of an apply or a stage as plain data, and what its nodes stand for.

use super::loops::Loops;
use crate::stencil_inline::cost::weight_inside;
use fvopt_boxes::Axes;
use fvopt_native::Scalar;
use fvopt_optimizer::{
    Body, Node,
    scalar::{Kind, Operator, Other, Permissions, Support},
};
use fvopt_schedule::weights;
use ir_stencil::ops::{Access, AccessDyn, AnyAccess, Index, Interval, Sweep, shaped};
use mlir_shim::ir::{Attr, Block, Op, Ty, Value, Walk};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// What a node of the body as written stands for.
#[derive(Clone, Copy)]
pub enum Origin<'c> {
    /// A value: of an operation, or from outside of the body.
    Value(Value<'c>),
    /// An operation whose results are nodes of their own.
    Operation(Op<'c>),
}

/// A body that was read.
pub struct Imported<'c> {
    /// The body.
    pub body: Body,
    /// What its nodes stand for.
    pub origins: Vec<Origin<'c>>,
    /// What its leaves stand for.
    pub leaves: Vec<Value<'c>>,
    /// The flags of each code of permissions that operations have.
    pub flags: HashMap<Permissions, Attr<'c>>,
}

/// The body of an apply or a stage, which depends on these axes.
pub fn body<'c>(block: Block<'c>, axes: Axes, loops: &mut Loops<'c>) -> Imported<'c> {
    let mut reader = Reader {
        axes,
        block,
        loops,
        body: Body::default(),
        origins: Vec::new(),
        leaves: Vec::new(),
        others: Vec::new(),
        numbers: HashMap::new(),
        nodes: HashMap::new(),
        flags: HashMap::new(),
    };
    let mut ops = block.ops();
    let terminator = ops.pop().expect("verified: a terminator");
    for op in ops {
        reader.op(op);
    }
    let results = terminator.operands();
    let results = results
        .into_iter()
        .map(|value| reader.node(value))
        .collect();
    reader.body.results = results;
    reader.body.others = Arc::new(reader.others);
    Imported {
        body: reader.body,
        origins: reader.origins,
        leaves: reader.leaves,
        flags: reader.flags,
    }
}

/// What makes operations one that rules do not know: the same name, attributes and result types, and what they read.
type Identity<'c> = (
    &'c str,
    Vec<(&'c str, Attr<'c>)>,
    Vec<Ty<'c>>,
    Option<Value<'c>>,
);

struct Reader<'r, 'c> {
    axes: Axes,
    block: Block<'c>,
    loops: &'r mut Loops<'c>,
    body: Body,
    origins: Vec<Origin<'c>>,
    leaves: Vec<Value<'c>>,
    others: Vec<Other>,
    numbers: HashMap<Identity<'c>, u32>,
    nodes: HashMap<Value<'c>, usize>,
    flags: HashMap<Permissions, Attr<'c>>,
}

impl<'c> Reader<'_, 'c> {
    fn push(&mut self, node: Node, origin: Origin<'c>) -> usize {
        self.body.nodes.push(node);
        self.origins.push(origin);
        self.body.nodes.len() - 1
    }

    fn leaf(&mut self, value: Value<'c>, support: Support) -> usize {
        self.body.leaves.push(support);
        self.leaves.push(value);
        let node = Node::Leaf(self.leaves.len() - 1);
        let node = self.push(node, Origin::Value(value));
        self.nodes.insert(value, node);
        node
    }

    /// The node of a value; one from outside of the body gets one now.
    fn node(&mut self, value: Value<'c>) -> usize {
        if let Some(node) = self.nodes.get(&value) {
            return *node;
        }
        if let Some((scalar, bits)) = constant(value) {
            let node = self.push(Node::Constant(scalar, bits), Origin::Value(value));
            self.nodes.insert(value, node);
            return node;
        }
        let support = Support {
            axes: Axes::NONE,
            loops: self.loops.of_value(value),
        };
        self.leaf(value, support)
    }

    fn op(&mut self, op: Op<'c>) {
        if Access::is(op) && op.operand_count() == 1 {
            let temp = op.operand(0);
            let support = self.support_of(temp);
            self.leaf(op.result(0), support);
            return;
        }
        if let Some(index) = Index::cast(op) {
            let support = Support {
                axes: Axes::of_numbers([index.axis()]),
                loops: 0,
            };
            self.leaf(op.result(0), support);
            return;
        }
        if op.result_count() == 1 && constant(op.result(0)).is_some() {
            self.node(op.result(0));
            return;
        }
        let known = self.known(op);
        let operands = op.operands().into_iter();
        match known {
            Some(operator) => {
                let operands = operands.map(|operand| self.node(operand)).collect();
                let value = op.result(0);
                let node = self.push(Node::Operation(operator, operands), Origin::Value(value));
                self.nodes.insert(value, node);
            }
            None => self.other(op),
        }
    }

    /// What a temp depends on.
    fn support_of(&mut self, temp: Value<'c>) -> Support {
        let holder = match temp.defining_op() {
            Some(op) => op.parent(),
            None => temp.owner_block().and_then(|block| block.parent()),
        };
        let is_of_sweep = holder.is_some_and(|op| Sweep::is(op) || Interval::is(op));
        Support {
            // A carry of fewer axes still changes from level to level.
            axes: if is_of_sweep {
                self.axes
            } else {
                shaped(temp).axes
            },
            loops: self.loops.of_temp(temp),
        }
    }

    /// The operator of an operation that rules know, when it has no attributes beside those.
    fn known(&mut self, op: Op<'c>) -> Option<Operator> {
        let kind = match op.name() {
            "arith.cmpf" => {
                let predicate = op.attr("predicate")?.as_integer()?;
                Kind::Compare(u8::try_from(predicate).ok()?)
            }
            name => Kind::of_operation(name)?,
        };
        let scalar = match kind {
            Kind::Compare(_) => op.operand(0).ty().as_scalar()?,
            _ => op.result(0).ty().as_scalar()?,
        };
        if kind == Kind::Differ && scalar != Scalar::I1 {
            return None;
        }
        let attributes = op.attributes();
        let expected = |name: &str| name == "fastmath" || name == "predicate";
        if !attributes.iter().all(|(name, _)| expected(name)) {
            return None;
        }
        let permissions = match op.attr("fastmath") {
            Some(flags) => {
                let permissions = permissions(flags)?;
                self.flags.insert(permissions, flags);
                permissions
            }
            None => Permissions::NONE,
        };
        Some(Operator {
            kind,
            scalar,
            permissions,
        })
    }

    /// An operation that rules do not know, perhaps with blocks or several results.
    fn other(&mut self, op: Op<'c>) {
        let mut support = Support::NOTHING;
        let mut operands: Vec<Value<'c>> = Vec::new();
        let mut temp = None;
        if AccessDyn::is(op) || Access::is(op) {
            support = self.support_of(op.operand(0));
            temp = Some(op.operand(0));
            operands.extend(op.operands().into_iter().skip(1));
        } else {
            operands.extend(op.operands());
        }
        let (captured, inside) = self.captured(op);
        support = support.union(inside);
        operands.extend(captured);
        let is_whole = op.region_count() > 0 || op.result_count() != 1;
        let number = self.number(op, temp, is_whole, support);
        let operands: Vec<usize> = operands.into_iter().map(|value| self.node(value)).collect();
        let operator = |kind, value: Option<Value<'c>>| Operator {
            kind,
            // Rules look at the types of what they know alone.
            scalar: value
                .and_then(|value| value.ty().as_scalar())
                .unwrap_or(Scalar::Index),
            permissions: Permissions::NONE,
        };
        let kind = Kind::Other(number);
        if op.result_count() == 1 {
            let value = op.result(0);
            let operator = operator(kind, Some(value));
            let node = self.push(Node::Operation(operator, operands), Origin::Value(value));
            self.nodes.insert(value, node);
            return;
        }
        let all = Node::Operation(operator(kind, None), operands);
        let all = self.push(all, Origin::Operation(op));
        for (place, value) in op.results().into_iter().enumerate() {
            let operator = operator(Kind::Part(place as u32), Some(value));
            let part = Node::Operation(operator, vec![all]);
            let part = self.push(part, Origin::Value(value));
            self.nodes.insert(value, part);
        }
    }

    /// The number of an operation; one with blocks has its own.
    fn number(
        &mut self,
        op: Op<'c>,
        temp: Option<Value<'c>>,
        is_whole: bool,
        support: Support,
    ) -> u32 {
        let types = op.results().iter().map(|result| result.ty()).collect();
        let identity: Identity<'c> = (op.name(), op.attributes(), types, temp);
        if !is_whole && let Some(number) = self.numbers.get(&identity) {
            return *number;
        }
        let number = self.others.len() as u32;
        let reads = temp.is_some();
        self.others.push(Other {
            weight: weight_inside(op, weights::measured, |_| false),
            support,
            is_speculatable: !reads && op.region_count() == 0 && op.is_pure(),
        });
        if !is_whole {
            self.numbers.insert(identity, number);
        }
        number
    }

    /// The values of the body that blocks of an operation use, and what they depend on beside them.
    fn captured(&mut self, op: Op<'c>) -> (Vec<Value<'c>>, Support) {
        let mut support = Support::NOTHING;
        let mut captured = Vec::new();
        let mut seen: HashSet<Value<'c>> = HashSet::new();
        let mut reads = Vec::new();
        op.walk(|inner| {
            if inner == op {
                return Walk::Advance;
            }
            if let Some(index) = Index::cast(inner) {
                support.axes = support.axes | Axes::of_numbers([index.axis()]);
            }
            if Access::is(inner) || AccessDyn::is(inner) {
                reads.push(AnyAccess(inner).temp());
            }
            for operand in inner.operands() {
                let is_of_body = self.nodes.contains_key(&operand)
                    && operand
                        .defining_op()
                        .is_some_and(|op| op.block() == Some(self.block));
                if is_of_body && seen.insert(operand) {
                    captured.push(operand);
                }
            }
            Walk::Advance
        });
        for temp in reads {
            support = support.union(self.support_of(temp));
        }
        // What else it uses is from outside: it may change in any loop.
        if op.region_count() > 0 {
            support.loops = self.loops.count();
        }
        support.axes = support.axes & self.axes;
        (captured, support)
    }
}

/// The bits of a constant scalar.
fn constant(value: Value<'_>) -> Option<(Scalar, u64)> {
    let op = value.defining_op().filter(|op| op.is("arith.constant"))?;
    let scalar = value.ty().as_scalar()?;
    let value = op.attr("value")?;
    let bits = match scalar {
        Scalar::F64 => value.as_float()?.to_bits(),
        Scalar::F32 => u64::from((value.as_float()? as f32).to_bits()),
        Scalar::I1 => (value.as_integer()? & 1) as u64,
        // Rules compute with floats alone: other constants are what they are.
        _ => return None,
    };
    Some((scalar, bits))
}

/// The code of fast-math flags.
fn permissions(flags: Attr<'_>) -> Option<Permissions> {
    let text = flags.to_string();
    let (_, flags) = text.split_once('<')?;
    let mut code = 0;
    for flag in flags.trim_end_matches('>').split(',') {
        code |= match flag.trim() {
            "none" => 0,
            "reassoc" => 1,
            "nnan" => 2,
            "ninf" => 4,
            "nsz" => 8,
            "arcp" => 16,
            "contract" => 32,
            "afn" => 64,
            "fast" => 127,
            _ => return None,
        };
    }
    Some(Permissions(code))
}
