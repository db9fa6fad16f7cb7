//! Complex tensors: promotion, views of parts, writes through them, gradients where real and complex numbers meet.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use cresset_autograd::{Complex32, Complex64, DType, Tensor, gradcheck, manual_seed, tensor};

fn c(re: f64, im: f64) -> Complex64 {
    Complex64::new(re, im)
}

fn sample() -> Tensor {
    Tensor::from_vec(vec![c(1.0, -2.0), c(0.5, 0.25), c(-3.0, 1.0), c(2.0, 2.0)], [2, 2])
}

#[test]
fn numbers_raise_tensors_to_complex_ones() {
    let whole = tensor([1, 2]);
    assert_eq!((&whole * Complex64::I).dtype(), DType::C64);
    assert_eq!((&whole * Complex64::I).to_vec::<Complex32>(), [Complex32::new(0.0, 1.0), Complex32::new(0.0, 2.0)]);
    assert_eq!((&tensor([1.0f32]) + &sample().select(0, 0)).dtype(), DType::C128);
    assert_eq!((&sample() * 2.0).dtype(), DType::C128);
    whole.try_mul_(Complex64::I).unwrap_err();
    for refused in [sample().try_floor(), sample().try_lt(1.0), sample().try_maximum(&sample()), sample().try_erf()] {
        assert!(refused.unwrap_err().to_string().contains("complex"));
    }
    sample().try_abs_().unwrap_err();
    assert_eq!(sample().abs().dtype(), DType::F64);
}

#[test]
fn gradients_follow_pytorchs_convention() {
    // PyTorch: z.grad of (z * z.conj()).real.sum() is 2 z, of (z ** 2).sum().real is 2 conj(z).
    let z = sample();
    z.requires_grad_(true);
    (&z * z.conj()).real().sum().backward();
    let grad = z.grad().unwrap().to_vec::<Complex64>();
    assert_eq!(grad, z.to_vec::<Complex64>().iter().map(|z| 2.0 * z).collect::<Vec<_>>());
    z.set_grad(None);
    z.square().sum().real().backward();
    let grad = z.grad().unwrap().to_vec::<Complex64>();
    assert_eq!(grad, z.to_vec::<Complex64>().iter().map(|z| 2.0 * z.conj()).collect::<Vec<_>>());
}

#[test]
fn a_real_input_among_complex_ones_gets_a_real_gradient() {
    let (x, z) = (Tensor::from_vec(vec![1.5f64, -2.0], [2]), sample());
    x.requires_grad_(true);
    (&z * &x).sum().imag().backward();
    let grad = x.grad().unwrap();
    assert_eq!((grad.dtype(), grad.to_vec::<f64>()), (DType::F64, vec![-1.0, 2.25]));
}

#[test]
fn parts_share_memory_and_history() {
    let function = |inputs: &[Tensor]| {
        let z = inputs[0].try_view_as_complex()?.try_mul(Complex64::I)?;
        // A write through the view of a part, and one through the complex view of a real tensor.
        z.try_imag()?.try_mul_(3.0)?;
        let pairs = z.try_view_as_real()?.try_mul(2.0)?;
        pairs.try_view_as_complex()?.try_select(0, 1)?.try_mul_(&inputs[0].try_view_as_complex()?.try_select(0, 0)?)?;
        Ok(vec![pairs.try_mul(&z.try_view_as_real()?)?, z.try_view_as_real()?])
    };
    let x = Tensor::from_vec(vec![0.5f64, -1.0, 2.0, 0.75, 1.25, -0.5, 0.1, 0.9], [2, 2, 2]);
    x.requires_grad_(true);
    gradcheck(function, &[x], Default::default()).unwrap();
    let z = sample();
    z.imag().fill_(7.0);
    assert_eq!(z.to_vec::<Complex64>()[1], c(0.5, 7.0));
    assert!(z.real().is_view() && z.real().shares_storage(&z));
}

#[test]
fn texts_are_pytorchs() {
    let z = Tensor::from_vec(vec![Complex32::new(1.5, -0.25), Complex32::new(-2.0, 3.0)], [2]);
    assert_eq!(format!("{z}"), "tensor([ 1.5000-0.2500j, -2.0000+3.0000j])");
    assert!(format!("{}", sample()).ends_with(", dtype=torch.complex128)"));
}

#[test]
fn statistics_and_norms_are_real() {
    let z = sample();
    let values = z.to_vec::<Complex64>();
    let mean = values.iter().sum::<Complex64>() / 4.0;
    let var = values.iter().map(|z| (z - mean).norm_sqr()).sum::<f64>() / 3.0;
    assert!((z.var(None, 1.0, false).item() - var).abs() < 1e-12);
    let norm = values.iter().map(|z| z.norm_sqr()).sum::<f64>().sqrt();
    assert!((z.norm(2.0, None, false).item() - norm).abs() < 1e-12);
    let products = z.cumprod(0).to_vec::<Complex64>();
    assert_eq!(products[2], values[0] * values[2]);
}

#[test]
fn convolutions_are_those_of_the_parts() {
    let x = Tensor::from_vec(vec![c(1.0, 1.0), c(2.0, -1.0), c(0.0, 3.0)], [1, 1, 3]);
    let w = Tensor::from_vec(vec![c(0.0, 1.0), c(2.0, 0.0)], [1, 1, 2]);
    let bias = Tensor::from_vec(vec![c(0.5, 0.0)], [1]);
    let out = x.conv1d(&w, Some(&bias), [1], [0], [1], 1).to_vec::<Complex64>();
    assert_eq!(out, [c(-1.0 + 4.0 + 0.5, 1.0 - 2.0), c(1.0 + 0.5, 2.0 + 6.0)]);
}

#[test]
fn random_parts_share_the_variance() {
    manual_seed(0);
    let z = cresset_autograd::Options::new().dtype(DType::C64).randn([20_000]);
    let power = z.abs().square().mean().item();
    assert!((power - 1.0).abs() < 0.03, "{power}");
}

#[test]
fn spectra_of_windows_give_the_signal_back() {
    let x = Tensor::from_vec((0..50).map(|at| (f64::from(at) * 0.7).sin()).collect::<Vec<f64>>(), [50]);
    let window = tensor([0.5f64, 1.0, 1.0, 0.25, 0.75, 1.0, 0.5, 0.5]);
    let spectra = x.stft(8, Some(3), None, Some(&window), false, None);
    assert_eq!(spectra.sizes(), [5, 15]);
    let back = spectra.istft(8, Some(3), None, Some(&window), false, false, None, Some(50), false);
    assert!((back - x).abs().amax([0], false).item() < 1e-12);
}
