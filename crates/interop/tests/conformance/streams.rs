//! Streams of random numbers, and what is drawn from them.

use cresset_autograd::{Generator, Result, Tensor, manual_seed, no_grad, try_zeros};
use cresset_data::{DataLoader, RandomSampler, Sampler};
use cresset_nn::{
    BatchNorm2d, Bilinear, Conv, ConvTranspose, Embedding, EmbeddingBag, GRU, GRUCell, GroupNorm, LSTM, LSTMCell,
    LayerNorm, Linear, Module, MultiheadAttention, PReLU, RNN, RNNCell, RecurrentBuilder, Sizes,
    TransformerDecoderLayer, TransformerEncoderLayer, init,
};
use serde_json::{Value as Json, json};

use crate::compare::{self, Bound};
use crate::decode::{self, Call, Checked, Trouble};
use crate::set::Shard;

/// Values that pass through log, sqrt, sin or cos may differ in the last place.
fn bound(op: &str, dtype: &str) -> Bound {
    let drawn = ["rand.", "rand_like.", "uniform", "bernoulli", "random", "randint", "randperm", "multinomial"];
    match (drawn.iter().any(|name| op.trim_start_matches("aten.").starts_with(name)), dtype) {
        (true, _) => Bound::EXACT,
        (false, "float64") => Bound { rtol: 1e-14, atol: 0.0 },
        (false, "float32") => Bound { rtol: 1e-6, atol: 0.0 },
        (false, _) => Bound { rtol: 1e-2, atol: 0.0 },
    }
}

/// A line of `rng.jsonl`.
pub fn stream(line: &Json, shard: &Shard) -> Checked {
    manual_seed(line["seed"].as_u64().unwrap_or_default());
    match line["kind"].as_str() {
        Some("steps") => steps(line, shard),
        Some("module") => layer(line, shard),
        Some("modules") => line["modules"].as_array().into_iter().flatten().try_for_each(|line| layer(line, shard)),
        Some("init") => initial(line, shard),
        Some("loader") => loader(line),
        Some("sampler") => sampler(line),
        kind => Err(Trouble::Failed(format!("no way to run {}", kind.unwrap_or_default()))),
    }
}

fn size(config: &Json, name: &str) -> usize {
    config[name].as_u64().unwrap_or_default() as usize
}

/// Sizes along `N` dimensions, given as one number or as several.
fn sizes<const N: usize>(config: &Json, name: &str) -> Sizes<N> {
    let each = config[name].as_array().into_iter().flatten();
    let each: Vec<usize> = each.filter_map(|size| size.as_u64().map(|size| size as usize)).collect();
    <[usize; N]>::try_from(each).map_or_else(|_| size(config, name).into(), Sizes::from)
}

fn flag(config: &Json, name: &str, usual: bool) -> bool {
    config[name].as_bool().unwrap_or(usual)
}

fn conv<const N: usize>(config: &Json) -> Result<Conv<N>> {
    let channels = [size(config, "in_channels"), size(config, "out_channels")];
    Conv::builder(channels[0], channels[1], sizes(config, "kernel_size")).groups(size(config, "groups").max(1)).build()
}

fn conv_transpose<const N: usize>(config: &Json) -> Result<ConvTranspose<N>> {
    ConvTranspose::new(size(config, "in_channels"), size(config, "out_channels"), sizes(config, "kernel_size"))
}

/// Sets what all recurrent layers have.
fn recurrent<L>(builder: RecurrentBuilder<L>, config: &Json) -> RecurrentBuilder<L> {
    builder.num_layers(size(config, "num_layers").max(1)).bias(flag(config, "bias", true)).bidirectional(flag(
        config,
        "bidirectional",
        false,
    ))
}

fn attention(config: &Json) -> Result<MultiheadAttention> {
    let mut builder = MultiheadAttention::builder(size(config, "embed_dim"), size(config, "num_heads"));
    if let (Some(kdim), Some(vdim)) = (config["kdim"].as_u64(), config["vdim"].as_u64()) {
        builder = builder.kdim(kdim as usize).vdim(vdim as usize);
    }
    builder.build()
}

