//! The partition by search: units join kernels so that all kernels together take the least time.
//!
//! In program order, over each block, with several partitions of what came before at a time (a beam). Each is extended
//! in all ways: the next unit is a kernel of its own, or joins one or several of the last kernels, where that
//! is legal; the best go on. What greedy would do is always among them, and at the end all of it is compared with what greedy
//! does and with one kernel a unit, so that the result never takes longer by the model. Kernels that are too far back are
//! closed, so that the whole is linear in the size of the program.

use super::{
    Prices, greedy,
    links::are_linked,
    open::{Open, Way},
};
use crate::{
    buffers::{Assignment, Item},
    cost::CostContext,
    kernel::Kernel,
    program::{Program, Step},
    values::NodeId,
};
use rustc_hash::{FxHashSet as HashSet, FxHasher};
use std::{
    hash::{Hash, Hasher},
    rc::Rc,
};

/// How far a search goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// How many partitions of what came before are kept.
    pub partitions: usize,
    /// How many of the last kernels a unit may join.
    pub window: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            partitions: 8,
            window: 12,
        }
    }
}

/// The most kernels that one unit joins into one.
const MOST_JOINED: usize = 3;

/// Partitions a program.
pub fn run(
    assignment: &Assignment,
    units: Vec<Vec<Option<Kernel>>>,
    context: &CostContext,
    limits: Limits,
) -> Program {
    let mut search = Search {
        assignment,
        context,
        limits,
        prices: Prices::new(assignment, context),
    };
    let blocks = (0..assignment.blocks.len()).zip(units.clone());
    let blocks = blocks.map(|(number, kernels)| search.block(number, kernels));
    let mut found = Program {
        blocks: blocks.collect(),
    };
    super::complete(&mut found, assignment, context);
    // What nobody reads is known only now: what is dearer with all stores may be cheaper without those.
    let none = super::none(assignment, units.clone());
    let greedy = greedy::run(assignment, units, context);
    let programs = [found, greedy, none].into_iter();
    let cheapest = programs.min_by_key(|program| picoseconds(program, context));
    cheapest.expect("there are three")
}

/// What the kernels of a program cost together.
fn picoseconds(program: &Program, context: &CostContext) -> i64 {
    let prices = program.kernels().map(|kernel| {
        let price = super::price(kernel, context);
        price.map_or(i64::MAX, |price| price.picoseconds)
    });
    prices.fold(0, i64::saturating_add)
}

/// Kernels that are closed, the last one first.
struct Closed {
    kernel: Rc<Open>,
    before: Option<Rc<Closed>>,
}

/// A partition of what came before.
#[derive(Clone)]
struct State {
    /// The kernels that a unit may join, in order.
    open: Vec<Rc<Open>>,
    closed: Option<Rc<Closed>>,
    /// What the closed kernels cost.
    closed_picoseconds: i64,
    /// What all kernels cost.
    picoseconds: i64,
    /// Whether it is what greedy did so far.
    is_greedy: bool,
}

struct Search<'a> {
    assignment: &'a Assignment,
    context: &'a CostContext,
    limits: Limits,
    prices: Prices<'a>,
}

