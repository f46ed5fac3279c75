//! What the vectorizer asks of operations, and small pieces of IR.

use super::chains::Chains;
use crate::math_functions::MathFunctions;
use ir_stencil::values::constant_integer;
use mlir_shim::ir::{Op, Scalar, Walk};

const ELEMENTS: &[&str] = &[
    "memref.load",
    "memref.store",
    "memref.prefetch",
    "scf.if",
    "scf.while",
    "scf.condition",
    "scf.yield",
];

/// Whether a loop counts points one by one, holds nothing but elements, arithmetic, mathematical functions
/// branches and loops over those, and carries nothing but values that the iteration before has computed.
pub fn can_be_vectorized<'c>(op: Op<'c>, functions: &MathFunctions<'c>) -> bool {
    let is_unused = op.results().into_iter().all(|result| result.is_unused());
    if !counts_by_one(op) || !is_unused || !carries_before_use(op) {
        return false;
    }
    let mut all = true;
    op.walk(|inner| {
        let known = inner == op
            || inner.name().starts_with("arith.")
            || inner.name().starts_with("math.")
            || is_math_call(inner)
            || functions.called_by(inner).is_some()
            || ELEMENTS.contains(&inner.name());
        let scalar = inner
            .results()
            .into_iter()
            .all(|result| result.ty().as_scalar().is_some());
        all &= known && scalar;
        if all { Walk::Advance } else { Walk::Stop }
    });
    all
}

/// Whether the counter is an index that grows by one; ends that are compared as unsigned numbers
/// are no coordinates, which may be negative.
fn counts_by_one(op: Op<'_>) -> bool {
    let is_index = op.operand(0).ty().as_scalar() == Some(Scalar::Index);
    is_index && op.attr("unsignedCmp").is_none() && constant_integer(op.operand(2)) == Some(1)
}

/// Whether all that a loop carries goes on with values of its body that come before the uses of
/// what is carried, so that the vector of such a value is there when its lanes are needed.
fn carries_before_use(op: Op<'_>) -> bool {
    let body = op.body().expect("a loop has a body");
    let carried = &body.arguments()[1..];
    let next = body.terminator().expect("a loop yields").operands();
    let mut chains = Chains::default();
    for (argument, next) in carried.iter().zip(next) {
        chains.add(*argument, next);
    }
    carried.iter().all(|argument| {
        // Values that go on with one another in a circle are computed nowhere.
        let source = chains.end(*argument).defining_op();
        let Some(computed) = source.filter(|op| op.block() == Some(body)) else {
            return false;
        };
        let mut users = argument.uses().into_iter();
        users.all(|(user, _)| {
            user.ancestor_in(body)
                .is_some_and(|user| computed.is_before(user))
        })
    })
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
    DIVISIONS.contains(&op.name()) || is_function(op)
}

/// Whether it is a mathematical function that is computed lane by lane.
pub fn is_function(op: Op<'_>) -> bool {
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
    is_math_call(op) || (op.name().starts_with("math.") && !WIDE.contains(&op.name()))
}
