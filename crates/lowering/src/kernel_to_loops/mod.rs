//! `convert-kernels-to-loops`: programs in kernel form become functions over memrefs.
//!
//! Before: `program.func` with `stencil.kernel`, allocations, control flow and
//! host operations. After: a `func.func` with the signature of the memory ABI
//! (`crate::abi`) in which every kernel is a nest of `scf.parallel` and
//! `scf.for` in the order of its schedule, with `memref.load` and
//! `memref.store`, and the program's control flow is a `cf` graph, so that a
//! failed check leaves the function from wherever it is.
//!
//! The intervals of a sweep are loops of their own, one after the other: no
//! branch per level. Swapped fields are memrefs that change places as block
//! arguments; before returning, what belongs to an argument is copied back
//! where it ended elsewhere.
//!
//! Only upstream dialects are left. Requires: kernel form (`program-schedule`,
//! or written by hand).

mod allocations;
mod arithmetic;
mod body;
mod buffers;
mod callback;
mod carries;
mod checks;
mod clamps;
mod control;
mod fields;
mod host;
mod inserts;
mod jam;
mod kernel;
pub(crate) mod loops;
mod needs;
mod padding;
mod points;
mod prefetch;
mod rows;
mod section;
mod span;
mod stores;
mod swaps;
mod sweep;

use crate::{abi, declarations::declare};
pub(crate) use arithmetic::Arithmetic;
use body::ReadBefore;
use fields::{Field, Storage};
use ir_program::ops::Func;
use mlir_shim::{
    diagnostic,
    ir::{Attr, Block, Builder, Loc, Op, Region, Scalar, Ty, Value},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};
use prefetch::Prefetches;
use std::{cell::RefCell, collections::HashMap};

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

/// The attribute on a store to memory that is not read again soon.
pub const NONTEMPORAL: &str = "nontemporal";
pub use ir_program::attributes::{CALLBACKS, PLACES};

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let mut result = Ok(());
    let mut declared = Vec::new();
    let checked = options.bool("checked");
    let ops = module.body().expect("a module has a body").ops();
    let ops = ops.into_iter();
    let names = ops.filter_map(|op| Some((op.symbol_name()?, op))).collect();
    for function in module.collect(Func::NAME) {
        let function = Func(function);
        match free_symbol(&names, function).and_then(|_| lower(function, checked)) {
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

/// A host function that lowered code calls, and its type.
type HostFunction<'c> = (&'static str, Ty<'c>);

/// The lowering of one program.
pub(crate) struct Lowering<'c> {
    function: Func<'c>,
    region: Region<'c>,
    /// Where operations go now.
    block: Block<'c>,
    host: Value<'c>,
    /// The ends of the domain, as `index`: (start, end) on i, j and k.
    domain: [(Value<'c>, Value<'c>); 3],
    /// Scalars of the program as values of the function.
    scalars: HashMap<Value<'c>, Value<'c>>,
    /// Scalars of the function that are positions of boxes, clamped.
    positions: RefCell<HashMap<Value<'c>, Value<'c>>>,
    /// Fields of the program: where they are now.
    fields: HashMap<Value<'c>, Field<'c>>,
    /// Where a failed check goes, with the status: frees what was allocated so far.
    abort: Block<'c>,
    checked: bool,
    places: Vec<String>,
    callbacks: Vec<Attr<'c>>,
    used: Vec<HostFunction<'c>>,
    /// What the bodies of this iteration have read, where they share a loop.
    read: Option<ReadBefore<'c>>,
    /// What accesses of the kernel at hand ask for ahead.
    prefetches: Prefetches<'c>,
}

fn lower<'c>(function: Func<'c>, checked: bool) -> Result<Vec<HostFunction<'c>>, Failed> {
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
    let mut lowering = Lowering {
        function,
        region,
        block: entry,
        host: values[0],
        domain,
        scalars: HashMap::new(),
        positions: RefCell::default(),
        fields: HashMap::new(),
        abort: exit,
        checked,
        places: Vec::new(),
        callbacks: Vec::new(),
        used: Vec::new(),
        read: None,
        prefetches: Prefetches::default(),
    };
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
                lowering.fields.insert(
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
                lowering.scalars.insert(argument, values[next]);
                next += 1;
            }
        }
    }
    lowering.program(exit)?;
    let Lowering {
        places,
        callbacks,
        used,
        ..
    } = lowering;
    let texts: Vec<Attr> = places
        .iter()
        .map(|place| Attr::string(context, place))
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

impl<'c> Lowering<'c> {
    /// A builder at the end of the current block.
    fn at(&self, location: Loc<'c>) -> Builder<'c> {
        Builder::at_end(self.block, location)
    }

    /// What a scalar of the program is now.
    fn scalar(&self, value: Value<'c>) -> Value<'c> {
        *self.scalars.get(&value).unwrap_or(&value)
    }

    /// Something that is not lowered: says what, and what to do instead.
    fn refuse<R>(&self, op: Op<'c>, what: &str) -> Result<R, Failed> {
        let text = format!("'{}' op cannot be lowered to loops: {what}", op.name());
        diagnostic::error(op.location(), &text, &[]);
        Err(Failed)
    }

    /// Notes that a host function is called.
    fn host_function(&mut self, name: &'static str, arguments: &[Ty<'c>], results: &[Ty<'c>]) {
        let ty = Ty::function(self.host.ty().context(), arguments, results);
        self.used.push((name, ty));
    }

    /// A place that reports can refer to.
    fn place(&mut self, op: Op<'c>, what: &str) -> i64 {
        self.place_of(op, "error", what)
    }

    fn place_of(&mut self, op: Op<'c>, severity: &str, what: &str) -> i64 {
        self.places
            .push(format!("{}: {severity}: {what}", op.location().short()));
        self.places.len() as i64 - 1
    }
}
