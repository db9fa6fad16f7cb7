//! Attention and its gradients on GPUs.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Dims, Result};

use super::launch::{Addresses, Target, Words, launch, with_addresses};
use super::matmul::MOST_SIZE;
use super::text::{computed, stored, whole};
use crate::array::Array;
use crate::attention::{Attention, Given};
use crate::copy::{contiguous, to_device};
use crate::cpu::attention::Shape;
use crate::pointwise::computing;

const ARGUMENT_WORDS: usize = 22;
/// Features of a row at most, and for tensor cores: more would not fit beside each other.
const MOST_FEATURES: usize = 256;
const MOST_IN_MATRICES: usize = 128;

/// How a call is cut into tiles.
#[derive(Clone, Copy, Debug)]
struct Tiles {
    matrices: bool,
    features: usize,
    width: usize,
    packs: [usize; 2],
    own: usize,
    other: usize,
    backward: bool,
}

impl Tiles {
    /// None where rows are too long.
    fn new(gpu: &Gpu, dtype: DType, shape: &Shape, arrays: &[&Array], backward: bool) -> Option<Tiles> {
        let (features, width) = (shape.features.next_power_of_two().max(32), shape.width.next_power_of_two().max(32));
        let most = features.max(width);
        if most > MOST_FEATURES || [shape.queries, shape.keys].iter().any(|&length| length > MOST_SIZE) {
            return None;
        }
        let matrices = dtype.n_bytes() == 2 && gpu.architecture() >= 80 && most <= MOST_IN_MATRICES;
        let (own, other) = match (matrices, dtype.n_bytes()) {
            // Four tiles of the gradients fit into shared memory.
            (true, _) => (64, if backward { 32 } else { 64 }),
            (_, 8) => (32, 32),
            _ => (64, 64),
        };
        let aligned = arrays.iter().all(|array| array.layout().offset().is_multiple_of(8));
        let packs = [shape.features, shape.width]
            .map(|length| if matrices && aligned && length.is_multiple_of(8) { 8 } else { 1 });
        Some(Tiles { matrices, features, width, packs, own, other, backward })
    }

    fn threads(&self) -> usize {
        if self.matrices { 128 } else { 256 }
    }

    /// A block for each tile of each batch; none where there are too many.
    fn grid(&self, batches: usize, rows: usize) -> Option<Grid> {
        let blocks = i32::try_from(batches * rows.div_ceil(self.own)).ok()?;
        Some(Grid::line(blocks as u32, self.threads() as u32))
    }

    fn text(&self, dtype: DType) -> String {
        let types = [("In", stored(dtype).unwrap_or("float")), ("C", computed(dtype))];
        let mut constants = vec![
            ("FEATURES", self.features),
            ("WIDTH", self.width),
            ("FEATURES_PACK", self.packs[0]),
            ("WIDTH_PACK", self.packs[1]),
            ("OWN", self.own),
            ("OTHER", self.other),
            ("THREADS", self.threads()),
            ("ARGUMENT_WORDS", ARGUMENT_WORDS),
        ];
        if self.matrices {
            constants.push(("MATRICES", 1));
        }
        let way =
            if self.backward { include_str!("attention_backward.cu") } else { include_str!("attention_forward.cu") };
        let tools = concat!(include_str!("team.cu"), include_str!("mma.cu"), include_str!("attention.cu"));
        whole(&types, &constants, &[tools, way].concat())
    }
}

/// A call on one device, its arrays in rows.
struct Call<'a> {
    gpu: &'static Gpu,
    stream: Stream,
    dtype: DType,
    shape: &'a Shape,
    how: &'a Attention,
    query: Array,
    key: Array,
    value: Array,
    mask: Option<Array>,
    planes: Option<Array>,
}

impl<'a> Call<'a> {
    /// None where there is no kernel.
    fn new(op: &'static str, given: Given<'_>, shape: &'a Shape, how: &'a Attention) -> Result<Option<Call<'a>>> {
        let (Device::Cuda(ordinal), dtype) = (given.query.device(), given.query.dtype()) else { return Ok(None) };
        let same = [Some(given.key), Some(given.value), given.mask]
            .iter()
            .flatten()
            .all(|x| x.device() == given.query.device());
        if !dtype.is_floating_point() || !same {
            return Ok(None);
        }
        let planes = |_: &Array| {
            let planes = how.planes.iter().map(|&plane| plane as i64).collect();
            to_device(op, &Array::from_vec(planes, &[how.planes.len()])?, given.query.device())
        };
        Ok(Some(Call {
            gpu: Gpu::of(ordinal)?,
            stream: Stream::current(ordinal)?,
            dtype,
            shape,
            how,
            query: contiguous(op, given.query)?,
            key: contiguous(op, given.key)?,
            value: contiguous(op, given.value)?,
            mask: given.mask.map(|mask| contiguous(op, mask)).transpose()?,
            planes: given.mask.map(planes).transpose()?,
        }))
    }

    fn arrays(&self) -> [Option<&Array>; 5] {
        [Some(&self.query), Some(&self.key), Some(&self.value), self.mask.as_ref(), self.planes.as_ref()]
    }

    /// The structure of `attention.cu`; `written` in the order of its fields.
    fn arguments(&self, found: &Addresses, written: [u64; 4]) -> Words<ARGUMENT_WORDS> {
        let read = |at: usize| found.read.get(at).copied().unwrap_or(0);
        let Shape { batches, queries, keys, features, width, mask_rows } = *self.shape;
        let sizes = [batches, self.how.shared, queries, keys, features, width, mask_rows, usize::from(self.how.causal)];
        Words::of(&[
            &[read(0), read(1), read(2), read(3), read(5), read(6), read(7), read(8), read(4)],
            &written,
            &sizes.map(|size| size as u64),
            &[self.how.scale.to_bits()],
        ])
    }

    fn launch(&self, tiles: &Tiles, entry: &str, grid: Grid, arguments: &Words<ARGUMENT_WORDS>) -> Result<()> {
        if grid.blocks[0] == 0 {
            return Ok(());
        }
        let kernel =
            self.gpu.kernel(&format!("attention {} {tiles:?}", self.dtype), entry, || tiles.text(self.dtype))?;
        launch(self.stream, kernel, grid, arguments)
    }
}

