//! Fused programs compute what they did, and their kernels satisfy all constraints.

use crate::{
    evaluate::{Contents, run},
    random::{ARGUMENTS, program},
};
use fvopt_boxes::DomainFacts;
use fvopt_schedule::{constraints, finish, fuse, memory::FieldId, program::Program};

/// What the caller sees of a program.
fn seen(program: &Program, sizes: [i64; 3]) -> Result<Contents, String> {
    let mut contents = Contents::default();
    run(program, sizes, &mut contents)?;
    contents
        .0
        .retain(|(field, _), _| *field < FieldId(ARGUMENTS));
    Ok(contents)
}

/// A program to start from: without a kernel that reads around what it stores.
fn legal_program(seed: u64, facts: &DomainFacts) -> Option<Program> {
    let program = program(seed, facts);
    let is_legal = program
        .kernels()
        .all(|kernel| constraints::check(kernel).is_ok());
    is_legal.then_some(program)
}

/// Fuses random programs; gives how many kernels there were, and how many are left.
fn fuse_random(
    seeds: std::ops::Range<u64>,
    facts: &DomainFacts,
    sizes: [i64; 3],
) -> (usize, usize) {
    let (mut kernels_before, mut kernels_after) = (0, 0);
    for seed in seeds {
        let Some(before) = legal_program(seed, facts) else {
            continue;
        };
        let mut after = before.clone();
        fuse::run(&mut after);
        let context = after.context.clone();
        for kernel in after.kernels_mut() {
            finish::run(kernel, &context);
        }
        for kernel in after.kernels() {
            if let Err(violation) = constraints::check(kernel) {
                panic!("seed {seed}: {violation:?}\n{kernel:#?}");
            }
        }
        let expected = seen(&before, sizes).expect("loads hold what is read");
        let found = seen(&after, sizes)
            .unwrap_or_else(|problem| panic!("seed {seed}: {problem}\n{after:#?}"));
        assert!(
            expected == found,
            "seed {seed} differs:\n{before:#?}\n{after:#?}"
        );
        kernels_before += before.kernels().count();
        kernels_after += after.kernels().count();
    }
    (kernels_before, kernels_after)
}

#[test]
fn programs_of_any_size_compute_the_same() {
    let facts = DomainFacts::entry();
    let (before, after) = fuse_random(0..3000, &facts, [3, 2, 3]);
    // Something was fused, or nothing was tested.
    assert!(
        before > 5000 && after * 4 < before * 3,
        "{before} to {after}"
    );
    // The smallest domain, on which many of the boxes are empty.
    fuse_random(3000..4500, &facts, [1, 1, 1]);
}

#[test]
fn programs_of_known_sizes_compute_the_same() {
    let sizes = [4, 3, 2];
    let (before, after) = fuse_random(10_000..13_000, &DomainFacts::pinned(sizes), sizes);
    assert!(
        before > 5000 && after * 4 < before * 3,
        "{before} to {after}"
    );
}

#[test]
fn the_same_program_is_fused_the_same_way() {
    for seed in 0..200 {
        let facts = DomainFacts::entry();
        let fused = |mut program: Program| {
            fuse::run(&mut program);
            format!("{:?}", program.blocks)
        };
        let [one, other] = [0, 1].map(|_| legal_program(seed, &facts).map(fused));
        assert_eq!(one, other);
    }
}
