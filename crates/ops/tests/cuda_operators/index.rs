//! Reading and writing by position.

use cresset_ops::index::{self, Fold, Rows};
use cresset_ops::pointwise::pointwise;
use cresset_ops::{Array, Operand, Pointwise, copy};
use cresset_storage::{DType, Dims, ErrorKind, Scalar};

use crate::device::{GPU, alike, on_gpu, present, values};

const OP: &str = "indexing";

pub const DTYPES: [DType; 10] = [
    DType::Bool,
    DType::U8,
    DType::I8,
    DType::I16,
    DType::I32,
    DType::I64,
    DType::F16,
    DType::BF16,
    DType::F32,
    DType::F64,
];

/// One dtype of each kind that kernels tell apart.
pub const FEW: [DType; 6] = [DType::Bool, DType::I8, DType::I64, DType::F16, DType::F32, DType::F64];

/// Positions below `end`, from `start` on, with repetitions.
pub fn below(end: usize, start: i64, sizes: &[usize]) -> Array {
    let n: usize = sizes.iter().product();
    let at = (0..n).map(|at| ((at * at * 7 + at * 3 + 1) % end) as i64 + start).collect();
    Array::from_vec(at, sizes).unwrap()
}

fn dims(sizes: &[usize]) -> Dims {
    Dims::new(OP, sizes).unwrap()
}

fn turned(x: &Array) -> Array {
    x.with_layout(x.layout().permute(OP, &[1, 0]).unwrap())
}

#[test]
fn elements_are_gathered_and_scattered() {
    if !present() {
        return;
    }
    for dtype in DTYPES {
        let (x, source) = (values(&[5, 7, 3], 1, dtype), values(&[5, 70, 4], 2, dtype));
        let at = below(7, 0, &[4, 70, 3]);
        let narrow = copy::to_dtype(OP, &at, DType::I32).unwrap();
        alike(&[OP], [&x, &source, &at, &narrow], |[x, source, at, narrow]| {
            let number = Operand::Scalar(Scalar::I64(1));
            let written = copy::contiguous_copy(OP, x).unwrap();
            index::scatter_(OP, &written, 1, at, Operand::Array(source)).unwrap();
            let mut all = vec![
                index::gather(OP, x, 1, at).unwrap(),
                index::gather(OP, x, 1, narrow).unwrap(),
                index::scatter(OP, x, 1, at, Operand::Array(source)).unwrap(),
                index::scatter(OP, x, 1, narrow, number).unwrap(),
                written,
            ];
            // A product of many would leave the range of small dtypes; that of halves is rounded at each step.
            if dtype != DType::F16 && dtype != DType::BF16 {
                all.push(index::scatter_add(OP, x, 1, at, source).unwrap());
                all.push(index::scatter_fold(OP, x, 1, at, source, Fold::Product).unwrap());
            }
            all.push(index::scatter_fold(OP, x, 1, at, source, Fold::Largest).unwrap());
            all.push(index::scatter_fold(OP, x, 1, at, source, Fold::Smallest).unwrap());
            all.push(index::scatter_sum(OP, &dims(&[5, 7, 4]), 1, at, source).unwrap());
            all
        });
    }
}

#[test]
fn positions_of_a_dimension_are_read_and_written() {
    if !present() {
        return;
    }
    for dtype in FEW {
        for inner in [1, 8, 300] {
            let (x, source) = (values(&[3, 50, inner], 1, dtype), values(&[3, 40, inner], 2, dtype));
            // Halves are rounded at each sum; where these have no order, each place gets one.
            let at = match dtype.n_bytes() == 2 && inner < 32 {
                true => Array::from_vec((0..40).rev().collect::<Vec<i64>>(), &[40]).unwrap(),
                false => below(50, 0, &[40]),
            };
            let wrapping = below(50, -50, &[40]);
            alike(&[OP], [&x, &source, &at, &wrapping], |[x, source, at, wrapping]| {
                let one = Scalar::I64(1);
                let alpha = if dtype == DType::Bool { Scalar::Bool(true) } else { Scalar::I64(3) };
                let number = Operand::Scalar(one);
                vec![
                    index::index_select(OP, x, 1, at).unwrap(),
                    index::index_add(OP, x, 1, at, source, Scalar::Bool(true)).unwrap(),
                    index::index_add(OP, x, 1, at, source, alpha).unwrap(),
                    index::index_copy(OP, x, 1, at, source).unwrap(),
                    index::index_fill(OP, x, 1, wrapping, number).unwrap(),
                    index::places_sum(OP, &dims(&[3, 50, inner]), 1, wrapping, source).unwrap(),
                    index::take(OP, x, wrapping).unwrap(),
                    index::take_sum(OP, &dims(&[3, 50]), wrapping, &source.as_strided(OP, &[40], &[2], 0).unwrap())
                        .unwrap(),
                ]
            });
        }
    }
}

