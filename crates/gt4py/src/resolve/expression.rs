//! Expressions, with their types.

use super::{Named, Resolver, scalar_of};
use crate::{
    error::Error,
    schema::{self, BinaryOperator, Function, UnaryOperator},
    tree::Expression,
};
use mlir_shim::ir::Scalar;

fn is_float(ty: Scalar) -> bool {
    matches!(ty, Scalar::F32 | Scalar::F64)
}

fn is_integer(ty: Scalar) -> bool {
    !is_float(ty) && ty != Scalar::I1
}

impl<'d> Resolver<'d> {
    /// An expression and its type.
    pub(super) fn expression(
        &self,
        expression: &'d schema::Expression,
    ) -> Result<(Expression, Scalar), Error> {
        Ok(match expression {
            schema::Expression::Literal { value, ty } => literal(value, scalar_of(*ty))?,
            schema::Expression::Scalar { name } => match self.names.get(name.as_str()) {
                Some(Named::Scalar(number)) => (
                    Expression::Scalar(*number),
                    self.tree.parameters[*number].ty,
                ),
                _ => return Err(Error::new(format!("there is no scalar `{name}`"))),
            },
            schema::Expression::Field(access) => {
                let access = self.access(access)?;
                let ty = self.tree.variables[access.variable].element;
                (Expression::Read(access), ty)
            }
            schema::Expression::Iterator { axis, ty } => match scalar_of(*ty) {
                ty if is_integer(ty) => (Expression::Iterator(*axis, ty), ty),
                ty => return Err(wrong("the position on an axis", "an integer type", ty)),
            },
            schema::Expression::Unary { operator, value } => self.unary(*operator, value)?,
            schema::Expression::Binary {
                operator,
                left,
                right,
            } => self.binary(*operator, left, right)?,
            schema::Expression::Ternary {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.expression_of(condition, Scalar::I1, "a condition")?;
                let (then, ty) = self.expression(then)?;
                let otherwise = self.expression_of(otherwise, ty, "the other value")?;
                let parts = Box::new([condition, then, otherwise]);
                (Expression::Select(parts), ty)
            }
            schema::Expression::Cast { ty, value } => {
                let (value, _) = self.expression(value)?;
                let ty = scalar_of(*ty);
                (Expression::Cast(ty, Box::new(value)), ty)
            }
            schema::Expression::Call {
                function,
                arguments,
            } => self.call(*function, arguments)?,
        })
    }

    /// An expression of a type.
    pub(super) fn expression_of(
        &self,
        expression: &'d schema::Expression,
        wanted: Scalar,
        what: &str,
    ) -> Result<Expression, Error> {
        match self.expression(expression)? {
            (expression, ty) if ty == wanted => Ok(expression),
            (_, ty) => Err(wrong(what, wanted.name(), ty)),
        }
    }

    /// An expression of an integer type.
    pub(super) fn integer(
        &self,
        expression: &'d schema::Expression,
        what: &str,
    ) -> Result<Expression, Error> {
        match self.expression(expression)? {
            (expression, ty) if is_integer(ty) => Ok(expression),
            (_, ty) => Err(wrong(what, "an integer type", ty)),
        }
    }

    fn unary(
        &self,
        operator: UnaryOperator,
        value: &'d schema::Expression,
    ) -> Result<(Expression, Scalar), Error> {
        let (value, ty) = self.expression(value)?;
        if (operator == UnaryOperator::Not) != (ty == Scalar::I1) {
            let wanted = match operator {
                UnaryOperator::Not => "bool",
                _ => "a number",
            };
            return Err(wrong("the operand", wanted, ty));
        }
        Ok((Expression::Unary(operator, Box::new(value)), ty))
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &'d schema::Expression,
        right: &'d schema::Expression,
    ) -> Result<(Expression, Scalar), Error> {
        use BinaryOperator::*;
        let (left, ty) = self.expression(left)?;
        let right = self.expression_of(right, ty, "the second operand")?;
        let is_bool = ty == Scalar::I1;
        let result = match operator {
            Add | Subtract | Multiply if !is_bool => ty,
            Divide if is_float(ty) => ty,
            And | Or if is_bool => ty,
            Equal | NotEqual => Scalar::I1,
            Greater | Less | GreaterEqual | LessEqual if !is_bool => Scalar::I1,
            Divide => return Err(wrong("an operand of `/`", "a float", ty)),
            And | Or => return Err(wrong("an operand", "bool", ty)),
            _ => return Err(wrong("an operand", "a number", ty)),
        };
        let operands = Box::new([left, right]);
        Ok((Expression::Binary(operator, operands), result))
    }

    fn call(
        &self,
        function: Function,
        arguments: &'d [schema::Expression],
    ) -> Result<(Expression, Scalar), Error> {
        use Function::*;
        let wanted = match function {
            Min | Max | Mod | Pow => 2,
            _ => 1,
        };
        if arguments.len() != wanted {
            return Err(Error::new(format!(
                "`{function:?}` takes {wanted} arguments, but {} are given",
                arguments.len()
            )));
        }
        let (first, ty) = self.expression(&arguments[0])?;
        let mut resolved = vec![first];
        for argument in &arguments[1..] {
            resolved.push(self.expression_of(argument, ty, "the second argument")?);
        }
        let result = match function {
            Gamma => {
                return Err(Error::new(
                    "`gamma` is not available: neither LLVM's math dialect nor fvopt's own functions have it",
                ));
            }
            Abs | Min | Max | Mod | Pow if ty != Scalar::I1 => ty,
            // As NumPy has them: integers are whole and finite.
            Floor | Ceil | Trunc if is_integer(ty) => ty,
            Isfinite | Isinf | Isnan if ty != Scalar::I1 => Scalar::I1,
            _ if is_float(ty) => ty,
            _ => {
                return Err(wrong(
                    &format!("an argument of `{function:?}`"),
                    "a float",
                    ty,
                ));
            }
        };
        Ok((Expression::Call(function, resolved), result))
    }
}

fn wrong(what: &str, wanted: &str, ty: Scalar) -> Error {
    Error::new(format!(
        "{what} must be of type {wanted}, but is of type {}; write a cast",
        ty.name()
    ))
}

fn literal(text: &str, ty: Scalar) -> Result<(Expression, Scalar), Error> {
    Ok((Expression::Literal(ty, literal_bits(text, ty)?), ty))
}

/// The value of a literal, as Python writes it: an integer, or the bits of a float.
pub fn literal_bits(text: &str, ty: Scalar) -> Result<u64, Error> {
    let bits = match ty {
        Scalar::F64 => float(text).map(f64::to_bits),
        // Python reads a float as f64 first, and NumPy rounds it then.
        Scalar::F32 => float(text).map(|value| u64::from((value as f32).to_bits())),
        Scalar::I1 => match text {
            "True" | "true" => Some(1),
            "False" | "false" => Some(0),
            _ => None,
        },
        _ => {
            let bits = 8 * ty.bytes() as u32;
            let value = text.parse::<i64>().ok();
            let fits =
                |value: &i64| bits == 64 || (-(1 << (bits - 1))..1 << (bits - 1)).contains(value);
            value.filter(fits).map(|value| value as u64)
        }
    };
    bits.ok_or_else(|| Error::new(format!("`{text}` is no literal of type {}", ty.name())))
}

/// A float of Python; Rust reads the same texts, but for underscores.
fn float(text: &str) -> Option<f64> {
    text.replace('_', "").parse().ok()
}
