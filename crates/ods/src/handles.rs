//! Writes the Rust code of handles from definitions.
//!
//! The code is included where `Op`, `Value`, `Attr`, `Block`, `Ty`, `Ctx`, `EnumKind`,
//! `Definition` and `SsaBox` are in scope, and `Schedule` where a definition has one.

use crate::parts;
use crate::read::{Attribute, Count, Dialect, Element, Enumeration, Operation};
use std::fmt::Write;

/// `access_dyn` as `AccessDyn`.
pub fn camel_case(name: &str) -> String {
    let mut result = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        result.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        result.extend(letters);
    }
    result
}

/// The name of an accessor; `box` is a keyword of Rust and gets an underscore.
pub fn accessor_name(name: &str) -> &str {
    if name == "box" { "index_box" } else { name }
}

/// The handles of a dialect: a type per operation with an accessor per name, less those that
/// are `by_hand` (operation, name), of which the code requires that they exist; the enums that
/// accessors give; what each operation is made of, and its construction; and the table
/// `DEFINITIONS`.
pub fn generate(dialect: &Dialect, by_hand: &[(&str, &str)]) -> Result<String, String> {
    for (operation, name) in by_hand {
        let known = dialect
            .operations
            .iter()
            .any(|own| own.mnemonic == *operation && names(own).any(|own| own == *name));
        if !known {
            return Err(format!(
                "an accessor is said to be written by hand for `{name}` of {}.{operation}, which the definition lacks",
                dialect.name
            ));
        }
    }
    let mut code = String::new();
    for operation in &dialect.operations {
        let hand: Vec<&str> = by_hand
            .iter()
            .filter(|(own, _)| *own == operation.mnemonic)
            .map(|(_, name)| *name)
            .collect();
        handle(&mut code, dialect, operation, &hand)?;
        parts::write(&mut code, dialect, operation)?;
    }
    for enumeration in &dialect.enumerations {
        let given = dialect.operations.iter().any(|operation| {
            operation.attributes.iter().any(|attribute| {
                attribute.enumeration.as_deref() == Some(&enumeration.name)
                    && !by_hand.contains(&(&operation.mnemonic, &attribute.name))
            })
        });
        if given {
            self::enumeration(&mut code, enumeration);
        }
    }
    definitions(&mut code, dialect);
    Ok(code)
}

/// All names of a definition.
fn names(operation: &Operation) -> impl Iterator<Item = &str> {
    let operands = operation.operands.iter().map(|element| &element.name);
    let attributes = operation.attributes.iter().map(|attribute| &attribute.name);
    let results = operation.results.iter().map(|element| &element.name);
    let regions = operation.regions.iter().map(|region| &region.name);
    let all = operands.chain(attributes).chain(results).chain(regions);
    all.map(String::as_str)
}

macro_rules! line {
    ($code:expr, $($text:tt)*) => {
        writeln!($code, $($text)*).expect("a string can be written to")
    };
}
pub(crate) use line;

