//! Safetensors files, whole or in shards with an index: only headers are read until a tensor is asked for.
//!
//! Files are read, unless they are opened to be mapped: a mapping gives a tensor memory that changes when somebody else
//! writes the file, and ends the process when somebody cuts it. It saves the copy, and reads only what is looked at.
//!
//! # Source
//! <https://github.com/huggingface/safetensors>, "Format".

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cresset_autograd::{DType, Device, Options, Result, Tensor, bytes};
use cresset_nn::StateDict;
use serde::Deserialize;

use crate::archive::Source;
use crate::place::Place;
use crate::unique::Unique;

/// The longest header that is read, as the format's own limit.
const MOST_HEADER_BYTES: u64 = 100_000_000;
/// Tensors of fewer bytes are read though the file is mapped: pages and their tables cost more.
const LEAST_MAPPED_BYTES: usize = 1 << 16;
/// What is read at once: a multiple of every dtype's size that caches hold.
const PIECE_BYTES: usize = 1 << 20;
const METADATA: &str = "__metadata__";

const DTYPES: [(&str, DType); 11] = [
    ("BOOL", DType::Bool),
    ("U8", DType::U8),
    ("I8", DType::I8),
    ("I16", DType::I16),
    ("I32", DType::I32),
    ("I64", DType::I64),
    ("F16", DType::F16),
    ("BF16", DType::BF16),
    ("F32", DType::F32),
    ("F64", DType::F64),
    ("C64", DType::C64),
];

/// An open file, or the open shards of one state dict.
pub struct SafeTensors {
    files: Vec<Mutex<Box<dyn Source>>>,
    /// The same files, where tensors are to be mapped.
    mapped: Option<Vec<File>>,
    places: Vec<Place>,
    /// Names in the order in which they stand in the files.
    entries: Vec<(String, Entry)>,
    /// Where a name stands in `entries`.
    positions: HashMap<String, usize>,
    metadata: BTreeMap<String, String>,
}

/// Where a tensor is.
struct Entry {
    dtype: DType,
    sizes: Vec<usize>,
    file: usize,
    start: u64,
    n_bytes: u64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Described {
    Tensor { dtype: String, shape: Vec<usize>, data_offsets: [u64; 2] },
    Metadata(BTreeMap<String, String>),
}

#[derive(Deserialize)]
struct Index {
    weight_map: Unique<String>,
}

impl SafeTensors {
    /// Opens a `.safetensors` file, or the shards of a `.safetensors.index.json`.
    ///
    /// # Errors
    /// No such file, or a header that is not what the format asks for.
    pub fn open(path: impl AsRef<Path>) -> Result<SafeTensors> {
        SafeTensors::open_as(path.as_ref(), None)
    }

    /// As [`SafeTensors::open`], with memory that is the file's own: the system reads a page when somebody looks at it.
    /// Writing to a tensor does not change the file, nor what a second call for it gives. Small tensors, whole numbers
    /// and truth values, and tensors that begin at no multiple of an element, are read as before.
    ///
    /// This is for files that nobody writes while tensors of them live. Whoever writes one changes elements; whoever
    /// cuts one off ends this process by SIGBUS when it next looks there. Replacing a file, as programs do that rename
    /// a new one to its name, is safe. Files of strangers are best opened by [`SafeTensors::open`].
    ///
    /// # Errors
    /// As [`SafeTensors::open`].
    pub fn open_mapped(path: impl AsRef<Path>) -> Result<SafeTensors> {
        SafeTensors::open_as(path.as_ref(), Some(Vec::new()))
    }

    fn open_as(path: &Path, mapped: Option<Vec<File>>) -> Result<SafeTensors> {
        let place = Place::path("safetensors", path);
        let mut opened = SafeTensors { mapped, ..SafeTensors::empty() };
        if path.extension().is_some_and(|extension| extension == "json") {
            opened.open_shards(path, &place)?;
        } else {
            opened.open_one(path.to_owned())?;
        }
        Ok(opened)
    }

    /// [`SafeTensors::open`] over the bytes of a file.
    ///
    /// # Errors
    /// As [`SafeTensors::open`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<SafeTensors> {
        let mut opened = SafeTensors::empty();
        let n_bytes = bytes.len() as u64;
        opened.add(Box::new(Cursor::new(bytes)), n_bytes, Place::new("safetensors", "bytes"))?;
        Ok(opened)
    }

