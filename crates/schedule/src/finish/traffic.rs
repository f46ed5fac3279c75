//! What kernels move through the caches, one after the other.
//!
//! Kernels run one after the other and stream their fields; a program is called again and again. What a kernel
//! touches is still in the last-level cache when another comes to it where less than that cache was moved in
//! between.

use crate::{
    buffers::Assignment,
    cost::{self, footprint},
    kernel::{Kernel, Operation},
    memory::FieldId,
    program::{Program, Step},
};
use rustc_hash::FxHashMap as HashMap;

/// The bytes of a row that are worth attention: parts of lines at its ends count for little then, and so do the
/// lines that a processor reads before it notices a stream.
const LONG_ROW: i64 = 512;

/// The place of a kernel in its program: its block, and its place there.
pub type Place = (usize, usize);

/// The bytes of a row in memory of what an operation loads or stores; none where it has no axis i.
pub fn row_bytes(operation: &Operation, sizes: [i64; 3]) -> i64 {
    let memory = operation.memory().expect("a load or a store");
    if !memory.value.has_axis(0) {
        return 0;
    }
    let bytes = memory.value.scalar_bytes.unwrap_or(8);
    cost::points(operation.own_region(), 0, Some(sizes)).saturating_mul(bytes)
}

/// Whether rows are long enough.
pub fn has_long_rows(operation: &Operation, sizes: [i64; 3]) -> bool {
    row_bytes(operation, sizes) >= LONG_ROW
}

/// The kernels of a program and the fields that they touch.
pub struct Traffic {
    classes: HashMap<FieldId, FieldId>,
    all: Sequence,
    /// The kernels of each block: a loop comes back to its start before anything behind it runs.
    blocks: Vec<Sequence>,
}

impl Traffic {
    /// That of a program whose sizes are known.
    pub fn of(program: &Program, assignment: &Assignment, sizes: [i64; 3]) -> Self {
        let classes = classes(&assignment.values.swaps);
        let mut order = Vec::new();
        if !program.blocks.is_empty() {
            in_order(program, 0, &mut order);
        }
        let sequence = |places: &[Place]| Sequence::new(program, places, &classes, sizes);
        let blocks = program.blocks.iter().enumerate().map(|(block, steps)| {
            let own: Vec<Place> = (0..steps.len()).map(|step| (block, step)).collect();
            sequence(&own)
        });
        Self {
            all: sequence(&order),
            blocks: blocks.collect(),
            classes,
        }
    }

    /// The bytes that are moved from when a kernel touches a field to when one loads it next.
    pub fn until_loaded(&self, kernel: Place, root: FieldId) -> i64 {
        let class = self.class(root);
        self.shortest(kernel, |sequence| sequence.until_loaded(kernel, class))
    }

    /// The bytes that are moved from when a field was touched last to when a kernel loads it.
    pub fn since_touched(&self, kernel: Place, root: FieldId) -> i64 {
        let class = self.class(root);
        self.shortest(kernel, |sequence| sequence.since_touched(kernel, class))
    }

    fn class(&self, root: FieldId) -> FieldId {
        class(&self.classes, root)
    }

    fn shortest(&self, kernel: Place, distance: impl Fn(&Sequence) -> i64) -> i64 {
        distance(&self.all).min(distance(&self.blocks[kernel.0]))
    }
}

/// Fields whose contents change places, each with another one of its class.
fn classes(swaps: &[[FieldId; 2]]) -> HashMap<FieldId, FieldId> {
    let mut classes = HashMap::default();
    for [one, other] in swaps {
        let (one, other) = (class(&classes, *one), class(&classes, *other));
        if one != other {
            classes.insert(other, one);
        }
    }
    classes
}

/// The field that stands for all of a class.
fn class(classes: &HashMap<FieldId, FieldId>, mut field: FieldId) -> FieldId {
    while let Some(next) = classes.get(&field) {
        field = *next;
    }
    field
}

/// The places of the kernels of a block and those within it, in the order of the program. Blocks are nested no
/// deeper than a program may be.
fn in_order(program: &Program, block: usize, order: &mut Vec<Place>) {
    for (number, step) in program.blocks[block].iter().enumerate() {
        match step {
            Step::Kernel { .. } | Step::Fixed(_) => order.push((block, number)),
            Step::Barrier(inner) => inner
                .iter()
                .for_each(|block| in_order(program, *block, order)),
        }
    }
}

/// Kernels that run again and again in this order.
struct Sequence {
    positions: HashMap<Place, usize>,
    /// The bytes that are touched until the middle of each kernel.
    until: Vec<i64>,
    /// The bytes of all.
    whole: i64,
    /// For each class of fields, the kernels that load from it, ascending.
    loaded: HashMap<FieldId, Vec<usize>>,
    /// Those that load from it or store to it.
    touched: HashMap<FieldId, Vec<usize>>,
}

impl Sequence {
    fn new(
        program: &Program,
        places: &[Place],
        classes: &HashMap<FieldId, FieldId>,
        sizes: [i64; 3],
    ) -> Self {
        let mut sequence = Self {
            positions: HashMap::default(),
            until: Vec::new(),
            whole: 0,
            loaded: HashMap::default(),
            touched: HashMap::default(),
        };
        for place in places {
            let Some(kernel) = kernel_at(program, *place) else {
                continue;
            };
            let position = sequence.until.len();
            let own = footprint([kernel], Some(sizes));
            sequence.positions.insert(*place, position);
            sequence.until.push(sequence.whole.saturating_add(own / 2));
            sequence.whole = sequence.whole.saturating_add(own);
            for operation in &kernel.operations {
                let Some(memory) = operation.memory() else {
                    continue;
                };
                let class = class(classes, memory.part.root);
                note(sequence.touched.entry(class).or_default(), position);
                if operation.is_load() {
                    note(sequence.loaded.entry(class).or_default(), position);
                }
            }
        }
        sequence
    }

    fn until_loaded(&self, kernel: Place, class: FieldId) -> i64 {
        let Some(loaded) = self.loaded.get(&class) else {
            return i64::MAX;
        };
        let own = self.positions[&kernel];
        let next = loaded.partition_point(|other| *other <= own);
        match loaded.get(next) {
            Some(other) => self.until[*other] - self.until[own],
            None => self.round(loaded[0], own),
        }
    }

    fn since_touched(&self, kernel: Place, class: FieldId) -> i64 {
        let own = self.positions[&kernel];
        let touched = &self.touched[&class];
        match touched.partition_point(|other| *other < own).checked_sub(1) {
            Some(before) => self.until[own] - self.until[touched[before]],
            None => self.round(own, touched[touched.len() - 1]),
        }
    }

    /// The bytes from one kernel over the end to another one that is not behind it.
    fn round(&self, to: usize, from: usize) -> i64 {
        let rest = self.until[to] - self.until[from];
        self.whole.saturating_add(rest)
    }
}

/// Notes a kernel once.
fn note(positions: &mut Vec<usize>, position: usize) {
    if positions.last() != Some(&position) {
        positions.push(position);
    }
}

fn kernel_at(program: &Program, (block, step): Place) -> Option<&Kernel> {
    match &program.blocks[block][step] {
        Step::Kernel { kernel, .. } | Step::Fixed(kernel) => Some(kernel),
        Step::Barrier(_) => None,
    }
}
