//! Arithmetic. Where an operation may have no value, a select before or after it avoids that case.

use super::{Form, Kind, Name, generate::Writer};

impl Writer {
    pub fn typed(&mut self, name: &str, operands: &[Name], kind: Kind) -> Name {
        self.plain(name, operands, &format!(" : {}", kind.text()), kind)
    }

    pub fn integers(&mut self) {
        let kind = self.integer_kind();
        let (a, b) = (self.value(kind), self.value(kind));
        if kind != Kind::Index && self.random.chance(10) {
            return self.extended(kind, [a, b]);
        }
        let name = self.random.pick(&[
            "addi", "subi", "muli", "andi", "ori", "xori", "maxsi", "maxui", "minsi", "minui",
        ]);
        self.typed(&format!("arith.{name}"), &[a, b], kind);
    }

    /// An operation with a second result: the carry or the high bits.
    fn extended(&mut self, kind: Kind, operands: [Name; 2]) {
        let (name, other) = self.random.pick(&[
            ("addui_extended", Kind::I1),
            ("mulsi_extended", kind),
            ("mului_extended", kind),
        ]);
        let after = match name {
            "addui_extended" => format!(" : {}, i1", kind.text()),
            _ => format!(" : {}", kind.text()),
        };
        let results = vec![self.body.name(kind), self.body.name(other)];
        let form = Form::Plain {
            before: format!("arith.{name}"),
            operands: operands.into(),
            after,
        };
        self.define(results, form);
    }

    /// `arith.cmpi eq`.
    fn equals(&mut self, value: Name, bits: u64) -> Name {
        let kind = self.kind(value);
        let other = self.constant(kind, bits);
        self.comparison("arith.cmpi eq,", value, other)
    }

    pub fn comparison(&mut self, name: &str, a: Name, b: Name) -> Name {
        let after = format!(" : {}", self.kind(a).text());
        self.plain(name, &[a, b], &after, Kind::I1)
    }

    pub fn select(&mut self, condition: Name, yes: Name, no: Name) -> Name {
        let kind = self.kind(yes);
        self.typed("arith.select", &[condition, yes, no], kind)
    }

    /// The operation where `bad` is false, and another value where it is true: either `operand` is
    /// replaced by `harmless` there, or the result by anything.
    pub fn where_not(
        &mut self,
        bad: Name,
        operand: Name,
        harmless: u64,
        result: Kind,
        operation: impl FnOnce(&mut Self, Name) -> Name,
    ) {
        if self.random.chance(50) {
            let kind = self.kind(operand);
            let harmless = self.constant(kind, harmless);
            let operand = self.select(bad, harmless, operand);
            operation(self, operand);
            return;
        }
        let other = self.value(result);
        let before = self.scope.len();
        let value = operation(self, operand);
        // What has no value may only be used by the select.
        self.scope.truncate(before);
        self.select(bad, other, value);
    }

    pub fn division(&mut self) {
        let kind = self.integer_kind();
        let (a, b) = (self.value(kind), self.value(kind));
        let signed = self.random.chance(60);
        let names: &[&str] = match signed {
            true => &["divsi", "remsi", "floordivsi", "ceildivsi"],
            false => &["divui", "remui", "ceildivui"],
        };
        let name = format!("arith.{}", self.random.pick(names));
        let mut bad = self.equals(b, 0);
        if signed {
            let least = (i64::MIN >> (64 - kind.width())) as u64;
            let (ends, overflows) = (self.equals(a, least), self.equals(b, u64::MAX));
            let both = self.typed("arith.andi", &[ends, overflows], Kind::I1);
            bad = self.typed("arith.ori", &[bad, both], Kind::I1);
        }
        // 1 as a signed i1 is -1, by which the least number cannot be divided.
        let harmless = if kind == Kind::I1 && signed {
            None
        } else {
            Some(1)
        };
        match harmless {
            Some(harmless) => self.where_not(bad, b, harmless, kind, |writer, b| {
                writer.typed(&name, &[a, b], kind)
            }),
            None => {
                let other = self.value(kind);
                let before = self.scope.len();
                let value = self.typed(&name, &[a, b], kind);
                self.scope.truncate(before);
                self.select(bad, other, value);
            }
        }
    }

