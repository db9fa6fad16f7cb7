//! Values of a set's JSON as arguments of the dispatcher.

use cresset_autograd::{DType, Device, Tensor};
use cresset_interop::aten::{self, Layout, MemoryFormat, Value};
use serde_json::Value as Json;

use crate::set::Shard;

/// Why a case did not pass.
pub enum Trouble {
    /// The library does not support what the case is about; the text says what.
    Skipped(String),
    Failed(String),
}

impl From<String> for Trouble {
    fn from(text: String) -> Trouble {
        Trouble::Failed(text)
    }
}

impl From<&str> for Trouble {
    fn from(text: &str) -> Trouble {
        Trouble::Failed(text.to_owned())
    }
}

impl From<cresset_autograd::Error> for Trouble {
    fn from(error: cresset_autograd::Error) -> Trouble {
        Trouble::Failed(error.to_string())
    }
}

pub type Checked<T = ()> = Result<T, Trouble>;

/// A real tensor whose last dimension holds real and imaginary parts, as a complex one.
fn complex_of(real: Tensor) -> Checked<Tensor> {
    if DType::from_name("complex64").is_none() {
        return Err(Trouble::Skipped("complex dtypes".to_owned()));
    }
    match aten::call("aten.view_as_complex.default", [Value::Tensor(real)], [])?.pop() {
        Some(Value::Tensor(complex)) => Ok(complex.detach()),
        _ => Err("view_as_complex returned no tensor".into()),
    }
}

fn ints(json: &Json) -> Vec<i64> {
    json.as_array().into_iter().flatten().filter_map(Json::as_i64).collect()
}

/// A tensor of a set, outside of any graph and no view of another.
pub fn tensor(json: &Json, shard: &Shard) -> Checked<Tensor> {
    let key = json["tensor"].as_str().ok_or("not a tensor")?;
    let mut tensor = shard.tensor(key)?;
    if json["complex"] == true {
        tensor = complex_of(tensor)?;
    }
    if let Some(view) = json.get("view") {
        let offset = view["offset"].as_i64();
        tensor = tensor.try_as_strided(ints(&view["size"]), ints(&view["stride"]), offset)?.detach();
    }
    Ok(tensor)
}

fn special(text: &str) -> Option<f64> {
    match text {
        "inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        "nan" => Some(f64::NAN),
        _ => None,
    }
}

fn number(json: &Json) -> Option<f64> {
    json.as_f64().or_else(|| special(json["float"].as_str()?))
}

fn dtype(name: &str) -> Checked<DType> {
    DType::from_name(name).ok_or_else(|| Trouble::Skipped(format!("dtype {name}")))
}

/// An argument.
pub fn value(json: &Json, shard: &Shard) -> Checked<Value> {
    Ok(match json {
        Json::Null => Value::None,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().ok_or("a number that is none")?),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(members) => list(members)?,
        Json::Object(fields) => {
            let Some((name, field)) = fields.iter().find(|(name, _)| !matches!(name.as_str(), "complex" | "view"))
            else {
                let parts: Vec<f64> = json["complex"].as_array().into_iter().flatten().filter_map(number).collect();
                return match parts[..] {
                    [real, imaginary] if DType::from_name("complex64").is_some() => {
                        Ok(Value::Complex([real, imaginary]))
                    }
                    [_, _] => Err(Trouble::Skipped("complex numbers".to_owned())),
                    _ => Err("a complex number that is none".into()),
                };
            };
            let text = field.as_str().unwrap_or_default();
            match name.as_str() {
                "tensor" => Value::Tensor(tensor(json, shard)?),
                "tensors" => tensors(field, shard)?,
                "float" => Value::Float(special(text).ok_or("an unknown float")?),
                "dtype" => Value::DType(dtype(text)?),
                "device" => Value::Device(text.parse::<Device>()?),
                "layout" if text == "strided" => Value::Layout(Layout::Strided),
                "memory_format" => Value::MemoryFormat(match text {
                    "contiguous_format" => MemoryFormat::Contiguous,
                    "preserve_format" => MemoryFormat::Preserve,
                    "channels_last" => MemoryFormat::ChannelsLast,
                    "channels_last_3d" => MemoryFormat::ChannelsLast3d,
                    _ => return Err("an unknown memory format".into()),
                }),
                other => return Err(Trouble::Skipped(format!("values of kind {other} {text}"))),
            }
        }
    })
}

