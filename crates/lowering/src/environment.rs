//! What is known of the values of a program while it is lowered, by its control flow and by its kernels: where fields
//! are, what scalars and ends of boxes are, and what can be reported.

use crate::{
    abi::{self, Dimension, Report},
    arithmetic::Arithmetic,
    memory::{Element, Field, Storage, clamp, is_known_within, size, store},
};
use fvopt_boxes::{Axis, End, POSITION_LIMIT};
use ir_program::ops::Func;
use ir_stencil::{boxes::SsaBox, ops::shaped, values::constant_integer, views::FieldPart};
use mlir_shim::ir::{Block, Builder, Mapping, Op, Scalar, Ty, Value, Walk};
use std::{cell::RefCell, collections::HashMap};

/// A host function that lowered code calls, and its type.
pub type HostFunction<'c> = (&'static str, Ty<'c>);

/// The values of a program.
pub struct Environment<'c> {
    /// The program.
    pub function: Func<'c>,
    /// What is handed back to host functions.
    host: Value<'c>,
    /// The ends of the domain, as `index`: (start, end) on i, j and k.
    domain: [(Value<'c>, Value<'c>); 3],
    /// Scalars of the program as values of the function.
    pub scalars: HashMap<Value<'c>, Value<'c>>,
    /// Scalars of the function that are positions of boxes, clamped.
    positions: RefCell<HashMap<Value<'c>, Value<'c>>>,
    /// Fields of the program: where they are now.
    pub fields: HashMap<Value<'c>, Field<'c>>,
    /// Whether accesses are checked.
    pub checked: bool,
    /// The text of each site that reports refer to.
    pub sites: Vec<String>,
    /// The host functions that are called.
    pub used: Vec<HostFunction<'c>>,
    /// The function of a kernel that is in progress: it takes what it uses of the program's.
    captures: Option<RefCell<Captures<'c>>>,
}

/// What the function of a kernel takes.
struct Captures<'c> {
    entry: Block<'c>,
    /// Values of the program, and what they are in the function.
    known: HashMap<Value<'c>, Value<'c>>,
    /// The other way.
    outside: HashMap<Value<'c>, Value<'c>>,
    /// Those that are arguments, in order.
    arguments: Vec<Value<'c>>,
}

impl<'c> Environment<'c> {
    /// Of a program whose fields and scalars are still to be entered.
    pub fn new(
        function: Func<'c>,
        host: Value<'c>,
        domain: [(Value<'c>, Value<'c>); 3],
        checked: bool,
    ) -> Self {
        Self {
            function,
            host,
            domain,
            scalars: HashMap::new(),
            positions: RefCell::default(),
            fields: HashMap::new(),
            checked,
            sites: Vec::new(),
            used: Vec::new(),
            captures: None,
        }
    }

    /// From here on values are given as they are in a function with this block, which gets arguments for what is
    /// asked for.
    pub fn enter(&mut self, entry: Block<'c>) {
        self.captures = Some(RefCell::new(Captures {
            entry,
            known: HashMap::new(),
            outside: HashMap::new(),
            arguments: Vec::new(),
        }));
    }

