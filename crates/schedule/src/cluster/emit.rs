//! The operations of the kernel of a cluster: loads, what is computed, stores.

use super::{Cluster, order::behind_sweeps, reads::Reads, stores::Stores};
use crate::{
    buffers::Location,
    kernel::{Body, Kind, Memory, Operation, OperationId, Region, Shape, ValueId},
    memory::{FieldId, MemoryPart},
    program::Fresh,
    values::{NodeId, hull_of_reads},
};
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// Writes the kernel of a cluster.
pub struct Emitter<'e> {
    pub cluster: &'e Cluster<'e>,
    pub reads: &'e Reads,
    pub loads: Vec<Operation>,
    pub computations: Vec<Operation>,
    /// The place of the operation that computes a temp, with the shape.
    computed: HashMap<ValueId, (usize, Shape)>,
    /// What stands for a temp of the program.
    resolved: HashMap<ValueId, ValueId>,
    /// The regions that the cluster stores to, by root.
    stored: HashMap<FieldId, Vec<Region>>,
    /// The numbers that are left, for this kernel.
    fresh: Fresh,
    /// The operation that is written.
    pub origin: OperationId,
}

impl<'e> Emitter<'e> {
    /// The operations of the kernel; `None` where they may not be one.
    pub fn run(cluster: &'e Cluster<'e>, reads: &'e Reads) -> Option<Vec<Operation>> {
        let mut emitter = Self {
            cluster,
            reads,
            loads: Vec::new(),
            computations: Vec::new(),
            computed: HashMap::default(),
            resolved: HashMap::default(),
            stored: HashMap::default(),
            fresh: cluster.assignment.values.fresh.clone(),
            origin: cluster.operation(cluster.nodes[0]).origin,
        };
        emitter.note_stored();
        let mut stores = Stores::default();
        for node in cluster.nodes {
            emitter.origin = cluster.operation(*node).origin;
            emitter.node(*node, &mut stores)?;
        }
        let stores = stores.finish(&emitter);
        let mut operations = emitter.loads;
        operations.extend(behind_sweeps(emitter.computations));
        operations.extend(stores);
        Some(operations)
    }

    fn note_stored(&mut self) {
        for node in self.cluster.nodes {
            let operation = self.cluster.operation(*node);
            if let Some(memory) = operation.store() {
                let regions = self.stored.entry(memory.part.root).or_default();
                regions.push(operation.own_region().clone());
            }
            for (value, shape) in &operation.results {
                if let Some((buffer, region)) = self.export(*node, *value, shape) {
                    self.stored.entry(buffer).or_default().push(region);
                }
            }
        }
    }

    /// The buffer to which a result goes that other clusters read, and the region that it gets.
    fn export(&self, node: NodeId, value: ValueId, shape: &Shape) -> Option<(FieldId, Region)> {
        let Some(Location::Buffer(buffer)) = self.cluster.assignment.locations.get(&value) else {
            return None;
        };
        if !self.cluster.is_exported(value) {
            return None;
        }
        let operation = self.cluster.operation(node);
        let region = match operation.kind {
            Kind::Apply | Kind::Sweep => operation.own_region().project(shape.axes),
            _ if self.reads.partial.contains(&node) => self.reads.inserts[&node].clone(),
            _ => self.cluster.required(value)?.project(shape.axes),
        };
        Some((*buffer, region))
    }

