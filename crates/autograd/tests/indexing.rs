//! Indexing in brackets, and what writing by position means for gradients.
#![allow(
    clippy::reversed_empty_ranges,
    clippy::needless_borrows_for_generic_args,
    dropping_copy_types,
    clippy::drop_non_drop,
    reason = "ranges count from the back; results are thrown away for their errors"
)]
#![allow(clippy::unwrap_used, clippy::panic)]

use cresset_autograd::index::{Ellipsis, IndexItem, NewAxis, Step};
use cresset_autograd::{DType, Options, Result, Tensor, arange, no_grad, ones, s, tensor, zeros};

fn cube() -> Tensor {
    arange(0, 24, 1).reshape([2, 3, 4])
}

fn longs(x: &Tensor) -> Vec<i64> {
    x.to_vec()
}

fn floats(x: &Tensor) -> Vec<f32> {
    x.to_vec()
}

fn leaf(values: &[f32], sizes: &[usize]) -> Tensor {
    let leaf = Tensor::from_vec(values.to_vec(), sizes);
    leaf.requires_grad_(true);
    leaf
}

fn gradient(x: &Tensor) -> Vec<f32> {
    floats(&x.grad().unwrap())
}

/// Each element weighted by its place, so that gradients show where elements went.
fn weighted(x: &Tensor) -> Tensor {
    let weights = arange(1, x.numel() as i64 + 1, 1).to_dtype(x.dtype());
    let flat = x.reshape([-1]);
    (&flat * &weights).sum()
}

#[test]
fn whole_numbers_and_ranges_cut_views() {
    let x = cube();
    assert_eq!(longs(&x.i(1)), (12..24).collect::<Vec<_>>());
    assert_eq!(longs(&x.i((-1, -1, -1))), [23]);
    assert_eq!(longs(&x.i((0, 1..3, 2..))), [6, 7, 10, 11]);
    assert_eq!(longs(&x.i((0, ..=1, ..-2))), [0, 1, 4, 5]);
    assert_eq!(longs(&x.i((0, 0, 1..=-1))), [1, 2, 3]);
    assert_eq!(longs(&x.i((0, 0, -3..99))), [1, 2, 3]);
    assert_eq!(x.i((.., 2..1)).sizes(), [2, 0, 4]);
    assert_eq!(longs(&x.i((0, (..).step(2), (1..).step(2)))), [1, 3, 9, 11]);
    assert_eq!(longs(&x.i((0i64, 1usize..2usize, 3i32))), [7]);
    assert_eq!(x.i(()).sizes(), [2, 3, 4]);
    let part = x.i((1, .., 1..));
    assert!(part.is_view() && part.shares_storage(&x) && x.i(..).is_view() && !x.i(..).is_same(&x));
    part.fill_(0);
    assert_eq!(longs(&x.sum_of_last()), [6, 22, 38, 12, 16, 20]);
}

/// Sums of the last dimension, by a loop.
trait SumOfLast {
    fn sum_of_last(&self) -> Tensor;
}

impl SumOfLast for Tensor {
    fn sum_of_last(&self) -> Tensor {
        let sums: Vec<i64> = longs(self).chunks(4).map(|row| row.iter().sum()).collect();
        Tensor::from_slice(&sums)
    }
}

#[test]
fn new_dimensions_and_ellipses() {
    let x = cube();
    assert_eq!(x.i((None, .., None, NewAxis)).sizes(), [1, 2, 1, 1, 3, 4]);
    assert_eq!(longs(&x.i((Ellipsis, 1))), [1, 5, 9, 13, 17, 21]);
    assert_eq!(longs(&x.i((1, Ellipsis, -1))), [15, 19, 23]);
    assert_eq!(x.i((Ellipsis, None)).sizes(), [2, 3, 4, 1]);
    assert_eq!(x.i((0, 0, 0, Ellipsis)).sizes(), [0usize; 0]);
    assert_eq!(x.i(Ellipsis).sizes(), [2, 3, 4]);
}

#[test]
fn the_macro_takes_steps_and_lists() {
    let (x, rows) = (cube(), tensor([1, 0]));
    assert_eq!(longs(&x.i(s![0, ..;2, 1..;2])), [1, 3, 9, 11]);
    assert_eq!(x.i(s![..;2, NewAxis, 0..3;2,]).sizes(), [1, 1, 2, 4]);
    assert_eq!(longs(&x.i(s![&rows, -1, Ellipsis, 0])), [20, 8]);
    let items: Vec<IndexItem> = s![1, 2].to_vec();
    assert_eq!(longs(&x.i(items)), [20, 21, 22, 23]);
}

