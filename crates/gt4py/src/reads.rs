//! What statements read and write.

use crate::tree::{Access, Component, Expression, Kind, Position, Statement};
use rustc_hash::FxHashSet;

/// What a statement touches, with all that is in it.
#[derive(Default)]
pub struct Accesses {
    /// Variables and the offsets that they are read at; without one where the level is computed.
    pub reads: FxHashSet<(usize, Option<[i64; 3]>)>,
    /// Variables and the offsets on k that they are assigned at.
    pub writes: FxHashSet<(usize, i64)>,
    /// Whether the point's position is asked for, or a level by its number.
    pub asks_position: bool,
}

impl Accesses {
    /// Of a statement.
    pub fn of(statement: &Statement) -> Self {
        let mut accesses = Self::default();
        accesses.statement(statement);
        accesses
    }

    /// The variables that are assigned.
    pub fn written(&self) -> FxHashSet<usize> {
        self.writes.iter().map(|(variable, _)| *variable).collect()
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.kind {
            Kind::Assign { target, value } => {
                self.expression(value);
                if let Component::At(indices) = &target.data {
                    indices.iter().for_each(|index| self.expression(index));
                    // The components that are not meant stay as they were.
                    self.reads.insert((target.variable, Some(offset(target))));
                }
                self.writes.insert((target.variable, offset(target)[2]));
            }
            Kind::If {
                condition,
                then,
                otherwise,
            } => {
                self.expression(condition);
                for inner in then.iter().chain(otherwise) {
                    self.statement(inner);
                }
            }
            Kind::While { condition, body } => {
                self.expression(condition);
                body.iter().for_each(|inner| self.statement(inner));
            }
            Kind::Region { body, .. } => body.iter().for_each(|inner| self.statement(inner)),
        }
    }

    fn expression(&mut self, expression: &Expression) {
        walk(expression, &mut |inner| match inner {
            Expression::Read(access) => {
                let offset = match &access.position {
                    Position::Offset(offset) => Some(*offset),
                    Position::Relative(_) => None,
                    Position::Absolute(_) => {
                        self.asks_position = true;
                        None
                    }
                };
                self.reads.insert((access.variable, offset));
            }
            Expression::Iterator(..) => self.asks_position = true,
            _ => {}
        });
    }
}

/// The constant offset of an assignment's target.
pub fn offset(target: &Access) -> [i64; 3] {
    match target.position {
        Position::Offset(offset) => offset,
        _ => [0; 3],
    }
}

/// Visits an expression and all that is in it.
pub fn walk<'e>(expression: &'e Expression, visit: &mut dyn FnMut(&'e Expression)) {
    visit(expression);
    match expression {
        Expression::Literal(..) | Expression::Scalar(_) | Expression::Iterator(..) => {}
        Expression::Read(access) => {
            if let Position::Relative(value) | Position::Absolute(value) = &access.position {
                walk(value, visit);
            }
            if let Component::At(indices) = &access.data {
                indices.iter().for_each(|index| walk(index, visit));
            }
        }
        Expression::Unary(_, value) | Expression::Cast(_, value) => walk(value, visit),
        Expression::Binary(_, operands) => operands.iter().for_each(|one| walk(one, visit)),
        Expression::Select(parts) => parts.iter().for_each(|one| walk(one, visit)),
        Expression::Call(_, arguments) => arguments.iter().for_each(|one| walk(one, visit)),
    }
}

/// Visits the expressions of a statement, those of nested statements as well.
pub fn expressions<'s>(statement: &'s Statement, visit: &mut dyn FnMut(&'s Expression)) {
    match &statement.kind {
        Kind::Assign { target, value } => {
            if let Component::At(indices) = &target.data {
                indices.iter().for_each(|index| walk(index, visit));
            }
            walk(value, visit);
        }
        Kind::If {
            condition,
            then,
            otherwise,
        } => {
            walk(condition, visit);
            let inner = then.iter().chain(otherwise);
            inner.for_each(|inner| expressions(inner, visit));
        }
        Kind::While { condition, body } => {
            walk(condition, visit);
            body.iter().for_each(|inner| expressions(inner, visit));
        }
        Kind::Region { body, .. } => body.iter().for_each(|inner| expressions(inner, visit)),
    }
}
