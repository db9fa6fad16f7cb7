//! Gates, and products of several tensors.

use cresset_storage::{Error, Result};

use crate::Tensor;
use crate::methods::neural::signed;

#[track_caller]
pub(crate) fn glu(x: &Tensor, dim: i64) -> Result<Tensor> {
    let op = "glu";
    let at = x.array().layout().dim(op, dim)?;
    let size = x.sizes().get(at).copied().unwrap_or(1);
    if x.dim() == 0 || size % 2 != 0 {
        let remedy = "the size of the dim must be even";
        return Err(Error::shape(op, "a dim that cannot be halved", &[("self", x.sizes())], remedy));
    }
    if !x.dtype().is_floating_point() {
        let remedy = "convert to a floating dtype";
        return Err(Error::dtype(op, "not a floating dtype", &[("self", x.dtype())], remedy));
    }
    let half = |start: usize| x.try_narrow(at as i64, start as i64, size / 2);
    half(0)?.try_mul(&half(size / 2)?.try_sigmoid()?)
}

#[track_caller]
pub(crate) fn prelu(x: &Tensor, weight: &Tensor) -> Result<Tensor> {
    let op = "prelu";
    if weight.dim() > 1 {
        let remedy = "weight is one number, or one for each channel";
        return Err(Error::shape(op, "weight has several dims", &[("weight", weight.sizes())], remedy));
    }
    if x.dtype() != weight.dtype() {
        let dtypes = [("self", x.dtype()), ("weight", weight.dtype())];
        return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert one of them"));
    }
    let channels = if x.dim() < 2 { 1 } else { x.sizes()[1] };
    if weight.numel() != 1 && (weight.numel() != channels || x.dim() == 0) {
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("weight", weight.sizes())];
        return Err(Error::shape(
            op,
            "as many weights as neither one nor channels",
            &shapes,
            "use self.size(1) weights",
        ));
    }
    let mut sizes = vec![1; x.dim()];
    if x.dim() > 1 {
        sizes[1] = weight.numel() as i64;
    }
    x.try_prelu_kernel(&weight.try_reshape(sizes)?)
}

#[track_caller]
pub(crate) fn bilinear(input1: &Tensor, input2: &Tensor, weight: &Tensor, bias: Option<&Tensor>) -> Result<Tensor> {
    let op = "bilinear";
    let shapes: [(_, &[usize]); 3] = [("self", input1.sizes()), ("input2", input2.sizes()), ("weight", weight.sizes())];
    let (Some((&left, lead)), Some((&right, other)), &[outputs, rows, columns]) =
        (input1.sizes().split_last(), input2.sizes().split_last(), weight.sizes())
    else {
        let remedy = "inputs have at least one dim, weight is [outputs, inputs 1, inputs 2]";
        return Err(Error::shape(op, "wrong number of dims", &shapes, remedy));
    };
    if lead != other || left != rows || right != columns {
        let remedy = "leading sizes must be equal, the last ones those of the weight";
        return Err(Error::shape(op, "sizes differ", &shapes, remedy));
    }
    if bias.is_some_and(|bias| bias.sizes() != [outputs]) {
        return Err(Error::shape(op, "bias of another size", &shapes, "bias must be [weight.size(0)]"));
    }
    let (outputs, left, right) = (outputs as i64, left as i64, right as i64);
    let n: i64 = signed(lead).iter().product();
    let folded = weight.try_permute([1, 0, 2])?.try_reshape([left, outputs * right])?;
    let half = input1.try_reshape([n, left])?.try_mm(&folded)?.try_reshape([n, outputs, right])?;
    let out = half.try_bmm(&input2.try_reshape([n, right, 1])?)?;
    let out = out.try_reshape([&signed(lead)[..], &[outputs]].concat())?;
    match bias {
        Some(bias) => out.try_add(bias),
        None => Ok(out),
    }
}

/// The dims of a tensor's place among all of them, `expand` being those it lacks.
fn expanded(x: &Tensor, expand: &[i64], rank: usize) -> Result<Tensor> {
    let op = "trilinear";
    let mut x = x.clone();
    let mut dims = Vec::new();
    for &dim in expand {
        let at = if dim < 0 { dim + rank as i64 } else { dim };
        if !(0..rank as i64).contains(&at) || dims.contains(&at) {
            return Err(Error::argument(op, "expand", format!("{expand:?}"), "name distinct dims of the result"));
        }
        dims.push(at);
    }
    dims.sort_unstable();
    for dim in dims {
        x = x.try_unsqueeze(dim)?;
    }
    Ok(x)
}

