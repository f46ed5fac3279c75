//! Pipelines as values: passes in order, with typed options.

use super::{Failed, OptionValue, OptionValues, Pass, registered, run, symbol};
use crate::{
    diagnostic, ffi,
    ir::{Op, append, collect, string_ref},
};
use mlir_sys::*;
use std::fmt;

/// Passes in order, with the values of their options. Runs without being text in between, so that
/// options hold any name; printed, it is what `--pass-pipeline` takes in `builtin.module(...)`.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Pipeline(Vec<Step>);

/// A pass in a pipeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    kind: Kind,
    options: Vec<(&'static str, OptionValue)>,
}

#[derive(Clone, Debug)]
enum Kind {
    Ours(&'static Pass),
    Upstream(&'static str),
    Nested(&'static str, Pipeline),
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nested(left, inner), Self::Nested(right, other)) => {
                left == right && inner == other
            }
            (Self::Nested(..), _) | (_, Self::Nested(..)) => false,
            _ => self.name() == other.name(),
        }
    }
}

impl Eq for Kind {}

impl Kind {
    fn name(&self) -> &'static str {
        match self {
            Self::Ours(pass) => pass.name,
            Self::Upstream(name) | Self::Nested(name, _) => name,
        }
    }
}

impl From<Kind> for Step {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            options: Vec::new(),
        }
    }
}

impl From<&'static Pass> for Step {
    fn from(pass: &'static Pass) -> Self {
        Kind::Ours(pass).into()
    }
}

/// A pass of upstream's, by its name.
pub fn upstream(name: &'static str) -> Step {
    Kind::Upstream(name).into()
}

/// Passes that run on every operation of a name.
pub fn nested(operation: &'static str, passes: impl IntoIterator<Item = Step>) -> Step {
    Kind::Nested(operation, passes.into_iter().collect()).into()
}

impl Pass {
    /// This pass as a step of a pipeline, with the defaults of its options.
    pub fn step(&'static self) -> Step {
        self.into()
    }
}

impl Step {
    /// Sets an option. A pass of ours must have it, and of this type.
    pub fn with(mut self, name: &'static str, value: impl Into<OptionValue>) -> Self {
        let value = value.into();
        if let Kind::Ours(pass) = self.kind {
            let option = pass.options.iter().find(|option| option.name == name);
            assert!(
                option.is_some_and(|option| value.is_of(option.kind)),
                "{} has no option {name} for {value:?}",
                pass.name
            );
        }
        self.options.push((name, value));
        self
    }

    /// Sets an option that names a symbol.
    pub fn with_symbol(self, name: &'static str, symbol: Option<&str>) -> Self {
        self.with(name, OptionValue::Symbol(symbol.map(str::to_string)))
    }

    /// Adds the pass to a manager; says what is wrong where that fails.
    ///
    /// # Safety
    /// The manager must be alive.
    unsafe fn add(&self, manager: MlirOpPassManager) -> Result<(), String> {
        match &self.kind {
            Kind::Ours(pass) => {
                let mut values = OptionValues::defaults(pass.options);
                for (name, value) in &self.options {
                    for (_, place) in values.0.iter_mut().filter(|(other, _)| other == name) {
                        *place = value.clone();
                    }
                }
                let texts: Vec<String> = values.0.iter().map(|(_, value)| written(value)).collect();
                let raw: Vec<ffi::PassOptionValue> = values
                    .0
                    .iter()
                    .zip(&texts)
                    .map(|((_, value), text)| ffi::PassOptionValue {
                        boolean: *value == OptionValue::Bool(true),
                        integer: match value {
                            OptionValue::Integer(value) => *value,
                            _ => 0,
                        },
                        text: string_ref(text),
                    })
                    .collect();
                // SAFETY: the manager is alive, the values are as many as the options, and copied.
                unsafe { ffi::fvoptAddPass(manager, registered(pass), run, raw.as_ptr()) };
                Ok(())
            }
            Kind::Upstream(_) => {
                let text = self.to_string();
                let mut added = false;
                let message = collect(|data| {
                    // SAFETY: the manager is alive.
                    let result = unsafe {
                        mlirOpPassManagerAddPipeline(manager, string_ref(&text), Some(append), data)
                    };
                    added = result.value != 0;
                });
                match added {
                    true => Ok(()),
                    false => Err(format!("`{text}`: {}", message.trim())),
                }
            }
            Kind::Nested(operation, pipeline) => {
                // SAFETY: the manager is alive, and owns the one in it.
                unsafe {
                    pipeline.add_to(mlirOpPassManagerGetNestedUnder(
                        manager,
                        string_ref(operation),
                    ))
                }
            }
        }
    }
}

