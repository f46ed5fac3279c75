//! Scalar operations of `arith` and `math` by name.

use crate::number::least;
use fvopt_math::Math;
use mlir_shim::{ir::Op, libm};

/// A scalar operation.
#[derive(Clone, Copy)]
pub(crate) enum Operation {
    // Floats.
    AddF,
    SubF,
    MulF,
    DivF,
    NegF,
    MaximumF,
    MinimumF,
    MaxNumF,
    MinNumF,
    AbsF,
    Sqrt,
    ReciprocalSqrt,
    Floor,
    Ceil,
    Trunc,
    Round,
    RoundEven,
    CopySign,
    MultiplyAdd,
    Clamp,
    /// `math.fpowi`, with the least value of the exponent's type.
    PowerFI(i64),
    IsNan,
    IsInfinite,
    IsFinite,
    IsNormal,
    CompareF(u8),
    /// A function of libm.
    Function(libm::Function),
    /// One of `fvopt_math`.
    Own(fvopt_math::Function),
    /// A power that is a product, or one of libm.
    PowerOrProduct(libm::Function),
    // Integers.
    AddI,
    SubI,
    MulI,
    MulHighSigned,
    MulHighUnsigned,
    Carry,
    DivSigned,
    DivUnsigned,
    CeilDivSigned,
    CeilDivUnsigned,
    FloorDivSigned,
    RemSigned,
    RemUnsigned,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRightSigned,
    ShiftRightUnsigned,
    MaxSigned,
    MaxUnsigned,
    MinSigned,
    MinUnsigned,
    PowerI,
    AbsI,
    LeadingZeros,
    TrailingZeros,
    CountOnes,
    CompareI(u8),
    // Casts.
    SignedToFloat,
    UnsignedToFloat,
    FloatToSigned,
    FloatToUnsigned,
    ExtendF,
    TruncateF,
    /// To a narrower or wider integer; the operand is signed.
    CastSigned,
    /// To a wider integer; the operand is unsigned.
    CastUnsigned,
    Bitcast,
}

impl Operation {
    /// The scalar operation for each result, in order; `None` if the operation is unknown.
    pub(crate) fn of(op: Op<'_>, math: Math) -> Option<Vec<Operation>> {
        use Operation as O;
        let predicate = || {
            let predicate = op.attr("predicate").and_then(|value| value.as_integer());
            u8::try_from(predicate?).ok()
        };
        let single = match op.name() {
            "arith.addf" => O::AddF,
            "arith.subf" => O::SubF,
            "arith.mulf" => O::MulF,
            "arith.divf" => O::DivF,
            "arith.negf" => O::NegF,
            "arith.maximumf" => O::MaximumF,
            "arith.minimumf" => O::MinimumF,
            "arith.maxnumf" => O::MaxNumF,
            "arith.minnumf" => O::MinNumF,
            "math.absf" => O::AbsF,
            "math.sqrt" => O::Sqrt,
            "math.rsqrt" => O::ReciprocalSqrt,
            "math.floor" => O::Floor,
            "math.ceil" => O::Ceil,
            "math.trunc" => O::Trunc,
            "math.round" => O::Round,
            "math.roundeven" => O::RoundEven,
            "math.copysign" => O::CopySign,
            "math.fma" => O::MultiplyAdd,
            "math.clampf" => O::Clamp,
            "math.fpowi" => O::PowerFI(least(op.operand(1).ty().as_scalar()?)),
            "math.isnan" => O::IsNan,
            "math.isinf" => O::IsInfinite,
            "math.isfinite" => O::IsFinite,
            "math.isnormal" => O::IsNormal,
            "arith.cmpf" => O::CompareF(predicate()?),
            "arith.addi" => O::AddI,
            "arith.subi" => O::SubI,
            "arith.muli" => O::MulI,
            "arith.divsi" => O::DivSigned,
            "arith.divui" => O::DivUnsigned,
            "arith.ceildivsi" => O::CeilDivSigned,
            "arith.ceildivui" => O::CeilDivUnsigned,
            "arith.floordivsi" => O::FloorDivSigned,
            "arith.remsi" => O::RemSigned,
            "arith.remui" => O::RemUnsigned,
            "arith.andi" => O::And,
            "arith.ori" => O::Or,
            "arith.xori" => O::Xor,
            "arith.shli" => O::ShiftLeft,
            "arith.shrsi" => O::ShiftRightSigned,
            "arith.shrui" => O::ShiftRightUnsigned,
            "arith.maxsi" => O::MaxSigned,
            "arith.maxui" => O::MaxUnsigned,
            "arith.minsi" => O::MinSigned,
            "arith.minui" => O::MinUnsigned,
            "math.ipowi" => O::PowerI,
            "math.absi" => O::AbsI,
            "math.ctlz" => O::LeadingZeros,
            "math.cttz" => O::TrailingZeros,
            "math.ctpop" => O::CountOnes,
            "arith.cmpi" => O::CompareI(predicate()?),
            "arith.sitofp" => O::SignedToFloat,
            "arith.uitofp" => O::UnsignedToFloat,
            "arith.fptosi" => O::FloatToSigned,
            "arith.fptoui" => O::FloatToUnsigned,
            "arith.extf" => O::ExtendF,
            "arith.truncf" if op.attr("roundingmode").is_none() => O::TruncateF,
            "arith.extsi" | "arith.trunci" | "arith.index_cast" => O::CastSigned,
            "arith.extui" | "arith.index_castui" => O::CastUnsigned,
            "arith.bitcast" => O::Bitcast,
            "arith.addui_extended" => return Some(vec![O::AddI, O::Carry]),
            "arith.mulsi_extended" => return Some(vec![O::MulI, O::MulHighSigned]),
            "arith.mului_extended" => return Some(vec![O::MulI, O::MulHighUnsigned]),
            "math.sincos" => {
                let functions = [function("math.sin", math)?, function("math.cos", math)?];
                return Some(functions.to_vec());
            }
            name => function(name, math)?,
        };
        Some(vec![single])
    }
}

/// A mathematical function by the name of its operation.
fn function(name: &str, math: Math) -> Option<Operation> {
    match (math, fvopt_math::Function::of(name)) {
        (Math::Own, Some(function)) => Some(Operation::Own(function)),
        (Math::LibmProducts, Some(fvopt_math::Function::Pow)) => {
            libm::lookup(name).map(Operation::PowerOrProduct)
        }
        _ => libm::lookup(name).map(Operation::Function),
    }
}
