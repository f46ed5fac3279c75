//! What need not be computed at every point of a body: parts that lack the vertical axis, and parts that do not change
//! in a loop around the body. They are computed once, into a temp, and read.
//!
//! A part is lifted where a roofline says that it pays: the time of the body with and without it, in all
//! iterations, against computing and keeping it once. Parts that lack i are left, because LLVM moves them out of the loop
//! along i already.

use crate::scalar::{Body, Kind, Support, cost};
use fvopt_boxes::{Axes, Axis};
use fvopt_native::Scalar;
use fvopt_schedule::{
    Machine,
    cost::{CACHE_SPEED, START_PICOSECONDS, together},
};

/// What decides whether lifting pays.
#[derive(Clone, Debug)]
pub struct Context<'m> {
    /// The machine.
    pub machine: &'m Machine,
    /// The points along each axis.
    pub sizes: [i64; 3],
    /// How often each of the loops around the body runs, outermost first.
    pub trips: Vec<i64>,
    /// What the body depends on as a whole: its axes, and all of the loops.
    pub all: Support,
    /// For each leaf the number of the temp that it reads, where it reads one.
    pub temps: Vec<Option<usize>>,
    /// What is lifted.
    pub choice: Choice,
}

/// Which of the parts that may be lifted are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// None.
    None,
    /// Those with which the program takes less time.
    Priced,
    /// All, whatever they cost: for tests.
    All,
}

impl Choice {
    /// The choice of a name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Self::None),
            "priced" => Some(Self::Priced),
            "all" => Some(Self::All),
            _ => None,
        }
    }
}

/// A part that is computed once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lifted {
    /// The node.
    pub node: usize,
    /// What it depends on: the axes of its temp, and how many of the loops stay around it.
    pub support: Support,
}

/// Bytes of a value.
const BYTES: i64 = 8;
/// What must be gained at least: one part in so many.
const LEAST_GAIN: i64 = 20;

/// What each node depends on.
pub fn supports(body: &Body) -> Vec<Support> {
    let mut supports: Vec<Support> = Vec::with_capacity(body.nodes.len());
    for node in &body.nodes {
        let own = match node {
            crate::Node::Leaf(leaf) => body.leaves[*leaf],
            crate::Node::Constant(..) => Support::NOTHING,
            crate::Node::Operation(operator, _) => cost::own_support(*operator, &body.others),
        };
        let operands = node.operands().iter();
        let support = operands.fold(own, |all, operand| all.union(supports[*operand]));
        supports.push(support);
    }
    supports
}

/// The parts of a body that are lifted, later ones first. No part holds another: what is lifted can be looked at again.
///
/// Each part asks for the cost of the body without it, so this is quadratic in a body; bodies are bounded by
/// [`crate::Limits::operations`].
pub fn choose(body: &Body, context: &Context) -> Vec<Lifted> {
    let mut chosen: Vec<Lifted> = Vec::new();
    if context.choice == Choice::None {
        return chosen;
    }
    let supports = supports(body);
    for node in (0..body.nodes.len()).rev() {
        let support = supports[node];
        if !is_part(body, node, &supports, context) {
            continue;
        }
        let part = Lifted { node, support };
        let with: Vec<Lifted> = chosen.iter().copied().chain([part]).collect();
        let (before, after) = (parts(body, &chosen), parts(body, &with));
        if !before.used[node] {
            // It is inside of what was lifted already.
            continue;
        }
        if context.choice == Choice::All || pays(body, &before, &after, part, context) {
            chosen = with;
        }
    }
    chosen
}

/// Whether a node may be lifted: an operation that lacks something, and that may be computed where the body would not.
fn is_part(body: &Body, node: usize, supports: &[Support], context: &Context) -> bool {
    let (support, all) = (supports[node], context.all);
    let lacks_levels = all.axes.has(Axis::K) && !support.axes.has(Axis::K);
    let lacks_loops = support.loops < all.loops;
    can_be_kept(body, node)
        && support.axes.has(Axis::I)
        && all.axes.holds(support.axes)
        && (lacks_levels || lacks_loops)
        && is_speculatable(body, node)
}

/// Whether the value of a node may be in memory: an operation of a type that temps have.
fn can_be_kept(body: &Body, node: usize) -> bool {
    body.nodes[node].operator().is_some_and(|operator| {
        !matches!(operator.kind, Kind::Compare(_)) && operator.scalar != Scalar::Index
    })
}

/// Whether everything that a node is computed of may be computed where the program as written would not.
fn is_speculatable(body: &Body, node: usize) -> bool {
    let mut open = vec![node];
    let mut seen = vec![false; node + 1];
    while let Some(number) = open.pop() {
        if std::mem::replace(&mut seen[number], true) {
            continue;
        }
        let operator = body.nodes[number].operator();
        if operator.is_some_and(|operator| !cost::is_speculatable(operator, &body.others)) {
            return false;
        }
        open.extend_from_slice(body.nodes[number].operands());
    }
    true
}

