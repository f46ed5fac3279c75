//! Loops and branches.

use super::Writer;
use crate::types::{Temp, Type};

impl Writer<'_> {
    /// Writes a block; values that are made in it cannot be used after it.
    pub(super) fn block(&mut self, work: impl FnOnce(&mut Self)) {
        let (floats, indices, temps) = (self.floats.len(), self.indices.len(), self.temps.len());
        let before: Vec<String> = self.fields.iter().map(|field| field.name.clone()).collect();
        self.indent += 1;
        work(self);
        self.indent -= 1;
        self.floats.truncate(floats);
        self.indices.truncate(indices);
        self.temps.truncate(temps);
        self.fields
            .retain(|field| field.parameter.is_some() || before.contains(&field.name));
    }

    pub(super) fn steps(&mut self, nesting: usize, kind: &'static str) {
        for _ in 0..1 + self.random.below(2) {
            self.step(nesting + 1);
        }
        if self.is_main && self.random.chance(30) {
            self.kind(kind);
            self.swap(1);
            if self.random.chance(40) {
                self.call_stencil();
            }
        }
    }

    pub(super) fn loop_range(&mut self) -> [String; 3] {
        let constant =
            |writer: &mut Self, value: i64| writer.emit(&format!("arith.constant {value} : index"));
        let low = constant(self, 0);
        let high = if self.random.chance(30) {
            self.pick_index()
        } else {
            let count = self.random.between(0, 4);
            constant(self, count)
        };
        let step = self.random.pick(&[1, 1, 1, 2]);
        [low, high, constant(self, step)]
    }

    pub(super) fn repeat(&mut self, nesting: usize) {
        self.kind("for: scalar");
        let [low, high, step] = self.loop_range();
        let init = self.pick_float();
        let (result, counter, carried) = (self.name(), self.name(), self.name());
        self.line(&format!(
            "{result} = program.for {counter} = {low} to {high} step {step} iter_args({carried} = {init}) -> (f64) {{"
        ));
        self.block(|writer| {
            writer.indices.push(counter);
            writer.floats.push(carried.clone());
            writer.steps(nesting, "swap: in loop");
            let other = writer.pick_float();
            let half = writer.emit("arith.constant 0.5 : f64");
            let sum = writer.emit(&format!("arith.addf {carried}, {other} : f64"));
            let next = writer.emit(&format!("arith.mulf {sum}, {half} : f64"));
            writer.line(&format!("program.yield {next} : f64"));
        });
        self.line("}");
        self.floats.push(result);
    }

    pub(super) fn repeat_temps(&mut self, nesting: usize) {
        self.kind("for: temp");
        let [low, high, step] = self.loop_range();
        let (a, b, to) = (
            self.field(Type::Ijk),
            self.field(Type::Ijk),
            self.field(Type::Ijk),
        );
        let (a, b) = (self.load(&a), self.load(&b));
        let (result, counter, first, second) = (self.name(), self.name(), self.name(), self.name());
        let ty = Type::Ijk.temp();
        self.line(&format!(
            "{result}:2 = program.for {counter} = {low} to {high} step {step} iter_args({first} = {}, {second} = {}) -> ({ty}, {ty}) {{",
            a.name, b.name
        ));
        self.block(|writer| {
            writer.indices.push(counter);
            let mine = [
                Temp::loaded(&first, Type::Ijk),
                Temp::loaded(&second, Type::Ijk),
            ];
            if writer.random.chance(50) {
                writer.step(nesting + 1);
            }
            let made = writer.apply(&mine, true);
            let (x, y) = match writer.random.below(5) {
                0 => (second.clone(), first.clone()),
                1 => (second.clone(), made.name.clone()),
                2 => (made.name.clone(), made.name.clone()),
                3 => (first.clone(), first.clone()),
                _ => (made.name.clone(), second.clone()),
            };
            writer.line(&format!("program.yield {x}, {y} : {ty}, {ty}"));
        });
        self.line("}");
        let results = [
            Temp::loaded(&format!("{result}#0"), Type::Ijk),
            Temp::loaded(&format!("{result}#1"), Type::Ijk),
        ];
        let made = if self.random.chance(30) {
            self.random.pick(&results)
        } else {
            self.apply(&results, false)
        };
        self.store(&made, &to);
    }

    pub(super) fn condition(&mut self) -> String {
        if self.random.chance(50) {
            let (value, limit) = (self.reduce(), self.emit("arith.constant 30.0 : f64"));
            self.emit(&format!("arith.cmpf ogt, {value}, {limit} : f64"))
        } else {
            let value = self.pick_index();
            let limit = self.random.between(0, 3);
            let limit = self.emit(&format!("arith.constant {limit} : index"));
            self.emit(&format!("arith.cmpi slt, {value}, {limit} : index"))
        }
    }

    pub(super) fn branch(&mut self, nesting: usize) {
        self.kind("if");
        let condition = self.condition();
        let with_result = self.random.chance(50);
        let result = self.name();
        if with_result {
            self.kind("if: results");
            self.line(&format!("{result} = program.if {condition} -> (f64) {{"));
        } else {
            self.line(&format!("program.if {condition} {{"));
        }
        let body = |writer: &mut Self| {
            writer.steps(nesting, "swap: in branch");
            if with_result {
                let value = writer.pick_float();
                writer.line(&format!("program.yield {value} : f64"));
            }
        };
        self.block(body);
        if with_result || self.random.chance(40) {
            self.line("} else {");
            self.block(body);
        }
        self.line("}");
        if with_result {
            self.floats.push(result);
        }
    }

    pub(super) fn branch_temps(&mut self, nesting: usize) {
        self.kind("if: temp");
        let condition = self.condition();
        let (a, b, to) = (
            self.field(Type::Ijk),
            self.field(Type::Ijk),
            self.field(Type::Ijk),
        );
        let (a, b) = (self.load(&a), self.load(&b));
        let ty = Type::Ijk.temp();
        let result = self.name();
        self.line(&format!(
            "{result}:2 = program.if {condition} -> ({ty}, {ty}) {{"
        ));
        for last in [false, true] {
            let (a, b) = (a.clone(), b.clone());
            self.block(|writer| {
                if writer.random.chance(40) {
                    writer.step(nesting + 1);
                }
                let made = writer.apply(&[a.clone(), b.clone()], false);
                let names = [made.name, a.name, b.name];
                let (x, y) = (writer.random.pick(&names), writer.random.pick(&names));
                writer.line(&format!("program.yield {x}, {y} : {ty}, {ty}"));
            });
            self.line(if last { "}" } else { "} else {" });
        }
        let results = [
            Temp::loaded(&format!("{result}#0"), Type::Ijk),
            Temp::loaded(&format!("{result}#1"), Type::Ijk),
        ];
        let made = self.apply(&results, false);
        self.store(&made, &to);
    }
}
