//! Elementwise operators: dtypes, sizes and results of the generated table's rows.

pub mod body;
pub mod table;

use cresset_storage::{
    Category, DType, Device, Dims, Error, ErrorKind, Layout, Result, Storage, default_dtype, result_type,
};

use crate::access::device_of;
use crate::array::{Array, Operand};
use crate::broadcast::broadcast_sizes;
use crate::cpu::pointwise::{self as cpu, Call};
use crate::cpu::tiles::{MAX_INPUTS, Tiles};
use crate::cuda::{self, Formula};
use crate::generated::{Pointwise, ROWS};
use crate::reading::any_zero;
use table::{Arg, Class, Row};

impl Pointwise {
    /// The operator's row of the table.
    #[inline]
    #[must_use]
    pub fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The operator's name, as in PyTorch.
    #[inline]
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }
}

/// The dtype that kernels of a dtype compute in.
#[inline]
pub(crate) fn computing(dtype: DType) -> DType {
    if dtype.is_floating_point() && dtype.n_bytes() == 2 { DType::F32 } else { dtype }
}

/// The dtype that an elementwise operator computes in, and that of its result.
#[inline]
fn dtypes(row: &Row, inputs: &[Operand<'_>]) -> Result<(DType, DType)> {
    // The condition of a choice decides nothing.
    let first = usize::from(row.class == Class::Select);
    let promoted = match &inputs[first..usize::from(row.operands)] {
        [Operand::Array(lhs), Operand::Array(rhs)] if lhs.dtype() == rhs.dtype() => lhs.dtype(),
        [Operand::Array(x)] => x.dtype(),
        operands => result_type(operands.iter().map(|input| input.participant())),
    };
    let refuse = |problem, remedy| Err(Error::dtype(row.name, problem, &[("inputs", promoted)], remedy));
    let result = match (row.class, promoted.category()) {
        (_, Category::Complex) if row.value.get(promoted).is_none() => {
            return refuse("not defined for complex numbers", "take the real or imaginary part, or abs, first");
        }
        (_, Category::Complex) if row.real => return Ok((promoted, promoted.to_real())),
        (Class::Arithmetic, Category::Boolean) if !row.boolean => {
            return refuse("not defined for booleans", "use a logical operator or convert to a number type");
        }
        (Class::Rounding, Category::Boolean) => {
            return refuse("not defined for booleans", "convert to a number type first");
        }
        (Class::FloatOnly, Category::Boolean | Category::Integral) => {
            return refuse("only defined for floating numbers", "convert to a floating type first");
        }
        (Class::Bitwise, Category::Boolean) if !row.boolean => {
            return refuse("not defined for booleans", "convert to an integer type first");
        }
        (Class::Bitwise, Category::Floating) => {
            return refuse("not defined for floating numbers", "convert to an integer type first");
        }
        (Class::Float, Category::Boolean | Category::Integral) => default_dtype(),
        (Class::Comparison | Class::Logical, _) => return Ok((computing(promoted), DType::Bool)),
        (Class::Predicate, category) => {
            let compute = if category >= Category::Floating { computing(promoted) } else { DType::F64 };
            return Ok((compute, DType::Bool));
        }
        (_, _) => promoted,
    };
    Ok((computing(result), result))
}

/// The device of all arrays.
#[inline]
fn device(op: &'static str, inputs: &[Operand<'_>]) -> Result<Device> {
    device_of(op, inputs.iter().filter_map(|input| input.array()))
}

/// The common sizes of all inputs.
#[inline]
fn sizes(op: &'static str, inputs: &[Operand<'_>]) -> Result<Dims> {
    let mut sizes = Dims::EMPTY;
    for array in inputs.iter().filter_map(|input| input.array()) {
        sizes = broadcast_sizes(op, &sizes, array.sizes())?;
    }
    Ok(sizes)
}

/// The layout of all arrays, where they have one and it is row-major: that of most calls.
#[inline]
fn common_layout<'a>(inputs: &[Operand<'a>]) -> Option<&'a Layout> {
    let mut arrays = inputs.iter().filter_map(|input| input.array());
    let first = arrays.next()?.layout();
    let alike = |layout: &Layout| layout.is_contiguous() && layout.sizes() == first.sizes();
    (first.is_contiguous() && arrays.all(|array| alike(array.layout()))).then_some(first)
}

