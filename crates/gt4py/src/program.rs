//! Programs: stencils, and a function that calls them.

use crate::{
    error::Error,
    import,
    resolve::{literal_bits, scalar_of},
    schema::{Argument, Call, Field, Program},
};
use fvopt_boxes::{Axes, Axis, End, IndexBox, Range};
use ir_program::{attributes::ARGUMENT_NAMES, build as program};
use ir_stencil::{boxes::SsaBox, build::Built};
use mlir_shim::ir::{Attr, BuildError, Builder, Op, Ty, Value};

/// Builds the stencils of a program and a `program.func` that calls them where the builder is. On an error the
/// module is not of use.
pub fn import_program<'c>(builder: &Builder<'c>, document: &Program) -> Result<Op<'c>, Error> {
    for stencil in &document.stencils {
        import(builder, stencil)?;
    }
    let mut types = Vec::new();
    for field in &document.fields {
        types.push(field_type(builder, field)?);
    }
    for scalar in &document.scalars {
        types.push(Ty::scalar(builder.context(), scalar_of(scalar.ty)));
    }
    let domain = Some(document.domain);
    let function = program::func(
        builder,
        &document.name,
        &types,
        domain,
        |inside, arguments| {
            let mut calls = document.calls.iter();
            calls.try_for_each(|one| call(inside, document, arguments, one))
        },
    );
    let function = function.map_err(|error| Error::new(error.0))?;
    let fields = document.fields.iter().map(|field| &field.name);
    let names = fields.chain(document.scalars.iter().map(|scalar| &scalar.name));
    let names: Vec<Attr> = names
        .map(|name| Attr::string(builder.context(), name))
        .collect();
    let names = Attr::array(builder.context(), &names);
    function.0.set_attr(ARGUMENT_NAMES, names);
    Ok(function.0)
}

fn field_type<'c>(builder: &Builder<'c>, field: &Field) -> Result<Ty<'c>, Error> {
    let element = scalar_of(field.element);
    let location = builder.location();
    let layout = field.layout.as_deref().map(|order| {
        let layout = Attr::layout(location, order, element.bytes() as i64, 0);
        layout.ok_or_else(|| {
            Error::new(format!(
                "field `{}` cannot have the layout `{order}`",
                field.name
            ))
        })
    });
    let axes = Axes::of_numbers(field.axes.chars().filter_map(|letter| "ijk".find(letter)));
    let element = Ty::scalar(builder.context(), element);
    Ty::field(location, axes, &field.data, element, layout.transpose()?)
        .ok_or_else(|| Error::new(format!("field `{}` cannot be of this type", field.name)))
}

fn call<'c>(
    builder: &Builder<'c>,
    document: &Program,
    arguments: &[Value<'c>],
    call: &Call,
) -> Built<()> {
    let wrong = |what: &str, number: usize| BuildError(format!("there is no {what} {number}"));
    let stencil = document.stencils.get(call.stencil);
    let stencil = stencil.ok_or_else(|| wrong("stencil", call.stencil))?;
    let mut values = Vec::new();
    for argument in &call.arguments {
        values.push(match argument {
            Argument::Field(number) => *arguments[..document.fields.len()]
                .get(*number)
                .ok_or_else(|| wrong("field", *number))?,
            Argument::Scalar(number) => *arguments
                .get(document.fields.len() + number)
                .ok_or_else(|| wrong("scalar", *number))?,
            Argument::Literal { value, ty } => {
                let ty = scalar_of(*ty);
                let bits = literal_bits(value, ty).map_err(|error| BuildError(error.message))?;
                builder.constant(ty, bits)
            }
        });
    }
    let mut place = IndexBox::whole();
    for axis in Axis::ALL {
        let number = axis.index();
        let high = call.high[number].saturating_sub(document.domain[number]);
        let range = Range::new(End::Start(call.low[number]), End::End(high));
        place = place.with_range(axis, range);
    }
    let place = SsaBox::from(place);
    program::call(builder, &stencil.stencil.name, &values, Some(&place)).map(|_| ())
}
