//! Writes functions in fvopt's stencil dialect.

use crate::{
    Axes, Translation,
    error::{Error, Site},
    frames::{Frames, grid},
    names::Names,
    program::{Apply, Bounds, Combine, Function, Kind, Operation, ValueId},
    ranges::{AXES, RangeFacts, Ranges, axes_of, combine_axis, ranges},
    types::Type,
};
use std::collections::HashMap;

/// The text so far, and where each line comes from.
#[derive(Default)]
struct Output {
    text: String,
    lines: Vec<Site>,
}

impl Output {
    fn line(&mut self, site: Site, depth: usize, text: &str) {
        if !text.is_empty() {
            self.text += &"  ".repeat(depth);
            self.text += text;
        }
        self.text.push('\n');
        self.lines.push(site);
    }
}

/// Writes all functions of a text.
pub(crate) fn emit(name: &str, functions: &[Function], axes: &Axes) -> Result<Translation, Error> {
    let mut output = Output::default();
    let title = format!(
        "// Translated by fvopt-translate from {}.",
        name.replace('\n', " ")
    );
    output.line(functions[0].site, 0, &title);
    for function in functions {
        let mut frames = Frames::of(function)?;
        let facts = RangeFacts::of(function, &mut frames, axes)?;
        let mut emitter = Emitter {
            function,
            frames,
            facts,
            axes,
            names: Names::default(),
            memory: fields_of_memory(function),
            loaded: HashMap::new(),
            computed: [None; 3],
            output: &mut output,
        };
        emitter.function()?;
    }
    Ok(Translation {
        text: output.text,
        lines: output.lines,
    })
}

/// Writes one function.
pub(crate) struct Emitter<'a> {
    pub(crate) function: &'a Function,
    pub(crate) frames: Frames,
    pub(crate) facts: RangeFacts,
    pub(crate) axes: &'a Axes,
    pub(crate) names: Names,
    /// The fields that memory is loaded as, by the memory.
    memory: HashMap<ValueId, ValueId>,
    /// The temps that stand for fields that an apply reads, by the fields.
    pub(crate) loaded: HashMap<ValueId, String>,
    /// Where the apply that is written is computed.
    pub(crate) computed: Ranges,
    output: &'a mut Output,
}

