//! Parameters in groups, the states kept of them, and the step over all.

use std::fmt;

use cresset_autograd::optimizer::{MAX_STATES, Slot, state_like};
use cresset_autograd::{Error, Result, Tensor};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Optimizer;
use crate::state::{OptimizerState, SavedGroup, SavedParam, SavedTensor};

/// How one optimiser updates parameters: its options.
pub trait Rule: Clone + fmt::Debug + Serialize + DeserializeOwned {
    /// PyTorch's name of the optimiser.
    const NAME: &'static str;

    /// Refuses options that make no sense.
    ///
    /// # Errors
    /// An option outside what is allowed.
    fn check(&self) -> Result<()>;

    /// The learning rate.
    fn lr(&self) -> f64;

    /// Sets the learning rate.
    fn set_lr(&mut self, lr: f64);

    /// PyTorch's names of the states that are kept of each parameter, at most [`MAX_STATES`].
    fn states(&self) -> &'static [&'static str];

    /// One step.
    ///
    /// # Errors
    /// Slots that do not fit.
    fn update(&self, slots: &[Slot<'_>]) -> Result<()>;
}

/// Refuses options that are negative or NaN.
pub(crate) fn check_not_negative(op: &'static str, options: &[(&'static str, f64)]) -> Result<()> {
    match options.iter().find(|(_, value)| value.is_nan() || *value < 0.0) {
        Some((name, value)) => Err(Error::argument(op, name, value, "it must be at least 0")),
        None => Ok(()),
    }
}

/// Parameters that are updated with the same options.
#[derive(Clone, Debug)]
pub struct ParamGroup<R> {
    params: Vec<Tensor>,
    /// What is kept of each parameter.
    kept: Vec<Kept>,
    /// The options. They can be changed between steps.
    pub options: R,
}

impl<R> ParamGroup<R> {
    /// The parameters.
    #[must_use]
    pub fn params(&self) -> &[Tensor] {
        &self.params
    }
}

/// What an optimiser remembers of one parameter.
#[derive(Clone, Debug, Default)]
struct Kept {
    step: u64,
    states: [Option<Tensor>; MAX_STATES],
}

impl Kept {
    /// Makes the states that are not there yet.
    fn prepare(&mut self, param: &Tensor, n_states: usize) -> Result<()> {
        if n_states > 0 && self.states.iter().all(Option::is_none) {
            self.step = 0;
        }
        for state in self.states.iter_mut().take(n_states).filter(|state| state.is_none()) {
            *state = Some(Tensor::new(state_like(param.array())?));
        }
        Ok(())
    }
}

/// An optimiser: one rule over groups of parameters. [`crate::SGD`], [`crate::Adam`] and [`crate::AdamW`] are this.
#[derive(Clone, Debug)]
pub struct Updater<R> {
    groups: Vec<ParamGroup<R>>,
    /// The gradients of the group that is being updated; kept to save an allocation in each step.
    grads: Vec<Option<Tensor>>,
}

impl<R: Rule> Updater<R> {
    /// An optimiser of one group of parameters.
    ///
    /// # Errors
    /// No parameters, one given twice, one that is no leaf, or options that make no sense.
    pub fn new(params: impl IntoIterator<Item = Tensor>, options: R) -> Result<Updater<R>> {
        let mut updater = Updater { groups: Vec::new(), grads: Vec::new() };
        updater.add_param_group(params, options)?;
        Ok(updater)
    }

    /// Adds a group of parameters with options of its own.
    ///
    /// # Errors
    /// As [`Updater::new`].
    pub fn add_param_group(&mut self, params: impl IntoIterator<Item = Tensor>, options: R) -> Result<()> {
        options.check()?;
        let params: Vec<Tensor> = params.into_iter().collect();
        if params.is_empty() {
            return Err(Error::argument(R::NAME, "params", "[]", "give at least one parameter"));
        }
        for (at, param) in params.iter().enumerate() {
            if !param.is_leaf() {
                let node = param.grad_fn().map_or("none", |node| node.name());
                return Err(Error::graph(R::NAME, "a parameter is not a leaf", node, "give the leaf itself"));
            }
            let before = self.groups.iter().flat_map(|group| &group.params).chain(&params[..at]);
            if before.into_iter().any(|other| other.is_same(param)) {
                return Err(Error::argument(R::NAME, "params", at, "this parameter is there already; name each once"));
            }
        }
        let kept = params.iter().map(|_| Kept::default()).collect();
        self.groups.push(ParamGroup { params, kept, options });
        Ok(())
    }

    /// The groups.
    #[must_use]
    pub fn param_groups(&self) -> &[ParamGroup<R>] {
        &self.groups
    }

    /// The groups, whose options can be changed.
    #[must_use]
    pub fn param_groups_mut(&mut self) -> &mut [ParamGroup<R>] {
        &mut self.groups
    }

