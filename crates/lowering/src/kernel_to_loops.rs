//! `convert-kernels-to-loops`: programs in kernel form become functions over memrefs.
//!
//! Before: `program.func` with `stencil.kernel`, allocations, control flow and
//! host operations. After: a `func.func` with the signature of the memory ABI
//! (`crate::abi`) with the program's control flow as a `cf` graph, so that a
//! failed check leaves the function from wherever it is, and a call for each
//! kernel. A kernel is a function of what it uses: nests of `scf.parallel` and
//! `scf.for` in the order of its schedule, with `memref.load` and
//! `memref.store`. Equal kernels are one function.
//!
//! The intervals of a sweep are loops of their own, one after the other: no
//! branch per level. Swapped fields are memrefs that change places as block
//! arguments; before returning, what belongs to an argument is copied back
//! where it ended elsewhere.
//!
//! Only upstream dialects are left. Requires: kernel form (`program-schedule`,
//! or written by hand).

use crate::{abi, declarations::declare, kernel_functions::KernelFunctions, program::lower};
use ir_program::ops::Func;
use mlir_shim::{
    diagnostic,
    ir::Op,
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};
use std::collections::HashMap;

/// The pass.
pub const PASS: Pass = Pass {
    name: "convert-kernels-to-loops",
    description: "Lowers programs in kernel form to functions with loops over memrefs",
    options: &[PassOption {
        name: "checked",
        help: "report accesses outside allocations, reads of points never written, and clamped positions",
        kind: OptionKind::Bool(false),
    }],
    run,
};

pub use ir_program::attributes::{CALLBACKS, PLACES};

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let mut result = Ok(());
    let mut declared = Vec::new();
    let checked = options.bool("checked");
    let mut kernels = KernelFunctions::of(module);
    let ops = module.body().expect("a module has a body").ops();
    let ops = ops.into_iter();
    let names = ops.filter_map(|op| Some((op.symbol_name()?, op))).collect();
    for function in module.collect(Func::NAME) {
        let function = Func(function);
        match free_symbol(&names, function).and_then(|_| lower(function, checked, &mut kernels)) {
            Ok(used) => {
                declared.extend(used);
                function.0.erase();
            }
            Err(Failed) => result = Err(Failed),
        }
    }
    declared.sort_by_key(|(name, _)| *name);
    declared.dedup_by_key(|(name, _)| *name);
    for (name, ty) in declared {
        declare(module, name, ty)?;
    }
    result
}

/// Fails where a program has no proper name, or something else has the symbol that it gets.
fn free_symbol<'c>(names: &HashMap<&'c str, Op<'c>>, function: Func<'c>) -> Result<(), Failed> {
    if !function.0.has_proper_name() {
        let text = "a program needs a name that is UTF-8 and not empty; rename it";
        diagnostic::error(function.0.location(), text, &[]);
        return Err(Failed);
    }
    let symbol = abi::symbol(function.name());
    let Some(other) = names.get(symbol.as_str()) else {
        return Ok(());
    };
    let text = format!("@{symbol} is the symbol of a compiled program; rename this operation");
    let note = "of this one".to_string();
    diagnostic::error(other.location(), &text, &[(function.0.location(), note)]);
    Err(Failed)
}
