//! The register machine without MLIR.

use super::{Instruction, Launch, Levels, Program, Requirement, Runner, operation::Operation};
use crate::{
    array::{Array, Shape},
    number::Number,
    provenance::{Reason, Reasons, point_of, reason_of},
    source::{ProvenanceRef, SourceRef},
};
use fvopt_boxes::NumericBox;
use mlir_shim::ir::Scalar;

fn row(low: i64, high: i64) -> Array {
    let shape = Shape {
        axes: fvopt_boxes::Axis::I.into(),
        data: vec![],
        element: Scalar::F64,
    };
    let value = |_, [i, _, _]: [i64; 3]| Number::f64(i as f64);
    Array::from_fn(shape, [low, 0, 0], [high, 1, 1], value).unwrap()
}

fn access(to: usize, offset: i64) -> Instruction {
    Instruction::Access {
        to,
        temp: 0,
        offset: [offset, 0, 0],
        components: vec![],
        location: 0,
    }
}

fn compute(operation: Operation, ty: Scalar, to: usize, operands: &[usize]) -> Instruction {
    Instruction::Compute {
        operation,
        ty,
        result: ty,
        to,
        operands: operands.to_vec(),
        fault: 7,
    }
}

fn program(code: Vec<Instruction>, registers: usize, yields: &[usize]) -> Program {
    Program {
        registers,
        code,
        yields: yields.to_vec(),
        requirements: vec![Requirement {
            temp: 0,
            offset: [0; 3],
            levels: Levels::Fixed,
        }],
        locations: vec!["here".into()],
        ..Program::default()
    }
}

fn launch<'a>(
    program: &'a Program,
    array: &'a Array,
    limit: Option<(NumericBox, u16)>,
    reasons: &'a Reasons,
    strict: bool,
) -> Launch<'a> {
    Launch {
        program,
        sources: vec![SourceRef::new(array, ProvenanceRef::Clean, limit, 3)],
        scalars: &[],
        levels: vec![],
        strict,
        checked: false,
        step_limit: 10,
        reasons,
    }
}

#[test]
fn an_undefined_operand_makes_an_undefined_result_and_keeps_its_origin() {
    let reasons = Reasons::default();
    let array = row(0, 4);
    let add = compute(Operation::AddF, Scalar::F64, 2, &[0, 1]);
    let program = program(vec![access(0, 0), access(1, 1), add], 3, &[2]);
    let launch = launch(&program, &array, None, &reasons, true);
    let mut runner = Runner::new(&launch, 4);
    runner.run([0; 3], 4).unwrap();
    let column = runner.yielded(0);
    let values: Vec<f64> = column.bits[..3]
        .iter()
        .map(|bits| f64::from_bits(*bits))
        .collect();
    assert_eq!(values, [1.0, 3.0, 5.0]);
    assert!((0..3).all(|lane| column.provenance(lane) == 0));
    assert_eq!(reason_of(column.provenance(3)), 3);
    assert_eq!(point_of(column.provenance(3)), [4, 0, 0]);
    // The next strip is clean again.
    runner.run([0; 3], 3).unwrap();
    assert!(runner.yielded(0).clean);
}

#[test]
fn reading_beyond_the_limit_fails_at_the_first_point_when_strict() {
    let reasons = Reasons::default();
    let number = reasons.intern(Reason::Outside {
        location: "there".into(),
        what: "the box".into(),
    });
    let array = row(0, 8);
    let limit = Some((NumericBox::new([2, 0, 0], [6, 1, 1]), number));
    let program = program(vec![access(0, 1), access(1, -1)], 2, &[0, 1]);
    let strict = launch(&program, &array, limit, &reasons, true);
    let error = Runner::new(&strict, 8).run([2, 0, 0], 4).unwrap_err();
    assert_eq!(
        error.to_string(),
        "here: error: reads a value: outside the box: index (1, 0, 0)\nthere: note: it comes from here"
    );
    let lax = launch(&program, &array, limit, &reasons, false);
    let mut runner = Runner::new(&lax, 8);
    runner.run([2, 0, 0], 4).unwrap();
    let provenance: Vec<u16> = (0..4)
        .map(|lane| reason_of(runner.yielded(0).provenance(lane)))
        .collect();
    assert_eq!(provenance, [0, 0, 0, number]);
}

#[test]
fn a_fault_marks_its_lane_only_and_select_discards_it() {
    let reasons = Reasons::default();
    let array = row(0, 1);
    let mut program = program(
        vec![
            Instruction::Index { to: 0, axis: 0 },
            compute(Operation::DivSigned, Scalar::Index, 2, &[1, 0]),
            compute(Operation::CompareI(0), Scalar::Index, 3, &[0, 4]),
            Instruction::Select {
                to: 5,
                condition: 3,
                operands: [1, 2],
            },
        ],
        6,
        &[2, 5],
    );
    program.constants = vec![(1, 12), (4, 0)];
    let launch = launch(&program, &array, None, &reasons, true);
    let mut runner = Runner::new(&launch, 5);
    runner.run([-2, 0, 0], 5).unwrap();
    let quotients = runner.yielded(0);
    assert_eq!(
        (0..5)
            .map(|lane| reason_of(quotients.provenance(lane)))
            .collect::<Vec<_>>(),
        [0, 0, 7, 0, 0]
    );
    assert_eq!(point_of(quotients.provenance(2)), [0, 0, 0]);
    let chosen = runner.yielded(1);
    assert!((0..5).all(|lane| chosen.provenance(lane) == 0));
    assert_eq!(
        chosen
            .bits
            .iter()
            .map(|bits| *bits as i64)
            .collect::<Vec<_>>(),
        [-6, -12, 12, 12, 6]
    );
}

#[test]
fn loops_run_on_the_lanes_that_are_left() {
    let reasons = Reasons::default();
    let array = row(0, 1);
    // Counts down from i.
    let mut program = program(
        vec![
            Instruction::Index { to: 0, axis: 0 },
            Instruction::While {
                initial: vec![(2, 0), (3, 1)],
                before: vec![compute(Operation::CompareI(4), Scalar::Index, 4, &[2, 1])],
                condition: 4,
                passed: vec![(2, 5, 9), (3, 6, 10)],
                after: vec![
                    compute(Operation::SubI, Scalar::Index, 7, &[5, 11]),
                    compute(Operation::AddI, Scalar::Index, 8, &[6, 5]),
                ],
                next: vec![(7, 2), (8, 3)],
                location: 0,
            },
        ],
        12,
        &[10],
    );
    program.constants = vec![(1, 0), (11, 1)];
    let launch = launch(&program, &array, None, &reasons, true);
    let mut runner = Runner::new(&launch, 6);
    runner.run([0; 3], 6).unwrap();
    assert_eq!(runner.yielded(0).bits, [0, 1, 3, 6, 10, 15]);
    let error = runner.run([8, 0, 0], 4).unwrap_err();
    assert!(error.message.contains("more than 10 times"), "{error}");
}
