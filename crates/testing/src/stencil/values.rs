//! Loads, applies, inserts, stores.

use super::{Writer, is_total, reach_at_most};
use crate::types::{OTHER_TYPES, Temp, Type};

impl Writer<'_> {
    pub(super) fn load(&mut self, ty: Type) -> Temp {
        let field = self.parameter(ty);
        self.load_of(&field, ty)
    }

    pub(super) fn load_of(&mut self, field: &str, ty: Type) -> Temp {
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
    pub(super) fn total(&mut self, ty: Type) -> Temp {
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
    pub(super) fn feed(&mut self) {
        if self.temps.is_empty() || self.random.chance(30) {
            self.load(Type::Ijk);
        }
        if self.random.chance(55) {
            let ty = self.random.pick(OTHER_TYPES);
            self.load(ty);
        }
    }

    pub(super) fn insert(&mut self) {
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

    pub(super) fn component_operand(&mut self, size: i64) -> String {
        if self.random.chance(50) {
            self.kinds.insert("component: scalar");
            return "%n".into();
        }
        let name = self.name();
        let number = self.random.between(0, size - 1);
        self.line(&format!("{name} = arith.constant {number} : index"));
        name
    }

    pub(super) fn insert_of(&mut self, source: &Temp, destination: &Temp, components: &str) {
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

    pub(super) fn store(&mut self) {
        let from = self.temps.len().saturating_sub(4);
        let computed: Vec<Temp> = self.temps[from..].to_vec();
        let temp = match computed.last() {
            Some(last) if self.random.chance(60) => last.clone(),
            Some(_) => self.random.pick(&computed),
            None => return,
        };
        self.store_of(&temp);
    }

    pub(super) fn store_of(&mut self, temp: &Temp) {
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
