//! Overloads of linear algebra whose arguments are not those of one method by name.

use cresset_autograd::{Options, Result, Tensor};

use super::defects;
use crate::aten::{Arguments, IntoOutputs, Outputs, Table};

pub(super) const TABLE: Table = &[
    ("einsum.default", |c| Tensor::try_einsum(c.text(0)?, &c.tensors(1)?).into_outputs()),
    ("bmm.default", |c| {
        let (lhs, rhs) = defects::operands(c.tensor(0)?, c.tensor(1)?)?;
        lhs.try_bmm(&rhs).into_outputs()
    }),
    ("linalg_solve.default", |c| c.tensor(0)?.try_linalg_solve(&c.tensor(1)?, c.boolean(2)?).into_outputs()),
    ("_linalg_solve_ex.default", |c| {
        let [out, lu, pivots, info] = c.tensor(0)?.try_linalg_solve_lu(&c.tensor(1)?, c.boolean(2)?, c.boolean(3)?)?;
        (out, lu, pivots, info).into_outputs()
    }),
    ("linalg_solve_triangular.default", |c| {
        let (left, unit) = (c.boolean(3)?, c.boolean(4)?);
        c.tensor(0)?.try_linalg_solve_triangular(&c.tensor(1)?, c.boolean(2)?, left, unit).into_outputs()
    }),
    ("triangular_solve.default", |c| {
        let (upper, transpose, unit) = (c.boolean(2)?, c.boolean(3)?, c.boolean(4)?);
        c.tensor(0)?.try_triangular_solve(&c.tensor(1)?, upper, transpose, unit).into_outputs()
    }),
    ("_linalg_det.default", |c| {
        let [det, lu, pivots] = c.tensor(0)?.try_linalg_det_lu()?;
        (det, lu, pivots).into_outputs()
    }),
    ("_linalg_slogdet.default", |c| {
        let [sign, logarithm, lu, pivots] = c.tensor(0)?.try_linalg_slogdet_lu()?;
        (sign, logarithm, lu, pivots).into_outputs()
    }),
    ("linalg_diagonal.default", |c| c.tensor(0)?.try_diagonal(c.int(1)?, c.int(2)?, c.int(3)?).into_outputs()),
    ("linalg_norm.ord_str", |c| {
        let dims = c.optional_ints(2)?.unwrap_or(&[-2, -1]);
        c.tensor(0)?.try_linalg_matrix_norm_str(c.text(1)?, dims, c.boolean(3)?, c.optional_dtype(4)?).into_outputs()
    }),
    ("linalg_eigh.default", |c| c.tensor(0)?.try_linalg_eigh(c.text(1)?).into_outputs()),
    ("linalg_eigvalsh.default", |c| c.tensor(0)?.try_linalg_eigvalsh(c.text(1)?).into_outputs()),
    ("_linalg_eigh.default", eigh),
    ("linalg_svd.default", |c| {
        no_driver(c, 2)?;
        c.tensor(0)?.try_linalg_svd(c.boolean(1)?).into_outputs()
    }),
    ("_linalg_svd.default", |c| {
        no_driver(c, 3)?;
        let [u, values, vh] = c.tensor(0)?.try_linalg_svd_parts(c.boolean(1)?, c.boolean(2)?)?;
        (u, values, vh).into_outputs()
    }),
    ("linalg_svdvals.default", |c| {
        no_driver(c, 1)?;
        c.tensor(0)?.try_linalg_svdvals().into_outputs()
    }),
];

/// Refuses the choice of a method that PyTorch has on other devices.
fn no_driver(c: &Arguments<'_>, at: usize) -> Result<()> {
    if c.is_none(at) { Ok(()) } else { Err(c.refused(at, "drivers are for other devices; leave it out")) }
}

fn eigh(c: &Arguments<'_>) -> Result<Outputs> {
    let x = c.tensor(0)?;
    if c.boolean(2)? {
        return x.try_linalg_eigh(c.text(1)?).into_outputs();
    }
    (x.try_linalg_eigvalsh(c.text(1)?)?, Options::like(&x).try_empty([0])?).into_outputs()
}
