//! What operations of a body cost by themselves, in integers.
//!
//! The unit is one addition at one point. The weights are reciprocal throughputs of vector instructions on AVX-512
//! machines (A. Fog, "Instruction tables", Skylake-X to Sapphire Rapids: additions and multiplications 0.5 to 1 cycle,
//! divisions 16, square roots 19 to 24) and of mathematical functions (a call of libm takes about 20 ns, an
//! addition at scalar speed 0.5 ns).

/// A division or square root.
pub const DIVISION: u64 = 16;
/// A mathematical function.
pub const FUNCTION: u64 = 40;

/// The cost of an operation by its name, without its regions.
pub fn weight(name: &str) -> u64 {
    match name {
        "arith.constant" | "stencil.yield" | "scf.yield" | "scf.condition" => 0,
        "arith.divf" | "arith.divsi" | "arith.divui" | "arith.remsi" | "arith.remui"
        | "arith.ceildivsi" | "arith.ceildivui" | "arith.floordivsi" | "math.sqrt"
        | "math.rsqrt" => DIVISION,
        "math.absf" | "math.absi" | "math.ceil" | "math.copysign" | "math.floor" | "math.fma"
        | "math.isfinite" | "math.isinf" | "math.isnan" | "math.isnormal" | "math.roundeven"
        | "math.trunc" => 1,
        "arith.remf" => FUNCTION,
        name if name.starts_with("math.") => FUNCTION,
        _ => 1,
    }
}

/// The same, with what fvopt's own functions in vectors take: measured on 96 x 96 x 80 points with two threads
/// (`fvopt run --math own`), exponentials and logarithms 1.4 ns a point on one core, powers of fields 4.9, sine, cosine
/// and tangents 2, where an addition takes 0.025.
///
/// `stencil-inline` counts by [`weight`]: its limit bounds how large bodies become.
pub fn measured(name: &str) -> u64 {
    match name {
        "math.exp" | "math.log" => 50,
        "math.powf" => 200,
        name => match weight(name) {
            FUNCTION => 80,
            other => other,
        },
    }
}
