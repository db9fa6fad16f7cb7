//! What a program takes and gives, for people.

use std::fmt;

use cresset_autograd::DType;

use crate::place::Place;

use super::ExportedProgram;
use super::compile::{self, name_of};
use super::file::{Argument, Graph};
use super::inputs;

/// An input or an output of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its name in the program.
    pub name: String,
    /// The dtype, if it is a tensor.
    pub dtype: Option<DType>,
    /// The sizes, if it is a tensor: numbers, or expressions of symbols.
    pub sizes: Vec<String>,
}

impl Described {
    pub(super) fn new(argument: &Argument, graph: &Graph, place: &Place) -> Described {
        let name = name_of(argument).unwrap_or("constant");
        let meta = graph.tensor_values.0.get(name).filter(|_| matches!(argument, Argument::AsTensor(_)));
        Described {
            name: name.to_owned(),
            dtype: meta.and_then(|meta| compile::dtype(meta.dtype, place).ok()),
            sizes: meta
                .into_iter()
                .flat_map(|meta| &meta.sizes)
                .map(|size| inputs::expression(size).to_string())
                .collect(),
        }
    }
}

/// `x float32 [s0, 3]`.
impl fmt::Display for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dtype {
            Some(dtype) => write!(f, "{} {dtype} [{}]", self.name, self.sizes.join(", ")),
            None => write!(f, "{}", self.name),
        }
    }
}

/// The values that a symbol of sizes can have; `None` is no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Bounds {
    pub least: Option<i64>,
    pub most: Option<i64>,
}

impl Bounds {
    pub(super) fn contain(self, value: i64) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }
}

/// `from 1 to 64`, `from 2 up`.
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (Some(least), Some(most)) => write!(f, "from {least} to {most}"),
            (Some(least), None) => write!(f, "from {least} up"),
            (None, Some(most)) => write!(f, "up to {most}"),
            (None, None) => write!(f, "of any size"),
        }
    }
}

impl ExportedProgram {
    /// The inputs, in order.
    #[must_use]
    pub fn inputs(&self) -> &[Described] {
        &self.described[0]
    }

    /// The outputs, in order; those that are no tensors too.
    #[must_use]
    pub fn outputs(&self) -> &[Described] {
        &self.described[1]
    }

    /// The symbols of sizes, each with the values that it can have.
    pub fn symbols(&self) -> impl Iterator<Item = (&str, Bounds)> {
        self.ranges.0.iter().map(|(name, &bounds)| (name.as_str(), bounds))
    }
}
