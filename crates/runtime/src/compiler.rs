//! From a module to an artifact: the stages, one after the other, as far as is asked for.

use crate::{
    Artifact, Error, Program, Statistics, Versions,
    ir::{argument_type, required_of, statistics_of},
};
use fvopt_frozen::{
    Callback, Compiled, Image, Manifest, Processor, Required, Signature, Variant, cache::Cache,
};
use fvopt_lowering::{
    abi, kernel_to_loops,
    pipeline::{self, Settings, Stage},
    split_kernels,
    target::Target,
};
use mlir_shim::{
    diagnostic::{self, Diagnostic, Severity},
    engine::{self, Emission, Engine, EngineError, Part, SUPPORT},
    ir::{Attr, Op, OwnedModule, Symbol},
    pass::Failed,
};
use std::collections::HashSet;

/// Makes artifacts of programs, for a target. Holds nothing but the target: several threads may
/// compile at once, each in a context of its own.
#[derive(Clone, Debug)]
pub struct Compiler {
    target: Target,
    versions: Versions,
    cache: Option<Cache>,
}

impl Compiler {
    /// A compiler for a target.
    pub fn new(target: Target) -> Self {
        Self {
            target,
            versions: Versions::of_this(),
            cache: None,
        }
    }

    /// The same compiler under the name of other versions: for those who build on fvopt and change what it makes.
    /// Their programs have keys of their own, and all can share one cache.
    pub fn with_versions(self, versions: Versions) -> Self {
        Self { versions, ..self }
    }

    /// The same compiler with a cache: what is there is not compiled, and what is compiled is there afterwards.
    pub fn with_cache(self, cache: Cache) -> Self {
        Self {
            cache: Some(cache),
            ..self
        }
    }

    /// An entry of a module as this compiler compiles it.
    pub fn program<'c>(&self, module: &OwnedModule<'c>, entry: &str) -> Result<Program<'c>, Error> {
        let program = Program::new(module, entry, self.target.clone())?;
        let program = program.with_versions(self.versions.clone());
        Ok(match &self.cache {
            Some(cache) => program.with_cache(cache.clone()),
            None => program,
        })
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
        self.program(module, entry)?.artifact(equal)
    }

    /// Compiles an entry without loading its code, for this compiler's target and, as variants of it, for these
    /// sizes of the domain alone. The processor need not be that of this machine, and no cache is asked.
    pub fn compile_variants(
        &self,
        module: &OwnedModule<'_>,
        entry: &str,
        domains: &[[i64; 3]],
    ) -> Result<Compiled, Error> {
        let all = self.compile_one(module, entry, self.target.domain, "")?;
        self.compile_more(module, entry, domains, Some(all))
    }

    /// Likewise for these sizes of the domain and for no others; at least one.
    pub fn compile_for_domains(
        &self,
        module: &OwnedModule<'_>,
        entry: &str,
        domains: &[[i64; 3]],
    ) -> Result<Compiled, Error> {
        self.compile_more(module, entry, domains, None)
    }

    fn compile_more(
        &self,
        module: &OwnedModule<'_>,
        entry: &str,
        domains: &[[i64; 3]],
        mut all: Option<Compiled>,
    ) -> Result<Compiled, Error> {
        let mut known = HashSet::new();
        for domain in domains.iter().filter(|domain| known.insert(**domain)) {
            let [i, j, k] = domain;
            let suffix = format!("_{i}_{j}_{k}");
            let variant = self.compile_one(module, entry, Some(*domain), &suffix)?;
            match &mut all {
                None => all = Some(variant),
                Some(all) => {
                    all.manifests.extend(variant.manifests);
                    all.objects.extend(variant.objects);
                }
            }
        }
        all.ok_or_else(|| Error::Bind("no domain is given to compile for".into()))
    }

    fn compile_one(
        &self,
        module: &OwnedModule<'_>,
        entry: &str,
        domain: Option<[i64; 3]>,
        suffix: &str,
    ) -> Result<Compiled, Error> {
        let target = Target {
            domain,
            ..self.target.clone()
        };
        let program = Program::new(module, entry, target)?.with_versions(self.versions.clone());
        let signature = program.signature().clone();
        program
            .partial(&[])?
            .compile(signature, suffix, &self.versions)
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

/// The compiler, its version and its sources, as manifests have them.
pub(crate) const COMPILER: &str = concat!(
    "fvopt ",
    env!("CARGO_PKG_VERSION"),
    " of ",
    env!("FVOPT_SOURCE_HASH")
);

/// What tells this compiler from others that make other code: for keys of those who cache by themselves.
pub fn identity() -> &'static str {
    COMPILER
}

