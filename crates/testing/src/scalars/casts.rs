//! Casts between all kinds.

use super::{Kind, Name, generate::Writer};

impl Writer {
    fn converted(&mut self, name: &str, value: Name, to: Kind) -> Name {
        let after = format!(" : {} to {}", self.kind(value).text(), to.text());
        self.plain(name, &[value], &after, to)
    }

    /// The value that was defined last.
    pub fn newest(&self) -> Name {
        *self.scope.last().expect("a value was defined")
    }

    /// A cast, and often casts on: back, or through a third kind.
    pub fn cast(&mut self) {
        let kind = self.any_kind();
        let mut value = self.value(kind);
        for _ in 0..1 + self.random.below(4) {
            let to = self.any_kind();
            if !self.cast_to(value, to) {
                break;
            }
            value = self.newest();
        }
    }

    /// Whether there is such a cast.
    pub fn cast_to(&mut self, value: Name, to: Kind) -> bool {
        let from = self.kind(value);
        match (from.is_float(), to.is_float()) {
            (true, true) => {
                let name = match from.width().cmp(&to.width()) {
                    std::cmp::Ordering::Less => "arith.extf",
                    std::cmp::Ordering::Equal => return false,
                    std::cmp::Ordering::Greater => "arith.truncf",
                };
                self.converted(name, value, to);
            }
            (false, false) => return self.between_integers(value, to),
            (true, false) => {
                if from.width() == to.width() && to != Kind::Index && self.random.chance(40) {
                    let value = self.with_sign(value);
                    self.converted("arith.bitcast", value, to);
                } else if to == Kind::Index {
                    return false;
                } else {
                    self.cast_to_integer(value, to);
                }
            }
            (false, true) => {
                if from == Kind::Index {
                    return false;
                }
                let name = match from.width() == to.width() && self.random.chance(40) {
                    true => "arith.bitcast",
                    false => self.random.pick(&["arith.sitofp", "arith.uitofp"]),
                };
                self.converted(name, value, to);
            }
        }
        true
    }

    fn between_integers(&mut self, value: Name, to: Kind) -> bool {
        let from = self.kind(value);
        let name = if from == Kind::Index || to == Kind::Index {
            if from == to {
                return false;
            }
            self.random
                .pick(&["arith.index_cast", "arith.index_castui"])
        } else {
            match from.width().cmp(&to.width()) {
                std::cmp::Ordering::Less => self.random.pick(&["arith.extsi", "arith.extui"]),
                std::cmp::Ordering::Equal => return false,
                std::cmp::Ordering::Greater => "arith.trunci",
            }
        };
        self.converted(name, value, to);
        true
    }

    /// A float as an integer where it fits.
    fn cast_to_integer(&mut self, value: Name, to: Kind) {
        let kind = self.kind(value);
        let signed = self.random.chance(60);
        let (name, low, high) = match signed {
            true => {
                let end = 2f64.powi(to.width() as i32 - 1);
                ("arith.fptosi", -end, end)
            }
            false => ("arith.fptoui", 0.0, 2f64.powi(to.width() as i32)),
        };
        let bits = |value: f64| match kind {
            Kind::F64 => value.to_bits(),
            _ => u64::from((value as f32).to_bits()),
        };
        let (low, high) = (
            self.constant(kind, bits(low)),
            self.constant(kind, bits(high)),
        );
        let below = self.comparison("arith.cmpf ult,", value, low);
        let above = self.comparison("arith.cmpf uge,", value, high);
        let bad = self.plain("arith.ori", &[below, above], " : i1", Kind::I1);
        self.where_not(bad, value, 0, to, |writer, value| {
            writer.converted(name, value, to)
        });
    }
}
