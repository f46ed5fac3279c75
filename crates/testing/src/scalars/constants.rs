//! Values at which operations behave in special ways, for constants and for the contents of fields.

use super::Kind;
use crate::random::Random;

/// The bits of a value of a kind: often one of the ends, or close to one, where operations are special.
pub fn bits(kind: Kind, random: &mut Random) -> u64 {
    match kind {
        Kind::F64 => float(random).to_bits(),
        Kind::F32 => u64::from((float(random) as f32).to_bits()),
        _ => integer(kind.width(), random) as u64,
    }
}

fn float(random: &mut Random) -> f64 {
    let special = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        -1.5,
        2.5,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN_POSITIVE,
        f64::from_bits(1),
        f64::from(f32::MAX),
        f64::from(f32::from_bits(1)),
        16777217.0,
        2147483647.0,
        -2147483648.5,
        4294967296.0,
        9007199254740993.0,
        9223372036854775807.0,
        -9223372036854775808.0,
        18446744073709551615.0,
        255.5,
        -128.5,
    ];
    match random.below(4) {
        0 => random.between(-20, 20) as f64 / 4.0,
        1 => f64::from_bits(random.bits()),
        _ => random.pick(&special),
    }
}

/// A signed integer of a width.
fn integer(width: u32, random: &mut Random) -> i64 {
    let (least, greatest) = (i64::MIN >> (64 - width), i64::MAX >> (64 - width));
    let value = match random.below(5) {
        0 => random.between(-9, 9),
        1 => random.bits() as i64,
        2 => least.wrapping_add(random.between(0, 2)),
        3 => greatest.wrapping_sub(random.between(0, 2)),
        _ => (1i64 << random.below(width as usize)).wrapping_add(random.between(-1, 1)),
    };
    value << (64 - width) >> (64 - width)
}

/// An attribute with these bits.
pub fn attribute(kind: Kind, bits: u64) -> String {
    match kind {
        Kind::I1 if bits & 1 == 1 => "true".into(),
        Kind::I1 => "false".into(),
        Kind::F64 => format!("0x{bits:016X} : f64"),
        Kind::F32 => format!("0x{bits:08X} : f32"),
        _ => format!("{} : {}", bits as i64, kind.text()),
    }
}
