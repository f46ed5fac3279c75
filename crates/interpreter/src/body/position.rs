//! The levels that an access may read.

use super::{Levels, decode::Decoder};
use crate::error::{InterpretError, Result};
use fvopt_boxes::Axis;
use ir_stencil::ops::AnyAccess;

/// The levels of an access, those of an absolute one entered in the program.
pub(super) fn levels<'c>(decoder: &mut Decoder<'c, '_>, access: AnyAccess<'c>) -> Result<Levels> {
    if !access.is_dynamic() {
        return Ok(Levels::Fixed);
    }
    if let Some((low, high)) = access.extent() {
        return Ok(Levels::Relative(low, high));
    }
    let levels = access.levels().ok_or_else(|| {
        let message = "access_dyn_c2: an absolute position without a box";
        InterpretError::at(access.0, message)
    })?;
    let mut numbers = Vec::new();
    for position in &levels.positions {
        if decoder.local(*position).is_some() {
            let message = "the levels of an absolute access are computed in the body: which \
                           levels it needs would differ from point to point";
            return Err(InterpretError::at(access.0, message));
        }
        let register = decoder.read(*position);
        let scalars = &decoder.program.scalars;
        let number = scalars.iter().position(|scalar| *scalar == register);
        numbers.push(number.expect("a value from outside has just been entered"));
    }
    let range = levels.index_box.range(Axis::K).clone();
    decoder.program.levels.push((range, numbers));
    Ok(Levels::Absolute(decoder.program.levels.len() - 1))
}
