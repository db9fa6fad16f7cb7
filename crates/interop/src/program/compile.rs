//! Makes a plan of a graph.

use std::collections::{BTreeSet, HashMap};

use cresset_autograd::{DType, Device, Result};

use crate::aten::{self, Bound, Layout, MemoryFormat, Value};
use crate::place::Place;

use super::arithmetic::Function;
use super::autocast;
use super::file::{Argument, Graph, NamedArgument, Node, OptionalTensor, Symbolic};
use super::plan::{Feed, Fill, Plan, Step, Target, Work};

/// What PyTorch's schema calls the dtypes.
const DTYPES: [(i64, DType); 12] = [
    (1, DType::U8),
    (2, DType::I8),
    (3, DType::I16),
    (4, DType::I32),
    (5, DType::I64),
    (6, DType::F16),
    (7, DType::F32),
    (8, DType::F64),
    (10, DType::C64),
    (11, DType::C128),
    (12, DType::Bool),
    (13, DType::BF16),
];

const STRIDED: i64 = 7;

/// The dtype of a number in the file.
pub(super) fn dtype(code: i64, place: &Place) -> Result<DType> {
    let found = DTYPES.iter().find(|(known, _)| *known == code).map(|(_, dtype)| *dtype);
    found.ok_or_else(|| place.found("a dtype that tensors cannot have", code, "convert it before the export"))
}

/// The layout of a number in the file.
pub(super) fn layout(code: i64, place: &Place) -> Result<Layout> {
    match code {
        STRIDED => Ok(Layout::Strided),
        _ => Err(place.found("a layout that tensors cannot have", code, "only strided tensors are known")),
    }
}

/// Makes plans, and gathers what is unknown on the way.
pub(super) struct Compiler<'a> {
    pub(super) place: &'a Place,
    /// Targets of nodes that nothing is known of.
    pub(super) unknown: BTreeSet<String>,
    /// The dtype in which the nodes of an autocast region compute.
    pub(super) autocast: Option<DType>,
}

/// The names of one graph.
#[derive(Default)]
pub(super) struct Scope<'a> {
    slots: HashMap<&'a str, usize>,
    n_slots: usize,
}

impl<'a> Scope<'a> {
    fn define(&mut self, name: &'a str, place: &Place) -> Result<usize> {
        let at = self.n_slots;
        self.n_slots += 1;
        match self.slots.insert(name, at) {
            None => Ok(at),
            Some(_) => Err(place.found("a name stands for two values", name, "export the program anew")),
        }
    }

    pub(super) fn slot(&self, name: &str) -> Option<usize> {
        self.slots.get(name).copied()
    }

    fn feed(&self, name: &str, place: &Place) -> Result<Feed> {
        let at = self.slot(name).ok_or_else(|| {
            place.found("a name without a value before it", name, "nodes must stand in the order in which they run")
        })?;
        Ok(Feed::Slot { at, last: false })
    }
}

