//! A header for C and C++.

use super::{
    Argument, DIMENSIONS, apart, arguments, ends, ends::Language, entries, names::identifier,
};
use crate::{
    ArgumentType, Error, FieldShape, Manifest,
    abi::{self, Dimension},
};
use fvopt_native::Scalar;
use std::fmt::Write;

/// What arguments must not be called: words of C and C++, and what the header has.
const KEYWORDS: &[&str] = &[
    "alignas",
    "and",
    "asm",
    "auto",
    "binding",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "delete",
    "do",
    "domain",
    "double",
    "else",
    "enum",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "host",
    "if",
    "inline",
    "int",
    "long",
    "mutable",
    "namespace",
    "new",
    "ni",
    "nj",
    "nk",
    "not",
    "operator",
    "or",
    "private",
    "protected",
    "public",
    "register",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "template",
    "this",
    "throw",
    "true",
    "try",
    "typedef",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "while",
    "words",
    "xor",
];

/// What all headers share, once.
const COMMON: &str = include_str!("common.h");

/// The header of variants of one program.
pub fn header(manifests: &[Manifest], name: &str) -> Result<String, Error> {
    let manifest = &manifests[0];
    let name = identifier(name);
    let (arguments, words) = arguments(manifest, KEYWORDS)?;
    let guard = format!("FVOPT_PROGRAM_{}_H", name.to_ascii_uppercase());
    let mut text = String::new();
    let entry = fvopt_native::Symbol(&manifest.signature.entry);
    write_all(&mut text, |out| {
        writeln!(
            out,
            "/* {entry}, compiled by {}. Made by `fvopt compile`; memory ABI {}. */",
            manifest.compiler,
            abi::VERSION
        )?;
        writeln!(out, "#ifndef {guard}\n#define {guard}\n")?;
        out.push_str(COMMON);
        writeln!(out, "\n#ifdef __cplusplus\nextern \"C\" {{\n#endif\n")?;
        let (pinned, any) = entries(manifests);
        for symbol in pinned.iter().map(|(_, symbol)| *symbol).chain(any) {
            writeln!(
                out,
                "int32_t {symbol}(const struct fvopt_host *host, const uint64_t *words);"
            )?;
        }
        writeln!(
            out,
            "\n/* The program with its arguments, ready for any number of calls. */"
        )?;
        writeln!(
            out,
            "struct {name}_binding {{\n  int32_t (*entry)(const struct fvopt_host *, const uint64_t *);"
        )?;
        writeln!(out, "  uint64_t words[{words}];\n}};\n")?;
        bind(out, &name, manifests, &arguments)?;
        writeln!(
            out,
            "/* Runs the program; 0 for success. Without a host (NULL) its callbacks fail and its reports are lost. */"
        )?;
        writeln!(
            out,
            "static inline int32_t {name}_call(const struct {name}_binding *binding, const struct fvopt_host *host) {{"
        )?;
        writeln!(out, "  return binding->entry(host, binding->words);\n}}\n")?;
        setters(out, &name, &arguments)?;
        writeln!(out, "#ifdef __cplusplus\n}}\n#endif\n\n#endif")
    });
    Ok(text)
}

fn write_all(text: &mut String, write: impl FnOnce(&mut String) -> std::fmt::Result) {
    write(text).expect("a string takes all");
}

/// The type of a scalar.
fn scalar_type(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::F32 => "float",
        Scalar::F64 => "double",
        Scalar::I1 | Scalar::I8 => "int8_t",
        Scalar::I16 => "int16_t",
        Scalar::I32 => "int32_t",
        Scalar::I64 | Scalar::Index => "int64_t",
    }
}

/// The dimensions of a field in words.
fn describe(shape: &FieldShape) -> String {
    let dimensions: Vec<String> = shape.dimensions.iter().map(Dimension::to_string).collect();
    format!("{shape}, dimensions {}", dimensions.join(", "))
}

