//! From where to where in a program the contents of an allocation matter.
//!
//! Operations are numbered in the order in which they are written; a loop or
//! branch has a number where it starts and one where it ends. The lifetime of an
//! allocation goes from its first touch to its last. In a loop that is not
//! enough: what one iteration writes the next may read. So a lifetime takes in
//! all of a loop in which the allocation is touched, unless each iteration
//! writes it first and reads nothing but what it wrote, or the allocation stands
//! in the loop itself and is undefined when an iteration starts.

use crate::alias::base_field;
use fvopt_boxes::DomainFacts;
use ir_program::ops::{Alloc, Call, Callback, For, If, Reduce, Swap, View};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Allocation, Kernel, Load, Store},
};
use mlir_shim::ir::{Block, Op, Value};
use std::collections::{HashMap, HashSet};

/// The numbers of the first and last operation at which the contents matter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Lifetime {
    pub first: usize,
    pub last: usize,
}

/// An operation that reads or writes an allocation.
struct Touch<'c> {
    at: usize,
    /// The kernel, or what else it is, between loops and branches.
    op: Op<'c>,
    /// Where it reads or writes, where that is known and the allocation itself is meant.
    part: Option<SsaBox<'c>>,
    writes: bool,
}

/// The touches of all allocations of a program, and its loops.
#[derive(Default)]
pub struct Lifetimes<'c> {
    touches: HashMap<Value<'c>, Vec<Touch<'c>>>,
    loops: HashMap<Op<'c>, Lifetime>,
    /// Allocations whose memory is exchanged or seen by the host.
    fixed: HashSet<Value<'c>>,
    next: usize,
}

impl<'c> Lifetimes<'c> {
    /// Looks at a program in kernel form; an operation that stands where only kernels may is returned.
    pub fn of(body: Block<'c>) -> Result<Self, Op<'c>> {
        let mut lifetimes = Self::default();
        lifetimes.block(body)?;
        Ok(lifetimes)
    }

    fn block(&mut self, block: Block<'c>) -> Result<(), Op<'c>> {
        for op in block.ops() {
            let at = self.number();
            if Kernel::is(op) {
                self.kernel(op, at);
            } else if For::is(op) || If::is(op) {
                for region in 0..op.region_count() {
                    if let Some(inner) = op.region(region).block() {
                        self.block(inner)?;
                    }
                }
                let last = self.number();
                self.loops.insert(op, Lifetime { first: at, last });
            } else if (op.name().starts_with("stencil.") && !Allocation::is(op)) || Call::is(op) {
                return Err(op);
            } else if !Alloc::is(op) && !View::is(op) {
                self.other(op, at);
            }
        }
        Ok(())
    }

    fn number(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    /// Loads stand before stores in a kernel, so that what is read first is noted first.
    fn kernel(&mut self, kernel: Op<'c>, at: usize) {
        for inner in Kernel(kernel).ops() {
            if let Some(load) = Load::cast(inner) {
                self.touch(load.field(), kernel, at, load.index_box(), false);
            } else if let Some(store) = Store::cast(inner) {
                let part = store.components().is_empty().then(|| store.index_box());
                self.touch(store.field(), kernel, at, part, true);
            }
        }
    }

    fn other(&mut self, op: Op<'c>, at: usize) {
        let fields = op.operands();
        for field in fields.into_iter().filter(|field| field.ty().is_field()) {
            if Swap::is(op) || Callback::is(op) {
                self.fixed.insert(base_field(field));
            }
            let part = Reduce::cast(op).map(Reduce::index_box);
            // Reading in part and writing in part: the more careful one.
            self.touch(field, op, at, part, false);
        }
    }

    fn touch(
        &mut self,
        field: Value<'c>,
        op: Op<'c>,
        at: usize,
        part: Option<SsaBox<'c>>,
        writes: bool,
    ) {
        let base = base_field(field);
        let part = part.filter(|_| base == field);
        self.touches.entry(base).or_default().push(Touch {
            at,
            op,
            part,
            writes,
        });
    }

    /// Whether an allocation must keep a memory of its own.
    pub fn is_fixed(&self, alloc: Alloc<'c>) -> bool {
        self.fixed.contains(&alloc.0.result(0))
    }

    /// The lifetime of an allocation; `None` when nothing touches it.
    pub fn lifetime(&self, alloc: Alloc<'c>, facts: &DomainFacts) -> Option<Lifetime> {
        let touches = self.touches.get(&alloc.0.result(0))?;
        let scope = alloc.0.block().expect("an allocation stands in a block");
        let mut all = Lifetime {
            first: touches.first()?.at,
            last: touches.last()?.at,
        };
        for around in self.loops_around(touches, scope) {
            let span = self.loops[&around];
            let low = touches.partition_point(|touch| touch.at < span.first);
            let high = touches.partition_point(|touch| touch.at <= span.last);
            if !written_first(&touches[low..high], facts) {
                all.first = all.first.min(span.first);
                all.last = all.last.max(span.last);
            }
        }
        Some(all)
    }

    /// The loops inside a block in which there are touches, each once.
    fn loops_around(&self, touches: &[Touch<'c>], scope: Block<'c>) -> Vec<Op<'c>> {
        let mut found: Vec<Op<'c>> = Vec::new();
        let mut seen = HashSet::new();
        for touch in touches {
            let mut op = touch.op;
            while op.block() != Some(scope) {
                let Some(parent) = op.parent() else { break };
                if For::is(parent) {
                    // What is around a loop seen before was seen with it.
                    if !seen.insert(parent) {
                        break;
                    }
                    found.push(parent);
                }
                op = parent;
            }
        }
        found
    }
}

/// Whether the first of these touches comes before all others whenever one of
/// them happens, and writes all that the others read.
fn written_first(touches: &[Touch<'_>], facts: &DomainFacts) -> bool {
    let Some((first, others)) = touches.split_first() else {
        return true;
    };
    let Some(block) = first.op.block() else {
        return false;
    };
    let Some(written) = first.part.as_ref().filter(|_| first.writes) else {
        return false;
    };
    others.iter().all(|touch| {
        let covered = || {
            touch
                .part
                .as_ref()
                .is_some_and(|part| written.contains(part, facts))
        };
        touch.op.ancestor_in(block).is_some() && (touch.writes || covered())
    })
}
