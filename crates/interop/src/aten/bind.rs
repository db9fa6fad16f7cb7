//! Puts the arguments of a call in the order of a schema, with defaults, each in the type that the schema names.

use cresset_autograd::{DType, Error, Result};
use cresset_optable::aten::{Base, Count, Default, Parameter, Schema, Type};

use super::value::{MemoryFormat, Value};

/// Arguments of one overload in the schema's order.
#[derive(Clone, Debug)]
pub struct Bound {
    schema: &'static Schema,
    values: Vec<Value>,
}

impl Bound {
    /// The arguments.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Arguments of which some come with the call: a position without a value is such a one.
    pub(crate) fn template(schema: &'static Schema, given: Vec<(usize, Option<Value>)>) -> Result<Bound> {
        let mut later = Vec::new();
        let mut values: Vec<Option<Value>> = vec![None; schema.parameters.len()];
        for (position, value) in given {
            let Some(place) = values.get_mut(position) else { return Err(too_many(schema, position + 1)) };
            if place.is_some() || later.contains(&position) {
                return Err(Error::argument(schema.name, "position", position, "give each argument once"));
            }
            match value {
                Some(_) => *place = value,
                None => later.push(position),
            }
        }
        let values = schema.parameters.iter().zip(values).enumerate().map(|(at, (parameter, given))| {
            if later.contains(&at) { Ok(Value::None) } else { settled(schema, parameter, given) }
        });
        Ok(Bound { schema, values: values.collect::<Result<_>>()? })
    }

    /// Puts another value in an argument's place.
    ///
    /// # Errors
    /// There is no such argument, or it does not take such a value.
    pub fn set(&mut self, position: usize, value: Value) -> Result<()> {
        match (self.schema.parameters.get(position), self.values.get_mut(position)) {
            (Some(parameter), Some(place)) => {
                *place = fitted(self.schema, parameter, value)?;
                Ok(())
            }
            _ => Err(too_many(self.schema, position + 1)),
        }
    }
}

#[cold]
fn too_many(schema: &Schema, given: usize) -> Error {
    let remedy = "give as many as the schema has, those after the star by name";
    Error::argument(schema.name, "positional arguments", given, remedy)
}

/// The arguments of a call in the schema's order.
pub fn bind<'a>(
    schema: &'static Schema,
    positional: impl IntoIterator<Item = Value>,
    keywords: impl IntoIterator<Item = (&'a str, Value)>,
) -> Result<Bound> {
    let mut given: Vec<Option<Value>> = vec![None; schema.parameters.len()];
    for (at, value) in positional.into_iter().enumerate() {
        match (schema.parameters.get(at), given.get_mut(at)) {
            (Some(parameter), Some(place)) if !parameter.keyword_only => *place = Some(value),
            _ => return Err(too_many(schema, at + 1)),
        }
    }
    for (name, value) in keywords {
        let place = schema.position(name).and_then(|at| given.get_mut(at));
        let Some(place) = place else {
            return Err(Error::argument(schema.name, "name", name, "use the names of the schema"));
        };
        if place.replace(value).is_some() {
            return Err(Error::argument(schema.name, "name", name, "give each argument once"));
        }
    }
    let values = schema.parameters.iter().zip(given).map(|(parameter, given)| settled(schema, parameter, given));
    Ok(Bound { schema, values: values.collect::<Result<_>>()? })
}

/// The value of an argument, or its default.
fn settled(schema: &'static Schema, parameter: &Parameter, given: Option<Value>) -> Result<Value> {
    match (given, &parameter.default) {
        (Some(value), _) => fitted(schema, parameter, value),
        (None, Some(default)) => Ok(defaulted(parameter.kind, default)),
        (None, None) => {
            Err(Error::argument(schema.name, parameter.name, "missing", "the schema has no default for it"))
        }
    }
}

/// PyTorch's codes of dtypes, as defaults name them.
const DTYPE_CODES: [(i64, &str); 12] = [
    (0, "uint8"),
    (1, "int8"),
    (2, "int16"),
    (3, "int32"),
    (4, "int64"),
    (5, "float16"),
    (6, "float32"),
    (7, "float64"),
    (9, "complex64"),
    (10, "complex128"),
    (11, "bool"),
    (15, "bfloat16"),
];

fn defaulted(kind: Type, default: &Default) -> Value {
    let value = match (kind.base, default) {
        (Base::DType, Default::Int(code)) => {
            let name = DTYPE_CODES.iter().find(|(known, _)| known == code).map(|(_, name)| *name);
            name.and_then(DType::from_name).map_or(Value::None, Value::DType)
        }
        (Base::MemoryFormat, Default::Int(_)) => Value::MemoryFormat(MemoryFormat::Contiguous),
        (_, Default::None) => Value::None,
        (_, Default::Bool(value)) => Value::Bool(*value),
        (_, Default::Int(value)) => Value::Int(*value),
        (_, Default::Float(value)) => Value::Float(*value),
        (_, Default::Ints(values)) => Value::Ints(values.clone()),
        (_, Default::Text(text)) => Value::Text((*text).to_owned()),
    };
    // A default always fits its own schema; where it did not, the operator would refuse it.
    fit(kind, value).unwrap_or(Value::None)
}

