//! Random stencils: loads, applies, inserts, sweeps, stores.

mod sweep;
mod values;

use crate::{
    body::Body,
    random::Random,
    types::{FAR, Margins, Temp, Type},
};
use std::collections::BTreeSet;

/// A stencil that calls can name. Its last two parameters are an f64 and an index.
#[derive(Clone, Debug)]
pub struct Stencil {
    pub name: String,
    pub parameters: Vec<Type>,
    pub text: String,
    pub kinds: BTreeSet<&'static str>,
}

/// What is being written.
pub struct Writer<'a> {
    pub random: &'a mut Random,
    pub kinds: BTreeSet<&'static str>,
    pub names: usize,
    pub parameters: Vec<Type>,
    pub temps: Vec<Temp>,
    pub lines: String,
    stores: usize,
}

/// Whether it is defined everywhere.
fn is_total(temp: &Temp) -> bool {
    temp.valid.iter().flatten().all(|margin| *margin >= FAR / 2)
}

fn reach_at_most(temp: &Temp, limit: i64) -> bool {
    temp.reach.iter().flatten().all(|margin| *margin <= limit)
}

impl Writer<'_> {
    fn name(&mut self) -> String {
        self.names += 1;
        format!("%t{}", self.names)
    }

    fn line(&mut self, text: &str) {
        self.lines.push_str(&format!("  {text}\n"));
    }

    /// Runs `work` on a body and appends what it wrote.
    fn body<R>(
        &mut self,
        axes: [bool; 3],
        temps: Vec<Temp>,
        work: impl FnOnce(&mut Body<'_>) -> R,
    ) -> (R, Margins, Margins) {
        let mut body = Body {
            random: &mut *self.random,
            kinds: &mut self.kinds,
            names: &mut self.names,
            temps,
            floats: vec!["%x".into()],
            indices: vec!["%n".into()],
            axes,
            lines: String::new(),
            valid: [[FAR; 2]; 3],
            reach: [[0; 2]; 3],
            pointwise: false,
        };
        let result = work(&mut body);
        let (lines, valid, reach) = (body.lines, body.valid, body.reach);
        self.lines.push_str(&lines);
        (result, valid, reach)
    }

    fn parameter(&mut self, ty: Type) -> String {
        let known: Vec<usize> = (0..self.parameters.len())
            .filter(|number| self.parameters[*number] == ty)
            .collect();
        let limit = if ty == Type::Ijk { 4 } else { 1 };
        let number = if known.is_empty() || (known.len() < limit && self.random.chance(45)) {
            self.parameters.push(ty);
            self.parameters.len() - 1
        } else {
            self.random.pick(&known)
        };
        format!("%p{number}")
    }

    pub fn apply(&mut self, first: Type) -> Vec<Temp> {
        self.kinds.insert("apply");
        self.feed();
        let choices: &[Type] = match first {
            Type::Ij | Type::I1 => &[Type::Ij, Type::I1],
            Type::K => &[Type::K],
            Type::Jk => &[Type::Jk],
            Type::Table => &[Type::Table],
            _ => &[Type::Ijk, Type::Ijk, Type::F32, Type::I32, Type::Data],
        };
        let mut types = vec![first];
        while types.len() < 3 && self.random.chance(25) {
            types.push(self.random.pick(choices));
            self.kinds.insert("apply: several results");
        }
        let names: Vec<String> = types.iter().map(|_| self.name()).collect();
        let results: Vec<String> = types.iter().map(|ty| ty.temp()).collect();
        self.line(&format!(
            "{} = stencil.apply -> ({}) {{",
            names.join(", "),
            results.join(", ")
        ));
        let own = first.axes();
        let mut temps: Vec<Temp> = self
            .temps
            .iter()
            .filter(|temp| {
                let axes = temp.ty.axes();
                (0..2).all(|axis| !axes[axis] || own[axis])
            })
            .cloned()
            .collect();
        // Recent ones more often.
        if let Some(last) = temps.last().cloned() {
            if last.name != "%t1" && last.reach.iter().flatten().any(|reach| *reach > 0) {
                self.kinds.insert("apply: chain");
            }
            temps.push(last);
        }
        let (_, valid, reach) = self.body(own, temps, |body| {
            let mut values = Vec::new();
            let mut element_types = Vec::new();
            for ty in &types {
                for _ in 0..ty.components().unwrap_or(1) {
                    let depth = body.random.below(3);
                    values.push(body.element(*ty, depth));
                    element_types.push(ty.element());
                }
            }
            body.lines.push_str(&format!(
                "      stencil.yield {} : {}\n",
                values.join(", "),
                element_types.join(", ")
            ));
        });
        self.line("}");
        let made: Vec<Temp> = names
            .into_iter()
            .zip(types)
            .map(|(name, ty)| Temp {
                name,
                ty,
                valid,
                reach,
                offsets: ([-2, 2], [-2, 2]),
            })
            .collect();
        self.temps.extend(made.iter().cloned());
        made
    }

    /// A range of an axis; `inside` keeps to the domain.
    fn range(&mut self, axis: usize, unbounded: bool) -> String {
        let letter = ["i", "j", "k"][axis];
        let range = match self.random.below(if unbounded { 12 } else { 9 }) {
            0..=1 => "start to end",
            2 => "start to start + 1",
            3 => "end - 1 to end",
            4 => "start + 1 to end - 1",
            5 => "start - 1 to end + 1",
            6 => {
                self.kinds.insert("box: run-time");
                "start to max(start, min(end, %n))"
            }
            7 => {
                self.kinds.insert("box: run-time");
                "max(start, min(end, %n - 1)) to end"
            }
            8 => {
                self.kinds.insert("box: empty");
                "start + 1 to start + 1"
            }
            9 => "start to unbounded",
            10 => "unbounded to end - 1",
            _ => "unbounded to start + 1",
        };
        format!("{letter} = {range}")
    }
}

