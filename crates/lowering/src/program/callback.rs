//! Host functions: what they get and what they may do.

use super::ProgramEmitter;
use crate::{
    abi::{self, Dimension, Report},
    arithmetic::Arithmetic,
    loops,
    memory::{clamp, pointer_as_number, size, store},
};
use ir_program::ops::Callback;
use ir_stencil::{boxes::SsaBox, ops::shaped};
use mlir_shim::{
    ir::{Attr, Builder, Op, Scalar, Ty, Value},
    pass::Failed,
};

impl<'c> ProgramEmitter<'c, '_> {
    /// Calls a host function. Its words are, for every argument in order: a scalar as one word
    /// (a float as its bits); a field as its address, the sizes and strides of its dimensions
    /// (slowest first), its origins (i, j, k), and what the function may write of it.
    pub(super) fn callback(&mut self, op: Op<'c>) -> Result<(), Failed> {
        let callback = Callback(op);
        let arguments = callback.arguments();
        let fields = arguments.iter().copied();
        let fields = fields.filter(|argument| argument.ty().is_field());
        let writes: Vec<_> = fields.zip(callback.writes()).collect();
        for (field, _) in &writes {
            self.check_level(op, *field);
        }
        self.check_accesses(op);
        let builder = self.at(op.location());
        let mut words = Vec::new();
        let mut allowed = writes.iter();
        for argument in &arguments {
            match argument.ty().is_field() {
                true => {
                    self.field_words(&builder, *argument, &mut words);
                    let (_, write) = allowed.next().expect("verified: an entry for every field");
                    self.box_words(&builder, *argument, write.as_ref(), &mut words);
                }
                false => words.push(scalar_word(&builder, self.environment.scalar(*argument))),
            }
        }
        let result = self.call_host(op, words)?;
        let mut entry = vec![
            Attr::string(op.context(), callback.callee()),
            Attr::string(op.context(), &op.location().short().to_string()),
        ];
        entry.extend(arguments.iter().map(|argument| Attr::ty(argument.ty())));
        self.callbacks.push(Attr::array(op.context(), &entry));
        let next = self.region.append_block(&[], op.location());
        let zero = builder.constant(Scalar::I32, 0);
        let went_well = builder.compare("eq", result, zero);
        builder.branch(went_well, (next, &[]), (self.abort, &[result]));
        self.block = next;
        for (field, write) in writes {
            if let Some(part) = write {
                self.note_part(op, field, &part);
            }
        }
        Ok(())
    }

    /// Hands words over to the host; its status.
    fn call_host(&mut self, op: Op<'c>, words: Vec<Value<'c>>) -> Result<Value<'c>, Failed> {
        let builder = self.at(op.location());
        let context = op.context();
        let number = Ty::scalar(context, Scalar::I64);
        let status = Ty::scalar(context, Scalar::I32);
        let count = words.len() as i64;
        let Some(memory) = Ty::parse(context, &format!("memref<{}xi64>", count.max(1))) else {
            return Err(Failed);
        };
        // On the stack of the call, once, however often a loop comes here.
        let entry = self.region.block().expect("a function has an entry block");
        let first = Builder::at_start(entry, op.location());
        let array = first
            .build(
                first
                    .op("memref.alloca")
                    .segments(&[&[], &[]])
                    .results(&[memory]),
            )
            .result(0);
        for (position, word) in words.into_iter().enumerate() {
            store(&builder, word, array, &[builder.index(position as i64)]);
        }
        let address = pointer_as_number(&builder, array);
        let pointer = self.environment.host().ty();
        let address = builder
            .build(
                builder
                    .op("llvm.inttoptr")
                    .operands(&[builder.to_i64(address)])
                    .results(&[pointer]),
            )
            .result(0);
        self.environment.host_function(
            "fvopt_host_callback",
            &[pointer, number, pointer, number],
            &[status],
        );
        let identifier = builder.constant(Scalar::I64, self.callbacks.len() as u64);
        let count = builder.constant(Scalar::I64, count as u64);
        Ok(builder
            .build(
                builder
                    .op("func.call")
                    .operands(&[self.environment.host(), identifier, address, count])
                    .attr("callee", Attr::symbol(context, "fvopt_host_callback"))
                    .results(&[status]),
            )
            .result(0))
    }

    /// A host function may touch all of what it gets. So a level must be one that exists, whatever
    /// is declared.
    fn check_level(&mut self, op: Op<'c>, field: Value<'c>) {
        let (base, Some(level), _) = self.environment.resolve(field) else {
            return;
        };
        let builder = self.at(op.location());
        let own = self.environment.fields[&base];
        let dimensions = abi::dimensions(&shaped(base));
        let position = dimensions
            .iter()
            .position(|dimension| *dimension == Dimension::Axis(2))
            .expect("verified: a field with a level has levels");
        let origin = own.origin[2].expect("an origin for every axis");
        let low = builder.sub(builder.index(0), origin);
        let high = builder.add(low, size(&builder, own.storage.memref, position));
        let what = format!(
            "{} gets a level of {}",
            op.name(),
            self.environment.name_of(base)
        );
        let site = self.environment.site(op, &what);
        let numbers = [level, low, high];
        for (predicate, end) in [("slt", low), ("sge", high)] {
            let outside = self.at(op.location()).compare(predicate, level, end);
            self.abort_when(op, outside, site, Report::Level, numbers);
        }
    }

    /// Address, sizes, strides and origins of a field. A view is the part of its field's memory
    /// that is left when the level and the leading data indices are fixed.
    fn field_words(&self, builder: &Builder<'c>, field: Value<'c>, words: &mut Vec<Value<'c>>) {
        let (base, level, fixed) = self.environment.resolve(field);
        let shape = shaped(base);
        let own = self.environment.fields[&base];
        let dimensions = abi::dimensions(&shape);
        let rank = dimensions.len();
        let index = Ty::scalar(builder.context(), Scalar::Index);
        let scalar = Ty::parse(builder.context(), &format!("memref<{}>", shape.element))
            .expect("a memref type");
        let mut results = vec![scalar, index];
        results.extend(std::iter::repeat_n(index, 2 * rank));
        let metadata = builder.build(
            builder
                .op("memref.extract_strided_metadata")
                .operands(&[own.storage.memref])
                .results(&results),
        );
        let stride = |position: usize| metadata.result(2 + rank + position);
        let mut offset = metadata.result(1);
        let mut left = Vec::new();
        for (position, dimension) in dimensions.into_iter().enumerate() {
            let at = match (dimension, level) {
                (Dimension::Data(number), _) if number < fixed.len() => {
                    clamp(builder, fixed[number], 0, shape.data[number] - 1)
                }
                (Dimension::Axis(2), Some(level)) => {
                    builder.add(level, own.origin[2].expect("an origin for every axis"))
                }
                _ => {
                    left.push(position);
                    continue;
                }
            };
            offset = builder.add(offset, builder.binary("arith.muli", at, stride(position)));
        }
        let bytes = shape.element.as_scalar().map_or(8, Scalar::bytes) as i64;
        let offset = builder.binary("arith.muli", offset, builder.index(bytes));
        let address = pointer_as_number(builder, own.storage.memref);
        words.push(builder.to_i64(builder.add(address, offset)));
        for position in &left {
            words.push(builder.to_i64(size(builder, own.storage.memref, *position)));
        }
        for position in left {
            words.push(builder.to_i64(stride(position)));
        }
        for axis in shaped(field).axis_list() {
            words.push(builder.to_i64(own.origin[axis].expect("an origin for every axis")));
        }
    }

    /// What may be written of a field: 1, then low and high for each of its axes; or zeros.
    fn box_words(
        &self,
        builder: &Builder<'c>,
        field: Value<'c>,
        part: Option<&SsaBox<'c>>,
        words: &mut Vec<Value<'c>>,
    ) {
        words.push(builder.constant(Scalar::I64, u64::from(part.is_some())));
        for axis in shaped(field).axis_list() {
            match part {
                Some(part) => {
                    let (low, high) = self.environment.range(builder, part, axis);
                    words.extend([builder.to_i64(low), builder.to_i64(high)]);
                }
                None => words.extend([builder.constant(Scalar::I64, 0); 2]),
            }
        }
    }

    /// In checked mode: what a host function may have written counts as written.
    fn note_part(&mut self, op: Op<'c>, field: Value<'c>, part: &SsaBox<'c>) {
        let (base, _, _) = self.environment.resolve(field);
        if self.environment.fields[&base].storage.written.is_none() {
            return;
        }
        let builder = self.at(op.location());
        let shape = shaped(field);
        let zero = builder.index(0);
        let data = shape.data.iter().map(|size| (zero, builder.index(*size)));
        let mut ranges: Vec<(Value<'c>, Value<'c>)> = data.collect();
        let axes = shape.axis_list();
        ranges.extend(
            axes.iter()
                .map(|axis| self.environment.range(&builder, part, *axis)),
        );
        loops::sequential(&builder, &ranges, |inner, counters| {
            let (components, coordinates) = counters.split_at(shape.data.len());
            let mut point = [None; 3];
            for (axis, coordinate) in axes.iter().zip(coordinates) {
                point[*axis] = Some(*coordinate);
            }
            let element = self.environment.element(inner, field, point, components);
            self.environment.note_write(inner, &element, None);
        });
    }
}

/// A scalar as a word of 64 bits.
fn scalar_word<'c>(builder: &Builder<'c>, value: Value<'c>) -> Value<'c> {
    let number = Ty::scalar(builder.context(), Scalar::I64);
    let unary = |name: &str, value: Value<'c>, ty: Ty<'c>| {
        builder
            .build(builder.op(name).operands(&[value]).results(&[ty]))
            .result(0)
    };
    match value.ty().as_scalar() {
        Some(Scalar::F64) => unary("arith.bitcast", value, number),
        Some(Scalar::F32) => {
            let bits = unary(
                "arith.bitcast",
                value,
                Ty::scalar(builder.context(), Scalar::I32),
            );
            unary("arith.extui", bits, number)
        }
        Some(Scalar::I64) => value,
        Some(Scalar::Index) => builder.to_i64(value),
        Some(Scalar::I1) => unary("arith.extui", value, number),
        _ => unary("arith.extsi", value, number),
    }
}
