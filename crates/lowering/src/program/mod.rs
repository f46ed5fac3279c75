//! A program around its kernels: control flow, allocations, swaps, host functions, and checks that end a call.

mod allocations;
mod callback;
mod checks;
mod control;
mod host;
mod kernel;
mod padding;
mod swaps;

use crate::{
    abi,
    environment::{Environment, HostFunction},
    kernel_functions::KernelFunctions,
    memory::{Field, Storage},
};
use ir_program::{
    attributes::{CALLBACKS, PLACES},
    ops::Func,
};
use mlir_shim::{
    diagnostic,
    ir::{Attr, Block, Builder, Loc, Op, Region, Scalar, Ty},
    pass::Failed,
};

/// The lowering of one program.
pub struct ProgramEmitter<'c, 'm> {
    environment: Environment<'c>,
    region: Region<'c>,
    /// Where operations go now.
    block: Block<'c>,
    /// Where a failed check goes, with the status: frees what was allocated so far.
    abort: Block<'c>,
    callbacks: Vec<Attr<'c>>,
    /// The kernels of the module.
    kernels: &'m mut KernelFunctions,
}

/// Lowers a program; gives the host functions that it calls.
pub fn lower<'c>(
    function: Func<'c>,
    checked: bool,
    kernels: &mut KernelFunctions,
) -> Result<Vec<HostFunction<'c>>, Failed> {
    // Kernels that were written by hand may read anywhere in the memory.
    fvopt_passes::levels::settle(function);
    let op = function.0;
    let (context, location) = (op.context(), op.location());
    let index = Ty::scalar(context, Scalar::Index);
    let Some(pointer) = Ty::parse(context, "!llvm.ptr") else {
        return Err(Failed);
    };
    let status = Ty::scalar(context, Scalar::I32);
    let arguments = function.body().arguments();
    let mut inputs = vec![pointer, index, index, index];
    for argument in &arguments {
        match argument.ty().shaped() {
            Some(field) => {
                inputs.push(abi::memref_type(*argument));
                inputs.extend(field.axis_list().iter().map(|_| index));
            }
            None => inputs.push(argument.ty()),
        }
    }
    let (region, entry) = Region::with_block(&inputs, location);
    let values = entry.arguments();
    let builder = Builder::at_end(entry, location);
    let zero = builder.index(0);
    let pinned = function.domain();
    let domain = [0, 1, 2].map(|axis| {
        let end = match pinned {
            Some(sizes) => builder.index(sizes[axis]),
            None => values[1 + axis],
        };
        (zero, end)
    });
    let exit = region.append_block(&[status], location);
    let leave = Builder::at_end(exit, location);
    leave.build(leave.op("func.return").operands(&exit.arguments()));
    let mut environment = Environment::new(function, values[0], domain, checked);
    let mut next = 4;
    for argument in arguments {
        match argument.ty().shaped() {
            Some(shape) => {
                let axes = shape.axis_list();
                let mut origin = [None; 3];
                for (offset, axis) in axes.iter().enumerate() {
                    origin[*axis] = Some(values[next + 1 + offset]);
                }
                let storage = Storage {
                    memref: values[next],
                    written: None,
                };
                environment.fields.insert(
                    argument,
                    Field {
                        storage,
                        origin,
                        is_argument: true,
                    },
                );
                next += 1 + axes.len();
            }
            None => {
                environment.scalars.insert(argument, values[next]);
                next += 1;
            }
        }
    }
    let mut emitter = ProgramEmitter {
        environment,
        region,
        block: entry,
        abort: exit,
        callbacks: Vec::new(),
        kernels,
    };
    emitter.program(exit)?;
    let ProgramEmitter {
        environment: Environment { sites, used, .. },
        callbacks,
        ..
    } = emitter;
    let texts: Vec<Attr> = sites
        .iter()
        .map(|site| Attr::string(context, site))
        .collect();
    let outside = Builder::before(op);
    outside.build(
        outside
            .op("func.func")
            .attr(
                "sym_name",
                Attr::string(context, &abi::symbol(function.name())),
            )
            .attr(
                "function_type",
                Attr::ty(Ty::function(context, &inputs, &[status])),
            )
            .attr(PLACES, Attr::array(context, &texts))
            .attr(CALLBACKS, Attr::array(context, &callbacks))
            .region(region),
    );
    Ok(used)
}

impl<'c> ProgramEmitter<'c, '_> {
    /// A builder at the end of the current block.
    fn at(&self, location: Loc<'c>) -> Builder<'c> {
        Builder::at_end(self.block, location)
    }

    /// Something that is not lowered: says what, and what to do instead.
    fn refuse<R>(&self, op: Op<'c>, what: &str) -> Result<R, Failed> {
        let text = format!("'{}' op cannot be lowered to loops: {what}", op.name());
        diagnostic::error(op.location(), &text, &[]);
        Err(Failed)
    }
}
