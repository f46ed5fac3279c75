//! From a module to an artifact: the stages, one after the other, as far as is asked for.

use crate::{
    Artifact, Error, Program, Statistics,
    artifact::Parts,
    host::Callback,
    required::Required,
    signature::{ArgumentType, FieldShape, Signature},
    statistics::statistics,
};
use fvopt_lowering::{
    abi, kernel_to_loops,
    pipeline::{self, Settings, Stage},
    split_kernels,
    target::Target,
};
use mlir_shim::{
    diagnostic::{self, Diagnostic, Severity},
    engine::{Engine, EngineError, Function},
    ir::{Attr, Op, OwnedModule, Symbol},
    pass::Failed,
};

/// Makes artifacts of programs, for a target. Holds nothing but the target: several threads may
/// compile at once, each in a context of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compiler {
    target: Target,
}

impl Compiler {
    /// A compiler for a target.
    pub fn new(target: Target) -> Self {
        Self { target }
    }

    /// What it compiles for.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Compiles an entry (a program or a stencil) of a module, whose field arguments are different fields.
    pub fn compile(&self, module: &OwnedModule<'_>, entry: &str) -> Result<Artifact, Error> {
        self.compile_unified(module, entry, &[])
    }

    /// Compiles an entry some of whose arguments are one field: pairs of argument numbers (first,
    /// other), ordered by the second, as [`Program::equal_arguments`] gives them.
    pub fn compile_unified(
        &self,
        module: &OwnedModule<'_>,
        entry: &str,
        equal: &[(usize, usize)],
    ) -> Result<Artifact, Error> {
        Program::new(module, entry, self.target.clone())?.artifact(equal)
    }

    /// The module that machine code is made of: an entry in the LLVM dialect.
    pub fn lower<'c>(
        &self,
        module: &OwnedModule<'c>,
        entry: &str,
        equal: &[(usize, usize)],
    ) -> Result<OwnedModule<'c>, Error> {
        let program = Program::new(module, entry, self.target.clone())?;
        let mut partial = program.partial(equal)?;
        partial.lower()?;
        Ok(partial.module)
    }
}

/// What loops tell of a program that its machine code does not.
struct Lowered {
    /// The symbol of the entry in the code.
    symbol: String,
    places: Vec<String>,
    callbacks: Vec<Callback>,
}

/// A program without code, for one pattern of equal arguments: all of its boxes are known, and later
/// its kernels.
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

    /// Goes on to the LLVM dialect.
    fn lower(&mut self) -> Result<Lowered, Error> {
        self.scheduled()?;
        self.run(pipeline::kernels_to_loops(&self.settings))?;
        let symbol = abi::symbol(self.settings.entry.as_deref().unwrap_or_default());
        let function = self.find(&symbol)?;
        let texts = |name: &str| {
            let texts = function.attr(name).and_then(|texts| texts.as_array());
            texts.unwrap_or_default()
        };
        let lowered = Lowered {
            places: texts(kernel_to_loops::PLACES)
                .into_iter()
                .filter_map(|text| text.as_text().map(str::to_string))
                .collect(),
            callbacks: texts(kernel_to_loops::CALLBACKS)
                .into_iter()
                .filter_map(|entry| callback(&entry.as_array()?))
                .collect(),
            symbol,
        };
        self.run(pipeline::loops_to_llvm(&self.settings.target))?;
        Ok(lowered)
    }

    /// Makes an artifact.
    pub fn compile(mut self, signature: Signature) -> Result<Artifact, Error> {
        let statistics = self.scheduled()?.clone();
        let lowered = self.lower()?;
        let function = self.machine_code(&lowered.symbol)?;
        Ok(Artifact::new(Parts {
            function,
            signature,
            target: self.settings.target,
            equal: self.settings.equal,
            required: self.required,
            places: lowered.places,
            callbacks: lowered.callbacks,
            statistics,
            warnings: self.warnings,
        }))
    }

    /// Makes machine code of the module in the LLVM dialect.
    fn machine_code(&self, symbol: &str) -> Result<Function, Error> {
        let _span = tracing::info_span!("machine code").entered();
        let Target { level, ref cpu, .. } = self.settings.target;
        let split = split_kernels::split(&self.module);
        let modules: Vec<(&OwnedModule, &[String])> = split
            .iter()
            .map(|part| (&part.module, part.kernels.as_slice()))
            .collect();
        let program_level = split_kernels::program_level(&self.module, level);
        let entry = Symbol(self.settings.entry.as_deref().unwrap_or_default());
        let cannot = |what: String| move |source: EngineError| Error::Engine { what, source };
        let engine = Engine::of_parts((&self.module, program_level), &modules, level, cpu)
            .map_err(cannot(format!("no machine code can be made of {entry}")))?;
        // LLVM compiles when a function is first asked for: that belongs to compiling.
        engine.function(symbol).map_err(cannot(format!(
            "LLVM could not make {entry} callable, perhaps for a function that is declared and nowhere defined"
        )))
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

    fn entry(&self) -> Result<Op<'_>, Error> {
        self.find(self.settings.entry.as_deref().unwrap_or_default())
    }

    fn find(&self, name: &str) -> Result<Op<'_>, Error> {
        let mut ops = self.module.block().ops().into_iter();
        ops.find(|op| op.symbol_name() == Some(name))
            .ok_or_else(|| Error::Internal(format!("@{name} was lost")))
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
