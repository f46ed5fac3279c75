//! Fields: parameters, allocations, views, exchanges, swaps.

use super::{Field, MARGIN, Writer, box_text};
use crate::types::Type;

impl Writer<'_> {
    pub(super) fn new_parameter(&mut self, ty: Type) -> Field {
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

    pub(super) fn allocate(&mut self, ty: Type) -> Field {
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
    pub(super) fn field(&mut self, ty: Type) -> Field {
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

    pub(super) fn component_view(&mut self) -> Field {
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

    pub(super) fn level_view(&mut self) -> Field {
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

    pub(super) fn view(&mut self, name: String, ty: Type) -> Field {
        let field = Field {
            name,
            ty,
            group: 0,
            parameter: None,
        };
        self.fields.push(field.clone());
        field
    }

    pub(super) fn exchange(&mut self) {
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

    pub(super) fn swap(&mut self, nesting: usize) {
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
}
