//! How other languages call compiled programs.
//!
//! Both interfaces bind once and call often, as [`crate::Artifact::bind`] does: binding checks that the fields hold
//! what the program needs and lays out the words of the memory ABI.

pub mod c;
mod ends;
pub mod fortran;
mod names;

use crate::{ArgumentType, Error, Manifest};
use fvopt_native::Symbol;

/// A name for files and for other languages, made of that of a program.
pub fn library_name(program: &str) -> String {
    names::identifier(program)
}

/// The most dimensions that a field may have there: three axes and data dimensions.
const DIMENSIONS: usize = 8;

/// What both languages need to know of an argument.
struct Argument<'m> {
    /// Its name in the program.
    name: &'m str,
    /// Its name there.
    identifier: String,
    ty: &'m ArgumentType,
    /// Where its words begin.
    word: usize,
}

/// The arguments, and how many words a call has.
fn arguments<'m>(
    manifest: &'m Manifest,
    keywords: &[&str],
) -> Result<(Vec<Argument<'m>>, usize), Error> {
    let signature = &manifest.signature;
    if !manifest.constants.is_empty() {
        return Err(Error::Artifact(format!(
            "{} is specialized for values of scalars, which other languages cannot call; compile it without",
            Symbol(&signature.entry)
        )));
    }
    let identifiers = names::identifiers(signature.names(), keywords);
    let mut word = 3;
    let mut arguments = Vec::new();
    for ((name, ty), identifier) in signature.arguments.iter().zip(identifiers) {
        let words = match ty {
            ArgumentType::Scalar(_) => 1,
            ArgumentType::Field(shape) => {
                if shape.dimensions.len() > DIMENSIONS {
                    return Err(Error::Artifact(format!(
                        "argument `{name}` of {} has {} dimensions, and other languages can call programs with at most \
                         {DIMENSIONS}",
                        Symbol(&signature.entry),
                        shape.dimensions.len()
                    )));
                }
                let axes = (0..3).filter(|axis| shape.has_axis(*axis)).count();
                3 + 2 * shape.dimensions.len() + axes
            }
        };
        arguments.push(Argument {
            name,
            identifier,
            ty,
            word,
        });
        word += words;
    }
    Ok((arguments, word))
}

/// The fields that must not share memory: pairs of argument numbers.
fn apart(manifest: &Manifest) -> Vec<(usize, usize)> {
    let first = |number: usize| {
        let pair = manifest.equal.iter().find(|(_, other)| *other == number);
        pair.map_or(number, |(first, _)| *first)
    };
    let is_field = |number: usize| {
        matches!(
            manifest.signature.arguments[number].1,
            ArgumentType::Field(_)
        )
    };
    let fields: Vec<usize> = (0..manifest.signature.arguments.len())
        .filter(|number| is_field(*number))
        .collect();
    // Quadratic in the number of arguments of one entry, which is small.
    let mut pairs = Vec::new();
    for (position, right) in fields.iter().enumerate() {
        let left = fields[..position].iter();
        pairs.extend(
            left.filter(|left| first(**left) != first(*right))
                .map(|left| (*left, *right)),
        );
    }
    pairs
}

/// The variants that are for one domain alone, with it, then the one for any, each with the name of its entry.
fn entries(manifests: &[Manifest]) -> (Vec<([i64; 3], &str)>, Option<&str>) {
    let symbol = |manifest: &Manifest| manifest.target.domain;
    let pinned = manifests
        .iter()
        .filter_map(|manifest| Some((symbol(manifest)?, manifest.symbol.as_str())))
        .collect();
    let any = manifests
        .iter()
        .find(|manifest| symbol(manifest).is_none())
        .map(|manifest| manifest.symbol.as_str());
    (pinned, any)
}
