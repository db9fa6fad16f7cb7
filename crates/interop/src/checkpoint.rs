//! A file of tensors of any known format, told by what is in it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use cresset_autograd::{DType, Result, Tensor};
use cresset_nn::{Module, StateDict};

use crate::archive::Archive;
use crate::place::Place;
use crate::{ExportedProgram, SafeTensors, TorchFile, load_npy, load_npz};

/// An open file of named tensors.
#[allow(missing_docs, reason = "the variants are the formats")]
pub enum Checkpoint {
    Torch(Box<TorchFile>),
    SafeTensors(SafeTensors),
    Program(Box<ExportedProgram>),
    Npz(Vec<(String, Tensor)>),
    Npy(Tensor),
}

impl Checkpoint {
    /// Opens a file of `torch.save`, `torch.export.save`, safetensors (also by an index of shards) or NumPy.
    ///
    /// # Errors
    /// No such file, no format that is known, or what the format's own reader refuses.
    pub fn open(path: impl AsRef<Path>) -> Result<Checkpoint> {
        let path = path.as_ref();
        let place = Place::path("Checkpoint::open", path);
        let mut start = Vec::new();
        let file = File::open(path).map_err(|error| place.io(&error))?;
        file.take(8).read_to_end(&mut start).map_err(|error| place.io(&error))?;
        if start.starts_with(b"PK") {
            let archive = Archive::open("Checkpoint::open", path)?;
            return if archive.has("models/model.json") {
                Ok(Checkpoint::Program(Box::new(ExportedProgram::load(path)?)))
            } else if archive.has("data.pkl") {
                Ok(Checkpoint::Torch(Box::new(TorchFile::open(path)?)))
            } else {
                Ok(Checkpoint::Npz(load_npz(path)?))
            };
        }
        if start.starts_with(b"\x93NUMPY") {
            return Ok(Checkpoint::Npy(load_npy(path)?));
        }
        if start.starts_with(b"\x80\x02") {
            return Ok(Checkpoint::Torch(Box::new(TorchFile::open(path)?)));
        }
        let is_index = path.extension().is_some_and(|extension| extension == "json");
        if !is_index && path.extension().is_none_or(|extension| extension != "safetensors") {
            return Err(place.format("an unknown format", "give a file of .pt2, .pt, .safetensors, .npz or .npy"));
        }
        Ok(Checkpoint::SafeTensors(SafeTensors::open(path)?))
    }

    /// The name of the format.
    #[must_use]
    pub fn format(&self) -> &'static str {
        match self {
            Checkpoint::Torch(_) => "torch",
            Checkpoint::SafeTensors(_) => "safetensors",
            Checkpoint::Program(_) => "program",
            Checkpoint::Npz(_) => "npz",
            Checkpoint::Npy(_) => "npy",
        }
    }

    /// Names, dtypes and sizes of the tensors, in the file's order. Those of safetensors and archives of `torch.save`
    /// are not read for it.
    #[must_use]
    pub fn tensors(&self) -> Vec<(String, DType, Vec<usize>)> {
        let of = |name: &str, tensor: &Tensor| (name.to_owned(), tensor.dtype(), tensor.sizes().to_vec());
        match self {
            Checkpoint::Torch(file) => {
                let sizes = |sizes: &[i64]| sizes.iter().map(|&size| usize::try_from(size).unwrap_or(0)).collect();
                let tensors = file.root().tensors().into_iter();
                tensors.map(|(name, stored)| (name, stored.dtype(), sizes(stored.sizes()))).collect()
            }
            Checkpoint::SafeTensors(file) => {
                let described = file.names().filter_map(|name| Some((name, file.describe(name)?)));
                described.map(|(name, (dtype, sizes))| (name.to_owned(), dtype, sizes.to_vec())).collect()
            }
            Checkpoint::Program(program) => {
                program.state_dict().iter().map(|(name, tensor)| of(name, tensor)).collect()
            }
            Checkpoint::Npz(tensors) => tensors.iter().map(|(name, tensor)| of(name, tensor)).collect(),
            Checkpoint::Npy(tensor) => vec![of("array", tensor)],
        }
    }

    /// Reads the tensors one after another, in the file's order.
    ///
    /// # Errors
    /// One cannot be read, or what `see` gives.
    pub fn each(&self, see: &mut dyn FnMut(&str, Tensor) -> Result<()>) -> Result<()> {
        match self {
            Checkpoint::Torch(file) => {
                let tensors = file.root().tensors();
                tensors.iter().try_for_each(|(name, stored)| see(name, file.tensor(stored)?))
            }
            Checkpoint::SafeTensors(file) => file.names().try_for_each(|name| see(name, file.tensor(name)?)),
            _ => self.state_dict()?.into_iter().try_for_each(|(name, tensor)| see(&name, tensor)),
        }
    }

    /// All tensors by name.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn state_dict(&self) -> Result<StateDict> {
        match self {
            Checkpoint::Torch(file) => file.state_dict(None),
            Checkpoint::SafeTensors(file) => file.state_dict(),
            Checkpoint::Program(program) => Ok(program.state_dict()),
            Checkpoint::Npz(tensors) => Ok(tensors.iter().cloned().collect()),
            Checkpoint::Npy(tensor) => Ok(std::iter::once(("array", tensor.clone())).collect()),
        }
    }
}