#[test]
fn index_tensors_stand_where_pytorch_puts_them() {
    let x = cube();
    let (rows, columns) = (tensor([0, 2]), tensor([3, -1]));
    assert_eq!(longs(&x.i((0, &rows, &columns))), [3, 11]);
    assert_eq!(longs(&x.i((.., &rows, 0))), [0, 8, 12, 20]);
    assert_eq!(x.i((&tensor([[0], [1]]), .., &columns)).sizes(), [2, 2, 3]);
    assert_eq!(x.i((1.., None, .., &columns)).sizes(), [1, 1, 3, 2]);
    assert_eq!(longs(&x.i((0, [2, 0], -1))), [11, 3]);
    assert_eq!(longs(&x.i((0, 1, vec![1i64, 1]))), [5, 5]);
    // A whole number in a tensor cuts a view.
    assert!(x.i(&tensor(1)).is_view());
    assert_eq!(longs(&x.i((1, &tensor(-1), 0))), [20]);
}

#[test]
fn masks_stand_for_their_dimensions() {
    let x = cube();
    assert_eq!(longs(&x.i(&x.gt(20))), [21, 22, 23]);
    let rows = tensor([[true, false, false], [false, false, true]]);
    assert_eq!(longs(&x.i((&rows, 1..3))), [1, 2, 21, 22]);
    assert_eq!(longs(&x.i((&rows, &tensor([1, 3])))), [1, 23]);
    assert_eq!(longs(&x.i((1, &tensor([true, false, true]), [0, 3]))), [12, 23]);
    assert_eq!(x.i((.., &tensor([false, false, false]))).sizes(), [2, 0, 4]);
}

#[test]
fn bad_indices_are_named_in_one_line() {
    let x = cube();
    let told = |result: Result<Tensor>| result.unwrap_err().to_string();
    assert_eq!(told(x.try_i((.., 3))), "i: index out of range: index 3, dim 1 of size 3; index must be in -3..=2");
    assert_eq!(told(x.try_i((0, .., -5))), "i: index out of range: index -5, dim 2 of size 4; index must be in -4..=3");
    assert_eq!(
        told(x.try_i((Ellipsis, &tensor([0, 4])))),
        "index: index out of range: index 4, dim 2 of size 4; index must be in -4..=3"
    );
    assert_eq!(
        told(x.try_i((0, 0, 0, 0))),
        "i: too many indices: self [2, 3, 4], indexed dims [4]; give at most one index for each dim"
    );
    assert!(told(x.try_i((Ellipsis, Ellipsis))).contains("ellips"));
    assert!(told(x.try_i((..).step(0))).contains("step"));
    assert!(told(x.try_i(&tensor([true, false, true]))).contains("mask"));
    assert!(told(x.try_i(&tensor([0.5]))).contains("dtype"));
    assert!(x.try_i(usize::MAX).is_err() && x.try_i(i64::MIN).is_err());
    assert!(x.try_i_put_(0, &zeros([5])).is_err());
}

#[test]
fn values_are_written_by_any_index() {
    let x = zeros([3, 4]);
    x.i_put_((0, ..), 1.5).i_put_((.., -1), &tensor([1.0, 2.0, 3.0])).i_put_((1..3, 0), &tensor([[[7, 8]]]));
    assert_eq!(floats(&x), [1.5, 1.5, 1.5, 1.0, 7.0, 0.0, 0.0, 2.0, 8.0, 0.0, 0.0, 3.0]);
    x.i_put_((&tensor([0, 2]), 1..3), 9);
    assert_eq!(floats(&x), [1.5, 9.0, 9.0, 1.0, 7.0, 0.0, 0.0, 2.0, 8.0, 9.0, 9.0, 3.0]);
    x.i_put_(&x.gt(2), &tensor([-1.0]));
    assert_eq!(floats(&x), [1.5, -1.0, -1.0, 1.0, -1.0, 0.0, 0.0, 2.0, -1.0, -1.0, -1.0, -1.0]);
    x.i_put_((&tensor([0, 0]), 0), &tensor([[4, 5]]));
    assert_eq!(x.i((0, 0)).item(), 5.0);
    x.i_put_(.., 0);
    assert_eq!(floats(&x), [0.0; 12]);
    // A transposed view is written through.
    x.t().i_put_((1, [0, 2]), &tensor([1.0, 2.0]));
    assert_eq!(floats(&x.i((.., 1))), [1.0, 0.0, 2.0]);
}

