//! Reads an archive into a program.

use std::collections::HashMap;

use cresset_autograd::{Result, Tensor};
use cresset_nn::{Buffer, Parameter};
use serde::de::DeserializeOwned;

use crate::archive::Archive;
use crate::aten::Value;
use crate::place::Place;
use crate::stored::{Storages, Window};

use super::compile::{self, Compiler, name_of};
use super::file::{Argument, InputSpec, Model, OutputSpec, Payload, Payloads, Size, TensorMeta};
use super::inputs::{self, Expected, Kind, Ranges};
use super::{Described, ExportedProgram, Input, Output};

const MODEL: &str = "models/model.json";
/// The major version of the schema that is read.
const SCHEMA: i64 = 8;

/// The tensors of one folder of the archive.
struct Folder {
    path: &'static str,
    payloads: HashMap<String, Payload>,
    storages: Storages,
    /// Tensors that are one in the file, by the entry and what is seen of it.
    made: Vec<(String, Window, Tensor)>,
}

impl Folder {
    fn open(archive: &mut Archive, path: &'static str, config: &str) -> Result<Folder> {
        let name = format!("{path}/{config}");
        let payloads = if archive.has(&name) { json::<Payloads>(archive, &name)?.config.0 } else { Default::default() };
        let payloads = payloads.into_iter().collect();
        Ok(Folder { path, payloads, storages: Storages::default(), made: Vec::new() })
    }

    fn tensor(&mut self, archive: &mut Archive, name: &str) -> Result<(Tensor, bool)> {
        let place = archive.place().member(name);
        let Some(payload) = self.payloads.get(name) else {
            return Err(place.format("a tensor without data", "the archive is not whole"));
        };
        let entry = format!("{}/{}", self.path, payload.path_name);
        if payload.use_pickle {
            return Err(place.format("a pickled tensor", "export a program of plain tensors"));
        }
        let Some(meta) = &payload.tensor_meta else {
            return Err(place.format("not a plain tensor", "export a program of plain tensors"));
        };
        let window = window(meta, &place)?;
        let known = self.made.iter().find(|(of, same, _)| *of == entry && *same == window);
        if let Some((_, _, tensor)) = known {
            return Ok((tensor.clone(), meta.requires_grad));
        }
        let tensor = self.storages.tensor(&entry, &window, &place, || archive.read(&entry))?;
        self.made.push((entry, window, tensor.clone()));
        Ok((tensor, meta.requires_grad))
    }
}

fn window(meta: &TensorMeta, place: &Place) -> Result<Window> {
    let fixed = |size: &Size| match size {
        Size::AsInt(value) => Ok(*value),
        Size::AsExpr { expr_str } => Err(place.found("a stored tensor of unknown size", expr_str, "export it anew")),
    };
    if let Some(code) = meta.layout {
        compile::layout(code, place)?;
    }
    Ok(Window {
        dtype: compile::dtype(meta.dtype, place)?,
        sizes: meta.sizes.iter().map(fixed).collect::<Result<_>>()?,
        strides: meta.strides.iter().map(fixed).collect::<Result<_>>()?,
        offset: fixed(&meta.storage_offset)?,
    })
}

fn json<T: DeserializeOwned>(archive: &mut Archive, name: &str) -> Result<T> {
    let bytes = archive.read(name)?;
    serde_json::from_slice(&bytes)
        .map_err(|error| archive.place().member(name).found("not what a program has there", error, "export it anew"))
}

