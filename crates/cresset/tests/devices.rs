//! The same training on the CPU and on a GPU: losses agree. Says which operators went through the CPU.
//!
//! With `CRESSET_TEST_DEVICE=cuda` a missing GPU is a failure.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use cresset::data::datasets;
use cresset::optim::{
    ASGD, Adam, AdamOptions, AsgdOptions, GradScaler, GradScalerOptions, NAdam, NAdamOptions, RAdam, RAdamOptions,
    RMSprop, RmspropOptions, SGD, SgdOptions, clip_grad_norm_, clip_grad_value_,
};
use cresset::prelude::*;
use cresset::{BackwardOptions, ErrorKind, cuda};

const GPU: Device = Device::Cuda(0);

/// Whether there is a device to test on.
fn present() -> bool {
    let wanted = std::env::var("CRESSET_TEST_DEVICE").as_deref() == Ok("cuda");
    assert!(cuda::is_available() || !wanted, "no device: {:?}", cuda::probe());
    if !cuda::is_available() {
        eprintln!("skipped: no GPU; `cargo xtask test --emulate-cuda` runs this without one");
    }
    cuda::is_available()
}

/// The losses of a few steps on a device.
fn losses(network: &mut nn::Sequential, device: Device, batches: &[(Tensor, Tensor)], lr: f64) -> Result<Vec<f64>> {
    network.to_device(device)?;
    let mut optimizer = Adam::new(network.parameters(), AdamOptions { lr, ..AdamOptions::default() })?;
    let criterion = nn::CrossEntropyLoss::new();
    let step = |(x, y): &(Tensor, Tensor)| {
        let loss = criterion.forward(&network.forward(&x.try_to_device(device)?)?, &y.try_to_device(device)?)?;
        optimizer.zero_grad();
        loss.try_backward()?;
        clip_grad_norm_(&network.parameters(), 1.0, 2.0, true)?;
        optimizer.step()?;
        assert_eq!(loss.device(), device);
        loss.try_item()
    };
    batches.iter().map(step).collect()
}

fn agree(name: &str, make: &dyn Fn() -> nn::Sequential) {
    let loader = DataLoader::builder(datasets::digits().unwrap()).batch_size(8).build().unwrap();
    let batch = loader.iter().next().unwrap().unwrap();
    let batches = vec![batch; 6];
    let train = |device| {
        manual_seed(0);
        losses(&mut make(), device, &batches, 3e-3).unwrap()
    };
    let (wanted, found) = (train(Device::Cpu), train(GPU));
    for (step, (want, got)) in wanted.iter().zip(&found).enumerate() {
        assert!((want - got).abs() <= 1e-4 * want, "{name}: step {step}: {got} on the GPU, {want} on the CPU");
    }
    assert!(found.last() < found.first(), "{name} did not learn: {found:?}");
    eprintln!("{name}: through the CPU went {:?}", cuda::through_the_cpu());
}

/// Both in one test: they draw from the one default generator.
#[test]
fn trainings_agree() {
    if !present() {
        return;
    }
    agree("perceptron", &|| {
        let [hidden, output] = [(64, 32), (32, 10)].map(|(inputs, outputs)| nn::Linear::new(inputs, outputs).unwrap());
        nn::Sequential::new().add(nn::Flatten::new()).add(hidden).add(nn::ReLU).add(output)
    });
    // The network of the example `digits`, with fewer channels.
    agree("convolutions", &|| {
        nn::Sequential::new()
            .add(nn::Conv2d::builder(1, 4, 3).padding(1).build().unwrap())
            .add(nn::ReLU)
            .add(nn::MaxPool2d::new(2))
            .add(nn::Conv2d::builder(4, 8, 3).padding(1).build().unwrap())
            .add(nn::ReLU)
            .add(nn::MaxPool2d::new(2))
            .add(nn::Flatten::new())
            .add(nn::Linear::new(32, 10).unwrap())
    });
}

