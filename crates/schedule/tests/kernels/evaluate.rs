//! What programs compute, point by point: the meaning that partitioning has to keep.
//!
//! A body is an unknown function of what its accesses read: it gives a number that is mixed from these and
//! from the number of the body, so that two programs that agree have computed the same of the same.

use fvopt_schedule::{
    kernel::{Kernel, Kind, Operation, Region, ValueId},
    memory::FieldId,
    program::{self, Program},
    values::{Step, Values},
};
use std::{cell::RefCell, collections::HashMap};

/// A point of the index space.
pub type Point = [i64; 3];

/// A number at a point of a field.
type Written = ((FieldId, Point), u64);

/// The contents of fields; what is not there has the number that its field and point give.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Contents(pub HashMap<(FieldId, Point), u64>);

impl Contents {
    /// The number at a point of a field.
    pub fn at(&self, field: FieldId, point: Point) -> u64 {
        let [i, j, k] = point.map(|coordinate| coordinate as u64);
        let first = || mix(&[u64::from(field.0), i, j, k]);
        self.0.get(&(field, point)).copied().unwrap_or_else(first)
    }

    /// What else touches fields: it writes what it has read to the points of the domain.
    fn barrier(&mut self, reads: &[FieldId], writes: &[FieldId], sizes: [i64; 3]) {
        let domain =
            crate::random::region("(i = start to end, j = start to end, k = start to end)");
        for point in points(&domain, sizes) {
            let read: Vec<u64> = reads.iter().map(|field| self.at(*field, point)).collect();
            for field in writes {
                self.0.insert((*field, point), mix(&read));
            }
        }
    }
}

/// A number that depends on all of several, in their order.
fn mix(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |mixed, part| {
        (mixed ^ part)
            .wrapping_mul(0xff51_afd7_ed55_8ccd)
            .rotate_left(29)
    })
}

/// Whether a box without run-time positions holds a point of a domain of these sizes.
pub fn holds(region: &Region, sizes: [i64; 3], point: Point) -> bool {
    let domain = sizes.map(|size| (0, size));
    region.index_box.evaluate(domain, &[]).contains_point(point)
}

/// Runs a program in value form.
pub fn run_values(values: &Values, sizes: [i64; 3]) -> Result<Contents, String> {
    let mut contents = Contents::default();
    let all: Vec<Operation> = values
        .nodes
        .iter()
        .map(|node| node.operation.clone())
        .collect();
    let mut evaluation = Evaluation::new(&all, sizes);
    for step in &values.blocks[0].steps {
        match step {
            Step::Neutral | Step::Kernel(_) => {}
            Step::Barrier { reads, writes } => contents.barrier(reads, writes, sizes),
            Step::Operation(node) => {
                let operation = values.operation(*node);
                if operation.is_load() {
                    let value = operation.results[0].0;
                    evaluation.before.insert(value, contents.clone());
                }
                contents.0.extend(evaluation.stored(operation)?);
            }
        }
    }
    Ok(contents)
}

/// Runs the kernels of a program, each on the contents that the one before has left. `barriers` are what no
/// kernel passes, in order; `held` says what may be loaded of and stored to memory.
pub fn run(
    program: &Program,
    barriers: &[Step],
    sizes: [i64; 3],
    held: &dyn Fn(FieldId) -> Region,
) -> Result<Contents, String> {
    let mut contents = Contents::default();
    let mut barriers = barriers.iter();
    for step in program.blocks.iter().flatten() {
        match step {
            program::Step::Kernel { kernel, .. } => {
                run_kernel(kernel, sizes, &mut contents, held)?;
            }
            program::Step::Fixed(_) => return Err("a kernel of nobody's".into()),
            program::Step::Barrier(_) => match barriers.next() {
                Some(Step::Barrier { reads, writes }) => contents.barrier(reads, writes, sizes),
                other => return Err(format!("{other:?} is no barrier")),
            },
        }
    }
    Ok(contents)
}

