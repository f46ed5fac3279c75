//! `scf.if` and `scf.while`.

use super::{Block, Form, Kind, Name, generate::Writer};

impl Writer {
    /// A nested block, which may use values of the enclosing blocks as well.
    fn block(&mut self, arguments: &[Name], inside: impl FnOnce(&mut Self) -> Vec<Name>) -> Block {
        let (steps, scope) = (std::mem::take(&mut self.steps), self.scope.clone());
        self.scope.extend(arguments);
        // Prefer values of the block to values from outside.
        let longest = self.lengths.values().copied().max().unwrap_or(0);
        self.lengths
            .extend(arguments.iter().map(|name| (*name, longest)));
        self.depth += 1;
        let results = inside(self);
        self.depth -= 1;
        self.scope = scope;
        Block {
            steps: std::mem::replace(&mut self.steps, steps),
            results,
        }
    }

    fn some_steps(&mut self, most: usize) {
        for _ in 0..self.random.below(most + 1) {
            self.step();
        }
    }

    fn some_kinds(&mut self, most: usize) -> Vec<Kind> {
        (0..1 + self.random.below(most))
            .map(|_| self.any_kind())
            .collect()
    }

    fn names(&mut self, kinds: &[Kind]) -> Vec<Name> {
        kinds.iter().map(|kind| self.body.name(*kind)).collect()
    }

    pub fn branch(&mut self) {
        let condition = self.value(Kind::I1);
        let kinds = self.some_kinds(3);
        self.branch_on(condition, &kinds, 5);
    }

    /// Two branches on a condition, or on a condition and its opposite; the second may be in the first.
    pub fn branches_on_one_condition(&mut self) {
        let condition = self.value(Kind::I1);
        let kinds = self.some_kinds(2);
        self.branch_on(condition, &kinds, 2);
        let yes = self.constant(Kind::I1, 1);
        let second = match self.random.below(3) {
            0 => self.typed("arith.xori", &[condition, yes], Kind::I1),
            1 => {
                let other = self.value(Kind::I1);
                self.typed("arith.andi", &[condition, other], Kind::I1)
            }
            _ => condition,
        };
        let kinds = self.some_kinds(2);
        if self.random.chance(50) {
            self.branch_on(second, &kinds, 2);
            return;
        }
        let branches = [second, condition].map(|inner| {
            self.block(&[], |writer| {
                writer.branch_on(inner, &kinds, 2);
                kinds.iter().map(|kind| writer.value(*kind)).collect()
            })
        });
        let results = self.names(&kinds);
        let form = Form::If {
            condition,
            branches,
        };
        self.define(results, form);
    }

    fn branch_on(&mut self, condition: Name, kinds: &[Kind], most: usize) -> Vec<Name> {
        let branches = [most, if self.random.chance(50) { 0 } else { most }];
        let branches = branches.map(|most| {
            self.block(&[], |writer| {
                writer.some_steps(most);
                kinds.iter().map(|kind| writer.value(*kind)).collect()
            })
        });
        let results = self.names(kinds);
        let form = Form::If {
            condition,
            branches,
        };
        self.define(results.clone(), form);
        results
    }

    /// A loop that goes round a few times. What it passes on it may pass on twice, and what decides
    /// may be a branch as well.
    pub fn repeat(&mut self) {
        let mut kinds = vec![Kind::I32];
        kinds.extend(self.some_kinds(3));
        let mut inits = vec![self.constant(Kind::I32, 0)];
        for kind in &kinds[1..] {
            inits.push(self.value(*kind));
        }
        let before = self.names(&kinds);
        let counter = before[0];
        let limit = self.random.between(1, 4) as u64;
        let decides = self.block(&before, |writer| {
            writer.some_steps(4);
            let limit = writer.constant(Kind::I32, limit);
            let mut condition = writer.comparison("arith.cmpi slt,", counter, limit);
            if writer.random.chance(40) {
                let also = writer.value(Kind::I1);
                condition = writer.plain("arith.andi", &[condition, also], " : i1", Kind::I1);
            }
            let mut passed = vec![condition, counter];
            let mut candidates = before[1..].to_vec();
            if writer.random.chance(60) {
                let kinds = writer.some_kinds(2);
                candidates.extend(writer.branch_on(condition, &kinds, 3));
            }
            for _ in 0..1 + writer.random.below(4) {
                let one = match writer.random.chance(70) {
                    true => writer.random.pick(&candidates),
                    false => writer.random.pick(&writer.scope.clone()),
                };
                passed.push(one);
                if writer.random.chance(40) {
                    passed.push(one);
                }
            }
            passed
        });
        let passed: Vec<Kind> = decides.results[1..]
            .iter()
            .map(|name| self.kind(*name))
            .collect();
        let after = self.names(&passed);
        let repeats = self.block(&after, |writer| {
            // The condition has a known value here.
            if writer.random.chance(30) {
                let limit = writer.constant(Kind::I32, limit);
                let name = writer.random.pick(&["slt", "sge", "sle", "ult", "ne"]);
                let name = format!("arith.cmpi {name},");
                let known = writer.comparison(&name, after[0], limit);
                let kind = writer.any_kind();
                let (yes, no) = (writer.value(kind), writer.value(kind));
                writer.select(known, yes, no);
            }
            writer.some_steps(4);
            let one = writer.constant(Kind::I32, 1);
            let mut next = vec![writer.plain("arith.addi", &[after[0], one], " : i32", Kind::I32)];
            for kind in &kinds[1..] {
                next.push(writer.value(*kind));
            }
            next
        });
        let results = self.names(&passed);
        let form = Form::While {
            inits,
            before,
            decides,
            after,
            repeats,
        };
        self.define(results, form);
    }
}
