//! What a cluster reads: regions of temps from outside, and the inserts that stand for contents of fields.

use super::Cluster;
use crate::{
    buffers::Location,
    kernel::{Kind, Region, ValueId},
    memory::FieldId,
    values::{NodeId, hull_of_reads},
};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::collections::BTreeSet;

/// Where operations stand: at this step; copies that are made for a store before it.
type Order = (usize, bool, NodeId);

/// What a cluster reads.
#[derive(Default)]
pub struct Reads {
    /// What is read of memory, by the temp that it is.
    pub regions: HashMap<ValueId, Region>,
    /// The memory where that is not where the temp is between kernels: the field of which it is the contents.
    contents: HashMap<ValueId, FieldId>,
    /// The regions of the inserts that the kernel computes.
    pub inserts: HashMap<NodeId, Region>,
    /// Inserts that are, where they are read, their source or their destination.
    pub same: HashMap<ValueId, ValueId>,
    /// Inserts of which only the source is stored: the rest is there.
    pub partial: HashSet<NodeId>,
    /// Temps of the cluster that the cluster reads.
    inside: HashSet<ValueId>,
    /// What is left to look at.
    left: BTreeSet<Order>,
}

impl Reads {
    /// Those of a cluster; `None` where what it reads is not there at its start.
    pub fn of(cluster: &Cluster<'_>) -> Option<Self> {
        let mut reads = Self::default();
        for node in cluster.nodes {
            reads.left.insert(order(cluster, *node));
        }
        // Users first.
        while let Some((_, _, node)) = reads.left.pop_last() {
            reads.operation(cluster, node)?;
        }
        let is_there =
            |(value, region): (&ValueId, &Region)| reads.is_there(cluster, *value, region);
        reads.regions.iter().all(is_there).then_some(reads)
    }

    /// The field or buffer in which a temp that is read of memory is.
    pub fn memory(&self, cluster: &Cluster<'_>, value: ValueId) -> FieldId {
        if let Some(field) = self.contents.get(&value) {
            return *field;
        }
        match cluster.assignment.location(value) {
            Location::Field(field, _) | Location::Buffer(field) => field,
            Location::Undefined => unreachable!("what is undefined is not read of memory"),
        }
    }

    fn operation(&mut self, cluster: &Cluster<'_>, node: NodeId) -> Option<()> {
        let operation = cluster.operation(node);
        let facts = &cluster.assignment.values.facts;
        match &operation.kind {
            Kind::Load(memory) => {
                let value = operation.results[0].0;
                self.copied(cluster, value, memory.field)
            }
            Kind::Insert { .. } => match cluster.assignment.mirrored.get(&node) {
                Some(store) if !cluster.own.contains(store) => {
                    let field = cluster.operation(*store).store()?.field;
                    self.copied(cluster, operation.results[0].0, field)
                }
                _ => self.insert(cluster, node),
            },
            Kind::Apply | Kind::Sweep => {
                for (access, value) in operation.accesses() {
                    let axes = cluster.assignment.shape(value).axes;
                    let values = &cluster.assignment.values;
                    let part = values.read_region(operation, access, axes);
                    self.read(cluster, value, part)?;
                }
                // Of the initial value of a state no more is read than is required of it.
                for init in &operation.operands {
                    if let Some(required) = cluster.required(*init) {
                        let place = operation
                            .own_region()
                            .project(cluster.assignment.shape(*init).axes);
                        let part = required.intersect(&place).simplify(facts);
                        self.read(cluster, *init, part)?;
                    }
                }
                Some(())
            }
            Kind::Store(memory) => {
                let part = operation.own_region().project(memory.shape.axes);
                self.read(cluster, operation.source(), part)
            }
            Kind::Undefined => Some(()),
        }
    }

    /// What a field holds is read to be kept elsewhere.
    fn copied(&mut self, cluster: &Cluster<'_>, value: ValueId, field: FieldId) -> Option<()> {
        let part = cluster.required(value)?.clone();
        self.regions.insert(value, part);
        self.contents.insert(value, field);
        Some(())
    }

