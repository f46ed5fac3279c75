//! From a module to machine code.

use crate::{
    Error,
    host::Callback,
    required::Required,
    signature::{ArgumentType, FieldShape, Signature},
};
use fvopt_boxes::{IndexBox, NumericBox};
use fvopt_lowering::{kernel_to_loops, pipeline, split_kernels};
use ir_program::ops::Alloc;
use ir_stencil::boxes::SsaBox;
use mlir_shim::{
    diagnostic,
    engine::Engine,
    ir::{Attr, Op, OwnedModule},
    pass::run_pipeline,
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
    /// LLVM's optimization level, 0 to 3.
    pub level: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            domain: None,
            checked: false,
            level: 3,
        }
    }
}

/// What was made.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Statistics {
    /// Kernels in the program.
    pub kernels: usize,
    /// The boxes and bytes a point of temporary fields; positions are argument numbers.
    pub(crate) temporaries: Vec<(IndexBox, u32, usize)>,
}

/// Compiled code for one pattern of equal arguments.
pub(crate) struct Variant {
    pub engine: Engine,
    pub required: Required,
    pub places: Vec<String>,
    pub callbacks: Vec<Callback>,
    pub statistics: Statistics,
}

/// What is kept of a program besides its code: what it needs of the arguments,
/// the places that reports name, the callbacks, and the statistics.
type Parts = (Required, Vec<String>, Vec<Callback>, Statistics);

/// Which arguments are one field, as pairs (first, other).
type Pattern = Vec<(usize, usize)>;

/// The code made so far, by the pattern of equal arguments.
type Variants = BTreeMap<Pattern, Rc<Variant>>;

/// An entry of a module, ready to be compiled for its bindings.
pub struct Program<'c> {
    module: OwnedModule<'c>,
    signature: Signature,
    options: Options,
    variants: RefCell<Variants>,
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
            .filter(|op| ir_program::ops::Func::is(*op) || ir_stencil::ops::Func::is(*op))
            .collect();
        let found = functions.iter().find(|op| op.symbol_name() == Some(entry));
        let signature = found.and_then(|op| Signature::of(*op)).ok_or_else(|| {
            let mut names: Vec<String> = functions
                .iter()
                .map(|op| format!("@{}", op.symbol_name().unwrap_or_default()))
                .collect();
            names.sort();
            let names = if names.is_empty() {
                "none".to_string()
            } else {
                names.join(", ")
            };
            Error::Bind(format!(
                "there is no entry @{entry}; the programs and stencils are: {names}"
            ))
        })?;
        if let (Some(pinned), Some(domain)) = (signature.domain, options.domain)
            && pinned != domain
        {
            return Err(Error::Bind(format!(
                "@{entry} is pinned to the domain {pinned:?}, but the domain {domain:?} is asked for"
            )));
        }
        let mut options = options;
        options.domain = options.domain.or(signature.domain);
        Ok(Self {
            module,
            signature,
            options,
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
        let variant = Rc::new(self.compile(equal)?);
        self.variants
            .borrow_mut()
            .insert(equal.to_vec(), variant.clone());
        Ok(variant)
    }

    /// What a compiled program is made of. Compiles when nothing was bound yet.
    pub fn statistics(&self) -> Result<Statistics, Error> {
        Ok(self.variant(&[])?.statistics.clone())
    }

    /// For every argument the box that a binding must offer, as far as it is
    /// known without running; scalars have their values as bits.
    pub fn required(
        &self,
        equal: &[(usize, usize)],
        domain: [i64; 3],
        scalars: &[Option<i64>],
    ) -> Result<Vec<Option<NumericBox>>, Error> {
        let variant = self.variant(equal)?;
        Ok(variant.required.evaluate(domain, scalars))
    }

    fn compile(&self, equal: &[(usize, usize)]) -> Result<Variant, Error> {
        let module = self.module.duplicate();
        let entry = &self.signature.entry;
        let (result, diagnostics) =
            diagnostic::capture(module.op().context(), || self.stages(&module, entry, equal));
        match result {
            Ok(parts) => {
                let _span = tracing::info_span!("machine code").entered();
                let split = split_kernels::split(&module);
                let modules: Vec<(&OwnedModule, &[String])> = split
                    .iter()
                    .map(|part| (&part.module, part.kernels.as_slice()))
                    .collect();
                let level = self.options.level;
                let program = (&module, split_kernels::program_level(&module, level));
                let engine = Engine::of_parts(program, &modules, level)
                    .map_err(|error| Error::Engine(error.to_string()))?;
                // LLVM compiles when a function is first asked for: that belongs to compiling.
                engine
                    .function(entry)
                    .map_err(|error| Error::Engine(error.to_string()))?;
                let (required, places, callbacks, statistics) = parts;
                Ok(Variant {
                    engine,
                    required,
                    places,
                    callbacks,
                    statistics,
                })
            }
            Err(()) => Err(Error::Compile(diagnostics)),
        }
    }

    fn stages(
        &self,
        module: &OwnedModule<'c>,
        entry: &str,
        equal: &[(usize, usize)],
    ) -> Result<Parts, ()> {
        let stage = |name: &str, text: &str| {
            let _span = tracing::info_span!("stage", name).entered();
            run_pipeline(module.op(), &format!("builtin.module({text})")).map_err(|_| ())
        };
        if !equal.is_empty() {
            let pairs: Vec<String> = equal
                .iter()
                .map(|(first, second)| format!("{first}={second}"))
                .collect();
            let text = format!(
                "program-unify-arguments{{entry={entry} arguments={}}}",
                pairs.join(";")
            );
            stage("unify", &text)?;
        }
        stage(
            "flatten",
            &format!("program-flatten{{entry={entry}}},canonicalize"),
        )?;
        let function = find(module, entry).ok_or(())?;
        if let Some(domain) = self.options.domain {
            function.set_attr("domain", Attr::i64_array(function.context(), &domain));
        }
        stage("inline", "stencil-forward-inserts,stencil-inline")?;
        stage("bounds", "stencil-infer-bounds")?;
        let required = Required::of(function);
        stage("schedule", "program-schedule{machine=host}")?;
        // Checked mode tells what was never written, which it could not of memory that is shared.
        if !self.options.checked {
            stage("buffers", "program-share-buffers")?;
        }
        let statistics = statistics(function);
        let lowering = pipeline::kernels_to_llvm();
        let (loops, rest) = lowering.split_once(',').ok_or(())?;
        stage(
            "loops",
            &format!("{loops}{{checked={}}}", self.options.checked),
        )?;
        let function = find(module, entry).ok_or(())?;
        let texts = |name: &str| {
            function
                .attr(name)
                .and_then(|texts| texts.as_array())
                .unwrap_or_default()
        };
        let places = texts(kernel_to_loops::PLACES)
            .into_iter()
            .filter_map(|text| text.as_text().map(str::to_string))
            .collect();
        let callbacks = texts(kernel_to_loops::CALLBACKS)
            .into_iter()
            .filter_map(|entry| callback(&entry.as_array()?))
            .collect();
        stage("llvm", rest)?;
        Ok((required, places, callbacks, statistics))
    }
}

