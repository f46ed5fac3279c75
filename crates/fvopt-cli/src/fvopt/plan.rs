//! Plans: what several programs take to compile, each job once, for whoever starts many processes.

use crate::{
    compile::Options,
    error::CliError,
    source::{self, Text},
};
use fvopt_runtime::{Compiler, Cpu, Target, cache::Cache};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The version of plans.
const FORMAT: u32 = 2;

#[derive(Serialize, Deserialize)]
struct Plan {
    format: u32,
    jobs: Vec<Job>,
    /// That the plan is whole: how many jobs it has.
    count: usize,
}

/// Something to compile: all that its key was made of, so that any process can do it.
#[derive(Serialize, Deserialize, Clone)]
struct Job {
    key: String,
    file: PathBuf,
    entry: String,
    domain: Option<[i64; 3]>,
    machine: String,
    cpu: String,
    features: String,
    threads: Option<u16>,
    checked: bool,
    math: String,
    strategy: String,
    /// How many of the programs and domains that were asked for it serves.
    uses: usize,
}

impl Job {
    fn target(&self) -> Result<Target, CliError> {
        Ok(Target {
            machine: self.machine.clone(),
            cpu: Cpu {
                name: self.cpu.clone(),
                features: self.features.clone(),
            },
            threads: self.threads,
            domain: self.domain,
            checked: self.checked,
            math: self.math.parse().map_err(CliError::new)?,
            strategy: self.strategy.parse().map_err(CliError::new)?,
            ..Target::host()
        })
    }
}

/// Prints the plan of programs and domains.
pub fn print(options: &Options) -> Result<ExitCode, CliError> {
    let context = source::context();
    // By key, in the order in which they were first met.
    let mut order: Vec<Job> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for file in &options.files {
        if source::is_stdin(file) {
            return Err(CliError::new("a plan names files, which others read"));
        }
        let module = Text::read(file)?.parse(&context)?;
        let entry = source::entry(&module, options.entry.as_deref())?;
        let domains = options.domains.iter().copied().map(Some);
        let domains: Vec<Option<[i64; 3]>> = match options.domains.is_empty() {
            true => vec![None],
            false => domains.collect(),
        };
        for domain in domains {
            let target = Target {
                domain,
                ..options.target()
            };
            let compiler = Compiler::new(target.clone());
            let key = compiler.program(&module, &entry)?.key(&[])?.text();
            match known.get(&key) {
                Some(number) => order[*number].uses += 1,
                None => {
                    known.insert(key.clone(), order.len());
                    order.push(Job {
                        key,
                        file: std::path::absolute(file).unwrap_or_else(|_| file.clone()),
                        entry: entry.clone(),
                        domain,
                        machine: target.machine,
                        cpu: target.cpu.name,
                        features: target.cpu.features,
                        threads: target.threads,
                        checked: target.checked,
                        math: target.math.name().to_string(),
                        strategy: target.strategy.name().to_string(),
                        uses: 1,
                    });
                }
            }
        }
    }
    let plan = Plan {
        format: FORMAT,
        count: order.len(),
        jobs: order,
    };
    let text =
        serde_json::to_string_pretty(&plan).map_err(|error| CliError::new(error.to_string()))?;
    println!("{text}");
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<Plan, CliError> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| CliError::new(format!("cannot read {shown}: {error}")))?;
    let broken = |problem: String| {
        CliError::new(format!(
            "{shown} is no whole plan: {problem}; make it again with `fvopt compile --plan`"
        ))
    };
    let plan: Plan = serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
    if plan.format != FORMAT {
        return Err(broken(format!(
            "it has format {}, and this fvopt reads format {FORMAT}",
            plan.format
        )));
    }
    if plan.jobs.len() != plan.count {
        return Err(broken(format!(
            "it has {} jobs and says {}",
            plan.jobs.len(),
            plan.count
        )));
    }
    Ok(plan)
}

/// Compiles jobs of a plan into the cache: one of them, or all.
pub fn carry_out(
    path: &Path,
    number: Option<usize>,
    cache: Option<Cache>,
) -> Result<ExitCode, CliError> {
    let plan = read(path)?;
    let cache = cache
        .filter(|cache| cache.private().is_some())
        .ok_or_else(|| {
            CliError::new(
                "a plan is compiled into the cache, and there is none that can be written",
            )
        })?;
    let jobs = match number {
        None => &plan.jobs[..],
        Some(number) => {
            let job = plan.jobs.get(number).map(std::slice::from_ref);
            job.ok_or_else(|| {
                CliError::new(format!(
                    "there is no job {number}: the plan has {}, counted from 0",
                    plan.count
                ))
            })?
        }
    };
    let context = source::context();
    for job in jobs {
        let module = Text::read(&job.file)?.parse(&context)?;
        let compiler = Compiler::new(job.target()?).with_cache(cache.clone());
        let program = compiler.program(&module, &job.entry)?;
        let key = program.key(&[])?.text();
        if key != job.key {
            return Err(CliError::new(format!(
                "{} is not what the plan was made of, or this is another fvopt or another machine: its key is {key}, \
                 and the plan says {}; make the plan again",
                job.file.display(),
                job.key
            )));
        }
        let how = match program.reserve(&[])? {
            true => "there",
            false => "compiled",
        };
        program.artifact(&[])?;
        println!("{key} {how}");
    }
    for problem in cache.problems() {
        eprintln!("warning: {problem}");
    }
    Ok(ExitCode::SUCCESS)
}
