//! Patterns of rules, written once for all types and permissions.

use super::{
    fold,
    language::{Head, Scalars},
    operator::{Kind, Operator, Permissions},
};
use egg::{ENodeOrVar, Id, Pattern, RecExpr};
use fvopt_native::Scalar;

/// The type and the permissions for which a rule is made: all operations that it names have both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instance {
    /// The type.
    pub scalar: Scalar,
    /// The permissions.
    pub permissions: Permissions,
}

impl Instance {
    /// An operator of the instance. Selections and truth values carry no permissions.
    pub fn operator(self, kind: Kind) -> Operator {
        let scalar = match kind {
            Kind::Differ => Scalar::I1,
            _ => self.scalar,
        };
        let permissions = match kind {
            Kind::Select | Kind::Differ => Permissions::NONE,
            _ => self.permissions,
        };
        Operator {
            kind,
            scalar,
            permissions,
        }
    }
}

/// The pattern of a text such as `(sub ?a (neg ?b))`: names of operations, variables, numbers of the instance's type,
/// and `true`.
pub fn parse(text: &str, instance: Instance) -> Pattern<Scalars> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut tokens = spaced.split_whitespace();
    let mut nodes = RecExpr::default();
    let first = tokens.next().expect("a rule has a pattern");
    expression(first, &mut tokens, instance, &mut nodes);
    assert_eq!(tokens.next(), None, "the pattern `{text}` goes on");
    Pattern::new(nodes)
}

fn expression<'t>(
    token: &str,
    tokens: &mut impl Iterator<Item = &'t str>,
    instance: Instance,
    nodes: &mut RecExpr<ENodeOrVar<Scalars>>,
) -> Id {
    if token.starts_with('?') {
        return nodes.add(ENodeOrVar::Var(token.parse().expect("a variable")));
    }
    if token != "(" {
        return nodes.add(ENodeOrVar::ENode(Scalars::leaf(constant(token, instance))));
    }
    let name = tokens.next().expect("an operation has a name");
    let kind = Kind::of_rule(name).unwrap_or_else(|| panic!("no operation is called `{name}`"));
    let mut operands = Vec::new();
    loop {
        match tokens.next().expect("an operation ends with `)`") {
            ")" => break,
            token => operands.push(expression(token, tokens, instance, nodes)),
        }
    }
    let operator = instance.operator(kind);
    nodes.add(ENodeOrVar::ENode(Scalars::operation(operator, operands)))
}

fn constant(token: &str, instance: Instance) -> Head {
    if token == "true" {
        return Head::Constant(Scalar::I1, 1);
    }
    let number = token.parse().expect("a number");
    let bits = fold::bits_of(instance.scalar, number).expect("rules are made for floats");
    Head::Constant(instance.scalar, bits)
}
