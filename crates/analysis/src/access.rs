//! What operations touch in memory.
//!
//! Which fields an operation reads and writes it says by upstream's `MemoryEffectOpInterface`, and
//! where by its box. What neither says (a halo around the box, a host function that gets several
//! boxes) is said here, and nowhere else.

use fvopt_boxes::IndexBox;
use ir_program::ops::{Callback, Exchange, Reduce, Swap};
pub use ir_stencil::views::{base_field, may_overlap};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Apply, Load, Store, Sweep, shaped},
    views::FieldPart,
};
use mlir_shim::ir::{Op, Value, Walk};

/// An operation's access of the memory of a field.
#[derive(Clone, Debug)]
pub struct Access<'c> {
    /// The operation.
    pub op: Op<'c>,
    /// The field as the operation names it, which may be a view.
    pub field: Value<'c>,
    /// Whether memory may be read.
    pub reads: bool,
    /// Whether memory may be written.
    pub writes: bool,
    region: Region<'c>,
}

/// What an operation says of where it accesses a field.
#[derive(Clone, Debug)]
enum Region<'c> {
    /// On all of its box.
    OwnBox,
    /// On some of a box.
    Within(Box<SsaBox<'c>>),
    /// All that is allocated.
    Allocation,
    /// Nothing.
    Unknown,
}

impl<'c> Access<'c> {
    /// The argument or allocation whose memory it is.
    pub fn base(&self) -> Value<'c> {
        base_field(self.field)
    }

    /// The region that is touched at most, in the coordinates of the field as it is named. The whole
    /// index space where it is not known.
    pub fn named_region(&self) -> SsaBox<'c> {
        let whole = || IndexBox::whole().into();
        match &self.region {
            Region::OwnBox => SsaBox::of(self.op).unwrap_or_else(whole),
            Region::Within(region) => SsaBox::clone(region),
            Region::Allocation | Region::Unknown => whole(),
        }
    }

    /// The region that is touched at most, in the coordinates of the base. The whole index space
    /// where it is not known.
    pub fn region(&self) -> SsaBox<'c> {
        FieldPart::of(self.field).region_in_base(&self.named_region())
    }

    /// Whether just the region is touched, with all components, whenever the operation runs.
    pub fn is_exact(&self) -> bool {
        match self.region {
            Region::OwnBox => {
                self.op.attr("box").is_some() && FieldPart::of(self.field).components.is_empty()
            }
            Region::Allocation => true,
            Region::Within(_) | Region::Unknown => false,
        }
    }

    /// Whether it takes what is allocated, whatever that is: then it asks for no region of its own.
    pub fn is_of_allocation(&self) -> bool {
        matches!(self.region, Region::Allocation)
    }
}

/// The accesses of an operation itself, without those of its regions.
pub fn of<'c>(op: Op<'c>) -> Vec<Access<'c>> {
    if let Some(callback) = Callback::cast(op) {
        return of_callback(callback);
    }
    let Some(effects) = op.memory_effects() else {
        return of_unknown(op);
    };
    let effects = effects.into_iter();
    effects
        .map(|effect| {
            let field = op.operand(effect.operand);
            Access {
                op,
                field,
                reads: effect.reads,
                writes: effect.writes,
                region: region(op, field),
            }
        })
        .collect()
}

/// The accesses of an operation and of all operations in its regions, in order.
pub fn within<'c>(op: Op<'c>) -> Vec<Access<'c>> {
    let mut found = Vec::new();
    op.walk(|inner| {
        // Their bodies are scalar code: they touch values and no memory.
        if Apply::is(inner) || Sweep::is(inner) {
            return Walk::Skip;
        }
        found.extend(of(inner));
        Walk::Advance
    });
    found
}

/// The fields, as they are named, that an operation and those in its regions may write.
pub fn written_fields<'c>(op: Op<'c>) -> Vec<Value<'c>> {
    let accesses = within(op).into_iter();
    let writes = accesses.filter(|access| access.writes);
    writes.map(|access| access.field).collect()
}

/// The fields, as they are named, that an operation and those in its regions may read.
pub fn read_fields<'c>(op: Op<'c>) -> Vec<Value<'c>> {
    let accesses = within(op).into_iter();
    let reads = accesses.filter(|access| access.reads);
    reads.map(|access| access.field).collect()
}

/// Where an operation that has declared its effects touches a field.
fn region<'c>(op: Op<'c>, field: Value<'c>) -> Region<'c> {
    if let Some(store) = Store::cast(op) {
        match store.components().is_empty() {
            true => Region::OwnBox,
            false => Region::Within(Box::new(store.index_box())),
        }
    } else if Load::is(op) || Reduce::is(op) {
        Region::OwnBox
    } else if let Some(exchange) = Exchange::cast(op) {
        let [low_i, high_i, low_j, high_j] = exchange.widths();
        let domain = SsaBox::of(op).unwrap_or_else(|| IndexBox::domain().into());
        let halo = [(low_i, high_i), (low_j, high_j), (0, 0)];
        let grown = SsaBox::new(domain.index_box.grow(halo), domain.0.positions);
        Region::Within(Box::new(grown.project(shaped(field).axes)))
    } else if Swap::is(op) {
        Region::Allocation
    } else {
        Region::Unknown
    }
}

/// A host function may read and write what is declared, and need not.
fn of_callback(callback: Callback<'_>) -> Vec<Access<'_>> {
    let arguments = callback.arguments().into_iter();
    let fields = arguments.filter(|argument| argument.ty().is_field());
    let declared = callback.reads().into_iter().zip(callback.writes());
    let mut found = Vec::new();
    for (field, (read, write)) in fields.zip(declared) {
        for (region, writes) in [(read, false), (write, true)] {
            found.extend(region.map(|region| Access {
                op: callback.0,
                field,
                reads: !writes,
                writes,
                region: Region::Within(Box::new(region)),
            }));
        }
    }
    found
}

/// An operation that says nothing of its effects may do anything to the fields that it is given.
fn of_unknown(op: Op<'_>) -> Vec<Access<'_>> {
    let operands = op.operands().into_iter();
    let fields = operands.filter(|operand| operand.ty().is_field());
    fields
        .map(|field| Access {
            op,
            field,
            reads: true,
            writes: true,
            region: Region::Unknown,
        })
        .collect()
}
