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

    /// The symbols of sizes, each with its least and its largest value.
    pub fn symbols(&self) -> impl Iterator<Item = (&str, i64, i64)> {
        self.ranges.0.iter().map(|(name, &(least, most))| (name.as_str(), least, most))
    }
}
