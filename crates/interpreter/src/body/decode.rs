//! Decodes the IR of a body into a program for the register machine.

use super::{Body, Instruction, Program, Register, operation::Operation};
use crate::{
    error::{InterpretError, Result},
    number::canonical,
    provenance::{Reason, Reasons},
};
use fvopt_math::Math;
use ir_stencil::ops::{Access, AccessDyn, AnyAccess, Index};
use mlir_shim::ir::{Block, Op, Scalar, Value};
use std::collections::HashMap;

/// Decodes the body of an apply or stage.
pub(crate) fn decode_body<'c>(block: Block<'c>, reasons: &Reasons, math: Math) -> Result<Body<'c>> {
    let mut decoder = Decoder::new(reasons, math);
    let mut code = Vec::new();
    let mut yielded = Vec::new();
    for op in block.ops() {
        if op.is("stencil.yield") {
            yielded = op.operands();
        } else {
            decoder.op(op, &mut code)?;
        }
    }
    decoder.finish(code, yielded)
}

/// Decodes a scalar operation that stands by itself; it yields its results.
pub(crate) fn decode_operation<'c>(op: Op<'c>, reasons: &Reasons, math: Math) -> Result<Body<'c>> {
    let mut decoder = Decoder::new(reasons, math);
    let mut code = Vec::new();
    decoder.op(op, &mut code)?;
    decoder.finish(code, op.results())
}

pub(super) struct Decoder<'c, 'r> {
    pub(super) program: Program,
    reasons: &'r Reasons,
    math: Math,
    registers: HashMap<Value<'c>, Register>,
    pub(super) temps: Vec<Value<'c>>,
    pub(super) temp_numbers: HashMap<Value<'c>, usize>,
    pub(super) scalars: Vec<Value<'c>>,
}

/// The scalar type of a value.
fn scalar_type(op: Op<'_>, value: Value<'_>) -> Result<Scalar> {
    value.ty().as_scalar().ok_or_else(|| {
        InterpretError::at(
            op,
            format!("`{}` on values of type {}", op.name(), value.ty()),
        )
    })
}

impl<'c, 'r> Decoder<'c, 'r> {
    fn new(reasons: &'r Reasons, math: Math) -> Self {
        Self {
            program: Program::default(),
            reasons,
            math,
            registers: HashMap::new(),
            temps: Vec::new(),
            temp_numbers: HashMap::new(),
            scalars: Vec::new(),
        }
    }

    fn finish(mut self, code: Vec<Instruction>, yielded: Vec<Value<'c>>) -> Result<Body<'c>> {
        for value in yielded {
            let register = self.read(value);
            self.program.yields.push(register);
            let ty = value.ty().as_scalar().ok_or_else(|| {
                InterpretError::new("", format!("a body yields a value of type {}", value.ty()))
            })?;
            self.program.yield_types.push(ty);
        }
        self.program.code = code;
        Ok(Body {
            program: self.program,
            temps: self.temps,
            scalars: self.scalars,
        })
    }

    fn fresh(&mut self) -> Register {
        self.program.registers += 1;
        self.program.registers - 1
    }

    /// The register of a value. A value that the body does not define is a scalar from outside.
    pub(super) fn read(&mut self, value: Value<'c>) -> Register {
        if let Some(register) = self.registers.get(&value) {
            return *register;
        }
        let register = self.define(value);
        self.scalars.push(value);
        self.program.scalars.push(register);
        register
    }

    /// The register of a value that the body has defined already; `None` for one from outside.
    pub(super) fn local(&self, value: Value<'c>) -> Option<Register> {
        let register = *self.registers.get(&value)?;
        (!self.program.scalars.contains(&register)).then_some(register)
    }

    pub(super) fn define(&mut self, value: Value<'c>) -> Register {
        let register = self.fresh();
        self.registers.insert(value, register);
        register
    }

    pub(super) fn location(&mut self, op: Op<'_>) -> usize {
        self.program.locations.push(op.location().short());
        self.program.locations.len() - 1
    }

    fn fault(&self, op: Op<'_>, message: impl Into<String>) -> u16 {
        self.reasons.intern(Reason::Fault {
            location: op.location().short(),
            message: message.into(),
        })
    }

    pub(super) fn op(&mut self, op: Op<'c>, code: &mut Vec<Instruction>) -> Result<()> {
        match op.name() {
            "arith.constant" => self.constant(op),
            "arith.select" => {
                let [condition, first, second] =
                    [0, 1, 2].map(|index| self.read(op.operand(index)));
                scalar_type(op, op.result(0))?;
                let to = self.define(op.result(0));
                code.push(Instruction::Select {
                    to,
                    condition,
                    operands: [first, second],
                });
                Ok(())
            }
            "ub.poison" => {
                let fault = self.fault(op, "a value that is poison");
                let to = self.define(op.result(0));
                code.push(Instruction::Undefined { to, fault });
                Ok(())
            }
            Access::NAME | AccessDyn::NAME => self.access(AnyAccess(op), code),
            Index::NAME => {
                let to = self.define(op.result(0));
                let axis = Index(op).axis();
                code.push(Instruction::Index { to, axis });
                Ok(())
            }
            // Decoding and running regions recurse; how deep they nest was checked at the start.
            "scf.if" => self.branch(op, code),
            "scf.while" => self.repeat(op, code),
            _ => self.compute(op, code),
        }
    }

    fn constant(&mut self, op: Op<'c>) -> Result<()> {
        let ty = scalar_type(op, op.result(0))?;
        let value = op.attr("value");
        let bits = value.and_then(|value| match ty {
            Scalar::F64 => Some(value.as_float()?.to_bits()),
            Scalar::F32 => Some(u64::from((value.as_float()? as f32).to_bits())),
            _ => Some(canonical(ty, value.as_integer()? as u64)),
        });
        let bits = bits.ok_or_else(|| InterpretError::at(op, "a constant that is no scalar"))?;
        let register = self.define(op.result(0));
        self.program.constants.push((register, bits));
        Ok(())
    }

    fn compute(&mut self, op: Op<'c>, code: &mut Vec<Instruction>) -> Result<()> {
        let operations = Operation::of(op, self.math)
            .filter(|list| list.len() == op.result_count() && op.operand_count() > 0)
            .ok_or_else(|| {
                let message = format!("`{}` cannot stand where scalars are computed", op.name());
                InterpretError::at(op, message)
            })?;
        let ty = scalar_type(op, op.operand(0))?;
        let operands: Vec<Register> = op.operands().into_iter().map(|v| self.read(v)).collect();
        let message = format!("`{}` has no result for these operands", op.name());
        let message = match op.name() {
            "arith.fptosi" | "arith.fptoui" => "the number does not fit the integer type".into(),
            name if name.contains("div") || name.contains("rem") => {
                format!("`{name}` divides by zero or overflows")
            }
            name if name.contains("sh") => format!("`{name}` shifts by too much"),
            _ => message,
        };
        let fault = match operations[0] {
            Operation::AddF | Operation::SubF | Operation::MulF | Operation::AddI => 1,
            _ => self.fault(op, message),
        };
        for (operation, value) in operations.into_iter().zip(op.results()) {
            let result = scalar_type(op, value)?;
            let to = self.define(value);
            code.push(Instruction::Compute {
                operation,
                ty,
                result,
                to,
                operands: operands.clone(),
                fault,
            });
        }
        Ok(())
    }
}
