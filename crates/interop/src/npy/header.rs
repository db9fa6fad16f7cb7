//! The header of an `.npy` file: its version, and a Python dict of dtype, order and sizes.
//!
//! # Source
//! <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>

use std::io::{self, Read};

use cresset_autograd::{DType, Error, Result};
use py_literal::Value;

use crate::place::Place;

/// What every file starts with.
const MAGIC: &[u8; 6] = b"\x93NUMPY";
/// The longest header that is read, as NumPy's own limit.
const MOST_BYTES: usize = 10_000;
/// Brackets that may stand open at once. A tensor's header needs two; the parser recurses, so there must be a limit.
const MOST_OPEN: usize = 8;
/// Data starts at a multiple of this.
const ALIGNMENT: usize = 64;

/// NumPy's names of dtypes, in the form in which it writes them.
const NAMES: [(&str, DType); 9] = [
    ("|b1", DType::Bool),
    ("|u1", DType::U8),
    ("|i1", DType::I8),
    ("<i2", DType::I16),
    ("<i4", DType::I32),
    ("<i8", DType::I64),
    ("<f2", DType::F16),
    ("<f4", DType::F32),
    ("<f8", DType::F64),
];

/// What a header says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) dtype: DType,
    pub(super) fortran_order: bool,
    pub(super) sizes: Vec<usize>,
}

impl Header {
    /// Reads a header and leaves the reader at the first element.
    pub(super) fn read(reader: &mut impl Read, place: &Place) -> Result<Header> {
        let mut start = [0; 8];
        exact(reader, &mut start, place)?;
        if !start.starts_with(MAGIC) {
            return Err(place.format("not an .npy array", "give a file that numpy.save wrote"));
        }
        let n_bytes = match start[6..] {
            [1, 0] => {
                let mut length = [0; 2];
                exact(reader, &mut length, place)?;
                usize::from(u16::from_le_bytes(length))
            }
            [2 | 3, 0] => {
                let mut length = [0; 4];
                exact(reader, &mut length, place)?;
                usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX)
            }
            _ => return Err(place.format("unknown version of the format", "versions 1.0, 2.0 and 3.0 are read")),
        };
        if n_bytes > MOST_BYTES {
            return Err(place.found("header too long", n_bytes, "at most 10000 bytes are read"));
        }
        let mut text = vec![0; n_bytes];
        exact(reader, &mut text, place)?;
        let text = std::str::from_utf8(&text).map_err(|_| malformed(place))?;
        Header::parse(text.trim_end(), place)
    }

    fn parse(text: &str, place: &Place) -> Result<Header> {
        let mut open = 0usize;
        for character in text.chars() {
            match character {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open > MOST_OPEN {
                return Err(malformed(place));
            }
        }
        let Ok(Value::Dict(entries)) = text.parse() else { return Err(malformed(place)) };
        let (mut descr, mut order, mut shape) = (None, None, None);
        for (key, value) in entries {
            let held = match &key {
                Value::String(key) if key == "descr" => &mut descr,
                Value::String(key) if key == "fortran_order" => &mut order,
                Value::String(key) if key == "shape" => &mut shape,
                _ => return Err(malformed(place)),
            };
            *held = Some(value);
        }
        let (Some(descr), Some(Value::Boolean(fortran_order)), Some(Value::Tuple(shape))) = (descr, order, shape)
        else {
            return Err(malformed(place));
        };
        let size = |value: &Value| match value {
            Value::Integer(size) => usize::try_from(size).ok(),
            _ => None,
        };
        let sizes = shape.iter().map(size).collect::<Option<Vec<_>>>();
        let sizes =
            sizes.ok_or_else(|| place.format("not a size in the header", "sizes must be whole and not negative"))?;
        Ok(Header { dtype: dtype(&descr, place)?, fortran_order, sizes })
    }

    /// The bytes of all elements.
    pub(super) fn n_data_bytes(&self, place: &Place) -> Result<usize> {
        if self.sizes.contains(&0) {
            return Ok(0);
        }
        self.sizes.iter().try_fold(self.dtype.n_bytes(), |product, &size| product.checked_mul(size)).ok_or_else(|| {
            place.found("size overflows", format_args!("sizes {:?}", self.sizes), "the array must fit into memory")
        })
    }

    /// The header as it stands in a file, its magic and padding included.
    pub(super) fn to_bytes(&self, place: &Place) -> Result<Vec<u8>> {
        let Some((name, _)) = NAMES.iter().find(|(_, dtype)| *dtype == self.dtype) else {
            let remedy = "convert it with to_dtype(DType::F32) first";
            return Err(Error::dtype(place.op, "NumPy has no such dtype", &[("tensor", self.dtype)], remedy));
        };
        let order = if self.fortran_order { "True" } else { "False" };
        let shape = match self.sizes[..] {
            [size] => format!("{size},"),
            _ => self.sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(", "),
        };
        let mut text = format!("{{'descr': '{name}', 'fortran_order': {order}, 'shape': ({shape}), }}");
        let n_before = MAGIC.len() + 4;
        let end = (n_before + text.len() + 1).next_multiple_of(ALIGNMENT);
        text.extend(std::iter::repeat_n(' ', end - 1 - n_before - text.len()));
        text.push('\n');
        let length = u16::try_from(text.len()).map_err(|_| malformed(place))?;
        let mut bytes = Vec::with_capacity(end);
        bytes.extend(MAGIC);
        bytes.extend([1, 0]);
        bytes.extend(length.to_le_bytes());
        bytes.extend(text.as_bytes());
        Ok(bytes)
    }
}

