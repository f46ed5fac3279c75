//! `set-target-cpu`: says on every function which processor its code is for.
//!
//! Before: `llvm.func @main(...) {`. After, with `cpu=x86-64-v3 features=-fma`:
//! ```mlir
//! llvm.func @main(...) attributes {target_cpu = "x86-64-v3", target_features = #llvm.target_features<["-fma"]>} {
//! ```
//! LLVM takes these as they stand. Code for this machine's processor, whatever
//! that is, has no such attributes: LLVM finds out what that processor has.
//!
//! Requires: the LLVM dialect. Ensures: nothing else changes.

use crate::target::Cpu;
use mlir_shim::{
    diagnostic,
    ir::{Attr, Op},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "set-target-cpu",
    description: "Says on every function which processor its code is for",
    options: &[CPU, FEATURES],
    run,
};

/// The option that names the processor.
pub const CPU: PassOption = PassOption {
    name: "cpu",
    help: "the processor that code is for, as LLVM names it; `host` is that of this machine",
    kind: OptionKind::Text("host"),
};
/// The option with features besides those of the name.
pub const FEATURES: PassOption = PassOption {
    name: "features",
    help: "what the processor has besides or lacks, such as +avx512f,-fma",
    kind: OptionKind::Text(""),
};

/// The processor that the two options name.
pub fn cpu(options: &OptionValues) -> Cpu {
    Cpu {
        name: options.text(CPU.name).to_string(),
        features: options.text(FEATURES.name).to_string(),
    }
}

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let cpu = cpu(options);
    mlir_shim::engine::check(&cpu).map_err(|problem| {
        diagnostic::error(module.location(), &problem.to_string(), &[]);
        Failed
    })?;
    let context = module.context();
    let features: Vec<String> = cpu
        .feature_list()
        .map(|feature| format!("\"{feature}\""))
        .collect();
    // The features are LLVM's own by now, so that the text is well-formed.
    let features = match features.is_empty() {
        true => None,
        false => Attr::parse(
            context,
            &format!("#llvm.target_features<[{}]>", features.join(", ")),
        ),
    };
    for function in module.collect("llvm.func") {
        if !cpu.is_host() {
            function.set_attr("target_cpu", Attr::string(context, &cpu.name));
        }
        if let Some(features) = features {
            function.set_attr("target_features", features);
        }
    }
    Ok(())
}