fn widen(reach: &mut Margins, own: &Margins, more: i64) {
    for axis in 0..3 {
        for side in 0..2 {
            reach[axis][side] = reach[axis][side].max(own[axis][side] + more);
        }
    }
}

impl Body<'_> {
    fn line_yield(&mut self, values: &[(String, &'static str)]) {
        let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
        let types: Vec<&str> = values.iter().map(|(_, ty)| *ty).collect();
        self.lines.push_str(&format!(
            "      stencil.yield {} : {}\n",
            names.join(", "),
            types.join(", ")
        ));
    }

    fn damped(&mut self, value: String) -> String {
        let half = self.constant(0.5);
        let name = self.name();
        self.lines.push_str(&format!(
            "      {name} = arith.mulf {value}, {half} : f64\n"
        ));
        name
    }
}

/// Writes a stencil.
pub fn generate(random: &mut Random, name: &str) -> Stencil {
    let mut writer = Writer {
        random,
        kinds: BTreeSet::new(),
        names: 0,
        parameters: Vec::new(),
        temps: Vec::new(),
        lines: String::new(),
        stores: 0,
    };
    let steps = 1 + writer.random.below(4);
    for _ in 0..steps {
        match writer.random.below(10) {
            0..=2 => {
                let ty = match writer.random.below(10) {
                    0 => Type::Ij,
                    1 => Type::K,
                    2 => Type::F32,
                    3 => Type::I32,
                    4 => Type::Data,
                    5 => Type::I1,
                    6 => Type::Jk,
                    _ => Type::Ijk,
                };
                writer.apply(ty);
            }
            3 | 4 => {
                writer.apply(Type::Ijk);
            }
            5 | 6 => writer.insert(),
            7 => writer.store(),
            _ => writer.sweep(),
        }
    }
    if writer.temps.is_empty() {
        writer.apply(Type::Ijk);
    }
    let last = writer.temps.last().cloned().expect("a temp was made");
    writer.store_of(&last);
    let mut list: Vec<String> = writer
        .parameters
        .iter()
        .enumerate()
        .map(|(number, ty)| format!("%p{number}: {}", ty.field()))
        .collect();
    list.push("%x: f64".into());
    list.push("%n: index".into());
    let text = format!(
        "stencil.func @{name}({}) {{\n{}  stencil.return\n}}\n",
        list.join(", "),
        writer.lines
    );
    Stencil {
        name: name.into(),
        parameters: writer.parameters,
        text,
        kinds: writer.kinds,
    }
}
