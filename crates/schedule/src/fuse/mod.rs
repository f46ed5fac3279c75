//! The greedy partition: kernels that follow one another and share fields become one.
//!
//! A field that only carries values from one kernel to the next becomes a temp
//! of the merged kernel, with a storage level: in a register where it is read at the
//! point itself, in rows where neighbours on the row and on later rows are
//! read, else in the tile. Kernels are merged where
//! - they share a field, so that less memory is streamed;
//! - what the second loads is what the first stores (or the first does not
//!   touch it), as far as boxes can tell;
//! - the constraints of kernels hold, and no tile computes much more than it
//!   stores;
//! - what is kept in rows and tiles stays within the second-level cache.
//!
//! In program order, over each block: a kernel is merged with the nearest earlier
//! ones, past kernels that are independent of those. What is stored to an
//! allocation that nobody loads is not stored.

pub mod levels;
mod links;
mod merge;
mod remove;
mod split;
mod stores;

use crate::{
    constraints::check,
    cost::{CostContext, Estimate, estimate},
    kernel::{Kernel, OperationId},
    program::{Field, Fresh, Program, Step, count},
};

/// How many computing operations one kernel may hold. Checking a merge looks
/// at the whole kernel, so this also bounds what fusing costs.
const MOST_OPERATIONS: usize = 40;

/// How many earlier kernels a kernel may be merged with; bounds what fusing costs.
const LOOK_BACK: usize = 8;

/// Merges the kernels of a program.
pub fn run(program: &mut Program) {
    let mut fuser = Fuser {
        fields: std::mem::take(&mut program.fields),
        fresh: std::mem::take(&mut program.fresh),
        context: &program.context,
    };
    for block in &mut program.blocks {
        fuser.fuse(block);
    }
    remove::unread(&mut program.blocks, &mut fuser.fields);
    for block in &mut program.blocks {
        block.retain(|step| match step {
            Step::Kernel { kernel, .. } => !kernel.operations.is_empty(),
            Step::Barrier => true,
        });
        for step in block {
            if let Step::Kernel { kernel, .. } = step {
                count(&mut fuser.fields, kernel, false);
                split::stores(kernel);
                // What was removed may be what kept a value in the tile: its other users may stand
                // in later loops then, for which the storage levels do not serve any more.
                if check(kernel).is_err() {
                    levels::choose(kernel, fuser.context);
                }
                count(&mut fuser.fields, kernel, true);
            }
        }
    }
    program.fields = fuser.fields;
    program.fresh = fuser.fresh;
}

/// The kernel that does what two do, in order, with the levels and the schedule that serve it best, and what
/// that costs; `None` where the two may not be merged or have nothing to do with one another.
pub fn merged(
    pair: [&Kernel; 2],
    fields: &[Field],
    fresh: &mut Fresh,
    context: &CostContext,
) -> Option<(Kernel, Estimate)> {
    let links = links::of(pair[0], pair[1])?;
    let mut merged = merge::build(pair, &links, fields, fresh);
    // Before the levels are chosen: what is removed later may be what made them legal.
    remove::unused(&mut merged);
    let cost = levels::choose(&mut merged, context)?;
    Some((merged, cost))
}

/// The kernels of a run of kernels of a program, each cluster of neighbours as one, and what they cost together in
/// picoseconds; `None` where a cluster may not be one kernel. `sizes` says how many kernels are in each cluster.
pub fn clusters(
    kernels: &[&Kernel],
    sizes: &[usize],
    program: &Program,
) -> Option<(Vec<Kernel>, i64)> {
    let (mut fields, mut fresh) = (program.fields.clone(), program.fresh.clone());
    let context = &program.context;
    let (mut left, mut all, mut total) = (kernels, Vec::new(), 0i64);
    for size in sizes {
        let (cluster, rest) = left.split_at(*size);
        left = rest;
        let mut kernel = (*cluster.first()?).clone();
        let mut cost = estimate(&kernel, &check(&kernel).ok()?, context);
        for next in &cluster[1..] {
            let (merged, now) = merged([&kernel, next], &fields, &mut fresh, context)?;
            count(&mut fields, &kernel, false);
            count(&mut fields, next, false);
            count(&mut fields, &merged, true);
            (kernel, cost) = (merged, now);
        }
        total = total.saturating_add(cost.picoseconds);
        all.push(kernel);
    }
    Some((all, total))
}

struct Fuser<'p> {
    fields: Vec<Field>,
    fresh: Fresh,
    context: &'p CostContext,
}

/// A kernel with its price, once that is known.
struct Open {
    kernel: Kernel,
    site: OperationId,
    price: Option<Estimate>,
}

impl Fuser<'_> {
    fn fuse(&mut self, block: &mut Vec<Step>) {
        let mut done: Vec<Step> = Vec::new();
        // The kernels since the last step that touches fields, in order.
        let mut open: Vec<Open> = Vec::new();
        for step in std::mem::take(block) {
            match step {
                Step::Kernel { kernel, site } => {
                    let kernel = Open {
                        kernel: *kernel,
                        site,
                        price: None,
                    };
                    let merged = self.with_earlier(&mut open, kernel);
                    open.push(merged);
                }
                Step::Barrier => {
                    done.extend(open.drain(..).map(Open::step));
                    done.push(Step::Barrier);
                }
            }
        }
        done.extend(open.into_iter().map(Open::step));
        *block = done;
    }

    /// Merges a kernel with earlier ones, the nearest first; those between stay behind it.
    fn with_earlier(&mut self, open: &mut Vec<Open>, mut kernel: Open) -> Open {
        let mut number = open.len();
        while number > open.len().saturating_sub(LOOK_BACK) {
            number -= 1;
            let passes = open[number + 1..]
                .iter()
                .all(|between| links::are_independent(&open[number].kernel, &between.kernel));
            if passes && let Some(merged) = self.try_merge(&mut open[number], &mut kernel) {
                open.remove(number);
                kernel = merged;
            }
        }
        kernel
    }

    /// The two kernels as one, in the place of the second, where that is legal and pays.
    fn try_merge(&mut self, first: &mut Open, second: &mut Open) -> Option<Open> {
        let pair = [&first.kernel, &second.kernel];
        let (merged, together) = merged(pair, &self.fields, &mut self.fresh, self.context)?;
        let apart = first
            .picoseconds(self.context)
            .saturating_add(second.picoseconds(self.context));
        if together.picoseconds > apart {
            return None;
        }
        count(&mut self.fields, &first.kernel, false);
        count(&mut self.fields, &second.kernel, false);
        count(&mut self.fields, &merged, true);
        Some(Open {
            kernel: merged,
            site: second.site,
            price: Some(together),
        })
    }
}

impl Open {
    /// What the kernel costs as it is scheduled.
    fn picoseconds(&mut self, context: &CostContext) -> i64 {
        let kernel = &self.kernel;
        let price = self.price.get_or_insert_with(|| {
            let plan = check(kernel).expect("verified: the constraints of kernels");
            estimate(kernel, &plan, context)
        });
        price.picoseconds
    }

    fn step(self) -> Step {
        Step::Kernel {
            kernel: Box::new(self.kernel),
            site: self.site,
        }
    }
}
