//! The files of a set: a folder, or one archive with the same files.

use std::collections::HashMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use cresset_autograd::{DType, Device, Tensor, bytes};
use serde_json::Value as Json;

/// The set that is committed here.
const COMMITTED: &[u8] = include_bytes!("data/public.zip");

/// Where the files of a set are.
pub enum Set {
    Folder(PathBuf),
    Committed,
}

impl Set {
    pub fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        match self {
            Set::Folder(folder) => fs::read(folder.join(name)).map_err(|error| format!("{name}: {error}")),
            Set::Committed => {
                let mut archive =
                    zip::ZipArchive::new(Cursor::new(COMMITTED)).map_err(|error| format!("public.zip: {error}"))?;
                let mut file = archive.by_name(name).map_err(|error| format!("{name}: {error}"))?;
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).map_err(|error| format!("{name}: {error}"))?;
                Ok(bytes)
            }
        }
    }

    /// The objects of a file of JSON lines, or none where the set lacks the file.
    pub fn lines(&self, name: &str) -> Result<Vec<Json>, String> {
        if let Set::Folder(folder) = self
            && !Path::new(&folder.join(name)).exists()
        {
            return Ok(Vec::new());
        }
        let bytes = self.read(name)?;
        let text = String::from_utf8(bytes).map_err(|error| format!("{name}: {error}"))?;
        let line = |line: &str| serde_json::from_str(line).map_err(|error| format!("{name}: {error}"));
        text.lines().filter(|line| !line.trim().is_empty()).map(line).collect()
    }
}

/// One safetensors file, and the device that its tensors are wanted on.
pub struct Shard {
    bytes: Vec<u8>,
    header: HashMap<String, Json>,
    start: usize,
    device: Device,
}

impl Shard {
    pub fn read(set: &Set, name: &str, device: Device) -> Result<Shard, String> {
        let bytes = set.read(name)?;
        let wrong = || format!("{name}: not safetensors");
        let length = bytes.first_chunk::<8>().map(|length| u64::from_le_bytes(*length) as usize).ok_or_else(wrong)?;
        let header = bytes.get(8..8 + length).ok_or_else(wrong)?;
        let header = serde_json::from_slice(header).map_err(|error| format!("{name}: {error}"))?;
        Ok(Shard { bytes, header, start: 8 + length, device })
    }

    /// A tensor of its own memory.
    pub fn tensor(&self, key: &str) -> Result<Tensor, String> {
        let entry = self.header.get(key).ok_or_else(|| format!("no tensor {key} in the shard"))?;
        let numbers = |name: &str| -> Vec<usize> {
            let list = entry[name].as_array().into_iter().flatten();
            list.filter_map(|number| number.as_u64().map(|number| number as usize)).collect()
        };
        let (sizes, ends) = (numbers("shape"), numbers("data_offsets"));
        let names = [
            ("BOOL", "bool"),
            ("U8", "uint8"),
            ("I8", "int8"),
            ("I16", "int16"),
            ("I32", "int32"),
            ("I64", "int64"),
            ("F16", "float16"),
            ("BF16", "bfloat16"),
            ("F32", "float32"),
            ("F64", "float64"),
        ];
        let dtype =
            names.iter().find(|(short, _)| entry["dtype"] == *short).and_then(|(_, name)| DType::from_name(name));
        let dtype = dtype.ok_or_else(|| format!("dtype of {key}"))?;
        let data = match ends[..] {
            [from, to] => self.bytes.get(self.start + from..self.start + to),
            _ => None,
        };
        let data = data.ok_or_else(|| format!("data of {key}"))?;
        let tensor = bytes::from_bytes(data, dtype, &sizes).map(Tensor::new);
        tensor.and_then(|tensor| tensor.try_to_device(self.device)).map_err(|error| error.to_string())
    }
}
