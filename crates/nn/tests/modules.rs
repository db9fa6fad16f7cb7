//! What derived modules show of themselves: names, order, lists, sharing, conversion, summaries.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test may")]

use cresset_autograd::{DType, Device, Options, Result, Tensor, ones, tensor, zeros};
use cresset_nn::{
    BatchNorm1d, BatchNorm2d, Buffer, Conv2d, CrossEntropyLoss, Dropout, Embedding, Flatten, Forward, GELU, Identity,
    Linear, LogSoftmax, MSELoss, MaxPool2d, Member, Mode, Module, Parameter, ReLU, Sequential, Sigmoid, Softmax, Tanh,
    parameters_to_vector, vector_to_parameters,
};

#[derive(Module)]
struct Block {
    down: Linear,
    // After the child, and still before it in every listing, as in PyTorch.
    scale: Parameter,
    steps: Buffer,
    scratch: Buffer,
    up: Option<Linear>,
    absent: Option<Linear>,
    absent_too: Option<Parameter>,
    rate: f64,
    label: String,
}

fn block(up: bool) -> Block {
    Block {
        down: Linear::builder(3, 2).bias(false).build().unwrap(),
        scale: Parameter::new(ones([2])).unwrap(),
        steps: Buffer::new(zeros([1])),
        scratch: Buffer::transient(zeros([4])),
        up: if up { Some(Linear::new(2, 3).unwrap()) } else { None },
        absent: None,
        absent_too: None,
        rate: 0.5,
        label: "block".to_string(),
    }
}

#[derive(Module)]
#[module(name = "Network", extra_repr)]
struct Net {
    blocks: Vec<Block>,
    gains: Vec<Parameter>,
    pair: [Linear; 2],
    boxed: Box<dyn Forward>,
    #[module(skip)]
    hidden: Linear,
    #[module(rename = "out")]
    last: Linear,
    mode: Mode,
}

impl Net {
    fn extra_repr(&self) -> String {
        format!("hidden={}", self.hidden.weight.numel())
    }
}

fn net() -> Net {
    let linear = || Linear::builder(2, 2).bias(false).build().unwrap();
    Net {
        blocks: vec![block(true), block(false)],
        gains: vec![Parameter::new(ones([1])).unwrap()],
        pair: [linear(), linear()],
        boxed: Box::new(Sequential::new().add(linear()).add_module("act", ReLU)),
        hidden: linear(),
        last: linear(),
        mode: Mode::new(),
    }
}

