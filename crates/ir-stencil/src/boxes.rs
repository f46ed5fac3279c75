//! Boxes as operations carry them: a symbolic box and the SSA values at its run-time positions.
//!
//! Operations of both dialects carry a box in the same way: the attribute `box`
//! and an operand group `bounds`, whose n-th value is position n of the box. They
//! say so by an interface (`BoxOpInterface` in `dialects/stencil/StencilInterfaces.td`).

use fvopt_boxes::{Axis, DomainFacts, End, Facts, IndexBox};
use mlir_shim::ir::{Attr, Ctx, Mapping, Op, Value};
use std::{collections::HashMap, ops::Range};

/// A box and the values at its run-time positions.
#[derive(Clone, Debug, PartialEq)]
pub struct SsaBox<'c> {
    /// The box.
    pub index_box: IndexBox,
    /// The value at each position; as many as the box has positions.
    pub positions: Vec<Value<'c>>,
}

impl From<IndexBox> for SsaBox<'_> {
    /// A box without run-time positions.
    fn from(index_box: IndexBox) -> Self {
        assert_eq!(
            index_box.position_count(),
            0,
            "the box has run-time positions"
        );
        Self {
            index_box,
            positions: Vec::new(),
        }
    }
}

/// What is known of the domain where an operation stands: its sizes where the program is pinned to
/// them, and that it has at least one point.
pub fn facts_at(op: Op<'_>) -> DomainFacts {
    let sizes = op
        .ancestor("program.func")
        .and_then(|function| function.attr("domain"))
        .and_then(|domain| domain.as_i64_array())
        .and_then(|sizes| <[i64; 3]>::try_from(sizes).ok());
    match sizes {
        Some(sizes) if sizes.iter().all(|size| *size > 0) => DomainFacts::pinned(sizes),
        _ => DomainFacts::entry(),
    }
}

impl<'c> SsaBox<'c> {
    /// The box with the values at its positions; each value is kept once and unused ones are dropped.
    pub fn new(index_box: IndexBox, positions: Vec<Value<'c>>) -> Self {
        let mut used = vec![false; positions.len()];
        let mark = std::cell::RefCell::new(&mut used);
        index_box.map_positions(&|number| {
            mark.borrow_mut()[number as usize] = true;
            number
        });
        let mut kept: Vec<Value<'c>> = Vec::new();
        let mut numbers = HashMap::new();
        let mut renumber = vec![0u32; positions.len()];
        for (number, value) in positions.iter().enumerate() {
            if used[number] {
                let index = *numbers.entry(*value).or_insert_with(|| {
                    kept.push(*value);
                    kept.len() - 1
                });
                renumber[number] = index as u32;
            }
        }
        let index_box = index_box.map_positions(&|number| renumber[number as usize]);
        Self {
            index_box,
            positions: kept,
        }
    }

    /// The box that an operation carries in `box` and `bounds`.
    pub fn of(op: Op<'c>) -> Option<Self> {
        let index_box = decode(op.attr("box")?)?;
        Some(Self {
            index_box,
            positions: bounds(op),
        })
    }

    /// Makes this the box of an operation that can carry one.
    pub fn set_on(&self, op: Op<'c>) {
        set_bounds(op, &self.positions);
        op.set_attr("box", self.attr(op.context()));
    }

