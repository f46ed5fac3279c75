//! `program-pin-domain`: says for which sizes of the domain programs are compiled.
//!
//! Before `program.func @main(...)`; after `domain="64,64,80"` it has
//! `attributes {domain = array<i64: 64, 64, 80>}`. Bounds are exact then even where
//! parts are empty, trip counts are constants, and schedules know the sizes.
//!
//! Requires and ensures nothing else; without sizes it does nothing.

use ir_program::ops::Func;
use mlir_shim::{
    diagnostic,
    ir::{Attr, Op},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "program-pin-domain",
    description: "Says for which sizes of the domain programs are compiled",
    options: &[PassOption {
        name: "domain",
        help: "the sizes on i, j and k, such as 64,64,80",
        kind: OptionKind::Text(""),
    }],
    run,
};

/// The attribute on a program: the sizes of the domain that it is compiled for.
const DOMAIN: &str = "domain";

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let text = options.text("domain");
    if text.is_empty() {
        return Ok(());
    }
    let fail = |text: &str| {
        diagnostic::error(module.location(), text, &[]);
        Err(Failed)
    };
    let numbers = text.split(',').map(|size| size.trim().parse::<i64>());
    let sizes = numbers.collect::<Result<Vec<i64>, _>>();
    let sizes = match sizes {
        Ok(sizes) if sizes.len() == 3 && sizes.iter().all(|size| *size >= 1) => sizes,
        _ => {
            return fail(&format!(
                "`{text}` is not three sizes of a domain, each 1 or more, such as 64,64,80"
            ));
        }
    };
    for program in module.collect(Func::NAME) {
        let pinned = program.attr(DOMAIN).and_then(|sizes| sizes.as_i64_array());
        if let Some(pinned) = pinned
            && pinned != sizes
        {
            return fail(&format!(
                "a program is pinned to the domain {pinned:?}, but the domain {sizes:?} is asked for"
            ));
        }
        program.set_attr(DOMAIN, Attr::i64_array(program.context(), &sizes));
    }
    Ok(())
}
