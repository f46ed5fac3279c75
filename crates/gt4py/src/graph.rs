//! Which items of a group run together in a sweep, and in which order all run.
//!
//! In a sequential loop a read of the level itself sees what the items before it wrote there, a read of a level
//! that was passed sees what all items wrote, and a read of a level to come sees what was there before the loop. So
//! an item depends on the writers that it sees; items on a cycle need a sweep, all others are applies.

use crate::{
    expand::Item,
    groups::Group,
    schema::LoopOrder,
    tree::{Tree, Variable},
};
use fvopt_boxes::Axes;
use petgraph::{algo::tarjan_scc, graph::DiGraph};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{cmp::Reverse, collections::BinaryHeap};

/// Items that are computed together.
pub struct Cluster {
    /// Their numbers, in order.
    pub items: Vec<usize>,
    pub is_sweep: bool,
}

/// The dependences of a group.
pub struct Graph<'t> {
    items: &'t [Item],
    group: &'t Group,
    /// For every variable that the group writes the items that do, in order.
    writers: FxHashMap<usize, Vec<usize>>,
    /// Variables of which all uses in the group see the latest write: they lack the k axis, are
    /// assigned at an offset on k, or read at a computed level.
    latest: FxHashSet<usize>,
}

impl<'t> Graph<'t> {
    /// Of a group.
    pub fn new(tree: &Tree, items: &'t [Item], group: &'t Group) -> Self {
        let mut writers: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        let mut latest = FxHashSet::default();
        let is_sequential = group.order != LoopOrder::Parallel;
        let lacks_levels = |variable: &Variable| !variable.axes.holds(Axes::K);
        for number in group.items.clone() {
            let accesses = &items[number].accesses;
            for variable in accesses.written() {
                writers.entry(variable).or_default().push(number);
            }
            for (variable, level) in &accesses.writes {
                if is_sequential && (*level != 0 || lacks_levels(&tree.variables[*variable])) {
                    latest.insert(*variable);
                }
            }
        }
        for number in group.items.clone().filter(|_| is_sequential) {
            for (variable, offset) in &items[number].accesses.reads {
                if offset.is_none() && writers.contains_key(variable) {
                    latest.insert(*variable);
                }
            }
        }
        Self {
            items,
            group,
            writers,
            latest,
        }
    }

    /// Whether all uses of a variable in the group see its latest write.
    pub fn is_latest(&self, variable: usize) -> bool {
        self.latest.contains(&variable)
    }

    /// The items of the group that write a variable.
    pub fn writers_of(&self, variable: usize) -> &[usize] {
        self.writers.get(&variable).map_or(&[], Vec::as_slice)
    }

    /// The item whose write a read sees; without one it sees what was there before the group.
    pub fn source(
        &self,
        reader: usize,
        variable: usize,
        offset: Option<[i64; 3]>,
    ) -> Option<usize> {
        let writers = self.writers_of(variable);
        let vertical = self.items[reader].vertical;
        let of_loop = |writer: &&usize| self.items[**writer].vertical == vertical;
        let before = |writer: &&usize| **writer < reader;
        let level = offset.map_or(0, |offset| offset[2]);
        let found = match self.group.order {
            LoopOrder::Parallel => writers.iter().rev().find(before),
            _ if level == 0 => writers.iter().rev().find(before).filter(of_loop),
            LoopOrder::Forward if level > 0 => None,
            LoopOrder::Backward if level < 0 => None,
            _ => {
                let passed = |writer: &&usize| self.items[**writer].vertical <= vertical;
                writers.iter().rev().find(passed)
            }
        };
        found.copied()
    }

    /// The item that writes a variable before another one of its writers does.
    pub fn previous_writer(&self, writer: usize, variable: usize) -> Option<usize> {
        let writers = self.writers_of(variable);
        let before = writers.iter().rev().find(|other| **other < writer);
        before.copied()
    }

    /// What is computed together, in the order of dependences; of what may come in any order, the first item first.
    pub fn clusters(&self) -> Vec<Cluster> {
        if self.group.order == LoopOrder::Parallel {
            let alone = |item| Cluster {
                items: vec![item],
                is_sweep: false,
            };
            return self.group.items.clone().map(alone).collect();
        }
        let mut together: FxHashSet<(usize, usize)> = FxHashSet::default();
        self.uses_of_latest(&mut together);
        // Every round adds a pair of items, of which there are few: those of sweeps.
        loop {
            let edges = self.edges(&together);
            let clusters = self.components(&edges);
            let before = together.len();
            self.close(&clusters, &mut together);
            if together.len() == before {
                return self.ordered(clusters, &edges);
            }
        }
    }

