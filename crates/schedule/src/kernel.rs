//! The operations of a kernel, as a schedule sees them.

use crate::{
    memory::{FieldId, MemoryPart},
    schedule::{Schedule, StorageLevel},
};
use fvopt_boxes::{Axes, DomainFacts, PlacedBox};
use rustc_hash::FxHashMap as HashMap;
use std::sync::Arc;

/// The number of a temp, unique in a program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ValueId(pub u32);

/// The number of an operation of a program. Copies of an operation have its number; one that is none gets
/// another, beyond those of the program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OperationId(pub u32);

/// The number of a scalar that a box, a view or an `at` names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PositionId(pub u32);

/// A box of an operation.
pub type Region = PlacedBox<PositionId>;

/// What a temp or field consists of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Shape {
    /// Its axes.
    pub axes: Axes,
    /// The bytes of an element; `None` where the element is no scalar of the dialect.
    pub scalar_bytes: Option<i64>,
    /// The elements at a point.
    pub components: i64,
    /// Whether it has data dimensions.
    pub has_data: bool,
}

impl Shape {
    /// The bytes at a point.
    pub fn bytes(&self) -> i64 {
        self.scalar_bytes.unwrap_or(8) * self.components.max(1)
    }

    /// Whether the axis is there.
    pub fn has_axis(&self, axis: usize) -> bool {
        self.axes.has_number(axis)
    }
}

/// A kernel: loads, computing operations, stores, in order.
#[derive(Clone, PartialEq, Debug)]
pub struct Kernel {
    /// The operations.
    pub operations: Vec<Operation>,
    /// How its loops run.
    pub schedule: Schedule,
    /// What is known of the domain.
    pub facts: DomainFacts,
}

/// An operation of a kernel.
#[derive(Clone, PartialEq, Debug)]
pub struct Operation {
    /// Its number.
    pub id: OperationId,
    /// The operation of the program that it stands for: messages point there.
    pub origin: OperationId,
    /// What it does.
    pub kind: Kind,
    /// Where; only `Undefined` has no box, and a sweep that nobody needs.
    pub region: Option<Region>,
    /// What it gives.
    pub results: Vec<(ValueId, Shape)>,
    /// The temps that it takes: initial values of a sweep, source and destination of an insert, what is stored.
    pub operands: Vec<ValueId>,
    /// The temps that its body reads, as the accesses of the body number them.
    pub captured: Vec<ValueId>,
    /// What it computes at a point.
    pub body: Arc<Body>,
    /// Where its results are complete, where that is said.
    pub level: Option<StorageLevel>,
}

/// What an operation does.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// Reads a field.
    Load(Memory),
    /// A temp that was never written.
    Undefined,
    /// Computes every point by itself.
    Apply,
    /// Computes level after level.
    Sweep,
    /// The source on the box, the destination elsewhere; the operands in this order.
    Insert {
        /// The indices of the component that it replaces; none where it replaces all.
        components: Vec<PositionId>,
    },
    /// Writes a field.
    Store(Memory),
}

/// The memory that a load or store touches.
#[derive(Clone, PartialEq, Debug)]
pub struct Memory {
    /// The field.
    pub field: FieldId,
    /// The part of memory that it is.
    pub part: MemoryPart,
    /// The shape of the field.
    pub shape: Shape,
    /// The shape of the temp that is loaded or stored.
    pub value: Shape,
    /// The indices of an `at`: the component that is stored.
    pub components: Vec<PositionId>,
    /// Whether what is written goes past the caches.
    pub is_nontemporal: bool,
    /// How many rows ahead of what is read memory is asked for.
    pub prefetch: Option<i64>,
}

/// What a computing operation does at a point. Kernels that are made of one another share it.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Body {
    /// Its accesses of temps of the kernel, in order.
    pub accesses: Vec<Access>,
    /// What it costs at a point, in additions, equal expressions once; of a sweep see its stages.
    pub additions: i64,
    /// The stages of a sweep.
    pub stages: Vec<Stage>,
    /// For each state of a sweep the levels around the own one at which stages read it, the lowest and the
    /// highest; `None` where a level is known only when running.
    pub looks_back: Vec<Option<(i64, i64)>>,
    /// Whether a stage of a sweep reads what the sweep writes at a horizontal offset.
    pub is_plane_sweep: bool,
}

/// An access in a body.
#[derive(Clone, PartialEq, Debug)]
pub struct Access {
    /// Its number among all accesses of the operation, those of a sweep's own temps included.
    pub number: usize,
    /// Which of the captured temps it reads.
    pub captured: usize,
    /// The offset on each axis; 0 on axes that the temp lacks, and on k where the level is dynamic.
    pub offset: [i64; 3],
    /// Where the level is known only when running.
    pub dynamic: Option<Dynamic>,
    /// The levels of a dynamic level that is absolute.
    pub levels: Option<Region>,
    /// The stage of the sweep in which it stands, by its place among those of the body.
    pub stage: Option<usize>,
}

/// A level that is known only when running.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dynamic {
    /// From the own level, between these offsets, both included.
    Relative(i64, i64),
    /// A level of the domain or of the memory.
    Absolute,
}

/// A stage of a sweep.
#[derive(Clone, PartialEq, Debug)]
pub struct Stage {
    /// Its box on i and j.
    pub region: Region,
    /// Its interval, by its place in the sweep.
    pub interval: usize,
    /// The box of its interval, on k.
    pub levels: Region,
    /// What it costs at a point, in additions, equal expressions once.
    pub additions: i64,
    /// The states that it writes, each with the offset of the level.
    pub writes: Vec<(usize, i64)>,
}

