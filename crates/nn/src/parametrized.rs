//! Layers one parameter of which is computed from others: weight and spectral normalisation, and maps of one's own.

mod mapped;

use std::fmt;

use cresset_autograd::{Error, Options, Result, Tensor, no_grad};

use crate::hooks::call;
use crate::{Buffer, Forward, Member, MemberMut, Mode, Module, Parameter, See, SeeMut};

pub use mapped::{Parametrized, parametrize};

/// A layer and the parameter of it that is computed.
#[derive(Clone)]
struct Computed<M> {
    layer: M,
    /// What the layer holds in the computed one's place; not a member any more.
    held: Tensor,
    name: String,
}

impl<M: Module + Clone> Computed<M> {
    fn new(op: &'static str, layer: M, name: &str) -> Result<Computed<M>> {
        let mut held = None;
        layer.members(&mut |other, member| {
            if let (true, Member::Parameter(parameter)) = (other == name, member) {
                held = Some(parameter.tensor().clone());
            }
        });
        let remedy = "name a parameter of the layer itself";
        let held = held.ok_or_else(|| Error::argument(op, "name", name, remedy))?;
        Ok(Computed { layer, held, name: name.to_string() })
    }

    /// The layer with a tensor in the parameter's place. Clones of parameters are the same parameters, so that gradients
    /// reach those of `self`.
    fn with(&self, value: &Tensor) -> M {
        let mut layer = self.layer.clone();
        layer.members_mut(&mut |member| match member {
            MemberMut::Parameter(parameter) if parameter.is_same(&self.held) => parameter.replace(value.clone()),
            _ => {}
        });
        layer
    }

    fn others<'a>(&'a self, see: &mut See<'a, '_>) {
        self.layer.members(&mut |name, member: Member<'a>| match member {
            Member::Parameter(parameter) if parameter.is_same(&self.held) => {}
            member => see(name, member),
        });
    }

    fn others_mut(&mut self, see: &mut SeeMut<'_>) {
        let held = &self.held;
        self.layer.members_mut(&mut |member| match member {
            MemberMut::Parameter(parameter) if parameter.is_same(held) => {}
            member => see(member),
        });
    }
}

/// The dimensions but one, or none where that is -1.
fn but(rank: usize, dim: i64) -> Vec<i64> {
    (0..rank as i64).filter(|&other| other != dim).collect()
}

/// A layer whose weight is a direction times a length, which are learned apart. Made by [`weight_norm`].
///
/// # Source
/// Salimans and Kingma 2016, <https://arxiv.org/abs/1602.07868>.
#[derive(Clone)]
pub struct WeightNorm<M> {
    computed: Computed<M>,
    /// The length.
    original0: Parameter,
    /// The direction.
    original1: Parameter,
    names: [String; 2],
    dim: i64,
}

/// A layer with a parameter, such as `weight`, in the form of a direction and a length for each index along `dim`; -1
/// gives one length.
///
/// # Errors
/// The layer has no such parameter, or the parameter no such dimension.
pub fn weight_norm<M: Module + Clone>(layer: M, name: &str, dim: i64) -> Result<WeightNorm<M>> {
    let computed = Computed::new("weight_norm", layer, name)?;
    let rank = computed.held.dim();
    if !(-1..rank as i64).contains(&dim) {
        return Err(Error::argument("weight_norm", "dim", dim, "it must be a dim of the parameter, or -1"));
    }
    let dims = but(rank, dim);
    let length = no_grad(|| computed.held.try_norm(2.0, Some(&dims), dim != -1))?;
    let (original0, original1) = (Parameter::new(length)?, Parameter::new(computed.held.try_copy()?)?);
    let names = ["original0", "original1"].map(|original| format!("parametrizations.{name}.{original}"));
    Ok(WeightNorm { computed, original0, original1, names, dim })
}

impl<M: Module + Clone> WeightNorm<M> {
    /// The parameter as it is now.
    ///
    /// # Errors
    /// No memory left.
    pub fn weight(&self) -> Result<Tensor> {
        if self.dim == -1 {
            let length = self.original1.try_norm(2.0, None, false)?;
            return self.original1.try_mul(&self.original0.try_div(&length)?);
        }
        self.original1.try_weight_norm(&self.original0, self.dim)
    }

    /// The layer with the parameter as it is now, as `remove_parametrizations`.
    ///
    /// # Errors
    /// No memory left.
    pub fn into_inner(self) -> Result<M> {
        let parameter = Parameter::new(self.weight()?)?;
        Ok(self.computed.with(&parameter))
    }
}

/// A layer whose weight is divided by its largest singular value. Made by [`spectral_norm`].
///
/// # Source
/// Miyato et al. 2018, <https://arxiv.org/abs/1802.05957>.
#[derive(Clone)]
pub struct SpectralNorm<M> {
    computed: Computed<M>,
    original: Parameter,
    /// The singular vectors, as far as they are known; none of a vector.
    vectors: Option<[Buffer; 2]>,
    names: [String; 3],
    mode: Mode,
    n_power_iterations: usize,
    dim: i64,
    eps: f64,
}

