//! Nodes that hold graphs: branches, loops, and regions with another mode.

use cresset_autograd::{Result, Tensor, set_grad_enabled};

use crate::aten::{Outputs, Value};

use super::compile::{self, Compiler, Scope};
use super::file::{Argument, NamedArgument, Node};
use super::plan::{Plan, Work, tensor_of};
use super::run::unfit;

/// How graphs run on arguments.
#[derive(Clone, Copy, Debug)]
pub(super) enum Control {
    /// The graph once, with gradients switched on or off where that is said.
    Once { grad_enabled: Option<bool> },
    /// One of two graphs, by the first argument.
    Either,
    /// The second graph as long as the first holds. The first arguments are carried from run to run. Gradients go
    /// through all runs; PyTorch 2.15, run eagerly, lets them through the last run alone.
    While { n_carried: usize },
    /// The graph for each place along the first dim of the arguments behind the carried ones.
    Scan { n_carried: usize, n_along: usize },
}

impl Compiler<'_> {
    /// The work of a node `higher_order.<name>`.
    pub(super) fn control<'g>(&mut self, name: &str, node: &'g Node, scope: &Scope<'g>) -> Result<Option<Work>> {
        let is_graph = |argument: &Argument| matches!(argument, Argument::AsGraph(_));
        let Some(first) = node.inputs.iter().position(|input| is_graph(&input.arg)) else {
            return Ok(self.not_known(&format!("higher_order.{name}")));
        };
        let (settings, rest) = node.inputs.split_at(first);
        let n_graphs = rest.iter().take_while(|input| is_graph(&input.arg)).count();
        let (graphs, operands) = rest.split_at(n_graphs);
        let n_members = |at: usize| operands.get(at).map_or(0, |input| input.arg.n_members());
        let control = match (name, settings, n_graphs, operands.len()) {
            ("wrap_with_set_grad_enabled", [enabled], 1, _) => match enabled.arg {
                Argument::AsBool(enabled) => Control::Once { grad_enabled: Some(enabled) },
                _ => return Err(self.odd(node)),
            },
            ("wrap_with_autocast", [device, dtype, enabled, ..], 1, _) => {
                let inner = match (&device.arg, &dtype.arg, &enabled.arg) {
                    (_, _, Argument::AsBool(false)) => None,
                    (Argument::AsString(device), Argument::AsScalarType(code), _) if device == "cpu" => {
                        Some(compile::dtype(*code, self.place)?)
                    }
                    _ => return Ok(self.not_known("higher_order.wrap_with_autocast on another device than cpu")),
                };
                let outer = std::mem::replace(&mut self.autocast, inner);
                let work = self.graphs(Control::Once { grad_enabled: None }, node, graphs, &[], operands, scope);
                self.autocast = outer;
                return work;
            }
            ("cond", [_], 2, _) => Control::Either,
            ("while_loop", [], 2, 2) => Control::While { n_carried: n_members(0) },
            ("scan", [], 1, 3) => Control::Scan { n_carried: n_members(0), n_along: n_members(1) },
            ("map_impl", [], 1, 2) => Control::Scan { n_carried: 0, n_along: n_members(0) },
            _ => return Ok(self.not_known(&format!("higher_order.{name}"))),
        };
        let before = if matches!(control, Control::Either) { settings } else { &[] };
        self.graphs(control, node, graphs, before, operands, scope)
    }

    fn graphs<'g>(
        &mut self,
        control: Control,
        node: &'g Node,
        graphs: &'g [NamedArgument],
        before: &'g [NamedArgument],
        operands: &'g [NamedArgument],
        scope: &Scope<'g>,
    ) -> Result<Option<Work>> {
        let mut plans = Vec::with_capacity(graphs.len());
        for graph in graphs {
            plans.push(self.nested(&graph.arg)?.ok_or_else(|| self.odd(node))?);
        }
        let mut arguments = self.feeds(before, scope)?;
        let n_before = arguments.len();
        arguments.extend(self.feeds(operands, scope)?);
        let n_operands = arguments.len() - n_before;
        let fits = match control {
            Control::Either => n_before == 1,
            Control::Once { .. } => true,
            Control::While { n_carried } => n_carried <= n_operands,
            Control::Scan { n_carried, n_along } => n_along > 0 && n_carried + n_along <= n_operands,
        };
        if !fits || plans.iter().any(|plan| plan.inputs.len() != n_operands) {
            return Err(self.odd(node));
        }
        Ok(Some(Work::Graphs { control, plans, arguments }))
    }
}

