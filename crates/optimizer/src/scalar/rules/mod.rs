//! The rules of bodies, by what they need permitted.
//!
//! A rule without a permission holds in every bit, where any NaN equals any NaN. One with permissions is made
//! only for operations that all have them: equality is transitive, so a rule that one of the operations does not permit
//! must not touch its class at all.

mod exact;
mod permitted;

use super::{
    body::{Body, Node},
    language::{Facts, Graph, Scalars},
    operator::{Kind, Operator, Permissions},
    pattern::{Instance, parse},
};
use egg::{Applier, Id, Pattern, PatternAst, Rewrite, Subst, Symbol, Var};
use fvopt_native::Scalar;
use std::{collections::BTreeSet, sync::Arc};

/// A rule for all types and permissions.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its name in explanations.
    pub name: &'static str,
    /// What all operations that it names must permit.
    pub permissions: Permissions,
    /// What it looks for.
    pub left: &'static str,
    /// What is equal to that.
    pub right: Right,
}

/// The other side of a rule.
#[derive(Clone, Copy)]
pub enum Right {
    /// A pattern of the variables.
    Pattern(&'static str),
    /// What is built where a condition holds.
    Computed(Compute),
}

/// Builds the other side, or nothing where the condition does not hold.
pub type Compute = fn(&mut Graph, &Bindings, Instance) -> Option<Id>;

/// What the variables of a pattern stand for.
pub struct Bindings<'s>(&'s Subst);

impl Bindings<'_> {
    /// The class of a variable.
    pub fn class(&self, name: &str) -> Id {
        let variable: Var = name.parse().expect("a variable");
        self.0[variable]
    }
}

/// All rules that are patterns, with the names by which they can be left out.
pub fn all() -> impl Iterator<Item = Rule> {
    exact::RULES.iter().chain(permitted::RULES).copied()
}

/// The rules that may fire in a body, without those of some names.
pub fn of_body(body: &Body, without: &[&str]) -> Vec<Rewrite<Scalars, Facts>> {
    let operators = body.nodes.iter().filter_map(Node::operator);
    let operators: BTreeSet<Operator> = operators.collect();
    let is_float = |scalar: Scalar| matches!(scalar, Scalar::F32 | Scalar::F64);
    // Selections, and what they are distributed over, are of the instance without permissions.
    let instances: BTreeSet<Instance> = operators
        .iter()
        .filter(|operator| is_float(operator.scalar))
        .flat_map(|operator| {
            [operator.permissions, Permissions::NONE].map(|permissions| Instance {
                scalar: operator.scalar,
                permissions,
            })
        })
        .collect();
    let mut rewrites = Vec::new();
    for instance in instances {
        let permitted = all().filter(|rule| instance.permissions.holds(rule.permissions));
        for rule in permitted.filter(|rule| !without.contains(&rule.name)) {
            rewrites.push(rewrite(rule, instance));
        }
    }
    for operator in operators {
        if let Kind::Compare(predicate) = operator.kind {
            rewrites.extend(exact::comparisons(operator, predicate, without));
        }
    }
    rewrites
}

fn rewrite(rule: Rule, instance: Instance) -> Rewrite<Scalars, Facts> {
    let left = parse(rule.left, instance);
    let name = format!(
        "{} of {} with {}",
        rule.name,
        instance.scalar.name(),
        instance.permissions.0
    );
    let rewrite = match rule.right {
        Right::Pattern(text) => Rewrite::new(name, left, parse(text, instance)),
        Right::Computed(compute) => Rewrite::new(name, left, Computed { compute, instance }),
    };
    rewrite.expect("the right side of a rule has no variables of its own")
}

/// A rule between two patterns that no type decides.
fn between(name: &str, left: Pattern<Scalars>, right: Pattern<Scalars>) -> Rewrite<Scalars, Facts> {
    Rewrite::new(name, left, right).expect("both sides have the same variables")
}

struct Computed {
    compute: Compute,
    instance: Instance,
}

impl Applier<Scalars, Facts> for Computed {
    fn apply_one(
        &self,
        graph: &mut Graph,
        class: Id,
        subst: &Subst,
        _: Option<&PatternAst<Scalars>>,
        rule: Symbol,
    ) -> Vec<Id> {
        let Some(built) = (self.compute)(graph, &Bindings(subst), self.instance) else {
            return Vec::new();
        };
        let changed = graph.union_trusted(class, built, rule);
        match changed {
            true => vec![graph.find(class)],
            false => Vec::new(),
        }
    }
}

/// An e-graph for a body, without its nodes.
pub fn graph_of(body: &Body) -> Graph {
    Graph::new(Facts {
        leaves: Arc::new(body.leaves.clone()),
        others: body.others.clone(),
    })
}