fn names(named: Vec<(String, Tensor)>) -> Vec<String> {
    named.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn names_and_order_are_those_of_pytorch() {
    let net = net();
    let parameters = [
        "blocks.0.scale",
        "blocks.0.down.weight",
        "blocks.0.up.weight",
        "blocks.0.up.bias",
        "blocks.1.scale",
        "blocks.1.down.weight",
        "gains.0",
        "pair.0.weight",
        "pair.1.weight",
        "boxed.0.weight",
        "out.weight",
    ];
    assert_eq!(names(net.named_parameters()), parameters);
    assert_eq!(net.parameters().len(), parameters.len());
    let buffers = ["blocks.0.steps", "blocks.0.scratch", "blocks.1.steps", "blocks.1.scratch"];
    assert_eq!(names(net.named_buffers()), buffers);
    let dict = net.state_dict();
    let keys: Vec<&str> = dict.keys().collect();
    assert_eq!(keys[..3], ["blocks.0.scale", "blocks.0.steps", "blocks.0.down.weight"]);
    assert_eq!(keys.len(), parameters.len() + 2);
    let children: Vec<String> = net.named_children().into_iter().map(|(name, _)| name).collect();
    assert_eq!(children, ["blocks", "gains", "pair", "boxed", "out"]);
    let modules: Vec<(String, String)> =
        net.named_modules().into_iter().map(|(name, module)| (name, module.module_name().to_string())).collect();
    let modules: Vec<(&str, &str)> = modules.iter().map(|(name, kind)| (name.as_str(), kind.as_str())).collect();
    assert_eq!(
        modules[..5],
        [
            ("", "Network"),
            ("blocks", "ModuleList"),
            ("blocks.0", "Block"),
            ("blocks.0.down", "Linear"),
            ("blocks.0.up", "Linear")
        ]
    );
    let mut seen = Vec::new();
    net.apply(&mut |module| seen.push(module.module_name().to_string()));
    assert_eq!(seen.len(), modules.len());
    assert_eq!((seen[0].as_str(), seen[2].as_str(), seen.last().unwrap().as_str()), ("Linear", "Block", "Network"));
    assert!(net.blocks[0].rate == 0.5 && net.blocks[1].label == "block");
}

/// A module over any other.
#[derive(Module)]
struct Tied<M: Module> {
    encoder: M,
    decoder: Parameter,
    scale: Buffer,
    scale_again: Buffer,
}

fn tied() -> Tied<Linear> {
    let encoder = Linear::builder(2, 2).bias(false).build().unwrap();
    let decoder = encoder.weight.clone();
    let scale = Buffer::new(ones([1]));
    Tied { encoder, decoder, scale: scale.clone(), scale_again: scale }
}

#[test]
fn a_shared_parameter_counts_once_and_stays_shared() {
    let mut tied = tied();
    assert_eq!(names(tied.named_parameters()), ["decoder"]);
    assert_eq!(names(tied.named_buffers()), ["scale"]);
    assert_eq!(tied.state_dict().keys().collect::<Vec<_>>(), ["decoder", "scale", "scale_again", "encoder.weight"]);
    tied.to_dtype(DType::F64).unwrap();
    assert!(tied.decoder.is_same(&tied.encoder.weight));
    assert!(tied.scale.is_same(&tied.scale_again));
    assert_eq!(tied.decoder.dtype(), DType::F64);
}

#[test]
fn conversion_keeps_values_gradients_and_what_is_no_float() {
    #[derive(Module)]
    struct Mixed {
        weight: Parameter,
        frozen: Parameter,
        count: Buffer,
    }
    let frozen = Parameter::new(tensor([1.5])).unwrap();
    frozen.requires_grad_(false);
    let mut mixed = Mixed {
        weight: Parameter::new(tensor([0.5, 2.0])).unwrap(),
        frozen,
        count: Buffer::new(Options::new().dtype(DType::I64).zeros([])),
    };
    mixed.weight.set_grad(Some(tensor([1.0, 2.0])));
    let before = mixed.weight.tensor().clone();
    mixed.to_dtype(DType::F32).unwrap();
    assert!(mixed.weight.is_same(&before));
    mixed.to_dtype(DType::BF16).unwrap();
    mixed.to_device(Device::Cpu).unwrap();
    assert_eq!((mixed.weight.dtype(), mixed.count.dtype()), (DType::BF16, DType::I64));
    assert_eq!(mixed.weight.to_vec::<f32>(), [0.5, 2.0]);
    assert_eq!(
        mixed.weight.grad().map(|grad| (grad.dtype(), grad.to_vec::<f32>())),
        Some((DType::BF16, vec![1.0, 2.0]))
    );
    assert!(mixed.weight.is_leaf() && mixed.weight.requires_grad() && !mixed.frozen.requires_grad());
    assert_eq!(
        mixed.to_dtype(DType::I64).unwrap_err().to_string(),
        "to_dtype: not a floating dtype: dtype int64; parameters need a floating dtype"
    );
    mixed.zero_grad();
    assert!(mixed.weight.grad().is_none());
    mixed.requires_grad_(false).unwrap();
    assert!(mixed.parameters().iter().all(|parameter| !parameter.requires_grad()));
    assert!(Parameter::new(tensor([1, 2])).is_err());
}

#[test]
fn training_reaches_all_modules() {
    let model =
        Sequential::new().add(Sequential::new().add(Dropout::new(0.5).unwrap())).add(BatchNorm1d::new(3).unwrap());
    let modes = || {
        let mut modes = Vec::new();
        for (_, module) in model.named_modules() {
            module.members(&mut |_, member| {
                if let Member::Mode(mode) = member {
                    modes.push(mode.is_training());
                }
            });
        }
        modes
    };
    assert_eq!((model.is_training(), modes()), (true, vec![true, true]));
    model.eval();
    assert_eq!((model.is_training(), modes()), (false, vec![false, false]));
    model.train();
    assert_eq!(modes(), [true, true]);
}

/// A module without fields that are members, of each form of struct.
#[derive(Module)]
struct Unit;

#[derive(Module)]
struct Wrapper(Linear, f32, Unit);

impl Forward for Wrapper {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        self.0.forward(x)
    }
}

