//! A small network and single operators under autocast against PyTorch: the dtype of every result, and its values.
//!
//! `tests/data/autocast.py` writes what PyTorch gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use std::path::Path;

use cresset_autograd::{
    DType, PadMode, Reduction, Result, Tensor, autocast, autocast_dtype, checkpoint, manual_seed, no_autocast, no_grad,
    ones, randn, tensor, zeros,
};
use cresset_nn::*;

#[derive(Module)]
struct Network {
    conv: Conv2d,
    norm: BatchNorm2d,
    prelu: PReLU,
    linear: Linear,
    layer_norm: LayerNorm,
    attention: MultiheadAttention,
    head: Linear,
}

type Results = Vec<(String, Tensor)>;

impl Network {
    fn new() -> Result<Network> {
        Ok(Network {
            conv: Conv2d::builder(1, 4, 3).padding(1).build()?,
            norm: BatchNorm2d::new(4)?,
            prelu: PReLU::with(4, 0.25)?,
            linear: Linear::new(64, 12)?,
            layer_norm: LayerNorm::new(12)?,
            attention: MultiheadAttention::builder(12, 2).batch_first(true).build()?,
            head: Linear::new(24, 5)?,
        })
    }

    /// The results of the layers, the last of which is the loss.
    fn forward(&self, x: &Tensor, label: &Tensor) -> Result<Results> {
        let mut results = Results::new();
        let mut keep = |name: &str, value: Tensor| {
            results.push((name.to_owned(), value.clone()));
            value
        };
        let y = keep("conv", self.conv.forward(x)?);
        let y = keep("norm", self.norm.forward(&y)?);
        let y = keep("prelu", self.prelu.forward(&y)?);
        let y = keep("linear", self.linear.forward(&y.flatten(1, -1))?);
        let y = keep("layer_norm", self.layer_norm.forward(&y)?).reshape([2, 3, 12]);
        let options = AttentionOptions { need_weights: false, ..AttentionOptions::default() };
        let attended = keep("attention", self.attention.forward(&y, &y, &y, options)?.0);
        let y = keep("cat", Tensor::cat(&[&attended, &y.to_dtype(DType::F32)], 2));
        let y = keep("head", self.head.forward(&y)?.flatten(0, 1));
        keep("loss", y.cross_entropy(label, None, Reduction::Mean, -100, 0.0));
        Ok(results)
    }
}

fn single_operators(dtype: DType, results: &mut Results) {
    let (a, b, c, v) = (randn([3, 4]), randn([4, 5]), randn([2, 3, 4]), randn([4]));
    let (low, double) = (a.to_dtype(dtype), a.to_dtype(DType::F64));
    let _scope = autocast(dtype).unwrap();
    let mut keep = |name: &str, value: Tensor| results.push((format!("op.{name}"), value));
    keep("mm", a.mm(&b));
    keep("matmul", c.matmul(&b));
    keep("bmm", c.bmm(&c.transpose(-1, -2)));
    keep("addmm", zeros([3, 5]).addmm(&a, &b, 1, 1));
    keep("einsum", Tensor::einsum("ij,kj->ik", &[&a, &a]));
    keep("mv", a.mv(&v));
    keep("dot", v.dot(&v));
    keep("double", double.mm(&b.to_dtype(DType::F64)));
    keep("softmax", low.softmax(1));
    keep("sum", low.sum());
    keep("prod", low.prod());
    keep("cdist", low.cdist(&low.add(1), 2.0, None));
    keep("mse", low.mse_loss(&a.mul(2), Reduction::Mean));
    keep("cat", Tensor::cat(&[&low, &a], 0));
    keep("stack", Tensor::stack(&[&low, &low], 0));
    keep("add", low.add(&a));
    keep("reflect", low.pad_mode([1, 2], PadMode::Reflect, None));
    keep("bilinear", a.bilinear(&a, &ones([2, 4, 4]), None));
    let _end = no_autocast();
    keep("disabled", a.mm(&b));
}

