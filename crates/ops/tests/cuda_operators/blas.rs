//! Products through cuBLASLt: which go there, that those which do not are computed all the same, and each way alone.

use cresset_ops::{Array, Operand, copy, matmul};
use cresset_storage::cuda::{Graph, blas};
use cresset_storage::{DType, Scalar};

use crate::device::{alike, assert_alike, assert_needs_no_kernel, child, on_gpu, present, values};

const FLOATS: [DType; 4] = [DType::F32, DType::F64, DType::F16, DType::BF16];
const NATIVE: [&str; 7] = ["matmul", "mm", "bmm", "mv", "addmm", "baddbmm", "linear"];

/// Whether there is a device with the library.
fn library() -> bool {
    let there = present() && blas::is_available(0);
    if !there {
        eprintln!("skipped: no cuBLASLt");
    }
    there
}

#[test]
fn what_the_library_takes_needs_no_kernel_of_ours() {
    if !library() {
        return;
    }
    assert_needs_no_kernel("blas::forms_of_the_library", "blas::one_product", "CRESSET_CUBLASLT");
}

#[test]
fn our_own_kernels_compute_the_same() {
    if !library() {
        return;
    }
    for test in [
        "sizes_around_tiles_in_all_dtypes",
        "transposed_and_strided_matrices_are_read_where_they_are",
        "batches_broadcast_and_vectors_are_matrices",
        "factors_and_inputs",
        "infinite_and_missing_numbers_stay_in_their_rows",
        "a_product_is_the_same_each_time",
        "with_tf32",
    ] {
        child(&format!("matmul::{test}"), &[("CRESSET_CUBLASLT", "0")]);
    }
}

#[test]
#[ignore = "a part of another test, which looks at its kernels"]
fn one_product() {
    let (lhs, rhs) = (values(&[3, 4], 1, DType::F32), values(&[4, 5], 2, DType::F32));
    alike(&NATIVE, [&lhs, &rhs], |[lhs, rhs]| vec![matmul::mm(lhs, rhs).unwrap()]);
}

#[test]
#[ignore = "a part of another test, which looks at its kernels"]
fn forms_of_the_library() {
    for dtype in FLOATS {
        let (lhs, rhs) = (values(&[4, 6, 300], 1, dtype), values(&[4, 300, 5], 2, dtype));
        let (full, row) = (values(&[4, 6, 5], 3, dtype), values(&[7], 4, dtype));
        alike(&NATIVE, [&lhs, &rhs, &full, &row], |[lhs, rhs, full, row]| {
            let view = |x: &Array, sizes: &[usize], strides: &[usize], offset| {
                x.as_strided("test", sizes, strides, offset).unwrap()
            };
            let (left, right) = (view(lhs, &[6, 300], &[300, 1], 0), view(rhs, &[300, 5], &[5, 1], 0));
            // Heads of attention, one stride for the batch, rows further apart than they are long.
            let heads = view(lhs, &[4, 6, 75], &[75, 300, 1], 0);
            // Columns side by side, and addresses of every alignment.
            let (down, across) = (view(lhs, &[300, 6], &[1, 300], 1), view(rhs, &[5, 300], &[1, 5], 3));
            let (bias, input) = (view(row, &[5], &[1], 1), view(full, &[6, 5], &[5, 1], 2));
            let number = Scalar::F64;
            vec![
                matmul::bmm(lhs, rhs).unwrap(),
                matmul::matmul(lhs, &right).unwrap(),
                matmul::matmul(lhs, &view(rhs, &[300], &[5], 0)).unwrap(),
                matmul::matmul(&left, rhs).unwrap(),
                matmul::bmm(&heads, &view(rhs, &[4, 75, 2], &[0, 2, 1], 0)).unwrap(),
                matmul::mm(&view(&down, &[40, 6], &[1, 300], 1), &view(&across, &[6, 300], &[300, 1], 0)).unwrap(),
                matmul::mm(&view(&across, &[5, 300], &[1, 5], 3), &view(&down, &[300, 6], &[1, 300], 1)).unwrap(),
                matmul::linear(lhs, &view(rhs, &[5, 300], &[1, 5], 0), Some(&bias)).unwrap(),
                matmul::linear(lhs, &view(rhs, &[5, 300], &[300, 1], 1), None).unwrap(),
                matmul::addmm(&bias, &left, &right, number(1.0), number(-0.5)).unwrap(),
                matmul::addmm(&input, &left, &right, number(2.0), number(0.5)).unwrap(),
                matmul::addmm(&input, &left, &right, number(0.0), number(3.0)).unwrap(),
                matmul::baddbmm(full, lhs, rhs, number(-1.0), number(1.0)).unwrap(),
            ]
        });
    }
}

