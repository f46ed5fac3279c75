//! Stencils in value form, each made once.

use super::{Statistics, forward};
use fvopt_analysis::access::base_field;
use ir_stencil::ops::Func;
use mlir_shim::ir::{Mapping, Op, Value};
use std::collections::HashMap;

/// The value forms made so far. A stencil has one per pattern of equal
/// arguments: which field arguments of the call are the same field.
pub struct Normalized<'c> {
    bodies: HashMap<(Op<'c>, Vec<usize>), Op<'c>>,
}

impl<'c> Normalized<'c> {
    /// None yet.
    pub fn new() -> Self {
        Self {
            bodies: HashMap::new(),
        }
    }

    /// The value form of a stencil for the arguments of a call.
    pub fn body(
        &mut self,
        stencil: Op<'c>,
        arguments: &[Value<'c>],
        statistics: &mut Statistics,
    ) -> Op<'c> {
        let pattern = pattern(arguments);
        *self
            .bodies
            .entry((stencil, pattern.clone()))
            .or_insert_with(|| {
                statistics.normalized += 1;
                let copy = Mapping::new().clone_op(stencil);
                let block = Func(copy).body();
                let parameters = block.arguments();
                for (parameter, first) in pattern.iter().enumerate() {
                    if *first != parameter && *first != MAY_OVERLAP {
                        parameters[parameter].replace_all_uses_with(parameters[*first]);
                    }
                }
                // Views of one field that are not the same view: leave the order of memory as it is
                // written; forwarding in the caller sees the views and their field.
                if !pattern.contains(&MAY_OVERLAP) {
                    statistics.visits += forward::forward(block);
                }
                copy
            })
    }

    /// Frees the copies.
    pub fn destroy(self) {
        for copy in self.bodies.into_values() {
            copy.erase();
        }
    }
}

const MAY_OVERLAP: usize = usize::MAX;

/// For every argument the number of the first argument that is the same value;
/// `MAY_OVERLAP` where it is another view of a field that an earlier argument views.
fn pattern(arguments: &[Value<'_>]) -> Vec<usize> {
    let mut first_of_value = HashMap::new();
    let mut value_of_base = HashMap::new();
    arguments
        .iter()
        .enumerate()
        .map(|(number, argument)| {
            if !argument.ty().is_field() {
                return number;
            }
            let first = *first_of_value.entry(*argument).or_insert(number);
            let owner = *value_of_base
                .entry(base_field(*argument))
                .or_insert(*argument);
            if owner == *argument {
                first
            } else {
                MAY_OVERLAP
            }
        })
        .collect()
}
