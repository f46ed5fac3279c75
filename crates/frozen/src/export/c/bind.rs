//! The function that checks arguments and lays them out for calls.

use super::{scalar_type, word_of};
use crate::{
    ArgumentType, FieldShape, Manifest,
    abi::Dimension,
    export::{
        Argument, apart,
        ends::{self, Language},
        entries,
    },
};
use std::fmt::{Result as Written, Write};

/// The dimensions of a field in words.
fn describe(shape: &FieldShape) -> String {
    format!("{shape}, dimensions {}", shape.dimension_names())
}

/// `NAME_bind`, with a comment that says what it takes.
pub(super) fn write(
    out: &mut String,
    name: &str,
    manifests: &[Manifest],
    arguments: &[Argument],
) -> Written {
    comment(out, &manifests[0], arguments)?;
    writeln!(
        out,
        "static inline const char *{name}_bind(struct {name}_binding *binding, int64_t ni, int64_t nj, int64_t nk"
    )?;
    for argument in arguments {
        match argument.ty {
            ArgumentType::Scalar(scalar) => writeln!(
                out,
                "    , {} {}",
                scalar_type(*scalar),
                argument.identifier
            )?,
            ArgumentType::Field(_) => writeln!(
                out,
                "    , const struct fvopt_field *{}",
                argument.identifier
            )?,
        }
    }
    writeln!(out, ") {{\n  uint64_t *words = binding->words;")?;
    writeln!(
        out,
        "  if (ni < 1 || nj < 1 || nk < 1) return \"the domain has no points\";"
    )?;
    choose(out, manifests)?;
    writeln!(
        out,
        "  words[0] = (uint64_t)ni; words[1] = (uint64_t)nj; words[2] = (uint64_t)nk;"
    )?;
    // Boxes of a pinned variant are exact for its domain only; the others hold for any.
    let general = manifests
        .iter()
        .find(|manifest| manifest.target.domain.is_none());
    let general = general.unwrap_or(&manifests[0]);
    required_ends(out, general, arguments)?;
    for (number, argument) in arguments.iter().enumerate() {
        match argument.ty {
            ArgumentType::Scalar(scalar) => {
                let value = word_of(*scalar, &argument.identifier);
                writeln!(out, "  words[{}] = {value};", argument.word)?;
            }
            ArgumentType::Field(shape) => {
                check_field(out, general, number, arguments, shape)?;
                field_words(out, argument, shape)?;
            }
        }
    }
    overlaps(out, general, arguments)?;
    writeln!(out, "  return NULL;\n}}\n")
}

/// What the function does, and what each argument must be.
fn comment(out: &mut String, manifest: &Manifest, arguments: &[Argument]) -> Written {
    writeln!(
        out,
        "/* Checks the arguments and lays them out; NULL, or what does not fit. The fields' memory must stay where it is as"
    )?;
    writeln!(
        out,
        "   long as the binding is called. The domain starts at coordinate 0 and has ni x nj x nk points."
    )?;
    for (number, argument) in arguments.iter().enumerate() {
        let id = &argument.identifier;
        match argument.ty {
            ArgumentType::Scalar(scalar) => writeln!(out, "   {id}: {}", scalar.name())?,
            ArgumentType::Field(shape) => {
                let required = manifest.required.boxes.get(number).and_then(Option::as_ref);
                let required = required.map_or("nothing".to_string(), ToString::to_string);
                writeln!(out, "   {id}: {}; needed: {required}", describe(shape))?;
            }
        }
    }
    writeln!(out, "*/")
}

/// Refuses fields that share memory and must not.
fn overlaps(out: &mut String, manifest: &Manifest, arguments: &[Argument]) -> Written {
    for (left, right) in apart(manifest) {
        let (left, right) = (&arguments[left], &arguments[right]);
        writeln!(
            out,
            "  if (fvopt_overlap({0}, {1}, {2}, {3}, {4}, {5}))",
            left.identifier,
            rank(left),
            bytes(left),
            right.identifier,
            rank(right),
            bytes(right)
        )?;
        writeln!(
            out,
            "    return \"{} and {} share memory\";",
            left.identifier, right.identifier
        )?;
    }
    Ok(())
}

fn rank(argument: &Argument) -> usize {
    match argument.ty {
        ArgumentType::Field(shape) => shape.dimensions.len(),
        ArgumentType::Scalar(_) => 0,
    }
}

fn bytes(argument: &Argument) -> usize {
    match argument.ty {
        ArgumentType::Field(shape) => shape.element.bytes(),
        ArgumentType::Scalar(scalar) => scalar.bytes(),
    }
}