#[test]
fn scaled_gradients_are_looked_at_and_clipped_on_the_device() {
    if !present() {
        return;
    }
    let run = |device: Device| {
        let params: Vec<Tensor> =
            [tensor([1.0, -2.0, 3.0]), tensor([[0.5], [0.25]])].iter().map(|x| x.to_device(device)).collect();
        for param in &params {
            param.requires_grad_(true);
        }
        let mut optimizer = SGD::new(params.clone(), SgdOptions { lr: 0.5, ..SgdOptions::default() }).unwrap();
        let mut scaler =
            GradScaler::new(GradScalerOptions { init_scale: 8.0, ..GradScalerOptions::default() }).unwrap();
        let mut made = Vec::new();
        for factor in [1.0, f64::INFINITY, 2.0] {
            optimizer.zero_grad();
            let loss = (&params[0] * &params[0]).sum() + (&params[1] * factor).sum();
            scaler.scale(&loss).unwrap().backward();
            scaler.unscale_(&optimizer).unwrap();
            clip_grad_value_(&params, 5.0).unwrap();
            made.push(scaler.step(&mut optimizer).unwrap());
            scaler.update().unwrap();
        }
        assert_eq!(made, [true, false, true]);
        let values: Vec<Vec<f64>> = params.iter().map(|param| param.to_vec()).collect();
        (values, scaler.get_scale())
    };
    assert_eq!(run(GPU), run(Device::Cpu));
}

/// Makes an optimiser.
type Make<'a> = &'a dyn Fn(Vec<Tensor>) -> Result<Box<dyn Optimizer>>;

#[test]
fn a_captured_step_trains_as_an_eager_one() {
    if !present() {
        return;
    }
    let (x, y) = (linspace(-1.0, 1.0, 64), linspace(0.0, 3.0, 64));
    // Elementwise all the way: every operator has a kernel.
    let run = |make: Make, device: Device, captures: bool| -> Result<Vec<f64>> {
        let [x, y] = [&x, &y].map(|x| x.to_device(device));
        let weights = [0.1, -0.2].map(|start| full([64], start).to_device(device));
        for weight in &weights {
            weight.requires_grad_(true);
        }
        let mut optimizer = make(weights.to_vec())?;
        let mut step = || {
            let off = x.try_mul(&weights[0])?.try_add(&weights[1])?.try_sub(&y)?;
            optimizer.zero_grad();
            let gradient = ones_like(&off);
            let options = BackwardOptions { gradient: Some(&gradient), ..BackwardOptions::default() };
            off.try_mul(&off)?.try_backward_with(options)?;
            optimizer.step()
        };
        if captures {
            let error = cuda::Graph::capture(&mut step).map(drop).unwrap_err().to_string();
            assert!(error.contains("make a step before the capture"), "{error}");
        }
        step()?;
        if captures {
            let (graph, ()) = cuda::Graph::capture(step)?;
            (0..7).try_for_each(|_| graph.replay())?;
        } else {
            (0..7).try_for_each(|_| step())?;
        }
        Ok(weights.iter().flat_map(Tensor::to_vec::<f64>).collect())
    };
    let lr = 0.1;
    let makes: [Make; 3] = [
        &|weights| Ok(Box::new(Adam::new(weights, AdamOptions { lr, ..Default::default() })?)),
        // Its steps are of another form from the sixth on.
        &|weights| Ok(Box::new(RAdam::new(weights, RAdamOptions { lr, ..Default::default() })?)),
        &|weights| Ok(Box::new(RMSprop::new(weights, RmspropOptions { lr, ..Default::default() })?)),
    ];
    for make in makes {
        let (found, wanted) = (run(make, GPU, true).unwrap(), run(make, Device::Cpu, false).unwrap());
        for (got, want) in found.iter().zip(&wanted) {
            assert!((got - want).abs() < 1e-5, "{found:?} instead of {wanted:?}");
        }
    }
    // A replay would not change what these keep on the processor.
    let refused: [Make; 2] = [&|weights| Ok(Box::new(NAdam::new(weights, NAdamOptions::default())?)), &|weights| {
        Ok(Box::new(ASGD::new(weights, AsgdOptions::default())?))
    }];
    for make in refused {
        let error = run(make, GPU, true).unwrap_err().to_string();
        assert!(error.contains("a replay cannot change numbers of the processor"), "{error}");
    }
}

