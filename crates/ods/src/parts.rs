//! Builders written from definitions: for each operation what it is made of, and its construction.
//!
//! Nothing of a definition can be left out, and what is added to one is missing wherever the
//! operation is made, when the crate is compiled. Besides the names that handles need, `Builder`,
//! `OpState`, `Region` and `Scalar` are in scope where the code is included.

use crate::handles::{accessor_name, camel_case, line};
use crate::read::{Attribute, Count, Dialect, Operation};
use std::fmt::Write;

/// Attributes that are set on an operation that was made: what functions and calls say of their
/// arguments and results, and who sees a symbol.
const SET_AFTERWARDS: [&str; 3] = ["arg_attrs", "res_attrs", "sym_visibility"];

/// The operands that belong to an attribute `box`.
const BOUNDS: &str = "bounds";

/// A part of an operation: its field, and how it is given to the operation under construction.
struct Part {
    name: String,
    what: &'static str,
    ty: String,
}

/// Writes what an operation is made of (`LoadParts`) and `Load::state`, which makes it.
pub(crate) fn write(
    code: &mut String,
    dialect: &Dialect,
    operation: &Operation,
) -> Result<(), String> {
    let mut parts = Vec::new();
    let calls = [
        operands(operation, &mut parts),
        attributes(operation, &mut parts)?,
        results(operation, &mut parts),
        regions(operation, &mut parts),
    ]
    .concat();
    let handle = camel_case(&operation.mnemonic);
    let name = format!("{}.{}", dialect.name, operation.mnemonic);
    let lifetimes: Vec<&str> = ["'p", "'c"]
        .into_iter()
        .filter(|lifetime| parts.iter().any(|part| part.ty.contains(lifetime)))
        .collect();
    let generics = match lifetimes.is_empty() {
        true => String::new(),
        false => format!("<{}>", lifetimes.join(", ")),
    };
    let argument = match parts.is_empty() {
        true => String::new(),
        false => format!(", parts: {handle}Parts{}", generics.replace("'p", "'_")),
    };
    if !parts.is_empty() {
        line!(code, "/// What a `{name}` is made of.");
        line!(code, "#[derive(Debug)]");
        line!(code, "pub struct {handle}Parts{generics} {{");
        for part in &parts {
            line!(code, "/// The {} `{}`.", part.what, part.name);
            line!(code, "pub {}: {},", accessor_name(&part.name), part.ty);
        }
        line!(code, "}}\n");
    }
    line!(code, "impl<'c> {handle}<'c> {{");
    line!(
        code,
        "/// The operation under construction, with the location of the builder."
    );
    line!(
        code,
        "pub fn state(builder: &Builder<'c>{argument}) -> OpState<'c> {{"
    );
    if calls.iter().any(|call| call.contains("context")) {
        line!(code, "let context = builder.context();");
    }
    line!(code, "builder.op(Self::NAME){}", calls.concat());
    line!(code, "}}\n}}\n");
    Ok(())
}

/// The attribute `box`, which takes the operands `bounds` with it.
fn own_box(operation: &Operation) -> Option<&Attribute> {
    operation
        .attributes
        .iter()
        .find(|attribute| attribute.name == "box" && attribute.class == "fvopt::stencil::BoxAttr")
}

fn operands(operation: &Operation, parts: &mut Vec<Part>) -> Vec<String> {
    let mut groups = Vec::new();
    for element in &operation.operands {
        let field = &element.name;
        let (ty, group) = match (element.count, own_box(operation)) {
            (_, Some(own)) if field == BOUNDS => {
                groups.push(match own.optional {
                    true => "parts.index_box.map_or(&[][..], |own| &own.positions)".to_string(),
                    false => "&parts.index_box.positions".to_string(),
                });
                continue;
            }
            (Count::One, _) => ("Value<'c>", format!("&[parts.{field}]")),
            (Count::Optional, _) => ("Option<Value<'c>>", format!("parts.{field}.as_slice()")),
            (Count::Many, _) => ("&'p [Value<'c>]", format!("parts.{field}")),
        };
        groups.push(group);
        parts.push(Part {
            name: field.clone(),
            what: "operand",
            ty: ty.to_string(),
        });
    }
    match operation.segmented {
        true => vec![format!(".segments(&[{}])", groups.join(", "))],
        false => groups
            .iter()
            .map(|group| format!(".operands({group})"))
            .collect(),
    }
}

