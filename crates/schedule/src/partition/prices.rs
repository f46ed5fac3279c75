//! What clusters cost, each asked once: for strategies that compare many partitions.
//!
//! The kernel of a cluster depends on its operations alone, and not on the other clusters of a partition: so a
//! price holds in every partition that has the cluster.

use super::together;
use crate::{
    buffers::Assignment,
    cost::{CostContext, Estimate},
    kernel::Kernel,
    values::NodeId,
};
use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

/// The kernels of the clusters of a program, and their prices in picoseconds.
pub struct Prices<'a> {
    assignment: &'a Assignment,
    context: &'a CostContext,
    known: HashMap<Vec<NodeId>, Option<Rc<(Kernel, Estimate)>>>,
}

impl<'a> Prices<'a> {
    /// Those of a program; none is known yet.
    pub fn new(assignment: &'a Assignment, context: &'a CostContext) -> Self {
        Self {
            assignment,
            context,
            known: HashMap::default(),
        }
    }

    /// What the operations cost as one kernel, with the levels and the schedule that serve it best; `None` where
    /// they may not be one.
    pub fn cluster(&mut self, nodes: &[NodeId]) -> Option<i64> {
        let kernel = self.kernel(nodes)?;
        Some(kernel.1.picoseconds)
    }

    /// The same with the kernel.
    pub fn kernel(&mut self, nodes: &[NodeId]) -> Option<Rc<(Kernel, Estimate)>> {
        if let Some(known) = self.known.get(nodes) {
            return known.clone();
        }
        let found = together(self.assignment, nodes, self.context).map(Rc::new);
        self.known.insert(nodes.to_vec(), found.clone());
        found
    }

    /// What clusters cost together; `None` where one of them may not be a kernel.
    pub fn partition<'n>(
        &mut self,
        clusters: impl IntoIterator<Item = &'n [NodeId]>,
    ) -> Option<i64> {
        let mut clusters = clusters.into_iter();
        clusters.try_fold(0i64, |total, nodes| {
            Some(total.saturating_add(self.cluster(nodes)?))
        })
    }
}
