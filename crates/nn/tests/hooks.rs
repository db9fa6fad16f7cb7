//! Hooks, observers, summary tables, containers, and layers with computed weights.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use std::sync::{Arc, Mutex};

use cresset_autograd::{Result, Tensor, manual_seed, no_grad, ones, randn, tensor};
use cresset_nn::{
    AttentionOptions, BatchNorm1d, BatchNorm2d, BatchNormOptions, Conv2d, Dict, Flatten, Forward, LSTM, LayerHook,
    Linear, MSELoss, MaxPool2d, Module, ModuleDict, MultiheadAttention, ParameterDict, ReLU, Sequential, Softplus,
    Transformer, TransformerMasks, functional_call, fuse_conv_bn_eval, fuse_linear_bn_eval, init, observe,
    pack_sequence, parametrize, spectral_norm, summary, summary_of, weight_norm,
};

fn double() -> Linear {
    let layer = Linear::builder(2, 2).bias(false).build().unwrap();
    init::eye_(&layer.weight).unwrap();
    let _ = no_grad(|| layer.weight.mul_(2.0).clone());
    layer
}

/// A model that somebody else has built.
#[derive(Module)]
struct Net {
    first: Linear,
    act: ReLU,
    rest: Sequential,
}

impl Net {
    fn new() -> Net {
        Net { first: double(), act: ReLU, rest: Sequential::new().add(ReLU).add(double()).add(ReLU) }
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        self.rest.forward(&self.act.forward(&self.first.forward(x)?)?)
    }
}

#[test]
fn hooks_of_layers_see_and_replace() {
    let net = Net::new();
    let x = tensor([[1.0, 2.0]]);
    let before = net.register_forward_pre_hook("first", |x| Ok(Some(vec![x[0].try_add(1.0)?]))).unwrap();
    let after = net.register_forward_hook("rest.2", |x, out| {
        assert_eq!(x[0].to_vec::<f32>(), [8.0, 12.0]);
        Ok(Some(vec![out[0].try_neg()?]))
    });
    assert_eq!(net.forward(&x).unwrap().to_vec::<f32>(), [-8.0, -12.0]);
    // Another model of the same kind has no hooks, other threads call them too.
    assert_eq!(Net::new().forward(&x).unwrap().to_vec::<f32>(), [4.0, 8.0]);
    let elsewhere = std::thread::scope(|scope| scope.spawn(|| net.forward(&x).unwrap().to_vec::<f32>()).join());
    assert_eq!(elsewhere.unwrap(), [-8.0, -12.0]);
    before.remove();
    drop(after);
    assert_eq!(net.forward(&x).unwrap().to_vec::<f32>(), [4.0, 8.0]);
    // Hooks of one layer come in the order in which they were put on.
    let _add = net.register_forward_hook("rest", |_, out| Ok(Some(vec![out[0].try_add(1.0)?]))).unwrap();
    let _double = net.register_forward_hook("rest", |_, out| Ok(Some(vec![out[0].try_mul(2.0)?]))).unwrap();
    assert_eq!(net.forward(&x).unwrap().to_vec::<f32>(), [10.0, 18.0]);
}

#[test]
fn hooks_that_could_not_be_called_are_refused() {
    let see = |_: &[Tensor], _: &[Tensor]| Ok(None);
    let told = |result: Result<LayerHook<'_>>| result.err().map(|error| error.to_string()).unwrap();
    assert_eq!(
        told(Net::new().register_forward_hook("second", see)),
        "register_forward_hook: bad argument: path = second; named_modules lists the paths"
    );
    let boxed: Vec<Box<dyn Forward>> = vec![Box::new(ReLU), Box::new(double())];
    assert!(told(boxed.register_forward_hook("0", see)).contains("not told from others: 0 (ReLU)"));
    assert!(boxed.register_forward_hook("1", see).is_ok());
    let layer = double();
    let _hook = layer.register_forward_hook("", |_, _| Ok(Some(Vec::new()))).unwrap();
    assert_eq!(
        layer.forward(&ones([1, 2])).err().unwrap().to_string(),
        "hook: another number of tensors: 0 for 1 of Linear; give one for each, or None"
    );
}

