//! How an elementwise call walks its arrays: dimensions in memory order, merged where all arrays allow it, cut into
//! tiles of at most two dimensions.

use cresset_storage::{Layout, MAX_DIMS};

use super::tiles::MAX_INPUTS;

/// Elements of a tile whose inputs are converted or gathered through buffers.
pub(crate) const TILE: usize = 2048;

/// The most arrays that are walked together: a result and its inputs.
pub(crate) const MAX_WALKED: usize = MAX_INPUTS + 1;

/// The walk of arrays that have the same sizes. Array 0 is the result.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Sizes, the innermost dimension last.
    sizes: [usize; MAX_DIMS],
    /// Strides of each array, in elements.
    strides: [[usize; MAX_DIMS]; MAX_WALKED],
    n_arrays: usize,
    rank: usize,
    tile_rows: usize,
    tile_columns: usize,
    row_tiles: usize,
    column_tiles: usize,
    /// The number of tiles.
    pub(crate) n_tiles: usize,
}

/// One tile: where it starts in each array, and how many rows and columns it has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) offsets: [usize; MAX_WALKED],
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Plan {
    /// The walk of arrays whose layouts have equal sizes.
    pub(crate) fn new(layouts: &[&Layout]) -> Plan {
        Plan::with_tiles(layouts, TILE)
    }

    /// [`Plan::new`] with at most so many elements a tile.
    pub(crate) fn with_tiles(layouts: &[&Layout], most: usize) -> Plan {
        let sizes = layouts[0].sizes();
        let mut plan = Plan {
            sizes: [1; MAX_DIMS],
            strides: [[0; MAX_DIMS]; MAX_WALKED],
            n_arrays: layouts.len(),
            rank: 0,
            tile_rows: 1,
            tile_columns: 1,
            row_tiles: 1,
            column_tiles: 1,
            n_tiles: 1,
        };
        if sizes.contains(&0) {
            // Beside an empty dimension the others may be of any size.
            plan.n_tiles = 0;
            return plan;
        }
        // The order of the result, except that the first input decides where the result has no say.
        let order = layouts[0].memory_order();
        for &dim in order.iter() {
            if sizes[dim] == 1 {
                continue;
            }
            let stride = |array: usize| layouts[array].strides()[dim];
            let last = plan.rank.wrapping_sub(1);
            let merges = plan.rank > 0
                && (0..layouts.len()).all(|array| plan.strides[array][last] == stride(array).wrapping_mul(sizes[dim]));
            if merges {
                plan.sizes[last] *= sizes[dim];
            } else {
                plan.sizes[plan.rank] = sizes[dim];
                plan.rank += 1;
            }
            for array in 0..layouts.len() {
                plan.strides[array][plan.rank - 1] = stride(array);
            }
        }
        // About as many rows as columns, so that cache lines are read whole of an array whose neighbours stand in rows.
        let least_rows = if plan.cross() { plan.sizes[plan.rank - 2].min(1 << most.ilog2().div_ceil(2)) } else { 1 };
        plan.cut(most, most / least_rows);
        plan
    }

    /// Makes the rows of tiles the dimension along which an array that is transposed against the result lies in a row.
    /// Returns whether there is one.
    fn cross(&mut self) -> bool {
        let Some(last) = self.rank.checked_sub(1) else { return false };
        let lies_along = |dim: &usize| self.strides[1..self.n_arrays].iter().any(|s| s[*dim] == 1 && s[last] > 1);
        let Some(dim) = (0..last).rev().find(lies_along) else { return false };
        self.sizes[dim..last].rotate_left(1);
        self.strides[..self.n_arrays].iter_mut().for_each(|strides| strides[dim..last].rotate_left(1));
        true
    }

    fn cut(&mut self, most: usize, most_columns: usize) {
        let columns = if self.rank == 0 { 1 } else { self.sizes[self.rank - 1] };
        let rows = if self.rank < 2 { 1 } else { self.sizes[self.rank - 2] };
        self.tile_columns = columns.min(most_columns);
        self.tile_rows = rows.min((most / self.tile_columns.max(1)).max(1));
        self.column_tiles = columns.div_ceil(self.tile_columns.max(1));
        self.row_tiles = rows.div_ceil(self.tile_rows.max(1));
        let outer: usize = self.sizes[..self.rank.saturating_sub(2)].iter().product();
        self.n_tiles = outer * self.row_tiles * self.column_tiles;
    }

    /// The strides of an array between the rows and the columns of a tile.
    pub(crate) fn tile_strides(&self, array: usize) -> [usize; 2] {
        match self.rank {
            0 => [0, 0],
            1 => [0, self.strides[array][0]],
            rank => [self.strides[array][rank - 2], self.strides[array][rank - 1]],
        }
    }

    /// Where tile `at` lies.
    pub(crate) fn place(&self, at: usize) -> Place {
        let (rest, column_tile) = (at / self.column_tiles, at % self.column_tiles);
        let (mut rest, row_tile) = (rest / self.row_tiles, rest % self.row_tiles);
        let (row, column) = (row_tile * self.tile_rows, column_tile * self.tile_columns);
        let mut offsets = [0; MAX_WALKED];
        for (array, offset) in offsets[..self.n_arrays].iter_mut().enumerate() {
            let [row_stride, stride] = self.tile_strides(array);
            *offset = row * row_stride + column * stride;
        }
        for dim in (0..self.rank.saturating_sub(2)).rev() {
            let index = rest % self.sizes[dim];
            rest /= self.sizes[dim];
            for (offset, strides) in offsets[..self.n_arrays].iter_mut().zip(&self.strides) {
                *offset += index * strides[dim];
            }
        }
        let columns = if self.rank == 0 { 1 } else { self.sizes[self.rank - 1] };
        let rows = if self.rank < 2 { 1 } else { self.sizes[self.rank - 2] };
        Place { offsets, rows: self.tile_rows.min(rows - row), columns: self.tile_columns.min(columns - column) }
    }
}
