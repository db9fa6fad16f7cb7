//! The binary files of CIFAR-10 and CIFAR-100.

use std::path::Path;

use cresset_autograd::{DType, Error, Result, Tensor};

use super::{Labelled, check_labels, read_bytes};
use crate::TensorDataset;

const SIDE: usize = 32;
const N_PIXELS: usize = 3 * SIDE * SIDE;

/// The images of CIFAR-10's binary files, such as `data_batch_1.bin`, one after another.
///
/// # Shapes
/// Items are `(image [3, 32, 32], label [])`: `float32` in 0..=1 and `int64` in 0..10.
///
/// # Errors
/// No files, one that cannot be read or is no whole file of images, or a label out of range.
///
/// # Source
/// <https://www.cs.toronto.edu/~kriz/cifar.html>
pub fn cifar10<P: AsRef<Path>>(files: &[P]) -> Result<Labelled> {
    read("cifar10", files, 1, 10)
}

/// The images of CIFAR-100's binary files with their fine labels.
///
/// # Shapes
/// As [`cifar10`], with labels in 0..100.
///
/// # Errors
/// As [`cifar10`].
///
/// # Source
/// <https://www.cs.toronto.edu/~kriz/cifar.html>
pub fn cifar100<P: AsRef<Path>>(files: &[P]) -> Result<Labelled> {
    read("cifar100", files, 2, 100)
}

/// Records of `n_labels` bytes, of which the last is taken, and the pixels by channels.
fn read<P: AsRef<Path>>(op: &'static str, files: &[P], n_labels: usize, n_classes: usize) -> Result<Labelled> {
    let (mut pixels, mut labels) = (Vec::new(), Vec::new());
    for path in files {
        let path = path.as_ref();
        let file = read_bytes(op, path)?;
        let record = n_labels + N_PIXELS;
        if file.is_empty() || file.len() % record != 0 {
            let subject = format!("{}: {} bytes, {record} for each image", path.display(), file.len());
            return Err(Error::format(op, "not a whole number of images", subject, "fetch it anew"));
        }
        let first = labels.len();
        for record in file.chunks_exact(record) {
            labels.push(i64::from(record[n_labels - 1]));
            pixels.extend_from_slice(&record[n_labels..]);
        }
        check_labels(op, path, &labels[first..], n_classes)?;
    }
    if labels.is_empty() {
        return Err(Error::argument(op, "files", "none", "give at least one file"));
    }
    let n_images = labels.len();
    let images = Tensor::try_from_vec(pixels, [n_images, 3, SIDE, SIDE])?.try_to_dtype(DType::F32)?.try_div(255.0)?;
    TensorDataset::new((images, Tensor::try_from_vec(labels, [n_images])?))
}
