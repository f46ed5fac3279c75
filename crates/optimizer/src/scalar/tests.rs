//! Bodies are evaluated before and after; each rule fires somewhere, and is stopped where it must be.

use super::*;
use fvopt_boxes::Axes;
use fvopt_native::Scalar;

/// A body in the making.
#[derive(Default)]
struct Maker(Body);

impl Maker {
    fn leaf(&mut self, axes: Axes, loops: u32) -> usize {
        self.0.leaves.push(Support { axes, loops });
        self.push(Node::Leaf(self.0.leaves.len() - 1))
    }

    fn number(&mut self, number: f64) -> usize {
        self.push(Node::Constant(Scalar::F64, number.to_bits()))
    }

    fn push(&mut self, node: Node) -> usize {
        self.0.nodes.push(node);
        self.0.nodes.len() - 1
    }

    fn with(&mut self, kind: Kind, permissions: Permissions, operands: &[usize]) -> usize {
        let operator = Operator {
            kind,
            scalar: match kind {
                Kind::Differ => Scalar::I1,
                _ => Scalar::F64,
            },
            permissions,
        };
        self.push(Node::Operation(operator, operands.to_vec()))
    }

    fn exact(&mut self, kind: Kind, operands: &[usize]) -> usize {
        self.with(kind, Permissions::NONE, operands)
    }

    fn giving(mut self, results: &[usize]) -> Body {
        self.0.results = results.to_vec();
        self.0
    }
}

/// The results of a body, as bits; any NaN is one.
fn evaluate(body: &Body, leaves: &[f64]) -> Vec<u64> {
    let mut values: Vec<f64> = Vec::new();
    for node in &body.nodes {
        let value = match node {
            Node::Leaf(leaf) => leaves[*leaf],
            Node::Constant(Scalar::I1, bits) => *bits as f64,
            Node::Constant(_, bits) => f64::from_bits(*bits),
            Node::Operation(operator, operands) => {
                let v: Vec<f64> = operands.iter().map(|operand| values[*operand]).collect();
                operation(operator.kind, &v)
            }
        };
        values.push(value);
    }
    let bits = |value: f64| {
        if value.is_nan() {
            u64::MAX
        } else {
            value.to_bits()
        }
    };
    body.results
        .iter()
        .map(|result| bits(values[*result]))
        .collect()
}

fn operation(kind: Kind, v: &[f64]) -> f64 {
    let minimum = |a: f64, b: f64| match () {
        _ if a.is_nan() || b.is_nan() => f64::NAN,
        _ if a == b && a.is_sign_negative() => a,
        _ if a == b || b < a => b,
        _ => a,
    };
    match kind {
        Kind::Add => v[0] + v[1],
        Kind::Subtract => v[0] - v[1],
        Kind::Multiply => v[0] * v[1],
        Kind::Divide => v[0] / v[1],
        Kind::Negate => -v[0],
        Kind::Minimum => minimum(v[0], v[1]),
        Kind::Maximum => -minimum(-v[0], -v[1]),
        Kind::Absolute => v[0].abs(),
        Kind::Root => v[0].sqrt(),
        Kind::Power => v[0].powf(v[1]),
        Kind::Exponential => v[0].exp(),
        Kind::Logarithm => v[0].ln(),
        Kind::Select if v[0] != 0.0 => v[1],
        Kind::Select => v[2],
        Kind::Differ => f64::from(u8::from((v[0] != 0.0) != (v[1] != 0.0))),
        Kind::Compare(predicate) => {
            let unordered = v[0].is_nan() || v[1].is_nan();
            let ordered = match predicate & 7 {
                1 => v[0] == v[1],
                2 => v[0] > v[1],
                3 => v[0] >= v[1],
                4 => v[0] < v[1],
                5 => v[0] <= v[1],
                6 => v[0] != v[1] && !unordered,
                _ => !unordered,
            };
            f64::from(u8::from(ordered || (predicate >= 8 && unordered)))
        }
        Kind::Other(_) | Kind::Part(_) => panic!("no body of these tests has it"),
    }
}

/// Numbers at which operations are special.
const SPECIAL: [f64; 12] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    2.5,
    -3.75,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    f64::MIN_POSITIVE,
    5e-324,
    f64::MAX,
];

/// Simple numbers from a seed: what a test sees is the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 33) % count as u64) as usize
    }

    fn number(&mut self) -> f64 {
        match self.below(2) {
            0 => SPECIAL[self.below(SPECIAL.len())],
            _ => (self.below(2000) as f64 - 1000.0) / 8.0,
        }
    }
}

