//! Bindings whose scalars and fields change between calls.

use crate::harness::{DOMAIN, STEPS, compiled, field, float, index, steps};
use fvopt_runtime::{Argument, Target};

// requirement R11
#[test]
fn scalars_and_fields_change_between_calls() {
    let artifact = compiled(STEPS, "main", Target::host());
    let first = field(&artifact, "arg0", 1, 1);
    let arguments = [Argument::Field(first.clone()), float(0.5), index(1)];
    let mut binding = artifact.bind(DOMAIN, &arguments).expect("they fit");
    let expected = steps(&first, 0.5, 1);
    binding.call().expect("it runs");
    assert_eq!(first.to_bytes(), expected);

    let second = field(&artifact, "arg0", 1, 2);
    let expected = steps(&second, 0.25, 3);
    binding.rebind("arg0", second.clone()).expect("it fits");
    binding.set("arg1", 0.25).expect("a float");
    binding.set("arg2", 3usize).expect("an index");
    let before = first.to_bytes();
    binding.call().expect("it runs");
    assert_eq!(second.to_bytes(), expected);
    assert_eq!(first.to_bytes(), before);
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let artifact = compiled(STEPS, "main", Target::host());
    let q = field(&artifact, "arg0", 1, 1);
    let arguments = [Argument::Field(q.clone()), float(0.5), index(1)];
    let mut binding = artifact.bind(DOMAIN, &arguments).expect("they fit");
    let small = field(&artifact, "arg0", 0, 1);
    for (refused, message) in [
        (
            binding.rebind("arg0", small),
            "argument `arg0` is too small on the low side of axis i",
        ),
        (
            binding.rebind("arg1", q.clone()),
            "argument `arg1` has the type field<ijk x f64>, but the program takes f64",
        ),
        (
            binding.rebind("speed", q.clone()),
            "there is no argument `speed`; the arguments are: arg0, arg1, arg2",
        ),
        (
            binding.set("arg1", 0f32),
            "argument `arg1` has the type f32, but the program takes f64",
        ),
        (
            binding.set("arg0", 0.5),
            "argument `arg0` has the type f64, but the program takes field<ijk x f64>",
        ),
        (
            binding.set("arg0", q.clone()),
            "argument `arg0` is a field, which is bound anew and not set",
        ),
    ] {
        let found = refused.expect_err(message).to_string();
        assert!(found.starts_with(message), "{found}");
    }
    let expected = steps(&q, 0.5, 1);
    binding.call().expect("it runs");
    assert_eq!(q.to_bytes(), expected);
}

/// Two arguments, of which the code knows that they are different fields, or the same.
const COPIES: &str = "
!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main(%a: !f, %b: !f, %level: index) {
  program.call @copy(%a, %b) (i = start to end, j = start to end, k = %level to %level + 1) : !f, !f
  program.return
}
stencil.func @copy(%a: !f, %b: !f) {
  %l = stencil.load %a : !f -> !t
  stencil.store %l to %b (i = start to end, j = start to end, k = start to end) : !t to !f
  stencil.return
}";

#[test]
fn a_field_does_not_become_one_with_another() {
    let artifact = compiled(COPIES, "main", Target::host());
    let [a, b] = [1, 2].map(|seed| field(&artifact, "arg0", 0, seed));
    let arguments = [Argument::Field(a.clone()), Argument::Field(b), index(0)];
    let mut binding = artifact.bind(DOMAIN, &arguments).expect("they fit");
    let refused = binding.rebind("arg1", a).expect_err("the same field");
    assert_eq!(
        refused.to_string(),
        "the code is compiled for arguments `arg1` and `arg0` that share no element; bind them anew"
    );
}

/// An integer says which levels are touched: fields must hold them.
#[test]
fn an_integer_that_moves_a_box_is_checked_against_the_fields() {
    let artifact = compiled(COPIES, "main", Target::host());
    let [a, b] = [1, 2].map(|seed| field(&artifact, "arg0", 0, seed));
    let arguments = [
        Argument::Field(a.clone()),
        Argument::Field(b.clone()),
        index(0),
    ];
    let mut binding = artifact.bind(DOMAIN, &arguments).expect("they fit");
    binding.set("arg2", 3usize).expect("the last level");
    let refused = binding.set("arg2", 4usize);
    let refused = refused.expect_err("no such level").to_string();
    assert!(
        refused.contains("too small on the high side of axis k"),
        "{refused}"
    );
    binding.call().expect("it runs");
    let (a, b) = (a.to_bytes(), b.to_bytes());
    let level = a.len() / 4;
    assert_eq!(a[3 * level..], b[3 * level..]);
    assert_ne!(a[..level], b[..level]);
}
