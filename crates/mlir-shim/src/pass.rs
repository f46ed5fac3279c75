//! Passes written in Rust that textual pipelines know by name.

use crate::{
    diagnostic, ffi,
    ir::{Op, string_ref, text},
};
use melior::pass::PassManager;
use mlir_sys::*;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

/// The type and default of an option.
#[derive(Clone, Copy, Debug)]
pub enum OptionKind {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A text.
    Text(&'static str),
}

/// An option of a pass.
#[derive(Clone, Copy, Debug)]
pub struct PassOption {
    /// Its name in pipelines.
    pub name: &'static str,
    /// One line for `--help`.
    pub help: &'static str,
    /// Type and default.
    pub kind: OptionKind,
}

/// The value of an option in one run of a pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OptionValue {
    /// Of a [`OptionKind::Bool`].
    Bool(bool),
    /// Of a [`OptionKind::Integer`].
    Integer(i64),
    /// Of a [`OptionKind::Text`].
    Text(String),
}

/// The values of all options in one run of a pass.
#[derive(Clone, Debug)]
pub struct OptionValues(Vec<(&'static str, OptionValue)>);

impl OptionValues {
    /// The defaults of a pass.
    pub fn defaults(options: &'static [PassOption]) -> Self {
        Self(
            options
                .iter()
                .map(|option| {
                    let value = match option.kind {
                        OptionKind::Bool(value) => OptionValue::Bool(value),
                        OptionKind::Integer(value) => OptionValue::Integer(value),
                        OptionKind::Text(value) => OptionValue::Text(value.to_string()),
                    };
                    (option.name, value)
                })
                .collect(),
        )
    }

    fn get(&self, name: &str) -> &OptionValue {
        &self
            .0
            .iter()
            .find(|(other, _)| *other == name)
            .expect("an option of this pass")
            .1
    }

    /// A bool option. The pass must have it.
    pub fn bool(&self, name: &str) -> bool {
        matches!(self.get(name), OptionValue::Bool(true))
    }

    /// An integer option. The pass must have it.
    pub fn integer(&self, name: &str) -> i64 {
        match self.get(name) {
            OptionValue::Integer(value) => *value,
            other => panic!("option {name} is {other:?}, not an integer"),
        }
    }

    /// A text option. The pass must have it.
    pub fn text(&self, name: &str) -> &str {
        match self.get(name) {
            OptionValue::Text(value) => value,
            other => panic!("option {name} is {other:?}, not a text"),
        }
    }
}

/// A pass failed; it has emitted why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failed;

/// A pass over a module.
#[derive(Clone, Copy)]
pub struct Pass {
    /// Its name in pipelines.
    pub name: &'static str,
    /// One line for `--help`.
    pub description: &'static str,
    /// Its options.
    pub options: &'static [PassOption],
    /// The work. It emits errors before it fails.
    pub run: fn(Op<'_>, &OptionValues) -> Result<(), Failed>,
}

static PASSES: Mutex<Vec<&'static Pass>> = Mutex::new(Vec::new());

extern "C" fn run(
    identifier: usize,
    module: MlirOperation,
    values: *const ffi::PassOptionValue,
) -> bool {
    let pass = PASSES
        .lock()
        .map(|passes| passes[identifier])
        .expect("no panic holds this lock");
    let module = Op::from_raw(module);
    let values = OptionValues(
        pass.options
            .iter()
            .enumerate()
            .map(|(index, option)| {
                // SAFETY: the C++ side passes one value per option of the descriptor.
                let value = unsafe { &*values.add(index) };
                let value = match option.kind {
                    OptionKind::Bool(_) => OptionValue::Bool(value.boolean),
                    OptionKind::Integer(_) => OptionValue::Integer(value.integer),
                    // SAFETY: the text is alive during the call.
                    OptionKind::Text(_) => {
                        OptionValue::Text(unsafe { text(value.text) }.to_string())
                    }
                };
                (option.name, value)
            })
            .collect(),
    );
    catch_unwind(AssertUnwindSafe(|| (pass.run)(module, &values).is_ok())).unwrap_or_else(|_| {
        let message = format!(
            "internal error in pass {}; this is a bug in fvopt",
            pass.name
        );
        diagnostic::error(module.location(), &message, &[]);
        false
    })
}

/// Makes a pass known to textual pipelines. A name is registered once; a second time does nothing.
pub fn register(pass: &'static Pass) {
    let mut passes = PASSES.lock().expect("no panic holds this lock");
    if passes.iter().any(|other| other.name == pass.name) {
        return;
    }
    let identifier = passes.len();
    passes.push(pass);
    drop(passes);
    // The C++ side keeps references to these: they live as long as the process.
    let options: Vec<ffi::PassOption> = pass
        .options
        .iter()
        .map(|option| {
            let (kind, default): (i32, &'static str) = match option.kind {
                OptionKind::Bool(value) => (0, if value { "true" } else { "false" }),
                OptionKind::Integer(value) => (1, Box::leak(value.to_string().into_boxed_str())),
                OptionKind::Text(value) => (2, value),
            };
            ffi::PassOption {
                name: string_ref(option.name),
                help: string_ref(option.help),
                kind,
                default_value: string_ref(default),
            }
        })
        .collect();
    let options: &'static [ffi::PassOption] = Vec::leak(options);
    let descriptor = ffi::PassDescriptor {
        argument: string_ref(pass.name),
        description: string_ref(pass.description),
        options: options.as_ptr(),
        option_count: options.len() as isize,
        identifier,
    };
    // SAFETY: the descriptor is copied; what it refers to is static.
    unsafe { ffi::fvoptRegisterPass(&descriptor, run) }
}

/// Upstream's canonicalizations that change values, as of LLVM 22.
///
/// Each has a test that is named after it (`tests/filecheck/issues`).
pub const UNSOUND_PATTERNS: &[&str] = &[
    // A pair of casts through a narrower type keeps the low bits alone, but is replaced by the value itself
    // (llvm-project issues 90238 and 90296).
    "(anonymous namespace)::IndexCastOfIndexCast",
    "(anonymous namespace)::IndexCastUIOfIndexCastUI",
    // A branch that leaves the condition of an `scf.while` gives what is passed on twice the value of its else
    // side where the loop goes on (llvm-project issue 219456).
    "(anonymous namespace)::WhileMoveIfDown",
];

/// Takes the unsound patterns out of the pass `canonicalize` of textual pipelines.
pub(crate) fn guard_canonicalizer() {
    let names: Vec<MlirStringRef> = UNSOUND_PATTERNS
        .iter()
        .map(|name| string_ref(name))
        .collect();
    // SAFETY: the names are copied.
    unsafe { ffi::fvoptGuardCanonicalizer(names.as_ptr(), names.len() as isize) }
}

/// Makes a pipeline of a fixed text known by a name. To be called once per name.
pub fn register_pipeline(name: &'static str, description: &'static str, pipeline: &str) {
    // SAFETY: name and description are static; the pipeline is copied.
    unsafe {
        ffi::fvoptRegisterPipeline(
            string_ref(name),
            string_ref(description),
            string_ref(pipeline),
        )
    }
}

/// Runs a textual pipeline, such as `builtin.module(program-flatten,cse)`, on a module.
/// Errors are emitted to the context's handlers; verification runs after every pass.
pub fn run_pipeline(module: Op<'_>, pipeline: &str) -> Result<(), Failed> {
    // SAFETY: the pass manager is destroyed after the run; the module is alive.
    unsafe {
        let manager = mlirPassManagerCreate(mlirOperationGetContext(module.0));
        let mut message: Vec<u8> = Vec::new();
        let parsed = mlirParsePassPipeline(
            mlirPassManagerGetAsOpPassManager(manager),
            string_ref(pipeline),
            Some(crate::ir::append),
            (&raw mut message).cast(),
        );
        let mut result = Err(Failed);
        if parsed.value == 0 {
            let message = String::from_utf8_lossy(&message);
            let text = format!("malformed pipeline `{pipeline}`: {}", message.trim());
            diagnostic::error(module.location(), &text, &[]);
        } else if mlirPassManagerRunOnOp(manager, module.0).value != 0 {
            result = Ok(());
        }
        mlirPassManagerDestroy(manager);
        result
    }
}

/// Adds a registered pass or pipeline, by its text, to a pass manager of melior.
pub fn add_to(manager: &PassManager<'_>, pipeline: &str) -> Result<(), melior::Error> {
    melior::utility::parse_pass_pipeline(manager.as_operation_pass_manager(), pipeline)
}