    /// All uses of variables of which the latest write counts are in one sweep.
    fn uses_of_latest(&self, together: &mut FxHashSet<(usize, usize)>) {
        for variable in &self.latest {
            let first = self.writers_of(*variable)[0];
            for number in self.group.items.clone() {
                let accesses = &self.items[number].accesses;
                let reads = accesses.reads.iter().any(|(other, _)| other == variable);
                let writes = accesses.writes.iter().any(|(other, _)| other == variable);
                if reads || writes {
                    together.insert((first, number));
                }
            }
        }
    }

    /// From each item to those that depend on it.
    fn edges(&self, together: &FxHashSet<(usize, usize)>) -> FxHashSet<(usize, usize)> {
        let mut edges = FxHashSet::default();
        for reader in self.group.items.clone() {
            for (variable, offset) in &self.items[reader].accesses.reads {
                if let Some(writer) = self.source(reader, *variable, *offset) {
                    edges.insert((writer, reader));
                }
            }
        }
        for writers in self.writers.values() {
            edges.extend(writers.windows(2).map(|pair| (pair[0], pair[1])));
        }
        for (first, second) in together {
            edges.extend([(*first, *second), (*second, *first)]);
        }
        edges
    }

    fn components(&self, edges: &FxHashSet<(usize, usize)>) -> Vec<Cluster> {
        let mut graph = DiGraph::<usize, ()>::new();
        let first = self.group.items.start;
        let nodes: Vec<_> = self
            .group
            .items
            .clone()
            .map(|item| graph.add_node(item))
            .collect();
        let mut sorted: Vec<_> = edges.iter().copied().collect();
        sorted.sort_unstable();
        for (from, to) in sorted {
            graph.add_edge(nodes[from - first], nodes[to - first], ());
        }
        let components = tarjan_scc(&graph).into_iter().map(|component| {
            let mut items: Vec<usize> = component.into_iter().map(|node| graph[node]).collect();
            items.sort_unstable();
            let is_sweep = items.len() > 1 || edges.contains(&(items[0], items[0]));
            Cluster { items, is_sweep }
        });
        components.collect()
    }

    /// What a sweep writes is written by it alone in the group, and whoever sees more than its last write is in it.
    fn close(&self, clusters: &[Cluster], together: &mut FxHashSet<(usize, usize)>) {
        for cluster in clusters.iter().filter(|cluster| cluster.is_sweep) {
            let members: FxHashSet<usize> = cluster.items.iter().copied().collect();
            let first = cluster.items[0];
            let written = cluster.items.iter();
            let written: FxHashSet<usize> = written
                .flat_map(|item| self.items[*item].accesses.written())
                .collect();
            for variable in &written {
                for writer in self.writers_of(*variable) {
                    if !members.contains(writer) {
                        together.insert((first, *writer));
                    }
                }
            }
            for reader in self.group.items.clone() {
                if members.contains(&reader) {
                    continue;
                }
                for (variable, offset) in &self.items[reader].accesses.reads {
                    let source = self.source(reader, *variable, *offset);
                    let source = source.filter(|source| members.contains(source));
                    if source.is_some_and(|source| !self.is_last_of_loop(source, *variable)) {
                        together.insert((first, reader));
                    }
                }
            }
        }
    }

    fn is_last_of_loop(&self, writer: usize, variable: usize) -> bool {
        let vertical = self.items[writer].vertical;
        let mut later = self.writers_of(variable).iter();
        !later.any(|other| *other > writer && self.items[*other].vertical == vertical)
    }

    fn ordered(&self, clusters: Vec<Cluster>, edges: &FxHashSet<(usize, usize)>) -> Vec<Cluster> {
        let mut cluster_of: FxHashMap<usize, usize> = FxHashMap::default();
        for (number, cluster) in clusters.iter().enumerate() {
            cluster_of.extend(cluster.items.iter().map(|item| (*item, number)));
        }
        let between: FxHashSet<(usize, usize)> = edges
            .iter()
            .map(|(from, to)| (cluster_of[from], cluster_of[to]))
            .filter(|(from, to)| from != to)
            .collect();
        let mut after = vec![Vec::new(); clusters.len()];
        let mut waits_for = vec![0; clusters.len()];
        for (from, to) in between {
            after[from].push(to);
            waits_for[to] += 1;
        }
        let mut clusters: Vec<Option<Cluster>> = clusters.into_iter().map(Some).collect();
        let key = |clusters: &[Option<Cluster>], number: usize| {
            let first = clusters[number].as_ref().map_or(0, |one| one.items[0]);
            Reverse((first, number))
        };
        let mut ready: BinaryHeap<_> = (0..clusters.len())
            .filter(|number| waits_for[*number] == 0)
            .map(|number| key(&clusters, number))
            .collect();
        let mut ordered = Vec::new();
        while let Some(Reverse((_, number))) = ready.pop() {
            ordered.extend(clusters[number].take());
            for next in &after[number] {
                waits_for[*next] -= 1;
                if waits_for[*next] == 0 {
                    ready.push(key(&clusters, *next));
                }
            }
        }
        ordered
    }
}
