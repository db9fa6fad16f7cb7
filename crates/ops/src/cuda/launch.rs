//! The one place that starts kernels: locks, addresses on the device, arguments, launch.

use cresset_storage::cuda::{Arguments, Grid, Kernel, Stream, blas, dnn};
use cresset_storage::{DType, Error, MAX_DIMS, ReadGuard, Result, Storage, WriteGuard};

use super::text::stored;
use crate::array::Array;
use crate::cpu::tiles::MAX_INPUTS;

/// The arguments of a kernel whose structure has fields of eight bytes only: addresses, `long long` and `double`. Its
/// text checks their number, `ARGUMENT_WORDS`.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub(super) struct Words<const N: usize>(pub(super) [u64; N]);

// SAFETY: words of eight bytes are laid out as the text's structure; the text checks the size. The module that fills
// them takes addresses from `with_addresses` and sizes from the arrays' layouts.
unsafe impl<const N: usize> Arguments for Words<N> {}

impl<const N: usize> Words<N> {
    /// The words of all lists, one behind the other; what is missing is 0.
    pub(super) fn of(lists: &[&[u64]]) -> Words<N> {
        Words(joined(lists))
    }
}

/// All lists, one behind the other; what is missing is 0.
pub(super) fn joined<const N: usize>(lists: &[&[u64]]) -> [u64; N] {
    let mut words = [0; N];
    for (word, value) in words.iter_mut().zip(lists.iter().copied().flatten()) {
        *word = *value;
    }
    words
}

/// Sizes and strides as words.
pub(super) fn words(values: &[usize]) -> Vec<u64> {
    values.iter().map(|&value| value as u64).collect()
}

/// The structure that elementwise kernels take; the other side is in `pointwise.cu`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Pointwise {
    pub(super) out: u64,
    pub(super) inputs: [u64; MAX_INPUTS],
    pub(super) real: [f64; MAX_INPUTS],
    pub(super) imaginary: [f64; MAX_INPUTS],
    pub(super) whole: [i64; MAX_INPUTS],
    pub(super) numel: i64,
    pub(super) rank: i64,
    pub(super) sizes: [i64; MAX_DIMS],
    pub(super) out_strides: [i64; MAX_DIMS],
    pub(super) strides: [[i64; MAX_DIMS]; MAX_INPUTS],
}

const _: () = assert!(MAX_INPUTS == 6 && MAX_DIMS == 8, "pointwise.cu has these numbers too");

// SAFETY: the fields are those of the text's structure, eight bytes each; the text checks the size. Each layout lies
// within its array's storage.
unsafe impl Arguments for Pointwise {}

/// What is written.
pub(super) enum Target<'a> {
    /// A storage that nobody else holds yet.
    Fresh(&'a mut Storage),
    /// An array in use, in the name of an operator.
    Held(&'static str, &'a Array),
}

/// Where the first elements of a call's arrays lie on the stream's device.
pub(super) struct Addresses {
    /// Of the targets, in their order.
    pub(super) written: Vec<u64>,
    /// Of the inputs, in their order; 0 where there is none.
    pub(super) read: Vec<u64>,
}

/// What a call holds of a storage until its kernels are queued.
enum Held<'a> {
    Read(#[expect(dead_code, reason = "held for its drop")] ReadGuard<'a>),
    Write(#[expect(dead_code, reason = "held for its drop")] WriteGuard<'a>),
}

/// Whether kernels have a type for all of the dtypes.
pub(super) fn takes(dtypes: impl IntoIterator<Item = DType>) -> bool {
    dtypes.into_iter().all(|dtype| stored(dtype).is_some())
}

/// Locks the arrays in the order of their storages, finds their first elements on the stream's device, and lets `body`
/// queue kernels on them.
///
/// The front door has found that all arrays are on the device. A kernel's arguments say by their type, which is
/// [`Arguments`], that their addresses are as large as the kernel takes them to be.
pub(super) fn with_addresses<'a>(
    stream: Stream,
    targets: Vec<Target<'a>>,
    inputs: &[Option<&'a Array>],
    body: impl FnOnce(&Addresses) -> Result<()>,
) -> Result<()> {
    let mut found = Addresses { written: vec![0; targets.len()], read: vec![0; inputs.len()] };
    let mut held = Vec::with_capacity(targets.len() + inputs.len());
    // The written arrays first: of the aliases of one storage, a written one takes the lock.
    let mut order: Vec<(&Array, Option<&'static str>, usize)> = Vec::with_capacity(targets.len() + inputs.len());
    for (at, target) in targets.into_iter().enumerate() {
        match target {
            Target::Held(op, out) => order.push((out, Some(op), at)),
            Target::Fresh(storage) => {
                let shared =
                    || Error::graph("cuda", "result is already shared", "storage", "fill a result before sharing it");
                found.written[at] = storage.exclusive_address(stream)?.ok_or_else(shared)?;
            }
        }
    }
    order.extend(inputs.iter().enumerate().filter_map(|(at, array)| Some(((*array)?, None, at))));
    order.sort_by_key(|(array, ..)| array.storage().id());
    let mut last: Option<(usize, u64)> = None;
    for (array, writer, at) in order {
        let storage = array.storage();
        let start = match (last, writer) {
            (Some((id, start)), _) if id == storage.id() => start,
            (_, Some(op)) => {
                let mut guard = storage.write(op);
                let start = guard.address(stream)?;
                held.push(Held::Write(guard));
                start
            }
            (_, None) => {
                let guard = storage.read();
                let start = guard.address(stream)?;
                held.push(Held::Read(guard));
                start
            }
        };
        last = Some((storage.id(), start));
        let address = start + array.layout().offset_bytes(array.dtype()) as u64;
        if writer.is_some() { found.written[at] = address } else { found.read[at] = address }
    }
    body(&found)
}

/// Queues one kernel on arrays whose addresses [`with_addresses`] found.
pub(super) fn launch<A: Arguments>(stream: Stream, kernel: Kernel, grid: Grid, arguments: &A) -> Result<()> {
    // SAFETY: the structure is that of the kernel, by its `Arguments`; its addresses are of arrays on the device that
    // were asked for on this stream; their locks are held until the kernel is queued, and a fresh storage is nobody
    // else's.
    unsafe { kernel.launch(stream, grid, arguments) }
}

/// Queues products by NVIDIA's library on arrays whose addresses [`with_addresses`] found.
pub(super) fn multiply(stream: Stream, plan: &blas::Plan, call: &blas::Call) -> Result<()> {
    // SAFETY: the plan is for the arrays' layouts and the alignments of these addresses, which were asked for on this
    // stream; their locks are held until the products are queued, and a fresh storage, the workspace too, is nobody
    // else's.
    unsafe { plan.launch(stream, call) }
}

/// Queues a convolution by NVIDIA's library on the input, the weights and the result, and a workspace.
pub(super) fn convolve(stream: Stream, plan: &dnn::Plan, arrays: [u64; 3], workspace: u64) -> Result<()> {
    // SAFETY: as for `multiply`; the arrays are contiguous and of the plan's sizes.
    unsafe { plan.launch(stream, arrays, workspace) }
}