    fn node(&mut self, node: NodeId, stores: &mut Stores) -> Option<()> {
        let operation = self.cluster.operation(node);
        match operation.kind {
            Kind::Apply | Kind::Sweep => {
                let mut copy = operation.clone();
                for value in &mut copy.captured {
                    *value = self.resolve(*value);
                }
                for value in &mut copy.operands {
                    *value = self.resolve(*value);
                }
                self.push(copy);
                for (value, shape) in &operation.results {
                    match self.cluster.assignment.direct.get(value) {
                        Some(store) if self.cluster.own.contains(store) => {
                            let memory = self.cluster.operation(*store).store()?.clone();
                            let region = self.cluster.operation(*store).own_region().clone();
                            stores.add(self, Some(*store), memory, *value, region)?;
                        }
                        _ => self.store_export(node, *value, shape, stores)?,
                    }
                }
                Some(())
            }
            Kind::Insert { .. } if self.reads.partial.contains(&node) => {
                let (value, shape) = operation.results[0];
                if let Some((buffer, region)) = self.export(node, value, &shape) {
                    let source = self.resolve(operation.source());
                    let memory = Memory {
                        components: operation.inserted_components().to_vec(),
                        value: self.cluster.assignment.shape(operation.source()),
                        ..buffer_memory(buffer, shape)
                    };
                    stores.add(self, None, memory, source, region)?;
                }
                Some(())
            }
            Kind::Undefined => Some(()),
            Kind::Insert { .. } | Kind::Load(_) => {
                let (value, shape) = operation.results[0];
                self.resolve(value);
                self.store_export(node, value, &shape, stores)
            }
            Kind::Store(ref memory) => {
                let source = operation.source();
                let is_direct = self.cluster.assignment.direct.get(&source) == Some(&node);
                if is_direct {
                    return Some(());
                }
                let source = self.resolve(source);
                let region = operation.own_region().clone();
                stores.add(self, Some(node), memory.clone(), source, region)
            }
        }
    }

    fn store_export(
        &mut self,
        node: NodeId,
        value: ValueId,
        shape: &Shape,
        stores: &mut Stores,
    ) -> Option<()> {
        let Some((buffer, region)) = self.export(node, value, shape) else {
            return Some(());
        };
        let value = self.resolve(value);
        stores.add(self, None, buffer_memory(buffer, *shape), value, region)
    }

    fn push(&mut self, operation: Operation) {
        for (value, shape) in &operation.results {
            let place = (self.computations.len(), *shape);
            self.computed.insert(*value, place);
        }
        self.computations.push(operation);
    }

    /// The temp of the kernel that stands for one of the program. Chains of inserts are as long as a kernel has
    /// operations: the recursion is bounded.
    fn resolve(&mut self, value: ValueId) -> ValueId {
        if let Some(known) = self.resolved.get(&value) {
            return *known;
        }
        let definition = self.cluster.assignment.index.definition(value);
        let operation = self.cluster.operation(definition);
        if operation.kind == Kind::Undefined {
            // Each use has its own: states of sweeps start from memory of their own.
            let undefined = self.fresh.value();
            self.push(Operation {
                results: vec![(undefined, operation.results[0].1)],
                ..operation.clone()
            });
            return undefined;
        }
        let found = self.find(value);
        self.resolved.insert(value, found);
        found
    }

    fn find(&mut self, value: ValueId) -> ValueId {
        if let Some(same) = self.reads.same.get(&value) {
            return self.resolve(*same);
        }
        let definition = self.cluster.assignment.index.definition(value);
        let operation = self.cluster.operation(definition);
        if let Some(region) = self.reads.inserts.get(&definition) {
            let source = self.resolve(operation.source());
            let source = self.own_source(source);
            let destination = self.resolve(operation.destination());
            let facts = &self.cluster.assignment.values.facts;
            let inside = operation.own_region();
            let region = match self.cluster.repeated(definition) {
                Some(_) => inside.clone(),
                None => region.intersect(inside).simplify(facts),
            };
            return self.insert_once(Operation {
                operands: vec![source, destination],
                region: Some(region),
                ..operation.clone()
            });
        } else if self.reads.regions.contains_key(&value) {
            return self.load(value);
        } else if !self.cluster.own.contains(&definition) {
            // Nobody needs it.
            let undefined = Operation {
                results: vec![(value, self.cluster.assignment.shape(value))],
                ..self.made(Kind::Undefined, None)
            };
            self.push(undefined);
        }
        value
    }

