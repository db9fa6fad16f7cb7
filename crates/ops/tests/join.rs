//! Arrays joined and rearranged, against what PyTorch gives.
#![allow(clippy::unwrap_used, clippy::panic)]

use cresset_ops::join::{self, Sources, Triangle};
use cresset_ops::{Array, reading};
use cresset_storage::{DType, Dims};

const OP: &str = "test";

fn counted(sizes: &[usize]) -> Array {
    let n: usize = sizes.iter().product();
    Array::from_vec((0..n).map(|value| value as f32).collect(), sizes).unwrap()
}

fn floats(x: &Array) -> Vec<f32> {
    reading::to_vec(x).unwrap()
}

fn shown(x: &Array) -> (Vec<f32>, Vec<usize>) {
    (floats(x), x.sizes().to_vec())
}

#[test]
fn cat_joins_along_any_dimension_and_promotes() {
    let (x, y) = (counted(&[2, 2]), counted(&[2, 1]));
    assert_eq!(shown(&join::cat(OP, &[&x, &y], -1).unwrap()), (vec![0.0, 1.0, 0.0, 2.0, 3.0, 1.0], vec![2, 3]));
    let turned = x.with_layout(x.layout().transpose(OP, 0, 1).unwrap());
    let out = join::cat(OP, &[&turned, &x], 0).unwrap();
    assert_eq!(floats(&out), [0.0, 2.0, 1.0, 3.0, 0.0, 1.0, 2.0, 3.0]);
    let whole = Array::from_vec(vec![7i64, 8], &[2, 1]).unwrap();
    let mixed = join::cat(OP, &[&whole, &x], 1).unwrap();
    assert_eq!((mixed.dtype(), floats(&mixed)), (DType::F32, vec![7.0, 0.0, 1.0, 8.0, 2.0, 3.0]));
    // A vector without elements joins with anything, as in PyTorch.
    assert_eq!(shown(&join::cat(OP, &[&counted(&[0]), &x], 1).unwrap()), shown(&x));
    assert_eq!(*join::cat(OP, &[&counted(&[0]), &counted(&[0])], 0).unwrap().sizes(), Dims::clamped(&[0]));
    assert!(join::cat(OP, &[], 0).is_err());
    assert!(join::cat(OP, &[&x, &counted(&[3, 1])], 1).is_err());
    assert!(join::cat(OP, &[&counted(&[])], 0).is_err());
    assert!(join::cat(OP, &[&x, &counted(&[2])], 0).is_err());
}

#[test]
fn stack_puts_a_new_dimension_anywhere() {
    let (x, y) = (counted(&[2]), Array::from_vec(vec![5.0f32, 6.0], &[2]).unwrap());
    assert_eq!(shown(&join::stack(OP, &[&x, &y], 0).unwrap()), (vec![0.0, 1.0, 5.0, 6.0], vec![2, 2]));
    assert_eq!(shown(&join::stack(OP, &[&x, &y], -1).unwrap()), (vec![0.0, 5.0, 1.0, 6.0], vec![2, 2]));
    assert_eq!(shown(&join::stack(OP, &[&counted(&[])], 0).unwrap()), (vec![0.0], vec![1]));
    assert!(join::stack(OP, &[&x, &counted(&[3])], 0).is_err());
    assert!(join::stack(OP, &[&x], 2).is_err());
}

fn rearranged(x: &Array, sources: cresset_storage::Result<Sources>) -> (Vec<f32>, Vec<usize>) {
    let sources = sources.unwrap();
    let out = join::rearrange(OP, x, &sources).unwrap();
    // The transpose gives back each element as often as it was read.
    let back = join::rearrange_sum(OP, &out, &sources, x.sizes()).unwrap();
    let ones = cresset_ops::copy::full(OP, out.sizes(), 1.into(), DType::F32, x.device()).unwrap();
    let times = floats(&join::rearrange_sum(OP, &ones, &sources, x.sizes()).unwrap());
    let expected: Vec<f32> = floats(x).iter().zip(&times).map(|(value, times)| value * times).collect();
    assert_eq!(floats(&back), expected);
    shown(&out)
}

