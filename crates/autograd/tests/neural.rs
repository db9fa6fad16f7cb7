//! What the gradient samples of neural operators do not show: evaluation, running statistics, draws, dtypes, release.
#![allow(clippy::needless_update, clippy::needless_borrows_for_generic_args, reason = "options may grow")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cresset_autograd::{
    BackwardOptions, DType, GradOptions, Options, Tensor, Tolerance, gradcheck, gradgradcheck, manual_seed, no_grad,
    ones, tensor, try_grad,
};

/// Numbers that look random, as a leaf of `dtype`.
fn leaf(sizes: &[usize], dtype: DType) -> Tensor {
    let n = sizes.iter().product::<usize>();
    let numbers: Vec<f64> = (0..n).map(|at| ((at * at * 31 + at * 17 + 7) % 101) as f64 / 37.0 - 1.0).collect();
    let leaf = Tensor::from_vec(numbers, sizes).to_dtype(dtype);
    leaf.requires_grad_(true);
    leaf
}

fn read(x: &Tensor) -> Vec<f64> {
    x.to_vec()
}

#[test]
fn batch_norm_in_evaluation_has_gradients_of_both_orders() {
    let (mean, var) = (tensor([0.5, -0.25]), tensor([1.5, 0.75]));
    let (mean, var) = (mean.to_dtype(DType::F64), var.to_dtype(DType::F64));
    let inputs = [leaf(&[3, 2, 2], DType::F64), leaf(&[2], DType::F64), leaf(&[2], DType::F64)];
    let call = |t: &[Tensor]| {
        let out = t[0].try_batch_norm(Some(&t[1]), Some(&t[2]), Some(&mean), Some(&var), false, 0.1, 1e-5)?;
        out.try_mul(&out).map(|out| vec![out])
    };
    gradcheck(call, &inputs, Tolerance::default()).unwrap();
    gradgradcheck(call, &inputs, Tolerance::default()).unwrap();
    assert_eq!((read(&mean), read(&var)), (vec![0.5, -0.25], vec![1.5, 0.75]));
}

#[test]
fn training_writes_the_running_statistics_in_place() {
    let (mean, var) = (tensor([1.0f64, 2.0]), tensor([3.0f64, 4.0]));
    let x = tensor([[1.0f64, 10.0], [3.0, 30.0], [5.0, 20.0]]);
    let version = mean.version();
    x.batch_norm(None, None, Some(&mean), Some(&var), true, 0.5, 0.0);
    assert_eq!(read(&mean), [2.0, 11.0]);
    assert_eq!(read(&var), [3.5, 52.0]);
    assert!(mean.version() > version);
    mean.requires_grad_(true);
    let refused = x.try_batch_norm(None, None, Some(&mean), Some(&var), true, 0.5, 0.0).unwrap_err();
    assert_eq!(refused.to_string(), "batch_norm: running statistics that require gradients: running_mean; use buffers");
}

#[test]
fn dropout_follows_the_generator() {
    manual_seed(7);
    // No element is zero, so that a zero tells of a dropped one.
    let x = Tensor::from_vec((1..=200).map(f64::from).collect::<Vec<_>>(), [200]);
    x.requires_grad_(true);
    let out = x.dropout(0.25, true);
    let kept: Vec<bool> = read(&out).iter().map(|&value| value != 0.0).collect();
    let n_kept = kept.iter().filter(|&&kept| kept).count();
    assert!((120..180).contains(&n_kept), "{n_kept}");
    out.backward_with(BackwardOptions { gradient: Some(&ones([200])), ..BackwardOptions::default() });
    for (at, kept) in kept.iter().enumerate() {
        let factor = if *kept { 1.0 / 0.75 } else { 0.0 };
        assert_eq!(read(&x.grad().unwrap())[at], factor);
        assert_eq!(read(&out)[at], read(&x)[at] * factor);
    }
    manual_seed(7);
    assert_eq!(read(&x.dropout(0.25, true)), read(&out));
    manual_seed(7);
    // Neither draws: the generator is where it was.
    assert!(x.dropout(0.0, true).is_same(&x) && x.dropout(0.25, false).is_same(&x));
    assert_eq!(read(&x.dropout(1.0, true)), [0.0; 200]);
    let target = &x * 1.0;
    target.dropout_(0.25, true);
    assert_eq!(read(&target), read(&out));
    assert_eq!(
        x.try_dropout(1.5, false).unwrap_err().to_string(),
        "dropout: bad argument: p = 1.5; the probability must be in 0..=1"
    );
}

