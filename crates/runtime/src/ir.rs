//! What an artifact says of a program, read off its IR.

use fvopt_boxes::{IndexBox, PlacedBox};
use fvopt_frozen::{ArgumentType, FieldShape, Required, Signature, Statistics};
use fvopt_lowering::abi;
use fvopt_passes::stencil_infer_bounds::{REQUIRED, REQUIRED_ENDS};
use ir_program::{attributes::ARGUMENT_NAMES, ops::Alloc};
use mlir_shim::ir::{Op, Ty};

/// The shape of a field type; nothing of another type.
pub fn shape_of(ty: Ty<'_>) -> Option<FieldShape> {
    let shaped = ty.shaped().filter(|shaped| shaped.is_field)?;
    Some(FieldShape {
        axes: shaped.axes,
        data: shaped.data.clone(),
        element: shaped.element.as_scalar()?,
        dimensions: abi::dimensions(&shaped),
    })
}

/// The type of an argument.
pub(crate) fn argument_type(ty: Ty<'_>) -> Option<ArgumentType> {
    Some(match shape_of(ty) {
        Some(shape) => ArgumentType::Field(shape),
        None => ArgumentType::Scalar(ty.as_scalar()?),
    })
}

/// The signature of a `program.func` or `stencil.func`.
pub fn signature_of(function: Op<'_>) -> Option<Signature> {
    let names: Vec<&str> = function
        .attr(ARGUMENT_NAMES)
        .and_then(|names| names.as_array())
        .unwrap_or_default()
        .into_iter()
        .filter_map(|name| name.as_text())
        .collect();
    let mut arguments = Vec::new();
    for (number, argument) in function.body()?.arguments().into_iter().enumerate() {
        let name = names
            .get(number)
            .map_or(format!("arg{number}"), |name| name.to_string());
        arguments.push((name, argument_type(argument.ty())?));
    }
    let domain = function
        .attr("domain")
        .and_then(|domain| domain.as_i64_array());
    Some(Signature {
        entry: function.symbol_name()?.to_string(),
        arguments,
        domain: domain.and_then(|domain| domain.try_into().ok()),
    })
}

/// What inferring bounds wrote down on a program.
pub(crate) fn required_of(function: Op<'_>) -> Required {
    let boxes = |name: &str| {
        let boxes = function.attr(name).and_then(|boxes| boxes.as_array());
        let boxes = boxes.unwrap_or_default();
        boxes.into_iter().map(ir_stencil::boxes::decode)
    };
    Required {
        boxes: boxes(REQUIRED).collect(),
        ends: boxes(REQUIRED_ENDS).flatten().collect(),
    }
}

/// Of a program in kernel form.
pub(crate) fn statistics_of(function: Op<'_>) -> Statistics {
    let entry = function.body();
    let temporaries = function
        .collect(Alloc::NAME)
        .into_iter()
        .filter_map(|alloc| {
            let shape = shape_of(alloc.result(0).ty())?;
            let PlacedBox {
                index_box,
                positions,
            } = Alloc(alloc).index_box().0;
            // A size that is computed while running is counted as the domain's.
            let known = positions.iter().all(|value| value.owner_block() == entry);
            let index_box = match known {
                true => {
                    index_box.map_positions(&|number| positions[number as usize].number() as u32)
                }
                false => IndexBox::domain(),
            };
            Some((
                index_box,
                shape.axes,
                shape.components() * shape.element.bytes(),
            ))
        })
        .collect();
    Statistics {
        kernels: function.collect("stencil.kernel").len(),
        temporaries,
    }
}
