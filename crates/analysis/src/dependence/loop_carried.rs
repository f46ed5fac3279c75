//! Dependences from one iteration of a loop to a later one.
//!
//! What an iteration touched is followed through the next ones, until a write hides it. A swap
//! moves it from one name to the other: so a content that comes back to its name after three
//! iterations gives a distance of three. A touch that is hidden in the end has a distance that is
//! exact; one that never is may be met again later, and its distance is the least.

use super::{
    Dependence, Dependences, Distance, Kind, LoopCarried, access_offsets,
    memory::{Touch, covers, edge, touches_of},
};
use fvopt_boxes::{DomainFacts, IndexBox};
use ir_program::ops::{For, Swap};
use mlir_shim::ir::{Op, Value};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What happens in an iteration, in order.
enum Step<'c> {
    /// Memory is touched, by the name of a field.
    Touch(Value<'c>, Box<Touch<'c>>),
    /// The contents of two fields are exchanged.
    Swap([Value<'c>; 2]),
    /// The contents of these fields may be exchanged.
    Shuffle(Vec<Value<'c>>),
}

/// For every name the touches (by number) of the contents that it has now.
type Contents<'c> = HashMap<Value<'c>, BTreeSet<usize>>;

/// The loop whose iterations are followed.
struct Followed<'c, 'f> {
    repeat: For<'c>,
    facts: &'f DomainFacts,
    /// What iteration 0 touched.
    touches: Vec<Touch<'c>>,
    /// The edges from each, to be made lower bounds where it is never hidden.
    edges: Vec<Vec<EdgeIndex>>,
    found: HashMap<(usize, NodeIndex, bool), EdgeIndex>,
}

impl<'c> Dependences<'c> {
    /// Edges from one iteration of a loop to later ones.
    pub(super) fn loop_carried(&mut self, repeat: For<'c>, facts: &DomainFacts) {
        self.loop_carried_values(repeat);
        self.loop_carried_names(repeat);
        let steps = self.steps(repeat);
        let mut followed = Followed {
            repeat,
            facts,
            touches: Vec::new(),
            edges: Vec::new(),
            found: HashMap::new(),
        };
        let mut contents = Contents::new();
        for step in &steps {
            match step {
                Step::Touch(field, touch) => followed.begin(&mut contents, *field, touch),
                step => follow_swap(&mut contents, step),
            }
        }
        // A content is back under its name after as many iterations as there are names that it
        // can have; then everything repeats. Without swaps that is one.
        let moving: HashSet<Value> = steps.iter().flat_map(Step::moved).collect();
        for age in 1..=moving.len().max(1) as u64 {
            for step in &steps {
                match step {
                    Step::Touch(field, touch) if age == 1 || moving.contains(field) => {
                        followed.meet(self, &mut contents, *field, touch, age);
                    }
                    Step::Touch(..) => {}
                    step => follow_swap(&mut contents, step),
                }
            }
            if contents.values().all(BTreeSet::is_empty) {
                break;
            }
        }
        followed.settle(self, &contents);
    }

    fn steps(&self, repeat: For<'c>) -> Vec<Step<'c>> {
        let mut steps = Vec::new();
        for op in repeat.body().ops() {
            if Swap::is(op) {
                steps.push(Step::Swap([op.operand(0), op.operand(1)]));
                continue;
            }
            let shuffled = fields_of(&op.collect(Swap::NAME));
            // Somewhere inside, before or after what is touched there.
            if !shuffled.is_empty() {
                steps.push(Step::Shuffle(shuffled.clone()));
            }
            for (field, mut touch) in touches_of(op, self.nodes[&op]) {
                // In another iteration the values of this one are others.
                let known = touch.part.clone();
                touch.part = known.relax(|value| value.is_available_at(repeat.0));
                touch.is_exact &= touch.part == known;
                steps.push(Step::Touch(field, Box::new(touch)));
            }
            if !shuffled.is_empty() {
                steps.push(Step::Shuffle(shuffled));
            }
        }
        steps
    }

    /// Names: what is done to a field of this name comes before or after a swap of it.
    fn loop_carried_names(&mut self, repeat: For<'c>) {
        let names = fields_of(&repeat.0.collect(Swap::NAME));
        if names.is_empty() {
            return;
        }
        /// A user of a name.
        #[derive(Clone, Copy)]
        struct User {
            node: NodeIndex,
            may_swap: bool,
            swaps: bool,
        }
        // Per name the users after its last swap, and those up to its first in the next iteration.
        let mut last: HashMap<Value<'c>, Vec<User>> = HashMap::new();
        let mut first: HashMap<Value<'c>, Vec<User>> = HashMap::new();
        for op in repeat.body().ops() {
            let node = self.nodes[&op];
            let swapped = fields_of(&op.collect(Swap::NAME));
            let mut seen = HashSet::new();
            for (field, _) in touches_of(op, node) {
                if !names.contains(&field) || !seen.insert(field) {
                    continue;
                }
                let user = User {
                    node,
                    may_swap: swapped.contains(&field),
                    swaps: Swap::is(op),
                };
                let users = last.entry(field).or_default();
                if user.swaps {
                    users.clear();
                }
                users.push(user);
                let users = first.entry(field).or_default();
                if !users.last().is_some_and(|user| user.swaps) {
                    users.push(user);
                }
            }
        }
        for field in names {
            for earlier in &last[&field] {
                for later in &first[&field] {
                    let kind = match (earlier.may_swap, later.may_swap) {
                        (true, true) => Kind::WriteAfterWrite,
                        (true, false) => Kind::ReadAfterWrite,
                        (false, true) => Kind::WriteAfterRead,
                        (false, false) => continue,
                    };
                    // Another distance is in order where the swap is one of every iteration.
                    let distance = if earlier.swaps || later.swaps {
                        Distance::Exactly(1)
                    } else {
                        Distance::AtLeast(1)
                    };
                    let dependence = Dependence {
                        kind,
                        value: field,
                        offsets: Vec::new(),
                        part: Some(IndexBox::whole().into()),
                        loop_carried: Some(LoopCarried {
                            repeat: repeat.0,
                            distance,
                        }),
                    };
                    self.graph.add_edge(earlier.node, later.node, dependence);
                }
            }
        }
    }

    /// Values: an iteration argument is what an earlier iteration yielded.
    fn loop_carried_values(&mut self, repeat: For<'c>) {
        let body = repeat.body();
        let Some(terminator) = body.terminator() else {
            return;
        };
        let (arguments, yielded) = (body.arguments(), terminator.operands());
        let arguments = &arguments[1..];
        // Where the value of an argument comes from, and how many iterations before.
        let source = |number: usize| {
            let (mut number, mut age) = (number, 1);
            while age <= arguments.len() as u64 {
                let value = yielded[number];
                match arguments.iter().position(|argument| *argument == value) {
                    Some(next) => (number, age) = (next, age + 1),
                    None => {
                        let definition = value.defining_op()?;
                        return (definition.block() == Some(body))
                            .then_some((definition, value, age));
                    }
                }
            }
            // Arguments that are only exchanged: values from before the loop.
            None
        };
        let sources: Vec<_> = (0..arguments.len()).map(source).collect();
        for op in body.ops() {
            let (offsets, order) = access_offsets(op);
            for value in order {
                let number = arguments.iter().position(|argument| *argument == value);
                let Some((definition, made, age)) = number.and_then(|number| sources[number])
                else {
                    continue;
                };
                let dependence = Dependence {
                    kind: Kind::ReadAfterWrite,
                    value: made,
                    offsets: offsets[&value].clone(),
                    part: None,
                    loop_carried: Some(LoopCarried {
                        repeat: repeat.0,
                        distance: Distance::Exactly(age),
                    }),
                };
                self.graph
                    .add_edge(self.nodes[&definition], self.nodes[&op], dependence);
            }
        }
    }
}

/// The fields of swaps, each once, in order.
fn fields_of<'c>(swaps: &[Op<'c>]) -> Vec<Value<'c>> {
    let mut seen = HashSet::new();
    let all = swaps.iter().flat_map(|swap| swap.operands());
    all.filter(|field| seen.insert(*field)).collect()
}

