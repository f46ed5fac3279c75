//! The host's side of a call: host functions, and what compiled code reports.

use crate::{
    abi::{CHECK_FAILED, Report},
    host::{Callback, HostFunctions, dispatch},
};
use fvopt_native::{Host, Symbol};
use std::thread::{self, ThreadId};

/// The host side of a running call.
pub(crate) struct Running<'r> {
    functions: &'r mut dyn HostFunctions,
    callbacks: &'r [Callback],
    places: &'r [String],
    errors: Vec<String>,
    warnings: Vec<String>,
    /// The point that the next report of a thread is about; of the threads that have one.
    points: Vec<(ThreadId, [i64; 3])>,
}

/// More findings than this are counted, not shown.
const SHOWN: usize = 20;

impl<'r> Running<'r> {
    /// A call about to start, of a program with these callbacks and places.
    pub fn new(
        functions: &'r mut dyn HostFunctions,
        callbacks: &'r [Callback],
        places: &'r [String],
    ) -> Self {
        Self {
            functions,
            callbacks,
            places,
            errors: Vec::new(),
            warnings: Vec::new(),
            points: Vec::new(),
        }
    }

    /// What was found, errors and warnings.
    pub fn findings(self) -> (Vec<String>, Vec<String>) {
        (shown(self.errors), shown(self.warnings))
    }
}

/// Each once, in an order that does not depend on threads.
fn shown(mut messages: Vec<String>) -> Vec<String> {
    messages.sort();
    messages.dedup();
    if messages.len() > SHOWN {
        let more = messages.len() - SHOWN;
        messages.truncate(SHOWN);
        messages.push(format!("and {more} more"));
    }
    messages
}

impl Host for Running<'_> {
    fn callback(&mut self, callback: i64, words: &[i64]) -> i32 {
        let callback = &self.callbacks[callback as usize];
        let (status, violation) = dispatch(self.functions, callback, words);
        if let Some(violation) = violation {
            self.errors.push(violation);
            return CHECK_FAILED;
        }
        if status != 0 {
            self.errors.push(format!(
                "error: the host function {} ended the call with status {status}",
                Symbol(&callback.name)
            ));
        }
        status
    }

    fn report(&mut self, place: i64, kind: i64, numbers: [i64; 3]) {
        let [a, b, c] = numbers;
        let report = Report::of(kind);
        let thread = thread::current().id();
        let known = self.points.iter().position(|(other, _)| *other == thread);
        let point = known.map(|known| self.points.swap_remove(known).1);
        if report == Some(Report::Point) {
            self.points.push((thread, numbers));
            return;
        }
        let point = point.map_or(String::new(), |point| format!(" {}", at(point)));
        let place = self
            .places
            .get(place as usize)
            .map_or("unknown place: error", String::as_str);
        let side = |side: i64| {
            format!(
                "{} side of {}",
                ["low", "high"][(side & 1) as usize],
                ["i", "j", "k"][(side / 2) as usize % 3]
            )
        };
        let text = match report {
            Some(Report::Bounds) => format!("too small on the {}: needs {b}, has {c}", side(a)),
            Some(Report::Swap) => {
                format!("the fields have different allocations: {b} and {c} on dimension {a}")
            }
            Some(Report::Step) => format!("[for_c2] the step is {a}, which is not positive"),
            Some(Report::Exchange) => {
                format!(
                    "[exchange_c2] the width {b} on the {} exceeds the domain's size {c}",
                    side(a)
                )
            }
            Some(Report::Level) => format!("level {a} is outside {b} to {c}"),
            Some(Report::Memory) => format!("no memory for {a} x {b} x {c} points"),
            Some(Report::Outside) | Some(Report::Unwritten) => at(numbers),
            Some(Report::Clamped) => {
                let nearest = a.max(b).min(c);
                format!("position {a} is outside [{b}, {c}] and clamped to {nearest}{point}")
            }
            Some(Report::Point) | None => format!("unknown finding {kind}"),
        };
        let messages = match report {
            Some(Report::Clamped) => &mut self.warnings,
            _ => &mut self.errors,
        };
        messages.push(format!("{place}: {text}"));
    }
}

/// A point, as messages name it.
fn at([i, j, k]: [i64; 3]) -> String {
    format!("at ({i}, {j}, {k})")
}