#[test]
fn a_written_slice_of_a_computed_tensor_sends_gradients_to_what_was_written() {
    let (x, value) = (leaf(&[1.0, 2.0, 3.0, 4.0], &[2, 2]), leaf(&[5.0, 6.0], &[2]));
    let y: Tensor = &x * 2.0;
    y.i_put_((.., 1), &value);
    weighted(&y).backward();
    assert_eq!(floats(&y), [2.0, 5.0, 6.0, 6.0]);
    assert_eq!(gradient(&x), [2.0, 0.0, 6.0, 0.0]);
    assert_eq!(gradient(&value), [2.0, 4.0]);
}

#[test]
fn index_tensors_write_through_views_with_gradients() {
    let (x, value) = (leaf(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[2, 3]), leaf(&[7.0], &[]));
    let y: Tensor = &x * 1.0;
    y.i_put_((1, [0, 2]), &value);
    assert_eq!(floats(&y), [1.0, 2.0, 3.0, 7.0, 5.0, 7.0]);
    weighted(&y).backward();
    assert_eq!(gradient(&x), [1.0, 2.0, 3.0, 0.0, 5.0, 0.0]);
    assert_eq!(gradient(&value), [10.0]);
}

#[test]
fn leaves_that_need_gradients_are_not_written_by_index() {
    let x = leaf(&[1.0, 2.0], &[2]);
    assert!(x.try_i_put_(0, 1.0).is_err());
    assert!(x.try_i_put_([0], 1.0).is_err());
    assert!(x.try_masked_fill_(&tensor([true, false]), 0.0).is_err());
    no_grad(|| x.i_put_(0, 5.0).i_put_([1], 6.0).masked_fill_(&x.gt(5.5), 7.0).numel());
    assert_eq!(floats(&x), [5.0, 7.0]);
}

/// A call in both forms on the same values: results and gradients must agree.
fn forms_agree(n_others: usize, plain: impl Fn(&Tensor, &[Tensor]) -> Tensor, in_place: impl Fn(&Tensor, &[Tensor])) {
    let run = |written: bool| {
        let x = leaf(&[0.5, 1.0, 1.5, 2.0, 2.5, 3.0], &[2, 3]);
        let others: Vec<Tensor> = (0..n_others).map(|_| leaf(&[4.0, 5.0, 6.0, 7.0, 8.0, 9.0], &[2, 3])).collect();
        let out = if written {
            let out: Tensor = &x * 1.0;
            in_place(&out, &others);
            out
        } else {
            plain(&x, &others)
        };
        weighted(&out).backward();
        let grads: Vec<Vec<f32>> = [&x].into_iter().chain(&others).map(gradient).collect();
        (floats(&out), grads)
    };
    assert_eq!(run(true), run(false));
}

#[test]
fn forms_in_place_do_the_same_as_plain_ones() {
    let index = tensor([[0, 1, 0], [1, 1, 0]]);
    let (places, mask) = (tensor([1, 0]), tensor([true, false, true]));
    forms_agree(1, |x, o| x.scatter(0, &index, &o[0]), |x, o| drop(x.scatter_(0, &index, &o[0]).numel()));
    forms_agree(0, |x, _| x.scatter(0, &index, 3.0), |x, _| drop(x.scatter_(0, &index, 3.0).numel()));
    forms_agree(1, |x, o| x.scatter_add(0, &index, &o[0]), |x, o| drop(x.scatter_add_(0, &index, &o[0]).numel()));
    forms_agree(
        1,
        |x, o| x.index_add(0, &places, &o[0], 0.5),
        |x, o| drop(x.index_add_(0, &places, &o[0], 0.5).numel()),
    );
    forms_agree(1, |x, o| x.index_copy(0, &places, &o[0]), |x, o| drop(x.index_copy_(0, &places, &o[0]).numel()));
    forms_agree(0, |x, _| x.index_fill(1, &places, 2.0), |x, _| drop(x.index_fill_(1, &places, 2.0).numel()));
    forms_agree(0, |x, _| x.masked_fill(&mask, 2.0), |x, _| drop(x.masked_fill_(&mask, 2.0).numel()));
    forms_agree(1, |x, o| x.masked_scatter(&mask, &o[0]), |x, o| drop(x.masked_scatter_(&mask, &o[0]).numel()));
    for accumulate in [false, true] {
        forms_agree(
            1,
            |x, o| x.index_put(&[Some(&places)], &o[0], accumulate),
            |x, o| drop(x.index_put_(&[Some(&places)], &o[0], accumulate).numel()),
        );
    }
    forms_agree(0, |x, _| x.tril(0), |x, _| drop(x.tril_(0).numel()));
    forms_agree(0, |x, _| x.triu(1), |x, _| drop(x.triu_(1).numel()));
}

