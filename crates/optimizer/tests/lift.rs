//! Which parts of a body are computed once.

use fvopt_boxes::Axes;
use fvopt_native::Scalar;
use fvopt_optimizer::{
    Body, Node,
    lift::{Choice, Context, Lifted, choose},
    scalar::{Kind, Operator, Permissions, Support},
};
use fvopt_schedule::Machine;

fn operator(kind: Kind) -> Operator {
    Operator {
        kind,
        scalar: Scalar::F64,
        permissions: Permissions::NONE,
    }
}

const ALL: Support = Support {
    axes: Axes::IJK,
    loops: 1,
};

/// `exp(exp(a)) * b`, where `a` depends on less than the body does, or exponentials are negations.
fn body(a: Support, kind: Kind) -> Body {
    Body {
        nodes: vec![
            Node::Leaf(0),
            Node::Leaf(1),
            Node::Operation(operator(kind), vec![0]),
            Node::Operation(operator(kind), vec![2]),
            Node::Operation(operator(Kind::Multiply), vec![3, 1]),
        ],
        leaves: vec![a, ALL],
        results: vec![4],
        ..Body::default()
    }
}

fn chosen(body: &Body, sizes: [i64; 3], trips: i64, choice: Choice) -> Vec<Lifted> {
    let machine = Machine::default();
    let context = Context {
        machine: &machine,
        sizes,
        trips: vec![trips],
        all: ALL,
        temps: vec![Some(0), Some(1)],
        choice,
    };
    choose(body, &context)
}

const PLANE: Support = Support {
    axes: Axes::IJ,
    loops: 1,
};
const BEFORE: Support = Support {
    axes: Axes::IJK,
    loops: 0,
};
const SIZES: [i64; 3] = [192, 192, 80];

#[test]
fn what_lacks_levels_or_does_not_change_is_lifted_as_a_whole() {
    for support in [PLANE, BEFORE] {
        let found = chosen(&body(support, Kind::Exponential), SIZES, 10, Choice::Priced);
        assert_eq!(found, [Lifted { node: 3, support }]);
    }
}

#[test]
fn what_is_cheap_or_runs_once_stays() {
    let cheap = body(BEFORE, Kind::Negate);
    assert_eq!(chosen(&cheap, SIZES, 10, Choice::Priced), []);
    let dear = body(BEFORE, Kind::Exponential);
    assert_eq!(chosen(&dear, SIZES, 1, Choice::Priced), []);
    // A kernel of its own takes longer to start than a few points to compute.
    let plane = body(PLANE, Kind::Exponential);
    assert_eq!(chosen(&plane, [4, 4, 4], 10, Choice::Priced), []);
    assert_eq!(chosen(&plane, SIZES, 10, Choice::None), []);
    assert_eq!(chosen(&cheap, [4, 4, 4], 1, Choice::All).len(), 1);
}

#[test]
fn sizes_and_trips_may_be_any_numbers() {
    for size in [i64::MIN, -1, 0, 1, 1 << 40, i64::MAX] {
        for support in [PLANE, BEFORE] {
            for trips in [0, 1, i64::MAX] {
                let body = body(support, Kind::Exponential);
                assert!(chosen(&body, [size; 3], trips, Choice::Priced).len() <= 1);
            }
        }
    }
}

#[test]
fn what_the_vector_loop_hoists_by_itself_stays() {
    let levels = Support {
        axes: Axes::K,
        loops: 0,
    };
    assert_eq!(
        chosen(&body(levels, Kind::Exponential), SIZES, 10, Choice::All),
        []
    );
}