#[test]
fn arrays_of_indices_select_together() {
    if !present() {
        return;
    }
    let (x, rows, columns) = (values(&[6, 5, 9], 1, DType::F32), below(6, -6, &[4, 1]), below(9, 0, &[7]));
    let mask = copy::to_dtype(OP, &below(2, 0, &[6, 5]), DType::Bool).unwrap();
    let put = values(&[4, 7, 5], 2, DType::F32);
    alike(&[OP], [&x, &rows, &columns, &mask, &put], |[x, rows, columns, mask, put]| {
        let apart = [Some(rows), None, Some(columns)];
        let written = copy::contiguous_copy(OP, x).unwrap();
        index::index_put_(OP, &written, &apart, put, true).unwrap();
        vec![
            index::index(OP, x, &apart).unwrap(),
            index::index(OP, x, &[None, Some(mask.as_strided(OP, &[5, 9], &[0, 0], 0).as_ref().unwrap())]).unwrap(),
            index::index(OP, x, &[Some(mask)]).unwrap(),
            index::index_put(OP, x, &apart, put, false).unwrap(),
            index::index_put(OP, x, &[Some(mask)], &values_like(put), false).unwrap(),
            index::index_sum(OP, &dims(&[6, 5, 9]), &apart, put).unwrap(),
            written,
        ]
    });
}

/// One value on the device of another array.
fn values_like(x: &Array) -> Array {
    copy::full(OP, &dims(&[1]), Scalar::F64(0.25), x.dtype(), x.device()).unwrap()
}

#[test]
fn embeddings_and_their_gradients() {
    if !present() {
        return;
    }
    for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16] {
        let (weight, at, grad) =
            (values(&[11, 6], 1, dtype), below(11, 0, &[3, 100]), values(&[3, 100, 6], 2, DType::F32));
        let mut grad = copy::to_dtype(OP, &grad, dtype).unwrap();
        if dtype == DType::F32 {
            // What is left out may be anything.
            let padding = pointwise(Pointwise::Eq, &[Operand::Array(&at), Operand::Scalar(Scalar::I64(4))]).unwrap();
            let padding = padding.as_strided(OP, &[3, 100, 1], &[100, 1, 1], 0).unwrap();
            grad = index::masked_fill(OP, &grad, &padding, Operand::Scalar(Scalar::F64(f64::NAN))).unwrap();
        }
        for rows in
            [Rows { padding: Some(4), scale_by_frequency: false }, Rows { padding: Some(4), scale_by_frequency: true }]
        {
            alike(&[OP], [&weight, &at, &grad], |[weight, at, grad]| {
                vec![
                    index::embedding_read(OP, weight, at, rows).unwrap(),
                    index::embedding_sum(OP, &dims(&[11, 6]), at, grad, rows).unwrap(),
                    index::embedding_sum(OP, &dims(&[11, 6]), at, &weighted(grad), Rows::default()).unwrap(),
                    index::one_hot(OP, at, -1).unwrap(),
                    index::one_hot(OP, at, 15).unwrap(),
                ]
            });
        }
    }
}

/// The gradient with its first elements everywhere.
fn weighted(grad: &Array) -> Array {
    grad.as_strided(OP, &[3, 100, 6], &[0, 0, 1], 0).unwrap()
}

