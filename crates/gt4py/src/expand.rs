//! The statements of a loop as items: what is computed by one apply or one stage.
//!
//! A branch stays one item, unless its parts must be complete on the whole plane before the next one
//! starts: where it reads at an offset what it assigns, or has regions in it. Then its condition becomes a
//! temporary, as in GT4Py, and each part an item that asks it.

use crate::{
    error::Error,
    reads::{Accesses, walk},
    schema::{At, BinaryOperator, LoopOrder, UnaryOperator},
    tree::{Access, Component, Expression, Kind, Position, Region, Statement, Tree, Variable},
};
use fvopt_boxes::Axes;
use mlir_shim::ir::Scalar;
use rustc_hash::FxHashSet;

/// What is computed by one apply or one stage.
pub struct Item {
    /// The number of its loop.
    pub vertical: usize,
    /// The number of the user's statement that it is a part of.
    pub block: usize,
    /// Whether another part of the statement reads aside what parts of it write: then they are all computed
    /// just as far beyond the domain as GT4Py computes the statement, which can be seen at the border.
    pub is_confined: bool,
    /// Where on the plane; everywhere without one.
    pub region: Option<Region>,
    pub statement: Statement,
    pub accesses: Accesses,
}

/// The items of all loops, in order. Conditions that become temporaries are added to the tree.
pub fn expand(tree: &mut Tree) -> Result<Vec<Item>, Error> {
    let mut expansion = Expansion {
        order: LoopOrder::Parallel,
        vertical: 0,
        block: 0,
        variables: Vec::new(),
        first_variable: tree.variables.len(),
        items: Vec::new(),
    };
    for (number, vertical) in tree.loops.iter().enumerate() {
        expansion.order = vertical.order;
        expansion.vertical = number;
        for statement in &vertical.body {
            let first = expansion.items.len();
            let split = expansion.split(statement, None, None);
            split.map_err(|(at, error)| error.at(tree.place(at).as_ref()))?;
            confine(&mut expansion.items[first..]);
            expansion.block += 1;
        }
    }
    tree.variables.append(&mut expansion.variables);
    Ok(expansion.items)
}

struct Expansion {
    order: LoopOrder,
    vertical: usize,
    block: usize,
    variables: Vec<Variable>,
    first_variable: usize,
    items: Vec<Item>,
}

type Split = Result<(), (Option<At>, Error)>;

impl Expansion {
    fn split(
        &mut self,
        statement: &Statement,
        guard: Option<&Expression>,
        region: Option<&Region>,
    ) -> Split {
        match &statement.kind {
            Kind::Region {
                region: inner,
                body,
            } => {
                let region = match region {
                    Some(outer) => Region {
                        i: outer.i.intersect(&inner.i),
                        j: outer.j.intersect(&inner.j),
                    },
                    None => inner.clone(),
                };
                for statement in body {
                    self.split(statement, guard, Some(&region))?;
                }
                Ok(())
            }
            Kind::If {
                condition,
                then,
                otherwise,
            } if self.must_split(statement) => {
                let condition = self.condition(statement.at, condition, region);
                let not = Expression::Unary(UnaryOperator::Not, Box::new(condition.clone()));
                for (condition, branch) in [(condition, then), (not, otherwise)] {
                    let guard = both(guard, condition);
                    for inner in branch {
                        self.split(inner, Some(&guard), region)?;
                    }
                }
                Ok(())
            }
            Kind::While { .. } if has_region(statement) => {
                let message = "a region inside of a `while` is not available; put the loop into the region, or \
                               compute the region's part in a temporary before the loop";
                Err((statement.at, Error::new(message)))
            }
            _ => {
                let statement = match guard {
                    None => statement.clone(),
                    Some(guard) => Statement {
                        at: statement.at,
                        kind: Kind::If {
                            condition: guard.clone(),
                            then: vec![statement.clone()],
                            otherwise: Vec::new(),
                        },
                    },
                };
                self.push(statement, region);
                Ok(())
            }
        }
    }

    fn push(&mut self, statement: Statement, region: Option<&Region>) {
        self.items.push(Item {
            vertical: self.vertical,
            block: self.block,
            is_confined: false,
            region: region.cloned(),
            accesses: Accesses::of(&statement),
            statement,
        });
    }

    /// Whether the parts of a branch must be complete one after the other.
    fn must_split(&self, statement: &Statement) -> bool {
        let accesses = Accesses::of(statement);
        let written = accesses.written();
        let reads_aside = accesses.reads.iter().any(|(variable, offset)| {
            let aside = match offset {
                Some([i, j, k]) => {
                    (*i, *j) != (0, 0) || (*k != 0 && self.order == LoopOrder::Parallel)
                }
                None => true,
            };
            aside && written.contains(variable)
        });
        reads_aside || accesses.writes.len() > written.len() || has_region(statement)
    }

    /// The value of a condition, kept in a temporary where it differs between points.
    fn condition(
        &mut self,
        at: Option<At>,
        condition: &Expression,
        region: Option<&Region>,
    ) -> Expression {
        let mut is_uniform = true;
        walk(condition, &mut |inner| {
            is_uniform &= !matches!(inner, Expression::Read(_) | Expression::Iterator(..));
        });
        if is_uniform {
            return condition.clone();
        }
        let number = self.first_variable + self.variables.len();
        self.variables.push(Variable {
            name: format!("the condition of number {number}"),
            element: Scalar::I1,
            axes: Axes::IJK,
            data: Vec::new(),
            parameter: None,
            layout: None,
            is_written: true,
        });
        let target = Access {
            variable: number,
            position: Position::Offset([0; 3]),
            data: Component::Number(0),
        };
        let kind = Kind::Assign {
            target: target.clone(),
            value: condition.clone(),
        };
        self.push(Statement { at, kind }, region);
        Expression::Read(target)
    }
}

/// Marks the parts of a statement where one reads aside what one writes.
fn confine(items: &mut [Item]) {
    let written: FxHashSet<usize> = items
        .iter()
        .flat_map(|item| item.accesses.written())
        .collect();
    let mut reads = items.iter().flat_map(|item| &item.accesses.reads);
    let is_confined = reads.any(|(variable, offset)| {
        let is_aside = offset.is_some_and(|[i, j, _]| (i, j) != (0, 0));
        is_aside && written.contains(variable)
    });
    items
        .iter_mut()
        .for_each(|item| item.is_confined = is_confined);
}

fn both(guard: Option<&Expression>, condition: Expression) -> Expression {
    match guard {
        None => condition,
        Some(guard) => {
            let operands = Box::new([guard.clone(), condition]);
            Expression::Binary(BinaryOperator::And, operands)
        }
    }
}

fn has_region(statement: &Statement) -> bool {
    match &statement.kind {
        Kind::Assign { .. } => false,
        Kind::If {
            then, otherwise, ..
        } => then.iter().chain(otherwise).any(has_region),
        Kind::While { body, .. } => body.iter().any(has_region),
        Kind::Region { .. } => true,
    }
}
