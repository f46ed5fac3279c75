//! Plans of small kernels, all of them: what a plan lets an operation read is complete and still there.

use crate::random::{Maker, region};
use fvopt_boxes::DomainFacts;
use fvopt_schedule::{
    Kernel, Schedule, StorageLevel, constraints,
    kernel::ValueId,
    memory::FieldId,
    plan::{Phase, Plan},
};
use std::collections::HashMap;

const LEVELS: [StorageLevel; 4] = [
    StorageLevel::Register,
    StorageLevel::Row,
    StorageLevel::Tile,
    StorageLevel::Memory,
];

const DOMAIN: &str = "(i = start to end, j = start to end, k = start to end)";

/// `b` reads `a`, and `c` reads both, at offsets along one axis.
fn chain(levels: [StorageLevel; 2], axis: usize, offsets: [i64; 3], schedule: Schedule) -> Kernel {
    let mut maker = Maker::default();
    let along = |offset: i64| {
        let mut offsets = [0; 3];
        offsets[axis] = offset;
        offsets
    };
    // Everything is computed a bit beyond the domain: boxes are not what is tested here.
    let all = region(DOMAIN);
    let load = maker.load(FieldId(0), all.clone());
    let loaded = load.results[0].0;
    let mut a = maker.apply(&[(loaded, [0; 3])], all.clone());
    a.level = Some(levels[0]);
    let a_value = a.results[0].0;
    let mut b = maker.apply(&[(a_value, along(offsets[0]))], all.clone());
    b.level = Some(levels[1]);
    let b_value = b.results[0].0;
    let reads = [(b_value, along(offsets[1])), (a_value, along(offsets[2]))];
    let c = maker.apply(&reads, all.clone());
    let store = maker.store(c.results[0].0, FieldId(1), all);
    Kernel {
        operations: vec![load, a, b, c, store],
        schedule,
        facts: DomainFacts::entry(),
    }
}

/// The rows of a value that are there: the row in each place of its line buffer.
type LineBuffers = HashMap<ValueId, HashMap<i64, i64>>;

/// Goes through the rows of every phase as lowering does, with leads and line buffers, and looks whether
/// each row that is read in a buffer is the one that is wanted. Gives the number of rows that were read.
fn simulate(kernel: &Kernel, plan: &Plan) -> usize {
    let row_axis = kernel.schedule.order[1];
    let mut read_rows = 0;
    for phase in plan.sections.iter().flat_map(|section| &section.phases) {
        let Phase::Points(groups) = phase else {
            continue;
        };
        let mut buffers = LineBuffers::new();
        // Far enough before the first row for all leads, and behind the last.
        for row in -12..12 {
            for group in groups {
                let own = row + group.lead;
                for number in &group.operations {
                    let operation = &kernel.operations[*number];
                    for (access, value) in operation.accesses() {
                        let Some(kept) = plan.rows_kept.get(&value) else {
                            continue;
                        };
                        let wanted = own + access.offset[row_axis];
                        let place = wanted.rem_euclid(*kept);
                        let found = buffers.get(&value).and_then(|rows| rows.get(&place));
                        // The first rows are not complete yet.
                        if row >= -4 {
                            assert_eq!(found, Some(&wanted), "{kernel:#?}\n{plan:#?}");
                            read_rows += 1;
                        }
                    }
                    for (value, _) in &operation.results {
                        if let Some(kept) = plan.rows_kept.get(value) {
                            let rows = buffers.entry(*value).or_default();
                            rows.insert(own.rem_euclid(*kept), own);
                        }
                    }
                }
            }
        }
    }
    read_rows
}

#[test]
fn rows_that_are_read_are_complete_and_still_kept() {
    let (mut legal, mut rows) = (0, 0);
    for schedule in [Schedule::plane_by_plane(), Schedule::columns()] {
        for axis in 0..3 {
            for first in LEVELS {
                for second in LEVELS {
                    for code in 0..27 {
                        let offsets = [code % 3 - 1, code / 3 % 3 - 1, code / 9 - 1];
                        let kernel = chain([first, second], axis, offsets, schedule.clone());
                        if let Ok(plan) = constraints::check(&kernel) {
                            legal += 1;
                            rows += simulate(&kernel, &plan);
                        }
                    }
                }
            }
        }
    }
    // Most are legal, and many read rows: else nothing was tested.
    assert!(legal > 900 && rows > 10_000, "{legal} {rows}");
}

#[test]
fn registers_are_read_at_the_point_only() {
    for axis in 0..3 {
        for offset in -1..=1 {
            let levels = [StorageLevel::Register, StorageLevel::Tile];
            let kernel = chain(levels, axis, [offset, 0, 0], Schedule::plane_by_plane());
            // `c` reads `a` at the point, but comes after a result in the tile: its loops have ended.
            let violation = constraints::check(&kernel).expect_err("it reads behind the loops");
            assert_eq!(violation.constraint, "kernel_c8");
            let levels = [StorageLevel::Register, StorageLevel::Register];
            let kernel = chain(levels, axis, [offset, 0, 0], Schedule::plane_by_plane());
            assert_eq!(constraints::check(&kernel).is_ok(), offset == 0);
        }
    }
}

#[test]
fn memory_starts_another_section() {
    let levels = [StorageLevel::Memory, StorageLevel::Memory];
    let kernel = chain(levels, 0, [1, 1, 1], Schedule::columns());
    let plan = constraints::check(&kernel).expect("all is in memory");
    assert_eq!(plan.sections.len(), 3);
}