fn tensors(json: &Json, shard: &Shard) -> Checked<Value> {
    let members = json.as_array().into_iter().flatten();
    let tensors: Vec<Option<Tensor>> = members
        .map(|member| if member.is_null() { Ok(None) } else { tensor(member, shard).map(Some) })
        .collect::<Checked<_>>()?;
    Ok(match tensors.iter().cloned().collect::<Option<Vec<Tensor>>>() {
        Some(tensors) => Value::Tensors(tensors),
        None => Value::OptionalTensors(tensors),
    })
}

fn list(members: &[Json]) -> Checked<Value> {
    let whole: Option<Vec<i64>> = members.iter().map(Json::as_i64).collect();
    let truths: Option<Vec<bool>> = members.iter().map(Json::as_bool).collect();
    let floats: Option<Vec<f64>> = members.iter().map(number).collect();
    match (whole, truths, floats) {
        (Some(whole), _, _) => Ok(Value::Ints(whole)),
        (_, Some(truths), _) => Ok(Value::Bools(truths)),
        (_, _, Some(floats)) => Ok(Value::Floats(floats)),
        _ => Err("a list of mixed values".into()),
    }
}

/// The arguments of a line.
pub struct Call {
    pub positional: Vec<Value>,
    pub keywords: Vec<(String, Value)>,
}

impl Call {
    pub fn read(line: &Json, shard: &Shard) -> Checked<Call> {
        let positional = line["args"].as_array().into_iter().flatten().map(|argument| value(argument, shard));
        let keywords = line["kwargs"].as_object().into_iter().flatten();
        let keywords = keywords.map(|(name, argument)| Ok((name.clone(), value(argument, shard)?)));
        Ok(Call { positional: positional.collect::<Checked<_>>()?, keywords: keywords.collect::<Checked<_>>()? })
    }

    /// Calls the overload.
    pub fn run(&self, op: &str) -> cresset_autograd::Result<aten::Outputs> {
        let keywords = self.keywords.iter().map(|(name, value)| (name.as_str(), value.clone()));
        aten::call(op, self.positional.iter().cloned(), keywords)
    }

    fn place(&mut self, path: &str) -> Option<(&mut Value, Option<usize>)> {
        let mut parts = path.split('.');
        let place = match (parts.next()?, parts.next()?) {
            ("args", at) => self.positional.get_mut(at.parse::<usize>().ok()?)?,
            (_, name) => &mut self.keywords.iter_mut().find(|(known, _)| known == name)?.1,
        };
        Some((place, parts.next().and_then(|at| at.parse().ok())))
    }

    /// The tensor at a path `args.<i>`, `args.<i>.<j>` or `kwargs.<name>`.
    pub fn tensor_at(&mut self, path: &str) -> Checked<Tensor> {
        let found = match self.place(path) {
            Some((Value::Tensor(tensor), None)) => Some(tensor.clone()),
            Some((Value::Tensors(tensors), Some(at))) => tensors.get(at).cloned(),
            Some((Value::OptionalTensors(tensors), Some(at))) => tensors.get(at).cloned().flatten(),
            _ => None,
        };
        found.ok_or_else(|| Trouble::Failed(format!("no tensor at {path}")))
    }

    /// Puts another tensor at a path.
    pub fn put(&mut self, path: &str, new: Tensor) -> Checked {
        match self.place(path) {
            Some((Value::Tensor(tensor), None)) => *tensor = new,
            Some((Value::Tensors(tensors), Some(at))) if at < tensors.len() => tensors[at] = new,
            Some((Value::OptionalTensors(tensors), Some(at))) if at < tensors.len() => tensors[at] = Some(new),
            _ => return Err(Trouble::Failed(format!("no tensor at {path}"))),
        }
        Ok(())
    }
}
