//! Statements.

use super::{Named, Resolver, bounds};
use crate::{
    error::Error,
    schema::{self, At, LoopOrder},
    tree::{Access, Component, Kind, Position, Region, Statement},
};
use fvopt_boxes::Axes;
use mlir_shim::ir::Scalar;

impl<'d> Resolver<'d> {
    /// The statements of a block.
    pub(super) fn block(
        &mut self,
        statements: &'d [schema::Statement],
        order: LoopOrder,
    ) -> Result<Vec<Statement>, Error> {
        statements
            .iter()
            .map(|statement| {
                let at = place_of(statement);
                let place = self.tree.place(at);
                let kind = self.kind(statement, order);
                let kind = kind.map_err(|error| error.at(place.as_ref()))?;
                Ok(Statement { at, kind })
            })
            .collect()
    }

    fn kind(&mut self, statement: &'d schema::Statement, order: LoopOrder) -> Result<Kind, Error> {
        Ok(match statement {
            schema::Statement::Assign { target, value, .. } => {
                let (value, ty) = self.expression(value)?;
                let target = self.target(target, order)?;
                let variable = &self.tree.variables[target.variable];
                if variable.element != ty {
                    return Err(Error::new(format!(
                        "`{}` holds {}, but the value is of type {}; write a cast",
                        variable.name,
                        variable.element.name(),
                        ty.name()
                    )));
                }
                Kind::Assign { target, value }
            }
            schema::Statement::If {
                condition,
                then,
                otherwise,
                ..
            } => Kind::If {
                condition: self.expression_of(condition, Scalar::I1, "a condition")?,
                then: self.block(then, order)?,
                otherwise: self.block(otherwise, order)?,
            },
            schema::Statement::While {
                condition, body, ..
            } => Kind::While {
                condition: self.expression_of(condition, Scalar::I1, "a condition")?,
                body: self.block(body, order)?,
            },
            schema::Statement::Region { i, j, body, .. } => Kind::Region {
                region: Region {
                    i: bounds::horizontal(i),
                    j: bounds::horizontal(j),
                },
                body: self.block(body, order)?,
            },
        })
    }

    fn target(
        &mut self,
        target: &'d schema::FieldAccess,
        order: LoopOrder,
    ) -> Result<Access, Error> {
        let access = self.access(target)?;
        let variable = &mut self.tree.variables[access.variable];
        variable.is_written = true;
        let name = &variable.name;
        let Position::Offset([i, j, k]) = access.position else {
            return Err(Error::new(format!(
                "`{name}` is assigned at a computed level; assign at a constant offset on k"
            )));
        };
        if (i, j) != (0, 0) {
            return Err(Error::new(format!(
                "`{name}` is assigned at the offset [{i}, {j}, {k}]; there is no offset on i and j on the left"
            )));
        }
        if k != 0 && order == LoopOrder::Parallel {
            return Err(Error::new(format!(
                "`{name}` is assigned {k} levels away from the point; this needs FORWARD or BACKWARD"
            )));
        }
        let allowed = match order {
            LoopOrder::Parallel => variable.axes == Axes::IJK,
            _ => variable.axes == Axes::IJK || variable.axes == Axes::IJ,
        };
        if !allowed {
            return Err(Error::new(format!(
                "`{name}` has the axes {:?}; assigned are fields with all three axes, and in FORWARD and BACKWARD \
                 also those with i and j",
                variable.axes
            )));
        }
        Ok(access)
    }

    /// A variable at a place, with what is computed for it.
    pub(super) fn access(&self, access: &'d schema::FieldAccess) -> Result<Access, Error> {
        let Some(Named::Variable(number)) = self.names.get(access.name.as_str()).copied() else {
            return Err(Error::new(format!("there is no field `{}`", access.name)));
        };
        let variable = &self.tree.variables[number];
        if access.data.len() != variable.data.len() {
            return Err(Error::new(format!(
                "`{}` has {} data dimensions, but {} indices are given",
                variable.name,
                variable.data.len(),
                access.data.len()
            )));
        }
        let position = match &access.position {
            schema::Position::Offset(offset) => {
                if let Some(far) = offset.iter().find(|offset| offset.abs() > 1_000_000) {
                    return Err(Error::new(format!(
                        "`{}` is accessed at the offset {far}, but offsets lie between -1000000 and 1000000",
                        variable.name
                    )));
                }
                let offset = std::array::from_fn(|axis| match variable.axes.has_number(axis) {
                    true => offset[axis],
                    false => 0,
                });
                Position::Offset(offset)
            }
            _ if !variable.axes.has_number(2) => Position::Offset([0; 3]),
            schema::Position::LevelOffset(value) => {
                Position::Relative(Box::new(self.integer(value, "an offset on k")?))
            }
            schema::Position::Level(value) => {
                Position::Absolute(Box::new(self.integer(value, "a level")?))
            }
        };
        Ok(Access {
            variable: number,
            position,
            data: self.component(variable, &access.data)?,
        })
    }

    fn component(
        &self,
        variable: &crate::tree::Variable,
        indices: &'d [schema::Expression],
    ) -> Result<Component, Error> {
        let mut number = 0;
        for (index, size) in indices.iter().zip(&variable.data) {
            let schema::Expression::Literal { value, .. } = index else {
                let indices = indices
                    .iter()
                    .map(|index| self.integer(index, "an index of a data dimension"));
                return Ok(Component::At(indices.collect::<Result<_, _>>()?));
            };
            let constant = value.parse::<i64>().ok();
            let inside = constant.filter(|index| (0..*size).contains(index));
            let inside = inside.ok_or_else(|| {
                Error::new(format!(
                    "`{}` has a data dimension of size {size}, and the index {value} is not in it",
                    variable.name
                ))
            })?;
            number = number * *size as usize + inside as usize;
        }
        Ok(Component::Number(number))
    }
}

fn place_of(statement: &schema::Statement) -> Option<At> {
    match statement {
        schema::Statement::Assign { at, .. }
        | schema::Statement::If { at, .. }
        | schema::Statement::While { at, .. }
        | schema::Statement::Region { at, .. } => *at,
    }
}
