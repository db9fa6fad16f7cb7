//! A parameter that a module computes of another.

use cresset_autograd::{Result, Tensor};

use super::Computed;
use crate::{Forward, Member, MemberMut, Module, Parameter, See, SeeMut};

/// A layer one parameter of which is what a module makes of the one that is learned. Made by [`parametrize`].
#[derive(Clone)]
pub struct Parametrized<M, P> {
    pub(super) computed: Computed<M>,
    original: Parameter,
    map: P,
    names: [String; 2],
}

/// A layer with what `map` makes of the parameter in the parameter's place, as
/// `torch.nn.utils.parametrize.register_parametrization`. What is learned starts as the parameter.
///
/// ```
/// use cresset_autograd::{Result, Tensor, ones};
/// use cresset_nn::{Forward, Linear, Module, call, parametrize};
///
/// /// A matrix that is its own transpose.
/// #[derive(Clone, Module)]
/// struct Symmetric;
///
/// impl Forward for Symmetric {
///     fn forward(&self, x: &Tensor) -> Result<Tensor> {
///         call(self, x, |x| x.try_triu(0)?.try_add(&x.try_triu(1)?.try_t()?))
///     }
/// }
///
/// # fn main() -> Result<()> {
/// let layer = parametrize(Linear::new(3, 3)?, "weight", Symmetric)?;
/// let weight = layer.weight()?;
/// assert_eq!(weight.to_vec::<f32>(), weight.t().to_vec::<f32>());
/// layer.forward(&ones([1, 3]))?.sum().backward();
/// assert!(layer.get_parameter("parametrizations.weight.original")?.grad().is_some());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// The layer has no such parameter, or `map` does not take it or changes its sizes.
pub fn parametrize<M: Module + Clone, P: Forward + Clone>(layer: M, name: &str, map: P) -> Result<Parametrized<M, P>> {
    let computed = Computed::new("parametrize", layer, name)?;
    let original = Parameter::new(computed.held.try_copy()?)?;
    let names = ["original", "0"].map(|part| format!("parametrizations.{name}.{part}"));
    let made = Parametrized { computed, original, map, names };
    let value = made.weight()?;
    if value.sizes() != made.original.sizes() {
        let shapes: [(_, &[usize]); 2] = [("parameter", made.original.sizes()), ("mapped", value.sizes())];
        let remedy = "the map must keep the sizes of the parameter";
        return Err(cresset_autograd::Error::shape("parametrize", "sizes differ", &shapes, remedy));
    }
    Ok(made)
}

impl<M: Module + Clone, P: Forward + Clone> Parametrized<M, P> {
    /// The parameter as it is now.
    ///
    /// # Errors
    /// As the map.
    pub fn weight(&self) -> Result<Tensor> {
        self.map.forward(&self.original)
    }

    /// The layer with the parameter as it is now, as `remove_parametrizations`.
    ///
    /// # Errors
    /// As the map.
    pub fn into_inner(self) -> Result<M> {
        let parameter = Parameter::new(self.weight()?)?;
        Ok(self.computed.with(&parameter))
    }
}

impl<M: Module + Clone, P: Forward + Clone> Module for Parametrized<M, P> {
    fn as_module(&self) -> &dyn Module {
        self
    }

    fn module_name(&self) -> &str {
        self.computed.layer.module_name()
    }

    fn extra_repr(&self) -> String {
        Module::extra_repr(&self.computed.layer)
    }

    fn members<'a>(&'a self, see: &mut See<'a, '_>) {
        self.computed.others(see);
        see(&self.names[0], Member::Parameter(&self.original));
        see(&self.names[1], Member::Module(&self.map));
    }

    fn members_mut(&mut self, see: &mut SeeMut<'_>) {
        self.computed.others_mut(see);
        see(MemberMut::Parameter(&mut self.original));
        see(MemberMut::Module(&mut self.map));
    }
}
