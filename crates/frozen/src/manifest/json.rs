//! The manifest's JSON: its members in one place, apart from the types that programs work with.

use super::{Manifest, ObjectFile, Processor, VERSION, check_abi};
use crate::{
    Error,
    abi::{self, Dimension},
    host::Callback,
    required::Required,
    signature::{ArgumentType, FieldShape, Signature},
    statistics::Statistics,
    target::{Cpu, Target},
};
use fvopt_boxes::IndexBox;
use fvopt_native::{Diagnostic, Scalar, Severity};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The file: a version that every reader can read, a hash of the rest, and the rest.
#[derive(Serialize, Deserialize)]
struct File {
    format: u32,
    blake3: String,
    artifact: Value,
}

/// An object, and the programs in it: variants of one.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    object: Object,
    variants: Vec<Body>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    abi: u32,
    entry: String,
    symbol: String,
    domain: Option<[i64; 3]>,
    arguments: Vec<Argument>,
    one_field: Vec<(usize, usize)>,
    constants: Vec<(usize, u64)>,
    required_ends: Vec<BoxText>,
    sites: Vec<String>,
    callbacks: Vec<HostFunction>,
    statistics: Counts,
    warnings: Vec<Warning>,
    target: Aim,
    processor: ProcessorText,
    openmp: bool,
    provenance: Provenance,
}

#[derive(Serialize, Deserialize)]
struct Object {
    bytes: u64,
    blake3: String,
}

