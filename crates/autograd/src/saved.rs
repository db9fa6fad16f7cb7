//! Tensors that a node keeps for backward.

use cresset_ops::Array;
use cresset_storage::{Error, ErrorKind, Result};

use crate::graph::{Edge, NodeRef};
use crate::{Tensor, mode};

/// A tensor kept for backward, with the version it had.
#[derive(Debug)]
pub struct Saved {
    kept: Kept,
    version: u64,
}

#[derive(Debug)]
enum Kept {
    Input(Tensor),
    /// An output of the node itself: without the tensor, which holds the node. Boxed, because most of what is kept is
    /// an input, and nodes are moved into place.
    Output {
        array: Box<Array>,
        output: usize,
    },
}

impl Saved {
    /// Keeps an input of the call.
    ///
    /// # Errors
    /// The tensor was made in inference mode.
    #[inline]
    pub fn input(tensor: &Tensor) -> Result<Saved> {
        if tensor.is_inference() {
            let remedy = "clone it outside of inference mode";
            return Err(Error::graph("backward", "a tensor made in inference mode cannot be saved", "tensor", remedy));
        }
        Ok(Saved { version: tensor.array().storage().version(), kept: Kept::Input(tensor.clone()) })
    }

    /// Keeps an output of the call.
    #[must_use]
    pub fn output(array: &Array, output: usize) -> Saved {
        Saved { version: array.storage().version(), kept: Kept::Output { array: Box::new(array.clone()), output } }
    }

    /// The elements, if nobody wrote them since.
    ///
    /// # Errors
    /// Somebody did.
    #[inline]
    pub fn array(&self, node: &NodeRef) -> Result<&Array> {
        let array = match &self.kept {
            Kept::Input(tensor) => tensor.array(),
            Kept::Output { array, .. } => array,
        };
        if array.storage().version() != self.version {
            return Err(self.modified(node, array));
        }
        Ok(array)
    }

    /// The tensor, if nobody wrote it since; an output is part of the graph again.
    ///
    /// # Errors
    /// Somebody did.
    pub fn tensor(&self, node: &NodeRef) -> Result<Tensor> {
        let array = self.array(node)?;
        Ok(match &self.kept {
            Kept::Input(tensor) => tensor.clone(),
            Kept::Output { output, .. } if mode::is_grad_enabled() => {
                Tensor::recorded(Array::clone(array), Edge { node: node.clone(), output: *output })
            }
            Kept::Output { .. } => Tensor::new(Array::clone(array)),
        })
    }

    #[cold]
    fn modified(&self, node: &NodeRef, array: &Array) -> Error {
        ErrorKind::Modified {
            saved_by: node.name(),
            modified_by: array.storage().last_writer(),
            sizes: *array.sizes(),
            saved_version: self.version,
            found_version: array.storage().version(),
            recorded_at: mode::is_anomaly_enabled().then(|| node.place().to_string()),
        }
        .into()
    }
}

/// The error of a node whose saved tensors were let go.
#[cold]
#[must_use]
pub fn released(node: &NodeRef) -> Error {
    Error::graph(
        "backward",
        "a second backward through a graph that was freed",
        node.name(),
        "pass retain_graph to the first backward",
    )
}
