//! From JSON to a tree: names are looked up, types and ranks are checked.

mod bounds;
mod expression;
mod statement;

pub use bounds::minimum_levels;
pub use expression::literal_bits;

use crate::{
    error::Error,
    schema::{self, DataType, Document, Field},
    tree::{Loop, Parameter, Tree, Variable},
};
use fvopt_boxes::{Axes, Facts};
use mlir_shim::ir::Scalar;
use rustc_hash::FxHashMap;

/// What a name stands for.
#[derive(Clone, Copy)]
enum Named {
    Scalar(usize),
    Variable(usize),
}

struct Resolver<'d> {
    tree: Tree,
    names: FxHashMap<&'d str, Named>,
}

/// The tree of a document.
pub fn resolve(document: &Document) -> Result<Tree, Error> {
    let stencil = &document.stencil;
    if stencil.name.is_empty() {
        return Err(Error::new("the stencil has no name"));
    }
    let minimum = bounds::minimum_levels(stencil);
    let tree = Tree {
        name: stencil.name.clone(),
        at: stencil.at,
        files: document.files.clone(),
        parameters: Vec::new(),
        variables: Vec::new(),
        loops: Vec::new(),
        levels: Facts {
            minimum_size: minimum.max(1),
            ..Facts::default()
        },
    };
    let mut resolver = Resolver {
        tree,
        names: FxHashMap::default(),
    };
    let place = resolver.tree.place(stencil.at);
    resolver
        .declare(stencil)
        .map_err(|error| error.at(place.as_ref()))?;
    for vertical in &stencil.loops {
        let place = resolver.tree.place(vertical.at.or(stencil.at));
        let resolved = resolver.vertical_loop(vertical);
        let resolved = resolved.map_err(|error| error.at(place.as_ref()))?;
        resolver.tree.loops.push(resolved);
    }
    Ok(resolver.tree)
}

impl<'d> Resolver<'d> {
    fn declare(&mut self, stencil: &'d schema::Stencil) -> Result<(), Error> {
        for (number, parameter) in stencil.parameters.iter().enumerate() {
            let (name, ty, variable) = match parameter {
                schema::Parameter::Field(field) => {
                    let variable = self.variable(field, Some(number))?;
                    (&field.name, field.element, Some(variable))
                }
                schema::Parameter::Scalar(scalar) => {
                    self.name(&scalar.name, Named::Scalar(number))?;
                    (&scalar.name, scalar.ty, None)
                }
            };
            self.tree.parameters.push(Parameter {
                name: name.clone(),
                ty: scalar_of(ty),
                variable,
            });
        }
        for field in stencil.loops.iter().flat_map(|one| &one.temporaries) {
            if field.layout.is_some() {
                return Err(Error::new(format!(
                    "temporary `{}` has a layout, which parameters alone have",
                    field.name
                )));
            }
            self.variable(field, None)?;
        }
        Ok(())
    }

    fn variable(&mut self, field: &'d Field, parameter: Option<usize>) -> Result<usize, Error> {
        let number = self.tree.variables.len();
        self.name(&field.name, Named::Variable(number))?;
        let axes = axes_of(&field.axes).ok_or_else(|| {
            Error::new(format!(
                "field `{}` has the axes `{}`, but they are some of `i`, `j`, `k` in this order",
                field.name, field.axes
            ))
        })?;
        let too_many = field.data.iter().try_fold(1i64, |all, size| {
            (*size > 0)
                .then(|| all.checked_mul(*size))
                .flatten()
                .filter(|all| *all <= 1 << 16)
        });
        if too_many.is_none() {
            return Err(Error::new(format!(
                "field `{}` has data dimensions {:?}, but sizes are positive and 65536 components are the most",
                field.name, field.data
            )));
        }
        if axes.is_empty() && field.data.is_empty() {
            return Err(Error::new(format!(
                "field `{}` has neither axes nor data dimensions; make it a scalar",
                field.name
            )));
        }
        self.tree.variables.push(Variable {
            name: field.name.clone(),
            element: scalar_of(field.element),
            axes,
            data: field.data.clone(),
            parameter,
            layout: field.layout.clone(),
            is_written: false,
        });
        Ok(number)
    }

    fn name(&mut self, name: &'d str, named: Named) -> Result<(), Error> {
        match self.names.insert(name, named) {
            None if !name.is_empty() => Ok(()),
            _ => Err(Error::new(format!(
                "the name `{name}` is declared twice, or empty"
            ))),
        }
    }

    fn vertical_loop(&mut self, vertical: &'d schema::VerticalLoop) -> Result<Loop, Error> {
        let levels = bounds::levels(vertical);
        if levels.is_empty(&self.tree.levels) == fvopt_boxes::Answer::Yes {
            return Err(Error::new(
                "the interval has no level whatever the domain: its end does not lie above its start",
            ));
        }
        Ok(Loop {
            order: vertical.order,
            levels,
            body: self.block(&vertical.body, vertical.order)?,
        })
    }
}

/// The axes of a text such as `ij`.
fn axes_of(text: &str) -> Option<Axes> {
    let mut numbers = Vec::new();
    for letter in text.chars() {
        let number = "ijk".find(letter)?;
        if numbers.last().is_some_and(|last| *last >= number) {
            return None;
        }
        numbers.push(number);
    }
    Some(Axes::of_numbers(numbers))
}

/// The scalar type of IR.
pub fn scalar_of(ty: DataType) -> Scalar {
    match ty {
        DataType::Bool => Scalar::I1,
        DataType::I8 => Scalar::I8,
        DataType::I16 => Scalar::I16,
        DataType::I32 => Scalar::I32,
        DataType::I64 => Scalar::I64,
        DataType::F32 => Scalar::F32,
        DataType::F64 => Scalar::F64,
    }
}
