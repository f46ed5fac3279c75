//! Passes written in Rust that textual pipelines know by name.

mod named;
mod pipeline;
mod symbol;

pub use named::{NamedPipeline, register_pipeline};
pub use pipeline::{Pipeline, Step, nested, run_pipeline, upstream};

use crate::{
    diagnostic, ffi,
    ir::{Op, string_ref, text},
};
use melior::pass::PassManager;
use mlir_sys::{MlirOperation, MlirStringRef};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

/// The type and default of an option.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum OptionKind {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A text.
    Text(&'static str),
    /// The name of a symbol, any that MLIR allows; none by default. In the text of a pipeline
    /// every byte besides letters, digits, `_`, `.`, `$` and `-` is a backslash and two
    /// hexadecimal digits.
    Symbol,
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
#[non_exhaustive]
pub enum OptionValue {
    /// Of a [`OptionKind::Bool`].
    Bool(bool),
    /// Of a [`OptionKind::Integer`].
    Integer(i64),
    /// Of a [`OptionKind::Text`].
    Text(String),
    /// Of a [`OptionKind::Symbol`].
    Symbol(Option<String>),
}

impl From<bool> for OptionValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for OptionValue {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<&str> for OptionValue {
    fn from(value: &str) -> Self {
        Self::Text(value.to_string())
    }
}

impl From<String> for OptionValue {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl OptionValue {
    fn is_of(&self, kind: OptionKind) -> bool {
        matches!(
            (self, kind),
            (Self::Bool(_), OptionKind::Bool(_))
                | (Self::Integer(_), OptionKind::Integer(_))
                | (Self::Text(_), OptionKind::Text(_))
                | (Self::Symbol(_), OptionKind::Symbol)
        )
    }
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
                        OptionKind::Symbol => OptionValue::Symbol(None),
                    };
                    (option.name, value)
                })
                .collect(),
        )
    }

    /// What C++ hands over: a value for each option, in their order.
    ///
    /// # Safety
    /// There must be as many values, each of its option's kind, and their texts alive.
    unsafe fn from_raw(
        options: &'static [PassOption],
        values: *const ffi::PassOptionValue,
    ) -> Self {
        let value = |(index, option): (usize, &'static PassOption)| {
            // SAFETY: promised by the caller.
            let (raw, written) = unsafe {
                let raw = &*values.add(index);
                (raw, || text(raw.text))
            };
            let value = match option.kind {
                OptionKind::Bool(_) => OptionValue::Bool(raw.boolean),
                OptionKind::Integer(_) => OptionValue::Integer(raw.integer),
                OptionKind::Text(_) => OptionValue::Text(written().to_string()),
                OptionKind::Symbol => OptionValue::Symbol(symbol::decode(written())),
            };
            (option.name, value)
        };
        Self(options.iter().enumerate().map(value).collect())
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

    /// An option that names a symbol. The pass must have it.
    pub fn symbol(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            OptionValue::Symbol(value) => value.as_deref(),
            other => panic!("option {name} is {other:?}, not a symbol"),
        }
    }
}

/// A pass failed; it has emitted why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failed;

impl std::fmt::Display for Failed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a pass failed; the diagnostics of the context say why")
    }
}

impl std::error::Error for Failed {}

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

/// A pass that MLIR knows, and its description for C++.
struct Registered {
    pass: &'static Pass,
    descriptor: &'static ffi::PassDescriptor,
}

// SAFETY: a descriptor is written once, before it is here; what it points to is static.
unsafe impl Send for Registered {}

impl std::fmt::Debug for Pass {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(formatter, "Pass({})", self.name)
    }
}

static PASSES: Mutex<Vec<Registered>> = Mutex::new(Vec::new());

extern "C" fn run(
    identifier: usize,
    module: MlirOperation,
    values: *const ffi::PassOptionValue,
) -> bool {
    let pass = PASSES
        .lock()
        .map(|passes| passes[identifier].pass)
        .expect("no panic holds this lock");
    let module = Op::from_raw(module);
    // SAFETY: C++ passes one value per option of the descriptor; the texts are alive during the call.
    let values = unsafe { OptionValues::from_raw(pass.options, values) };
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
    registered(pass);
}

/// The description of a pass, which is made known if it was not.
fn registered(pass: &'static Pass) -> &'static ffi::PassDescriptor {
    let mut passes = PASSES.lock().expect("no panic holds this lock");
    if let Some(known) = passes.iter().find(|other| other.pass.name == pass.name) {
        return known.descriptor;
    }
    let descriptor = describe(pass.name, pass.description, pass.options, passes.len());
    passes.push(Registered { pass, descriptor });
    // SAFETY: the descriptor and what it refers to are static.
    unsafe { ffi::fvoptRegisterPass(descriptor, run) }
    descriptor
}

/// A description for C++, which keeps references to it: it lives as long as the process.
fn describe(
    name: &'static str,
    description: &'static str,
    options: &'static [PassOption],
    identifier: usize,
) -> &'static ffi::PassDescriptor {
    let options: Vec<ffi::PassOption> = options
        .iter()
        .map(|option| {
            let (kind, default): (i32, &'static str) = match option.kind {
                OptionKind::Bool(value) => (0, if value { "true" } else { "false" }),
                OptionKind::Integer(value) => (1, Box::leak(value.to_string().into_boxed_str())),
                OptionKind::Text(value) => (2, value),
                OptionKind::Symbol => (2, ""),
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
    Box::leak(Box::new(ffi::PassDescriptor {
        argument: string_ref(name),
        description: string_ref(description),
        options: options.as_ptr(),
        option_count: options.len() as isize,
        identifier,
    }))
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

/// Takes the unsound patterns out of the pass `canonicalize` of textual pipelines, and the folds of mathematical
/// functions, which upstream computes with the libm of the compiler's host.
pub(crate) fn guard_canonicalizer() {
    let names = |names: &mut dyn Iterator<Item = &'static str>| -> Vec<MlirStringRef> {
        names.map(string_ref).collect()
    };
    let patterns = names(&mut UNSOUND_PATTERNS.iter().copied());
    let mut functions = crate::libm::OPERATIONS.iter().map(|(name, _)| *name);
    let folds = names(&mut functions);
    // SAFETY: the names are copied.
    unsafe {
        ffi::fvoptGuardCanonicalizer(
            patterns.as_ptr(),
            patterns.len() as isize,
            folds.as_ptr(),
            folds.len() as isize,
        );
    }
}

/// Adds a registered pass or pipeline, by its text, to a pass manager of melior.
pub fn add_to(manager: &PassManager<'_>, pipeline: &str) -> Result<(), melior::Error> {
    melior::utility::parse_pass_pipeline(manager.as_operation_pass_manager(), pipeline)
}
