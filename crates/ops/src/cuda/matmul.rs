//! Products of matrices on GPUs.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Dims, Layout, Result, Scalar};

use super::blas;
use super::complex;
use super::launch::{Target, Words, launch, with_addresses, words};
use super::text::whole;
use super::tile::{NARROW, Reading, Tile, Unit, sums, types};
use crate::array::Array;

/// Sizes that fit the kernels' numbers with a tile beyond them.
pub(super) const MOST_SIZE: usize = i32::MAX as usize - 1024;

/// Dims of a batch, as in `matmul.cu`.
pub(super) const BATCH_DIMS: usize = 6;
const ARGUMENT_WORDS: usize = 21 + 4 * BATCH_DIMS;

/// `beta * input + alpha * lhs @ rhs`, all of the batch's sizes.
pub(crate) struct Call<'a> {
    /// `[batch dims, rows, inner]`.
    pub(crate) lhs: &'a Array,
    /// `[batch dims, inner, columns]`.
    pub(crate) rhs: &'a Array,
    /// `[batch dims, rows, columns]`.
    pub(crate) input: Option<&'a Array>,
    pub(crate) beta: Scalar,
    pub(crate) alpha: Scalar,
}

/// A matrix of each product: sizes and strides of its last two dims, and strides of the others.
#[derive(Clone, Copy)]
pub(super) struct Matrix {
    pub(super) strides: [usize; 2],
    pub(super) batch: [usize; BATCH_DIMS],
    offset: usize,
}

impl Matrix {
    fn of(layout: &Layout) -> Matrix {
        let (strides, lead) = (layout.strides(), layout.rank() - 2);
        Matrix {
            strides: [strides[lead], strides[lead + 1]],
            batch: leads(&strides[..lead], 0),
            offset: layout.offset(),
        }
    }

    fn turned(self) -> Matrix {
        Matrix { strides: [self.strides[1], self.strides[0]], ..self }
    }

    /// How a factor is read whose terms lie along its dim `terms`.
    fn reading(&self, sizes: [usize; 2], terms: usize, dtype: DType, unit: Unit) -> Reading {
        let along = self.strides[1 - terms] != 1 || sizes[terms] > 1 && self.strides[terms] == 1;
        let (line, other) = if along { (terms, 1 - terms) } else { (1 - terms, terms) };
        // Where all of these are multiples of it, so many elements can be read at once.
        let steps = self.batch.iter().chain([&self.strides[other], &self.offset]).fold(0, |all, step| all | step);
        let fits = |width: &&usize| self.strides[line] == 1 && steps.is_multiple_of(**width);
        Reading { along, pack: Reading::packs(dtype, unit).iter().find(fits).copied().unwrap_or(1) }
    }
}

/// The numbers of the leading dims, behind as many of `none` as there are dims too few.
fn leads(values: &[usize], none: usize) -> [usize; BATCH_DIMS] {
    let mut all = [none; BATCH_DIMS];
    all[BATCH_DIMS - values.len()..].copy_from_slice(values);
    all
}

/// What is multiplied.
pub(super) struct Plan {
    pub(super) rows: usize,
    pub(super) inner: usize,
    pub(super) columns: usize,
    pub(super) batch: usize,
    pub(super) batch_sizes: [usize; BATCH_DIMS],
    pub(super) lhs: Matrix,
    pub(super) rhs: Matrix,
    /// None where its factor is 0 as well: then it is not read.
    pub(super) input: Option<Matrix>,
    /// The transposes are multiplied, the right one first.
    turned: bool,
}

impl Plan {
    fn new(call: &Call<'_>) -> Plan {
        let (sizes, lead) = (call.lhs.sizes(), call.lhs.rank() - 2);
        let mut plan = Plan {
            rows: sizes[lead],
            inner: sizes[lead + 1],
            columns: call.rhs.sizes()[lead + 1],
            batch: sizes[..lead].iter().product(),
            batch_sizes: leads(&sizes[..lead], 1),
            lhs: Matrix::of(call.lhs.layout()),
            rhs: Matrix::of(call.rhs.layout()),
            input: call.input.filter(|_| call.beta.as_bool()).map(|input| Matrix::of(input.layout())),
            turned: false,
        };
        plan.fold(call);
        plan
    }

    /// In the form that suits the tiles, which are narrow in one way only.
    fn for_tiles(self) -> Plan {
        if self.rows > NARROW || self.rows >= self.columns {
            return self;
        }
        Plan {
            rows: self.columns,
            columns: self.rows,
            lhs: self.rhs.turned(),
            rhs: self.lhs.turned(),
            input: self.input.map(Matrix::turned),
            turned: true,
            ..self
        }
    }