#[test]
fn what_the_library_refuses_is_computed_by_our_own_kernels() {
    if !library() {
        return;
    }
    let dtype = DType::F32;
    let (lhs, rhs) = (values(&[2, 3, 4, 8], 1, dtype), values(&[2, 3, 8, 6], 2, dtype));
    let full = values(&[3, 4, 7], 3, dtype);
    alike(&NATIVE, [&lhs, &rhs, &full], |[lhs, rhs, full]| {
        let view = |x: &Array, sizes: &[usize], strides: &[usize]| x.as_strided("test", sizes, strides, 0).unwrap();
        let (left, right) = (view(lhs, &[4, 8], &[8, 1]), view(rhs, &[8, 6], &[6, 1]));
        let batch = [view(lhs, &[3, 4, 8], &[32, 8, 1]), view(rhs, &[3, 8, 6], &[48, 6, 1])];
        let added = |input: &Array, beta: f64, alpha: f64| {
            matmul::addmm(input, &left, &right, Scalar::F64(beta), Scalar::F64(alpha)).unwrap()
        };
        vec![
            // Two strides for the batch.
            matmul::matmul(&view(lhs, &[2, 3, 4, 8], &[8, 32, 16, 1]), rhs).unwrap(),
            // Rows, and terms of a sum, that lie in one place.
            matmul::mm(&view(lhs, &[5, 8], &[0, 1]), &right).unwrap(),
            matmul::mm(&left, &view(rhs, &[8, 6], &[1, 1])).unwrap(),
            // A number for each row, one for all, a row with a factor, rows further apart than those of the result.
            added(&view(full, &[4, 1], &[1, 1]), 1.0, 1.0),
            added(&view(full, &[1], &[1]), 1.0, 1.0),
            added(&view(full, &[6], &[1]), 0.5, 1.0),
            added(&view(full, &[6], &[2]), 1.0, 1.0),
            added(&view(full, &[4, 6], &[7, 1]), 1.0, 1.0),
            added(&view(full, &[4, 6], &[1, 4]), 1.0, 1.0),
            added(&view(full, &[4, 6], &[6, 1]), 1.0, 0.0),
            matmul::baddbmm(&view(full, &[4, 6], &[6, 1]), &batch[0], &batch[1], 1.into(), 1.into()).unwrap(),
        ]
    });
}

#[test]
fn products_are_recorded_and_replayed() {
    if !library() {
        return;
    }
    let weight = values(&[6, 300], 2, DType::F32);
    let (bias, inputs) = (values(&[6], 3, DType::F32), [1, 5].map(|seed| values(&[4, 300], seed, DType::F32)));
    let (x, there) = (on_gpu(&inputs[0]), [&weight, &bias].map(on_gpu));
    // Two results in one place of the graph's memory, if the first were let go too early.
    let chain = |x: &Array, [weight, bias]: [&Array; 2]| {
        let first = matmul::linear(x, weight, Some(bias))?;
        matmul::mm(&first, weight)
    };
    let (graph, out) = Graph::capture(|| chain(&x, there.each_ref())).unwrap();
    for input in inputs.iter().rev() {
        copy::copy_("copy_", &x, Operand::Array(&on_gpu(input))).unwrap();
        graph.replay().unwrap();
        assert_alike(&out, &chain(input, [&weight, &bias]).unwrap(), "a replay");
    }
}

#[test]
fn threads_share_a_plan() {
    if !library() {
        return;
    }
    let (x, weight) = (values(&[5, 40], 1, DType::F32), values(&[3, 40], 2, DType::F32));
    std::thread::scope(|scope| {
        for seed in 3..7 {
            let (x, weight) = (&x, &weight);
            scope.spawn(move || {
                let bias = values(&[3], seed, DType::F32);
                let linear = |[x, weight, bias]: [&Array; 3]| vec![matmul::linear(x, weight, Some(bias)).unwrap()];
                for _ in 0..5 {
                    alike(&NATIVE, [x, weight, &bias], linear);
                }
            });
        }
    });
}
