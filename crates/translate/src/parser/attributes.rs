//! Attributes: those of stencil operations are read, all others are passed over.

use super::Parser;
use crate::{
    error::{Error, Site},
    program::Bounds,
    scanner::Token,
    types,
};

/// The value of an attribute.
#[derive(Clone, Debug)]
pub(super) enum Attribute<'t> {
    Integer(i64),
    Integers(Vec<i64>),
    Bounds(Bounds),
    Text(&'t str),
    Other,
}

impl<'t> Parser<'t> {
    /// Passes over `attributes {...}` or `{...}`.
    ///
    /// Braces after a word that is no keyword belong to a region: this is asked only where
    /// none can stand, or where the keyword comes first.
    pub(super) fn skip_attributes(&mut self) -> Result<(), Error> {
        if self.take("attributes")? {
            self.scanner.balanced()?;
        }
        Ok(())
    }

    /// Passes over `loc(...)`.
    pub(super) fn skip_location(&mut self) -> Result<(), Error> {
        let mut ahead = self.scanner.clone();
        if ahead.next()? == Token::Word("loc") && ahead.peek_letter() == Some('(') {
            ahead.balanced()?;
            self.scanner = ahead;
        }
        Ok(())
    }

    /// Passes over an attribute, whatever it is.
    pub(super) fn skip_attribute(&mut self) -> Result<(), Error> {
        match self.scanner.peek()? {
            Token::Sign("#" | "!") => {
                self.scanner.next()?;
                self.scanner.next()?;
            }
            Token::Sign("(" | "[" | "{") => {
                self.scanner.balanced()?;
            }
            _ => {
                self.scanner.next()?;
            }
        }
        if let Some('<' | '(') = self.scanner.peek_letter() {
            self.scanner.balanced()?;
        }
        if self.take(":")? {
            self.ty()?;
        }
        if self.take("->")? {
            self.types()?;
        }
        Ok(())
    }

    /// `{name = value, "name" = value, name}`, its brace not yet read; what it had, by name.
    pub(super) fn attributes(&mut self) -> Result<Vec<(&'t str, Site, Attribute<'t>)>, Error> {
        self.expect("{")?;
        let mut found = Vec::new();
        while !self.take("}")? {
            if !found.is_empty() {
                self.expect(",")?;
            }
            let site = self.scanner.site();
            let name = match self.scanner.next()? {
                Token::Word(name) | Token::Text(name) => name,
                other => {
                    let message =
                        format!("expected the name of an attribute, found {}", other.shown());
                    return Err(Error::new(site, message));
                }
            };
            let value = match self.take("=")? {
                true => self.attribute()?,
                false => Attribute::Other,
            };
            found.push((name, site, value));
        }
        Ok(found)
    }

    fn attribute(&mut self) -> Result<Attribute<'t>, Error> {
        let mut ahead = self.scanner.clone();
        match ahead.next()? {
            Token::Sign("#") => match ahead.next()? {
                Token::Word("stencil.index") => {
                    self.scanner = ahead;
                    return self.index_attribute().map(Attribute::Integers);
                }
                Token::Word("stencil.bounds") => {
                    self.scanner = ahead;
                    return self.bounds_attribute().map(Attribute::Bounds);
                }
                _ => {}
            },
            Token::Sign("[") => {
                if let Ok(integers) = types::integers(&mut self.scanner.clone()) {
                    types::integers(&mut self.scanner)?;
                    return Ok(Attribute::Integers(integers));
                }
            }
            Token::Word("array") => {
                if let Ok(integers) = dense_array(&mut ahead) {
                    self.scanner = ahead;
                    return Ok(Attribute::Integers(integers));
                }
            }
            Token::Number(_) => {
                if let Ok(integer) = types::integer(&mut self.scanner.clone()) {
                    self.skip_attribute()?;
                    return Ok(Attribute::Integer(integer));
                }
            }
            Token::Text(text) | Token::Symbol(text) => {
                self.skip_attribute()?;
                return Ok(Attribute::Text(text));
            }
            _ => {}
        }
        self.skip_attribute()?;
        Ok(Attribute::Other)
    }

    /// The numbers of `<[0, -1]>`, of `[0, -1]`, or of `<0, -1>` as old versions print them.
    pub(super) fn index_attribute(&mut self) -> Result<Vec<i64>, Error> {
        if !self.take("<")? {
            return types::integers(&mut self.scanner);
        }
        let found = match self.scanner.peek_letter() {
            Some('[') => types::integers(&mut self.scanner)?,
            _ => {
                let mut found = vec![types::integer(&mut self.scanner)?];
                while self.take(",")? {
                    found.push(types::integer(&mut self.scanner)?);
                }
                found
            }
        };
        self.expect(">")?;
        Ok(found)
    }

    /// `<[0, 0], [64, 64]>`
    pub(super) fn bounds_attribute(&mut self) -> Result<Bounds, Error> {
        let site = self.scanner.site();
        self.expect("<")?;
        let low = types::integers(&mut self.scanner)?;
        self.expect(",")?;
        let high = types::integers(&mut self.scanner)?;
        self.expect(">")?;
        bounds(site, low, high)
    }

    /// `(<[0, 0], [64, 64]>)`, or `([0, 0] : [64, 64])` in older versions.
    pub(super) fn bounds_in_parentheses(&mut self) -> Result<Bounds, Error> {
        let site = self.scanner.site();
        self.expect("(")?;
        let found = match self.scanner.peek_letter() {
            Some('<') => self.bounds_attribute()?,
            _ => {
                let low = types::integers(&mut self.scanner)?;
                self.expect(":")?;
                bounds(site, low, types::integers(&mut self.scanner)?)?
            }
        };
        self.expect(")")?;
        Ok(found)
    }
}

/// `<i64: 1, 2>` after `array`.
fn dense_array(scanner: &mut crate::scanner::Scanner) -> Result<Vec<i64>, Error> {
    scanner.take_letter('<');
    types::parse(scanner)?;
    let mut found = Vec::new();
    while !scanner.take_letter('>') {
        scanner.take_letter(if found.is_empty() { ':' } else { ',' });
        found.push(types::integer(scanner)?);
    }
    Ok(found)
}

/// Low and high ends that belong together.
pub(super) fn bounds(site: Site, low: Vec<i64>, high: Vec<i64>) -> Result<Bounds, Error> {
    if low.len() != high.len() || !(1..=3).contains(&low.len()) {
        let message = format!(
            "{} low ends and {} high ends; there are 1 to 3 of each",
            low.len(),
            high.len()
        );
        return Err(Error::new(site, message));
    }
    Ok(Bounds { low, high })
}
