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
fn to_dtype_0() {
    harness::method(|t| t[0].try_to_dtype(DType::F64), &[(&[2, 3], -2.0, 2.0)]);
}
