//! Named tensors as an `.npz` file: a zip archive of `.npy` files.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use cresset_autograd::{Error, Result, Tensor};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::archive::AT_START;
use crate::npy;
use crate::place::Place;
use crate::whole_file::write_whole;

/// What the members' names end in.
const SUFFIX: &str = ".npy";
/// Members from this size on need the 64-bit form of zip. Headers are counted in generously.
const LARGE_BYTES: usize = u32::MAX as usize - (1 << 17);

/// Compressed members may come to this many bytes together, or to [`MOST_TIMES`] the file's length.
const ALWAYS_BYTES: u64 = 1 << 30;
/// What compressed members may come to, in lengths of the file. Deflate makes zeros 1,000 times smaller, weights hardly.
const MOST_TIMES: u64 = 100;

/// The arrays of an `.npz` file with their names, in the file's order.
///
/// # Errors
/// No such file, not a zip archive, or a member that [`crate::load_npy`] would refuse.
pub fn load_npz(path: impl AsRef<Path>) -> Result<Vec<(String, Tensor)>> {
    let place = Place::path("load_npz", path.as_ref());
    let file = File::open(path).map_err(|error| place.io(&error))?;
    read(BufReader::new(file), &place)
}

/// [`load_npz`] from a reader.
///
/// # Errors
/// As [`load_npz`].
pub fn read_npz(reader: impl Read + Seek) -> Result<Vec<(String, Tensor)>> {
    read(reader, &Place::new("read_npz", "reader"))
}

/// Writes named tensors as an `.npz` file, which is replaced as a whole or not at all. The same tensors give the same bytes.
///
/// # Errors
/// A name given twice, `bfloat16`, which NumPy does not know, or a file that cannot be written.
pub fn save_npz(path: impl AsRef<Path>, tensors: &[(&str, &Tensor)], compressed: bool) -> Result<()> {
    let place = Place::path("save_npz", path.as_ref());
    check(tensors, &place)?;
    write_whole(path.as_ref(), &place, |writer| write(writer, tensors, compressed, &place))
}

/// [`save_npz`] to a writer.
///
/// # Errors
/// As [`save_npz`].
pub fn write_npz(writer: impl Write + Seek, tensors: &[(&str, &Tensor)], compressed: bool) -> Result<()> {
    let place = Place::new("write_npz", "writer");
    check(tensors, &place)?;
    write(writer, tensors, compressed, &place)
}

fn read(mut reader: impl Read + Seek, place: &Place) -> Result<Vec<(String, Tensor)>> {
    let n_bytes = reader.seek(SeekFrom::End(0)).map_err(|error| place.io(&error))?;
    let mut archive = ZipArchive::with_config(AT_START, reader).map_err(|error| refused(place, error))?;
    if archive.has_duplicate_names() {
        return Err(place.format("an array stands twice", "give each name once"));
    }
    if archive.has_overlapping_entries().map_err(|error| refused(place, error))? {
        return Err(place.format("entries of the archive overlap", "give a file that numpy.savez wrote"));
    }
    let mut expanded: u64 = 0;
    for at in 0..archive.len() {
        let member = archive.by_index_data(at).map_err(|error| refused(place, error))?;
        if member.size() > member.compressed_size() {
            expanded = expanded.saturating_add(member.size());
        }
    }
    if expanded > ALWAYS_BYTES.max(n_bytes.saturating_mul(MOST_TIMES)) {
        let found = format_args!("{expanded} bytes out of {n_bytes}");
        return Err(place.found("a zip bomb", found, "save it with numpy.savez, without compression"));
    }
    let mut tensors = Vec::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).map_err(|error| refused(place, error))?;
        let name = member.name().map_err(|error| refused(place, error))?.into_owned();
        let tensor = npy::read(&mut member, &place.member(&name))?;
        // The checksum is compared where the member ends: behind the array there must be nothing.
        let rest = member.read(&mut [0]).map_err(|error| place.member(&name).io(&error))?;
        if rest != 0 {
            return Err(place
                .member(&name)
                .format("more bytes than the array has", "give a file that numpy.savez wrote"));
        }
        tensors.push((name.strip_suffix(SUFFIX).unwrap_or(&name).to_owned(), tensor));
    }
    Ok(tensors)
}

fn check(tensors: &[(&str, &Tensor)], place: &Place) -> Result<()> {
    let mut names = HashSet::new();
    for (name, tensor) in tensors {
        if !names.insert(name) {
            return Err(Error::argument(place.op, "name", name, "give each name once"));
        }
        npy::check(tensor, &place.member(name))?;
    }
    Ok(())
}

fn write(writer: impl Write + Seek, tensors: &[(&str, &Tensor)], compressed: bool, place: &Place) -> Result<()> {
    let mut archive = ZipWriter::new(writer);
    let method = if compressed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
    for (name, tensor) in tensors {
        let large = tensor.numel() * tensor.dtype().n_bytes() >= LARGE_BYTES;
        let options = SimpleFileOptions::default().compression_method(method).large_file(large);
        archive.start_file(format!("{name}{SUFFIX}"), options).map_err(|error| refused(place, error))?;
        npy::write(&mut archive, tensor, &place.member(name))?;
    }
    let mut writer = archive.finish().map_err(|error| refused(place, error))?;
    writer.flush().map_err(|error| place.io(&error))
}

#[cold]
fn refused(place: &Place, error: ZipError) -> Error {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => place.io(&error),
        error => place.found("not a zip archive of arrays", error, "give a file that numpy.savez wrote"),
    }
}