/// The program of an archive.
pub(super) fn program(mut archive: Archive) -> Result<ExportedProgram> {
    if !archive.has(MODEL) {
        let old = archive.has("serialized_exported_program.json");
        let remedy = if old { "export it with PyTorch 2.9 or later" } else { "give a file of torch.export.save" };
        return Err(archive.place().format("no exported program in the archive", remedy));
    }
    let model: Model = json(&mut archive, MODEL)?;
    let version = &model.schema_version;
    if version.major != SCHEMA {
        let found = format_args!("{}.{}", version.major, version.minor);
        return Err(archive.place().found("another version of the schema", found, "version 8 is read"));
    }
    let mut weights = Folder::open(&mut archive, "data/weights", "model_weights_config.json")?;
    let mut constants = Folder::open(&mut archive, "data/constants", "model_constants_config.json")?;
    let graph = &model.graph_module.graph;
    let signature = &model.graph_module.signature;

    let place = Place::new(archive.place().op, archive.place().subject());
    let mut compiler = Compiler { place: &place, unknown: Default::default(), autocast: None };
    let (mut plan, scope) = compiler.plan(graph)?;
    if !compiler.unknown.is_empty() {
        let names: Vec<String> = compiler.unknown.into_iter().collect();
        let remedy = "export it with run_decompositions(), or leave these out";
        return Err(place.found("unknown operators", names.join(", "), remedy));
    }
    if plan.inputs.len() != signature.input_specs.len() || plan.outputs.len() != signature.output_specs.len() {
        return Err(place.format("the signature does not fit the graph", "export the program anew"));
    }

    let mut program = ExportedProgram {
        inputs: Vec::new(),
        outputs: Vec::new(),
        parameters: Vec::new(),
        buffers: Vec::new(),
        constants: Vec::new(),
        expected: Vec::new(),
        ranges: Ranges::new(&model.range_constraints),
        described: Default::default(),
        plan: Default::default(),
        folded: Default::default(),
    };
    let mut shared: Vec<(Tensor, Parameter)> = Vec::new();
    let mut constant_slots = Vec::new();
    for (spec, input) in signature.input_specs.iter().zip(&graph.inputs) {
        // What the graph calls an input must be what the signature says of it.
        let agrees = |name: &str| name_of(input) == Some(name);
        let fits = match spec {
            InputSpec::Parameter { arg, .. }
            | InputSpec::Buffer { arg, .. }
            | InputSpec::TensorConstant { arg, .. } => agrees(&arg.name),
            InputSpec::UserInput { arg } => name_of(arg) == name_of(input),
            InputSpec::ConstantInput { .. } => true,
        };
        if !fits {
            return Err(place.format("the signature does not fit the graph", "export the program anew"));
        }
        program.inputs.push(match spec {
            InputSpec::Parameter { parameter_name, .. } => {
                let (tensor, requires_grad) = weights.tensor(&mut archive, parameter_name)?;
                let parameter = match shared.iter().find(|(other, _)| other.is_same(&tensor)) {
                    Some((_, parameter)) => parameter.clone(),
                    None => {
                        let parameter = Parameter::new(tensor.clone())?;
                        parameter.try_requires_grad_(requires_grad)?;
                        shared.push((tensor, parameter.clone()));
                        parameter
                    }
                };
                program.parameters.push((parameter_name.clone(), parameter));
                Input::Parameter(program.parameters.len() - 1)
            }
            InputSpec::Buffer { buffer_name, persistent, .. } => {
                let folder = if *persistent { &mut weights } else { &mut constants };
                let (tensor, _) = folder.tensor(&mut archive, buffer_name)?;
                let buffer = if *persistent { Buffer::new(tensor) } else { Buffer::transient(tensor) };
                program.buffers.push((buffer_name.clone(), buffer));
                Input::Buffer(program.buffers.len() - 1)
            }
            InputSpec::TensorConstant { arg, tensor_constant_name } => {
                let (tensor, _) = constants.tensor(&mut archive, tensor_constant_name)?;
                program.constants.push(tensor);
                constant_slots.extend(scope.slot(&arg.name));
                Input::Constant(program.constants.len() - 1)
            }
            InputSpec::UserInput { arg } => {
                program.described[0].push(Described::new(arg, graph, &place));
                program.expected.push(expected(arg, graph));
                Input::User(program.expected.len() - 1)
            }
            InputSpec::ConstantInput { name } => {
                program.expected.push(Expected { name: name.clone(), kind: Kind::Fixed(Value::None) });
                Input::User(program.expected.len() - 1)
            }
        });
    }
    for (spec, output) in signature.output_specs.iter().zip(&graph.outputs) {
        let unknown = |name: &str| place.found("a result for an unknown tensor", name, "export the program anew");
        program.outputs.push(match spec {
            OutputSpec::UserOutput {} | OutputSpec::LossOutput {} => {
                program.described[1].push(Described::new(output, graph, &place));
                Output::User
            }
            OutputSpec::BufferMutation { buffer_name } => {
                let at = program.buffers.iter().position(|(name, _)| name == buffer_name);
                Output::Buffer(at.ok_or_else(|| unknown(buffer_name))?)
            }
            OutputSpec::ParameterMutation { parameter_name } => {
                let at = program.parameters.iter().position(|(name, _)| name == parameter_name);
                Output::Parameter(at.ok_or_else(|| unknown(parameter_name))?)
            }
            OutputSpec::UserInputMutation { user_input_name } => {
                let at = program.expected.iter().position(|input| input.name == *user_input_name);
                Output::Input(at.ok_or_else(|| unknown(user_input_name))?)
            }
        });
    }
    plan.relax_views();
    plan.fold(&constant_slots);
    plan.mark_last_uses();
    program.plan = plan;
    Ok(program)
}

fn expected(argument: &Argument, graph: &crate::program::file::Graph) -> Expected {
    let name = name_of(argument).unwrap_or("constant").to_owned();
    let kind = match argument {
        Argument::AsTensor(_) => match graph.tensor_values.0.get(&name) {
            Some(meta) => Kind::Tensor(meta.sizes.iter().map(inputs::expression).collect()),
            None => Kind::Tensor(Vec::new()),
        },
        Argument::AsSymInt(_) | Argument::AsSymFloat(_) | Argument::AsSymBool(_) => {
            let size = graph.sym_int_values.0.get(&name).map(inputs::expression);
            Kind::Number(size.unwrap_or(super::symbols::Expression::Unknown))
        }
        Argument::AsInt(value) => Kind::Fixed(Value::Int(*value)),
        Argument::AsFloat(value) => Kind::Fixed(Value::Float(value.0)),
        Argument::AsBool(value) => Kind::Fixed(Value::Bool(*value)),
        Argument::AsString(text) => Kind::Fixed(Value::Text(text.clone())),
        _ => Kind::Fixed(Value::None),
    };
    Expected { name, kind }
}
