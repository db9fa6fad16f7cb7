//! Streams of random numbers, and what is drawn from them.

use cresset_autograd::{Generator, Result, Tensor, manual_seed, no_grad, try_zeros};
use cresset_data::{DataLoader, RandomSampler, Sampler};
use cresset_nn::{BatchNorm2d, Conv2d, Embedding, Linear, Module, init};
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

/// A layer of default initial values; nothing where the library lacks it.
fn build(name: &str, config: &Json) -> Result<Option<Box<dyn Module>>> {
    Ok(Some(match name {
        "Linear" => Box::new(
            Linear::builder(size(config, "in_features"), size(config, "out_features"))
                .bias(config["bias"] != false)
                .build()?,
        ),
        "Conv2d" => {
            let kernel = match config["kernel_size"].as_array().map(Vec::as_slice) {
                Some([height, width]) => [height, width].map(|size| size.as_u64().unwrap_or_default() as usize),
                _ => [size(config, "kernel_size"); 2],
            };
            let builder =
                Conv2d::builder(size(config, "in_channels"), size(config, "out_channels"), (kernel[0], kernel[1]));
            Box::new(builder.groups(size(config, "groups").max(1)).build()?)
        }
        "Embedding" => {
            let builder = Embedding::builder(size(config, "num_embeddings"), size(config, "embedding_dim"));
            match config["padding_idx"].as_u64() {
                Some(row) => Box::new(builder.padding_idx(row as usize).build()?),
                None => Box::new(builder.build()?),
            }
        }
        "BatchNorm2d" => Box::new(BatchNorm2d::new(size(config, "num_features"))?),
        _ => return Ok(None),
    }))
}

/// Normal numbers may differ in the last place; uniform ones may not.
fn near(name: &str) -> Bound {
    if name.contains("normal") || name.contains("Embedding") { Bound { rtol: 1e-6, atol: 0.0 } } else { Bound::EXACT }
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
