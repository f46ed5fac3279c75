//! The code of a program for one pattern of equal arguments, and the steps to it.

use crate::{
    Error, Statistics,
    host::Callback,
    required::Required,
    signature::{ArgumentType, FieldShape},
    statistics::statistics,
};
use fvopt_lowering::{
    abi, kernel_to_loops,
    pipeline::{self, Settings, Stage},
    split_kernels,
};
use mlir_shim::{
    diagnostic::{self, Diagnostic, Severity},
    engine::Engine,
    ir::{Attr, Op, OwnedModule, Symbol},
    pass::Failed,
};

/// Compiled code.
pub(crate) struct Variant {
    pub engine: Engine,
    /// The symbol of the entry in the code.
    pub symbol: String,
    pub required: Required,
    pub places: Vec<String>,
    pub callbacks: Vec<Callback>,
    pub statistics: Statistics,
    pub warnings: Vec<Diagnostic>,
}

/// A program without code: all of its boxes are known, and later its kernels.
pub(crate) struct Partial<'c> {
    module: OwnedModule<'c>,
    settings: Settings,
    pub required: Required,
    pub warnings: Vec<Diagnostic>,
    statistics: Option<Statistics>,
}

impl<'c> Partial<'c> {
    /// Flattens a module of its own and infers boxes.
    pub fn new(module: OwnedModule<'c>, settings: Settings) -> Result<Self, Error> {
        let mut partial = Self {
            module,
            settings,
            required: Required::default(),
            warnings: Vec::new(),
            statistics: None,
        };
        partial.run(pipeline::to_bounds(&partial.settings))?;
        partial.required = Required::of(partial.entry()?);
        Ok(partial)
    }

    /// The fields that the program allocates.
    pub fn allocations(&self) -> Result<Statistics, Error> {
        Ok(statistics(self.entry()?))
    }

    /// Makes kernels, once; what the program is made of.
    pub fn scheduled(&mut self) -> Result<&Statistics, Error> {
        if self.statistics.is_none() {
            self.run(pipeline::bounds_to_kernels(&self.settings))?;
            self.statistics = Some(statistics(self.entry()?));
        }
        Ok(self.statistics.get_or_insert_default())
    }

    /// Makes code.
    pub fn compile(mut self, level: u8) -> Result<Variant, Error> {
        let statistics = self.scheduled()?.clone();
        self.run(pipeline::kernels_to_loops(&self.settings))?;
        let symbol = abi::symbol(self.settings.entry.as_deref().unwrap_or_default());
        let function = self.find(&symbol)?;
        let texts = |name: &str| {
            let texts = function.attr(name).and_then(|texts| texts.as_array());
            texts.unwrap_or_default()
        };
        let places = texts(kernel_to_loops::PLACES)
            .into_iter()
            .filter_map(|text| text.as_text().map(str::to_string))
            .collect();
        let callbacks = texts(kernel_to_loops::CALLBACKS)
            .into_iter()
            .filter_map(|entry| callback(&entry.as_array()?))
            .collect();
        self.run(pipeline::loops_to_llvm(&self.settings))?;
        let _span = tracing::info_span!("machine code").entered();
        let split = split_kernels::split(&self.module);
        let modules: Vec<(&OwnedModule, &[String])> = split
            .iter()
            .map(|part| (&part.module, part.kernels.as_slice()))
            .collect();
        let program_level = split_kernels::program_level(&self.module, level);
        let engine = Engine::of_parts((&self.module, program_level), &modules, level)
            .map_err(|error| Error::Engine(error.to_string()))?;
        // LLVM compiles when a function is first asked for: that belongs to compiling.
        engine.function(&symbol).map_err(|_| {
            let entry = Symbol(self.settings.entry.as_deref().unwrap_or_default());
            Error::Engine(format!(
                "LLVM could not make {entry} callable, perhaps for a function that is declared and nowhere defined"
            ))
        })?;
        Ok(Variant {
            engine,
            symbol,
            required: self.required,
            places,
            callbacks,
            statistics,
            warnings: self.warnings,
        })
    }

    /// Runs stages; keeps what they warn of.
    fn run(&mut self, stages: Vec<Stage>) -> Result<(), Error> {
        let module = self.module.op();
        let (result, mut diagnostics) = diagnostic::capture(module.context(), || {
            stages.iter().try_for_each(|stage| {
                let _span = tracing::info_span!("stage", name = stage.name).entered();
                stage.passes.run(module)
            })
        });
        match result {
            Ok(()) => {
                diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Warning);
                self.warnings.extend(diagnostics);
                Ok(())
            }
            Err(Failed) => Err(Error::Compile(diagnostics)),
        }
    }

    fn entry(&self) -> Result<Op<'c>, Error> {
        self.find(self.settings.entry.as_deref().unwrap_or_default())
    }

    fn find(&self, name: &str) -> Result<Op<'c>, Error> {
        let mut ops = self.module.block().ops().into_iter();
        ops.find(|op| op.symbol_name() == Some(name))
            .ok_or_else(|| {
                Error::Engine(format!(
                    "internal error: @{name} was lost; this is a bug in fvopt"
                ))
            })
    }
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
