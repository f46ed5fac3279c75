//! The kernels of a program, and who else touches its fields.

use crate::{
    cost::CostContext,
    kernel::{Kernel, OperationId, ValueId},
    memory::FieldId,
};

/// A program in kernel form.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its fields; a [`FieldId`] is a place in this list. Allocations stand in the order of the program.
    pub fields: Vec<Field>,
    /// Its blocks of control flow, each by itself.
    pub blocks: Vec<Vec<Step>>,
    /// What costs are estimated by.
    pub context: CostContext,
    /// The first numbers that no temp and no operation has.
    pub fresh: Fresh,
}

/// What stands in a block.
#[derive(Clone, Debug)]
pub enum Step {
    /// A kernel that may be changed.
    Kernel {
        /// The kernel.
        kernel: Box<Kernel>,
        /// The kernel of the program in whose place it stands.
        site: OperationId,
    },
    /// Anything that touches fields, pre-scheduled kernels among them: no kernel passes it.
    Barrier,
}

impl Step {
    /// The kernel that it is.
    pub fn kernel(&self) -> Option<&Kernel> {
        match self {
            Self::Kernel { kernel, .. } => Some(kernel),
            Self::Barrier => None,
        }
    }

    /// The same, to be changed.
    pub fn kernel_mut(&mut self) -> Option<&mut Kernel> {
        match self {
            Self::Kernel { kernel, .. } => Some(kernel),
            Self::Barrier => None,
        }
    }
}

/// A field of a program.
#[derive(Clone, Debug)]
pub struct Field {
    /// Whether it is an allocation of the program.
    pub is_allocation: bool,
    /// Whether something else than a kernel that may be changed uses it.
    pub is_used_elsewhere: bool,
    /// How many loads of such kernels use it.
    pub loads: usize,
    /// How many stores of such kernels use it.
    pub stores: usize,
}

/// The next numbers of temps and operations.
#[derive(Clone, Debug, Default)]
pub struct Fresh {
    /// The next temp.
    pub value: u32,
    /// The next operation.
    pub operation: u32,
}

impl Fresh {
    /// A temp that is not there yet.
    pub fn value(&mut self) -> ValueId {
        self.value += 1;
        ValueId(self.value - 1)
    }

    /// An operation that is not there yet.
    pub fn operation(&mut self) -> OperationId {
        self.operation += 1;
        OperationId(self.operation - 1)
    }
}

impl Program {
    /// The kernels that may be changed.
    pub fn kernels(&self) -> impl Iterator<Item = &Kernel> {
        self.blocks.iter().flatten().filter_map(Step::kernel)
    }

    /// The same, to be changed.
    pub fn kernels_mut(&mut self) -> impl Iterator<Item = &mut Kernel> {
        self.blocks
            .iter_mut()
            .flatten()
            .filter_map(Step::kernel_mut)
    }

    /// The field of a number.
    pub fn field(&self, field: FieldId) -> &Field {
        &self.fields[field.0 as usize]
    }
}

/// Counts the loads and stores of a kernel among the uses of fields, or takes them away.
pub fn count(fields: &mut [Field], kernel: &Kernel, is_added: bool) {
    let change = |count: &mut usize| match is_added {
        true => *count += 1,
        false => *count -= 1,
    };
    for (_, memory) in kernel.loads() {
        change(&mut fields[memory.field.0 as usize].loads);
    }
    for (_, memory) in kernel.stores() {
        change(&mut fields[memory.field.0 as usize].stores);
    }
}
