//! Gradients of method rows against differences. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::harness;
use cresset_autograd::{DType, FftNorm, GridMode, GridPadding, InterpolateMode, PadMode, Reduction, Tensor};

#[test]
fn sum_0() {
    harness::method(|t| t[0].try_sum(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn sum_dim_0() {
    harness::method(|t| t[0].try_sum_dim([1], false), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn sum_dim_1() {
    harness::method(|t| t[0].try_sum_dim([0, -1], true), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn mean_0() {
    harness::method(|t| t[0].try_mean(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn mean_dim_0() {
    harness::method(|t| t[0].try_mean_dim([1], false), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn mean_dim_1() {
    harness::method(|t| t[0].try_mean_dim([0, -1], true), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn prod_0() {
    harness::method(|t| t[0].try_prod(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn prod_dim_0() {
    harness::method(|t| t[0].try_prod_dim(1, false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn prod_dim_1() {
    harness::method(|t| t[0].try_prod_dim(0, true), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn amax_0() {
    harness::method(|t| t[0].try_amax([1], false), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn amax_1() {
    harness::method(|t| t[0].try_amax([0, 2], true), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn amin_0() {
    harness::method(|t| t[0].try_amin([1], false), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn amin_1() {
    harness::method(|t| t[0].try_amin([0, 2], true), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn max_0() {
    harness::method(|t| t[0].try_max(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn min_0() {
    harness::method(|t| t[0].try_min(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn max_dim_0() {
    harness::method(|t| t[0].try_max_dim(1, false).map(|(first, _)| first), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn max_dim_1() {
    harness::method(|t| t[0].try_max_dim(0, true).map(|(first, _)| first), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn min_dim_0() {
    harness::method(|t| t[0].try_min_dim(1, false).map(|(first, _)| first), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn min_dim_1() {
    harness::method(|t| t[0].try_min_dim(0, true).map(|(first, _)| first), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn var_0() {
    harness::method(|t| t[0].try_var(None, 1.0, false), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn var_1() {
    harness::method(|t| t[0].try_var(Some(&[0, 2]), 0.0, true), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn std_0() {
    harness::method(|t| t[0].try_std(None, 1.0, false), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn std_1() {
    harness::method(|t| t[0].try_std(Some(&[0, 2]), 0.0, true), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn norm_0() {
    harness::method(|t| t[0].try_norm(2.0, None, false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn norm_1() {
    harness::method(|t| t[0].try_norm(1.0, Some(&[1]), true), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn norm_2() {
    harness::method(|t| t[0].try_norm(3.0, Some(&[0]), false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn logsumexp_0() {
    harness::method(|t| t[0].try_logsumexp([1], false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn logsumexp_1() {
    harness::method(|t| t[0].try_logsumexp([0, 1], true), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn cumsum_0() {
    harness::method(|t| t[0].try_cumsum(1), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn cumsum_1() {
    harness::method(|t| t[0].try_cumsum(0), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn cumprod_0() {
    harness::method(|t| t[0].try_cumprod(1), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn cumprod_1() {
    harness::method(|t| t[0].try_cumprod(0), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn float_power_0() {
    harness::method(|t| t[0].try_float_power(&t[1]), &[(&[2, 3], 0.5, 2.0), (&[3], 0.5, 2.0)]);
}

#[test]
fn float_power_1() {
    harness::method(|t| t[0].try_float_power(3.0), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn round_decimals_0() {
    harness::method(|t| t[0].try_round_decimals(0), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn aminmax_0() {
    harness::method(|t| t[0].try_aminmax(None, false).map(|(first, _)| first), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn aminmax_1() {
    harness::method(|t| t[0].try_aminmax(Some(1), true).map(|(first, _)| first), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn median_0() {
    harness::method(|t| t[0].try_median(), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn median_dim_0() {
    harness::method(|t| t[0].try_median_dim(1, false).map(|(first, _)| first), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn median_dim_1() {
    harness::method(|t| t[0].try_median_dim(0, true).map(|(first, _)| first), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn nanmedian_0() {
    harness::method(|t| t[0].try_nanmedian(), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn nanmedian_dim_0() {
    harness::method(|t| t[0].try_nanmedian_dim(1, false).map(|(first, _)| first), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn mode_0() {
    harness::method(|t| t[0].try_mode(1, false).map(|(first, _)| first), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn quantile_0() {
    harness::method(|t| t[0].try_quantile(0.4, Some(1), false, "linear"), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn quantile_1() {
    harness::method(|t| t[0].try_quantile(0.3, None, true, "midpoint"), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn quantile_2() {
    harness::method(|t| t[0].try_quantile(0.5, Some(0), true, "higher"), &[(&[4, 2], -2.0, 2.0)]);
}

#[test]
fn nanquantile_0() {
    harness::method(|t| t[0].try_nanquantile(0.4, Some(1), false, "linear"), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn msort_0() {
    harness::method(|t| t[0].try_msort(), &[(&[4, 2], -2.0, 2.0)]);
}

#[test]
fn nansum_0() {
    harness::method(|t| t[0].try_nansum(None, false, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn nansum_1() {
    harness::method(|t| t[0].try_nansum(Some(&[1]), true, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn nanmean_0() {
    harness::method(|t| t[0].try_nanmean(None, false, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn nanmean_1() {
    harness::method(|t| t[0].try_nanmean(Some(&[1]), true, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn std_mean_0() {
    harness::method(
        |t| t[0].try_std_mean(Some(&[0, 2]), 1.0, false).map(|(first, _)| first),
        &[(&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn var_mean_0() {
    harness::method(
        |t| t[0].try_var_mean(Some(&[0, 2]), 1.0, false).map(|(first, _)| first),
        &[(&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn dist_0() {
    harness::method(|t| t[0].try_dist(&t[1], 2.0), &[(&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn dist_1() {
    harness::method(|t| t[0].try_dist(&t[1], 3.0), &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn trace_0() {
    harness::method(|t| t[0].try_trace(), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn renorm_0() {
    harness::method(|t| t[0].try_renorm(2.0, 0, 1.0), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn renorm_1() {
    harness::method(|t| t[0].try_renorm(3.0, -2, 2.0), &[(&[2, 3, 2], -2.0, 2.0)]);
}

#[test]
fn cov_0() {
    harness::method(|t| t[0].try_cov(1), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn corrcoef_0() {
    harness::method(|t| t[0].try_corrcoef(), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn segment_reduce_0() {
    harness::method(
        |t| t[0].try_segment_reduce("sum", Some(&harness::indices(&[1, 0, 3], &[3])), None, 0, false, None),
        &[(&[4, 2], -2.0, 2.0)],
    );
}

#[test]
fn segment_reduce_1() {
    harness::method(
        |t| t[0].try_segment_reduce("mean", Some(&harness::indices(&[1, 2, 2, 1], &[2, 2])), None, 1, false, None),
        &[(&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn segment_reduce_2() {
    harness::method(
        |t| t[0].try_segment_reduce("prod", None, Some(&harness::indices(&[0, 1, 4], &[3])), 0, false, None),
        &[(&[4], -2.0, 2.0)],
    );
}

#[test]
fn segment_reduce_3() {
    harness::method(
        |t| t[0].try_segment_reduce("max", None, Some(&harness::indices(&[0, 1, 4], &[3])), 0, false, None),
        &[(&[4], -2.0, 2.0)],
    );
}

#[test]
fn cummax_0() {
    harness::method(|t| t[0].try_cummax(1).map(|(first, _)| first), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn cummax_1() {
    harness::method(|t| t[0].try_cummax(0).map(|(first, _)| first), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn cummin_0() {
    harness::method(|t| t[0].try_cummin(1).map(|(first, _)| first), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn cummin_1() {
    harness::method(|t| t[0].try_cummin(0).map(|(first, _)| first), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn logcumsumexp_0() {
    harness::method(|t| t[0].try_logcumsumexp(1), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn logcumsumexp_1() {
    harness::method(|t| t[0].try_logcumsumexp(0), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn trapezoid_0() {
    harness::method(|t| t[0].try_trapezoid(0.5, 1), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn trapezoid_x_0() {
    harness::method(|t| t[0].try_trapezoid_x(&t[1], 1), &[(&[2, 4], -2.0, 2.0), (&[4], -2.0, 2.0)]);
}

#[test]
fn cumulative_trapezoid_0() {
    harness::method(|t| t[0].try_cumulative_trapezoid(0.5, 1), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn diff_0() {
    harness::method(|t| t[0].try_diff(2, 1, None, None), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn diff_1() {
    harness::method(|t| t[0].try_diff(1, 0, Some(&t[1]), Some(&t[1])), &[(&[2, 3], -2.0, 2.0), (&[1, 3], -2.0, 2.0)]);
}

#[test]
fn matmul_0() {
    harness::method(|t| t[0].try_matmul(&t[1]), &[(&[3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn matmul_1() {
    harness::method(|t| t[0].try_matmul(&t[1]), &[(&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn matmul_2() {
    harness::method(|t| t[0].try_matmul(&t[1]), &[(&[3], -2.0, 2.0), (&[3, 2], -2.0, 2.0)]);
}

#[test]
fn matmul_3() {
    harness::method(|t| t[0].try_matmul(&t[1]), &[(&[2, 3], -2.0, 2.0), (&[3, 4], -2.0, 2.0)]);
}

#[test]
fn matmul_4() {
    harness::method(|t| t[0].try_matmul(&t[1]), &[(&[2, 1, 2, 3], -2.0, 2.0), (&[3, 3, 2], -2.0, 2.0)]);
}

#[test]
fn matmul_5() {
    harness::method(|t| t[0].try_matmul(&t[1]), &[(&[2, 2, 3], -2.0, 2.0), (&[3, 2], -2.0, 2.0)]);
}

#[test]
fn matmul_6() {
    harness::method(|t| t[0].try_matmul(&t[1]), &[(&[2, 2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn matmul_7() {
    harness::method(|t| t[0].try_matmul(&t[1]), &[(&[3], -2.0, 2.0), (&[2, 3, 2], -2.0, 2.0)]);
}

#[test]
fn mm_0() {
    harness::method(|t| t[0].try_mm(&t[1]), &[(&[2, 3], -2.0, 2.0), (&[3, 4], -2.0, 2.0)]);
}

#[test]
fn bmm_0() {
    harness::method(|t| t[0].try_bmm(&t[1]), &[(&[2, 2, 3], -2.0, 2.0), (&[2, 3, 2], -2.0, 2.0)]);
}

#[test]
fn mv_0() {
    harness::method(|t| t[0].try_mv(&t[1]), &[(&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn dot_0() {
    harness::method(|t| t[0].try_dot(&t[1]), &[(&[4], -2.0, 2.0), (&[4], -2.0, 2.0)]);
}

#[test]
fn outer_0() {
    harness::method(|t| t[0].try_outer(&t[1]), &[(&[3], -2.0, 2.0), (&[2], -2.0, 2.0)]);
}

#[test]
fn addmm_0() {
    harness::method(
        |t| t[0].try_addmm(&t[1], &t[2], 1.0, 1.0),
        &[(&[2, 4], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[3, 4], -2.0, 2.0)],
    );
}

#[test]
fn addmm_1() {
    harness::method(
        |t| t[0].try_addmm(&t[1], &t[2], 0.5, 2.0),
        &[(&[4], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[3, 4], -2.0, 2.0)],
    );
}

#[test]
fn baddbmm_0() {
    harness::method(
        |t| t[0].try_baddbmm(&t[1], &t[2], 0.5, 2.0),
        &[(&[2, 2, 2], -2.0, 2.0), (&[2, 2, 3], -2.0, 2.0), (&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn linear_0() {
    harness::method(
        |t| t[0].try_linear(&t[1], Some(&t[2])),
        &[(&[2, 3], -2.0, 2.0), (&[4, 3], -2.0, 2.0), (&[4], -2.0, 2.0)],
    );
}

#[test]
fn linear_1() {
    harness::method(|t| t[0].try_linear(&t[1], None), &[(&[2, 2, 3], -2.0, 2.0), (&[4, 3], -2.0, 2.0)]);
}

#[test]
fn linear_2() {
    harness::method(
        |t| t[0].try_linear(&t[1], Some(&t[2])),
        &[(&[3], -2.0, 2.0), (&[4, 3], -2.0, 2.0), (&[4], -2.0, 2.0)],
    );
}

#[test]
fn linear_3() {
    harness::method(
        |t| t[0].try_linear(&t[1], Some(&t[2])),
        &[(&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0), (&[], -2.0, 2.0)],
    );
}

#[test]
fn linalg_cholesky_0() {
    harness::method(|t| harness::positive(&t[0])?.try_linalg_cholesky(false), &[(&[3, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_cholesky_1() {
    harness::method(|t| harness::positive(&t[0])?.try_linalg_cholesky(true), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_cholesky_ex_0() {
    harness::method(
        |t| harness::positive(&t[0])?.try_linalg_cholesky_ex(false, true).map(|(first, _)| first),
        &[(&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn cholesky_0() {
    harness::method(|t| harness::positive(&t[0])?.try_cholesky(true), &[(&[2, 2], -2.0, 2.0)]);
}

#[test]
fn cholesky_inverse_0() {
    harness::method(|t| harness::lower(&t[0])?.try_cholesky_inverse(false), &[(&[3, 3], -2.0, 2.0)]);
}

#[test]
fn cholesky_inverse_1() {
    harness::method(|t| harness::upper(&t[0])?.try_cholesky_inverse(true), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn cholesky_solve_0() {
    harness::method(
        |t| t[0].try_cholesky_solve(&harness::lower(&t[1])?, false),
        &[(&[3, 2], -2.0, 2.0), (&[2, 3, 3], -2.0, 2.0)],
    );
}

#[test]
fn cholesky_solve_1() {
    harness::method(
        |t| t[0].try_cholesky_solve(&harness::upper(&t[1])?, true),
        &[(&[2, 3, 1], -2.0, 2.0), (&[3, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_solve_triangular_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_solve_triangular(&t[1], true, true, false),
        &[(&[3, 3], -2.0, 2.0), (&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn linalg_solve_triangular_1() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_solve_triangular(&t[1], false, false, false),
        &[(&[2, 3, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_solve_triangular_2() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_solve_triangular(&t[1], false, true, true),
        &[(&[2, 2], -2.0, 2.0), (&[2, 1], -2.0, 2.0)],
    );
}

#[test]
fn triangular_solve_0() {
    harness::method(
        |t| t[0].try_triangular_solve(&harness::conditioned(&t[1])?, true, false, false).map(|(first, _)| first),
        &[(&[3, 2], -2.0, 2.0), (&[2, 3, 3], -2.0, 2.0)],
    );
}

#[test]
fn triangular_solve_1() {
    harness::method(
        |t| t[0].try_triangular_solve(&harness::conditioned(&t[1])?, false, true, true).map(|(first, _)| first),
        &[(&[3, 2], -2.0, 2.0), (&[3, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_qr_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_qr("complete").map(|(first, _)| first),
        &[(&[3, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_qr_1() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_qr("reduced").map(|(first, _)| first),
        &[(&[4, 2], -2.0, 2.0)],
    );
}

#[test]
fn linalg_qr_2() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_qr("reduced").map(|(first, _)| first),
        &[(&[2, 2, 4], -2.0, 2.0)],
    );
}

#[test]
fn qr_0() {
    harness::method(|t| harness::conditioned(&t[0])?.try_qr(true).map(|(first, _)| first), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_householder_product_0() {
    harness::method(|t| t[0].try_linalg_householder_product(&t[1]), &[(&[3, 2], -2.0, 2.0), (&[2], -2.0, 2.0)]);
}

#[test]
fn linalg_householder_product_1() {
    harness::method(|t| t[0].try_linalg_householder_product(&t[1]), &[(&[2, 3, 3], -2.0, 2.0), (&[2, 1], -2.0, 2.0)]);
}

#[test]
fn linalg_lu_factor_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_lu_factor(true).map(|(first, _)| first),
        &[(&[3, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_lu_factor_ex_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_lu_factor_ex(true, false).map(|(first, _, _)| first),
        &[(&[2, 3, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_lu_factor_ex_1() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_lu_factor_ex(true, false).map(|(first, _, _)| first),
        &[(&[4, 2], -2.0, 2.0)],
    );
}

#[test]
fn linalg_lu_factor_ex_2() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_lu_factor_ex(true, true).map(|(first, _, _)| first),
        &[(&[2, 4], -2.0, 2.0)],
    );
}

#[test]
fn linalg_lu_solve_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_lu_solve(&harness::indices(&[2, 2], &[2]), &t[1], true, false),
        &[(&[2, 2], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_lu_solve_1() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_lu_solve(&harness::indices(&[1, 2], &[2]), &t[1], false, true),
        &[(&[2, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn linalg_inv_0() {
    harness::method(|t| harness::conditioned(&t[0])?.try_linalg_inv(), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn inverse_0() {
    harness::method(|t| harness::conditioned(&t[0])?.try_inverse(), &[(&[2, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_inv_ex_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_inv_ex(false).map(|(first, _)| first),
        &[(&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn linalg_solve_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_solve(&t[1], true),
        &[(&[3, 3], -2.0, 2.0), (&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn linalg_solve_1() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_solve(&t[1], true),
        &[(&[2, 3, 3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_solve_2() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_solve(&t[1], true),
        &[(&[2, 3, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_solve_3() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_solve(&t[1], false),
        &[(&[3, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_solve_ex_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_solve_ex(&t[1], true, false).map(|(first, _)| first),
        &[(&[2, 2], -2.0, 2.0), (&[2, 1], -2.0, 2.0)],
    );
}

#[test]
fn linalg_tensorinv_0() {
    harness::method(|t| t[0].try_linalg_tensorinv(1), &[(&[4, 2, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_tensorsolve_0() {
    harness::method(|t| t[0].try_linalg_tensorsolve(&t[1], None), &[(&[2, 2, 4], -2.0, 2.0), (&[2, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_tensorsolve_1() {
    harness::method(
        |t| t[0].try_linalg_tensorsolve(&t[1], Some(&[0])),
        &[(&[4, 2, 2], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn linalg_det_0() {
    harness::method(|t| harness::conditioned(&t[0])?.try_linalg_det(), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_det_1() {
    harness::method(|t| t[0].try_linalg_det(), &[(&[1, 1], -2.0, 2.0)]);
}

#[test]
fn det_0() {
    harness::method(|t| harness::conditioned(&t[0])?.try_det(), &[(&[2, 2], -2.0, 2.0)]);
}

#[test]
fn logdet_0() {
    harness::method(|t| harness::positive(&t[0])?.try_logdet(), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_eigh_0() {
    harness::method(
        |t| harness::symmetric(&t[0])?.try_linalg_eigh("L").map(|(first, _)| first),
        &[(&[3, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_eigvalsh_0() {
    harness::method(|t| harness::symmetric(&t[0])?.try_linalg_eigvalsh("U"), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_svd_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_svd(false).map(|(first, _, _)| first),
        &[(&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn svd_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_svd(true, true).map(|(first, _, _)| first),
        &[(&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn linalg_svdvals_0() {
    harness::method(|t| harness::conditioned(&t[0])?.try_linalg_svdvals(), &[(&[2, 2, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_svdvals_1() {
    harness::method(|t| harness::conditioned(&t[0])?.try_linalg_svdvals(), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_cond_0() {
    harness::method(|t| harness::conditioned(&t[0])?.try_linalg_cond(None), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_cond_1() {
    harness::method(|t| harness::conditioned(&t[0])?.try_linalg_cond(Some(Into::into(1.0))), &[(&[3, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_pinv_0() {
    harness::method(|t| harness::conditioned(&t[0])?.try_linalg_pinv(None, None, false), &[(&[2, 3, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_pinv_1() {
    harness::method(|t| harness::conditioned(&t[0])?.try_linalg_pinv(None, None, false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_pinv_2() {
    harness::method(|t| harness::symmetric(&t[0])?.try_linalg_pinv(None, None, true), &[(&[3, 3], -2.0, 2.0)]);
}

#[test]
fn pinverse_0() {
    harness::method(|t| harness::conditioned(&t[0])?.try_pinverse(1e-15), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_lstsq_0() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_lstsq(&t[1]),
        &[(&[4, 2], -2.0, 2.0), (&[4, 3], -2.0, 2.0)],
    );
}

#[test]
fn linalg_lstsq_1() {
    harness::method(
        |t| harness::conditioned(&t[0])?.try_linalg_lstsq(&t[1]),
        &[(&[2, 4], -2.0, 2.0), (&[2, 1], -2.0, 2.0)],
    );
}

#[test]
fn linalg_matrix_exp_0() {
    harness::method(|t| t[0].try_linalg_matrix_exp(), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn matrix_exp_0() {
    harness::method(|t| t[0].try_matrix_exp(), &[(&[2, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_matrix_power_0() {
    harness::method(|t| t[0].try_linalg_matrix_power(5), &[(&[2, 2, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_matrix_power_1() {
    harness::method(|t| t[0].try_linalg_matrix_power(1), &[(&[2, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_matrix_power_2() {
    harness::method(|t| harness::conditioned(&t[0])?.try_linalg_matrix_power(-2), &[(&[2, 2], -2.0, 2.0)]);
}

#[test]
fn matrix_power_0() {
    harness::method(|t| t[0].try_matrix_power(2), &[(&[2, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_multi_dot_0() {
    harness::method(
        |t| Tensor::try_linalg_multi_dot(&[&t[0], &t[1], &t[2]]),
        &[(&[2, 3], -2.0, 2.0), (&[3, 4], -2.0, 2.0), (&[4, 2], -2.0, 2.0)],
    );
}

#[test]
fn linalg_multi_dot_1() {
    harness::method(
        |t| Tensor::try_linalg_multi_dot(&[&t[0], &t[1], &t[2]]),
        &[(&[3], -2.0, 2.0), (&[3, 4], -2.0, 2.0), (&[4], -2.0, 2.0)],
    );
}

#[test]
fn linalg_cross_0() {
    harness::method(|t| t[0].try_linalg_cross(&t[1], -1), &[(&[2, 3], -2.0, 2.0), (&[1, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_cross_1() {
    harness::method(|t| t[0].try_linalg_cross(&t[1], 0), &[(&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)]);
}

#[test]
fn cross_0() {
    harness::method(|t| t[0].try_cross(&t[1], None), &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_vector_norm_0() {
    harness::method(|t| t[0].try_linalg_vector_norm(3.0, Some(&[1]), false, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_vector_norm_1() {
    harness::method(|t| t[0].try_linalg_vector_norm(2.0, None, true, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_matrix_norm_0() {
    harness::method(|t| t[0].try_linalg_matrix_norm(1.0, [-2, -1], false, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_matrix_norm_1() {
    harness::method(|t| t[0].try_linalg_matrix_norm(2.0, [2, 0], true, None), &[(&[3, 2, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_matrix_norm_2() {
    harness::method(|t| t[0].try_linalg_matrix_norm(-2.0, [0, 1], false, None), &[(&[2, 2, 2], -2.0, 2.0)]);
}

#[test]
fn linalg_matrix_norm_str_0() {
    harness::method(|t| t[0].try_linalg_matrix_norm_str("fro", [-2, -1], false, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_matrix_norm_str_1() {
    harness::method(|t| t[0].try_linalg_matrix_norm_str("nuc", [1, 0], true, None), &[(&[2, 2, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_norm_0() {
    harness::method(|t| t[0].try_linalg_norm(None, None, false, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn linalg_norm_1() {
    harness::method(|t| t[0].try_linalg_norm(Some(Into::into(1.5)), None, false, None), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn linalg_norm_2() {
    harness::method(|t| t[0].try_linalg_norm(Some(Into::into(-1.0)), None, true, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn reshape_0() {
    harness::method(|t| t[0].try_reshape([3, -1]), &[(&[2, 6], -2.0, 2.0)]);
}

#[test]
fn view_0() {
    harness::method(|t| t[0].try_view([2, 2, 3]), &[(&[2, 6], -2.0, 2.0)]);
}

#[test]
fn flatten_0() {
    harness::method(|t| t[0].try_flatten(1, -1), &[(&[2, 3, 2], -2.0, 2.0)]);
}

#[test]
fn permute_0() {
    harness::method(|t| t[0].try_permute([2, 0, 1]), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn transpose_0() {
    harness::method(|t| t[0].try_transpose(0, -1), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn t_0() {
    harness::method(|t| t[0].try_t(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn movedim_0() {
    harness::method(|t| t[0].try_movedim([0], [2]), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn squeeze_0() {
    harness::method(|t| t[0].try_squeeze(), &[(&[1, 3, 1], -2.0, 2.0)]);
}

#[test]
fn squeeze_dim_0() {
    harness::method(|t| t[0].try_squeeze_dim(1), &[(&[2, 1, 3], -2.0, 2.0)]);
}

#[test]
fn unsqueeze_0() {
    harness::method(|t| t[0].try_unsqueeze(-1), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn expand_0() {
    harness::method(|t| t[0].try_expand([3, -1, 4]), &[(&[2, 1], -2.0, 2.0)]);
}

#[test]
fn broadcast_to_0() {
    harness::method(|t| t[0].try_broadcast_to([3, 2, 4]), &[(&[2, 1], -2.0, 2.0)]);
}

#[test]
fn narrow_0() {
    harness::method(|t| t[0].try_narrow(1, 1, 3), &[(&[2, 5], -2.0, 2.0)]);
}

#[test]
fn select_0() {
    harness::method(|t| t[0].try_select(1, -1), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn slice_0() {
    harness::method(|t| t[0].try_slice(1, Some(1), None, 2), &[(&[2, 5], -2.0, 2.0)]);
}

#[test]
fn slice_1() {
    harness::method(|t| t[0].try_slice(0, None, Some(-1), 1), &[(&[5, 2], -2.0, 2.0)]);
}

#[test]
fn diagonal_0() {
    harness::method(|t| t[0].try_diagonal(1, 0, 1), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn diagonal_1() {
    harness::method(|t| t[0].try_diagonal(0, 1, 2), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn unfold_0() {
    harness::method(|t| t[0].try_unfold(0, 3, 1), &[(&[5, 2], -2.0, 2.0)]);
}

#[test]
fn as_strided_0() {
    harness::method(|t| t[0].try_as_strided([2, 2], [4, 1], Some(1)), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn as_strided_1() {
    harness::method(|t| t[0].try_as_strided([3, 3], [1, 1], None), &[(&[5], -2.0, 2.0)]);
}

#[test]
fn contiguous_0() {
    harness::method(|t| t[0].try_contiguous(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn unbind_0() {
    harness::method(|t| t[0].try_unbind(1).and_then(harness::joined), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn split_0() {
    harness::method(|t| t[0].try_split(2, 0).and_then(harness::joined), &[(&[5, 2], -2.0, 2.0)]);
}

#[test]
fn chunk_0() {
    harness::method(|t| t[0].try_chunk(3, 1).and_then(harness::joined), &[(&[2, 5], -2.0, 2.0)]);
}

#[test]
fn hstack_0() {
    harness::method(|t| Tensor::try_hstack(&[&t[0], &t[1]]), &[(&[2, 1], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn hstack_1() {
    harness::method(|t| Tensor::try_hstack(&[&t[0], &t[1]]), &[(&[], -2.0, 2.0), (&[2], -2.0, 2.0)]);
}

#[test]
fn vstack_0() {
    harness::method(|t| Tensor::try_vstack(&[&t[0], &t[1]]), &[(&[3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn dstack_0() {
    harness::method(|t| Tensor::try_dstack(&[&t[0], &t[1]]), &[(&[2, 3], -2.0, 2.0), (&[2, 3, 1], -2.0, 2.0)]);
}

#[test]
fn column_stack_0() {
    harness::method(|t| Tensor::try_column_stack(&[&t[0], &t[1]]), &[(&[2], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn broadcast_tensors_0() {
    harness::method(
        |t| Tensor::try_broadcast_tensors(&[&t[0], &t[1]]).and_then(harness::joined),
        &[(&[2, 1], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn meshgrid_0() {
    harness::method(
        |t| Tensor::try_meshgrid(&[&t[0], &t[1]], "xy").and_then(harness::joined),
        &[(&[2], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn meshgrid_1() {
    harness::method(
        |t| Tensor::try_meshgrid(&[&t[0], &t[1]], "ij").and_then(harness::joined),
        &[(&[2], -2.0, 2.0), (&[], -2.0, 2.0)],
    );
}

#[test]
fn block_diag_0() {
    harness::method(
        |t| Tensor::try_block_diag(&[&t[0], &t[1], &t[2]]),
        &[(&[2, 1], -2.0, 2.0), (&[3], -2.0, 2.0), (&[], -2.0, 2.0)],
    );
}

#[test]
fn cartesian_prod_0() {
    harness::method(|t| Tensor::try_cartesian_prod(&[&t[0], &t[1]]), &[(&[2], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn combinations_0() {
    harness::method(|t| t[0].try_combinations(2, false), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn combinations_1() {
    harness::method(|t| t[0].try_combinations(2, true), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn split_with_sizes_0() {
    harness::method(|t| t[0].try_split_with_sizes([1, 0, 4], 0).and_then(harness::joined), &[(&[5, 2], -2.0, 2.0)]);
}

#[test]
fn tensor_split_0() {
    harness::method(|t| t[0].try_tensor_split(3, 1).and_then(harness::joined), &[(&[2, 5], -2.0, 2.0)]);
}

#[test]
fn tensor_split_indices_0() {
    harness::method(|t| t[0].try_tensor_split_indices([1, 3], 1).and_then(harness::joined), &[(&[2, 5], -2.0, 2.0)]);
}

#[test]
fn hsplit_0() {
    harness::method(|t| t[0].try_hsplit(2).and_then(harness::joined), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn vsplit_0() {
    harness::method(|t| t[0].try_vsplit(2).and_then(harness::joined), &[(&[4, 2], -2.0, 2.0)]);
}

#[test]
fn dsplit_0() {
    harness::method(|t| t[0].try_dsplit(2).and_then(harness::joined), &[(&[2, 1, 4], -2.0, 2.0)]);
}

#[test]
fn atleast_1d_0() {
    harness::method(|t| t[0].try_atleast_1d(), &[(&[], -2.0, 2.0)]);
}

#[test]
fn atleast_2d_0() {
    harness::method(|t| t[0].try_atleast_2d(), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn atleast_3d_0() {
    harness::method(|t| t[0].try_atleast_3d(), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn atleast_3d_1() {
    harness::method(|t| t[0].try_atleast_3d(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn unflatten_0() {
    harness::method(|t| t[0].try_unflatten(1, [2, -1]), &[(&[2, 6], -2.0, 2.0)]);
}

#[test]
fn ravel_0() {
    harness::method(|t| t[0].try_ravel(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn squeeze_dims_0() {
    harness::method(|t| t[0].try_squeeze_dims([0, 1]), &[(&[1, 3, 1], -2.0, 2.0)]);
}

#[test]
fn reshape_as_0() {
    harness::method(|t| t[0].try_reshape_as(&harness::indices(&[0, 0, 0, 0, 0, 0], &[6])), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn view_as_0() {
    harness::method(
        |t| t[0].try_view_as(&harness::indices(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &[2, 2, 3])),
        &[(&[2, 6], -2.0, 2.0)],
    );
}

#[test]
fn expand_as_0() {
    harness::method(|t| t[0].try_expand_as(&harness::indices(&[0, 0, 0, 0, 0, 0], &[2, 3])), &[(&[1, 3], -2.0, 2.0)]);
}

#[test]
fn type_as_0() {
    harness::method(|t| t[0].try_type_as(&t[1]), &[(&[1, 3], -2.0, 2.0), (&[2], -2.0, 2.0)]);
}

#[test]
fn diag_0() {
    harness::method(|t| t[0].try_diag(1), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn diag_1() {
    harness::method(|t| t[0].try_diag(-1), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn diag_embed_0() {
    harness::method(|t| t[0].try_diag_embed(0, -2, -1), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn diag_embed_1() {
    harness::method(|t| t[0].try_diag_embed(-1, 0, 2), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn diagflat_0() {
    harness::method(|t| t[0].try_diagflat(1), &[(&[2, 2], -2.0, 2.0)]);
}

#[test]
fn as_strided_scatter_0() {
    harness::method(
        |t| t[0].try_as_strided_scatter(&t[1], [2, 2], [4, 1], Some(1)),
        &[(&[3, 4], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn as_strided_scatter_1() {
    harness::method(|t| t[0].try_as_strided_scatter(&t[1], [2], [2], None), &[(&[5], -2.0, 2.0), (&[2], -2.0, 2.0)]);
}

#[test]
fn vander_0() {
    harness::method(|t| t[0].try_vander(Some(4), false), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn vander_1() {
    harness::method(|t| t[0].try_vander(None, true), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn fill_diagonal_0() {
    harness::method(|t| t[0].try_fill_diagonal(0.5, false), &[(&[3, 3], -2.0, 2.0)]);
}

#[test]
fn fill_diagonal_1() {
    harness::method(|t| t[0].try_fill_diagonal(0.5, true), &[(&[7, 3], -2.0, 2.0)]);
}

#[test]
fn fliplr_0() {
    harness::method(|t| t[0].try_fliplr(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn flipud_0() {
    harness::method(|t| t[0].try_flipud(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn rot90_0() {
    harness::method(|t| t[0].try_rot90(1, [0, 1]), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn rot90_1() {
    harness::method(|t| t[0].try_rot90(-5, [1, 0]), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn tile_0() {
    harness::method(|t| t[0].try_tile([2]), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn tile_1() {
    harness::method(|t| t[0].try_tile([2, 2]), &[(&[2], -2.0, 2.0)]);
}

#[test]
fn mt_0() {
    harness::method(|t| t[0].try_mt(), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn numpy_t_0() {
    harness::method(|t| t[0].try_numpy_t(), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn inner_0() {
    harness::method(|t| t[0].try_inner(&t[1]), &[(&[2, 3], -2.0, 2.0), (&[4, 3], -2.0, 2.0)]);
}

#[test]
fn inner_1() {
    harness::method(|t| t[0].try_inner(&t[1]), &[(&[2, 3], -2.0, 2.0), (&[], -2.0, 2.0)]);
}

#[test]
fn kron_0() {
    harness::method(|t| t[0].try_kron(&t[1]), &[(&[2, 2], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn kron_1() {
    harness::method(|t| t[0].try_kron(&t[1]), &[(&[2], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn tensordot_0() {
    harness::method(|t| t[0].try_tensordot(&t[1], [1, 2], [1, 0]), &[(&[2, 3, 4], -2.0, 2.0), (&[4, 3, 2], -2.0, 2.0)]);
}

#[test]
fn tensordot_1() {
    harness::method(|t| t[0].try_tensordot(&t[1], [], []), &[(&[2], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn addbmm_0() {
    harness::method(
        |t| t[0].try_addbmm(&t[1], &t[2], 0.5, 2.0),
        &[(&[2, 4], -2.0, 2.0), (&[2, 2, 3], -2.0, 2.0), (&[2, 3, 4], -2.0, 2.0)],
    );
}

#[test]
fn addmv_0() {
    harness::method(
        |t| t[0].try_addmv(&t[1], &t[2], 0.5, 2.0),
        &[(&[2], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn addmv_1() {
    harness::method(
        |t| t[0].try_addmv(&t[1], &t[2], 1.0, 1.0),
        &[(&[], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn addr_0() {
    harness::method(
        |t| t[0].try_addr(&t[1], &t[2], 0.5, 2.0),
        &[(&[2, 3], -2.0, 2.0), (&[2], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn einsum_0() {
    harness::method(
        |t| Tensor::try_einsum("ij,jk->ik", &[&t[0], &t[1]]),
        &[(&[2, 3], -2.0, 2.0), (&[3, 4], -2.0, 2.0)],
    );
}

#[test]
fn einsum_1() {
    harness::method(|t| Tensor::try_einsum("ii->i", &[&t[0]]), &[(&[3, 3], -2.0, 2.0)]);
}

#[test]
fn einsum_2() {
    harness::method(
        |t| Tensor::try_einsum("bi,bij,j->b", &[&t[0], &t[1], &t[2]]),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3, 4], -2.0, 2.0), (&[4], -2.0, 2.0)],
    );
}

#[test]
fn einsum_3() {
    harness::method(
        |t| Tensor::try_einsum("...k,nk->n...", &[&t[0], &t[1]]),
        &[(&[2, 1, 3], -2.0, 2.0), (&[4, 3], -2.0, 2.0)],
    );
}

#[test]
fn cosine_similarity_0() {
    harness::method(|t| t[0].try_cosine_similarity(&t[1], 1, 1e-8), &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn cosine_similarity_1() {
    harness::method(|t| t[0].try_cosine_similarity(&t[1], 0, 1e-8), &[(&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn pairwise_distance_0() {
    harness::method(
        |t| t[0].try_pairwise_distance(&t[1], 2.0, 1e-6, false),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn pairwise_distance_1() {
    harness::method(|t| t[0].try_pairwise_distance(&t[1], 1.0, 1e-6, true), &[(&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn cdist_0() {
    harness::method(|t| t[0].try_cdist(&t[1], 2.0, None), &[(&[2, 3], -2.0, 2.0), (&[4, 3], -2.0, 2.0)]);
}

#[test]
fn cdist_1() {
    harness::method(|t| t[0].try_cdist(&t[1], 1.5, None), &[(&[2, 2, 3], -2.0, 2.0), (&[3, 3], -2.0, 2.0)]);
}

#[test]
fn cdist_2() {
    harness::method(|t| t[0].try_cdist(&t[1], 3.0, None), &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn cdist_3() {
    harness::method(|t| t[0].try_cdist(&t[1], 2.0, Some(1)), &[(&[2, 3], -2.0, 2.0), (&[4, 3], -2.0, 2.0)]);
}

#[test]
fn pdist_0() {
    harness::method(|t| t[0].try_pdist(2.0), &[(&[4, 3], -2.0, 2.0)]);
}

#[test]
fn pdist_1() {
    harness::method(|t| t[0].try_pdist(1.0), &[(&[3, 3], -2.0, 2.0)]);
}

#[test]
fn softmax_0() {
    harness::method(|t| t[0].try_softmax(1), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn softmax_1() {
    harness::method(|t| t[0].try_softmax(0), &[(&[3, 2, 2], -2.0, 2.0)]);
}

#[test]
fn softmax_2() {
    harness::method(|t| t[0].try_softmax(-2), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn softmax_3() {
    harness::method(|t| t[0].try_softmax(0), &[(&[], -2.0, 2.0)]);
}

#[test]
fn log_softmax_0() {
    harness::method(|t| t[0].try_log_softmax(1), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn log_softmax_1() {
    harness::method(|t| t[0].try_log_softmax(0), &[(&[3, 2, 2], -2.0, 2.0)]);
}

#[test]
fn log_softmax_2() {
    harness::method(|t| t[0].try_log_softmax(-2), &[(&[2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn nll_loss_0() {
    harness::method(
        |t| t[0].try_nll_loss(&harness::indices(&[1, 0, 3], &[3]), None, Reduction::Mean, -100),
        &[(&[3, 4], -2.0, 2.0)],
    );
}

#[test]
fn nll_loss_1() {
    harness::method(
        |t| t[0].try_nll_loss(&harness::indices(&[1, 2, 3], &[3]), None, Reduction::Sum, 2),
        &[(&[3, 4], -2.0, 2.0)],
    );
}

#[test]
fn nll_loss_2() {
    harness::method(
        |t| t[0].try_nll_loss(&harness::indices(&[1, 2, 0, 1], &[2, 2]), None, Reduction::None, 1),
        &[(&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn nll_loss_3() {
    harness::method(
        |t| t[0].try_nll_loss(&harness::indices(&[1], &[]), None, Reduction::Mean, -100),
        &[(&[3], -2.0, 2.0)],
    );
}

#[test]
fn cross_entropy_0() {
    harness::method(
        |t| t[0].try_cross_entropy(&harness::indices(&[1, 0, 3], &[3]), None, Reduction::Mean, -100, 0.0),
        &[(&[3, 4], -2.0, 2.0)],
    );
}

#[test]
fn cross_entropy_1() {
    harness::method(
        |t| t[0].try_cross_entropy(&harness::indices(&[1, 2, 3], &[3]), None, Reduction::None, 2, 0.1),
        &[(&[3, 4], -2.0, 2.0)],
    );
}

#[test]
fn cross_entropy_2() {
    harness::method(
        |t| t[0].try_cross_entropy(&harness::indices(&[1, 2, 0, 1], &[2, 2]), None, Reduction::Mean, -100, 0.2),
        &[(&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn cross_entropy_3() {
    harness::method(
        |t| t[0].try_cross_entropy(&harness::indices(&[2], &[]), None, Reduction::Sum, -100, 0.0),
        &[(&[3], -2.0, 2.0)],
    );
}

#[test]
fn cross_entropy_4() {
    harness::method(
        |t| t[0].try_cross_entropy(&t[1], Some(&t[2]), Reduction::Mean, -100, 0.1),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn cross_entropy_5() {
    harness::method(
        |t| t[0].try_cross_entropy(&t[1], None, Reduction::None, -100, 0.0),
        &[(&[2, 3, 2], -2.0, 2.0), (&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn mse_loss_0() {
    harness::method(|t| t[0].try_mse_loss(&t[1], Reduction::Mean), &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn mse_loss_1() {
    harness::method(|t| t[0].try_mse_loss(&t[1], Reduction::None), &[(&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn l1_loss_0() {
    harness::method(|t| t[0].try_l1_loss(&t[1], Reduction::Mean), &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn l1_loss_1() {
    harness::method(|t| t[0].try_l1_loss(&t[1], Reduction::Sum), &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn huber_loss_0() {
    harness::method(
        |t| t[0].try_huber_loss(&t[1], Reduction::Mean, 1.2),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn smooth_l1_loss_0() {
    harness::method(
        |t| t[0].try_smooth_l1_loss(&t[1], Reduction::Sum, 0.7),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn smooth_l1_loss_1() {
    harness::method(
        |t| t[0].try_smooth_l1_loss(&t[1], Reduction::Mean, 0.0),
        &[(&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn kl_div_0() {
    harness::method(|t| t[0].try_kl_div(&t[1], Reduction::Mean, false), &[(&[2, 3], 0.2, 2.0), (&[2, 3], 0.2, 2.0)]);
}

#[test]
fn kl_div_1() {
    harness::method(|t| t[0].try_kl_div(&t[1], Reduction::Sum, true), &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn binary_cross_entropy_0() {
    harness::method(
        |t| t[0].try_binary_cross_entropy(&t[1], None, Reduction::Mean),
        &[(&[2, 3], 0.1, 0.9), (&[2, 3], 0.1, 0.9)],
    );
}

#[test]
fn binary_cross_entropy_1() {
    harness::method(
        |t| t[0].try_binary_cross_entropy(&t[1], Some(&t[2]), Reduction::Sum),
        &[(&[2, 3], 0.1, 0.9), (&[2, 3], 0.1, 0.9), (&[3], 0.1, 0.9)],
    );
}

#[test]
fn binary_cross_entropy_with_logits_0() {
    harness::method(
        |t| t[0].try_binary_cross_entropy_with_logits(&t[1], None, None, Reduction::Mean),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn binary_cross_entropy_with_logits_1() {
    harness::method(
        |t| t[0].try_binary_cross_entropy_with_logits(&t[1], Some(&t[2]), Some(&t[3]), Reduction::Sum),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn cosine_embedding_loss_0() {
    harness::method(
        |t| t[0].try_cosine_embedding_loss(&t[1], &harness::indices(&[1, -1], &[2]), -1.5, Reduction::Mean),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn cosine_embedding_loss_1() {
    harness::method(
        |t| t[0].try_cosine_embedding_loss(&t[1], &harness::indices(&[1], &[]), 0.0, Reduction::Sum),
        &[(&[3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn hinge_embedding_loss_0() {
    harness::method(
        |t| t[0].try_hinge_embedding_loss(&harness::indices(&[1, -1, -1, 1], &[2, 2]), 1.0, Reduction::Mean),
        &[(&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn margin_ranking_loss_0() {
    harness::method(
        |t| t[0].try_margin_ranking_loss(&t[1], &harness::indices(&[1, -1, 1], &[3]), 5.0, Reduction::Mean),
        &[(&[3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn multi_margin_loss_0() {
    harness::method(
        |t| t[0].try_multi_margin_loss(&harness::indices(&[2, 0], &[2]), 2, 1.0, None, Reduction::Mean),
        &[(&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn multi_margin_loss_1() {
    harness::method(
        |t| t[0].try_multi_margin_loss(&harness::indices(&[1], &[]), 1, 6.0, None, Reduction::Sum),
        &[(&[3], -2.0, 2.0)],
    );
}

#[test]
fn multilabel_margin_loss_0() {
    harness::method(
        |t| t[0].try_multilabel_margin_loss(&harness::indices(&[2, 0, -1, 1, -1, 0], &[2, 3]), Reduction::Mean),
        &[(&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn poisson_nll_loss_0() {
    harness::method(
        |t| t[0].try_poisson_nll_loss(&t[1], true, false, 1e-8, Reduction::Mean),
        &[(&[2, 3], 0.5, 2.0), (&[2, 3], 0.5, 2.0)],
    );
}

#[test]
fn poisson_nll_loss_1() {
    harness::method(
        |t| t[0].try_poisson_nll_loss(&t[1], false, true, 1e-8, Reduction::Sum),
        &[(&[2, 3], 1.1, 2.0), (&[2, 3], 1.1, 2.0)],
    );
}

#[test]
fn ctc_loss_0() {
    harness::method(
        |t| t[0].try_ctc_loss(&harness::indices(&[1, 2, 2, 2], &[2, 2]), [4, 3], [2, 1], 0, Reduction::Mean, false),
        &[(&[4, 2, 3], -2.0, 2.0)],
    );
}

#[test]
fn ctc_loss_1() {
    harness::method(
        |t| t[0].try_ctc_loss(&harness::indices(&[0, 0], &[2]), [4], [2], 1, Reduction::None, true),
        &[(&[4, 3], -2.0, 2.0)],
    );
}

#[test]
fn gaussian_nll_loss_0() {
    harness::method(
        |t| t[0].try_gaussian_nll_loss(&t[1], &t[2], true, 1e-6, Reduction::Mean),
        &[(&[2, 3], 0.5, 2.0), (&[2, 3], 0.5, 2.0), (&[2, 3], 0.5, 2.0)],
    );
}

#[test]
fn soft_margin_loss_0() {
    harness::method(
        |t| t[0].try_soft_margin_loss(&t[1], Reduction::Mean),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn triplet_margin_loss_0() {
    harness::method(
        |t| t[0].try_triplet_margin_loss(&t[1], &t[2], 6.0, 2.0, 1e-6, false, Reduction::Mean),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn triplet_margin_loss_1() {
    harness::method(
        |t| t[0].try_triplet_margin_loss(&t[1], &t[2], 6.0, 2.0, 1e-6, true, Reduction::Sum),
        &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn cat_0() {
    harness::method(|t| Tensor::try_cat(&[&t[0], &t[1]], 0), &[(&[2, 3], -2.0, 2.0), (&[1, 3], -2.0, 2.0)]);
}

#[test]
fn cat_1() {
    harness::method(
        |t| Tensor::try_cat(&[&t[0], &t[1], &t[2]], -1),
        &[(&[2, 2], -2.0, 2.0), (&[2, 1], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn stack_0() {
    harness::method(|t| Tensor::try_stack(&[&t[0], &t[1]], 1), &[(&[2, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)]);
}

#[test]
fn stack_1() {
    harness::method(
        |t| Tensor::try_stack(&[&t[0], &t[2], &t[1]], -1),
        &[(&[2], -2.0, 2.0), (&[2], -2.0, 2.0), (&[2], -2.0, 2.0)],
    );
}

#[test]
fn flip_0() {
    harness::method(|t| t[0].try_flip([0, 1]), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn flip_1() {
    harness::method(|t| t[0].try_flip([1]), &[(&[2, 3, 2], -2.0, 2.0)]);
}

#[test]
fn roll_0() {
    harness::method(|t| t[0].try_roll([1, -1], [0, 1]), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn roll_1() {
    harness::method(|t| t[0].try_roll([2], []), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn repeat_0() {
    harness::method(|t| t[0].try_repeat([2, 1, 2]), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn repeat_interleave_0() {
    harness::method(|t| t[0].try_repeat_interleave(2, Some(1)), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn repeat_interleave_1() {
    harness::method(|t| t[0].try_repeat_interleave(3, None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn repeat_interleave_2() {
    harness::method(
        |t| t[0].try_repeat_interleave(&harness::indices(&[2, 0, 1], &[3]), Some(1)),
        &[(&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn tril_0() {
    harness::method(|t| t[0].try_tril(1), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn tril_1() {
    harness::method(|t| t[0].try_tril(0), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn triu_0() {
    harness::method(|t| t[0].try_triu(-1), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn triu_1() {
    harness::method(|t| t[0].try_triu(1), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn gather_0() {
    harness::method(|t| t[0].try_gather(1, &harness::indices(&[0, 2, 2, 1, 1, 1], &[2, 3])), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn gather_1() {
    harness::method(|t| t[0].try_gather(0, &harness::indices(&[2, 0], &[1, 2])), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn take_along_dim_0() {
    harness::method(|t| t[0].try_take_along_dim(&harness::indices(&[0, 2], &[1, 2]), Some(1)), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn take_along_dim_1() {
    harness::method(|t| t[0].try_take_along_dim(&harness::indices(&[5, 0, 0], &[3]), None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn scatter_0() {
    harness::method(
        |t| t[0].try_scatter(0, &harness::indices(&[0, 1, 2, 2, 0, 1], &[2, 3]), &t[1]),
        &[(&[3, 3], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn scatter_1() {
    harness::method(
        |t| t[0].try_scatter(0, &harness::indices(&[0, 1, 2, 2, 0, 1], &[2, 3]), &t[1]),
        &[(&[3, 3], -2.0, 2.0), (&[3, 4], -2.0, 2.0)],
    );
}

#[test]
fn scatter_2() {
    harness::method(|t| t[0].try_scatter(1, &harness::indices(&[0, 1, 2, 2], &[2, 2]), 0.5), &[(&[3, 3], -2.0, 2.0)]);
}

#[test]
fn scatter_add_0() {
    harness::method(
        |t| t[0].try_scatter_add(0, &harness::indices(&[0, 1, 0, 0, 2, 1], &[3, 2]), &t[1]),
        &[(&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn scatter_add_1() {
    harness::method(
        |t| t[0].try_scatter_add(1, &harness::indices(&[1, 1], &[2, 1]), &t[1]),
        &[(&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_select_0() {
    harness::method(|t| t[0].try_index_select(0, &harness::indices(&[2, 0, 0], &[3])), &[(&[3, 2], -2.0, 2.0)]);
}

#[test]
fn index_select_1() {
    harness::method(|t| t[0].try_index_select(1, &harness::indices(&[2, 0, 0], &[3])), &[(&[2, 3, 2], -2.0, 2.0)]);
}

#[test]
fn index_add_0() {
    harness::method(
        |t| t[0].try_index_add(0, &harness::indices(&[2, 0, 0], &[3]), &t[1], 1),
        &[(&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_add_1() {
    harness::method(
        |t| t[0].try_index_add(1, &harness::indices(&[2, 2], &[2]), &t[1], -0.5),
        &[(&[2, 3], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_copy_0() {
    harness::method(
        |t| t[0].try_index_copy(0, &harness::indices(&[2, 0], &[2]), &t[1]),
        &[(&[3, 2], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_fill_0() {
    harness::method(|t| t[0].try_index_fill(1, &harness::indices(&[2, 0], &[2]), 0.5), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn index_fill_1() {
    harness::method(
        |t| t[0].try_index_fill(1, &harness::indices(&[2, -1, 0], &[3]), &t[1]),
        &[(&[2, 3], -2.0, 2.0), (&[], -2.0, 2.0)],
    );
}

#[test]
fn take_0() {
    harness::method(|t| t[0].try_take(&harness::indices(&[5, 0, 0, -2], &[2, 2])), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn embedding_0() {
    harness::method(
        |t| t[0].try_embedding(&harness::indices(&[1, 3, 3, 0], &[2, 2]), None, false),
        &[(&[4, 3], -2.0, 2.0)],
    );
}

#[test]
fn masked_fill_0() {
    harness::method(|t| t[0].try_masked_fill(&harness::mask(&[true, false, true], &[3]), 0.5), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn masked_fill_1() {
    harness::method(
        |t| t[0].try_masked_fill(&harness::mask(&[true, false, false, true], &[2, 2]), &t[1]),
        &[(&[2, 2], -2.0, 2.0), (&[], -2.0, 2.0)],
    );
}

#[test]
fn masked_fill_2() {
    harness::method(
        |t| t[0].try_masked_fill(&harness::mask(&[true, false, true], &[3]), &t[1]),
        &[(&[2, 1], -2.0, 2.0), (&[], -2.0, 2.0)],
    );
}

#[test]
fn masked_select_0() {
    harness::method(|t| t[0].try_masked_select(&harness::mask(&[true, false, true], &[3])), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn masked_select_1() {
    harness::method(
        |t| t[0].try_masked_select(&harness::mask(&[true, false, true, false, true, true], &[2, 3])),
        &[(&[3], -2.0, 2.0)],
    );
}

#[test]
fn masked_scatter_0() {
    harness::method(
        |t| t[0].try_masked_scatter(&harness::mask(&[true, false, true], &[3]), &t[1]),
        &[(&[2, 3], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_0() {
    harness::method(
        |t| {
            t[0].try_index(&[
                None,
                Some(&harness::indices(&[0, -1], &[2, 1])),
                Some(&harness::indices(&[1, 1, 0], &[3])),
            ])
        },
        &[(&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_1() {
    harness::method(
        |t| t[0].try_index(&[Some(&harness::indices(&[1, 1], &[2])), None, Some(&harness::indices(&[0, 1], &[2]))]),
        &[(&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_put_0() {
    harness::method(
        |t| {
            t[0].try_index_put(
                &[None, Some(&harness::indices(&[0, -1], &[2, 1])), Some(&harness::indices(&[1, 0], &[2]))],
                &t[1],
                false,
            )
        },
        &[(&[2, 3, 2], -2.0, 2.0), (&[2, 2, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_put_1() {
    harness::method(
        |t| {
            t[0].try_index_put(
                &[None, Some(&harness::indices(&[0, 0], &[2, 1])), Some(&harness::indices(&[1, 1, 0], &[3]))],
                &t[1],
                true,
            )
        },
        &[(&[2, 3, 2], -2.0, 2.0), (&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn index_put_2() {
    harness::method(
        |t| t[0].try_index_put(&[Some(&harness::indices(&[2, 2, 0], &[3]))], &t[1], true),
        &[(&[3], -2.0, 2.0), (&[], -2.0, 2.0)],
    );
}

#[test]
fn select_scatter_0() {
    harness::method(|t| t[0].try_select_scatter(&t[1], 1, -1), &[(&[2, 3], -2.0, 2.0), (&[2], -2.0, 2.0)]);
}

#[test]
fn slice_scatter_0() {
    harness::method(
        |t| t[0].try_slice_scatter(&t[1], 1, Some(1), None, 2),
        &[(&[2, 5], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn diagonal_scatter_0() {
    harness::method(|t| t[0].try_diagonal_scatter(&t[1], 1, 0, 1), &[(&[3, 3], -2.0, 2.0), (&[2], -2.0, 2.0)]);
}

#[test]
fn sort_0() {
    harness::method(|t| t[0].try_sort(1, false).map(|(first, _)| first), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn sort_1() {
    harness::method(|t| t[0].try_sort(0, true).map(|(first, _)| first), &[(&[4, 2], -2.0, 2.0)]);
}

#[test]
fn topk_0() {
    harness::method(|t| t[0].try_topk(2, 1, true, true).map(|(first, _)| first), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn topk_1() {
    harness::method(|t| t[0].try_topk(3, 0, false, true).map(|(first, _)| first), &[(&[4, 2], -2.0, 2.0)]);
}

#[test]
fn kthvalue_0() {
    harness::method(|t| t[0].try_kthvalue(2, 1, false).map(|(first, _)| first), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn kthvalue_1() {
    harness::method(|t| t[0].try_kthvalue(4, 0, true).map(|(first, _)| first), &[(&[4, 2], -2.0, 2.0)]);
}

#[test]
fn scatter_reduce_0() {
    harness::method(
        |t| t[0].try_scatter_reduce(0, &harness::indices(&[0, 1, 0, 0, 2, 1], &[3, 2]), &t[1], "sum", true),
        &[(&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn scatter_reduce_1() {
    harness::method(
        |t| t[0].try_scatter_reduce(0, &harness::indices(&[0, 1, 0, 0, 2, 1], &[3, 2]), &t[1], "mean", false),
        &[(&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn scatter_reduce_2() {
    harness::method(
        |t| t[0].try_scatter_reduce(0, &harness::indices(&[0, 1, 0, 0, 2, 1], &[3, 2]), &t[1], "prod", true),
        &[(&[3, 2], -2.0, 2.0), (&[3, 3], -2.0, 2.0)],
    );
}

#[test]
fn scatter_reduce_3() {
    harness::method(
        |t| t[0].try_scatter_reduce(0, &harness::indices(&[0, 1, 0, 0, 2, 1], &[3, 2]), &t[1], "prod", false),
        &[(&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn scatter_reduce_4() {
    harness::method(
        |t| t[0].try_scatter_reduce(0, &harness::indices(&[0, 1, 0, 0, 2, 1], &[3, 2]), &t[1], "amax", true),
        &[(&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn scatter_reduce_5() {
    harness::method(
        |t| t[0].try_scatter_reduce(0, &harness::indices(&[0, 1, 0, 0, 2, 1], &[3, 2]), &t[1], "amin", false),
        &[(&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_reduce_0() {
    harness::method(
        |t| t[0].try_index_reduce(0, &harness::indices(&[0, 2, 0, 2], &[4]), &t[1], "prod", true),
        &[(&[3, 2], -2.0, 2.0), (&[4, 2], -2.0, 2.0)],
    );
}

#[test]
fn index_reduce_1() {
    harness::method(
        |t| t[0].try_index_reduce(1, &harness::indices(&[1, 1, 0, 1], &[4]), &t[1], "mean", true),
        &[(&[3, 2], -2.0, 2.0), (&[3, 4], -2.0, 2.0)],
    );
}

#[test]
fn index_reduce_2() {
    harness::method(
        |t| t[0].try_index_reduce(0, &harness::indices(&[0, 0], &[2]), &t[1], "amax", false),
        &[(&[3, 2], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn layer_norm_0() {
    harness::method(
        |t| t[0].try_layer_norm([4], Some(&t[1]), Some(&t[2]), 1e-5),
        &[(&[2, 4], -2.0, 2.0), (&[4], -2.0, 2.0), (&[4], -2.0, 2.0)],
    );
}

#[test]
fn layer_norm_1() {
    harness::method(|t| t[0].try_layer_norm([2, 2], None, None, 1e-5), &[(&[3, 2, 2], -2.0, 2.0)]);
}

#[test]
fn rms_norm_0() {
    harness::method(|t| t[0].try_rms_norm([4], Some(&t[1]), Some(1e-5)), &[(&[2, 4], -2.0, 2.0), (&[4], -2.0, 2.0)]);
}

#[test]
fn rms_norm_1() {
    harness::method(|t| t[0].try_rms_norm([2, 2], None, None), &[(&[3, 2, 2], -2.0, 2.0)]);
}

#[test]
fn group_norm_0() {
    harness::method(
        |t| t[0].try_group_norm(2, Some(&t[1]), Some(&t[2]), 1e-5),
        &[(&[2, 4, 3], -2.0, 2.0), (&[4], -2.0, 2.0), (&[4], -2.0, 2.0)],
    );
}

#[test]
fn group_norm_1() {
    harness::method(|t| t[0].try_group_norm(1, None, None, 1e-5), &[(&[2, 3, 2, 2], -2.0, 2.0)]);
}

#[test]
fn batch_norm_0() {
    harness::method(
        |t| t[0].try_batch_norm(Some(&t[1]), Some(&t[2]), None, None, true, 0.1, 1e-5),
        &[(&[3, 2, 2], -2.0, 2.0), (&[2], -2.0, 2.0), (&[2], -2.0, 2.0)],
    );
}

#[test]
fn batch_norm_1() {
    harness::method(|t| t[0].try_batch_norm(None, None, None, None, true, 0.1, 1e-5), &[(&[4, 3], -2.0, 2.0)]);
}

#[test]
fn dropout_0() {
    harness::method(|t| t[0].try_dropout(0.5, false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn conv1d_0() {
    harness::method(
        |t| t[0].try_conv1d(&t[1], Some(&t[2]), [1], [1], [1], 1),
        &[(&[2, 2, 5], -2.0, 2.0), (&[3, 2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn conv1d_1() {
    harness::method(
        |t| t[0].try_conv1d(&t[1], None, [2], [0], [2], 2),
        &[(&[1, 4, 7], -2.0, 2.0), (&[2, 2, 3], -2.0, 2.0)],
    );
}

#[test]
fn conv1d_2() {
    harness::method(
        |t| t[0].try_conv1d(&t[1], None, [1], [1], [1], 2),
        &[(&[2, 6], -2.0, 2.0), (&[4, 1, 3], -2.0, 2.0)],
    );
}

#[test]
fn conv2d_0() {
    harness::method(
        |t| t[0].try_conv2d(&t[1], Some(&t[2]), [1, 1], [1, 1], [1, 1], 1),
        &[(&[2, 2, 4, 4], -2.0, 2.0), (&[3, 2, 3, 3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn conv2d_1() {
    harness::method(
        |t| t[0].try_conv2d(&t[1], None, [2, 1], [0, 1], [1, 2], 2),
        &[(&[1, 4, 5, 6], -2.0, 2.0), (&[2, 2, 2, 3], -2.0, 2.0)],
    );
}

#[test]
fn conv3d_0() {
    harness::method(
        |t| t[0].try_conv3d(&t[1], Some(&t[2]), [1], [1, 0, 1], [1], 1),
        &[(&[1, 2, 3, 3, 3], -2.0, 2.0), (&[2, 2, 2, 2, 2], -2.0, 2.0), (&[2], -2.0, 2.0)],
    );
}

#[test]
fn conv_transpose1d_0() {
    harness::method(
        |t| t[0].try_conv_transpose1d(&t[1], Some(&t[2]), [2], [1], [1], 2, [1]),
        &[(&[2, 4, 4], -2.0, 2.0), (&[4, 2, 3], -2.0, 2.0), (&[4], -2.0, 2.0)],
    );
}

#[test]
fn conv_transpose1d_1() {
    harness::method(
        |t| t[0].try_conv_transpose1d(&t[1], None, [1], [1], [1], 1, [3]),
        &[(&[1, 2, 3], -2.0, 2.0), (&[2, 1, 2], -2.0, 2.0)],
    );
}

#[test]
fn conv_transpose2d_0() {
    harness::method(
        |t| t[0].try_conv_transpose2d(&t[1], Some(&t[2]), [2, 1], [0, 1], [1, 0], 1, [1]),
        &[(&[1, 2, 3, 2], -2.0, 2.0), (&[2, 3, 2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn conv_transpose2d_1() {
    harness::method(
        |t| t[0].try_conv_transpose2d(&t[1], None, [1], [0], [0], 1, [1]),
        &[(&[2, 3, 2], -2.0, 2.0), (&[2, 1, 2, 2], -2.0, 2.0)],
    );
}

#[test]
fn conv_transpose3d_0() {
    harness::method(
        |t| t[0].try_conv_transpose3d(&t[1], Some(&t[2]), [1], [1, 0, 0], [0], 1, [1]),
        &[(&[1, 2, 2, 1, 2], -2.0, 2.0), (&[2, 1, 2, 2, 2], -2.0, 2.0), (&[1], -2.0, 2.0)],
    );
}

#[test]
fn convolution_0() {
    harness::method(
        |t| t[0].try_convolution(&t[1], Some(&t[2]), [1], [0], [2], false, [0], 1),
        &[(&[1, 2, 5], -2.0, 2.0), (&[3, 2, 2], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn convolution_1() {
    harness::method(
        |t| t[0].try_convolution(&t[1], Some(&t[2]), [2], [1], [1], true, [1], 1),
        &[(&[1, 2, 3], -2.0, 2.0), (&[2, 3, 2], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn conv1d_padding_0() {
    harness::method(
        |t| t[0].try_conv1d_padding(&t[1], Some(&t[2]), [1], "same", [1], 1),
        &[(&[1, 2, 5], -2.0, 2.0), (&[3, 2, 2], -2.0, 2.0), (&[3], -2.0, 2.0)],
    );
}

#[test]
fn conv2d_padding_0() {
    harness::method(
        |t| t[0].try_conv2d_padding(&t[1], None, [1], "same", [1, 1], 1),
        &[(&[1, 2, 4, 3], -2.0, 2.0), (&[1, 2, 2, 3], -2.0, 2.0)],
    );
}

#[test]
fn conv3d_padding_0() {
    harness::method(
        |t| t[0].try_conv3d_padding(&t[1], None, [1], "valid", [1], 1),
        &[(&[1, 1, 2, 2, 2], -2.0, 2.0), (&[1, 1, 2, 1, 2], -2.0, 2.0)],
    );
}

#[test]
fn max_pool1d_0() {
    harness::method(|t| t[0].try_max_pool1d([3], [2], [1], [1], true), &[(&[1, 2, 5], -2.0, 2.0)]);
}

#[test]
fn max_pool2d_0() {
    harness::method(|t| t[0].try_max_pool2d([2, 2], [], [0, 0], [1, 1], false), &[(&[1, 2, 4, 4], -2.0, 2.0)]);
}

#[test]
fn max_pool2d_1() {
    harness::method(|t| t[0].try_max_pool2d([3, 2], [1, 2], [1, 0], [1, 2], true), &[(&[1, 1, 5, 5], -2.0, 2.0)]);
}

#[test]
fn max_pool3d_0() {
    harness::method(|t| t[0].try_max_pool3d([2], [1, 2, 2], [1, 0, 0], [1], false), &[(&[1, 3, 2, 4], -2.0, 2.0)]);
}

#[test]
fn avg_pool1d_0() {
    harness::method(|t| t[0].try_avg_pool1d([3], [2], [1], true, true), &[(&[1, 2, 5], -2.0, 2.0)]);
}

#[test]
fn avg_pool2d_0() {
    harness::method(|t| t[0].try_avg_pool2d([2, 2], [], [0, 0], false, true, None), &[(&[1, 2, 4, 4], -2.0, 2.0)]);
}

#[test]
fn avg_pool2d_1() {
    harness::method(|t| t[0].try_avg_pool2d([3, 2], [2, 1], [1, 1], true, false, None), &[(&[1, 1, 5, 5], -2.0, 2.0)]);
}

#[test]
fn avg_pool3d_0() {
    harness::method(
        |t| t[0].try_avg_pool3d([2], [1, 2, 2], [1, 0, 0], false, false, None),
        &[(&[1, 3, 2, 4], -2.0, 2.0)],
    );
}

#[test]
fn adaptive_avg_pool1d_0() {
    harness::method(|t| t[0].try_adaptive_avg_pool1d([3]), &[(&[2, 5], -2.0, 2.0)]);
}

#[test]
fn adaptive_avg_pool2d_0() {
    harness::method(|t| t[0].try_adaptive_avg_pool2d([2, 3]), &[(&[1, 2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn adaptive_avg_pool2d_1() {
    harness::method(|t| t[0].try_adaptive_avg_pool2d([1]), &[(&[2, 3, 3], -2.0, 2.0)]);
}

#[test]
fn pad_0() {
    harness::method(|t| t[0].try_pad([1, 2, 0, 1], 0.5), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn pad_1() {
    harness::method(|t| t[0].try_pad([-1, 1], 0.0), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn unfold2d_0() {
    harness::method(|t| t[0].try_unfold2d([2, 2], [1, 1], [0, 1], [2, 1]), &[(&[1, 2, 4, 4], -2.0, 2.0)]);
}

#[test]
fn fold2d_0() {
    harness::method(|t| t[0].try_fold2d([4, 4], [2, 2], [1, 1], [0, 1], [2, 1]), &[(&[1, 8, 10], -2.0, 2.0)]);
}

#[test]
fn conj_0() {
    harness::complex_method(|t| t[0].try_conj(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn resolve_conj_0() {
    harness::complex_method(|t| t[0].try_resolve_conj(), &[(&[2], -2.0, 2.0)]);
}

#[test]
fn real_0() {
    harness::complex_method(|t| t[0].try_real(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn imag_0() {
    harness::complex_method(|t| t[0].try_imag(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn view_as_real_0() {
    harness::complex_method(|t| t[0].try_view_as_real(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn view_as_complex_0() {
    harness::method(|t| t[0].try_view_as_complex(), &[(&[2], -2.0, 2.0)]);
}

#[test]
fn complex_0() {
    harness::method(|t| t[0].try_complex(&t[1]), &[(&[2, 3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn polar_0() {
    harness::method(|t| t[0].try_polar(&t[1]), &[(&[2, 3], 0.3, 2.0), (&[2, 1], 0.3, 2.0)]);
}

#[test]
fn angle_0() {
    harness::complex_method(|t| t[0].try_angle(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn adjoint_0() {
    harness::complex_method(|t| t[0].try_adjoint(), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn vdot_0() {
    harness::complex_method(|t| t[0].try_vdot(&t[1]), &[(&[3], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn fft_c2c_0() {
    harness::complex_method(|t| t[0].try_fft_c2c([0, 1], 1, false), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn fft_r2c_0() {
    harness::method(|t| t[0].try_fft_r2c([0, 1], 2, true), &[(&[3, 4], -2.0, 2.0)]);
}

#[test]
fn fft_r2c_1() {
    harness::method(|t| t[0].try_fft_r2c([0], 0, false), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn fft_c2r_0() {
    harness::complex_method(|t| t[0].try_fft_c2r([0, 1], 1, 4), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_c2r_1() {
    harness::complex_method(|t| t[0].try_fft_c2r([0], 2, 5), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn fft_fft_0() {
    harness::complex_method(|t| t[0].try_fft_fft(Some(4), 1, FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_fft_1() {
    harness::method(|t| t[0].try_fft_fft(None, 0, FftNorm::Ortho), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn fft_ifft_0() {
    harness::complex_method(|t| t[0].try_fft_ifft(None, 0, FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_ifft_1() {
    harness::method(|t| t[0].try_fft_ifft(Some(2), 0, FftNorm::Forward), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn fft_rfft_0() {
    harness::method(|t| t[0].try_fft_rfft(None, -1, FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_irfft_0() {
    harness::complex_method(|t| t[0].try_fft_irfft(Some(5), 1, FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_hfft_0() {
    harness::complex_method(|t| t[0].try_fft_hfft(None, 0, FftNorm::Backward), &[(&[3], -2.0, 2.0)]);
}

#[test]
fn fft_ihfft_0() {
    harness::method(|t| t[0].try_fft_ihfft(None, 0, FftNorm::Backward), &[(&[4], -2.0, 2.0)]);
}

#[test]
fn fft_fft2_0() {
    harness::complex_method(|t| t[0].try_fft_fft2(None, [-2, -1], FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_ifft2_0() {
    harness::complex_method(|t| t[0].try_fft_ifft2(Some(&[3, 2]), [0, 1], FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_rfft2_0() {
    harness::method(|t| t[0].try_fft_rfft2(None, [-2, -1], FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_irfft2_0() {
    harness::complex_method(
        |t| t[0].try_fft_irfft2(Some(&[2, 4]), [-2, -1], FftNorm::Backward),
        &[(&[2, 3], -2.0, 2.0)],
    );
}

#[test]
fn fft_fftn_0() {
    harness::complex_method(|t| t[0].try_fft_fftn(None, None, FftNorm::Backward), &[(&[2, 1, 3], -2.0, 2.0)]);
}

#[test]
fn fft_ifftn_0() {
    harness::complex_method(|t| t[0].try_fft_ifftn(Some(&[3]), None, FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_rfftn_0() {
    harness::method(|t| t[0].try_fft_rfftn(None, None, FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_irfftn_0() {
    harness::complex_method(|t| t[0].try_fft_irfftn(None, None, FftNorm::Backward), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_fftshift_0() {
    harness::method(|t| t[0].try_fft_fftshift(None), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn fft_ifftshift_0() {
    harness::method(|t| t[0].try_fft_ifftshift(Some(&[1])), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn stft_0() {
    harness::method(|t| t[0].try_stft(4, Some(2), Some(3), None, true, None), &[(&[2, 9], -2.0, 2.0)]);
}

#[test]
fn istft_0() {
    harness::complex_method(
        |t| t[0].try_istft(4, Some(2), None, None, true, false, None, None, false),
        &[(&[3, 5], -2.0, 2.0)],
    );
}

#[test]
fn max_pool1d_with_indices_0() {
    harness::method(
        |t| t[0].try_max_pool1d_with_indices([3], [2], [1], [1], true).map(|(first, _)| first),
        &[(&[1, 2, 5], -2.0, 2.0)],
    );
}

#[test]
fn max_pool2d_with_indices_0() {
    harness::method(
        |t| t[0].try_max_pool2d_with_indices([2, 2], [], [0], [1], false).map(|(first, _)| first),
        &[(&[1, 2, 4, 4], -2.0, 2.0)],
    );
}

#[test]
fn max_pool3d_with_indices_0() {
    harness::method(
        |t| t[0].try_max_pool3d_with_indices([2], [1, 2, 2], [1, 0, 0], [1], false).map(|(first, _)| first),
        &[(&[1, 3, 2, 4], -2.0, 2.0)],
    );
}

#[test]
fn adaptive_max_pool1d_0() {
    harness::method(|t| t[0].try_adaptive_max_pool1d([3]).map(|(first, _)| first), &[(&[2, 5], -2.0, 2.0)]);
}

#[test]
fn adaptive_max_pool2d_0() {
    harness::method(|t| t[0].try_adaptive_max_pool2d([2, 3]).map(|(first, _)| first), &[(&[1, 2, 3, 4], -2.0, 2.0)]);
}

#[test]
fn adaptive_max_pool3d_0() {
    harness::method(|t| t[0].try_adaptive_max_pool3d([2, 1, 2]).map(|(first, _)| first), &[(&[2, 3, 2, 3], -2.0, 2.0)]);
}

#[test]
fn max_unpool1d_0() {
    harness::method(|t| t[0].try_max_unpool1d(&harness::indices(&[0, 3, 2, 4], &[2, 2]), [5]), &[(&[2, 2], -2.0, 2.0)]);
}

#[test]
fn max_unpool2d_0() {
    harness::method(
        |t| t[0].try_max_unpool2d(&harness::indices(&[0, 3, 2, 5], &[1, 2, 1, 2]), [2, 3]),
        &[(&[1, 2, 1, 2], -2.0, 2.0)],
    );
}

#[test]
fn max_unpool3d_0() {
    harness::method(
        |t| t[0].try_max_unpool3d(&harness::indices(&[0, 3], &[1, 2, 1, 1]), [2, 2, 1]),
        &[(&[1, 2, 1, 1], -2.0, 2.0)],
    );
}

#[test]
fn adaptive_avg_pool3d_0() {
    harness::method(|t| t[0].try_adaptive_avg_pool3d([2, 1, 3]), &[(&[1, 3, 2, 4], -2.0, 2.0)]);
}

#[test]
fn fractional_max_pool2d_0() {
    harness::method(
        |t| t[0].try_fractional_max_pool2d([2, 2], [2, 3], &t[1]).map(|(first, _)| first),
        &[(&[1, 1, 4, 5], 0.1, 0.9), (&[1, 1, 2], 0.1, 0.9)],
    );
}

#[test]
fn reflection_pad1d_0() {
    harness::method(|t| t[0].try_reflection_pad1d([2, 3]), &[(&[2, 4], -2.0, 2.0)]);
}

#[test]
fn reflection_pad2d_0() {
    harness::method(|t| t[0].try_reflection_pad2d([2, -1, 1, 2]), &[(&[1, 3, 3], -2.0, 2.0)]);
}

#[test]
fn reflection_pad3d_0() {
    harness::method(|t| t[0].try_reflection_pad3d([1, 2, 0, 1, 1, 0]), &[(&[1, 2, 2, 3], -2.0, 2.0)]);
}

#[test]
fn replication_pad1d_0() {
    harness::method(|t| t[0].try_replication_pad1d([2, 4]), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn replication_pad2d_0() {
    harness::method(|t| t[0].try_replication_pad2d([2, -1, 1, 2]), &[(&[1, 3, 2], -2.0, 2.0)]);
}

#[test]
fn replication_pad3d_0() {
    harness::method(|t| t[0].try_replication_pad3d([1, 2, 0, 1, 1, 3]), &[(&[1, 2, 1, 2], -2.0, 2.0)]);
}

#[test]
fn pad_mode_0() {
    harness::method(|t| t[0].try_pad_mode([2, 3], PadMode::Circular, None), &[(&[1, 2, 3], -2.0, 2.0)]);
}

#[test]
fn pad_mode_1() {
    harness::method(|t| t[0].try_pad_mode([1, 1, 0, 2], PadMode::Constant, Some(1.5)), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn interpolate_0() {
    harness::method(
        |t| t[0].try_interpolate(Some(&[5]), None, InterpolateMode::Nearest, false),
        &[(&[1, 2, 3], -2.0, 2.0)],
    );
}

#[test]
fn interpolate_1() {
    harness::method(
        |t| t[0].try_interpolate(Some(&[2, 4]), None, InterpolateMode::NearestExact, false),
        &[(&[1, 1, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn interpolate_2() {
    harness::method(
        |t| t[0].try_interpolate(Some(&[5, 2]), None, InterpolateMode::Linear, false),
        &[(&[1, 1, 3, 4], -2.0, 2.0)],
    );
}

#[test]
fn interpolate_3() {
    harness::method(
        |t| t[0].try_interpolate(Some(&[3, 1, 4]), None, InterpolateMode::Linear, true),
        &[(&[1, 1, 2, 2, 3], -2.0, 2.0)],
    );
}

#[test]
fn interpolate_4() {
    harness::method(
        |t| t[0].try_interpolate(Some(&[2, 6]), None, InterpolateMode::LinearAntialias, false),
        &[(&[1, 1, 5, 4], -2.0, 2.0)],
    );
}

#[test]
fn interpolate_5() {
    harness::method(
        |t| t[0].try_interpolate(Some(&[5, 3]), None, InterpolateMode::Bicubic, false),
        &[(&[1, 1, 3, 4], -2.0, 2.0)],
    );
}

#[test]
fn interpolate_6() {
    harness::method(
        |t| t[0].try_interpolate(Some(&[2, 3]), None, InterpolateMode::BicubicAntialias, true),
        &[(&[1, 1, 5, 4], -2.0, 2.0)],
    );
}

#[test]
fn pixel_shuffle_0() {
    harness::method(|t| t[0].try_pixel_shuffle(2), &[(&[1, 8, 2, 1], -2.0, 2.0)]);
}

#[test]
fn pixel_unshuffle_0() {
    harness::method(|t| t[0].try_pixel_unshuffle(2), &[(&[2, 4, 2], -2.0, 2.0)]);
}

#[test]
fn channel_shuffle_0() {
    harness::method(|t| t[0].try_channel_shuffle(2), &[(&[1, 4, 2], -2.0, 2.0)]);
}

#[test]
fn grid_sample_0() {
    harness::method(
        |t| t[0].try_grid_sample(&t[1], GridMode::Bilinear, GridPadding::Zeros, false),
        &[(&[1, 2, 3, 4], -0.8, 0.9), (&[1, 2, 2, 2], -0.8, 0.9)],
    );
}

#[test]
fn grid_sample_1() {
    harness::method(
        |t| t[0].try_grid_sample(&t[1], GridMode::Bilinear, GridPadding::Reflection, true),
        &[(&[1, 1, 3, 2], -0.8, 1.3), (&[1, 2, 1, 2], -0.8, 1.3)],
    );
}

#[test]
fn grid_sample_2() {
    harness::method(
        |t| t[0].try_grid_sample(&t[1], GridMode::Bilinear, GridPadding::Border, true),
        &[(&[1, 1, 2, 3, 2], -0.8, 0.9), (&[1, 2, 1, 1, 3], -0.8, 0.9)],
    );
}

#[test]
fn grid_sample_3() {
    harness::method(
        |t| t[0].try_grid_sample(&t[1], GridMode::Bicubic, GridPadding::Border, false),
        &[(&[1, 1, 3, 4], -0.8, 0.9), (&[1, 2, 1, 2], -0.8, 0.9)],
    );
}

#[test]
fn affine_grid_0() {
    harness::method(|t| t[0].try_affine_grid([2, 1, 2, 3], false), &[(&[2, 2, 3], -2.0, 2.0)]);
}

#[test]
fn affine_grid_1() {
    harness::method(|t| t[0].try_affine_grid([1, 1, 2, 1, 2], true), &[(&[1, 3, 4], -2.0, 2.0)]);
}

#[test]
fn glu_0() {
    harness::method(|t| t[0].try_glu(1), &[(&[2, 4, 3], -2.0, 2.0)]);
}

#[test]
fn prelu_0() {
    harness::method(|t| t[0].try_prelu(&t[1]), &[(&[2, 3, 2], -2.0, 2.0), (&[3], -2.0, 2.0)]);
}

#[test]
fn prelu_1() {
    harness::method(|t| t[0].try_prelu(&t[1]), &[(&[4], -2.0, 2.0), (&[1], -2.0, 2.0)]);
}

#[test]
fn bilinear_0() {
    harness::method(
        |t| t[0].try_bilinear(&t[1], &t[2], Some(&t[3])),
        &[(&[2, 3], -2.0, 2.0), (&[2, 2], -2.0, 2.0), (&[4, 3, 2], -2.0, 2.0), (&[4], -2.0, 2.0)],
    );
}

#[test]
fn bilinear_1() {
    harness::method(
        |t| t[0].try_bilinear(&t[1], &t[2], None),
        &[(&[3], -2.0, 2.0), (&[2], -2.0, 2.0), (&[1, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn weight_norm_0() {
    harness::method(|t| t[0].try_weight_norm(&t[1], 0), &[(&[3, 2, 2], -2.0, 2.0), (&[3, 1, 1], -2.0, 2.0)]);
}

#[test]
fn weight_norm_1() {
    harness::method(|t| t[0].try_weight_norm(&t[1], 1), &[(&[3, 2], -2.0, 2.0), (&[1, 2], -2.0, 2.0)]);
}

#[test]
fn weight_norm_2() {
    harness::method(|t| t[0].try_weight_norm(&t[1], -1), &[(&[3, 2], -2.0, 2.0), (&[], -2.0, 2.0)]);
}

#[test]
fn local_response_norm_0() {
    harness::method(|t| t[0].try_local_response_norm(3, 0.5, 0.75, 1.0), &[(&[1, 4, 2], -2.0, 2.0)]);
}

#[test]
fn feature_dropout_0() {
    harness::method(|t| t[0].try_feature_dropout(0.5, false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn alpha_dropout_0() {
    harness::method(|t| t[0].try_alpha_dropout(0.5, false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn feature_alpha_dropout_0() {
    harness::method(|t| t[0].try_feature_alpha_dropout(0.5, false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn native_dropout_0() {
    harness::method(|t| t[0].try_native_dropout(0.5, false).map(|(first, _)| first), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn rrelu_0() {
    harness::method(|t| t[0].try_rrelu(0.125, 0.5, false), &[(&[2, 3], -2.0, 2.0)]);
}

#[test]
fn rnn_tanh_0() {
    harness::method(
        |t| t[0].try_rnn_tanh(&t[1], &[&t[2], &t[3]], false, 1, 0.0, false, false, false).map(|(first, _)| first),
        &[(&[3, 2, 2], -2.0, 2.0), (&[1, 2, 2], -2.0, 2.0), (&[2, 2], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn rnn_relu_0() {
    harness::method(
        |t| {
            t[0].try_rnn_relu(&t[1], &[&t[2], &t[3], &t[4], &t[5]], true, 1, 0.0, false, false, false)
                .map(|(first, _)| first)
        },
        &[
            (&[2, 2, 2], -2.0, 2.0),
            (&[1, 2, 1], -2.0, 2.0),
            (&[1, 2], -2.0, 2.0),
            (&[1, 1], -2.0, 2.0),
            (&[1], -2.0, 2.0),
            (&[1], -2.0, 2.0),
        ],
    );
}

#[test]
fn gru_0() {
    harness::method(
        |t| {
            t[0].try_gru(&t[1], &[&t[2], &t[3], &t[4], &t[5]], false, 1, 0.0, false, true, true).map(|(first, _)| first)
        },
        &[
            (&[1, 3, 2], -2.0, 2.0),
            (&[2, 1, 1], -2.0, 2.0),
            (&[3, 2], -2.0, 2.0),
            (&[3, 1], -2.0, 2.0),
            (&[3, 2], -2.0, 2.0),
            (&[3, 1], -2.0, 2.0),
        ],
    );
}

#[test]
fn lstm_0() {
    harness::method(
        |t| {
            t[0].try_lstm(&[&t[1], &t[2]], &[&t[3], &t[4], &t[5], &t[6]], false, 2, 0.0, false, false, false)
                .map(|(first, _, _)| first)
        },
        &[
            (&[2, 1, 2], -2.0, 2.0),
            (&[2, 1, 1], -2.0, 2.0),
            (&[2, 1, 1], -2.0, 2.0),
            (&[4, 2], -2.0, 2.0),
            (&[4, 1], -2.0, 2.0),
            (&[4, 1], -2.0, 2.0),
            (&[4, 1], -2.0, 2.0),
        ],
    );
}

#[test]
fn rnn_tanh_cell_0() {
    harness::method(
        |t| t[0].try_rnn_tanh_cell(&t[1], &t[2], &t[3], None, None),
        &[(&[2, 3], -2.0, 2.0), (&[2, 2], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn rnn_relu_cell_0() {
    harness::method(
        |t| t[0].try_rnn_relu_cell(&t[1], &t[2], &t[3], None, None),
        &[(&[2, 3], -2.0, 2.0), (&[2, 2], -2.0, 2.0), (&[2, 3], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn gru_cell_0() {
    harness::method(
        |t| t[0].try_gru_cell(&t[1], &t[2], &t[3], Some(&t[4]), Some(&t[5])),
        &[
            (&[2, 3], -2.0, 2.0),
            (&[2, 1], -2.0, 2.0),
            (&[3, 3], -2.0, 2.0),
            (&[3, 1], -2.0, 2.0),
            (&[3], -2.0, 2.0),
            (&[3], -2.0, 2.0),
        ],
    );
}

#[test]
fn lstm_cell_0() {
    harness::method(
        |t| t[0].try_lstm_cell(&[&t[1], &t[2]], &t[3], &t[4], Some(&t[5]), Some(&t[6])).map(|(first, _)| first),
        &[
            (&[2, 3], -2.0, 2.0),
            (&[2, 1], -2.0, 2.0),
            (&[2, 1], -2.0, 2.0),
            (&[4, 3], -2.0, 2.0),
            (&[4, 1], -2.0, 2.0),
            (&[4], -2.0, 2.0),
            (&[4], -2.0, 2.0),
        ],
    );
}

#[test]
fn scaled_dot_product_attention_0() {
    harness::method(
        |t| t[0].try_scaled_dot_product_attention(&t[1], &t[2], None, 0.0, false, None, false),
        &[(&[1, 2, 3, 2], -2.0, 2.0), (&[1, 2, 4, 2], -2.0, 2.0), (&[1, 2, 4, 3], -2.0, 2.0)],
    );
}

#[test]
fn scaled_dot_product_attention_1() {
    harness::method(
        |t| t[0].try_scaled_dot_product_attention(&t[1], &t[2], None, 0.0, true, Some(0.5), false),
        &[(&[2, 3, 2], -2.0, 2.0), (&[2, 3, 2], -2.0, 2.0), (&[2, 3, 2], -2.0, 2.0)],
    );
}

#[test]
fn scaled_dot_product_attention_2() {
    harness::method(
        |t| t[0].try_scaled_dot_product_attention(&t[1], &t[2], Some(&t[3]), 0.0, false, None, true),
        &[(&[1, 2, 2, 2], -2.0, 2.0), (&[1, 1, 2, 2], -2.0, 2.0), (&[1, 1, 2, 2], -2.0, 2.0), (&[2, 2], -2.0, 2.0)],
    );
}

#[test]
fn scaled_dot_product_attention_3() {
    harness::method(
        |t| {
            t[0].try_scaled_dot_product_attention(
                &t[1],
                &t[2],
                Some(&harness::mask(&[true, false, true, false, false, false], &[2, 3])),
                0.0,
                false,
                None,
                false,
            )
        },
        &[(&[2, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0), (&[3, 2], -2.0, 2.0)],
    );
}

#[test]
fn to_dtype_0() {
    harness::method(|t| t[0].try_to_dtype(DType::F64), &[(&[2, 3], -2.0, 2.0)]);
}
