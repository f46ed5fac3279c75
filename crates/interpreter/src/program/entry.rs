//! Starting a run.

use super::{Datum, HostFunctions, Machine};
use crate::{
    array::Shape,
    error::{InterpretError, Result},
    evaluator::{Clamped, Evaluator},
    field::{Field, FieldView},
    number::Number,
    points::Threads,
};
use fvopt_math::Math;
use ir_program::nesting::TooDeep;
use mlir_shim::ir::{Op, Symbol, Value};
use std::collections::{HashMap, HashSet};

/// An argument of the entry.
#[derive(Clone, Debug)]
pub enum Argument {
    /// Memory. The same field may be passed more than once.
    Field(Field),
    /// A number.
    Scalar(Number),
}

/// How to run.
pub struct Options<'h> {
    /// Record where positions were clamped.
    pub checked: bool,
    /// The most iterations of one `scf.while` at a point.
    pub step_limit: u64,
    /// How many threads share the rows; none leaves it to rayon. The result is the same.
    pub threads: Option<usize>,
    /// Whose mathematical functions are used; that of the compiled program, where both are compared.
    pub math: Math,
    /// The functions that the program may call back.
    pub host: Option<&'h mut dyn HostFunctions>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            checked: false,
            step_limit: 1_000_000,
            threads: None,
            math: Math::default(),
            host: None,
        }
    }
}

/// The outcome of a run, besides the contents of the fields.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// The status of the callback that ended the run; 0 when it ran to its end.
    pub status: i32,
    /// Where positions were clamped, by location; only in checked mode.
    pub clamped: Vec<Clamped>,
}

/// Runs a function of a module on a domain that starts at 0 on every axis.
///
/// # Errors
/// When the arguments or the domain do not fit, and when what runs is an error by the
/// descriptions of the operations.
pub fn interpret(
    module: Op<'_>,
    entry: &str,
    domain: [i64; 3],
    arguments: &[Argument],
    options: Options<'_>,
) -> Result<Report> {
    module.check_nesting().map_err(|deep| InterpretError {
        location: deep.location,
        message: deep.message,
        notes: deep.notes,
    })?;
    let mut functions = HashMap::new();
    for op in module.body().map(|block| block.ops()).unwrap_or_default() {
        if (op.is("stencil.func") || op.is("program.func"))
            && let Some(name) = op.symbol_name()
        {
            functions.insert(name, op);
        }
    }
    let Some(function) = functions.get(entry).copied() else {
        let message = format!("there is no function {}", Symbol(entry));
        return Err(InterpretError::at(module, message));
    };
    ir_program::nesting::check(function, |name| functions.get(name).copied()).map_err(|deep| {
        let error = InterpretError::at(deep.entry, deep.message());
        deep.calls.iter().fold(error, |error, call| {
            error.note(call.location().short(), TooDeep::NOTE)
        })
    })?;
    check_domain(function, domain)?;
    let mut machine = Machine {
        evaluator: Evaluator::new(
            options.checked,
            Threads::of(options.threads),
            options.step_limit,
            options.math,
        ),
        functions,
        bodies: HashMap::new(),
        plans: HashMap::new(),
        else_plans: HashMap::new(),
        frames: Vec::new(),
        activations: Vec::new(),
        active: HashSet::new(),
        host: options.host,
        status: 0,
    };
    let values = machine.arguments(function, arguments)?;
    machine.start(function, None, domain.map(|size| (0, size)), values)?;
    let result = machine.run();
    let clamped = machine.evaluator.take_clamped();
    result.map(|()| Report {
        status: machine.status,
        clamped,
    })
}

fn check_domain(function: Op<'_>, domain: [i64; 3]) -> Result<()> {
    if domain.iter().any(|size| *size <= 0) {
        let message = format!("the domain {domain:?} has a size that is not positive");
        return Err(InterpretError::at(function, message));
    }
    let pinned = function
        .attr("domain")
        .and_then(|domain| domain.as_i64_array());
    match pinned {
        Some(pinned) if pinned != domain => {
            let message = format!("the domain is pinned to {pinned:?} but is given as {domain:?}");
            Err(InterpretError::at(function, message))
        }
        _ => Ok(()),
    }
}

impl<'c> Machine<'c, '_> {
    fn arguments(&mut self, function: Op<'c>, arguments: &[Argument]) -> Result<Vec<Datum<'c>>> {
        let plan = self.plan(function, 0)?;
        let name = Symbol(function.symbol_name().unwrap_or_default());
        if plan.arguments.len() != arguments.len() {
            let message = format!(
                "{name} takes {} arguments but is given {}",
                plan.arguments.len(),
                arguments.len()
            );
            return Err(InterpretError::at(function, message));
        }
        let mut values = Vec::new();
        let mut named: Vec<Field> = Vec::new();
        for (number, (value, argument)) in plan.arguments.iter().zip(arguments).enumerate() {
            if let Some(message) = mismatch(*value, argument) {
                let message = format!("argument {number} of {name} {message}");
                return Err(InterpretError::at(function, message));
            }
            values.push(match argument {
                Argument::Scalar(scalar) => Datum::Scalar(scalar.bits()),
                Argument::Field(field) => {
                    if !named.iter().any(|known| known.is_same(field)) {
                        let what = format!("argument {number} of {name}");
                        field.change(|state| state.what = what);
                        self.explain(field, function.location().short());
                        named.push(field.clone());
                    }
                    Datum::Field(FieldView::whole(field.clone()))
                }
            });
        }
        Ok(values)
    }
}

/// Why an argument does not fit; `None` where it does.
fn mismatch(value: Value<'_>, argument: &Argument) -> Option<String> {
    let ty = value.ty();
    match argument {
        Argument::Scalar(scalar) if ty.as_scalar() == Some(scalar.ty()) => None,
        Argument::Scalar(scalar) => Some(format!(
            "is of type {ty} but is given a {}",
            scalar.ty().name()
        )),
        Argument::Field(field) => {
            let expected = ty.shaped().filter(|shaped| shaped.is_field);
            let expected = expected.and_then(|shaped| Shape::of(&shaped));
            let given = field.shape();
            (expected.as_ref() != Some(&given)).then(|| {
                format!(
                    "is of type {ty} but is given a field with axes {}, data dimensions \
                     {:?} and elements {}",
                    given.axes,
                    given.data,
                    given.element.name()
                )
            })
        }
    }
}