/// The dtype of NumPy's name.
fn dtype(descr: &Value, place: &Place) -> Result<DType> {
    let Value::String(name) = descr else {
        return Err(place.format("fields in the elements", "save each field as an array of its own"));
    };
    let known = NAMES.iter().find(|(known, _)| known == name);
    if let Some((_, dtype)) = known {
        return Ok(*dtype);
    }
    let big_endian = name.starts_with('>') && NAMES.iter().any(|(known, _)| known[1..] == name[1..]);
    Err(match big_endian {
        true => place.found("big-endian elements", name, "save array.astype(array.dtype.newbyteorder('<'))"),
        false => place.found("not a dtype of tensors", name, "save bool, uint8, int8..int64 or float16..float64"),
    })
}

#[cold]
fn malformed(place: &Place) -> Error {
    place.format("malformed header", "give a file that numpy.save wrote")
}

/// Fills `bytes`.
fn exact(reader: &mut impl Read, bytes: &mut [u8], place: &Place) -> Result<()> {
    reader.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => place.format("ends within the header", "the file is cut off or not an array"),
        _ => place.io(&error),
    })
}

#[cfg(test)]
mod tests {
    use super::Header;
    use crate::place::Place;
    use cresset_autograd::DType;

    fn parsed(text: &str) -> Result<Header, String> {
        Header::parse(text, &Place::new("load_npy", "x.npy")).map_err(|error| error.to_string())
    }

    #[test]
    fn headers_read_as_they_are_written() {
        for sizes in [vec![], vec![3], vec![0, 5], vec![2, 3, 4]] {
            for fortran_order in [false, true] {
                let header = Header { dtype: DType::F16, fortran_order, sizes: sizes.clone() };
                let place = Place::new("load_npy", "x.npy");
                let bytes = header.to_bytes(&place).unwrap();
                assert_eq!(bytes.len() % 64, 0);
                assert_eq!(Header::read(&mut &bytes[..], &place).unwrap(), header);
            }
        }
    }

    #[test]
    fn errors_name_the_file_and_the_remedy() {
        let header = |descr: &str, shape: &str| {
            parsed(&format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}")).unwrap_err()
        };
        assert_eq!(
            header("'>f4'", "(2,)"),
            "load_npy: big-endian elements: x.npy: >f4; save array.astype(array.dtype.newbyteorder('<'))"
        );
        assert_eq!(
            header("'<c8'", "(2,)"),
            "load_npy: not a dtype of tensors: x.npy: <c8; save bool, uint8, int8..int64 or float16..float64"
        );
        assert_eq!(
            header("[('a', '<f4')]", "(2,)"),
            "load_npy: fields in the elements: x.npy; save each field as an array of its own"
        );
        assert_eq!(
            header("'<f4'", "(-1,)"),
            "load_npy: not a size in the header: x.npy; sizes must be whole and not negative"
        );
        let malformed = "load_npy: malformed header: x.npy; give a file that numpy.save wrote";
        assert_eq!(parsed("{'descr': '<f4'}").unwrap_err(), malformed);
        assert_eq!(parsed(&"[".repeat(9_000)).unwrap_err(), malformed);
        assert_eq!(header("'\\777'", "(2,"), malformed);
        assert!(header("'\u{e9}f4'", "(2,)").contains("not a dtype"));
    }

    #[test]
    fn products_that_overflow_are_errors() {
        let place = Place::new("load_npy", "x.npy");
        let header = parsed("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)}").unwrap();
        header.n_data_bytes(&place).unwrap_err();
        let empty = Header { sizes: vec![usize::MAX, 3, 0], ..header };
        assert_eq!(empty.n_data_bytes(&place).unwrap(), 0);
    }
}
