//! Reads modules and functions, and the names of values.

mod apply;
mod attributes;
mod body;
mod generic;
mod names;
mod operation;
mod scalar;
mod stencil;

use crate::{
    error::{Error, Site},
    program::{Function, Operation, Value, ValueId},
    scanner::{Scanner, Token},
    types::{self, Type},
};
use names::Declared;
use std::collections::HashMap;

/// How deep regions may nest, as in all text that fvopt reads (requirement P5).
const MAXIMUM_NESTING: usize = 256;

/// Where an operation stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Module,
    Function,
    Apply,
}

/// The region of an operation in generic form, or of a function.
struct Region {
    arguments: Vec<ValueId>,
    body: Vec<Operation>,
}

/// The reader of a text.
pub(crate) struct Parser<'t> {
    scanner: Scanner<'t>,
    /// What `!name` stands for.
    aliases: HashMap<&'t str, Type>,
    functions: Vec<Function>,
    /// Where each function is, by its name.
    symbols: HashMap<String, Site>,
    /// The values of the function that is read.
    values: Vec<Value>,
    /// What names mean, the innermost region last.
    scopes: Vec<HashMap<&'t str, Vec<ValueId>>>,
    inside: Inside,
}

/// Reads all functions of a text.
pub(crate) fn parse(text: &str) -> Result<Vec<Function>, Error> {
    let mut parser = Parser {
        scanner: Scanner::new(text),
        aliases: HashMap::new(),
        functions: Vec::new(),
        symbols: HashMap::new(),
        values: Vec::new(),
        scopes: Vec::new(),
        inside: Inside::Module,
    };
    while parser.scanner.peek()? != Token::End {
        parser.module_item()?;
    }
    Ok(parser.functions)
}

impl<'t> Parser<'t> {
    /// A module, a function, an alias, or their generic forms.
    fn module_item(&mut self) -> Result<(), Error> {
        let site = self.scanner.site();
        if self.scanner.take_letter('#') {
            // The alias of an attribute, often of a location: nothing needs it.
            self.scanner.next()?;
            self.expect("=")?;
            return self.skip_attribute();
        }
        if self.scanner.take_letter('!') {
            let Token::Word(name) = self.scanner.next()? else {
                return Err(Error::new(site, "`!` without the name of a type"));
            };
            self.expect("=")?;
            let ty = self.ty()?;
            self.aliases.insert(name, ty);
            return Ok(());
        }
        match self.scanner.next()? {
            Token::Word("module" | "builtin.module") => {
                if let Token::Symbol(_) = self.scanner.peek()? {
                    self.scanner.next()?;
                }
                self.skip_attributes()?;
                self.expect("{")?;
                self.module_items()?;
                self.skip_location()
            }
            Token::Word("func" | "func.func") => self.function(site),
            Token::Text(name @ ("builtin.module" | "module" | "func.func" | "func")) => {
                self.generic_symbol(site, name)
            }
            found => Err(Error::new(
                site,
                format!(
                    "found {} where functions stand; what stencils are called from is written in \
                     fvopt's program dialect: translate the functions with stencils",
                    found.shown()
                ),
            )),
        }
    }

    /// The functions of a module up to its closing brace.
    fn module_items(&mut self) -> Result<(), Error> {
        let start = self.scanner.site();
        // The name of the block in generic form.
        if let Token::Block(_) = self.scanner.peek()? {
            self.scanner.next()?;
            self.expect(":")?;
        }
        while !self.take("}")? {
            if self.scanner.peek()? == Token::End {
                return Err(Error::new(start, "the module is not closed: expected `}`"));
            }
            self.module_item()?;
        }
        Ok(())
    }

    /// `private @name(%a: type) attributes {...} { ... }` after `func.func`.
    fn function(&mut self, site: Site) -> Result<(), Error> {
        if let Token::Word("private" | "public" | "nested") = self.scanner.peek()? {
            self.scanner.next()?;
        }
        let name_site = self.scanner.site();
        let name = match self.scanner.next()? {
            Token::Symbol(name) => name,
            found => {
                let message = format!("expected `@` and a name, found {}", found.shown());
                return Err(Error::new(name_site, message));
            }
        };
        self.begin_function();
        self.expect("(")?;
        let mut arguments = Vec::new();
        let mut is_declaration = false;
        while !self.take(")")? {
            if !arguments.is_empty() || is_declaration {
                self.expect(",")?;
            }
            if let Token::Value(..) = self.scanner.peek()? {
                arguments.push(self.typed_argument()?);
            } else {
                is_declaration = true;
                self.ty()?;
            }
        }
        let results = self.scanner.site();
        if self.take("->")? && !self.types()?.is_empty() {
            return Err(Error::new(
                results,
                "a function of stencils has no results: store them to fields",
            ));
        }
        self.skip_attributes()?;
        if is_declaration || self.scanner.peek_letter() != Some('{') {
            // Nothing that is translated calls a function that is only declared.
            return Ok(());
        }
        self.expect("{")?;
        let body = self.operations()?;
        self.skip_location()?;
        self.end_function(name, site, Region { arguments, body })
    }

