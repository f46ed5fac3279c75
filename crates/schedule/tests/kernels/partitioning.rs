//! Partitioned programs compute what they did, and their kernels satisfy all constraints.

use crate::{
    evaluate::{Contents, run, run_values},
    random::{ARGUMENTS, program, region},
};
use fvopt_boxes::DomainFacts;
use fvopt_schedule::{
    Machine,
    buffers::{self, Assignment},
    constraints,
    cost::CostContext,
    finish,
    kernel::{Operation, Region},
    memory::FieldId,
    partition,
    program::Program,
    values::{Step, Values},
};

/// What the caller sees. A number that is stored where it was already is as good as none.
fn seen(mut contents: Contents) -> Contents {
    let first = Contents::default();
    contents.0.retain(|(field, point), number| {
        *field < FieldId(ARGUMENTS) && *number != first.at(*field, *point)
    });
    contents
}

/// The program with one kernel a unit, with those that the greedy partition makes, and with those that a search finds.
fn partitions(assignment: &Assignment) -> [Program; 3] {
    let units = partition::unit_kernels(assignment);
    let kernels = units.iter().flatten().flatten();
    let context = CostContext::of_program(kernels, None, &Machine::default());
    let none = partition::none(assignment, units.clone());
    let greedy = partition::greedy::run(assignment, units.clone(), &context);
    let limits = partition::search::Limits::default();
    let found = partition::search::run(assignment, units, &context, limits);
    [none, greedy, found].map(|mut program| {
        finish::run(&mut program, assignment, &context);
        program
    })
}

/// What may be touched of memory: of a buffer what it holds, of a field what the program loads and stores.
fn held(assignment: &Assignment, values: &Values, field: FieldId) -> Region {
    if let Some(buffer) = assignment.buffer(field) {
        return buffer.region.clone();
    }
    let operations = values.nodes.iter().map(|node| &node.operation);
    let own = operations.filter(|operation| {
        let is_needed = operation.is_store()
            || operation
                .results
                .iter()
                .any(|(value, _)| values.required.contains_key(value));
        is_needed
            && operation
                .memory()
                .is_some_and(|memory| memory.field == field)
    });
    own.map(|operation| operation.own_region().clone())
        .reduce(|all, part| all.hull(&part))
        .unwrap_or_else(|| region("(i = start to start, j = start to start, k = start to start)"))
}

/// A program and its kernels, a line for each operation.
fn text(values: &Values, assignment: &Assignment, program: &Program) -> String {
    let line = |operation: &Operation| {
        let memory = operation.memory().map(|memory| memory.field.0);
        let results: Vec<u32> = operation.results.iter().map(|(value, _)| value.0).collect();
        let reads: Vec<_> = operation
            .accesses()
            .map(|(access, value)| (value.0, access.offset))
            .collect();
        let operands: Vec<u32> = operation.operands.iter().map(|value| value.0).collect();
        let name = format!("{:?}", operation.kind);
        let name: String = name
            .chars()
            .take_while(|letter| letter.is_alphabetic())
            .collect();
        let region = operation
            .region
            .as_ref()
            .map(|region| region.index_box.to_string());
        format!("{results:?} = {name} {memory:?} {operands:?} {reads:?} on {region:?}\n")
    };
    let mut text = String::new();
    for step in &values.blocks[0].steps {
        match step {
            Step::Operation(node) => text += &line(values.operation(*node)),
            other => text += &format!("{other:?}\n"),
        }
    }
    text += &format!("{:?}\n", assignment.locations);
    for kernel in program.kernels() {
        text += "kernel\n";
        kernel
            .operations
            .iter()
            .for_each(|operation| text += &line(operation));
    }
    text
}

/// Partitions random programs; gives how many units there were, and how many kernels the greedy partition makes.
fn partition_random(
    seeds: std::ops::Range<u64>,
    facts: &DomainFacts,
    sizes: [i64; 3],
) -> (usize, usize) {
    let mut counts = [0; 3];
    for seed in seeds {
        let values = program(seed, facts);
        let expected = run_values(&values, sizes).expect("loads hold what is read");
        let expected = seen(expected);
        let assignment = buffers::assign(values.clone());
        let barriers: Vec<Step> = values.blocks[0]
            .steps
            .iter()
            .filter(|step| matches!(step, Step::Barrier { .. }))
            .cloned()
            .collect();
        for (number, program) in partitions(&assignment).iter().enumerate() {
            for kernel in program.kernels() {
                if let Err(violation) = constraints::check(kernel) {
                    panic!("seed {seed}, partition {number}: {violation:?}\n{kernel:#?}");
                }
            }
            let held = |field| held(&assignment, &values, field);
            let found = run(program, &barriers, sizes, &held)
                .unwrap_or_else(|problem| panic!("seed {seed}, partition {number}: {problem}"));
            assert!(
                expected == seen(found),
                "seed {seed}, partition {number} differs\n{}",
                text(&values, &assignment, program),
            );
            counts[number] += program.kernels().count();
        }
    }
    (counts[0], counts[1])
}

#[test]
fn programs_of_any_size_compute_the_same() {
    let facts = DomainFacts::entry();
    let (units, kernels) = partition_random(0..3000, &facts, [3, 2, 3]);
    // Something was merged, or nothing was tested.
    assert!(
        units > 5000 && kernels * 4 < units * 3,
        "{units} to {kernels}"
    );
    // The smallest domain, on which many of the boxes are empty.
    partition_random(3000..4500, &facts, [1, 1, 1]);
}

#[test]
fn programs_of_known_sizes_compute_the_same() {
    let sizes = [4, 3, 2];
    let (units, kernels) = partition_random(10_000..13_000, &DomainFacts::pinned(sizes), sizes);
    assert!(
        units > 5000 && kernels * 4 < units * 3,
        "{units} to {kernels}"
    );
}

#[test]
fn the_same_program_is_partitioned_the_same_way() {
    for seed in 0..200 {
        let facts = DomainFacts::entry();
        let [one, other] = [0, 1].map(|_| {
            let assignment = buffers::assign(program(seed, &facts));
            format!("{:?}", partitions(&assignment))
        });
        assert_eq!(one, other);
    }
}
