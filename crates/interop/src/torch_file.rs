//! Files of `torch.save`: `.pt` and `.pth`, as archives or in the form from before version 1.6.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cresset_autograd::{Error, Result, Tensor};
use cresset_nn::StateDict;

use crate::archive::Archive;
use crate::pickle::{self, Pickled, StoredTensor};
use crate::place::Place;
use crate::stored::Storages;

mod legacy;
mod write;

pub use write::{save_torch, write_torch};

const OBJECT: &str = "data.pkl";

/// An open file of `torch.save`. What it holds is known at once; tensors of archives are read when they are asked for.
pub struct TorchFile {
    root: Pickled,
    place: Place,
    contents: Mutex<Contents>,
}

struct Contents {
    source: Source,
    storages: Storages,
}

enum Source {
    Archive(Archive),
    Legacy(legacy::Contents),
}

impl TorchFile {
    /// Opens a file. Nothing in it is executed: a pickle that asks for more than plain values is refused.
    ///
    /// # Errors
    /// No such file, another format, or a pickle with a global that is not on the short list of harmless ones.
    pub fn open(path: impl AsRef<Path>) -> Result<TorchFile> {
        let op = "torch file";
        let path = path.as_ref();
        let place = Place::path(op, path);
        if legacy::is_legacy(path).map_err(|error| place.io(&error))? {
            let bytes = std::fs::read(path).map_err(|error| place.io(&error))?;
            return TorchFile::of_legacy(bytes, place);
        }
        TorchFile::of_archive(Archive::open(op, path)?, place)
    }

    /// [`TorchFile::open`] over the bytes of a file.
    ///
    /// # Errors
    /// As [`TorchFile::open`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<TorchFile> {
        let op = "torch file";
        let place = Place::new(op, "bytes");
        if bytes.starts_with(legacy::MAGIC) {
            return TorchFile::of_legacy(bytes, place);
        }
        TorchFile::of_archive(Archive::from_bytes(op, bytes)?, place)
    }

    fn of_archive(mut archive: Archive, place: Place) -> Result<TorchFile> {
        if !archive.has(OBJECT) {
            return Err(place.format("no pickle in the archive", "give a file of torch.save"));
        }
        if archive.has("byteorder") && archive.read("byteorder")? != b"little" {
            return Err(place.format("written in another order of bytes", "save it on a little-endian machine"));
        }
        let bytes = archive.read(OBJECT)?;
        let (root, _) = pickle::read(&bytes, &place)?;
        let contents = Contents { source: Source::Archive(archive), storages: Storages::default() };
        Ok(TorchFile { root, place, contents: Mutex::new(contents) })
    }

    fn of_legacy(bytes: Vec<u8>, place: Place) -> Result<TorchFile> {
        let (root, contents) = legacy::read(bytes, &place)?;
        let contents = Contents { source: Source::Legacy(contents), storages: Storages::default() };
        Ok(TorchFile { root, place, contents: Mutex::new(contents) })
    }

    /// What was saved.
    #[must_use]
    pub fn root(&self) -> &Pickled {
        &self.root
    }

    /// Reads one tensor. Tensors that share a storage in the file share it here.
    ///
    /// # Errors
    /// Its data is not in the file or is too short, or no memory left.
    pub fn tensor(&self, stored: &StoredTensor) -> Result<Tensor> {
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        let Contents { source, storages } = &mut *contents;
        let place = self.place.member(&stored.storage);
        let read = || match source {
            Source::Archive(archive) => archive.read(&format!("data/{}", stored.storage)),
            Source::Legacy(legacy) => legacy.storage(&stored.storage, &place),
        };
        storages.tensor(&stored.storage, &stored.window, &place, read)
    }

    /// The tensors below the root, or below the entry of the root that `entry` names, such as `model_state_dict`.
    /// Names within further dicts and lists are joined by points.
    ///
    /// # Errors
    /// There is no such entry, two tensors have one name, or one cannot be read.
    pub fn state_dict(&self, entry: Option<&str>) -> Result<StateDict> {
        let below = match entry {
            None => &self.root,
            Some(key) => self.root.get(key).ok_or_else(|| self.no_entry(key))?,
        };
        let mut dict = StateDict::new();
        for (name, stored) in below.tensors() {
            let tensor = self.tensor(stored)?;
            if dict.insert(name.clone(), tensor).is_some() {
                return Err(self.place.found("two tensors of one name", name, "ask for one entry of the file"));
            }
        }
        Ok(dict)
    }

    #[cold]
    fn no_entry(&self, key: &str) -> Error {
        self.place.found("no such entry", key, "see what the root holds")
    }
}