    pub fn shift(&mut self) {
        let kind = self.integer_kind();
        let (a, b) = (self.value(kind), self.value(kind));
        let name = format!("arith.{}", self.random.pick(&["shli", "shrsi", "shrui"]));
        if kind != Kind::I1 && self.random.chance(30) {
            let mask = self.constant(kind, u64::from(kind.width() - 1));
            let by = self.typed("arith.andi", &[b, mask], kind);
            self.typed(&name, &[a, by], kind);
            return;
        }
        let bad = if kind == Kind::I1 {
            self.equals(b, 1)
        } else {
            let width = self.constant(kind, u64::from(kind.width()));
            self.comparison("arith.cmpi uge,", b, width)
        };
        self.where_not(bad, b, 0, kind, |writer, b| {
            writer.typed(&name, &[a, b], kind)
        });
    }

    pub fn floats(&mut self) {
        let kind = self.float_kind();
        let (a, b) = (self.value(kind), self.value(kind));
        let name = self.random.pick(&[
            "addf", "subf", "mulf", "divf", "remf", "maximumf", "minimumf", "maxnumf", "minnumf",
            "negf",
        ]);
        let operands = if name == "negf" { vec![a] } else { vec![a, b] };
        self.typed(&format!("arith.{name}"), &operands, kind);
    }

    pub fn compare(&mut self) {
        let kind = self.any_kind();
        let (a, b) = (self.value(kind), self.value(kind));
        let name = match kind.is_float() {
            true => {
                let predicate = self.random.pick(&[
                    "false", "oeq", "ogt", "oge", "olt", "ole", "one", "ord", "ueq", "ugt", "uge",
                    "ult", "ule", "une", "uno", "true",
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
        self.comparison(&name, a, b);
    }

    /// A value, or 1 for a NaN, whose sign nothing determines.
    pub fn with_sign(&mut self, value: Name) -> Name {
        let known = self.comparison("arith.cmpf ord,", value, value);
        let one = match self.kind(value) {
            Kind::F64 => 1f64.to_bits(),
            _ => u64::from(1f32.to_bits()),
        };
        let kind = self.kind(value);
        let one = self.constant(kind, one);
        self.select(known, value, one)
    }

    /// Functions of `math` that are computed by arithmetic or by libm, and powers of all kinds of exponents.
    pub fn approximate_functions(&mut self) {
        let kind = self.float_kind();
        let a = self.value(kind);
        if self.random.chance(60) {
            let name = self.random.pick(&[
                "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tanh",
                "cbrt",
            ]);
            self.typed(&format!("math.{name}"), &[a], kind);
            return;
        }
        let b = if self.random.chance(50) {
            let exponent = self.random.between(-10, 10) as f64 / 2.0;
            let bits = match kind {
                Kind::F64 => exponent.to_bits(),
                _ => u64::from((exponent as f32).to_bits()),
            };
            self.constant(kind, bits)
        } else {
            self.value(kind)
        };
        let name = self.random.pick(&["powf", "powf", "atan2"]);
        self.typed(&format!("math.{name}"), &[a, b], kind);
    }

    /// Functions of `math` that are exact.
    pub fn functions(&mut self) {
        if self.random.chance(30) {
            return self.approximate_functions();
        }
        if self.random.chance(50) {
            let kind = self.integer_kind();
            let a = self.value(kind);
            let names = match kind {
                // Upstream has no `math.absi` of truth values worth the name.
                Kind::I1 => &["ctpop"][..],
                Kind::Index => return self.integers(),
                _ => &["absi", "ctlz", "cttz", "ctpop"],
            };
            let name = format!("math.{}", self.random.pick(names));
            self.typed(&name, &[a], kind);
            return;
        }
        let kind = self.float_kind();
        let a = self.value(kind);
        match self.random.below(4) {
            0 => {
                let b = self.value(kind);
                let sign = self.with_sign(b);
                self.typed("math.copysign", &[a, sign], kind);
            }
            1 => {
                let (b, c) = (self.value(kind), self.value(kind));
                self.typed("math.fma", &[a, b, c], kind);
            }
            2 => {
                let name = self
                    .random
                    .pick(&["isnan", "isinf", "isfinite", "isnormal"]);
                let after = format!(" : {}", kind.text());
                self.plain(&format!("math.{name}"), &[a], &after, Kind::I1);
            }
            _ => {
                let name = self.random.pick(&[
                    "absf",
                    "floor",
                    "ceil",
                    "trunc",
                    "round",
                    "roundeven",
                    "sqrt",
                ]);
                self.typed(&format!("math.{name}"), &[a], kind);
            }
        }
    }
}
