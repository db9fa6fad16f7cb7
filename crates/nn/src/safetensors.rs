//! State dicts in files of the safetensors format.

use std::borrow::Cow;
use std::path::Path;

use cresset_autograd::{DType, Error, Result, Tensor, bytes};
use safetensors::tensor::{Dtype, SafeTensors, View};

use crate::StateDict;

/// The dtypes that both sides have.
const DTYPES: [(DType, Dtype); 11] = [
    (DType::Bool, Dtype::BOOL),
    (DType::U8, Dtype::U8),
    (DType::I8, Dtype::I8),
    (DType::I16, Dtype::I16),
    (DType::I32, Dtype::I32),
    (DType::I64, Dtype::I64),
    (DType::F16, Dtype::F16),
    (DType::BF16, Dtype::BF16),
    (DType::F32, Dtype::F32),
    (DType::F64, Dtype::F64),
    (DType::C64, Dtype::C64),
];

/// A tensor on its way to a file.
struct Saved<'a> {
    dtype: Dtype,
    sizes: &'a [usize],
    bytes: Vec<u8>,
}

impl View for Saved<'_> {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        self.sizes
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

/// Writes the tensors to a file, which is replaced as a whole or not at all.
///
/// # Errors
/// The file cannot be written, or no memory left.
pub fn save_safetensors(dict: &StateDict, path: impl AsRef<Path>) -> Result<()> {
    let op = "save_safetensors";
    let path = path.as_ref();
    let mut views = Vec::with_capacity(dict.len());
    for (name, tensor) in dict.iter() {
        let Some((_, dtype)) = DTYPES.into_iter().find(|(dtype, _)| *dtype == tensor.dtype()) else {
            let remedy = "convert it to a dtype that the format has";
            return Err(Error::dtype(op, "not in the format", &[("tensor", tensor.dtype())], remedy));
        };
        views.push((name, Saved { dtype, sizes: tensor.sizes(), bytes: bytes::to_bytes(tensor.array())? }));
    }
    // The crate writes a neighbour of the file and renames it; of a bare name it would not find the folder.
    let full = std::path::absolute(path).map_err(|error| Error::io(op, path.display(), error))?;
    safetensors::serialize_to_file(views, None, &full).map_err(|error| Error::io(op, path.display(), error))
}

/// Reads the tensors of a file, in the order in which they stand in it, which is that of their names within a dtype. The
/// file is in memory as a whole meanwhile; `SafeTensors` of cresset-interop reads one tensor after another.
///
/// # Errors
/// The file cannot be read, is no safetensors file, is cut off, or holds a dtype that tensors cannot have.
pub fn load_safetensors(path: impl AsRef<Path>) -> Result<StateDict> {
    let op = "load_safetensors";
    let path = path.as_ref();
    let held = std::fs::read(path).map_err(|error| Error::io(op, path.display(), error))?;
    let file = SafeTensors::deserialize(&held).map_err(|error| {
        let subject = format!("{} ({error})", path.display());
        Error::format(op, "not a whole safetensors file", subject, "save it anew")
    })?;
    let mut dict = StateDict::new();
    // The crate gives them in no order.
    let mut views: Vec<_> = file.iter().collect();
    views.sort_by_key(|(name, view)| (view.data().as_ptr().addr(), *name));
    for (name, view) in views {
        let Some((dtype, _)) = DTYPES.into_iter().find(|(_, dtype)| *dtype == view.dtype()) else {
            let subject = format!("{name} in {} is {:?}", path.display(), view.dtype());
            return Err(Error::format(op, "a dtype that tensors cannot have", subject, "convert it before saving"));
        };
        dict.insert(name, Tensor::new(bytes::from_bytes(view.data(), dtype, view.shape())?));
    }
    Ok(dict)
}
