//! Dependences from one iteration of a loop to later ones: which, and at what distance.

use fvopt_analysis::dependence::{Distance, Kind, of_program};
use ir_program::ops::Func;
use mlir_shim::{
    ir::{Ctx, Op, OwnedModule},
    melior::Context,
};

/// What an operation is, and of which arguments of the program.
fn describe(op: Op<'_>) -> String {
    let short = op.name().split('.').next_back().unwrap_or_default();
    let fields = op
        .operands()
        .into_iter()
        .filter(|value| value.ty().is_field());
    let numbers: Vec<String> = fields.map(|field| field.number().to_string()).collect();
    format!("{short} {}", numbers.join(" ")).trim().to_string()
}

/// The loop-carried dependences of the first loop of a program, as text, sorted.
fn loop_carried(arguments: usize, before: &str, body: &str) -> Vec<String> {
    let parameters: Vec<String> = (0..arguments)
        .map(|number| format!("%{number}: !f"))
        .collect();
    let source = format!(
        "!f = !stencil.field<ijk x f64>
!t = !stencil.temp<ijk x f64>
program.func @main({}, %n: index, %c: i1) {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  {before}
  program.for %i = %zero to %n step %one {{
    {body}
  }}
  program.return
}}",
        parameters.join(", ")
    );
    let context = Context::new();
    ir_program::load(&context);
    let module = OwnedModule::parse(Ctx::of(&context), &source)
        .unwrap_or_else(|| panic!("well formed:\n{source}"));
    let function = Func(module.op().collect(Func::NAME)[0]);
    let mut found = Vec::new();
    for dependences in of_program(function) {
        let graph = &dependences.graph;
        for edge in graph.edge_indices() {
            let Some(loop_carried) = graph[edge].loop_carried else {
                continue;
            };
            let (from, to) = graph.edge_endpoints(edge).expect("an edge has ends");
            let kind = match graph[edge].kind {
                Kind::ReadAfterWrite => "RAW",
                Kind::WriteAfterRead => "WAR",
                Kind::WriteAfterWrite => "WAW",
            };
            let distance = match loop_carried.distance {
                Distance::Exactly(distance) => format!("{distance}"),
                Distance::AtLeast(distance) => format!("{distance} or more"),
            };
            let (from, to) = (describe(graph[from]), describe(graph[to]));
            found.push(format!("{from} -> {to} {kind} {distance}"));
        }
    }
    found.sort();
    found
}

fn load(field: usize, to: &str, part: &str) -> String {
    format!("{to} = stencil.load %{field} {part} : !f -> !t\n")
}

fn store(from: &str, field: usize, part: &str) -> String {
    format!("stencil.store {from} to %{field} {part} : !t to !f\n")
}

const DOMAIN: &str = "(i = start to end, j = start to end, k = start to end)";
const FIRST: &str = "(i = start to end, j = start to end, k = start to start + 1)";
const LEVEL: &str = "(i = start to end, j = start to end, k = %i to %i + 1)";
const BELOW: &str = "(i = start to end, j = start to end, k = %i - 1 to %i)";

fn loaded(field: usize) -> String {
    load(field, "%v", DOMAIN)
}

#[test]
fn a_field_that_every_iteration_rewrites() {
    let body = loaded(0) + &store("%v", 0, DOMAIN);
    assert_eq!(
        loop_carried(1, "", &body),
        ["store 0 -> load 0 RAW 1", "store 0 -> store 0 WAW 1"]
    );
}

#[test]
fn what_the_iteration_itself_writes_first_hides_the_one_before() {
    let body = store("%v", 0, DOMAIN) + &load(0, "%w", DOMAIN);
    assert_eq!(
        loop_carried(1, &loaded(0), &body),
        ["load 0 -> store 0 WAR 1", "store 0 -> store 0 WAW 1"]
    );
}

#[test]
fn a_part_that_is_rewritten_and_a_rest_that_is_not() {
    let body = loaded(0) + &store("%v", 0, FIRST);
    assert_eq!(
        loop_carried(1, "", &body),
        [
            // The read is of more than what the write hides.
            "load 0 -> store 0 WAR 1 or more",
            "store 0 -> load 0 RAW 1",
            "store 0 -> store 0 WAW 1"
        ]
    );
}

#[test]
fn parts_that_move_with_the_counter_give_lower_bounds() {
    // In one iteration they do not meet; the next reads what this one wrote.
    let body = load(0, "%v", BELOW) + &store("%v", 0, LEVEL);
    assert_eq!(
        loop_carried(1, "", &body),
        [
            "load 0 -> store 0 WAR 1 or more",
            "store 0 -> load 0 RAW 1 or more",
            "store 0 -> store 0 WAW 1 or more"
        ]
    );
}

#[test]
fn what_a_branch_writes_may_be_met_later() {
    let body = loaded(0) + "program.if %c {\n" + &store("%v", 0, DOMAIN) + "}";
    assert_eq!(
        loop_carried(1, "", &body),
        [
            "if -> if WAW 1 or more",
            "if -> load 0 RAW 1 or more",
            "load 0 -> if WAR 1 or more"
        ]
    );
}