/// A layer of default initial values; nothing where the library lacks it.
fn build(name: &str, config: &Json) -> Result<Option<Box<dyn Module>>> {
    let both = |lhs, rhs| (size(config, lhs), size(config, rhs));
    let (input_size, hidden_size) = both("input_size", "hidden_size");
    let (num_embeddings, embedding_dim) = both("num_embeddings", "embedding_dim");
    let (d_model, nhead) = both("d_model", "nhead");
    Ok(Some(match name {
        "Linear" => {
            let (in_features, out_features) = both("in_features", "out_features");
            Box::new(Linear::builder(in_features, out_features).bias(flag(config, "bias", true)).build()?)
        }
        "Bilinear" => {
            let (in1_features, in2_features) = both("in1_features", "in2_features");
            Box::new(Bilinear::new(in1_features, in2_features, size(config, "out_features"))?)
        }
        "Conv1d" => Box::new(conv::<1>(config)?),
        "Conv2d" => Box::new(conv::<2>(config)?),
        "Conv3d" => Box::new(conv::<3>(config)?),
        "ConvTranspose1d" => Box::new(conv_transpose::<1>(config)?),
        "ConvTranspose2d" => Box::new(conv_transpose::<2>(config)?),
        "ConvTranspose3d" => Box::new(conv_transpose::<3>(config)?),
        "Embedding" => {
            let builder = Embedding::builder(num_embeddings, embedding_dim);
            match config["padding_idx"].as_u64() {
                Some(row) => Box::new(builder.padding_idx(row as usize).build()?),
                None => Box::new(builder.build()?),
            }
        }
        "EmbeddingBag" => Box::new(EmbeddingBag::new(num_embeddings, embedding_dim)?),
        "RNN" => Box::new(recurrent(RNN::builder(input_size, hidden_size), config).build()?),
        "GRU" => Box::new(recurrent(GRU::builder(input_size, hidden_size), config).build()?),
        "LSTM" => {
            let builder = recurrent(LSTM::builder(input_size, hidden_size), config);
            Box::new(builder.proj_size(size(config, "proj_size")).build()?)
        }
        "RNNCell" => Box::new(RNNCell::new(input_size, hidden_size)?),
        "GRUCell" => Box::new(GRUCell::new(input_size, hidden_size)?),
        "LSTMCell" => Box::new(LSTMCell::new(input_size, hidden_size)?),
        "BatchNorm2d" => Box::new(BatchNorm2d::new(size(config, "num_features"))?),
        "LayerNorm" => {
            let shape = config["normalized_shape"].as_array().into_iter().flatten();
            let shape: Vec<usize> = shape.filter_map(|size| size.as_u64().map(|size| size as usize)).collect();
            Box::new(LayerNorm::new(&shape[..])?)
        }
        "GroupNorm" => Box::new(GroupNorm::new(size(config, "num_groups"), size(config, "num_channels"))?),
        "PReLU" => Box::new(PReLU::with(size(config, "num_parameters"), 0.25)?),
        "MultiheadAttention" => Box::new(attention(config)?),
        "TransformerEncoderLayer" => {
            let builder = TransformerEncoderLayer::builder(d_model, nhead);
            Box::new(builder.dim_feedforward(size(config, "dim_feedforward")).build()?)
        }
        "TransformerDecoderLayer" => {
            let builder = TransformerDecoderLayer::builder(d_model, nhead);
            Box::new(builder.dim_feedforward(size(config, "dim_feedforward")).build()?)
        }
        _ => return Ok(None),
    }))
}

/// Normal numbers may differ in the last place; uniform ones may not.
fn near(name: &str) -> Bound {
    match name {
        // A factorisation rounds each step in its own order.
        "orthogonal_" => Bound { rtol: 1e-5, atol: 1e-6 },
        _ if name.contains("normal") || name.contains("Embedding") || name == "sparse_" => {
            Bound { rtol: 1e-6, atol: 0.0 }
        }
        _ => Bound::EXACT,
    }
}

