//! Rules that hold in every bit.

use super::{Bindings, Right::*, Rule, between};
use crate::scalar::{
    fold,
    language::{Facts, Graph, Head, Scalars},
    operator::{Kind, Operator, Permissions},
    pattern::Instance,
};
use egg::{ENodeOrVar, Id, Pattern, RecExpr, Rewrite};
use fvopt_native::Scalar;

const fn rule(name: &'static str, left: &'static str, right: &'static str) -> Rule {
    Rule {
        name,
        permissions: Permissions::NONE,
        left,
        right: Pattern(right),
    }
}

pub(super) const RULES: &[Rule] = &[
    rule("add-commutes", "(add ?a ?b)", "(add ?b ?a)"),
    rule("multiply-commutes", "(mul ?a ?b)", "(mul ?b ?a)"),
    rule("minimum-commutes", "(min ?a ?b)", "(min ?b ?a)"),
    rule("maximum-commutes", "(max ?a ?b)", "(max ?b ?a)"),
    rule(
        "minimum-associates",
        "(min (min ?a ?b) ?c)",
        "(min ?a (min ?b ?c))",
    ),
    rule(
        "maximum-associates",
        "(max (max ?a ?b) ?c)",
        "(max ?a (max ?b ?c))",
    ),
    rule("minimum-of-one", "(min ?a ?a)", "?a"),
    rule("maximum-of-one", "(max ?a ?a)", "?a"),
    rule("subtract-negated", "(sub ?a (neg ?b))", "(add ?a ?b)"),
    rule("add-negated", "(add ?a (neg ?b))", "(sub ?a ?b)"),
    rule("multiply-negated", "(mul (neg ?a) ?b)", "(neg (mul ?a ?b))"),
    rule("divide-negated", "(div (neg ?a) ?b)", "(neg (div ?a ?b))"),
    rule(
        "divide-by-negated",
        "(div ?a (neg ?b))",
        "(neg (div ?a ?b))",
    ),
    rule("negate-twice", "(neg (neg ?a))", "?a"),
    rule("multiply-by-one", "(mul ?a 1)", "?a"),
    rule("divide-by-one", "(div ?a 1)", "?a"),
    rule("subtract-zero", "(sub ?a 0)", "?a"),
    rule("add-negative-zero", "(add ?a -0)", "?a"),
    rule("multiply-by-minus-one", "(mul ?a -1)", "(neg ?a)"),
    rule("add-to-itself", "(add ?a ?a)", "(mul ?a 2)"),
    rule("multiply-by-two", "(mul ?a 2)", "(add ?a ?a)"),
    rule("absolute-of-negated", "(abs (neg ?a))", "(abs ?a)"),
    rule("absolute-twice", "(abs (abs ?a))", "(abs ?a)"),
    rule(
        "absolute-of-difference",
        "(abs (sub ?a ?b))",
        "(abs (sub ?b ?a))",
    ),
    rule("select-of-one", "(select ?c ?a ?a)", "?a"),
    rule(
        "select-not",
        "(select (xor ?c true) ?a ?b)",
        "(select ?c ?b ?a)",
    ),
    Rule {
        name: "divide-by-power-of-two",
        permissions: Permissions::NONE,
        left: "(div ?a ?b)",
        right: Computed(divide_by_power_of_two),
    },
    Rule {
        name: "select-distributes",
        permissions: Permissions::NONE,
        left: "(select ?c ?a ?b)",
        right: Computed(select_distributes),
    },
];

/// `x / c = x * (1 / c)` where the reciprocal is exact.
fn divide_by_power_of_two(graph: &mut Graph, bound: &Bindings, instance: Instance) -> Option<Id> {
    let (scalar, bits) = graph[bound.class("?b")].data.constant?;
    let reciprocal = fold::exact_reciprocal(scalar, bits)?;
    let reciprocal = graph.add(Scalars::leaf(Head::Constant(scalar, reciprocal)));
    let operator = instance.operator(Kind::Multiply);
    Some(graph.add(Scalars::operation(
        operator,
        vec![bound.class("?a"), reciprocal],
    )))
}

