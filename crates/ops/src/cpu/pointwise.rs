//! Walks the arrays of an elementwise call and hands runs of elements to its kernel.

use cresset_storage::{DType, Layout, Result, Scalar, Storage};

use super::cast;
use super::copy::STREAMED_BYTES;
use super::plan::{MAX_WALKED, Plan, TILE};
use super::tiles::{Input, MAX_INPUTS, Memory, Tile};
use crate::access::{Access, only_handle};
use crate::array::{Array, Operand};
use crate::cuda::Formula;
use crate::parallel;
use crate::plain::{Plain, for_dtype};

/// Tiles that one thread works through before it takes more.
const TILES_PER_BLOCK: usize = 4;

/// Elements that one thread works through before it takes more, where no array needs tiles.
const RUN: usize = 8192;

/// A kernel with the dtypes of its inputs and of its result.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    pub(crate) op: &'static str,
    pub(crate) tile: Tile,
    pub(crate) compute: DType,
    /// What the kernel writes: `compute`, or bool for questions.
    pub(crate) gives: DType,
    /// Where the same formula stands for kernels of a GPU.
    pub(crate) formula: Formula,
}

/// What is written: elements of a dtype in a layout.
#[derive(Clone, Copy)]
struct Target<'a> {
    layout: &'a Layout,
    dtype: DType,
    /// The first element of a result nobody else holds, or the array to lock.
    place: Place<'a>,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Fresh(*mut u8),
    Held(&'a Array),
}