#[test]
fn dimensions_are_reversed_moved_and_repeated() {
    let x = counted(&[2, 3]);
    assert_eq!(rearranged(&x, Sources::flip(OP, &x, &[1])).0, [2.0, 1.0, 0.0, 5.0, 4.0, 3.0]);
    assert_eq!(rearranged(&x, Sources::flip(OP, &x, &[0, -1])).0, [5.0, 4.0, 3.0, 2.0, 1.0, 0.0]);
    assert_eq!(rearranged(&x, Sources::roll(OP, &x, &[1, -4], &[0, 1])).0, [4.0, 5.0, 3.0, 1.0, 2.0, 0.0]);
    let twice = rearranged(&x, Sources::repeat(OP, &x, &[2, 1, 2]));
    let once = [0.0, 1.0, 2.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 3.0, 4.0, 5.0];
    assert_eq!(twice, ([once, once].concat(), vec![2, 2, 6]));
    let each = rearranged(&x, Sources::interleave(OP, &x, &[2, 0, 1], 1));
    assert_eq!(each, (vec![0.0, 0.0, 2.0, 3.0, 3.0, 5.0], vec![2, 3]));
    let turned = x.with_layout(x.layout().transpose(OP, 0, 1).unwrap());
    assert_eq!(rearranged(&turned, Sources::flip(OP, &turned, &[0])).0, [2.0, 5.0, 1.0, 4.0, 0.0, 3.0]);
    let scalar = counted(&[]);
    assert_eq!(rearranged(&scalar, Sources::flip(OP, &scalar, &[0])), (vec![0.0], vec![]));
    assert_eq!(rearranged(&scalar, Sources::repeat(OP, &scalar, &[2])), (vec![0.0, 0.0], vec![2]));
}

#[test]
fn large_arrays_are_rearranged_block_by_block() {
    let x = counted(&[300, 200]);
    let out = floats(&join::rearrange(OP, &x, &Sources::flip(OP, &x, &[0, 1]).unwrap()).unwrap());
    let mut expected = floats(&x);
    expected.reverse();
    assert_eq!(out, expected);
}

#[test]
fn bad_rearrangements_are_refused_and_empty_ones_cost_nothing() {
    let x = counted(&[2, 3]);
    assert!(Sources::flip(OP, &x, &[1, -1]).is_err());
    assert!(Sources::flip(OP, &x, &[2]).is_err());
    assert!(Sources::roll(OP, &x, &[1, 2], &[0]).is_err());
    assert!(Sources::repeat(OP, &x, &[2]).is_err());
    assert!(Sources::repeat(OP, &x, &[2, -1]).is_err());
    assert!(Sources::repeat(OP, &x, &[i64::MAX, i64::MAX]).is_err());
    assert!(Sources::interleave(OP, &x, &[1, 2], 1).is_err());
    assert!(Sources::interleave(OP, &x, &[i64::MAX], 1).is_err());
    let none = Sources::repeat(OP, &x, &[0, 1 << 60]).unwrap();
    assert_eq!(join::rearrange(OP, &x, &none).unwrap().numel(), 0);
    assert_eq!(floats(&join::rearrange_sum(OP, &counted(&[0, 3]), &none, x.sizes()).unwrap()), [0.0; 6]);
}

#[test]
fn triangles_keep_their_side_of_the_diagonal() {
    let x = counted(&[2, 3, 4]);
    for diagonal in [-5, -2, -1, 0, 1, 3, 9, i64::MIN, i64::MAX] {
        for kept in [Triangle::Lower, Triangle::Upper] {
            let expected = floats(&x).into_iter().enumerate().map(|(at, value)| {
                let (row, column) = ((at / 4 % 3) as i128, (at % 4) as i128);
                let edge = row + i128::from(diagonal);
                let stays = if kept == Triangle::Lower { column <= edge } else { column >= edge };
                if stays { value } else { 0.0 }
            });
            let expected: Vec<f32> = expected.collect();
            assert_eq!(floats(&join::triangle(OP, &x, kept, diagonal).unwrap()), expected, "{kept:?} {diagonal}");
            let view = cresset_ops::copy::contiguous_copy(OP, &x).unwrap();
            let part = view.with_layout(view.layout().select(OP, 0, 1).unwrap());
            join::triangle_(OP, &part, kept, diagonal).unwrap();
            assert_eq!(floats(&part), expected[12..]);
            assert_eq!(floats(&view)[..12], floats(&x)[..12]);
        }
    }
    assert!(join::triangle(OP, &counted(&[3]), Triangle::Lower, 0).is_err());
}
