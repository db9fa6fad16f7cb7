//! One tensor as an `.npy` file.

mod header;

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;

use cresset_autograd::{Result, Tensor, bytes};

use self::header::Header;
use crate::place::Place;
use crate::whole_file::write_whole;

/// Memory that is set aside before the data has shown that it is as long as its header says.
const TRUSTED_BYTES: usize = 1 << 20;

/// The array of an `.npy` file, in its dtype. Fortran order becomes strides.
///
/// Little-endian `bool`, `uint8`, `int8` to `int64` and `float16` to `float64` are read. Bytes after the array are not
/// looked at, as in NumPy.
///
/// # Errors
/// No such file, another format or dtype, or a file that is cut off.
pub fn load_npy(path: impl AsRef<Path>) -> Result<Tensor> {
    let place = Place::path("load_npy", path.as_ref());
    let file = File::open(path).map_err(|error| place.io(&error))?;
    read(&mut BufReader::new(file), &place)
}

/// [`load_npy`] from a reader, which is left after the array.
///
/// # Errors
/// As [`load_npy`].
pub fn read_npy(mut reader: impl Read) -> Result<Tensor> {
    read(&mut reader, &Place::new("read_npy", "reader"))
}

/// Writes a tensor's elements as an `.npy` file, in row-major order.
///
/// # Errors
/// `bfloat16`, which NumPy does not know, or a file that cannot be written.
pub fn save_npy(path: impl AsRef<Path>, tensor: &Tensor) -> Result<()> {
    let place = Place::path("save_npy", path.as_ref());
    write_whole(path.as_ref(), &place, |writer| write(writer, tensor, &place))
}

/// [`save_npy`] to a writer.
///
/// # Errors
/// As [`save_npy`].
pub fn write_npy(mut writer: impl Write, tensor: &Tensor) -> Result<()> {
    write(&mut writer, tensor, &Place::new("write_npy", "writer"))
}

pub(crate) fn read(reader: &mut impl Read, place: &Place) -> Result<Tensor> {
    let header = Header::read(reader, place)?;
    let n_bytes = header.n_data_bytes(place)?;
    let Header { dtype, fortran_order, mut sizes } = header;
    let mut data = Vec::with_capacity(n_bytes.min(TRUSTED_BYTES));
    let found = reader.take(n_bytes as u64).read_to_end(&mut data).map_err(|error| place.io(&error))?;
    if found != n_bytes {
        let found = format_args!("{found} of {n_bytes} bytes");
        return Err(place.found("ends within the elements", found, "the file is cut off"));
    }
    if fortran_order {
        sizes.reverse();
    }
    let tensor = Tensor::new(bytes::from_bytes(&data, dtype, &sizes).map_err(|error| place.tensor(error))?);
    if !fortran_order {
        return Ok(tensor);
    }
    let dims: Vec<i64> = (0..sizes.len() as i64).rev().collect();
    // Detached, because nobody else has the row-major tensor: the result is a tensor, not a view.
    Ok(tensor.try_permute(dims)?.detach())
}

pub(crate) fn write(writer: &mut impl Write, tensor: &Tensor, place: &Place) -> Result<()> {
    let header = header_of(tensor).to_bytes(place)?;
    write_parts(writer, &header, tensor, place)
}

/// Refuses what [`write`] would refuse, before anything is written.
pub(crate) fn check(tensor: &Tensor, place: &Place) -> Result<()> {
    header_of(tensor).to_bytes(place).map(drop)
}

fn header_of(tensor: &Tensor) -> Header {
    Header { dtype: tensor.dtype(), fortran_order: false, sizes: tensor.sizes().to_vec() }
}

fn write_parts(writer: &mut impl Write, header: &[u8], tensor: &Tensor, place: &Place) -> Result<()> {
    let data = bytes::to_bytes(tensor.array())?;
    writer.write_all(header).and_then(|()| writer.write_all(&data)).map_err(|error| place.io(&error))
}