fn attributes(operation: &Operation, parts: &mut Vec<Part>) -> Result<Vec<String>, String> {
    let mut calls = Vec::new();
    let built = |attribute: &&Attribute| !SET_AFTERWARDS.contains(&attribute.name.as_str());
    for attribute in operation.attributes.iter().filter(built) {
        let name = &attribute.name;
        let field = format!("parts.{}", accessor_name(name));
        let part = |ty: String| Part {
            name: name.clone(),
            what: "attribute",
            ty,
        };
        if attribute.class == "mlir::UnitAttr" {
            parts.push(part("bool".into()));
            calls.push(format!(
                ".optional_attr({name:?}, {field}.then(|| Attr::unit(context)))"
            ));
            continue;
        }
        let (ty, made) = made(attribute).ok_or_else(|| {
            format!(
                "no part can be made of attributes of the class {} (`{name}` of {})",
                attribute.class, operation.mnemonic
            )
        })?;
        if attribute.optional {
            parts.push(part(format!("Option<{ty}>")));
            calls.push(format!(
                ".optional_attr({name:?}, {field}.map(|value| {made}))"
            ));
        } else {
            parts.push(part(ty));
            let made = made.replace("value", &field);
            calls.push(format!(".attr({name:?}, {made})"));
        }
    }
    Ok(calls)
}

/// What an attribute is in Rust, and how it is made of `value`.
fn made(attribute: &Attribute) -> Option<(String, String)> {
    let (ty, made) = match (attribute.class.as_str(), &attribute.enumeration) {
        (_, Some(enumeration)) => {
            let made = format!("Attr::enumeration(context, EnumKind::{enumeration}, value as u32)");
            return Some((enumeration.clone(), made));
        }
        ("fvopt::stencil::BoxAttr", _) => ("&'p SsaBox<'c>", "value.attr(context)"),
        ("fvopt::stencil::ScheduleAttr", _) => ("&'p Schedule", "value.attr(builder.location())"),
        ("mlir::DenseI64ArrayAttr", _) => ("&'p [i64]", "Attr::i64_array(context, value)"),
        ("mlir::ArrayAttr", _) => ("&'p [Attr<'c>]", "Attr::array(context, value)"),
        ("mlir::IntegerAttr", _) => (
            "i64",
            "Attr::integer(Ty::scalar(context, Scalar::I64), value)",
        ),
        ("mlir::StringAttr", _) => ("&'p str", "Attr::string(context, value)"),
        ("mlir::FlatSymbolRefAttr", _) => ("&'p str", "Attr::symbol(context, value)"),
        ("mlir::TypeAttr", _) => ("Ty<'c>", "Attr::ty(value)"),
        _ => return None,
    };
    Some((ty.to_string(), made.to_string()))
}

fn results(operation: &Operation, parts: &mut Vec<Part>) -> Vec<String> {
    let mut calls = Vec::new();
    for element in &operation.results {
        let field = &element.name;
        let (ty, call) = match element.count {
            Count::One => ("Ty<'c>", format!(".results(&[parts.{field}])")),
            Count::Optional => (
                "Option<Ty<'c>>",
                format!(".results(parts.{field}.as_slice())"),
            ),
            Count::Many => ("&'p [Ty<'c>]", format!(".results(parts.{field})")),
        };
        parts.push(Part {
            name: field.clone(),
            what: "type of the result",
            ty: ty.to_string(),
        });
        calls.push(call);
    }
    calls
}

fn regions(operation: &Operation, parts: &mut Vec<Part>) -> Vec<String> {
    let mut calls = Vec::new();
    for region in &operation.regions {
        parts.push(Part {
            name: region.name.clone(),
            what: "region",
            ty: "Region<'c>".to_string(),
        });
        calls.push(format!(".region(parts.{})", region.name));
    }
    calls
}
