//! Modules: trees of parameters, buffers and further modules.

use std::collections::HashMap;

use cresset_autograd::{DType, Device, Error, Options, Result, Tensor, no_grad};

use crate::hooks::{Kind, LayerHook, register};
use crate::state_dict::{self, LoadReport, StateDict};
use crate::{Buffer, Mode, Parameter};

/// What a module shows of itself to one who looks through it.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the variants are what they hold")]
pub enum Member<'a> {
    Parameter(&'a Parameter),
    Buffer(&'a Buffer),
    Mode(&'a Mode),
    Module(&'a dyn Module),
}

/// As [`Member`], to be changed.
#[allow(missing_docs, reason = "the variants are what they hold")]
pub enum MemberMut<'a> {
    Parameter(&'a mut Parameter),
    Buffer(&'a mut Buffer),
    Module(&'a mut dyn Module),
}

/// A function that is shown members with their names.
pub type See<'a, 'f> = dyn FnMut(&str, Member<'a>) + 'f;

/// A function that is shown members to change them.
pub type SeeMut<'f> = dyn FnMut(MemberMut<'_>) + 'f;

/// The methods that put hooks of one kind on a layer.
macro_rules! registrations {
    ($($(#[$doc:meta])* $name:ident: $kind:ident($seen:ty $(, $more:ty)?);)*) => {$(
        $(#[$doc])*
        fn $name(
            &self,
            path: &str,
            hook: impl Fn(&[$seen] $(, &[$more])?) -> Result<Option<Vec<$seen>>> + Send + Sync + 'static,
        ) -> Result<LayerHook<'_>>
        where
            Self: Sized,
        {
            register(stringify!($name), self.as_module(), path, Kind::$kind(Box::new(hook)))
        }
    )*};
}

/// A module, as `torch.nn.Module`. Derive it; all its methods follow from showing the members.
///
/// ```
/// use cresset_autograd::{Result, Tensor, tensor};
/// use cresset_nn::{Module, Parameter};
///
/// #[derive(Module)]
/// struct Scale {
///     weight: Parameter,
///     inverse: bool,
/// }
///
/// # fn main() -> Result<()> {
/// let scale = Scale { weight: Parameter::new(tensor([2.0]))?, inverse: false };
/// assert_eq!(scale.named_parameters()[0].0, "weight");
/// assert_eq!(scale.to_string(), "Scale()");
/// # Ok(())
/// # }
/// ```
///
/// A field that is a [`Parameter`], [`Buffer`], [`Mode`] or a module is a member under the field's name, also within
/// `Option`, `Vec` and arrays (`layers.0.weight`). All other fields are left alone. What a module computes is its own
/// affair: a method `forward` of any arguments, or [`Forward`] where it is to be part of a [`crate::Sequential`].
pub trait Module: Send + Sync {
    /// The module as an object.
    fn as_module(&self) -> &dyn Module;

    /// The name of its kind, such as `Linear`.
    fn module_name(&self) -> &str;

    /// Shows the members of this module itself, in order.
    fn members<'a>(&'a self, see: &mut See<'a, '_>);

    /// Shows the members of this module itself, in the same order, to be changed.
    fn members_mut(&mut self, see: &mut SeeMut<'_>);

    /// What stands between the brackets of its summary.
    fn extra_repr(&self) -> String {
        String::new()
    }

    /// The parameters with their names; one that is shared stands once, under its first name.
    fn named_parameters(&self) -> Vec<(String, Tensor)> {
        let mut found: Vec<(String, Tensor)> = Vec::new();
        walk(self.as_module(), "", &mut |path, member| {
            if let Member::Parameter(parameter) = member {
                push_once(&mut found, path, parameter);
            }
        });
        found
    }

    /// The parameters; one that is shared stands once.
    fn parameters(&self) -> Vec<Tensor> {
        self.named_parameters().into_iter().map(|(_, parameter)| parameter).collect()
    }

    /// The buffers with their names; one that is shared stands once.
    fn named_buffers(&self) -> Vec<(String, Tensor)> {
        let mut found: Vec<(String, Tensor)> = Vec::new();
        walk(self.as_module(), "", &mut |path, member| {
            if let Member::Buffer(buffer) = member {
                push_once(&mut found, path, buffer);
            }
        });
        found
    }

    /// The buffers; one that is shared stands once.
    fn buffers(&self) -> Vec<Tensor> {
        self.named_buffers().into_iter().map(|(_, buffer)| buffer).collect()
    }

    /// The modules that are members of this one, with their names.
    fn named_children(&self) -> Vec<(String, &dyn Module)> {
        let mut found = Vec::new();
        self.members(&mut |name, member| {
            if let Member::Module(module) = member {
                found.push((name.to_string(), module));
            }
        });
        found
    }

    /// This module, under an empty name, and all below it with their paths, each before its children.
    fn named_modules(&self) -> Vec<(String, &dyn Module)> {
        let mut found = vec![(String::new(), self.as_module())];
        walk(self.as_module(), "", &mut |path, member| {
            if let Member::Module(module) = member {
                found.push((path.to_string(), module));
            }
        });
        found
    }

    /// The module at a path, such as `layers.0.attention`; the empty path is this one.
    ///
    /// # Errors
    /// No such module.
    fn get_submodule(&self, path: &str) -> Result<&dyn Module> {
        let module = self.as_module();
        let found = if path.is_empty() { Some(Member::Module(module)) } else { member_at(module, path) };
        match found {
            Some(Member::Module(module)) => Ok(module),
            _ => Err(Error::argument("get_submodule", "path", path, "named_modules lists the paths")),
        }
    }

    /// The parameter at a path.
    ///
    /// # Errors
    /// No such parameter.
    fn get_parameter(&self, path: &str) -> Result<&Parameter> {
        match member_at(self.as_module(), path) {
            Some(Member::Parameter(parameter)) => Ok(parameter),
            _ => Err(Error::argument("get_parameter", "path", path, "named_parameters lists the paths")),
        }
    }

    /// The buffer at a path.
    ///
    /// # Errors
    /// No such buffer.
    fn get_buffer(&self, path: &str) -> Result<&Buffer> {
        match member_at(self.as_module(), path) {
            Some(Member::Buffer(buffer)) => Ok(buffer),
            _ => Err(Error::argument("get_buffer", "path", path, "named_buffers lists the paths")),
        }
    }

    registrations! {
        /// Calls `hook` with the inputs before each forward of the layer at `path`, on any thread, until what this gives
        /// is dropped. Tensors that the hook returns take the inputs' places, one for each. Hooks are called by the layers
        /// of this library, and by others whose forward runs within [`crate::call`] or [`crate::call_tuple`]. Inputs are
        /// the tensors of a forward in its order, without masks and those that were left out.
        ///
        /// ```
        /// use cresset_autograd::{Result, ones};
        /// use cresset_nn::{Forward, Linear, Module, ReLU, Sequential};
        ///
        /// # fn main() -> Result<()> {
        /// let model = Sequential::new().add(Linear::new(2, 3)?).add(ReLU);
        /// let hook = model.register_forward_pre_hook("1", |x| Ok(Some(vec![x[0].try_mul(0)?])))?;
        /// assert_eq!(model.forward(&ones([1, 2]))?.sum().item(), 0.0);
        /// hook.remove();
        /// # Ok(())
        /// # }
        /// ```
        ///
        /// # Errors
        /// No layer at the path, or one without fields that is not told from others.
        register_forward_pre_hook: Before(Tensor);

        /// As [`Module::register_forward_pre_hook`], with inputs and outputs after each forward; tensors that the hook
        /// returns take the outputs' places.
        ///
        /// # Errors
        /// As [`Module::register_forward_pre_hook`].
        register_forward_hook: After(Tensor, Tensor);

        /// As [`Module::register_forward_pre_hook`], with the gradients of the outputs before backward goes into the
        /// layer; those that the hook returns take their places.
        ///
        /// # Errors
        /// As [`Module::register_forward_pre_hook`].
        register_full_backward_pre_hook: BackwardBefore(Option<Tensor>);

        /// As [`Module::register_forward_pre_hook`], with the gradients of inputs and outputs when backward has computed
        /// both; those that the hook returns take the places of the inputs'. The gradient of an input that requires none
        /// is `None`; where no input requires one, the hook is called as soon as the outputs' are known.
        ///
        /// # Errors
        /// As [`Module::register_forward_pre_hook`].
        register_full_backward_hook: Backward(Option<Tensor>, Option<Tensor>);
    }

    /// Shows every module of the tree, children before their parents, as `apply`.
    fn apply(&self, function: &mut dyn FnMut(&dyn Module)) {
        for (_, child) in self.named_children() {
            child.apply(function);
        }
        function(self.as_module());
    }

    /// The parameters and saved buffers under their names. The tensors share the module's memory.
    fn state_dict(&self) -> StateDict {
        let mut dict = StateDict::new();
        walk(self.as_module(), "", &mut |path, member| {
            let tensor: &Tensor = match member {
                Member::Parameter(parameter) => parameter,
                Member::Buffer(buffer) if buffer.is_persistent() => buffer,
                _ => return,
            };
            dict.insert(path, tensor.detach());
        });
        dict
    }

    /// Copies the tensors of a dict over the parameters and buffers of the same names, converting dtypes. With
    /// `strict`, the names must be the same on both sides.
    ///
    /// # Errors
    /// Sizes that differ or, with `strict`, names that only one side has; all of them in one error, and nothing is
    /// changed then.
    fn load_state_dict(&self, dict: &StateDict, strict: bool) -> Result<LoadReport> {
        state_dict::load(&self.state_dict(), dict, strict)
    }

    /// Sets all modules of the tree to training.
    fn train(&self) {
        self.set_training(true);
    }

    /// Sets all modules of the tree to evaluation.
    fn eval(&self) {
        self.set_training(false);
    }

    /// Sets whether the modules of the tree are in training.
    fn set_training(&self, training: bool) {
        walk(self.as_module(), "", &mut |_, member| {
            if let Member::Mode(mode) = member {
                mode.set(training);
            }
        });
    }

    /// Whether the modules of the tree are in training: what the first that has a mode says, else yes.
    fn is_training(&self) -> bool {
        let mut first = None;
        walk(self.as_module(), "", &mut |_, member| {
            if let Member::Mode(mode) = member {
                first.get_or_insert(mode.is_training());
            }
        });
        first.unwrap_or(true)
    }

    /// Clears the gradients of all parameters.
    fn zero_grad(&self) {
        self.parameters().iter().for_each(|parameter| parameter.set_grad(None));
    }

    /// Says whether gradients are to flow to the parameters.
    ///
    /// # Errors
    /// None for parameters, which are leaves of a floating dtype.
    fn requires_grad_(&self, requires_grad: bool) -> Result<()> {
        self.parameters().iter().try_for_each(|parameter| parameter.try_requires_grad_(requires_grad).map(drop))
    }

    /// Converts the parameters and buffers of floating dtypes. Parameters are other tensors afterwards: an optimiser is
    /// made after this.
    ///
    /// # Errors
    /// Not a floating dtype, or no memory left.
    fn to_dtype(&mut self, dtype: DType) -> Result<()> {
        if !dtype.is_floating_point() {
            let remedy = "parameters need a floating dtype";
            return Err(Error::dtype("to_dtype", "not a floating dtype", &[("dtype", dtype)], remedy));
        }
        convert(self, &mut |tensor| {
            let keep = !tensor.dtype().is_floating_point() || tensor.dtype() == dtype;
            if keep { Ok(tensor.clone()) } else { tensor.detach().try_to_dtype(dtype) }
        })
    }

    /// A copy with parameters and buffers of its own, as `copy.deepcopy`; what is shared within stays shared.
    ///
    /// # Errors
    /// No memory left.
    fn deep_copy(&self) -> Result<Self>
    where
        Self: Sized + Clone,
    {
        let mut copy = self.clone();
        convert(&mut copy, &mut |tensor| tensor.detach().try_copy())?;
        Ok(copy)
    }

    /// Moves the parameters and buffers to a device. Parameters are other tensors afterwards: an optimiser is made
    /// after this.
    ///
    /// # Errors
    /// The device is not there, or no memory left.
    fn to_device(&mut self, device: Device) -> Result<()> {
        convert(self, &mut |tensor| {
            if tensor.device() == device {
                return Ok(tensor.clone());
            }
            let moved = Options::like(tensor).device(device).try_empty(tensor.sizes())?;
            no_grad(|| moved.try_copy_(tensor).cloned())
        })
    }
}

/// A module that makes one tensor of one tensor: what a [`crate::Sequential`] is made of.
pub trait Forward: Module {
    /// What the module computes.
    ///
    /// # Errors
    /// As its operators.
    fn forward(&self, x: &Tensor) -> Result<Tensor>;
}

impl<M: Module + ?Sized> Module for Box<M> {
    fn as_module(&self) -> &dyn Module {
        (**self).as_module()
    }

    fn module_name(&self) -> &str {
        (**self).module_name()
    }

    fn extra_repr(&self) -> String {
        (**self).extra_repr()
    }

    fn members<'a>(&'a self, see: &mut See<'a, '_>) {
        (**self).members(see);
    }

    fn members_mut(&mut self, see: &mut SeeMut<'_>) {
        (**self).members_mut(see);
    }
}

impl<F: Forward + ?Sized> Forward for Box<F> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        (**self).forward(x)
    }
}

/// The member at a path of the tree.
fn member_at<'a>(module: &'a dyn Module, path: &str) -> Option<Member<'a>> {
    let mut found = None;
    walk(module, "", &mut |other, member| {
        if other == path {
            found.get_or_insert(member);
        }
    });
    found
}

fn push_once(found: &mut Vec<(String, Tensor)>, path: &str, tensor: &Tensor) {
    if !found.iter().any(|(_, other)| other.is_same(tensor)) {
        found.push((path.to_string(), tensor.clone()));
    }
}

/// Shows all members of the tree under their paths, in PyTorch's order: a module's parameters, its buffers, then each
/// child with all below it.
pub(crate) fn walk<'a>(module: &'a dyn Module, prefix: &str, see: &mut See<'a, '_>) {
    let mut members = Vec::new();
    module.members(&mut |name, member| members.push((format!("{prefix}{name}"), member)));
    members.sort_by_key(|(_, member)| match member {
        Member::Mode(_) | Member::Parameter(_) => 0,
        Member::Buffer(_) => 1,
        Member::Module(_) => 2,
    });
    for (path, member) in members {
        see(&path, member);
        if let Member::Module(child) = member {
            walk(child, &format!("{path}."), see);
        }
    }
}

/// Replaces each tensor of the tree by what `function` makes of it; a shared one stays shared.
fn convert<M: Module + ?Sized>(module: &mut M, function: &mut dyn FnMut(&Tensor) -> Result<Tensor>) -> Result<()> {
    // All are made before the first is replaced, so that an error leaves the module as it was.
    let mut made: HashMap<usize, Tensor> = HashMap::new();
    let all = module.named_parameters().into_iter().chain(module.named_buffers()).map(|(_, tensor)| tensor);
    let held: Vec<Tensor> = all.collect();
    for (at, tensor) in held.iter().enumerate() {
        let new = function(tensor)?;
        if new.is_same(tensor) {
            continue;
        }
        if tensor.requires_grad() && !new.requires_grad() {
            new.try_requires_grad_(true)?;
        }
        if let Some(grad) = tensor.grad() {
            new.set_grad(Some(function(&grad)?));
        }
        made.insert(at, new);
    }
    let new_of = |tensor: &Tensor| {
        let at = held.iter().position(|other| other.is_same(tensor))?;
        made.get(&at).cloned()
    };
    module.members_mut(&mut |member| replace(member, &new_of));
    Ok(())
}

pub(crate) fn replace(member: MemberMut<'_>, new_of: &dyn Fn(&Tensor) -> Option<Tensor>) {
    match member {
        MemberMut::Parameter(parameter) => {
            if let Some(new) = new_of(parameter) {
                parameter.replace(new);
            }
        }
        MemberMut::Buffer(buffer) => {
            if let Some(new) = new_of(buffer) {
                buffer.replace(new);
            }
        }
        MemberMut::Module(module) => module.members_mut(&mut |member| replace(member, new_of)),
    }
}