/// A body of operations that rules know, with and without what they look for.
fn random_body(random: &mut Random, permissions: Permissions) -> Body {
    let mut maker = Maker::default();
    let axes = [Axes::IJK, Axes::IJ, Axes::K, Axes::NONE];
    let mut numbers: Vec<usize> = (0..4).map(|leaf| maker.leaf(axes[leaf], 0)).collect();
    for constant in [0.0, -0.0, 1.0, -1.0, 2.0, 4.0, 0.5, 3.0] {
        numbers.push(maker.number(constant));
    }
    let mut conditions = vec![maker.push(Node::Constant(Scalar::I1, 1))];
    let kinds = [
        Kind::Add,
        Kind::Subtract,
        Kind::Multiply,
        Kind::Divide,
        Kind::Minimum,
        Kind::Maximum,
        Kind::Negate,
        Kind::Absolute,
        Kind::Root,
        Kind::Select,
        Kind::Compare(0),
        Kind::Differ,
    ];
    for _ in 0..3 + random.below(22) {
        let pick = |random: &mut Random, from: &[usize]| {
            // What is late is used more often, so that expressions are deep.
            let late = from.len() - 1 - random.below(from.len().min(6));
            if random.below(3) == 0 {
                from[random.below(from.len())]
            } else {
                from[late]
            }
        };
        let kind = kinds[random.below(kinds.len())];
        let [a, b] = [0; 2].map(|_| pick(random, &numbers));
        match kind {
            Kind::Compare(_) => {
                let predicate = 1 + random.below(14) as u8;
                conditions.push(maker.with(Kind::Compare(predicate), permissions, &[a, b]));
            }
            Kind::Differ => {
                let [c, d] = [0; 2].map(|_| pick(random, &conditions));
                conditions.push(maker.exact(Kind::Differ, &[c, d]));
            }
            Kind::Select => {
                let condition = pick(random, &conditions);
                numbers.push(maker.exact(Kind::Select, &[condition, a, b]));
            }
            Kind::Negate | Kind::Absolute | Kind::Root => {
                numbers.push(maker.with(kind, permissions, &[a]));
            }
            _ => numbers.push(maker.with(kind, permissions, &[a, b])),
        }
    }
    let results = [numbers[numbers.len() - 1], numbers[numbers.len() - 2]];
    maker.giving(&results)
}

// requirement V6
#[test]
fn exact_rules_change_no_bit() {
    let mut changed = 0;
    for seed in 0..1500 {
        let mut random = Random(seed);
        let body = random_body(&mut random, Permissions::NONE);
        let Some(found) = simplify(&body, Limits::default()) else {
            continue;
        };
        changed += 1;
        for _ in 0..40 {
            let leaves = [0; 4].map(|_| random.number());
            assert_eq!(
                evaluate(&body, &leaves),
                evaluate(&found.body, &leaves),
                "seed {seed}, {leaves:?}: {body:#?} became {:#?}",
                found.body
            );
        }
    }
    assert!(
        changed > 500,
        "only {changed} of 1500 bodies were simplified"
    );
}

/// Whether the rules, without some, make the two results of a body one class.
fn are_equal(body: &Body, without: &[&str]) -> bool {
    let limits = Limits {
        nodes_for_each: 200,
        ..Limits::default()
    };
    let (graph, classes) = saturate(body, limits, without);
    let [one, other] = [0, 1].map(|result| graph.find(classes[body.results[result]]));
    one == other
}

/// A body whose results are the two sides of a rule, with the permissions given to its operations; variables are
/// leaves, and truth values where they are selected by.
fn sides(left: &str, right: &str, permissions: Permissions) -> Body {
    let mut maker = Maker::default();
    let mut variables = std::collections::BTreeMap::new();
    let results = [left, right].map(|text| {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let tokens: Vec<&str> = spaced.split_whitespace().collect();
        side(&tokens, &mut 0, &mut maker, &mut variables, permissions)
    });
    maker.giving(&results)
}

fn side(
    tokens: &[&str],
    at: &mut usize,
    maker: &mut Maker,
    variables: &mut std::collections::BTreeMap<String, usize>,
    permissions: Permissions,
) -> usize {
    let token = tokens[*at];
    *at += 1;
    match token {
        "true" => return maker.push(Node::Constant(Scalar::I1, 1)),
        "(" => {}
        variable if variable.starts_with('?') => {
            return *variables
                .entry(variable.to_string())
                .or_insert_with(|| maker.leaf(Axes::IJK, 0));
        }
        number => return maker.number(number.parse().expect("a number")),
    }
    let kind = Kind::of_rule(tokens[*at]).expect("a rule names operations");
    *at += 1;
    let mut operands = Vec::new();
    while tokens[*at] != ")" {
        operands.push(side(tokens, at, maker, variables, permissions));
    }
    *at += 1;
    let permissions = match kind {
        Kind::Select | Kind::Differ => Permissions::NONE,
        _ => permissions,
    };
    maker.with(kind, permissions, &operands)
}

