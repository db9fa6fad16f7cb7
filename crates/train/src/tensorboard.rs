//! TensorBoard's event files.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use cresset_autograd::{Error, Result};

use crate::Logger;
use crate::checkpoint::CRC;

/// A file of scalars that `tensorboard --logdir FOLDER` shows.
///
/// # Source
/// <https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto>
#[derive(Debug)]
pub struct TensorBoard {
    path: PathBuf,
    file: BufWriter<File>,
}

impl TensorBoard {
    /// A new file in this folder, which is made.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn new(folder: impl AsRef<Path>) -> Result<TensorBoard> {
        let folder = folder.as_ref();
        let refuse = |error| Error::io("TensorBoard", folder.display(), error);
        std::fs::create_dir_all(folder).map_err(refuse)?;
        let name = format!("events.out.tfevents.{:.6}.{}.cresset", seconds(), std::process::id());
        let path = folder.join(name);
        let file = File::create_new(&path).map_err(refuse)?;
        let mut board = TensorBoard { path, file: BufWriter::new(file) };
        board.write(&event(seconds(), 0, 3, b"brain.Event:2"))?;
        board.flush()?;
        Ok(board)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn write(&mut self, event: &[u8]) -> Result<()> {
        self.file.write_all(&record(event)).map_err(|error| Error::io("TensorBoard", self.path.display(), error))
    }
}

fn seconds() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

/// A record: its length, the bytes, and a checksum after each.
fn record(bytes: &[u8]) -> Vec<u8> {
    // TensorFlow stores checksums turned and shifted, so that the sum of a file of sums is not always the same.
    let masked = |bytes: &[u8]| CRC.checksum(bytes).rotate_right(15).wrapping_add(0xa282_ead8).to_le_bytes();
    let length = (bytes.len() as u64).to_le_bytes();
    [&length[..], &masked(&length), bytes, &masked(bytes)].concat()
}

/// A whole number in as many bytes of seven bits as it needs.
fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A field of bytes: its number with the kind 2, its length, the bytes.
fn field(number: u64, bytes: &[u8]) -> Vec<u8> {
    [&varint(number << 3 | 2)[..], &varint(bytes.len() as u64), bytes].concat()
}

/// An event: field 1 its time, field 2 its step, and one field of bytes.
fn event(seconds: f64, step: u64, number: u64, bytes: &[u8]) -> Vec<u8> {
    let (time, step) = (seconds.to_le_bytes(), varint(step));
    [&[1 << 3 | 1], &time[..], &[2 << 3], &step, &field(number, bytes)].concat()
}

/// A summary of one value: field 1 its name, field 2 the number.
fn summary(name: &str, value: f64) -> Vec<u8> {
    let number = [&[2 << 3 | 5], &(value as f32).to_le_bytes()[..]].concat();
    field(1, &[field(1, name.as_bytes()), number].concat())
}

impl Logger for TensorBoard {
    fn log(&mut self, step: u64, name: &str, value: f64) -> Result<()> {
        self.write(&event(seconds(), step, 5, &summary(name, value)))
    }

    fn flush(&mut self) -> Result<()> {
        self.file.flush().map_err(|error| Error::io("TensorBoard", self.path.display(), error))
    }
}

#[cfg(test)]
mod tests {
    use super::{event, record, summary};

    #[test]
    fn events_have_the_fields_of_the_format() {
        // The encoding of protobuf spelled out: a double, 300 as a varint, and the two messages with their lengths.
        let bytes = event(1.5, 300, 5, &summary("loss", 0.25));
        let expected = b"\x09\0\0\0\0\0\0\xf8\x3f\x10\xac\x02\x2a\x0d\x0a\x0b\x0a\x04loss\x15\0\0\x80\x3e";
        assert_eq!(bytes, expected);
        let record = record(&bytes);
        assert_eq!(record.len(), 8 + 4 + bytes.len() + 4);
        assert_eq!(record[..8], [bytes.len() as u8, 0, 0, 0, 0, 0, 0, 0]);
    }
}
