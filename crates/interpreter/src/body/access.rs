//! Reading temps on the lanes of a strip.

use super::{
    Levels, Register,
    lanes::{Column, Lanes},
    run::{Clamp, Runner},
};
use crate::{
    error::{InterpretError, Result},
    provenance::provenance_of,
};

impl Runner<'_> {
    pub(super) fn access(
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
                let (bits, provenance) =
                    (&mut column.bits[..*count], &mut column.provenance[..*count]);
                match self.launch.sources[temp].read(0, start, self.launch.strict, bits, provenance)
                {
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

    pub(super) fn each_point(
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
                    Ok((bits, provenance)) => {
                        column.bits[lane] = bits;
                        column.set_provenance(lane, provenance);
                    }
                    Err(error) => failed = Some(error),
                }
            }
        });
        failed.map_or(Ok(()), Err)
    }

    /// The bits and the provenance of a temp at a point; undefined if its position is undefined.
    pub(super) fn value(
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

    pub(super) fn beyond(&self, temp: usize, point: [i64; 3], location: usize) -> InterpretError {
        let source = &self.launch.sources[temp];
        let reason = source.limit.map_or(source.outside, |(_, reason)| reason);
        let provenance = provenance_of(reason, source.normalize(point));
        let message = "reads a value".to_string();
        self.launch
            .reasons
            .error(provenance, self.location(location), message)
    }

    /// The provenance of a lane's indices, and the component that they name, row-major and clamped.
    pub(super) fn component(
        &mut self,
        components: &[(Register, i64)],
        lane: usize,
        location: usize,
    ) -> (u64, usize) {
        let (mut undefined, mut number) = (0, 0);
        for (register, size) in components {
            let column = self.registers.column(*register);
            undefined = undefined.max(column.provenance(lane));
            let index = column.bits[lane] as i64;
            let clamped = index.clamp(0, size - 1);
            if undefined == 0 {
                self.clamped(location, lane, index, clamped);
            }
            number = number * size + clamped;
        }
        (undefined, number as usize)
    }

    /// The provenance of a lane's position, and the position, clamped.
    pub(super) fn level(
        &mut self,
        levels: Levels,
        position: Register,
        lane: usize,
        location: usize,
    ) -> (u64, i64) {
        let column = self.registers.column(position);
        let (undefined, position) = (column.provenance(lane), column.bits[lane] as i64);
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

    pub(super) fn clamped(&mut self, location: usize, lane: usize, from: i64, to: i64) {
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
