//! Running a body at every point of a box, rows shared among threads.

use crate::{
    array::Array,
    body::{Clamp, Launch, Runner, WIDTH},
    cells::RowMut,
    error::Result,
};
use fvopt_boxes::NumericBox;
use rayon::prelude::*;

/// Below this product of instructions and points, starting threads costs more than it saves.
const SERIAL_WORK: usize = 20_000;

/// The threads that run the rows.
pub(crate) enum Threads {
    /// The calling thread.
    Serial,
    /// Rayon's own pool.
    Global,
    /// A pool of this run.
    Pool(rayon::ThreadPool),
}

impl Threads {
    /// The given number of threads; rayon's own choice without a number.
    pub(crate) fn of(count: Option<usize>) -> Self {
        match count {
            None => Self::Global,
            Some(0 | 1) => Self::Serial,
            Some(count) => rayon::ThreadPoolBuilder::new()
                .num_threads(count)
                .build()
                .map_or(Self::Global, Self::Pool),
        }
    }
}

/// The provenance of an array; `None` where every element is defined.
pub(crate) type ArrayProvenance = Option<Vec<u64>>;

/// A row of the box, and the rows of the outputs that are computed on it.
struct Row<'a> {
    start: [i64; 3],
    /// In the order of what the body yields.
    outputs: Vec<RowMut<'a>>,
}

/// What a row has besides its elements.
struct Outcome {
    /// The number of the value yielded and the provenance of its row.
    provenance: Vec<(usize, Vec<u64>)>,
    clamps: Vec<Clamp>,
}

/// Fills arrays on a bounded box with what the body yields there: for each array one value per
/// component. The arrays have the box, with any of the axes left out where its size is 1.
/// Gives the provenance of each array and what was clamped, in the order of the points.
pub(crate) fn fill(
    launch: &Launch<'_>,
    index_box: &NumericBox,
    outputs: &mut [Array],
    threads: &Threads,
) -> Result<(Vec<ArrayProvenance>, Vec<Clamp>)> {
    let mut provenance: Vec<ArrayProvenance> = vec![None; outputs.len()];
    let length = index_box.size(fvopt_boxes::Axis::I);
    let mut rows: Vec<Row<'_>> = index_box
        .rows()
        .map(|(start, _)| Row {
            start,
            outputs: Vec::with_capacity(launch.program.yields.len()),
        })
        .collect();
    if rows.is_empty() {
        return Ok((provenance, Vec::new()));
    }
    let count = rows.len();
    // The array and component of each value yielded.
    let mut owners = Vec::new();
    for (number, output) in outputs.iter_mut().enumerate() {
        owners.extend((0..output.shape().components()).map(|component| (number, component)));
        let slices = output.cells_mut().rows_mut(length);
        for (index, slice) in slices.into_iter().enumerate() {
            rows[index % count].outputs.push(slice);
        }
    }
    let work = launch.program.code.len().max(1) * length * count;
    let run = |runner: &mut Runner<'_>, row: Row<'_>| run_row(runner, row, length);
    let shared = |rows: Vec<Row<'_>>| {
        let rows = rows.into_par_iter().with_min_len(4);
        rows.map_init(|| Runner::new(launch, length), run).collect()
    };
    let outcomes: Vec<Result<Outcome>> = match threads {
        Threads::Pool(pool) if work > SERIAL_WORK => pool.install(|| shared(rows)),
        Threads::Global if work > SERIAL_WORK => shared(rows),
        _ => {
            let mut runner = Runner::new(launch, length);
            rows.into_iter().map(|row| run(&mut runner, row)).collect()
        }
    };
    let mut clamps = Vec::new();
    for (index, outcome) in outcomes.into_iter().enumerate() {
        let outcome = outcome?;
        clamps.extend(outcome.clamps);
        for (yielded, row) in outcome.provenance {
            let (number, component) = owners[yielded];
            let total = outputs[number].cells().len();
            let at = (component * count + index) * length;
            let provenance = provenance[number].get_or_insert_with(|| vec![0; total]);
            provenance[at..at + length].copy_from_slice(&row);
        }
    }
    Ok((provenance, clamps))
}

fn run_row(runner: &mut Runner<'_>, mut row: Row<'_>, length: usize) -> Result<Outcome> {
    let mut provenance: Vec<(usize, Vec<u64>)> = Vec::new();
    for at in (0..length).step_by(WIDTH) {
        let count = WIDTH.min(length - at);
        let [i, j, k] = row.start;
        runner.run([i + at as i64, j, k], count)?;
        for (number, output) in row.outputs.iter_mut().enumerate() {
            let column = runner.yielded(number);
            output.write_at(at, &column.bits[..count]);
            if column.clean
                || column.provenance[..count]
                    .iter()
                    .all(|provenance| *provenance == 0)
            {
                continue;
            }
            let entry = provenance.iter().position(|(entry, _)| *entry == number);
            let entry = entry.unwrap_or_else(|| {
                provenance.push((number, vec![0; length]));
                provenance.len() - 1
            });
            provenance[entry].1[at..at + count].copy_from_slice(&column.provenance[..count]);
        }
    }
    Ok(Outcome {
        provenance,
        clamps: std::mem::take(&mut runner.clamps),
    })
}
