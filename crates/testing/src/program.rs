//! Random programs that call random stencils.

use crate::{
    body::{Body, FAR, Temp, Type},
    random::Random,
    stencil::{self, Stencil},
};
use std::collections::BTreeSet;

/// Everything that must occur in at least 2 % of programs.
pub const KINDS: &[&str] = &[
    "alias: call",
    "alias: entry",
    "access: component",
    "access_dyn: absolute",
    "access_dyn: relative",
    "alloc",
    "apply",
    "apply: chain",
    "apply: several results",
    "bound",
    "box: empty",
    "box: run-time",
    "call: nested",
    "call: run-time box",
    "call: shifted box",
    "callback",
    "callback: view",
    "carry: ij",
    "cast",
    "component: run-time",
    "component: scalar",
    "exchange",
    "field: data",
    "field: f32",
    "field: ij",
    "field: integer",
    "field: k",
    "field: table",
    "for: scalar",
    "for: temp",
    "if",
    "if: results",
    "if: temp",
    "index",
    "init: load",
    "init: undef",
    "insert: component",
    "insert: interval",
    "insert: region",
    "interval: empty",
    "interval: gap",
    "interval: run-time",
    "load after store",
    "math",
    "minimum, maximum",
    "offset: i",
    "offset: j",
    "offset: k",
    "reduce",
    "scf.if",
    "scf.while",
    "snapshot",
    "stage: carry at horizontal offset",
    "stage: local",
    "stage: local at horizontal offset",
    "store: component",
    "swap",
    "swap: in loop",
    "swap: in branch",
    "sweep: backward",
    "sweep: column",
    "sweep: forward",
    "sweep: plane",
    "view: component",
    "view: level",
    "write: k offset",
];

const DOMAINS: &[[i64; 3]] = &[
    [1, 1, 1],
    [2, 3, 1],
    [3, 5, 7],
    [8, 8, 4],
    [17, 9, 5],
    [1, 4, 2],
    [6, 1, 3],
    [4, 4, 2],
    [5, 3, 6],
];

/// How far allocations of programs reach around the domain.
const MARGIN: i64 = 8;

/// An argument of the entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Parameter {
    /// Memory, filled from this seed.
    Field(u64),
    /// The field of an earlier argument once more.
    Same(usize),
    /// A number.
    Float(f64),
    /// A position.
    Index(i64),
}

/// A program and how to run it.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it was made from.
    pub seed: u64,
    /// The module; the entry is `@main`.
    pub text: String,
    /// The sizes.
    pub domain: [i64; 3],
    /// What `@main` gets.
    pub parameters: Vec<Parameter>,
    /// What occurs in it.
    pub kinds: BTreeSet<&'static str>,
    /// The number of steps of the entry before any were left out.
    pub steps: usize,
}

#[derive(Clone, Debug)]
struct Field {
    name: String,
    ty: Type,
    /// Fields of one group may be swapped: 1 arguments, 2 allocations; 0 none.
    group: usize,
    /// The parameter number, of parameters.
    parameter: Option<usize>,
}

struct Writer<'a> {
    random: Random,
    shared: &'a mut Shared,
    is_main: bool,
    depth: usize,
    names: usize,
    lines: String,
    indent: usize,
    parameters: Vec<Type>,
    fields: Vec<Field>,
    floats: Vec<String>,
    indices: Vec<String>,
    temps: Vec<Temp>,
    domain: [i64; 3],
}

#[derive(Default)]
struct Shared {
    kinds: BTreeSet<&'static str>,
    stencils: Vec<Stencil>,
    used: Vec<usize>,
    programs: Vec<(String, Vec<Type>, String)>,
}

