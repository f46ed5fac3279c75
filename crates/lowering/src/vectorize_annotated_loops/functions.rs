//! Mathematical functions of our own: of vectors they are functions of vectors, which are made of those of scalars
//! as loops are.

use super::{
    cost::Skipped,
    emit::{Emission, How},
    lanes::{Lane, Lanes},
};
use crate::math_functions::{MathFunctions, call};
use fvopt_passes::machine::Machine;
use mlir_shim::ir::{Op, Scalar, Ty, Value, Walk};
use std::{cell::RefCell, collections::HashMap};

/// The functions of a module, for lanes as they are needed.
pub struct Functions<'c, 'm> {
    all: RefCell<MathFunctions<'c>>,
    costs: RefCell<HashMap<(Op<'c>, i64), i64>>,
    machine: &'m Machine,
}

impl<'c, 'm> Functions<'c, 'm> {
    /// Those of a module.
    pub fn of(module: Op<'c>, machine: &'m Machine) -> Self {
        Self {
            all: RefCell::new(MathFunctions::of(module)),
            costs: RefCell::default(),
            machine,
        }
    }

    /// The function that an operation calls, if it is one of these.
    pub fn called_by(&self, op: Op<'c>) -> Option<Op<'c>> {
        self.all.borrow().called_by(op)
    }

    /// What the body of a function costs for so many lanes; `compute` finds it out.
    pub fn cost(&self, function: Op<'c>, width: i64, compute: impl FnOnce() -> i64) -> i64 {
        let known = self.costs.borrow().get(&(function, width)).copied();
        known.unwrap_or_else(|| {
            let cost = compute();
            self.costs.borrow_mut().insert((function, width), cost);
            cost
        })
    }

    /// The function for vectors: of operands that are vectors or the same for all lanes, and with a mask of the
    /// lanes that are looked at or without one.
    fn vector(
        &self,
        scalar: Op<'c>,
        lanes: &Lanes<'c>,
        is_uniform: &[bool],
        is_masked: bool,
    ) -> Op<'c> {
        let name = name(scalar, lanes.width, is_uniform, is_masked);
        if let Some(known) = self.all.borrow().get(&name) {
            return known;
        }
        let body = scalar.body().expect("a function has a body");
        let operands = body.arguments();
        let mut types: Vec<Ty<'c>> = operands
            .iter()
            .zip(is_uniform)
            .map(|(operand, is_uniform)| match is_uniform {
                true => operand.ty(),
                false => lanes.vector(operand.ty()),
            })
            .collect();
        let bit = Ty::scalar(scalar.context(), Scalar::I1);
        types.extend(is_masked.then(|| lanes.vector(bit)));
        let (defined, builder) = self.all.borrow().body(&types);
        let arguments = defined.operands();
        let skipped = Skipped::of_block(body, lanes.width, self.machine, self);
        let how = How {
            lanes,
            streamed: &[],
            skipped: &skipped,
            functions: self,
        };
        let mut emission = Emission::new(builder, how);
        emission.mask = is_masked.then(|| arguments[operands.len()]);
        for ((operand, argument), is_uniform) in operands.iter().zip(&arguments).zip(is_uniform) {
            let lane = match is_uniform {
                true => Lane::Uniform(*argument),
                false => Lane::Varying(*argument),
            };
            emission.set(*operand, lane);
        }
        let result = emission.side(body)[0];
        self.all.borrow_mut().define(&name, defined, result)
    }
}

/// How the function of vectors is called: for how many lanes, where operands are the same for all (u) or vectors (v).
fn name(scalar: Op<'_>, width: i64, is_uniform: &[bool], is_masked: bool) -> String {
    let mut name = format!("{}_x{width}", scalar.symbol_name().unwrap_or_default());
    if is_uniform.contains(&true) {
        name.push('_');
        name.extend(is_uniform.iter().map(|is| if *is { 'u' } else { 'v' }));
    }
    if is_masked {
        name.push_str("_masked");
    }
    name
}

impl<'c> Emission<'c, '_> {
    /// A call of a mathematical function some of whose operands differ between lanes.
    pub(super) fn math_call(&mut self, op: Op<'c>, scalar: Op<'c>, operands: &[Lane<'c>]) {
        let builder = self.builder.at(op.location());
        let is_uniform: Vec<bool> = operands
            .iter()
            .map(|lane| matches!(lane, Lane::Uniform(_)))
            .collect();
        let mut values: Vec<Value<'c>> = operands
            .iter()
            .map(|lane| match lane {
                Lane::Uniform(value) => *value,
                lane => self.lanes.materialize(&builder, *lane),
            })
            .collect();
        // Without branches all is computed for all lanes.
        let mask = self.mask.filter(|_| has_branch(scalar));
        values.extend(mask);
        let functions = self.how.functions;
        let vector = functions.vector(scalar, self.lanes, &is_uniform, mask.is_some());
        let result = call(&builder, vector, &values);
        self.set(op.result(0), Lane::Varying(result));
    }
}

fn has_branch(function: Op<'_>) -> bool {
    let mut found = false;
    function.walk(|op| {
        found |= op.is("scf.if");
        if found { Walk::Stop } else { Walk::Advance }
    });
    found
}
