//! The pipelines of each target: stages that the runtime runs one by one, and that
//! `fvopt-opt` knows together, under a name, with the same options.

use crate::{
    expand_math_functions::{self, MATH},
    fence_streamed_stores, guard_integer_division, guard_parallel_regions, inline_math_functions,
    kernel_to_loops, math_to_calls, order_kernels_by_layout, outline_kernels, predictive_commoning,
    set_target_cpu,
    target::{Cpu, Target},
    vectorize_annotated_loops,
};
use fvopt_math::Math;
use fvopt_passes::{
    expand_minnumf_maxnumf, program_flatten, program_pin_domain, program_schedule,
    program_share_buffers, program_unify_arguments, stencil_forward_inserts, stencil_infer_bounds,
    stencil_inline, stencil_simplify,
};
use mlir_shim::pass::{
    NamedPipeline, OptionKind, OptionValues, PassOption, Pipeline, Step, nested, upstream,
};

/// What a compilation is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The program or stencil to compile; every program that nothing calls where there is none.
    pub entry: Option<String>,
    /// Arguments of the entry that are one field: pairs (first, other).
    pub equal: Vec<(usize, usize)>,
    /// What it is compiled for.
    pub target: Target,
}

impl Settings {
    /// All programs, for a target.
    pub fn new(target: Target) -> Self {
        Self {
            entry: None,
            equal: Vec::new(),
            target,
        }
    }
}

/// Some passes that belong together, and what they do, in a word.
#[derive(Clone, Debug)]
pub struct Stage {
    /// For those who watch.
    pub name: &'static str,
    /// The passes.
    pub passes: Pipeline,
}

fn stage(name: &'static str, passes: impl IntoIterator<Item = Step>) -> Stage {
    Stage {
        name,
        passes: passes.into_iter().collect(),
    }
}

/// The passes of several stages, in order.
pub fn passes(stages: impl IntoIterator<Item = Stage>) -> Pipeline {
    stages.into_iter().map(|stage| stage.passes).collect()
}

/// From programs as they are written to one region in which all boxes are known. No `cse` here:
/// upstream's hashes an operation without its regions, so that all applies of a flattened
/// program fall into one bucket and the pass is quadratic in their number.
pub fn to_bounds(settings: &Settings) -> Vec<Stage> {
    let entry = settings.entry.as_deref();
    let mut stages = Vec::new();
    if !settings.equal.is_empty() {
        let pairs = settings.equal.iter();
        let pairs: Vec<String> = pairs
            .map(|(first, other)| format!("{first}={other}"))
            .collect();
        let unify = program_unify_arguments::PASS.step();
        let unify = unify.with_symbol("entry", entry);
        stages.push(stage("unify", [unify.with("arguments", pairs.join(";"))]));
    }
    let flatten = program_flatten::PASS.step().with_symbol("entry", entry);
    let expand = expand_minnumf_maxnumf::PASS.step();
    let mut flat = vec![flatten, expand, upstream("canonicalize")];
    if let Some([i, j, k]) = settings.target.domain {
        let pin = program_pin_domain::PASS.step();
        flat.push(pin.with("domain", format!("{i},{j},{k}")));
    }
    let simplify = stencil_simplify::PASS.step();
    let threads = i64::from(settings.target.threads.unwrap_or(0));
    let simplify = simplify
        .with("machine", settings.target.machine.as_str())
        .with("threads", threads);
    let inline = [
        stencil_forward_inserts::PASS.step(),
        stencil_inline::PASS.step(),
    ];
    stages.push(stage("flatten", flat));
    stages.push(stage("inline", inline));
    stages.push(stage("simplify", [simplify]));
    stages.push(stage("bounds", [stencil_infer_bounds::PASS.step()]));
    stages
}

/// From there to kernels.
pub fn bounds_to_kernels(settings: &Settings) -> Vec<Stage> {
    let schedule = program_schedule::PASS.step();
    let threads = i64::from(settings.target.threads.unwrap_or(0));
    let schedule = schedule
        .with("machine", settings.target.machine.as_str())
        .with("strategy", settings.target.strategy.name())
        .with("threads", threads);
    let order = order_kernels_by_layout::PASS.step();
    let mut stages = vec![stage("schedule", [schedule, order])];
    // Checked mode tells what was never written, which it could not of memory that is shared.
    if !settings.target.checked {
        stages.push(stage("buffers", [program_share_buffers::PASS.step()]));
    }
    stages
}

