//! The kernels of a program.

use crate::kernel::{Kernel, OperationId, ValueId};

/// A program in kernel form.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its blocks of control flow, each by itself.
    pub blocks: Vec<Vec<Step>>,
}

/// What stands in a block.
#[derive(Clone, Debug)]
pub enum Step {
    /// A kernel that may be changed.
    Kernel {
        /// The kernel.
        kernel: Box<Kernel>,
        /// The operation of the program in whose place it stands.
        site: OperationId,
    },
    /// A kernel that stays as it is: no other passes it.
    Fixed(Box<Kernel>),
    /// Anything else that touches fields, with its blocks: no kernel passes it.
    Barrier(Vec<usize>),
}

impl Step {
    /// The kernel that it is.
    pub fn kernel(&self) -> Option<&Kernel> {
        match self {
            Self::Kernel { kernel, .. } => Some(kernel),
            Self::Fixed(_) | Self::Barrier(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn kernel_mut(&mut self) -> Option<&mut Kernel> {
        match self {
            Self::Kernel { kernel, .. } => Some(kernel),
            Self::Fixed(_) | Self::Barrier(_) => None,
        }
    }
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
}
