//! The provenance of undefined values, a number beside each value.
//!
//! A provenance is 0 for a defined value. Otherwise it holds the number of a reason and the point at
//! which the value became undefined (saturated to 16 bits an axis), so that an error at
//! the use of the value can say why it is undefined.

use crate::error::{InterpretError, point_text};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Why values are undefined.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Reason {
    /// Memory that was never written.
    NeverWritten { location: String, what: String },
    /// A read outside of what is allocated or computed.
    Outside { location: String, what: String },
    /// An operation without a result for its operands. This is the error itself.
    Fault { location: String, message: String },
    /// A branch that an undefined value decided.
    Branch { location: String, cause: u16 },
    /// The table of reasons is full.
    Unrecorded,
}

/// The reasons by number. Threads share it; a reason is added rarely.
#[derive(Default)]
pub(crate) struct Reasons {
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    list: Vec<Reason>,
    numbers: HashMap<Reason, u16>,
}

impl Reasons {
    /// The number of a reason; never 0.
    pub(crate) fn intern(&self, reason: Reason) -> u16 {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = table.numbers.get(&reason) {
            return *number;
        }
        let reason = match table.list.len() {
            0..0xfffe => reason,
            0xfffe => Reason::Unrecorded,
            _ => return u16::MAX,
        };
        table.list.push(reason.clone());
        let number = table.list.len() as u16;
        table.numbers.insert(reason, number);
        number
    }

    fn get(&self, number: u16) -> Reason {
        let table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        let index = usize::from(number).wrapping_sub(1);
        table.list.get(index).cloned().unwrap_or(Reason::Unrecorded)
    }

    /// The error for the use of an undefined value. `location` and `message` say how it is used.
    pub(crate) fn error(
        &self,
        provenance: u64,
        location: String,
        message: String,
    ) -> InterpretError {
        let at = point_text(point_of(provenance));
        let mut branch = None;
        let mut reason = self.get(reason_of(provenance));
        while let Reason::Branch { location, cause } = reason {
            branch = branch.or(Some(location));
            reason = self.get(cause);
        }
        let is_fault = matches!(reason, Reason::Fault { .. });
        let (place, cause) = match reason {
            Reason::Fault { location, message } => (location, format!("{message}, at {at}")),
            Reason::NeverWritten { location, what } => {
                (location, format!("never written: {what}, index {at}"))
            }
            Reason::Outside { location, what } => (location, format!("outside {what}: index {at}")),
            Reason::Unrecorded | Reason::Branch { .. } => {
                (location.clone(), format!("undefined at {at}"))
            }
        };
        match branch {
            Some(branch) => {
                InterpretError::new(branch, format!("an undefined value decides: {cause}"))
                    .note(place, cause)
                    .note(location, message)
            }
            None if is_fault => InterpretError::new(place, cause).note(location, message),
            None => InterpretError::new(location, format!("{message}: {cause}"))
                .note(place, "it comes from here"),
        }
    }
}

/// The provenance of a value that became undefined at a point.
pub(crate) fn provenance_of(reason: u16, point: [i64; 3]) -> u64 {
    let part = |axis: usize| {
        let value = point[axis].clamp(i64::from(i16::MIN), i64::from(i16::MAX));
        u64::from(value as i16 as u16) << (16 * axis)
    };
    u64::from(reason) << 48 | part(0) | part(1) | part(2)
}

/// The number of the reason in a provenance.
pub(crate) fn reason_of(provenance: u64) -> u16 {
    (provenance >> 48) as u16
}

/// The point in a provenance.
pub(crate) fn point_of(provenance: u64) -> [i64; 3] {
    [0, 16, 32].map(|shift| i64::from((provenance >> shift) as u16 as i16))
}

/// The same provenance with another reason.
pub(crate) fn with_reason(provenance: u64, reason: u16) -> u64 {
    provenance & 0xffff_ffff_ffff | u64::from(reason) << 48
}
