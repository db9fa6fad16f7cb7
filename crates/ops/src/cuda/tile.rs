//! How products are cut into tiles for the blocks of a GPU: sizes, parts of the terms, and the constants of `tile.cu`.

use cresset_storage::DType;
use cresset_storage::cuda::{Gpu, Grid};

use super::text::stored;

/// Up to so many columns a product is narrow.
pub(super) const NARROW: usize = 16;
/// The least terms of a part, in steps of a tile.
const LEAST_STEPS: usize = 4;
/// Parts of the terms at most.
const MOST_PARTS: usize = 64;

/// What one block computes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tile {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Terms that are in shared memory at once.
    pub(super) inner: usize,
    /// The sums of a warp on tensor cores, else of a thread.
    share: [usize; 2],
    /// Whether on tensor cores.
    pub(super) matrices: bool,
}

impl Tile {
    const fn of([rows, columns, inner]: [usize; 3], share: [usize; 2], matrices: bool) -> Tile {
        Tile { rows, columns, inner, share, matrices }
    }

    /// Tiles for halves on tensor cores: large, small, narrow.
    const MATRICES: [Tile; 3] = [
        Tile::of([128, 128, 32], [64, 32], true),
        Tile::of([64, 64, 32], [32, 16], true),
        Tile::of([128, NARROW, 32], [16, NARROW], true),
    ];
    /// The same where the right factor is gathered element by element, for which the columns are few.
    const GATHERED: [Tile; 3] = [Tile::of([128, 64, 32], [32, 32], true), Tile::MATRICES[1], Tile::MATRICES[2]];
    /// Tiles for elements of up to four bytes.
    const SINGLES: [Tile; 3] = [
        Tile::of([128, 128, 8], [8, 8], false),
        Tile::of([64, 64, 16], [4, 4], false),
        Tile::of([128, NARROW, 32], [4, 2], false),
    ];
    /// Tiles for elements of eight bytes.
    const DOUBLES: [Tile; 3] = [
        Tile::of([128, 64, 8], [8, 4], false),
        Tile::of([64, 32, 16], [4, 2], false),
        Tile::of([128, NARROW, 16], [4, 2], false),
    ];

    /// The tile for so many products of rows and columns.
    pub(super) fn choose(gpu: &Gpu, dtype: DType, [n_products, rows, columns]: [usize; 3], gathered: bool) -> Tile {
        let is_half = dtype.is_floating_point() && dtype.n_bytes() == 2;
        let [large, small, narrow] = match (is_half && gpu.architecture() >= 80, dtype.n_bytes()) {
            (true, _) if gathered => Tile::GATHERED,
            (true, _) => Tile::MATRICES,
            (_, 8) => Tile::DOUBLES,
            _ => Tile::SINGLES,
        };
        if columns <= NARROW {
            return narrow;
        }
        let enough = n_products * large.blocks(rows, columns) >= gpu.multiprocessors() as usize;
        if enough { large } else { small }
    }

    pub(super) fn threads(&self) -> usize {
        let shares = self.rows / self.share[0] * (self.columns / self.share[1]);
        if self.matrices { shares * 32 } else { shares }
    }

    /// Tiles of one product.
    pub(super) fn blocks(&self, rows: usize, columns: usize) -> usize {
        rows.div_ceil(self.rows) * columns.div_ceil(self.columns)
    }

    /// Into how many parts the terms are cut, and the terms of each: so that there are blocks for all multiprocessors.
    pub(super) fn parts(&self, gpu: &Gpu, n_blocks: usize, inner: usize) -> [usize; 2] {
        let wanted = (2 * gpu.multiprocessors() as usize / n_blocks.max(1)).clamp(1, MOST_PARTS);
        let steps = inner.div_ceil(self.inner).max(1);
        let each = steps.div_ceil(wanted).max(LEAST_STEPS.min(steps));
        [steps.div_ceil(each), each * self.inner]
    }

    /// A launch of so many blocks; none where there are too many.
    pub(super) fn grid(&self, n_blocks: usize) -> Option<Grid> {
        Some(Grid::line(i32::try_from(n_blocks).ok()? as u32, self.threads() as u32))
    }

    /// What the texts know of the tile and of how its factors are read.
    pub(super) fn constants(&self, [lhs, rhs]: [Reading; 2], argument_words: usize) -> Vec<(&'static str, usize)> {
        let [down, across] = if self.matrices { ["WARP_ROWS", "WARP_COLUMNS"] } else { ["PER_ROWS", "PER_COLUMNS"] };
        let mut constants = vec![
            ("TILE_ROWS", self.rows),
            ("TILE_COLUMNS", self.columns),
            ("TILE_INNER", self.inner),
            (down, self.share[0]),
            (across, self.share[1]),
            ("THREADS", self.threads()),
            ("LHS_ALONG", usize::from(lhs.along)),
            ("LHS_PACK", lhs.pack),
            ("RHS_ALONG", usize::from(rhs.along)),
            ("RHS_PACK", rhs.pack),
            ("ARGUMENT_WORDS", argument_words),
        ];
        if self.matrices {
            constants.push(("MATRICES", 1));
        }
        constants
    }
}

/// The order in which a factor's elements are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reading {
    /// Whether neighbours in memory lie along the terms.
    pub(super) along: bool,
    /// Elements that are read at once.
    pub(super) pack: usize,
}

impl Reading {
    /// How many elements can be read at once, the most first.
    pub(super) fn packs(dtype: DType, matrices: bool) -> &'static [usize] {
        match (matrices, dtype.n_bytes()) {
            (true, _) => &[8, 2],
            (_, 8) => &[2],
            _ => &[4],
        }
    }
}

/// The dtype that sums are in: whole numbers wrap.
pub(super) fn sums(dtype: DType) -> DType {
    match dtype {
        DType::F64 | DType::I64 => dtype,
        _ if dtype.is_floating_point() => DType::F32,
        _ => DType::I32,
    }
}

/// The types of a text: of the elements, of the sums, of factors. None for dtypes without products.
pub(super) fn types(dtype: DType) -> Option<[(&'static str, &'static str); 3]> {
    let (sums, number) = match sums(dtype) {
        DType::F64 => ("double", "double"),
        DType::F32 => ("float", "double"),
        DType::I64 => ("unsigned long long", "long long"),
        _ => ("unsigned", "long long"),
    };
    let stored = stored(dtype).filter(|_| dtype != DType::Bool)?;
    Some([("In", stored), ("C", sums), ("Number", number)])
}
