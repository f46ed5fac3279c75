//! One operation: its results, and which reader it has.

use super::{Declared, Inside, Parser};
use crate::{
    error::{Error, Site},
    program::{Kind, Operation},
    scanner::Token,
};

impl<'t> Parser<'t> {
    /// An operation with its results.
    pub(super) fn operation(&mut self) -> Result<Operation, Error> {
        let declared = self.declared()?;
        let site = self.scanner.site();
        let kind = match self.scanner.next()? {
            Token::Text(name) => self.generic(name, site, &declared)?,
            Token::Word(name) => self.pretty(name, site, &declared)?,
            found => {
                let message = format!("expected an operation, found {}", found.shown());
                return Err(Error::new(site, message));
            }
        };
        self.skip_location()?;
        Ok(Operation { site, kind })
    }

    /// `%a, %b:2 =`, or nothing.
    fn declared(&mut self) -> Result<Vec<Declared<'t>>, Error> {
        let mut found = Vec::new();
        while let Token::Value(name, _) = self.scanner.peek()? {
            let site = self.scanner.site();
            self.scanner.next()?;
            let is_pack = self.take(":")?;
            let count = match is_pack {
                true => crate::types::integer(&mut self.scanner)?,
                false => 1,
            };
            if !(1..=64).contains(&count) {
                let message = format!("`%{name}:{count}`: an operation has 1 to 64 results");
                return Err(Error::new(site, message));
            }
            found.push(Declared {
                name,
                count: count as usize,
                is_pack,
                site,
            });
            if !self.take(",")? {
                self.expect("=")?;
                break;
            }
        }
        Ok(found)
    }

    /// An operation in its own syntax, after its name.
    fn pretty(
        &mut self,
        name: &'t str,
        site: Site,
        declared: &[Declared<'t>],
    ) -> Result<Kind, Error> {
        let here = self.inside;
        check_place(name, site, here)?;
        match name {
            "return" | "func.return" => Ok(Kind::Nothing),
            "scf.yield" => self.yielded(),
            "scf.if" => self.branch(site, declared),
            _ => match name.strip_prefix("stencil.") {
                Some(name) => self.stencil(name, site, declared),
                None => self.scalar(name, site, declared),
            },
        }
    }
}

/// Whether an operation may stand in a function or in the body of an apply.
pub(super) fn check_place(name: &str, site: Site, inside: Inside) -> Result<(), Error> {
    let in_apply = [
        "stencil.access",
        "stencil.dyn_access",
        "stencil.index",
        "stencil.store_result",
        "stencil.return",
        "scf.if",
        "scf.yield",
    ];
    let in_function = [
        "stencil.cast",
        "stencil.assert",
        "stencil.load",
        "stencil.store",
        "stencil.apply",
        "stencil.buffer",
        "stencil.combine",
        "stencil.external_load",
        "stencil.external_store",
        "return",
        "func.return",
    ];
    let wanted = match inside {
        Inside::Apply if in_function.contains(&name) => "in a function, outside of stencil.apply",
        Inside::Function if in_apply.contains(&name) => "in the body of a stencil.apply",
        _ => return Ok(()),
    };
    Err(Error::new(site, format!("{name} stands {wanted}")))
}

/// What to do about an operation that is not translated.
pub(super) fn unsupported(name: &str, site: Site) -> Error {
    let dialect = name.split('.').next().unwrap_or_default();
    let advice = match name {
        "stencil.depend" => {
            "a value of the level before is what fvopt's stencil.sweep carries; write the sweep by hand"
        }
        "stencil.alloc" => {
            "it is made by bufferization; translate the program as it was before `stencil-bufferize`"
        }
        "stencil.reduce" | "stencil.yield" => {
            "translate before the passes for wafer-scale engines run"
        }
        "scf.for" | "scf.while" | "scf.parallel" | "affine.for" | "scf.forall" | "call"
        | "func.call" => {
            "translate the functions with stencils, and write loops and calls in fvopt's program \
             dialect (program.for, program.call)"
        }
        _ => match dialect {
            "dmp" | "mpi" => "halo exchanges are program.exchange in fvopt's program dialect",
            "memref" | "tensor" | "linalg" | "gpu" | "llvm" | "csl_stencil" => {
                "it is made by lowering; translate the program as it was before that"
            }
            _ => {
                "supported are the stencil dialect (apply, access, dyn_access, index, store_result, \
                 return, load, store, cast, assert, buffer, combine, external_load, external_store), \
                 arith, math and scf.if"
            }
        },
    };
    Error::new(site, format!("{name} is not translated: {advice}"))
}
