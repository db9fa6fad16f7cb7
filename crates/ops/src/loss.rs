//! Losses of class predictions, with their gradients. Halves are computed in f32, sums in f64.

use cresset_storage::{DType, Device, Dims, Error, Result};

use crate::access::{Access, fill};
use crate::array::Array;
use crate::copy::{contiguous, full, to_dtype};
use crate::cpu::lanes::Lanes;
use crate::cpu::loss::{self as cpu, Targets};
use crate::cpu::softmax::{self, Task};
use crate::cuda::loss::{self as cuda, Labels};
use crate::plain::{Plain, for_dtype};
use crate::pointwise::computing;
use crate::softmax::{computable, lines, rounded};

/// How the losses of all elements become the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reduction {
    /// They stay apart.
    None,
    /// Their mean; a weighted one where there are weights.
    #[default]
    Mean,
    /// Their sum.
    Sum,
}

/// The target classes of a loss, and how they count.
#[derive(Clone, Copy, Debug)]
pub struct Classes<'a> {
    /// The classes: the sizes of the input without its dim of classes, which is the second one, or the only one.
    pub target: &'a Array,
    /// A weight for each class.
    pub weight: Option<&'a Array>,
    /// How the losses become the result.
    pub reduction: Reduction,
    /// The class whose positions do not count; it need not be one of the input's.
    pub ignore_index: i64,
    /// The part of each target that is spread over all classes, from 0 to 1. Only cross entropy has it.
    pub label_smoothing: f64,
}

/// The dim of classes of an input of a loss.
#[must_use]
pub fn class_dim(rank: usize) -> usize {
    usize::from(rank > 1)
}

/// The arrays of [`Classes`] as kernels take them.
struct Prepared {
    target: Array,
    weight: Option<Array>,
}

impl Classes<'_> {
    fn prepare(&self, op: &'static str, sizes: &Dims, dtype: DType) -> Result<Prepared> {
        let mut without = *sizes;
        let dim = class_dim(sizes.len());
        let n_classes = if sizes.is_empty() { 0 } else { without.remove(dim) };
        if sizes.is_empty() || *self.target.sizes() != without {
            let remedy = "self is [C], [N, C] or [N, C, ...], target lacks the dim C";
            let shapes: [(_, &[usize]); 2] = [("self", sizes), ("target", self.target.sizes())];
            return Err(Error::shape(op, "sizes do not fit", &shapes, remedy));
        }
        let given = self.target.dtype();
        if given.is_floating_point() || given == DType::Bool {
            return Err(Error::dtype(op, "classes are no whole numbers", &[("target", given)], "convert to int64"));
        }
        self.check_counts(op, n_classes, dtype)?;
        let target = if given == DType::I64 { self.target.clone() } else { to_dtype(op, self.target, DType::I64)? };
        Ok(Prepared {
            target: contiguous(op, &target)?,
            weight: self.weight.map(|weight| computable(op, weight)).transpose()?,
        })
    }

    /// Checks how the classes count, whatever the target is.
    fn check_counts(&self, op: &'static str, n_classes: usize, dtype: DType) -> Result<()> {
        if !(0.0..=1.0).contains(&self.label_smoothing) {
            return Err(Error::argument(op, "label_smoothing", self.label_smoothing, "must be from 0 to 1"));
        }
        let Some(weight) = self.weight else { return Ok(()) };
        if **weight.sizes() != [n_classes] {
            let shapes: [(_, &[usize]); 2] = [("classes", &[n_classes]), ("weight", weight.sizes())];
            return Err(Error::shape(op, "sizes do not fit", &shapes, "weight must have one element a class"));
        }
        if weight.dtype() != dtype {
            let dtypes = [("self", dtype), ("weight", weight.dtype())];
            return Err(Error::dtype(op, "dtypes differ", &dtypes, "convert the weight to the dtype of self"));
        }
        Ok(())
    }

    fn targets<'a, T: Lanes>(&self, op: &'static str, sizes: &Dims, prepared: &'a Open<'_>) -> Result<Targets<'a, T>> {
        let lines = lines(sizes, class_dim(sizes.len()));
        let weight = if self.weight.is_some() { Some(prepared.access.slice(op, 1)?) } else { None };
        let targets = Targets {
            lines,
            classes: prepared.access.slice(op, 0)?,
            ignore_index: self.ignore_index,
            weight,
            smoothing: self.label_smoothing,
        };
        match targets.stray() {
            Some(class) => Err(not_a_class(op, class, lines.size)),
            None => Ok(targets),
        }
    }

    /// The targets as kernels of a GPU take them.
    fn labels<'a>(&self, sizes: &Dims, prepared: &'a Prepared) -> Labels<'a> {
        Labels {
            target: &prepared.target,
            weight: prepared.weight.as_ref(),
            lines: lines(sizes, class_dim(sizes.len())),
            ignore_index: self.ignore_index,
            smoothing: self.label_smoothing,
            reduction: self.reduction,
        }
    }

    /// What a sum of losses is divided by.
    fn divisor<T: Lanes>(&self, targets: &Targets<'_, T>) -> f64 {
        if self.reduction == Reduction::Mean { targets.divisor() } else { 1.0 }
    }

    /// The result from the loss of each line.
    fn reduce<T: Lanes>(
        &self,
        op: &'static str,
        targets: &Targets<'_, T>,
        loss: impl Fn(usize) -> f64 + Sync,
        device: Device,
    ) -> Result<Array> {
        if self.reduction == Reduction::None {
            let mut out = Array::empty(op, self.target.sizes(), T::DTYPE, device)?;
            cpu::each::<T>(loss, fill(op, &mut out)?);
            return Ok(out);
        }
        let mut out = Array::empty(op, &Dims::EMPTY, T::DTYPE, device)?;
        let sum = cpu::sum(loss, targets.classes.len()) / self.divisor(targets);
        fill::<T>(op, &mut out)?[0] = T::from_f64(sum);
        Ok(out)
    }

    /// The gradient of each line's loss: that of the result, divided as the result was.
    fn factors<'a, T: Lanes>(&self, targets: &Targets<'_, T>, grad: &'a [T]) -> impl Fn(usize) -> f64 + use<'a, T> {
        let (divisor, apart) = (self.divisor(targets), self.reduction == Reduction::None);
        move |line| grad[if apart { line } else { 0 }].to_f64() / divisor
    }

    /// The gradient of the result, its elements in a row.
    fn gradient(&self, op: &'static str, grad: &Array) -> Result<Array> {
        let sizes = if self.reduction == Reduction::None { *self.target.sizes() } else { Dims::EMPTY };
        computable(op, &grad.with_layout(grad.layout().broadcast_to(op, &sizes)?))
    }
}

