//! Which of the equal expressions are computed: the cheapest graph that gives all results, each class once.
//!
//! The exact problem is NP-hard. What is done is greedy on sets: a class knows the cheapest set of classes with which
//! it can be computed, so that what is shared inside of one expression counts once; sets are improved until none
//! changes. What several results share is found by trying: a class that would be shared is taken to be there
//! already, everything is chosen again, and the choice stays if all together is cheaper. Costs are integers, and ties
//! go to what stood in the body as written.

use super::{
    body::Support,
    cost::{self, SCALE},
    language::{Graph, Head, Scalars},
};
use egg::Id;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::rc::Rc;

/// A cost, and how many nodes are new: the first decides.
pub type Cost = (u64, u64);

/// The most classes that are tried as shared ones.
const MOST_TRIED: usize = 32;

/// What was chosen: an e-node for each class that is needed.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The e-nodes by their classes.
    pub nodes: HashMap<Id, Scalars>,
    /// What all of them cost together.
    pub cost: Cost,
}

/// What extraction needs to know.
pub struct Extractor<'g> {
    graph: &'g Graph,
    roots: Vec<Id>,
    /// The e-nodes of the body as written.
    written: HashSet<Scalars>,
    /// On what the body as a whole depends, where what depends on less costs less.
    all: Option<Support>,
    classes: Vec<Id>,
}

/// The classes that something is computed with, ascending, and what each costs.
type Set = Rc<Vec<(Id, Cost)>>;

#[derive(Clone)]
struct Best {
    total: Cost,
    set: Set,
    node: Scalars,
}

impl<'g> Extractor<'g> {
    /// That of a saturated e-graph.
    pub fn new(
        graph: &'g Graph,
        roots: &[Id],
        written: HashSet<Scalars>,
        all: Option<Support>,
    ) -> Self {
        let mut classes: Vec<Id> = graph.classes().map(|class| class.id).collect();
        classes.sort_unstable();
        Self {
            graph,
            roots: roots.iter().map(|root| graph.find(*root)).collect(),
            written,
            all,
            classes,
        }
    }

    /// The cheapest choice that was found; `None` where none is free of cycles.
    pub fn run(&self) -> Option<Choice> {
        let mut best = self.choose(&HashSet::default())?;
        let mut shared = HashSet::default();
        for class in self.worth_sharing(&best) {
            shared.insert(class);
            match self.choose(&shared) {
                Some(other) if other.cost < best.cost => best = other,
                _ => {
                    shared.remove(&class);
                }
            }
        }
        Some(best)
    }

    /// What an e-node costs by itself.
    fn own(&self, class: Id, node: &Scalars) -> Cost {
        let Head::Operation(operator) = node.head else {
            return (0, u64::from(!self.written.contains(node)));
        };
        let weight = cost::weight(operator, &self.graph.analysis.others) * SCALE;
        let new = u64::from(!self.written.contains(node));
        let cost = match self.all {
            Some(all) => cost::share(weight, self.graph[class].data.support, all),
            None => weight,
        };
        (cost, new)
    }

    /// Classes that no choice has yet and several e-nodes could use, the dearest first.
    fn worth_sharing(&self, chosen: &Choice) -> Vec<Id> {
        let mut users: HashMap<Id, usize> = HashMap::default();
        for class in &self.classes {
            for node in &self.graph[*class].nodes {
                for operand in &node.operands {
                    *users.entry(self.graph.find(*operand)).or_default() += 1;
                }
            }
        }
        let best = self.sets(&HashSet::default());
        let mut candidates: Vec<(u64, Id)> = self
            .classes
            .iter()
            .filter(|class| !chosen.nodes.contains_key(class) && users.get(class) > Some(&1))
            .filter_map(|class| {
                let cost = best.get(class)?.total.0;
                (cost > SCALE).then_some((cost, *class))
            })
            .collect();
        candidates.sort_unstable_by_key(|(cost, class)| (u64::MAX - cost, *class));
        candidates.truncate(MOST_TRIED);
        candidates.into_iter().map(|(_, class)| class).collect()
    }

