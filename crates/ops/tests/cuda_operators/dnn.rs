//! Convolutions through cuDNN: which go there, and that our own kernels compute the same without it.

use cresset_ops::conv::{Convolution, conv_backward_input, conv_backward_weight, convolution};
use cresset_ops::reading::to_vec;
use cresset_ops::{Array, Operand, copy, cuda};
use cresset_storage::cuda::{Graph, dnn};
use cresset_storage::{DType, Result};

use crate::device::{alike, assert_alike, assert_needs_no_kernel, child, on_gpu, present, values};

const NATIVE: [&str; 3] = ["conv1d", "conv2d", "conv3d"];

/// Whether there is a device with the library.
fn library() -> bool {
    let there = present() && dnn::is_available(0);
    if !there {
        eprintln!("skipped: no cuDNN");
    }
    there
}

/// The convolution and its gradients.
fn all_ways([x, weight, grad]: [&Array; 3], how: &Convolution) -> Result<Vec<Array>> {
    Ok(vec![
        convolution(x, weight, None, how)?,
        conv_backward_input(grad, weight, x.sizes(), how)?,
        conv_backward_weight(grad, x, weight.sizes(), how)?,
    ])
}

#[test]
fn what_the_library_takes_needs_no_kernel_of_ours() {
    if library() {
        assert_needs_no_kernel("dnn::forms_of_the_library", "dnn::one_convolution", "CRESSET_CUDNN");
    }
}

#[test]
fn our_own_kernels_compute_the_same() {
    if library() {
        child("conv::convolutions_and_their_gradients", &[("CRESSET_CUDNN", "0")]);
    }
}

#[test]
#[ignore = "a part of another test, which looks at its kernels"]
fn one_convolution() {
    let (x, weight) = (values(&[1, 2, 4, 4], 1, DType::F32), values(&[3, 2, 2, 2], 2, DType::F32));
    let how = Convolution::new(2, &[1], &[0], &[1], 1).unwrap();
    alike(&NATIVE, [&x, &weight], |[x, weight]| vec![convolution(x, weight, None, &how).unwrap()]);
}

#[test]
#[ignore = "a part of another test, which looks at its kernels"]
fn forms_of_the_library() {
    // Input, weights, stride, padding, dilation, groups.
    type Form<'a> = (&'a [usize], &'a [usize], &'a [i64], &'a [i64], &'a [i64], i64);
    let forms: [Form<'_>; 6] = [
        (&[2, 4, 9], &[5, 4, 3], &[2], &[1], &[2], 1),
        (&[2, 3, 9, 7], &[5, 3, 3, 2], &[1, 2], &[2, 1], &[1], 1),
        (&[2, 12, 6, 5], &[10, 6, 3, 3], &[1], &[1], &[1, 2], 2),
        (&[2, 6, 5, 5], &[4, 6, 1, 1], &[1], &[0], &[1], 1),
        (&[2, 3, 5, 6, 4], &[4, 3, 2, 3, 2], &[2, 1, 1], &[1, 0, 1], &[1, 2, 1], 1),
        (&[1, 2, 1, 6, 4], &[4, 2, 1, 3, 2], &[1], &[0], &[1], 1),
    ];
    for (input, weight, stride, padding, dilation, groups) in forms {
        let how = Convolution::new(input.len() - 2, stride, padding, dilation, groups).unwrap();
        for dtype in [DType::F32, DType::F16, DType::BF16] {
            let (x, weight) = (values(input, 1, dtype), values(weight, 2, dtype));
            let grad = values(convolution(&x, &weight, None, &how).unwrap().sizes(), 3, dtype);
            alike(&NATIVE, [&x, &weight, &grad], |arrays| all_ways(arrays, &how).unwrap());
        }
    }
}

#[test]
fn convolutions_are_recorded_and_replayed() {
    if !library() {
        return;
    }
    let how = Convolution::new(2, &[1], &[1], &[1], 1).unwrap();
    let inputs = [1, 5].map(|seed| values(&[1, 2, 5, 5], seed, DType::F32));
    let (weight, bias) = (values(&[2, 2, 3, 3], 2, DType::F32), values(&[2], 3, DType::F32));
    let (x, there, beside) = (on_gpu(&inputs[0]), on_gpu(&weight), on_gpu(&bias));
    let chain = |x: &Array, weight: &Array, bias: &Array| {
        let first = convolution(x, weight, Some(bias), &how)?;
        convolution(&first, weight, Some(bias), &how)
    };
    let (graph, out) = Graph::capture(|| chain(&x, &there, &beside)).unwrap();
    for input in inputs.iter().rev() {
        copy::copy_("copy_", &x, Operand::Array(&on_gpu(input))).unwrap();
        graph.replay().unwrap();
        assert_alike(&out, &chain(input, &weight, &bias).unwrap(), "a replay");
    }
}

#[test]
fn arrays_between_multiples_of_16_bytes_are_computed_by_our_own_kernels() {
    if !library() {
        return;
    }
    let (x, weight) = (values(&[2, 3, 6, 5], 1, DType::F32), values(&[5, 2, 3, 3], 2, DType::F32));
    let how = Convolution::new(2, &[1], &[1], &[1], 1).unwrap();
    alike(&NATIVE, [&x, &weight], |[x, weight]| {
        let later = x.as_strided("test", &[2, 2, 6, 5], &[60, 30, 5, 1], 1).unwrap();
        vec![convolution(&later, weight, None, &how).unwrap()]
    });
}

/// In a process of its own: the others multiply exactly.
#[test]
fn floats_are_rounded_only_where_that_is_allowed() {
    if library() {
        child("dnn::with_tf32", &[]);
    }
}

#[test]
#[ignore = "sets TF32 for the whole process: the test before runs it in one of its own"]
fn with_tf32() {
    let how = Convolution::new(2, &[1], &[1], &[1], 1).unwrap();
    let arrays = [values(&[2, 4, 6, 5], 1, DType::F32), values(&[6, 4, 3, 3], 2, DType::F32)];
    let grad = values(&[2, 6, 6, 5], 3, DType::F32);
    let [x, weight] = &arrays;
    let there = [x, weight, &grad].map(on_gpu);
    let expected = all_ways([x, weight, &grad], &how).unwrap();
    let furthest = |found: Vec<Array>| -> Vec<f64> {
        let difference = |(found, expected): (&Array, &Array)| {
            let [found, expected] = [found, expected].map(|array| to_vec::<f64>(array).unwrap());
            found.iter().zip(&expected).map(|(x, y)| (x - y).abs() / y.abs()).fold(0.0, f64::max)
        };
        found.iter().zip(&expected).map(difference).collect()
    };
    cuda::allow_tf32(true);
    let rounded = furthest(all_ways(there.each_ref(), &how).unwrap());
    cuda::allow_tf32(false);
    let exact = furthest(all_ways(there.each_ref(), &how).unwrap());
    assert!(exact.iter().all(|&difference| difference < 4e-6), "{exact:?}");
    assert!(rounded.iter().all(|&difference| difference > 4e-6 && difference < 1e-3), "{rounded:?}");
}
