//! An entry of a module, and what is known of it before and after it is compiled.

use crate::{
    Argument, Artifact, Binding, Error, HostFunctions, NoHost, Statistics,
    arguments::{self, Pattern},
    compiler::Partial,
    signature::Signature,
};
use fvopt_boxes::NumericBox;
use fvopt_lowering::{pipeline::Settings, target::Target};
use mlir_shim::{
    diagnostic::Diagnostic,
    ir::{Op, OwnedModule, Symbol, Walk},
};
use std::{cell::RefCell, collections::BTreeMap};

/// An entry of a module, ready to be compiled for its bindings: for each pattern of arguments that
/// are one field, once. Belongs to the module's context, and so to a thread; the artifacts do not.
pub struct Program<'c> {
    module: OwnedModule<'c>,
    signature: Signature,
    target: Target,
    variants: RefCell<BTreeMap<Pattern, Variant<'c>>>,
}

/// How far a program is compiled for a pattern of equal arguments.
enum Variant<'c> {
    Partial(Box<Partial<'c>>),
    Compiled(Artifact),
}

impl<'c> Program<'c> {
    /// An entry (a program or a stencil) of a module. Nothing is compiled yet.
    pub fn new(module: &OwnedModule<'c>, entry: &str, target: Target) -> Result<Self, Error> {
        let nesting = module.op().check_nesting();
        nesting.map_err(|diagnostic| Error::Compile(vec![diagnostic]))?;
        let module = module.duplicate();
        let functions: Vec<Op> = module
            .block()
            .ops()
            .into_iter()
            .filter(|op| is_function(*op))
            .collect();
        if let Some(op) = functions.iter().find(|op| !op.has_proper_name()) {
            return Err(Error::Bind(format!(
                "{}: a program or stencil needs a name that is UTF-8 and not empty; rename it",
                op.location().short()
            )));
        }
        let found = functions.iter().find(|op| op.symbol_name() == Some(entry));
        let signature = found.and_then(|op| Signature::of(*op)).ok_or_else(|| {
            let mut names: Vec<String> = functions
                .iter()
                .map(|op| Symbol(op.symbol_name().unwrap_or_default()).to_string())
                .collect();
            names.sort();
            let names = if names.is_empty() {
                "none".to_string()
            } else {
                names.join(", ")
            };
            Error::Bind(format!(
                "there is no entry {}; the programs and stencils are: {names}",
                Symbol(entry)
            ))
        })?;
        if let (Some(pinned), Some(domain)) = (signature.domain, target.domain)
            && pinned != domain
        {
            return Err(Error::Bind(format!(
                "{} is pinned to the domain {pinned:?}, but the domain {domain:?} is asked for",
                Symbol(entry)
            )));
        }
        // What else the module defines belongs to others, unless programs call it.
        if !functions.iter().any(|function| calls_others(*function)) {
            for other in module.block().ops() {
                if other.symbol_name().is_some() && !is_function(other) {
                    other.erase();
                }
            }
        }
        let target = Target {
            domain: target.domain.or(signature.domain),
            ..target
        };
        Ok(Self {
            module,
            signature,
            target,
            variants: RefCell::default(),
        })
    }

    /// What the entry takes.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// What it is compiled for.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Compiles the variant in which these arguments are one field (pairs of
    /// argument numbers); once, however often it is asked for. Binding does so by itself.
    pub fn artifact(&self, equal: &[(usize, usize)]) -> Result<Artifact, Error> {
        let artifact = match self.variants.borrow_mut().remove(equal) {
            Some(Variant::Compiled(artifact)) => artifact,
            Some(Variant::Partial(partial)) => partial.compile(self.signature.clone())?,
            None => self.partial(equal)?.compile(self.signature.clone())?,
        };
        let compiled = Variant::Compiled(artifact.clone());
        self.variants.borrow_mut().insert(equal.to_vec(), compiled);
        Ok(artifact)
    }

    /// What a compiled program is made of, where these arguments are one field. Makes kernels and
    /// no machine code, when nothing was bound yet.
    pub fn statistics(&self, equal: &[(usize, usize)]) -> Result<Statistics, Error> {
        self.with_variant(equal, |variant| match variant {
            Variant::Compiled(artifact) => Ok(artifact.statistics().clone()),
            Variant::Partial(partial) => Ok(partial.scheduled()?.clone()),
        })
    }

