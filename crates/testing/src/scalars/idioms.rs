//! What folds look for: pairs of operations, operations on constants, and on one value twice.

use super::{Kind, Name, generate::Writer};

impl Writer {
    pub fn idiom(&mut self) {
        match self.random.below(14) {
            0 | 1 => self.there_and_back(),
            2 => self.with_constants(),
            3 => self.with_itself(),
            4 => self.chosen_by_comparison(),
            5 => self.negated_comparison(),
            6 => self.comparison_of_extensions(),
            7 => self.part_of_a_shift(),
            8 => self.signs(),
            9 => self.chosen_constants(),
            10 => self.nested_choices(),
            11 if self.depth < 2 => self.branches_on_one_condition(),
            _ => self.float_identities(),
        }
    }

    /// A value cast to another kind, and back; often through `index`.
    fn there_and_back(&mut self) {
        let from = match self.random.chance(40) {
            true => Kind::Index,
            false => self.any_kind(),
        };
        let value = self.value(from);
        let through = match self.random.chance(20) {
            true => Kind::Index,
            false => self.any_kind(),
        };
        if self.cast_to(value, through) {
            let narrow = self.newest();
            if self.cast_to(narrow, from) {
                let back = self.newest();
                if self.random.chance(50) {
                    let to = self.any_kind();
                    self.cast_to(back, to);
                }
            }
        }
    }

    /// Two operations with constants, one after the other.
    fn with_constants(&mut self) {
        let kind = self.integer_kind();
        let mut value = self.value(kind);
        for _ in 0..2 {
            let constant = self.some_constant(kind);
            let name = self.random.pick(&[
                "addi", "subi", "muli", "andi", "ori", "xori", "maxsi", "minsi", "maxui", "minui",
            ]);
            let operands = match self.random.chance(70) {
                true => [value, constant],
                false => [constant, value],
            };
            value = self.typed(&format!("arith.{name}"), &operands, kind);
        }
    }

    fn with_itself(&mut self) {
        let kind = self.any_kind();
        let value = self.value(kind);
        let names: &[&str] = match kind.is_float() {
            true => &[
                "addf", "subf", "mulf", "divf", "remf", "maximumf", "minnumf",
            ],
            false => &[
                "addi", "subi", "muli", "andi", "ori", "xori", "maxsi", "minui",
            ],
        };
        let name = self.random.pick(names);
        self.typed(&format!("arith.{name}"), &[value, value], kind);
    }

    /// A comparison of any predicate.
    fn any_comparison(&mut self, a: Name, b: Name) -> Name {
        let name = match self.kind(a).is_float() {
            true => {
                let predicate = self.random.pick(&[
                    "oeq", "ogt", "oge", "olt", "ole", "one", "ord", "ueq", "ugt", "uge", "ult",
                    "ule", "une", "uno",
                ]);
                format!("arith.cmpf {predicate},")
            }
            false => {
                let predicate = self.random.pick(&[
                    "eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge",
                ]);
                format!("arith.cmpi {predicate},")
            }
        };
        self.comparison(&name, a, b)
    }

    /// A minimum, maximum or absolute value, by comparing and selecting.
    fn chosen_by_comparison(&mut self) {
        let kind = self.any_kind();
        let (a, b) = (self.value(kind), self.value(kind));
        let condition = self.any_comparison(a, b);
        match self.random.chance(50) {
            true => self.select(condition, a, b),
            false => self.select(condition, b, a),
        };
    }

    fn negated_comparison(&mut self) {
        let kind = self.any_kind();
        let (a, b) = (self.value(kind), self.value(kind));
        let condition = self.any_comparison(a, b);
        let yes = self.constant(Kind::I1, 1);
        let not = self.typed("arith.xori", &[condition, yes], Kind::I1);
        let other = self.value(Kind::I1);
        let name = self.random.pick(&["arith.andi", "arith.ori", "arith.xori"]);
        let operands = [not, self.random.pick(&[other, condition])];
        self.typed(name, &operands, Kind::I1);
    }

    /// Extensions compared with each other or a constant, or cut off again.
    fn comparison_of_extensions(&mut self) {
        let from = self
            .random
            .pick(&[Kind::I1, Kind::I8, Kind::I16, Kind::I32]);
        let (a, b) = (self.value(from), self.value(from));
        if !self.cast_to(a, Kind::I64) {
            return;
        }
        let wide = self.newest();
        let other = match self.random.chance(50) && self.cast_to(b, Kind::I64) {
            true => self.newest(),
            false => self.some_constant(Kind::I64),
        };
        match self.random.below(4) {
            0 | 1 => {
                self.any_comparison(wide, other);
            }
            2 => {
                let product = self.typed("arith.muli", &[wide, other], Kind::I64);
                self.cast_to(product, from);
            }
            _ => {
                let name = self.random.pick(&["andi", "ori", "xori"]);
                let both = self.typed(&format!("arith.{name}"), &[wide, other], Kind::I64);
                let to = self
                    .random
                    .pick(&[Kind::I1, Kind::I8, Kind::I16, Kind::I32]);
                self.cast_to(both, to);
            }
        }
    }