#[test]
fn two_buffers_that_change_places() {
    // Reads 0, writes 1, swaps: what is written is read one iteration later, and overwritten two
    // iterations later.
    let body = loaded(0) + &store("%v", 1, DOMAIN) + "program.swap %0, %1 : !f";
    let found = loop_carried(2, "", &body);
    let contents: Vec<&String> = found.iter().filter(|line| !line.contains("swap")).collect();
    assert_eq!(
        contents,
        [
            "load 0 -> store 1 WAR 1",
            "store 1 -> load 0 RAW 1",
            "store 1 -> store 1 WAW 2"
        ]
    );
    // The names: the swap stays between the iterations.
    let names: Vec<&String> = found.iter().filter(|line| line.contains("swap")).collect();
    assert_eq!(
        names,
        [
            "swap 0 1 -> load 0 RAW 1",
            "swap 0 1 -> store 1 RAW 1",
            "swap 0 1 -> swap 0 1 WAW 1",
            "swap 0 1 -> swap 0 1 WAW 1"
        ]
    );
}

#[test]
fn three_buffers_in_rotation() {
    // 0 -> 1 -> 2 -> 0: what is written as 0 is read as 2 two iterations later.
    let body = load(2, "%v", DOMAIN)
        + &store("%v", 0, DOMAIN)
        + "program.swap %0, %1 : !f\nprogram.swap %0, %2 : !f";
    let found = loop_carried(3, "", &body);
    let contents: Vec<&String> = found.iter().filter(|line| !line.contains("swap")).collect();
    assert_eq!(
        contents,
        [
            "load 2 -> store 0 WAR 1",
            "store 0 -> load 2 RAW 2",
            "store 0 -> store 0 WAW 3"
        ]
    );
}

#[test]
fn swaps_in_a_branch_give_lower_bounds() {
    let body = loaded(0) + &store("%v", 1, DOMAIN) + "program.if %c { program.swap %0, %1 : !f }";
    let found = loop_carried(2, "", &body);
    for expected in [
        "store 1 -> load 0 RAW 1 or more",
        "store 1 -> store 1 WAW 1 or more",
        "if -> load 0 RAW 1 or more",
    ] {
        assert!(
            found.contains(&expected.to_string()),
            "{expected} in {found:#?}"
        );
    }
    let exact = found.iter().filter(|line| !line.ends_with("or more"));
    assert_eq!(exact.count(), 0, "{found:#?}");
}

#[test]
fn values_that_a_loop_carries() {
    let context = Context::new();
    ir_program::load(&context);
    let source = "!f = !stencil.field<ijk x f64>
program.func @main(%n: index, %x: f64) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %r:3 = program.for %i = %zero to %n step %one iter_args(%a = %x, %b = %x, %c = %x) -> (f64, f64, f64) {
    %use = arith.negf %a : f64
    %same = math.absf %c : f64
    %new = arith.addf %b, %x : f64
    program.yield %b, %new, %c : f64, f64, f64
  }
  program.return
}";
    let module = OwnedModule::parse(Ctx::of(&context), source).expect("well formed");
    let function = Func(module.op().collect(Func::NAME)[0]);
    let mut found = Vec::new();
    for dependences in of_program(function) {
        let graph = &dependences.graph;
        for edge in graph.edge_indices() {
            if let Some(loop_carried) = graph[edge].loop_carried {
                let (from, to) = graph.edge_endpoints(edge).expect("an edge has ends");
                found.push((graph[from].name(), graph[to].name(), loop_carried.distance));
            }
        }
    }
    found.sort_by_key(|(_, to, _)| *to);
    // `%a` is `%b` of the iteration before, which is `%new` of the one before that.
    assert_eq!(
        found,
        [
            ("arith.addf", "arith.addf", Distance::Exactly(1)),
            ("arith.addf", "arith.negf", Distance::Exactly(2)),
            ("arith.addf", "program.yield", Distance::Exactly(1)),
        ]
    );
}

#[test]
fn many_reads_are_not_compared_with_each_other() {
    let context = Context::new();
    ir_program::load(&context);
    let mut source = String::from("program.func @main(%f: !stencil.field<ijk x f64>) {\n");
    for number in 0..20_000 {
        source += &format!(
            "%t{number} = stencil.load %f {DOMAIN} : !stencil.field<ijk x f64> -> !stencil.temp<ijk x f64>\n"
        );
    }
    source += &format!(
        "stencil.store %t0 to %f {DOMAIN} : !stencil.temp<ijk x f64> to !stencil.field<ijk x f64>\nprogram.return\n}}"
    );
    let module = OwnedModule::parse(Ctx::of(&context), &source).expect("well formed");
    let function = Func(module.op().collect(Func::NAME)[0]);
    // Seconds where it is linear, minutes where it is not.
    let dependences = of_program(function).swap_remove(0);
    assert_eq!(dependences.graph.edge_count(), 20_001);
}
