//! `stencil-simplify`: bodies compute the same with less, and not at points where it changes nothing.
//!
//! Before:
//! ```mlir
//! %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
//!   %s = stencil.access %slope[0, 0] : <ij x f64>
//!   %m = math.powf %s, %c : f64
//!   %q = stencil.access %t[0, 0, 0] : <ijk x f64>
//!   %n = arith.divf %q, %two : f64
//!   %v = arith.mulf %m, %n : f64
//!   stencil.yield %v : f64
//! }
//! ```
//! After: the power is computed once a column, and the division by two is a product, which has the same bits:
//! ```mlir
//! %p = stencil.apply -> (!stencil.temp<ij x f64>) { ... math.powf ... }
//! %r = stencil.apply -> (!stencil.temp<ijk x f64>) {
//!   %m = stencil.access %p[0, 0] : <ij x f64>
//!   ... arith.mulf %q, %half ...
//! }
//! ```
//! Each body is imported as plain data (`fvopt_optimizer`), and every way to compute it that the rules know is tried at
//! once: equality saturation. Rules that change bits need the fast-math flag that permits it on every operation that they
//! name. Then parts that lack the vertical axis, or that do not change in a loop around the body, are lifted out of it,
//! where the machine's numbers say that this pays.
//!
//! Requires: flattened programs, with or without bounds. Ensures: what is stored has the same bits, but for what
//! flags permit; new applies have no boxes yet.

mod export;
mod import;
mod lift;
mod loops;

use crate::{machine::Machine, machine_option::machine_for_threads};
use export::Chosen;
use fvopt_boxes::Axes;
use fvopt_optimizer::{
    Limits,
    lift::{Choice, Context, Lifted, choose},
    scalar::{Simplified, Support, simplify},
};
use fvopt_schedule::cost::TYPICAL;
use import::Imported;
use ir_program::ops::Func;
use ir_stencil::ops::{Apply, Stage, Sweep};
use lift::Lifter;
use loops::Loops;
use mlir_shim::{
    diagnostic,
    ir::{Builder, Op, Value},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};
use std::collections::{HashMap, HashSet};

/// The pass.
pub const PASS: Pass = Pass {
    name: "stencil-simplify",
    description: "Computes with fewer operations, once a column or once before a loop what does not change there",
    options: &[
        PassOption {
            name: "machine",
            help: "the machine that is computed for: `generic`, `host`, or a JSON file",
            kind: OptionKind::Text("generic"),
        },
        PassOption {
            name: "threads",
            help: "how many threads share the work; 0 one for each core of the machine",
            kind: OptionKind::Integer(0),
        },
        PassOption {
            name: "max-iterations",
            help: "how often all rules are applied; 0 none",
            kind: OptionKind::Integer(6),
        },
        PassOption {
            name: "max-nodes",
            help: "how many e-nodes there are at most for each operation of a body",
            kind: OptionKind::Integer(16),
        },
        PassOption {
            name: "max-operations",
            help: "how many operations a body has at most; longer ones stay as they are",
            kind: OptionKind::Integer(400),
        },
        PassOption {
            name: "lift",
            help: "what lacks the vertical axis or does not change in a loop is computed once: `none` of it, what is `priced` to pay, or `all`, whatever it costs",
            kind: OptionKind::Text("priced"),
        },
        PassOption {
            name: "report",
            help: "emit a remark for each body that was changed",
            kind: OptionKind::Bool(false),
        },
    ],
    run,
};

/// What is told to the pass.
#[derive(Clone, Debug)]
pub struct Options {
    /// The machine that is computed for.
    pub machine: Machine,
    /// How long rules are applied.
    pub limits: Limits,
    /// Which parts are lifted out of bodies.
    pub lift: Choice,
    /// Whether a remark tells of each body that was changed.
    pub report: bool,
}

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let fail = |problem: &str| {
        diagnostic::error(module.location(), problem, &[]);
        Failed
    };
    let count = |name: &str| {
        let number = options.integer(name);
        usize::try_from(number)
            .map_err(|_| fail(&format!("option `{name}` is {number}, which is negative")))
    };
    let machine = machine_for_threads(module, options)?;
    let name = options.text("lift");
    let lift = Choice::named(name).ok_or_else(|| {
        fail(&format!(
            "option `lift` is `{name}`, which is none of `none`, `priced`, `all`"
        ))
    })?;
    let options = Options {
        machine,
        limits: Limits {
            iterations: count("max-iterations")?,
            nodes_for_each: count("max-nodes")?,
            operations: count("max-operations")?,
            is_lifted: false,
        },
        lift,
        report: options.bool("report"),
    };
    for function in module.collect(Func::NAME) {
        if let Some(call) = function.collect("program.call").first() {
            let text = "'program.call' op bodies are simplified in flattened programs; run program-flatten first";
            diagnostic::error(call.location(), text, &[]);
            return Err(Failed);
        }
        simplify_function(Func(function), &options);
    }
    Ok(())
}

