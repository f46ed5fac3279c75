//! A stencil before it is compiled.

use crate::artifact::Artifact;
use fvopt::{
    frozen::{
        MANIFEST_VERSION, abi,
        cache::{Cache, Key, KeyBuilder, Lookup, private_folder},
        target::Target,
    },
    ir::{Builder, Ctx, Loc, OwnedModule},
    melior::Context,
    runtime::Compiler,
};
use fvopt_gt4py::schema::{self, Document, Parameter};
use pyo3::{exceptions::PyValueError, prelude::*};

/// A stencil as GTIR in JSON, or a program that calls stencils.
#[pyclass(frozen)]
pub struct Program {
    source: Source,
}

#[derive(Clone)]
enum Source {
    Stencil(Document),
    Program(Box<schema::Program>),
}

fn wrong(message: impl ToString) -> PyErr {
    PyValueError::new_err(message.to_string())
}

/// The axes of a field from the slowest to the fastest, by its name.
type Layouts = Vec<(String, String)>;

#[pymethods]
impl Program {
    /// Reads a document; `name` stands for it in errors. The stencil is imported once, so that what cannot be
    /// represented is refused here.
    #[staticmethod]
    fn of_gtir(py: Python<'_>, name: &str, text: &str) -> PyResult<Self> {
        let document = py.detach(|| fvopt_gt4py::read(name, text)).map_err(wrong)?;
        Ok(Self {
            source: Source::Stencil(document),
        })
    }

    /// Reads a program; `name` stands for it in errors.
    #[staticmethod]
    fn of_calls(py: Python<'_>, name: &str, text: &str) -> PyResult<Self> {
        let program = py
            .detach(|| fvopt_gt4py::read_program(name, text))
            .map_err(wrong)?;
        Ok(Self {
            source: Source::Program(Box::new(program)),
        })
    }

    /// The name of the stencil.
    #[getter]
    fn name(&self) -> &str {
        self.source.entry()
    }

    /// The least number of levels that the stencil is for.
    #[getter]
    fn minimum_levels(&self) -> i64 {
        match &self.source {
            Source::Stencil(document) => fvopt_gt4py::minimum_levels(&document.stencil),
            Source::Program(program) => program.domain[2],
        }
    }

    /// The parameters: name, axes or nothing for a scalar, sizes of data dimensions, type.
    #[getter]
    fn parameters(&self) -> Vec<(String, Option<String>, Vec<i64>, String)> {
        let ty = |ty| fvopt_gt4py::type_name(ty).to_string();
        let parameters = match &self.source {
            Source::Stencil(document) => document.stencil.parameters.clone(),
            Source::Program(program) => {
                let fields = program.fields.iter().cloned().map(Parameter::Field);
                let scalars = program.scalars.iter().cloned().map(Parameter::Scalar);
                fields.chain(scalars).collect()
            }
        };
        parameters
            .iter()
            .map(|parameter| match parameter {
                Parameter::Field(field) => (
                    field.name.clone(),
                    Some(field.axes.clone()),
                    field.data.clone(),
                    ty(field.element),
                ),
                Parameter::Scalar(scalar) => (scalar.name.clone(), None, Vec::new(), ty(scalar.ty)),
            })
            .collect()
    }

    /// The IR of the stencil.
    #[pyo3(signature = (layouts = Vec::new()))]
    fn ir(&self, py: Python<'_>, layouts: Layouts) -> PyResult<String> {
        let source = self.laid_out(&layouts);
        py.detach(|| with_module(&source, |module| Ok(module.op().to_string())))
            .map_err(wrong)
    }

    /// The compiled stencil: from the cache, or made and kept there. `equal` has pairs of numbers of parameters that are
    /// one field.
    #[pyo3(signature = (layouts, equal, threads = None, use_cache = true))]
    fn compile(
        &self,
        py: Python<'_>,
        layouts: Layouts,
        equal: Vec<(usize, usize)>,
        threads: Option<u16>,
        use_cache: bool,
    ) -> PyResult<Artifact> {
        let source = self.laid_out(&layouts);
        py.detach(|| compile(&source, &equal, threads, use_cache))
            .map(Artifact::new)
            .map_err(wrong)
    }

