//! What names mean: values that are defined, and values that are used.

use super::Parser;
use crate::{
    error::{Error, Site},
    program::{Value, ValueId},
    scanner::Token,
    types::Type,
};

/// A result as it is declared before `=`: `%a`, or `%a:2` for two.
pub(super) struct Declared<'t> {
    pub(super) name: &'t str,
    pub(super) count: usize,
    pub(super) is_pack: bool,
    pub(super) site: Site,
}

impl<'t> Parser<'t> {
    /// A new value with its name.
    pub(super) fn define(
        &mut self,
        name: &'t str,
        site: Site,
        ty: Option<Type>,
    ) -> Result<ValueId, Error> {
        let value = self.new_value(name, site, ty);
        self.bind(name, site, vec![value])?;
        Ok(value)
    }

    pub(super) fn new_value(&mut self, name: &str, site: Site, ty: Option<Type>) -> ValueId {
        self.values.push(Value {
            name: name.to_string(),
            site,
            ty,
            same_as: None,
        });
        ValueId(self.values.len() - 1)
    }

    /// Makes a value another name of an earlier one, which is no other name itself.
    pub(super) fn alias(&mut self, value: ValueId, of: ValueId) {
        let root = self.values[of.0].same_as.unwrap_or(of);
        self.values[value.0].same_as = Some(root);
    }

    pub(super) fn bind(
        &mut self,
        name: &'t str,
        site: Site,
        values: Vec<ValueId>,
    ) -> Result<(), Error> {
        let scope = self.scopes.last_mut().expect("a function is read");
        match scope.insert(name, values) {
            None => Ok(()),
            Some(before) => {
                let before = self.values[before[0].0].site;
                let message = format!("`%{name}` is defined twice");
                Err(Error::new(site, message).note(before, "it was defined here"))
            }
        }
    }

    /// A value that is used.
    pub(super) fn operand(&mut self) -> Result<ValueId, Error> {
        let site = self.scanner.site();
        let found = self.scanner.next()?;
        let Token::Value(name, number) = found else {
            let message = format!("expected a value such as `%a`, found {}", found.shown());
            return Err(Error::new(site, message));
        };
        let known = self.scopes.iter().rev().find_map(|scope| scope.get(name));
        let Some(values) = known else {
            let message = format!("`%{name}` is used, but it is not defined before");
            return Err(Error::new(site, message));
        };
        let number = number.unwrap_or(0);
        values.get(number).copied().ok_or_else(|| {
            let message = format!(
                "`%{name}#{number}` is not one of the {} results of `%{name}`",
                values.len()
            );
            Error::new(site, message)
        })
    }

    /// The results of an operation, which must be as many as their types.
    pub(super) fn results(
        &mut self,
        declared: &[Declared<'t>],
        types: Vec<Option<Type>>,
        operation: (&str, Site),
    ) -> Result<Vec<ValueId>, Error> {
        let count: usize = declared.iter().map(|declared| declared.count).sum();
        if count != types.len() {
            let (name, site) = operation;
            let message = format!(
                "{name} has {} results here, but {count} names are given",
                types.len()
            );
            return Err(Error::new(site, message));
        }
        let mut types = types.into_iter();
        let mut found = Vec::new();
        for declared in declared {
            let mut values = Vec::new();
            for number in 0..declared.count {
                let name = match declared.is_pack {
                    true => format!("{}_{number}", declared.name),
                    false => declared.name.to_string(),
                };
                let ty = types.next().flatten();
                values.push(self.new_value(&name, declared.site, ty));
            }
            found.extend(&values);
            self.bind(declared.name, declared.site, values)?;
        }
        Ok(found)
    }
}
