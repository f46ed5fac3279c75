//! Writes the bodies of applies.

use crate::{
    emit::Emitter,
    error::{Error, Site},
    frames::grid,
    program::{Bounds, Kind, Operation, Piece, ValueId},
    ranges::AXES,
};

/// The result of the apply that a body belongs to, the types of what the body gives, and the name
/// of the operation that gives it.
pub(crate) type Ending<'e> = (ValueId, &'e [String], &'e str);

impl Emitter<'_> {
    /// The operations of a body or branch.
    pub(crate) fn body(
        &mut self,
        site: Site,
        depth: usize,
        body: &[Operation],
        ending: Ending,
    ) -> Result<(), Error> {
        let region = self.names.open();
        let mut is_ended = false;
        for operation in body {
            if is_ended {
                let message = "no operation may follow the end of a body";
                return Err(Error::new(operation.site, message));
            }
            is_ended = matches!(operation.kind, Kind::Yield(_));
            self.body_operation(depth, operation, ending)?;
        }
        self.names.close(region);
        match is_ended || ending.1.is_empty() {
            true => Ok(()),
            false => Err(Error::new(
                site,
                "this body does not end with the values that it gives",
            )),
        }
    }

    fn body_operation(
        &mut self,
        depth: usize,
        operation: &Operation,
        ending: Ending,
    ) -> Result<(), Error> {
        let site = operation.site;
        match &operation.kind {
            Kind::Access {
                result,
                temp,
                offsets,
                ..
            } => {
                let offsets: Vec<i64> = {
                    let axes = self.axes_of(site, *temp)?;
                    axes.iter().map(|(number, _)| offsets[*number]).collect()
                };
                self.access(site, depth, *result, *temp, &offsets)
            }
            Kind::DynamicAccess {
                result,
                temp,
                positions,
                extent,
            } => self.dynamic_access(site, depth, (*result, *temp), positions, extent),
            Kind::Index {
                result,
                dimension,
                offset,
            } => self.index(site, depth, ending.0, *result, (*dimension, *offset)),
            Kind::If {
                results,
                types,
                condition,
                then,
                otherwise,
            } => {
                let condition = self.name(*condition).to_string();
                let inner = (ending.0, &types[..], "scf.yield");
                let mut shown = String::new();
                if !results.is_empty() {
                    let names = results.iter();
                    let names: Vec<String> = names
                        .map(|result| format!("%{}", self.names.define(self.function, *result)))
                        .collect();
                    shown = format!("{} = ", names.join(", "));
                }
                let mut head = format!("{shown}scf.if %{condition} ");
                if !types.is_empty() {
                    head += &format!("-> ({}) ", types.join(", "));
                }
                self.line(site, depth, &format!("{head}{{"));
                self.body(site, depth + 1, then, inner)?;
                if !otherwise.is_empty() || !types.is_empty() {
                    self.line(site, depth, "} else {");
                    self.body(site, depth + 1, otherwise, inner)?;
                }
                self.line(site, depth, "}");
                Ok(())
            }
            Kind::Yield(values) => self.yielded(site, depth, values, ending),
            Kind::Scalar { results, pieces } => self.scalar(site, depth, results, pieces),
            _ => Ok(()),
        }
    }

    fn yielded(
        &mut self,
        site: Site,
        depth: usize,
        values: &[ValueId],
        (_, types, name): Ending,
    ) -> Result<(), Error> {
        if values.len() != types.len() {
            let message = format!("{} values where {} are needed", values.len(), types.len());
            return Err(Error::new(site, message));
        }
        if values.is_empty() {
            return Ok(());
        }
        let shown = values.iter().map(|value| format!("%{}", self.name(*value)));
        let shown: Vec<String> = shown.collect();
        let text = format!("{name} {} : {}", shown.join(", "), types.join(", "));
        self.line(site, depth, &text);
        Ok(())
    }

    /// The temp that a body reads: of a field, its values.
    fn temp(&self, temp: ValueId) -> String {
        let root = self.function.root(temp);
        let loaded = self.loaded.get(&root);
        loaded.map_or_else(|| self.name(temp).to_string(), String::clone)
    }

    fn access(
        &mut self,
        site: Site,
        depth: usize,
        result: ValueId,
        temp: ValueId,
        offsets: &[i64],
    ) -> Result<(), Error> {
        let ty = self.ty("temp", site, temp)?;
        let temp = self.temp(temp);
        let result = self.names.define(self.function, result);
        let offsets: Vec<String> = offsets.iter().map(i64::to_string).collect();
        let text = format!(
            "%{result} = stencil.access %{temp}[{}] : {ty}",
            offsets.join(", ")
        );
        self.line(site, depth, &text);
        Ok(())
    }

    /// The first position of the domain on an axis, in the coordinates of the source.
    fn start(&self, axis: usize) -> i64 {
        self.facts.domain[axis].map_or(0, |(low, _)| low)
    }

    fn index(
        &mut self,
        site: Site,
        depth: usize,
        apply: ValueId,
        result: ValueId,
        (dimension, offset): (usize, i64),
    ) -> Result<(), Error> {
        let axes = self.axes_of(site, apply)?;
        let found = axes.iter().find(|(number, _)| *number == dimension);
        let Some((_, axis)) = found else {
            let message = format!("the apply has no dimension {dimension}");
            return Err(Error::new(site, message));
        };
        // Here the domain starts at 0.
        let shift = self.start(*axis) + offset;
        let own = self.function.value(result).name.clone();
        let axis = AXES[*axis];
        if shift == 0 {
            let result = self.names.define(self.function, result);
            self.line(site, depth, &format!("%{result} = stencil.index {axis}"));
            return Ok(());
        }
        let position = self.names.fresh(&format!("{own}_position"));
        self.line(site, depth, &format!("%{position} = stencil.index {axis}"));
        self.shifted(site, depth, (&position, shift), Some(result), &own);
        Ok(())
    }

    /// Adds a constant to a position.
    fn shifted(
        &mut self,
        site: Site,
        depth: usize,
        (position, shift): (&str, i64),
        result: Option<ValueId>,
        wish: &str,
    ) -> String {
        let constant = self.names.fresh(&format!("{wish}_shift"));
        let text = format!("%{constant} = arith.constant {shift} : index");
        self.line(site, depth, &text);
        let result = match result {
            Some(result) => self.names.define(self.function, result),
            None => self.names.fresh(wish),
        };
        let text = format!("%{result} = arith.addi %{position}, %{constant} : index");
        self.line(site, depth, &text);
        result
    }

    /// An access at positions: those that are a constant away from the point become offsets, and
    /// one that is not may be on k.
    fn dynamic_access(
        &mut self,
        site: Site,
        depth: usize,
        (result, temp): (ValueId, ValueId),
        positions: &[ValueId],
        extent: &Bounds,
    ) -> Result<(), Error> {
        let dimensions = {
            let grid = grid(self.function, site, temp)?;
            self.frames.dimensions(temp, grid)
        };
        let (mut offsets, mut level) = (Vec::new(), None);
        for (number, axis) in self.axes_of(site, temp)? {
            let position = self.function.root(positions[number]);
            let known = self.frames.positions.get(&position);
            match known.filter(|(dimension, _)| *dimension == dimensions[number]) {
                Some((_, offset)) => {
                    let (low, high) = (extent.low[number], extent.high[number]);
                    if *offset < low || *offset > high {
                        let message = format!(
                            "the position on dimension {number} is {offset} from the point, outside \
                             of the extent {low} to {high}"
                        );
                        return Err(Error::new(site, message));
                    }
                    offsets.push(*offset);
                }
                None if axis == 2 => level = Some((number, positions[number])),
                None => {
                    let message = format!(
                        "the position on dimension {number}, axis {}, is computed at run time; fvopt \
                         has run-time positions on k only: write it as stencil.index {number} with \
                         an offset, or choose the axes with --axes so that it is k",
                        AXES[axis]
                    );
                    return Err(Error::new(site, message));
                }
            }
        }
        let Some((number, position)) = level else {
            return self.access(site, depth, result, temp, &offsets);
        };
        let ty = self.ty("temp", site, temp)?;
        let own = self.function.value(result).name.clone();
        let mut position = self.name(position).to_string();
        if self.start(2) != 0 {
            let wish = format!("{own}_level");
            let shift = (position.as_str(), -self.start(2));
            position = self.shifted(site, depth, shift, None, &wish);
        }
        let (low, high) = self.computed[2].unwrap_or((0, 1));
        let low = self.end(2, low + extent.low[number], true);
        let high = self.end(2, high + extent.high[number], false);
        let temp = self.temp(temp);
        let result = self.names.define(self.function, result);
        let offsets: Vec<String> = offsets.iter().map(i64::to_string).collect();
        let text = format!(
            "%{result} = stencil.access_dyn %{temp}[{}] absolute %{position} : index \
             (k = {low} to {high}) : {ty}",
            offsets.join(", ")
        );
        self.line(site, depth, &text);
        Ok(())
    }

    /// An operation of `arith` or `math`.
    pub(crate) fn scalar(
        &mut self,
        site: Site,
        depth: usize,
        results: &[ValueId],
        pieces: &[Piece],
    ) -> Result<(), Error> {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                // The text may have been written over several lines, with comments.
                Piece::Text(piece) => {
                    let lines = piece.lines().map(|line| line.split("//").next());
                    let lines: Vec<&str> = lines.map(Option::unwrap_or_default).collect();
                    text += &lines.join(" ");
                }
                Piece::Value(value) => text += &format!("%{}", self.name(*value)),
            }
        }
        let names = results.iter();
        let names: Vec<String> = names
            .map(|result| format!("%{}", self.names.define(self.function, *result)))
            .collect();
        let text = match names.is_empty() {
            true => text,
            false => format!("{} = {text}", names.join(", ")),
        };
        self.line(site, depth, &text);
        Ok(())
    }
}