fn handle(
    code: &mut String,
    dialect: &Dialect,
    operation: &Operation,
    by_hand: &[&str],
) -> Result<(), String> {
    let handle = camel_case(&operation.mnemonic);
    let name = format!("{}.{}", dialect.name, operation.mnemonic);
    line!(code, "/// `{name}`: {}.", operation.summary);
    line!(code, "#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]");
    line!(code, "pub struct {handle}<'c>(pub Op<'c>);\n");
    line!(code, "impl<'c> {handle}<'c> {{");
    line!(code, "/// The operation's full name.");
    line!(code, "pub const NAME: &'static str = {name:?};\n");
    line!(code, "/// Whether an operation is of this kind.");
    line!(
        code,
        "pub fn is(op: Op<'_>) -> bool {{ op.is(Self::NAME) }}\n"
    );
    line!(code, "/// The handle of an operation of this kind.");
    line!(
        code,
        "pub fn cast(op: Op<'c>) -> Option<Self> {{ Self::is(op).then_some(Self(op)) }}"
    );
    let mut accessor = |name: &str, what: &str, ty: &str, value: &str| {
        if by_hand.contains(&name) {
            return;
        }
        line!(code, "\n/// The {what} `{name}`.");
        line!(
            code,
            "pub fn {}(self) -> {ty} {{ {value} }}",
            accessor_name(name)
        );
    };
    for (number, element) in operation.operands.iter().enumerate() {
        let (ty, value) = operand(operation, number, element);
        accessor(&element.name, "operand", ty, &value);
    }
    for attribute in &operation.attributes {
        let (ty, value) = self::attribute(attribute).ok_or_else(|| {
            format!(
                "no accessor can be made for attributes of the class {} (`{}` of {name})",
                attribute.class, attribute.name
            )
        })?;
        accessor(&attribute.name, "attribute", &ty, &value);
    }
    for (number, element) in operation.results.iter().enumerate() {
        let (ty, value) = result(operation, number, element)?;
        accessor(&element.name, "result", ty, &value);
    }
    for (number, region) in operation.regions.iter().enumerate() {
        let block = format!("self.0.region({number}).block()");
        if region.one_block {
            let value = format!("{block}.expect(\"verified: one block\")");
            accessor(&region.name, "body in the region", "Block<'c>", &value);
        } else {
            let what = "first block of the region";
            accessor(&region.name, what, "Option<Block<'c>>", &block);
        }
    }
    line!(code, "}}\n");
    if !by_hand.is_empty() {
        line!(code, "const _: () = {{");
        line!(code, "fn _written_by_hand(handle: {handle}<'_>) {{");
        for name in by_hand {
            line!(code, "let _ = handle.{}();", accessor_name(name));
        }
        line!(code, "}}\n}};\n");
    }
    Ok(())
}

/// The type and the value of an operand's accessor.
fn operand(operation: &Operation, number: usize, element: &Element) -> (&'static str, String) {
    let before = &operation.operands[..number];
    let after = operation.operands.len() - number - 1;
    let fixed = before.iter().all(|element| element.count == Count::One);
    match element.count {
        Count::One if fixed => ("Value<'c>", format!("self.0.operand({number})")),
        // In a group of its own, or counted from the end.
        Count::One if operation.segmented => ("Value<'c>", format!("self.0.segment({number})[0]")),
        Count::One => (
            "Value<'c>",
            format!("self.0.operand(self.0.operand_count() - {})", after + 1),
        ),
        Count::Optional if operation.segmented => (
            "Option<Value<'c>>",
            format!("self.0.segment({number}).first().copied()"),
        ),
        Count::Many if operation.segmented => {
            ("Vec<Value<'c>>", format!("self.0.segment({number})"))
        }
        Count::Optional => (
            "Option<Value<'c>>",
            format!(
                "(self.0.operand_count() > {}).then(|| self.0.operand({number}))",
                number + after
            ),
        ),
        Count::Many => ("Vec<Value<'c>>", many(number, after)),
    }
}

/// A group whose size no attribute gives: the operands that belong to no other group.
fn many(before: usize, after: usize) -> String {
    match (before, after) {
        (0, 0) => "self.0.operands()".to_string(),
        (_, 0) => format!("self.0.operands().split_off({before})"),
        _ => format!(
            "({before}..self.0.operand_count() - {after}).map(|index| self.0.operand(index)).collect()"
        ),
    }
}

fn result(
    operation: &Operation,
    number: usize,
    element: &Element,
) -> Result<(&'static str, String), String> {
    match element.count {
        Count::One => Ok(("Value<'c>", format!("self.0.result({number})"))),
        Count::Many if operation.results.len() == 1 => {
            Ok(("Vec<Value<'c>>", "self.0.results()".to_string()))
        }
        _ => Err(format!(
            "no accessor can be made for the result `{}` of {}: one result or one group of them is supported",
            element.name, operation.mnemonic
        )),
    }
}

