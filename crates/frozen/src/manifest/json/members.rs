//! The members of the file, apart from the types that programs work with.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The file: a version that every reader can read, a hash of the rest, and the rest.
#[derive(Serialize, Deserialize)]
pub(super) struct File {
    pub format: u32,
    pub blake3: String,
    pub artifact: Value,
}

/// An object, and the programs in it: variants of one.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contents {
    pub object: Object,
    pub variants: Vec<Body>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    pub abi: u32,
    pub entry: String,
    pub symbol: String,
    pub domain: Option<[i64; 3]>,
    pub arguments: Vec<Argument>,
    pub one_field: Vec<(usize, usize)>,
    pub constants: Vec<(usize, u64)>,
    pub required_ends: Vec<BoxText>,
    pub sites: Vec<String>,
    pub callbacks: Vec<HostFunction>,
    pub statistics: Counts,
    pub warnings: Vec<Warning>,
    pub target: Aim,
    pub processor: ProcessorText,
    pub openmp: bool,
    pub provenance: Provenance,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Object {
    pub bytes: u64,
    pub blake3: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Provenance {
    pub compiler: String,
    pub llvm: String,
    pub key: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Argument {
    pub name: String,
    #[serde(flatten)]
    pub ty: Type,
    pub required: Option<BoxText>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Type {
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
pub(super) struct BoxText {
    pub text: String,
    pub code: Vec<i64>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct HostFunction {
    pub name: String,
    pub site: String,
    pub arguments: Vec<Type>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Counts {
    pub kernels: usize,
    pub temporaries: Vec<(BoxText, u32, usize)>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Warning {
    pub severity: String,
    pub location: String,
    pub message: String,
    pub notes: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Aim {
    pub machine: String,
    pub cpu: String,
    pub features: String,
    pub threads: Option<u16>,
    pub domain: Option<[i64; 3]>,
    pub checked: bool,
    pub math: String,
    pub strategy: String,
    pub level: u8,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ProcessorText {
    pub triple: String,
    pub name: String,
    pub features: Vec<String>,
}
