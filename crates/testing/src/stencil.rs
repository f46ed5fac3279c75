//! Random stencils: loads, applies, inserts, sweeps, stores.

use crate::{
    body::{Body, FAR, Margins, OTHER_TYPES, Temp, Type},
    random::Random,
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

    fn load(&mut self, ty: Type) -> Temp {
        let field = self.parameter(ty);
        self.load_of(&field, ty)
    }

    fn load_of(&mut self, field: &str, ty: Type) -> Temp {
        let name = self.name();
        match ty {
            Type::Ij => self.kinds.insert("field: ij"),
            Type::K | Type::Jk => self.kinds.insert("field: k"),
            Type::Table => self.kinds.insert("field: table"),
            Type::F32 => self.kinds.insert("field: f32"),
            Type::I32 | Type::I1 => self.kinds.insert("field: integer"),
            Type::Data => self.kinds.insert("field: data"),
            Type::Ijk => false,
        };
        self.line(&format!(
            "{name} = stencil.load {field} : {} -> {}",
            ty.field(),
            ty.temp()
        ));
        let temp = Temp::loaded(&name, ty);
        self.temps.push(temp.clone());
        temp
    }

    /// A temp of a type, defined everywhere.
    fn total(&mut self, ty: Type) -> Temp {
        let known: Vec<Temp> = self
            .temps
            .iter()
            .filter(|temp| temp.ty == ty && is_total(temp) && reach_at_most(temp, 2))
            .cloned()
            .collect();
        if known.is_empty() || self.random.chance(30) {
            self.load(ty)
        } else {
            self.random.pick(&known)
        }
    }

    /// Loads now and then, so that bodies have something to read.
    fn feed(&mut self) {
        if self.temps.is_empty() || self.random.chance(30) {
            self.load(Type::Ijk);
        }
        if self.random.chance(55) {
            let ty = self.random.pick(OTHER_TYPES);
            self.load(ty);
        }
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

    fn insert(&mut self) {
        if self.random.chance(35) {
            self.kinds.insert("insert: component");
            let destination = self.total(Type::Data);
            let source = self.apply(Type::Ijk).swap_remove(0);
            let component = self.component_operand(3);
            self.insert_of(&source, &destination, &format!(" at {component}"));
        } else {
            let ty = self
                .random
                .pick(&[Type::Ijk, Type::Ijk, Type::Ijk, Type::Ij, Type::F32]);
            let destination = self.total(ty);
            let source = self.apply(ty).swap_remove(0);
            if self.random.chance(25) {
                self.insert_of(&destination, &source, "");
            } else {
                self.insert_of(&source, &destination, "");
            }
        }
    }

    fn component_operand(&mut self, size: i64) -> String {
        if self.random.chance(50) {
            self.kinds.insert("component: scalar");
            return "%n".into();
        }
        let name = self.name();
        let number = self.random.between(0, size - 1);
        self.line(&format!("{name} = arith.constant {number} : index"));
        name
    }

    fn insert_of(&mut self, source: &Temp, destination: &Temp, components: &str) {
        let axes: Vec<usize> = (0..3)
            .filter(|axis| destination.ty.axes()[*axis] && self.random.chance(50))
            .collect();
        if axes == [2] {
            self.kinds.insert("insert: interval");
        } else if !axes.is_empty() {
            self.kinds.insert("insert: region");
        }
        let ranges: Vec<String> = axes
            .into_iter()
            .map(|axis| self.range(axis, true))
            .collect();
        let name = self.name();
        self.line(&format!(
            "{name} = stencil.insert {} into {}{components} ({}) : {} into {}",
            source.name,
            destination.name,
            ranges.join(", "),
            source.ty.temp(),
            destination.ty.temp()
        ));
        let mut result = destination.clone();
        result.name = name;
        for axis in 0..3 {
            for side in 0..2 {
                result.valid[axis][side] =
                    source.valid[axis][side].min(destination.valid[axis][side]);
                result.reach[axis][side] =
                    source.reach[axis][side].max(destination.reach[axis][side]);
            }
        }
        self.temps.push(result);
    }

    // --- sweeps -------------------------------------------------------------

    fn intervals(&mut self, forward: bool, undefined: bool) -> Vec<&'static str> {
        let choice = match undefined {
            true => self.random.pick(&[0, 1, 1, 4]),
            false => self.random.below(9),
        };
        match (choice, forward) {
            (0, _) => vec!["start to end"],
            (1, true) => vec!["start to start + 1", "start + 1 to end"],
            (1, false) => vec!["end - 1 to end", "start to end - 1"],
            (2, true) => vec![
                "start to start + 1",
                "start + 1 to end - 1",
                "end - 1 to end",
            ],
            (2, false) => vec![
                "end - 1 to end",
                "start + 1 to end - 1",
                "start to start + 1",
            ],
            (3, true) => {
                self.kinds.insert("interval: gap");
                vec!["start to start + 1", "start + 2 to end"]
            }
            (3, false) => {
                self.kinds.insert("interval: gap");
                vec!["end - 1 to end", "start to end - 2"]
            }
            (4, true) => {
                self.kinds.insert("interval: empty");
                vec![
                    "start to start + 1",
                    "start + 1 to start + 1",
                    "start + 1 to end",
                ]
            }
            (4, false) => {
                self.kinds.insert("interval: empty");
                vec!["end - 1 to end", "end - 1 to end - 1", "start to end - 1"]
            }
            (5, true) => {
                self.kinds.insert("interval: run-time");
                vec![
                    "start to max(start, min(end, %n))",
                    "max(start, min(end, %n)) to end",
                ]
            }
            (5, false) => {
                self.kinds.insert("interval: run-time");
                vec![
                    "max(start, min(end, %n)) to end",
                    "start to max(start, min(end, %n))",
                ]
            }
            (6, _) => vec!["start - 1 to end + 1"],
            (7, _) => {
                self.kinds.insert("interval: empty");
                vec!["start + 4 to start + 3"]
            }
            (_, true) => {
                self.kinds.insert("interval: gap");
                vec!["start + 1 to end"]
            }
            (_, false) => {
                self.kinds.insert("interval: gap");
                vec!["start to end - 1"]
            }
        }
    }

    fn sweep(&mut self) {
        self.feed();
        let forward = self.random.chance(50);
        let plane = self.random.chance(45);
        self.kinds.insert(if forward {
            "sweep: forward"
        } else {
            "sweep: backward"
        });
        self.kinds.insert(if plane {
            "sweep: plane"
        } else {
            "sweep: column"
        });
        let count = 1 + self.random.below(2);
        struct Carry {
            name: String,
            ty: Type,
            undefined: bool,
            init: Temp,
        }
        let mut carries: Vec<Carry> = Vec::new();
        for number in 0..count {
            let ty = if number > 0 && self.random.chance(40) || self.random.chance(8) {
                self.kinds.insert("carry: ij");
                Type::Ij
            } else {
                Type::Ijk
            };
            let undefined = self.random.chance(30);
            let init = if undefined {
                self.kinds.insert("init: undef");
                let name = self.name();
                self.line(&format!("{name} = stencil.undef : {}", ty.temp()));
                Temp::loaded(&name, ty)
            } else if self.random.chance(60) {
                self.kinds.insert("init: load");
                self.load(ty)
            } else {
                self.total(ty)
            };
            let name = format!("%c{}", {
                self.names += 1;
                self.names
            });
            carries.push(Carry {
                name,
                ty,
                undefined,
                init,
            });
        }
        let any_undefined = carries.iter().any(|carry| carry.undefined);
        let intervals = self.intervals(forward, any_undefined);
        let behind = if forward { -1 } else { 1 };
        let captured: Vec<Temp> = self
            .temps
            .iter()
            .filter(|temp| is_total(temp) && reach_at_most(temp, 2))
            .cloned()
            .collect();
        let results: Vec<String> = carries.iter().map(|_| self.name()).collect();
        let list: Vec<String> = carries
            .iter()
            .map(|carry| format!("{} = {} : {}", carry.name, carry.init.name, carry.ty.temp()))
            .collect();
        self.line(&format!(
            "{} = stencil.sweep {} carries({}) {{",
            results.join(", "),
            if forward { "forward" } else { "backward" },
            list.join(", ")
        ));
        // Offsets of writes, the same in every interval.
        let offsets: Vec<i64> = carries
            .iter()
            .map(|carry| {
                if !plane && !carry.undefined && carry.ty == Type::Ijk && self.random.chance(20) {
                    self.kinds.insert("write: k offset");
                    self.random.pick(&[-1, 1])
                } else {
                    0
                }
            })
            .collect();
        let grow = self.random.between(0, 1);
        let mut reach = [[0i64; 2]; 3];
        let stage_box = |grow: i64| {
            let range = crate::program::grown(grow);
            format!("(i = {range}, j = {range}) ")
        };
        // A second stage writes the last carry alone, after the others.
        let staged = plane && count == 2 && self.random.chance(60);
        for (number, levels) in intervals.iter().enumerate() {
            self.line(&format!("  stencil.interval (k = {levels}) {{"));
            let first = number == 0;
            // What a stage may read of the carries.
            let readable = |writes: &[usize], horizontal: bool| -> Vec<Temp> {
                let mut temps = Vec::new();
                for (number, carry) in carries.iter().enumerate() {
                    let mut temp = Temp::loaded(&carry.name, carry.ty);
                    let written = writes.contains(&number);
                    if carry.undefined {
                        if first {
                            continue;
                        }
                        temp.offsets = ([0, 0], [behind, behind]);
                        temps.push(temp);
                        continue;
                    }
                    temp.offsets = ([0, 0], [-1, 1]);
                    temps.push(temp.clone());
                    if horizontal && carry.ty == Type::Ijk {
                        temp.offsets = ([-1, 1], [behind, behind]);
                        temps.push(temp);
                    } else if horizontal && !written {
                        temp.offsets = ([-1, 1], [0, 0]);
                        temps.push(temp);
                    }
                }
                temps
            };
            let mut locals: Vec<Temp> = Vec::new();
            if self.random.chance(40) {
                self.kinds.insert("stage: local");
                let name = self.name();
                let place = if plane && self.random.chance(60) {
                    stage_box(grow + 1)
                } else {
                    String::new()
                };
                self.line(&format!(
                    "    {name} = stencil.stage {place}-> (!stencil.temp<ij x f64>) {{"
                ));
                let mut temps = captured.clone();
                let mine = readable(&[], plane && !place.is_empty());
                temps.extend(mine.iter().cloned());
                temps.extend(mine);
                let (_, _, own) = self.body([true; 3], temps, |body| {
                    let value = body.value(1);
                    body.line_yield(&[(value, "f64")]);
                });
                self.line("    }");
                widen(&mut reach, &own, 1);
                let mut local = Temp::loaded(&name, Type::Ij);
                local.offsets = if plane {
                    ([-1, 1], [0, 0])
                } else {
                    ([0, 0], [0, 0])
                };
                if plane {
                    self.kinds.insert("stage: local at horizontal offset");
                }
                locals.push(local.clone());
                locals.push(local);
            }
            let writers: Vec<Vec<usize>> = if staged {
                vec![vec![0], vec![1]]
            } else {
                vec![(0..count).collect()]
            };
            for (position, writes) in writers.iter().enumerate() {
                let list: Vec<String> = writes
                    .iter()
                    .map(|number| {
                        let carry = &carries[*number];
                        format!("{}[{}] : {}", carry.name, offsets[*number], carry.ty.temp())
                    })
                    .collect();
                let place = if plane {
                    stage_box(if position == 0 { grow } else { 0 })
                } else {
                    String::new()
                };
                self.line(&format!(
                    "    stencil.stage {place}writes({}) {{",
                    list.join(", ")
                ));
                let mut temps = captured.clone();
                let mine = readable(writes, plane && !any_undefined);
                temps.extend(mine.iter().cloned());
                temps.extend(mine);
                temps.extend(locals.iter().cloned());
                if position == 1 {
                    // Written just now on a box that is larger by `grow`.
                    let mut temp = Temp::loaded(&carries[0].name, carries[0].ty);
                    let wide = if carries[0].undefined { grow } else { 1 };
                    temp.offsets = ([-wide, wide], [0, 0]);
                    if wide == 1 {
                        self.kinds.insert("stage: carry at horizontal offset");
                    }
                    temps.push(temp.clone());
                    temps.push(temp);
                } else if plane && !any_undefined {
                    self.kinds.insert("stage: carry at horizontal offset");
                }
                let (_, _, own) = self.body([true; 3], temps, |body| {
                    let values: Vec<(String, &'static str)> = writes
                        .iter()
                        .map(|_| {
                            let depth = 1 + body.random.below(2);
                            let value = body.value(depth);
                            (body.damped(value), "f64")
                        })
                        .collect();
                    body.line_yield(&values);
                });
                widen(&mut reach, &own, 1);
                self.line("    }");
            }
            self.line("  }");
        }
        self.line("}");
        for (number, carry) in carries.iter().enumerate() {
            let mut temp = Temp::loaded(&results[number], carry.ty);
            temp.reach = reach;
            widen(&mut temp.reach, &carry.init.reach, 1);
            if carry.undefined {
                temp.valid[2] = [0, 0];
                if plane {
                    let margin = if staged && number == 1 { 0 } else { grow };
                    temp.valid[0] = [margin; 2];
                    temp.valid[1] = [margin; 2];
                }
            }
            if plane {
                // Read rarely at an offset: what a plane sweep must hold would grow.
                temp.offsets = ([-1, 1], [-1, 1]);
            }
            self.temps.push(temp);
        }
    }

    // --- stores -------------------------------------------------------------

    fn store(&mut self) {
        let from = self.temps.len().saturating_sub(4);
        let computed: Vec<Temp> = self.temps[from..].to_vec();
        let temp = match computed.last() {
            Some(last) if self.random.chance(60) => last.clone(),
            Some(_) => self.random.pick(&computed),
            None => return,
        };
        self.store_of(&temp);
    }

    fn store_of(&mut self, temp: &Temp) {
        self.stores += 1;
        let limited = !is_total(temp);
        let ranges: Vec<String> = (0..3)
            .filter(|axis| temp.ty.axes()[*axis])
            .map(|axis| {
                if limited {
                    let margin = |margin: i64| margin.min(0);
                    let (low, high) = (margin(temp.valid[axis][0]), margin(temp.valid[axis][1]));
                    let plus = |value: i64| match value {
                        0 => String::new(),
                        more => format!(" + {more}"),
                    };
                    format!(
                        "{} = start{} to end{}",
                        ["i", "j", "k"][axis],
                        plus(-low),
                        plus(high)
                    )
                } else if self.random.chance(60) {
                    format!("{} = start to end", ["i", "j", "k"][axis])
                } else {
                    self.range(axis, false)
                }
            })
            .collect();
        let (field, ty, components) = if temp.ty == Type::Ijk && self.random.chance(12) {
            self.kinds.insert("store: component");
            let component = self.component_operand(3);
            (
                self.parameter(Type::Data),
                Type::Data,
                format!(" at {component}"),
            )
        } else {
            (self.parameter(temp.ty), temp.ty, String::new())
        };
        self.line(&format!(
            "stencil.store {} to {field}{components} ({}) : {} to {}",
            temp.name,
            ranges.join(", "),
            temp.ty.temp(),
            ty.field()
        ));
        if self.random.chance(25) {
            self.kinds.insert("load after store");
            self.load_of(&field, ty);
        }
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
