//! Boxes together with what stands at their run-time positions.
//!
//! A box numbers its run-time positions. `PlacedBox` says what each number stands for: an SSA value
//! of a program, or whatever names one. Boxes from different operations can be compared and combined
//! then, because equal names are equal positions.

use crate::{Axes, Axis, DomainFacts, End, Facts, IndexBox, Range, less_or_equal};
use std::{cell::RefCell, collections::HashMap, hash::Hash};

/// A box and what stands at each of its run-time positions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlacedBox<P> {
    /// The box.
    pub index_box: IndexBox,
    /// What stands at each position; as many as the box has positions.
    pub positions: Vec<P>,
}

impl<P> From<IndexBox> for PlacedBox<P> {
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

impl<P: Copy + Eq + Hash> PlacedBox<P> {
    /// The box with what stands at its positions; each is kept once and unused ones are dropped.
    pub fn new(index_box: IndexBox, positions: Vec<P>) -> Self {
        if positions.is_empty() {
            return Self {
                index_box,
                positions,
            };
        }
        let used = RefCell::new(vec![false; positions.len()]);
        index_box.map_positions(&|number| {
            used.borrow_mut()[number as usize] = true;
            number
        });
        let used = used.into_inner();
        let mut kept: Vec<P> = Vec::new();
        let mut numbers = HashMap::new();
        let mut renumber = vec![0u32; positions.len()];
        for (number, position) in positions.iter().enumerate() {
            if used[number] {
                let index = *numbers.entry(*position).or_insert_with(|| {
                    kept.push(*position);
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

    /// Combines two boxes over the union of their positions.
    pub fn combine(
        &self,
        other: &Self,
        combine: impl FnOnce(&IndexBox, &IndexBox) -> IndexBox,
    ) -> Self {
        if self.positions.is_empty() && other.positions.is_empty() {
            return Self::new(combine(&self.index_box, &other.index_box), Vec::new());
        }
        let shifted = other.index_box.shift_positions(self.positions.len() as u32);
        let mut positions = self.positions.clone();
        positions.extend_from_slice(&other.positions);
        // Equal positions get equal numbers before combining, so that equal ends are seen to be equal.
        let mut first = HashMap::new();
        let numbers: Vec<u32> = positions
            .iter()
            .enumerate()
            .map(|(number, position)| *first.entry(*position).or_insert(number as u32))
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

    /// A box that holds this one without another. Exact where the other cuts at most one axis;
    /// else all of this one. `None` when nothing is left.
    pub fn difference(&self, removed: &Self, facts: &DomainFacts) -> Option<Self> {
        let mut left = Some(self.clone());
        self.combine(removed, |own, cut| {
            let uncovered: Vec<Axis> = Axis::ALL
                .into_iter()
                .filter(|axis| {
                    let covers = cut
                        .range(*axis)
                        .contains(own.range(*axis), facts.axis(*axis));
                    !covers.is_yes()
                })
                .collect();
            match uncovered[..] {
                [] => left = None,
                [axis] => {
                    let rest = without(own.range(axis), cut.range(axis), facts.axis(axis));
                    if let Some(rest) = rest {
                        let mut positions = self.positions.clone();
                        positions.extend_from_slice(&removed.positions);
                        left = Some(Self::new(own.clone().with_range(axis, rest), positions));
                    }
                }
                _ => {}
            }
            own.clone()
        });
        left
    }

    /// Whether every point of the other box is known to be in this one.
    pub fn contains(&self, other: &Self, facts: &DomainFacts) -> bool {
        self.asked(other, |own, other| own.contains(other, facts).is_yes())
    }

    /// Whether it certainly holds another box; an empty box is held by every other.
    pub fn holds(&self, other: &Self, facts: &DomainFacts) -> bool {
        self.asked(other, |outer, inner| {
            inner.is_empty(facts).is_yes() || outer.contains(inner, facts).is_yes()
        })
    }

    /// The answer to a question about both boxes, with equal positions numbered alike.
    fn asked(&self, other: &Self, question: impl FnOnce(&IndexBox, &IndexBox) -> bool) -> bool {
        let mut answer = false;
        self.combine(other, |own, other| {
            answer = question(own, other);
            own.clone()
        });
        answer
    }

    /// Whether it certainly shares no point with another, on every domain that the facts allow.
    pub fn is_apart(&self, other: &Self, facts: &DomainFacts) -> bool {
        if self.positions.is_empty() && other.positions.is_empty() {
            return Axis::ALL.into_iter().any(|axis| {
                let (one, other) = (self.index_box.range(axis), other.index_box.range(axis));
                one.is_apart(other, facts.axis(axis))
            });
        }
        self.intersect(other).is_empty(facts)
    }

    /// Whether it certainly holds no point.
    pub fn is_empty(&self, facts: &DomainFacts) -> bool {
        self.index_box.is_empty(facts).is_yes()
    }

    /// What is read on the levels from `low` to `high` around each level of the box, both included.
    pub fn read_around_levels(&self, low: i64, high: i64) -> Self {
        let range = self.index_box.range(Axis::K);
        let range = Range::new(range.low.shift(low), range.high.shift(high));
        let index_box = self.index_box.clone().with_range(Axis::K, range);
        Self::new(index_box, self.positions.clone())
    }

    /// What is read on a level somewhere among those of another box. Where there is none, the low end is read.
    pub fn read_among_levels(&self, levels: &Self) -> Self {
        let range = levels.index_box.range(Axis::K);
        let high = range.high.clone().max(range.low.shift(1));
        let range = Range::new(range.low.clone(), high);
        let index_box = levels.index_box.clone().with_range(Axis::K, range);
        let levels = Self::new(index_box, levels.positions.clone());
        self.with_axis_of(Axis::K, &levels)
    }

    /// The box with one axis taken from another box.
    pub fn with_axis_of(&self, axis: Axis, other: &Self) -> Self {
        self.combine(other, |own, other| {
            own.clone().with_range(axis, other.range(axis).clone())
        })
    }

    /// The box on some axes, unbounded on the others.
    pub fn project(&self, axes: Axes) -> Self {
        let mut index_box = self.index_box.clone();
        for axis in Axis::ALL {
            if !axes.has(axis) {
                index_box = index_box.with_range(axis, Range::whole());
            }
        }
        Self::new(index_box, self.positions.clone())
    }

    /// Whether the box bounds these axes on both sides.
    pub fn is_bounded_on(&self, axes: impl Into<Axes>) -> bool {
        self.index_box.is_bounded_on(axes.into().iter())
    }

    /// A box that holds this one and whose ends use only the positions that pass:
    /// an end that uses another becomes unbounded.
    pub fn relax(&self, pass: impl Fn(P) -> bool) -> Self {
        let known: Vec<bool> = self
            .positions
            .iter()
            .map(|position| pass(*position))
            .collect();
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
            let range = Range::new(
                range.low.substitute(&start, &end, &low),
                range.high.substitute(&start, &end, &high),
            );
            index_box = index_box.with_range(axis, range);
        }
        Self::new(index_box, self.positions.clone())
    }

    /// The box moved by an offset.
    pub fn shift(&self, by: [i64; 3]) -> Self {
        Self {
            index_box: self.index_box.shift(by),
            positions: self.positions.clone(),
        }
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

    /// The box with other things at its positions.
    pub fn map<Q: Copy + Eq + Hash>(&self, map: impl Fn(P) -> Q) -> PlacedBox<Q> {
        let positions = self
            .positions
            .iter()
            .map(|position| map(*position))
            .collect();
        PlacedBox::new(self.index_box.clone(), positions)
    }
}

/// A range without what another cuts off at one of its ends; `None` where it is not known to cut there.
fn without(range: &Range, cut: &Range, facts: &Facts) -> Option<Range> {
    let no_later = |first: &End, second: &End| less_or_equal(first, second, facts).is_yes();
    // The cut may be empty: then it removes nothing, and `max`/`min` keep all of the range.
    if !no_later(&cut.low, &cut.high) {
        None
    } else if no_later(&cut.low, &range.low) {
        let low = range.low.clone().max(cut.high.clone());
        Some(Range::new(low, range.high.clone()))
    } else if no_later(&range.high, &cut.high) {
        let high = range.high.clone().min(cut.low.clone());
        Some(Range::new(range.low.clone(), high))
    } else {
        None
    }
}
