//! What programs of kernels compute, point by point: the meaning that fusing has to keep.
//!
//! A body is an unknown function of what its accesses read: it gives a number that is mixed from these and
//! from the number of the body, so that two programs that agree have computed the same of the same.

use fvopt_schedule::{
    kernel::{Kernel, Kind, Operation, Region, Uses, ValueId},
    memory::FieldId,
    program::{Program, Step},
};
use std::{cell::RefCell, collections::HashMap};

/// A point of the index space.
pub type Point = [i64; 3];

/// The contents of fields; what is not there has the number that its field and point give.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Contents(pub HashMap<(FieldId, Point), u64>);

impl Contents {
    fn at(&self, field: FieldId, point: Point) -> u64 {
        let [i, j, k] = point.map(|coordinate| coordinate as u64);
        let first = || mix(&[u64::from(field.0), i, j, k]);
        self.0.get(&(field, point)).copied().unwrap_or_else(first)
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

/// Runs the kernels of a program, each on the contents that the one before has left.
pub fn run(program: &Program, sizes: [i64; 3], contents: &mut Contents) -> Result<(), String> {
    for step in program.blocks.iter().flatten() {
        if let Step::Kernel { kernel, .. } = step {
            run_kernel(kernel, sizes, contents)?;
        }
    }
    Ok(())
}

fn run_kernel(kernel: &Kernel, sizes: [i64; 3], contents: &mut Contents) -> Result<(), String> {
    let evaluation = Evaluation {
        kernel,
        uses: kernel.uses(),
        sizes,
        before: contents,
        known: RefCell::default(),
    };
    let mut written = Vec::new();
    for (store, memory) in kernel.stores() {
        for point in points(store.own_region(), sizes) {
            let value = evaluation.value(store.source(), point)?;
            written.push(((memory.field, point), value));
        }
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
    kernel: &'k Kernel,
    uses: Uses,
    sizes: [i64; 3],
    before: &'k Contents,
    known: RefCell<HashMap<(ValueId, Point), u64>>,
}

impl Evaluation<'_> {
    fn value(&self, value: ValueId, point: Point) -> Result<u64, String> {
        if let Some(known) = self.known.borrow().get(&(value, point)) {
            return Ok(*known);
        }
        let (definition, result) = self.uses.definition(value).ok_or("it is not defined")?;
        let operation = &self.kernel.operations[definition];
        let found = self.compute(operation, result, point)?;
        self.known.borrow_mut().insert((value, point), found);
        Ok(found)
    }

    fn compute(&self, operation: &Operation, result: usize, point: Point) -> Result<u64, String> {
        let is_inside = holds(operation.own_region(), self.sizes, point);
        match &operation.kind {
            Kind::Insert { .. } if is_inside => self.value(operation.source(), point),
            Kind::Insert { .. } => self.value(operation.destination(), point),
            kind if !is_inside => Err(format!("{kind:?} is read at {point:?}, outside of its box")),
            Kind::Load(memory) => Ok(self.before.at(memory.field, point)),
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
