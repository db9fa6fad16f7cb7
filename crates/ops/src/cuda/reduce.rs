//! Reductions on GPUs.

use cresset_storage::{DType, Device, Dims, Result};

use super::fold::{Fold, fold};
use super::launch::Target;
use crate::array::Array;
use crate::cpu::reduce::plan::Plan;

/// What a reduction makes of the elements of a result. The names are those of structures in `reduce.cu`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folds {
    Sum,
    NanSum,
    Mean,
    Product,
    TrueCount,
    All,
    Any,
    Greatest,
    Least,
    GreatestAt,
    LeastAt,
    LogSum,
    Variance,
    Deviation,
    CountNorm,
    MagnitudeSum,
    Euclid,
    PowerSum,
    GreatestMagnitude,
    LeastMagnitude,
}

impl Folds {
    /// The dtype of results of elements of `dtype`; none where it has no such fold.
    fn result(self, dtype: DType) -> Option<DType> {
        match self {
            Folds::Product if dtype.is_complex() => Some(dtype),
            _ if dtype.is_complex() => None,
            Folds::Sum | Folds::NanSum | Folds::Product if !dtype.is_floating_point() => Some(DType::I64),
            Folds::Sum | Folds::NanSum | Folds::Product => Some(dtype),
            Folds::Greatest | Folds::Least | Folds::GreatestAt | Folds::LeastAt => Some(dtype),
            Folds::TrueCount => Some(DType::I64),
            Folds::All | Folds::Any if dtype == DType::U8 => Some(DType::U8),
            Folds::All | Folds::Any => Some(DType::Bool),
            _ => dtype.is_floating_point().then_some(dtype),
        }
    }
}

/// Results in the order of the plan, and for [`Folds::GreatestAt`] and [`Folds::LeastAt`] their positions. None where
/// there is no kernel. What `number` is, the fold knows.
pub(crate) fn run(
    op: &'static str,
    x: &Array,
    plan: &Plan,
    folds: Folds,
    number: f64,
) -> Result<Option<(Array, Option<Array>)>> {
    let (true, Some(result)) = (x.device() != Device::Cpu, folds.result(x.dtype())) else { return Ok(None) };
    macro_rules! folding {
        ($folds:literal) => {
            concat!(
                include_str!("team.cu"),
                include_str!("fold_call.cu"),
                include_str!($folds),
                include_str!("fold.cu")
            )
        };
    }
    let file = if x.dtype().is_complex() { folding!("complex_product.cu") } else { folding!("reduce.cu") };
    let sizes = Dims::new(op, &[plan.n_results])?;
    let mut out = Array::empty(op, &sizes, result, x.device())?;
    let mut positions = match folds {
        Folds::GreatestAt | Folds::LeastAt => Some(Array::empty(op, &sizes, DType::I64, x.device())?),
        _ => None,
    };
    let written = [Some(&mut out), positions.as_mut()];
    let written = written.into_iter().flatten().map(|array| Target::Fresh(array.storage_mut())).collect();
    let called = Fold {
        name: &format!("{folds:?}"),
        file,
        program: "reduce",
        types: &[("Out", result)],
        numbers: [number, 0.0],
        whole: [0; 2],
    };
    fold(op, &called, plan, &[Some(x)], written)?;
    Ok(Some((out, positions)))
}