#[test]
fn hooks_of_layers_of_several_tensors_see_and_replace_all() {
    manual_seed(0);
    let lstm = LSTM::new(2, 3).unwrap();
    let (x, hidden, memory) = (randn([4, 1, 2]), randn([1, 1, 3]), randn([1, 1, 3]));
    let (want, (want_hidden, _)) = lstm.forward(&x.mul(2.0), Some((&hidden.neg(), &memory))).unwrap();
    let before = lstm.register_forward_pre_hook("", |inputs| {
        let [x, hidden, memory] = inputs else { panic!("{}", inputs.len()) };
        Ok(Some(vec![x.try_mul(2.0)?, hidden.try_neg()?, memory.clone()]))
    });
    let after = lstm.register_forward_hook("", |inputs, outs| {
        assert_eq!((inputs.len(), outs.len()), (3, 3));
        Ok(Some(vec![outs[0].try_add(1.0)?, outs[1].try_neg()?, outs[2].clone()]))
    });
    let (out, (last, _)) = lstm.forward(&x, Some((&hidden, &memory))).unwrap();
    assert_eq!(out.to_vec::<f32>(), want.add(1.0).to_vec::<f32>());
    assert_eq!(last.to_vec::<f32>(), want_hidden.neg().to_vec::<f32>());
    let packed = pack_sequence(&[&x.squeeze_dim(1)], true).unwrap();
    let (out, _) = lstm.forward_packed(&packed, Some((&hidden, &memory))).unwrap();
    assert_eq!(out.data.to_vec::<f32>(), want.add(1.0).to_vec::<f32>());
    drop((before, after));
    let loss = MSELoss::new();
    let _hook = loss.register_forward_hook("", |pair, out| Ok(Some(vec![out[0].try_mul(pair.len() as f64)?]))).unwrap();
    assert_eq!(loss.forward(&x, &x.add(1.0)).unwrap().item(), 2.0);

    // Gradients of all inputs and outputs; none of what requires none.
    let attention = MultiheadAttention::new(4, 2).unwrap();
    let leaf = |seed| {
        manual_seed(seed);
        randn([3, 1, 4]).requires_grad_(true).clone()
    };
    let (query, key, value) = (leaf(1), leaf(2), randn([3, 1, 4]));
    let run = || {
        [&query, &key].into_iter().for_each(|x| x.set_grad(None));
        let (out, weights) = attention.forward(&query, &key, &value, AttentionOptions::default()).unwrap();
        (out.square().sum() + weights.unwrap().square().sum()).backward();
        [&query, &key].map(|x| x.grad().unwrap())
    };
    let plain = run();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let ahead = attention.register_full_backward_pre_hook("", |grads| {
        Ok(Some(grads.iter().map(|grad| grad.as_ref().map(|grad| grad.mul(3.0))).collect()))
    });
    let hook = attention.register_full_backward_hook("", move |of_inputs, of_outputs| {
        let there = |grads: &[Option<Tensor>]| grads.iter().map(Option::is_some).collect::<Vec<_>>();
        log.lock().unwrap().push((there(of_inputs), there(of_outputs)));
        Ok(Some(vec![of_inputs[0].clone(), of_inputs[1].as_ref().map(Tensor::neg), None]))
    });
    let hooked = run();
    for (got, want) in hooked.iter().zip([plain[0].mul(3.0), plain[1].mul(-3.0)]) {
        assert!(got.sub(&want).abs().max().item() < 1e-5);
    }
    assert_eq!(*seen.lock().unwrap(), [(vec![true, true, false], vec![true, true])]);
    drop((ahead, hook));
    // A whole transformer has its source as an input too.
    let transformer =
        Transformer::builder(4, 2).num_encoder_layers(1).num_decoder_layers(1).dropout(0.0).build().unwrap();
    let masks = TransformerMasks::default;
    let want = transformer.forward(&key, &value, masks()).unwrap();
    let _swap = transformer.register_forward_pre_hook("", |x| Ok(Some(vec![x[1].clone(), x[0].clone()]))).unwrap();
    let got = transformer.forward(&value, &key, masks()).unwrap();
    assert_eq!(got.to_vec::<f32>(), want.to_vec::<f32>());
}

