//! The pipelines of each target: stages that the runtime runs one by one, and that
//! `fvopt-opt` knows together, under a name, with the same options.

use crate::expand_math_functions::MATH;
use crate::{
    expand_math_functions, fence_streamed_stores, guard_integer_division, kernel_to_loops,
    math_to_calls, outline_kernels, predictive_commoning, vectorize_marked_loops,
};
use fvopt_math::Math;
use fvopt_passes::{
    expand_minnumf_maxnumf, program_flatten, program_pin_domain, program_schedule,
    program_share_buffers, program_unify_arguments, stencil_forward_inserts, stencil_infer_bounds,
    stencil_inline,
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
    /// The sizes of the domain, where it is for these alone.
    pub domain: Option<[i64; 3]>,
    /// The machine that schedules are made for, as `program-schedule` names it.
    pub machine: String,
    /// Reports accesses outside allocations, reads of points never written, and clamped positions.
    pub checked: bool,
    /// Whose mathematical functions are used.
    pub math: Math,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            entry: None,
            equal: Vec::new(),
            domain: None,
            machine: "generic".into(),
            checked: false,
            math: Math::default(),
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
    if let Some([i, j, k]) = settings.domain {
        let pin = program_pin_domain::PASS.step();
        flat.push(pin.with("domain", format!("{i},{j},{k}")));
    }
    let inline = [
        stencil_forward_inserts::PASS.step(),
        stencil_inline::PASS.step(),
    ];
    stages.push(stage("flatten", flat));
    stages.push(stage("inline", inline));
    stages.push(stage("bounds", [stencil_infer_bounds::PASS.step()]));
    stages
}

/// From there to kernels.
pub fn bounds_to_kernels(settings: &Settings) -> Vec<Stage> {
    let schedule = program_schedule::PASS.step();
    let schedule = schedule.with("machine", settings.machine.as_str());
    let mut stages = vec![stage("schedule", [schedule])];
    // Checked mode tells what was never written, which it could not of memory that is shared.
    if !settings.checked {
        stages.push(stage("buffers", [program_share_buffers::PASS.step()]));
    }
    stages
}

/// From kernels to loops over memory, as functions of the memory ABI.
pub fn kernels_to_loops(settings: &Settings) -> Vec<Stage> {
    let loops = kernel_to_loops::PASS.step();
    vec![stage("loops", [loops.with("checked", settings.checked)])]
}

/// From loops to the LLVM dialect, for the CPU. The order matters:
/// `finalize-memref-to-llvm` comes before `convert-scf-to-cf`, or the
/// allocation scope that the OpenMP lowering makes does not verify. Upstream's
/// passes that can are nested in functions, of which `outline-kernels` makes
/// many: MLIR runs them, and verifies, on several cores.
pub fn loops_to_llvm(settings: &Settings) -> Vec<Stage> {
    let each = |names: &[&'static str]| {
        let names = names.iter().copied();
        nested("func.func", names.map(upstream).collect::<Vec<Step>>())
    };
    let memory = upstream("finalize-memref-to-llvm")
        .with("use-aligned-alloc", true)
        .with("use-generic-functions", true);
    let last = ["reconcile-unrealized-casts", "canonicalize", "cse"];
    vec![stage(
        "llvm",
        [
            expand_minnumf_maxnumf::PASS.step(),
            each(&["canonicalize", "cse"]),
            outline_kernels::PASS.step(),
            guard_integer_division::PASS.step(),
            each(&["loop-invariant-code-motion"]),
            predictive_commoning::PASS.step(),
            expand_math_functions::PASS
                .step()
                .with("math", settings.math.name()),
            math_to_calls::PASS.step(),
            vectorize_marked_loops::PASS.step(),
            upstream("convert-math-to-funcs"),
            upstream("convert-scf-to-openmp"),
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
            upstream("convert-openmp-to-llvm"),
            upstream("convert-cf-to-llvm"),
            upstream("convert-func-to-llvm"),
            nested("llvm.func", last.map(upstream)),
        ],
    )]
}

/// From programs to kernels.
pub fn to_kernels(settings: &Settings) -> Pipeline {
    passes(to_bounds(settings)).then(passes(bounds_to_kernels(settings)))
}

/// From kernels to the LLVM dialect, for the CPU.
pub fn kernels_to_llvm(settings: &Settings) -> Pipeline {
    passes(kernels_to_loops(settings)).then(passes(loops_to_llvm(settings)))
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

/// The settings that the options of a whole pipeline stand for.
fn settings(options: &OptionValues) -> Result<Settings, String> {
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
    Ok(Settings {
        entry,
        equal,
        domain,
        machine: options.text("machine").to_string(),
        checked: options.bool("checked"),
        math: math(options)?,
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
        options: &[ENTRY, ARGUMENTS, DOMAIN, MACHINE, CHECKED],
        build: |options| Ok(to_kernels(&settings(options)?)),
    },
    NamedPipeline {
        name: "fvopt-kernels-to-llvm",
        description: "Lowers kernels to the LLVM dialect for the CPU",
        options: &[CHECKED, MATH],
        build: |options| {
            Ok(kernels_to_llvm(&Settings {
                checked: options.bool("checked"),
                math: math(options)?,
                ..Settings::default()
            }))
        },
    },
    NamedPipeline {
        name: "fvopt-cpu",
        description: "Everything from programs to the LLVM dialect for the CPU",
        options: &[ENTRY, ARGUMENTS, DOMAIN, MACHINE, CHECKED, MATH],
        build: |options| {
            let settings = settings(options)?;
            Ok(to_kernels(&settings).then(kernels_to_llvm(&settings)))
        },
    },
];
