//! Shrinks a body that fails.

use super::{Block, Body, Form, Kind, Name, Step, constants};
use std::collections::HashSet;

/// The smallest variant found of a body that fails, for which `fails` holds as for the body.
///
/// Steps are replaced by one of their operands, by zeros, by the inside of a branch, and uses by zeros, until nothing
/// that can be left out makes it pass.
pub fn shrink(body: &Body, fails: &mut dyn FnMut(&Body) -> bool) -> Body {
    let mut smallest = body.clone();
    // The first value that is wrong, of those that are computed at the top.
    let steps = smallest.block.steps.iter();
    let values: Vec<Name> = steps.flat_map(|step| step.results.clone()).collect();
    for value in values {
        let mut one = body.clone();
        one.block.results = vec![value];
        drop_unused(&mut one);
        if fails(&one) {
            smallest = one;
            break;
        }
    }
    loop {
        let before = size(&smallest.block);
        // From the last step to the first: steps that become unused are removed as well.
        let mut number = before;
        while number > 0 {
            number -= 1;
            for change in 0.. {
                let mut candidate = smallest.clone();
                if !replace(&mut candidate, number, change) {
                    break;
                }
                drop_unused(&mut candidate);
                if size(&candidate.block) < size(&smallest.block) && fails(&candidate) {
                    smallest = candidate;
                    number = number.min(size(&smallest.block));
                    break;
                }
            }
        }
        for number in 0.. {
            let mut candidate = smallest.clone();
            if !replace_use(&mut candidate, number) {
                break;
            }
            drop_unused(&mut candidate);
            if size(&candidate.block) < size(&smallest.block) && fails(&candidate) {
                smallest = candidate;
            }
        }
        if size(&smallest.block) == before {
            return smallest;
        }
    }
}

/// The number of steps, those of regions included. A constant counts as half a step of others.
fn size(block: &Block) -> usize {
    let sizes = block.steps.iter().map(|step| {
        let inner: usize = step.form.blocks().map(size).sum();
        let own = match &step.form {
            Form::Plain { operands, .. } if operands.is_empty() => 1,
            _ => 2 + step.results.len(),
        };
        own + inner
    });
    sizes.sum()
}

impl Form {
    fn blocks(&self) -> impl Iterator<Item = &Block> {
        let blocks: Vec<&Block> = match self {
            Form::Plain { .. } => Vec::new(),
            Form::If { branches, .. } => branches.iter().collect(),
            Form::While {
                decides, repeats, ..
            } => vec![decides, repeats],
        };
        blocks.into_iter()
    }

    fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match self {
            Form::Plain { .. } => Vec::new(),
            Form::If { branches, .. } => branches.iter_mut().collect(),
            Form::While {
                decides, repeats, ..
            } => vec![decides, repeats],
        }
    }

    fn operands(&self) -> Vec<Name> {
        match self {
            Form::Plain { operands, .. } => operands.clone(),
            Form::If { condition, .. } => vec![*condition],
            Form::While { inits, .. } => inits.clone(),
        }
    }

    fn operands_mut(&mut self) -> Vec<&mut Name> {
        match self {
            Form::Plain { operands, .. } => operands.iter_mut().collect(),
            Form::If { condition, .. } => vec![condition],
            Form::While { inits, .. } => inits.iter_mut().collect(),
        }
    }
}

/// Replaces the step of a number, in the order of the text, in one of several ways; false where
/// there is no such step or way.
fn replace(body: &mut Body, number: usize, change: usize) -> bool {
    let mut left = number;
    let mut block = std::mem::take(&mut body.block);
    let mut renamed = Vec::new();
    let done = replace_in(&mut block, &mut left, change, &body.kinds, &mut renamed);
    for (from, to) in renamed {
        rename(&mut block, from, to);
    }
    body.block = block;
    done == Some(true)
}

/// Replaces one use of a value, of a number in the order of the text, by zero; false where there
/// are not so many.
fn replace_use(body: &mut Body, number: usize) -> bool {
    let mut left = number;
    let mut block = std::mem::take(&mut body.block);
    let done = replace_use_in(&mut block, &mut left, &mut body.kinds);
    body.block = block;
    done
}

fn replace_use_in(block: &mut Block, left: &mut usize, kinds: &mut Vec<Kind>) -> bool {
    for at in 0..block.steps.len() {
        let mut operands = block.steps[at].form.operands_mut();
        if *left < operands.len() {
            let new = kinds.len();
            kinds.push(kinds[*operands[*left]]);
            *operands[*left] = new;
            block.steps.insert(at, zero(new, kinds));
            return true;
        }
        *left -= operands.len();
        for inner in block.steps[at].form.blocks_mut() {
            if replace_use_in(inner, left, kinds) {
                return true;
            }
        }
    }
    if *left < block.results.len() {
        let new = kinds.len();
        kinds.push(kinds[block.results[*left]]);
        block.results[*left] = new;
        block.steps.push(zero(new, kinds));
        return true;
    }
    *left -= block.results.len();
    false
}

