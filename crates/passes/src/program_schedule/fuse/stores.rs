//! What a kernel stores that does what two did.
//!
//! Stores of the first that the second overwrites are left out; a store that the second writes a part of
//! stores both values at once; and stores of parts of what the second loads whole become one store of that.
//! What was only passed from one to the other is not stored at all.

use super::super::emit;
use super::{legality::Links, merge::own_source};
use fvopt_boxes::DomainFacts;
use ir_program::ops::Alloc;
use ir_stencil::ops::{Kernel, Load, Store};
use mlir_shim::ir::{Builder, Mapping, Op, Value};

/// The stores of two kernels that become one.
pub struct Stores<'c, 'l> {
    /// The kernels, in order.
    pub kernels: [Kernel<'c>; 2],
    /// What merging them changes.
    pub links: &'l Links<'c>,
    /// Loads of the second that are values in the merged kernel.
    pub passed: &'l [Load<'c>],
    /// What is known of the domain.
    pub facts: &'l DomainFacts,
}

impl<'c> Stores<'c, '_> {
    /// Writes the stores behind all that the merged kernel computes.
    pub fn emit(&self, builder: &Builder<'c>, mapping: &mut Mapping<'c>) {
        let links = self.links;
        let mut replaced = links.overwritten.clone();
        for (store, patch) in &links.patches {
            replaced.extend([*store, *patch]);
        }
        let joined = self.joined(&mut replaced);
        let patched = self.patched(builder, mapping);
        for load in joined {
            if !self.only_passes(load.field()) {
                let value = mapping.lookup(load.result());
                let place = load.index_box().expect("verified: kernel_c2");
                emit::store(builder, value, load.field(), &[], &place);
            }
        }
        for (store, value) in patched {
            if !links.overwritten.contains(&store) && !self.only_passes(store.field()) {
                emit::store(builder, value, store.field(), &[], &store.index_box());
            }
        }
        let ops = self.kernels.into_iter().flat_map(Kernel::ops);
        for store in ops.filter_map(Store::cast) {
            if !replaced.contains(&store) && !self.only_passes(store.field()) {
                builder.insert(mapping.clone_op(store.0));
            }
        }
    }

    /// Loads of what several stores write: one store of what was loaded replaces those.
    fn joined(&self, replaced: &mut Vec<Store<'c>>) -> Vec<Load<'c>> {
        let mut joined = Vec::new();
        for link in &self.links.values {
            if link.parts.len() < 2 || link.rest {
                continue;
            }
            let place = link.load.index_box().expect("verified: kernel_c2");
            let inside = |part: &Store<'c>| {
                !replaced.contains(part) && place.holds(&part.index_box(), self.facts)
            };
            if link.parts.iter().all(inside) {
                replaced.extend(&link.parts);
                joined.push(link.load);
            }
        }
        joined
    }

    /// Stores of the first that the second writes parts of, with the values of both, pieced together.
    fn patched(&self, builder: &Builder<'c>, mapping: &Mapping<'c>) -> Vec<(Store<'c>, Value<'c>)> {
        let mut patched: Vec<(Store<'c>, Value<'c>)> = Vec::new();
        for (store, patch) in &self.links.patches {
            let known = patched.iter().position(|(known, _)| known == store);
            let old = known.map_or_else(|| mapping.lookup(store.temp()), |known| patched[known].1);
            let source = own_source(builder, mapping.lookup(patch.temp()));
            let new = emit::insert(builder, source, old, &patch.index_box());
            match known {
                Some(known) => patched[known].1 = new,
                None => patched.push((*store, new)),
            }
        }
        patched
    }

    /// Whether a field is an allocation that only these kernels touch, and of which
    /// they load no more than what is passed on as values.
    fn only_passes(&self, field: Value<'c>) -> bool {
        let is_known = |user: Op<'c>| match Load::cast(user) {
            Some(load) => self.passed.contains(&load),
            None => {
                Store::is(user)
                    && user
                        .parent()
                        .is_some_and(|op| self.kernels.contains(&Kernel(op)))
            }
        };
        field.defining_op().is_some_and(Alloc::is)
            && field.uses().into_iter().all(|(user, _)| is_known(user))
    }
}
