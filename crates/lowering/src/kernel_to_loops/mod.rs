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
mod rows;
mod section;
mod span;
mod stores;
mod sweep;

use crate::abi;
use body::ReadBefore;
use fields::{Field, Storage};
use ir_program::ops::Func;
use mlir_shim::{
    diagnostic,
    ir::{Attr, Block, Builder, Loc, Op, Region, Scalar, Ty, Value},
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

/// The attribute on a store to memory that is not read again soon.
pub const NONTEMPORAL: &str = "nontemporal";
/// The attribute on a lowered function: for every place that reports refer to, its text.
pub const PLACES: &str = "program.places";
/// The attribute on a lowered function: for every callback, `[name, location, argument types...]`.
pub const CALLBACKS: &str = "program.callbacks";

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let mut result = Ok(());
    let mut declared = Vec::new();
    for function in module.collect(Func::NAME) {
        match lower(Func(function), options.bool("checked")) {
            Ok(used) => {
                declared.extend(used);
                function.erase();
            }
            Err(Failed) => result = Err(Failed),
        }
    }
    declared.sort_by_key(|(name, _)| *name);
    declared.dedup_by_key(|(name, _)| *name);
    let body = module.body().expect("a module has a body");
    let existing: Vec<&str> = body
        .ops()
        .iter()
        .filter_map(|op| op.symbol_name())
        .collect();
    let builder = Builder::at_start(body, module.location());
    for (name, ty) in declared {
        if !existing.contains(&name) {
            builder.build(
                builder
                    .op("func.func")
                    .attr("sym_name", Attr::string(module.context(), name))
                    .attr("sym_visibility", Attr::string(module.context(), "private"))
                    .attr("function_type", Attr::ty(ty))
                    .region(Region::empty()),
            );
        }
    }
    result
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
}

fn lower<'c>(function: Func<'c>, checked: bool) -> Result<Vec<HostFunction<'c>>, Failed> {
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
        fields: HashMap::new(),
        abort: exit,
        checked,
        places: Vec::new(),
        callbacks: Vec::new(),
        used: Vec::new(),
        read: None,
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
            .attr("sym_name", Attr::string(context, function.name()))
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
        self.places
            .push(format!("{}: error: {what}", op.location().short()));
        self.places.len() as i64 - 1
    }
}

/// Shorthands for scalar operations.
pub(crate) trait Arithmetic<'c> {
    /// Addition of indices.
    fn add(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// Subtraction of indices.
    fn sub(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// The smaller of two indices.
    fn min(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// The larger of two indices.
    fn max(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// An index plus a constant.
    fn shifted(&self, value: Value<'c>, by: i64) -> Value<'c>;
    /// A signed comparison: eq, ne, slt, sle, sgt, sge.
    fn compare(&self, predicate: &str, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// One of two values.
    fn select(&self, condition: Value<'c>, yes: Value<'c>, no: Value<'c>) -> Value<'c>;
    /// Both of two conditions.
    fn and(&self, left: Value<'c>, right: Value<'c>) -> Value<'c>;
    /// An index as an i64.
    fn to_i64(&self, value: Value<'c>) -> Value<'c>;
    /// A jump.
    fn jump(&self, to: Block<'c>, arguments: &[Value<'c>]);
    /// A conditional jump.
    fn branch(
        &self,
        condition: Value<'c>,
        yes: (Block<'c>, &[Value<'c>]),
        no: (Block<'c>, &[Value<'c>]),
    );
}

impl<'c> Arithmetic<'c> for Builder<'c> {
    fn add(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        self.binary("arith.addi", left, right)
    }

    fn sub(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        self.binary("arith.subi", left, right)
    }

    fn min(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        self.binary("arith.minsi", left, right)
    }

    fn max(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        self.binary("arith.maxsi", left, right)
    }

    fn shifted(&self, value: Value<'c>, by: i64) -> Value<'c> {
        if by == 0 {
            value
        } else {
            self.add(value, self.index(by))
        }
    }

    fn compare(&self, predicate: &str, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        let names = ["eq", "ne", "slt", "sle", "sgt", "sge"];
        let number = names
            .iter()
            .position(|name| *name == predicate)
            .expect("a known predicate");
        let attribute = Attr::integer(Ty::scalar(self.context(), Scalar::I64), number as i64);
        self.build(
            self.op("arith.cmpi")
                .operands(&[left, right])
                .attr("predicate", attribute)
                .results(&[Ty::scalar(self.context(), Scalar::I1)]),
        )
        .result(0)
    }

    fn select(&self, condition: Value<'c>, yes: Value<'c>, no: Value<'c>) -> Value<'c> {
        let state = self.op("arith.select").operands(&[condition, yes, no]);
        self.build(state.results(&[yes.ty()])).result(0)
    }

    fn and(&self, left: Value<'c>, right: Value<'c>) -> Value<'c> {
        self.binary("arith.andi", left, right)
    }

    fn to_i64(&self, value: Value<'c>) -> Value<'c> {
        let ty = Ty::scalar(self.context(), Scalar::I64);
        self.build(
            self.op("arith.index_cast")
                .operands(&[value])
                .results(&[ty]),
        )
        .result(0)
    }

    fn jump(&self, to: Block<'c>, arguments: &[Value<'c>]) {
        self.build(self.op("cf.br").operands(arguments).successors(&[to]));
    }

    fn branch(
        &self,
        condition: Value<'c>,
        yes: (Block<'c>, &[Value<'c>]),
        no: (Block<'c>, &[Value<'c>]),
    ) {
        self.build(
            self.op("cf.cond_br")
                .segments(&[&[condition], yes.1, no.1])
                .successors(&[yes.0, no.0]),
        );
    }
}