/// The value as the schema's argument at this position takes it.
#[inline]
pub fn fitted_at(schema: &'static Schema, position: usize, value: Value) -> Result<Value> {
    let Some(parameter) = schema.parameters.get(position) else { return Err(too_many(schema, position + 1)) };
    fitted(schema, parameter, value)
}

#[inline]
fn fitted(schema: &Schema, parameter: &Parameter, value: Value) -> Result<Value> {
    // What programs give at nearly every call needs no conversion.
    match (parameter.kind.base, parameter.kind.count, &value) {
        (Base::Tensor, Count::One, Value::Tensor(_))
        | (Base::Int, Count::One, Value::Int(_))
        | (Base::Int, Count::Many, Value::Ints(_)) => Ok(value),
        _ => converted(schema, parameter, value),
    }
}

fn converted(schema: &Schema, parameter: &Parameter, value: Value) -> Result<Value> {
    let text = value.to_string();
    fit(parameter.kind, value)
        .ok_or_else(|| Error::argument(schema.name, parameter.name, text, "give what the schema names"))
}

/// The value in the schema's type; nothing where PyTorch would not convert it.
fn fit(kind: Type, value: Value) -> Option<Value> {
    match (value, kind.count) {
        (Value::None, _) => (kind.optional || kind.base == Base::Generator).then_some(Value::None),
        (value, Count::One) => fit_one(kind.base, value),
        (value, Count::Many) => fit_list(kind, value),
        (value, Count::Fixed(count)) => match fit_one(kind.base, value.clone()) {
            Some(Value::Int(one)) => Some(Value::Ints(vec![one; count])),
            Some(Value::Float(one)) => Some(Value::Floats(vec![one; count])),
            Some(Value::Bool(one)) => Some(Value::Bools(vec![one; count])),
            _ => fit_list(kind, value),
        },
    }
}

fn fit_one(base: Base, value: Value) -> Option<Value> {
    match (base, value) {
        (Base::Tensor, value @ Value::Tensor(_)) => Some(value),
        // Only tensors and scalars may be complex.
        (Base::Int | Base::Float | Base::Bool, Value::Complex(_)) => None,
        (Base::Tensor, value) => value.as_scalar().map(Value::from),
        // A tensor of one element is a number where the schema wants one.
        (Base::Scalar | Base::Int | Base::Float | Base::Bool, Value::Tensor(tensor)) => {
            fit_one(base, tensor.try_scalar().ok().map(Value::from)?)
        }
        (Base::Scalar, value) => value.as_scalar().map(Value::from),
        (Base::Int, Value::Bool(value)) => Some(Value::Int(i64::from(value))),
        (Base::Int, value @ Value::Int(_)) => Some(value),
        (Base::Float, value) => value.as_scalar().map(|scalar| Value::Float(scalar.as_f64())),
        (Base::Bool, Value::Int(value @ (0 | 1))) => Some(Value::Bool(value == 1)),
        (Base::Bool, value @ Value::Bool(_))
        | (Base::Text, value @ Value::Text(_))
        | (Base::DType, value @ Value::DType(_))
        | (Base::Device, value @ Value::Device(_))
        | (Base::Layout, value @ Value::Layout(_))
        | (Base::MemoryFormat, value @ Value::MemoryFormat(_)) => Some(value),
        _ => None,
    }
}

fn fit_list(kind: Type, value: Value) -> Option<Value> {
    match (kind.base, value) {
        (Base::Tensor, Value::Tensors(tensors)) if kind.optional_members => {
            Some(Value::OptionalTensors(tensors.into_iter().map(Some).collect()))
        }
        (Base::Tensor, value @ Value::OptionalTensors(_)) if kind.optional_members => Some(value),
        (Base::Tensor, value @ Value::Tensors(_)) => Some(value),
        (Base::Tensor, Value::OptionalTensors(tensors)) => {
            tensors.into_iter().collect::<Option<_>>().map(Value::Tensors)
        }
        // An empty list says nothing of its members.
        (Base::Tensor, Value::Ints(list)) if list.is_empty() && kind.optional_members => {
            Some(Value::OptionalTensors(Vec::new()))
        }
        (Base::Tensor, Value::Ints(list)) if list.is_empty() => Some(Value::Tensors(Vec::new())),
        (Base::Bool, Value::Ints(list)) if list.is_empty() => Some(Value::Bools(Vec::new())),
        (Base::Int, value @ Value::Ints(_))
        | (Base::Float, value @ Value::Floats(_))
        | (Base::Bool, value @ Value::Bools(_)) => Some(value),
        (Base::Float, Value::Ints(list)) => Some(Value::Floats(list.into_iter().map(|value| value as f64).collect())),
        _ => None,
    }
}
