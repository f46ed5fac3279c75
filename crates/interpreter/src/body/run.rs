//! Running the program of a body on a strip of points.

use super::{
    Instruction, Levels, Program, Register,
    lanes::{Column, Lanes, Registers},
    scalar::{Computation, compute},
};
use crate::{
    error::Result,
    provenance::{Reasons, provenance_of},
    source::SourceRef,
};

/// The most points of a strip.
pub(crate) const WIDTH: usize = 128;

/// A program together with what it reads; threads share it.
pub(crate) struct Launch<'a> {
    pub program: &'a Program,
    /// The temps, in the order of the body's list.
    pub sources: Vec<SourceRef<'a>>,
    /// The scalars, in the order of the body's list.
    pub scalars: &'a [u64],
    /// Low and high level of each absolute access.
    pub levels: Vec<(i64, i64)>,
    /// Whether reading outside of the box that a temp was computed on is an error at once.
    pub strict: bool,
    /// Whether clamped positions are recorded.
    pub checked: bool,
    /// The most iterations of an `scf.while`.
    pub step_limit: u64,
    pub reasons: &'a Reasons,
}

/// A position that was clamped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clamp {
    /// The number of the location in the program.
    pub location: usize,
    pub point: [i64; 3],
    pub from: i64,
    pub to: i64,
}

/// Runs strips, one after the other.
pub(crate) struct Runner<'a> {
    pub(super) launch: &'a Launch<'a>,
    pub(super) registers: Registers,
    pub(super) start: [i64; 3],
    /// The positions clamped since this list was last taken.
    pub clamps: Vec<Clamp>,
}

impl<'a> Runner<'a> {
    /// A runner of strips with at most the given number of points.
    pub(crate) fn new(launch: &'a Launch<'a>, width: usize) -> Self {
        let program = launch.program;
        let mut registers = Registers::new(program.registers, width.clamp(1, WIDTH));
        for (register, bits) in &program.constants {
            registers.fill(*register, *bits);
        }
        for (register, bits) in program.scalars.iter().zip(launch.scalars) {
            registers.fill(*register, *bits);
        }
        Self {
            launch,
            registers,
            start: [0; 3],
            clamps: Vec::new(),
        }
    }

    /// Runs the program on points along i. Of several errors it gives that of the first point.
    pub(crate) fn run(&mut self, start: [i64; 3], count: usize) -> Result<()> {
        let strip = self.strip(start, count);
        if strip.is_err() && count > 1 {
            for lane in 0..count as i64 {
                self.strip([start[0] + lane, start[1], start[2]], 1)?;
            }
        }
        strip
    }

    /// What the program yielded on the last strip.
    pub(crate) fn yielded(&self, number: usize) -> &Column {
        self.registers.column(self.launch.program.yields[number])
    }

    fn strip(&mut self, start: [i64; 3], count: usize) -> Result<()> {
        self.start = start;
        self.code(&self.launch.program.code, &Lanes::All(count))
    }

    pub(super) fn point(&self, lane: usize) -> [i64; 3] {
        let [i, j, k] = self.start;
        [i + lane as i64, j, k]
    }

    pub(super) fn location(&self, number: usize) -> String {
        self.launch.program.locations[number].clone()
    }

    pub(super) fn code(&mut self, code: &'a [Instruction], lanes: &Lanes) -> Result<()> {
        for instruction in code {
            self.instruction(instruction, lanes)?;
        }
        Ok(())
    }

    fn instruction(&mut self, instruction: &'a Instruction, lanes: &Lanes) -> Result<()> {
        match instruction {
            Instruction::Compute {
                operation,
                ty,
                result,
                to,
                operands,
                fault,
            } => {
                let computation = Computation {
                    operation: *operation,
                    ty: *ty,
                    result: *result,
                    to: *to,
                    operands,
                };
                let failed = compute(&mut self.registers, lanes, &computation);
                self.registers.join_provenance(lanes, *to, operands);
                for lane in failed.into_iter().map(|lane| lane as usize) {
                    let point = self.point(lane);
                    let column = self.registers.column_mut(*to);
                    if column.provenance(lane) == 0 {
                        column.set_provenance(lane, provenance_of(*fault, point));
                    }
                }
            }
            Instruction::Select {
                to,
                condition,
                operands,
            } => self.select(lanes, *to, *condition, *operands),
            Instruction::Index { to, axis } => {
                let first = self.start[*axis];
                let along = i64::from(*axis == 0);
                let column = self.registers.column_mut(*to);
                column.clean = true;
                lanes.each(|lane| column.bits[lane] = (first + along * lane as i64) as u64);
            }
            Instruction::Undefined { to, fault } => {
                let start = self.start;
                let column = self.registers.column_mut(*to);
                column.clean = true;
                lanes.each(|lane| column.set_provenance(lane, provenance_of(*fault, start)));
            }
            Instruction::Access {
                to,
                temp,
                offset,
                components,
                location,
            } => self.access(lanes, *to, *temp, *offset, components, *location)?,
            Instruction::AccessDynamic {
                to,
                temp,
                offset,
                levels,
                position,
                components,
                location,
            } => {
                let mut column = self.registers.take(*to);
                let result = self.each_point(lanes, &mut column, |runner, lane| {
                    let (undefined, k) = runner.level(*levels, *position, lane, *location);
                    let (also, component) = runner.component(components, lane, *location);
                    let [i, j, own] = runner.point(lane);
                    let k = match levels {
                        Levels::Relative(..) => own + k,
                        _ => k,
                    };
                    let point = [i + offset[0], j + offset[1], k];
                    runner.value(*temp, component, point, undefined.max(also), *location)
                });
                self.registers.put(*to, column);
                result?;
            }
            Instruction::If {
                condition,
                then_code,
                else_code,
                results,
                location,
            } => {
                let first = lanes.filter(|lane| self.decides(*condition, lane) == Some(true));
                let second = lanes.filter(|lane| self.decides(*condition, lane) == Some(false));
                let neither = lanes.filter(|lane| self.decides(*condition, lane).is_none());
                if !first.is_empty() {
                    self.code(then_code, &first)?;
                }
                if !second.is_empty() {
                    self.code(else_code, &second)?;
                }
                for (to, then_value, else_value) in results {
                    self.registers.column_mut(*to).clean = true;
                    self.registers.copy(&first, *then_value, *to, false);
                    self.registers.copy(&second, *else_value, *to, false);
                    self.undecided(&neither, *condition, *to, *location);
                }
            }
            Instruction::While { .. } => self.repeat(instruction, lanes)?,
        }
        Ok(())
    }

    fn select(&mut self, lanes: &Lanes, to: Register, condition: Register, values: [Register; 2]) {
        let mut out = self.registers.take(to);
        out.clean = true;
        let condition = self.registers.column(condition);
        let [first, second] = values.map(|register| self.registers.column(register));
        lanes.each(|lane| {
            let taken = condition.bits[lane] & 1 == 1;
            out.bits[lane] = if taken {
                first.bits[lane]
            } else {
                second.bits[lane]
            };
        });
        if !(condition.clean && first.clean && second.clean) {
            lanes.each(|lane| {
                let taken = condition.bits[lane] & 1 == 1;
                let chosen = if taken { first } else { second };
                let undecided = condition.provenance(lane);
                let provenance = if undecided != 0 {
                    undecided
                } else {
                    chosen.provenance(lane)
                };
                out.set_provenance(lane, provenance);
            });
        }
        self.registers.put(to, out);
    }
}
