//! Processors that code is made for, and what that of this machine has.

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
    pub fn llvm_name(&self) -> &str {
        match self.is_host() {
            true => "",
            false => &self.name,
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

/// Whether the processor has a feature of LLVM's name; nothing where this crate cannot tell.
#[cfg(target_arch = "x86_64")]
pub fn has(feature: &str) -> Option<bool> {
    macro_rules! known {
        ($($llvm:literal $rust:tt),* $(,)?) => {
            match feature {
                $($llvm => Some(std::is_x86_feature_detected!($rust)),)*
                _ => None,
            }
        };
    }
    known! {
        "adx" "adx", "aes" "aes", "avx" "avx", "avx2" "avx2", "avx512bf16" "avx512bf16",
        "avx512bitalg" "avx512bitalg", "avx512bw" "avx512bw", "avx512cd" "avx512cd", "avx512dq" "avx512dq",
        "avx512f" "avx512f", "avx512fp16" "avx512fp16", "avx512ifma" "avx512ifma",
        "avx512vbmi" "avx512vbmi", "avx512vbmi2" "avx512vbmi2", "avx512vl" "avx512vl",
        "avx512vnni" "avx512vnni", "avx512vp2intersect" "avx512vp2intersect",
        "avx512vpopcntdq" "avx512vpopcntdq", "avxvnni" "avxvnni", "bmi" "bmi1", "bmi2" "bmi2",
        "f16c" "f16c", "fma" "fma", "gfni" "gfni", "lzcnt" "lzcnt", "movbe" "movbe",
        "pclmul" "pclmulqdq", "popcnt" "popcnt", "sha" "sha", "sse3" "sse3", "sse4.1" "sse4.1",
        "sse4.2" "sse4.2", "sse4a" "sse4a", "ssse3" "ssse3", "tbm" "tbm", "vaes" "vaes",
        "vpclmulqdq" "vpclmulqdq", "cx16" "cmpxchg16b",
    }
}

/// Whether the processor has a feature of LLVM's name; nothing where this crate cannot tell.
#[cfg(not(target_arch = "x86_64"))]
pub fn has(_feature: &str) -> Option<bool> {
    None
}

/// The first of some features that the processor of this machine lacks, as far as that can be told.
pub fn lacking<'f>(features: impl IntoIterator<Item = &'f str>) -> Option<&'f str> {
    let mut features = features.into_iter();
    features.find(|feature| has(feature) == Some(false))
}

/// The architecture of this process, as LLVM's triples begin.
pub const ARCHITECTURE: &str = std::env::consts::ARCH;
