//! The analyses that passes share.

mod box_growth;
mod kernel_cost;