#[test]
fn every_rule_fires_and_needs_its_permission() {
    for rule in rules::all() {
        let rules::Right::Pattern(right) = rule.right else {
            continue;
        };
        let name = rule.name;
        assert!(
            are_equal(&sides(rule.left, right, rule.permissions), &[]),
            "{name} does not fire"
        );
        if rule.permissions != Permissions::NONE {
            assert!(
                !are_equal(&sides(rule.left, right, Permissions::NONE), &[]),
                "{name} fires without its permission"
            );
        }
    }
}

/// Both sides where the second operand is a constant, and whether they are equal by the rules.
fn with_constant(kind: Kind, constant: f64, right: impl Fn(&mut Maker, usize) -> usize) -> bool {
    let mut maker = Maker::default();
    let permissions = match kind {
        Kind::Power => Permissions::APPROXIMATE,
        _ => Permissions::NONE,
    };
    let base = maker.leaf(Axes::IJK, 0);
    let number = maker.number(constant);
    let left = maker.with(kind, permissions, &[base, number]);
    let right = right(&mut maker, base);
    are_equal(&maker.giving(&[left, right]), &[])
}

#[test]
fn a_division_by_a_power_of_two_is_a_product_where_the_reciprocal_is_exact() {
    let divided = |by: f64| {
        with_constant(Kind::Divide, by, |maker, base| {
            let reciprocal = maker.number(1.0 / by);
            maker.exact(Kind::Multiply, &[base, reciprocal])
        })
    };
    for by in [2.0, -4.0, 0.125, f64::MIN_POSITIVE] {
        assert!(divided(by), "{by}");
    }
    // Rounded reciprocals; one that is subnormal and loses bits of what it is multiplied with; none at all.
    for by in [
        3.0,
        10.0,
        2f64.powi(1023),
        5e-324,
        0.0,
        f64::INFINITY,
        f64::NAN,
    ] {
        assert!(!divided(by), "{by}");
    }
}

#[test]
fn a_power_of_halves_is_products_and_a_root() {
    let raised = |exponent: f64, right: fn(&mut Maker, usize) -> usize| {
        with_constant(Kind::Power, exponent, right)
    };
    const APPROXIMATE: Permissions = Permissions::APPROXIMATE;
    assert!(raised(2.0, |maker, base| {
        maker.with(Kind::Multiply, APPROXIMATE, &[base, base])
    }));
    assert!(raised(1.5, |maker, base| {
        let root = maker.with(Kind::Root, APPROXIMATE, &[base]);
        maker.with(Kind::Multiply, APPROXIMATE, &[base, root])
    }));
    assert!(raised(-0.5, |maker, base| {
        let root = maker.with(Kind::Root, APPROXIMATE, &[base]);
        let one = maker.number(1.0);
        maker.with(Kind::Divide, APPROXIMATE, &[one, root])
    }));
    assert!(!raised(0.25, |maker, base| {
        let root = maker.with(Kind::Root, APPROXIMATE, &[base]);
        maker.with(Kind::Root, APPROXIMATE, &[root])
    }));
    // x to the power of 0 is 1 for NaN as well; the constant is folded elsewhere.
    assert!(!raised(0.0, |maker, _| maker.number(1.0)));
}

#[test]
fn a_selection_goes_below_what_both_sides_do() {
    let mut maker = Maker::default();
    let [c, a, b, x, y] = [0; 5].map(|_| maker.leaf(Axes::IJK, 0));
    let one = maker.exact(Kind::Divide, &[a, x]);
    let other = maker.exact(Kind::Divide, &[b, x]);
    let outside = maker.exact(Kind::Select, &[c, one, other]);
    let selected = maker.exact(Kind::Select, &[c, a, b]);
    let inside = maker.exact(Kind::Divide, &[selected, x]);
    assert!(are_equal(&maker.giving(&[outside, inside]), &[]));
    // With two operands apart, two selections replace one.
    let mut maker = Maker::default();
    let leaves = [c, a, b, x, y].map(|_| maker.leaf(Axes::IJK, 0));
    let [c, a, b, x, y] = leaves;
    let one = maker.exact(Kind::Divide, &[a, x]);
    let other = maker.exact(Kind::Divide, &[b, y]);
    let outside = maker.exact(Kind::Select, &[c, one, other]);
    let [above, below] =
        [[a, b], [x, y]].map(|[one, other]| maker.exact(Kind::Select, &[c, one, other]));
    let inside = maker.exact(Kind::Divide, &[above, below]);
    assert!(!are_equal(&maker.giving(&[outside, inside]), &[]));
}