impl Search<'_> {
    fn block(&mut self, number: usize, kernels: Vec<Option<Kernel>>) -> Vec<Step> {
        let mut done: Vec<Step> = Vec::new();
        let mut states = vec![State::start()];
        for (item, kernel) in self.assignment.blocks[number].iter().zip(kernels) {
            match item {
                Item::Unit(unit) => {
                    let Some(kernel) = kernel else { continue };
                    let mut next = Open::of_unit(self.assignment, unit, kernel);
                    next.picoseconds(self.context);
                    states = self.extend(states, Rc::new(next));
                }
                Item::Barrier(step) => {
                    finish(&mut states, &mut done);
                    done.push(super::barrier(self.assignment, number, *step));
                }
            }
        }
        finish(&mut states, &mut done);
        done
    }

    /// The best ways to add a unit to partitions.
    fn extend(&mut self, states: Vec<State>, unit: Rc<Open>) -> Vec<State> {
        let mut found: Vec<State> = Vec::new();
        for state in states {
            if state.is_greedy {
                let mut next = state.clone();
                let open = std::mem::take(&mut next.open);
                next.open = greedy::entered(self.assignment, open, (*unit).clone(), self.context);
                next.picoseconds = next.total();
                found.push(next);
            }
            let ways = self.ways(&state.open, unit.clone());
            found.extend(ways.into_iter().map(|open| {
                let mut next = State {
                    open,
                    is_greedy: false,
                    ..state.clone()
                };
                next.picoseconds = next.total();
                next
            }));
        }
        // Stable: of equal ones the one that was found first, which merges with what is nearest.
        found.sort_by_key(|state| state.picoseconds);
        let mut seen: HashSet<u64> = HashSet::default();
        let mut kept: Vec<State> = Vec::new();
        for state in found {
            let is_new = seen.insert(state.signature());
            if state.is_greedy || (is_new && kept.len() < self.limits.partitions) {
                kept.push(state);
            }
        }
        for state in &mut kept {
            state.close(self.limits.window);
        }
        kept
    }

    /// The ways in which a unit joins kernels, those that join what is nearest first.
    fn ways(&mut self, open: &[Rc<Open>], unit: Rc<Open>) -> Vec<Vec<Rc<Open>>> {
        struct Step {
            open: Vec<Rc<Open>>,
            kernel: Rc<Open>,
            /// The kernel stands before this one.
            at: usize,
            /// It joins kernels before this one.
            from: usize,
            joined: usize,
        }
        let mut ways = Vec::new();
        let mut steps = vec![Step {
            open: open.to_vec(),
            kernel: unit,
            at: open.len(),
            from: open.len(),
            joined: 0,
        }];
        while let Some(step) = steps.pop() {
            let mut way = step.open.clone();
            way.insert(step.at, step.kernel.clone());
            ways.push(way);
            if step.joined == MOST_JOINED {
                continue;
            }
            for number in 0..step.from {
                let first = &step.open[number];
                let between = &step.open[number + 1..step.at];
                if !are_linked(&first.kernel, &step.kernel.kernel) {
                    continue;
                }
                let Some(meeting) = first.way(&step.kernel, between) else {
                    continue;
                };
                let Some(mut merged) = self.merge(first, &step.kernel) else {
                    continue;
                };
                let mut open = step.open.clone();
                let first = open.remove(number);
                let at = match meeting {
                    Way::Goes => {
                        (merged.site, merged.at) = (first.site, first.at);
                        number
                    }
                    Way::Comes => step.at - 1,
                };
                steps.push(Step {
                    open,
                    kernel: Rc::new(merged),
                    at,
                    from: number,
                    joined: step.joined + 1,
                });
            }
        }
        ways
    }

    /// Two kernels as one, in the place of the later, where that is legal.
    fn merge(&mut self, first: &Open, second: &Open) -> Option<Open> {
        let mut nodes: Vec<NodeId> = first.nodes.iter().chain(&second.nodes).copied().collect();
        nodes.sort_unstable();
        let found = self.prices.kernel(&nodes)?;
        let (kernel, cost) = &*found;
        Some(first.merged(second, nodes, kernel.clone(), *cost))
    }
}

/// Takes the best partition, and starts anew behind it.
fn finish(states: &mut Vec<State>, done: &mut Vec<Step>) {
    let best = states.drain(..).min_by_key(|state| state.picoseconds);
    let mut best = best.expect("there is a partition at any time");
    best.close(0);
    let mut kernels = Vec::new();
    let mut closed = best.closed;
    while let Some(last) = closed {
        kernels.push(last.kernel.clone());
        closed = last.before.clone();
    }
    let kernels = kernels.into_iter().rev();
    done.extend(kernels.map(|kernel| Rc::unwrap_or_clone(kernel).step()));
    states.push(State::start());
}

impl State {
    fn start() -> Self {
        Self {
            open: Vec::new(),
            closed: None,
            closed_picoseconds: 0,
            picoseconds: 0,
            is_greedy: true,
        }
    }

    /// What all kernels cost, closed ones included.
    fn total(&self) -> i64 {
        let open = self.open.iter().map(|kernel| cost(kernel));
        open.fold(self.closed_picoseconds, i64::saturating_add)
    }

    /// Closes kernels until so many are open.
    fn close(&mut self, window: usize) {
        let count = self.open.len().saturating_sub(window);
        for kernel in self.open.drain(..count) {
            self.closed_picoseconds = self.closed_picoseconds.saturating_add(cost(&kernel));
            self.closed = Some(Rc::new(Closed {
                kernel,
                before: self.closed.take(),
            }));
        }
    }

    /// The same for partitions that go on in the same way: those with the same open kernels. Of these the best is enough.
    fn signature(&self) -> u64 {
        let mut hasher = FxHasher::default();
        for kernel in &self.open {
            kernel.nodes.hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// What a kernel costs, which is known of all that are open.
fn cost(kernel: &Open) -> i64 {
    kernel.price.map_or(0, |price| price.picoseconds)
}