impl Tensor {
    /// The product of three tensors, each with dims of size one put in at `expand`, summed over dims.
    ///
    /// # Errors
    /// Sizes that do not broadcast, or dims that are not there.
    #[track_caller]
    pub fn try_trilinear(
        &self,
        others: [&Tensor; 2],
        [expand1, expand2, expand3]: [&[i64]; 3],
        sumdim: &[i64],
    ) -> Result<Tensor> {
        let rank = self.dim() + expand1.len();
        if others[0].dim() + expand2.len() != rank || others[1].dim() + expand3.len() != rank {
            let shapes: [(_, &[usize]); 3] =
                [("i1", self.sizes()), ("i2", others[0].sizes()), ("i3", others[1].sizes())];
            let remedy = "all must have as many dims once they are expanded";
            return Err(Error::shape("trilinear", "numbers of dims differ", &shapes, remedy));
        }
        let first = expanded(self, expand1, rank)?.try_mul(&expanded(others[0], expand2, rank)?)?;
        let product = first.try_mul(&expanded(others[1], expand3, rank)?)?;
        let others_differ = others.iter().any(|other| other.dtype() != self.dtype());
        if others_differ && product.numel() > 0 {
            let dtypes = [("i1", self.dtype()), ("i2", others[0].dtype()), ("i3", others[1].dtype())];
            return Err(Error::dtype("trilinear", "dtypes differ", &dtypes, "convert them to one"));
        }
        let sum = if sumdim.is_empty() { product } else { product.try_sum_dim(sumdim, false)? };
        sum.try_to_dtype(self.dtype())
    }
}

#[track_caller]
pub(crate) fn weight_norm(v: &Tensor, g: &Tensor, dim: i64) -> Result<Tensor> {
    let op = "weight_norm";
    if v.dtype() != g.dtype() || !v.dtype().is_floating_point() {
        let dtypes = [("self", v.dtype()), ("g", g.dtype())];
        return Err(Error::dtype(op, "dtypes differ or are not floating", &dtypes, "use one floating dtype"));
    }
    let norm = if dim == -1 {
        v.try_norm(2.0, None, false)?
    } else {
        let at = v.array().layout().dim(op, dim)?;
        let others: Vec<i64> = (0..v.dim()).filter(|&other| other != at).map(|other| other as i64).collect();
        if others.is_empty() { v.try_abs()? } else { v.try_norm(2.0, Some(&others), true)? }
    };
    let broadcasts =
        g.dim() <= v.dim() && g.sizes().iter().rev().zip(v.sizes().iter().rev()).all(|(g, v)| *g == 1 || g == v);
    if !broadcasts || dim != -1 && g.numel() != norm.numel() && g.numel() != 1 {
        let shapes: [(_, &[usize]); 2] = [("self", v.sizes()), ("g", g.sizes())];
        return Err(Error::shape(op, "wrong size of g", &shapes, "g has the sizes of the norm over all other dims"));
    }
    v.try_mul(&g.try_div(&norm)?)
}

#[track_caller]
pub(crate) fn local_response_norm(x: &Tensor, size: i64, alpha: f64, beta: f64, k: f64) -> Result<Tensor> {
    let op = "local_response_norm";
    if x.dim() < 3 || size < 1 {
        let remedy = "self is [batch, channels, spatial dims], size at least 1";
        return Err(Error::shape(op, "sizes that do not fit", &[("self", x.sizes())], remedy));
    }
    if x.numel() == 0 {
        return Ok(x.clone());
    }
    let squares = x.try_square()?;
    let channels = x.sizes()[1] as i64;
    // Sums over neighbouring channels as differences of nothing: windows of a padded view.
    let pad = [vec![0; 2 * (x.dim() - 2)], vec![size / 2, (size - 1) / 2]].concat();
    let windows = squares.try_pad(pad, 0.0)?.try_unfold(1, size as usize, 1)?;
    let means = windows.try_narrow(1, 0, channels as usize)?.try_mean_dim([-1], false)?;
    x.try_div(&means.try_mul(alpha)?.try_add(k)?.try_pow(beta)?)
}
