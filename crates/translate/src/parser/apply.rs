//! `stencil.apply` in its own syntax, from the newest form to the oldest.

use super::{Declared, Inside, Parser};
use crate::{
    error::{Error, Site},
    program::{Apply, Bounds, Kind, Operation, ValueId},
    scanner::Token,
    types::Type,
};

impl<'t> Parser<'t> {
    /// `(%a = %t : type) -> (type) { ... }` after the name.
    pub(super) fn apply(&mut self, site: Site, declared: &[Declared<'t>]) -> Result<Kind, Error> {
        if self.take("seq")? {
            return Err(sequential(site));
        }
        let mut names = Vec::new();
        let mut given = Vec::new();
        let mut types = Vec::new();
        let in_parentheses = self.take("(")?;
        while let Token::Value(name, None) = self.scanner.peek()? {
            let site = self.scanner.site();
            self.scanner.next()?;
            self.expect("=")?;
            given.push(self.operand()?);
            names.push((name, site));
            if in_parentheses {
                self.expect(":")?;
                types.push(self.ty()?);
            }
            if !self.take(",")? {
                break;
            }
        }
        if in_parentheses {
            self.expect(")")?;
        } else if self.take(":")? {
            // The oldest form lists the types of all arguments at the end.
            types.push(self.ty()?);
            while self.take(",")? {
                types.push(self.ty()?);
            }
        }
        let mut outputs = Vec::new();
        let mut result_types = Vec::new();
        if self.take("->")? {
            result_types = self.types()?;
        } else if self.take("outs")? {
            outputs = self.outputs()?;
        }
        self.skip_attributes()?;
        self.expect("{")?;
        let (arguments, body) = self.scope(|parser| {
            let arguments = parser.body_arguments(site, &names, &given, &types)?;
            Ok((arguments, parser.body()?))
        })?;
        if !in_parentheses && self.take(":")? {
            result_types.push(self.ty()?);
            while self.take(",")? {
                result_types.push(self.ty()?);
            }
        }
        let range = match self.take("to")? {
            true => Some(match self.scanner.peek_letter() {
                Some('<') => self.bounds_attribute()?,
                _ => self.bounds_in_parentheses()?,
            }),
            false => None,
        };
        let region = (arguments, body);
        self.applied(site, declared, result_types, (outputs, range), region)
    }

    /// `(%f : type, ...)` after `outs`.
    fn outputs(&mut self) -> Result<Vec<ValueId>, Error> {
        let mut found = Vec::new();
        self.expect("(")?;
        while !self.take(")")? {
            if !found.is_empty() {
                self.expect(",")?;
            }
            found.push(self.operand()?);
            self.expect(":")?;
            self.ty()?;
        }
        Ok(found)
    }

    /// The operations of a body, its brace already read.
    pub(super) fn body(&mut self) -> Result<Vec<Operation>, Error> {
        let before = std::mem::replace(&mut self.inside, Inside::Apply);
        let body = self.operations();
        self.inside = before;
        body
    }

    fn body_arguments(
        &mut self,
        site: Site,
        names: &[(&'t str, Site)],
        given: &[ValueId],
        types: &[Type],
    ) -> Result<Vec<ValueId>, Error> {
        if types.len() != names.len() {
            let message = format!("{} arguments, but {} types", names.len(), types.len());
            return Err(Error::new(site, message));
        }
        let mut arguments = Vec::new();
        for ((name, site), (outer, ty)) in names.iter().zip(given.iter().zip(types)) {
            let argument = self.define(name, *site, Some(ty.clone()))?;
            self.alias(argument, *outer);
            arguments.push(argument);
        }
        Ok(arguments)
    }

    /// An apply whose parts were read.
    pub(super) fn applied(
        &mut self,
        site: Site,
        declared: &[Declared<'t>],
        result_types: Vec<Type>,
        (outputs, bounds): (Vec<ValueId>, Option<Bounds>),
        (arguments, body): (Vec<ValueId>, Vec<Operation>),
    ) -> Result<Kind, Error> {
        if result_types.is_empty() && outputs.is_empty() {
            return Err(Error::new(site, "stencil.apply has no result"));
        }
        if !outputs.is_empty() && bounds.is_none() {
            return Err(Error::new(
                site,
                "a stencil.apply with `outs` says at its end where it writes: `to <[..], [..]>`",
            ));
        }
        let types = result_types.into_iter().map(Some).collect();
        let results = self.results(declared, types, ("stencil.apply", site))?;
        Ok(Kind::Apply(Apply {
            results,
            outputs,
            bounds,
            arguments,
            body,
        }))
    }
}

/// The error for a sequential apply.
pub(super) fn sequential(site: Site) -> Error {
    Error::new(
        site,
        "stencil.apply seq(...) is not translated: fvopt has stencil.sweep for computations level \
         by level; write the sweep by hand (the reference page shows one)",
    )
}
