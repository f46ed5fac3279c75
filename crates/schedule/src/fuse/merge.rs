//! One kernel from two.

use super::{
    links::{Link, Links},
    stores::Stores,
};
use crate::{
    kernel::{Body, Kernel, Kind, Operation, Region, Shape, ValueId},
    memory::FieldId,
    program::{Field, Fresh},
};
use fvopt_boxes::DomainFacts;
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// What the temps of two kernels are in the one that is made of them.
pub struct Merging<'m> {
    /// The operations so far.
    pub operations: Vec<Operation>,
    /// What stands for a temp, where that is another.
    renamed: HashMap<ValueId, ValueId>,
    /// The shape of each temp so far, and the operation that defines it.
    defined: HashMap<ValueId, (usize, Shape)>,
    /// The numbers that are left.
    pub fresh: &'m mut Fresh,
}

/// A kernel that does what both do, in order.
pub fn build(pair: [&Kernel; 2], links: &Links, fields: &[Field], fresh: &mut Fresh) -> Kernel {
    let [first, second] = pair;
    let mut merging = Merging {
        operations: Vec::new(),
        renamed: HashMap::default(),
        defined: HashMap::default(),
        fresh,
    };
    let passed: Vec<usize> = links
        .values
        .iter()
        .filter(|link| !link.rest)
        .map(|link| link.load)
        .collect();
    loads(pair, &passed, &mut merging);
    merging.computations(first);
    for link in &links.values {
        let value = contents(first, second, link, &mut merging);
        let load = second.operations[link.load].results[0].0;
        merging.renamed.insert(load, value);
    }
    merging.computations(second);
    let stores = Stores {
        pair,
        links,
        passed: &passed,
        fields,
    };
    stores.add(&mut merging);
    Kernel {
        operations: merging.operations,
        schedule: first.schedule.clone(),
        facts: first.facts.clone(),
    }
}

/// Loads of what is read as it was before both kernels; one of each field. Of a field that the kernels
/// store to elsewhere there may be more: the hull of two loads might hold what is stored.
fn loads(pair: [&Kernel; 2], passed: &[usize], merging: &mut Merging<'_>) {
    let facts = &pair[0].facts;
    let mut stored: HashMap<FieldId, Vec<&Region>> = HashMap::default();
    for (store, memory) in pair.into_iter().flat_map(Kernel::stores) {
        let same = stored.entry(memory.part.root).or_default();
        same.push(store.own_region());
    }
    let mut known: HashMap<FieldId, Vec<usize>> = HashMap::default();
    for (number, kernel) in pair.into_iter().enumerate() {
        for (place, load) in kernel.operations.iter().enumerate() {
            let Some(memory) = load.load() else {
                continue;
            };
            if number == 1 && passed.contains(&place) {
                continue;
            }
            let stored = stored.get(&memory.part.root);
            let is_aside = |place: &Region| {
                stored.is_some_and(|stored| stored.iter().all(|other| place.is_apart(other, facts)))
            };
            let same = known.entry(memory.field).or_default();
            let joined = same.iter().find_map(|known| {
                let one = merging.operations[*known].own_region();
                let all = joined(one, load.own_region(), facts);
                let stays = is_aside(&all) || !(is_aside(one) || is_aside(load.own_region()));
                stays.then_some((*known, all))
            });
            match joined {
                Some((known, all)) => {
                    merging.operations[known].region = Some(all);
                    let value = merging.operations[known].results[0].0;
                    merging.renamed.insert(load.results[0].0, value);
                }
                None => {
                    same.push(merging.operations.len());
                    merging.copy(load);
                }
            }
        }
    }
}

/// What a load of the second kernel reads: the stores' values, each on its box.
fn contents(first: &Kernel, second: &Kernel, link: &Link, merging: &mut Merging<'_>) -> ValueId {
    let source = |store: usize| first.operations[store].source();
    let (mut value, parts) = match link.rest {
        true => {
            let load = &second.operations[link.load];
            (merging.lookup(load.results[0].0), &link.parts[..])
        }
        // All that is read lies in some part: what the first has elsewhere is not seen.
        false => (merging.lookup(source(link.parts[0])), &link.parts[1..]),
    };
    for part in parts {
        let own = merging.lookup(source(*part));
        let own = merging.own_source(own);
        value = merging.insert(own, value, first.operations[*part].own_region());
    }
    value
}

/// The hull, where both hold something; an empty part would reach to where it lies.
fn joined(one: &Region, other: &Region, facts: &DomainFacts) -> Region {
    if one.is_empty(facts) {
        other.clone()
    } else if other.is_empty(facts) {
        one.clone()
    } else {
        one.hull(other).simplify(facts)
    }
}

impl Merging<'_> {
    /// What stands for a temp.
    pub fn lookup(&self, value: ValueId) -> ValueId {
        self.renamed.get(&value).copied().unwrap_or(value)
    }

    /// Adds an operation of one of the kernels.
    pub fn copy(&mut self, operation: &Operation) {
        let mut copy = operation.clone();
        for value in copy.operands.iter_mut().chain(&mut copy.captured) {
            *value = self.lookup(*value);
        }
        self.add(copy);
    }

    fn add(&mut self, operation: Operation) {
        for (value, shape) in &operation.results {
            self.defined.insert(*value, (self.operations.len(), *shape));
        }
        self.operations.push(operation);
    }

    /// What a kernel computes, in order.
    fn computations(&mut self, kernel: &Kernel) {
        for operation in &kernel.operations {
            if operation.memory().is_none() {
                self.copy(operation);
            }
        }
    }

    /// The source for an insert: what reads nothing is computed for each insert alone,
    /// so that it is computed where that needs it.
    pub fn own_source(&mut self, source: ValueId) -> ValueId {
        let (definition, shape) = self.defined[&source];
        let apply = &self.operations[definition];
        let reads_nothing = apply.captured.is_empty() && apply.body.accesses.is_empty();
        if !(apply.is_apply() && apply.results.len() == 1 && reads_nothing) {
            return source;
        }
        let value = self.fresh.value();
        let copy = Operation {
            results: vec![(value, shape)],
            ..apply.clone()
        };
        self.add(copy);
        value
    }

    /// Adds an insert of all components.
    pub fn insert(&mut self, source: ValueId, destination: ValueId, place: &Region) -> ValueId {
        let value = self.fresh.value();
        let (_, shape) = self.defined[&destination];
        let insert = Operation {
            id: self.fresh.operation(),
            kind: Kind::Insert {
                is_component: false,
            },
            region: Some(place.clone()),
            results: vec![(value, shape)],
            operands: vec![source, destination],
            captured: Vec::new(),
            body: Arc::new(Body::default()),
            level: None,
        };
        self.add(insert);
        value
    }
}
