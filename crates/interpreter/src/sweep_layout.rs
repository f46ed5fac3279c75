//! The boxes on which the stages of a sweep are computed, and those on which its states are kept.
//!
//! A stage without a box is computed, on each level, wherever what it gives is read afterwards
//! or belongs to the results. That is found by going through the levels and stages backwards.

use crate::{
    sweep::{Interval, Read, Stage, SweepNode, at_levels},
    temp::{Node, Temp, join},
};
use fvopt_boxes::NumericBox;

/// The boxes of stages and states.
pub(crate) struct Layout {
    /// The box of each stage (0 to 1 on k) of each level of each interval, in the sweep's order.
    pub boxes: Vec<Vec<Vec<NumericBox>>>,
    /// The box of each state: all points that are read, written or required by the caller.
    pub states: NumericBox,
}

const NOWHERE: NumericBox = NumericBox::new([0; 3], [0; 3]);

/// The regions of the states that are read and that no earlier stage has overwritten.
struct RequiredPlanes {
    low: i64,
    /// By state and level.
    planes: Vec<Vec<NumericBox>>,
}

impl RequiredPlanes {
    /// The required region of the results: a box, as far as stages write it.
    fn of(sweep: &SweepNode<'_>, states: usize, goal: &NumericBox) -> Self {
        let mut levels: Option<(i64, i64)> = None;
        for interval in sweep
            .intervals
            .iter()
            .filter(|interval| interval.low < interval.high)
        {
            let writes = interval.stages.iter().flat_map(|stage| &stage.writes);
            for (_, offset) in writes {
                let (low, high) = (interval.low + offset, interval.high + offset);
                let known = levels.unwrap_or((low, high));
                levels = Some((known.0.min(low), known.1.max(high)));
            }
        }
        let (low, high) = levels.unwrap_or((0, 0));
        let plane = at_levels(goal, 0, 1);
        let asked = |level: i64| (goal.low[2]..goal.high[2]).contains(&level);
        let plane: Vec<NumericBox> = (low..high)
            .map(|level| if asked(level) { plane } else { NOWHERE })
            .collect();
        Self {
            low,
            planes: vec![plane; states],
        }
    }

    fn get(&mut self, state: usize, level: i64) -> Option<&mut NumericBox> {
        let index = usize::try_from(level.checked_sub(self.low)?).ok()?;
        self.planes[state].get_mut(index)
    }

    /// Adds a read of levels of a state.
    fn read(&mut self, state: usize, required: &NumericBox) {
        let plane = at_levels(required, 0, 1);
        let high = self.low + self.planes[state].len() as i64;
        for level in required.low[2].max(self.low)..required.high[2].min(high) {
            if let Some(known) = self.get(state, level) {
                *known = known.hull(&plane);
            }
        }
    }
}

impl<'c> SweepNode<'c> {
    /// Adds what a stage reads on a level.
    fn reads<'a>(
        &'a self,
        stage: &'a Stage<'c>,
        plane: &NumericBox,
        level: i64,
    ) -> impl Iterator<Item = (Read, NumericBox)> + 'a {
        let requirements = stage
            .inputs
            .requirements(at_levels(plane, level, level + 1));
        requirements.map(|(temp, required)| (stage.reads[temp], required))
    }

    /// Where stages are computed so that the states can be read on a box.
    pub(crate) fn layout(&self, states: usize, goal: &NumericBox) -> Layout {
        let mut required_planes = RequiredPlanes::of(self, states, goal);
        // A state without levels has its plane once, and every level may write it.
        let mut flat = vec![at_levels(goal, 0, 1); states];
        let mut kept = *goal;
        let mut boxes = Vec::new();
        for interval in self.intervals.iter().rev() {
            let mut levels = Vec::new();
            for level in interval.levels(self.forward).rev() {
                let planes =
                    self.level(interval, level, &mut required_planes, &mut flat, &mut kept);
                levels.push(planes);
            }
            levels.reverse();
            boxes.push(levels);
        }
        boxes.reverse();
        Layout {
            boxes,
            states: kept,
        }
    }

    /// The boxes of the stages on a level; adds what they read.
    fn level(
        &self,
        interval: &Interval<'c>,
        level: i64,
        required_planes: &mut RequiredPlanes,
        flat: &mut [NumericBox],
        kept: &mut NumericBox,
    ) -> Vec<NumericBox> {
        let mut boxes = vec![NOWHERE; interval.stages.len()];
        for (number, stage) in interval.stages.iter().enumerate().rev() {
            if let Some(fixed) = stage.index_box {
                boxes[number] = fixed;
            } else {
                for (state, offset) in &stage.writes {
                    let asked = match self.has_levels[*state] {
                        true => required_planes.get(*state, level + offset),
                        false => flat.get_mut(*state),
                    };
                    if let Some(asked) = asked {
                        boxes[number] = boxes[number].hull(asked);
                        // Everything that is read later is written here.
                        *asked = NOWHERE;
                    }
                }
            }
            let plane = boxes[number];
            if plane.is_empty() {
                continue;
            }
            for (_, offset) in &stage.writes {
                let written = at_levels(&plane, level + offset, level + offset + 1);
                *kept = join(kept, &written);
            }
            for (read, required) in self.reads(stage, &plane, level) {
                let plane = at_levels(&required, 0, 1);
                match read {
                    Read::Outer(_) => {}
                    Read::Local(producer, _) => {
                        if interval.stages[producer].index_box.is_none() {
                            boxes[producer] = boxes[producer].hull(&plane);
                        }
                    }
                    Read::State(state) if self.has_levels[state] => {
                        required_planes.read(state, &required);
                        *kept = join(kept, &required);
                    }
                    Read::State(state) => {
                        flat[state] = flat[state].hull(&plane);
                        *kept = join(kept, &at_levels(&plane, i64::MAX, i64::MIN));
                    }
                }
            }
        }
        boxes
    }

    /// The required regions of the temps that the sweep reads, if it is computed on a box.
    pub(crate) fn requirements(
        &self,
        node: &Node<'c>,
        goal: &NumericBox,
    ) -> Vec<(Temp<'c>, NumericBox)> {
        let layout = self.layout(node.shapes.len(), goal);
        let inits = self.temps.iter().take(node.shapes.len());
        let mut requirements: Vec<_> = inits.map(|temp| (temp.clone(), layout.states)).collect();
        let mut outer: Vec<Option<NumericBox>> = vec![None; self.temps.len()];
        for (interval, levels) in self.intervals.iter().zip(&layout.boxes) {
            for (level, boxes) in interval.levels(self.forward).zip(levels) {
                for (stage, plane) in interval.stages.iter().zip(boxes) {
                    for (read, required) in self.reads(stage, plane, level) {
                        if let Read::Outer(temp) = read {
                            let known = outer[temp].get_or_insert(required);
                            *known = join(known, &required);
                        }
                    }
                }
            }
        }
        let outer = outer.into_iter().enumerate();
        requirements.extend(
            outer.filter_map(|(temp, required)| Some((self.temps[temp].clone(), required?))),
        );
        requirements
    }
}
