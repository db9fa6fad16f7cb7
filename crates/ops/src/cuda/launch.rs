//! The one place that starts kernels: locks, addresses on the device, arguments, launch.

use cresset_storage::cuda::{Arguments, Grid, Kernel, Stream};
use cresset_storage::{Error, MAX_DIMS, ReadGuard, Result, Storage, WriteGuard};

use crate::array::Array;
use crate::cpu::tiles::MAX_INPUTS;

/// The structure that elementwise kernels take; the other side is in `pointwise.cu`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Pointwise {
    pub(super) out: u64,
    pub(super) inputs: [u64; MAX_INPUTS],
    pub(super) real: [f64; MAX_INPUTS],
    pub(super) whole: [i64; MAX_INPUTS],
    pub(super) numel: i64,
    pub(super) rank: i64,
    pub(super) sizes: [i64; MAX_DIMS],
    pub(super) out_strides: [i64; MAX_DIMS],
    pub(super) strides: [[i64; MAX_DIMS]; MAX_INPUTS],
}

const _: () = assert!(MAX_INPUTS == 6 && MAX_DIMS == 8, "pointwise.cu has these numbers too");

// SAFETY: the fields are those of the text's structure, eight bytes each; the text checks the size.
unsafe impl Arguments for Pointwise {}

/// What is written.
pub(super) enum Target<'a> {
    /// A storage that nobody else holds yet.
    Fresh(&'a mut Storage),
    /// An array in use, in the name of an operator.
    Held(&'static str, &'a Array),
}

/// What a call holds of a storage until its kernel is queued.
enum Held<'a> {
    Read(#[expect(dead_code, reason = "held for its drop")] ReadGuard<'a>),
    Write(#[expect(dead_code, reason = "held for its drop")] WriteGuard<'a>),
}

/// Locks the arrays in the order of their storages, finds their first elements on the stream's device, and queues the
/// kernel that `choose` picks for the addresses.
///
/// The front door has found that all arrays are on the device and that the layouts in `arguments` are theirs.
pub(super) fn pointwise(
    stream: Stream,
    target: Target<'_>,
    inputs: [Option<&Array>; MAX_INPUTS],
    mut arguments: Pointwise,
    choose: impl FnOnce(&Pointwise) -> Result<(Kernel, Grid)>,
) -> Result<()> {
    let mut held = Vec::with_capacity(MAX_INPUTS + 1);
    let written = match &target {
        Target::Fresh(_) => None,
        Target::Held(op, out) => Some((*op, *out)),
    };
    // The written array first: of the aliases of one storage, it takes the lock.
    let mut order: Vec<(usize, &Array)> = written.iter().map(|(_, out)| (MAX_INPUTS, *out)).collect();
    order.extend(inputs.iter().enumerate().filter_map(|(at, array)| Some((at, (*array)?))));
    order.sort_by_key(|(_, array)| array.storage().id());
    let mut last: Option<(usize, u64)> = None;
    for (at, array) in order {
        let storage = array.storage();
        let start = match last {
            Some((id, start)) if id == storage.id() => start,
            _ => match written {
                Some((op, _)) if at == MAX_INPUTS => {
                    let mut guard = storage.write(op);
                    let start = guard.address(stream)?;
                    held.push(Held::Write(guard));
                    start
                }
                _ => {
                    let guard = storage.read();
                    let start = guard.address(stream)?;
                    held.push(Held::Read(guard));
                    start
                }
            },
        };
        last = Some((storage.id(), start));
        let address = start + array.layout().offset_bytes(array.dtype()) as u64;
        if at == MAX_INPUTS { arguments.out = address } else { arguments.inputs[at] = address }
    }
    if let Target::Fresh(storage) = target {
        let shared =
            || Error::graph("cuda", "result is already shared", "storage", "fill a result before handing it out");
        arguments.out = storage.exclusive_address(stream)?.ok_or_else(shared)?;
    }
    let (kernel, grid) = choose(&arguments)?;
    // SAFETY: the structure is that of the kernel; each layout lies within its array's storage, which is on the
    // device and was asked for on this stream; the locks are held until the kernel is queued, and a fresh storage is
    // nobody else's.
    unsafe { kernel.launch(stream, grid, &arguments) }
}