#[test]
fn a_changed_index_is_an_error_of_backward() {
    let (x, index) = (leaf(&[1.0, 2.0], &[2]), tensor([0, 1, 1]));
    let y = x.gather(0, &index).sum();
    index.fill_(0);
    let told = y.try_backward().unwrap_err().to_string();
    assert!(told.contains("GatherBackward0") && told.contains("modified"), "{told}");
}

#[test]
fn a_second_backward_needs_the_kept_index() {
    let x = leaf(&[1.0, 2.0], &[2]);
    let y = x.index_select(0, &tensor([1, 1])).sum();
    y.backward();
    assert_eq!(gradient(&x), [0.0, 2.0]);
    assert!(y.try_backward().is_err());
}

#[test]
fn order_sends_gradients_back_to_their_places() {
    let x = leaf(&[3.0, f32::NAN, 1.0, 2.0], &[4]);
    let (values, at) = x.sort(0, true);
    assert_eq!(longs(&at), [1, 0, 3, 2]);
    weighted(&values).backward();
    assert_eq!(gradient(&x), [2.0, 1.0, 4.0, 3.0]);
    let (_, at) = x.topk(2, 0, false, true);
    assert_eq!((longs(&at), at.requires_grad()), (vec![2, 3], false));
    assert!(!x.argsort(0, false).requires_grad());
    let (value, at) = x.kthvalue(2, -1, false);
    assert_eq!((value.sizes(), value.item(), at.item()), (&[][..], 2.0, 3.0));
    let (values, inverse, counts) = tensor([3, 1, 3]).unique();
    assert_eq!((longs(&values), longs(&inverse), longs(&counts)), (vec![1, 3], vec![1, 0, 1], vec![1, 2]));
}

#[test]
fn embeddings_leave_out_the_padding_row() {
    let weight = leaf(&[1.0, 2.0, 3.0], &[3, 1]);
    let out = weight.embedding(&tensor([[0, 2], [2, 1]]), Some(-1), false);
    assert_eq!((floats(&out), out.sizes()), (vec![1.0, 3.0, 3.0, 2.0], &[2, 2, 1][..]));
    out.sum().backward();
    assert_eq!(gradient(&weight), [1.0, 1.0, 0.0]);
    weight.set_grad(None);
    weight.embedding(&tensor([0, 2, 2]), None, true).sum().backward();
    assert_eq!(gradient(&weight), [1.0, 0.0, 1.0]);
    assert!(weight.try_embedding(&tensor([0]), Some(3), false).is_err());
    assert!(weight.try_embedding(&tensor([3]), None, false).is_err());
}

#[test]
fn joined_tensors_get_their_own_dtype_back() {
    let x = leaf(&[1.0, 2.0], &[2]);
    let y = Options::new().dtype(DType::F64).requires_grad(true).ones([1]);
    let skipped = leaf(&[], &[0]);
    let out = Tensor::cat(&[&skipped, &x, &y], 0);
    assert_eq!(out.dtype(), DType::F64);
    weighted(&out).backward();
    assert_eq!((gradient(&x), y.grad().unwrap().to_vec::<f64>()), (vec![1.0, 2.0], vec![3.0]));
    assert_eq!(y.grad().unwrap().dtype(), DType::F64);
    assert_eq!(Tensor::stack(&[&x, &x], 1).sizes(), [2, 2]);
    assert!(Tensor::try_cat(&[], 0).is_err());
}

#[test]
fn views_written_in_copies_leave_the_input_alone() {
    let (x, src) = (leaf(&[1.0, 2.0, 3.0, 4.0], &[2, 2]), leaf(&[7.0, 8.0], &[2]));
    let out = x.select_scatter(&src, 1, 0);
    assert_eq!((floats(&out), floats(&x)), (vec![7.0, 2.0, 8.0, 4.0], vec![1.0, 2.0, 3.0, 4.0]));
    weighted(&out).backward();
    assert_eq!((gradient(&x), gradient(&src)), (vec![0.0, 2.0, 0.0, 4.0], vec![1.0, 3.0]));
    assert!(x.try_diagonal_scatter(&ones([3]), 0, 0, 1).is_err());
}
