//! Gradients of method rows against differences. Written by `cargo xtask codegen` from `crates/optable`; do not edit.
use crate::harness;
use cresset_autograd::DType;

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
fn to_dtype_0() {
    harness::method(|t| t[0].try_to_dtype(DType::F64), &[(&[2, 3], -2.0, 2.0)]);
}
