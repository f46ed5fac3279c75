//! Running scalar operations on the lanes of a strip.

use super::{
    Register,
    float::{self, truncate},
    integer,
    lanes::{Lanes, Registers},
    operation::Operation as O,
};
use crate::number::{canonical, greatest, least, signed, unsigned, width};
use fvopt_math::power::pow_or;
use mlir_shim::{ir::Scalar, libm::Function};

/// One operation with its types and operands.
pub(crate) struct Computation<'a> {
    pub operation: O,
    pub ty: Scalar,
    pub result: Scalar,
    pub to: Register,
    pub operands: &'a [Register],
}

#[inline(always)]
fn d(bits: u64) -> f64 {
    f64::from_bits(bits)
}

#[inline(always)]
fn s(bits: u64) -> f32 {
    f32::from_bits(bits as u32)
}

#[inline(always)]
fn of_s(value: f32) -> u64 {
    u64::from(value.to_bits())
}

/// The value of a float register as an f64, which is exact.
#[inline(always)]
fn wide(ty: Scalar, bits: u64) -> f64 {
    if ty == Scalar::F64 {
        d(bits)
    } else {
        f64::from(s(bits))
    }
}

/// The bits of a result that an f64 holds exactly.
#[inline(always)]
fn narrow(ty: Scalar, value: f64) -> u64 {
    if ty == Scalar::F64 {
        value.to_bits()
    } else {
        of_s(value as f32)
    }
}

