//! Complex numbers: conjugates, parts as views, angles.

use cresset_ops::complex as ops;
use cresset_storage::{Complex64, DType, Error, Layout, Result, Scalar};
use smallvec::smallvec;

use crate::graph::{Backward, Gradients, NodeRef};
use crate::methods::indexing::record::{Rule, record};
use crate::pointwise::At;
use crate::tensor::Origin;
use crate::views::{self, Undo};
use crate::{Operand, Tensor, mode};

/// The node of a conjugate.
struct ConjBackward;

impl Backward for ConjBackward {
    fn name(&self) -> &'static str {
        "ConjBackward0"
    }

    fn apply(&self, _node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        Ok(smallvec![Some(conj(grad)?)])
    }
}

#[track_caller]
pub(crate) fn conj(x: &Tensor) -> Result<Tensor> {
    if !x.dtype().is_complex() {
        return Ok(x.clone());
    }
    Ok(views::link(x, ops::conj(x.array())?, ConjBackward))
}

/// The conjugate of a number.
pub(crate) fn conjugate(scalar: Scalar) -> Scalar {
    match scalar {
        Scalar::Complex(value) => Scalar::Complex(value.conj()),
        real => real,
    }
}

#[track_caller]
pub(crate) fn resolve_conj(x: &Tensor) -> Result<Tensor> {
    Ok(x.clone())
}

#[track_caller]
pub(crate) fn view_as_real(x: &Tensor) -> Result<Tensor> {
    let array = ops::view_as_real(x.array())?;
    views::record_as("ViewAsRealBackward0", x, array, Origin::Recorded, || Ok(Undo::AsReal))
}

#[track_caller]
pub(crate) fn view_as_complex(x: &Tensor) -> Result<Tensor> {
    let array = ops::view_as_complex(x.array())?;
    views::record_as("ViewAsComplexBackward0", x, array, Origin::Recorded, || Ok(Undo::AsComplex))
}

/// The layout of the parts of complex numbers in a layout.
pub(crate) fn layout_of_parts(layout: &Layout) -> Result<Layout> {
    ops::layout_of_parts("view_as_real", layout)
}

#[track_caller]
pub(crate) fn real(x: &Tensor) -> Result<Tensor> {
    if x.dtype().is_complex() { view_as_real(x)?.try_select(-1, 0) } else { Ok(x.clone()) }
}

#[track_caller]
pub(crate) fn imag(x: &Tensor) -> Result<Tensor> {
    if !x.dtype().is_complex() {
        let remedy = "only complex tensors have an imaginary part";
        return Err(Error::dtype("imag", "not a complex dtype", &[("self", x.dtype())], remedy));
    }
    view_as_real(x)?.try_select(-1, 1)
}

/// Refuses two tensors that are not the parts of complex numbers.
fn check_parts(op: &'static str, lhs: &Tensor, rhs: &Tensor) -> Result<()> {
    if lhs.dtype() != rhs.dtype() || !matches!(lhs.dtype(), DType::F32 | DType::F64) {
        let dtypes = [("self", lhs.dtype()), ("other", rhs.dtype())];
        return Err(Error::dtype(op, "no parts of complex numbers", &dtypes, "both must be float32, or both float64"));
    }
    Ok(())
}

#[track_caller]
pub(crate) fn complex(re: &Tensor, im: &Tensor) -> Result<Tensor> {
    check_parts("complex", re, im)?;
    let sizes = cresset_ops::broadcast_sizes("complex", re.array().sizes(), im.array().sizes())?;
    let sizes: Vec<i64> = sizes.iter().map(|&size| size as i64).collect();
    let parts = Tensor::try_stack(&[&re.try_expand(&sizes)?, &im.try_expand(&sizes)?], -1)?;
    view_as_complex(&parts)
}

/// An operator that is linear in each of two inputs, from its form for real numbers.
#[track_caller]
pub(crate) fn bilinear(
    lhs: &Tensor,
    rhs: &Tensor,
    product: impl Fn(&Tensor, &Tensor) -> Result<Tensor>,
) -> Result<Tensor> {
    let ([a, b], [c, d]) = ([real(lhs)?, imag(lhs)?], [real(rhs)?, imag(rhs)?]);
    complex(&product(&a, &c)?.try_sub(&product(&b, &d)?)?, &product(&a, &d)?.try_add(&product(&b, &c)?)?)
}