/// Writes the program of a seed; `kept` leaves steps of the entry out.
pub fn generate(seed: u64, kept: Option<&[bool]>) -> Case {
    let random = Random::new(seed);
    let mut setup = random.part(1);
    let domain = setup.pick(DOMAINS);
    let steps = 1 + setup.below(5);
    let mut shared = Shared::default();
    let mut writer = Writer::new(random.part(2), &mut shared, true, 0, domain);
    for step in 0..steps {
        if kept.is_some_and(|kept| !kept[step]) {
            continue;
        }
        writer.random = random.part(100 + step as u64);
        writer.step(0);
    }
    writer.random = random.part(3);
    if writer.parameters.is_empty() {
        writer.field(Type::Ijk);
    }
    let (parameters, lines) = (writer.parameters, writer.lines);
    let mut text = String::new();
    for number in &shared.used {
        text.push_str(&shared.stencils[*number].text);
    }
    for (_, _, program) in &shared.programs {
        text.push_str(program);
    }
    text.push_str(&function("main", &parameters, &lines));
    let mut arguments: Vec<Parameter> = (0..parameters.len())
        .map(|number| Parameter::Field(seed.wrapping_add(number as u64 * 77)))
        .collect();
    let cubes: Vec<usize> = (0..parameters.len())
        .filter(|number| parameters[*number] == Type::Ijk)
        .collect();
    let mut kinds = shared.kinds;
    if cubes.len() > 1 && setup.chance(12) {
        let first = setup.below(cubes.len() - 1);
        arguments[cubes[first + 1]] = Parameter::Same(cubes[first]);
        kinds.insert("alias: entry");
    }
    arguments.push(Parameter::Float(1.0 + setup.below(1000) as f64 / 1001.0));
    arguments.push(Parameter::Index(setup.between(-1, 6)));
    Case {
        seed,
        text,
        domain,
        parameters: arguments,
        kinds,
        steps,
    }
}

fn function(name: &str, parameters: &[Type], lines: &str) -> String {
    let mut list: Vec<String> = parameters
        .iter()
        .enumerate()
        .map(|(number, ty)| format!("%p{number}: {}", ty.field()))
        .collect();
    list.push("%x: f64".into());
    list.push("%n: index".into());
    format!(
        "program.func @{name}({}) {{\n{lines}  program.return\n}}\n",
        list.join(", ")
    )
}

/// The domain's range with a margin.
pub fn grown(by: i64) -> String {
    match by {
        0 => "start to end".into(),
        more => format!("start - {more} to end + {more}"),
    }
}

fn box_text(ty: Type, grow: i64) -> String {
    let ranges: Vec<String> = (0..3)
        .filter(|axis| ty.axes()[*axis])
        .map(|axis| format!("{} = {}", ["i", "j", "k"][axis], grown(grow)))
        .collect();
    format!("({})", ranges.join(", "))
}

impl<'a> Writer<'a> {
    fn new(
        random: Random,
        shared: &'a mut Shared,
        is_main: bool,
        depth: usize,
        domain: [i64; 3],
    ) -> Self {
        Self {
            random,
            shared,
            is_main,
            depth,
            names: 0,
            lines: String::new(),
            indent: 1,
            parameters: Vec::new(),
            fields: Vec::new(),
            floats: vec!["%x".into()],
            indices: vec!["%n".into()],
            temps: Vec::new(),
            domain,
        }
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("%m{}", self.names)
    }

    fn line(&mut self, text: &str) {
        let indent = "  ".repeat(self.indent);
        self.lines.push_str(&format!("{indent}{text}\n"));
    }

    fn emit(&mut self, text: &str) -> String {
        let name = self.name();
        self.line(&format!("{name} = {text}"));
        name
    }

    fn kind(&mut self, kind: &'static str) {
        self.shared.kinds.insert(kind);
    }

    // --- fields ------------------------------------------------------------

    fn new_parameter(&mut self, ty: Type) -> Field {
        let number = self.parameters.len();
        self.parameters.push(ty);
        let field = Field {
            name: format!("%p{number}"),
            ty,
            group: 1,
            parameter: Some(number),
        };
        self.fields.push(field.clone());
        field
    }

    fn allocate(&mut self, ty: Type) -> Field {
        self.kind("alloc");
        let place = box_text(ty, MARGIN);
        let name = self.emit(&format!("program.alloc {place} : {}", ty.field()));
        // Written everywhere at once, so that it can be read everywhere.
        let results: Vec<String> = (0..ty.components().unwrap_or(1))
            .map(|_| "%w".into())
            .collect();
        let types = vec![ty.element(); results.len()];
        let filled = self.emit(&format!("stencil.apply -> ({}) {{", ty.temp()));
        let constant = match ty.element() {
            "i32" => "arith.constant 3 : i32",
            "i1" => "arith.constant true",
            "f32" => "arith.constant 1.5 : f32",
            _ => "arith.constant 1.25 : f64",
        };
        self.line(&format!("  %w = {constant}"));
        self.line(&format!(
            "  stencil.yield {} : {}",
            results.join(", "),
            types.join(", ")
        ));
        self.line("}");
        self.line(&format!(
            "stencil.store {filled} to {name} {place} : {} to {}",
            ty.temp(),
            ty.field()
        ));
        let field = Field {
            name,
            ty,
            group: 2,
            parameter: None,
        };
        self.fields.push(field.clone());
        field
    }

