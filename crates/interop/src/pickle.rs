//! Python's pickles as data: nothing is executed, and a global that is not known to be harmless is refused by name.
//!
//! # Source
//! CPython, `Lib/pickletools.py`; PyTorch, `torch/_weights_only_unpickler.py`.

use cresset_autograd::{DType, Result};

use crate::place::Place;
use crate::stored::Window;

mod globals;
mod machine;
mod tree;

/// A tensor that is described but not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTensor {
    pub(crate) storage: String,
    pub(crate) window: Window,
    pub(crate) requires_grad: bool,
}

impl StoredTensor {
    /// The dtype.
    #[must_use]
    pub fn dtype(&self) -> DType {
        self.window.dtype
    }

    /// The sizes.
    #[must_use]
    pub fn sizes(&self) -> &[i64] {
        &self.window.sizes
    }

    /// Whether it was saved as one that requires a gradient, as parameters are.
    #[must_use]
    pub fn requires_grad(&self) -> bool {
        self.requires_grad
    }
}

/// What a pickle holds.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the variants are what they hold")]
pub enum Pickled {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    DType(DType),
    Tensor(StoredTensor),
    List(Vec<Pickled>),
    Tuple(Vec<Pickled>),
    Set(Vec<Pickled>),
    Dict(Vec<(Pickled, Pickled)>),
}

impl Pickled {
    /// The value of a dict under a text.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Pickled> {
        match self {
            Pickled::Dict(entries) => entries
                .iter()
                .find(|(known, _)| matches!(known, Pickled::Text(text) if text == key))
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// All tensors below, each under the texts and numbers that lead to it, joined by points.
    #[must_use]
    pub fn tensors(&self) -> Vec<(String, &StoredTensor)> {
        let mut found = Vec::new();
        self.gather("", &mut found);
        found
    }

    fn gather<'a>(&'a self, path: &str, found: &mut Vec<(String, &'a StoredTensor)>) {
        let below = |part: &str| if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") };
        match self {
            Pickled::Tensor(tensor) => found.push((path.to_owned(), tensor)),
            Pickled::Dict(entries) => {
                for (key, value) in entries {
                    match key {
                        Pickled::Text(text) => value.gather(&below(text), found),
                        Pickled::Int(number) => value.gather(&below(&number.to_string()), found),
                        _ => {}
                    }
                }
            }
            Pickled::List(members) | Pickled::Tuple(members) => {
                for (at, member) in members.iter().enumerate() {
                    member.gather(&below(&at.to_string()), found);
                }
            }
            _ => {}
        }
    }
}

/// Reads one pickle from the front of the bytes; returns it and how many bytes it took.
pub(crate) fn read(bytes: &[u8], place: &Place) -> Result<(Pickled, usize)> {
    machine::run(bytes, place)
}
