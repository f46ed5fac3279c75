//! What the compiler makes of a program: data, and machine code.

use crate::{
    Argument, Binding, Error, HostFunctions, NoHost, Statistics,
    arguments::{self, Pattern},
    host::Callback,
    required::Required,
    signature::Signature,
};
use fvopt_boxes::NumericBox;
use fvopt_lowering::target::Target;
use mlir_shim::{diagnostic::Diagnostic, engine::Function, ir::Symbol};
use std::{collections::HashSet, sync::Arc};

/// A compiled program for one pattern of arguments that are one field. Clones share it. It needs
/// nothing of the module and the context that it was made in; any thread may bind and call it, and
/// several at once.
#[derive(Clone, Debug)]
pub struct Artifact(Arc<Parts>);

/// What an artifact consists of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub function: Function,
    pub signature: Signature,
    pub target: Target,
    pub equal: Pattern,
    pub required: Required,
    pub places: Vec<String>,
    pub callbacks: Vec<Callback>,
    pub statistics: Statistics,
    pub warnings: Vec<Diagnostic>,
}

// Artifacts go to other threads.
const _: () = {
    const fn is_shared<T: Send + Sync>() {}
    is_shared::<Artifact>();
};

impl Artifact {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    /// What the program takes.
    pub fn signature(&self) -> &Signature {
        &self.0.signature
    }

    /// What it was compiled for.
    pub fn target(&self) -> &Target {
        &self.0.target
    }

    /// The arguments that are one field, as pairs of argument numbers (first, other).
    pub fn equal(&self) -> &[(usize, usize)] {
        &self.0.equal
    }

    /// What the code is made of.
    pub fn statistics(&self) -> &Statistics {
        &self.0.statistics
    }

    /// What the compiler warned of.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.0.warnings
    }

    /// The functions of a host that the program calls, each where it is called first.
    pub fn host_functions(&self) -> impl Iterator<Item = &str> {
        let mut seen = HashSet::new();
        let names = self.0.callbacks.iter();
        names
            .map(|callback| callback.name.as_str())
            .filter(move |name| seen.insert(*name))
    }

    /// For every argument the box that a binding must offer, as far as it is
    /// known without running; scalars have their values as bits.
    pub fn required(&self, domain: [i64; 3], scalars: &[Option<i64>]) -> Vec<Option<NumericBox>> {
        self.0.required.evaluate(domain, scalars)
    }

    /// Checks arguments once and makes them ready for calls: their number and types, that the fields
    /// hold what the program touches, that no two overlap in part, and that those are one field which it
    /// was compiled for. A program that calls functions of a host needs [`Self::bind_with_host`].
    pub fn bind(&self, domain: [i64; 3], arguments: &[Argument]) -> Result<Binding, Error> {
        self.bind_with_host(domain, arguments, NoHost)
    }

    /// Binds a program that calls functions of a host, which must have them all.
    pub fn bind_with_host<H: HostFunctions>(
        &self,
        domain: [i64; 3],
        arguments: &[Argument],
        host: H,
    ) -> Result<Binding<H>, Error> {
        let signature = self.signature();
        arguments::check_types(signature, self.target().domain, domain, arguments)?;
        let equal = arguments::equal(signature, arguments)?;
        if equal != self.equal() {
            return Err(Error::Bind(format!(
                "the code of {} is compiled for {}, but {} given; compile it for these",
                Symbol(&signature.entry),
                pattern_text(signature, self.equal()),
                pattern_text(signature, &equal)
            )));
        }
        let required = self.required(domain, &arguments::integers(arguments));
        arguments::check_parts(signature, arguments, &required)?;
        if let Some(missing) = self.host_functions().find(|name| !host.has(name)) {
            return Err(Error::Bind(format!(
                "the host has no function {}",
                Symbol(missing)
            )));
        }
        Ok(Binding::new(
            self.clone(),
            host,
            domain,
            arguments,
            required,
        ))
    }

    /// Whether two arguments are one field.
    pub(crate) fn is_one_field(&self, left: usize, right: usize) -> bool {
        let first = |number: usize| {
            let pair = self.equal().iter().find(|(_, other)| *other == number);
            pair.map_or(number, |(first, _)| *first)
        };
        first(left) == first(right)
    }
}

/// Which arguments are one field, in words.
fn pattern_text(signature: &Signature, equal: &[(usize, usize)]) -> String {
    if equal.is_empty() {
        return "arguments that are all different fields".into();
    }
    let name = |number: usize| &signature.arguments[number].0;
    let pairs: Vec<String> = equal
        .iter()
        .map(|(first, other)| format!("`{}` and `{}`", name(*first), name(*other)))
        .collect();
    format!("arguments of which {} are one field", pairs.join(", "))
}