    /// Loads what is read of memory: one load of each field. Of a field that the kernel stores to elsewhere
    /// there may be more: the hull of two loads might hold what is stored.
    fn load(&mut self, value: ValueId) -> ValueId {
        let facts = &self.cluster.assignment.values.facts;
        let field = self.reads.memory(self.cluster, value);
        let region = self.reads.regions[&value].clone();
        let stored = self.stored.get(&self.cluster.root(field));
        let is_aside = |place: &Region| {
            stored.is_some_and(|stored| stored.iter().all(|other| place.is_apart(other, facts)))
        };
        let same = self.loads.iter_mut().filter(|load| {
            let memory = load.load().expect("a load");
            memory.field == field
        });
        for load in same {
            let one = load.own_region();
            let all = hull_of_reads(Some(one.clone()), region.clone(), facts);
            if is_aside(&all) || !(is_aside(one) || is_aside(&region)) {
                load.region = Some(all);
                return load.results[0].0;
            }
        }
        let shape = self.cluster.assignment.shape(value);
        let memory = match self.cluster.assignment.buffer(field) {
            Some(_) => buffer_memory(field, shape),
            None => self.cluster.assignment.values.whole(field),
        };
        let load = Operation {
            results: vec![(value, shape)],
            ..self.made(Kind::Load(memory), Some(region))
        };
        self.loads.push(load);
        value
    }

    /// The source for an insert: what reads nothing is computed for each insert alone, so that it is computed
    /// where that needs it.
    pub fn own_source(&mut self, source: ValueId) -> ValueId {
        let Some((place, shape)) = self.computed.get(&source).copied() else {
            return source;
        };
        let apply = &self.computations[place];
        let reads_nothing = apply.captured.is_empty() && apply.body.accesses.is_empty();
        if !(apply.is_apply() && apply.results.len() == 1 && reads_nothing) {
            return source;
        }
        let value = self.fresh.value();
        let copy = Operation {
            results: vec![(value, shape)],
            ..apply.clone()
        };
        self.push(copy);
        value
    }

    /// Inserts a temp of the kernel into another one.
    pub fn insert(&mut self, source: ValueId, destination: ValueId, region: &Region) -> ValueId {
        let value = self.fresh.value();
        let shape = self.kernel_shape(destination);
        let kind = Kind::Insert {
            components: Vec::new(),
        };
        let insert = Operation {
            results: vec![(value, shape)],
            operands: vec![source, destination],
            ..self.made(kind, Some(region.clone()))
        };
        self.insert_once(insert)
    }

    /// Adds an insert, or finds the one that gives the same: what a store is pieced together of may be what is
    /// read of its field.
    fn insert_once(&mut self, insert: Operation) -> ValueId {
        let mut known = self.computations.iter();
        let same = known.find(|known| {
            known.kind == insert.kind
                && known.operands == insert.operands
                && known.region == insert.region
        });
        if let Some(same) = same {
            return same.results[0].0;
        }
        let value = insert.results[0].0;
        self.push(insert);
        value
    }

    /// The shape of a temp of the kernel.
    fn kernel_shape(&self, value: ValueId) -> Shape {
        match self.computed.get(&value) {
            Some((_, shape)) => *shape,
            None => self.cluster.assignment.shape(value),
        }
    }

    /// A store of a temp of the kernel.
    pub fn store(&mut self, memory: Memory, value: ValueId, region: Region) -> Operation {
        Operation {
            operands: vec![value],
            ..self.made(Kind::Store(memory), Some(region))
        }
    }

    /// An operation that the program does not have.
    fn made(&mut self, kind: Kind, region: Option<Region>) -> Operation {
        Operation {
            id: self.fresh.operation(),
            origin: self.origin,
            kind,
            region,
            results: Vec::new(),
            operands: Vec::new(),
            captured: Vec::new(),
            body: Arc::new(Body::default()),
            level: None,
        }
    }
}

/// All of a buffer.
fn buffer_memory(buffer: FieldId, shape: Shape) -> Memory {
    Memory {
        field: buffer,
        part: MemoryPart::whole(buffer),
        shape,
        value: shape,
        components: Vec::new(),
        is_nontemporal: false,
        prefetch: None,
    }
}
