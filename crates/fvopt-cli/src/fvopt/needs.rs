//! The required region of every field of a run.

use fvopt_boxes::NumericBox;
use fvopt_runtime::{ArgumentType, Signature};
use mlir_shim::ir::OwnedModule;

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