    fn begin_function(&mut self) {
        self.values.clear();
        self.scopes = vec![HashMap::new()];
        self.inside = Inside::Function;
    }

    fn end_function(&mut self, name: &str, site: Site, region: Region) -> Result<(), Error> {
        self.inside = Inside::Module;
        if let Some(first) = self.symbols.insert(name.to_string(), site) {
            let message = format!("there are two functions @{name}; rename one of them");
            return Err(Error::new(site, message).note(first, "the first is here"));
        }
        self.functions.push(Function {
            name: name.to_string(),
            site,
            arguments: region.arguments,
            body: region.body,
            values: std::mem::take(&mut self.values),
        });
        Ok(())
    }

    /// `%name : type`, with attributes and a location that nothing needs.
    fn typed_argument(&mut self) -> Result<ValueId, Error> {
        let site = self.scanner.site();
        let name = match self.scanner.next()? {
            Token::Value(name, None) => name,
            found => {
                let message = format!("expected an argument, found {}", found.shown());
                return Err(Error::new(site, message));
            }
        };
        self.expect(":")?;
        let ty = self.ty()?;
        if self.scanner.peek_letter() == Some('{') {
            self.scanner.balanced()?;
        }
        self.skip_location()?;
        self.define(name, site, Some(ty))
    }

    /// Operations up to the brace that closes their region.
    fn operations(&mut self) -> Result<Vec<Operation>, Error> {
        let start = self.scanner.site();
        if self.scopes.len() > MAXIMUM_NESTING {
            let message = format!("regions nest more than {MAXIMUM_NESTING} deep here");
            return Err(Error::new(start, message));
        }
        let mut found = Vec::new();
        while !self.take("}")? {
            match self.scanner.peek()? {
                Token::End => {
                    return Err(Error::new(start, "this region is not closed: expected `}`"));
                }
                Token::Block(name) => {
                    let message =
                        format!("block ^{name}: regions of several blocks are not supported");
                    return Err(Error::new(self.scanner.site(), message));
                }
                _ => found.push(self.operation()?),
            }
        }
        Ok(found)
    }

    /// Reads a region with names of its own, its brace already read.
    fn scope<R>(&mut self, read: impl FnOnce(&mut Self) -> Result<R, Error>) -> Result<R, Error> {
        self.scopes.push(HashMap::new());
        let result = read(self);
        self.scopes.pop();
        result
    }

    /// A type, or what an alias stands for.
    fn ty(&mut self) -> Result<Type, Error> {
        let mut ahead = self.scanner.clone();
        if ahead.take_letter('!')
            && let Token::Word(name) = ahead.next()?
            && let Some(ty) = self.aliases.get(name)
        {
            self.scanner = ahead;
            return Ok(ty.clone());
        }
        types::parse(&mut self.scanner)
    }

    /// `(type, type)`, or one type without parentheses.
    fn types(&mut self) -> Result<Vec<Type>, Error> {
        if !self.take("(")? {
            return Ok(vec![self.ty()?]);
        }
        let mut found = Vec::new();
        while !self.take(")")? {
            if !found.is_empty() {
                self.expect(",")?;
            }
            found.push(self.ty()?);
        }
        Ok(found)
    }

    /// Reads a sign or a word if it comes next.
    fn take(&mut self, wanted: &str) -> Result<bool, Error> {
        let mut ahead = self.scanner.clone();
        let found = match ahead.next()? {
            Token::Sign(text) | Token::Word(text) => text == wanted,
            _ => false,
        };
        if found {
            self.scanner = ahead;
        }
        Ok(found)
    }

    fn expect(&mut self, wanted: &str) -> Result<(), Error> {
        if self.take(wanted)? {
            return Ok(());
        }
        let site = self.scanner.site();
        let found = self.scanner.peek()?.shown();
        let message = format!("expected `{wanted}`, found {found}");
        Err(Error::new(site, message))
    }
}
