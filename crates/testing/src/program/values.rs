//! Values of programs: loads, applies, stores, reductions.

use super::{Field, Writer};
use crate::{
    body::Body,
    types::{FAR, Temp, Type},
};

impl Writer<'_> {
    /// A value of a field that is used after the field was written again.
    pub(super) fn snapshot(&mut self) {
        self.kind("snapshot");
        let (from, to) = (self.field(Type::Ijk), self.field(Type::Ijk));
        let loaded = self.load(&from);
        self.temps.push(loaded.clone());
        if self.random.chance(60) {
            self.call_stencil();
        }
        let temps = self.temps.clone();
        let made = self.apply(&temps, false);
        self.store(&made, &to);
        if self.random.chance(40) {
            self.temps.push(made);
        }
    }

    pub(super) fn load(&mut self, field: &Field) -> Temp {
        let name = self.emit(&format!(
            "stencil.load {} : {} -> {}",
            field.name,
            field.ty.field(),
            field.ty.temp()
        ));
        Temp::loaded(&name, field.ty)
    }

    pub(super) fn apply(&mut self, temps: &[Temp], pointwise: bool) -> Temp {
        let name = self.name();
        self.line(&format!(
            "{name} = stencil.apply -> (!stencil.temp<ijk x f64>) {{"
        ));
        let mut random = self.random.part(11);
        self.random.bits();
        let mut body = Body {
            random: &mut random,
            kinds: &mut self.shared.kinds,
            names: &mut self.names,
            temps: temps
                .iter()
                .filter(|temp| temp.reach.iter().flatten().all(|reach| *reach <= 2))
                .cloned()
                .collect(),
            floats: self.floats.clone(),
            indices: self.indices.clone(),
            axes: [true; 3],
            lines: String::new(),
            valid: [[FAR; 2]; 3],
            reach: [[0; 2]; 3],
            pointwise,
        };
        if let Some(last) = body.temps.last().cloned() {
            body.temps.push(last);
        }
        let value = body.value(2);
        body.lines
            .push_str(&format!("      stencil.yield {value} : f64\n"));
        let (lines, valid, reach) = (body.lines, body.valid, body.reach);
        self.lines.push_str(&lines);
        self.line("}");
        Temp {
            name,
            ty: Type::Ijk,
            valid,
            reach,
            offsets: ([-2, 2], [-2, 2]),
        }
    }

    pub(super) fn store(&mut self, temp: &Temp, to: &Field) {
        self.line(&format!(
            "stencil.store {} to {} (i = start to end, j = start to end, k = start to end) : {} to {}",
            temp.name,
            to.name,
            temp.ty.temp(),
            to.ty.field()
        ));
    }

    pub(super) fn reduce(&mut self) -> String {
        self.kind("reduce");
        let ty = self.random.pick(&[Type::Ijk, Type::Ijk, Type::Ij, Type::K]);
        let field = self.field(ty);
        let kind = self.random.pick(&["add", "min", "max"]);
        let ranges: Vec<String> = (0..3)
            .filter(|axis| ty.axes()[*axis])
            .map(|axis| {
                let range = self.random.pick(&[
                    "start to end",
                    "start to end",
                    "start - 1 to end",
                    "start + 1 to end - 1",
                    "start + 1 to start + 1",
                ]);
                format!("{} = {range}", ["i", "j", "k"][axis])
            })
            .collect();
        let name = self.emit(&format!(
            "program.reduce {kind} {} ({}) : {} -> f64",
            field.name,
            ranges.join(", "),
            ty.field()
        ));
        self.floats.push(name.clone());
        name
    }
}