/// A layer with a parameter divided by its largest singular value, as a matrix of `dim` and all others. Each forward in
/// training improves the estimate by so many steps. PyTorch's defaults are 1 step, dim 0 (1 for transposed
/// convolutions) and 1e-12.
///
/// # Errors
/// The layer has no such parameter, the parameter no such dimension, or no steps.
pub fn spectral_norm<M: Module + Clone>(
    layer: M,
    name: &str,
    n_power_iterations: usize,
    dim: i64,
    eps: f64,
) -> Result<SpectralNorm<M>> {
    let op = "spectral_norm";
    let computed = Computed::new(op, layer, name)?;
    let original = Parameter::new(computed.held.try_copy()?)?;
    if !(0..original.dim() as i64).contains(&dim) {
        return Err(Error::argument(op, "dim", dim, "it must be a dim of the parameter"));
    }
    if n_power_iterations == 0 {
        return Err(Error::argument(op, "n_power_iterations", 0, "it must be at least 1"));
    }
    let names = ["original", "0._u", "0._v"].map(|part| format!("parametrizations.{name}.{part}"));
    let mode = Mode::new();
    let mut made = SpectralNorm { computed, original, vectors: None, names, mode, n_power_iterations, dim, eps };
    if made.original.dim() > 1 {
        let matrix = made.matrix()?.detach();
        let drawn = |size: usize| {
            let vector = Options::like(&matrix).try_empty([size])?;
            normalized(vector.try_normal_(0.0, 1.0)?, eps).map(Buffer::new)
        };
        made.vectors = Some([drawn(matrix.sizes()[0])?, drawn(matrix.sizes()[1])?]);
        // PyTorch makes 15 steps, and a forward to see whether the sizes fit.
        made.improve(&matrix, 15 + n_power_iterations)?;
    }
    Ok(made)
}

/// A vector of length one.
fn normalized(x: &Tensor, eps: f64) -> Result<Tensor> {
    x.try_div(&x.try_norm(2.0, None, false)?.try_clamp_min(eps)?)
}

impl<M: Module + Clone> SpectralNorm<M> {
    /// The parameter as a matrix.
    fn matrix(&self) -> Result<Tensor> {
        let order = [vec![self.dim], but(self.original.dim(), self.dim)].concat();
        self.original.try_permute(order)?.try_flatten(1, -1)
    }

    fn improve(&self, matrix: &Tensor, n_steps: usize) -> Result<()> {
        let Some([u, v]) = &self.vectors else { return Ok(()) };
        no_grad(|| {
            for _ in 0..n_steps {
                u.try_copy_(&normalized(&matrix.try_mv(v)?, self.eps)?)?;
                v.try_copy_(&normalized(&matrix.try_t()?.try_mv(u)?, self.eps)?)?;
            }
            Ok(())
        })
    }

    /// The parameter as it is now; in training, its estimate is improved first.
    ///
    /// # Errors
    /// No memory left.
    pub fn weight(&self) -> Result<Tensor> {
        let Some([u, v]) = &self.vectors else { return normalized(&self.original, self.eps) };
        let matrix = self.matrix()?;
        if self.mode.is_training() {
            self.improve(&matrix, self.n_power_iterations)?;
        }
        // Copies, as the next forward writes the vectors that this backward needs.
        let (u, v) = (u.try_copy()?, v.try_copy()?);
        self.original.try_div(&u.try_dot(&matrix.try_mv(&v)?)?)
    }

    /// The layer with the parameter as it is now, as `remove_parametrizations`.
    ///
    /// # Errors
    /// No memory left.
    pub fn into_inner(self) -> Result<M> {
        let parameter = Parameter::new(self.weight()?)?;
        Ok(self.computed.with(&parameter))
    }
}

macro_rules! forwards {
    ($($name:ident<M $(, $map:ident: $first:ident + $second:ident)?>),*) => {$(
        impl<M: Forward + Clone $(, $map: $first + $second)?> Forward for $name<M $(, $map)?> {
            fn forward(&self, x: &Tensor) -> Result<Tensor> {
                let layer = self.computed.with(&self.weight()?);
                call(self, x, |x| layer.forward(x))
            }
        }

        impl<M: Module + Clone $(, $map: $first + $second)?> fmt::Display for $name<M $(, $map)?> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                crate::derive::write_summary(self, f)
            }
        }
    )*};
}

forwards!(WeightNorm<M>, SpectralNorm<M>, Parametrized<M, P: Forward + Clone>);

impl<M: Module + Clone> Module for WeightNorm<M> {
    fn as_module(&self) -> &dyn Module {
        self
    }

    fn module_name(&self) -> &str {
        self.computed.layer.module_name()
    }

    fn extra_repr(&self) -> String {
        format!("{}, weight_norm={}", Module::extra_repr(&self.computed.layer), self.computed.name)
    }

    fn members<'a>(&'a self, see: &mut See<'a, '_>) {
        self.computed.others(see);
        see(&self.names[0], Member::Parameter(&self.original0));
        see(&self.names[1], Member::Parameter(&self.original1));
    }

    fn members_mut(&mut self, see: &mut SeeMut<'_>) {
        self.computed.others_mut(see);
        see(MemberMut::Parameter(&mut self.original0));
        see(MemberMut::Parameter(&mut self.original1));
    }
}

impl<M: Module + Clone> Module for SpectralNorm<M> {
    fn as_module(&self) -> &dyn Module {
        self
    }

    fn module_name(&self) -> &str {
        self.computed.layer.module_name()
    }

    fn extra_repr(&self) -> String {
        format!("{}, spectral_norm={}", Module::extra_repr(&self.computed.layer), self.computed.name)
    }

    fn members<'a>(&'a self, see: &mut See<'a, '_>) {
        self.computed.others(see);
        see("mode", Member::Mode(&self.mode));
        see(&self.names[0], Member::Parameter(&self.original));
        for (name, vector) in self.names[1..].iter().zip(self.vectors.iter().flatten()) {
            see(name, Member::Buffer(vector));
        }
    }

    fn members_mut(&mut self, see: &mut SeeMut<'_>) {
        self.computed.others_mut(see);
        see(MemberMut::Parameter(&mut self.original));
        for vector in self.vectors.iter_mut().flatten() {
            see(MemberMut::Buffer(vector));
        }
    }
}
