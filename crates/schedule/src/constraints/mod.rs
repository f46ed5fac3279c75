//! What a kernel must satisfy beyond its shape, by the numbers of the dialect's reference.

mod fields;
mod loops;

use crate::{
    kernel::{Access, Kernel, Operation, OperationId, Region},
    plan::{self, Plan},
};

/// A violated constraint of an operation.
#[derive(Clone, PartialEq, Debug)]
pub struct Violation {
    /// The operation; `None` for the kernel itself.
    pub operation: Option<OperationId>,
    /// The access of its body that is to blame, by its number.
    pub access: Option<usize>,
    /// The constraint.
    pub constraint: &'static str,
    /// What is wrong; `{0}` and `{1}` stand for the boxes.
    pub message: String,
    /// The boxes that the message names.
    pub regions: Vec<Region>,
    /// Other operations that are involved, or accesses of their bodies.
    pub notes: Vec<(OperationId, Option<usize>, String)>,
}

/// What a check gives.
pub type Check = Result<(), Violation>;

impl Violation {
    /// The operation violates the constraint of this number.
    pub fn new(
        operation: &Operation,
        constraint: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            operation: Some(operation.id),
            ..Self::of_kernel(constraint, message)
        }
    }

    /// The kernel violates the constraint of this number.
    pub fn of_kernel(constraint: &'static str, message: impl Into<String>) -> Self {
        Self {
            operation: None,
            access: None,
            constraint,
            message: message.into(),
            regions: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Blames an access of the operation, where there is one.
    pub fn at(mut self, access: Option<&Access>) -> Self {
        self.access = access.map(|access| access.number);
        self
    }

    /// Names another operation that is involved.
    pub fn note(self, operation: &Operation, text: impl Into<String>) -> Self {
        self.note_at(operation, None, text)
    }

    /// Names an access of another operation, where there is one.
    pub fn note_at(
        mut self,
        operation: &Operation,
        access: Option<&Access>,
        text: impl Into<String>,
    ) -> Self {
        let access = access.map(|access| access.number);
        self.notes.push((operation.id, access, text.into()));
        self
    }

    /// Names a box in the message.
    pub fn region(mut self, region: &Region) -> Self {
        self.regions.push(region.clone());
        self
    }
}

/// The plan of a kernel that satisfies kernel_c3, kernel_c4 and kernel_c6 to kernel_c9, or the first of
/// these that it violates.
pub fn check(kernel: &Kernel) -> Result<Plan, Violation> {
    let uses = kernel.uses();
    fields::check(kernel, &uses)?;
    loops::check(kernel, &uses)?;
    plan::of(kernel, &uses)
}