/// `None` where the step is not in this block.
fn replace_in(
    block: &mut Block,
    left: &mut usize,
    change: usize,
    kinds: &[Kind],
    renamed: &mut Vec<(Name, Name)>,
) -> Option<bool> {
    for at in 0..block.steps.len() {
        if *left == 0 {
            let step = block.steps[at].clone();
            let Some(steps) = instead(&step, change, kinds, renamed) else {
                return Some(false);
            };
            block.steps.splice(at..=at, steps);
            return Some(true);
        }
        *left -= 1;
        for inner in block.steps[at].form.blocks_mut() {
            if let Some(done) = replace_in(inner, left, change, kinds, renamed) {
                return Some(done);
            }
        }
    }
    None
}

/// The replacements of a step, with the renaming of its results.
fn instead(
    step: &Step,
    change: usize,
    kinds: &[Kind],
    renamed: &mut Vec<(Name, Name)>,
) -> Option<Vec<Step>> {
    let is_constant = matches!(&step.form, Form::Plain { operands, .. } if operands.is_empty());
    if is_constant {
        return None;
    }
    // Either inside of a branch.
    let mut change = change;
    if let Form::If { branches, .. } = &step.form {
        if let Some(branch) = branches.get(change) {
            let results = step.results.iter().copied();
            renamed.extend(results.zip(branch.results.iter().copied()));
            return Some(branch.steps.clone());
        }
        change -= 2;
    }
    // What decides whether a loop goes on, once.
    if let Form::While {
        inits,
        before,
        decides,
        ..
    } = &step.form
    {
        if change == 0 {
            // The results first: arguments may be passed on.
            let passed = decides.results[1..].iter().copied();
            renamed.extend(step.results.iter().copied().zip(passed));
            renamed.extend(before.iter().copied().zip(inits.iter().copied()));
            return Some(decides.steps.clone());
        }
        change -= 1;
    }
    if change == 0 {
        return Some(step.results.iter().map(|name| zero(*name, kinds)).collect());
    }
    // Each result one of the operands.
    let operands = step.form.operands();
    let mut fitting = operands.iter().filter(|operand| {
        let mut results = step.results.iter();
        results.any(|name| kinds[*name] == kinds[**operand])
    });
    let first = fitting.nth(change - 1)?;
    let mut steps = Vec::new();
    for name in &step.results {
        match kinds[*name] == kinds[*first] {
            true => renamed.push((*name, *first)),
            false => steps.push(zero(*name, kinds)),
        }
    }
    Some(steps)
}

fn zero(name: Name, kinds: &[Kind]) -> Step {
    Step {
        results: vec![name],
        form: Form::Plain {
            before: "arith.constant".into(),
            operands: Vec::new(),
            after: constants::attribute(kinds[name], 0),
        },
    }
}

fn rename(block: &mut Block, from: Name, to: Name) {
    for result in &mut block.results {
        if *result == from {
            *result = to;
        }
    }
    for step in &mut block.steps {
        for operand in step.form.operands_mut() {
            if *operand == from {
                *operand = to;
            }
        }
        for inner in step.form.blocks_mut() {
            rename(inner, from, to);
        }
    }
}

/// Leaves out the steps whose results nobody uses.
pub(super) fn drop_unused(body: &mut Body) {
    let mut used = HashSet::new();
    keep(&mut body.block, &mut used);
}

/// Leaves out results of a step with regions that nobody uses.
fn drop_results(step: &mut Step, used: &mut HashSet<Name>) {
    let mut kept: Vec<bool> = step
        .results
        .iter()
        .map(|name| used.contains(name))
        .collect();
    match &mut step.form {
        Form::Plain { .. } => return,
        Form::If { branches, .. } => {
            for branch in branches {
                retain(&mut branch.results, &kept);
            }
        }
        Form::While {
            decides,
            after,
            repeats,
            ..
        } => {
            // What is passed on is also seen where the loop goes on.
            keep(repeats, used);
            for (kept, name) in kept.iter_mut().zip(after.iter()) {
                *kept |= used.contains(name);
            }
            retain(after, &kept);
            let condition = decides.results.remove(0);
            retain(&mut decides.results, &kept);
            decides.results.insert(0, condition);
        }
    }
    retain(&mut step.results, &kept);
}

fn retain(names: &mut Vec<Name>, kept: &[bool]) {
    let mut kept = kept.iter();
    names.retain(|_| kept.next() == Some(&true));
}

/// From the last step to the first; a block uses what its results and steps use.
fn keep(block: &mut Block, used: &mut HashSet<Name>) {
    used.extend(&block.results);
    let mut kept = Vec::new();
    while let Some(mut step) = block.steps.pop() {
        if step.results.iter().any(|name| used.contains(name)) {
            drop_results(&mut step, used);
            // Values are defined before they are used, also those that regions use.
            for inner in step.form.blocks_mut().into_iter().rev() {
                keep(inner, used);
            }
            used.extend(step.form.operands());
            kept.push(step);
        }
    }
    kept.reverse();
    block.steps = kept;
}
