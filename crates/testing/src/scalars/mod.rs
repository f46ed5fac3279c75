//! Random bodies of scalars, compiled against the interpreter.
//!
//! A body is a tree of steps, so that it can be shrunk: casts through all widths, integer and float
//! arithmetic, comparisons, selects, `scf.if` and `scf.while`. What has no value (a division by
//! zero, a shift by too much, a number that fits no integer) is computed as well, but only where a
//! select leaves it out. Many bodies run in one program, each on its own level of the fields.

mod casts;
mod constants;
mod generate;
mod idioms;
mod operations;
mod regions;
mod run;
mod shrink;

pub use generate::generate;
pub use run::{Finding, REFUSED, compare, module};
pub use shrink::shrink;

use std::fmt::Write;

/// A type of scalars.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// `i1`
    I1,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `index`, of 64 bits
    Index,
    /// `f32`
    F32,
    /// `f64`
    F64,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 8] = [
        Kind::I1,
        Kind::I8,
        Kind::I16,
        Kind::I32,
        Kind::I64,
        Kind::Index,
        Kind::F32,
        Kind::F64,
    ];

    /// The type.
    pub fn text(self) -> &'static str {
        match self {
            Kind::I1 => "i1",
            Kind::I8 => "i8",
            Kind::I16 => "i16",
            Kind::I32 => "i32",
            Kind::I64 => "i64",
            Kind::Index => "index",
            Kind::F32 => "f32",
            Kind::F64 => "f64",
        }
    }

    /// How many bits it has.
    pub fn width(self) -> u32 {
        match self {
            Kind::I1 => 1,
            Kind::I8 => 8,
            Kind::I16 => 16,
            Kind::I32 | Kind::F32 => 32,
            Kind::I64 | Kind::Index | Kind::F64 => 64,
        }
    }

    /// Whether it is a float.
    pub fn is_float(self) -> bool {
        matches!(self, Kind::F32 | Kind::F64)
    }

    /// The type of fields that hold its values, which are not of type `index`.
    fn element(self) -> Kind {
        match self {
            Kind::Index => Kind::I64,
            other => other,
        }
    }
}

/// The number of a value in a body.
pub type Name = usize;

/// A block: steps, and the values that its terminator passes on.
#[derive(Clone, Default, Debug)]
pub struct Block {
    /// One after the other.
    pub steps: Vec<Step>,
    /// What the terminator passes on.
    pub results: Vec<Name>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it defines.
    pub results: Vec<Name>,
    /// What it is.
    pub form: Form,
}

/// The kinds of operations.
#[derive(Clone, Debug)]
pub enum Form {
    /// One without regions: what stands before and after the operands.
    Plain {
        /// The name, and a predicate where there is one.
        before: String,
        /// The operands.
        operands: Vec<Name>,
        /// The types.
        after: String,
    },
    /// `scf.if`
    If {
        /// The condition.
        condition: Name,
        /// Then and else.
        branches: [Block; 2],
    },
    /// `scf.while`
    While {
        /// The first values.
        inits: Vec<Name>,
        /// The arguments of the region with the condition.
        before: Vec<Name>,
        /// That region; its first result is the condition, the others are passed on.
        decides: Block,
        /// The arguments of the region that is repeated.
        after: Vec<Name>,
        /// That region.
        repeats: Block,
    },
}

/// A body: what it computes at each point.
#[derive(Clone, Debug)]
pub struct Body {
    /// The kind of each value.
    pub kinds: Vec<Kind>,
    /// What is computed; its results are what is stored, at most [`RESULTS`].
    pub block: Block,
}

/// The most results of a body.
pub const RESULTS: usize = 3;

impl Body {
    /// A new value.
    fn name(&mut self, kind: Kind) -> Name {
        self.kinds.push(kind);
        self.kinds.len() - 1
    }

    /// The operations as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&self.block, 4, &mut text);
        text
    }

    fn types(&self, names: &[Name]) -> String {
        let types: Vec<&str> = names.iter().map(|name| self.kinds[*name].text()).collect();
        types.join(", ")
    }

    fn write(&self, block: &Block, indent: usize, text: &mut String) {
        for step in &block.steps {
            let defined = list(&step.results);
            let results = self.types(&step.results);
            let _ = write!(text, "{:indent$}{defined} = ", "");
            match &step.form {
                Form::Plain {
                    before,
                    operands,
                    after,
                } => {
                    let _ = writeln!(text, "{before} {}{after}", list(operands));
                }
                Form::If {
                    condition,
                    branches,
                } => {
                    let _ = writeln!(text, "scf.if %v{condition} -> ({results}) {{");
                    self.write(&branches[0], indent + 2, text);
                    self.end("scf.yield", &branches[0].results, indent + 2, text);
                    let _ = writeln!(text, "{:indent$}}} else {{", "");
                    self.write(&branches[1], indent + 2, text);
                    self.end("scf.yield", &branches[1].results, indent + 2, text);
                    let _ = writeln!(text, "{:indent$}}}", "");
                }
                Form::While {
                    inits,
                    before,
                    decides,
                    after,
                    repeats,
                } => {
                    let first = before.iter().zip(inits);
                    let first: Vec<String> = first
                        .map(|(argument, init)| format!("%v{argument} = %v{init}"))
                        .collect();
                    let _ = writeln!(
                        text,
                        "scf.while ({}) : ({}) -> ({results}) {{",
                        first.join(", "),
                        self.types(inits)
                    );
                    self.write(decides, indent + 2, text);
                    let (condition, passed) = decides.results.split_first().expect("a condition");
                    let condition = format!("scf.condition(%v{condition})");
                    self.end(&condition, passed, indent + 2, text);
                    let _ = writeln!(text, "{:indent$}}} do {{", "");
                    let arguments: Vec<String> = after
                        .iter()
                        .map(|name| format!("%v{name}: {}", self.kinds[*name].text()))
                        .collect();
                    let _ = writeln!(text, "{:indent$}^bb0({}):", "", arguments.join(", "));
                    self.write(repeats, indent + 2, text);
                    self.end("scf.yield", &repeats.results, indent + 2, text);
                    let _ = writeln!(text, "{:indent$}}}", "");
                }
            }
        }
    }

    fn end(&self, name: &str, values: &[Name], indent: usize, text: &mut String) {
        let _ = writeln!(
            text,
            "{:indent$}{name} {} : {}",
            "",
            list(values),
            self.types(values)
        );
    }
}

fn list(names: &[Name]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("%v{name}")).collect();
    names.join(", ")
}
