//! The form of `torch.save` from before version 1.6: five pickles, and the storages behind them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use cresset_autograd::{DType, Result};

use crate::pickle::{self, Pickled};
use crate::place::Place;

/// The first pickle: a number that marks the format.
pub(super) const MAGIC: &[u8] = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";

/// The storages of a file.
pub(super) struct Contents {
    bytes: Vec<u8>,
    storages: HashMap<String, Range<usize>>,
}

impl Contents {
    pub(super) fn storage(&self, key: &str, place: &Place) -> Result<Vec<u8>> {
        let bytes = self.storages.get(key).and_then(|range| self.bytes.get(range.clone()));
        bytes.map(<[u8]>::to_vec).ok_or_else(|| place.format("a tensor without data", "the file is not whole"))
    }
}

pub(super) fn is_legacy(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    File::open(path)?.take(MAGIC.len() as u64).read_to_end(&mut start)?;
    Ok(start == MAGIC)
}

/// The object of a file, and where its storages are.
pub(super) fn read(bytes: Vec<u8>, place: &Place) -> Result<(Pickled, Contents)> {
    let mut at = MAGIC.len();
    let mut next = |what: &'static str| -> Result<Pickled> {
        let rest = bytes.get(at..).unwrap_or_default();
        let (value, taken) = pickle::read(rest, &place.member(what))?;
        at += taken;
        Ok(value)
    };
    if next("protocol version")? != Pickled::Int(1001) {
        return Err(place.format("an unknown version of the old format", "save it anew with a later PyTorch"));
    }
    if next("system")?.get("little_endian") != Some(&Pickled::Bool(true)) {
        return Err(place.format("written in another order of bytes", "save it on a little-endian machine"));
    }
    let root = next("object")?;
    let Pickled::List(keys) = next("storages")? else {
        return Err(place.format("no list of storages", "the file is damaged"));
    };
    // How long an element is only the tensors say.
    let dtypes: HashMap<String, DType> =
        root.tensors().into_iter().map(|(_, tensor)| (tensor.storage.clone(), tensor.dtype())).collect();
    let mut storages = HashMap::new();
    for key in keys {
        let Pickled::Text(key) = key else { return Err(place.format("no list of storages", "the file is damaged")) };
        let cut = || place.found("cut off within a storage", &key, "the file is not whole");
        let n = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()).ok_or_else(cut)?;
        let Some(dtype) = dtypes.get(&key) else {
            return Err(place.found("a storage that no tensor uses", &key, "save it anew with a later PyTorch"));
        };
        let n = usize::try_from(u64::from_le_bytes(*n)).ok().and_then(|n| n.checked_mul(dtype.n_bytes()));
        let start = at + 8;
        let end = n.and_then(|n| start.checked_add(n)).filter(|&end| end <= bytes.len()).ok_or_else(cut)?;
        at = end;
        if storages.insert(key.clone(), start..end).is_some() {
            return Err(place.found("a storage that stands twice", &key, "the file is damaged"));
        }
    }
    Ok((root, Contents { bytes, storages }))
}
