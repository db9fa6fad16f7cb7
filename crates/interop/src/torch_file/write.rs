//! Writes state dicts that `torch.load` reads, `weights_only` or not.

use std::io::{Seek, Write};
use std::path::Path;

use cresset_autograd::{DType, Result, Tensor, bytes};
use cresset_nn::StateDict;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::place::Place;
use crate::whole_file::write_whole;

/// Data starts at a multiple of this, so that it can be mapped.
const ALIGNMENT: u16 = 64;
/// Entries from this size on need the 64-bit form of zip.
const LARGE_BYTES: usize = u32::MAX as usize - (1 << 17);

const STORAGES: [(DType, &str); 12] = [
    (DType::Bool, "BoolStorage"),
    (DType::U8, "ByteStorage"),
    (DType::I8, "CharStorage"),
    (DType::I16, "ShortStorage"),
    (DType::I32, "IntStorage"),
    (DType::I64, "LongStorage"),
    (DType::F16, "HalfStorage"),
    (DType::BF16, "BFloat16Storage"),
    (DType::F32, "FloatStorage"),
    (DType::F64, "DoubleStorage"),
    (DType::C64, "ComplexFloatStorage"),
    (DType::C128, "ComplexDoubleStorage"),
];

/// Writes a state dict as a `.pt` file, as `torch.save(state_dict, path)`; the file is replaced as a whole or not at all. Tied tensors stay tied.
///
/// # Errors
/// The file cannot be written, or no memory left.
pub fn save_torch(path: impl AsRef<Path>, dict: &StateDict) -> Result<()> {
    let place = Place::path("save_torch", path.as_ref());
    write_whole(path.as_ref(), &place, |writer| write(writer, dict, &place))
}

/// [`save_torch`] to a writer.
///
/// # Errors
/// As [`save_torch`].
pub fn write_torch(writer: impl Write + Seek, dict: &StateDict) -> Result<()> {
    write(writer, dict, &Place::new("write_torch", "writer"))
}

fn write(writer: impl Write + Seek, dict: &StateDict, place: &Place) -> Result<()> {
    let tensors: Vec<(&str, &Tensor)> = dict.iter().collect();
    let mut keys: Vec<usize> = Vec::with_capacity(tensors.len());
    for (at, (_, tensor)) in tensors.iter().enumerate() {
        let tied = tensors[..at].iter().position(|(_, other)| is_same_window(tensor, other));
        keys.push(tied.unwrap_or(at));
    }
    let mut zip = ZipWriter::new(writer);
    let mut entry = |name: String, contents: &[u8]| -> Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(contents.len() >= LARGE_BYTES)
            .with_alignment(ALIGNMENT);
        zip.start_file(format!("archive/{name}"), options)
            .map_err(|error| place.found("cannot be written", error, "see the disk"))?;
        zip.write_all(contents).map_err(|error| place.io(&error))
    };
    entry("data.pkl".to_owned(), &pickle(&tensors, &keys))?;
    entry("byteorder".to_owned(), b"little")?;
    for (at, (_, tensor)) in tensors.iter().enumerate().filter(|(at, _)| keys[*at] == *at) {
        entry(format!("data/{at}"), &bytes::to_bytes(tensor.array())?)?;
    }
    entry("version".to_owned(), b"3\n")?;
    let mut writer = zip.finish().map_err(|error| place.found("cannot be written", error, "see the disk"))?;
    writer.flush().map_err(|error| place.io(&error))
}

/// Whether both see the same elements of the same memory.
fn is_same_window(lhs: &Tensor, rhs: &Tensor) -> bool {
    lhs.shares_storage(rhs)
        && lhs.dtype() == rhs.dtype()
        && lhs.storage_offset() == rhs.storage_offset()
        && lhs.sizes() == rhs.sizes()
        && lhs.strides() == rhs.strides()
}

/// The pickle, in protocol 2, of an `OrderedDict` of tensors.
fn pickle(tensors: &[(&str, &Tensor)], keys: &[usize]) -> Vec<u8> {
    let mut out = b"\x80\x02ccollections\nOrderedDict\n)R(".to_vec();
    for ((name, tensor), key) in tensors.iter().zip(keys) {
        text(&mut out, name);
        out.extend(b"ctorch._utils\n_rebuild_tensor_v2\n((");
        text(&mut out, "storage");
        let storage = STORAGES.iter().find(|(dtype, _)| *dtype == tensor.dtype()).map_or("", |(_, name)| name);
        out.extend(format!("ctorch\n{storage}\n").bytes());
        text(&mut out, &key.to_string());
        text(&mut out, "cpu");
        whole(&mut out, tensor.numel());
        out.extend(b"tQ");
        whole(&mut out, 0);
        tuple(&mut out, tensor.sizes().iter().copied());
        tuple(&mut out, row_major(tensor.sizes()).into_iter());
        out.extend(b"\x89ccollections\nOrderedDict\n)RtR");
    }
    out.extend(b"u.");
    out
}

fn row_major(sizes: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; sizes.len()];
    for at in (1..sizes.len()).rev() {
        strides[at - 1] = strides[at] * sizes[at].max(1);
    }
    strides
}

fn text(out: &mut Vec<u8>, text: &str) {
    out.push(b'X');
    out.extend((text.len() as u32).to_le_bytes());
    out.extend(text.bytes());
}

/// A number of up to 63 bits.
fn whole(out: &mut Vec<u8>, value: usize) {
    out.extend(b"\x8a\x08");
    out.extend((value as u64).to_le_bytes());
}

fn tuple(out: &mut Vec<u8>, values: impl Iterator<Item = usize>) {
    out.push(b'(');
    values.for_each(|value| whole(out, value));
    out.push(b't');
}
