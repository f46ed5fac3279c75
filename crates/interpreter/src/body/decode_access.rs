//! Decoding accesses.

use super::{Instruction, Levels, Register, Requirement, decode::Decoder};
use crate::error::{InterpretError, Result};
use fvopt_boxes::Axis;
use ir_stencil::ops::AnyAccess;
use mlir_shim::ir::Value;

impl<'c> Decoder<'c, '_> {
    pub(super) fn temp(&mut self, value: Value<'c>) -> usize {
        let next = self.temps.len();
        let number = *self.temp_numbers.entry(value).or_insert(next);
        if number == next {
            self.temps.push(value);
        }
        number
    }

    pub(super) fn access(
        &mut self,
        access: AnyAccess<'c>,
        code: &mut Vec<Instruction>,
    ) -> Result<()> {
        let op = access.0;
        let shape = access.temp().ty().shaped();
        let shape = shape.ok_or_else(|| InterpretError::at(op, "an access of what is no temp"))?;
        let indices = access.components();
        if indices.len() != shape.data.len() {
            return Err(InterpretError::at(
                op,
                format!(
                    "access_c1: {} indices for {} data dimensions",
                    indices.len(),
                    shape.data.len()
                ),
            ));
        }
        let components: Vec<(Register, i64)> = indices
            .into_iter()
            .map(|index| self.read(index))
            .zip(shape.data.iter().copied())
            .collect();
        let temp = self.temp(access.temp());
        let location = self.location(op);
        let levels = levels(self, access)?;
        let offset = access.offset();
        self.program.requirements.push(Requirement {
            temp,
            offset,
            levels,
        });
        let position = access.position().map(|position| self.read(position));
        let to = self.define(op.result(0));
        code.push(match position {
            None => Instruction::Access {
                to,
                temp,
                offset,
                components,
                location,
            },
            Some(position) => Instruction::AccessDynamic {
                to,
                temp,
                offset,
                levels,
                position,
                components,
                location,
            },
        });
        Ok(())
    }
}

/// The levels of an access, those of an absolute one entered in the program.
fn levels<'c>(decoder: &mut Decoder<'c, '_>, access: AnyAccess<'c>) -> Result<Levels> {
    if !access.is_dynamic() {
        return Ok(Levels::Fixed);
    }
    let extent = access
        .0
        .attr("extent")
        .and_then(|extent| extent.as_i64_array());
    if extent.is_some_and(|extent| extent.len() != 2) {
        let message = "access_dyn_c2: the extent is not two numbers";
        return Err(InterpretError::at(access.0, message));
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
    let temp = decoder.temp(access.temp());
    decoder.program.levels.push((range, numbers, temp));
    Ok(Levels::Absolute(decoder.program.levels.len() - 1))
}
