//! How products are cut into tiles for the blocks of a GPU: sizes, parts of the terms, and the constants of `tile.cu`.

use std::sync::atomic::{AtomicBool, Ordering};

use cresset_storage::DType;
use cresset_storage::cuda::{Gpu, Grid};

use super::text::{computed, stored};

/// Up to so many columns a product is narrow.
pub(super) const NARROW: usize = 16;
/// The least terms of a part, in steps of a tile.
const LEAST_STEPS: usize = 4;
/// Parts of the terms at most.
const MOST_PARTS: usize = 64;

static TF32_ALLOWED: AtomicBool = AtomicBool::new(false);

/// Lets products of f32 matrices on GPUs round their factors to TF32, which has the 10 bits of a half's fraction, for
/// tensor cores. Off at first, as `torch.backends.cuda.matmul.allow_tf32`.
pub fn allow_tf32(allowed: bool) {
    TF32_ALLOWED.store(allowed, Ordering::Relaxed);
}

/// Whether products of f32 matrices on GPUs may round to TF32.
#[must_use]
pub fn tf32_allowed() -> bool {
    TF32_ALLOWED.load(Ordering::Relaxed)
}

/// What multiplies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    Threads,
    /// Tensor cores, halves.
    Halves,
    /// Tensor cores, floats rounded to TF32.
    Singles,
}

/// What one block computes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tile {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Terms that are in shared memory at once.
    pub(super) inner: usize,
    /// The sums of a warp on tensor cores, else of a thread.
    share: [usize; 2],
    pub(super) unit: Unit,
}

impl Tile {
    const fn of([rows, columns, inner]: [usize; 3], share: [usize; 2], unit: Unit) -> Tile {
        Tile { rows, columns, inner, share, unit }
    }

    /// Tiles for halves on tensor cores: large, small, narrow.
    const MATRICES: [Tile; 3] = [
        Tile::of([128, 128, 32], [64, 32], Unit::Halves),
        Tile::of([64, 64, 32], [32, 16], Unit::Halves),
        Tile::of([128, NARROW, 32], [16, NARROW], Unit::Halves),
    ];
    /// The same where the right factor is gathered element by element, for which the columns are few.
    const GATHERED: [Tile; 3] = [Tile::of([128, 64, 32], [32, 32], Unit::Halves), Tile::MATRICES[1], Tile::MATRICES[2]];
    /// Tiles for floats of which tensor cores read the first bits.
    const TF32: [Tile; 3] = [
        Tile::of([128, 128, 16], [64, 32], Unit::Singles),
        Tile::of([64, 64, 16], [32, 16], Unit::Singles),
        Tile::of([128, NARROW, 16], [16, NARROW], Unit::Singles),
    ];
    /// Tiles for elements of up to four bytes.
    const SINGLES: [Tile; 3] = [
        Tile::of([128, 128, 8], [8, 8], Unit::Threads),
        Tile::of([64, 64, 16], [4, 4], Unit::Threads),
        Tile::of([128, NARROW, 32], [4, 2], Unit::Threads),
    ];
    /// Tiles for elements of eight bytes.
    const DOUBLES: [Tile; 3] = [
        Tile::of([128, 64, 8], [8, 4], Unit::Threads),
        Tile::of([64, 32, 16], [4, 2], Unit::Threads),
        Tile::of([128, NARROW, 16], [4, 2], Unit::Threads),
    ];

    /// The tile for so many products of rows and columns.
    pub(super) fn choose(gpu: &Gpu, dtype: DType, [n_products, rows, columns]: [usize; 3], gathered: bool) -> Tile {
        let has_matrices = dtype.is_floating_point() && gpu.architecture() >= 80;
        let [large, small, narrow] = match (has_matrices, dtype.n_bytes()) {
            (true, 2) if gathered => Tile::GATHERED,
            (true, 2) => Tile::MATRICES,
            (true, 4) if !gathered && tf32_allowed() => Tile::TF32,
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
        if self.unit == Unit::Threads { shares } else { shares * 32 }
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
        let (of_warps, of_threads) = (["WARP_ROWS", "WARP_COLUMNS"], ["PER_ROWS", "PER_COLUMNS"]);
        let [down, across] = if self.unit == Unit::Threads { of_threads } else { of_warps };
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
        match self.unit {
            Unit::Threads => {}
            Unit::Halves => constants.push(("MATRICES", 1)),
            Unit::Singles => constants.extend([("MATRICES", 1), ("TF32", 1)]),
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
    pub(super) fn packs(dtype: DType, unit: Unit) -> &'static [usize] {
        match (unit, dtype.n_bytes()) {
            (Unit::Halves, _) => &[8, 2],
            (_, 8) => &[2],
            _ => &[4],
        }
    }
}

/// The dtype that sums are in: whole numbers wrap.
pub(super) fn sums(dtype: DType) -> DType {
    if dtype.n_bytes() == 8 {
        dtype
    } else if dtype.is_floating_point() {
        DType::F32
    } else {
        DType::I32
    }
}

/// The types of a text: of the elements, of the sums, of factors. None for dtypes without products.
pub(super) fn types(dtype: DType) -> Option<[(&'static str, &'static str); 3]> {
    let stored = stored(dtype).filter(|_| dtype != DType::Bool)?;
    // Sums of whole numbers without a sign, which may wrap.
    let (sums, number) = match (dtype.is_floating_point(), dtype.n_bytes()) {
        (true, _) => (computed(dtype), "double"),
        (false, 8) => ("unsigned long long", "long long"),
        (false, _) => ("unsigned", "long long"),
    };
    Some([("In", stored), ("C", sums), ("Number", number)])
}
