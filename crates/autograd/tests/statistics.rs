//! Values of statistics, windows and losses that the recorded calls of PyTorch do not reach.

use cresset_autograd::{
    DType, Options, Reduction, Tensor, bartlett_window, hamming_window, kaiser_window, logspace, tensor,
};

#[track_caller]
fn assert_near(got: &Tensor, want: &[f64]) {
    let got = got.to_vec::<f64>();
    let near =
        |(got, want): (&f64, &f64)| (got - want).abs() <= 1e-6 * want.abs().max(1.0) || got.is_nan() && want.is_nan();
    assert!(got.len() == want.len() && got.iter().zip(want).all(near), "got {got:?}, want {want:?}");
}

#[test]
fn covariances_of_rows() {
    let rows = tensor([[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]]);
    assert_near(&rows.cov(1), &[1.0, -1.0, -1.0, 1.0]);
    assert_near(&rows.corrcoef(), &[1.0, -1.0, -1.0, 1.0]);
    assert_near(&tensor([1, 2, 3, 4]).cov(0), &[1.25]);
}

#[test]
fn quantiles_and_what_is_not_a_number() {
    let x = tensor([f64::NAN, 1.0, 2.0]);
    assert_near(&x.quantile(0.5, None, false, "linear"), &[f64::NAN]);
    assert_near(&x.nanquantile(0.5, None, true, "linear"), &[1.5]);
    assert_near(&x.nanmedian(), &[1.0]);
    let (median, position) = x.median_dim(0, false);
    assert!(median.item().is_nan() && position.item() == 0.0);
    assert!(x.try_quantile(1.5, None, false, "linear").is_err());
    assert!(x.try_quantile(0.5, None, false, "middle").is_err());
}

#[test]
fn integrals_by_the_trapezoidal_rule() {
    let y = tensor([1.0, 5.0, 10.0]);
    assert_near(&y.trapezoid_x(&tensor([1.0, 3.0, 6.0]), -1), &[28.5]);
    assert_near(&y.cumulative_trapezoid(1.0, -1), &[3.0, 10.5]);
}

#[test]
fn windows_are_periodic_or_symmetric() {
    assert_near(&bartlett_window(5, false), &[0.0, 0.5, 1.0, 0.5, 0.0]);
    assert_near(&bartlett_window(4, true), &[0.0, 0.5, 1.0, 0.5]);
    let ends = 5.277_344_132_009_767e-5;
    let inner = 0.215_672_744_758_967_17;
    let kaiser = Options::new().dtype(DType::F64).kaiser_window(5, false, 12.0);
    assert_near(&kaiser, &[ends, inner, 1.0, inner, ends]);
    assert_near(&kaiser_window(1, true, 12.0), &[1.0]);
    assert_near(&hamming_window(3, false, 0.54, 0.46), &[0.08, 1.0, 0.08]);
    assert!(Options::new().dtype(DType::I64).try_hann_window(3, true).is_err());
    assert_near(&logspace(-1, 1, 3, 10.0), &[0.1, 1.0, 10.0]);
}

#[test]
fn negative_log_likelihood_of_normal_numbers() {
    let (x, target, var) = (tensor([1.0]), tensor([3.0]), tensor([4.0]));
    let loss = x.gaussian_nll_loss(&target, &var, false, 1e-6, Reduction::Mean);
    assert_near(&loss, &[0.5 * (4.0_f64.ln() + 1.0)]);
    assert!(x.try_gaussian_nll_loss(&target, &tensor([-1.0]), false, 1e-6, Reduction::Mean).is_err());
}

#[test]
fn sums_over_letters_equal_products() {
    let (a, b) = (tensor([[1.0, 2.0], [3.0, 4.0]]), tensor([[5.0, 6.0], [7.0, 8.0]]));
    let sum = |equation: &str| Tensor::einsum(equation, &[&a, &b]);
    assert_near(&sum("ij,jk"), &[19.0, 22.0, 43.0, 50.0]);
    assert_near(&sum("ij,ij->"), &[70.0]);
    assert_near(&sum("ii,jj->ij"), &[5.0, 8.0, 20.0, 32.0]);
    assert_near(&sum(" k i , ...i -> ...k "), &[17.0, 39.0, 23.0, 53.0]);
    for wrong in ["ij,jk->il", "ij,jk->ii", "ij", "ij,jkl", "i1,jk", "ij,jk->i->k", "......,jk"] {
        assert!(Tensor::try_einsum(wrong, &[&a, &b]).is_err(), "{wrong}");
    }
    assert!(Tensor::try_einsum("ij,jk", &[&a, &tensor([[1.0], [2.0], [3.0]])]).is_err());
}

#[test]
fn fields_drawn_in_place_have_no_gradient_of_what_was_there() {
    let x = tensor([1.0, 2.0]);
    x.requires_grad_(true);
    let drawn = x.copy();
    drawn.cauchy_(0.0, 1.0);
    drawn.sum().backward();
    assert_eq!(x.grad().map(|grad| grad.to_vec::<f32>()), Some(vec![0.0, 0.0]));
    assert!(tensor([1.0]).try_log_normal_(0.0, -1.0).is_err());
    assert!(tensor([1]).try_cauchy_(0.0, 1.0).is_err());
}