/// Computes the defined result of every lane. Gives the lanes that have none, though their
/// operands may be defined; provenance is left to the caller.
pub(crate) fn compute(
    registers: &mut Registers,
    lanes: &Lanes,
    computation: &Computation<'_>,
) -> Vec<u32> {
    let Computation {
        operation,
        ty,
        result,
        to,
        operands,
    } = *computation;
    let one = [operands[0]];
    let two = [operands[0], operands.get(1).copied().unwrap_or(operands[0])];
    /// One expression for both precisions.
    macro_rules! float {
        (|$a:ident| $value:expr) => {
            match ty {
                Scalar::F64 => registers.map1(lanes, to, one, |a| {
                    let $a = d(a);
                    let value: f64 = $value;
                    value.to_bits()
                }),
                _ => registers.map1(lanes, to, one, |a| {
                    let $a = s(a);
                    let value: f32 = $value;
                    of_s(value)
                }),
            }
        };
        (|$a:ident, $b:ident| $value:expr) => {
            match ty {
                Scalar::F64 => registers.map2(lanes, to, two, |a, b| {
                    let ($a, $b) = (d(a), d(b));
                    let value: f64 = $value;
                    value.to_bits()
                }),
                _ => registers.map2(lanes, to, two, |a, b| {
                    let ($a, $b) = (s(a), s(b));
                    let value: f32 = $value;
                    of_s(value)
                }),
            }
        };
    }
    match operation {
        O::AddF => float!(|a, b| a + b),
        O::SubF => float!(|a, b| a - b),
        O::MulF => float!(|a, b| a * b),
        O::DivF => float!(|a, b| a / b),
        O::NegF => float!(|a| -a),
        O::AbsF => float!(|a| a.abs()),
        O::Sqrt => float!(|a| a.sqrt()),
        O::ReciprocalSqrt => float!(|a| 1.0 / a.sqrt()),
        O::Floor => float!(|a| a.floor()),
        O::Ceil => float!(|a| a.ceil()),
        O::Trunc => float!(|a| a.trunc()),
        O::Round => float!(|a| a.round()),
        O::RoundEven => float!(|a| a.round_ties_even()),
        O::CopySign => float!(|a, b| a.copysign(b)),
        O::MaximumF => registers.map2(lanes, to, two, |a, b| {
            narrow(ty, float::maximum(wide(ty, a), wide(ty, b)))
        }),
        O::MinimumF => registers.map2(lanes, to, two, |a, b| {
            narrow(ty, float::minimum(wide(ty, a), wide(ty, b)))
        }),
        O::MaxNumF => registers.map2(lanes, to, two, |a, b| {
            narrow(ty, float::maximum_number(wide(ty, a), wide(ty, b)))
        }),
        O::MinNumF => registers.map2(lanes, to, two, |a, b| {
            narrow(ty, float::minimum_number(wide(ty, a), wide(ty, b)))
        }),
        O::IsNan => registers.map1(lanes, to, one, |a| u64::from(wide(ty, a).is_nan())),
        O::IsInfinite => registers.map1(lanes, to, one, |a| u64::from(wide(ty, a).is_infinite())),
        O::IsFinite => registers.map1(lanes, to, one, |a| u64::from(wide(ty, a).is_finite())),
        O::IsNormal => match ty {
            Scalar::F64 => registers.map1(lanes, to, one, |a| u64::from(d(a).is_normal())),
            _ => registers.map1(lanes, to, one, |a| u64::from(s(a).is_normal())),
        },
        O::CompareF(predicate) => registers.map2(lanes, to, two, |a, b| {
            u64::from(integer::compare_floats(predicate, wide(ty, a), wide(ty, b)))
        }),
        O::Function(Function::Unary { f64, f32 }) => match ty {
            Scalar::F64 => registers.map1(lanes, to, one, |a| f64(d(a)).to_bits()),
            _ => registers.map1(lanes, to, one, |a| of_s(f32(s(a)))),
        },
        O::Function(Function::Binary { f64, f32 }) => match ty {
            Scalar::F64 => registers.map2(lanes, to, two, |a, b| f64(d(a), d(b)).to_bits()),
            _ => registers.map2(lanes, to, two, |a, b| of_s(f32(s(a), s(b)))),
        },
        O::Own(function) => own(registers, lanes, computation, function),
        O::PowerOrProduct(function) => power_or_product(registers, lanes, computation, function),
        O::PowerFI(least) => match ty {
            Scalar::F64 => registers.map2(lanes, to, two, |a, b| {
                float::power_f64(d(a), b as i64, least).to_bits()
            }),
            _ => registers.map2(lanes, to, two, |a, b| {
                of_s(float::power_f32(s(a), b as i64, least))
            }),
        },
        O::MultiplyAdd | O::Clamp => ternary(registers, lanes, computation),
        O::AddI => registers.map2(lanes, to, two, |a, b| canonical(ty, a.wrapping_add(b))),
        O::SubI => registers.map2(lanes, to, two, |a, b| canonical(ty, a.wrapping_sub(b))),
        O::MulI => registers.map2(lanes, to, two, |a, b| canonical(ty, a.wrapping_mul(b))),
        O::And => registers.map2(lanes, to, two, |a, b| a & b),
        O::Or => registers.map2(lanes, to, two, |a, b| a | b),
        O::Xor => registers.map2(lanes, to, two, |a, b| a ^ b),
        O::CompareI(predicate) => registers.map2(lanes, to, two, |a, b| {
            u64::from(integer::compare(predicate, ty, a, b))
        }),
        O::AbsI | O::LeadingZeros | O::TrailingZeros | O::CountOnes => {
            registers.map1(lanes, to, one, |a| integer::unary(operation, ty, a));
        }
        O::Carry => registers.map2(lanes, to, two, |a, b| {
            integer::binary(operation, ty, a, b).map_or(0, |sum| sum & 1)
        }),
        O::SignedToFloat => registers.map1(lanes, to, one, |a| match result {
            Scalar::F64 => (signed(ty, a) as f64).to_bits(),
            _ => of_s(signed(ty, a) as f32),
        }),
        O::UnsignedToFloat => registers.map1(lanes, to, one, |a| match result {
            Scalar::F64 => (unsigned(ty, a) as f64).to_bits(),
            _ => of_s(unsigned(ty, a) as f32),
        }),
        O::ExtendF => registers.map1(lanes, to, one, |a| narrow(result, wide(ty, a))),
        O::TruncateF => registers.map1(lanes, to, one, |a| narrow(result, wide(ty, a))),
        O::CastSigned => {
            registers.map1(lanes, to, one, |a| canonical(result, signed(ty, a) as u64));
        }
        O::CastUnsigned => {
            registers.map1(lanes, to, one, |a| canonical(result, unsigned(ty, a)));
        }
        O::Bitcast => registers.map1(lanes, to, one, |a| canonical(result, a)),
        O::FloatToSigned => {
            let (low, high) = (i128::from(least(result)), i128::from(greatest(result)));
            return try2(registers, lanes, to, [one[0]; 2], |a, _| {
                let value = truncate(wide(ty, a), low, high)?;
                Some(canonical(result, value as u64))
            });
        }
        O::FloatToUnsigned => {
            let high = (1i128 << width(result)) - 1;
            return try2(registers, lanes, to, [one[0]; 2], |a, _| {
                let value = truncate(wide(ty, a), 0, high)?;
                Some(canonical(result, value as u64))
            });
        }
        _ => {
            return try2(registers, lanes, to, two, |a, b| {
                integer::binary(operation, ty, a, b)
            });
        }
    }
    Vec::new()
}