fn layer(line: &Json, shard: &Shard) -> Checked {
    let name = line["module"].as_str().unwrap_or_default();
    let Some(layer) = build(name, &line["config"])? else {
        return Err(Trouble::Failed(format!("no layer {name}")));
    };
    let named = layer.named_parameters();
    let order: Vec<&str> = line["order"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    if named.iter().map(|(name, _)| name.as_str()).ne(order.iter().copied()) {
        return Err(Trouble::Failed(format!(
            "parameters {:?}",
            named.iter().map(|(name, _)| name).collect::<Vec<_>>()
        )));
    }
    let mut parameters = named.iter();
    parameters.try_for_each(|(parameter, got)| {
        let want = decode::tensor(&line["parameters"][parameter], shard)?;
        compare::tensors(&got.detach(), &want, near(name), false)
    })
}

fn initial(line: &Json, shard: &Shard) -> Checked {
    let name = line["function"].as_str().unwrap_or_default();
    let (config, sizes) = (&line["config"], line["shape"].as_array().into_iter().flatten());
    let sizes: Vec<usize> = sizes.filter_map(|size| size.as_u64().map(|size| size as usize)).collect();
    let x = try_zeros(&sizes)?;
    let number = |name: &str, usual: f64| config[name].as_f64().unwrap_or(usual);
    let fan = if config["mode"] == "fan_out" { init::Fan::Out } else { init::Fan::In };
    let nonlinearity = match config["nonlinearity"].as_str() {
        Some("relu") => init::Nonlinearity::ReLU,
        _ => init::Nonlinearity::LeakyReLU(number("a", 0.0)),
    };
    match name {
        "uniform_" => init::uniform_(&x, number("a", 0.0), number("b", 1.0)),
        "normal_" => init::normal_(&x, number("mean", 0.0), number("std", 1.0)),
        "xavier_uniform_" => init::xavier_uniform_(&x, number("gain", 1.0)),
        "xavier_normal_" => init::xavier_normal_(&x, number("gain", 1.0)),
        "kaiming_uniform_" => init::kaiming_uniform_(&x, fan, nonlinearity),
        "kaiming_normal_" => init::kaiming_normal_(&x, fan, nonlinearity),
        "trunc_normal_" => {
            let [mean, std, a, b] =
                [("mean", 0.0), ("std", 1.0), ("a", -2.0), ("b", 2.0)].map(|(name, usual)| number(name, usual));
            init::trunc_normal_(&x, mean, std, a, b)
        }
        "orthogonal_" => init::orthogonal_(&x, number("gain", 1.0)),
        "sparse_" => init::sparse_(&x, number("sparsity", 0.0), number("std", 0.01)),
        _ => return Err(Trouble::Failed(format!("no initialiser {name}"))),
    }?;
    compare::tensors(&x, &decode::tensor(&line["value"], shard)?, near(name), false)
}

/// The generator that the line passes, if it does.
fn generator(line: &Json) -> Option<Generator> {
    (line["generator"] == true).then(|| Generator::new(line["seed"].as_u64().unwrap_or_default()))
}

fn equal(got: Json, want: &Json) -> Checked {
    if got == *want { Ok(()) } else { Err(Trouble::Failed(format!("{got} is not {want}"))) }
}

fn loader(line: &Json) -> Checked {
    let items: Vec<i64> = (0..size(line, "n") as i64).collect();
    let mut builder = DataLoader::builder(items)
        .batch_size(size(line, "batch_size"))
        .drop_last(line["drop_last"] == true)
        .shuffle(true);
    if let Some(generator) = generator(line) {
        builder = builder.generator(&generator);
    }
    let loader = builder.build()?;
    for epoch in line["epochs"].as_array().into_iter().flatten() {
        let batches = loader.iter().map(|batch: Result<Tensor>| batch?.try_to_vec::<i64>());
        equal(json!(batches.collect::<Result<Vec<Vec<i64>>>>()?), epoch)?;
    }
    Ok(())
}

fn sampler(line: &Json) -> Checked {
    let mut sampler = RandomSampler::new(size(line, "n"))?.replacement(line["replacement"] == true);
    if let Some(count) = line["num_samples"].as_u64() {
        sampler = sampler.num_samples(count as usize)?;
    }
    if let Some(generator) = generator(line) {
        sampler = sampler.generator(&generator);
    }
    equal(json!(sampler.iter().collect::<Result<Vec<usize>>>()?), &line["order"])
}

fn steps(line: &Json, shard: &Shard) -> Checked {
    for step in line["steps"].as_array().into_iter().flatten() {
        let op = step["op"].as_str().unwrap_or_default();
        let mut call = Call::read(step, shard)?;
        let outputs = no_grad(|| call.run(op))?;
        for (got, want) in outputs.iter().zip(step["outputs"].as_array().into_iter().flatten()) {
            let dtype = got.as_tensor().map_or("", |tensor| tensor.dtype().name());
            compare::output(got, want, &mut call, shard, bound(op, dtype), false)?;
        }
    }
    Ok(())
}