    /// From here on values are those of the program again; what the function's arguments are.
    pub fn leave(&mut self) -> Vec<Value<'c>> {
        let captures = self.captures.take().map(RefCell::into_inner);
        captures.map_or(Vec::new(), |captures| captures.arguments)
    }

    /// A value of the program where code is emitted: in the function of a kernel constants are its own, and what
    /// else it uses are its arguments. Of memory whose shape is known that is taken which knows it.
    fn captured(&self, value: Value<'c>) -> Value<'c> {
        let Some(captures) = &self.captures else {
            return value;
        };
        let known = captures.borrow().known.get(&value).copied();
        if let Some(known) = known {
            return known;
        }
        let entry = captures.borrow().entry;
        let location = self.function.0.location();
        let definition = value.defining_op();
        let inside = match definition {
            Some(constant) if constant.is("arith.constant") => {
                let first = Builder::at_start(entry, location);
                first.insert(Mapping::new().clone_op(constant)).result(0)
            }
            Some(cast) if cast.is("memref.cast") => {
                let source = self.captured(cast.operand(0));
                let first = Builder::at_start(entry, location);
                let state = first.op("memref.cast").operands(&[source]);
                first.build(state.results(&[value.ty()])).result(0)
            }
            _ => {
                captures.borrow_mut().arguments.push(value);
                entry.add_argument(value.ty(), location)
            }
        };
        let mut captures = captures.borrow_mut();
        captures.known.insert(value, inside);
        captures.outside.insert(inside, value);
        inside
    }

    /// The host, where code is emitted.
    pub fn host(&self) -> Value<'c> {
        self.captured(self.host)
    }

    /// The argument or allocation that a field is or is a view of, and what the views fix:
    /// the level, and the leading data indices.
    pub fn resolve(&self, field: Value<'c>) -> (Value<'c>, Option<Value<'c>>, Vec<Value<'c>>) {
        let FieldPart {
            base,
            level,
            components,
        } = FieldPart::of(field);
        let level = level.map(|level| self.position(level));
        let components = components.into_iter();
        let components = components.map(|component| self.scalar(component)).collect();
        (base, level, components)
    }

    /// An element of a field. `point` holds coordinates for the field's axes,
    /// `components` one index per data dimension (clamped here).
    pub fn element(
        &self,
        builder: &Builder<'c>,
        field: Value<'c>,
        point: [Option<Value<'c>>; 3],
        components: &[Value<'c>],
    ) -> Element<'c> {
        let (base, level, fixed) = self.resolve(field);
        let shape = shaped(base);
        let Storage { memref, written } = self.fields[&base].storage;
        let storage = Storage {
            memref: self.captured(memref),
            written: written.map(|written| self.captured(written)),
        };
        let origin = self.fields[&base].origin;
        let all: Vec<Value<'c>> = fixed
            .into_iter()
            .chain(components.iter().copied())
            .collect();
        let indices = abi::dimensions(&shape)
            .into_iter()
            .map(|dimension| match dimension {
                Dimension::Data(number) => clamp(builder, all[number], 0, shape.data[number] - 1),
                Dimension::Axis(axis) => {
                    let coordinate = match (axis, level) {
                        (2, Some(level)) => level,
                        _ => point[axis].expect("a coordinate for every axis"),
                    };
                    let origin = origin[axis].expect("an origin for every axis");
                    builder.add(coordinate, self.captured(origin))
                }
            })
            .collect();
        Element { storage, indices }
    }

    /// A run-time position of a box or view as it counts: clamped to where sums with the numbers
    /// of boxes do not wrap around. It is clamped once, where it is computed, so that ends with one
    /// position are still seen to be one value plus constants.
    pub fn position(&self, value: Value<'c>) -> Value<'c> {
        // In a body that was cloned positions are those of the kernel's function.
        let outside = self.captures.as_ref();
        let outside = outside.and_then(|captures| captures.borrow().outside.get(&value).copied());
        match self.scalars.get(&value).copied().or(outside) {
            Some(value) => self.captured(self.clamped(value)),
            None => self.clamped(value),
        }
    }

    /// A scalar of the function as a position.
    fn clamped(&self, value: Value<'c>) -> Value<'c> {
        if is_known_within(value, -POSITION_LIMIT, POSITION_LIMIT) {
            return value;
        }
        if let Some(clamped) = self.positions.borrow().get(&value) {
            return *clamped;
        }
        let location = self.function.0.location();
        let builder = match value.defining_op() {
            Some(op) => Builder::after(op).at(location),
            None => {
                let block = value.owner_block().expect("an argument of a block");
                Builder::at_start(block, location)
            }
        };
        let clamped = match constant_integer(value) {
            Some(known) => builder.index(known.clamp(-POSITION_LIMIT, POSITION_LIMIT)),
            None => clamp(&builder, value, -POSITION_LIMIT, POSITION_LIMIT),
        };
        self.positions.borrow_mut().insert(value, clamped);
        clamped
    }

    /// The value of an end of a range on an axis.
    pub fn end(
        &self,
        builder: &Builder<'c>,
        end: &End,
        axis: usize,
        positions: &[Value<'c>],
    ) -> Value<'c> {
        let (start, stop) = self.domain[axis];
        let (start, stop) = (|| self.captured(start), || self.captured(stop));
        match end {
            // The frame is the entry's: its domain starts at 0.
            End::Start(by) | End::Constant(by) => match by {
                0 => start(),
                by => builder.index(*by),
            },
            End::End(by) => builder.shifted(stop(), *by),
            End::Position(number, by) => {
                builder.shifted(self.position(positions[*number as usize]), *by)
            }
            // Beyond every position and what may be added to it.
            End::NegativeInfinity => builder.index(-2 * POSITION_LIMIT),
            End::PositiveInfinity => builder.index(2 * POSITION_LIMIT),
            End::Min(members) | End::Max(members) => {
                let smaller = matches!(end, End::Min(_));
                members
                    .iter()
                    .map(|member| self.end(builder, member, axis, positions))
                    .reduce(|left, right| match smaller {
                        true => builder.min(left, right),
                        false => builder.max(left, right),
                    })
                    .expect("a minimum or maximum has members")
            }
        }
    }

    /// Low and high of a box on an axis.
    pub fn range(
        &self,
        builder: &Builder<'c>,
        ssa_box: &SsaBox<'c>,
        axis: usize,
    ) -> (Value<'c>, Value<'c>) {
        let range = ssa_box.index_box.range(Axis::ALL[axis]);
        (
            self.end(builder, &range.low, axis, &ssa_box.positions),
            self.end(builder, &range.high, axis, &ssa_box.positions),
        )
    }

    /// What a scalar of the program is now.
    pub fn scalar(&self, value: Value<'c>) -> Value<'c> {
        match self.scalars.get(&value) {
            Some(now) => self.captured(*now),
            None => value,
        }
    }

    /// Enters what the scalars are now that an operation and its regions use.
    pub fn map_scalars(&self, op: Op<'c>, mapping: &mut mlir_shim::ir::Mapping<'c>) {
        op.walk(|inner| {
            for operand in inner.operands() {
                if let Some(now) = self.scalars.get(&operand) {
                    mapping.map(operand, self.captured(*now));
                }
            }
            Walk::Advance
        });
    }

    /// Notes that a host function is called.
    pub fn host_function(&mut self, name: &'static str, arguments: &[Ty<'c>], results: &[Ty<'c>]) {
        let ty = Ty::function(self.host.ty().context(), arguments, results);
        self.used.push((name, ty));
    }

    /// A site that reports can refer to.
    pub fn site(&mut self, op: Op<'c>, what: &str) -> i64 {
        self.site_of(op, "error", what)
    }

    pub fn site_of(&mut self, op: Op<'c>, severity: &str, what: &str) -> i64 {
        self.sites
            .push(format!("{}: {severity}: {what}", op.location().short()));
        self.sites.len() as i64 - 1
    }

    /// Tells the host what happened. The call goes on.
    pub fn report(
        &mut self,
        builder: &Builder<'c>,
        site: i64,
        report: Report,
        numbers: [Value<'c>; 3],
    ) {
        let number = Ty::scalar(builder.context(), Scalar::I64);
        let host = self.host();
        let arguments = [host.ty(), number, number, number, number, number];
        self.host_function("fvopt_host_report", &arguments, &[]);
        let site = builder.constant(Scalar::I64, site as u64);
        let kind = builder.constant(Scalar::I64, report as u64);
        let [a, b, c] = numbers.map(|value| builder.to_i64(value));
        builder.build(
            builder
                .op("func.call")
                .operands(&[host, site, kind, a, b, c])
                .attr(
                    "callee",
                    mlir_shim::ir::Attr::symbol(builder.context(), "fvopt_host_report"),
                ),
        );
    }

    /// The first coordinate that a field has on an axis, and the one past the last.
    pub fn allocated(
        &self,
        builder: &Builder<'c>,
        base: Value<'c>,
        axis: usize,
    ) -> (Value<'c>, Value<'c>) {
        let own = self.fields[&base];
        let dimensions = abi::dimensions(&shaped(base));
        let position = dimensions
            .iter()
            .position(|dimension| matches!(dimension, Dimension::Axis(other) if *other == axis));
        let position = position.expect("verified: the field has the axis");
        let origin = own.origin[axis].expect("an origin for every axis");
        let low = builder.sub(builder.index(0), origin);
        let high = builder.add(low, size(builder, own.storage.memref, position));
        (low, high)
    }

    /// How messages call a field.
    pub fn name_of(&self, base: Value<'c>) -> String {
        match base.defining_op() {
            Some(op) => format!("the allocation at {}", op.location().short()),
            None => format!("argument {}", base.number()),
        }
    }

    /// In checked mode: remembers that an element was written (with something
    /// defined, when `defined` is true or absent).
    pub fn note_write(
        &mut self,
        builder: &Builder<'c>,
        target: &Element<'c>,
        defined: Option<Value<'c>>,
    ) {
        if let Some(flags) = target.storage.written {
            let flag = defined.unwrap_or_else(|| builder.constant(Scalar::I1, 1));
            store(builder, flag, flags, &target.indices);
        }
    }
}
