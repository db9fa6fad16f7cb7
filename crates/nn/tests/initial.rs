//! Initial weights against PyTorch's under the same seeds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use std::path::Path;

use cresset_autograd::{DType, Tensor, empty, manual_seed, tensor, zeros};
use cresset_nn::init::{self, Fan, Nonlinearity};
use cresset_nn::{BatchNorm2d, Conv2d, Embedding, Linear, Module, StateDict, load_safetensors};
use serde_json::Value;

fn size(config: &Value, name: &str) -> usize {
    config[name].as_u64().unwrap() as usize
}

fn module(line: &Value) -> Box<dyn Module> {
    let config = &line["config"];
    match line["module"].as_str().unwrap() {
        "Linear" => {
            let builder = Linear::builder(size(config, "in_features"), size(config, "out_features"));
            Box::new(builder.bias(config["bias"].as_bool().unwrap_or(true)).build().unwrap())
        }
        "Conv2d" => {
            let (channels_in, channels_out) = (size(config, "in_channels"), size(config, "out_channels"));
            let builder = match config["kernel_size"].as_array() {
                None => Conv2d::builder(channels_in, channels_out, size(config, "kernel_size")),
                Some(sizes) => {
                    let [height, width] = [0, 1].map(|at| sizes[at].as_u64().unwrap() as usize);
                    Conv2d::builder(channels_in, channels_out, (height, width))
                }
            };
            Box::new(builder.groups(config["groups"].as_u64().unwrap_or(1) as usize).build().unwrap())
        }
        "Embedding" => {
            let builder = Embedding::builder(size(config, "num_embeddings"), size(config, "embedding_dim"));
            let padding_idx = config["padding_idx"].as_u64();
            let builder = padding_idx.map_or(builder.clone(), |at| builder.padding_idx(at as usize));
            Box::new(builder.build().unwrap())
        }
        "BatchNorm2d" => Box::new(BatchNorm2d::new(size(config, "num_features")).unwrap()),
        other => panic!("{other}"),
    }
}

/// Uniform values are the same bits; normal ones come from functions that may differ in the last place.
fn check(id: &str, got: &Tensor, want: &Tensor, exact: bool) {
    assert_eq!((got.sizes(), got.dtype()), (want.sizes(), want.dtype()), "{id}");
    for (got, want) in got.to_vec::<f32>().into_iter().zip(want.to_vec::<f32>()) {
        let close = (got - want).abs() <= 1e-6 * want.abs();
        assert!(if exact { got == want } else { close }, "{id}: {got:e} {want:e}");
    }
}

fn check_module(line: &Value, tensors: &StateDict) {
    let built = module(line);
    let order: Vec<&str> = line["order"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let named = built.named_parameters();
    assert_eq!(named.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), order);
    for (name, parameter) in named {
        assert!(parameter.requires_grad() && parameter.is_leaf());
        let want = tensors.get(line["parameters"][&name]["tensor"].as_str().unwrap()).unwrap();
        check(&format!("{line}"), &parameter, want, line["module"] != "Embedding");
    }
}

fn check_init(line: &Value, tensors: &StateDict) {
    let sizes: Vec<usize> =
        line["shape"].as_array().unwrap().iter().map(|size| size.as_u64().unwrap() as usize).collect();
    let (x, config, function) = (empty(sizes), &line["config"], line["function"].as_str().unwrap());
    let number = |name: &str| config[name].as_f64();
    let mode = if config["mode"] == "fan_out" { Fan::Out } else { Fan::In };
    let nonlinearity = || {
        assert_eq!(config["nonlinearity"], "relu");
        Nonlinearity::ReLU
    };
    match function {
        "uniform_" => init::uniform_(&x, number("a").unwrap(), number("b").unwrap()),
        "normal_" => init::normal_(&x, number("mean").unwrap(), number("std").unwrap()),
        "xavier_uniform_" => init::xavier_uniform_(&x, number("gain").unwrap_or(1.0)),
        "xavier_normal_" => init::xavier_normal_(&x, number("gain").unwrap_or(1.0)),
        "kaiming_uniform_" => init::kaiming_uniform_(&x, mode, nonlinearity()),
        "kaiming_normal_" => init::kaiming_normal_(&x, mode, nonlinearity()),
        other => panic!("{other}"),
    }
    .unwrap();
    let want = tensors.get(line["value"]["tensor"].as_str().unwrap()).unwrap();
    check(&format!("{line}"), &x, want, function.contains("uniform"));
}