/// The result and the logarithms of the sums; none where there is no kernel.
pub(crate) fn forward(
    op: &'static str,
    given: Given<'_>,
    shape: &Shape,
    how: &Attention,
) -> Result<Option<(Array, Array)>> {
    let Some(call) = Call::new(op, given, shape, how)? else { return Ok(None) };
    let arrays = [&call.query, &call.key, &call.value];
    let Some(tiles) = Tiles::new(call.gpu, call.dtype, shape, &arrays, false) else { return Ok(None) };
    let Some(grid) = tiles.grid(shape.batches, shape.queries) else { return Ok(None) };
    let empty = |sizes: &[usize], dtype| Array::empty(op, &Dims::new(op, sizes)?, dtype, given.query.device());
    let mut out = empty(&[shape.batches, shape.queries, shape.width], call.dtype)?;
    let mut log_sums = empty(&[shape.batches, shape.queries], computing(call.dtype))?;
    let targets = vec![Target::Fresh(out.storage_mut()), Target::Fresh(log_sums.storage_mut())];
    with_addresses(call.stream, targets, &call.arrays(), |found| {
        let arguments = call.arguments(found, [0, 0, found.written[0], found.written[1]]);
        call.launch(&tiles, "forward", grid, &arguments)
    })?;
    Ok(Some((out, log_sums)))
}

/// The gradients of queries, keys and values; none where there is no kernel.
pub(crate) fn backward(
    op: &'static str,
    [grad, out, log_sums]: [&Array; 3],
    given: Given<'_>,
    shape: &Shape,
    how: &Attention,
) -> Result<Option<[Array; 3]>> {
    let Some(call) = Call::new(op, given, shape, how)? else { return Ok(None) };
    if grad.dtype() != call.dtype || out.dtype() != call.dtype || log_sums.dtype() != computing(call.dtype) {
        return Ok(None);
    }
    let (grad, out, log_sums) = (contiguous(op, grad)?, contiguous(op, out)?, contiguous(op, log_sums)?);
    let arrays = [&call.query, &call.key, &call.value, &grad];
    let Some(tiles) = Tiles::new(call.gpu, call.dtype, shape, &arrays, true) else { return Ok(None) };
    let groups = shape.batches / how.shared;
    let grids = [tiles.grid(shape.batches, shape.queries), tiles.grid(groups, shape.keys)];
    let [Some(of_queries), Some(of_keys)] = grids else { return Ok(None) };
    let like = |array: &Array, dtype| Array::empty(op, array.sizes(), dtype, given.query.device());
    let mut along = like(&log_sums, log_sums.dtype())?;
    let [given_mask, planes] = [call.mask.as_ref(), call.planes.as_ref()];
    let read = [Some(&call.query), Some(&call.key), Some(&call.value), given_mask, planes, Some(&grad), Some(&out)];
    with_addresses(call.stream, vec![Target::Fresh(along.storage_mut())], &read, |found| {
        let rows = shape.batches * shape.queries;
        let blocks = rows.div_ceil(tiles.threads() / 32).min(16 * call.gpu.multiprocessors() as usize);
        let arguments = call.arguments(found, [0, 0, 0, found.written[0]]);
        call.launch(&tiles, "along", Grid::line(blocks as u32, tiles.threads() as u32), &arguments)
    })?;
    let mut sent = [like(&call.query, call.dtype)?, like(&call.key, call.dtype)?, like(&call.value, call.dtype)?];
    let targets = sent.iter_mut().map(|to| Target::Fresh(to.storage_mut())).collect();
    let read = [&read[..], &[Some(&log_sums), Some(&along)]].concat();
    with_addresses(call.stream, targets, &read, |found| {
        let arguments = call.arguments(found, [found.written[0], found.written[1], found.written[2], 0]);
        call.launch(&tiles, "to_queries", of_queries, &arguments)?;
        call.launch(&tiles, "to_keys", of_keys, &arguments)
    })?;
    Ok(Some(sent))
}
