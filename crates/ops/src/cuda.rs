//! Kernels of GPUs: their texts, and their launch.
//!
//! A front door asks the module of its name here first. The answer `false` means that there is no kernel for the call,
//! and the CPU computes it on a mirror of the elements.

pub(crate) mod attention;
pub(crate) mod bags;
mod blas;
mod call;
pub(crate) mod complex;
pub(crate) mod conv;
pub(crate) mod copy;
pub(crate) mod distinct;
mod dnn;
mod fold;
pub(crate) mod index;
pub(crate) mod join;
mod launch;
pub(crate) mod loss;
pub(crate) mod mask;
pub(crate) mod matmul;
pub(crate) mod norm;
pub(crate) mod optimizer;
pub(crate) mod pointwise;
pub(crate) mod pool;
pub(crate) mod random;
pub(crate) mod recurrent;
pub(crate) mod reduce;
pub(crate) mod resample;
pub(crate) mod scan;
pub(crate) mod search;
pub(crate) mod softmax;
pub(crate) mod sort;
mod text;
mod tile;

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

pub use self::tile::{allow_tf32, tf32_allowed};
use cresset_storage::cuda::is_capturing;
use cresset_storage::{Device, Error, Result};

use crate::generated::Pointwise;

/// The formulas of a row as bodies of C functions.
pub(crate) struct Formulas {
    /// That of the value.
    pub(crate) value: Option<&'static str>,
    /// Whether it holds for whole numbers.
    pub(crate) whole: bool,
    /// Those of the gradients.
    pub(crate) gradients: &'static [Option<&'static str>],
}

/// Which formula of the table a call computes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Formula {
    op: Pointwise,
    /// The input, for a gradient.
    gradient: u8,
}

impl Formula {
    const VALUE: u8 = u8::MAX;

    #[inline]
    pub(crate) fn value(op: Pointwise) -> Formula {
        Formula { op, gradient: Formula::VALUE }
    }

    #[inline]
    pub(crate) fn gradient(op: Pointwise, input: usize) -> Formula {
        Formula { op, gradient: input as u8 }
    }

    /// The body and whether it holds for whole numbers.
    fn body(self) -> Option<(&'static str, bool)> {
        let formulas = &crate::generated::kernels::FORMULAS[self.op as usize];
        match self.gradient {
            Formula::VALUE => Some((formulas.value?, formulas.whole)),
            input => Some(((*formulas.gradients.get(usize::from(input))?)?, false)),
        }
    }

    /// The name of its program: `tanh` or `gradient 0 of tanh`.
    fn name(self) -> String {
        match self.gradient {
            Formula::VALUE => self.op.name().to_owned(),
            input => format!("gradient {input} of {}", self.op.name()),
        }
    }
}

static ON_THE_CPU: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// Says on standard error, once for each operator, that a result of a GPU is computed by the CPU.
///
/// # Errors
/// The thread captures a graph, which cannot have it.
#[cold]
#[inline(never)]
pub(crate) fn note_through_the_cpu(op: &'static str, ordinal: usize) -> Result<()> {
    if is_capturing(ordinal) {
        let remedy = "leave it out of the graph";
        return Err(Error::graph(op, "no kernel for this call, which a graph needs", Device::Cuda(ordinal), remedy));
    }
    if ON_THE_CPU.lock().unwrap_or_else(PoisonError::into_inner).insert(op) {
        eprintln!("cresset: {op} has no kernel for this call on GPUs yet: the CPU computes it on a copy");
    }
    Ok(())
}

/// The operators whose results for a GPU the CPU computed so far in this process.
#[must_use]
pub fn through_the_cpu() -> Vec<&'static str> {
    ON_THE_CPU.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
}