    /// The names, in the order in which they stand in the files.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.as_str())
    }

    /// Dtype and sizes of a tensor.
    #[must_use]
    pub fn describe(&self, name: &str) -> Option<(DType, &[usize])> {
        self.entry(name).map(|entry| (entry.dtype, entry.sizes.as_slice()))
    }

    /// The file's own texts by name.
    #[must_use]
    pub fn metadata(&self) -> &BTreeMap<String, String> {
        &self.metadata
    }

    /// Reads one tensor.
    ///
    /// # Errors
    /// There is no such tensor, the file cannot be read, or no memory left.
    pub fn tensor(&self, name: &str) -> Result<Tensor> {
        let Some(entry) = self.entry(name) else {
            return Err(Place::new("safetensors", name).format("no such tensor", "see the names of the file"));
        };
        self.read(entry)
    }

    /// Reads all tensors.
    ///
    /// # Errors
    /// As [`SafeTensors::tensor`].
    pub fn state_dict(&self) -> Result<StateDict> {
        self.entries.iter().map(|(name, entry)| Ok((name.clone(), self.read(entry)?))).collect()
    }

    fn empty() -> SafeTensors {
        SafeTensors {
            files: Vec::new(),
            mapped: None,
            places: Vec::new(),
            entries: Vec::new(),
            positions: HashMap::new(),
            metadata: BTreeMap::new(),
        }
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.positions.get(name).and_then(|&at| self.entries.get(at)).map(|(_, entry)| entry)
    }

    fn read(&self, entry: &Entry) -> Result<Tensor> {
        let place = &self.places[entry.file];
        let n_bytes = entry.n_bytes as usize;
        let mapped = self.mapped.as_ref().and_then(|files| files.get(entry.file));
        if let Some(file) = mapped.filter(|_| n_bytes >= LEAST_MAPPED_BYTES)
            && let Some(array) =
                bytes::mapped(file, entry.start, n_bytes, entry.dtype).map_err(|error| place.io(&error))?
        {
            let sizes: Vec<i64> = entry.sizes.iter().map(|&size| size as i64).collect();
            let view = Tensor::new(array).try_view(sizes).map_err(|error| place.tensor(error))?;
            return Ok(view.detach());
        }
        let mut file = self.files[entry.file].lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(entry.start)).map_err(|error| place.io(&error))?;
        // The header was checked against the length of the file, so this much is there.
        let mut data = vec![0; n_bytes.min(PIECE_BYTES)];
        let mut piece = |n_bytes: usize, sizes: &[usize]| {
            let data = data.get_mut(..n_bytes).unwrap_or_default();
            file.read_exact(data).map_err(|error| place.io(&error))?;
            bytes::from_bytes(data, entry.dtype, sizes).map(Tensor::new).map_err(|error| place.tensor(error))
        };
        if n_bytes <= PIECE_BYTES {
            return piece(n_bytes, &entry.sizes);
        }
        // Piece by piece, so that a large tensor is not in memory twice.
        let options = Options::new().dtype(entry.dtype).device(Device::Cpu);
        let whole = options.try_empty(&entry.sizes).map_err(|error| place.tensor(error))?;
        let flat = whole.try_reshape([-1])?;
        let (item, numel) = (entry.dtype.n_bytes(), whole.numel());
        for start in (0..numel).step_by(PIECE_BYTES / item) {
            let n = (numel - start).min(PIECE_BYTES / item);
            flat.try_narrow(0, start as i64, n)?.try_copy_(&piece(n * item, &[n])?)?;
        }
        Ok(whole)
    }

    fn open_one(&mut self, path: PathBuf) -> Result<()> {
        let place = Place::path("safetensors", &path);
        let file = File::open(&path).map_err(|error| place.io(&error))?;
        let n_bytes = file.metadata().map_err(|error| place.io(&error))?.len();
        if let Some(mapped) = &mut self.mapped {
            mapped.push(file.try_clone().map_err(|error| place.io(&error))?);
        }
        self.add(Box::new(file), n_bytes, place)
    }

    fn open_shards(&mut self, path: &Path, place: &Place) -> Result<()> {
        let text = std::fs::read(path).map_err(|error| place.io(&error))?;
        let index: Index = serde_json::from_slice(&text)
            .map_err(|error| place.found("not an index of shards", error, "give a .safetensors.index.json"))?;
        let mut shards: Vec<&String> = index.weight_map.0.values().collect();
        shards.sort_unstable();
        shards.dedup();
        for shard in &shards {
            if shard.contains(['/', '\\', '\0', ':']) || shard.starts_with('.') {
                return Err(place.found("a shard outside of the folder", shard, "shards stand beside their index"));
            }
            self.open_one(path.with_file_name(shard))?;
        }
        for (name, shard) in &index.weight_map.0 {
            let file = self.entry(name).and_then(|entry| shards.get(entry.file));
            if file != Some(&shard) {
                return Err(place.found("a tensor that is not in its shard", name, "the index belongs to other files"));
            }
        }
        self.entries.retain(|(name, _)| index.weight_map.0.contains_key(name));
        self.positions = self.entries.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect();
        Ok(())
    }

    /// Reads the header of a file and checks all that it says against the file's length.
    fn add(&mut self, mut file: Box<dyn Source>, n_bytes: u64, place: Place) -> Result<()> {
        let cut = || place.format("the header is cut off", "the file is not whole");
        let mut length = [0; 8];
        file.read_exact(&mut length).map_err(|_| cut())?;
        let n_header = u64::from_le_bytes(length);
        if n_header > MOST_HEADER_BYTES {
            return Err(place.found("header too long", n_header, "at most 100000000 bytes are read"));
        }
        let Some(n_data) = n_bytes.checked_sub(8).and_then(|rest| rest.checked_sub(n_header)) else {
            return Err(cut());
        };
        let mut header = vec![0; n_header as usize];
        file.read_exact(&mut header).map_err(|_| cut())?;
        let header: Unique<Described> = serde_json::from_slice(&header)
            .map_err(|error| place.found("not a header of safetensors", error, "save the file anew"))?;
        let mut found = Vec::new();
        for (name, described) in header.0 {
            match described {
                Described::Metadata(texts) if name == METADATA => self.metadata.extend(texts),
                Described::Tensor { dtype, shape, data_offsets: [start, end] } if name != METADATA => {
                    let place = place.member(&name);
                    let Some((_, dtype)) = DTYPES.iter().find(|(known, _)| *known == dtype) else {
                        return Err(place.found("a dtype that tensors cannot have", dtype, "convert it before saving"));
                    };
                    let wanted = shape.iter().try_fold(dtype.n_bytes(), |product, &size| product.checked_mul(size));
                    let wanted = if shape.contains(&0) { Some(0) } else { wanted };
                    let Some(wanted) = wanted else {
                        return Err(place.found("size overflows", format_args!("{shape:?}"), "the file is damaged"));
                    };
                    if end.checked_sub(start) != Some(wanted as u64) {
                        let found = format_args!("{start}..{end} for {wanted} bytes");
                        return Err(place.found("offsets that do not fit the sizes", found, "the file is damaged"));
                    }
                    if end > n_data {
                        let found = format_args!("{start}..{end} of {n_data}");
                        return Err(place.found("a tensor that reaches out of the file", found, "the file is cut off"));
                    }
                    let file = self.files.len();
                    let entry = Entry { dtype: *dtype, sizes: shape, file, start, n_bytes: wanted as u64 };
                    found.push((name, entry));
                }
                _ => return Err(place.found("not a header of safetensors", name, "save the file anew")),
            }
        }
        found.sort_by_key(|(_, entry)| (entry.start, entry.n_bytes));
        let mut end = 0;
        for (name, entry) in &mut found {
            if entry.start != end {
                let place = place.member(name);
                let found = format_args!("starts at {}, the one before ends at {end}", entry.start);
                return Err(place.found("tensors overlap or leave a gap", found, "the file is damaged"));
            }
            end = entry.start + entry.n_bytes;
            entry.start += 8 + n_header;
        }
        if end != n_data {
            let found = format_args!("{end} of {n_data} bytes");
            return Err(place.found("bytes that belong to no tensor", found, "the file is damaged"));
        }
        if let Some((name, _)) = found.iter().find(|(name, _)| self.entry(name).is_some()) {
            return Err(place.found("a name in two shards", name, "give each name once"));
        }
        for (name, entry) in found {
            self.positions.insert(name.clone(), self.entries.len());
            self.entries.push((name, entry));
        }
        self.files.push(Mutex::new(file));
        self.places.push(place);
        Ok(())
    }
}