impl FromIterator<Step> for Pipeline {
    fn from_iter<I: IntoIterator<Item = Step>>(steps: I) -> Self {
        Self(steps.into_iter().collect())
    }
}

impl FromIterator<Pipeline> for Pipeline {
    fn from_iter<I: IntoIterator<Item = Pipeline>>(pipelines: I) -> Self {
        pipelines
            .into_iter()
            .flat_map(|pipeline| pipeline.0)
            .collect()
    }
}

impl Pipeline {
    /// The passes of this one, then those of another one.
    pub fn then(mut self, next: Self) -> Self {
        self.0.extend(next.0);
        self
    }

    /// Runs the passes on a module. Errors are emitted to the context's handlers; verification
    /// runs after every pass.
    pub fn run(&self, module: Op<'_>) -> Result<(), Failed> {
        run_manager(module, |manager| {
            // SAFETY: the manager is alive.
            unsafe { self.add_to(manager) }.map_err(|error| format!("malformed pipeline: {error}"))
        })
    }

    /// Adds the passes to a manager; says what is wrong where that fails.
    ///
    /// # Safety
    /// The manager must be alive.
    pub(super) unsafe fn add_to(&self, manager: MlirOpPassManager) -> Result<(), String> {
        self.0
            .iter()
            // SAFETY: promised by the caller.
            .try_for_each(|step| unsafe { step.add(manager) })
    }
}

impl fmt::Display for Pipeline {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            if number > 0 {
                formatter.write_str(",")?;
            }
            write!(formatter, "{step}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(self.kind.name())?;
        if let Kind::Nested(_, pipeline) = &self.kind {
            write!(formatter, "({pipeline})")?;
        }
        for (number, (name, value)) in self.options.iter().enumerate() {
            let start = if number == 0 { "{" } else { " " };
            write!(formatter, "{start}{name}={}", quoted(value))?;
        }
        if !self.options.is_empty() {
            formatter.write_str("}")?;
        }
        Ok(())
    }
}

/// A value as options hold it.
fn written(value: &OptionValue) -> String {
    match value {
        OptionValue::Bool(value) => value.to_string(),
        OptionValue::Integer(value) => value.to_string(),
        OptionValue::Text(value) => value.clone(),
        OptionValue::Symbol(value) => value.as_deref().map_or(String::new(), symbol::encode),
    }
}

/// A value as the text of a pipeline has it: in quotes where it holds what ends a value.
fn quoted(value: &OptionValue) -> String {
    let text = written(value);
    let ends = |letter: char| letter.is_whitespace() || "{}'\"".contains(letter);
    match (text.contains(ends), text.contains('"')) {
        (false, _) => text,
        (true, false) => format!("\"{text}\""),
        (true, true) => format!("'{text}'"),
    }
}

/// Runs a textual pipeline, such as `builtin.module(program-flatten,cse)`, on a module.
/// Errors are emitted to the context's handlers; verification runs after every pass.
pub fn run_pipeline(module: Op<'_>, pipeline: &str) -> Result<(), Failed> {
    run_manager(module, |manager| {
        let mut parsed = false;
        let message = collect(|data| {
            // SAFETY: the manager is alive.
            let result =
                unsafe { mlirParsePassPipeline(manager, string_ref(pipeline), Some(append), data) };
            parsed = result.value != 0;
        });
        match parsed {
            true => Ok(()),
            false => Err(format!(
                "malformed pipeline `{pipeline}`: {}",
                message.trim()
            )),
        }
    })
}

fn run_manager(
    module: Op<'_>,
    fill: impl FnOnce(MlirOpPassManager) -> Result<(), String>,
) -> Result<(), Failed> {
    // SAFETY: the pass manager is destroyed after the run; the module is alive.
    unsafe {
        let manager = mlirPassManagerCreateOnOperation(
            mlirOperationGetContext(module.0),
            string_ref("builtin.module"),
        );
        let filled = fill(mlirPassManagerGetAsOpPassManager(manager));
        let result = match filled {
            Ok(()) if mlirPassManagerRunOnOp(manager, module.0).value != 0 => Ok(()),
            Ok(()) => Err(Failed),
            Err(message) => {
                diagnostic::error(module.location(), &message, &[]);
                Err(Failed)
            }
        };
        mlirPassManagerDestroy(manager);
        result
    }
}