    /// The folder of the cache, where there is one.
    #[staticmethod]
    fn cache_folder() -> Option<String> {
        private_folder().map(|folder| folder.display().to_string())
    }
}

impl Program {
    /// The source with these layouts of a stencil's parameters; a program has its own.
    fn laid_out(&self, layouts: &Layouts) -> Source {
        let mut source = self.source.clone();
        let Source::Stencil(document) = &mut source else {
            return source;
        };
        for parameter in &mut document.stencil.parameters {
            if let Parameter::Field(field) = parameter {
                let given = layouts.iter().find(|(name, _)| *name == field.name);
                field.layout = given.map(|(_, order)| order.clone());
            }
        }
        source
    }
}

impl Source {
    fn entry(&self) -> &str {
        match self {
            Source::Stencil(document) => &document.stencil.name,
            Source::Program(program) => &program.name,
        }
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        match self {
            Source::Stencil(document) => serde_json::to_value(document),
            Source::Program(program) => serde_json::to_value(program),
        }
    }
}

fn with_module<R>(
    source: &Source,
    work: impl FnOnce(&OwnedModule<'_>) -> Result<R, String>,
) -> Result<R, String> {
    let context = Context::new();
    fvopt::load(&context);
    let location = Loc::unknown(Ctx::of(&context));
    let module = OwnedModule::new(location);
    let builder = Builder::at_end(module.block(), location);
    let imported = match source {
        Source::Stencil(document) => fvopt_gt4py::import(&builder, document),
        Source::Program(program) => fvopt_gt4py::import_program(&builder, program),
    };
    imported.map_err(|error| error.to_string())?;
    work(&module)
}

fn compile(
    source: &Source,
    equal: &[(usize, usize)],
    threads: Option<u16>,
    use_cache: bool,
) -> Result<fvopt::frozen::Artifact, String> {
    let target = Target {
        threads,
        ..Target::host()
    };
    let make = || {
        with_module(source, |module| {
            Compiler::new(target.clone())
                .compile_unified(module, source.entry(), equal)
                .map_err(|error| error.with_sources())
        })
    };
    if !use_cache || std::env::var_os("FVOPT_CACHE").is_some_and(|value| value == "off") {
        return make();
    }
    let key = key(source, equal, &target)?;
    let cache = Cache::of_environment();
    match cache.lookup(&key) {
        Lookup::Hit(artifact) => Ok(artifact),
        Lookup::Miss(reservation) => {
            let artifact = make()?.with_manifests(|manifest| manifest.key = Some(key.text()));
            cache.put(&key, &artifact, reservation);
            Ok(artifact)
        }
    }
}

/// What the code depends on, without looking at IR: of all that the key of the runtime has, and the document in the
/// place of the IR.
fn key(source: &Source, equal: &[(usize, usize)], target: &Target) -> Result<Key, String> {
    let machine = fvopt::passes::machine::Machine::named(&target.machine)?;
    let processor = fvopt::engine::Processor::of(&target.cpu).map_err(|error| error.to_string())?;
    let mut text = source.json().map_err(|error| error.to_string())?;
    drop_places(&mut text);
    let mut key = KeyBuilder::new("fvopt stencil of GT4Py 1");
    key.part("document", text.to_string());
    key.part("one field", format!("{equal:?}"));
    key.part("machine", format!("{machine:?}"));
    key.part("threads", format!("{:?}", target.threads));
    key.part("math", target.math.name());
    key.part("strategy", target.strategy.name());
    key.part("level", format!("{:?}", target.level));
    key.part("triple", processor.triple);
    key.part("processor", processor.name);
    key.part("features", processor.features.join(","));
    key.part("compiler", fvopt::runtime::compiler_identity());
    key.part("llvm", fvopt::engine::llvm_version());
    key.part("abi", abi::VERSION.to_string());
    key.part("manifest", MANIFEST_VERSION.to_string());
    Ok(key.finish())
}

/// A stencil that moved in its file is the same stencil.
fn drop_places(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            for name in ["at", "files", "producer"] {
                members.remove(name);
            }
            members.values_mut().for_each(drop_places);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(drop_places),
        _ => {}
    }
}