    /// The attribute of the box.
    pub fn attr(&self, context: Ctx<'c>) -> Attr<'c> {
        Attr::box_code(context, &self.index_box.encode())
    }

    /// Combines two boxes over the union of their values.
    pub fn combine(
        &self,
        other: &Self,
        combine: impl FnOnce(&IndexBox, &IndexBox) -> IndexBox,
    ) -> Self {
        let shifted = other.index_box.shift_positions(self.positions.len() as u32);
        let mut positions = self.positions.clone();
        positions.extend_from_slice(&other.positions);
        // Renumber equal values before combining, so that equal ends are seen to be equal.
        let mut first = HashMap::new();
        let numbers: Vec<u32> = positions
            .iter()
            .enumerate()
            .map(|(number, value)| *first.entry(*value).or_insert(number as u32))
            .collect();
        let shifted = shifted.map_positions(&|number| numbers[number as usize]);
        let own = self
            .index_box
            .map_positions(&|number| numbers[number as usize]);
        Self::new(combine(&own, &shifted), positions)
    }

    /// The smallest box that holds both.
    pub fn hull(&self, other: &Self) -> Self {
        self.combine(other, IndexBox::hull)
    }

    /// What both hold.
    pub fn intersect(&self, other: &Self) -> Self {
        self.combine(other, IndexBox::intersect)
    }

    /// Whether every point of the other box is known to be in this one.
    pub fn contains(&self, other: &Self, facts: &DomainFacts) -> bool {
        let mut contains = false;
        self.combine(other, |own, other| {
            contains = own.contains(other, facts).is_yes();
            own.clone()
        });
        contains
    }

    /// The box with one axis taken from another box.
    pub fn with_axis_of(&self, axis: Axis, other: &Self) -> Self {
        self.combine(other, |own, other| {
            own.clone().with_range(axis, other.range(axis).clone())
        })
    }

    /// The box on some axes (bits 0 i, 1 j, 2 k), unbounded on the others.
    pub fn project(&self, axes: u32) -> Self {
        let mut index_box = self.index_box.clone();
        for axis in Axis::ALL {
            if axes & (1 << axis.index()) == 0 {
                index_box = index_box.with_range(axis, fvopt_boxes::Range::whole());
            }
        }
        Self::new(index_box, self.positions.clone())
    }

    /// Whether the box bounds these axes on both sides.
    pub fn is_bounded_on(&self, axes: u32) -> bool {
        self.index_box.is_bounded_on(
            Axis::ALL
                .into_iter()
                .filter(|axis| axes & (1 << axis.index()) != 0),
        )
    }

    /// A box that holds this one and whose ends use only the values that pass:
    /// an end that uses another becomes unbounded.
    pub fn relax(&self, pass: impl Fn(Value<'c>) -> bool) -> Self {
        let known: Vec<bool> = self.positions.iter().map(|value| pass(*value)).collect();
        if known.iter().all(|known| *known) {
            return self.clone();
        }
        // Unknown positions become the infinity that makes the box larger. In
        // a maximum or minimum the known members may still bound the end.
        let low = |number: u32| match known[number as usize] {
            true => End::Position(number, 0),
            false => End::NegativeInfinity,
        };
        let high = |number: u32| match known[number as usize] {
            true => End::Position(number, 0),
            false => End::PositiveInfinity,
        };
        let mut index_box = self.index_box.clone();
        for axis in Axis::ALL {
            let range = index_box.range(axis).clone();
            let (start, end) = (End::Start(0), End::End(0));
            let range = fvopt_boxes::Range::new(
                range.low.substitute(&start, &end, &low),
                range.high.substitute(&start, &end, &high),
            );
            index_box = index_box.with_range(axis, range);
        }
        Self::new(index_box, self.positions.clone())
    }

    /// The text of the box, with names for its positions.
    pub fn describe(&self) -> String {
        let name = |number: u32| match self.positions.get(number as usize) {
            Some(value) if value.defining_op().is_none() => format!("%arg{}", value.number()),
            _ => format!("%{number}"),
        };
        self.index_box.display_with(&name).to_string()
    }

    /// The box moved by an offset.
    pub fn shift(&self, by: [i64; 3]) -> Self {
        Self {
            index_box: self.index_box.shift(by),
            positions: self.positions.clone(),
        }
    }

    /// Whether it certainly holds another box, whose ends may be other values; an
    /// empty box is held by every other.
    pub fn holds(&self, other: &Self, facts: &DomainFacts) -> bool {
        let mut held = false;
        self.combine(other, |outer, inner| {
            held = inner.is_empty(facts).is_yes() || outer.contains(inner, facts).is_yes();
            outer.clone()
        });
        held
    }

    /// Whether it certainly shares no point with another, on every domain that the facts allow.
    pub fn is_apart(&self, other: &Self, facts: &DomainFacts) -> bool {
        if self.positions.is_empty() && other.positions.is_empty() {
            return Axis::ALL.into_iter().any(|axis| {
                let (one, other) = (self.index_box.range(axis), other.index_box.range(axis));
                one.is_apart(other, facts.axis(axis))
            });
        }
        let shared = self.intersect(other);
        shared.index_box.is_empty(facts).is_yes()
    }

    /// The box with what the facts decide simplified away.
    pub fn simplify(&self, facts: &DomainFacts) -> Self {
        Self::new(self.index_box.simplify(facts), self.positions.clone())
    }

    /// The box of a callee in the frame of its caller: `start` and `end` become
    /// the ends of the caller's box.
    pub fn rebase(&self, caller: &Self) -> Self {
        let shift = self.positions.len() as u32;
        let outer = caller.index_box.shift_positions(shift);
        let mut positions = self.positions.clone();
        positions.extend_from_slice(&caller.positions);
        let rebased = self
            .index_box
            .rebase(&outer, &|number| End::Position(number, 0));
        Self::new(rebased, positions)
    }

    /// The box with its values replaced as the mapping says.
    pub fn mapped(&self, mapping: &Mapping<'c>) -> Self {
        let positions = self
            .positions
            .iter()
            .map(|value| mapping.lookup(*value))
            .collect();
        Self::new(self.index_box.clone(), positions)
    }
}

/// The box of an attribute.
pub fn decode(attribute: Attr<'_>) -> Option<IndexBox> {
    IndexBox::decode(&attribute.as_box_code()?).ok()
}

/// Whether a box holds no point whatever the domain, which may be empty itself
/// (a callee's is the box of the call).
pub fn is_surely_empty(index_box: &IndexBox) -> bool {
    let any_size = Facts {
        minimum_size: i64::MIN,
        ..Facts::default()
    };
    index_box.is_empty(&DomainFacts([any_size; 3])).is_yes()
}

/// Which operands of an operation are the positions of its box (or boxes).
pub fn bounds_range(op: Op<'_>) -> Range<usize> {
    op.bounds_range().unwrap_or(0..0)
}

/// Replaces the values at the positions of an operation's box (or boxes).
pub fn set_bounds<'c>(op: Op<'c>, positions: &[Value<'c>]) {
    op.set_bounds(positions);
}

/// The values at the positions of an operation's box (or boxes).
pub fn bounds<'c>(op: Op<'c>) -> Vec<Value<'c>> {
    bounds_range(op).map(|index| op.operand(index)).collect()
}
