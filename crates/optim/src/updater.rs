//! Parameters in groups, the states kept of them, and the step over all.

use std::fmt;

use cresset_autograd::optimizer::{MAX_STATES, Slot, state_like};
use cresset_autograd::{Device, Error, Result, Tensor, cuda, no_grad};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Optimizer;
use crate::options::check_not_negative;
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

    /// What schedules of the momentum change; `None` where the optimiser has no momentum.
    fn momentum(&self) -> Option<f64> {
        None
    }

    /// Sets what [`Rule::momentum`] gives.
    fn set_momentum(&mut self, momentum: f64) {
        let _ = momentum;
    }

    /// Refuses a parameter that the optimiser is not made for.
    ///
    /// # Errors
    /// As the optimiser says.
    fn check_param(&self, param: &Tensor) -> Result<()> {
        let _ = param;
        Ok(())
    }

    /// PyTorch's names of the states that are kept of each parameter, at most [`MAX_STATES`].
    fn states(&self) -> &'static [&'static str];

    /// A parameter's first state of the name at this place, zeros unless the optimiser says otherwise; `None` where
    /// this parameter needs none.
    ///
    /// # Errors
    /// No memory left.
    fn new_state(&self, at: usize, param: &Tensor) -> Result<Option<Tensor>> {
        let _ = at;
        Ok(Some(Tensor::new(state_like(param.array())?)))
    }

    /// One step.
    ///
    /// # Errors
    /// Slots that do not fit.
    fn update(&self, slots: &[Slot<'_>]) -> Result<()>;
}

/// Parameters that are updated with the same options.
#[derive(Clone, Debug)]
pub struct ParamGroup<R> {
    params: Vec<Tensor>,
    /// What is kept of each parameter.
    kept: Vec<Kept>,
    initial_lr: Option<f64>,
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
    fn prepare<R: Rule>(&mut self, param: &Tensor, options: &R) -> Result<()> {
        let n_states = options.states().len();
        if n_states > 0 && self.states.iter().all(Option::is_none) {
            self.step = 0;
        }
        for (at, state) in self.states.iter_mut().enumerate().take(n_states).filter(|(_, state)| state.is_none()) {
            *state = options.new_state(at, param)?;
            // Each replay would make it anew.
            if state.is_some() && matches!(param.device(), Device::Cuda(ordinal) if cuda::is_capturing(ordinal)) {
                *state = None;
                let name = options.states().get(at).unwrap_or(&"");
                let remedy = "make a step before the capture";
                return Err(Error::graph(R::NAME, "a state is first made in a graph", name, remedy));
            }
        }
        Ok(())
    }
}

/// An optimiser: one rule over groups of parameters. All but [`crate::LBFGS`] are this.
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
            options.check_param(param)?;
            let before = self.groups.iter().flat_map(|group| &group.params).chain(&params[..at]);
            if before.into_iter().any(|other| other.is_same(param)) {
                return Err(Error::argument(R::NAME, "params", at, "this parameter is there already; name each once"));
            }
        }
        let kept = params.iter().map(|_| Kept::default()).collect();
        self.groups.push(ParamGroup { params, kept, initial_lr: None, options });
        Ok(())
    }

    /// The groups.
    #[must_use]
    pub fn param_groups(&self) -> &[ParamGroup<R>] {
        &self.groups
    }

    /// What is kept of a parameter under one of PyTorch's names, such as `exp_avg`; `None` before its first step.
    #[must_use]
    pub fn state(&self, param: &Tensor, name: &str) -> Option<Tensor> {
        let found = self.groups.iter().find_map(|group| {
            let at = group.params.iter().position(|held| held.is_same(param))?;
            Some((group, group.kept.get(at)?))
        });
        let (group, kept) = found?;
        let at = group.options.states().iter().position(|held| *held == name)?;
        kept.states.get(at)?.clone()
    }

    /// The groups, whose options can be changed.
    #[must_use]
    pub fn param_groups_mut(&mut self) -> &mut [ParamGroup<R>] {
        &mut self.groups
    }

    fn group(&mut self, op: &'static str, group: usize) -> Result<&mut ParamGroup<R>> {
        let n_groups = self.groups.len();
        let refuse = || Error::argument(op, "group", format!("{group} of {n_groups}"), "there is no such group");
        self.groups.get_mut(group).ok_or_else(refuse)
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
            saved.param_groups.push(SavedGroup {
                params,
                initial_lr: group.initial_lr,
                options: group.options.clone(),
            });
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
                    Some(state) => restored(param, state, &saved_group.options)?,
                    None => Kept::default(),
                });
            }
            loaded.push((kept, saved_group));
        }
        for (group, (kept, saved_group)) in self.groups.iter_mut().zip(loaded) {
            group.kept = kept;
            group.initial_lr = saved_group.initial_lr;
            group.options = saved_group.options.clone();
        }
        Ok(())
    }
}

fn restored<R: Rule>(param: &Tensor, saved: &SavedParam, options: &R) -> Result<Kept> {
    let mut kept = Kept { step: saved.step, ..Kept::default() };
    for (at, (state, &name)) in kept.states.iter_mut().zip(options.states()).enumerate() {
        let Some(tensor) = saved.tensors.get(name) else { continue };
        let tensor = tensor.read()?;
        let held = options
            .new_state(at, param)?
            .filter(|held| tensor.sizes() == held.sizes() && tensor.dtype() == held.dtype());
        let Some(held) = held else {
            let subject = format!("{name} is {:?} {}", tensor.sizes(), tensor.dtype());
            let remedy = "sizes and dtype must be the parameter's";
            return Err(Error::format("load_state_dict", "a state does not fit its parameter", subject, remedy));
        };
        no_grad(|| held.try_copy_(&tensor).map(drop))?;
        *state = Some(held);
    }
    Ok(kept)
}

impl<R: Rule> Optimizer for Updater<R> {
    fn step(&mut self) -> Result<()> {
        for group in &mut self.groups {
            self.grads.clear();
            for (param, kept) in group.params.iter().zip(&mut group.kept) {
                let grad = param.grad();
                if grad.is_some() {
                    kept.prepare(param, &group.options)?;
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

    fn params(&self) -> Vec<Tensor> {
        self.groups.iter().flat_map(|group| &group.params).cloned().collect()
    }

    fn n_groups(&self) -> usize {
        self.groups.len()
    }

    fn lr(&self, group: usize) -> Option<f64> {
        self.groups.get(group).map(|group| group.options.lr())
    }

    fn set_lr(&mut self, group: usize, lr: f64) -> Result<()> {
        check_not_negative("set_lr", &[("lr", lr)])?;
        self.group("set_lr", group)?.options.set_lr(lr);
        Ok(())
    }

    fn momentum(&self, group: usize) -> Option<f64> {
        self.groups.get(group).and_then(|group| group.options.momentum())
    }

    fn set_momentum(&mut self, group: usize, momentum: f64) -> Result<()> {
        let held = self.group("set_momentum", group)?;
        let mut options = held.options.clone();
        options.set_momentum(momentum);
        options.check()?;
        held.options = options;
        Ok(())
    }

    fn initial_lr(&self, group: usize) -> Option<f64> {
        self.groups.get(group).and_then(|group| group.initial_lr)
    }

    fn set_initial_lr(&mut self, group: usize, lr: f64) -> Result<()> {
        self.group("set_initial_lr", group)?.initial_lr = Some(lr);
        Ok(())
    }
}
