//! An entry of a module, and what is known of it before and after it is compiled.

mod artifacts;

use crate::{
    Argument, ArgumentType, Artifact, Binding, Error, HostFunctions, NoHost, Signature, Statistics,
    Versions, canonical::Locations, compiler::Partial, ir::signature_of,
};
use fvopt_boxes::NumericBox;
use fvopt_frozen::{
    self as frozen, Pattern,
    cache::{Cache, Key, Reservation},
};
use fvopt_lowering::target::Target;
use mlir_shim::{
    diagnostic::Diagnostic,
    ir::{Builder, Op, OwnedModule, Scalar, Symbol, Walk},
};
use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
};

/// An entry of a module, ready to be compiled for its bindings: for each pattern of arguments that
/// are one field, once. Belongs to the module's context, and so to a thread; the artifacts do not.
pub struct Program<'c> {
    module: OwnedModule<'c>,
    signature: Signature,
    target: Target,
    versions: Versions,
    /// Scalar arguments that are constants in the module.
    constants: Vec<(usize, u64)>,
    cache: Option<Cache>,
    /// Where the module's operations come from; needed where something is to be said.
    locations: OnceCell<Locations>,
    variants: RefCell<BTreeMap<Pattern, Variant<'c>>>,
    /// What this program is to put into the cache, while others wait for it.
    reserved: RefCell<BTreeMap<Pattern, (Key, Reservation)>>,
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
        let signature = found.and_then(|op| signature_of(*op)).ok_or_else(|| {
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
            versions: Versions::of_this(),
            constants: Vec::new(),
            cache: None,
            locations: OnceCell::new(),
            variants: RefCell::default(),
            reserved: RefCell::default(),
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

    /// The same program, compiled under the name of other versions; see
    /// [`Compiler::with_versions`](crate::Compiler::with_versions).
    pub(crate) fn with_versions(self, versions: Versions) -> Self {
        Self { versions, ..self }
    }

    /// The same program with a cache: what is there is not compiled, and what is compiled is there
    /// afterwards.
    pub fn with_cache(self, cache: Cache) -> Self {
        Self {
            cache: Some(cache),
            ..self
        }
    }

    /// The same program with values of scalar arguments built into its code: given by name, with the type and the
    /// value as an integer or the bits of a float. The arguments stay; a binding must have these values for them.
    pub fn specialize(mut self, values: &[(&str, Scalar, u64)]) -> Result<Self, Error> {
        let entry = &self.signature.entry;
        for (name, scalar, bits) in values {
            let number = self.signature.position(name);
            let argument = number.map(|number| &self.signature.arguments[number].1);
            if argument != Some(&ArgumentType::Scalar(*scalar)) {
                return Err(Error::Bind(format!(
                    "{} takes no scalar `{name}` of type {}",
                    Symbol(entry),
                    scalar.name()
                )));
            }
            let ops = self.module.block().ops();
            let function = ops.iter().find(|op| op.symbol_name() == Some(entry));
            if let (Some(function), Some(number)) = (function, number)
                && let Some(body) = function.body()
            {
                let builder = Builder::at_start(body, function.location());
                let constant = builder.constant(*scalar, *bits);
                body.arguments()[number].replace_all_uses_with(constant);
                self.constants.push((number, *bits));
            }
        }
        // What was compiled before was another program.
        self.variants = RefCell::default();
        self.reserved = RefCell::default();
        self.locations = OnceCell::new();
        Ok(self)
    }

    /// The cache that it uses.
    pub fn cache(&self) -> Option<&Cache> {
        self.cache.as_ref()
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
                Variant::Partial(partial) if self.cache.is_some() => {
                    let warnings = partial.warnings.iter();
                    let put = |warning| self.locations().put_into_diagnostic(warning);
                    warnings.map(put).collect()
                }
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
        frozen::equal(&self.signature, arguments)
    }

    /// Which arguments are one field, where all is well with them.
    fn equal_after_checks(
        &self,
        domain: [i64; 3],
        arguments: &[Argument],
    ) -> Result<Pattern, Error> {
        let signature = &self.signature;
        frozen::check_types(signature, self.target.domain, domain, arguments)?;
        let equal = frozen::equal(signature, arguments)?;
        let required = self.required(&equal, domain, &frozen::integers(arguments))?;
        frozen::check_parts(signature, arguments, &required)?;
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
        let result = work(&mut variant).map_err(|error| self.error_at_home(error))?;
        self.variants.borrow_mut().insert(equal.to_vec(), variant);
        Ok(result)
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

pub(crate) fn is_function(op: Op<'_>) -> bool {
    ir_program::ops::Func::is(op) || ir_stencil::ops::Func::is(op)
}
