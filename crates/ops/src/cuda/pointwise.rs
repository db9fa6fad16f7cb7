//! Elementwise operators on GPUs.

use cresset_storage::cuda::{Gpu, Grid, Stream};
use cresset_storage::{DType, Device, Layout, MAX_DIMS, Result, Storage};

use super::launch::{Pointwise, Target, launch, with_addresses};
use super::text::{Kernel, Source};
use crate::array::{Array, Operand};
use crate::cpu::pointwise::Call;
use crate::cpu::tiles::MAX_INPUTS;

/// Threads of a block, as the text has them.
const THREADS: usize = 256;
/// Blocks that a multiprocessor is given: 8 blocks of 256 threads fill it, and twice as many even out their ends.
const BLOCKS_PER_MULTIPROCESSOR: u32 = 16;

/// Fills a new storage of a GPU. Says no where there is no kernel for the call.
pub(crate) fn fill(
    call: &Call,
    inputs: &[Operand<'_>],
    layout: &Layout,
    dtype: DType,
    storage: &mut Storage,
) -> Result<bool> {
    let device = storage.device();
    run(&formula(call), inputs, layout, dtype, device, Target::Fresh(storage))
}

/// Writes results over an array on a GPU. Says no where there is no kernel for the call.
pub(crate) fn overwrite(call: &Call, inputs: &[Operand<'_>], out: &Array) -> Result<bool> {
    run(&formula(call), inputs, out.layout(), out.dtype(), out.device(), Target::Held(call.op, out))
}

/// What a kernel computes.
pub(super) struct Computed {
    pub(super) name: String,
    pub(super) body: Option<&'static str>,
    pub(super) compute: DType,
    pub(super) gives: DType,
}

fn formula(call: &Call) -> Computed {
    let has_fractions = call.compute.is_floating_point() || call.compute.is_complex();
    let body = call.formula.body().filter(|(_, whole)| *whole || has_fractions);
    let body = body.map(|(body, _)| body);
    Computed { name: call.formula.name(), body, compute: call.compute, gives: call.gives }
}

/// Queues the kernel of a formula, where there is one.
pub(super) fn run(
    computed: &Computed,
    inputs: &[Operand<'_>],
    layout: &Layout,
    dtype: DType,
    device: Device,
    target: Target<'_>,
) -> Result<bool> {
    let (Some(body), Device::Cuda(ordinal)) = (computed.body, device) else { return Ok(false) };
    if layout.numel() == 0 {
        return Ok(true);
    }
    let source = |input: &Operand<'_>| input.array().map_or(Source::Number, |array| Source::Array(array.dtype()));
    let sources: Vec<Source> = inputs.iter().map(source).collect();
    let kernel = Kernel {
        body,
        inputs: &sources,
        compute: computed.compute,
        gives: computed.gives,
        out: dtype,
        argument_bytes: size_of::<Pointwise>(),
    };
    let Some(mut arguments) = arguments(inputs, layout) else { return Ok(false) };
    let gpu = Gpu::of(ordinal)?;
    let arrays: [Option<&Array>; MAX_INPUTS] = std::array::from_fn(|at| inputs.get(at).and_then(|input| input.array()));
    let in_a_row = layout.is_contiguous()
        && arrays.iter().flatten().all(|array| array.layout().is_contiguous() && array.sizes() == layout.sizes());
    let program = format!("{} {:?} {} {} {dtype}", computed.name, sources, computed.compute, computed.gives);
    let stream = Stream::current(ordinal)?;
    with_addresses(stream, vec![target], &arrays, |found| {
        arguments.out = found.written[0];
        arguments.inputs.copy_from_slice(&found.read);
        let width = kernel.width();
        let aligned = |address: u64, dtype: DType| address.is_multiple_of((width * dtype.n_bytes()) as u64);
        let packs = in_a_row
            && aligned(arguments.out, dtype)
            && arrays
                .iter()
                .zip(arguments.inputs)
                .all(|(array, at)| array.is_none_or(|array| aligned(at, array.dtype())));
        let entry = if packs { "contiguous" } else { "strided" };
        let n_threads = if packs { layout.numel().div_ceil(width) } else { layout.numel() };
        let most = gpu.multiprocessors().max(1) * BLOCKS_PER_MULTIPROCESSOR;
        let blocks = u32::try_from(n_threads.div_ceil(THREADS)).unwrap_or(most).clamp(1, most);
        let kernel = gpu.kernel(&program, entry, || kernel.text())?;
        launch(stream, kernel, Grid::line(blocks, THREADS as u32), &arguments)
    })?;
    Ok(true)
}

/// The arguments but for the addresses; none where an input does not broadcast, which the CPU's way finds words for.
fn arguments(inputs: &[Operand<'_>], layout: &Layout) -> Option<Pointwise> {
    let whole = |values: &[usize]| {
        let mut all = [0; MAX_DIMS];
        for (to, &value) in all.iter_mut().zip(values) {
            *to = value as i64;
        }
        all
    };
    let mut arguments = Pointwise {
        out: 0,
        inputs: [0; MAX_INPUTS],
        real: [0.0; MAX_INPUTS],
        imaginary: [0.0; MAX_INPUTS],
        whole: [0; MAX_INPUTS],
        numel: layout.numel() as i64,
        rank: layout.rank() as i64,
        sizes: whole(layout.sizes()),
        out_strides: whole(layout.strides()),
        strides: [[0; MAX_DIMS]; MAX_INPUTS],
    };
    for (at, input) in inputs.iter().enumerate() {
        match input {
            Operand::Array(array) => {
                let array = array.layout().broadcast_to("cuda", layout.sizes()).ok()?;
                arguments.strides[at] = whole(array.strides());
            }
            Operand::Scalar(scalar) => {
                arguments.real[at] = scalar.as_f64();
                arguments.imaginary[at] = scalar.as_complex().im;
                arguments.whole[at] = scalar.as_i64();
            }
        }
    }
    Some(arguments)
}