fn run_kernel(
    kernel: &Kernel,
    sizes: [i64; 3],
    contents: &mut Contents,
    held: &dyn Fn(FieldId) -> Region,
) -> Result<(), String> {
    let mut evaluation = Evaluation::new(&kernel.operations, sizes);
    for operation in &kernel.operations {
        if let Some(memory) = operation.memory() {
            let region = held(memory.field);
            let mut touched = points(operation.own_region(), sizes);
            if let Some(point) = touched.find(|point| !holds(&region, sizes, *point)) {
                return Err(format!("{:?} does not hold {point:?}", memory.field));
            }
        }
        if operation.is_load() {
            let value = operation.results[0].0;
            evaluation.before.insert(value, contents.clone());
        }
    }
    let mut written = Vec::new();
    for operation in &kernel.operations {
        written.extend(evaluation.stored(operation)?);
    }
    contents.0.extend(written);
    Ok(())
}

/// The points of a box that may reach some points beyond the domain.
fn points(region: &Region, sizes: [i64; 3]) -> impl Iterator<Item = Point> {
    let all = region
        .index_box
        .evaluate(sizes.map(|size| (0, size)), &[])
        .points();
    all.collect::<Vec<_>>().into_iter()
}

struct Evaluation<'k> {
    /// The operation that gives a temp, and which of its results.
    definitions: HashMap<ValueId, (&'k Operation, usize)>,
    sizes: [i64; 3],
    /// The contents of fields that a load sees.
    before: HashMap<ValueId, Contents>,
    known: RefCell<HashMap<(ValueId, Point), u64>>,
}

impl<'k> Evaluation<'k> {
    fn new(operations: &'k [Operation], sizes: [i64; 3]) -> Self {
        let mut definitions = HashMap::new();
        for operation in operations {
            for (number, (value, _)) in operation.results.iter().enumerate() {
                definitions.insert(*value, (operation, number));
            }
        }
        Self {
            definitions,
            sizes,
            before: HashMap::new(),
            known: RefCell::default(),
        }
    }

    /// What an operation writes.
    fn stored(&self, operation: &Operation) -> Result<Vec<Written>, String> {
        let mut written = Vec::new();
        if let Some(memory) = operation.store() {
            for point in points(operation.own_region(), self.sizes) {
                let value = self.value(operation.source(), point)?;
                written.push(((memory.field, point), value));
            }
        }
        Ok(written)
    }

    fn value(&self, value: ValueId, point: Point) -> Result<u64, String> {
        if let Some(known) = self.known.borrow().get(&(value, point)) {
            return Ok(*known);
        }
        let (operation, result) = self.definitions.get(&value).ok_or("it is not defined")?;
        let found = self.compute(operation, *result, point)?;
        self.known.borrow_mut().insert((value, point), found);
        Ok(found)
    }

    fn compute(&self, operation: &Operation, result: usize, point: Point) -> Result<u64, String> {
        let is_inside = holds(operation.own_region(), self.sizes, point);
        match &operation.kind {
            Kind::Insert { .. } if is_inside => self.value(operation.source(), point),
            Kind::Insert { .. } => self.value(operation.destination(), point),
            kind if !is_inside => Err(format!("{kind:?} is read at {point:?}, outside of its box")),
            Kind::Load(memory) => {
                let before = self.before.get(&operation.results[0].0);
                let before = before.ok_or("it is loaded too late")?;
                Ok(before.at(memory.field, point))
            }
            Kind::Apply => {
                let mut parts = vec![operation.body.additions as u64, result as u64];
                for (access, value) in operation.accesses() {
                    let at = [0, 1, 2].map(|axis| point[axis] + access.offset[axis]);
                    parts.push(self.value(value, at)?);
                }
                Ok(mix(&parts))
            }
            kind => Err(format!("{kind:?} is not evaluated here")),
        }
    }
}
