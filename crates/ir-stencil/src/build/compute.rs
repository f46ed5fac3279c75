//! Temps from temps: apply, insert, undef.

use super::{Built, body, finish, finish_value, terminate};
use crate::boxes::SsaBox;
use crate::ops::{Apply, ApplyParts, Insert, InsertParts, Undef, UndefParts, Yield, YieldParts};
use mlir_shim::ir::{Builder, Ty, Value};

/// `stencil.apply`; the body gives a value for every component of every result.
pub fn apply<'c>(
    builder: &Builder<'c>,
    index_box: Option<&SsaBox<'c>>,
    results: &[Ty<'c>],
    values: impl FnOnce(&Builder<'c>) -> Built<Vec<Value<'c>>>,
) -> Built<Apply<'c>> {
    let (region, _, inside) = body(builder, &[]);
    let parts = ApplyParts {
        index_box,
        place: None,
        results,
        body: region,
    };
    finish(builder, Apply::state(builder, parts), |_| {
        let values = &values(&inside)?;
        terminate(&inside, Yield::state(&inside, YieldParts { values }))
    })
    .map(Apply)
}

/// `stencil.insert`; without components all of them are replaced.
pub fn insert<'c>(
    builder: &Builder<'c>,
    source: Value<'c>,
    destination: Value<'c>,
    components: &[Value<'c>],
    index_box: &SsaBox<'c>,
) -> Built<Value<'c>> {
    let parts = InsertParts {
        source,
        destination,
        components,
        index_box,
        place: None,
        result: destination.ty(),
    };
    finish_value(builder, Insert::state(builder, parts))
}

/// `stencil.undef`
pub fn undef<'c>(builder: &Builder<'c>, ty: Ty<'c>) -> Built<Value<'c>> {
    finish_value(builder, Undef::state(builder, UndefParts { result: ty }))
}