/// The refusal of a target.
pub(crate) fn not_a_class(op: &'static str, class: i64, n_classes: usize) -> Error {
    let remedy = "each class must be at least 0 and less than the number of classes, or be ignore_index";
    Error::argument(op, "target", format!("class {class} of {n_classes}"), remedy)
}

/// The locked arrays of a call: the classes, the weights or another array in their place, then the call's own.
struct Open<'a> {
    access: Access<'a>,
}

impl Prepared {
    fn open<'a, const N: usize>(&'a self, others: [&'a Array; N]) -> Result<Open<'a>> {
        let mut arrays = vec![&self.target, self.weight.as_ref().unwrap_or(&self.target)];
        arrays.extend(others);
        Ok(Open { access: Access::read(&arrays)? })
    }
}

/// Where a call's own arrays start in [`Open`].
const OWN: usize = 2;

/// Negative log-probability of the target classes, from log-probabilities.
///
/// # Errors
/// Sizes or dtypes that do not fit, or a target that is no class.
pub fn nll_loss(x: &Array, classes: &Classes<'_>) -> Result<Array> {
    let op = "nll_loss";
    let prepared = classes.prepare(op, x.sizes(), x.dtype())?;
    if let Some(out) = cuda::of_log_probabilities(op, x, &classes.labels(x.sizes(), &prepared))? {
        return Ok(out);
    }
    let input = computable(op, x)?;
    let open = prepared.open([&input])?;
    let out = for_dtype!(op, input.dtype(), float: T => {
        let log_probabilities = open.access.slice::<<T as Plain>::Wide>(op, OWN)?;
        let targets = classes.targets(op, x.sizes(), &open)?;
        classes.reduce(op, &targets, |line| targets.loss(line, log_probabilities), x.device())?
    });
    rounded(op, out, x)
}

/// The gradient of [`nll_loss`] in an input of these sizes and dtype.
///
/// # Errors
/// As [`nll_loss`].
pub fn nll_loss_backward(grad: &Array, sizes: &Dims, dtype: DType, classes: &Classes<'_>) -> Result<Array> {
    let op = "nll_loss_backward";
    let prepared = classes.prepare(op, sizes, dtype)?;
    let grad = classes.gradient(op, grad)?;
    if let Some(sent) = cuda::shares(op, Some(&grad), sizes, dtype, &classes.labels(sizes, &prepared), -1.0)? {
        return Ok(sent);
    }
    let mut sent = full(op, sizes, 0.into(), computing(dtype), grad.device())?;
    let open = prepared.open([&grad])?;
    for_dtype!(op, grad.dtype(), float: T => {
        let targets = classes.targets::<<T as Plain>::Wide>(op, sizes, &open)?;
        let factor = classes.factors(&targets, open.access.slice(op, OWN)?);
        targets.add_shares(|line| -factor(line), fill(op, &mut sent)?);
    });
    if sent.dtype() == dtype { Ok(sent) } else { to_dtype(op, &sent, dtype) }
}

/// Cross entropy of logits and target classes, and what its gradient needs.
///
/// # Errors
/// As [`nll_loss`].
pub fn cross_entropy(x: &Array, classes: &Classes<'_>) -> Result<(Array, Array)> {
    let op = "cross_entropy";
    let prepared = classes.prepare(op, x.sizes(), x.dtype())?;
    let lines = lines(x.sizes(), class_dim(x.rank()));
    let sizes = Dims::new(op, &[lines.outer, 2, lines.inner])?;
    let mut statistics = Array::empty(op, &sizes, computing(x.dtype()), x.device())?;
    if let Some(out) = cuda::of_logits(op, x, &classes.labels(x.sizes(), &prepared), &mut statistics)? {
        return Ok((out, statistics));
    }
    let input = computable(op, x)?;
    let open = prepared.open([&input])?;
    let out = for_dtype!(op, input.dtype(), float: T => {
        let x = open.access.slice::<<T as Plain>::Wide>(op, OWN)?;
        let targets = classes.targets(op, input.sizes(), &open)?;
        let statistics = fill(op, &mut statistics)?;
        softmax::run(Task::Statistics { x }, lines, statistics);
        let statistics = &*statistics;
        classes.reduce(op, &targets, |line| targets.loss_of_logits(line, x, statistics), input.device())?
    });
    Ok((rounded(op, out, x)?, statistics))
}

/// The gradient of [`cross_entropy`] in the logits.
///
/// # Errors
/// As [`nll_loss`].
pub fn cross_entropy_backward(grad: &Array, x: &Array, statistics: &Array, classes: &Classes<'_>) -> Result<Array> {
    let op = "cross_entropy_backward";
    let prepared = classes.prepare(op, x.sizes(), x.dtype())?;
    let grad = classes.gradient(op, grad)?;
    let labels = classes.labels(x.sizes(), &prepared);
    if let Some(sent) = cuda::of_logits_backward(op, &grad, x, statistics, &labels)? {
        return Ok(sent);
    }
    let input = computable(op, x)?;
    let mut sent = Array::empty(op, x.sizes(), input.dtype(), x.device())?;
    let open = prepared.open([&grad, &input, statistics])?;
    for_dtype!(op, input.dtype(), float: T => {
        let targets = classes.targets::<<T as Plain>::Wide>(op, input.sizes(), &open)?;
        let factor = classes.factors(&targets, open.access.slice(op, OWN)?);
        let (x, statistics) = (open.access.slice(op, OWN + 1)?, open.access.slice(op, OWN + 2)?);
        targets.gradient_of_logits(x, statistics, factor, fill(op, &mut sent)?);
    });
    rounded(op, sent, x)
}

/// What each log-probability counts in [`cross_entropy`]: the result is minus the sum of their products, for
/// `Reduction::None` along the dim of classes.
///
/// # Errors
/// As [`nll_loss`].
pub fn cross_entropy_shares(sizes: &Dims, dtype: DType, classes: &Classes<'_>) -> Result<Array> {
    let op = "cross_entropy_shares";
    let prepared = classes.prepare(op, sizes, dtype)?;
    if let Some(shares) = cuda::shares(op, None, sizes, dtype, &classes.labels(sizes, &prepared), 1.0)? {
        return Ok(shares);
    }
    let mut shares = full(op, sizes, 0.into(), computing(dtype), classes.target.device())?;
    let open = prepared.open([])?;
    for_dtype!(op, shares.dtype(), float: T => {
        let targets = classes.targets::<<T as Plain>::Wide>(op, sizes, &open)?;
        let divisor = classes.divisor(&targets);
        targets.add_shares(|_| 1.0 / divisor, fill(op, &mut shares)?);
    });
    if shares.dtype() == dtype { Ok(shares) } else { to_dtype(op, &shares, dtype) }
}

/// Checks a cross entropy whose target holds probabilities of classes, of the sizes of the input.
///
/// # Errors
/// Sizes or dtypes that do not fit.
pub fn check_probabilities(x: &Array, classes: &Classes<'_>) -> Result<()> {
    let op = "cross_entropy";
    if x.rank() == 0 || x.sizes() != classes.target.sizes() {
        let remedy = "a target of probabilities has the sizes of self, one of classes lacks the dim C";
        let shapes: [(_, &[usize]); 2] = [("self", x.sizes()), ("target", classes.target.sizes())];
        return Err(Error::shape(op, "sizes do not fit", &shapes, remedy));
    }
    classes.check_counts(op, x.sizes()[class_dim(x.rank())], x.dtype())
}