#[test]
fn backward_hooks_get_both_gradients() {
    let layer = double();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let hook = layer.register_full_backward_hook("", move |of_input, of_output| {
        let sum = |grads: &[Option<Tensor>]| grads[0].as_ref().map(|grad| grad.sum().item());
        log.lock().unwrap().push((sum(of_input), sum(of_output)));
        Ok(Some(vec![of_input[0].as_ref().map(|grad| grad.mul(10.0))]))
    });
    let x = ones([1, 2]).requires_grad_(true).clone();
    layer.forward(&x).unwrap().sum().backward();
    // Each input goes into one output, twice.
    assert_eq!(x.grad().unwrap().to_vec::<f32>(), [20.0, 20.0]);
    assert_eq!(layer.weight.grad().unwrap().to_vec::<f32>(), [1.0; 4]);
    layer.forward(&ones([1, 2])).unwrap().sum().backward();
    let ahead = layer
        .register_full_backward_pre_hook("", |grads| Ok(Some(vec![grads[0].as_ref().map(|grad| grad.mul(3.0))])))
        .unwrap();
    layer.forward(&x).unwrap().sum().backward();
    assert_eq!(x.grad().unwrap().to_vec::<f32>(), [80.0, 80.0]);
    assert_eq!(*seen.lock().unwrap(), [(Some(4.0), Some(2.0)), (None, Some(2.0)), (Some(12.0), Some(6.0))]);
    drop((hook, ahead));
    layer.forward(&x).unwrap().sum().backward();
    assert_eq!((x.grad().unwrap().to_vec::<f32>(), seen.lock().unwrap().len()), (vec![82.0; 2], 3));
}

#[test]
fn members_are_found_by_their_paths() {
    let net = Net::new();
    assert_eq!(net.get_submodule("rest.1").unwrap().module_name(), "Linear");
    assert_eq!(net.get_submodule("").unwrap().named_modules().len(), 7);
    assert!(net.get_parameter("rest.1.weight").unwrap().is_same(&net.parameters()[1]));
    assert!(BatchNorm1d::new(2).unwrap().get_buffer("running_var").is_ok());
    for missing in [net.get_submodule("rest.1.weight").err(), net.get_parameter("rest").err()] {
        assert!(missing.unwrap().to_string().contains("lists the paths"));
    }
}

#[test]
fn a_summary_counts_outputs_parameters_and_products() {
    let model = Sequential::new()
        .add(Conv2d::builder(3, 4, 3).padding(1).build().unwrap())
        .add(ReLU)
        .add(MaxPool2d::new(2))
        .add(ReLU)
        .add(Flatten::new())
        .add(Linear::new(4 * 4 * 4, 10).unwrap());
    let table = summary_of(&model, &ones([2, 3, 8, 8])).unwrap();
    let row = |at: usize| (table.rows[at].name.as_str(), table.rows[at].output.clone().unwrap());
    assert_eq!(row(0), ("Sequential", vec![2, 10]));
    assert_eq!(row(2), ("ReLU", vec![2, 4, 8, 8]));
    assert_eq!(row(4), ("ReLU", vec![2, 4, 4, 4]));
    let products: Vec<u64> = table.rows.iter().map(|row| row.multiply_adds).collect();
    assert_eq!(products, [0, 2 * 8 * 8 * 4 * 27, 0, 0, 0, 0, 2 * 64 * 10]);
    assert_eq!((table.n_parameters, table.n_trainable), (4 * 28 + 650, 4 * 28 + 650));
    assert_eq!(table.parameter_bytes, 4 * table.n_parameters);
    assert_eq!(table.activation_bytes, 4 * (3 * 512 - 512 + 128 * 3 + 20));
    let shown = table.to_string();
    assert!(shown.contains("  0: Conv2d") && shown.contains("13,824"), "{shown}");
    assert!(shown.ends_with("Memory: parameters and buffers 2.98 KiB, outputs 5.58 KiB"), "{shown}");
    // A model that is not called so shows its parameters all the same.
    let lstm = LSTM::new(3, 4).unwrap();
    let table = summary(&lstm, || lstm.forward(&ones([5, 2, 3]), None)).unwrap();
    assert_eq!((table.rows[0].output.as_deref(), table.rows[0].multiply_adds), (Some(&[5, 2, 4][..]), 10 * 16 * 7));
}

