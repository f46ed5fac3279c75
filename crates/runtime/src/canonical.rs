//! What code depends on, apart from what it does not: canonical IR, keys, and where operations come from.
//!
//! A program that moved in its file, whose values have other names or which is laid out differently is the same
//! program. So the compiler sees numbers in the place of locations, the manifest in the cache has them, and
//! whoever takes it from there puts the locations of the module at hand in their place.

use crate::{Error, Target, Versions};
use fvopt_frozen::{
    Manifest, Pattern,
    cache::{Key, KeyBuilder},
};
use fvopt_passes::machine::Machine;
use ir_program::attributes::ARGUMENT_NAMES;
use mlir_shim::{
    diagnostic::Diagnostic,
    engine,
    ir::{Loc, Op, OwnedModule, Walk},
};
use std::collections::{BTreeMap, BTreeSet};

/// The file of locations that are numbers of operations.
const NUMBERED: &str = "<op>";

/// The functions of a module that an entry reaches, and what is no function, in an order that does not depend on
/// that in the module. Any text that is a function's name counts as a reference to it.
fn parts<'m>(module: &'m OwnedModule<'_>, entry: &str) -> Vec<Op<'m>> {
    let ops = module.block().ops();
    let named: BTreeMap<&str, Op> = ops
        .iter()
        .filter_map(|op| Some((op.symbol_name()?, *op)))
        .collect();
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = named
        .get_key_value(entry)
        .map(|(name, _)| *name)
        .into_iter()
        .collect();
    while let Some(name) = open.pop() {
        if !reached.insert(name) {
            continue;
        }
        named[name].walk(|op| {
            for (_, value) in op.attributes() {
                let texts = value.as_array().unwrap_or_else(|| vec![value]);
                let names = texts.into_iter().filter_map(|text| text.as_text());
                open.extend(names.filter_map(|name| Some(*named.get_key_value(name)?.0)));
            }
            Walk::Advance
        });
    }
    let is_function = |op: Op| crate::program::is_function(op);
    let mut parts: Vec<Op> = reached.iter().map(|name| named[name]).collect();
    // Whatever else the module has: that it belongs to nobody is not known.
    let others = ops.iter().copied();
    parts.extend(others.filter(|op| {
        !is_function(*op) && !op.symbol_name().is_some_and(|name| reached.contains(name))
    }));
    parts
}

/// The text of what an entry is compiled from, without locations, names of values, layout and order.
fn text(module: &OwnedModule<'_>, entry: &str) -> String {
    let copy = module.duplicate();
    let mut text = String::new();
    for (name, value) in copy.op().attributes() {
        text += &format!("{name} = {value}\n");
    }
    for op in parts(&copy, entry) {
        op.remove_attr(ARGUMENT_NAMES);
        text += &op.to_local_string();
        text.push('\n');
    }
    text
}

/// The key of an entry, compiled for a target with some arguments that are one field.
pub(crate) fn key(
    module: &OwnedModule<'_>,
    entry: &str,
    equal: &Pattern,
    target: &Target,
    versions: &Versions,
) -> Result<Key, Error> {
    let Target {
        machine,
        cpu,
        threads,
        domain,
        checked,
        math,
        strategy,
        level,
    } = target;
    let machine = Machine::named(machine).map_err(Error::Bind)?;
    let processor = engine::Processor::of(cpu).map_err(|source| Error::Engine {
        what: format!("no code can be made for {cpu}"),
        source,
    })?;
    let mut key = KeyBuilder::new("fvopt compiled program 1");
    key.part("ir", text(module, entry));
    key.part("entry", entry);
    key.part("one field", format!("{equal:?}"));
    key.part("machine", format!("{machine:?}"));
    key.part("threads", format!("{threads:?}"));
    key.part("domain", format!("{domain:?}"));
    key.part("checked", format!("{checked:?}"));
    key.part("math", math.name());
    key.part("strategy", strategy.name());
    key.part("level", format!("{level:?}"));
    key.part("triple", processor.triple);
    key.part("processor", processor.name);
    key.part("features", processor.features.join(","));
    let Versions {
        compiler,
        llvm,
        abi,
        manifest,
    } = versions;
    key.part("compiler", compiler);
    key.part("llvm", llvm);
    key.part("abi", abi.to_string());
    key.part("manifest", manifest.to_string());
    Ok(key.finish())
}

/// Visits what an entry is compiled from, each operation with its number.
fn numbered<'m>(module: &'m OwnedModule<'_>, entry: &str, mut visit: impl FnMut(usize, Op<'m>)) {
    let mut number = 0;
    for part in parts(module, entry) {
        part.walk(|op| {
            visit(number, op);
            number += 1;
            Walk::Advance
        });
    }
}

/// A copy of a module in which locations are numbers of operations.
pub(crate) fn with_numbers<'c>(module: &OwnedModule<'c>, entry: &str) -> OwnedModule<'c> {
    let copy = module.duplicate();
    numbered(&copy, entry, |number, op| {
        op.set_location(Loc::file(op.context(), NUMBERED, number as u32, 0));
    });
    copy
}

/// Where the operations of a module come from, by number.
pub(crate) struct Locations(Vec<String>);

impl Locations {
    /// Those of what an entry is compiled from.
    pub fn of(module: &OwnedModule<'_>, entry: &str) -> Self {
        let mut locations = Vec::new();
        numbered(module, entry, |_, op| locations.push(op.location().short()));
        Self(locations)
    }

    /// A text with locations in the place of numbers.
    pub fn put_into(&self, text: &str) -> String {
        let mark = format!("{NUMBERED}:");
        let mut parts = text.split(&mark);
        let mut result = parts.next().unwrap_or_default().to_string();
        for part in parts {
            let end = part.find(|letter: char| !letter.is_ascii_digit());
            let (number, rest) = part.split_at(end.unwrap_or(part.len()));
            let location = number
                .parse()
                .ok()
                .and_then(|number: usize| self.0.get(number));
            match (location, rest.strip_prefix(":0")) {
                (Some(location), Some(rest)) => {
                    result += location;
                    result += rest;
                }
                _ => {
                    result += &mark;
                    result += part;
                }
            }
        }
        result
    }

    /// A diagnostic likewise.
    pub fn put_into_diagnostic(&self, diagnostic: &Diagnostic) -> Diagnostic {
        let notes = diagnostic.notes.iter();
        Diagnostic {
            severity: diagnostic.severity,
            location: self.put_into(&diagnostic.location),
            message: self.put_into(&diagnostic.message),
            notes: notes
                .map(|(location, note)| (self.put_into(location), self.put_into(note)))
                .collect(),
        }
    }

    /// A manifest likewise.
    pub fn put_into_manifest(&self, manifest: &mut Manifest) {
        for place in &mut manifest.places {
            *place = self.put_into(place);
        }
        for callback in &mut manifest.callbacks {
            callback.place = self.put_into(&callback.place);
        }
        for warning in &mut manifest.warnings {
            *warning = self.put_into_diagnostic(warning);
        }
    }
}
