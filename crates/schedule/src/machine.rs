//! What passes know of the machine that a program will run on.
//!
//! Decisions look at these numbers and at nothing else of the machine, so that
//! a description given as a file gives the same program everywhere.

use serde::{Deserialize, Serialize};
use std::fs;

/// A machine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Machine {
    /// Cores that share the work.
    pub cores: i64,
    /// Bits of a vector register.
    pub vector_bits: i64,
    /// Bytes of the second-level cache of a core.
    pub l2_bytes: i64,
    /// Bytes of the last-level cache that all cores share.
    pub l3_bytes: i64,
    /// Megabytes a second (bytes a microsecond) that all cores together read from memory.
    pub memory_bandwidth: i64,
    /// Picoseconds that a core takes for an addition of vectors, or a load of one, among others.
    pub operation_picoseconds: i64,
    /// Whether stores past the caches pay where nothing is read again soon. They
    /// are made where rows start at cache lines, and lose where rows do not.
    pub nontemporal: bool,
    /// Bytes that are moved between when memory is asked for a row and when it is read;
    /// 0 where asking does not pay.
    pub prefetch_bytes: i64,
}

/// Megabytes a second for each core, where nothing is said: what a triad moves
/// on the machines of `docs/src/benchmarks.md`.
const CORE_BANDWIDTH: i64 = 14_000;

impl Default for Machine {
    /// A server processor of the usual kind, so that output does not depend on where a pass runs.
    fn default() -> Self {
        Self {
            cores: 8,
            vector_bits: 512,
            l2_bytes: 1 << 20,
            l3_bytes: 32 << 20,
            memory_bandwidth: 8 * CORE_BANDWIDTH,
            operation_picoseconds: 200,
            nontemporal: false,
            prefetch_bytes: 0,
        }
    }
}

impl Machine {
    /// The machine that this process runs on; what cannot be found out is as in the default.
    pub fn host() -> Self {
        let default = Self::default();
        let cores =
            std::thread::available_parallelism().map_or(default.cores, |cores| cores.get() as i64);
        Self {
            cores,
            vector_bits: vector_bits(),
            l2_bytes: cache_bytes(2).unwrap_or(default.l2_bytes),
            l3_bytes: cache_bytes(3).unwrap_or(default.l3_bytes),
            // It is not measured, because two runs would then decide differently.
            memory_bandwidth: cores.saturating_mul(CORE_BANDWIDTH),
            operation_picoseconds: default.operation_picoseconds,
            // Measured on x86 only, where they gained up to a sixth.
            nontemporal: cfg!(target_arch = "x86_64"),
            // The same; from half of it to four times as much made no difference.
            prefetch_bytes: if cfg!(target_arch = "x86_64") {
                32 << 10
            } else {
                0
            },
        }
    }

    /// The machine that an option names: `generic`, `host`, or a JSON file with
    /// the members of this type (those left out are as in `generic`).
    pub fn named(name: &str) -> Result<Self, String> {
        match name {
            "" | "generic" => Ok(Self::default()),
            "host" => Ok(Self::host()),
            path => {
                let text = fs::read_to_string(path)
                    .map_err(|error| format!("the machine is neither `generic` nor `host`, and cannot be read from {path}: {error}"))?;
                let machine: Self = serde_json::from_str(&text)
                    .map_err(|error| format!("{path} does not describe a machine: {error}"))?;
                machine
                    .checked()
                    .map_err(|problem| format!("{path}: {problem}"))
            }
        }
    }

    /// The machine as this many threads see it: so many of its cores, with their share of the bandwidth.
    pub fn for_threads(self, threads: i64) -> Self {
        let bandwidth = self.memory_bandwidth.saturating_mul(threads) / self.cores.max(1);
        Self {
            cores: threads,
            memory_bandwidth: bandwidth.max(1),
            ..self
        }
    }

    fn checked(self) -> Result<Self, String> {
        let members = [
            ("cores", self.cores),
            ("vector_bits", self.vector_bits),
            ("l2_bytes", self.l2_bytes),
            ("l3_bytes", self.l3_bytes),
            ("memory_bandwidth", self.memory_bandwidth),
            ("operation_picoseconds", self.operation_picoseconds),
        ];
        match members.iter().find(|(_, value)| *value < 1) {
            Some((name, value)) => Err(format!("{name} is {value}, but must be positive")),
            None if self.prefetch_bytes < 0 => Err(format!(
                "prefetch_bytes is {}, but must not be negative",
                self.prefetch_bytes
            )),
            None => Ok(self),
        }
    }

    /// How many elements of so many bytes a vector register holds; 0 where that is less than two.
    pub fn lanes(&self, bytes: i64) -> i64 {
        let lanes = (self.vector_bits / 8 / bytes.max(1)).min(64);
        if lanes < 2 || !(lanes as u64).is_power_of_two() {
            0
        } else {
            lanes
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn vector_bits() -> i64 {
    if is_x86_feature_detected!("avx512f") {
        512
    } else if is_x86_feature_detected!("avx2") {
        256
    } else {
        128
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn vector_bits() -> i64 {
    128
}

/// The size of a cache of the first core, as Linux tells it.
fn cache_bytes(level: u32) -> Option<i64> {
    let root = std::path::Path::new("/sys/devices/system/cpu/cpu0/cache");
    (0..8).find_map(|number| {
        let cache = root.join(format!("index{number}"));
        let read = |name: &str| fs::read_to_string(cache.join(name)).ok();
        let is_it =
            read("level")?.trim().parse() == Ok(level) && read("type")?.trim() != "Instruction";
        let size = read("size")?;
        let size = size.trim();
        let (number, unit) = size.split_at(size.find(|letter: char| !letter.is_ascii_digit())?);
        let unit = match unit {
            "K" => 1 << 10,
            "M" => 1 << 20,
            _ => return None,
        };
        is_it.then_some(number.parse::<i64>().ok()? * unit)
    })
}
