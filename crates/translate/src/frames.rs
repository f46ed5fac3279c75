//! On which axes every value is.
//!
//! Their types count dimensions and do not name them. The first dimension of an apply is its first
//! axis; a value of fewer dimensions than the apply that reads it says at the access which ones it
//! has. A field, what is loaded from it and what is stored to it are on the same axes.

use crate::{
    error::{Error, Site},
    program::{Apply, Function, Kind, Operation, ValueId},
    types::{Grid, Type},
};
use std::collections::HashMap;

/// The dimensions of the grid that the dimensions of every value are.
pub(crate) struct Frames {
    /// Union-find over values that are on the same axes.
    parents: Vec<usize>,
    /// The dimensions of a class, and what said so.
    dimensions: Vec<Option<(Vec<usize>, Site)>>,
    /// Positions that an index operation gives: dimension of the grid and offset.
    pub(crate) positions: HashMap<ValueId, (usize, i64)>,
}

impl Frames {
    /// Infers them for a function.
    pub(crate) fn of(function: &Function) -> Result<Self, Error> {
        let count = function.values.len();
        let mut frames = Self {
            parents: (0..count).collect(),
            dimensions: vec![None; count],
            positions: HashMap::new(),
        };
        for (number, value) in function.values.iter().enumerate() {
            if let Some(same) = value.same_as {
                frames.unite(number, same.0);
            }
        }
        for operation in &function.body {
            frames.unite_operation(function, operation)?;
        }
        frames.check_ranks(function)?;
        for (number, value) in function.values.iter().enumerate() {
            let grid = value.ty.as_ref().and_then(Type::grid);
            // All three dimensions, or dimensions that are counted though they are not there.
            if let Some(grid) = grid.filter(|grid| grid.names_axes() || grid.dimensions.len() == 3)
            {
                let all = (0..grid.dimensions.len()).collect();
                frames.assign(function, ValueId(number), all, value.site)?;
            }
        }
        // Users come before what they use, so that they say what it is.
        for operation in function.body.iter().rev() {
            if let Kind::Apply(apply) = &operation.kind {
                frames.apply(function, operation.site, apply)?;
            }
        }
        Ok(frames)
    }

    /// The dimension of the grid that each dimension of a value is.
    pub(crate) fn dimensions(&mut self, value: ValueId, grid: &Grid) -> Vec<usize> {
        let class = self.find(value.0);
        match &self.dimensions[class] {
            Some((dimensions, _)) => dimensions.clone(),
            None => (0..grid.dimensions.len()).collect(),
        }
    }

    fn find(&mut self, mut number: usize) -> usize {
        while self.parents[number] != number {
            self.parents[number] = self.parents[self.parents[number]];
            number = self.parents[number];
        }
        number
    }

    /// Values of one class are the same memory or the same value: they have as many dimensions.
    fn check_ranks(&mut self, function: &Function) -> Result<(), Error> {
        let mut ranks: HashMap<usize, (usize, usize)> = HashMap::new();
        for (number, value) in function.values.iter().enumerate() {
            let Some(grid) = value.ty.as_ref().and_then(Type::grid) else {
                continue;
            };
            let rank = grid.dimensions.len();
            let (first, known) = *ranks.entry(self.find(number)).or_insert((number, rank));
            if rank != known {
                let message = format!(
                    "{} has {rank} dimensions, but it is or holds the same as {}, which has {known}",
                    function.shown(ValueId(number)),
                    function.shown(ValueId(first))
                );
                let other = function.values[first].site;
                return Err(Error::new(value.site, message).note(other, "it is defined here"));
            }
        }
        Ok(())
    }

    fn unite(&mut self, left: usize, right: usize) {
        let (left, right) = (self.find(left), self.find(right));
        self.parents[left] = right;
    }

