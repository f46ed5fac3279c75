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
use fvopt_gt4py::schema::{Document, Parameter};
use pyo3::{exceptions::PyValueError, prelude::*};

/// A stencil as GTIR in JSON.
#[pyclass(frozen)]
pub struct Program {
    document: Document,
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
        Ok(Self { document })
    }

    /// The name of the stencil.
    #[getter]
    fn name(&self) -> &str {
        &self.document.stencil.name
    }

    /// The least number of levels that the stencil is for.
    #[getter]
    fn minimum_levels(&self) -> i64 {
        fvopt_gt4py::minimum_levels(&self.document.stencil)
    }

    /// The parameters: name, axes or nothing for a scalar, sizes of data dimensions, type.
    #[getter]
    fn parameters(&self) -> Vec<(String, Option<String>, Vec<i64>, String)> {
        let ty = |ty| fvopt_gt4py::type_name(ty).to_string();
        let parameters = self.document.stencil.parameters.iter();
        parameters
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
        let document = self.laid_out(&layouts);
        py.detach(|| with_module(&document, |module| Ok(module.op().to_string())))
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
        let document = self.laid_out(&layouts);
        py.detach(|| compile(&document, &equal, threads, use_cache))
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
    fn laid_out(&self, layouts: &Layouts) -> Document {
        let mut document = self.document.clone();
        for parameter in &mut document.stencil.parameters {
            if let Parameter::Field(field) = parameter {
                let given = layouts.iter().find(|(name, _)| *name == field.name);
                field.layout = given.map(|(_, order)| order.clone());
            }
        }
        document
    }
}

fn with_module<R>(
    document: &Document,
    work: impl FnOnce(&OwnedModule<'_>) -> Result<R, String>,
) -> Result<R, String> {
    let context = Context::new();
    fvopt::load(&context);
    let location = Loc::unknown(Ctx::of(&context));
    let module = OwnedModule::new(location);
    let builder = Builder::at_end(module.block(), location);
    fvopt_gt4py::import(&builder, document).map_err(|error| error.to_string())?;
    work(&module)
}

fn compile(
    document: &Document,
    equal: &[(usize, usize)],
    threads: Option<u16>,
    use_cache: bool,
) -> Result<fvopt::frozen::Artifact, String> {
    let target = Target {
        threads,
        ..Target::host()
    };
    let make = || {
        with_module(document, |module| {
            Compiler::new(target.clone())
                .compile_unified(module, &document.stencil.name, equal)
                .map_err(|error| error.with_sources())
        })
    };
    if !use_cache || std::env::var_os("FVOPT_CACHE").is_some_and(|value| value == "off") {
        return make();
    }
    let key = key(document, equal, &target)?;
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
fn key(document: &Document, equal: &[(usize, usize)], target: &Target) -> Result<Key, String> {
    let machine = fvopt::passes::machine::Machine::named(&target.machine)?;
    let processor = fvopt::engine::Processor::of(&target.cpu).map_err(|error| error.to_string())?;
    let mut text = serde_json::to_value(document).map_err(|error| error.to_string())?;
    drop_places(&mut text);
    let mut key = KeyBuilder::new("fvopt stencil of GT4Py 1");
    key.part("document", text.to_string());
    key.part("one field", format!("{equal:?}"));
    key.part("machine", format!("{machine:?}"));
    key.part("threads", format!("{:?}", target.threads));
    key.part("math", target.math.name());
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
