//! What loops carry from one iteration to the next, as chains of values.

use mlir_shim::ir::Value;
use std::collections::HashMap;

/// Values that go on with others: what is carried two iterations goes on with what is carried one.
#[derive(Default)]
pub struct Chains<'c>(HashMap<Value<'c>, Value<'c>>);

impl<'c> Chains<'c> {
    /// A value goes on with another one.
    pub fn add(&mut self, value: Value<'c>, next: Value<'c>) {
        self.0.insert(value, next);
    }

    /// The value at the end of the chain that a value is in, which goes on with none; in a
    /// circle, any. Whoever was on the way is one step from the end afterwards, so that thousands
    /// of values in a chain do not take a step for every pair of them.
    pub fn end(&mut self, value: Value<'c>) -> Value<'c> {
        let mut way = Vec::new();
        let mut end = value;
        while let Some(next) = self.0.get(&end)
            && way.len() <= self.0.len()
        {
            way.push(end);
            end = *next;
        }
        for passed in way {
            self.0.insert(passed, end);
        }
        end
    }
}
