//! Which memory the contents of a temp come from.

use crate::ops::{Insert, Load, Sweep};
use mlir_shim::ir::Value;

/// The field that a temp was loaded from: through inserts, by their destinations, and through
/// sweeps, by the initial values of what they carry. `None` where a temp was not loaded.
///
/// An access at any level of the memory (`stencil.access_dyn` with an unbounded box) means the
/// levels of this field, and where there is none those of the domain.
pub fn field_of_temp(temp: Value<'_>) -> Option<Value<'_>> {
    let mut temp = temp;
    loop {
        temp = match temp.defining_op() {
            Some(op) => {
                if let Some(load) = Load::cast(op) {
                    return Some(load.field());
                } else if let Some(insert) = Insert::cast(op) {
                    insert.destination()
                } else {
                    *Sweep::cast(op)?.inits().get(temp.number())?
                }
            }
            None => {
                let sweep = temp.owner_block()?.parent().and_then(Sweep::cast)?;
                *sweep.inits().get(temp.number())?
            }
        };
    }
}
