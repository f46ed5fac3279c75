//! Reading the JSON.

use crate::{
    error::{Error, Place},
    schema::{Document, FORMAT, PROGRAM_FORMAT, Program, VERSION},
};
use mlir_shim::stack;
use serde::{Deserialize, de::DeserializeOwned};

/// How deeply brackets of the JSON may nest. An operator takes two of them.
pub const MAXIMUM_DEPTH: usize = 2048;

/// What must be right before anything else is looked at.
#[derive(Deserialize)]
struct Header {
    format: Option<String>,
    version: Option<u64>,
}

/// Reads a document; `name` stands for the file in errors.
pub fn read(name: &str, text: &str) -> Result<Document, Error> {
    read_as(name, text, FORMAT)
}

/// Reads a program; `name` stands for the file in errors.
pub fn read_program(name: &str, text: &str) -> Result<Program, Error> {
    read_as(name, text, PROGRAM_FORMAT)
}

fn read_as<T: DeserializeOwned + Send>(name: &str, text: &str, format: &str) -> Result<T, Error> {
    let depth = depth(text);
    if depth > MAXIMUM_DEPTH {
        return Err(Error::new(format!(
            "{name}: brackets nest {depth} deep, more than {MAXIMUM_DEPTH}; split an expression with a temporary"
        )));
    }
    // The parser recurses, by less than a kilobyte for a bracket.
    stack::on_large(|| parse(name, text, format))
        .unwrap_or_else(|| Err(Error::new("the system gives no thread to read the JSON on")))
}

fn parse<T: DeserializeOwned>(name: &str, text: &str, format: &str) -> Result<T, Error> {
    let header: Header = from_text(name, text)?;
    match (header.format.as_deref(), header.version) {
        (Some(given), Some(version)) if given == format && version == u64::from(VERSION) => {
            from_text(name, text)
        }
        (Some(given), Some(version)) if given == format => Err(Error::new(format!(
            "{name} has version {version} of the format `{format}`, but this fvopt reads version {VERSION}; \
             write it with the `fvopt` package of this version"
        ))),
        _ => Err(Error::new(format!(
            "{name} is no such file: it needs \"format\": \"{format}\" and \"version\": {VERSION}"
        ))),
    }
}

fn from_text<'t, T: Deserialize<'t>>(name: &str, text: &'t str) -> Result<T, Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let read = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| {
        let message = error.to_string();
        let place = Place {
            file: name.to_string(),
            line: error.line() as u32,
            column: error.column() as u32,
        };
        let suffix = format!(" at line {} column {}", error.line(), error.column());
        let message = message.strip_suffix(&suffix).unwrap_or(&message);
        Error::new(message).at(Some(&place))
    })
}

/// How deeply brackets nest outside of strings.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let mut in_string = false;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if in_string => {
                bytes.next();
            }
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
