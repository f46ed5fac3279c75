//! Which part of memory a field value, or a component of it, stands for.

use crate::values::constant_integer;
use mlir_shim::ir::{Op, Value};

/// One index that a view or an `at` fixes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Selector<'c> {
    Constant(i64),
    Value(Value<'c>),
}

impl<'c> Selector<'c> {
    fn of(value: Value<'c>) -> Self {
        constant_integer(value).map_or(Self::Value(value), Self::Constant)
    }

    /// A component is clamped to its dimension.
    fn component(value: Value<'c>, size: i64) -> Self {
        match Self::of(value) {
            Self::Constant(index) => Self::Constant(index.clamp(0, (size - 1).max(0))),
            other => other,
        }
    }
}

/// How two parts of memory lie to each other, point by point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// They share nothing.
    Disjoint,
    /// Every point of one is the same point of the other, in the same components.
    Same,
    /// They may share components; points correspond.
    SamePoints,
    /// They may share memory at different points.
    Overlap,
}

/// The field at the root of the views, and what views and `at` fix of it.
#[derive(Clone, PartialEq, Debug)]
pub struct MemoryPart<'c> {
    /// The field that is no view.
    pub root: Value<'c>,
    level: Option<Selector<'c>>,
    components: Vec<Selector<'c>>,
}

impl<'c> MemoryPart<'c> {
    /// The part that a field (through views) and the indices of an `at` name.
    pub fn new(field: Value<'c>, at: &[Value<'c>]) -> Self {
        let mut views: Vec<Op> = Vec::new();
        let mut root = field;
        while let Some(op) = root.defining_op().filter(|op| op.is("program.view")) {
            if op.operand_count() == 0 {
                break;
            }
            views.push(op);
            root = op.operand(0);
        }
        let mut sizes = root
            .ty()
            .shaped()
            .map(|shape| shape.data)
            .unwrap_or_default()
            .into_iter();
        let mut part = Self {
            root,
            level: None,
            components: Vec::new(),
        };
        for view in views.into_iter().rev() {
            if let Some(level) = view.segment(1).first() {
                part.level = Some(Selector::of(*level));
            }
            if let Some(component) = view.segment(2).first() {
                let size = sizes.next().unwrap_or(i64::MAX);
                part.components.push(Selector::component(*component, size));
            }
        }
        for component in at {
            let size = sizes.next().unwrap_or(i64::MAX);
            part.components.push(Selector::component(*component, size));
        }
        part
    }

    /// How two parts lie to each other. Different roots count as different memory:
    /// arguments that are the same field were unified before.
    pub fn relation(&self, other: &Self) -> Relation {
        use Selector::Constant;
        if self.root != other.root {
            return Relation::Disjoint;
        }
        let differ =
            |pair: (&Selector, &Selector)| matches!(pair, (Constant(a), Constant(b)) if a != b);
        let levels = self.level.as_ref().zip(other.level.as_ref());
        let mut components = self.components.iter().zip(&other.components);
        if levels.is_some_and(differ) || components.any(differ) {
            Relation::Disjoint
        } else if self.level != other.level {
            Relation::Overlap
        } else if self.components == other.components {
            Relation::Same
        } else {
            Relation::SamePoints
        }
    }
}
