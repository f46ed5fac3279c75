//! Conversions, as NumPy does them.

use mlir_shim::ir::{Attr, Builder, Scalar, Ty, Value};

fn is_float(ty: Scalar) -> bool {
    matches!(ty, Scalar::F32 | Scalar::F64)
}

/// A value of one scalar type as another one.
pub fn cast<'c>(builder: &Builder<'c>, value: Value<'c>, from: Scalar, to: Scalar) -> Value<'c> {
    if from == to {
        return value;
    }
    if to == Scalar::I1 {
        let zero = builder.constant(from, 0);
        return match is_float(from) {
            true => compare_floats(builder, 13, value, zero),
            false => compare_integers(builder, 1, value, zero),
        };
    }
    let name = match (is_float(from), is_float(to)) {
        (true, true) if to == Scalar::F64 => "arith.extf",
        (true, true) => "arith.truncf",
        (true, false) => "arith.fptosi",
        (false, true) if from == Scalar::I1 => "arith.uitofp",
        (false, true) => "arith.sitofp",
        (false, false) if from == Scalar::I1 => "arith.extui",
        (false, false) if to.bytes() > from.bytes() => "arith.extsi",
        (false, false) => "arith.trunci",
    };
    let ty = Ty::scalar(builder.context(), to);
    let state = builder.op(name).operands(&[value]).results(&[ty]);
    builder.build(state).result(0)
}

/// `arith.cmpf` with the number of a predicate: 1 oeq, 2 ogt, 3 oge, 4 olt, 5 ole, 13 une.
pub fn compare_floats<'c>(
    builder: &Builder<'c>,
    predicate: i64,
    left: Value<'c>,
    right: Value<'c>,
) -> Value<'c> {
    compare(builder, "arith.cmpf", predicate, left, right)
}

/// `arith.cmpi` with the number of a predicate: 0 eq, 1 ne, 2 slt, 3 sle, 4 sgt, 5 sge.
pub fn compare_integers<'c>(
    builder: &Builder<'c>,
    predicate: i64,
    left: Value<'c>,
    right: Value<'c>,
) -> Value<'c> {
    compare(builder, "arith.cmpi", predicate, left, right)
}

fn compare<'c>(
    builder: &Builder<'c>,
    name: &str,
    predicate: i64,
    left: Value<'c>,
    right: Value<'c>,
) -> Value<'c> {
    let context = builder.context();
    let predicate = Attr::integer(Ty::scalar(context, Scalar::I64), predicate);
    let state = builder.op(name).operands(&[left, right]);
    let state = state.attr("predicate", predicate);
    let state = state.results(&[Ty::scalar(context, Scalar::I1)]);
    builder.build(state).result(0)
}

/// `arith.select`
pub fn select<'c>(
    builder: &Builder<'c>,
    condition: Value<'c>,
    then: Value<'c>,
    otherwise: Value<'c>,
) -> Value<'c> {
    let state = builder
        .op("arith.select")
        .operands(&[condition, then, otherwise]);
    builder.build(state.results(&[then.ty()])).result(0)
}
