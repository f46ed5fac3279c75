//! The discardable attributes with the prefix of the program dialect: what one stage of a
//! compilation leaves for another on operations that have no place for it.

use ir_stencil::verify::violation::{Check, Violation, require};
use mlir_shim::ir::{Attr, Op};

/// On a program or stencil: the names of its arguments in the source.
pub const ARGUMENT_NAMES: &str = "program.argument_names";
/// On a program: for every argument the box that a binding must offer, or unit.
pub const REQUIRED: &str = "program.required";
/// On a program: ends that the boxes of [`REQUIRED`] refer to, and those that follow here. Each is
/// the low end of a box that bounds one axis; its number as a position comes after those of the
/// arguments. Absent where there are none.
pub const REQUIRED_ENDS: &str = "program.required_ends";
/// On a lowered program: for every place that reports refer to, its text.
pub const PLACES: &str = "program.places";
/// On a lowered program: for every callback, `[name, location, argument types...]`.
pub const CALLBACKS: &str = "program.callbacks";
/// On a function that holds a kernel.
pub const KERNEL: &str = "program.kernel";
/// On a function that computes a mathematical function.
pub const MATH: &str = "program.math";
/// On the `arith.select` that keeps a division of integers from trapping.
pub const GUARD: &str = "program.guard";

/// What an attribute stands on, and what it holds.
struct Rule {
    name: &'static str,
    operations: &'static [&'static str],
    value: &'static str,
    holds: fn(Op<'_>, Attr<'_>) -> bool,
}

const SOURCES: &[&str] = &["program.func", "stencil.func"];
const LOWERED: &[&str] = &["func.func", "llvm.func"];

const RULES: &[Rule] = &[
    Rule {
        name: ARGUMENT_NAMES,
        operations: SOURCES,
        value: "a list of strings",
        holds: |_, value| is_list(value, |name| name.as_text().is_some()),
    },
    Rule {
        name: REQUIRED,
        operations: SOURCES,
        value: "a list with a box or `unit` for every argument",
        holds: |op, value| {
            let arguments = op.body().map_or(0, |body| body.arguments().len());
            let given = value.as_array().map(|entries| entries.len());
            given == Some(arguments) && is_list(value, |entry| entry.is_unit() || is_box(entry))
        },
    },
    Rule {
        name: REQUIRED_ENDS,
        operations: SOURCES,
        value: "a list of boxes",
        holds: |_, value| is_list(value, is_box),
    },
    Rule {
        name: PLACES,
        operations: LOWERED,
        value: "a list of strings",
        holds: |_, value| is_list(value, |place| place.as_text().is_some()),
    },
    Rule {
        name: CALLBACKS,
        operations: LOWERED,
        value: "a list of lists `[name, location, argument types...]`",
        holds: |_, value| is_list(value, is_callback),
    },
    Rule {
        name: KERNEL,
        operations: LOWERED,
        value: "`unit`",
        holds: |_, value| value.is_unit(),
    },
    Rule {
        name: MATH,
        operations: LOWERED,
        value: "`unit`",
        holds: |_, value| value.is_unit(),
    },
    Rule {
        name: GUARD,
        operations: &["arith.select", "llvm.select"],
        value: "`unit`",
        holds: |_, value| value.is_unit(),
    },
];

fn is_list(value: Attr<'_>, holds: impl Fn(Attr<'_>) -> bool) -> bool {
    value
        .as_array()
        .is_some_and(|entries| entries.into_iter().all(holds))
}

fn is_box(value: Attr<'_>) -> bool {
    value.as_box_code().is_some()
}

fn is_callback(value: Attr<'_>) -> bool {
    let entries = value.as_array().unwrap_or_default();
    match entries.as_slice() {
        [name, place, types @ ..] => {
            name.as_text().is_some()
                && place.as_text().is_some()
                && types.iter().all(|ty| ty.as_type().is_some())
        }
        _ => false,
    }
}

/// program_attribute_c1, program_attribute_c2, program_attribute_c3
pub(crate) fn verify<'c>(op: Op<'c>, name: &str, value: Attr<'c>) -> Check<'c> {
    let Some(rule) = RULES.iter().find(|rule| rule.name == name) else {
        let known: Vec<String> = RULES
            .iter()
            .map(|rule| format!("`{}`", rule.name))
            .collect();
        let known = known.join(", ");
        let message = format!("the program dialect has no attribute `{name}`; it has {known}");
        return Err(Violation::new(op, "program_attribute_c1", message));
    };
    let stands = rule.operations.contains(&op.name());
    require(stands, op, "program_attribute_c2", || {
        let places: Vec<String> = rule.operations.iter().map(|op| format!("`{op}`")).collect();
        format!(
            "`{name}` stands on {}, and on nothing else",
            places.join(" or ")
        )
    })?;
    require((rule.holds)(op, value), op, "program_attribute_c3", || {
        format!("`{name}` is {}, but it is {value} here", rule.value)
    })
}
