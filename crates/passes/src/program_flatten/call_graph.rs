//! Who calls whom, and what is wrong with it.

use ir_program::ops::{Call, Func};
use ir_stencil::ops as stencil;
use mlir_shim::{
    diagnostic,
    ir::{Loc, Op, Symbol},
    pass::Failed,
};
use petgraph::{
    algo::toposort,
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};
use std::collections::{HashMap, VecDeque};

/// The functions of a module and the calls between them.
pub struct CallGraph<'c> {
    graph: DiGraph<Op<'c>, Op<'c>>,
    names: HashMap<&'c str, NodeIndex>,
}

fn is_function(op: Op<'_>) -> bool {
    Func::is(op) || stencil::Func::is(op)
}

impl<'c> CallGraph<'c> {
    /// The graph of a module; unknown callees are reported, and names that nobody can tell apart.
    pub fn build(module: Op<'c>) -> Result<Self, Failed> {
        let mut graph = DiGraph::new();
        let mut names = HashMap::new();
        let functions: Vec<Op<'c>> = module
            .body()
            .map(|block| block.ops())
            .unwrap_or_default()
            .into_iter()
            .filter(|op| is_function(*op))
            .collect();
        for function in &functions {
            names.insert(
                function.symbol_name().unwrap_or_default(),
                graph.add_node(*function),
            );
        }
        let mut failed = false;
        for function in functions {
            if !function.has_proper_name() {
                let text =
                    "a program or stencil needs a name that is UTF-8 and not empty; rename it";
                diagnostic::error(function.location(), text, &[]);
                failed = true;
                continue;
            }
            let from = names[function.symbol_name().unwrap_or_default()];
            for call in function.collect(Call::NAME) {
                let callee = Call(call).callee();
                match names.get(callee) {
                    Some(to) => {
                        graph.add_edge(from, *to, call);
                    }
                    None => {
                        let text = format!(
                            "'program.call' op [call_c1] there is no stencil or program named {} in this module",
                            Symbol(callee)
                        );
                        diagnostic::error(call.location(), &text, &[]);
                        failed = true;
                    }
                }
            }
        }
        if failed {
            Err(Failed)
        } else {
            Ok(Self { graph, names })
        }
    }

    /// Whether the operation is a function of this graph.
    pub fn contains(&self, op: Op<'c>) -> bool {
        is_function(op)
            && op
                .symbol_name()
                .and_then(|name| self.names.get(name))
                .is_some_and(|node| self.graph[*node] == op)
    }

    /// A function by its name; an error that lists the names when there is none.
    pub fn function(&self, module: Op<'c>, name: &str) -> Result<Op<'c>, Failed> {
        if let Some(node) = self.names.get(name) {
            return Ok(self.graph[*node]);
        }
        let mut known: Vec<String> = self
            .names
            .keys()
            .map(|name| Symbol(name).to_string())
            .collect();
        known.sort();
        let known = if known.is_empty() {
            "none".to_string()
        } else {
            known.join(", ")
        };
        let text = format!(
            "there is no entry {}; the programs and stencils of this module are: {known}",
            Symbol(name)
        );
        diagnostic::error(module.location(), &text, &[]);
        Err(Failed)
    }

    /// Whether there is a function of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The callee of a call.
    pub fn callee(&self, call: Call<'c>) -> Op<'c> {
        self.graph[self.names[call.callee()]]
    }

    /// The function of a name.
    pub fn named(&self, name: &str) -> Option<Op<'c>> {
        self.names.get(name).map(|node| self.graph[*node])
    }

    /// Programs that nothing calls; if there is no program at all, stencils that nothing calls.
    /// In the order of the module.
    pub fn roots(&self) -> Vec<Op<'c>> {
        let uncalled: Vec<Op<'c>> = self
            .graph
            .node_indices()
            .filter(|node| {
                self.graph
                    .edges_directed(*node, petgraph::Incoming)
                    .next()
                    .is_none()
            })
            .map(|node| self.graph[node])
            .collect();
        if self.graph.node_weights().any(|op| Func::is(*op)) {
            uncalled.into_iter().filter(|op| Func::is(*op)).collect()
        } else {
            uncalled
        }
    }

    /// Reports a cycle of calls with its path.
    pub fn check_cycles(&self) -> Result<(), Failed> {
        let Err(cycle) = toposort(&self.graph, None) else {
            return Ok(());
        };
        let calls = self.shortest_cycle(cycle.node_id());
        let name = |op: Op<'c>| Symbol(op.symbol_name().unwrap_or_default()).to_string();
        let mut path = vec![name(self.graph[cycle.node_id()])];
        let mut notes: Vec<(Loc<'c>, String)> = Vec::new();
        for call in &calls {
            let callee = name(self.callee(Call(*call)));
            notes.push((
                call.location(),
                format!("{} calls {callee} here", path[path.len() - 1]),
            ));
            path.push(callee);
        }
        let text = format!(
            "[call_c4] calls form a cycle: {}; a program cannot call itself, directly or not",
            path.join(" -> ")
        );
        diagnostic::error(self.graph[cycle.node_id()].location(), &text, &notes);
        Err(Failed)
    }

    /// The graph as DOT; programs are boxes, stencils ellipses.
    pub fn to_dot(&self) -> String {
        let mut text = String::from("digraph calls {\n");
        for node in self.graph.node_indices() {
            let op = self.graph[node];
            let shape = if Func::is(op) { "box" } else { "ellipse" };
            // A label ends at a quote.
            let name = Symbol(op.symbol_name().unwrap_or_default()).to_string();
            let name = name.replace('\\', "\\\\").replace('"', "\\\"");
            text.push_str(&format!(
                "  {} [label=\"{name}\", shape={shape}]\n",
                node.index()
            ));
        }
        for edge in self.graph.edge_references() {
            text.push_str(&format!(
                "  {} -> {}\n",
                edge.source().index(),
                edge.target().index()
            ));
        }
        text + "}\n"
    }

    /// The calls on a shortest way from a function back to itself.
    fn shortest_cycle(&self, node: NodeIndex) -> Vec<Op<'c>> {
        let mut reached: HashMap<NodeIndex, (NodeIndex, Op<'c>)> = HashMap::new();
        let mut queue = VecDeque::from([node]);
        while let Some(from) = queue.pop_front() {
            for edge in self.graph.edges(from) {
                if edge.target() == node {
                    let mut calls = vec![*edge.weight()];
                    let mut at = from;
                    while at != node {
                        let (before, call) = reached[&at];
                        calls.push(call);
                        at = before;
                    }
                    calls.reverse();
                    return calls;
                }
                if edge.target() != node && !reached.contains_key(&edge.target()) {
                    reached.insert(edge.target(), (from, *edge.weight()));
                    queue.push_back(edge.target());
                }
            }
        }
        Vec::new()
    }
}
