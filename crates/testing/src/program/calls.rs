//! Calls of stencils and of nested programs.

use super::{Field, Writer, function};
use crate::{stencil, types::Type};
use std::collections::BTreeSet;

impl Writer<'_> {
    pub(super) fn call_stencil(&mut self) {
        let number = if self.shared.stencils.is_empty() || self.random.chance(70) {
            let mut random = self.random.part(self.random.clone().bits());
            let number = self.shared.stencils.len();
            let made = stencil::generate(&mut random, &format!("s{number}"));
            self.random.bits();
            self.shared.stencils.push(made);
            number
        } else {
            self.random.below(self.shared.stencils.len())
        };
        if !self.shared.used.contains(&number) {
            self.shared.used.push(number);
        }
        let stencil = self.shared.stencils[number].clone();
        self.shared.kinds.extend(stencil.kinds.iter().copied());
        self.call(&stencil.name, &stencil.parameters);
    }

    pub(super) fn call(&mut self, callee: &str, types: &[Type]) {
        let mut fields: Vec<Field> = types.iter().map(|ty| self.field(*ty)).collect();
        let cubes: Vec<usize> = (0..types.len())
            .filter(|one| types[*one] == Type::Ijk)
            .collect();
        if cubes.len() > 1 && self.random.chance(20) {
            fields[cubes[1]] = fields[cubes[0]].clone();
        }
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let distinct: BTreeSet<&str> = names.iter().copied().collect();
        if distinct.len() < names.len() {
            self.shared.kinds.insert("alias: call");
        }
        let mut arguments: Vec<String> = names.iter().map(|name| name.to_string()).collect();
        arguments.push(self.pick_float());
        arguments.push(self.pick_index());
        let place = match self.random.below(10) {
            0..=5 => String::new(),
            6 | 7 => {
                self.kind("call: shifted box");
                let ranges: Vec<String> = ["i", "j", "k"]
                    .iter()
                    .map(|axis| {
                        let range = self.random.pick(&[
                            "start to end",
                            "start - 1 to end + 1",
                            "start + 1 to end - 1",
                            "start + 1 to end + 1",
                            "start - 1 to end - 1",
                            "start to start + 1",
                        ]);
                        format!("{axis} = {range}")
                    })
                    .collect();
                format!(" ({})", ranges.join(", "))
            }
            _ => {
                self.kind("call: run-time box");
                let n = self.pick_index();
                let ranges: Vec<String> = ["i", "j", "k"]
                    .iter()
                    .map(|axis| {
                        let range = match self.random.below(3) {
                            0 => "start to end".to_string(),
                            1 => format!("start to max(start, min(end, {n} + 1))"),
                            _ => format!("max(start, min(end, {n} - 1)) to end"),
                        };
                        format!("{axis} = {range}")
                    })
                    .collect();
                format!(" ({})", ranges.join(", "))
            }
        };
        let mut list: Vec<String> = types.iter().map(|ty| ty.field()).collect();
        list.push("f64".into());
        list.push("index".into());
        self.line(&format!(
            "program.call @{callee}({}){place} : {}",
            arguments.join(", "),
            list.join(", ")
        ));
    }

    pub(super) fn call_program(&mut self, nesting: usize) {
        if self.depth >= 2 {
            return self.call_stencil();
        }
        self.kind("call: nested");
        let random = self.random.part(7);
        self.random.bits();
        let (parameters, lines) = {
            let mut writer = Writer::new(random, self.shared, false, self.depth + 1, self.domain);
            writer.call_stencil();
            for _ in 0..writer.random.below(3) {
                writer.step(nesting.max(1));
            }
            (writer.parameters, writer.lines)
        };
        let name = format!("q{}", self.shared.programs.len());
        let text = function(&name, &parameters, &lines);
        self.shared
            .programs
            .push((name.clone(), parameters.clone(), text));
        self.call(&name, &parameters);
        if self.random.chance(25) {
            self.call(&name, &parameters);
        }
    }
}