/// Gradients of the sum of squares, fused and as operators on tensors.
fn both_ways(out: &Tensor, inputs: &[&Tensor]) -> [Vec<Tensor>; 2] {
    let gradient = Options::like(out).requires_grad(false).ones(out.sizes());
    let gradient = gradient.mul(&out.detach());
    // So that the gradient of a bias, which depends on nothing else, has a graph too.
    gradient.requires_grad_(true);
    [false, true].map(|create_graph| {
        let given = [gradient.clone()];
        let options =
            GradOptions { grad_outputs: Some(&given), retain_graph: true, create_graph, ..GradOptions::default() };
        try_grad(&[out], inputs, options).unwrap().into_iter().flatten().collect()
    })
}

#[test]
fn both_ways_of_a_gradient_agree_and_keep_dtypes() {
    for (dtype, parameter, tolerance) in
        [(DType::F64, DType::F64, 1e-12), (DType::F32, DType::F32, 2e-5), (DType::BF16, DType::F32, 0.1)]
    {
        let x = leaf(&[3, 4, 5], dtype);
        let (weight, bias) = (leaf(&[4], parameter), leaf(&[4], parameter));
        let (wide, shift) = (leaf(&[4, 5], parameter), leaf(&[4, 5], parameter));
        let calls = [
            (x.batch_norm(Some(&weight), Some(&bias), None, None, true, 0.1, 1e-3), &weight, &bias),
            (x.group_norm(2, Some(&weight), Some(&bias), 1e-3), &weight, &bias),
            (x.layer_norm([4, 5], Some(&wide), Some(&shift), 1e-3), &wide, &shift),
        ];
        for (out, weight, bias) in &calls {
            let inputs = [&x, *weight, *bias];
            let [fused, graphed] = both_ways(out, &inputs);
            assert_eq!((fused.len(), graphed.len()), (3, 3));
            for ((fused, graphed), input) in fused.iter().zip(&graphed).zip(inputs) {
                assert_eq!((fused.dtype(), graphed.dtype()), (input.dtype(), input.dtype()));
                assert_eq!((fused.sizes(), graphed.sizes()), (input.sizes(), input.sizes()));
                assert!(!fused.requires_grad() && graphed.requires_grad());
                for (fused, graphed) in read(fused).into_iter().zip(read(graphed)) {
                    assert!((fused - graphed).abs() <= tolerance * graphed.abs().max(1.0), "{fused} {graphed}");
                }
            }
        }
    }
}

#[test]
fn only_what_is_wanted_is_computed_and_kept() {
    let (x, weight) = (leaf(&[1, 2, 5, 5], DType::F32), leaf(&[3, 2, 3, 3], DType::F32));
    let frozen = x.detach();
    let out = frozen.conv2d(&weight, None, [1], [1], [1], 1);
    // The weights are not needed for their own gradient: they may be written.
    no_grad(|| weight.mul_(2.0));
    let seed = ones(out.sizes());
    out.backward_with(BackwardOptions { gradient: Some(&seed), ..BackwardOptions::default() });
    assert_eq!(weight.grad().unwrap().sizes(), [3, 2, 3, 3]);
    let again = out.try_backward_with(BackwardOptions { gradient: Some(&seed), ..BackwardOptions::default() });
    assert!(again.unwrap_err().to_string().contains("a graph that was freed"));
    let out = x.conv2d(&weight, None, [1], [1], [1], 1);
    no_grad(|| weight.mul_(2.0));
    let refused = out.try_backward_with(BackwardOptions { gradient: Some(&seed), ..BackwardOptions::default() });
    assert!(refused.unwrap_err().to_string().contains("a saved tensor was modified in place"));
}
