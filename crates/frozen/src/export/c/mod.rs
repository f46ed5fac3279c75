//! A header for C and C++.

mod bind;
mod keywords;

use super::{Argument, DIMENSIONS, arguments, entries, names::identifier};
use crate::{ArgumentType, Error, Manifest, abi};
use fvopt_native::{Scalar, Symbol};
use keywords::KEYWORDS;
use std::fmt::Write;

/// What all headers share, once.
const COMMON: &str = include_str!("common.h");

/// The header of variants of one program.
pub fn header(manifests: &[Manifest], name: &str) -> Result<String, Error> {
    let manifest = &manifests[0];
    let name = identifier(name);
    let (arguments, words) = arguments(manifest, KEYWORDS)?;
    let guard = format!("FVOPT_PROGRAM_{}_H", name.to_ascii_uppercase());
    let mut text = String::new();
    let entry = Symbol(&manifest.signature.entry);
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
        bind::write(out, &name, manifests, &arguments)?;
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

/// A scalar as a word.
fn word_of(scalar: Scalar, value: &str) -> String {
    match scalar {
        Scalar::F64 => format!("fvopt_f64({value})"),
        Scalar::F32 => format!("fvopt_f32({value})"),
        Scalar::I1 => format!("(uint64_t)({value} != 0)"),
        _ => format!("(uint64_t)(int64_t){value}"),
    }
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
