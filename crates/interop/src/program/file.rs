//! The JSON of an exported program, as PyTorch's schema 8 has it. What is not needed to run is not read.
//!
//! # Source
//! PyTorch, `torch/_export/serde/schema.py`.

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny};

use crate::unique::Unique;

/// `models/model.json`.
#[derive(Deserialize)]
pub(super) struct Model {
    pub(super) graph_module: GraphModule,
    pub(super) schema_version: SchemaVersion,
    #[serde(default)]
    pub(super) range_constraints: Unique<Range>,
}

#[derive(Deserialize)]
pub(super) struct SchemaVersion {
    pub(super) major: i64,
    pub(super) minor: i64,
}

/// What a symbol may be; a bound that is no number is none.
#[derive(Deserialize)]
pub(super) struct Range {
    #[serde(default)]
    pub(super) min_val: serde_json::Value,
    #[serde(default)]
    pub(super) max_val: serde_json::Value,
}

#[derive(Deserialize)]
pub(super) struct GraphModule {
    pub(super) graph: Graph,
    pub(super) signature: Signature,
}

#[derive(Deserialize)]
pub(super) struct Graph {
    pub(super) inputs: Vec<Argument>,
    pub(super) outputs: Vec<Argument>,
    pub(super) nodes: Vec<Node>,
    #[serde(default)]
    pub(super) tensor_values: Unique<TensorMeta>,
    #[serde(default)]
    pub(super) sym_int_values: Unique<Size>,
}

#[derive(Deserialize)]
pub(super) struct Node {
    pub(super) target: String,
    pub(super) inputs: Vec<NamedArgument>,
    pub(super) outputs: Vec<Argument>,
    #[serde(default)]
    pub(super) name: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct NamedArgument {
    pub(super) name: String,
    pub(super) arg: Argument,
}

#[derive(Deserialize, Clone)]
pub(super) struct Name {
    pub(super) name: String,
}

/// A number with JSON's way out for those that are none.
#[derive(Clone, Copy)]
pub(super) struct Float(pub(super) f64);

impl<'de> Deserialize<'de> for Float {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Float, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let number = match value.as_str() {
            Some("Infinity" | "inf") => Some(f64::INFINITY),
            Some("-Infinity" | "-inf") => Some(f64::NEG_INFINITY),
            Some("NaN" | "nan") => Some(f64::NAN),
            Some(_) => None,
            None => value.as_f64(),
        };
        number.map(Float).ok_or_else(|| D::Error::custom("not a number"))
    }
}

/// A number, or the name of a value that is one.
#[derive(Deserialize, Clone)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::enum_variant_names, reason = "the format's own names")]
pub(super) enum Symbolic {
    AsName(String),
    AsInt(i64),
    AsFloat(Float),
    AsBool(bool),
}

/// A size: a number, or an expression of symbols in the form of sympy's `srepr`.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Size {
    AsInt(i64),
    AsExpr { expr_str: String },
}

#[derive(Deserialize, Clone)]
#[serde(rename_all = "snake_case")]
pub(super) enum OptionalTensor {
    AsTensor(Name),
    AsNone(#[expect(dead_code, reason = "always true")] bool),
}

/// An argument or a result of a node.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::enum_variant_names, reason = "the format's own names")]
pub(super) enum Argument {
    AsNone(#[expect(dead_code, reason = "always true")] bool),
    AsTensor(Name),
    AsTensors(Vec<Name>),
    AsOptionalTensor(OptionalTensor),
    AsOptionalTensors(Vec<OptionalTensor>),
    AsInt(i64),
    AsInts(Vec<i64>),
    AsFloat(Float),
    AsFloats(Vec<Float>),
    AsBool(bool),
    AsBools(Vec<bool>),
    AsString(String),
    AsSymInt(Symbolic),
    AsSymInts(Vec<Symbolic>),
    AsSymFloat(Symbolic),
    AsSymFloats(Vec<Symbolic>),
    AsSymBool(Symbolic),
    AsSymBools(Vec<Symbolic>),
    AsScalarType(i64),
    AsMemoryFormat(i64),
    AsLayout(i64),
    AsDevice(IgnoredAny),
    AsComplex { real: Float, imag: Float },
    AsGraph(GraphArgument),
}

impl Argument {
    /// How many values a list has; one for what is no list.
    pub(super) fn n_members(&self) -> usize {
        match self {
            Argument::AsTensors(list) => list.len(),
            Argument::AsOptionalTensors(list) => list.len(),
            Argument::AsInts(list) => list.len(),
            Argument::AsSymInts(list) => list.len(),
            _ => 1,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct GraphArgument {
    pub(super) graph: Box<Graph>,
}

/// Dtype, sizes and place of a tensor.
#[derive(Deserialize)]
pub(super) struct TensorMeta {
    pub(super) dtype: i64,
    pub(super) sizes: Vec<Size>,
    pub(super) strides: Vec<Size>,
    pub(super) storage_offset: Size,
    #[serde(default)]
    pub(super) requires_grad: bool,
    #[serde(default)]
    pub(super) layout: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Signature {
    pub(super) input_specs: Vec<InputSpec>,
    pub(super) output_specs: Vec<OutputSpec>,
}

/// What a graph's input is.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum InputSpec {
    Parameter { arg: Name, parameter_name: String },
    Buffer { arg: Name, buffer_name: String, persistent: bool },
    TensorConstant { arg: Name, tensor_constant_name: String },
    UserInput { arg: Argument },
    ConstantInput { name: String },
}

/// What becomes of a graph's output.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OutputSpec {
    UserOutput {},
    LossOutput {},
    BufferMutation { buffer_name: String },
    ParameterMutation { parameter_name: String },
    UserInputMutation { user_input_name: String },
}

/// `model_weights_config.json` and `model_constants_config.json`.
#[derive(Deserialize)]
pub(super) struct Payloads {
    pub(super) config: Unique<Payload>,
}

/// Where a tensor's bytes are.
#[derive(Deserialize)]
pub(super) struct Payload {
    pub(super) path_name: String,
    #[serde(default)]
    pub(super) use_pickle: bool,
    #[serde(default)]
    pub(super) tensor_meta: Option<TensorMeta>,
}
