//! Layers and losses at work: shapes, statistics, modes, and gradients that reach every parameter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use cresset_autograd::{DType, Options, Reduction, Tensor, arange, gradcheck, manual_seed, ones, randn, tensor, zeros};
use cresset_nn::{
    BatchNorm1d, BatchNorm2d, BatchNormOptions, Conv2d, CrossEntropyLoss, CrossMapLRN2d, Dropout, Embedding, Flatten,
    Forward, GELU, L1Loss, Linear, LogSoftmax, MSELoss, MaxPool2d, Module, NLLLoss, ReLU, Sequential, Sigmoid, Softmax,
    Tanh, update_bn,
};

fn close(got: &Tensor, want: &[f64]) {
    let got = got.to_vec::<f64>();
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert!((got - want).abs() <= 1e-5 * want.abs().max(1.0), "{got} {want}");
    }
}

#[test]
fn gradients_reach_every_parameter_of_a_network() {
    manual_seed(0);
    let model = Sequential::new()
        .add(Conv2d::builder(2, 4, 3).padding(1).stride(2).groups(2).build().unwrap())
        .add(BatchNorm2d::new(4).unwrap())
        .add(ReLU)
        .add(MaxPool2d::new(2))
        .add(Flatten::new())
        .add(Dropout::new(0.1).unwrap())
        .add(Linear::new(16, 5).unwrap())
        .add(BatchNorm1d::new(5).unwrap())
        .add(Tanh)
        .add(Linear::new(5, 3).unwrap());
    let x = randn([6, 2, 8, 8]);
    let out = model.forward(&x).unwrap();
    assert_eq!(out.sizes(), [6, 3]);
    let target = tensor([0, 1, 2, 0, 1, 2]);
    CrossEntropyLoss::new().forward(&out, &target).unwrap().backward();
    for (name, parameter) in model.named_parameters() {
        let grad = parameter.grad().unwrap_or_else(|| panic!("{name} has no gradient"));
        assert_eq!(grad.sizes(), parameter.sizes(), "{name}");
        // A bias in front of batch normalisation has no influence, so its gradient is about 0.
        let before_norm = ["0.bias", "6.bias"].contains(&name.as_str());
        assert!(before_norm || grad.abs().max().item() > 1e-6, "{name}");
    }
    // Evaluation has no chance in it and no batch.
    model.eval();
    let whole = model.forward(&x).unwrap();
    let first = model.forward(&x.narrow(0, 0, 1)).unwrap();
    close(&whole.narrow(0, 0, 1), &first.to_vec::<f64>());
}

#[test]
fn batch_norm_tracks_statistics_in_training_only() {
    let norm = BatchNorm1d::new(2).unwrap();
    let x = tensor([[1.0, 10.0], [3.0, 30.0]]);
    let of = |name: &str| norm.state_dict().get(name).unwrap().to_vec::<f64>();
    close(&norm.forward(&x).unwrap(), &[-1.0, -1.0, 1.0, 1.0]);
    assert_eq!(of("num_batches_tracked"), [1.0]);
    close(&tensor(of("running_mean")), &[0.2, 2.0]);
    close(&tensor(of("running_var")), &[0.9 + 0.2, 0.9 + 20.0]);
    norm.eval();
    let want: Vec<f64> = [[1.0, 10.0], [3.0, 30.0]]
        .iter()
        .flat_map(|[a, b]| [(a - 0.2) / 1.1f64.sqrt(), (b - 2.0) / 20.9f64.sqrt()])
        .collect();
    close(&norm.forward(&x).unwrap(), &want);
    assert_eq!(of("num_batches_tracked"), [1.0]);
    // Without a momentum the statistics are means over all batches.
    let options = BatchNormOptions { momentum: None, affine: false, ..BatchNormOptions::default() };
    let mean = BatchNorm1d::with(2, options).unwrap();
    assert!(mean.parameters().is_empty());
    mean.forward(&x).unwrap();
    mean.forward(&x.mul(3.0)).unwrap();
    close(mean.running_mean.as_deref().unwrap(), &[4.0, 40.0]);
    // Without running statistics, the batch's serve in evaluation too.
    let options =
        BatchNormOptions { track_running_stats: false, dtype: Some(DType::F64), ..BatchNormOptions::default() };
    let plain = BatchNorm1d::with(2, options).unwrap();
    plain.eval();
    close(&plain.forward(&x.to_dtype(DType::F64)).unwrap(), &[-1.0, -1.0, 1.0, 1.0]);
    assert_eq!(plain.state_dict().len(), 2);
    assert_eq!(
        plain.to_string(),
        "BatchNorm1d(2, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=False)"
    );
    assert_eq!(
        BatchNorm2d::new(2).unwrap().forward(&x).unwrap_err().to_string(),
        "BatchNorm2d: wrong number of dims: x [2, 2]; x must be [batch, channels, height, width]"
    );
}

