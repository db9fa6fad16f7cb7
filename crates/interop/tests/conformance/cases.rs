//! Operator calls: outputs, side effects, gradients, and calls that must be refused.

use cresset_autograd::{GradOptions, Tensor, enable_grad, manual_seed, no_grad, try_grad};
use cresset_interop::aten::{self, Value};
use serde_json::Value as Json;

use crate::compare::{self, Bound};
use crate::decode::{self, Call, Checked, Trouble};
use crate::set::Shard;

pub fn list(json: &Json) -> &[Json] {
    json.as_array().map(Vec::as_slice).unwrap_or_default()
}

pub fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json[name].as_str().unwrap_or_default()
}

/// Names the part of a case that failed.
fn within(checked: Checked, part: impl Fn() -> String) -> Checked {
    checked.map_err(|trouble| match trouble {
        Trouble::Failed(why) => Trouble::Failed(format!("{}: {why}", part())),
        skipped => skipped,
    })
}

fn seed(case: &Json) {
    if let Some(seed) = case["seed"].as_u64() {
        manual_seed(seed);
    }
}

/// A line of `cases.jsonl`.
pub fn case(case: &Json, shard: &Shard) -> Checked {
    let bound = Bound::read(case.get("tol")).unwrap_or(Bound::EXACT);
    let mut call = Call::read(case, shard)?;
    seed(case);
    let outputs = no_grad(|| call.run(text(case, "op")))?;
    let wanted = list(&case["outputs"]);
    if outputs.len() != wanted.len() {
        return Err(Trouble::Failed(format!("{} outputs, not {}", outputs.len(), wanted.len())));
    }
    for (at, (got, want)) in outputs.iter().zip(wanted).enumerate() {
        let loose = list(&case["loose"]).iter().any(|index| index.as_u64() == Some(at as u64));
        within(compare::output(got, want, &mut call, shard, bound, loose), || format!("output {at}"))?;
    }
    for written in list(&case["mutated"]) {
        let path = text(written, "arg");
        let got = Value::Tensor(call.tensor_at(path)?);
        let want = if written.get("meta").is_some() { written } else { &written["value"] };
        within(compare::output(&got, want, &mut call, shard, bound, false), || format!("written {path}"))?;
    }
    match case.get("grads") {
        Some(grads) => within(gradients(case, grads, shard), || "gradient".to_owned()),
        None => Ok(()),
    }
}

pub fn is_written(op: &str, path: &str) -> bool {
    let Ok(overload) = aten::find(op) else { return false };
    let part = path.split('.').nth(1).unwrap_or_default();
    let parameters = &overload.schema().parameters;
    let at = part.parse().ok().or_else(|| overload.schema().position(part));
    at.and_then(|at: usize| parameters.get(at)).is_some_and(|parameter| parameter.written)
}

pub fn flat(outputs: &[Value]) -> Vec<&Tensor> {
    let mut tensors = Vec::new();
    for value in outputs {
        match value {
            Value::Tensor(tensor) => tensors.push(tensor),
            Value::Tensors(list) => tensors.extend(list),
            _ => {}
        }
    }
    tensors
}

fn gradients(case: &Json, grads: &Json, shard: &Shard) -> Checked {
    let op = text(case, "op");
    let bound = Bound::read(case.get("grad_tol").or(case.get("tol"))).unwrap_or(Bound::EXACT);
    let mut call = Call::read(case, shard)?;
    let mut leaves = Vec::new();
    for input in list(&grads["inputs"]) {
        let path = text(input, "arg");
        let leaf = call.tensor_at(path)?.detach();
        leaf.try_requires_grad_(true)?;
        let given = if is_written(op, path) { leaf.try_copy()? } else { leaf.clone() };
        call.put(path, given)?;
        leaves.push(leaf);
    }
    seed(case);
    let outputs = enable_grad(|| call.run(op))?;
    let (mut roots, mut cotangents) = (Vec::new(), Vec::new());
    for (tensor, cotangent) in flat(&outputs).into_iter().zip(list(&grads["cotangents"])) {
        if !cotangent.is_null() {
            roots.push(tensor);
            cotangents.push(decode::tensor(cotangent, shard)?);
        }
    }
    let options = GradOptions { grad_outputs: Some(&cotangents), ..GradOptions::default() };
    let found = try_grad(&roots, &leaves.iter().collect::<Vec<_>>(), options)?;
    for (got, input) in found.iter().zip(list(&grads["inputs"])) {
        let want = match &input["value"] {
            Json::Null => None,
            value => Some(decode::tensor(value, shard)?),
        };
        let checked = match (got, want) {
            (Some(got), Some(want)) => compare::tensors(got, &want, bound, false),
            (None, Some(_)) => Err("none".into()),
            // Zeros are as good as nothing.
            (Some(got), None) if got.try_count_nonzero(None)?.try_item()? != 0.0 => Err("there should be none".into()),
            (_, None) => Ok(()),
        };
        within(checked, || format!("of {}", text(input, "arg")))?;
    }
    Ok(())
}

/// A line of `errors.jsonl`.
pub fn refusal(case: &Json, shard: &Shard) -> Checked {
    let op = text(case, "op");
    if let Err(error) = aten::find(op) {
        return Err(error.into());
    }
    let call = match Call::read(case, shard) {
        // A tensor that cannot even be made is refused before the call.
        Err(Trouble::Failed(_)) => return Ok(()),
        read => read?,
    };
    match call.run(op) {
        Err(_) => Ok(()),
        Ok(_) => Err(Trouble::Failed(format!("accepted; PyTorch says: {}", text(case, "message")))),
    }
}
