//! Random programs that call random stencils.

mod calls;
mod control;
mod fields;
mod values;

use crate::{
    random::Random,
    stencil::Stencil,
    types::{Temp, Type},
};
use std::collections::BTreeSet;

/// Everything that must occur in at least 2 % of programs.
pub const KINDS: &[&str] = &[
    "alias: call",
    "alias: entry",
    "access: component",
    "access_dyn: absolute",
    "access_dyn: anywhere",
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
    /// The seed.
    pub seed: u64,
    /// The module; the entry is `@main`.
    pub text: String,
    /// The sizes of the domain.
    pub domain: [i64; 3],
    /// The arguments of `@main`.
    pub parameters: Vec<Parameter>,
    /// The features that occur in it.
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

    fn pick_index(&mut self) -> String {
        let indices = self.indices.clone();
        self.random.pick(&indices)
    }

    fn pick_float(&mut self) -> String {
        let floats = self.floats.clone();
        self.random.pick(&floats)
    }

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

    fn callback(&mut self) {
        self.kind("callback");
        self.kind("bound");
        let ty = self
            .random
            .pick(&[Type::Ijk, Type::Ijk, Type::Ij, Type::Data, Type::F32]);
        let field = match ty {
            Type::Ijk if self.random.chance(20) => self.component_view(),
            Type::Ij if self.random.chance(50) => self.level_view(),
            _ => self.field(ty),
        };
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
}
