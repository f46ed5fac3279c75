//! The operations of the stencil dialect in their own syntax.

use super::{Declared, Parser, attributes::bounds, operation::unsupported};
use crate::{
    error::{Error, Site},
    program::{Bounds, Combine, Kind, ValueId},
    scanner::Token,
    types::{self, Grid, Type},
};

impl<'t> Parser<'t> {
    /// An operation after its name.
    pub(super) fn stencil(
        &mut self,
        name: &'t str,
        site: Site,
        declared: &[Declared<'t>],
    ) -> Result<Kind, Error> {
        match name {
            "cast" | "load" | "buffer" | "external_load" => self.conversion(name, site, declared),
            "assert" => {
                let field = self.operand()?;
                let bounds = self.bounds_in_parentheses()?;
                self.skip_attributes()?;
                self.expect(":")?;
                self.ty()?;
                Ok(Kind::Allocation { field, bounds })
            }
            "store" => self.store(),
            "external_store" => {
                let field = self.operand()?;
                self.expect("to")?;
                let memory = self.operand()?;
                self.skip_attributes()?;
                self.expect(":")?;
                self.ty()?;
                self.expect("to")?;
                self.ty()?;
                self.external_store(site, field, memory)
            }
            "apply" => self.apply(site, declared),
            "combine" => self.combine(site, declared),
            "access" => self.access(site, declared),
            "dyn_access" => self.dynamic_access(site, declared),
            "index" => {
                let dimension = types::integer(&mut self.scanner)?;
                let offsets = self.index_attribute()?;
                self.skip_attributes()?;
                if self.take(":")? {
                    self.ty()?;
                }
                self.index(site, declared, dimension, &offsets)
            }
            "store_result" => {
                let value = match self.scanner.peek()? {
                    Token::Value(..) => Some(self.operand()?),
                    _ => None,
                };
                self.skip_attributes()?;
                self.expect(":")?;
                self.types()?;
                if self.take("->")? {
                    self.types()?;
                }
                self.store_result(site, declared, value)
            }
            "return" => {
                let kind = self.returned(site)?;
                self.skip_attributes()?;
                Ok(kind)
            }
            _ => Err(unsupported(&format!("stencil.{name}"), site)),
        }
    }

    /// `%f ([..] : [..]) : type -> type` and its older and shorter forms.
    fn conversion(
        &mut self,
        name: &str,
        site: Site,
        declared: &[Declared<'t>],
    ) -> Result<Kind, Error> {
        let source = self.operand()?;
        let range = match self.scanner.peek_letter() {
            Some('(') => Some(self.bounds_in_parentheses()?),
            _ => None,
        };
        self.skip_attributes()?;
        self.expect(":")?;
        let from = self.types()?;
        let to = match self.take("->")? {
            true => self.types()?,
            // The shortest form of a buffer has one type.
            false => from.clone(),
        };
        let [ty] = &to[..] else {
            return Err(Error::new(site, format!("stencil.{name} has one result")));
        };
        self.convert(name, site, declared, source, (ty.clone(), range))
    }

    /// What casts, loads, buffers and external loads give.
    pub(super) fn convert(
        &mut self,
        name: &str,
        site: Site,
        declared: &[Declared<'t>],
        source: ValueId,
        (ty, range): (Type, Option<Bounds>),
    ) -> Result<Kind, Error> {
        let from = self.values[source.0].ty.clone();
        let expected = match name {
            "load" | "cast" => "a !stencil.field",
            "buffer" => "a !stencil.temp",
            _ => "memory",
        };
        let fits = matches!(
            (name, &from),
            ("load" | "cast", Some(Type::Field(_)))
                | ("buffer", Some(Type::Temp(_)))
                | ("external_load", Some(Type::Other(_)))
        );
        if !fits {
            let message = format!("stencil.{name} is given a value that is not {expected}");
            let defined = self.values[source.0].site;
            return Err(Error::new(site, message).note(defined, "the value is defined here"));
        }
        let result_fits = match name {
            "load" => matches!(ty, Type::Temp(_)),
            "cast" | "external_load" => matches!(ty, Type::Field(_)),
            _ => matches!(ty, Type::Temp(_)),
        };
        if !result_fits {
            let message = match (name, &ty) {
                ("buffer", Type::Field(_)) => {
                    "a stencil.buffer that gives a field is made by bufferization; translate the \
                     program as it was before `stencil-bufferize`"
                        .to_string()
                }
                _ => format!("stencil.{name} has a result of another type"),
            };
            return Err(Error::new(site, message));
        }
        let (before, after) = (from.as_ref().and_then(Type::grid), ty.grid());
        if let (Some(before), Some(after)) = (before, after) {
            check_grids(name, site, before, after)?;
        }
        let result = self.results(declared, vec![Some(ty)], (name, site))?[0];
        if name == "load" {
            return Ok(Kind::Load {
                result,
                field: source,
            });
        }
        self.alias(result, source);
        // Old versions state the range of a cast beside its type.
        match range.filter(|_| name == "cast") {
            Some(bounds) => Ok(Kind::Allocation {
                field: result,
                bounds,
            }),
            None => Ok(Kind::Nothing),
        }
    }

    fn store(&mut self) -> Result<Kind, Error> {
        let temp = self.operand()?;
        self.expect("to")?;
        let field = self.operand()?;
        let bounds = self.bounds_in_parentheses()?;
        self.skip_attributes()?;
        self.expect(":")?;
        self.ty()?;
        self.expect("to")?;
        self.ty()?;
        let site = self.scanner.site();
        if self.take("with_halo")? {
            return Err(Error::new(
                site,
                "with_halo is not translated: load the field after the store instead",
            ));
        }
        Ok(Kind::Store {
            temp,
            field,
            bounds,
        })
    }

    pub(super) fn external_store(
        &mut self,
        site: Site,
        field: ValueId,
        memory: ValueId,
    ) -> Result<Kind, Error> {
        let root = |value: ValueId| self.values[value.0].same_as.unwrap_or(value);
        if root(field) == root(memory) {
            // The field is the memory: what was stored to it is there.
            return Ok(Kind::Nothing);
        }
        let message = "this writes a field to other memory than it was loaded from; in fvopt a \
                       field is its memory: store to the field of that memory instead";
        let other = self.values[root(field).0].site;
        Err(Error::new(site, message).note(other, "the field's memory is this"))
    }

    /// `1 at 11 lower = (%a : type) upper = (%b : type) : type`
    fn combine(&mut self, site: Site, declared: &[Declared<'t>]) -> Result<Kind, Error> {
        let dimension = types::integer(&mut self.scanner)?;
        self.expect("at")?;
        let index = types::integer(&mut self.scanner)?;
        let mut groups: [Vec<ValueId>; 4] = Default::default();
        for (group, name) in groups
            .iter_mut()
            .zip(["lower", "upper", "lowerext", "upperext"])
        {
            if self.take(name)? {
                self.expect("=")?;
                *group = self.group()?;
            }
        }
        self.skip_attributes()?;
        self.expect(":")?;
        let mut result_types = vec![self.ty()?];
        while self.take(",")? {
            result_types.push(self.ty()?);
        }
        self.combined(site, declared, result_types, (dimension, index), groups)
    }

    /// `(%a, %b : type, type)`, or the same without parentheses.
    fn group(&mut self) -> Result<Vec<ValueId>, Error> {
        let in_parentheses = self.take("(")?;
        let mut found = vec![self.operand()?];
        while self.take(",")? {
            found.push(self.operand()?);
        }
        self.expect(":")?;
        self.ty()?;
        while self.take(",")? {
            self.ty()?;
        }
        if in_parentheses {
            self.expect(")")?;
        }
        Ok(found)
    }

    pub(super) fn combined(
        &mut self,
        site: Site,
        declared: &[Declared<'t>],
        result_types: Vec<Type>,
        (dimension, index): (i64, i64),
        [lower, upper, lower_only, upper_only]: [Vec<ValueId>; 4],
    ) -> Result<Kind, Error> {
        if lower.len() != upper.len() {
            let message = format!(
                "stencil.combine has {} lower and {} upper temps",
                lower.len(),
                upper.len()
            );
            return Err(Error::new(site, message));
        }
        let count = lower.len() + lower_only.len() + upper_only.len();
        if result_types.len() != count {
            let message = format!(
                "stencil.combine gives {count} temps, not {}",
                result_types.len()
            );
            return Err(Error::new(site, message));
        }
        let dimension = dimension_number(site, dimension)?;
        let types = result_types.into_iter().map(Some).collect();
        let results = self.results(declared, types, ("stencil.combine", site))?;
        // What is computed on one side only needs no combining.
        let alone = lower_only.iter().chain(&upper_only);
        for (result, temp) in results[lower.len()..].iter().zip(alone) {
            self.alias(*result, *temp);
        }
        let parts = results.into_iter().zip(lower.into_iter().zip(upper));
        Ok(Kind::Combine(Combine {
            dimension,
            index,
            parts: parts
                .map(|(result, (lower, upper))| (result, lower, upper))
                .collect(),
        }))
    }
}

/// A dimension: 0, 1 or 2.
pub(super) fn dimension_number(site: Site, number: i64) -> Result<usize, Error> {
    match number {
        0..=2 => Ok(number as usize),
        _ => {
            let message = format!("{number} is no dimension; they are 0, 1 and 2");
            Err(Error::new(site, message))
        }
    }
}

/// Ranks and elements of two grids that are the same memory or the same value.
fn check_grids(name: &str, site: Site, before: &Grid, after: &Grid) -> Result<(), Error> {
    let (from, to) = (before.dimensions.len(), after.dimensions.len());
    if from != to {
        let message = format!("stencil.{name} goes from {from} dimensions to {to}");
        return Err(Error::new(site, message));
    }
    if before.element != after.element {
        let (from, to) = (&before.element, &after.element);
        let message = format!("stencil.{name} goes from elements {from} to {to}");
        return Err(Error::new(site, message));
    }
    Ok(())
}

/// Bounds from the attributes `lb` and `ub` of older versions.
pub(super) fn low_and_high(
    site: Site,
    low: Option<Vec<i64>>,
    high: Option<Vec<i64>>,
) -> Result<Option<Bounds>, Error> {
    match (low, high) {
        (Some(low), Some(high)) => bounds(site, low, high).map(Some),
        _ => Ok(None),
    }
}