    /// The greedy choice where some classes are taken to be there already.
    fn choose(&self, shared: &HashSet<Id>) -> Option<Choice> {
        let best = self.sets(shared);
        let mut nodes: HashMap<Id, Scalars> = HashMap::default();
        let mut open = self.roots.clone();
        while let Some(class) = open.pop() {
            if nodes.contains_key(&class) {
                continue;
            }
            let node = best.get(&class)?.node.clone();
            open.extend(
                node.operands
                    .iter()
                    .map(|operand| self.graph.find(*operand)),
            );
            nodes.insert(class, node);
        }
        let choice = self.priced(nodes);
        order(self.graph, &choice, &self.roots).map(|_| choice)
    }

    /// A choice with what it costs.
    pub fn priced(&self, nodes: HashMap<Id, Scalars>) -> Choice {
        let costs = nodes.iter().map(|(class, node)| self.own(*class, node));
        let cost = costs.fold((0, 0), plus);
        Choice { nodes, cost }
    }

    /// The cheapest set of each class.
    fn sets(&self, shared: &HashSet<Id>) -> HashMap<Id, Best> {
        let mut best: HashMap<Id, Best> = HashMap::default();
        let mut changed = true;
        while changed {
            changed = false;
            for class in &self.classes {
                for node in &self.graph[*class].nodes {
                    let known = best.get(class).map(|known| known.total);
                    let Some(found) = self.with(*class, node, shared, &best, known) else {
                        continue;
                    };
                    best.insert(*class, found);
                    changed = true;
                }
            }
        }
        best
    }

    /// The set of a class when an e-node is taken; `None` where it is not cheaper than what is known, or not possible.
    fn with(
        &self,
        class: Id,
        node: &Scalars,
        shared: &HashSet<Id>,
        best: &HashMap<Id, Best>,
        known: Option<Cost>,
    ) -> Option<Best> {
        let own = match shared.contains(&class) {
            true => (0, 0),
            false => self.own(class, node),
        };
        let is_worse = |total: Cost| known.is_some_and(|known| total >= known);
        if is_worse(own) {
            return None;
        }
        let mut sets: Vec<Set> = Vec::with_capacity(node.operands.len());
        for operand in &node.operands {
            let operand = best.get(&self.graph.find(*operand))?;
            if is_worse(operand.total) {
                return None;
            }
            sets.push(operand.set.clone());
        }
        let mut set = union(&sets);
        let place = match set.binary_search_by_key(&class, |(id, _)| *id) {
            // It would be computed of itself.
            Ok(_) => return None,
            Err(place) => place,
        };
        set.insert(place, (class, own));
        let total = set.iter().map(|(_, cost)| *cost).fold((0, 0), plus);
        (!is_worse(total)).then(|| Best {
            total,
            set: Rc::new(set),
            node: node.clone(),
        })
    }
}

fn plus(one: Cost, other: Cost) -> Cost {
    (one.0 + other.0, one.1 + other.1)
}

/// All classes of sorted sets, once.
fn union(sets: &[Set]) -> Vec<(Id, Cost)> {
    let mut all: Vec<(Id, Cost)> = Vec::new();
    for set in sets {
        if all.is_empty() {
            all.extend(set.iter().copied());
        } else if !Rc::ptr_eq(set, &sets[0]) {
            all.extend(set.iter().copied());
            all.sort_unstable_by_key(|(id, _)| *id);
            all.dedup_by_key(|(id, _)| *id);
        }
    }
    all
}

/// The classes of a choice, operands first; `None` where there is a cycle. Without recursion: a body may be deep.
pub fn order(graph: &Graph, choice: &Choice, roots: &[Id]) -> Option<Vec<Id>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Open,
        Done,
    }
    let mut states: HashMap<Id, State> = HashMap::default();
    let mut order = Vec::with_capacity(choice.nodes.len());
    for root in roots {
        let mut stack = vec![(graph.find(*root), 0)];
        while let Some((class, operand)) = stack.pop() {
            if operand == 0 {
                match states.get(&class) {
                    Some(State::Done) => continue,
                    Some(State::Open) => return None,
                    None => {
                        states.insert(class, State::Open);
                    }
                }
            }
            match choice.nodes.get(&class)?.operands.get(operand) {
                Some(next) => {
                    stack.push((class, operand + 1));
                    let next = graph.find(*next);
                    match states.get(&next) {
                        Some(State::Done) => {}
                        Some(State::Open) => return None,
                        None => stack.push((next, 0)),
                    }
                }
                None => {
                    states.insert(class, State::Done);
                    order.push(class);
                }
            }
        }
    }
    Some(order)
}
