//! What every field must offer: checked for allocations, written down for arguments.

use super::{REQUIRED, REQUIRED_ENDS};
use fvopt_analysis::arguments::ArgumentRegions;
use fvopt_boxes::{DomainFacts, IndexBox};
use ir_program::ops::Func;
use mlir_shim::{diagnostic, ir::Attr, pass::Failed};

/// Writes down what the arguments must offer; an allocation that is certainly too small is an error.
pub fn infer(function: Func<'_>, facts: &DomainFacts, report: bool) -> Result<(), Failed> {
    let arguments = ArgumentRegions::of(function, facts);
    for found in &arguments.too_small {
        let note = "the field is allocated here".to_string();
        let notes = [(found.alloc.0.location(), note)];
        diagnostic::error(found.op.location(), &found.message, &notes);
    }
    if !arguments.too_small.is_empty() {
        return Err(Failed);
    }
    if report {
        remark(function, &arguments);
    }
    let context = function.0.context();
    let attribute = |region: &IndexBox| Attr::box_code(context, &region.encode());
    let regions = arguments.regions.iter();
    let regions = regions.map(|region| region.as_ref().map_or(Attr::unit(context), attribute));
    let regions: Vec<Attr<'_>> = regions.collect();
    function
        .0
        .set_attr(REQUIRED, Attr::array(context, &regions));
    if arguments.ends.is_empty() {
        function.0.remove_attr(REQUIRED_ENDS);
        return Ok(());
    }
    let ends: Vec<Attr<'_>> = arguments.ends.iter().map(attribute).collect();
    function
        .0
        .set_attr(REQUIRED_ENDS, Attr::array(context, &ends));
    Ok(())
}

fn remark<'c>(function: Func<'c>, arguments: &ArgumentRegions<'c>) {
    let location = function.0.location();
    for (number, region) in arguments.regions.iter().enumerate() {
        let Some(region) = region else { continue };
        let text = format!(
            "argument {number} must offer {}",
            arguments.describe(region)
        );
        let has_ends = region.position_count() > arguments.regions.len();
        let notes: Vec<_> = match has_ends {
            true => arguments.explain(),
            false => Vec::new(),
        };
        let notes: Vec<_> = notes.into_iter().map(|text| (location, text)).collect();
        diagnostic::remark(location, &text, &notes);
    }
}