    fn unite_operation(&mut self, function: &Function, operation: &Operation) -> Result<(), Error> {
        let pairs: Vec<(ValueId, ValueId)> = match &operation.kind {
            Kind::Load { result, field } => vec![(*result, *field)],
            Kind::Store { temp, field, .. } => vec![(*temp, *field)],
            Kind::Combine(combine) => {
                let parts = combine.parts.iter();
                parts
                    .flat_map(|(result, lower, upper)| [(*result, *lower), (*result, *upper)])
                    .collect()
            }
            Kind::Apply(apply) => {
                let all = [&apply.results[..], &apply.outputs[..]].concat();
                all.windows(2).map(|two| (two[0], two[1])).collect()
            }
            _ => Vec::new(),
        };
        for (left, right) in pairs {
            let (first, second) = (
                grid(function, operation.site, left)?,
                grid(function, operation.site, right)?,
            );
            let (first, second) = (first.dimensions.len(), second.dimensions.len());
            if first != second {
                let message = format!(
                    "{} has {first} dimensions and {} has {second}; here they must be the same",
                    function.shown(left),
                    function.shown(right)
                );
                return Err(Error::new(operation.site, message));
            }
            self.unite(left.0, right.0);
        }
        Ok(())
    }

    fn assign(
        &mut self,
        function: &Function,
        value: ValueId,
        dimensions: Vec<usize>,
        site: Site,
    ) -> Result<(), Error> {
        let class = self.find(value.0);
        match &self.dimensions[class] {
            None => {
                self.dimensions[class] = Some((dimensions, site));
                Ok(())
            }
            Some((before, _)) if *before == dimensions => Ok(()),
            Some((before, other)) => {
                let message = format!(
                    "{} is on the dimensions {dimensions:?} here and on {before:?} elsewhere; a \
                     field of fvopt is on fixed axes: pass it twice, as two arguments",
                    function.shown(value)
                );
                Err(Error::new(site, message).note(*other, "this says so"))
            }
        }
    }

    fn apply(&mut self, function: &Function, site: Site, apply: &Apply) -> Result<(), Error> {
        let first = apply.results.iter().chain(&apply.outputs).next();
        let first = *first.ok_or_else(|| Error::new(site, "stencil.apply has no result"))?;
        let dimensions = {
            let grid = grid(function, site, first)?;
            self.dimensions(first, grid)
        };
        self.assign(function, first, dimensions.clone(), site)?;
        self.body(function, &apply.body, &dimensions)
    }

    fn body(
        &mut self,
        function: &Function,
        body: &[Operation],
        apply: &[usize],
    ) -> Result<(), Error> {
        for operation in body {
            let site = operation.site;
            match &operation.kind {
                Kind::Access { temp, mapping, .. } => {
                    let rank = grid(function, site, *temp)?.dimensions.len();
                    let numbers = match mapping {
                        Some(mapping) => mapping.clone(),
                        None => (0..rank).collect(),
                    };
                    let dimensions = numbers.iter().map(|number| apply.get(*number).copied());
                    let dimensions: Option<Vec<usize>> = dimensions.collect();
                    let fits = mapping.is_some() || rank == apply.len();
                    let Some(dimensions) = dimensions.filter(|_| fits) else {
                        return Err(wrong_rank(function, site, *temp, rank, apply.len()));
                    };
                    self.assign(function, *temp, dimensions, site)?;
                }
                Kind::DynamicAccess { temp, .. } => {
                    let rank = grid(function, site, *temp)?.dimensions.len();
                    if rank != apply.len() {
                        return Err(wrong_rank(function, site, *temp, rank, apply.len()));
                    }
                    self.assign(function, *temp, apply.to_vec(), site)?;
                }
                Kind::Index {
                    result,
                    dimension,
                    offset,
                } => {
                    let Some(known) = apply.get(*dimension) else {
                        let message =
                            format!("dimension {dimension} of an apply that has {}", apply.len());
                        return Err(Error::new(site, message));
                    };
                    self.positions.insert(*result, (*known, *offset));
                }
                Kind::If {
                    then, otherwise, ..
                } => {
                    self.body(function, then, apply)?;
                    self.body(function, otherwise, apply)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn wrong_rank(function: &Function, site: Site, temp: ValueId, rank: usize, apply: usize) -> Error {
    let message = format!(
        "{} has {rank} dimensions, the apply has {apply}: write `_` at the access for those that it \
         does not have, as in `%a[0, _, _]`",
        function.shown(temp)
    );
    Error::new(site, message)
}

/// The dimensions and elements of a field or temp.
pub(crate) fn grid(function: &Function, site: Site, value: ValueId) -> Result<&Grid, Error> {
    let known = &function.value(value);
    known.ty.as_ref().and_then(Type::grid).ok_or_else(|| {
        let message = format!("{} is neither a field nor a temp", function.shown(value));
        Error::new(site, message).note(known.site, "it is defined here")
    })
}