    fn insert(&mut self, cluster: &Cluster<'_>, node: NodeId) -> Option<()> {
        let insert = cluster.operation(node);
        let facts = &cluster.assignment.values.facts;
        let (value, inside) = (insert.results[0].0, insert.own_region());
        let is_own = cluster.own.contains(&node);
        let mut region = self.inserts.remove(&node);
        if is_own {
            let required = cluster.required(value)?.clone();
            region = Some(hull_of_reads(region, required, facts));
        }
        let region = region?;
        let (source, destination) = (insert.source(), insert.destination());
        let shared = region.intersect(inside).simplify(facts);
        let is_whole = insert.inserted_components().is_empty();
        if is_own && !self.inside.contains(&value) && self.is_rest_there(cluster, node) {
            self.partial.insert(node);
            self.inserts.insert(node, shared.clone());
            return self.read(cluster, source, shared);
        }
        if is_whole && inside.holds(&region, facts) {
            self.same.insert(value, source);
            return self.read(cluster, source, region);
        }
        let field = cluster.repeated(node).and_then(|store| {
            let memory = cluster.operation(store).store()?;
            Some(memory.field)
        });
        if shared.is_empty(facts) {
            self.same.insert(value, destination);
            return self.read_rest(cluster, destination, region, field);
        }
        self.read(cluster, source, shared)?;
        let rest = match is_whole {
            true => region.difference(inside, facts),
            false => Some(region.clone()),
        };
        if let Some(rest) = rest {
            self.read_rest(cluster, destination, rest.simplify(facts), field)?;
        }
        self.inserts.insert(node, region);
        Some(())
    }

    /// Whether the result of an insert of the cluster has the buffer of its destination, which another cluster
    /// fills, or a destination that was never written.
    fn is_rest_there(&self, cluster: &Cluster<'_>, node: NodeId) -> bool {
        if cluster.assignment.mirrored.contains_key(&node) {
            return false;
        }
        let insert = cluster.operation(node);
        let location = |value| cluster.assignment.location(value);
        let destination = insert.destination();
        let is_outside = !cluster
            .own
            .contains(&cluster.assignment.index.definition(destination));
        match location(destination) {
            Location::Undefined => true,
            Location::Buffer(buffer) => {
                is_outside && location(insert.results[0].0) == Location::Buffer(buffer)
            }
            Location::Field(..) => false,
        }
    }

    /// Reads the destination of an insert that may be the contents of a field before a store of the cluster.
    fn read_rest(
        &mut self,
        cluster: &Cluster<'_>,
        value: ValueId,
        part: Region,
        field: Option<FieldId>,
    ) -> Option<()> {
        let definition = cluster.assignment.index.definition(value);
        let is_inside = cluster.own.contains(&definition) || cluster.repeated(definition).is_some();
        if let Some(field) = field.filter(|_| !is_inside) {
            self.contents.insert(value, field);
        }
        self.read(cluster, value, part)
    }

    fn read(&mut self, cluster: &Cluster<'_>, value: ValueId, part: Region) -> Option<()> {
        let facts = &cluster.assignment.values.facts;
        let definition = cluster.assignment.index.definition(value);
        let operation = cluster.operation(definition);
        if cluster.own.contains(&definition) {
            self.inside.insert(value);
            return operation.inserted_components().is_empty().then_some(());
        }
        let regions = if cluster.repeated(definition).is_some() {
            // One component is not the value of the others.
            if !operation.inserted_components().is_empty() {
                return None;
            }
            self.left.insert(order(cluster, definition));
            let known = self.inserts.remove(&definition);
            let all = hull_of_reads(known, part, facts);
            self.inserts.insert(definition, all);
            return Some(());
        } else if operation.kind == Kind::Undefined
            || cluster.assignment.location(value) == Location::Undefined
        {
            return Some(());
        } else {
            &mut self.regions
        };
        let known = regions.remove(&value);
        regions.insert(value, hull_of_reads(known, part, facts));
        Some(())
    }

    /// Whether memory holds a temp when the cluster starts: no store of the cluster comes before it.
    fn is_there(&self, cluster: &Cluster<'_>, value: ValueId, region: &Region) -> bool {
        let values = &cluster.assignment.values;
        let field = self.memory(cluster, value);
        let at = match (
            self.contents.get(&value),
            cluster.assignment.location(value),
        ) {
            (None, Location::Field(_, at)) => at,
            (None, _) => return true,
            (Some(_), _) => values.point(cluster.assignment.index.definition(value)),
        };
        if at.block != cluster.block() {
            return true;
        }
        let root = cluster.root(field);
        cluster.nodes.iter().all(|node| {
            let operation = cluster.operation(*node);
            let Some(memory) = operation.store().filter(|memory| memory.part.root == root) else {
                return true;
            };
            cluster.step(*node) >= at.step
                || memory.field == field && region.is_apart(operation.own_region(), &values.facts)
        })
    }
}

fn order(cluster: &Cluster<'_>, node: NodeId) -> Order {
    (cluster.step(node), cluster.operation(node).is_store(), node)
}
