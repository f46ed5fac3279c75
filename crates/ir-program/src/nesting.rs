//! How deep a program nests once its calls are replaced by what they call. A chain of calls may be
//! of any length; but where each call stands in a loop or a branch, so does all that it reaches.

use crate::ops::Call;
use mlir_shim::{ir::Op, nesting::MAXIMUM_NESTING};
use std::collections::HashMap;

/// How many calls of a chain are named.
const NAMED_CALLS: usize = 4;

/// A function: how deep it nests by itself, and its calls with the regions around each.
struct Function<'c> {
    own: usize,
    calls: Vec<(Op<'c>, usize)>,
    /// How deep it nests with what it calls, and the call by which.
    deepest: Option<(usize, Option<Op<'c>>)>,
}

impl<'c> Function<'c> {
    fn of(op: Op<'c>) -> Self {
        let mut function = Self {
            own: 0,
            calls: Vec::new(),
            deepest: None,
        };
        let body = op.body().map(|block| block.ops()).unwrap_or_default();
        let mut left: Vec<(Op<'c>, usize)> = body.into_iter().map(|op| (op, 0)).collect();
        while let Some((op, depth)) = left.pop() {
            function.own = function.own.max(depth);
            if Call::is(op) {
                function.calls.push((op, depth));
            }
            for region in 0..op.region_count() {
                let block = op.region(region).block();
                let inner = block.into_iter().flat_map(|block| block.ops());
                left.extend(inner.map(|inner| (inner, depth + 1)));
            }
        }
        function
    }
}

/// Whether a function and all that it calls, in the places of the calls, nest no deeper than
/// [`MAXIMUM_NESTING`]. Functions that call themselves are for others to refuse.
pub fn check<'c>(
    entry: Op<'c>,
    callee: impl Fn(&str) -> Option<Op<'c>>,
) -> Result<(), TooDeep<'c>> {
    let mut known: HashMap<Op<'c>, Function<'c>> = HashMap::new();
    let mut left = vec![entry];
    while let Some(op) = left.last().copied() {
        let reached = |call: Op<'c>| call.text_attr("callee").and_then(&callee);
        if !known.contains_key(&op) {
            let function = Function::of(op);
            let callees = function.calls.iter().filter_map(|(call, _)| reached(*call));
            left.extend(callees.filter(|callee| !known.contains_key(callee)));
            known.insert(op, function);
            continue;
        }
        left.pop();
        let function = &known[&op];
        if function.deepest.is_some() {
            continue;
        }
        let mut deepest = (function.own, None);
        for (call, depth) in &function.calls {
            let callee = reached(*call).and_then(|callee| known.get(&callee));
            let inside = callee.and_then(|callee| callee.deepest);
            let sum = depth + inside.map_or(0, |(inside, _)| inside);
            if sum > deepest.0 {
                deepest = (sum, Some(*call));
            }
        }
        known.get_mut(&op).expect("it is there").deepest = Some(deepest);
    }
    // What stands in a function lies in its region and in the module's.
    let deepest = |op: &Op<'c>| known.get(op).and_then(|function| function.deepest);
    let depth = 2 + deepest(&entry).map_or(0, |(depth, _)| depth);
    if depth <= MAXIMUM_NESTING {
        return Ok(());
    }
    let mut calls = Vec::new();
    let mut at = Some(entry);
    while let Some((_, Some(call))) = at.as_ref().and_then(deepest)
        && calls.len() < NAMED_CALLS
    {
        calls.push(call);
        at = call.text_attr("callee").and_then(&callee);
    }
    Err(TooDeep {
        entry,
        depth,
        calls,
    })
}

/// A function that nests too deep with what it calls.
pub struct TooDeep<'c> {
    /// The function.
    pub entry: Op<'c>,
    /// How deep.
    pub depth: usize,
    /// The first calls of the way to the deepest place.
    pub calls: Vec<Op<'c>>,
}

impl TooDeep<'_> {
    /// What the note at a call says.
    pub const NOTE: &'static str = "by this call, among others";

    /// What is wrong.
    pub fn message(&self) -> String {
        format!(
            "regions nest {} deep once the calls of @{} are inlined, more than {MAXIMUM_NESTING}",
            self.depth,
            self.entry.symbol_name().unwrap_or_default()
        )
    }
}
