//! PyTorch's overloads of the section `linalg`. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::aten::{IntoOutputs, Table};

pub(super) const TABLE: Table = &[
    ("linalg_cholesky.default", |c| c.tensor(0)?.try_linalg_cholesky(c.boolean(1)?).into_outputs()),
    ("linalg_cholesky_ex.default", |c| {
        c.tensor(0)?.try_linalg_cholesky_ex(c.boolean(1)?, c.boolean(2)?).into_outputs()
    }),
    ("cholesky_inverse.default", |c| c.tensor(0)?.try_cholesky_inverse(c.boolean(1)?).into_outputs()),
    ("cholesky_solve.default", |c| c.tensor(0)?.try_cholesky_solve(&c.tensor(1)?, c.boolean(2)?).into_outputs()),
    ("linalg_qr.default", |c| c.tensor(0)?.try_linalg_qr(c.text(1)?).into_outputs()),
    ("linalg_householder_product.default", |c| {
        c.tensor(0)?.try_linalg_householder_product(&c.tensor(1)?).into_outputs()
    }),
    ("linalg_lu_factor.default", |c| c.tensor(0)?.try_linalg_lu_factor(c.boolean(1)?).into_outputs()),
    ("linalg_lu_factor_ex.default", |c| {
        c.tensor(0)?.try_linalg_lu_factor_ex(c.boolean(1)?, c.boolean(2)?).into_outputs()
    }),
    ("linalg_lu.default", |c| c.tensor(0)?.try_linalg_lu(c.boolean(1)?).into_outputs()),
    ("linalg_inv.default", |c| c.tensor(0)?.try_linalg_inv().into_outputs()),
    ("inverse.default", |c| c.tensor(0)?.try_inverse().into_outputs()),
    ("linalg_inv_ex.default", |c| c.tensor(0)?.try_linalg_inv_ex(c.boolean(1)?).into_outputs()),
    ("linalg_tensorinv.default", |c| c.tensor(0)?.try_linalg_tensorinv(c.int(1)?).into_outputs()),
    ("linalg_tensorsolve.default", |c| {
        c.tensor(0)?.try_linalg_tensorsolve(&c.tensor(1)?, c.optional_ints(2)?).into_outputs()
    }),
    ("linalg_det.default", |c| c.tensor(0)?.try_linalg_det().into_outputs()),
    ("det.default", |c| c.tensor(0)?.try_det().into_outputs()),
    ("linalg_slogdet.default", |c| c.tensor(0)?.try_linalg_slogdet().into_outputs()),
    ("slogdet.default", |c| c.tensor(0)?.try_slogdet().into_outputs()),
    ("logdet.default", |c| c.tensor(0)?.try_logdet().into_outputs()),
    ("svd.default", |c| c.tensor(0)?.try_svd(c.boolean(1)?, c.boolean(2)?).into_outputs()),
    ("linalg_cond.default", |c| c.tensor(0)?.try_linalg_cond(c.optional_scalar(1)?).into_outputs()),
    ("linalg_pinv.atol_rtol_tensor", |c| {
        c.tensor(0)?
            .try_linalg_pinv(c.optional_tensor(1)?.as_ref(), c.optional_tensor(2)?.as_ref(), c.boolean(3)?)
            .into_outputs()
    }),
    ("pinverse.default", |c| c.tensor(0)?.try_pinverse(c.float(1)?).into_outputs()),
    ("linalg_matrix_rank.atol_rtol_tensor", |c| {
        c.tensor(0)?
            .try_linalg_matrix_rank(c.optional_tensor(1)?.as_ref(), c.optional_tensor(2)?.as_ref(), c.boolean(3)?)
            .into_outputs()
    }),
    ("linalg_matrix_exp.default", |c| c.tensor(0)?.try_linalg_matrix_exp().into_outputs()),
    ("matrix_exp.default", |c| c.tensor(0)?.try_matrix_exp().into_outputs()),
    ("linalg_matrix_power.default", |c| c.tensor(0)?.try_linalg_matrix_power(c.int(1)?).into_outputs()),
    ("matrix_power.default", |c| c.tensor(0)?.try_matrix_power(c.int(1)?).into_outputs()),
    ("linalg_multi_dot.default", |c| cresset_autograd::Tensor::try_linalg_multi_dot(&c.tensors(0)?).into_outputs()),
    ("linalg_cross.default", |c| c.tensor(0)?.try_linalg_cross(&c.tensor(1)?, c.int(2)?).into_outputs()),
    ("cross.default", |c| c.tensor(0)?.try_cross(&c.tensor(1)?, c.optional_int(2)?).into_outputs()),
    ("linalg_vector_norm.default", |c| {
        c.tensor(0)?
            .try_linalg_vector_norm(c.scalar(1)?, c.optional_ints(2)?, c.boolean(3)?, c.optional_dtype(4)?)
            .into_outputs()
    }),
    ("linalg_matrix_norm.default", |c| {
        c.tensor(0)?
            .try_linalg_matrix_norm(c.scalar(1)?, c.ints(2)?, c.boolean(3)?, c.optional_dtype(4)?)
            .into_outputs()
    }),
    ("linalg_matrix_norm.str_ord", |c| {
        c.tensor(0)?
            .try_linalg_matrix_norm_str(c.text(1)?, c.ints(2)?, c.boolean(3)?, c.optional_dtype(4)?)
            .into_outputs()
    }),
    ("linalg_norm.default", |c| {
        c.tensor(0)?
            .try_linalg_norm(c.optional_scalar(1)?, c.optional_ints(2)?, c.boolean(3)?, c.optional_dtype(4)?)
            .into_outputs()
    }),
];