/// From kernels to loops over memory, as functions of the memory ABI.
pub fn kernels_to_loops(settings: &Settings) -> Vec<Stage> {
    let loops = kernel_to_loops::PASS.step();
    vec![stage(
        "loops",
        [loops.with("checked", settings.target.checked)],
    )]
}

/// From loops to the LLVM dialect, for the CPU. The order matters:
/// `finalize-memref-to-llvm` comes before `convert-scf-to-cf`, or the
/// allocation scope that the OpenMP lowering makes does not verify. Upstream's
/// passes that can are nested in functions, of which `outline-kernels` makes
/// many: MLIR runs them, and verifies, on several cores.
pub fn loops_to_llvm(target: &Target) -> Vec<Stage> {
    let each = |names: &[&'static str]| {
        let names = names.iter().copied();
        nested("func.func", names.map(upstream).collect::<Vec<Step>>())
    };
    let memory = upstream("finalize-memref-to-llvm")
        .with("use-aligned-alloc", true)
        .with("use-generic-functions", true);
    let last = ["reconcile-unrealized-casts", "canonicalize", "cse"];
    // One thread's loops are loops as others are.
    let (parallel_loops, regions) = match target.threads {
        Some(1) => (Vec::new(), None),
        threads => {
            let convert = upstream("convert-scf-to-openmp");
            let convert = match threads {
                Some(threads) => convert.with("num-threads", i64::from(threads)),
                None => convert,
            };
            let guard = guard_parallel_regions::PASS.step();
            let guard = guard.with("machine", target.machine.as_str());
            let last = upstream("convert-openmp-to-llvm");
            (vec![convert, guard], Some(last))
        }
    };
    let mut cpu = set_target_cpu::PASS.step();
    if !target.cpu.is_host() {
        cpu = cpu.with("cpu", target.cpu.name.as_str());
    }
    if !target.cpu.features.is_empty() {
        cpu = cpu.with("features", target.cpu.features.as_str());
    }
    let mut passes = vec![
        expand_minnumf_maxnumf::PASS.step(),
        each(&["canonicalize", "cse"]),
        outline_kernels::PASS.step(),
        guard_integer_division::PASS.step(),
        each(&["loop-invariant-code-motion"]),
        predictive_commoning::PASS.step(),
        expand_math_functions::PASS
            .step()
            .with("math", target.math.name()),
        math_to_calls::PASS.step(),
        vectorize_annotated_loops::PASS
            .step()
            .with("machine", target.machine.as_str()),
        inline_math_functions::PASS.step(),
        upstream("convert-math-to-funcs"),
    ];
    passes.extend(parallel_loops);
    passes.extend([
        fence_streamed_stores::PASS.step(),
        each(&[
            "cse",
            "convert-math-to-llvm",
            "convert-vector-to-llvm",
            "expand-strided-metadata",
            "lower-affine",
        ]),
        memory,
        each(&[
            "convert-scf-to-cf",
            "convert-arith-to-llvm",
            "convert-index-to-llvm",
        ]),
    ]);
    passes.extend(regions);
    passes.extend([
        upstream("convert-cf-to-llvm"),
        upstream("convert-func-to-llvm"),
        nested("llvm.func", last.map(upstream)),
        cpu,
    ]);
    vec![stage("llvm", passes)]
}

/// From programs to kernels.
pub fn to_kernels(settings: &Settings) -> Pipeline {
    passes(to_bounds(settings)).then(passes(bounds_to_kernels(settings)))
}

/// From kernels to the LLVM dialect, for the CPU.
pub fn kernels_to_llvm(settings: &Settings) -> Pipeline {
    passes(kernels_to_loops(settings)).then(passes(loops_to_llvm(&settings.target)))
}

const ENTRY: PassOption = PassOption {
    name: "entry",
    help: "the program or stencil to compile; by default every program that nothing calls",
    kind: OptionKind::Symbol,
};
const ARGUMENTS: PassOption = PassOption {
    name: "arguments",
    help: "arguments of the entry that are one field: pairs of numbers such as 0=2;1=3",
    kind: OptionKind::Text(""),
};
const DOMAIN: PassOption = PassOption {
    name: "domain",
    help: "compile for these sizes of the domain alone, such as 64,64,80",
    kind: OptionKind::Text(""),
};
const MACHINE: PassOption = PassOption {
    name: "machine",
    help: "the machine that schedules are made for: `generic`, `host`, or a JSON file",
    kind: OptionKind::Text("generic"),
};
const CHECKED: PassOption = PassOption {
    name: "checked",
    help: "report accesses outside allocations, reads of points never written, and clamped positions",
    kind: OptionKind::Bool(false),
};