/// Fills a new storage with the kernel's results.
pub(crate) fn fill(
    call: Call,
    inputs: &[Operand<'_>],
    layout: &Layout,
    dtype: DType,
    storage: &mut Storage,
) -> Result<()> {
    let place = Place::Fresh(only_handle(call.op, storage)?);
    walk(call, inputs, Target { layout, dtype, place })
}

/// Writes the kernel's results over `out`. Inputs that share elements with it must have its very layout and dtype.
///
/// # Errors
/// A GPU that is lost.
pub(crate) fn overwrite(call: Call, inputs: &[Operand<'_>], out: &Array) -> Result<()> {
    walk(call, inputs, Target { layout: out.layout(), dtype: out.dtype(), place: Place::Held(out) })
}

/// Takes the locks and chooses between one run and many tiles.
#[inline]
fn walk(call: Call, inputs: &[Operand<'_>], target: Target<'_>) -> Result<()> {
    // Most calls have few arrays, and room for more costs time to clear.
    if inputs.len() <= 2 { locked::<3>(call, inputs, target) } else { locked::<MAX_WALKED>(call, inputs, target) }
}

fn locked<const N: usize>(call: Call, inputs: &[Operand<'_>], target: Target<'_>) -> Result<()> {
    let mut access = Access::<N>::none();
    let (mut n_arrays, mut writer) = (0, None);
    if let Place::Held(out) = target.place {
        access.arrays[0] = Some(out);
        n_arrays = 1;
        writer = Some(call.op);
    }
    let first = n_arrays;
    let (mut scalars, sizes) = (false, target.layout.sizes());
    let mut plain = target.layout.is_contiguous() && target.dtype == call.gives;
    for input in inputs {
        match input {
            Operand::Array(array) => {
                access.arrays[n_arrays] = Some(array);
                n_arrays += 1;
                plain &= array.dtype() == call.compute
                    && (std::ptr::eq(array.layout(), target.layout)
                        || array.layout().is_contiguous() && array.sizes() == sizes);
            }
            Operand::Scalar(_) => scalars = true,
        }
    }
    let numel = target.layout.numel();
    access.lock(n_arrays, writer)?;
    let out_pointer = match target.place {
        Place::Fresh(pointer) => pointer,
        Place::Held(_) => access.pointer(0),
    };
    let splats: [Splat; MAX_INPUTS];
    let mut sources = [Input { pointer: std::ptr::null(), step: 1 }; MAX_INPUTS];
    if scalars {
        splats = std::array::from_fn(|at| match inputs.get(at) {
            Some(Operand::Scalar(scalar)) => Splat::of(*scalar, call.compute),
            _ => Splat::ZERO,
        });
        for (source, splat) in sources.iter_mut().zip(&splats) {
            *source = Input { pointer: splat.0.as_ptr(), step: 0 };
        }
    }
    let mut next = first;
    for (source, input) in sources.iter_mut().zip(inputs) {
        if let Operand::Array(_) = input {
            *source = Input { pointer: access.pointer(next), step: 1 };
            next += 1;
        }
    }
    if plain && numel <= parallel::SERIAL_ELEMENTS {
        // SAFETY: every array holds `numel` elements of the kernel's dtype in a row.
        unsafe { (call.tile)(sources.as_ptr(), out_pointer, numel, Memory::Near) };
    } else if plain {
        let memory = memory(call, &sources, out_pointer, numel);
        runs(call, Shared { sources, out: out_pointer, memory }, numel);
    } else {
        let memory = memory(call, &sources, out_pointer, numel);
        tiles(call, inputs, Shared { sources, out: out_pointer, memory }, target);
    }
    Ok(())
}

/// Copies of one value that fill any register.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Splat([u8; 64]);

impl Splat {
    const ZERO: Splat = Splat([0; 64]);

    fn of(scalar: Scalar, dtype: DType) -> Splat {
        let mut splat = Splat::ZERO;
        for_dtype!(dtype, T => {
            let value = T::of_scalar(scalar);
            let copies = splat.0.as_mut_ptr().cast::<T>();
            for at in 0..64 / size_of::<T>() {
                // SAFETY: 64 bytes, aligned to 64, hold that many T.
                unsafe { copies.add(at).write(value) };
            }
        });
        splat
    }
}

/// Room for one tile of each array, in any dtype. Only what a tile needs is ever written.
#[repr(C, align(64))]
struct Buffers([[std::mem::MaybeUninit<u8>; TILE * 8]; MAX_WALKED]);

/// Whether the elements of a tile stand in a row.
fn in_a_row([row_stride, stride]: [usize; 2], rows: usize, columns: usize) -> bool {
    (columns == 1 || stride == 1) && (rows == 1 || row_stride == columns)
}

/// Bytes of a result from which on it and the inputs leave the caches of a core.
const FAR_BYTES: usize = 1 << 20;

/// Where the results find room. Those that no cache would hold go past them: filling each line from memory first takes a
/// third of the time. An array that is read too is in the caches anyway.
fn memory(call: Call, sources: &[Input; MAX_INPUTS], out: *mut u8, numel: usize) -> Memory {
    let element = call.gives.n_bytes();
    let apart = || sources.iter().all(|source| !std::ptr::eq(source.pointer, out));
    match numel * element {
        ..FAR_BYTES => Memory::Near,
        STREAMED_BYTES.. if element >= 4 && apart() => Memory::Past,
        _ => Memory::Far,
    }
}

impl Memory {
    /// The same for results that start at `out`, which may not be aligned to go past the caches.
    fn at(self, out: *const u8) -> Memory {
        if self == Memory::Past && !out.addr().is_multiple_of(64) { Memory::Far } else { self }
    }
}

/// What goes to the threads of one call.
#[derive(Clone, Copy)]
struct Shared {
    sources: [Input; MAX_INPUTS],
    out: *mut u8,
    memory: Memory,
}

// SAFETY: threads read the sources, and each writes other elements of the result.
unsafe impl Send for Shared {}
// SAFETY: as for Send.
unsafe impl Sync for Shared {}

/// Runs the kernel on arrays that all hold `numel` elements of its dtypes in a row.
#[inline(never)]
fn runs(call: Call, shared: Shared, numel: usize) {
    let (in_bytes, out_bytes) = (call.compute.n_bytes(), call.gives.n_bytes());
    parallel::for_ranges(numel, RUN, numel, &|range| {
        let shared = &shared;
        let fed = shared.sources.map(|source| Input {
            pointer: source.pointer.wrapping_add(range.start * source.step * in_bytes),
            ..source
        });
        // SAFETY: the range is within the arrays, and no other thread writes it.
        unsafe {
            let out = shared.out.wrapping_add(range.start * out_bytes);
            (call.tile)(fed.as_ptr(), out, range.len(), shared.memory.at(out));
        }
    });
}

#[inline(never)]
fn tiles(call: Call, inputs: &[Operand<'_>], shared: Shared, target: Target<'_>) {
    let mut expanded = [*target.layout; MAX_WALKED];
    for (layout, input) in expanded[1..].iter_mut().zip(inputs) {
        *layout = match input {
            // The front door has found that all inputs broadcast to the result.
            Operand::Array(array) => {
                array.layout().broadcast_to(call.op, target.layout.sizes()).unwrap_or(*array.layout())
            }
            Operand::Scalar(_) => *target.layout,
        };
    }
    let layouts: [&Layout; MAX_WALKED] = std::array::from_fn(|at| &expanded[at]);
    // A tile of the widest elements fits the buffers too.
    let most = if call.compute.n_bytes() > 8 { TILE / 2 } else { TILE };
    let plan = Plan::with_tiles(&layouts[..=inputs.len()], most);
    let out_dtype = target.dtype;
    let body = |block: std::ops::Range<usize>| {
        let shared = &shared;
        let mut buffers = Buffers([const { [std::mem::MaybeUninit::uninit(); TILE * 8] }; MAX_WALKED]);
        for at in block {
            // SAFETY: the plan visits each element of the result once, and all places lie within the arrays.
            unsafe { tile(call, inputs, shared, out_dtype, &plan, at, &mut buffers) };
        }
    };
    parallel::for_ranges(plan.n_tiles, TILES_PER_BLOCK, target.layout.numel(), &body);
}

/// Computes one tile: inputs that do not stand in a row in the computing dtype go through a buffer, and so does a
/// result that is to stand otherwise.
///
/// # Safety
/// The arrays behind `shared` have the layouts of the plan, and no other thread writes this tile's elements.
unsafe fn tile(
    call: Call,
    inputs: &[Operand<'_>],
    shared: &Shared,
    out_dtype: DType,
    plan: &Plan,
    at: usize,
    buffers: &mut Buffers,
) {
    let place = plan.place(at);
    let (rows, columns) = (place.rows, place.columns);
    let mut fed = shared.sources;
    for (array, input) in inputs.iter().enumerate() {
        let Operand::Array(input) = input else { continue };
        let from = shared.sources[array].pointer.wrapping_add(place.offsets[array + 1] * input.dtype().n_bytes());
        let strides = plan.tile_strides(array + 1);
        if input.dtype() == call.compute && in_a_row(strides, rows, columns) {
            fed[array].pointer = from;
            continue;
        }
        let buffer = buffers.0[array + 1].as_mut_ptr().cast::<u8>();
        let convert = cast::gather(input.dtype(), call.compute);
        let constant = (columns == 1 || strides[1] == 0) && (rows == 1 || strides[0] == 0);
        // SAFETY: the plan's place and strides stay within the array; a tile fits the buffer, and so do the copies
        // of one element that fill a register.
        unsafe {
            match constant {
                true => convert(from, buffer, [0, 0], 1, 64 / call.compute.n_bytes()),
                false => convert(from, buffer, strides, rows, columns),
            }
        }
        fed[array] = Input { pointer: buffer, step: usize::from(!constant) };
    }
    let to = shared.out.wrapping_add(place.offsets[0] * out_dtype.n_bytes());
    let strides = plan.tile_strides(0);
    let direct = out_dtype == call.gives && in_a_row(strides, rows, columns);
    let results = if direct { to } else { buffers.0[0].as_mut_ptr().cast() };
    // SAFETY: every input is a run of the tile's elements or copies of one; the results fit where they go.
    unsafe {
        let memory = if direct { shared.memory.at(to) } else { Memory::Near };
        (call.tile)(fed.as_ptr(), results, rows * columns, memory);
        if !direct {
            cast::scatter(call.gives, out_dtype)(results, to, strides, rows, columns);
        }
    }
}
