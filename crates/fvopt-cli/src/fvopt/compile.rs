//! `fvopt compile`: programs for other languages, and plans of what is to be compiled.

use crate::{
    cache,
    error::CliError,
    plan,
    run::parse_domain,
    source::{self, Text},
};
use clap::Args;
use fvopt_math::Math;
use fvopt_runtime::Strategy;
use fvopt_runtime::{Compiler, Cpu, Target};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Compile a program into a library for C, Fortran and Rust.
///
/// Writes libNAME.so, its manifest NAME.json, NAME.h for C and NAME.f90 for Fortran; with --static also libNAME.a.
/// The library needs libc, libm and LLVM's OpenMP library (none of it with --threads 1). Without --domain it
/// works for any domain; with --domain it has code for these sizes as well, which is chosen where they are met.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  fvopt compile examples/hdiff.mlir -o build\n  fvopt compile examples/hdiff.mlir --domain 192,192,80 --domain 64,64,80 --target-cpu x86-64-v3 -o build\n  fvopt compile --plan program.mlir other.mlir --domain 64,64,80 > plan.json\n  fvopt compile --from plan.json --job 3"
)]
pub struct Options {
    /// The program: textual IR or bytecode; `-` reads standard input. With --plan any number of them.
    #[arg(required_unless_present = "from")]
    pub files: Vec<PathBuf>,
    /// The program or stencil to compile; by default the only one that nothing calls.
    #[arg(long)]
    pub entry: Option<String>,
    /// Sizes of the domain on i, j and k to have code for besides that for any; any number of times.
    #[arg(long = "domain", value_name = "I,J,K", value_parser = parse_domain, allow_hyphen_values = true)]
    pub domains: Vec<[i64; 3]>,
    /// Have code for the given domains alone: another one is refused.
    #[arg(long, requires = "domains")]
    pub only: bool,
    /// The processor, by LLVM's name, such as x86-64-v3; that of this machine unless told otherwise.
    #[arg(long, default_value = "host", value_name = "CPU")]
    pub target_cpu: String,
    /// Features of the processor besides those of the name, such as +avx512f,-fma.
    #[arg(
        long,
        default_value = "",
        value_name = "FEATURES",
        allow_hyphen_values = true
    )]
    pub target_features: String,
    /// The machine that schedules are made for: `generic`, `host`, or a JSON file.
    #[arg(long, default_value = "host")]
    pub machine: String,
    /// Threads of parallel loops; without, as many as OpenMP is told of when the program is called.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Report accesses outside allocations, reads of points never written, and clamped positions.
    #[arg(long)]
    pub checked: bool,
    /// Whose mathematical functions: `own`, `libm`, or `libm-products`.
    #[arg(long, default_value_t, value_name = "own|libm|libm-products")]
    pub math: Math,
    /// Which operations share a kernel: each has its own, those that share memory are merged, or the cheapest partition
    /// that a search finds.
    #[arg(long, default_value_t, value_name = "none|greedy|cluster")]
    pub strategy: Strategy,
    /// The name of the library and of what it offers; by default that of the entry.
    #[arg(long)]
    pub name: Option<String>,
    /// Make a static library as well.
    #[arg(long = "static")]
    pub with_archive: bool,
    /// Where the files go.
    #[arg(short, long, value_name = "DIR", required_unless_present_any = ["plan", "from"])]
    pub out: Option<PathBuf>,
    /// Print the distinct jobs, by key, that these programs take for the cache, one for each domain (or one for any),
    /// as JSON; compile nothing.
    #[arg(long, conflicts_with_all = ["out", "only", "name", "with_archive"])]
    pub plan: bool,
    /// Compile jobs of a plan into the cache.
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["plan", "files", "out"])]
    pub from: Option<PathBuf>,
    /// Which job of the plan, from 0 on; without, all that nobody has compiled yet.
    #[arg(long, requires = "from")]
    pub job: Option<usize>,
}

impl Options {
    /// What it is compiled for, besides a domain.
    pub fn target(&self) -> Target {
        Target {
            machine: self.machine.clone(),
            cpu: Cpu {
                name: self.target_cpu.clone(),
                features: self.target_features.clone(),
            },
            threads: self.threads,
            checked: self.checked,
            math: self.math,
            strategy: self.strategy,
            ..Target::host()
        }
    }
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode, CliError> {
    if let Some(path) = &options.from {
        return plan::carry_out(path, options.job, cache::of_environment(false));
    }
    if options.plan {
        return plan::print(options);
    }
    let ([file], Some(out)) = (&options.files[..], &options.out) else {
        return Err(CliError::new(
            "one program makes a library; several are for --plan",
        ));
    };
    let context = source::context();
    let module = Text::read(file)?.parse(&context)?;
    let entry = source::entry(&module, options.entry.as_deref())?;
    let name = match &options.name {
        Some(name) => checked_name(name)?,
        None => fvopt_runtime::library_name(&entry),
    };
    let target = options.target();
    // Before any pass runs: the processor is an argument, and its fault is at no place of the file.
    mlir_shim::engine::check(&target.cpu).map_err(|problem| CliError::new(problem.to_string()))?;
    let compiler = Compiler::new(target);
    let compiled = match options.only {
        true => compiler.compile_for_domains(&module, &entry, &options.domains)?,
        false => compiler.compile_variants(&module, &entry, &options.domains)?,
    };
    for warning in compiled
        .manifests
        .iter()
        .flat_map(|manifest| &manifest.warnings)
    {
        eprintln!("{warning}");
    }
    let files = compiled.save(out, &name, options.with_archive)?;
    let show = |path: &Path| println!("{}", path.display());
    show(&files.shared);
    files.archive.as_deref().iter().for_each(|path| show(path));
    for path in [&files.header, &files.module, &files.manifest] {
        show(path);
    }
    Ok(ExitCode::SUCCESS)
}

/// A name that files and other languages take.
fn checked_name(name: &str) -> Result<String, CliError> {
    match fvopt_runtime::library_name(name) == name {
        true => Ok(name.to_string()),
        false => Err(CliError::new(format!(
            "`{name}` is no name of a library: letters, digits and underscores, a letter first, 40 at most"
        ))),
    }
}