/// Loads compiled code, where the processor of this machine will do.
pub fn load(compiled: Compiled) -> Result<Artifact, Error> {
    let Compiled {
        manifests,
        mut objects,
        support,
    } = compiled;
    let first = &manifests[0];
    let entry = Symbol(&first.signature.entry);
    let cannot = |what: String| move |source: EngineError| Error::Engine { what, source };
    let no_code = || cannot(format!("no machine code can be made of {entry}"));
    engine::check_here(&first.target.cpu).map_err(no_code())?;
    let uses_openmp = manifests.iter().any(|manifest| manifest.uses_openmp);
    let engine = Engine::of_objects(&objects, uses_openmp).map_err(no_code())?;
    let functions = manifests.iter().map(|manifest| {
        engine.function(&manifest.symbol).map_err(cannot(format!(
            "LLVM could not make {entry} callable, perhaps for a function that is declared and nowhere defined"
        )))
    });
    let functions = functions.collect::<Result<Vec<_>, Error>>()?;
    let variants = manifests.into_iter().zip(functions);
    let variants = variants.map(|(manifest, function)| Variant { manifest, function });
    objects.push(support.to_vec());
    Ok(Artifact::new(variants.collect(), Image::Objects(objects)))
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
        partial.required = required_of(partial.entry()?);
        Ok(partial)
    }

    /// The fields that the program allocates.
    pub fn allocations(&self) -> Result<Statistics, Error> {
        Ok(statistics_of(self.entry()?))
    }

    /// Makes kernels, once; what the program is made of.
    pub fn scheduled(&mut self) -> Result<&Statistics, Error> {
        if self.statistics.is_none() {
            self.run(pipeline::bounds_to_kernels(&self.settings))?;
            self.statistics = Some(statistics_of(self.entry()?));
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

    /// Makes objects, and what is to be said of them.
    /// Its functions have a suffix, by which several variants can be in one object.
    pub fn compile(
        mut self,
        signature: Signature,
        suffix: &str,
        versions: &Versions,
    ) -> Result<Compiled, Error> {
        let statistics = self.scheduled()?.clone();
        let lowered = self.lower()?;
        let symbol = abi::entry_symbol(&signature.entry) + suffix;
        let objects = self.machine_code(&lowered.symbol, &symbol, suffix)?;
        let cpu = &self.settings.target.cpu;
        let processor = engine::Processor::of(cpu).map_err(|source| Error::Engine {
            what: format!("no code can be made for {cpu}"),
            source,
        })?;
        let manifest = Manifest {
            symbol,
            signature,
            uses_openmp: self.settings.target.threads != Some(1),
            target: self.settings.target,
            equal: self.settings.equal,
            constants: Vec::new(),
            required: self.required,
            places: lowered.places,
            callbacks: lowered.callbacks,
            statistics,
            warnings: self.warnings,
            processor: Processor {
                triple: processor.triple,
                name: processor.name,
                features: processor.features,
            },
            compiler: versions.compiler.clone(),
            llvm: versions.llvm.clone(),
            key: None,
        };
        Ok(Compiled {
            manifests: vec![manifest],
            objects,
            support: SUPPORT,
        })
    }

    /// Makes objects of the module in the LLVM dialect.
    fn machine_code(
        &self,
        symbol: &str,
        exported: &str,
        suffix: &str,
    ) -> Result<Vec<Vec<u8>>, Error> {
        let _span = tracing::info_span!("machine code").entered();
        let Target { level, ref cpu, .. } = self.settings.target;
        let split = split_kernels::split(&self.module);
        let modules: Vec<Part> = split
            .iter()
            .map(|part| Part {
                module: &part.module,
                level,
            })
            .collect();
        let program = Part {
            module: &self.module,
            level: split_kernels::program_level(&self.module, level),
        };
        let emission = Emission {
            cpu,
            suffix,
            entries: &[(symbol, exported)],
        };
        let entry = Symbol(self.settings.entry.as_deref().unwrap_or_default());
        emission
            .objects(program, &modules)
            .map_err(|source| Error::Engine {
                what: format!("no machine code can be made of {entry}"),
                source,
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
        .map(|ty| argument_type(ty.as_type()?))
        .collect::<Option<Vec<_>>>()?;
    Some(Callback {
        name: name.as_text()?.to_string(),
        place: place.as_text()?.to_string(),
        arguments,
    })
}
