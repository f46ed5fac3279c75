//! `fvopt`: run programs, check them against the interpreter, time their calls, draw their graphs.

mod arguments;
mod bound;
mod cache;
mod compile;
mod demo;
mod error;
mod graph;
mod hosts;
mod import;
mod interpreted;
mod layout;
mod measure;
mod memory;
mod needs;
mod npy;
mod picture;
mod plan;
mod prepared;
mod report;
mod run;
mod source;

use clap::{Parser, Subcommand};
use std::{io::IsTerminal, process::ExitCode};

/// Compile and run stencil programs written in textual IR.
#[derive(Parser)]
#[command(
    name = "fvopt",
    version,
    after_help = "Examples:\n  fvopt run examples/hdiff.mlir\n  fvopt run examples/hdiff.mlir --domain 192,192,80 --check --threads 2\n  \
                  fvopt run program.mlir --entry step --arg q=q.npy --arg dt=0.5 --out result.npz\n  \
                  echo call | fvopt measure examples/hdiff.mlir --domain 192,192,80\n  fvopt graph program.mlir --kind calls | dot -Tsvg > calls.svg\n  fvopt demo"
)]
struct Cli {
    /// Show what every stage does and how long it takes (twice: more).
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    verbose: u8,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Flatten, lower, compile and run a program.
    Run(Box<run::Run>),
    /// Compile a program once and time its calls, one for each line of standard input.
    Measure(Box<measure::Measure>),
    /// Print the call graph or the dependence graph as DOT.
    Graph(graph::Graph),
    /// Compile a program into a library for other languages, or plan what is to be compiled.
    Compile(Box<compile::Options>),
    /// Make IR of a GT4Py stencil.
    Import(import::Import),
    /// Look after the cache of compiled programs.
    Cache(cache::Options),
    /// Transport a tracer once around, check it against the interpreter, and draw it.
    Demo(demo::Demo),
}

fn main() -> ExitCode {
    mlir_shim::tools::end_with_the_reader();
    let cli = Cli::parse();
    let level = match cli.verbose {
        0 => "warn",
        1 => "info",
        _ => "debug",
    };
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(format!(
            "{level},egg=warn"
        )))
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::CLOSE)
        .with_writer(std::io::stderr)
        .with_timer(tracing_subscriber::fmt::time::uptime())
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let result = match cli.command {
        Command::Run(run) => run::run(&run),
        Command::Measure(measure) => measure::run(&measure),
        Command::Graph(graph) => graph::run(&graph),
        Command::Compile(options) => compile::run(&options),
        Command::Import(options) => import::run(&options),
        Command::Cache(options) => cache::run(&options),
        Command::Demo(demo) => demo::run(&demo),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