/// The layout of a result. It takes the strides of the first input of its sizes, as PyTorch's does, so that a chain on
/// a transposed tensor runs along its memory.
fn result_layout(op: &'static str, inputs: &[Operand<'_>]) -> Result<Layout> {
    let sizes = sizes(op, inputs)?;
    let like = inputs.iter().filter_map(|input| input.array()).find(|array| *array.sizes() == sizes);
    match like {
        Some(array) if !array.layout().is_contiguous() && array.layout().is_dense() => Ok(array.layout().at_start()),
        _ => Ok(Layout::contiguous(sizes)),
    }
}

/// What a new result becomes, from its filled storage, the sizes and strides (not the offset, which is 0) and the dtype.
///
/// An array is 176 bytes. Moving one through every step of a call took a third of the time of a call on one element;
/// so results are put together once, where they are to stay.
pub trait Make<R>: FnOnce(Storage, &Layout, DType) -> R {}
impl<R, F: FnOnce(Storage, &Layout, DType) -> R> Make<R> for F {}

/// A new storage of the kernel's results.
#[inline]
fn evaluate<R>(call: Call, inputs: &[Operand<'_>], layout: &Layout, dtype: DType, make: impl Make<R>) -> Result<R> {
    let device = device(call.op, inputs)?;
    let numel = layout.sizes().checked_numel(call.op, dtype.n_bytes())?;
    let mut storage = Storage::empty(numel * dtype.n_bytes(), device)?;
    if device == Device::Cpu || !cuda::pointwise::fill(&call, inputs, layout, dtype, &mut storage)? {
        cpu::fill(call, inputs, layout, dtype, &mut storage)?;
    }
    Ok(make(storage, layout, dtype))
}

/// Applies an elementwise operator.
///
/// # Errors
/// Sizes that do not broadcast, dtypes the operator does not take, different devices, an integer divided by zero.
pub fn pointwise(op: Pointwise, inputs: &[Operand<'_>]) -> Result<Array> {
    pointwise_as(op, inputs, Array::over)
}

/// [`pointwise`] with the result as something else than an array.
///
/// # Errors
/// As [`pointwise`].
#[inline]
pub fn pointwise_as<R>(op: Pointwise, inputs: &[Operand<'_>], make: impl Make<R>) -> Result<R> {
    let row = op.row();
    let (compute, result) = dtypes(row, inputs)?;
    let common = common_layout(inputs);
    if row.class == Class::Rounding && !result.is_floating_point() {
        let out = rounded(row.name, inputs, result)?;
        return Ok(make(out.storage().clone(), out.layout(), result));
    }
    let call = call(row.name, &row.value, compute, row.class, Formula::value(op))?;
    let Some(layout) = common else {
        let layout = result_layout(row.name, inputs)?;
        check_divisor(op, compute, inputs)?;
        return evaluate(call, inputs, &layout, result, make);
    };
    check_divisor(op, compute, inputs)?;
    evaluate(call, inputs, layout, result, make)
}

/// Whole numbers are their own rounded values.
#[cold]
fn rounded(op: &'static str, inputs: &[Operand<'_>], dtype: DType) -> Result<Array> {
    let layout = result_layout(op, inputs)?;
    let mut out = Array::empty_like(op, &layout, dtype, device(op, inputs)?)?;
    crate::copy::copy_into(op, inputs[0], &mut out)?;
    Ok(out)
}

/// Applies an elementwise operator and writes the result over its first input.
///
/// # Errors
/// As [`pointwise`]; also a result of other sizes than the first input's or of a dtype that does not fit it, or an
/// input that partly overlaps it.
pub fn pointwise_(op: Pointwise, out: &Array, rest: &[Operand<'_>]) -> Result<()> {
    let row = op.row();
    let mut inputs = [Operand::Array(out); MAX_INPUTS];
    inputs[1..=rest.len()].copy_from_slice(rest);
    let inputs = &mut inputs[..=rest.len()];
    let (compute, result) = dtypes(row, inputs)?;
    device(row.name, inputs)?;
    if row.real && compute.is_complex() {
        let remedy = "use the form without the underscore";
        return Err(Error::dtype(row.name, "a real result in a complex tensor", &[("self", out.dtype())], remedy));
    }
    if result.category() > out.dtype().category() {
        return Err(Error::dtype(
            row.name,
            "result does not fit the tensor in place",
            &[("result", result), ("self", out.dtype())],
            "use the form without the underscore",
        ));
    }
    if common_layout(inputs).is_none() {
        if sizes(row.name, inputs)? != *out.sizes() {
            let other = rest.iter().find_map(|input| input.array()).unwrap_or(out);
            return Err(Error::shape(
                row.name,
                "result has other sizes than the tensor in place",
                &[("self", out.sizes()), ("other", other.sizes())],
                "the other operands must broadcast to self",
            ));
        }
        check_writable(row.name, out)?;
    }
    if row.class == Class::Rounding && !result.is_floating_point() {
        return Ok(());
    }
    write_over(op, compute, inputs, out)
}

/// Applies an elementwise operator and writes the result over `out`, which may be an input.
///
/// # Errors
/// As [`pointwise`]; also an `out` of other sizes than the result's, as nothing is resized, or of a dtype that the
/// result does not fit.
pub fn pointwise_out(op: Pointwise, inputs: &[Operand<'_>], out: &Array) -> Result<()> {
    let row = op.row();
    let (compute, result) = dtypes(row, inputs)?;
    let mut all = [Operand::Array(out); MAX_INPUTS + 1];
    all[1..=inputs.len()].copy_from_slice(inputs);
    device(row.name, &all[..=inputs.len()])?;
    if result.category() > out.dtype().category() {
        let dtypes = [("result", result), ("out", out.dtype())];
        return Err(Error::dtype(row.name, "result does not fit out", &dtypes, "give an out of the result's dtype"));
    }
    let sizes = sizes(row.name, inputs)?;
    if sizes != *out.sizes() {
        let shapes: &[(&'static str, &[usize])] = &[("result", &sizes), ("out", out.sizes())];
        return Err(Error::shape(row.name, "result has other sizes than out", shapes, "give an out of those sizes"));
    }
    check_writable(row.name, out)?;
    if row.class == Class::Rounding && !result.is_floating_point() {
        return crate::copy::copy_(row.name, out, inputs[0]);
    }
    write_over(op, compute, &mut all[1..=inputs.len()], out)
}

/// Writes results over `out`, to whose sizes the inputs broadcast, also where it is an input that lies otherwise.
fn write_over(op: Pointwise, compute: DType, inputs: &mut [Operand<'_>], out: &Array) -> Result<()> {
    let row = op.row();
    check_divisor(op, compute, inputs)?;
    let call = call(row.name, &row.value, compute, row.class, Formula::value(op))?;
    if inputs.iter().any(|input| overlaps(input, out)) {
        return overwrite_shared(call, inputs, out);
    }
    overwrite(call, inputs, out)
}

/// Writes results over `out`, on the device where it is.
#[inline]
fn overwrite(call: Call, inputs: &[Operand<'_>], out: &Array) -> Result<()> {
    if out.device() != Device::Cpu && cuda::pointwise::overwrite(&call, inputs, out)? {
        return Ok(());
    }
    cpu::overwrite(call, inputs, out)
}

/// Whether an input would change under the kernel's hands while `out` is written.
#[inline]
fn overlaps(input: &Operand<'_>, out: &Array) -> bool {
    let Operand::Array(array) = input else { return false };
    array.may_share_elements(out) && (array.layout() != out.layout() || array.dtype() != out.dtype())
}

/// Writes results over `out`, which shares elements with inputs that are laid out otherwise.
#[cold]
fn overwrite_shared(call: Call, inputs: &mut [Operand<'_>], out: &Array) -> Result<()> {
    let copy = |input: &Operand<'_>| match input {
        Operand::Array(array) if overlaps(input, out) => crate::copy::contiguous_copy(call.op, array).map(Some),
        _ => Ok(None),
    };
    let copies: Vec<Option<Array>> = inputs.iter().map(copy).collect::<Result<_>>()?;
    let mut separate = [inputs[0]; MAX_INPUTS];
    for ((to, input), copy) in separate.iter_mut().zip(inputs.iter()).zip(&copies) {
        *to = copy.as_ref().map_or(*input, Operand::Array);
    }
    overwrite(call, &separate[..inputs.len()], out)
}

/// The fused gradient of an elementwise call in one of its inputs, of the call's sizes and of dtype `result`.
///
/// # Errors
/// The operator has no gradient in that input, or there is no memory.
pub fn pointwise_gradient<R>(
    op: Pointwise,
    input: usize,
    grad: &Array,
    inputs: &[Operand<'_>],
    output: Option<&Array>,
    result: DType,
    make: impl Make<R>,
) -> Result<R> {
    let row = op.row();
    let Some(Some(gradient)) = row.gradients.get(input) else {
        return Err(no_gradient(row));
    };
    let mut args = [Operand::Array(grad); MAX_INPUTS];
    for (to, arg) in args.iter_mut().zip(gradient.args) {
        *to = match arg {
            Arg::Grad => Operand::Array(grad),
            Arg::Input(at) => inputs[usize::from(*at)],
            Arg::Output => Operand::Array(output.unwrap_or(grad)),
        };
    }
    let args = &args[..gradient.args.len()];
    let formula = Formula::gradient(op, input);
    let call = call(row.name, &gradient.tiles, computing(grad.dtype()), Class::Float, formula)?;
    if grad.layout().is_contiguous() {
        return evaluate(call, args, grad.layout(), result, make);
    }
    let layout = result_layout(row.name, &[Operand::Array(grad)])?;
    evaluate(call, args, &layout, result, make)
}

/// Whether the gradient in an input is that of the result as it is.
#[must_use]
pub fn passes_gradient(op: Pointwise, input: usize) -> bool {
    matches!(op.row().gradients.get(input), Some(Some(gradient)) if gradient.args.is_empty())
}

/// The bit of [`gradient_mentions`] for the result.
pub const MENTIONS_OUTPUT: u32 = 1 << 31;

/// Which inputs the gradient in an input is computed from, a bit each, and whether from the result.
#[must_use]
pub fn gradient_mentions(op: Pointwise, input: usize) -> u32 {
    let Some(Some(gradient)) = op.row().gradients.get(input) else { return 0 };
    gradient.args.iter().fold(0, |bits, arg| match arg {
        Arg::Grad => bits,
        Arg::Input(at) => bits | 1 << at,
        Arg::Output => bits | MENTIONS_OUTPUT,
    })
}

/// Whether the operator's result is a truth value, whose gradient is zero wherever it is written over a float.
#[must_use]
pub fn is_truth(op: Pointwise) -> bool {
    matches!(op.row().class, Class::Comparison | Class::Predicate | Class::Logical)
}

/// Says that an operator has no gradient.
#[cold]
#[must_use]
pub fn no_gradient(row: &Row) -> Error {
    Error::graph(
        row.name,
        "has no gradient",
        row.no_grad.unwrap_or("not differentiable in this input"),
        "detach the input, or use an operator with a gradient",
    )
}

#[inline(always)]
fn call(op: &'static str, tiles: &Tiles, compute: DType, class: Class, formula: Formula) -> Result<Call> {
    let gives = match class {
        Class::Comparison | Class::Predicate | Class::Logical => DType::Bool,
        _ => compute,
    };
    match tiles.get(compute) {
        Some(tile) => Ok(Call { op, tile, compute, gives, formula }),
        None => {
            Err(Error::dtype(op, "no kernel for this dtype", &[("inputs", compute)], "convert to a dtype it takes"))
        }
    }
}

/// Refuses whole numbers divided by zero, which have no result.
#[inline]
fn check_divisor(op: Pointwise, compute: DType, inputs: &[Operand<'_>]) -> Result<()> {
    let divides = matches!(
        op,
        Pointwise::FloorDivide | Pointwise::DivFloor | Pointwise::DivTrunc | Pointwise::Fmod | Pointwise::Remainder
    );
    if !divides || compute.is_floating_point() {
        return Ok(());
    }
    let zero = match inputs[1] {
        Operand::Scalar(scalar) => !scalar.as_bool(),
        Operand::Array(array) => any_zero(array)?,
    };
    if zero { Err(ErrorKind::DivisionByZero { op: op.name() }.into()) } else { Ok(()) }
}

/// Refuses to write where several indices mean one element.
///
/// # Errors
/// The layout overlaps itself.
pub fn check_writable(op: &'static str, out: &Array) -> Result<()> {
    if out.layout().may_overlap_itself() {
        let problem = "several elements of the written tensor share one place in memory";
        return Err(ErrorKind::Overlap { op, problem, remedy: "clone the tensor first" }.into());
    }
    Ok(())
}