impl Compiler<'_> {
    /// The plan of a graph, and the slots of its names.
    pub(super) fn plan<'g>(&mut self, graph: &'g Graph) -> Result<(Plan, Scope<'g>)> {
        let mut scope = Scope::default();
        let mut inputs = Vec::with_capacity(graph.inputs.len());
        for input in &graph.inputs {
            inputs.push(match name_of(input) {
                Some(name) => Some(scope.define(name, self.place)?),
                None => None,
            });
        }
        let mut steps = Vec::with_capacity(graph.nodes.len());
        for node in &graph.nodes {
            // A node that is unknown still defines its names, so that all unknown ones are found.
            let work = self.work(node, &scope)?;
            let results = node.outputs.iter().map(|output| self.target(output, &mut scope));
            let results = results.collect::<Result<_>>()?;
            if let Some(work) = work {
                let name = format!("{} = {}", node.name.as_deref().unwrap_or("node"), short(&node.target));
                steps.push(Step { name, work, results, skipped: false });
            }
        }
        let outputs = graph.outputs.iter().map(|output| match self.fill(output, &scope)? {
            Given::Value(value) => Ok(Feed::Value(value)),
            Given::Fill(Fill::One(feed)) => Ok(feed),
            Given::Fill(_) => Err(self.place.format("a list as a result", "export the program anew")),
        });
        let outputs = outputs.collect::<Result<_>>()?;
        Ok((Plan { n_slots: scope.n_slots, inputs, constant_steps: Vec::new(), steps, outputs }, scope))
    }

    fn target<'g>(&self, output: &'g Argument, scope: &mut Scope<'g>) -> Result<Target> {
        Ok(match output {
            Argument::AsTensors(names) => {
                let places = names.iter().map(|name| scope.define(&name.name, self.place).map(Some));
                Target::Slots(places.collect::<Result<_>>()?)
            }
            Argument::AsOptionalTensors(members) => {
                let places = members.iter().map(|member| match member {
                    OptionalTensor::AsTensor(name) => scope.define(&name.name, self.place).map(Some),
                    OptionalTensor::AsNone(_) => Ok(None),
                });
                Target::Slots(places.collect::<Result<_>>()?)
            }
            output => match name_of(output) {
                Some(name) => Target::Slot(scope.define(name, self.place)?),
                None => Target::Nowhere,
            },
        })
    }

    fn work<'g>(&mut self, node: &'g Node, scope: &Scope<'g>) -> Result<Option<Work>> {
        if let Some(operator) = node.target.strip_prefix("torch.ops.aten.") {
            return self.call(operator, &node.inputs, scope);
        }
        if let Some(function) = Function::of(&node.target) {
            let arguments = self.feeds(&node.inputs, scope)?;
            return Ok(Some(Work::Arithmetic { function, arguments }));
        }
        match node.target.strip_prefix("torch.ops.higher_order.") {
            Some(name) => self.control(name, node, scope),
            None => Ok(self.not_known(short(&node.target))),
        }
    }

    pub(super) fn not_known(&mut self, what: &str) -> Option<Work> {
        self.unknown.insert(what.to_owned());
        None
    }

    #[cold]
    pub(super) fn odd(&self, node: &Node) -> cresset_autograd::Error {
        self.place.found("other arguments than the node takes", &node.target, "export the program anew")
    }

    fn call(&mut self, operator: &str, inputs: &[NamedArgument], scope: &Scope<'_>) -> Result<Option<Work>> {
        let Ok(overload) = aten::find(operator) else {
            self.unknown.insert(format!("aten.{operator}"));
            return Ok(None);
        };
        let (mut given, mut fills) = (Vec::with_capacity(inputs.len()), Vec::new());
        for (at, input) in inputs.iter().enumerate() {
            let position = if input.name.is_empty() { Some(at) } else { overload.schema().position(&input.name) };
            let Some(position) = position else {
                let found = format_args!("{} of aten.{operator}", input.name);
                return Err(self.place.found("an argument that the schema does not have", found, "export it anew"));
            };
            match self.fill(&input.arg, scope)? {
                Given::Value(value) => given.push((position, Some(value))),
                Given::Fill(fill) => {
                    given.push((position, None));
                    fills.push((position, fill));
                }
            }
        }
        let template = Bound::template(overload.schema(), given)
            .map_err(|error| self.place.found("a call that the operator refuses", error, "export the program anew"))?;
        let cast = self.autocast.and_then(|dtype| autocast::dtype_of(overload.schema().operator(), dtype));
        Ok(Some(Work::Call { overload, template, fills, cast }))
    }

    /// The plan of a graph that stands as an argument.
    pub(super) fn nested(&mut self, argument: &Argument) -> Result<Option<Plan>> {
        let Argument::AsGraph(graph) = argument else { return Ok(None) };
        let (mut plan, _) = self.plan(&graph.graph)?;
        plan.mark_last_uses();
        Ok(Some(plan))
    }

    /// Arguments that are single values; the members of lists stand for themselves.
    pub(super) fn feeds(&self, inputs: &[NamedArgument], scope: &Scope<'_>) -> Result<Vec<Feed>> {
        let mut feeds = Vec::with_capacity(inputs.len());
        for input in inputs {
            match self.fill(&input.arg, scope)? {
                Given::Value(Value::Ints(values)) => {
                    feeds.extend(values.into_iter().map(|one| Feed::Value(one.into())))
                }
                Given::Value(value) => feeds.push(Feed::Value(value)),
                Given::Fill(Fill::One(feed)) => feeds.push(feed),
                Given::Fill(Fill::Tensors(more) | Fill::Ints(more)) => feeds.extend(more),
                Given::Fill(_) => return Err(self.place.format("a list where one value is wanted", "export it anew")),
            }
        }
        Ok(feeds)
    }

    fn fill(&self, argument: &Argument, scope: &Scope<'_>) -> Result<Given> {
        let one = |symbolic: &Symbolic| -> Result<Feed> {
            Ok(match symbolic {
                Symbolic::AsName(name) => scope.feed(name, self.place)?,
                Symbolic::AsInt(value) => Feed::Value(Value::Int(*value)),
                Symbolic::AsFloat(value) => Feed::Value(Value::Float(value.0)),
                Symbolic::AsBool(value) => Feed::Value(Value::Bool(*value)),
            })
        };
        let single = |symbolic: &Symbolic| {
            one(symbolic).map(|feed| match feed {
                Feed::Value(value) => Given::Value(value),
                feed => Given::Fill(Fill::One(feed)),
            })
        };
        let many = |list: &[Symbolic]| -> Result<Vec<Feed>> { list.iter().map(one).collect() };
        let tensor = |name: &str| scope.feed(name, self.place);
        Ok(Given::Value(match argument {
            Argument::AsNone(_) | Argument::AsOptionalTensor(OptionalTensor::AsNone(_)) => Value::None,
            Argument::AsTensor(name) | Argument::AsOptionalTensor(OptionalTensor::AsTensor(name)) => {
                return Ok(Given::Fill(Fill::One(tensor(&name.name)?)));
            }
            Argument::AsTensors(names) => {
                let feeds = names.iter().map(|name| tensor(&name.name)).collect::<Result<_>>()?;
                return Ok(Given::Fill(Fill::Tensors(feeds)));
            }
            Argument::AsOptionalTensors(members) => {
                let feeds = members.iter().map(|member| match member {
                    OptionalTensor::AsTensor(name) => tensor(&name.name).map(Some),
                    OptionalTensor::AsNone(_) => Ok(None),
                });
                return Ok(Given::Fill(Fill::OptionalTensors(feeds.collect::<Result<_>>()?)));
            }
            Argument::AsSymInt(symbolic) | Argument::AsSymFloat(symbolic) | Argument::AsSymBool(symbolic) => {
                return single(symbolic);
            }
            Argument::AsSymInts(list) => return Ok(Given::Fill(Fill::Ints(many(list)?))),
            Argument::AsSymFloats(list) => return Ok(Given::Fill(Fill::Floats(many(list)?))),
            Argument::AsSymBools(list) => return Ok(Given::Fill(Fill::Bools(many(list)?))),
            Argument::AsInt(value) => Value::Int(*value),
            Argument::AsInts(values) => Value::Ints(values.clone()),
            Argument::AsFloat(value) => Value::Float(value.0),
            Argument::AsFloats(values) => Value::Floats(values.iter().map(|value| value.0).collect()),
            Argument::AsBool(value) => Value::Bool(*value),
            Argument::AsBools(values) => Value::Bools(values.clone()),
            Argument::AsString(text) => Value::Text(text.clone()),
            Argument::AsScalarType(code) => Value::DType(dtype(*code, self.place)?),
            Argument::AsLayout(code) => Value::Layout(layout(*code, self.place)?),
            Argument::AsMemoryFormat(code) => Value::MemoryFormat(match code {
                1 => MemoryFormat::Contiguous,
                2 => MemoryFormat::ChannelsLast,
                3 => MemoryFormat::ChannelsLast3d,
                4 => MemoryFormat::Preserve,
                _ => return Err(self.place.found("an unknown memory format", code, "export the program anew")),
            }),
            // A program runs where its tensors are loaded to, wherever it was exported.
            Argument::AsDevice(_) => Value::Device(Device::Cpu),
            Argument::AsComplex { real, imag } => Value::Complex([real.0, imag.0]),
            Argument::AsGraph(_) => return Err(self.place.format("a graph as an argument", "export the program anew")),
        }))
    }
}

/// An argument as it is known at load.
enum Given {
    Value(Value),
    Fill(Fill),
}

/// The name that an argument refers to.
pub(super) fn name_of(argument: &Argument) -> Option<&str> {
    match argument {
        Argument::AsTensor(name) | Argument::AsOptionalTensor(OptionalTensor::AsTensor(name)) => Some(&name.name),
        Argument::AsSymInt(Symbolic::AsName(name))
        | Argument::AsSymFloat(Symbolic::AsName(name))
        | Argument::AsSymBool(Symbolic::AsName(name)) => Some(name),
        _ => None,
    }
}

fn short(target: &str) -> &str {
    target.strip_prefix("torch.ops.").unwrap_or(target)
}