    /// Makes one tall matrix of the left ones of a batch, where there is one right matrix for all.
    fn fold(&mut self, call: &Call<'_>) -> Option<()> {
        if self.batch <= 1 || self.rhs.batch != [0; BATCH_DIMS] {
            return None;
        }
        let rows = self.batch * self.rows;
        let view = |array: &Array, width| array.layout().view(&Dims::clamped(&[rows, width]));
        let lhs = view(call.lhs, self.inner)?;
        if let Some(input) = call.input.filter(|_| self.input.is_some()) {
            self.input = Some(Matrix::of(&view(input, self.columns)?));
        }
        (self.lhs, self.rows, self.batch, self.batch_sizes) = (Matrix::of(&lhs), rows, 1, [1; BATCH_DIMS]);
        Some(())
    }

    fn readings(&self, dtype: DType, unit: Unit) -> [Reading; 2] {
        [
            self.lhs.reading([self.rows, self.inner], 1, dtype, unit),
            self.rhs.reading([self.inner, self.columns], 0, dtype, unit),
        ]
    }
}

/// The products, or none where there is no kernel.
pub(crate) fn run(op: &'static str, call: &Call<'_>) -> Result<Option<Array>> {
    let (Device::Cuda(ordinal), dtype, rank) = (call.lhs.device(), call.lhs.dtype(), call.lhs.rank()) else {
        return Ok(None);
    };
    if dtype.is_complex() {
        return complex::product(op, call);
    }
    let plan = Plan::new(call);
    let Some(types) = types(dtype) else { return Ok(None) };
    if [plan.rows, plan.inner, plan.columns].iter().any(|&size| size > MOST_SIZE) {
        return Ok(None);
    }
    let mut sizes = *call.lhs.sizes();
    sizes[rank - 1] = call.rhs.sizes()[rank - 1];
    let mut result = Array::empty(op, &sizes, dtype, call.lhs.device())?;
    if result.numel() == 0 {
        return Ok(Some(result));
    }
    if blas::run(op, call, &plan, &mut result)? {
        return Ok(Some(result));
    }
    let plan = plan.for_tiles();
    let Plan { rows, inner, columns, batch, .. } = plan;
    let (gpu, stream) = (Gpu::of(ordinal)?, Stream::current(ordinal)?);
    let tile = Tile::choose(gpu, dtype, [batch, rows, columns], false);
    let n_blocks = batch * tile.blocks(rows, columns);
    let [n_parts, part] = tile.parts(gpu, n_blocks, inner);
    let Some(grid) = tile.grid(n_blocks * n_parts) else { return Ok(None) };
    let readings = plan.readings(dtype, tile.unit);
    let text = || {
        let constants = tile.constants(readings, ARGUMENT_WORDS);
        let file = concat!(include_str!("mma.cu"), "\n", include_str!("tile.cu"), "\n", include_str!("matmul.cu"));
        whole(&types, &constants, file)
    };
    let program = format!("product {dtype} {tile:?} {readings:?}");
    let kernel = gpu.kernel(&program, "product", text)?;
    // Sums of parts; none where the terms are not cut.
    let room = if n_parts > 1 { n_parts * batch * rows * columns } else { 0 };
    let mut parts = Array::empty(op, &Dims::new(op, &[room])?, sums(dtype), call.lhs.device())?;
    let number = |scalar: Scalar| match dtype.is_floating_point() {
        true => scalar.as_f64().to_bits(),
        false => scalar.as_i64() as u64,
    };
    let targets = vec![Target::Fresh(result.storage_mut()), Target::Fresh(parts.storage_mut())];
    let input = call.input.filter(|_| plan.input.is_some());
    with_addresses(stream, targets, &[Some(call.lhs), Some(call.rhs), input], |found| {
        let [lhs, rhs, input] = [found.read[0], found.read[1], found.read[2]];
        let [lhs, rhs] = if plan.turned { [rhs, lhs] } else { [lhs, rhs] };
        let to_input = plan.input.unwrap_or(plan.lhs);
        let sizes = [rows, inner, columns, batch, n_parts, part];
        let out_strides = if plan.turned { [1, rows] } else { [columns, 1] };
        let strides = [plan.lhs.strides, plan.rhs.strides, to_input.strides, out_strides];
        let batches = [plan.batch_sizes, plan.lhs.batch, plan.rhs.batch, to_input.batch];
        let arguments: Words<ARGUMENT_WORDS> = Words::of(&[
            &[lhs, rhs, input, found.written[0], found.written[1]],
            &sizes.map(|size| size as u64),
            &words(strides.as_flattened()),
            &[number(call.alpha), number(call.beta)],
            &words(batches.as_flattened()),
        ]);
        launch(stream, kernel, grid, &arguments)?;
        if n_parts == 1 {
            return Ok(());
        }
        let adding = gpu.kernel(&program, "add_parts", text)?;
        let blocks = (batch * rows * columns).div_ceil(tile.threads()).min(16 * gpu.multiprocessors() as usize);
        launch(stream, adding, Grid::line(blocks as u32, tile.threads() as u32), &arguments)
    })?;
    Ok(Some(result))
}