#[test]
fn dropout_scales_what_it_keeps() {
    let dropout = Dropout::new(0.25).unwrap();
    let out = dropout.forward(&ones([1000])).unwrap().to_vec::<f64>();
    let kept = out.iter().filter(|&&x| x != 0.0).count();
    assert!(out.iter().all(|&x| x == 0.0 || (x - 4.0 / 3.0).abs() < 1e-6));
    assert!((700..800).contains(&kept), "{kept}");
    dropout.eval();
    assert_eq!(dropout.forward(&ones([3])).unwrap().to_vec::<f32>(), [1.0; 3]);
    assert_eq!(Dropout::new(1.5).unwrap_err().to_string(), "Dropout: bad argument: p = 1.5; a chance lies in 0..=1");
}

#[test]
fn convolutions_and_pools_take_their_options() {
    let conv =
        Conv2d::builder(1, 1, (1, 2)).stride((1, 2)).padding((0, 1)).dilation((1, 2)).bias(false).build().unwrap();
    let _ = cresset_nn::init::ones_(&conv.weight);
    let x = arange(1.0, 6.0, 1.0).reshape([1, 1, 1, 5]);
    // Padded: 0 1 2 3 4 5 0; windows two apart, two wide in steps of two.
    close(&conv.forward(&x).unwrap(), &[0.0 + 2.0, 2.0 + 4.0, 4.0 + 0.0]);
    let pool = MaxPool2d::builder((1, 2)).ceil_mode(true).build();
    close(&pool.forward(&x).unwrap(), &[2.0, 4.0, 5.0]);
    close(&MaxPool2d::new((1, 2)).forward(&x).unwrap(), &[2.0, 4.0]);
    close(
        &MaxPool2d::builder((1, 3)).stride(1).padding((0, 1)).build().forward(&x).unwrap(),
        &[2.0, 3.0, 4.0, 5.0, 5.0],
    );
}

