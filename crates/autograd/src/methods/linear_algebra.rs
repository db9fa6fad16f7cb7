//! Products of vectors, matrices and batches of matrices.

use cresset_ops::{Array, matmul as ops};
use cresset_storage::{Complex64, Dims, Result, Scalar};
use smallvec::smallvec;

use crate::Tensor;
use crate::graph::{Backward, Gradients, NodeRef};
use crate::methods::complex::conjugate;
use crate::record::{Keep, record, record_in_place};
use crate::saved::Saved;

/// The two factors, each kept where the other's gradient is wanted.
struct Factors(Keep<[Option<Saved>; 2]>);

impl Factors {
    fn new(lhs: &Tensor, rhs: &Tensor) -> Result<Factors> {
        let keep = |kept: &Tensor, other: &Tensor| other.requires_grad().then(|| Saved::input(kept)).transpose();
        Ok(Factors(Keep::new([keep(lhs, rhs)?, keep(rhs, lhs)?])))
    }

    /// The conjugates of the factors, which are the factors themselves where they are real, for as long as the formula
    /// runs.
    fn with(
        &self,
        node: &NodeRef,
        formula: impl FnOnce([Option<&Tensor>; 2]) -> Result<[Option<Tensor>; 2]>,
    ) -> Result<[Option<Tensor>; 2]> {
        self.0.with(node, |kept| {
            let tensor = |at: usize| kept[at].as_ref().map(|saved| saved.tensor(node)?.try_conj()).transpose();
            let (lhs, rhs) = (tensor(0)?, tensor(1)?);
            formula([lhs.as_ref(), rhs.as_ref()])
        })
    }
}

fn signed(sizes: &[usize]) -> Vec<i64> {
    sizes.iter().map(|&size| size as i64).collect()
}

/// The rows of a batch of matrices as one tall matrix.
#[track_caller]
pub(crate) fn tall(x: &Tensor) -> Result<Tensor> {
    if x.dim() == 2 {
        return Ok(x.clone());
    }
    let (last, lead) = x.sizes().split_last().unwrap_or((&1, &[]));
    x.try_reshape([lead.iter().product::<usize>() as i64, *last as i64])
}

/// The gradient of `lhs @ rhs` in `lhs`, of these sizes, where both have at least two dims.
#[track_caller]
fn left_gradient(grad: &Tensor, rhs: &Tensor, lhs_sizes: &[usize]) -> Result<Tensor> {
    grad.try_matmul(&rhs.try_transpose(-1, -2)?)?.try_sum_to_size(lhs_sizes)
}

/// As [`left_gradient`], in `rhs`.
#[track_caller]
fn right_gradient(grad: &Tensor, lhs: &Tensor, rhs_sizes: &[usize]) -> Result<Tensor> {
    if rhs_sizes.len() == 2 && lhs.dim() > 2 {
        // One right matrix for the whole batch: a single product adds the batch up.
        return tall(lhs)?.try_t()?.try_matmul(&tall(grad)?);
    }
    lhs.try_transpose(-1, -2)?.try_matmul(grad)?.try_sum_to_size(rhs_sizes)
}

/// The node of a product of two tensors.
struct MatmulBackward {
    name: &'static str,
    lhs_sizes: Dims,
    rhs_sizes: Dims,
    factors: Factors,
}

impl Backward for MatmulBackward {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let (row, column) = (self.lhs_sizes.len() == 1, self.rhs_sizes.len() == 1);
        let sent = self.factors.with(node, |[lhs, rhs]| {
            if row && column {
                let times = |factor: Option<&Tensor>| factor.map(|factor| grad.try_mul(factor)).transpose();
                return Ok([times(rhs)?, times(lhs)?]);
            }
            // A vector is a matrix of one row or one column here.
            let (mut grad, mut lhs_sizes, mut rhs_sizes) = (grad.clone(), self.lhs_sizes, self.rhs_sizes);
            if row {
                grad = grad.try_unsqueeze(-2)?;
                lhs_sizes.insert("matmul", 0, 1)?;
            }
            if column {
                grad = grad.try_unsqueeze(-1)?;
                rhs_sizes.push("matmul", 1)?;
            }
            let lhs = lhs.map(|lhs| if row { lhs.try_unsqueeze(0) } else { Ok(lhs.clone()) }).transpose()?;
            let rhs = rhs.map(|rhs| if column { rhs.try_unsqueeze(-1) } else { Ok(rhs.clone()) }).transpose()?;
            let left = rhs.map(|rhs| left_gradient(&grad, &rhs, &lhs_sizes)).transpose()?;
            let right = lhs.map(|lhs| right_gradient(&grad, &lhs, &rhs_sizes)).transpose()?;
            Ok([
                left.map(|left| if row { left.try_squeeze_dim(0) } else { Ok(left) }).transpose()?,
                right.map(|right| if column { right.try_squeeze_dim(-1) } else { Ok(right) }).transpose()?,
            ])
        })?;
        Ok(sent.into_iter().collect())
    }

    fn release(&self) {
        self.factors.0.release();
    }
}

