//! The manifest's JSON: the file as a whole, its format, and its hash.

mod convert;
mod members;

use super::{Manifest, ObjectFile, VERSION, check_abi};
use crate::Error;
use convert::{all, body, manifest};
use members::{Contents, File, Object};
use serde_json::Value;

pub(super) fn write(variants: &[&Manifest], object: &[u8]) -> String {
    let ObjectFile { bytes, blake3 } = ObjectFile::of(object);
    let contents = Contents {
        object: Object { bytes, blake3 },
        variants: variants.iter().map(|manifest| body(manifest)).collect(),
    };
    let body = serde_json::to_value(contents).expect("plain data");
    let file = File {
        format: VERSION,
        blake3: hash(&body),
        artifact: body,
    };
    serde_json::to_string_pretty(&file).expect("plain data") + "\n"
}

/// The hash of a value, however it is laid out as text.
fn hash(body: &Value) -> String {
    blake3::hash(body.to_string().as_bytes())
        .to_hex()
        .to_string()
}

pub(super) fn read(text: &str) -> Result<(Vec<Manifest>, ObjectFile), Error> {
    let damaged = |problem: String| {
        Error::Artifact(format!(
            "the manifest is damaged: {problem}; compile the program again"
        ))
    };
    let value: Value = serde_json::from_str(text).map_err(|error| damaged(error.to_string()))?;
    // Before all else: of another format nothing else is known.
    match value.get("format").and_then(Value::as_u64) {
        Some(format) if format == u64::from(VERSION) => {}
        Some(format) => {
            return Err(Error::Version(format!(
                "the manifest has format {format}, but this fvopt reads format {VERSION}; compile the program again"
            )));
        }
        None => return Err(damaged("it has no `format`".into())),
    }
    let file: File = serde_json::from_value(value).map_err(|error| damaged(error.to_string()))?;
    if hash(&file.artifact) != file.blake3 {
        return Err(damaged("it has not the hash that it says".into()));
    }
    let versions = file.artifact.get("variants").and_then(Value::as_array);
    for variant in versions.into_iter().flatten() {
        if let Some(version) = variant.get("abi").and_then(Value::as_u64) {
            check_abi(version as u32)?;
        }
    }
    let contents: Contents =
        serde_json::from_value(file.artifact).map_err(|error| damaged(error.to_string()))?;
    let object = ObjectFile {
        bytes: contents.object.bytes,
        blake3: contents.object.blake3,
    };
    let variants = all(contents.variants.into_iter().map(manifest));
    match variants {
        Some(variants) if !variants.is_empty() => Ok((variants, object)),
        Some(_) => Err(damaged("it has no program".into())),
        None => Err(damaged("it names what this fvopt does not know".into())),
    }
}
