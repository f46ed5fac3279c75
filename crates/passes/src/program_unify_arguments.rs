//! `program-unify-arguments`: makes arguments that a binding passes as one field one value.
//!
//! Before `program.func @main(%a, %b)` with uses of `%b`; after `arguments="0=1"`
//! every use of `%b` is a use of `%a`. The signature stays: the binding passes
//! both, and the second is not used. Runs before flattening, which then sees
//! the aliasing as equal SSA values.

use ir_program::ops::Func;
use mlir_shim::{
    diagnostic,
    ir::{Op, Symbol},
    pass::{Failed, OptionKind, OptionValues, Pass, PassOption},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "program-unify-arguments",
    description: "Replaces arguments that are passed the same field by one of them",
    options: &[
        PassOption {
            name: "entry",
            help: "the program or stencil whose arguments are unified",
            kind: OptionKind::Symbol,
        },
        PassOption {
            name: "arguments",
            help: "pairs of argument numbers such as 0=2;1=3: uses of the second become uses of the first",
            kind: OptionKind::Text(""),
        },
    ],
    run,
};

fn run(module: Op<'_>, options: &OptionValues) -> Result<(), Failed> {
    let fail = |text: &str| {
        diagnostic::error(module.location(), text, &[]);
        Err(Failed)
    };
    let Some(entry) = options.symbol("entry") else {
        return fail("`entry` must name the program or stencil whose arguments are unified");
    };
    let function = module.body().and_then(|block| {
        block.ops().into_iter().find(|op| {
            (Func::is(*op) || ir_stencil::ops::Func::is(*op)) && op.symbol_name() == Some(entry)
        })
    });
    let Some(function) = function else {
        return fail(&format!(
            "there is no program or stencil {} in this module",
            Symbol(entry)
        ));
    };
    let arguments = function
        .body()
        .map(|block| block.arguments())
        .unwrap_or_default();
    for pair in options
        .text("arguments")
        .split(';')
        .filter(|pair| !pair.trim().is_empty())
    {
        let numbers = pair.split_once('=').and_then(|(kept, replaced)| {
            Some((
                kept.trim().parse::<usize>().ok()?,
                replaced.trim().parse::<usize>().ok()?,
            ))
        });
        let Some((kept, replaced)) = numbers else {
            return fail(&format!(
                "`{pair}` is not a pair of argument numbers such as 0=2"
            ));
        };
        let (Some(first), Some(second)) = (arguments.get(kept), arguments.get(replaced)) else {
            return fail(&format!(
                "`{pair}`: {} has {} arguments, counted from 0",
                Symbol(entry),
                arguments.len()
            ));
        };
        if first.ty() != second.ty() || !first.ty().is_field() {
            return fail(&format!(
                "`{pair}`: arguments of types {} and {} cannot be one field",
                first.ty(),
                second.ty()
            ));
        }
        second.replace_all_uses_with(*first);
    }
    Ok(())
}
