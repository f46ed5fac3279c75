//! Between what is in the file and the types that programs work with.

use super::members::{
    Aim, Argument, Body, BoxText, Counts, HostFunction, ProcessorText, Provenance, Type, Warning,
};
use crate::{
    Manifest, Processor,
    abi::{self, Dimension},
    host::Callback,
    required::Required,
    signature::{ArgumentType, FieldShape, Signature},
    statistics::Statistics,
    target::{Cpu, Target},
};
use fvopt_boxes::{Axes, IndexBox};
use fvopt_native::{Diagnostic, Scalar, Severity};

/// A manifest as it is written.
pub(super) fn body(manifest: &Manifest) -> Body {
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
                .map(|(part, axes, bytes)| (box_text(part), axes.bits(), *bytes))
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
            strategy: target.strategy.name().to_string(),
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

/// A manifest as it was read; nothing where it names something that is not known.
pub(super) fn manifest(body: Body) -> Option<Manifest> {
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
            strategy: body.target.strategy.parse().ok()?,
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
            temporaries: all(temporaries
                .map(|(part, axes, bytes)| Some((box_of(&part)?, Axes::of_bits(axes), bytes))))?,
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

/// All values, or nothing where one is missing.
pub(super) fn all<T>(values: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
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
        } => {
            let shape = FieldShape {
                axes: axes_of(&axes)?,
                data,
                element: Scalar::named(&element)?,
                dimensions: all(dimensions.iter().map(|text| Dimension::named(text)))?,
            };
            ArgumentType::Field(shape.is_consistent().then_some(shape)?)
        }
    })
}

/// The axes of letters such as `ijk`, or `none`.
fn axes_of(letters: &str) -> Option<Axes> {
    if letters == "none" {
        return Some(Axes::NONE);
    }
    let axes = letters.bytes().map(|letter| match letter {
        b'i' => Some(0),
        b'j' => Some(1),
        b'k' => Some(2),
        _ => None,
    });
    Some(Axes::of_numbers(all(axes)?))
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