    /// A field of a type: one that is there or a new one.
    fn field(&mut self, ty: Type) -> Field {
        let known: Vec<Field> = self
            .fields
            .iter()
            .filter(|field| field.ty == ty)
            .cloned()
            .collect();
        let new = known.is_empty() || (known.len() < 4 && self.random.chance(30));
        if !new {
            return self.random.pick(&known);
        }
        if ty == Type::Ijk && self.random.chance(12) {
            return self.component_view();
        }
        if ty == Type::Ij && self.random.chance(40) {
            return self.level_view();
        }
        if self.is_main && ty != Type::Table && self.random.chance(25) {
            self.allocate(ty)
        } else {
            self.new_parameter(ty)
        }
    }

    fn component_view(&mut self) -> Field {
        self.kind("view: component");
        let base = self.field(Type::Data);
        let index = if self.random.chance(50) {
            self.pick_index()
        } else {
            let number = self.random.between(0, 2);
            self.emit(&format!("arith.constant {number} : index"))
        };
        let name = self.emit(&format!(
            "program.view {} component {index} : {} -> {}",
            base.name,
            Type::Data.field(),
            Type::Ijk.field()
        ));
        self.view(name, Type::Ijk)
    }

    fn level_view(&mut self) -> Field {
        self.kind("view: level");
        let base = self.field(Type::Ijk);
        let bounds = self.name();
        self.kind("bound");
        self.line(&format!("{bounds}:2 = program.bound (k = start to end)"));
        let one = self.emit("arith.constant 1 : index");
        let last = self.emit(&format!("arith.subi {bounds}#1, {one} : index"));
        let wanted = self.pick_index();
        let below = self.emit(&format!("arith.minsi {wanted}, {last} : index"));
        let level = self.emit(&format!("arith.maxsi {below}, {bounds}#0 : index"));
        let name = self.emit(&format!(
            "program.view {} level {level} : {} -> {}",
            base.name,
            Type::Ijk.field(),
            Type::Ij.field()
        ));
        self.view(name, Type::Ij)
    }

    fn view(&mut self, name: String, ty: Type) -> Field {
        let field = Field {
            name,
            ty,
            group: 0,
            parameter: None,
        };
        self.fields.push(field.clone());
        field
    }

    fn pick_index(&mut self) -> String {
        let indices = self.indices.clone();
        self.random.pick(&indices)
    }

    fn pick_float(&mut self) -> String {
        let floats = self.floats.clone();
        self.random.pick(&floats)
    }

    // --- steps ---------------------------------------------------------------

    fn step(&mut self, nesting: usize) {
        let limit = if nesting >= 2 { 70 } else { 100 };
        match self.random.below(limit) {
            0..=27 => self.call_stencil(),
            28..=33 => self.snapshot(),
            34..=38 => {
                let ty = self
                    .random
                    .pick(&[Type::Ijk, Type::Ijk, Type::F32, Type::Data]);
                if self.is_main {
                    let fresh = self.allocate(ty);
                    let _ = fresh;
                }
                self.call_stencil();
            }
            39..=41 => {
                self.component_view();
                self.call_stencil();
            }
            42..=44 => {
                self.level_view();
                self.call_stencil();
            }
            45..=49 => self.exchange(),
            50..=54 => {
                self.reduce();
            }
            55..=59 => self.callback(),
            60..=69 => self.swap(nesting),
            70..=75 => self.call_program(nesting),
            76..=82 => self.repeat(nesting),
            83..=86 => self.repeat_temps(nesting),
            87..=95 => self.branch(nesting),
            _ => self.branch_temps(nesting),
        }
    }