    /// Shifts by constants within the width, one after the other, then a part of the result.
    fn part_of_a_shift(&mut self) {
        let kind = self
            .random
            .pick(&[Kind::I16, Kind::I32, Kind::I64, Kind::Index]);
        let mut value = self.value(kind);
        for _ in 0..1 + self.random.below(2) {
            let by = self.random.below(kind.width() as usize) as u64;
            let by = self.constant(kind, by);
            let name = self
                .random
                .pick(&["arith.shli", "arith.shrsi", "arith.shrui"]);
            value = self.typed(name, &[value, by], kind);
        }
        let to = self.random.pick(&[Kind::I8, Kind::I16, Kind::I32]);
        self.cast_to(value, to);
    }

    /// Negations and products of signs.
    fn signs(&mut self) {
        if self.random.chance(50) {
            let kind = self.integer_kind();
            let (a, b) = (self.value(kind), self.value(kind));
            let (zero, minus) = (self.constant(kind, 0), self.constant(kind, u64::MAX));
            let negative = match self.random.chance(50) {
                true => self.typed("arith.subi", &[zero, a], kind),
                false => self.typed("arith.muli", &[a, minus], kind),
            };
            let name = self.random.pick(&["addi", "subi", "muli", "andi"]);
            let operands = match self.random.chance(50) {
                true => [negative, b],
                false => [b, negative],
            };
            self.typed(&format!("arith.{name}"), &operands, kind);
        } else {
            let kind = self.float_kind();
            let (a, b) = (self.value(kind), self.value(kind));
            let (c, d) = (
                self.typed("arith.negf", &[a], kind),
                self.typed("arith.negf", &[b], kind),
            );
            let operands = self.random.pick(&[[c, d], [c, b], [a, d], [c, a], [a, c]]);
            let name = self.random.pick(&["addf", "subf", "mulf", "divf"]);
            self.typed(&format!("arith.{name}"), &operands, kind);
        }
    }

    /// A select of constants, then an operation on it.
    fn chosen_constants(&mut self) {
        let kind = self.any_kind();
        let condition = self.value(Kind::I1);
        let (a, b) = (self.some_constant(kind), self.some_constant(kind));
        let chosen = self.select(condition, a, b);
        let constant = self.some_constant(kind);
        match self.random.chance(50) {
            true => {
                self.any_comparison(chosen, constant);
            }
            false => {
                let to = self.any_kind();
                self.cast_to(chosen, to);
            }
        }
    }

    /// Selects and logic of truth values inside of selects.
    fn nested_choices(&mut self) {
        let kind = self.any_kind();
        let (c, d) = (self.value(Kind::I1), self.value(Kind::I1));
        let (a, b) = (self.value(kind), self.value(kind));
        let inner = self.select(c, a, b);
        let outer = match self.random.below(3) {
            0 => c,
            1 => self.typed("arith.andi", &[c, d], Kind::I1),
            _ => d,
        };
        match self.random.chance(50) {
            true => self.select(outer, inner, b),
            false => self.select(outer, a, inner),
        };
    }

    /// What is the identity for most numbers.
    fn float_identities(&mut self) {
        let kind = self.float_kind();
        let value = self.value(kind);
        let (name, neutral) = self.random.pick(&[
            ("addf", 0.0),
            ("addf", -0.0),
            ("subf", 0.0),
            ("subf", -0.0),
            ("mulf", 1.0),
            ("mulf", 0.0),
            ("mulf", -1.0),
            ("divf", 1.0),
            ("divf", 2.0),
            ("divf", -1.0),
            ("maximumf", f64::NEG_INFINITY),
            ("minimumf", f64::INFINITY),
            ("maxnumf", f64::NEG_INFINITY),
            ("minnumf", f64::INFINITY),
            ("maximumf", f64::INFINITY),
            ("minnumf", f64::NAN),
            ("maximumf", f64::NAN),
            ("remf", 1.0),
        ]);
        let neutral = match kind {
            Kind::F64 => neutral.to_bits(),
            _ => u64::from((neutral as f32).to_bits()),
        };
        let neutral = self.constant(kind, neutral);
        let operands = match self.random.chance(60) {
            true => [value, neutral],
            false => [neutral, value],
        };
        self.typed(&format!("arith.{name}"), &operands, kind);
    }
}