#[test]
fn tuple_structs_have_numbers_for_names() {
    let wrapper = Wrapper(Linear::new(2, 1).unwrap(), 1.0, Unit);
    assert_eq!(names(wrapper.named_parameters()), ["0.weight", "0.bias"]);
    assert_eq!(wrapper.named_children().into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["0", "2"]);
    assert_eq!((Unit.to_string(), wrapper.1), ("Unit()".to_string(), 1.0));
    let model = Sequential::new().add(wrapper).add(Identity);
    assert_eq!(model.forward(&zeros([4, 2])).unwrap().sizes(), [4, 1]);
    assert_eq!(model.get(1).unwrap().module_name(), "Identity");
}

#[test]
fn summaries_are_those_of_pytorch() {
    let linear = |out| Linear::builder(2, out).bias(out == 2).build().unwrap();
    let model = Sequential::new()
        .add(Conv2d::builder(1, 2, 3).padding(1).bias(false).build().unwrap())
        .add(BatchNorm2d::new(2).unwrap())
        .add(ReLU)
        .add(MaxPool2d::new(2))
        .add(Dropout::new(0.25).unwrap())
        .add(Flatten::new())
        .add(Sequential::new().add_module("soft", Softmax::new(1)).add_module("log", LogSoftmax::new(1)))
        .add(Embedding::builder(3, 4).padding_idx(1).build().unwrap())
        .add(GELU::new())
        .add(GELU::tanh())
        .add(Sigmoid)
        .add(Tanh)
        .add(Conv2d::builder(4, 4, (3, 2)).stride(2).dilation(2).groups(2).build().unwrap())
        .add(MaxPool2d::builder((2, 3)).stride(1).padding(1).ceil_mode(true).build());
    let want = "Sequential(
  (0): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)
  (1): BatchNorm2d(2, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)
  (2): ReLU()
  (3): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
  (4): Dropout(p=0.25, inplace=False)
  (5): Flatten(start_dim=1, end_dim=-1)
  (6): Sequential(
    (soft): Softmax(dim=1)
    (log): LogSoftmax(dim=1)
  )
  (7): Embedding(3, 4, padding_idx=1)
  (8): GELU(approximate='none')
  (9): GELU(approximate='tanh')
  (10): Sigmoid()
  (11): Tanh()
  (12): Conv2d(4, 4, kernel_size=(3, 2), stride=(2, 2), dilation=(2, 2), groups=2)
  (13): MaxPool2d(kernel_size=(2, 3), stride=1, padding=1, dilation=1, ceil_mode=True)
)";
    assert_eq!(model.to_string(), want);
    assert_eq!(
        (CrossEntropyLoss::new().to_string(), MSELoss::new().to_string()),
        ("CrossEntropyLoss()".into(), "MSELoss()".into())
    );

    #[derive(Module)]
    #[module(extra_repr)]
    struct Lists {
        layers: Vec<Linear>,
        weights: Vec<Parameter>,
        empty: Vec<Linear>,
    }
    impl Lists {
        fn extra_repr(&self) -> String {
            "two\nlines".to_string()
        }
    }
    let layers = vec![linear(2), linear(2), linear(2), linear(3)];
    let lists = Lists { layers, weights: vec![Parameter::new(zeros([2, 3])).unwrap()], empty: Vec::new() };
    let want = "Lists(
  two
  lines
  (layers): ModuleList(
    (0-2): 3 x Linear(in_features=2, out_features=2, bias=True)
    (3): Linear(in_features=2, out_features=3, bias=False)
  )
  (weights): ParameterList(
    (0): Parameter containing: [torch.float32 of size 2x3]
  )
  (empty): ModuleList()
)";
    assert_eq!(lists.to_string(), want);
    assert_eq!((lists.as_module() as &dyn Module).to_string(), want);
}

#[test]
fn parameters_are_one_vector_and_back() {
    let model = Sequential::new().add(Linear::new(2, 3).unwrap()).add(Linear::new(3, 1).unwrap());
    let parameters = model.parameters();
    let vector = parameters_to_vector(&parameters).unwrap();
    assert_eq!(vector.sizes(), [6 + 3 + 3 + 1]);
    vector.square().sum().backward();
    let twice = parameters[2].detach().mul(2.0).to_vec::<f32>();
    assert_eq!(parameters[2].grad().unwrap().to_vec::<f32>(), twice);
    vector_to_parameters(&vector.detach().mul(2.0), &parameters).unwrap();
    assert_eq!(parameters[2].detach().to_vec::<f32>(), twice);
    assert!(vector_to_parameters(&vector.detach().narrow(0, 0, 12), &parameters).is_err());
    assert_eq!(parameters[2].detach().to_vec::<f32>(), twice);
}
