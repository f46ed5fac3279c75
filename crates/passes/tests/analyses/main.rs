//! The analyses that passes share.

mod box_growth;
mod dependence;
mod kernel_cost;