#[track_caller]
fn recorded(name: &'static str, lhs: &Tensor, rhs: &Tensor, out: Array) -> Result<Tensor> {
    record(&[Some(lhs), Some(rhs)], out, |_| {
        let (lhs_sizes, rhs_sizes) = (*lhs.array().sizes(), *rhs.array().sizes());
        Ok(MatmulBackward { name, lhs_sizes, rhs_sizes, factors: Factors::new(lhs, rhs)? })
    })
}

#[track_caller]
pub(crate) fn matmul(lhs: &Tensor, rhs: &Tensor) -> Result<Tensor> {
    let name = match (lhs.dim(), rhs.dim()) {
        (1, 1) => "DotBackward0",
        (2, 1) => "MvBackward0",
        (2, 2) => "MmBackward0",
        _ => "MatmulBackward0",
    };
    recorded(name, lhs, rhs, ops::matmul(lhs.array(), rhs.array())?)
}

#[track_caller]
pub(crate) fn mm(lhs: &Tensor, rhs: &Tensor) -> Result<Tensor> {
    recorded("MmBackward0", lhs, rhs, ops::mm(lhs.array(), rhs.array())?)
}

#[track_caller]
pub(crate) fn bmm(lhs: &Tensor, rhs: &Tensor) -> Result<Tensor> {
    recorded("BmmBackward0", lhs, rhs, ops::bmm(lhs.array(), rhs.array())?)
}

#[track_caller]
pub(crate) fn mv(matrix: &Tensor, vector: &Tensor) -> Result<Tensor> {
    recorded("MvBackward0", matrix, vector, ops::mv(matrix.array(), vector.array())?)
}

#[track_caller]
pub(crate) fn dot(lhs: &Tensor, rhs: &Tensor) -> Result<Tensor> {
    recorded("DotBackward0", lhs, rhs, ops::dot(lhs.array(), rhs.array())?)
}

/// An elementwise product, as in PyTorch: it takes any dtypes and has a gradient already.
#[track_caller]
pub(crate) fn outer(lhs: &Tensor, rhs: &Tensor) -> Result<Tensor> {
    ops::check_outer(lhs.array(), rhs.array())?;
    lhs.try_unsqueeze(1)?.try_mul(rhs)
}

/// The node of `addmm` and `baddbmm`.
struct AddProductBackward {
    name: &'static str,
    input_sizes: Dims,
    lhs_sizes: Dims,
    rhs_sizes: Dims,
    beta: Scalar,
    alpha: Scalar,
    factors: Factors,
}

/// `grad * factor`, or `grad` itself where that is the same.
#[track_caller]
fn scaled(grad: &Tensor, factor: Scalar) -> Result<Tensor> {
    if factor.as_complex() == Complex64::ONE { Ok(grad.clone()) } else { grad.try_mul(conjugate(factor)) }
}

impl Backward for AddProductBackward {
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let input = match node.needs_input_grad(0) {
            true => Some(scaled(grad, self.beta)?.try_sum_to_size(&self.input_sizes)?),
            false => None,
        };
        let [left, right] = self.factors.with(node, |[lhs, rhs]| {
            let grad = scaled(grad, self.alpha)?;
            let left = rhs.map(|rhs| left_gradient(&grad, rhs, &self.lhs_sizes)).transpose()?;
            let right = lhs.map(|lhs| right_gradient(&grad, lhs, &self.rhs_sizes)).transpose()?;
            Ok([left, right])
        })?;
        Ok(smallvec![input, left, right])
    }

    fn release(&self) {
        self.factors.0.release();
    }
}

/// One form of `beta * input + alpha * lhs @ rhs`.
#[derive(Clone, Copy)]
struct AddProduct<'a> {
    name: &'static str,
    input: &'a Tensor,
    lhs: &'a Tensor,
    rhs: &'a Tensor,
    beta: Scalar,
    alpha: Scalar,
}

