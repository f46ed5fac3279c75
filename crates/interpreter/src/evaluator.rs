//! The state that all computations of temps share: reasons, options, reports, the numbers of nodes.

use crate::{
    body::{Clamp, Program},
    error::{box_text, point_text},
    points::Threads,
    provenance::{Reason, Reasons},
    temp::{Kind, Node},
};
use fvopt_boxes::{Axes, NumericBox};
use fvopt_math::Math;
use mlir_shim::ir::Op;
use std::{cell::RefCell, collections::BTreeMap, fmt, rc::Rc};

/// What was reported in checked mode: the first occurrence at a location, and how many there were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clamped {
    /// The location.
    pub location: String,
    /// The message for the first point.
    pub message: String,
    /// The number of points.
    pub count: u64,
}

impl fmt::Display for Clamped {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}: warning: {}", self.location, self.message)?;
        match self.count {
            1 => Ok(()),
            count => write!(formatter, ", {count} times in all"),
        }
    }
}

/// Computes temps.
pub(crate) struct Evaluator {
    pub reasons: Reasons,
    pub checked: bool,
    pub threads: Threads,
    pub step_limit: u64,
    pub math: Math,
    nodes: u64,
    internal: u16,
    clamped: BTreeMap<String, Clamped>,
}

impl Evaluator {
    pub(crate) fn new(checked: bool, threads: Threads, step_limit: u64, math: Math) -> Self {
        let reasons = Reasons::default();
        let internal = reasons.intern(Reason::Unrecorded);
        Self {
            reasons,
            checked,
            threads,
            step_limit,
            math,
            nodes: 0,
            internal,
            clamped: BTreeMap::new(),
        }
    }

    /// Clamped positions, by location.
    pub(crate) fn take_clamped(&mut self) -> Vec<Clamped> {
        std::mem::take(&mut self.clamped).into_values().collect()
    }

    /// Records a clamped position in checked mode.
    pub(crate) fn clamped(&mut self, location: &str, from: i64, to: i64, point: Option<[i64; 3]>) {
        if !self.checked || from == to {
            return;
        }
        if let Some(known) = self.clamped.get_mut(location) {
            known.count += 1;
            return;
        }
        let place = point.map(|point| format!(" at {}", point_text(point)));
        let clamped = Clamped {
            location: location.to_string(),
            message: format!(
                "position {from} is clamped to {to}{}",
                place.unwrap_or_default()
            ),
            count: 1,
        };
        self.clamped.insert(location.to_string(), clamped);
    }

    pub(crate) fn record(&mut self, program: &Program, clamps: Vec<Clamp>) {
        for clamp in clamps {
            let location = &program.locations[clamp.location];
            self.clamped(location, clamp.from, clamp.to, Some(clamp.point));
        }
    }

    /// A box that an operation has, with the reason of what lies outside of it.
    pub(crate) fn limit(&self, op: Op<'_>, axes: Axes, limit: NumericBox) -> (NumericBox, u16) {
        let reason = Reason::Outside {
            location: op.location().short(),
            what: format!(
                "the box {} of `{}`",
                box_text(axes, limit.low, limit.high),
                op.name()
            ),
        };
        (limit, self.reasons.intern(reason))
    }

    /// A node for an operation's results, not computed yet.
    pub(crate) fn node<'c>(
        &mut self,
        op: Op<'c>,
        shapes: Vec<crate::array::Shape>,
        limit: Option<NumericBox>,
        kind: Kind<'c>,
    ) -> Rc<Node<'c>> {
        self.nodes += 1;
        let axes = shapes
            .iter()
            .fold(Axes::NONE, |axes, shape| axes | shape.axes);
        let limit = limit.map(|limit| self.limit(op, axes, limit));
        Rc::new(Node {
            number: self.nodes,
            op,
            shapes,
            limit,
            outside: self.internal,
            kind: RefCell::new(kind),
            cache: RefCell::new(None),
        })
    }
}