impl Control {
    /// The results of the node.
    #[track_caller]
    pub(super) fn run(self, plans: &[Plan], mut arguments: Vec<Value>) -> Result<Outputs> {
        match (self, plans) {
            (Control::Once { grad_enabled }, [plan]) => {
                let _mode = grad_enabled.map(set_grad_enabled);
                plan.run_with(arguments)
            }
            (Control::Either, [then, otherwise]) if !arguments.is_empty() => {
                let holds = truth(&arguments.remove(0))?;
                (if holds { then } else { otherwise }).run_with(arguments)
            }
            (Control::While { n_carried }, [condition, body]) => {
                let others = arguments.split_off(n_carried.min(arguments.len()));
                let mut carried = arguments;
                loop {
                    let all: Vec<Value> = carried.iter().chain(&others).cloned().collect();
                    let goes_on = condition.run_with(all.clone())?;
                    if !truth(goes_on.first().unwrap_or(&Value::None))? {
                        return Ok(Outputs::from(carried));
                    }
                    carried = body.run_with(all)?.into_vec();
                    if carried.len() != n_carried {
                        return Err(unfit("as many results of a loop as it carries"));
                    }
                }
            }
            (Control::Scan { n_carried, n_along }, [body]) => scan(body, arguments, n_carried, n_along),
            _ => Err(unfit("a graph")),
        }
    }
}

fn truth(value: &Value) -> Result<bool> {
    let scalar = match value {
        Value::Tensor(tensor) => Some(tensor.try_scalar()?),
        value => value.as_scalar(),
    };
    scalar.map(|scalar| scalar.as_bool()).ok_or_else(|| unfit("a truth value"))
}

/// What is carried at the end, and the other results of all runs, stacked.
#[track_caller]
fn scan(body: &Plan, arguments: Vec<Value>, n_carried: usize, n_along: usize) -> Result<Outputs> {
    let (Some(mut carried), Some(along), Some(others)) = (
        arguments.get(..n_carried).map(<[Value]>::to_vec),
        arguments.get(n_carried..n_carried + n_along),
        arguments.get(n_carried + n_along..),
    ) else {
        return Err(unfit("an argument"));
    };
    let unbound = along.iter().map(|value| match value {
        Value::Tensor(tensor) => tensor.try_unbind(0),
        _ => Err(unfit("a tensor")),
    });
    let unbound: Vec<Vec<Tensor>> = unbound.collect::<Result<_>>()?;
    let n_runs = unbound.iter().map(Vec::len).min().unwrap_or(0);
    if n_runs == 0 {
        // What the body would give for one place, nobody knows.
        return Err(unfit("at least one place to scan"));
    }
    let mut rest: Vec<Vec<Tensor>> = Vec::new();
    for at in 0..n_runs {
        let places = unbound.iter().filter_map(|tensors| tensors.get(at).cloned()).map(Value::Tensor);
        let mut results =
            body.run_with(carried.into_iter().chain(places).chain(others.iter().cloned()).collect())?.into_vec();
        if results.len() < n_carried {
            return Err(unfit("as many results of a scan as it carries"));
        }
        let made = results.split_off(n_carried);
        carried = results;
        rest.resize_with(made.len(), || Vec::with_capacity(n_runs));
        for (column, value) in rest.iter_mut().zip(made) {
            column.push(tensor_of(value).ok_or_else(|| unfit("a tensor"))?);
        }
    }
    let mut outputs = Outputs::from(carried);
    for column in rest {
        let tensors: Vec<&Tensor> = column.iter().collect();
        outputs.push(Value::Tensor(Tensor::try_stack(&tensors, 0)?));
    }
    Ok(outputs)
}
