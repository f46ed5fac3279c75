//! Which fields and components are the same memory.
//!
//! Arguments of a program are distinct memory: where a binding passes one field twice, the arguments are
//! unified before flattening (`program-unify-arguments`). A view is part of its field.

use crate::kernel::PositionId;

/// The number of a field: an argument, an allocation, or a view of one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FieldId(pub u32);

/// One index that a view or an `at` fixes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Selector {
    /// It is known.
    Constant(i64),
    /// It is known only when running.
    Value(PositionId),
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
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct MemoryPart {
    /// The field that is no view.
    pub root: FieldId,
    /// The level, where a view fixes it.
    pub level: Option<Selector>,
    /// The components, of the data dimensions that are fixed, in order.
    pub components: Vec<Selector>,
}

impl MemoryPart {
    /// All of a field that is no view.
    pub fn whole(root: FieldId) -> Self {
        Self {
            root,
            level: None,
            components: Vec::new(),
        }
    }

    /// How two parts lie to each other. Different roots are different memory.
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