#[test]
fn results_have_the_dtypes_and_values_of_pytorch() {
    let golden =
        load_safetensors(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/autocast.safetensors")).unwrap();
    let mut n_checked = 0;
    for (name, dtype, tolerance) in [("bf16", DType::BF16, 2e-2), ("f16", DType::F16, 3e-3)] {
        manual_seed(7);
        let network = Network::new().unwrap();
        let (x, label) = (randn([6, 1, 4, 4]), tensor([0i64, 4, 2, 1, 3, 2]));
        let scope = autocast(dtype).unwrap();
        let mut results = network.forward(&x, &label).unwrap();
        drop(scope);
        results.last().unwrap().1.backward();
        for (name, parameter) in network.named_parameters() {
            results.push((format!("grad.{name}"), parameter.grad().unwrap()));
        }
        single_operators(dtype, &mut results);
        let mut failed = Vec::new();
        for (key, got) in &results {
            let want = golden.get(&format!("{name}.{key}")).unwrap_or_else(|| panic!("{key}: not in the file"));
            let scale = want.to_dtype(DType::F64).abs().max().item().max(0.05);
            if (got.sizes(), got.dtype()) != (want.sizes(), want.dtype()) {
                failed.push(format!(
                    "{key}: {:?} {}, not {:?} {}",
                    got.sizes(),
                    got.dtype(),
                    want.sizes(),
                    want.dtype()
                ));
                continue;
            }
            let off = got.detach().to_dtype(DType::F64).sub(want.to_dtype(DType::F64)).abs().max().item() / scale;
            if off > tolerance {
                failed.push(format!("{key}: off by {off:e}"));
            }
            n_checked += 1;
        }
        assert!(failed.is_empty(), "{name}: {failed:#?}");
    }
    assert_eq!(n_checked, golden.keys().count());
}

#[test]
fn scopes_nest_and_end() {
    let (x, y) = (ones([2, 2]), ones([2, 2]));
    assert!(autocast(DType::F32).is_err());
    assert_eq!(autocast_dtype(), None);
    let outer = autocast(DType::BF16).unwrap();
    {
        let _inner = autocast(DType::F16).unwrap();
        assert_eq!(x.mm(&y).dtype(), DType::F16);
    }
    assert_eq!(x.mm(&y).dtype(), DType::BF16);
    let elsewhere = std::thread::spawn(autocast_dtype).join().unwrap();
    assert_eq!(elsewhere, None);
    // An error on the way leaves the scope as it was.
    assert!(x.try_mm(&ones([3, 2])).is_err());
    assert_eq!(autocast_dtype(), Some(DType::BF16));
    drop(outer);
    assert_eq!(x.mm(&y).dtype(), DType::F32);
}

#[test]
fn casts_of_weights_are_kept_until_they_change() {
    let (x, weight) = (ones([1, 2]), ones([3, 2]));
    weight.requires_grad_(true);
    let _scope = autocast(DType::BF16).unwrap();
    // Cast without recording: the next call must not take that one, which would have no gradient.
    assert!(!no_grad(|| x.linear(&weight, None)).requires_grad());
    let (out, again) = (x.linear(&weight, None), x.linear(&weight, None));
    let cast = |out: &Tensor| out.grad_fn().unwrap().next_edges()[1].clone().unwrap().node;
    assert!(std::sync::Arc::ptr_eq(&cast(&out), &cast(&again)), "one cast for both");
    again.add(&out).sum().backward();
    assert_eq!(weight.grad().unwrap().to_vec::<f32>(), [2.0; 6]);
    // As an optimiser's step within the scope would.
    no_grad(|| weight.mul_(3.0).dtype());
    assert_eq!(x.linear(&weight, None).to_dtype(DType::F32).to_vec::<f32>(), [6.0; 3]);
}

#[test]
fn a_checkpoint_is_computed_again_in_the_same_dtype() {
    let (x, weight) = (ones([1, 2]), tensor([[1.0 / 3.0, 0.1]]));
    weight.requires_grad_(true);
    let held = weight.clone();
    let run = move |inputs: &[Tensor]| {
        let y = inputs[0].try_linear(&held, None)?;
        assert_eq!(y.dtype(), DType::BF16);
        Ok(vec![y.try_square()?])
    };
    let scope = autocast(DType::BF16).unwrap();
    let y = checkpoint(run, &[&x]).unwrap().remove(0);
    drop(scope);
    y.sum().backward();
    let direct = tensor([[1.0 / 3.0, 0.1]]);
    direct.requires_grad_(true);
    let scope = autocast(DType::BF16).unwrap();
    let y = x.linear(&direct, None).square();
    drop(scope);
    y.sum().backward();
    assert_eq!(weight.grad().unwrap().to_vec::<f32>(), direct.grad().unwrap().to_vec::<f32>());
}
