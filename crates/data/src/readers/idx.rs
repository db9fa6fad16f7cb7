//! IDX files, the format of MNIST and its family.

use std::path::Path;

use cresset_autograd::{DType, Error, Result, Tensor, bytes};

use super::{Labelled, check_labels, read_bytes};
use crate::TensorDataset;

const OP: &str = "idx";

/// The tensor of an IDX file, gzipped or not.
///
/// # Errors
/// The file cannot be read, or is no whole IDX file.
///
/// # Source
/// <http://yann.lecun.com/exdb/mnist/>
pub fn idx(path: impl AsRef<Path>) -> Result<Tensor> {
    let path = path.as_ref();
    parse(path, read_bytes(OP, path)?)
}

fn parse(path: &Path, mut file: Vec<u8>) -> Result<Tensor> {
    let refuse = |problem| Error::format(OP, problem, path.display(), "fetch it anew");
    let &[0, 0, code, rank, ..] = &file[..] else { return Err(refuse("not an IDX file")) };
    let (dtype, n_bytes) = match code {
        0x08 => (DType::U8, 1),
        0x09 => (DType::I8, 1),
        0x0b => (DType::I16, 2),
        0x0c => (DType::I32, 4),
        0x0d => (DType::F32, 4),
        0x0e => (DType::F64, 8),
        _ => return Err(refuse("an IDX file of an unknown type of numbers")),
    };
    let head = 4 + 4 * usize::from(rank);
    let Some(sizes) = file.get(4..head) else { return Err(refuse("an IDX file that is cut off")) };
    let sizes: Vec<usize> =
        sizes.chunks_exact(4).map(|size| size.iter().fold(0, |size, &byte| size << 8 | usize::from(byte))).collect();
    let expected = sizes.iter().try_fold(n_bytes, |product: usize, &size| product.checked_mul(size));
    if expected != Some(file.len() - head) {
        let subject = format!("{}: sizes {sizes:?}, {} bytes", path.display(), file.len() - head);
        return Err(Error::format(OP, "not as many bytes as the sizes say", subject, "fetch it anew"));
    }
    let numbers = &mut file[head..];
    // Numbers stand with their highest byte first.
    numbers.chunks_exact_mut(n_bytes).for_each(<[u8]>::reverse);
    bytes::from_bytes(numbers, dtype, &sizes).map(Tensor::new)
}

/// Images and labels in two IDX files, as MNIST, Fashion-MNIST and KMNIST have them.
///
/// # Shapes
/// Items are `(image [1, h, w], label [])`: `float32` in 0..=1 and `int64` below `n_classes`.
///
/// # Errors
/// Files that cannot be read or do not belong together, or a label out of range.
pub fn mnist(images: impl AsRef<Path>, labels: impl AsRef<Path>, n_classes: usize) -> Result<Labelled> {
    let (images, labels_path) = (idx(images)?, labels.as_ref());
    let labels = idx(labels_path)?.try_to_dtype(DType::I64)?;
    if images.dim() != 3 || labels.dim() != 1 {
        let shapes = [("images", images.sizes()), ("labels", labels.sizes())];
        return Err(Error::shape("mnist", "not images and labels", &shapes, "give the file of images first"));
    }
    check_labels("mnist", labels_path, &labels.try_to_vec::<i64>()?, n_classes)?;
    let images = images.try_to_dtype(DType::F32)?.try_div(255.0)?.try_unsqueeze(1)?;
    TensorDataset::new((images, labels))
}