    fn call_stencil(&mut self) {
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

    fn call(&mut self, callee: &str, types: &[Type]) {
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

    fn call_program(&mut self, nesting: usize) {
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

    /// A value of a field that is used after the field was written again.
    fn snapshot(&mut self) {
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

    fn load(&mut self, field: &Field) -> Temp {
        let name = self.emit(&format!(
            "stencil.load {} : {} -> {}",
            field.name,
            field.ty.field(),
            field.ty.temp()
        ));
        Temp::loaded(&name, field.ty)
    }

    fn apply(&mut self, temps: &[Temp], pointwise: bool) -> Temp {
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

    fn store(&mut self, temp: &Temp, to: &Field) {
        self.line(&format!(
            "stencil.store {} to {} (i = start to end, j = start to end, k = start to end) : {} to {}",
            temp.name,
            to.name,
            temp.ty.temp(),
            to.ty.field()
        ));
    }

    fn exchange(&mut self) {
        self.kind("exchange");
        let ty = self
            .random
            .pick(&[Type::Ijk, Type::Ijk, Type::Ij, Type::Data, Type::F32]);
        let field = self.field(ty);
        // In a nested program the domain may be smaller than that of the entry, or empty.
        let most = |size: i64| if self.is_main { size.min(3) } else { 1 };
        let limits = [
            most(self.domain[0]),
            most(self.domain[0]),
            most(self.domain[1]),
            most(self.domain[1]),
        ];
        let widths: Vec<String> = limits
            .iter()
            .map(|limit| self.random.between(0, *limit).to_string())
            .collect();
        self.line(&format!(
            "program.exchange {} [{}] : {}",
            field.name,
            widths.join(", "),
            ty.field()
        ));
    }

    fn reduce(&mut self) -> String {
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

    fn callback(&mut self) {
        self.kind("callback");
        self.kind("bound");
        let ty = self
            .random
            .pick(&[Type::Ijk, Type::Ijk, Type::Ij, Type::Data, Type::F32]);
        let field = self.field(ty);
        if field.group == 0 {
            self.kind("callback: view");
        }
        let mut scalars = Vec::new();
        for axis in ["i", "j", "k"] {
            let bounds = self.name();
            self.line(&format!(
                "{bounds}:2 = program.bound ({axis} = start to end)"
            ));
            scalars.push(format!("{bounds}#0"));
            scalars.push(format!("{bounds}#1"));
        }
        let place = box_text(ty, 0);
        self.line(&format!(
            "program.callback @mix({}, {}) reads [{place}] writes [{place}] : {}, index, index, index, index, index, index",
            field.name,
            scalars.join(", "),
            ty.field()
        ));
    }

    fn swap(&mut self, nesting: usize) {
        if !self.is_main {
            return self.call_stencil();
        }
        let ty = self
            .random
            .pick(&[Type::Ijk, Type::Ijk, Type::Ijk, Type::Ij, Type::Data]);
        let group = if nesting == 0 {
            1 + self.random.below(2)
        } else {
            1
        };
        let mut alike: Vec<Field> = self
            .fields
            .iter()
            .filter(|field| field.ty == ty && field.group == group)
            .cloned()
            .collect();
        while alike.len() < 2 {
            alike.push(if group == 1 {
                self.new_parameter(ty)
            } else {
                self.allocate(ty)
            });
        }
        let first = self.random.below(alike.len());
        let second = (first + 1 + self.random.below(alike.len() - 1)) % alike.len();
        self.kind("swap");
        self.line(&format!(
            "program.swap {}, {} : {}",
            alike[first].name,
            alike[second].name,
            ty.field()
        ));
        debug_assert!(alike[first].parameter.is_some() == (group == 1));
    }

    /// Writes a block; what is made in it ends with it.
    fn block(&mut self, work: impl FnOnce(&mut Self)) {
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

    fn steps(&mut self, nesting: usize, kind: &'static str) {
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

    fn loop_range(&mut self) -> [String; 3] {
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

    fn repeat(&mut self, nesting: usize) {
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

    fn repeat_temps(&mut self, nesting: usize) {
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

    fn condition(&mut self) -> String {
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

    fn branch(&mut self, nesting: usize) {
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

    fn branch_temps(&mut self, nesting: usize) {
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
