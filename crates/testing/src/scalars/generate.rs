//! Writing a body at random.

use super::{Block, Body, Form, Kind, Name, RESULTS, Step, constants};
use crate::random::Random;
use std::collections::HashMap;

/// A body that is being written.
pub(super) struct Writer {
    pub random: Random,
    pub body: Body,
    /// The block in progress.
    pub steps: Vec<Step>,
    /// The values that may be used now, the newest last.
    pub scope: Vec<Name>,
    /// How many operations stand one behind the other in what each value is computed from.
    pub lengths: HashMap<Name, usize>,
    /// How many of a hundred operands are constants.
    pub constants: usize,
    /// How deeply regions nest.
    pub depth: usize,
}

/// The body of a seed; the same seed gives the same body.
pub fn generate(seed: u64) -> Body {
    let mut random = Random::new(seed);
    let mut writer = Writer {
        // Some bodies are mostly folded.
        constants: random.pick(&[5, 15, 15, 40, 80]),
        random,
        body: Body {
            kinds: Vec::new(),
            block: Block::default(),
        },
        steps: Vec::new(),
        scope: Vec::new(),
        lengths: HashMap::new(),
        depth: 0,
    };
    writer.inputs();
    for _ in 0..writer.random.between(6, 40) {
        writer.step();
    }
    let results = writer.results();
    let steps = std::mem::take(&mut writer.steps);
    let mut body = writer.body;
    body.block = Block { steps, results };
    super::shrink::drop_unused(&mut body);
    body
}

impl Writer {
    /// What the body reads.
    fn inputs(&mut self) {
        for kind in Kind::ALL {
            if kind == Kind::Index {
                self.plain("stencil.index i", &[], "", kind);
                let name = self.body.name(kind);
                self.define(vec![name], scalar());
                continue;
            }
            for letter in ["a", "b"] {
                let offset = self.random.pick(&[0, 0, 0, 1, -1]);
                let read = format!("stencil.access %{letter}_{}[{offset}]", kind.text());
                self.plain(&read, &[], &format!(": !t_{}", kind.text()), kind);
            }
        }
    }

    /// Adds a step.
    pub fn define(&mut self, results: Vec<Name>, form: Form) {
        let longest = |names: &[Name]| {
            let lengths = names.iter().filter_map(|name| self.lengths.get(name));
            lengths.copied().max().unwrap_or(0)
        };
        let length = match &form {
            Form::Plain { operands, .. } if operands.is_empty() => 0,
            Form::Plain { operands, .. } => 1 + longest(operands),
            Form::If { branches, .. } => {
                3 + longest(&branches[0].results).max(longest(&branches[1].results))
            }
            Form::While {
                decides, repeats, ..
            } => 3 + longest(&decides.results) + longest(&repeats.results),
        };
        self.lengths
            .extend(results.iter().map(|name| (*name, length)));
        self.scope.extend(&results);
        self.steps.push(Step { results, form });
    }

    /// Adds an operation without regions.
    pub fn plain(&mut self, before: &str, operands: &[Name], after: &str, kind: Kind) -> Name {
        let name = self.body.name(kind);
        let form = Form::Plain {
            before: before.into(),
            operands: operands.into(),
            after: after.into(),
        };
        self.define(vec![name], form);
        name
    }

    pub fn kind(&self, name: Name) -> Kind {
        self.body.kinds[name]
    }

    /// A constant with these bits.
    pub fn constant(&mut self, kind: Kind, bits: u64) -> Name {
        let attribute = constants::attribute(kind, bits);
        let name = self.plain("arith.constant", &[], &attribute, kind);
        // Seldom used again: there are so many.
        if self.random.chance(80) {
            self.scope.pop();
        }
        name
    }

    /// Of a few random values, the one with the longest chain of operations behind it.
    fn long(&mut self, of: &[Name], tries: usize) -> Name {
        let chosen = (0..tries).map(|_| self.random.pick(of));
        let chosen: Vec<Name> = chosen.collect();
        let length = |name: &Name| self.lengths.get(name).copied().unwrap_or(0);
        chosen.into_iter().max_by_key(length).expect("a try")
    }

    /// The results: values with long chains of operations behind them.
    fn results(&mut self) -> Vec<Name> {
        let mut longest = self.scope.clone();
        let length = |name: &Name| self.lengths.get(name).copied().unwrap_or(0);
        longest.sort_by_key(|name| std::cmp::Reverse(length(name)));
        longest.truncate(4 * RESULTS);
        (0..RESULTS).map(|_| self.random.pick(&longest)).collect()
    }

    /// A value of a kind; a constant now and then.
    pub fn value(&mut self, kind: Kind) -> Name {
        let fitting = self.scope.iter().copied();
        let fitting: Vec<Name> = fitting.filter(|name| self.kind(*name) == kind).collect();
        if fitting.is_empty() || self.random.chance(self.constants) {
            return self.some_constant(kind);
        }
        self.long(&fitting, 3)
    }

    /// A constant of a kind.
    pub fn some_constant(&mut self, kind: Kind) -> Name {
        let bits = constants::bits(kind, &mut self.random);
        self.constant(kind, bits)
    }

    pub fn any_kind(&mut self) -> Kind {
        self.random.pick(&Kind::ALL)
    }

    pub fn integer_kind(&mut self) -> Kind {
        self.random.pick(&Kind::ALL[..6])
    }

    pub fn float_kind(&mut self) -> Kind {
        self.random.pick(&Kind::ALL[6..])
    }

    /// Any operation.
    pub fn step(&mut self) {
        match self.random.below(25) {
            0..=2 => self.integers(),
            3 => self.division(),
            4 => self.shift(),
            5 | 6 => self.floats(),
            7..=9 => self.cast(),
            10..=15 => self.idiom(),
            16 => self.compare(),
            17 | 18 => {
                let kind = self.any_kind();
                let operands = [self.value(Kind::I1), self.value(kind), self.value(kind)];
                let after = format!(" : {}", kind.text());
                self.plain("arith.select", &operands, &after, kind);
            }
            19 | 20 if self.depth < 2 => self.branch(),
            21 | 22 if self.depth < 2 => self.repeat(),
            _ => self.functions(),
        }
    }
}

/// The scalar argument of the program.
fn scalar() -> Form {
    Form::Plain {
        before: "arith.addi %s, %zero".into(),
        operands: Vec::new(),
        after: ": index".into(),
    }
}
