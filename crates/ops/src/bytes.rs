//! Elements as little-endian bytes, the form in which files hold them.

use cresset_storage::{DType, Device, Dims, Error, Result};

use crate::array::Array;
use crate::copy::contiguous;
use crate::cpu::bytes as cpu;

/// The elements in row-major order, as little-endian bytes.
///
/// # Errors
/// No memory left.
pub fn to_bytes(x: &Array) -> Result<Vec<u8>> {
    let x = contiguous("to_bytes", x)?;
    let n_bytes = x.numel() * x.dtype().n_bytes();
    let mut bytes = vec![0; n_bytes];
    cpu::read("to_bytes", &x, &mut bytes)?;
    turn(&mut bytes, x.dtype());
    Ok(bytes)
}

/// A row-major array of elements given as little-endian bytes.
///
/// # Errors
/// Not as many bytes as the sizes need, or no memory left.
pub fn from_bytes(bytes: &[u8], dtype: DType, sizes: &[usize]) -> Result<Array> {
    let op = "from_bytes";
    let dims = Dims::new(op, sizes)?;
    let n_bytes = dims.checked_numel(op, dtype.n_bytes())? * dtype.n_bytes();
    if n_bytes != bytes.len() {
        let shapes: [(_, &[usize]); 2] = [("sizes", sizes), ("bytes", &[bytes.len()])];
        return Err(Error::shape(op, "number of bytes does not fit the sizes", &shapes, "give all elements"));
    }
    let mut out = Array::empty(op, &dims, dtype, Device::Cpu)?;
    if cfg!(target_endian = "big") {
        let mut turned = bytes.to_vec();
        turn(&mut turned, dtype);
        cpu::fill(op, &turned, &mut out)?;
    } else {
        cpu::fill(op, bytes, &mut out)?;
    }
    Ok(out)
}

/// Turns elements between the machine's order of bytes and the little-endian one.
fn turn(bytes: &mut [u8], dtype: DType) {
    if cfg!(target_endian = "big") {
        bytes.chunks_exact_mut(dtype.n_bytes()).for_each(<[u8]>::reverse);
    }
}

#[cfg(test)]
mod tests {
    use super::{from_bytes, to_bytes};
    use crate::Array;
    use cresset_storage::{DType, Scalar};

    #[test]
    fn bytes_are_little_endian_in_row_major_order() {
        let x = Array::from_vec(vec![1i16, 2, 3, -1], &[2, 2]).unwrap();
        let turned = x.with_layout(x.layout().transpose("test", 0, 1).unwrap());
        let bytes = to_bytes(&turned).unwrap();
        assert_eq!(bytes, [1, 0, 3, 0, 2, 0, 255, 255]);
        let back = from_bytes(&bytes, DType::I16, &[2, 2]).unwrap();
        assert_eq!(crate::reading::to_vec::<i16>(&back).unwrap(), [1, 3, 2, -1]);
    }

    #[test]
    fn any_byte_but_zero_is_true() {
        let x = from_bytes(&[0, 7], DType::Bool, &[2]).unwrap();
        assert_eq!(crate::reading::to_vec::<bool>(&x).unwrap(), [false, true]);
        let one = from_bytes(&2.5f64.to_le_bytes(), DType::F64, &[]).unwrap();
        assert_eq!(crate::reading::item("test", &one).unwrap(), Scalar::F64(2.5));
        assert!(to_bytes(&from_bytes(&[], DType::F32, &[0, 3]).unwrap()).unwrap().is_empty());
    }

    #[test]
    fn wrong_lengths_are_refused() {
        let error = from_bytes(&[0; 7], DType::F32, &[2]).unwrap_err().to_string();
        assert_eq!(
            error,
            "from_bytes: number of bytes does not fit the sizes: sizes [2], bytes [7]; give all elements"
        );
        from_bytes(&[], DType::F32, &[usize::MAX, 4]).unwrap_err();
    }
}
