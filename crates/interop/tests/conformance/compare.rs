//! Results against recorded ones.

use cresset_autograd::Tensor;
use cresset_interop::aten::{self, Value};
use serde_json::Value as Json;

use crate::decode::{self, Call, Checked, Trouble};
use crate::set::Shard;

/// How far a value may be off.
#[derive(Clone, Copy)]
pub struct Bound {
    pub rtol: f64,
    pub atol: f64,
}

impl Bound {
    pub const EXACT: Bound = Bound { rtol: 0.0, atol: 0.0 };

    pub fn read(json: Option<&Json>) -> Option<Bound> {
        let json = json?;
        Some(Bound { rtol: json["rtol"].as_f64()?, atol: json["atol"].as_f64()? })
    }

    fn holds(self, got: f64, want: f64) -> bool {
        got == want
            || (got.is_nan() && want.is_nan())
            || (want.is_finite() && (got - want).abs() <= self.atol + self.rtol * want.abs())
    }
}

fn real_view(complex: &Tensor) -> Checked<Tensor> {
    match aten::call("aten.view_as_real.default", [Value::Tensor(complex.detach())], [])?.pop() {
        Some(Value::Tensor(real)) => Ok(real),
        _ => Err("view_as_real returned no tensor".into()),
    }
}

/// Compares dtype, shape and, unless `loose`, values.
pub fn tensors(got: &Tensor, want: &Tensor, bound: Bound, loose: bool) -> Checked {
    if got.dtype() != want.dtype() {
        return Err(Trouble::Failed(format!("dtype {} is not {}", got.dtype(), want.dtype())));
    }
    if got.sizes() != want.sizes() {
        return Err(Trouble::Failed(format!("shape {:?} is not {:?}", got.sizes(), want.sizes())));
    }
    if loose {
        return Ok(());
    }
    if got.dtype().name().starts_with("complex") {
        let (got, want) = (real_view(got)?.try_to_vec::<f64>()?, real_view(want)?.try_to_vec::<f64>()?);
        let near = |(got, want): (&[f64], &[f64])| {
            let distance = (got[0] - want[0]).hypot(got[1] - want[1]);
            let size = want[0].hypot(want[1]);
            (bound.holds(got[0], want[0]) && bound.holds(got[1], want[1])) || distance <= bound.atol + bound.rtol * size
        };
        let off = got.chunks(2).zip(want.chunks(2)).find(|pair| !near(*pair));
        return off.map_or(Ok(()), |(got, want)| Err(Trouble::Failed(format!("value {got:?} is not {want:?}"))));
    }
    if got.dtype().is_floating_point() {
        let (got, want) = (got.try_to_vec::<f64>()?, want.try_to_vec::<f64>()?);
        let off = got.iter().zip(&want).enumerate().find(|(_, (got, want))| !bound.holds(**got, **want));
        return off.map_or(Ok(()), |(at, (got, want))| {
            Err(Trouble::Failed(format!("value {got:?} is not {want:?} at {at}, off by {:.3e}", (got - want).abs())))
        });
    }
    let (got, want) = (got.try_to_vec::<i64>()?, want.try_to_vec::<i64>()?);
    let off = got.iter().zip(&want).enumerate().find(|(_, (got, want))| got != want);
    off.map_or(Ok(()), |(at, (got, want))| Err(Trouble::Failed(format!("value {got} is not {want} at {at}"))))
}

fn described(got: &Tensor, want: &Json) -> Checked {
    let sizes: Vec<Json> = got.sizes().iter().map(|&size| Json::from(size)).collect();
    if want["dtype"] == got.dtype().name() && want["shape"] == Json::from(sizes) {
        return Ok(());
    }
    Err(Trouble::Failed(format!("{} {:?} is not {want}", got.dtype(), got.sizes())))
}

/// Compares one result with what the line says of it.
pub fn output(got: &Value, want: &Json, call: &mut Call, shard: &Shard, bound: Bound, loose: bool) -> Checked {
    if let (Some(path), Value::Tensor(tensor)) = (want["same"].as_str(), got) {
        let same = call.tensor_at(path)?.is_same(tensor);
        return if same { Ok(()) } else { Err(Trouble::Failed(format!("not the tensor at {path}"))) };
    }
    match (got, want) {
        // An empty list says nothing of its members.
        (Value::Tensors(got), Json::Array(want)) if got.is_empty() && want.is_empty() => Ok(()),
        (Value::Tensor(got), want) if want.get("meta").is_some() => described(got, &want["meta"]),
        (Value::Tensor(got), want) if want.get("tensor").is_some() => {
            tensors(got, &decode::tensor(want, shard)?, bound, loose)
        }
        (Value::Tensors(got), want) if want.get("tensors").is_some() => {
            let wanted = want["tensors"].as_array().map(Vec::as_slice).unwrap_or_default();
            if got.len() != wanted.len() {
                return Err(Trouble::Failed(format!("{} tensors, not {}", got.len(), wanted.len())));
            }
            let mut pairs = got.iter().zip(wanted);
            pairs.try_for_each(|(got, want)| output(&Value::Tensor(got.clone()), want, call, shard, bound, loose))
        }
        (got, want) => {
            let want = decode::value(want, shard)?;
            let near = Bound { rtol: 1e-6, atol: 0.0 };
            let equal = match (got, &want) {
                (Value::None, Value::None) => true,
                (Value::Int(got), Value::Int(want)) => got == want,
                (Value::Bool(got), Value::Bool(want)) => got == want,
                (Value::Float(got), Value::Float(want)) => near.holds(*got, *want),
                (Value::Complex(got), Value::Complex(want)) => {
                    near.holds(got[0], want[0]) && near.holds(got[1], want[1])
                }
                _ => false,
            };
            if equal { Ok(()) } else { Err(Trouble::Failed(format!("{got} is not {want}"))) }
        }
    }
}