#[test]
fn observers_end_with_their_call() {
    let calls = Arc::new(Mutex::new(0));
    let count = calls.clone();
    let layer = ReLU;
    observe(move |_| *count.lock().unwrap() += 1, || layer.forward(&ones([1])).unwrap());
    layer.forward(&ones([1])).unwrap();
    assert_eq!(*calls.lock().unwrap(), 1);
}

#[test]
fn dicts_are_modules() {
    let mut dict: ModuleDict = Dict::new();
    dict.insert("act", Box::new(ReLU) as Box<dyn Forward>);
    dict.insert("last", Box::new(Linear::new(2, 1).unwrap()));
    assert_eq!(
        dict.to_string(),
        "ModuleDict(\n  (act): ReLU()\n  (last): Linear(in_features=2, out_features=1, bias=True)\n)"
    );
    assert_eq!(dict.state_dict().keys().collect::<Vec<_>>(), ["last.weight", "last.bias"]);
    assert_eq!(dict.get("act").unwrap().forward(&tensor([-1.0])).unwrap().item(), 0.0);
    let linear = Linear::new(2, 1).unwrap();
    let parameters: ParameterDict = [("a", linear.weight.clone())].into_iter().collect();
    assert!(parameters.parameters()[0].is_same(&linear.weight));
    assert_eq!(parameters.module_name(), "ParameterDict");
}

#[test]
fn computed_weights_have_the_names_of_pytorch_and_come_back() {
    manual_seed(0);
    let plain = Linear::new(4, 3).unwrap();
    let weight = plain.weight.copy();
    let layer = weight_norm(plain, "weight", 0).unwrap();
    let names: Vec<String> = layer.named_parameters().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["bias", "parametrizations.weight.original0", "parametrizations.weight.original1"]);
    let close = |lhs: &Tensor, rhs: &Tensor| lhs.sub(rhs).abs().max().item() < 1e-6;
    assert!(close(&layer.into_inner().unwrap().weight, &weight));
    let layer = spectral_norm(Linear::new(4, 3).unwrap(), "weight", 1, 0, 1e-12).unwrap();
    let keys = layer.state_dict();
    let keys: Vec<&str> = keys.keys().collect();
    let parts = ["original", "0._u", "0._v"].map(|part| format!("parametrizations.weight.{part}"));
    assert_eq!(keys, ["bias", &parts[0], &parts[1], &parts[2]]);
    (0..50).for_each(|_| drop(layer.forward(&randn([1, 4])).unwrap()));
    let largest = layer.weight().unwrap().linalg_svdvals().max().item();
    assert!((largest - 1.0).abs() < 1e-4, "{largest}");
    assert_eq!(
        weight_norm(Linear::new(1, 1).unwrap(), "scale", 0).err().unwrap().to_string(),
        "weight_norm: bad argument: name = scale; name a parameter of the layer itself"
    );
}

#[test]
fn normalisation_in_evaluation_is_part_of_the_layer_in_front() {
    manual_seed(0);
    let norm = |bias| BatchNorm2d::with(6, BatchNormOptions { bias, ..Default::default() }).unwrap();
    for (norm, bias) in [(norm(true), true), (norm(false), false)] {
        let conv = Conv2d::builder(4, 6, 3).padding(1).groups(2).bias(bias).build().unwrap();
        (0..3).for_each(|_| drop(norm.forward(&randn([4, 6, 5, 5]).mul(2.0).add(1.0)).unwrap()));
        let _ = no_grad(|| norm.weight.as_ref().unwrap().uniform_(0.5, 1.5).clone());
        assert!(fuse_conv_bn_eval(&conv, &norm).is_err());
        norm.eval();
        let fused = fuse_conv_bn_eval(&conv, &norm).unwrap();
        let x = randn([2, 4, 5, 5]);
        let apart = norm.forward(&conv.forward(&x).unwrap()).unwrap();
        assert!(fused.forward(&x).unwrap().sub(&apart).abs().max().item() < 1e-5);
        assert!(!fused.weight.is_same(&conv.weight));
    }
    let (linear, norm) = (Linear::new(3, 2).unwrap(), BatchNorm1d::new(2).unwrap());
    drop(norm.forward(&randn([8, 2])).unwrap());
    norm.eval();
    let x = randn([4, 3]);
    let apart = norm.forward(&linear.forward(&x).unwrap()).unwrap();
    let fused = fuse_linear_bn_eval(&linear, &norm).unwrap();
    assert!(fused.forward(&x).unwrap().sub(&apart).abs().max().item() < 1e-5);
    let other = BatchNorm1d::new(3).unwrap();
    other.eval();
    assert!(fuse_linear_bn_eval(&linear, &other).unwrap_err().to_string().contains("conv_w [2, 3]"));
}

