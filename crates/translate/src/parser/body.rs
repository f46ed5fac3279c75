//! The operations of the stencil dialect that stand in the body of an apply.

use super::{Declared, Parser, stencil::dimension_number};
use crate::{
    error::{Error, Site},
    program::{Bounds, Kind, ValueId},
    scanner::Token,
    types::{self, Grid, Type},
};

impl<'t> Parser<'t> {
    /// `%t[-1, 0, 0] : type`, where `_` stands for a dimension that the temp does not have.
    pub(super) fn access(&mut self, site: Site, declared: &[Declared<'t>]) -> Result<Kind, Error> {
        let temp = self.operand()?;
        let (mut offsets, mut mapping) = (Vec::new(), Vec::new());
        let in_angles = self.take("<")?;
        self.expect("[")?;
        let mut count = 0;
        while !self.take("]")? {
            if count > 0 {
                self.expect(",")?;
            }
            if !self.take("_")? {
                offsets.push(types::integer(&mut self.scanner)?);
                mapping.push(count);
            }
            count += 1;
        }
        if in_angles {
            self.expect(">")?;
        }
        self.skip_attributes()?;
        self.expect(":")?;
        self.types()?;
        if self.take("->")? {
            self.types()?;
        }
        let mapping = (offsets.len() < count).then_some(mapping);
        self.accessed(site, declared, temp, (offsets, mapping))
    }

    /// An access whose parts were read.
    pub(super) fn accessed(
        &mut self,
        site: Site,
        declared: &[Declared<'t>],
        temp: ValueId,
        (offsets, mapping): (Vec<i64>, Option<Vec<usize>>),
    ) -> Result<Kind, Error> {
        let grid = self.grid(site, "stencil.access", temp)?;
        check_count(site, "offsets", offsets.len(), grid)?;
        if let Some(mapping) = &mapping
            && (mapping.len() != offsets.len() || mapping.windows(2).any(|two| two[0] >= two[1]))
        {
            let message = format!(
                "offset_mapping {mapping:?} does not give each of {} offsets a dimension, in order",
                offsets.len()
            );
            return Err(Error::new(site, message));
        }
        let element = Type::Scalar(grid.element.clone());
        let result = self.results(declared, vec![Some(element)], ("stencil.access", site))?[0];
        Ok(Kind::Access {
            result,
            temp,
            offsets,
            mapping,
        })
    }

    /// `%t[%i, %j, %k] in <[-1, -1, -1]> : <[1, 1, 1]> : type`
    pub(super) fn dynamic_access(
        &mut self,
        site: Site,
        declared: &[Declared<'t>],
    ) -> Result<Kind, Error> {
        let temp = self.operand()?;
        let close = match self.take("(")? {
            true => ")",
            false => {
                self.expect("[")?;
                "]"
            }
        };
        let mut positions = Vec::new();
        while !self.take(close)? {
            if !positions.is_empty() {
                self.expect(",")?;
            }
            positions.push(self.operand()?);
        }
        self.expect("in")?;
        let low = self.index_attribute()?;
        self.expect(":")?;
        let high = self.index_attribute()?;
        self.skip_attributes()?;
        self.expect(":")?;
        self.types()?;
        if self.take("->")? {
            self.types()?;
        }
        self.accessed_dynamically(site, declared, temp, positions, Bounds { low, high })
    }

    pub(super) fn accessed_dynamically(
        &mut self,
        site: Site,
        declared: &[Declared<'t>],
        temp: ValueId,
        positions: Vec<ValueId>,
        extent: Bounds,
    ) -> Result<Kind, Error> {
        let name = "stencil.dyn_access";
        let grid = self.grid(site, name, temp)?;
        check_count(site, "positions", positions.len(), grid)?;
        check_count(site, "low ends of the extent", extent.low.len(), grid)?;
        check_count(site, "high ends of the extent", extent.high.len(), grid)?;
        let element = Type::Scalar(grid.element.clone());
        let result = self.results(declared, vec![Some(element)], (name, site))?[0];
        Ok(Kind::DynamicAccess {
            result,
            temp,
            positions,
            extent,
        })
    }

    fn grid(&self, site: Site, name: &str, temp: ValueId) -> Result<&Grid, Error> {
        let value = &self.values[temp.0];
        value.ty.as_ref().and_then(Type::grid).ok_or_else(|| {
            let message = format!("{name} reads a value that is neither temp nor field");
            Error::new(site, message).note(value.site, "the value is defined here")
        })
    }

    pub(super) fn index(
        &mut self,
        site: Site,
        declared: &[Declared<'t>],
        dimension: i64,
        offsets: &[i64],
    ) -> Result<Kind, Error> {
        let dimension = dimension_number(site, dimension)?;
        let Some(offset) = offsets.get(dimension) else {
            let message = format!("{} offsets, none for dimension {dimension}", offsets.len());
            return Err(Error::new(site, message));
        };
        let types = vec![Some(Type::Scalar("index".to_string()))];
        let result = self.results(declared, types, ("stencil.index", site))?[0];
        Ok(Kind::Index {
            result,
            dimension,
            offset: *offset,
        })
    }

    pub(super) fn store_result(
        &mut self,
        site: Site,
        declared: &[Declared<'t>],
        value: Option<ValueId>,
    ) -> Result<Kind, Error> {
        let Some(value) = value else {
            return Err(Error::new(
                site,
                "this stores nothing at some points; in fvopt an apply has a value at every point, \
                 and a store says on which box it is written: give a value, and store on that box",
            ));
        };
        let ty = self.values[value.0].ty.clone();
        let result = self.results(declared, vec![ty], ("stencil.store_result", site))?[0];
        self.alias(result, value);
        Ok(Kind::Nothing)
    }

    /// `%a, %b unroll <[1, 2, 1]> : type, type` after `stencil.return`.
    pub(super) fn returned(&mut self, site: Site) -> Result<Kind, Error> {
        let mut values = Vec::new();
        while let Token::Value(..) = self.scanner.peek()? {
            values.push(self.operand()?);
            if !self.take(",")? {
                break;
            }
        }
        if self.take("unroll")? {
            return Err(unrolled(site));
        }
        if values.is_empty() {
            return Err(Error::new(site, "stencil.return gives no value"));
        }
        self.skip_attributes()?;
        self.expect(":")?;
        self.ty()?;
        while self.take(",")? {
            self.ty()?;
        }
        Ok(Kind::Yield(values))
    }
}

/// The error for an unrolled body.
pub(super) fn unrolled(site: Site) -> Error {
    Error::new(
        site,
        "this body is unrolled; translate the program as it was before `stencil-unroll`",
    )
}

fn check_count(site: Site, what: &str, count: usize, grid: &Grid) -> Result<(), Error> {
    let dimensions = grid.dimensions.len();
    match count == dimensions {
        true => Ok(()),
        false => {
            let message = format!("{count} {what} for a temp of {dimensions} dimensions");
            Err(Error::new(site, message))
        }
    }
}
