//! What the tests share: building into an empty module, types and boxes.

use fvopt_boxes::{IndexBox, PlacedBox};
use ir_program::build as program;
use ir_stencil::boxes::SsaBox;
use ir_stencil::build::{self as stencil, Built};
use ir_stencil::ops::Schedule;
use mlir_shim::ir::{BuildError, Builder, Ctx, Loc, OwnedModule, Scalar, Ty, Value};
use mlir_shim::melior::Context;

/// Runs `build` at the end of an empty module; the text of the module, which must verify.
pub fn built(build: impl for<'c> FnOnce(&Builder<'c>) -> Built<()>) -> Result<String, BuildError> {
    let context = Context::new();
    ir_program::load(&context);
    let location = Loc::unknown(Ctx::of(&context));
    let module = OwnedModule::new(location);
    let result = build(&Builder::at_end(module.block(), location));
    assert!(module.op().verify(), "what is left is well formed");
    if let Err(error) = result {
        assert!(module.block().ops().is_empty(), "nothing is left behind");
        return Err(error);
    }
    Ok(module.op().to_string())
}

/// Builds something from a field and an index.
pub type Build = for<'c> fn(&Builder<'c>, Value<'c>, Value<'c>) -> Built<()>;

/// Requires that building gives an error with this text.
pub fn refused(expected: &str, build: impl for<'c> FnOnce(&Builder<'c>) -> Built<()>) {
    let error = built(build).expect_err(expected);
    assert!(
        error.0.contains(expected),
        "expected {expected:?} in {error:?}"
    );
}

pub fn contains(text: &str, expected: &[&str]) {
    let mut rest = text;
    for part in expected {
        let Some(at) = rest.find(part) else {
            panic!("expected {part:?}, in order, in\n{text}");
        };
        rest = &rest[at + part.len()..];
    }
}

pub fn ty<'c>(builder: &Builder<'c>, text: &str) -> Ty<'c> {
    Ty::parse(builder.context(), text).expect("a type")
}

pub fn field<'c>(builder: &Builder<'c>) -> Ty<'c> {
    ty(builder, "!stencil.field<ijk x f64>")
}

pub fn temp<'c>(builder: &Builder<'c>) -> Ty<'c> {
    ty(builder, "!stencil.temp<ijk x f64>")
}

pub fn scalar<'c>(builder: &Builder<'c>, scalar: Scalar) -> Ty<'c> {
    Ty::scalar(builder.context(), scalar)
}

pub fn domain<'c>() -> SsaBox<'c> {
    IndexBox::domain().into()
}

pub fn parsed<'c>(text: &str, positions: &[Value<'c>]) -> SsaBox<'c> {
    SsaBox(PlacedBox {
        index_box: text.parse().expect("a box"),
        positions: positions.to_vec(),
    })
}

/// A stencil of one field and one index.
pub fn in_stencil<'c>(
    builder: &Builder<'c>,
    contents: impl FnOnce(&Builder<'c>, Value<'c>, Value<'c>) -> Built<()>,
) -> Built<()> {
    let types = [field(builder), scalar(builder, Scalar::Index)];
    stencil::func(builder, "f", &types, |inside, arguments| {
        contents(inside, arguments[0], arguments[1])
    })
    .map(|_| ())
}

/// A program of one field and one index.
pub fn in_program<'c>(
    builder: &Builder<'c>,
    contents: impl FnOnce(&Builder<'c>, Value<'c>, Value<'c>) -> Built<()>,
) -> Built<()> {
    let types = [field(builder), scalar(builder, Scalar::Index)];
    program::func(builder, "p", &types, None, |inside, arguments| {
        contents(inside, arguments[0], arguments[1])
    })
    .map(|_| ())
}

/// A schedule that satisfies its constraints.
pub const SCHEDULE: Schedule = Schedule {
    order: [2, 1, 0],
    parallel: 0..2,
    tile: [0, 8, 0],
    vector: 4,
};
