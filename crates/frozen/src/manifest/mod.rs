//! What an artifact says of itself.

mod json;

use crate::{
    Error, abi, arguments::Pattern, host::Callback, required::Required, signature::Signature,
    statistics::Statistics, target::Target,
};
use fvopt_native::{Diagnostic, cpu};

/// The version of the manifest's format. A change that an existing reader would notice raises it.
pub const VERSION: u32 = 2;

/// What an artifact says of itself: all that its callers need besides the code.
#[derive(Clone, PartialEq, Debug)]
pub struct Manifest {
    /// The name by which the code is entered.
    pub symbol: String,
    /// What the program takes.
    pub signature: Signature,
    /// What it was compiled for.
    pub target: Target,
    /// The arguments that are one field: pairs (first, other).
    pub equal: Pattern,
    /// Scalar arguments that the code has as constants: numbers of arguments and values as bits.
    pub constants: Vec<(usize, u64)>,
    /// What a binding must offer.
    pub required: Required,
    /// The sites of reports, by number.
    pub places: Vec<String>,
    /// The functions of a host that it calls, by number.
    pub callbacks: Vec<Callback>,
    /// What the code is made of.
    pub statistics: Statistics,
    /// What the compiler warned of.
    pub warnings: Vec<Diagnostic>,
    /// What the code relies on.
    pub processor: Processor,
    /// Whether the code uses OpenMP.
    pub uses_openmp: bool,
    /// The compiler and its version.
    pub compiler: String,
    /// The version of LLVM.
    pub llvm: String,
    /// What it was made from, as a hash, where that was asked for.
    pub key: Option<String>,
}

/// The processor that code relies on.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Processor {
    /// LLVM's triple.
    pub triple: String,
    /// LLVM's name of the processor.
    pub name: String,
    /// All features that the code may use, by LLVM's names.
    pub features: Vec<String>,
}

impl Processor {
    /// Whether code for it runs here, as far as that can be told; an error says what is missing.
    pub fn check_here(&self) -> Result<(), Error> {
        let architecture = self.triple.split('-').next().unwrap_or_default();
        if architecture != cpu::ARCHITECTURE {
            return Err(Error::Artifact(format!(
                "the artifact is code for {architecture}, but this process is one of {}; compile it again here",
                cpu::ARCHITECTURE
            )));
        }
        match cpu::lacking(self.features.iter().map(String::as_str)) {
            None => Ok(()),
            Some(feature) => Err(Error::Artifact(format!(
                "the artifact is code for the processor {}, which has `{feature}`; the processor of this machine \
                 lacks it; compile the program again here, or with --target-cpu for a processor that all machines have",
                self.name
            ))),
        }
    }
}

/// The manifest of the variants of a program as JSON, with the hash and the size of their shared object.
pub fn to_json(variants: &[&Manifest], object: &[u8]) -> String {
    json::write(variants, object)
}

/// Reads a manifest: of this format and this ABI, and unchanged since it was written. Gives at least one variant,
/// and what it says of the object.
pub fn from_json(text: &str) -> Result<(Vec<Manifest>, ObjectFile), Error> {
    json::read(text)
}

/// What a manifest says of the object that it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObjectFile {
    /// Its size in bytes.
    pub bytes: u64,
    /// Its blake3 hash in hexadecimal digits.
    pub blake3: String,
}

impl ObjectFile {
    pub(crate) fn of(object: &[u8]) -> Self {
        Self {
            bytes: object.len() as u64,
            blake3: blake3::hash(object).to_hex().to_string(),
        }
    }

    /// Whether it is about these bytes; an error says how they differ.
    pub(crate) fn check(&self, object: &[u8]) -> Result<(), Error> {
        if object.len() as u64 != self.bytes {
            return Err(Error::Artifact(format!(
                "the object has {} bytes, but its manifest says {}: it was truncated or exchanged; compile the \
                 program again",
                object.len(),
                self.bytes
            )));
        }
        if blake3::hash(object).to_hex().as_str() != self.blake3 {
            return Err(Error::Artifact(
                "the object has not the hash that its manifest says: it was changed; compile the program again"
                    .into(),
            ));
        }
        Ok(())
    }
}

/// The version of the ABI that a reader keeps to.
pub(crate) fn check_abi(version: u32) -> Result<(), Error> {
    match version == abi::VERSION {
        true => Ok(()),
        false => Err(Error::Version(format!(
            "the artifact is called by version {version} of the memory ABI, but this fvopt calls by version {}; \
             compile the program again",
            abi::VERSION
        ))),
    }
}
