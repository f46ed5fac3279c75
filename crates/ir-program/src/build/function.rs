//! Functions: func, return, call, bound.

use crate::ops::{Bound, Call, Func, Return};
use ir_stencil::boxes::SsaBox;
use ir_stencil::build::{Built, body, box_attr, finish, finish_leaf, positions, terminate};
use mlir_shim::ir::{Attr, Builder, Scalar, Ty, Value};

/// `program.func`; the body gets the arguments, and `program.return` is added to it.
pub fn func<'c>(
    builder: &Builder<'c>,
    name: &str,
    arguments: &[Ty<'c>],
    domain: Option<[i64; 3]>,
    contents: impl FnOnce(&Builder<'c>, &[Value<'c>]) -> Built<()>,
) -> Built<Func<'c>> {
    let context = builder.context();
    let (region, block, inside) = body(builder, arguments);
    let function_type = Attr::ty(Ty::function(context, arguments, &[]));
    let domain = domain.map(|sizes| Attr::i64_array(context, &sizes));
    let state = builder
        .op(Func::NAME)
        .attr("sym_name", Attr::string(context, name))
        .attr("function_type", function_type)
        .optional_attr("domain", domain)
        .region(region);
    finish(builder, state, |_| {
        contents(&inside, &block.arguments())?;
        terminate(&inside, Return::NAME, &[])
    })
    .map(Func)
}

/// `program.return`; the builder of functions adds it by itself.
pub fn return_op<'c>(builder: &Builder<'c>) -> Built<Return<'c>> {
    finish_leaf(builder, builder.op(Return::NAME)).map(Return)
}

/// `program.call`, on the caller's domain where no box is given. Whether the
/// callee exists and takes these arguments is checked when the module is verified.
pub fn call<'c>(
    builder: &Builder<'c>,
    callee: &str,
    arguments: &[Value<'c>],
    index_box: Option<&SsaBox<'c>>,
) -> Built<Call<'c>> {
    let context = builder.context();
    let state = builder
        .op(Call::NAME)
        .segments(&[arguments, positions(index_box)])
        .attr("callee", Attr::symbol(context, callee))
        .optional_attr("box", box_attr(context, index_box));
    finish_leaf(builder, state).map(Call)
}

/// `program.bound`; gives the low and the high end.
pub fn bound<'c>(builder: &Builder<'c>, index_box: &SsaBox<'c>) -> Built<(Value<'c>, Value<'c>)> {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let state = builder
        .op(Bound::NAME)
        .operands(&index_box.positions)
        .attr("box", index_box.attr(builder.context()))
        .results(&[index, index]);
    finish_leaf(builder, state).map(|op| (op.result(0), op.result(1)))
}
