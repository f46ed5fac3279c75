//! Expressions at one point.

use super::{
    body::Body,
    cast::{cast, compare_floats, compare_integers, select},
    component::{as_index, on_axes},
    function,
};
use crate::{
    schema::{AxisName, BinaryOperator, UnaryOperator},
    tree::{Access, Component, Expression, Position},
};
use fvopt_boxes::{Axis, IndexBox};
use ir_stencil::{
    boxes::SsaBox,
    build::{self as stencil, Built, DynamicPosition},
};
use mlir_shim::ir::{BuildError, Builder, Scalar, Value};

impl<'c> Body<'_, 'c, '_> {
    /// The value of an expression.
    pub(super) fn expression(
        &mut self,
        builder: &Builder<'c>,
        expression: &Expression,
    ) -> Built<Value<'c>> {
        Ok(match expression {
            Expression::Literal(ty, bits) => builder.constant(*ty, *bits),
            Expression::Scalar(number) => self.emitter.arguments[*number],
            Expression::Read(access) => self.read(builder, access)?,
            Expression::Iterator(axis, ty) => self.iterator(builder, *axis, *ty)?,
            Expression::Unary(operator, value) => {
                let value = self.expression(builder, value)?;
                unary(builder, *operator, value, scalar_of(value)?)
            }
            Expression::Binary(operator, operands) => {
                let left = self.expression(builder, &operands[0])?;
                let right = self.expression(builder, &operands[1])?;
                binary(builder, *operator, left, right, scalar_of(left)?)
            }
            Expression::Select(parts) => {
                let condition = self.expression(builder, &parts[0])?;
                let then = self.expression(builder, &parts[1])?;
                let otherwise = self.expression(builder, &parts[2])?;
                select(builder, condition, then, otherwise)
            }
            Expression::Cast(ty, value) => {
                let value = self.expression(builder, value)?;
                cast(builder, value, scalar_of(value)?, *ty)
            }
            Expression::Call(called, arguments) => {
                let arguments = arguments
                    .iter()
                    .map(|argument| self.expression(builder, argument))
                    .collect::<Built<Vec<_>>>()?;
                let ty = scalar_of(arguments[0])?;
                function::call(builder, *called, &arguments, ty)?
            }
        })
    }

    /// The point's position, counted from the first point of the domain.
    fn iterator(&self, builder: &Builder<'c>, axis: AxisName, ty: Scalar) -> Built<Value<'c>> {
        let axis = match axis {
            AxisName::I => Axis::I,
            AxisName::J => Axis::J,
            AxisName::K => Axis::K,
        };
        let Some(origin) = self.emitter.origin else {
            return Err(BuildError(
                "a position is asked for without the domain".into(),
            ));
        };
        let position = stencil::index(builder, axis)?;
        let position = builder.binary("arith.subi", position, origin[axis.index()]);
        let state = builder.op("arith.index_cast").operands(&[position]);
        let ty = mlir_shim::ir::Ty::scalar(builder.context(), ty);
        Ok(builder.build(state.results(&[ty])).result(0))
    }

    fn read(&mut self, builder: &Builder<'c>, access: &Access) -> Built<Value<'c>> {
        self.was_read(access.variable);
        let slots = self.emitter.state.slots_of(access.variable, &access.data);
        if slots.is_empty() {
            return self.read_whole(builder, access);
        }
        let Component::At(indices) = &access.data else {
            return self.read_slot(builder, slots.start, &access.position);
        };
        let number = self.linear(builder, access.variable, indices)?;
        let last = slots.end - 1;
        let mut value = self.read_slot(builder, last, &access.position)?;
        for (component, slot) in slots.enumerate().rev().skip(1) {
            let other = self.read_slot(builder, slot, &access.position)?;
            let up_to = builder.index(component as i64);
            let is_meant = compare_integers(builder, 3, number, up_to);
            value = select(builder, is_meant, other, value);
        }
        Ok(value)
    }

    /// Reads a field that nobody writes, data dimensions and all.
    fn read_whole(&mut self, builder: &Builder<'c>, access: &Access) -> Built<Value<'c>> {
        let variable = &self.emitter.tree.variables[access.variable];
        let Some(temp) = self.emitter.state.loaded.get(&access.variable).copied() else {
            let name = &variable.name;
            return Err(BuildError(format!(
                "`{name}` is read, but nothing writes it"
            )));
        };
        let indices = match &access.data {
            Component::Number(number) => {
                let numbers = super::component::indices(&variable.data, *number);
                numbers
                    .into_iter()
                    .map(|number| builder.index(number))
                    .collect()
            }
            Component::At(indices) => {
                let mut values = Vec::new();
                for index in indices {
                    let value = self.expression(builder, index)?;
                    values.push(as_index(builder, value));
                }
                values
            }
        };
        if let Position::Offset(offset) = access.position {
            let offset = on_axes(variable.axes, offset);
            return stencil::access(builder, temp, &offset, &indices);
        }
        let level = self.level(builder, &access.position)?;
        let offset = vec![0; variable.axes.numbers().filter(|axis| *axis < 2).count()];
        let anywhere = SsaBox::from(IndexBox::whole());
        let position = DynamicPosition::Absolute(level, &anywhere);
        stencil::access_dyn(builder, temp, &offset, position, &indices)
    }

    /// The number of a component, row-major; indices are clamped to their dimensions.
    pub(super) fn linear(
        &mut self,
        builder: &Builder<'c>,
        variable: usize,
        indices: &[Expression],
    ) -> Built<Value<'c>> {
        let emitter = self.emitter;
        let mut number = builder.index(0);
        for (index, size) in indices.iter().zip(&emitter.tree.variables[variable].data) {
            let index = self.expression(builder, index)?;
            let index = as_index(builder, index);
            let index = builder.binary("arith.maxsi", index, builder.index(0));
            let index = builder.binary("arith.minsi", index, builder.index(size - 1));
            let scaled = builder.binary("arith.muli", number, builder.index(*size));
            number = builder.binary("arith.addi", scaled, index);
        }
        Ok(number)
    }
}

fn scalar_of(value: Value<'_>) -> Built<Scalar> {
    let scalar = value.ty().as_scalar();
    scalar.ok_or_else(|| BuildError(format!("a value of type {} is no scalar", value.ty())))
}

fn unary<'c>(
    builder: &Builder<'c>,
    operator: UnaryOperator,
    value: Value<'c>,
    ty: Scalar,
) -> Value<'c> {
    match operator {
        UnaryOperator::Plus => value,
        UnaryOperator::Minus if matches!(ty, Scalar::F32 | Scalar::F64) => {
            let state = builder.op("arith.negf").operands(&[value]);
            builder.build(state.results(&[value.ty()])).result(0)
        }
        UnaryOperator::Minus => builder.binary("arith.subi", builder.constant(ty, 0), value),
        UnaryOperator::Not => builder.binary("arith.xori", value, builder.constant(ty, 1)),
    }
}

fn binary<'c>(
    builder: &Builder<'c>,
    operator: BinaryOperator,
    left: Value<'c>,
    right: Value<'c>,
    ty: Scalar,
) -> Value<'c> {
    use BinaryOperator::*;
    let is_float = matches!(ty, Scalar::F32 | Scalar::F64);
    let compare = |of_floats: i64, of_integers: i64| match is_float {
        true => compare_floats(builder, of_floats, left, right),
        false => compare_integers(builder, of_integers, left, right),
    };
    let name = match operator {
        Greater => return compare(2, 4),
        GreaterEqual => return compare(3, 5),
        Less => return compare(4, 2),
        LessEqual => return compare(5, 3),
        Equal => return compare(1, 0),
        NotEqual => return compare(13, 1),
        Add if is_float => "arith.addf",
        Add => "arith.addi",
        Subtract if is_float => "arith.subf",
        Subtract => "arith.subi",
        Multiply if is_float => "arith.mulf",
        Multiply => "arith.muli",
        Divide => "arith.divf",
        And => "arith.andi",
        Or => "arith.ori",
    };
    builder.binary(name, left, right)
}