#[test]
fn a_comparison_of_a_difference_is_one_of_its_terms_only_where_it_is_strict() {
    let compared = |predicate: u8| {
        let mut maker = Maker::default();
        let [a, b] = [0; 2].map(|_| maker.leaf(Axes::IJK, 0));
        let zero = maker.number(0.0);
        let difference = maker.exact(Kind::Subtract, &[a, b]);
        let one = maker.exact(Kind::Compare(predicate), &[difference, zero]);
        let other = maker.exact(Kind::Compare(predicate), &[a, b]);
        are_equal(&maker.giving(&[one, other]), &[])
    };
    assert!(compared(2) && compared(4));
    for predicate in [1, 3, 5, 6, 9, 10, 11, 12, 13] {
        assert!(!compared(predicate), "{predicate}");
    }
}

#[test]
fn a_reciprocal_is_shared_by_divisions() {
    let divisions = |permissions| {
        let mut maker = Maker::default();
        let [a, b, c, d] = [0; 4].map(|_| maker.leaf(Axes::IJK, 0));
        let results = [a, b, c].map(|above| maker.with(Kind::Divide, permissions, &[above, d]));
        simplify(&maker.giving(&results), Limits::default())
    };
    assert!(divisions(Permissions::NONE).is_none());
    let shared = divisions(Permissions::RECIPROCAL).expect("one division is cheaper than three");
    assert_eq!((shared.before, shared.after), (48, 19));
}

#[test]
fn what_lacks_an_axis_is_gathered() {
    let mut maker = Maker::default();
    let scalar = maker.leaf(Axes::NONE, 0);
    let plane = maker.leaf(Axes::IJ, 0);
    let full = maker.leaf(Axes::IJK, 0);
    let order = Permissions::REASSOCIATE;
    let first = maker.with(Kind::Multiply, order, &[scalar, full]);
    let all = maker.with(Kind::Multiply, order, &[first, plane]);
    let limits = Limits {
        is_lifted: true,
        ..Limits::default()
    };
    let found = simplify(&maker.giving(&[all]), limits);
    let body = found.expect("a product of fewer axes costs less").body;
    let Node::Operation(_, operands) = &body.nodes[body.results[0]] else {
        panic!("the result is a product: {body:?}");
    };
    assert!(
        operands
            .iter()
            .any(|operand| body.nodes[*operand] == Node::Leaf(2))
    );
}

#[test]
fn permitted_rules_change_little() {
    let permissions = Permissions(1 | 8 | 16 | 64);
    let mut changed = 0;
    for seed in 0..600 {
        let mut random = Random(seed);
        let body = random_body(&mut random, permissions);
        let Some(found) = simplify(&body, Limits::default()) else {
            continue;
        };
        changed += 1;
        assert!(found.after <= found.before, "seed {seed}");
        // Numbers between which nothing cancels and nothing overflows.
        let leaves = [0; 4].map(|_| 1.0 + random.below(1000) as f64 / 1000.0);
        let [one, other] = [&body, &found.body].map(|body| evaluate(body, &leaves));
        for (one, other) in one.iter().zip(&other) {
            let [one, other] = [one, other].map(|bits| f64::from_bits(*bits));
            let scale = one.abs().max(other.abs()).max(1.0);
            let is_close = (one - other).abs() <= 1e-6 * scale;
            let is_far_out = [one, other]
                .iter()
                .any(|number| !number.is_finite() || number.abs() > 1e9);
            assert!(
                is_close || is_far_out,
                "seed {seed}: {one} became {other}, {body:?}"
            );
        }
    }
    assert!(
        changed > 200,
        "only {changed} of 600 bodies were simplified"
    );
}

#[test]
fn the_same_body_gives_the_same_result() {
    for seed in 0..60 {
        let body = random_body(&mut Random(seed), Permissions::NONE);
        let results =
            [0; 2].map(|_| simplify(&body, Limits::default()).map(|found| found.body.nodes));
        assert_eq!(results[0], results[1], "seed {seed}");
    }
}