const THREADS: PassOption = PassOption {
    name: "threads",
    help: "the threads of parallel loops; 0 as many as OpenMP is told of when the program is called",
    kind: OptionKind::Integer(0),
};

const STRATEGY: PassOption = PassOption {
    name: "strategy",
    help: "which operations share a kernel: `none`, `greedy`, or `cluster`",
    kind: OptionKind::Text("cluster"),
};

/// The part of a target that code for the CPU is made from when there are kernels.
fn code_target(options: &OptionValues) -> Result<Target, String> {
    let cpu: Cpu = set_target_cpu::cpu(options);
    mlir_shim::engine::check(&cpu).map_err(|problem| problem.to_string())?;
    Ok(Target {
        cpu,
        machine: options.text("machine").to_string(),
        threads: threads(options)?,
        checked: options.bool("checked"),
        math: math(options)?,
        ..Target::generic()
    })
}

fn threads(options: &OptionValues) -> Result<Option<u16>, String> {
    match options.integer("threads") {
        0 => Ok(None),
        count => match u16::try_from(count) {
            Ok(count) => Ok(Some(count)),
            Err(_) => Err(format!(
                "{count} is not a number of threads from 1 to {}, or 0",
                u16::MAX
            )),
        },
    }
}

/// The settings of pipelines that start from programs, for a target so far.
fn settings(options: &OptionValues, target: Target) -> Result<Settings, String> {
    let numbers = |text: &str, separator: char| -> Option<Vec<i64>> {
        let numbers = text.split(separator);
        numbers.map(|number| number.trim().parse().ok()).collect()
    };
    let domain = match options.text("domain") {
        "" => None,
        text => Some(
            numbers(text, ',')
                .and_then(|sizes| sizes.try_into().ok())
                .ok_or_else(|| {
                    format!("`{text}` is not three sizes of a domain such as 64,64,80")
                })?,
        ),
    };
    let pairs = options.text("arguments").split(';');
    let equal = pairs
        .filter(|pair| !pair.trim().is_empty())
        .map(|pair| match numbers(pair, '=').as_deref() {
            Some([first, other]) if *first >= 0 && *other >= 0 => {
                Ok((*first as usize, *other as usize))
            }
            _ => Err(format!(
                "`{pair}` is not a pair of argument numbers such as 0=2"
            )),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let entry = options.symbol("entry").map(str::to_string);
    if entry.is_none() && !equal.is_empty() {
        return Err("`arguments` needs an `entry` whose arguments they are".into());
    }
    let strategy = options.text("strategy").parse()?;
    let target = Target {
        domain,
        strategy,
        ..target
    };
    Ok(Settings {
        entry,
        equal,
        target,
    })
}

/// The choice that the option of a whole pipeline stands for.
fn math(options: &OptionValues) -> Result<Math, String> {
    let math = options.text("math").parse();
    math.map_err(|message: String| format!("math: {message}"))
}

/// The pipelines that `fvopt-opt` offers.
pub const NAMED: &[NamedPipeline] = &[
    NamedPipeline {
        name: "fvopt-kernels",
        description: "Flattens, infers bounds and schedules: programs to kernels",
        options: &[
            ENTRY, ARGUMENTS, DOMAIN, MACHINE, THREADS, CHECKED, STRATEGY,
        ],
        build: |options| {
            let target = Target {
                machine: options.text("machine").to_string(),
                threads: threads(options)?,
                checked: options.bool("checked"),
                ..Target::generic()
            };
            Ok(to_kernels(&settings(options, target)?))
        },
    },
    NamedPipeline {
        name: "fvopt-kernels-to-llvm",
        description: "Lowers kernels to the LLVM dialect for the CPU",
        options: &[
            MACHINE,
            set_target_cpu::CPU,
            set_target_cpu::FEATURES,
            THREADS,
            CHECKED,
            MATH,
        ],
        build: |options| Ok(kernels_to_llvm(&Settings::new(code_target(options)?))),
    },
    NamedPipeline {
        name: "fvopt-cpu",
        description: "Everything from programs to the LLVM dialect for the CPU",
        options: &[
            ENTRY,
            ARGUMENTS,
            DOMAIN,
            MACHINE,
            set_target_cpu::CPU,
            set_target_cpu::FEATURES,
            THREADS,
            CHECKED,
            MATH,
            STRATEGY,
        ],
        build: |options| {
            let settings = settings(options, code_target(options)?)?;
            Ok(to_kernels(&settings).then(kernels_to_llvm(&settings)))
        },
    },
];