#[test]
fn the_padding_row_of_an_embedding_stays_zero() {
    let embedding = Embedding::builder(4, 2).padding_idx(1).build().unwrap();
    let out = embedding.forward(&tensor([[0, 1], [1, 3]])).unwrap();
    assert_eq!(out.sizes(), [2, 2, 2]);
    assert_eq!(out.select(0, 0).select(0, 1).to_vec::<f32>(), [0.0, 0.0]);
    out.sum().backward();
    close(&embedding.weight.grad().unwrap(), &[1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
}

#[test]
fn activations_are_their_functions() {
    let x = tensor([[-1.0, 0.5]]);
    let run = |layer: &dyn Forward, want: &[f64]| close(&layer.forward(&x).unwrap(), want);
    run(&ReLU, &[0.0, 0.5]);
    run(&Sigmoid, &[0.268_941_42, 0.622_459_33]);
    run(&Tanh, &[-0.761_594_18, 0.462_117_16]);
    run(&GELU::new(), &[-0.158_655_25, 0.345_731_23]);
    run(&GELU::tanh(), &[-0.158_808, 0.345_714]);
    run(&Softmax::new(-1), &[0.182_425_52, 0.817_574_5]);
    run(&LogSoftmax::new(1), &[-1.701_413_3, -0.201_413_28]);
    run(&Softmax::new(0), &[1.0, 1.0]);
}

#[test]
fn losses_pass_on_their_options() {
    let (x, y) = (tensor([[1.0, 2.0], [3.0, 5.0]]), tensor([[1.0, 4.0], [6.0, 5.0]]));
    close(&MSELoss::new().forward(&x, &y).unwrap(), &[13.0 / 4.0]);
    close(&MSELoss::new().reduction(Reduction::Sum).forward(&x, &y).unwrap(), &[13.0]);
    close(&L1Loss::new().reduction(Reduction::None).forward(&x, &y).unwrap(), &[0.0, 2.0, 3.0, 0.0]);
    let (logits, weight) = (zeros([3, 2]), tensor([1.0, 3.0]));
    let target = Options::new().tensor([0, 1, -7]);
    let ln2 = std::f64::consts::LN_2;
    let loss = CrossEntropyLoss::new().weight(&weight).ignore_index(-7);
    close(&loss.forward(&logits, &target).unwrap(), &[ln2]);
    close(&loss.clone().reduction(Reduction::None).forward(&logits, &target).unwrap(), &[ln2, 3.0 * ln2, 0.0]);
    close(
        &loss.clone().label_smoothing(0.5).reduction(Reduction::Sum).forward(&logits, &target).unwrap(),
        &[4.0 * ln2],
    );
    assert_eq!(loss.state_dict().keys().collect::<Vec<_>>(), ["weight"]);
    let nll = NLLLoss::new().weight(&weight).ignore_index(-7).reduction(Reduction::Sum);
    close(&nll.forward(&logits.log_softmax(1), &target).unwrap(), &[4.0 * ln2]);
    let probabilities = tensor([[0.5, 0.5], [1.0, 0.0], [0.0, 1.0]]);
    close(&CrossEntropyLoss::new().forward(&logits, &probabilities).unwrap(), &[ln2]);
    // A smoothing outside 0..=1 is refused.
    CrossEntropyLoss::new().label_smoothing(1.5).forward(&logits, &target).unwrap_err();
}

#[test]
fn older_local_normalisation_gives_the_results_of_pytorch() {
    let x = (arange(1.0, 9.0, 1.0) / 4.0).reshape([1, 8, 1, 1]);
    // torch.nn.modules.normalization.CrossMapLRN2d of PyTorch 2.15.
    let odd =
        [0.221_519_32, 0.393_770_3, 0.506_557_1, 0.565_679_43, 0.593_454_2, 0.600_733_4, 0.733_584_94, 0.905_840_2];
    close(&CrossMapLRN2d { alpha: 1.0, ..CrossMapLRN2d::new(5) }.forward(&x).unwrap(), &odd);
    let even =
        [0.144_439_6, 0.275_035_47, 0.380_805_67, 0.462_375_9, 0.520_169_1, 0.558_377_4, 0.581_620_16, 0.737_570_35];
    close(&CrossMapLRN2d { alpha: 1.0, k: 2.0, ..CrossMapLRN2d::new(4) }.forward(&x).unwrap(), &even);
    assert!(CrossMapLRN2d::new(5).forward(&x.squeeze()).is_err());
    let x = Options::new().dtype(DType::F64).randn([1, 6, 1, 2]).requires_grad_(true).clone();
    for size in [1, 3, 4] {
        let norm = CrossMapLRN2d { alpha: 1.0, ..CrossMapLRN2d::new(size) };
        gradcheck(|x| Ok(vec![norm.forward(&x[0])?]), std::slice::from_ref(&x), Default::default()).unwrap();
    }
}

#[test]
fn statistics_made_anew_are_means_over_all_batches() {
    let model = Sequential::new().add(Linear::new(2, 2).unwrap()).add(BatchNorm1d::new(2).unwrap());
    let batches = [randn([4, 2]), randn([4, 2]), randn([4, 2])];
    let dict = model.state_dict();
    let of = |name: &str| dict.get(name).unwrap().clone();
    // What training left is forgotten, and the momentum does not count.
    model.forward(&randn([4, 2])).unwrap();
    model.eval();
    let given = batches.iter().map(|batch| Ok(batch.clone()));
    update_bn(&model, given, |model, x| model.forward(&x)).unwrap();
    let hidden = batches.map(|batch| batch.linear(&of("0.weight"), Some(&of("0.bias"))));
    let mean = |values: Vec<Tensor>| Tensor::stack(&values.iter().collect::<Vec<_>>(), 0).mean_dim([0], false);
    close(&of("1.running_mean"), &mean(hidden.iter().map(|x| x.mean_dim([0], false)).collect()).to_vec::<f64>());
    let var = |x: &Tensor| x.sub(x.mean_dim([0], true)).square().sum_dim([0], false) / 3.0;
    close(&of("1.running_var"), &mean(hidden.iter().map(var).collect()).to_vec::<f64>());
    assert_eq!(of("1.num_batches_tracked").item(), 3.0);
    assert!(!model.is_training());
    let failed = update_bn(&model, [Ok(randn([4, 3]))], |model, x| model.forward(&x));
    assert!(failed.is_err() && !model.is_training());
}