#[test]
fn one_seed_gives_the_weights_of_pytorch() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let tensors = load_safetensors(data.join("initial.safetensors")).unwrap();
    let lines = std::fs::read_to_string(data.join("initial.jsonl")).unwrap();
    let mut n_lines = 0;
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        manual_seed(line["seed"].as_u64().unwrap());
        match line["kind"].as_str().unwrap() {
            "module" => check_module(&line, &tensors),
            "modules" => line["modules"].as_array().unwrap().iter().for_each(|line| check_module(line, &tensors)),
            "init" => check_init(&line, &tensors),
            other => panic!("{other}"),
        }
        n_lines += 1;
    }
    assert_eq!(n_lines, 52);
}

#[test]
fn fans_and_gains_are_those_of_pytorch() {
    assert_eq!(init::calculate_fan_in_and_fan_out(&zeros([6, 4, 3, 2])).unwrap(), (24, 36));
    assert_eq!(
        init::calculate_fan_in_and_fan_out(&zeros([6])).unwrap_err().to_string(),
        "calculate_fan_in_and_fan_out: too few dims: weight [6]; fans need at least two dims"
    );
    let gains = [
        (Nonlinearity::Linear, 1.0),
        (Nonlinearity::Sigmoid, 1.0),
        (Nonlinearity::Tanh, 5.0 / 3.0),
        (Nonlinearity::ReLU, std::f64::consts::SQRT_2),
        (Nonlinearity::LeakyReLU(0.01), 1.414_142_856_997_835_4),
        (Nonlinearity::SELU, 0.75),
    ];
    for (nonlinearity, gain) in gains {
        assert!((init::calculate_gain(nonlinearity) - gain).abs() < 1e-12, "{nonlinearity:?}");
    }
}

#[test]
fn initialisers_write_leaves_without_recording() {
    let x = tensor([[1.0, 2.0]]).requires_grad_(true).clone();
    init::constant_(&x, 3.0).unwrap();
    assert_eq!(x.to_vec::<f32>(), [3.0, 3.0]);
    init::ones_(&x).unwrap();
    assert_eq!(x.to_vec::<f32>(), [1.0, 1.0]);
    init::zeros_(&x).unwrap();
    assert_eq!(x.to_vec::<f32>(), [0.0, 0.0]);
    assert!(x.is_leaf());
}

#[test]
fn layers_take_dtypes_and_refuse_senseless_sizes() {
    let linear = Linear::builder(3, 2).dtype(DType::F64).build().unwrap();
    assert_eq!((linear.weight.dtype(), linear.bias.unwrap().dtype()), (DType::F64, DType::F64));
    assert!(Linear::builder(3, 2).dtype(DType::I64).build().unwrap_err().to_string().contains("int64"));
    let refuse = |builder: cresset_nn::Conv2dBuilder| builder.build().unwrap_err().to_string();
    assert_eq!(
        refuse(Conv2d::builder(3, 4, 1).groups(2)),
        "Conv2d: bad argument: in_channels = 3; groups must divide the channels"
    );
    refuse(Conv2d::builder(4, 4, 1).groups(0));
    assert_eq!(
        refuse(Conv2d::builder(4, 4, (3, 0))),
        "Conv2d: bad argument: kernel_size = (3, 0); it must be at least 1"
    );
    assert_eq!(
        Embedding::builder(3, 2).padding_idx(3).build().unwrap_err().to_string(),
        "Embedding: bad argument: padding_idx = 3; it must be below num_embeddings"
    );
    assert!(Linear::new(0, 2).unwrap().bias.unwrap().to_vec::<f32>().iter().all(|&x| x == 0.0));
}
