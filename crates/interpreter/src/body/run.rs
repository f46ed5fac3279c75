//! Running the program of a body on a strip of points.

use super::{
    Instruction, Levels, Program, Register,
    lanes::{Column, Lanes, Registers},
    scalar::{Computation, compute},
};
use crate::{
    error::{InterpretError, Result},
    mark::{Reason, Reasons, mark, mark_reason, with_reason},
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
    /// How often an `scf.while` may go round.
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
    launch: &'a Launch<'a>,
    registers: Registers,
    start: [i64; 3],
    /// What was clamped since this list was last taken.
    pub clamps: Vec<Clamp>,
}

impl<'a> Runner<'a> {
    /// A runner of strips of at most so many points.
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

    fn point(&self, lane: usize) -> [i64; 3] {
        let [i, j, k] = self.start;
        [i + lane as i64, j, k]
    }

    fn location(&self, number: usize) -> String {
        self.launch.program.locations[number].clone()
    }

    fn code(&mut self, code: &'a [Instruction], lanes: &Lanes) -> Result<()> {
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
                self.registers.join_marks(lanes, *to, operands);
                for lane in failed.into_iter().map(|lane| lane as usize) {
                    let point = self.point(lane);
                    let column = self.registers.column_mut(*to);
                    if column.mark(lane) == 0 {
                        column.set_mark(lane, mark(*fault, point));
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
                lanes.each(|lane| column.set_mark(lane, mark(*fault, start)));
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

    /// What a condition says for a lane; none where it is undefined.
    fn decides(&self, condition: Register, lane: usize) -> Option<bool> {
        let column = self.registers.column(condition);
        (column.mark(lane) == 0).then(|| column.bits[lane] & 1 == 1)
    }

    /// What an undefined condition decides is undefined.
    fn undecided(&mut self, lanes: &Lanes, condition: Register, to: Register, location: usize) {
        lanes.each(|lane| {
            let cause = self.registers.column(condition).mark(lane);
            let reason = self.launch.reasons.intern(Reason::Branch {
                location: self.launch.program.locations[location].clone(),
                cause: mark_reason(cause),
            });
            let column = self.registers.column_mut(to);
            column.set_mark(lane, with_reason(cause, reason));
        });
    }

    fn repeat(&mut self, instruction: &'a Instruction, lanes: &Lanes) -> Result<()> {
        let Instruction::While {
            initial,
            before,
            condition,
            passed,
            after,
            next,
            location,
        } = instruction
        else {
            return Ok(());
        };
        for (argument, value) in initial {
            self.registers.copy(lanes, *value, *argument, true);
        }
        for (_, _, result) in passed {
            self.registers.column_mut(*result).clean = true;
        }
        let mut active = lanes.clone();
        let mut steps = 0;
        while !active.is_empty() {
            steps += 1;
            if steps > self.launch.step_limit {
                let message = format!(
                    "`scf.while` goes round more than {} times",
                    self.launch.step_limit
                );
                return Err(InterpretError::new(self.location(*location), message));
            }
            self.code(before, &active)?;
            let ended = active.filter(|lane| self.decides(*condition, lane) == Some(false));
            let neither = active.filter(|lane| self.decides(*condition, lane).is_none());
            active = active.filter(|lane| self.decides(*condition, lane) == Some(true));
            for (from, argument, result) in passed {
                self.registers.copy(&ended, *from, *result, false);
                self.registers.copy(&active, *from, *argument, true);
                self.undecided(&neither, *condition, *result, *location);
            }
            self.code(after, &active)?;
            for (from, argument) in next {
                self.registers.copy(&active, *from, *argument, true);
            }
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
                let undecided = condition.mark(lane);
                let mark = if undecided != 0 {
                    undecided
                } else {
                    chosen.mark(lane)
                };
                out.set_mark(lane, mark);
            });
        }
        self.registers.put(to, out);
    }

    fn access(
        &mut self,
        lanes: &Lanes,
        to: Register,
        temp: usize,
        offset: [i64; 3],
        components: &[(Register, i64)],
        location: usize,
    ) -> Result<()> {
        let [i, j, k] = self.start;
        let start = [i + offset[0], j + offset[1], k + offset[2]];
        let mut column = self.registers.take(to);
        let result = match lanes {
            Lanes::All(count) if components.is_empty() => {
                let (bits, marks) = (&mut column.bits[..*count], &mut column.marks[..*count]);
                match self.launch.sources[temp].read(0, start, self.launch.strict, bits, marks) {
                    Ok(clean) => {
                        column.clean = clean;
                        Ok(())
                    }
                    Err(beyond) => {
                        let point = [start[0] + beyond.lane as i64, start[1], start[2]];
                        Err(self.beyond(temp, point, location))
                    }
                }
            }
            _ => self.each_point(lanes, &mut column, |runner, lane| {
                let (undefined, component) = runner.component(components, lane, location);
                let point = [start[0] + lane as i64, start[1], start[2]];
                runner.value(temp, component, point, undefined, location)
            }),
        };
        self.registers.put(to, column);
        result
    }

    fn each_point(
        &mut self,
        lanes: &Lanes,
        column: &mut Column,
        mut value: impl FnMut(&mut Self, usize) -> Result<(u64, u64)>,
    ) -> Result<()> {
        column.clean = true;
        let mut failed = None;
        lanes.each(|lane| {
            if failed.is_none() {
                match value(self, lane) {
                    Ok((bits, mark)) => {
                        column.bits[lane] = bits;
                        column.set_mark(lane, mark);
                    }
                    Err(error) => failed = Some(error),
                }
            }
        });
        failed.map_or(Ok(()), Err)
    }

    /// The bits and mark of a temp at a point; undefined where its position is.
    fn value(
        &self,
        temp: usize,
        component: usize,
        point: [i64; 3],
        undefined: u64,
        location: usize,
    ) -> Result<(u64, u64)> {
        if undefined != 0 {
            return Ok((0, undefined));
        }
        let value = self.launch.sources[temp].get(component, point, self.launch.strict);
        value.map_err(|_| self.beyond(temp, point, location))
    }

    fn beyond(&self, temp: usize, point: [i64; 3], location: usize) -> InterpretError {
        let source = &self.launch.sources[temp];
        let reason = source.limit.map_or(source.outside, |(_, reason)| reason);
        let mark = mark(reason, source.normalize(point));
        let message = "reads a value".to_string();
        self.launch
            .reasons
            .error(mark, self.location(location), message)
    }

    /// The mark of a lane's indices and the component they name, row-major and clamped.
    fn component(
        &mut self,
        components: &[(Register, i64)],
        lane: usize,
        location: usize,
    ) -> (u64, usize) {
        let (mut undefined, mut number) = (0, 0);
        for (register, size) in components {
            let column = self.registers.column(*register);
            undefined = undefined.max(column.mark(lane));
            let index = column.bits[lane] as i64;
            let clamped = index.clamp(0, size - 1);
            if undefined == 0 {
                self.clamped(location, lane, index, clamped);
            }
            number = number * size + clamped;
        }
        (undefined, number as usize)
    }

    /// The mark of a lane's position and the position, clamped.
    fn level(
        &mut self,
        levels: Levels,
        position: Register,
        lane: usize,
        location: usize,
    ) -> (u64, i64) {
        let column = self.registers.column(position);
        let (undefined, position) = (column.mark(lane), column.bits[lane] as i64);
        let (low, high) = match levels {
            Levels::Fixed => (position, position),
            Levels::Relative(low, high) => (low, high),
            Levels::Absolute(number) => {
                let (low, high) = self.launch.levels[number];
                (low, low.max(high.saturating_sub(1)))
            }
        };
        let clamped = position.clamp(low, high.max(low));
        if undefined == 0 {
            self.clamped(location, lane, position, clamped);
        }
        (undefined, clamped)
    }

    fn clamped(&mut self, location: usize, lane: usize, from: i64, to: i64) {
        if self.launch.checked && from != to {
            let point = self.point(lane);
            self.clamps.push(Clamp {
                location,
                point,
                from,
                to,
            });
        }
    }
}