#[test]
fn other_tensors_stand_in_for_one_call() {
    let mut net = Net::new();
    let held = net.first.weight.to_vec::<f32>();
    let x = tensor([[1.0, 2.0]]);
    let zeros = |name: &str| [(name, tensor([[0.0, 0.0], [0.0, 0.0]]))].into_iter().collect();
    let out = functional_call(&mut net, &zeros("first.weight"), |net| net.forward(&x)).unwrap();
    assert_eq!(out.to_vec::<f32>(), [0.0, 0.0]);
    let broken = std::panic::AssertUnwindSafe(|| {
        functional_call(&mut net, &zeros("first.weight"), |_| -> Result<()> { panic!("in the call") })
    });
    assert!(std::panic::catch_unwind(broken).is_err());
    assert_eq!(net.first.weight.to_vec::<f32>(), held);
    assert_eq!(
        functional_call(&mut net, &zeros("second.weight"), |net| net.forward(&x)).unwrap_err().to_string(),
        "functional_call: bad argument: tensors = second.weight; give names of the module's parameters and buffers"
    );
}

#[test]
fn parameters_are_what_a_module_makes_of_others() {
    let plain = Linear::builder(2, 2).bias(false).build().unwrap();
    let layer = parametrize(plain, "weight", Softplus::default()).unwrap();
    let want = layer.get_parameter("parametrizations.weight.original").unwrap().softplus(1.0, 20.0);
    let out = layer.forward(&ones([1, 2])).unwrap();
    assert_eq!(out.to_vec::<f32>(), want.sum_dim([1], false).to_vec::<f32>());
    out.sum().backward();
    assert!(layer.parameters()[0].grad().is_some() && layer.parameters().len() == 1);
    assert_eq!(layer.into_inner().unwrap().weight.to_vec::<f32>(), want.to_vec::<f32>());
    let line = parametrize(Linear::new(2, 2).unwrap(), "weight", Flatten::dims(0, 1)).err().unwrap().to_string();
    assert!(line.contains("parameter [2, 2], mapped [4]"), "{line}");
}

#[test]
fn deep_copies_are_apart() {
    let layer = Linear::new(2, 2).unwrap();
    let copy = layer.deep_copy().unwrap();
    init::zeros_(&copy.weight).unwrap();
    assert!(copy.weight.requires_grad() && layer.weight.abs().max().item() > 0.0);
}

#[test]
fn initialisers_make_identities_and_orthogonal_matrices() {
    let conv = Conv2d::builder(4, 4, 3).padding(1).groups(2).bias(false).build().unwrap();
    init::dirac_(&conv.weight, 2).unwrap();
    let x = randn([1, 4, 5, 5]);
    assert_eq!(conv.forward(&x).unwrap().to_vec::<f32>(), x.to_vec::<f32>());
    let wide = randn([3, 2, 4]);
    init::orthogonal_(&wide, 2.0).unwrap();
    let rows = wide.reshape([3, 8]);
    let product = rows.matmul(&rows.t()).to_vec::<f64>();
    for (at, value) in product.iter().enumerate() {
        let want = if at % 4 == 0 { 4.0 } else { 0.0 };
        assert!((value - want).abs() < 1e-5, "{product:?}");
    }
    let far = randn([1000]);
    init::trunc_normal_(&far, 0.0, 1.0, 3.0, 4.0).unwrap();
    assert!(far.min().item() >= 3.0 && far.max().item() <= 4.0 && far.mean().item() < 3.4);
}