/// `select(c, f(a, x), f(b, x)) = f(select(c, a, b), x)` for any operation that only computes.
///
/// The other direction would compute both sides, which no weight of ours favours; and a division of integers must not
/// be computed for a side that was not taken.
fn select_distributes(graph: &mut Graph, bound: &Bindings, _: Instance) -> Option<Id> {
    let (condition, one, other) = (bound.class("?c"), bound.class("?a"), bound.class("?b"));
    let operation = |node: &&Scalars| matches!(node.head, Head::Operation(_));
    let mut pairs = graph[one].nodes.iter().filter(operation).flat_map(|first| {
        let same = graph[other]
            .nodes
            .iter()
            .filter(|node| node.head == first.head && node.operands.len() == first.operands.len());
        same.map(move |second| (first, second))
    });
    // One operand apart: with more of them, more is selected than is saved.
    let (first, second, place) = pairs.find_map(|(first, second)| {
        let operands = first.operands.iter().zip(&second.operands).enumerate();
        let mut different = operands.filter(|(_, (a, b))| graph.find(**a) != graph.find(**b));
        let (place, _) = different.next()?;
        different
            .next()
            .is_none()
            .then_some((first.clone(), second.clone(), place))
    })?;
    let Head::Operation(operator) = first.head else {
        return None;
    };
    // Operations of the importer's may have operands of any type.
    if matches!(operator.kind, Kind::Other(_) | Kind::Part(_)) {
        return None;
    }
    let scalar = operand_scalar(operator, place);
    let select = Operator {
        kind: Kind::Select,
        scalar,
        permissions: Permissions::NONE,
    };
    let sides = vec![condition, first.operands[place], second.operands[place]];
    let selected = graph.add(Scalars::operation(select, sides));
    let mut operands = first.operands;
    operands[place] = selected;
    Some(graph.add(Scalars::operation(operator, operands)))
}

/// The type of an operand.
fn operand_scalar(operator: Operator, place: usize) -> Scalar {
    match (operator.kind, place) {
        (Kind::Select, 0) | (Kind::Differ, _) => Scalar::I1,
        _ => operator.scalar,
    }
}

/// What a comparison means of the operands in the other order, by the predicates' codes.
fn turned(predicate: u8) -> u8 {
    match predicate {
        OGT => OLT,
        OLT => OGT,
        OGE => OLE,
        OLE => OGE,
        UGT => ULT,
        ULT => UGT,
        UGE => ULE,
        ULE => UGE,
        same => same,
    }
}

const OGT: u8 = 2;
const OGE: u8 = 3;
const OLT: u8 = 4;
const OLE: u8 = 5;
const UGT: u8 = 9;
const UGE: u8 = 10;
const ULT: u8 = 11;
const ULE: u8 = 12;

/// Rules of a comparison that the body holds.
pub(super) fn comparisons(
    operator: Operator,
    predicate: u8,
    without: &[&str],
) -> Vec<Rewrite<Scalars, Facts>> {
    let of = |predicate| Operator {
        kind: Kind::Compare(predicate),
        ..operator
    };
    let mut rules = Vec::new();
    if !without.contains(&"compare-turned") {
        rules.push(between(
            &format!("compare-turned {operator:?}"),
            binary(operator, Side::Variables("?a", "?b")),
            binary(of(turned(predicate)), Side::Variables("?b", "?a")),
        ));
    }
    // A difference is above zero where one is above the other, subnormal differences included; of two infinities it
    // is NaN, which is not above zero either. With "or equal" this does not hold.
    if matches!(predicate, OGT | OLT) && !without.contains(&"compare-difference") {
        rules.push(between(
            &format!("compare-difference {operator:?}"),
            binary(operator, Side::DifferenceAndZero),
            binary(operator, Side::Variables("?a", "?b")),
        ));
    }
    rules
}

enum Side {
    Variables(&'static str, &'static str),
    DifferenceAndZero,
}

fn binary(operator: Operator, side: Side) -> Pattern<Scalars> {
    let mut nodes: RecExpr<ENodeOrVar<Scalars>> = RecExpr::default();
    let mut variable = |name: &str| nodes.add(ENodeOrVar::Var(name.parse().expect("a variable")));
    let operands = match side {
        Side::Variables(one, other) => vec![variable(one), variable(other)],
        Side::DifferenceAndZero => {
            let terms = vec![variable("?a"), variable("?b")];
            let subtract = Operator {
                kind: Kind::Subtract,
                ..operator
            };
            let zero = Scalars::leaf(Head::Constant(operator.scalar, 0));
            vec![
                nodes.add(ENodeOrVar::ENode(Scalars::operation(subtract, terms))),
                nodes.add(ENodeOrVar::ENode(zero)),
            ]
        }
    };
    nodes.add(ENodeOrVar::ENode(Scalars::operation(operator, operands)));
    Pattern::new(nodes)
}