fn find<'c>(module: &OwnedModule<'c>, name: &str) -> Option<Op<'c>> {
    module
        .block()
        .ops()
        .into_iter()
        .find(|op| op.symbol_name() == Some(name))
}

fn callback(entry: &[Attr<'_>]) -> Option<Callback> {
    let [name, place, types @ ..] = entry else {
        return None;
    };
    let arguments = types
        .iter()
        .map(|ty| {
            let ty = ty.as_type()?;
            Some(match FieldShape::of(ty) {
                Some(shape) => ArgumentType::Field(shape),
                None => ArgumentType::Scalar(ty.as_scalar()?),
            })
        })
        .collect::<Option<Vec<_>>>()?;
    Some(Callback {
        name: name.as_text()?.to_string(),
        place: place.as_text()?.to_string(),
        arguments,
    })
}

fn statistics(function: Op<'_>) -> Statistics {
    let entry = function.body();
    let temporaries = function
        .collect(Alloc::NAME)
        .into_iter()
        .filter_map(|alloc| {
            let shape = FieldShape::of(alloc.result(0).ty())?;
            let SsaBox {
                index_box,
                positions,
            } = Alloc(alloc).index_box();
            // A size that is computed while running is counted as the domain's.
            let known = positions.iter().all(|value| value.owner_block() == entry);
            let index_box = match known {
                true => {
                    index_box.map_positions(&|number| positions[number as usize].number() as u32)
                }
                false => IndexBox::domain(),
            };
            Some((
                index_box,
                shape.axes,
                shape.components() * shape.element.bytes(),
            ))
        })
        .collect();
    Statistics {
        kernels: function.collect("stencil.kernel").len(),
        temporaries,
    }
}

impl Statistics {
    /// Bytes of temporary fields for a domain.
    pub fn temporary_bytes(&self, domain: [i64; 3], scalars: &[Option<i64>]) -> u64 {
        let positions: Vec<i64> = scalars.iter().map(|value| value.unwrap_or(0)).collect();
        self.temporaries
            .iter()
            .map(|(index_box, axes, bytes)| {
                let part = index_box.evaluate(domain.map(|size| (0, size)), &positions);
                let points = (0..3)
                    .filter(|axis| axes & (1 << axis) != 0)
                    .map(|axis| part.high[axis].saturating_sub(part.low[axis]).max(0) as u64)
                    .fold(1u64, u64::saturating_mul);
                points.saturating_mul(*bytes as u64)
            })
            .fold(0, u64::saturating_add)
    }
}