/// What is left of a body.
struct Parts {
    used: Vec<bool>,
    /// Additions at a point.
    operations: u64,
}

/// What is computed where some nodes are read instead.
fn parts(body: &Body, lifted: &[Lifted]) -> Parts {
    let is_lifted = |node: usize| lifted.iter().any(|part| part.node == node);
    let used = body.needed(&body.results, is_lifted);
    let operations = operations(body, &used, is_lifted);
    Parts { used, operations }
}

/// What nodes cost together that are needed and not given, in additions.
fn operations(body: &Body, needed: &[bool], is_given: impl Fn(usize) -> bool) -> u64 {
    let nodes = body.nodes.iter().zip(needed).enumerate();
    let computed = nodes.filter(|(number, (_, needed))| **needed && !is_given(*number));
    let operators = computed.filter_map(|(_, (node, _))| node.operator());
    operators
        .map(|operator| cost::weight(operator, &body.others))
        .sum()
}

/// Whether the body without a part, and the part once, take less time than the body with it. Sizes may be any numbers:
/// what is too large saturates.
fn pays(body: &Body, before: &Parts, after: &Parts, part: Lifted, context: &Context) -> bool {
    let all = context.all.axes;
    let results = i64::try_from(body.results.len()).unwrap_or(i64::MAX);
    let stored = results.saturating_mul(field(all, context));
    let each = |parts: &Parts, more: i64| {
        let read = bytes(&temps(body, &parts.used, context), all, context);
        let moved = read.saturating_add(more).saturating_add(stored);
        time(parts.operations, points(all, context), moved, context)
    };
    let runs = |loops: u32| {
        let trips = context.trips.iter().take(loops as usize);
        trips.fold(1i64, |all, trips| all.saturating_mul(*trips))
    };
    let many = runs(context.all.loops);
    let before = many.saturating_mul(each(before, 0));
    // The part is a plane, which stays in a cache from level to level, or all of a field.
    let read_again = bytes(&[part.support.axes], all, context);
    let often = many.saturating_mul(each(after, read_again));
    let seldom = runs(part.support.loops).saturating_mul(once(body, part, context));
    let gain = before.saturating_sub(often).saturating_sub(seldom);
    gain > before / LEAST_GAIN
}

/// The time to compute a part by itself and to write it.
fn once(body: &Body, part: Lifted, context: &Context) -> i64 {
    let axes = part.support.axes;
    let inside = body.needed(&[part.node], |_| false);
    let operations = operations(body, &inside, |_| false);
    let read = bytes(&temps(body, &inside, context), axes, context);
    let moved = read.saturating_add(field(axes, context).saturating_mul(2));
    time(operations, points(axes, context), moved, context).saturating_add(START_PICOSECONDS)
}

/// The axes of the temps that used leaves read, each temp once.
fn temps(body: &Body, used: &[bool], context: &Context) -> Vec<Axes> {
    let mut seen = std::collections::BTreeSet::new();
    let mut axes = Vec::new();
    for (node, _) in body.nodes.iter().zip(used).filter(|(_, used)| **used) {
        if let crate::Node::Leaf(leaf) = node
            && let Some(temp) = context.temps[*leaf]
            && seen.insert(temp)
        {
            axes.push(body.leaves[*leaf].axes);
        }
    }
    axes
}

/// Bytes that count as moved where temps with these axes are read on points of some axes.
fn bytes(temps: &[Axes], on: Axes, context: &Context) -> i64 {
    let of = |axes: &Axes| match axes.holds(on) {
        true => field(on, context),
        false if axes.has(Axis::I) => field(on, context) / CACHE_SPEED,
        false => 0,
    };
    temps.iter().map(of).fold(0, i64::saturating_add)
}

/// The bytes of a value at all points of some axes.
fn field(axes: Axes, context: &Context) -> i64 {
    points(axes, context).saturating_mul(BYTES)
}

/// The points of some axes.
fn points(axes: Axes, context: &Context) -> i64 {
    let sizes = axes.numbers().map(|axis| context.sizes[axis].max(1));
    sizes.fold(1, i64::saturating_mul)
}

/// What operations and bytes take together.
fn time(operations: u64, points: i64, bytes: i64, context: &Context) -> i64 {
    let machine = context.machine;
    let lanes = machine.lanes(BYTES).max(1);
    let doing = i64::try_from(operations)
        .unwrap_or(i64::MAX)
        .saturating_mul(points);
    let doing = doing.saturating_mul(machine.operation_picoseconds) / lanes / machine.cores.max(1);
    let moving = bytes.saturating_mul(1_000_000) / machine.memory_bandwidth.max(1);
    together(moving, doing)
}
