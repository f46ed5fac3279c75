//! What operations touch: which field, where, whether just that.

use fvopt_analysis::access::{self, Access};
use ir_program::ops::Func;
use mlir_shim::{
    ir::{Ctx, OwnedModule},
    melior::Context,
};

/// An access as text: the operation, the number of the argument, `r` and `w`, the region in the
/// argument's coordinates, and whether it is exact.
fn describe(access: &Access<'_>) -> String {
    let mut text = format!("{} {} ", access.op.name(), access.base().number());
    text.extend(access.reads.then_some('r'));
    text.extend(access.writes.then_some('w'));
    text += &format!(" {}", access.region().describe());
    if access.is_exact() {
        text += " exactly";
    }
    text
}

/// The accesses of the operations of a program, of each with those in its regions.
fn accesses(body: &str) -> Vec<String> {
    let source = format!(
        "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main(%f: !f, %g: !f, %d: !stencil.field<ijk x 2 x f64>, %n: index, %c: i1) {{
  {body}
  program.return
}}"
    );
    let context = Context::new();
    ir_program::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), &source)
        .unwrap_or_else(|| panic!("well formed:\n{source}"));
    let function = Func(module.op().collect(Func::NAME)[0]);
    let ops = function.body().ops().into_iter();
    ops.flat_map(access::within)
        .map(|access| describe(&access))
        .collect()
}

const BOX: &str = "(i = start to end, j = start to end, k = start to end)";

#[test]
fn loads_stores_and_reductions_touch_their_boxes() {
    let found = accesses(&format!(
        "%t = stencil.load %f {BOX} : !f -> !t
  %all = stencil.load %f : !f -> !t
  stencil.store %t to %g (i = start + 1 to end, j = start to end, k = start to end) : !t to !f
  %sum = program.reduce add %f{BOX} : !f -> f64"
    ));
    assert_eq!(
        found,
        [
            &format!("stencil.load 0 r {BOX} exactly"),
            "stencil.load 0 r ()",
            "stencil.store 1 w (i = start + 1 to end, j = start to end, k = start to end) exactly",
            &format!("program.reduce 0 r {BOX} exactly"),
        ]
    );
}

#[test]
fn views_are_parts_of_their_fields() {
    let found = accesses(
        "%level = program.view %f level %n : !f -> !stencil.field<ij x f64>
  %t = stencil.load %level (i = start to end, j = start to end) : !stencil.field<ij x f64> -> !stencil.temp<ij x f64>
  stencil.store %t to %level (i = start to end, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>
  %part = program.view %d component %n : !stencil.field<ijk x 2 x f64> -> !f
  %both = program.view %part level %n : !f -> !stencil.field<ij x f64>
  stencil.store %t to %both (i = start to end, j = start to end) : !stencil.temp<ij x f64> to !stencil.field<ij x f64>",
    );
    let place = "(i = start to end, j = start to end, k = %arg3 to %arg3 + 1)";
    assert_eq!(
        found,
        [
            format!("stencil.load 0 r {place} exactly"),
            format!("stencil.store 0 w {place} exactly"),
            format!("stencil.store 2 w {place}"),
        ]
    );
}

#[test]
fn a_store_of_one_component_is_part_of_its_box() {
    let found = accesses(&format!(
        "%t = stencil.load %f {BOX} : !f -> !t
  stencil.store %t to %d at %n {BOX} : !t to !stencil.field<ijk x 2 x f64>"
    ));
    assert_eq!(found[1], format!("stencil.store 2 w {BOX}"));
}

#[test]
fn what_effects_and_boxes_do_not_say_is_known() {
    let found = accesses(
        "program.exchange %f [1, 2, 0, 3] : !f
  program.swap %f, %g : !f
  program.callback @host(%f, %g) reads [(i = start to end, j = start to end, k = start to end), none]
    writes [none, (i = start to end, j = start to end, k = start to start + 1)] : !f, !f",
    );
    assert_eq!(
        found,
        [
            "program.exchange 0 rw (i = start - 1 to end + 2, j = start to end + 3, k = start to end)",
            "program.swap 0 rw () exactly",
            "program.swap 1 rw () exactly",
            "program.callback 0 r (i = start to end, j = start to end, k = start to end)",
            "program.callback 1 w (i = start to end, j = start to end, k = start to start + 1)",
        ]
    );
}

#[test]
fn control_flow_touches_what_its_bodies_touch_and_bodies_of_stencils_nothing() {
    let found = accesses(&format!(
        "program.if %c {{
    program.if %c {{
      %t = stencil.load %f {BOX} : !f -> !t
      %s = stencil.apply {BOX} -> (!t) {{
        %x = stencil.access %t[0, 0, 0] : !t
        stencil.yield %x : f64
      }}
      stencil.store %s to %g {BOX} : !t to !f
    }}
  }}"
    ));
    assert_eq!(
        found,
        [
            format!("stencil.load 0 r {BOX} exactly"),
            format!("stencil.store 1 w {BOX} exactly"),
        ]
    );
}
