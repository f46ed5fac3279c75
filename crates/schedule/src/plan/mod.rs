//! The loops that the operations of a kernel share, given by the storage levels of its intermediates.
//!
//! The storage level of a result says at which loop it is complete before what uses it starts: at the point
//! (`register`), the row (`row`), the tile (`tile`) or the whole kernel (`memory`). So a kernel consists of
//! *sections* one after the other, each a nest of loops over tiles; a section of *phases*, each complete on a
//! tile before the next; a phase of *groups*, which go through the tile together, row by row; a group of
//! applies that share the innermost loop, and of inserts in rows, which write over rows of their destinations.
//!
//! Rows: a group that others read at higher rows runs ahead of them (its *lead*), and a line buffer keeps as
//! many rows as the others look back on.
//!
//! Operations are known by their places in the kernel.

mod axes;
mod extents;
mod hazards;
mod rows;
mod sections;

use crate::{
    constraints::Violation,
    kernel::{Access, Kernel, Uses, ValueId},
    schedule::StorageLevel,
};
pub use extents::Extents;
use fvopt_boxes::Axes;
use rustc_hash::FxHashMap as HashMap;

/// The loops of a kernel.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// One after the other.
    pub sections: Vec<Section>,
    /// How far each computing operation reaches beyond a tile.
    pub extents: Extents,
    /// For every result in rows: how many rows are kept, a power of two.
    pub rows_kept: HashMap<ValueId, i64>,
}

/// A nest of loops over tiles.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Section {
    /// One after the other in each tile.
    pub phases: Vec<Phase>,
    /// The axes of what it stores (bits 0 i, 1 j, 2 k).
    pub axes: Axes,
}

/// What is complete on a tile before the next phase starts.
#[derive(Clone, PartialEq, Debug)]
pub enum Phase {
    /// Applies and inserts, row by row.
    Points(Vec<Group>),
    /// A sweep.
    Sweep(usize),
    /// An insert in the tile.
    Insert(usize),
    /// Stores of what was loaded, or never written.
    Copies(Vec<usize>),
}

/// Applies that share the innermost loop, and inserts that take values from it; or one insert.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// Applies and inserts in order.
    pub operations: Vec<usize>,
    /// How many rows it runs ahead.
    pub lead: i64,
}

/// A kernel with what its planning looks up.
struct Planned<'k> {
    kernel: &'k Kernel,
    uses: &'k Uses,
    /// For each operation, the computing operations whose results it reads.
    inputs: Vec<Vec<Input<'k>>>,
}

/// A computing operation whose result another reads, with the access where there is one.
#[derive(Clone, Copy)]
struct Input<'k> {
    definition: usize,
    access: Option<&'k Access>,
}

impl<'k> Planned<'k> {
    fn new(kernel: &'k Kernel, uses: &'k Uses) -> Self {
        let computing = |value| {
            let (definition, _) = uses.definition(value)?;
            kernel.operations[definition].storage()?;
            Some(definition)
        };
        let inputs = kernel
            .operations
            .iter()
            .map(|operation| {
                let inputs = operation.inputs();
                let read = inputs.filter_map(|(value, access)| {
                    let definition = computing(value)?;
                    Some(Input { definition, access })
                });
                read.collect()
            })
            .collect();
        Self {
            kernel,
            uses,
            inputs,
        }
    }

    fn storage(&self, operation: usize) -> Option<StorageLevel> {
        self.kernel.operations[operation].storage()
    }
}

/// The plan of a kernel, by where its temps are used, or the constraint that it violates (kernel_c8, kernel_c9).
pub fn of(kernel: &Kernel, uses: &Uses) -> Result<Plan, Violation> {
    let planned = Planned::new(kernel, uses);
    let mut sections = sections::of(&planned)?;
    rows::merge(&planned, &mut sections)?;
    let extents = extents::of(&planned, &sections);
    let rows_kept = rows::leads(&planned, &mut sections)?;
    axes::set(&planned, &mut sections)?;
    let plan = Plan {
        sections,
        extents,
        rows_kept,
    };
    hazards::check(&planned, &plan)?;
    Ok(plan)
}
