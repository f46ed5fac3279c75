//! kernel_c6 and kernel_c7: loops that sweeps allow, and storage levels that operations can have.

use super::{Check, Violation};
use crate::{
    kernel::{Kernel, Uses},
    schedule::{Schedule, StorageLevel},
};

const K: usize = 2;

/// kernel_c6, then the part of kernel_c7 about operations inside of kernels.
pub(super) fn check(kernel: &Kernel, uses: &Uses) -> Check {
    schedule(kernel)?;
    for operation in &kernel.operations {
        let is_near_or_far = matches!(
            operation.level,
            Some(StorageLevel::Register | StorageLevel::Memory)
        );
        if operation.is_insert() && is_near_or_far {
            return Err(Violation::new(
                operation,
                "kernel_c7",
                "is an insert, whose place can be `row` or `tile` only",
            ));
        }
        let mut results = operation.results.iter();
        let is_unused = results.all(|(value, _)| uses.is_unused(*value));
        if operation.level.is_some() && is_unused {
            return Err(Violation::new(
                operation,
                "kernel_c7",
                "has a place, but no operation of the kernel uses its results",
            ));
        }
    }
    Ok(())
}

fn schedule(kernel: &Kernel) -> Check {
    let Schedule { order, tile, .. } = &kernel.schedule;
    for sweep in kernel.operations.iter().filter(|op| op.is_sweep()) {
        let violation = |message: &str| {
            Err(Violation::of_kernel("kernel_c6", message).note(sweep, "the sweep is here"))
        };
        if tile[K] != 0 {
            return violation("axis k is tiled, but the kernel has a sweep");
        }
        if kernel.schedule.parallel_axes().contains(&K) {
            return violation("axis k is parallel, but the kernel has a sweep");
        }
        if !sweep.body.is_plane_sweep {
            continue;
        }
        if order[0] != K {
            return violation("axis k is not the outermost, but the kernel has a plane sweep");
        }
        if tile[..K] != [0, 0] {
            return violation("axes i and j are tiled, but the kernel has a plane sweep");
        }
    }
    Ok(())
}