#[test]
fn dropout_in_a_captured_step_goes_on_as_in_eager_ones() {
    if !present() {
        return;
    }
    let run = |captures: bool| -> Result<Vec<f64>> {
        let x = linspace(-1.0, 1.0, 48).to_device(GPU).try_reshape([6, 8])?;
        let weight = full([4, 8], 0.1).to_device(GPU);
        weight.requires_grad_(true);
        let mut optimizer = Adam::new([weight.clone()], AdamOptions { lr: 0.1, ..AdamOptions::default() })?;
        let mut step = || {
            optimizer.zero_grad();
            let hidden = x.try_dropout(0.4, true)?.try_linear(&weight, None)?.try_relu()?;
            hidden.try_dropout(0.5, true)?.try_sub(1.0)?.try_square()?.try_sum()?.try_backward()?;
            optimizer.step()
        };
        manual_seed(11);
        step()?;
        if captures {
            let (graph, ()) = cuda::Graph::capture(step)?;
            (0..3).try_for_each(|_| graph.replay())?;
        } else {
            (0..3).try_for_each(|_| step())?;
        }
        // What is drawn afterwards goes on from there.
        let after = x.try_dropout(0.5, true)?;
        Ok([&weight, &after].into_iter().flat_map(Tensor::to_vec::<f64>).collect())
    };
    let found = run(true).unwrap();
    assert_eq!(found, run(false).unwrap());
    assert!(found.iter().any(|value| *value != found[0]));
}

#[test]
fn what_cannot_be_is_an_error() {
    if !present() {
        return;
    }
    let x = ones([3]);
    let there = x.to_device(GPU);
    let error = x.try_add(&there).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Device { .. }), "{error}");
    let n_devices = cuda::device_count();
    let error = x.try_to_device(Device::Cuda(n_devices)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::DeviceUnavailable { .. }), "{error}");
    let error = there.try_pin_memory().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Device { .. }), "{error}");
    // More than there is; then work goes on.
    let error = Options::new().device(GPU).try_zeros([1 << 42]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::OutOfMemory { device: GPU, .. }), "{error}");
    assert_eq!((&there + &there).to_vec::<f32>(), [2.0; 3]);
}

#[test]
fn loaders_give_pinned_batches() {
    if !present() {
        return;
    }
    let loader = DataLoader::builder(datasets::digits().unwrap()).batch_size(5).num_workers(2).build_pinned().unwrap();
    for batch in loader.iter().take(3) {
        let (x, y): (Tensor, Tensor) = batch.unwrap();
        assert!(x.is_pinned() && y.is_pinned());
        let there = x.to_device(GPU);
        assert!(!there.is_pinned());
        assert_eq!(there.to_vec::<f32>(), x.to_vec::<f32>());
    }
}

#[test]
fn tensors_of_two_devices_are_refused_by_the_operator_s_name() {
    if !present() {
        return;
    }
    let (near, far) = (ones([2, 2]), ones([2, 2]).to_device(GPU));
    let (at, row) = (tensor([0_i64, 1]), ones([2]));
    let refusals = [
        ("add", near.try_add(&far)),
        ("add", far.try_add_(&near).cloned()),
        ("cat", Tensor::try_cat(&[&near, &far], 0)),
        ("matmul", near.try_matmul(&far)),
        ("layer_norm", far.try_layer_norm([2], Some(&row), None, 1e-5)),
        ("embedding", near.try_embedding(&at.to_device(GPU), None, false)),
        ("index_select", far.try_index_select(0, &at)),
        ("cross_entropy", nn::CrossEntropyLoss::new().forward(&far, &at)),
    ];
    for (op, refused) in refusals {
        let error = refused.unwrap_err().to_string();
        assert!(error.starts_with(&format!("{op}: tensors on different devices: ")), "{error}");
    }
    // Only the sizes of the other tensor are asked, or its dtype and device.
    assert_eq!((far.reshape_as(&near).device(), near.type_as(&far).device()), (GPU, GPU));
    assert_eq!(far.to_vec::<f32>(), [1.0; 4], "what was refused wrote nothing");
}

#[test]
fn a_number_of_the_processor_meets_tensors_of_a_gpu() {
    if !present() {
        return;
    }
    let x = tensor([1.0, 2.0]).to_device(GPU);
    let factor = tensor(3.0);
    factor.requires_grad_(true);
    let scaled = x.try_mul(&factor).unwrap();
    scaled.sum().backward();
    assert_eq!((scaled.device(), scaled.to_vec::<f32>()), (GPU, vec![3.0, 6.0]));
    assert_eq!(factor.grad().map(|grad| (grad.device(), grad.to_vec::<f32>())), Some((Device::Cpu, vec![3.0])));
    no_grad(|| x.try_add_(&factor).map(drop)).unwrap();
    x.try_i_put_(tensor([0_i64]).to_device(GPU), &tensor(7.0)).unwrap();
    assert_eq!(x.to_vec::<f32>(), [7.0, 5.0]);
    assert!(factor.detach().try_add_(x.try_sum().unwrap()).is_err(), "what is written stays where it is");
}