    /// All that is needed to go on later as if nothing had happened, but the parameters themselves.
    ///
    /// # Errors
    /// No memory left.
    pub fn state_dict(&self) -> Result<OptimizerState<R>> {
        let mut saved = OptimizerState { optimizer: R::NAME.to_string(), ..OptimizerState::default() };
        let mut next = 0;
        for group in &self.groups {
            let params: Vec<usize> = (next..next + group.params.len()).collect();
            next += params.len();
            for (&at, kept) in params.iter().zip(&group.kept).filter(|(_, kept)| kept.step > 0) {
                let named = group.options.states().iter().zip(&kept.states);
                let tensors = named
                    .filter_map(|(&name, state)| Some((name.to_string(), state.as_ref()?)))
                    .map(|(name, state)| Ok((name, SavedTensor::new(state)?)))
                    .collect::<Result<_>>()?;
                saved.state.insert(at, SavedParam { step: kept.step, tensors });
            }
            saved.param_groups.push(SavedGroup { params, options: group.options.clone() });
        }
        Ok(saved)
    }

    /// Goes on where [`Updater::state_dict`] was taken. The parameters must stand in the same order.
    ///
    /// # Errors
    /// Saved from another optimiser or other groups, or a state that does not fit its parameter; nothing is changed
    /// then.
    pub fn load_state_dict(&mut self, saved: &OptimizerState<R>) -> Result<()> {
        let op = "load_state_dict";
        if saved.optimizer != R::NAME {
            return Err(Error::format(op, "the state of another optimiser", &saved.optimizer, "load it into that"));
        }
        let lens = |lens: &mut dyn Iterator<Item = usize>| format!("{:?}", lens.collect::<Vec<_>>());
        let held = lens(&mut self.groups.iter().map(|group| group.params.len()));
        let found = lens(&mut saved.param_groups.iter().map(|group| group.params.len()));
        if held != found {
            let subject = format!("{found} parameters saved, {held} held");
            return Err(Error::format(op, "groups differ", subject, "build the same groups first"));
        }
        let mut loaded = Vec::with_capacity(self.groups.len());
        for (group, saved_group) in self.groups.iter().zip(&saved.param_groups) {
            saved_group.options.check()?;
            let mut kept = Vec::with_capacity(group.params.len());
            for (param, at) in group.params.iter().zip(&saved_group.params) {
                kept.push(match saved.state.get(at) {
                    Some(state) => restored(param, state, saved_group.options.states())?,
                    None => Kept::default(),
                });
            }
            loaded.push((kept, saved_group.options.clone()));
        }
        for (group, (kept, options)) in self.groups.iter_mut().zip(loaded) {
            group.kept = kept;
            group.options = options;
        }
        Ok(())
    }
}

fn restored(param: &Tensor, saved: &SavedParam, names: &[&'static str]) -> Result<Kept> {
    let mut kept = Kept { step: saved.step, ..Kept::default() };
    for (state, &name) in kept.states.iter_mut().zip(names) {
        let Some(tensor) = saved.tensors.get(name) else { continue };
        let tensor = tensor.read()?;
        if tensor.sizes() != param.sizes() || tensor.dtype() != param.dtype() {
            let subject = format!("{name} is {:?} {}", tensor.sizes(), tensor.dtype());
            let remedy = "sizes and dtype must be the parameter's";
            return Err(Error::format("load_state_dict", "a state does not fit its parameter", subject, remedy));
        }
        let held = Tensor::new(state_like(param.array())?);
        held.try_copy_(&tensor)?;
        *state = Some(held);
    }
    Ok(kept)
}

impl<R: Rule> Optimizer for Updater<R> {
    fn step(&mut self) -> Result<()> {
        for group in &mut self.groups {
            let n_states = group.options.states().len();
            self.grads.clear();
            for (param, kept) in group.params.iter().zip(&mut group.kept) {
                let grad = param.grad();
                if grad.is_some() {
                    kept.prepare(param, n_states)?;
                }
                self.grads.push(grad);
            }
            let held = group.params.iter().zip(&group.kept).zip(&self.grads);
            let mut slots = Vec::with_capacity(group.params.len());
            slots.extend(held.filter_map(|((param, kept), grad)| {
                let states = kept.states.each_ref().map(|state| state.as_ref().map(Tensor::array));
                Some(Slot { param: param.array(), grad: grad.as_ref()?.array(), states, step: kept.step + 1 })
            }));
            let updated = group.options.update(&slots);
            for (kept, _) in
                group.kept.iter_mut().zip(&self.grads).filter(|(_, grad)| grad.is_some() && updated.is_ok())
            {
                kept.step += 1;
            }
            // The gradients go even if the step was refused, so that clearing them frees their memory.
            self.grads.clear();
            updated?;
        }
        Ok(())
    }

    fn zero_grad(&self) {
        self.groups.iter().flat_map(|group| &group.params).for_each(|param| param.set_grad(None));
    }

    fn n_groups(&self) -> usize {
        self.groups.len()
    }

    fn lr(&self, group: usize) -> Option<f64> {
        self.groups.get(group).map(|group| group.options.lr())
    }

    fn set_lr(&mut self, group: usize, lr: f64) -> Result<()> {
        check_not_negative("set_lr", &[("lr", lr)])?;
        let n_groups = self.groups.len();
        let Some(held) = self.groups.get_mut(group) else {
            return Err(Error::argument("set_lr", "group", format!("{group} of {n_groups}"), "there is no such group"));
        };
        held.options.set_lr(lr);
        Ok(())
    }
}
