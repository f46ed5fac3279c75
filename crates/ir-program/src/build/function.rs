//! Functions: func, return, call, bound.

use crate::ops::{Bound, BoundParts, Call, CallParts, Func, FuncParts, Return};
use ir_stencil::boxes::SsaBox;
use ir_stencil::build::{Built, body, finish, finish_leaf, terminate};
use mlir_shim::ir::{Builder, Scalar, Ty, Value};

/// `program.func`; the body gets the arguments, and `program.return` is added to it.
pub fn func<'c>(
    builder: &Builder<'c>,
    name: &str,
    arguments: &[Ty<'c>],
    domain: Option<[i64; 3]>,
    contents: impl FnOnce(&Builder<'c>, &[Value<'c>]) -> Built<()>,
) -> Built<Func<'c>> {
    let (region, block, inside) = body(builder, arguments);
    let parts = FuncParts {
        sym_name: name,
        function_type: Ty::function(builder.context(), arguments, &[]),
        domain: domain.as_ref().map(|sizes| &sizes[..]),
        body: region,
    };
    finish(builder, Func::state(builder, parts), |_| {
        contents(&inside, &block.arguments())?;
        terminate(&inside, Return::state(&inside))
    })
    .map(Func)
}

/// `program.return`; the builder of functions adds it by itself.
pub fn return_op<'c>(builder: &Builder<'c>) -> Built<Return<'c>> {
    finish_leaf(builder, Return::state(builder)).map(Return)
}

/// `program.call`, on the caller's domain where no box is given. Whether the
/// callee exists and takes these arguments is checked when the module is verified.
pub fn call<'c>(
    builder: &Builder<'c>,
    callee: &str,
    arguments: &[Value<'c>],
    index_box: Option<&SsaBox<'c>>,
) -> Built<Call<'c>> {
    let parts = CallParts {
        callee,
        arguments,
        index_box,
    };
    finish_leaf(builder, Call::state(builder, parts)).map(Call)
}

/// `program.bound`; gives the low and the high end.
pub fn bound<'c>(builder: &Builder<'c>, index_box: &SsaBox<'c>) -> Built<(Value<'c>, Value<'c>)> {
    let index = Ty::scalar(builder.context(), Scalar::Index);
    let parts = BoundParts {
        index_box,
        low: index,
        high: index,
    };
    finish_leaf(builder, Bound::state(builder, parts)).map(|op| (op.result(0), op.result(1)))
}
