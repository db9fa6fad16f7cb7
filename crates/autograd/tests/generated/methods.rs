//! Gradients of method rows against differences. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::harness;
use cresset_autograd::{DType, FftNorm, Reduction, Tensor};

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
fn to_dtype_0() {
    harness::method(|t| t[0].try_to_dtype(DType::F64), &[(&[2, 3], -2.0, 2.0)]);
}
