//! What a run needs: the part of every field, and the memory.

use crate::error::CliError;
use fvopt_boxes::NumericBox;
use fvopt_runtime::{ArgumentType, Signature};
use mlir_shim::ir::OwnedModule;

/// Says so before anything is allocated when the fields cannot fit into memory.
pub fn check_memory(
    signature: &Signature,
    domain: [i64; 3],
    needed: &[Option<NumericBox>],
    temporaries: u64,
) -> Result<(), CliError> {
    let mut bytes = u128::from(temporaries);
    for ((_, ty), part) in signature.arguments.iter().zip(needed) {
        let ArgumentType::Field(shape) = ty else {
            continue;
        };
        let mut elements = shape.components() as u128;
        for axis in (0..3).filter(|axis| shape.has_axis(*axis)) {
            let (low, high) = part.map_or((0, domain[axis]), |part| {
                (part.low[axis].min(0), part.high[axis].max(domain[axis]))
            });
            let size = high.saturating_sub(low).max(0);
            // An end that is only known when running says nothing about the size.
            let size = if size > domain[axis].saturating_mul(2).saturating_add(1 << 20) {
                domain[axis]
            } else {
                size
            };
            elements = elements.saturating_mul(size as u128);
        }
        // The data before the run and the fields of the run.
        bytes = bytes.saturating_add(elements.saturating_mul(2 * shape.element.bytes() as u128));
    }
    let available = available_memory();
    match available {
        Some(available) if bytes > u128::from(available) => Err(CliError::new(format!(
            "the domain {domain:?} needs {:.1} GiB for fields and temporaries, but {:.1} GiB of memory are available",
            bytes as f64 / f64::from(1 << 30),
            available as f64 / f64::from(1 << 30)
        ))),
        _ => Ok(()),
    }
}

/// Bytes of memory that are available, where the system tells.
fn available_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find(|line| line.starts_with("MemAvailable:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// Fields that are the same, or that the program may swap, get one allocation size.
pub fn share_needs(
    module: &OwnedModule<'_>,
    signature: &Signature,
    equal: &[(usize, usize)],
    needed: &mut [Option<NumericBox>],
) {
    for (first, second) in equal {
        let both = hull(needed[*first], needed[*second]);
        (needed[*first], needed[*second]) = (both, both);
    }
    if module.op().collect("program.swap").is_empty() {
        return;
    }
    for (number, (_, ty)) in signature.arguments.iter().enumerate() {
        let ArgumentType::Field(_) = ty else { continue };
        let alike: Vec<usize> = (0..signature.arguments.len())
            .filter(|other| signature.arguments[*other].1 == *ty)
            .collect();
        let all = alike
            .iter()
            .fold(None, |all, other| hull(all, needed[*other]));
        needed[number] = all;
    }
}

fn hull(left: Option<NumericBox>, right: Option<NumericBox>) -> Option<NumericBox> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.hull(&right)),
        (one, None) | (None, one) => one,
    }
}
