//! What kernels move through the caches, one after the other.
//!
//! Kernels run one after the other and stream their fields; a program is called again and again. What a
//! kernel touches is still in the last-level cache when another comes to it where less than
//! that cache was moved in between.

use fvopt_analysis::access::base_field;
use fvopt_schedule::cost;
use ir_program::ops::{Func, Swap, View};
use ir_stencil::{
    boxes::SsaBox,
    import::Importer,
    ops::{Kernel, Load, Store, shaped},
};
use mlir_shim::ir::{Op, Value};
use std::collections::HashMap;

/// The bytes of a row that are worth attention: parts of lines at its ends count for little then, and so do the
/// lines that a processor reads before it notices a stream.
const LONG_ROW: i64 = 512;

/// The bytes of a row in memory of what an operation on a box loads or stores; none where it has no axis i.
pub fn row_bytes<'c>(value: Value<'c>, place: &SsaBox<'c>, sizes: [i64; 3]) -> i64 {
    let shape = shaped(value);
    if !shape.has_axis(0) {
        return 0;
    }
    let bytes = shape.element.as_scalar().map_or(8, |scalar| scalar.bytes()) as i64;
    cost::points(place, 0, Some(sizes)).saturating_mul(bytes)
}

/// Whether rows are long enough.
pub fn has_long_rows<'c>(value: Value<'c>, place: &SsaBox<'c>, sizes: [i64; 3]) -> bool {
    row_bytes(value, place, sizes) >= LONG_ROW
}

/// The kernels of a program and the fields that they touch.
pub struct Streams<'c> {
    /// All kernels, in order.
    pub kernels: Vec<Kernel<'c>>,
    /// The fields.
    pub classes: Classes<'c>,
    all: Sequence<'c>,
    /// The kernels of each block: a loop comes back to its start before anything behind it runs.
    blocks: HashMap<Option<Op<'c>>, Sequence<'c>>,
}

impl<'c> Streams<'c> {
    /// Those of a program whose sizes are known.
    pub fn of_program(function: Func<'c>, sizes: [i64; 3]) -> Self {
        let classes = Classes::of_program(function);
        let kernels = function.0.collect(Kernel::NAME).into_iter().map(Kernel);
        let kernels: Vec<Kernel<'c>> = kernels.collect();
        let mut importer = Importer::without_costs();
        let bytes: HashMap<Op<'c>, i64> = kernels
            .iter()
            .map(|kernel| {
                let imported = importer.kernel(*kernel);
                (kernel.0, cost::footprint([&imported], Some(sizes)))
            })
            .collect();
        let mut blocks: HashMap<Option<Op<'c>>, Vec<Kernel<'c>>> = HashMap::new();
        for kernel in &kernels {
            let parent = kernel.0.parent();
            blocks.entry(parent).or_default().push(*kernel);
        }
        let blocks = blocks
            .into_iter()
            .map(|(parent, kernels)| (parent, Sequence::new(&kernels, &bytes, &classes)))
            .collect();
        Self {
            all: Sequence::new(&kernels, &bytes, &classes),
            kernels,
            classes,
            blocks,
        }
    }

    /// The bytes that are moved from when a kernel touches a field to when one loads it next.
    pub fn until_loaded(&self, kernel: Kernel<'c>, field: Value<'c>) -> i64 {
        self.shortest(kernel, |sequence| {
            sequence.until_loaded(kernel, self.classes.of(field))
        })
    }

    /// The bytes that are moved from when a field was touched last to when a kernel loads it.
    pub fn since_touched(&self, kernel: Kernel<'c>, field: Value<'c>) -> i64 {
        self.shortest(kernel, |sequence| {
            sequence.since_touched(kernel, self.classes.of(field))
        })
    }

    fn shortest(&self, kernel: Kernel<'c>, distance: impl Fn(&Sequence<'c>) -> i64) -> i64 {
        let block = &self.blocks[&kernel.0.parent()];
        distance(&self.all).min(distance(block))
    }
}

/// Fields whose contents change places, by one that stands for all of them.
pub struct Classes<'c>(HashMap<Value<'c>, Value<'c>>);

impl<'c> Classes<'c> {
    fn of_program(function: Func<'c>) -> Self {
        let mut classes = Self(HashMap::new());
        for swap in function.0.collect(Swap::NAME) {
            let (one, other) = (classes.of(swap.operand(0)), classes.of(swap.operand(1)));
            if one != other {
                classes.0.insert(other, one);
            }
        }
        classes
    }

    fn of(&self, field: Value<'c>) -> Value<'c> {
        let mut class = base_field(field);
        while let Some(next) = self.0.get(&class) {
            class = *next;
        }
        class
    }

    /// Whether others than kernels touch a field: host functions, exchanges, reductions, views.
    pub fn is_seen_elsewhere(&self, field: Value<'c>) -> bool {
        field.defining_op().is_some_and(View::is)
            || field
                .uses()
                .into_iter()
                .any(|(user, _)| !(Load::is(user) || Store::is(user) || Swap::is(user)))
    }
}

/// Kernels that run again and again in this order.
struct Sequence<'c> {
    positions: HashMap<Op<'c>, usize>,
    /// The bytes that are touched until the middle of each kernel.
    until: Vec<i64>,
    /// The bytes of all.
    whole: i64,
    /// For each class of fields, the kernels that load from it, ascending.
    loaded: HashMap<Value<'c>, Vec<usize>>,
    /// Those that load from it or store to it.
    touched: HashMap<Value<'c>, Vec<usize>>,
}

impl<'c> Sequence<'c> {
    fn new(kernels: &[Kernel<'c>], bytes: &HashMap<Op<'c>, i64>, classes: &Classes<'c>) -> Self {
        let mut sequence = Self {
            positions: HashMap::new(),
            until: Vec::new(),
            whole: 0,
            loaded: HashMap::new(),
            touched: HashMap::new(),
        };
        for (position, kernel) in kernels.iter().enumerate() {
            let own = bytes[&kernel.0];
            sequence.positions.insert(kernel.0, position);
            sequence.until.push(sequence.whole.saturating_add(own / 2));
            sequence.whole = sequence.whole.saturating_add(own);
            for op in kernel.ops() {
                let (field, is_load) = match (Load::cast(op), Store::cast(op)) {
                    (Some(load), _) => (load.field(), true),
                    (_, Some(store)) => (store.field(), false),
                    _ => continue,
                };
                let class = classes.of(field);
                note(sequence.touched.entry(class).or_default(), position);
                if is_load {
                    note(sequence.loaded.entry(class).or_default(), position);
                }
            }
        }
        sequence
    }

    fn until_loaded(&self, kernel: Kernel<'c>, class: Value<'c>) -> i64 {
        let Some(loaded) = self.loaded.get(&class) else {
            return i64::MAX;
        };
        let own = self.positions[&kernel.0];
        let next = loaded.partition_point(|other| *other <= own);
        match loaded.get(next) {
            Some(other) => self.until[*other] - self.until[own],
            None => self.round(loaded[0], own),
        }
    }

    fn since_touched(&self, kernel: Kernel<'c>, class: Value<'c>) -> i64 {
        let own = self.positions[&kernel.0];
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
