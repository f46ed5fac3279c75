//! Required regions, applied to the program: ends are computed, boxes set, and what nobody needs erased.

use crate::{
    bounded_ends::{self, compute, resolved},
    levels,
};
use fvopt_analysis::{
    region::Region,
    required::{self, RequiredRegions},
};
use fvopt_boxes::DomainFacts;
use ir_program::ops::Func;
use ir_stencil::boxes::{SsaBox, set_bounds};
use mlir_shim::{
    diagnostic,
    ir::{Op, Value},
    pass::Failed,
};
use std::collections::{HashMap, HashSet};

/// Infers the regions of all temps of a program and sets the boxes of its operations; gives, for
/// every temp, the region on which it is required.
pub fn infer<'c>(
    function: Func<'c>,
    facts: &DomainFacts,
) -> Result<HashMap<Value<'c>, SsaBox<'c>>, Failed> {
    let required = Required::of(function, facts)?;
    required.apply(function, |_| true);
    Ok(required.temps)
}

/// The required regions of a program that computes their ends.
pub struct Required<'c> {
    temps: HashMap<Value<'c>, SsaBox<'c>>,
    boxes: Vec<(Op<'c>, Option<SsaBox<'c>>)>,
    unused: Vec<Op<'c>>,
}

impl<'c> Required<'c> {
    /// Infers the regions of a program, and computes their ends in it.
    pub fn of(function: Func<'c>, facts: &DomainFacts) -> Result<Self, Failed> {
        // Flattening has done so already, unless a program was written flat.
        levels::settle(function);
        let regions = required::regions(function, facts).map_err(|problem| {
            diagnostic::error(problem.op.location(), &problem.message, &problem.notes);
            Failed
        })?;
        let RequiredRegions {
            temps,
            boxes,
            unused,
            ends,
        } = regions;
        let values = compute(&ends);
        let of_values = |region: Region<'c>| resolved(&region, &values);
        let is_unused: HashSet<Op<'c>> = unused.iter().copied().collect();
        let temps = temps.into_iter();
        let boxes = boxes.into_iter();
        let boxes = boxes.filter(|(op, _)| !is_unused.contains(op));
        Ok(Self {
            temps: temps
                .map(|(temp, region)| (temp, of_values(region)))
                .collect(),
            boxes: boxes
                .map(|(op, region)| (op, region.map(of_values)))
                .collect(),
            unused,
        })
    }

    /// The boxes that operations should have.
    pub fn boxes(&self) -> HashMap<Op<'c>, &SsaBox<'c>> {
        let boxes = self.boxes.iter();
        boxes
            .filter_map(|(op, own)| Some((*op, own.as_ref()?)))
            .collect()
    }

    /// Gives operations the boxes that they should have, and erases what nobody needs.
    pub fn apply(&self, function: Func<'c>, has_box: impl Fn(Op<'c>) -> bool) {
        for (op, own) in self.boxes.iter().filter(|(op, _)| has_box(*op)) {
            match own {
                Some(own) => own.set_on(*op),
                None => {
                    set_bounds(*op, &[]);
                    op.remove_attr("box");
                }
            }
        }
        for op in &self.unused {
            op.erase();
        }
        // An earlier inference may have computed ends that its boxes were the only ones to refer to.
        let boxes = self.boxes.iter().filter_map(|(_, own)| own.as_ref());
        bounded_ends::erase_unused(function, self.temps.values().chain(boxes));
    }
}