#[track_caller]
pub(crate) fn polar(abs: &Tensor, angle: &Tensor) -> Result<Tensor> {
    check_parts("polar", abs, angle)?;
    let out = mode::no_grad(|| complex(&abs.try_mul(&angle.try_cos()?)?, &abs.try_mul(&angle.try_sin()?)?))?;
    record(&[abs, angle], &[abs, angle], out.array().clone(), PolarBackward)
}

/// The node of [`polar`].
struct PolarBackward;

impl Rule for PolarBackward {
    fn name(&self) -> &'static str {
        "PolarBackward0"
    }

    fn gradients(&self, node: &NodeRef, grad: &Tensor, kept: &[&Tensor]) -> Result<Gradients> {
        let out = polar(kept[0], kept[1])?;
        let along =
            |direction: &Tensor, to: &Tensor| real(&conj(grad)?.try_mul(direction)?)?.try_sum_to_size(to.sizes());
        // PyTorch's direction is that of the result, which is the opposite one where a magnitude is negative.
        let abs = node.needs_input_grad(0).then(|| along(&out.try_sgn()?, kept[0])).transpose()?;
        let angle = node.needs_input_grad(1).then(|| along(&out.try_mul(Complex64::I)?, kept[1])).transpose()?;
        Ok(smallvec![abs, angle])
    }
}

#[track_caller]
pub(crate) fn angle(x: &Tensor) -> Result<Tensor> {
    if x.dtype().is_complex() {
        let of = |x: &Tensor| imag(x)?.try_atan2(&real(x)?);
        // The angle of zero has no gradient to speak of: PyTorch's is 0. So zeros are taken out of the graph.
        let is_zero = x.detach().try_eq(0.0)?;
        return is_zero.try_where_self(&of(&x.detach())?, &of(&is_zero.try_where_self(1.0, x)?)?);
    }
    let x = if x.dtype().is_floating_point() { x.clone() } else { x.try_to_dtype(crate::default_dtype())? };
    let half_turn = x.detach().try_lt(0.0)?.try_where_self(std::f64::consts::PI, 0.0)?.try_to_dtype(x.dtype())?;
    // A gradient of zero, and NaN stays NaN.
    x.try_isnan()?.try_where_self(&x.detach(), &half_turn.try_add(&x.try_sign()?.try_mul(0.0)?)?)
}

#[track_caller]
pub(crate) fn adjoint(x: &Tensor) -> Result<Tensor> {
    if x.dim() == 0 {
        return conj(x);
    }
    if x.dim() == 1 {
        let remedy = "use conj for vectors";
        return Err(Error::shape("adjoint", "a vector has no second dim", &[("self", x.sizes())], remedy));
    }
    conj(&x.try_transpose(-2, -1)?)
}

#[track_caller]
pub(crate) fn vdot(x: &Tensor, other: &Tensor) -> Result<Tensor> {
    conj(x)?.try_dot(other)
}

#[track_caller]
pub(crate) fn isreal(x: &Tensor) -> Result<Tensor> {
    if x.dtype().is_complex() {
        return imag(&x.detach())?.try_eq(0.0);
    }
    crate::Options::like(x).dtype(DType::Bool).try_ones(x.sizes())
}

/// The gradient of `sgn` for complex numbers: the part of the gradient across the direction, over the magnitude.
pub(crate) fn sgn_gradient(at: &At<'_>) -> Result<Tensor> {
    let (grad, x, sign) = (at.grad(), at.tensor(0)?, at.tensor(0)?.try_sgn()?);
    let along = real(&grad.try_mul(&conj(&sign)?)?)?;
    let size = x.try_abs()?;
    let across = grad.try_sub(&sign.try_mul(&along)?)?;
    let is_zero = size.try_eq(0.0)?;
    let divisor = is_zero.try_where_self(1.0, &size)?;
    is_zero.try_where_self(0.0, &across.try_div(Operand::Tensor(&divisor))?)
}

impl Tensor {
    /// Whether elements are complex numbers.
    #[must_use]
    pub fn is_complex(&self) -> bool {
        self.dtype().is_complex()
    }
}
