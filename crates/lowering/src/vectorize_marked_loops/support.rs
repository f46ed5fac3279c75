//! What the vectorizer asks of operations, and small pieces of IR.

use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Op, Walk};

/// Whether a loop carries nothing and holds nothing but elements, arithmetic,
/// mathematical functions and branches over those.
pub fn can_be_vectorized(op: Op<'_>) -> bool {
    if op.operand_count() != 3 || constant_integer(op.operand(2)) != Some(1) {
        return false;
    }
    let mut all = true;
    op.walk(|inner| {
        let known = inner == op
            || inner.name().starts_with("arith.")
            || inner.name().starts_with("math.")
            || is_math_call(inner)
            || ["memref.load", "memref.store", "scf.if", "scf.yield"].contains(&inner.name());
        let scalar = inner
            .results()
            .into_iter()
            .all(|result| result.ty().as_scalar().is_some());
        all &= known && scalar;
        if all { Walk::Advance } else { Walk::Stop }
    });
    all
}

/// Whether it calls a function of the libm that compiled code shares with the interpreter.
pub fn is_math_call(op: Op<'_>) -> bool {
    op.is("func.call")
        && op
            .text_attr("callee")
            .is_some_and(|callee| callee.starts_with(mlir_shim::libm::PREFIX))
}

/// Whether an operation has no form on vectors (or none that is exact): it runs lane by lane.
pub fn is_by_lane(op: Op<'_>) -> bool {
    const DIVISIONS: &[&str] = &[
        "arith.divsi",
        "arith.divui",
        "arith.remsi",
        "arith.remui",
        "arith.floordivsi",
        "arith.ceildivsi",
        "arith.ceildivui",
        "arith.remf",
    ];
    // Square roots, absolute values and the like have instructions; the rest of `math` has not.
    const WIDE: &[&str] = &[
        "math.absf",
        "math.absi",
        "math.sqrt",
        "math.floor",
        "math.ceil",
        "math.trunc",
        "math.roundeven",
        "math.copysign",
        "math.fma",
        "math.isnan",
        "math.isfinite",
    ];
    is_math_call(op)
        || DIVISIONS.contains(&op.name())
        || (op.name().starts_with("math.") && !WIDE.contains(&op.name()))
}
