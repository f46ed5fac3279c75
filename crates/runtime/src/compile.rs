//! From a module to machine code, as far as is asked for.

use crate::{
    Error, Statistics,
    signature::Signature,
    variant::{Partial, Variant},
};
use fvopt_boxes::NumericBox;
use fvopt_lowering::pipeline::Settings;
use fvopt_math::Math;
use mlir_shim::{
    diagnostic::Diagnostic,
    ir::{Op, OwnedModule, Symbol, Walk},
};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// How to compile.
#[derive(Clone, Debug)]
pub struct Options {
    /// Compile for these sizes alone: trip counts are constants, and what is
    /// needed of every field is exact even where parts are empty.
    pub domain: Option<[i64; 3]>,
    /// Report accesses outside allocations, reads of points never written, and clamped positions.
    pub checked: bool,
    /// Whose mathematical functions are used.
    pub math: Math,
    /// LLVM's optimization level, 0 to 3.
    pub level: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            domain: None,
            checked: false,
            math: Math::default(),
            level: 3,
        }
    }
}

/// Which arguments are one field, as pairs (first, other).
type Pattern = Vec<(usize, usize)>;

/// An entry of a module, ready to be compiled for its bindings.
pub struct Program<'c> {
    module: OwnedModule<'c>,
    signature: Signature,
    options: Options,
    partials: RefCell<BTreeMap<Pattern, Partial<'c>>>,
    variants: RefCell<BTreeMap<Pattern, Rc<Variant>>>,
}

impl<'c> Program<'c> {
    /// An entry (a program or a stencil) of a module. Nothing is compiled yet.
    pub fn new(module: &OwnedModule<'c>, entry: &str, options: Options) -> Result<Self, Error> {
        let nesting = module.op().check_nesting();
        nesting.map_err(|diagnostic| Error::Compile(vec![diagnostic]))?;
        let module = module.duplicate();
        let functions: Vec<Op<'c>> = module
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
        if let (Some(pinned), Some(domain)) = (signature.domain, options.domain)
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
        let mut options = options;
        options.domain = options.domain.or(signature.domain);
        Ok(Self {
            module,
            signature,
            options,
            partials: RefCell::default(),
            variants: RefCell::default(),
        })
    }

    /// What the entry takes.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// How it is compiled.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Compiles the variant in which these arguments are one field (pairs of
    /// argument numbers); once, however often it is asked for.
    pub(crate) fn variant(&self, equal: &[(usize, usize)]) -> Result<Rc<Variant>, Error> {
        if let Some(variant) = self.variants.borrow().get(equal) {
            return Ok(variant.clone());
        }
        let partial = self.partials.borrow_mut().remove(equal);
        let partial = partial.map_or_else(|| self.partial(equal), Ok)?;
        let variant = Rc::new(partial.compile(self.options.level)?);
        self.variants
            .borrow_mut()
            .insert(equal.to_vec(), variant.clone());
        Ok(variant)
    }

    /// Makes machine code for the variant in which these arguments are one field. Binding does so
    /// by itself.
    pub fn compile(&self, equal: &[(usize, usize)]) -> Result<(), Error> {
        self.variant(equal).map(|_| ())
    }

    /// What a compiled program is made of, where these arguments are one field. Makes kernels and
    /// no machine code, when nothing was bound yet.
    pub fn statistics(&self, equal: &[(usize, usize)]) -> Result<Statistics, Error> {
        if let Some(variant) = self.variants.borrow().get(equal) {
            return Ok(variant.statistics.clone());
        }
        self.with_partial(equal, |partial| Ok(partial.scheduled()?.clone()))
    }

    /// The fields that a program allocates by itself, where these arguments are one field: of
    /// [`Self::statistics`] what is known without kernels.
    pub fn allocations(&self, equal: &[(usize, usize)]) -> Result<Statistics, Error> {
        self.with_partial(equal, |partial| partial.allocations())
    }

    /// What the compiler warns of in the program, where these arguments are one field.
    pub fn warnings(&self, equal: &[(usize, usize)]) -> Result<Vec<Diagnostic>, Error> {
        if let Some(variant) = self.variants.borrow().get(equal) {
            return Ok(variant.warnings.clone());
        }
        self.with_partial(equal, |partial| Ok(partial.warnings.clone()))
    }

    /// For every argument the box that a binding must offer, as far as it is
    /// known without running; scalars have their values as bits.
    pub fn required(
        &self,
        equal: &[(usize, usize)],
        domain: [i64; 3],
        scalars: &[Option<i64>],
    ) -> Result<Vec<Option<NumericBox>>, Error> {
        if let Some(variant) = self.variants.borrow().get(equal) {
            return Ok(variant.required.evaluate(domain, scalars));
        }
        self.with_partial(equal, |partial| {
            Ok(partial.required.evaluate(domain, scalars))
        })
    }

    /// Works on a variant without code, which is made once.
    fn with_partial<R>(
        &self,
        equal: &[(usize, usize)],
        work: impl FnOnce(&mut Partial<'c>) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let partial = self.partials.borrow_mut().remove(equal);
        let mut partial = partial.map_or_else(|| self.partial(equal), Ok)?;
        let result = work(&mut partial)?;
        self.partials.borrow_mut().insert(equal.to_vec(), partial);
        Ok(result)
    }

    fn partial(&self, equal: &[(usize, usize)]) -> Result<Partial<'c>, Error> {
        let settings = Settings {
            entry: Some(self.signature.entry.clone()),
            equal: equal.to_vec(),
            domain: self.options.domain,
            machine: "host".into(),
            checked: self.options.checked,
            math: self.options.math,
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
