//! Decompositions of matrices, solving with them, and norms. Every gradient is a formula of recorded operators, so it
//! has gradients of its own.

mod cholesky;
mod determinant;
mod equations;
mod lu;
mod norms;
mod powers;
mod pseudo_inverse;
mod qr;
mod spectrum;
mod triangular;

use std::panic::Location;

use cresset_ops::Array;
use cresset_storage::Result;

use crate::graph::{Backward, Edge, Gradients, Node, NodeRef};
use crate::record::{Keep, is_recorded};
use crate::saved::Saved;
use crate::{Options, Tensor};

pub(crate) use cholesky::{cholesky, cholesky_inverse, cholesky_solve, linalg_cholesky, linalg_cholesky_ex};
pub(crate) use determinant::{det, linalg_det, linalg_slogdet, logdet, slogdet};
pub(crate) use equations::{
    inverse, linalg_inv, linalg_inv_ex, linalg_solve, linalg_solve_ex, linalg_tensorinv, linalg_tensorsolve,
};
pub(crate) use lu::{linalg_lu, linalg_lu_factor, linalg_lu_factor_ex, linalg_lu_solve};
pub(crate) use norms::{linalg_cond, linalg_matrix_norm, linalg_matrix_norm_str, linalg_norm, linalg_vector_norm};
pub(crate) use powers::{
    cross, linalg_cross, linalg_matrix_exp, linalg_matrix_power, linalg_multi_dot, matrix_exp, matrix_power,
};
pub(crate) use pseudo_inverse::{linalg_lstsq, linalg_matrix_rank, linalg_pinv, pinverse};
pub(crate) use qr::{linalg_householder_product, linalg_qr, qr};
pub(crate) use spectrum::{linalg_eigh, linalg_eigvalsh, linalg_svd, linalg_svdvals, svd};
pub(crate) use triangular::{linalg_solve_triangular, triangular_solve};

/// What a node keeps.
enum Kept {
    /// An input of the call.
    Input(usize),
    /// An output of the call.
    Output(usize),
    /// An output that has no gradient.
    Constant(usize),
}

/// A node whose gradients are a formula of the gradients of the outputs and of what it keeps.
struct Formula<F> {
    name: &'static str,
    kept: Keep<Vec<Saved>>,
    formula: F,
}

impl<F> Backward for Formula<F>
where
    F: Fn(&NodeRef, &[Option<Tensor>], &[Tensor]) -> Result<Gradients> + Send + Sync + 'static,
{
    fn name(&self) -> &'static str {
        self.name
    }

    fn apply(&self, node: &NodeRef, grads: &[Option<Tensor>]) -> Result<Gradients> {
        if grads.iter().all(Option::is_none) {
            return Ok(Gradients::new());
        }
        let tensors: Vec<Tensor> =
            self.kept.with(node, |kept| kept.iter().map(|saved| saved.tensor(node)).collect())?;
        (self.formula)(node, grads, &tensors)
    }

    fn release(&self) {
        self.kept.release();
    }
}

/// The results of a call, of which the first `differentiable` have gradients.
#[track_caller]
fn recorded<const N: usize, F>(
    name: &'static str,
    inputs: &[&Tensor],
    outputs: [Array; N],
    differentiable: usize,
    keep: &[Kept],
    formula: F,
) -> Result<[Tensor; N]>
where
    F: Fn(&NodeRef, &[Option<Tensor>], &[Tensor]) -> Result<Gradients> + Send + Sync + 'static,
{
    let all: Vec<Option<&Tensor>> = inputs.iter().copied().map(Some).collect();
    if !is_recorded(&all) {
        return Ok(outputs.map(Tensor::new));
    }
    let save = |kept: &Kept| match *kept {
        Kept::Input(at) => Saved::input(inputs[at]),
        Kept::Output(at) => Ok(Saved::output(&outputs[at], at)),
        Kept::Constant(at) => Saved::input(&Tensor::new(outputs[at].clone())),
    };
    let kept = Keep::new(keep.iter().map(save).collect::<Result<Vec<Saved>>>()?);
    let edges = inputs.iter().map(|input| input.edge()).collect();
    let node = Node::record(edges, differentiable, Location::caller(), Formula { name, kept, formula });
    let mut output = 0;
    Ok(outputs.map(|array| {
        output += 1;
        match output <= differentiable {
            true => Tensor::recorded(array, Edge { node: node.clone(), output: output - 1 }),
            false => Tensor::new(array),
        }
    }))
}

/// The one result of a call, as [`recorded`].
#[track_caller]
fn recorded_one<F>(name: &'static str, inputs: &[&Tensor], out: Array, keep: &[Kept], formula: F) -> Result<Tensor>
where
    F: Fn(&NodeRef, &[Option<Tensor>], &[Tensor]) -> Result<Gradients> + Send + Sync + 'static,
{
    let [out] = recorded(name, inputs, [out], 1, keep, formula)?;
    Ok(out)
}

/// The adjoint of each matrix.
#[track_caller]
fn adjoint(x: &Tensor) -> Result<Tensor> {
    x.try_transpose(-2, -1)?.try_conj()
}

/// The diagonal of each matrix.
#[track_caller]
fn diagonal(x: &Tensor) -> Result<Tensor> {
    x.try_diagonal(0, -2, -1)
}

/// Whether a place of an `n` by `n` matrix is on the diagonal.
fn on_diagonal(like: &Tensor, n: usize) -> Result<Tensor> {
    Options::new().dtype(cresset_storage::DType::Bool).device(like.device()).try_eye(n)
}

/// The identity matrix.
fn identity(like: &Tensor, n: usize) -> Result<Tensor> {
    Options::like(like).try_eye(n)
}

/// Square matrices with `values` on the diagonal.
#[track_caller]
fn diagonal_matrix(values: &Tensor) -> Result<Tensor> {
    on_diagonal(values, values.try_size(-1)?)?.try_where_self(&values.try_unsqueeze(-1)?, 0.0)
}

/// The matrices with `values` on the diagonal in place of what is there.
#[track_caller]
fn with_diagonal(x: &Tensor, values: impl crate::AsOperand) -> Result<Tensor> {
    on_diagonal(x, x.try_size(-1)?)?.try_where_self(values, x)
}

/// The sum of two gradients that may be absent.
#[track_caller]
fn sum(lhs: Option<Tensor>, rhs: Option<Tensor>) -> Result<Option<Tensor>> {
    Ok(match (lhs, rhs) {
        (Some(lhs), Some(rhs)) => Some(lhs.try_add(&rhs)?),
        (lhs, rhs) => lhs.or(rhs),
    })
}

/// The gradient of an output.
fn gradient(grads: &[Option<Tensor>], output: usize) -> Option<&Tensor> {
    grads.get(output).and_then(Option::as_ref)
}

/// Sizes without the last two: those of the batch.
fn lead(x: &Tensor) -> &[usize] {
    &x.sizes()[..x.dim().saturating_sub(2)]
}

fn signed(sizes: &[usize]) -> Vec<i64> {
    sizes.iter().map(|&size| size as i64).collect()
}