    /// The fields that a program allocates by itself, where these arguments are one field: of
    /// [`Self::statistics`] what is known without kernels.
    pub fn allocations(&self, equal: &[(usize, usize)]) -> Result<Statistics, Error> {
        self.with_variant(equal, |variant| match variant {
            Variant::Compiled(artifact) => Ok(artifact.statistics().clone()),
            Variant::Partial(partial) => partial.allocations(),
        })
    }

    /// What the compiler warns of in the program, where these arguments are one field.
    pub fn warnings(&self, equal: &[(usize, usize)]) -> Result<Vec<Diagnostic>, Error> {
        self.with_variant(equal, |variant| {
            Ok(match variant {
                Variant::Compiled(artifact) => artifact.warnings().to_vec(),
                Variant::Partial(partial) => partial.warnings.clone(),
            })
        })
    }

    /// For every argument the box that a binding must offer, as far as it is
    /// known without running; scalars have their values as bits.
    pub fn required(
        &self,
        equal: &[(usize, usize)],
        domain: [i64; 3],
        scalars: &[Option<i64>],
    ) -> Result<Vec<Option<NumericBox>>, Error> {
        self.with_variant(equal, |variant| {
            Ok(match variant {
                Variant::Compiled(artifact) => artifact.required(domain, scalars),
                Variant::Partial(partial) => partial.required.evaluate(domain, scalars),
            })
        })
    }

    /// Checks arguments against the program, as binding does, and makes no code: their number
    /// and types, that the fields hold what the program touches, and that no two overlap in part.
    pub fn check(&self, domain: [i64; 3], arguments: &[Argument]) -> Result<(), Error> {
        self.equal_after_checks(domain, arguments).map(|_| ())
    }

    /// Checks arguments against the program, once, and makes code where there is none.
    /// Passing the same field twice is fine: the code is compiled for it.
    pub fn bind(&self, domain: [i64; 3], arguments: &[Argument]) -> Result<Binding, Error> {
        self.bind_with_host(domain, arguments, NoHost)
    }

    /// Binds a program that calls functions of a host, which must have them all.
    pub fn bind_with_host<H: HostFunctions>(
        &self,
        domain: [i64; 3],
        arguments: &[Argument],
        host: H,
    ) -> Result<Binding<H>, Error> {
        let equal = self.equal_after_checks(domain, arguments)?;
        self.artifact(&equal)?
            .bind_with_host(domain, arguments, host)
    }

    /// Which arguments are one field, as pairs (first, other); an error where two overlap otherwise.
    pub fn equal_arguments(&self, arguments: &[Argument]) -> Result<Vec<(usize, usize)>, Error> {
        arguments::equal(&self.signature, arguments)
    }

    /// Which arguments are one field, where all is well with them.
    fn equal_after_checks(
        &self,
        domain: [i64; 3],
        arguments: &[Argument],
    ) -> Result<Pattern, Error> {
        let signature = &self.signature;
        arguments::check_types(signature, self.target.domain, domain, arguments)?;
        let equal = arguments::equal(signature, arguments)?;
        let required = self.required(&equal, domain, &arguments::integers(arguments))?;
        arguments::check_parts(signature, arguments, &required)?;
        Ok(equal)
    }

    /// Works on a variant as far as it is there; boxes are, at least.
    fn with_variant<R>(
        &self,
        equal: &[(usize, usize)],
        work: impl FnOnce(&mut Variant<'c>) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let variant = self.variants.borrow_mut().remove(equal);
        let mut variant = match variant {
            Some(variant) => variant,
            None => Variant::Partial(Box::new(self.partial(equal)?)),
        };
        let result = work(&mut variant)?;
        self.variants.borrow_mut().insert(equal.to_vec(), variant);
        Ok(result)
    }

    /// A program of its own without code.
    pub(crate) fn partial(&self, equal: &[(usize, usize)]) -> Result<Partial<'c>, Error> {
        let settings = Settings {
            entry: Some(self.signature.entry.clone()),
            equal: equal.to_vec(),
            target: self.target.clone(),
        };
        Partial::new(self.module.duplicate(), settings)
    }
}

/// Whether a program refers to functions that are no programs or stencils.
fn calls_others(function: Op<'_>) -> bool {
    let mut found = false;
    function.walk(|op| {
        found |= op.name().starts_with("func.");
        Walk::Advance
    });
    found
}

fn is_function(op: Op<'_>) -> bool {
    ir_program::ops::Func::is(op) || ir_stencil::ops::Func::is(op)
}