impl Access {
    /// Whether it reads the point itself and no other.
    pub fn is_at_the_point(&self) -> bool {
        self.dynamic.is_none() && self.offset == [0; 3]
    }

    /// Whether it may read another point than its own.
    pub fn reads_aside(&self) -> bool {
        let fixed = matches!(self.dynamic, None | Some(Dynamic::Relative(0, 0)));
        !fixed || self.offset != [0; 3]
    }
}

impl Operation {
    /// Whether it loads.
    pub fn is_load(&self) -> bool {
        matches!(self.kind, Kind::Load(_))
    }

    /// Whether it stores.
    pub fn is_store(&self) -> bool {
        matches!(self.kind, Kind::Store(_))
    }

    /// Whether it is an apply.
    pub fn is_apply(&self) -> bool {
        self.kind == Kind::Apply
    }

    /// Whether it is a sweep.
    pub fn is_sweep(&self) -> bool {
        self.kind == Kind::Sweep
    }

    /// The indices of the component that it inserts; none for other operations, and for inserts of all.
    pub fn inserted_components(&self) -> &[PositionId] {
        match &self.kind {
            Kind::Insert { components } => components,
            _ => &[],
        }
    }

    /// Whether it is an insert.
    pub fn is_insert(&self) -> bool {
        matches!(self.kind, Kind::Insert { .. })
    }

    /// What it loads.
    pub fn load(&self) -> Option<&Memory> {
        match &self.kind {
            Kind::Load(memory) => Some(memory),
            _ => None,
        }
    }

    /// Where it stores.
    pub fn store(&self) -> Option<&Memory> {
        match &self.kind {
            Kind::Store(memory) => Some(memory),
            _ => None,
        }
    }

    /// What it loads, or where it stores.
    pub fn memory(&self) -> Option<&Memory> {
        self.load().or(self.store())
    }

    /// Its box, which loads, stores, applies, inserts and sweeps of a kernel have.
    pub fn own_region(&self) -> &Region {
        self.region.as_ref().expect("verified: kernel_c2")
    }

    /// The axes of its first result.
    pub fn axes(&self) -> Axes {
        self.results[0].1.axes
    }

    /// The storage level of its results; loads and undefined temps have none.
    pub fn storage(&self) -> Option<StorageLevel> {
        match self.kind {
            Kind::Apply => Some(self.level.unwrap_or(StorageLevel::Register)),
            Kind::Insert { .. } => Some(self.level.unwrap_or(StorageLevel::Tile)),
            Kind::Sweep => Some(StorageLevel::Tile),
            _ => None,
        }
    }

    /// The temp that a store writes, or an insert takes from.
    pub fn source(&self) -> ValueId {
        self.operands[0]
    }

    /// What an insert leaves elsewhere.
    pub fn destination(&self) -> ValueId {
        self.operands[1]
    }

    /// The accesses with the temps that they read.
    pub fn accesses(&self) -> impl Iterator<Item = (&Access, ValueId)> {
        let read = |access: &Access| self.captured[access.captured];
        self.body
            .accesses
            .iter()
            .map(move |access| (access, read(access)))
    }

    /// The temps that it takes, without the accesses and through them, with the access.
    pub fn inputs(&self) -> impl Iterator<Item = (ValueId, Option<&Access>)> {
        let direct = self.operands.iter().map(|value| (*value, None));
        direct.chain(self.accesses().map(|(access, value)| (value, Some(access))))
    }
}

impl Kernel {
    /// Where the temps of the kernel are defined and used.
    pub fn uses(&self) -> Uses {
        let mut uses = Uses::default();
        for (number, operation) in self.operations.iter().enumerate() {
            for (result, (value, _)) in operation.results.iter().enumerate() {
                uses.definitions.insert(*value, (number, result));
            }
            for value in operation.operands.iter().chain(&operation.captured) {
                uses.users.entry(*value).or_default().push(number);
            }
        }
        uses
    }

    /// The loads, in order.
    pub fn loads(&self) -> impl Iterator<Item = (&Operation, &Memory)> {
        self.operations
            .iter()
            .filter_map(|operation| Some((operation, operation.load()?)))
    }

    /// The stores, in order.
    pub fn stores(&self) -> impl Iterator<Item = (&Operation, &Memory)> {
        self.operations
            .iter()
            .filter_map(|operation| Some((operation, operation.store()?)))
    }
}

/// Where the temps of a kernel are defined and used.
#[derive(Default, Debug)]
pub struct Uses {
    /// The operation, and which of its results.
    definitions: HashMap<ValueId, (usize, usize)>,
    users: HashMap<ValueId, Vec<usize>>,
}

impl Uses {
    /// The operation that defines a temp, by its place in the kernel, and which of its results it is;
    /// `None` for one from outside.
    pub fn definition(&self, value: ValueId) -> Option<(usize, usize)> {
        self.definitions.get(&value).copied()
    }

    /// The operations that use a temp, by their places in the kernel, ascending; one that takes it
    /// both directly and through accesses stands here twice.
    pub fn users(&self, value: ValueId) -> &[usize] {
        self.users.get(&value).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing in the kernel uses a temp.
    pub fn is_unused(&self, value: ValueId) -> bool {
        self.users(value).is_empty()
    }

    /// The stores that take a temp, in order.
    pub fn stores_of<'k>(
        &self,
        kernel: &'k Kernel,
        value: ValueId,
    ) -> impl Iterator<Item = &'k Operation> {
        self.users(value)
            .iter()
            .map(|number| &kernel.operations[*number])
            .filter(|operation| operation.is_store())
    }
}