/// The type and the value of an attribute's accessor; `None` for a class that is not known.
fn attribute(attribute: &Attribute) -> Option<(String, String)> {
    let name = &attribute.name;
    let found = format!("self.0.attr({name:?})");
    if attribute.class == "mlir::UnitAttr" {
        return Some(("bool".into(), format!("{found}.is_some()")));
    }
    // The Rust type of an attribute, the code that reads it from `found`, and the value for a required
    // attribute that is missing: verifiers look at operations that were not verified yet.
    let (ty, some, missing) = match (attribute.class.as_str(), &attribute.enumeration) {
        (_, Some(enumeration)) => (
            enumeration.clone(),
            format!("{found}.and_then({enumeration}::of)"),
            ".expect(\"verified: a case\")",
        ),
        ("fvopt::stencil::BoxAttr", _) => (
            "SsaBox<'c>".into(),
            "SsaBox::of(self.0)".into(),
            ".expect(\"verified: a box\")",
        ),
        ("fvopt::stencil::ScheduleAttr", _) => (
            "Schedule".into(),
            format!("{found}.map(Schedule::of)"),
            ".expect(\"verified: a schedule\")",
        ),
        ("mlir::DenseI64ArrayAttr", _) => (
            "Vec<i64>".into(),
            format!("{found}.and_then(|values| values.as_i64_array())"),
            ".unwrap_or_default()",
        ),
        ("mlir::ArrayAttr", _) => (
            "Vec<Attr<'c>>".into(),
            format!("{found}.and_then(|values| values.as_array())"),
            ".unwrap_or_default()",
        ),
        ("mlir::IntegerAttr", _) => (
            "i64".into(),
            format!("{found}.and_then(|value| value.as_integer())"),
            ".unwrap_or_default()",
        ),
        ("mlir::StringAttr" | "mlir::FlatSymbolRefAttr", _) => (
            "&'c str".into(),
            format!("self.0.text_attr({name:?})"),
            ".unwrap_or_default()",
        ),
        ("mlir::TypeAttr", _) => (
            "Ty<'c>".into(),
            format!("{found}.and_then(|ty| ty.as_type())"),
            ".expect(\"verified: a type\")",
        ),
        _ => return None,
    };
    Some(if attribute.optional {
        (format!("Option<{ty}>"), some)
    } else {
        (ty, some + missing)
    })
}

fn enumeration(code: &mut String, enumeration: &Enumeration) {
    let name = &enumeration.name;
    let summary = &enumeration.summary;
    line!(
        code,
        "/// {}{}.",
        summary[..1].to_uppercase(),
        &summary[1..]
    );
    line!(code, "#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]");
    line!(code, "pub enum {name} {{");
    for (symbol, number, keyword) in &enumeration.cases {
        line!(code, "/// `{keyword}`");
        line!(code, "{symbol} = {number},");
    }
    line!(code, "}}\n");
    line!(code, "impl {name} {{");
    line!(code, "/// All cases in order.");
    let cases = enumeration.cases.iter();
    let all: Vec<String> = cases
        .clone()
        .map(|(symbol, ..)| format!("Self::{symbol}"))
        .collect();
    line!(
        code,
        "pub const ALL: &'static [Self] = &[{}];\n",
        all.join(", ")
    );
    line!(code, "/// The case of an attribute.");
    line!(code, "pub fn of(attribute: Attr<'_>) -> Option<Self> {{");
    line!(code, "match attribute.as_enumeration()? {{");
    for (symbol, number, _) in cases {
        line!(code, "{number} => Some(Self::{symbol}),");
    }
    line!(code, "_ => None,\n}}\n}}\n");
    line!(code, "/// The attribute of the case.");
    line!(
        code,
        "pub fn attr<'c>(self, context: Ctx<'c>) -> Attr<'c> {{"
    );
    line!(
        code,
        "Attr::enumeration(context, EnumKind::{name}, self as u32)\n}}\n}}\n"
    );
}

/// The table of names, for tests and tools.
fn definitions(code: &mut String, dialect: &Dialect) {
    let list = |names: Vec<&String>| format!("&{names:?}");
    line!(
        code,
        "/// The operations of the dialect, as they are defined."
    );
    line!(code, "pub const DEFINITIONS: &[Definition] = &[");
    for operation in &dialect.operations {
        let elements = |elements: &[Element]| {
            format!(
                "&{:?}",
                Vec::from_iter(elements.iter().map(|e| e.name.as_str()))
            )
        };
        let optional = operation.attributes.iter().filter(|own| own.optional);
        let required = operation.attributes.iter().filter(|own| !own.optional);
        line!(
            code,
            "Definition {{ name: \"{}.{}\", operands: {}, attributes: {}, optional_attributes: {}, results: {}, regions: {} }},",
            dialect.name,
            operation.mnemonic,
            elements(&operation.operands),
            list(required.map(|own| &own.name).collect()),
            list(optional.map(|own| &own.name).collect()),
            elements(&operation.results),
            list(operation.regions.iter().map(|own| &own.name).collect()),
        );
    }
    line!(code, "];");
}