/// A function of one or two operands, of those that compiled code has as arithmetic.
fn own(
    registers: &mut Registers,
    lanes: &Lanes,
    computation: &Computation<'_>,
    function: fvopt_math::Function,
) {
    let to = computation.to;
    match (computation.ty, computation.operands) {
        (Scalar::F64, &[a]) => {
            registers.map1(lanes, to, [a], |a| function.apply(&[d(a)]).to_bits());
        }
        (Scalar::F64, &[a, b, ..]) => registers.map2(lanes, to, [a, b], |a, b| {
            function.apply(&[d(a), d(b)]).to_bits()
        }),
        (_, &[a]) => {
            registers.map1(lanes, to, [a], |a| of_s(function.apply_single(&[s(a)])));
        }
        (_, &[a, b, ..]) => registers.map2(lanes, to, [a, b], |a, b| {
            of_s(function.apply_single(&[s(a), s(b)]))
        }),
        (_, []) => {}
    }
}

/// A power of libm, unless it is a product.
fn power_or_product(
    registers: &mut Registers,
    lanes: &Lanes,
    computation: &Computation<'_>,
    function: Function,
) {
    let (&[a, b], Function::Binary { f64, f32 }) = (computation.operands, function) else {
        return;
    };
    match computation.ty {
        Scalar::F64 => registers.map2(lanes, computation.to, [a, b], |a, b| {
            pow_or(d(a), d(b), None, f64).to_bits()
        }),
        _ => registers.map2(lanes, computation.to, [a, b], |a, b| {
            of_s(pow_or(s(a), s(b), None, f32))
        }),
    }
}

fn ternary(registers: &mut Registers, lanes: &Lanes, computation: &Computation<'_>) {
    let &[a, b, c] = computation.operands else {
        return;
    };
    let (ty, operation) = (computation.ty, computation.operation);
    let mut out = registers.take(computation.to);
    let [a, b, c] = [a, b, c].map(|register| &registers.column(register).bits);
    lanes.each(|lane| {
        let (a, b, c) = (a[lane], b[lane], c[lane]);
        out.bits[lane] = match (operation, ty) {
            (O::MultiplyAdd, Scalar::F64) => d(a).mul_add(d(b), d(c)).to_bits(),
            (O::MultiplyAdd, _) => of_s(s(a).mul_add(s(b), s(c))),
            _ => {
                let below = float::minimum(wide(ty, a), wide(ty, c));
                narrow(ty, float::maximum(below, wide(ty, b)))
            }
        };
    });
    registers.put(computation.to, out);
}

fn try2(
    registers: &mut Registers,
    lanes: &Lanes,
    to: Register,
    [a, b]: [Register; 2],
    f: impl Fn(u64, u64) -> Option<u64>,
) -> Vec<u32> {
    let mut failed = Vec::new();
    let mut out = registers.take(to);
    let (a, b) = (&registers.column(a).bits, &registers.column(b).bits);
    lanes.each(|lane| match f(a[lane], b[lane]) {
        Some(bits) => out.bits[lane] = bits,
        None => {
            out.bits[lane] = 0;
            failed.push(lane as u32);
        }
    });
    registers.put(to, out);
    failed
}
