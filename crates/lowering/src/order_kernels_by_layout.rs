//! `order-kernels-by-layout`: loops go along the axis on which the fields are contiguous.
//!
//! Kernels are scheduled for rows along i, the axis on which fields without a layout are contiguous. Before, where
//! `%a` and `%b` have the layout `ijk`:
//! ```mlir
//! stencil.kernel <order = "kji", parallel = "k", tile = [0, 0, 0], vector = 8> { ... stencil.apply place row ... }
//! ```
//! After:
//! ```mlir
//! stencil.kernel <order = "ijk", parallel = "ij", tile = [8, 8, 0], vector = 8> { ... stencil.apply place tile ... }
//! ```
//! so that vectors are neighbours in memory. A result in rows is read at offsets along the two innermost axes, which
//! are now others: it is kept for a tile instead. Kernels with sweeps stay as they are: their vectors are columns.
//!
//! Requires: kernels. Ensures: kernels that satisfy all constraints; what a schedule says cannot be observed.

use ir_stencil::{
    kernel_plan,
    ops::{Apply, Insert, Kernel, Load, Place, Schedule, ScheduleAttr, Store, Sweep, shaped},
};
use mlir_shim::{
    ir::{Attr, Op, Value},
    pass::{Failed, OptionValues, Pass},
};

/// The pass.
pub const PASS: Pass = Pass {
    name: "order-kernels-by-layout",
    description: "Orders the loops of kernels as the fields lie that they load and store",
    options: &[],
    run,
};

/// Points of a tile along each of the two outer axes: 64 columns of a few intermediates fit into L2, and halos of two
/// points double what is computed.
const TILE: i64 = 8;

fn run(module: Op<'_>, _options: &OptionValues) -> Result<(), Failed> {
    for kernel in module.collect(Kernel::NAME) {
        order(Kernel(kernel));
    }
    Ok(())
}

/// The axes of a field from the slowest to the fastest, where it has three.
fn axes_of(field: Value<'_>) -> Option<[usize; 3]> {
    let field = shaped(field);
    let axes: [usize; 3] = field.axis_list().try_into().ok()?;
    Some(match field.layout {
        Some(layout) => {
            let (order, _, _) = layout.layout_values();
            let mut letters = order.bytes().map(|letter| usize::from(letter - b'i'));
            std::array::from_fn(|_| letters.next().expect("verified: as many axes as the field"))
        }
        None => [axes[2], axes[1], axes[0]],
    })
}

/// The order that most of a kernel's fields have, of those with three axes; the first of several.
fn order_of_fields(kernel: Kernel<'_>) -> Option<[usize; 3]> {
    let ops = kernel.ops();
    let loaded = ops.iter().filter_map(|op| Some(Load::cast(*op)?.field()));
    let stored = ops.iter().filter_map(|op| Some(Store::cast(*op)?.field()));
    let orders: Vec<[usize; 3]> = loaded.chain(stored).filter_map(axes_of).collect();
    let count = |order: &[usize; 3]| orders.iter().filter(|one| one[2] == order[2]).count();
    let most = orders.iter().map(count).max()?;
    orders.iter().find(|order| count(order) == most).copied()
}

fn order(kernel: Kernel<'_>) {
    let ops = kernel.ops();
    let before = kernel.schedule();
    let Some(order) = order_of_fields(kernel) else {
        return;
    };
    if order[2] == before.order[2] || ops.iter().any(|op| Sweep::is(*op)) {
        return;
    }
    let in_rows: Vec<Op<'_>> = ops
        .into_iter()
        .filter(|op| kernel_plan::place_of(*op) == Some(Place::Row))
        .collect();
    let mut tile = [0; 3];
    if !in_rows.is_empty() {
        (tile[order[0]], tile[order[1]]) = (TILE, TILE);
    }
    let after = Schedule {
        order,
        parallel: 0..2,
        tile,
        ..before.clone()
    };
    place(&in_rows, Place::Tile);
    set(kernel, &after);
    // What has to stay in the order it had: that a constraint asks for it is seen when it is violated.
    if kernel_plan::try_plan(kernel).is_none() {
        place(&in_rows, Place::Row);
        set(kernel, &before);
    }
}

fn set(kernel: Kernel<'_>, schedule: &Schedule) {
    let attribute: Attr<'_> = schedule.attr(kernel.0.location());
    kernel.0.set_attr("schedule", attribute);
}

fn place(ops: &[Op<'_>], place: Place) {
    for op in ops {
        if let Some(apply) = Apply::cast(*op) {
            apply.set_place(place);
        } else if let Some(insert) = Insert::cast(*op) {
            insert.set_place(place);
        }
    }
}
