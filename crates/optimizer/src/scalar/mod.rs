//! The scalar e-graph: what a body computes at a point, in all the ways that rules say are equal.
//!
//! A body is imported as plain data ([`Body`]), put into an e-graph (`language`), saturated with the rules that
//! its operations permit ([`rules`]), and the cheapest expression is taken out again (`extract`). A body for which
//! nothing cheaper was found stays as it was written.
//!
//! Limits are counts, never a time. Equal bodies give equal results on every run: e-nodes hold numbers
//! alone, e-graphs keep the order in which things were added, and ties go to what was written.

pub mod body;
pub mod cost;
mod extract;
mod fold;
mod language;
pub mod operator;
mod pattern;
pub mod rules;
#[cfg(test)]
mod tests;

pub use body::{Body, Node, Other, Support};
pub use operator::{Kind, Operator, Permissions};

use egg::{Id, Runner, SimpleScheduler};
use extract::{Choice, Extractor, order};
use language::{Graph, Head, Scalars};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::time::Duration;

/// How long saturation goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// How often all rules are applied.
    pub iterations: usize,
    /// How many e-nodes there are at most for each node of the body; a body whose e-graph has more is extracted as
    /// it is then.
    pub nodes_for_each: usize,
    /// How many operations a body has at most; longer ones stay as they are.
    pub operations: usize,
    /// Whether what lacks an axis of the body, or does not change in a loop around it, costs only as often as it must be
    /// computed. What is chosen then pays only where it is lifted out of the body ([`crate::lift`]).
    pub is_lifted: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            iterations: 6,
            nodes_for_each: 16,
            operations: 400,
            is_lifted: false,
        }
    }
}

/// What became of a body.
#[derive(Clone, Debug)]
pub struct Simplified {
    /// The body, without nodes that nothing uses.
    pub body: Body,
    /// For each of its nodes the node of the body as written that it is; `None` for one that a rule made.
    pub written: Vec<Option<usize>>,
    /// What the body cost before, in additions.
    pub before: u64,
    /// What it costs now.
    pub after: u64,
}

/// The cheapest body that is equal to one by the rules; `None` where nothing cheaper was found.
pub fn simplify(body: &Body, limits: Limits) -> Option<Simplified> {
    simplify_without(body, limits, &[])
}

/// The same without the rules of some names.
pub fn simplify_without(body: &Body, limits: Limits, without: &[&str]) -> Option<Simplified> {
    let operations = body.nodes.iter().filter_map(Node::operator).count();
    if operations == 0 || operations > limits.operations {
        return None;
    }
    let (graph, classes) = saturate(body, limits, without);
    let all = limits.is_lifted.then(|| whole(&graph, &classes, body));
    let mut nodes_as_written: HashMap<Id, Scalars> = HashMap::default();
    let mut numbers: HashMap<Scalars, usize> = HashMap::default();
    for (number, node) in body.nodes.iter().enumerate() {
        let mut node = enode(node, |operand| classes[operand]);
        for operand in &mut node.operands {
            *operand = graph.find(*operand);
        }
        numbers.entry(node.clone()).or_insert(number);
        nodes_as_written
            .entry(graph.find(classes[number]))
            .or_insert(node);
    }
    let roots: Vec<Id> = body.results.iter().map(|result| classes[*result]).collect();
    let written: HashSet<Scalars> = numbers.keys().cloned().collect();
    let extractor = Extractor::new(&graph, &roots, written, all);
    let found = extractor.run()?;
    let as_written = extractor.priced(needed(&graph, nodes_as_written, &roots));
    if found.cost.0 >= as_written.cost.0 {
        return None;
    }
    let (simplified, written) = leave(&graph, body, &found, &roots, &numbers)?;
    Some(Simplified {
        before: cost::of_body(body),
        after: cost::of_body(&simplified),
        body: simplified,
        written,
    })
}

/// The e-graph of a body after all rules were applied, and the class of each node.
fn saturate(body: &Body, limits: Limits, without: &[&str]) -> (Graph, Vec<Id>) {
    let (graph, classes) = enter(body);
    let rules = rules::of_body(body, without);
    let runner = Runner::default()
        .with_egraph(graph)
        .with_iter_limit(limits.iterations)
        .with_node_limit(limits.nodes_for_each.saturating_mul(body.nodes.len()))
        .with_time_limit(Duration::MAX)
        .with_scheduler(SimpleScheduler)
        .run(&rules);
    (runner.egraph, classes)
}

/// The nodes of a choice that results need; where it has a cycle, because classes of the body became one, all that
/// are reached.
fn needed(graph: &Graph, nodes: HashMap<Id, Scalars>, roots: &[Id]) -> HashMap<Id, Scalars> {
    let mut needed = HashMap::default();
    let mut open: Vec<Id> = roots.iter().map(|root| graph.find(*root)).collect();
    while let Some(class) = open.pop() {
        if let Some(node) = nodes.get(&class).filter(|_| !needed.contains_key(&class)) {
            open.extend(node.operands.iter().map(|operand| graph.find(*operand)));
            needed.insert(class, node.clone());
        }
    }
    needed
}

fn enode(node: &Node, class: impl Fn(usize) -> Id) -> Scalars {
    match node {
        Node::Leaf(leaf) => Scalars::leaf(Head::Leaf(*leaf)),
        Node::Constant(scalar, bits) => Scalars::leaf(Head::Constant(*scalar, *bits)),
        Node::Operation(operator, operands) => {
            let operands = operands.iter().map(|operand| class(*operand)).collect();
            Scalars::operation(*operator, operands)
        }
    }
}

/// An e-graph with the nodes of a body, and the class of each.
fn enter(body: &Body) -> (Graph, Vec<Id>) {
    let mut graph = rules::graph_of(body);
    let mut classes: Vec<Id> = Vec::with_capacity(body.nodes.len());
    for node in &body.nodes {
        let node = enode(node, |operand| classes[operand]);
        classes.push(graph.add(node));
    }
    graph.rebuild();
    (graph, classes)
}

/// On what the results depend together.
fn whole(graph: &Graph, classes: &[Id], body: &Body) -> Support {
    let supports = body.results.iter();
    let supports = supports.map(|result| graph[classes[*result]].data.support);
    supports.fold(Support::NOTHING, Support::union)
}

/// The body of a choice, and which node of the body as written each of its nodes is.
fn leave(
    graph: &Graph,
    body: &Body,
    choice: &Choice,
    roots: &[Id],
    numbers: &HashMap<Scalars, usize>,
) -> Option<(Body, Vec<Option<usize>>)> {
    let order = order(graph, choice, roots)?;
    let mut places: HashMap<Id, usize> = HashMap::default();
    let mut nodes = Vec::with_capacity(order.len());
    let mut written = Vec::with_capacity(order.len());
    for class in order {
        let node = &choice.nodes[&class];
        places.insert(class, nodes.len());
        let place = |operand: &Id| places[&graph.find(*operand)];
        nodes.push(match node.head {
            Head::Leaf(leaf) => Node::Leaf(leaf),
            Head::Constant(scalar, bits) => Node::Constant(scalar, bits),
            Head::Operation(operator) => {
                Node::Operation(operator, node.operands.iter().map(place).collect())
            }
        });
        let mut canonical = node.clone();
        for operand in &mut canonical.operands {
            *operand = graph.find(*operand);
        }
        written.push(numbers.get(&canonical).copied());
    }
    let results = roots
        .iter()
        .map(|root| places[&graph.find(*root)])
        .collect();
    let simplified = Body {
        nodes,
        leaves: body.leaves.clone(),
        results,
        others: body.others.clone(),
    };
    Some((simplified, written))
}