#[test]
fn other_layouts_and_no_elements_at_all() {
    if !present() {
        return;
    }
    let (x, at) = (values(&[6, 10], 1, DType::F32), below(6, 0, &[9]));
    alike(&[OP], [&x, &at], |[x, at]| {
        let view = turned(x);
        let columns = at.as_strided(OP, &[4], &[2], 1).unwrap();
        let written = copy::contiguous_copy(OP, x).unwrap();
        let source = written.as_strided(OP, &[10, 4], &[1, 10], 0).unwrap();
        // The source is part of what is written, which has gaps.
        index::index_copy_(OP, &turned(&written), 1, &columns, &source).unwrap();
        let none = at.as_strided(OP, &[0], &[1], 0).unwrap();
        vec![
            index::index_select(OP, &view, 1, at).unwrap(),
            index::index_select(OP, &view.as_strided(OP, &[9, 6], &[1, 10], 1).unwrap(), 1, &columns).unwrap(),
            index::index_select(OP, x, 0, &none).unwrap(),
            index::index_select(OP, &x.as_strided(OP, &[6, 0], &[1, 1], 0).unwrap(), 0, at).unwrap(),
            index::index_fill(OP, x, 1, &none, Operand::Scalar(Scalar::I64(1))).unwrap(),
            written,
        ]
    });
    // Indices of the processor come along.
    let there = index::index_select(OP, &on_gpu(&x), 0, &at).unwrap();
    assert_eq!(there.device(), GPU);
    crate::device::assert_alike(&there, &index::index_select(OP, &x, 0, &at).unwrap(), "indices of the processor");
    // One number may come from there; rows and masks may not.
    let number = values(&[], 1, DType::F32);
    let filled = |x: &Array| index::index_fill(OP, x, 0, &at, Operand::Array(&number)).unwrap();
    crate::device::assert_alike(&filled(&on_gpu(&x)), &filled(&x), "a number of the processor");
    let mask = pointwise(Pointwise::Lt, &[Operand::Array(&x), Operand::Scalar(Scalar::F64(0.5))]).unwrap();
    let long = index::gather(OP, &at, 0, &at).unwrap();
    let mixed = [
        index::index_copy("mixed", &on_gpu(&x), 0, &long, &values(&[9, 10], 1, DType::F32)),
        index::index_add("mixed", &on_gpu(&x), 0, &long, &values(&[9, 10], 1, DType::F32), Scalar::I64(1)),
        index::scatter("mixed", &on_gpu(&x), 0, &longs_like(&x), Operand::Array(&x)),
        index::masked_fill("mixed", &on_gpu(&x), &mask, Operand::Scalar(Scalar::I64(0))),
    ];
    for error in mixed.map(|result| result.unwrap_err()) {
        assert!(matches!(error.kind(), ErrorKind::Device { .. }), "{error}");
    }
    let complex = copy::to_dtype("test", &x, DType::C64).unwrap();
    alike(&["complex"], [&complex, &at], |[x, at]| {
        let turned = copy::contiguous_copy("complex", &turned(x)).unwrap();
        let both = cresset_ops::join::cat("complex", &[x, x], 1).unwrap();
        let zeros = copy::full("complex", x.sizes(), Scalar::I64(0), x.dtype(), x.device()).unwrap();
        vec![
            turned,
            both,
            zeros,
            index::places_sum("complex", &dims(&[6, 10]), 0, at, &x_rows(x)).unwrap(),
            index::index_select("complex", x, 0, at).unwrap(),
            index::index_copy("complex", x, 0, at, &x_rows(x)).unwrap(),
        ]
        .into_iter()
        .map(|x| cresset_ops::complex::view_as_real(&x).unwrap())
        .collect()
    });
}

/// Positions 0 of the sizes of an array.
fn longs_like(x: &Array) -> Array {
    copy::full(OP, x.sizes(), Scalar::I64(0), DType::I64, x.device()).unwrap()
}

/// Nine rows of six.
fn x_rows(x: &Array) -> Array {
    x.as_strided(OP, &[9, 10], &[5, 1], 0).unwrap()
}

#[test]
fn an_index_out_of_range_is_the_same_error() {
    if !present() {
        return;
    }
    let x = values(&[5, 4], 1, DType::F32);
    let bad = Array::from_vec(vec![1i64, 70, -9], &[3]).unwrap();
    let (x_there, bad_there) = (on_gpu(&x), on_gpu(&bad));
    let refused = |x: &Array, at: &Array| {
        let flat = at.as_strided(OP, &[3, 1], &[1, 1], 0).unwrap();
        let real = values(&[3], 1, DType::F32);
        [
            index::index_select(OP, x, 1, at).unwrap_err(),
            index::gather(OP, x, 1, &flat).unwrap_err(),
            index::scatter(OP, x, 0, &flat, Operand::Scalar(Scalar::I64(0))).unwrap_err(),
            index::take(OP, x, at).unwrap_err(),
            index::index(OP, x, &[None, Some(at)]).unwrap_err(),
            index::embedding_read(OP, x, at, Rows::default()).unwrap_err(),
            index::index_select(OP, x, 0, &real).unwrap_err(),
        ]
        .map(|error| error.to_string())
    };
    assert_eq!(refused(&x_there, &bad_there), refused(&x, &bad));
    assert!(refused(&x, &bad)[0].contains("70"));
}
