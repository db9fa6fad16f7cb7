//! Streams of random numbers, and what is drawn from them.

use cresset_autograd::{manual_seed, no_grad};
use serde_json::Value as Json;

use crate::compare::{self, Bound};
use crate::decode::{Call, Checked, Trouble};
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
        kind => Err(Trouble::Failed(format!("no way to run {}", kind.unwrap_or_default()))),
    }
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
