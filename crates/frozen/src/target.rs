//! What programs are compiled for.

use fvopt_math::Math;
pub use fvopt_native::cpu::Cpu;
pub use fvopt_schedule::partition::Strategy;

/// What a compilation is for. The pipelines of `fvopt-lowering`, and so those of the runtime and of
/// `fvopt-opt`, are made from this value and from nothing else but the entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The machine that schedules are made for, as `program-schedule` names it: `generic`, `host`,
    /// or a JSON file.
    pub machine: String,
    /// The processor that machine code is for.
    pub cpu: Cpu,
    /// The threads of parallel loops: as many as this, in code and schedules alike; one needs no
    /// OpenMP. Without, as many as OpenMP is told of when the program is called, and schedules are for
    /// all cores of the machine.
    pub threads: Option<u16>,
    /// The sizes of the domain, where code is for these alone: trip counts are constants, and
    /// what is needed of every field is exact even where parts are empty.
    pub domain: Option<[i64; 3]>,
    /// Whether the code reports accesses outside allocations, reads of points never written, and
    /// clamped positions.
    pub checked: bool,
    /// Whose mathematical functions are used.
    pub math: Math,
    /// Which operations share a kernel.
    pub strategy: Strategy,
    /// LLVM's optimization level, 0 to 3. No pass depends on it.
    pub level: u8,
}

impl Target {
    /// This machine, any domain, nothing checked, optimized: what the runtime compiles for unless
    /// told otherwise.
    pub fn host() -> Self {
        Self {
            machine: "host".into(),
            ..Self::generic()
        }
    }

    /// Like [`Self::host`], with the schedules of a usual machine, so that what the passes make
    /// does not depend on where they run: what `fvopt-opt` assumes unless told otherwise.
    pub fn generic() -> Self {
        Self {
            machine: "generic".into(),
            cpu: Cpu::host(),
            threads: None,
            domain: None,
            checked: false,
            math: Math::default(),
            strategy: Strategy::default(),
            level: 3,
        }
    }
}
