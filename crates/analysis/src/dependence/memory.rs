//! What operations touch in memory, and the dependences between touches.

use super::{Dependence, Kind, LoopCarried};
use crate::access;
use fvopt_boxes::{Answer, DomainFacts};
use ir_stencil::boxes::SsaBox;
use mlir_shim::ir::{Op, Value};
use petgraph::graph::NodeIndex;

/// One read or write of memory by an operation of a block.
#[derive(Clone)]
pub(super) struct Touch<'c> {
    pub node: NodeIndex,
    pub part: SsaBox<'c>,
    pub writes: bool,
    /// Whether the part is just what is touched whenever the operation runs; otherwise no more
    /// than the part is touched.
    pub is_exact: bool,
}

/// The touches of a field that nothing later hides, reads and writes apart.
///
/// A read is compared with the writes only, so that any number of reads is cheap, and a write
/// that covers what came before takes its place. What is left is quadratic in the writes of
/// *parts* that no later write covers: the insertions of regions and intervals between two writes
/// of a field, of which there are few, and most of which a reader depends on anyway.
#[derive(Clone, Default)]
pub(super) struct Visible<'c> {
    reads: Vec<Touch<'c>>,
    writes: Vec<Touch<'c>>,
}

impl<'c> Visible<'c> {
    /// The earlier touches that a touch may depend on.
    pub fn before(&self, touch: &Touch<'c>) -> impl Iterator<Item = &Touch<'c>> {
        let reads = if touch.writes { &self.reads[..] } else { &[] };
        self.writes.iter().chain(reads)
    }

    /// Forgets what a write hides: whatever comes later and depends on it depends on the write
    /// as well.
    pub fn hide(&mut self, write: &Touch<'c>, facts: &DomainFacts) {
        for list in [&mut self.reads, &mut self.writes] {
            list.retain(|other| !covers(&write.part, &other.part, facts));
        }
    }

    /// Adds a touch, after hiding what it hides.
    pub fn add(&mut self, touch: Touch<'c>, facts: &DomainFacts) {
        if touch.writes {
            self.hide(&touch, facts);
            self.writes.push(touch);
        } else {
            self.reads.push(touch);
        }
    }
}

/// Whether a box surely holds another.
pub(super) fn covers<'c>(outer: &SsaBox<'c>, inner: &SsaBox<'c>, facts: &DomainFacts) -> bool {
    let mut covered = false;
    outer.combine(inner, |outer, inner| {
        covered = outer.contains(inner, facts).is_yes();
        outer.clone()
    });
    covered
}

/// The dependence of a later touch on an earlier one, where there is one.
pub(super) fn edge<'c>(
    field: Value<'c>,
    earlier: &Touch<'c>,
    later: &Touch<'c>,
    facts: &DomainFacts,
    loop_carried: Option<LoopCarried<'c>>,
) -> Option<Dependence<'c>> {
    let kind = match (earlier.writes, later.writes) {
        (false, false) => return None,
        (true, false) => Kind::ReadAfterWrite,
        (false, true) => Kind::WriteAfterRead,
        (true, true) => Kind::WriteAfterWrite,
    };
    let part = earlier.part.intersect(&later.part).simplify(facts);
    if part.index_box.is_empty(facts) == Answer::Yes {
        return None;
    }
    Some(Dependence {
        kind,
        value: field,
        offsets: Vec::new(),
        part: Some(part),
        loop_carried,
    })
}

/// The memory that an operation touches, by the field that owns it, what it reads first. What depends
/// on values inside the operation is taken to be everything.
pub(super) fn touches_of<'c>(op: Op<'c>, node: NodeIndex) -> Vec<(Value<'c>, Touch<'c>)> {
    let mut touched = Vec::new();
    let accesses = access::within(op);
    // What belongs to one operation stands together.
    for accesses in accesses.chunk_by(|one, other| one.op == other.op) {
        let reads = accesses.iter().filter(|access| access.reads);
        let writes = accesses.iter().filter(|access| access.writes);
        let reads = reads.map(|access| (access, false));
        for (access, writes) in reads.chain(writes.map(|access| (access, true))) {
            let is_own = access.op == op;
            let region = access.region();
            let touch = Touch {
                node,
                part: match is_own {
                    true => region,
                    false => region.relax(|value| value.is_available_at(op)),
                },
                writes,
                is_exact: is_own && access.is_exact(),
            };
            touched.push((access.base(), touch));
        }
    }
    touched
}
