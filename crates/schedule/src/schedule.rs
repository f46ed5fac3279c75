//! How the loops of a kernel run, and how near to its readers a result is kept.

use fvopt_boxes::Axes;

/// How the loops of a kernel run.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Schedule {
    /// The axes (0 i, 1 j, 2 k) from the outermost loop to the innermost.
    pub order: [usize; 3],
    /// Which of `order` several threads share: neighbours in the order.
    pub parallel: std::ops::Range<usize>,
    /// Tile sizes on i, j and k; 0 leaves an axis untiled.
    pub tile: [i64; 3],
    /// Elements handled at once on the innermost axis; 0 leaves it to the code generator.
    pub vector: i64,
}

/// Levels outermost, rows along i: the order of the loops of a kernel without a sweep.
const LEVELS_ROWS_POINTS: [usize; 3] = [2, 1, 0];

impl Schedule {
    /// Levels and rows on several threads: a kernel without a sweep.
    pub fn parallel() -> Self {
        Self {
            order: LEVELS_ROWS_POINTS,
            parallel: 0..2,
            tile: [0; 3],
            vector: 0,
        }
    }

    /// Levels on several threads: several applies, row by row.
    pub fn plane_by_plane() -> Self {
        Self {
            parallel: 0..1,
            ..Self::parallel()
        }
    }

    /// Rows on several threads, then levels, then along the row: a column sweep.
    pub fn columns() -> Self {
        Self {
            order: [1, 2, 0],
            ..Self::plane_by_plane()
        }
    }

    /// Level by level, its rows on several threads: a plane sweep.
    pub fn plane_sweep() -> Self {
        Self {
            parallel: 1..2,
            ..Self::parallel()
        }
    }

    /// The axes that several threads share.
    pub fn parallel_axes(&self) -> &[usize] {
        &self.order[self.parallel.clone()]
    }

    /// The axes of the loops that a set of axes has, outermost first.
    pub fn loop_axes(&self, axes: Axes) -> Vec<usize> {
        self.order
            .into_iter()
            .filter(|axis| axes.has_number(*axis))
            .collect()
    }

    /// Whether the loops over the axis go from tile to tile: it is tiled, or shared by threads.
    pub fn is_tiled(&self, axis: usize) -> bool {
        self.tile[axis] > 0 || self.parallel_axes().contains(&axis)
    }
}

/// At which loop a result of a kernel is complete before its readers start; the nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StorageLevel {
    /// At the point.
    Register,
    /// With the row.
    Row,
    /// With the tile.
    Tile,
    /// With the whole kernel.
    Memory,
}