#[derive(Serialize, Deserialize)]
struct Provenance {
    compiler: String,
    llvm: String,
    key: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Argument {
    name: String,
    #[serde(flatten)]
    ty: Type,
    required: Option<BoxText>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Type {
    Scalar {
        element: String,
    },
    Field {
        element: String,
        axes: String,
        data: Vec<i64>,
        dimensions: Vec<String>,
    },
}

/// A box as people read it, and as programs do.
#[derive(Serialize, Deserialize)]
struct BoxText {
    text: String,
    code: Vec<i64>,
}

#[derive(Serialize, Deserialize)]
struct HostFunction {
    name: String,
    site: String,
    arguments: Vec<Type>,
}

#[derive(Serialize, Deserialize)]
struct Counts {
    kernels: usize,
    temporaries: Vec<(BoxText, u32, usize)>,
}

#[derive(Serialize, Deserialize)]
struct Warning {
    severity: String,
    location: String,
    message: String,
    notes: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct Aim {
    machine: String,
    cpu: String,
    features: String,
    threads: Option<u16>,
    domain: Option<[i64; 3]>,
    checked: bool,
    math: String,
    level: u8,
}

#[derive(Serialize, Deserialize)]
struct ProcessorText {
    triple: String,
    name: String,
    features: Vec<String>,
}

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
            return Err(Error::Artifact(format!(
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

fn body(manifest: &Manifest) -> Body {
    let Manifest {
        symbol,
        signature,
        target,
        equal,
        constants,
        required,
        places,
        callbacks,
        statistics,
        warnings,
        processor,
        uses_openmp,
        compiler,
        llvm,
        key,
    } = manifest;
    let arguments = signature.arguments.iter().enumerate();
    Body {
        abi: abi::VERSION,
        entry: signature.entry.clone(),
        symbol: symbol.clone(),
        domain: signature.domain,
        arguments: arguments
            .map(|(number, (name, ty))| Argument {
                name: name.clone(),
                ty: type_text(ty),
                required: required
                    .boxes
                    .get(number)
                    .and_then(Option::as_ref)
                    .map(box_text),
            })
            .collect(),
        one_field: equal.clone(),
        constants: constants.clone(),
        required_ends: required.ends.iter().map(box_text).collect(),
        sites: places.clone(),
        callbacks: callbacks
            .iter()
            .map(|callback| HostFunction {
                name: callback.name.clone(),
                site: callback.place.clone(),
                arguments: callback.arguments.iter().map(type_text).collect(),
            })
            .collect(),
        statistics: Counts {
            kernels: statistics.kernels,
            temporaries: statistics
                .temporaries
                .iter()
                .map(|(part, axes, bytes)| (box_text(part), *axes, *bytes))
                .collect(),
        },
        warnings: warnings.iter().map(warning_text).collect(),
        target: Aim {
            machine: target.machine.clone(),
            cpu: target.cpu.name.clone(),
            features: target.cpu.features.clone(),
            threads: target.threads,
            domain: target.domain,
            checked: target.checked,
            math: target.math.name().to_string(),
            level: target.level,
        },
        processor: ProcessorText {
            triple: processor.triple.clone(),
            name: processor.name.clone(),
            features: processor.features.clone(),
        },
        openmp: *uses_openmp,
        provenance: Provenance {
            compiler: compiler.clone(),
            llvm: llvm.clone(),
            key: key.clone(),
        },
    }
}

fn manifest(body: Body) -> Option<Manifest> {
    let mut arguments = Vec::new();
    let mut boxes = Vec::new();
    for Argument { name, ty, required } in body.arguments {
        arguments.push((name, type_of(ty)?));
        boxes.push(match required {
            Some(text) => Some(box_of(&text)?),
            None => None,
        });
    }
    let callbacks = body.callbacks.into_iter().map(|callback| {
        Some(Callback {
            name: callback.name,
            place: callback.site,
            arguments: all(callback.arguments.into_iter().map(type_of))?,
        })
    });
    let temporaries = body.statistics.temporaries.into_iter();
    Some(Manifest {
        symbol: body.symbol,
        signature: Signature {
            entry: body.entry,
            arguments,
            domain: body.domain,
        },
        target: Target {
            machine: body.target.machine,
            cpu: Cpu {
                name: body.target.cpu,
                features: body.target.features,
            },
            threads: body.target.threads,
            domain: body.target.domain,
            checked: body.target.checked,
            math: body.target.math.parse().ok()?,
            level: body.target.level,
        },
        equal: body.one_field,
        constants: body.constants,
        required: Required {
            boxes,
            ends: all(body.required_ends.iter().map(box_of))?,
        },
        places: body.sites,
        callbacks: all(callbacks)?,
        statistics: Statistics {
            kernels: body.statistics.kernels,
            temporaries: all(
                temporaries.map(|(part, axes, bytes)| Some((box_of(&part)?, axes, bytes)))
            )?,
        },
        warnings: all(body.warnings.into_iter().map(warning_of))?,
        processor: Processor {
            triple: body.processor.triple,
            name: body.processor.name,
            features: body.processor.features,
        },
        uses_openmp: body.openmp,
        compiler: body.provenance.compiler,
        llvm: body.provenance.llvm,
        key: body.provenance.key,
    })
}

fn all<T>(values: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    values.collect()
}

fn box_text(part: &IndexBox) -> BoxText {
    BoxText {
        text: part.to_string(),
        code: part.encode(),
    }
}

fn box_of(text: &BoxText) -> Option<IndexBox> {
    IndexBox::decode(&text.code).ok()
}

fn type_text(ty: &ArgumentType) -> Type {
    match ty {
        ArgumentType::Scalar(scalar) => Type::Scalar {
            element: scalar.name().to_string(),
        },
        ArgumentType::Field(shape) => Type::Field {
            element: shape.element.name().to_string(),
            axes: shape.axis_letters(),
            data: shape.data.clone(),
            dimensions: shape.dimensions.iter().map(Dimension::to_string).collect(),
        },
    }
}

fn type_of(ty: Type) -> Option<ArgumentType> {
    Some(match ty {
        Type::Scalar { element } => ArgumentType::Scalar(Scalar::named(&element)?),
        Type::Field {
            element,
            axes,
            data,
            dimensions,
        } => ArgumentType::Field(FieldShape {
            axes: ["i", "j", "k"]
                .into_iter()
                .enumerate()
                .filter(|(_, letter)| axes != "none" && axes.contains(letter))
                .map(|(axis, _)| 1 << axis)
                .sum(),
            data,
            element: Scalar::named(&element)?,
            dimensions: all(dimensions.iter().map(|text| Dimension::named(text)))?,
        }),
    })
}

const SEVERITIES: [(&str, Severity); 3] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("remark", Severity::Remark),
];

fn warning_text(diagnostic: &Diagnostic) -> Warning {
    let known = SEVERITIES.iter();
    let mut names = known.filter(|(_, severity)| *severity == diagnostic.severity);
    Warning {
        severity: names
            .next()
            .map_or("warning", |(name, _)| *name)
            .to_string(),
        location: diagnostic.location.clone(),
        message: diagnostic.message.clone(),
        notes: diagnostic.notes.clone(),
    }
}

fn warning_of(warning: Warning) -> Option<Diagnostic> {
    let mut known = SEVERITIES.iter();
    let (_, severity) = known.find(|(name, _)| *name == warning.severity)?;
    Some(Diagnostic {
        severity: *severity,
        location: warning.location,
        message: warning.message,
        notes: warning.notes,
    })
}
