//! The analyses that passes share.

mod dependence;
mod kernel_cost;
