//! Files of the usual formats as tensors and datasets. Nothing is downloaded.

mod cifar;
mod idx;
mod image;
mod table;
mod text;

use std::io::Read;
use std::path::Path;

use cresset_autograd::{Error, Result, Tensor};
use flate2::read::GzDecoder;

use crate::TensorDataset;

pub use cifar::{cifar10, cifar100};
pub use idx::{idx, mnist};
pub use image::{ImageFolder, decode_image, read_image};
pub use table::{Table, read_csv};
pub use text::{CharacterWindows, read_lines};

/// Images or rows with their classes.
pub type Labelled = TensorDataset<(Tensor, Tensor)>;

/// The bytes of a file, unpacked where it is gzipped.
fn read_bytes(op: &'static str, path: &Path) -> Result<Vec<u8>> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(op, path.display(), error))?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    let read = GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked);
    read.map_err(|error| {
        Error::format(op, "not a whole gzip file", format!("{} ({error})", path.display()), "fetch it anew")
    })?;
    Ok(unpacked)
}

/// That all labels are below the number of classes; names the first that is not.
fn check_labels(op: &'static str, path: &Path, labels: &[i64], n_classes: usize) -> Result<()> {
    let odd =
        labels.iter().enumerate().find(|(_, label)| usize::try_from(**label).map_or(true, |label| label >= n_classes));
    match odd {
        None => Ok(()),
        Some((item, label)) => {
            let subject = format!("label {label} of item {item} in {}", path.display());
            Err(Error::format(op, "a label out of range", subject, "give the number of classes that the file has"))
        }
    }
}