fn bind(
    out: &mut String,
    name: &str,
    manifests: &[Manifest],
    arguments: &[Argument],
) -> std::fmt::Result {
    writeln!(
        out,
        "/* Checks the arguments and lays them out; NULL, or what does not fit. The fields' memory must stay where it is as"
    )?;
    writeln!(
        out,
        "   long as the binding is called. The domain starts at coordinate 0 and has ni x nj x nk points."
    )?;
    for (number, argument) in arguments.iter().enumerate() {
        match argument.ty {
            ArgumentType::Scalar(scalar) => {
                writeln!(out, "   {}: {}", argument.identifier, scalar.name())?
            }
            ArgumentType::Field(shape) => {
                let required = manifests[0]
                    .required
                    .boxes
                    .get(number)
                    .and_then(Option::as_ref);
                let required = required.map_or("nothing".to_string(), ToString::to_string);
                writeln!(
                    out,
                    "   {}: {}; needed: {required}",
                    argument.identifier,
                    describe(shape)
                )?;
            }
        }
    }
    writeln!(
        out,
        "*/\nstatic inline const char *{name}_bind(struct {name}_binding *binding, int64_t ni, int64_t nj, int64_t nk"
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
            ArgumentType::Field(shape) => field(out, general, number, argument, shape, arguments)?,
        }
    }
    let field = |number: usize| -> &Argument { &arguments[number] };
    for (left, right) in apart(general) {
        let (left, right) = (field(left), field(right));
        let (a, b) = (rank(left), rank(right));
        writeln!(
            out,
            "  if (fvopt_overlap({0}, {a}, {1}, {2}, {b}, {3}))",
            left.identifier,
            bytes(left),
            right.identifier,
            bytes(right)
        )?;
        writeln!(
            out,
            "    return \"{} and {} share memory\";",
            left.identifier, right.identifier
        )?;
    }
    writeln!(out, "  return NULL;\n}}\n")
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
fn choose(out: &mut String, manifests: &[Manifest]) -> std::fmt::Result {
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
fn required_ends(
    out: &mut String,
    manifest: &Manifest,
    arguments: &[Argument],
) -> std::fmt::Result {
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

/// A scalar as a word.
fn word_of(scalar: Scalar, value: &str) -> String {
    match scalar {
        Scalar::F64 => format!("fvopt_f64({value})"),
        Scalar::F32 => format!("fvopt_f32({value})"),
        Scalar::I1 => format!("(uint64_t)({value} != 0)"),
        _ => format!("(uint64_t)(int64_t){value}"),
    }
}

/// Checks a field and lays it out.
fn field(
    out: &mut String,
    manifest: &Manifest,
    number: usize,
    argument: &Argument,
    shape: &FieldShape,
    arguments: &[Argument],
) -> std::fmt::Result {
    let id = &argument.identifier;
    let rank = shape.dimensions.len();
    writeln!(
        out,
        "  if (!{id} || !{id}->data) return \"{id} has no memory\";"
    )?;
    if rank > 0 {
        writeln!(
            out,
            "  if ({id}->stride[{}] != 1) return \"{id}: the stride of the last dimension is not 1\";",
            rank - 1
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
    let word = argument.word;
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

/// Scalars can be set between calls, where no box depends on them.
fn setters(out: &mut String, name: &str, arguments: &[Argument]) -> std::fmt::Result {
    for argument in arguments {
        if let ArgumentType::Scalar(scalar) = argument.ty
            && scalar.is_float()
        {
            let (id, ty) = (&argument.identifier, scalar_type(*scalar));
            writeln!(
                out,
                "/* Sets {} for the next calls. */",
                argument.name.escape_default()
            )?;
            writeln!(
                out,
                "static inline void {name}_set_{id}(struct {name}_binding *binding, {ty} value) {{"
            )?;
            writeln!(
                out,
                "  binding->words[{}] = {};\n}}\n",
                argument.word,
                word_of(*scalar, "value")
            )?;
        }
    }
    Ok(())
}

// The structure in `common.h` has as many.
const _: () = assert!(DIMENSIONS == 8);
