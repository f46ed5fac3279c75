//! The processor that code is made for.

use super::EngineError;
use crate::{
    ffi::fvoptCheckProcessor,
    ir::{append, collect, string_ref},
};
use std::fmt;

/// A processor, as LLVM names it, and what it has besides or lacks.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Cpu {
    /// LLVM's name, such as `x86-64-v3` or `neoverse-v1`; `host` is that of this machine.
    pub name: String,
    /// Features besides those of the name, such as `+avx512f,-fma`.
    pub features: String,
}

impl Cpu {
    /// The processor of this machine, with all that it has.
    pub fn host() -> Self {
        Self {
            name: "host".into(),
            features: String::new(),
        }
    }

    /// Whether code is for this machine's processor, whatever that is.
    pub fn is_host(&self) -> bool {
        self.name.is_empty() || self.name == "host"
    }

    /// The name, or none where it is found out.
    pub(super) fn llvm_name(&self) -> &str {
        match self.is_host() {
            true => "",
            false => &self.name,
        }
    }

    /// Whether LLVM knows the processor and its features.
    pub fn check(&self) -> Result<(), EngineError> {
        self.check_where(false)
    }

    /// Whether code for it runs here, as far as LLVM can tell (on x86).
    pub fn check_here(&self) -> Result<(), EngineError> {
        self.check_where(true)
    }

    fn check_where(&self, runs_here: bool) -> Result<(), EngineError> {
        if let Some(feature) = self
            .feature_list()
            .find(|feature| !feature.starts_with(['+', '-']))
        {
            return Err(EngineError(format!(
                "the feature `{feature}` of the processor starts neither with + nor with -"
            )));
        }
        let mut is_well = false;
        let problem = collect(|problem| {
            // SAFETY: the texts are read during the call; `append` belongs to the data.
            is_well = unsafe {
                fvoptCheckProcessor(
                    string_ref(self.llvm_name()),
                    string_ref(&self.features),
                    runs_here,
                    Some(append),
                    problem,
                )
            };
        });
        match is_well {
            true => Ok(()),
            false => Err(EngineError(problem)),
        }
    }

    /// The features besides those of the name, one by one.
    pub fn feature_list(&self) -> impl Iterator<Item = &str> {
        let features = self.features.split(',');
        features.filter(|feature| !feature.is_empty())
    }
}

impl Default for Cpu {
    fn default() -> Self {
        Self::host()
    }
}

impl fmt::Display for Cpu {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(match self.is_host() {
            true => "host",
            false => &self.name,
        })?;
        match self.features.is_empty() {
            true => Ok(()),
            false => write!(formatter, ",{}", self.features),
        }
    }
}