/// Simplifies the bodies of one flattened program.
pub fn simplify_function(function: Func<'_>, options: &Options) {
    let sizes = function.domain().unwrap_or(TYPICAL);
    let mut pass = Simplifier {
        options,
        sizes,
        written: HashMap::new(),
        lifter: Lifter::default(),
    };
    // What is lifted is looked at as well: of a part that does not change in a loop some may lack the vertical axis.
    let mut open: Vec<Op<'_>> = Vec::new();
    for block in function.control_blocks() {
        for op in block.ops() {
            if Apply::is(op) {
                open.push(op);
            } else if let Some(sweep) = Sweep::cast(op) {
                let stages = sweep
                    .intervals()
                    .into_iter()
                    .flat_map(|interval| interval.stages());
                open.extend(stages.map(|stage| stage.0));
            }
        }
    }
    // Earlier ones first: what they give may not change in a loop once they are lifted out of it.
    open.reverse();
    while let Some(op) = open.pop() {
        open.extend(pass.body(op));
    }
}

struct Simplifier<'o, 'c> {
    options: &'o Options,
    sizes: [i64; 3],
    written: HashMap<Op<'c>, HashSet<Value<'c>>>,
    lifter: Lifter<'c>,
}

impl<'c> Simplifier<'_, 'c> {
    /// Simplifies the body of an apply or a stage; gives the applies that were lifted out of it.
    fn body(&mut self, op: Op<'c>) -> Vec<Op<'c>> {
        let block = op.body().expect("verified: one block");
        let holder = match Stage::is(op) {
            true => op.ancestor(Sweep::NAME).expect("a stage stands in a sweep"),
            false => op,
        };
        let axes = Apply::cast(op).map_or(Axes::IJK, Apply::axes);
        let mut loops = Loops::around(holder, &mut self.written);
        let imported = import::body(block, axes, &mut loops);
        let all = Support {
            axes,
            loops: loops.count(),
        };
        let (chosen, parts, saved) = self.choose(&imported, all, &loops);
        if parts.is_empty() && saved.is_none() {
            return Vec::new();
        }
        if self.options.report {
            self.report(op, all, &parts, saved);
        }
        let lifted = self.lifter.lift(holder, &chosen, &imported, &parts, &loops);
        let terminator = block.terminator().expect("verified: a terminator");
        let builder = Builder::before(terminator);
        let given = lifted.accesses(&builder);
        let values = export::emit(&builder, &chosen, &imported, given, &chosen.body.results);
        export::replace(block, &values);
        if let Some(apply) = Apply::cast(op) {
            lifted.forward(apply, &chosen.body.results);
        }
        lifted.applies
    }

    /// The body to write, what is lifted out of it, and its costs before and after where rules changed it.
    fn choose(
        &self,
        imported: &Imported<'c>,
        all: Support,
        loops: &Loops<'c>,
    ) -> (Chosen, Vec<Lifted>, Option<(u64, u64)>) {
        let body = &imported.body;
        let as_written = || Chosen {
            body: body.clone(),
            written: (0..body.nodes.len()).map(Some).collect(),
        };
        let chosen_of = |found: Simplified| {
            let costs = (found.before, found.after);
            let Simplified { body, written, .. } = found;
            (Chosen { body, written }, Some(costs))
        };
        let limits = self.options.limits;
        if self.options.lift != Choice::None && lift::may_pay(body, all) {
            // What pays only if parts are lifted is taken only if some are.
            let is_lifted = Limits {
                is_lifted: true,
                ..limits
            };
            let (chosen, costs) =
                simplify(body, is_lifted).map_or_else(|| (as_written(), None), chosen_of);
            let context = Context {
                machine: &self.options.machine,
                sizes: self.sizes,
                trips: loops.trips(),
                all,
                temps: lift::temps(imported),
                choice: self.options.lift,
            };
            let parts = match chosen.body.nodes.len() <= 2 * limits.operations {
                true => choose(&chosen.body, &context),
                false => Vec::new(),
            };
            if !parts.is_empty() {
                return (chosen, parts, costs);
            }
        }
        let (chosen, costs) =
            simplify(body, limits).map_or_else(|| (as_written(), None), chosen_of);
        (chosen, Vec::new(), costs)
    }

    fn report(&self, op: Op<'c>, all: Support, parts: &[Lifted], saved: Option<(u64, u64)>) {
        if let Some((before, after)) = saved {
            let text = format!("simplified: {after} operations a point instead of {before}");
            diagnostic::remark(op.location(), &text, &[]);
        }
        for part in parts {
            let mut reasons = Vec::new();
            if part.support.axes != all.axes {
                let axes = part.support.axes.iter().map(|axis| axis.to_string());
                let axes: String = axes.collect();
                reasons.push(format!("depends on {axes} alone"));
            }
            match all.loops - part.support.loops {
                0 => {}
                1 => reasons.push("does not change in the innermost loop".to_string()),
                count => reasons.push(format!("does not change in the {count} innermost loops")),
            }
            let text = format!("a part that {} is computed once", reasons.join(" and "));
            diagnostic::remark(op.location(), &text, &[]);
        }
    }
}
