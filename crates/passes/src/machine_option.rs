//! The machine that a pass is told of, by the options `machine` and `threads`.

use crate::machine::Machine;
use mlir_shim::{
    diagnostic,
    ir::Op,
    pass::{Failed, OptionValues},
};

/// The machine of the option `machine`; says on the module why there is none.
pub fn machine(module: Op<'_>, options: &OptionValues) -> Result<Machine, Failed> {
    Machine::named(options.text("machine")).map_err(|problem| {
        diagnostic::error(module.location(), &problem, &[]);
        Failed
    })
}

/// The same as so many threads see it as the option `threads` says; 0 are all cores.
pub fn machine_for_threads(module: Op<'_>, options: &OptionValues) -> Result<Machine, Failed> {
    let machine = machine(module, options)?;
    match options.integer("threads") {
        0 => Ok(machine),
        threads if threads < 0 => {
            let problem = format!("{threads} is not a number of threads");
            diagnostic::error(module.location(), &problem, &[]);
            Err(Failed)
        }
        threads => Ok(machine.for_threads(threads)),
    }
}