impl Emitter<'_> {
    pub(crate) fn line(&mut self, site: Site, depth: usize, text: &str) {
        self.output.line(site, depth, text);
    }

    pub(crate) fn name(&self, value: ValueId) -> &str {
        self.names.get(self.function, value)
    }

    pub(crate) fn axes_of(
        &mut self,
        site: Site,
        value: ValueId,
    ) -> Result<Vec<(usize, usize)>, Error> {
        axes_of(self.function, &mut self.frames, self.axes, site, value)
    }

    /// `!stencil.temp<ijk x f64>` for a temp or field.
    pub(crate) fn ty(&mut self, kind: &str, site: Site, value: ValueId) -> Result<String, Error> {
        let axes = self.axes_of(site, value)?;
        let axes: String = axes.iter().map(|(_, axis)| AXES[*axis]).collect();
        let element = &grid(self.function, site, value)?.element;
        Ok(format!("!stencil.{kind}<{axes} x {element}>"))
    }

    fn function(&mut self) -> Result<(), Error> {
        let function = self.function;
        let site = function.site;
        let domain = self.facts.domain;
        let sizes = domain.map(|range| range.map_or(1, |(low, high)| high - low).to_string());
        let starts = domain.map(|range| range.map_or(0, |(low, _)| low).to_string());
        let domain = format!(
            "// @{}: --domain {}, whose first point is ({}) in the source.",
            function.name,
            sizes.join(","),
            starts.join(", ")
        );
        self.line(site, 0, "");
        self.line(site, 0, &domain);
        let mut arguments = Vec::new();
        for (number, argument) in function.arguments.iter().enumerate() {
            let ty = self.argument_type(*argument)?;
            let own = &function.value(*argument).name;
            let wish = match own.bytes().all(|byte| byte.is_ascii_digit()) {
                true => format!("arg{number}"),
                false => own.clone(),
            };
            let name = self.names.define_as(*argument, &wish);
            arguments.push((function.value(*argument).site, format!("%{name}: {ty}")));
        }
        let name = symbol(&function.name);
        let open = format!("stencil.func {name}(");
        if arguments.is_empty() {
            self.line(site, 0, &format!("{open}) {{"));
        }
        let last = arguments.len().saturating_sub(1);
        let blank = " ".repeat(open.len());
        for (number, (argument_site, text)) in arguments.iter().enumerate() {
            let before = if number == 0 { &open } else { &blank };
            let after = if number == last { ") {" } else { "," };
            self.line(*argument_site, 0, &format!("{before}{text}{after}"));
        }
        for operation in &function.body {
            self.operation(operation)?;
        }
        let end = function.body.last().map_or(site, |last| last.site);
        self.line(end, 1, "stencil.return");
        self.line(end, 0, "}");
        Ok(())
    }

    /// The type of an argument: memory that is loaded as a field becomes that field.
    fn argument_type(&mut self, argument: ValueId) -> Result<String, Error> {
        let value = self.function.value(argument);
        let site = value.site;
        match &value.ty {
            Some(Type::Field(_)) => self.ty("field", site, argument),
            Some(Type::Scalar(name)) => Ok(name.clone()),
            Some(Type::Temp(_)) => Err(Error::new(
                site,
                "a function of fvopt takes fields and scalars: make this a !stencil.field and load it",
            )),
            other => {
                if let Some(field) = self.memory.get(&argument) {
                    return self.ty("field", site, *field);
                }
                let ty = match other {
                    Some(Type::Other(text)) => text.as_str(),
                    _ => "!stencil.result",
                };
                let message = format!(
                    "an argument of type {ty}, and no stencil.external_load makes a field of it; \
                     fvopt has !stencil.field and scalars: index, f32, f64, i1, i8, i16, i32, i64"
                );
                Err(Error::new(site, message))
            }
        }
    }

    fn operation(&mut self, operation: &Operation) -> Result<(), Error> {
        let site = operation.site;
        match &operation.kind {
            Kind::Load { result, field } => self.load(site, *result, *field),
            Kind::Store {
                temp,
                field,
                bounds,
            } => {
                let name = self.name(*temp).to_string();
                self.store(site, &name, *field, bounds)
            }
            Kind::Apply(apply) => self.apply(site, apply),
            Kind::Combine(combine) => self.combine(site, combine),
            Kind::Scalar { results, pieces } => self.scalar(site, 1, results, pieces),
            _ => Ok(()),
        }
    }

    fn load(&mut self, site: Site, result: ValueId, field: ValueId) -> Result<(), Error> {
        let (from, to) = (
            self.ty("field", site, field)?,
            self.ty("temp", site, result)?,
        );
        let field = self.name(field).to_string();
        let result = self.names.define(self.function, result);
        let text = format!("%{result} = stencil.load %{field} : {from} -> {to}");
        self.line(site, 1, &text);
        Ok(())
    }

    fn store(
        &mut self,
        site: Site,
        temp: &str,
        field: ValueId,
        bounds: &Bounds,
    ) -> Result<(), Error> {
        let (from, to) = (
            self.ty("temp", site, field)?,
            self.ty("field", site, field)?,
        );
        let found = ranges(
            self.function,
            &mut self.frames,
            self.axes,
            site,
            field,
            bounds,
        )?;
        let box_text = self.box_text(&found);
        let field = self.name(field);
        let text = format!("stencil.store %{temp} to %{field} ({box_text})");
        self.line(site, 1, &text);
        self.line(site, 3, &format!(": {from} to {to}"));
        Ok(())
    }

    /// `i = start to end, j = start - 1 to end`
    fn box_text(&self, ranges: &Ranges) -> String {
        let known = (0..3).filter_map(|axis| {
            let (low, high) = ranges[axis]?;
            let (low, high) = (self.end(axis, low, true), self.end(axis, high, false));
            Some(format!("{} = {low} to {high}", AXES[axis]))
        });
        known.collect::<Vec<_>>().join(", ")
    }

    /// A position relative to the nearer end of the domain; the end of its own side if both are as near.
    pub(crate) fn end(&self, axis: usize, position: i64, is_low: bool) -> String {
        let (start, end) = self.facts.domain[axis].unwrap_or((0, 1));
        let (from_start, from_end) = (position - start, position - end);
        let nearer_start = match from_start.abs().cmp(&from_end.abs()) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => is_low,
            std::cmp::Ordering::Greater => false,
        };
        let (word, offset) = match nearer_start {
            true => ("start", from_start),
            false => ("end", from_end),
        };
        match offset {
            0 => word.to_string(),
            1.. => format!("{word} + {offset}"),
            _ => format!("{word} - {}", -offset),
        }
    }

    fn apply(&mut self, site: Site, apply: &Apply) -> Result<(), Error> {
        let Some(computed) = self.facts.computed(site) else {
            // Nothing uses it.
            return Ok(());
        };
        self.computed = computed;
        // After bufferization an apply reads fields: as they are now.
        for argument in &apply.arguments {
            let root = self.function.root(*argument);
            let is_field = matches!(self.function.value(*argument).ty, Some(Type::Field(_)));
            if is_field && !self.loaded.contains_key(&root) {
                let (from, to) = (
                    self.ty("field", site, *argument)?,
                    self.ty("temp", site, *argument)?,
                );
                let field = self.name(root).to_string();
                let temp = self.names.fresh(&format!("{field}_values"));
                let text = format!("%{temp} = stencil.load %{field} : {from} -> {to}");
                self.line(site, 1, &text);
                self.loaded.insert(root, temp);
            }
        }
        let all = [&apply.results[..], &apply.outputs[..]].concat();
        let (mut types, mut elements) = (Vec::new(), Vec::new());
        for result in &all {
            types.push(self.ty("temp", site, *result)?);
            elements.push(grid(self.function, site, *result)?.element.clone());
        }
        let mut names = Vec::new();
        for result in &apply.results {
            names.push(self.names.define(self.function, *result));
        }
        for output in &apply.outputs {
            let wish = format!("{}_result", self.name(*output));
            names.push(self.names.fresh(&wish));
        }
        let shown: Vec<String> = names.iter().map(|name| format!("%{name}")).collect();
        let (shown, types) = (shown.join(", "), types.join(", "));
        self.line(site, 1, &format!("{shown} = stencil.apply -> ({types}) {{"));
        let first = all[0];
        self.body(site, 2, &apply.body, (first, &elements, "stencil.yield"))?;
        self.line(site, 1, "}");
        self.loaded.clear();
        if let Some(bounds) = &apply.bounds {
            for (output, name) in apply.outputs.iter().zip(&names) {
                self.store(site, name, *output, bounds)?;
            }
        }
        Ok(())
    }

    fn combine(&mut self, site: Site, combine: &Combine) -> Result<(), Error> {
        for (result, lower, upper) in &combine.parts {
            if self.facts.need(self.function, *result).is_none() {
                continue;
            }
            let axis = combine_axis(
                self.function,
                &mut self.frames,
                self.axes,
                site,
                *result,
                combine.dimension,
            )?;
            let ty = self.ty("temp", site, *result)?;
            let end = self.end(axis, combine.index, false);
            let (lower, upper) = (self.name(*lower).to_string(), self.name(*upper).to_string());
            let name = self.names.define(self.function, *result);
            let text = format!(
                "%{name} = stencil.insert %{lower} into %{upper} ({} = unbounded to {end}) : {ty} into {ty}",
                AXES[axis]
            );
            self.line(site, 1, &text);
        }
        Ok(())
    }
}

/// The first field that each value is another name of.
fn fields_of_memory(function: &Function) -> HashMap<ValueId, ValueId> {
    let mut found = HashMap::new();
    for (number, value) in function.values.iter().enumerate() {
        if let (Some(Type::Field(_)), Some(memory)) = (&value.ty, value.same_as) {
            found.entry(memory).or_insert(ValueId(number));
        }
    }
    found
}

/// `@name`, in quotes where it needs them.
fn symbol(name: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_$.".contains(letter);
    let first = name.chars().next();
    let starts = first.is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '_');
    match starts && name.chars().all(plain) {
        true => format!("@{name}"),
        false => format!("@\"{name}\""),
    }
}
