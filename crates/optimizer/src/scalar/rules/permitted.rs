//! Rules that change bits, each where its operations permit it.

use super::{Bindings, Right::*, Rule};
use crate::scalar::{
    fold,
    language::{Graph, Head, Scalars},
    operator::{Kind, Permissions},
    pattern::Instance,
};
use egg::Id;

const fn rule(
    name: &'static str,
    permissions: Permissions,
    left: &'static str,
    right: &'static str,
) -> Rule {
    Rule {
        name,
        permissions,
        left,
        right: Pattern(right),
    }
}

const ZEROS: Permissions = Permissions::NO_SIGNED_ZEROS;
const RECIPROCAL: Permissions = Permissions::RECIPROCAL;
const ORDER: Permissions = Permissions::REASSOCIATE;
const APPROXIMATE: Permissions = Permissions::APPROXIMATE;

pub(super) const RULES: &[Rule] = &[
    rule("add-zero", ZEROS, "(add ?a 0)", "?a"),
    rule("subtract-from-zero", ZEROS, "(sub 0 ?a)", "(neg ?a)"),
    rule(
        "negate-difference",
        ZEROS,
        "(neg (sub ?a ?b))",
        "(sub ?b ?a)",
    ),
    rule(
        "divide-is-multiply",
        RECIPROCAL,
        "(div ?a ?b)",
        "(mul ?a (div 1 ?b))",
    ),
    rule(
        "add-associates",
        ORDER,
        "(add (add ?a ?b) ?c)",
        "(add ?a (add ?b ?c))",
    ),
    rule(
        "multiply-associates",
        ORDER,
        "(mul (mul ?a ?b) ?c)",
        "(mul ?a (mul ?b ?c))",
    ),
    rule(
        "add-difference",
        ORDER,
        "(add ?a (sub ?b ?c))",
        "(sub (add ?a ?b) ?c)",
    ),
    rule(
        "subtract-sum",
        ORDER,
        "(sub ?a (add ?b ?c))",
        "(sub (sub ?a ?b) ?c)",
    ),
    rule(
        "factor-of-sum",
        ORDER,
        "(add (mul ?a ?b) (mul ?a ?c))",
        "(mul ?a (add ?b ?c))",
    ),
    rule(
        "factor-of-difference",
        ORDER,
        "(sub (mul ?a ?b) (mul ?a ?c))",
        "(mul ?a (sub ?b ?c))",
    ),
    rule(
        "divide-product",
        ORDER,
        "(div (mul ?a ?b) ?c)",
        "(mul ?a (div ?b ?c))",
    ),
    rule(
        "divide-twice",
        ORDER.and(RECIPROCAL),
        "(div (div ?a ?b) ?c)",
        "(div ?a (mul ?b ?c))",
    ),
    rule(
        "divide-sum",
        ORDER.and(RECIPROCAL),
        "(add (div ?a ?c) (div ?b ?c))",
        "(div (add ?a ?b) ?c)",
    ),
    rule(
        "multiply-exponentials",
        APPROXIMATE,
        "(mul (exp ?a) (exp ?b))",
        "(exp (add ?a ?b))",
    ),
    rule(
        "subtract-logarithms",
        APPROXIMATE,
        "(sub (log ?a) (log ?b))",
        "(log (div ?a ?b))",
    ),
    rule(
        "exponential-of-logarithm",
        APPROXIMATE,
        "(exp (mul ?a (log ?b)))",
        "(pow ?b ?a)",
    ),
    Rule {
        name: "power-of-half",
        permissions: APPROXIMATE,
        left: "(pow ?a ?b)",
        right: Computed(power_of_half),
    },
];

/// The largest exponent whose power becomes products.
const MOST_PRODUCTS: u64 = 16;

/// `pow(x, n / 2)` as products, a square root and a reciprocal.
fn power_of_half(graph: &mut Graph, bound: &Bindings, instance: Instance) -> Option<Id> {
    let (scalar, bits) = graph[bound.class("?b")].data.constant?;
    let exponent = fold::number_of(scalar, bits)?;
    let halves = 2.0 * exponent;
    if halves.fract() != 0.0 || halves == 0.0 || halves.abs() > (2 * MOST_PRODUCTS) as f64 {
        return None;
    }
    let halves_count = halves.abs() as u64;
    let base = bound.class("?a");
    let multiply = instance.operator(Kind::Multiply);
    let mut product: Option<Id> = None;
    let mut times = |graph: &mut Graph, factor: Id| {
        product = Some(match product {
            None => factor,
            Some(known) => graph.add(Scalars::operation(multiply, vec![known, factor])),
        });
    };
    let mut square = base;
    let mut rest = halves_count / 2;
    while rest > 0 {
        if rest % 2 == 1 {
            times(graph, square);
        }
        rest /= 2;
        if rest > 0 {
            square = graph.add(Scalars::operation(multiply, vec![square, square]));
        }
    }
    if halves_count % 2 == 1 {
        let root = instance.operator(Kind::Root);
        let root = graph.add(Scalars::operation(root, vec![base]));
        times(graph, root);
    }
    let power = product.expect("the exponent is not zero");
    if halves > 0.0 {
        return Some(power);
    }
    let one = fold::bits_of(instance.scalar, 1.0)?;
    let one = graph.add(Scalars::leaf(Head::Constant(instance.scalar, one)));
    let divide = instance.operator(Kind::Divide);
    Some(graph.add(Scalars::operation(divide, vec![one, power])))
}