impl<'c> Step<'c> {
    /// The names whose contents may move.
    fn moved(&self) -> Vec<Value<'c>> {
        match self {
            Step::Touch(..) => Vec::new(),
            Step::Swap(names) => names.to_vec(),
            Step::Shuffle(names) => names.clone(),
        }
    }
}

fn follow_swap<'c>(contents: &mut Contents<'c>, step: &Step<'c>) {
    match step {
        Step::Touch(..) => {}
        Step::Swap([first, second]) => {
            let one = contents.remove(first).unwrap_or_default();
            let other = contents.remove(second).unwrap_or_default();
            contents.insert(*first, other);
            contents.insert(*second, one);
        }
        Step::Shuffle(names) => {
            let all = names.iter().filter_map(|name| contents.get(name)).flatten();
            let all: BTreeSet<usize> = all.copied().collect();
            for name in names {
                contents.insert(*name, all.clone());
            }
        }
    }
}

impl<'c> Followed<'c, '_> {
    /// A touch in iteration 0.
    fn begin(&mut self, contents: &mut Contents<'c>, field: Value<'c>, touch: &Touch<'c>) {
        let here = contents.entry(field).or_default();
        self.hide(here, touch);
        here.insert(self.touches.len());
        self.touches.push(touch.clone());
        self.edges.push(Vec::new());
    }

    /// A touch in a later iteration.
    fn meet(
        &mut self,
        dependences: &mut Dependences<'c>,
        contents: &mut Contents<'c>,
        field: Value<'c>,
        touch: &Touch<'c>,
        age: u64,
    ) {
        let Some(here) = contents.get_mut(&field) else {
            return;
        };
        for number in here.iter().copied() {
            let earlier = &self.touches[number];
            let key = (number, touch.node, touch.writes);
            let loop_carried = LoopCarried {
                repeat: self.repeat.0,
                distance: Distance::Exactly(age),
            };
            let Some(made) = edge(field, earlier, touch, self.facts, Some(loop_carried)) else {
                continue;
            };
            if let Some(known) = self.found.get(&key) {
                // Met again at another distance.
                dependences.loosen(*known);
                continue;
            }
            let edge = dependences.graph.add_edge(earlier.node, touch.node, made);
            self.found.insert(key, edge);
            self.edges[number].push(edge);
        }
        self.hide(here, touch);
    }

    /// Takes out what a write hides for certain, in this and every iteration.
    fn hide(&self, here: &mut BTreeSet<usize>, touch: &Touch<'c>) {
        if touch.writes && touch.is_exact {
            here.retain(|number| !covers(&touch.part, &self.touches[*number].part, self.facts));
        }
    }

    /// The distances of what is still there are lower bounds.
    fn settle(&self, dependences: &mut Dependences<'c>, contents: &Contents<'c>) {
        let left: BTreeSet<usize> = contents.values().flatten().copied().collect();
        for number in left {
            for edge in &self.edges[number] {
                dependences.loosen(*edge);
            }
        }
    }
}

impl<'c> Dependences<'c> {
    /// Makes the distance of a loop-carried edge a lower bound.
    fn loosen(&mut self, edge: EdgeIndex) {
        if let Some(loop_carried) = &mut self.graph[edge].loop_carried {
            loop_carried.distance = Distance::AtLeast(loop_carried.distance.least());
        }
    }
}
