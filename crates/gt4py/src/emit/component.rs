//! What variables hold before anything is written: loads, components of loads, nothing at all.

use super::{Emitter, state::Slot};
use fvopt_boxes::Axes;
use ir_stencil::build::{self as stencil, Built};
use mlir_shim::ir::{BuildError, Builder, Ty, Value};

/// The indices of a component of data dimensions, row-major.
pub fn indices(data: &[i64], number: usize) -> Vec<i64> {
    let mut rest = number as i64;
    let mut indices: Vec<i64> = data
        .iter()
        .rev()
        .map(|size| {
            let index = rest % size;
            rest /= size;
            index
        })
        .collect();
    indices.reverse();
    indices
}

impl<'c> Emitter<'c, '_> {
    /// The type of a slot's values.
    pub(super) fn slot_type(&self, slot: Slot) -> Built<Ty<'c>> {
        let variable = &self.tree.variables[self.state.variable(slot)];
        let element = Ty::scalar(self.builder.context(), variable.element);
        Ty::temp(self.builder.location(), variable.axes, &[], element)
            .ok_or_else(|| BuildError(format!("`{}` cannot be a value", variable.name)))
    }

    /// A caller's field, loaded once.
    pub(super) fn load(&mut self, variable: usize) -> Built<Option<Value<'c>>> {
        if let Some(value) = self.state.loaded.get(&variable) {
            return Ok(Some(*value));
        }
        let Some(parameter) = self.tree.variables[variable].parameter else {
            return Ok(None);
        };
        let value = stencil::load(&self.builder, self.arguments[parameter], None)?;
        self.state.loaded.insert(variable, value);
        self.state.may_be_unused(value);
        Ok(Some(value))
    }

    /// What a slot holds when the group starts.
    pub(super) fn initial(&mut self, slot: Slot) -> Built<Value<'c>> {
        if let Some(value) = self.state.initial[slot] {
            return Ok(value);
        }
        let variable = self.state.variable(slot);
        let loaded = self.load(variable)?;
        let value = match loaded {
            None => stencil::undef(&self.builder, self.slot_type(slot)?)?,
            Some(whole) if self.tree.variables[variable].data.is_empty() => whole,
            Some(whole) => self.extract(slot, whole)?,
        };
        if Some(value) != loaded {
            self.state.may_be_unused(value);
        }
        self.state.initial[slot] = Some(value);
        Ok(value)
    }

    fn extract(&self, slot: Slot, whole: Value<'c>) -> Built<Value<'c>> {
        let variable = &self.tree.variables[self.state.variable(slot)];
        let offset = vec![0; variable.axes.numbers().count()];
        let numbers = indices(&variable.data, self.state.component(slot));
        let ty = self.slot_type(slot)?;
        let apply = stencil::apply(&self.builder, None, &[ty], |body| {
            let numbers: Vec<Value> = numbers.iter().map(|number| body.index(*number)).collect();
            Ok(vec![stencil::access(body, whole, &offset, &numbers)?])
        })?;
        Ok(apply.0.result(0))
    }
}

/// The offsets on the axes that there are.
pub fn on_axes(axes: Axes, offset: [i64; 3]) -> Vec<i64> {
    axes.numbers().map(|axis| offset[axis]).collect()
}

/// A value as an index.
pub fn as_index<'c>(builder: &Builder<'c>, value: Value<'c>) -> Value<'c> {
    let index = Ty::scalar(builder.context(), mlir_shim::ir::Scalar::Index);
    if value.ty() == index {
        return value;
    }
    let cast = builder.op("arith.index_cast").operands(&[value]);
    builder.build(cast.results(&[index])).result(0)
}