impl AddProduct<'_> {
    fn run(&self) -> Result<Array> {
        let call = if self.name == "AddmmBackward0" { ops::addmm } else { ops::baddbmm };
        call(self.input.array(), self.lhs.array(), self.rhs.array(), self.beta, self.alpha)
    }

    fn backward(&self) -> Result<AddProductBackward> {
        let AddProduct { name, input, lhs, rhs, beta, alpha } = *self;
        let [input_sizes, lhs_sizes, rhs_sizes] = [input, lhs, rhs].map(|tensor| *tensor.array().sizes());
        let factors = Factors::new(lhs, rhs)?;
        Ok(AddProductBackward { name, input_sizes, lhs_sizes, rhs_sizes, beta, alpha, factors })
    }

    #[track_caller]
    fn record(&self) -> Result<Tensor> {
        record(&[Some(self.input), Some(self.lhs), Some(self.rhs)], self.run()?, |_| self.backward())
    }

    #[track_caller]
    fn record_in_place(&self, op: &'static str) -> Result<()> {
        let inputs = [Some(self.input), Some(self.lhs), Some(self.rhs)];
        record_in_place(op, self.input, &inputs, &self.run()?, || self.backward())
    }
}

#[track_caller]
pub(crate) fn addmm(x: &Tensor, mat1: &Tensor, mat2: &Tensor, beta: Scalar, alpha: Scalar) -> Result<Tensor> {
    AddProduct { name: "AddmmBackward0", input: x, lhs: mat1, rhs: mat2, beta, alpha }.record()
}

#[track_caller]
pub(crate) fn addmm_(x: &Tensor, mat1: &Tensor, mat2: &Tensor, beta: Scalar, alpha: Scalar) -> Result<()> {
    AddProduct { name: "AddmmBackward0", input: x, lhs: mat1, rhs: mat2, beta, alpha }.record_in_place("addmm_")
}

#[track_caller]
pub(crate) fn baddbmm(x: &Tensor, batch1: &Tensor, batch2: &Tensor, beta: Scalar, alpha: Scalar) -> Result<Tensor> {
    AddProduct { name: "BaddbmmBackward0", input: x, lhs: batch1, rhs: batch2, beta, alpha }.record()
}

#[track_caller]
pub(crate) fn baddbmm_(x: &Tensor, batch1: &Tensor, batch2: &Tensor, beta: Scalar, alpha: Scalar) -> Result<()> {
    AddProduct { name: "BaddbmmBackward0", input: x, lhs: batch1, rhs: batch2, beta, alpha }.record_in_place("baddbmm_")
}

/// The node of [`linear`].
struct LinearBackward {
    x_sizes: Dims,
    factors: Factors,
}

impl Backward for LinearBackward {
    fn name(&self) -> &'static str {
        "LinearBackward0"
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        let Some(Some(grad)) = grads.first() else { return Ok(Gradients::new()) };
        let rows = tall(grad)?;
        let [x, weight] = self.factors.with(node, |[x, weight]| {
            let x_grad = match weight {
                Some(weight) if self.x_sizes.len() == 2 => Some(rows.try_mm(weight)?),
                Some(weight) => Some(rows.try_mm(weight)?.try_reshape(signed(&self.x_sizes))?),
                None => None,
            };
            let weight_grad = x.map(|x| rows.try_t()?.try_mm(&tall(x)?)).transpose()?;
            Ok([x_grad, weight_grad])
        })?;
        let bias = match node.needs_input_grad(2) {
            true => Some(rows.try_sum_to_size(&rows.sizes()[1..])?),
            false => None,
        };
        Ok(smallvec![x, weight, bias])
    }

    fn release(&self) {
        self.factors.0.release();
    }
}

#[track_caller]
pub(crate) fn linear(x: &Tensor, weight: &Tensor, bias: Option<&Tensor>) -> Result<Tensor> {
    if weight.dim() == 1 {
        // PyTorch takes a weight that stands for a single output, whose dim is left out.
        let product = x.try_matmul(weight)?;
        return bias.map_or(Ok(product.clone()), |bias| product.try_add(bias));
    }
    let out = ops::linear(x.array(), weight.array(), bias.map(Tensor::array))?;
    record(&[Some(x), Some(weight), bias], out, |_| {
        Ok(LinearBackward { x_sizes: *x.array().sizes(), factors: Factors::new(x, weight)? })
    })
}