/// The entry of the variant for the domain.
fn choose(out: &mut String, manifests: &[Manifest]) -> Written {
    let (pinned, any) = entries(manifests);
    for ([i, j, k], symbol) in &pinned {
        writeln!(
            out,
            "  if (ni == {i} && nj == {j} && nk == {k}) binding->entry = {symbol}; else"
        )?;
    }
    match any {
        Some(symbol) => writeln!(out, "  binding->entry = {symbol};"),
        None => {
            let domains: Vec<String> = pinned
                .iter()
                .map(|([i, j, k], _)| format!("{i} x {j} x {k}"))
                .collect();
            writeln!(
                out,
                "  return \"the program is compiled for {} alone\";",
                domains.join(" and ")
            )
        }
    }
}

fn language(position: &dyn Fn(u32) -> String) -> Language<'_> {
    Language {
        size: &|axis| ["ni", "nj", "nk"][axis].to_string(),
        position,
        minimum: "fvopt_minimum",
        maximum: "fvopt_maximum",
        number: &|number| format!("INT64_C({number})"),
    }
}

fn position<'l>(arguments: &'l [Argument]) -> impl Fn(u32) -> String + 'l {
    |number: u32| match arguments.get(number as usize) {
        Some(argument) => format!("(int64_t){}", argument.identifier),
        None => format!("end_{}", number as usize - arguments.len()),
    }
}

/// Ends that boxes refer to, each as a variable.
fn required_ends(out: &mut String, manifest: &Manifest, arguments: &[Argument]) -> Written {
    let position = position(arguments);
    for (number, end) in manifest.required.ends.iter().enumerate() {
        let (axis, end) = ends::bounded(end);
        let value = ends::expression(end, axis, &language(&position));
        let value = value.unwrap_or_else(|| "0".into());
        writeln!(
            out,
            "  const int64_t end_{number} = {value}; (void)end_{number};"
        )?;
    }
    Ok(())
}

/// Checks a field: its memory, and that it holds what the program needs.
fn check_field(
    out: &mut String,
    manifest: &Manifest,
    number: usize,
    arguments: &[Argument],
    shape: &FieldShape,
) -> Written {
    let id = &arguments[number].identifier;
    writeln!(
        out,
        "  if (!{id} || !{id}->data) return \"{id} has no memory\";"
    )?;
    if let Some(last) = shape.dimensions.len().checked_sub(1) {
        writeln!(
            out,
            "  if ({id}->stride[{last}] != 1) return \"{id}: the stride of the last dimension is not 1\";"
        )?;
    }
    for (place, dimension) in shape.dimensions.iter().enumerate() {
        match dimension {
            Dimension::Data(data) => {
                let size = shape.data[*data];
                writeln!(
                    out,
                    "  if ({id}->size[{place}] != {size}) return \"{id}: the size of {dimension} is not {size}\";"
                )?;
            }
            Dimension::Axis(axis) => {
                let part = manifest.required.boxes.get(number).and_then(Option::as_ref);
                let Some(part) = part else { continue };
                let position = position(arguments);
                let language = language(&position);
                let range = &part.ranges()[*axis];
                let low = ends::expression(&range.low, *axis, &language);
                let high = ends::expression(&range.high, *axis, &language);
                let nonempty = match (&low, &high) {
                    (Some(low), Some(high)) => format!("{low} < {high} && "),
                    _ => String::new(),
                };
                if let Some(low) = &low {
                    writeln!(
                        out,
                        "  if ({nonempty}{low} < -{id}->halo[{axis}]) return \"{id} is too small on the low side of {dimension}\";"
                    )?;
                }
                if let Some(high) = &high {
                    writeln!(
                        out,
                        "  if ({nonempty}{high} > {id}->size[{place}] - {id}->halo[{axis}]) return \"{id} is too small on the high side of {dimension}\";"
                    )?;
                }
            }
        }
    }
    Ok(())
}

/// Lays a field out: the words of the memory ABI.
fn field_words(out: &mut String, argument: &Argument, shape: &FieldShape) -> Written {
    let (id, word) = (&argument.identifier, argument.word);
    let rank = shape.dimensions.len();
    writeln!(
        out,
        "  words[{word}] = words[{}] = (uint64_t)(uintptr_t){id}->data; words[{}] = 0;",
        word + 1,
        word + 2
    )?;
    for place in 0..rank {
        writeln!(
            out,
            "  words[{}] = (uint64_t){id}->size[{place}]; words[{}] = (uint64_t){id}->stride[{place}];",
            word + 3 + place,
            word + 3 + rank + place
        )?;
    }
    let axes = (0..3).filter(|axis| shape.has_axis(*axis));
    for (place, axis) in axes.enumerate() {
        writeln!(
            out,
            "  words[{}] = (uint64_t){id}->halo[{axis}];",
            word + 3 + 2 * rank + place
        )?;
    }
    Ok(())
}
