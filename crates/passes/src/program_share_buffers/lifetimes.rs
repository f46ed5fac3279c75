//! From where to where in a program the contents of an allocation matter.
//!
//! Operations are numbered in the order in which they are written; a loop or
//! branch has a number where it starts and one where it ends. The lifetime of an
//! allocation goes from its first touch to its last. In a loop that is not
//! enough: what one iteration writes the next may read. So a lifetime takes in
//! all of a loop in which the allocation is touched, unless each iteration
//! writes it first and reads nothing but what it wrote, or the allocation stands
//! in the loop itself and is undefined when an iteration starts.

use fvopt_analysis::access;
use fvopt_boxes::DomainFacts;
use ir_program::ops::{Alloc, Call, Callback, For, If, Swap};
use ir_stencil::{
    boxes::SsaBox,
    ops::{Allocation, Kernel},
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
    /// Where it reads or writes at most.
    region: SsaBox<'c>,
    writes: bool,
    /// Whether just that is read or written, whenever the operation runs.
    is_exact: bool,
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
            if For::is(op) || If::is(op) {
                for region in 0..op.region_count() {
                    if let Some(inner) = op.region(region).block() {
                        self.block(inner)?;
                    }
                }
                let last = self.number();
                self.loops.insert(op, Lifetime { first: at, last });
            } else if is_of_another_form(op) {
                return Err(op);
            } else {
                self.touches(op, at);
            }
        }
        Ok(())
    }

    fn number(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    /// What an operation touches. Loads stand before stores in a kernel, so that what is read
    /// first is noted first.
    fn touches(&mut self, op: Op<'c>, at: usize) {
        for access in access::within(op) {
            let base = access.base();
            // Arguments keep their memory.
            if !base.defining_op().is_some_and(Alloc::is) {
                continue;
            }
            if Swap::is(access.op) || Callback::is(access.op) {
                self.fixed.insert(base);
            }
            self.touches.entry(base).or_default().push(Touch {
                at,
                op,
                region: access.region(),
                // Reading and writing: the more careful one.
                writes: access.writes && !access.reads,
                is_exact: access.is_exact(),
            });
        }
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

/// Whether an operation stands where only kernels may.
fn is_of_another_form(op: Op<'_>) -> bool {
    let is_stencil = op.name().starts_with("stencil.");
    Call::is(op) || is_stencil && !Kernel::is(op) && !Allocation::is(op)
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
    if !first.writes || !first.is_exact {
        return false;
    }
    others.iter().all(|touch| {
        let is_covered = || first.region.contains(&touch.region, facts);
        touch.op.ancestor_in(block).is_some() && (touch.writes || is_covered())
    })
}
