//! A zip archive from outside: its entries by name, with all that could mislead a reader refused.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

use cresset_autograd::{Error, Result};
use zip::ZipArchive;
use zip::read::{ArchiveOffset, Config};
use zip::result::ZipError;

use crate::place::Place;

/// Memory that is set aside before the data has shown that it is as long as the archive says.
const TRUSTED_BYTES: u64 = 1 << 20;
/// Compressed entries may come to this many bytes together, or to [`MOST_TIMES`] the archive's length.
const ALWAYS_BYTES: u64 = 1 << 26;
/// What compressed entries may come to, in lengths of the archive. PyTorch compresses nothing.
const MOST_TIMES: u64 = 16;

/// Archives begin where their file does. A guess at another start goes wrong with some that PyTorch writes: behind a
/// directory whose first record is as long as the 76 bytes of 64-bit records that follow it, which root names of eight
/// letters bring about.
pub(crate) const AT_START: Config = Config { archive_offset: ArchiveOffset::Known(0) };

/// What an archive is read from.
pub(crate) trait Source: Read + Seek + Send {}

impl<T: Read + Seek + Send> Source for T {}

/// An open archive.
pub(crate) struct Archive {
    zip: ZipArchive<Box<dyn Source>>,
    entries: HashMap<String, usize>,
    /// The folder that all entries stand in, with its slash.
    root: String,
    place: Place,
}

impl Archive {
    pub(crate) fn open(op: &'static str, path: &Path) -> Result<Archive> {
        let place = Place::path(op, path);
        let file = File::open(path).map_err(|error| place.io(&error))?;
        let n_bytes = file.metadata().map_err(|error| place.io(&error))?.len();
        Archive::new(Box::new(BufReader::new(file)), n_bytes, place)
    }

    pub(crate) fn from_bytes(op: &'static str, bytes: Vec<u8>) -> Result<Archive> {
        let n_bytes = bytes.len() as u64;
        Archive::new(Box::new(Cursor::new(bytes)), n_bytes, Place::new(op, "bytes"))
    }

    fn new(source: Box<dyn Source>, n_bytes: u64, place: Place) -> Result<Archive> {
        let mut zip = ZipArchive::with_config(AT_START, source).map_err(|error| refused(&place, error))?;
        if zip.has_duplicate_names() {
            return Err(place.format("an entry stands twice in the archive", "give each name once"));
        }
        if zip.has_overlapping_entries().map_err(|error| refused(&place, error))? {
            return Err(place.format("entries of the archive overlap", "give an archive that was written as it is"));
        }
        let mut entries = HashMap::new();
        let mut expanded: u64 = 0;
        for at in 0..zip.len() {
            let entry = zip.by_index_data(at).map_err(|error| refused(&place, error))?;
            let name = entry.name().map_err(|error| refused(&place, error))?.into_owned();
            if leaves_its_folder(&name) {
                return Err(place.found("a name that leaves the archive", name, "names are relative and have no `..`"));
            }
            if entry.size() > entry.compressed_size() {
                expanded = expanded.saturating_add(entry.size());
            }
            if entries.insert(name, at).is_some() {
                return Err(place.format("an entry stands twice in the archive", "give each name once"));
            }
        }
        if expanded > ALWAYS_BYTES.max(n_bytes.saturating_mul(MOST_TIMES)) {
            let found = format_args!("{expanded} bytes out of {n_bytes}");
            return Err(place.found("a zip bomb", found, "store the entries without compression"));
        }
        // PyTorch takes the root from the first entry of the directory.
        let first = zip.name_for_index(0).and_then(std::result::Result::ok).unwrap_or_default();
        let root = first.split_once('/').map_or(String::new(), |(root, _)| format!("{root}/"));
        Ok(Archive { zip, entries, root, place })
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Whether there is an entry of this name below the root.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&format!("{}{name}", self.root))
    }

    /// The bytes of an entry below the root.
    pub(crate) fn read(&mut self, name: &str) -> Result<Vec<u8>> {
        let place = self.place.member(name);
        let Some(&at) = self.entries.get(&format!("{}{name}", self.root)) else {
            return Err(place.format("no such entry in the archive", "the archive is not whole"));
        };
        let entry = self.zip.by_index(at).map_err(|error| refused(&place, error))?;
        let n_bytes = entry.size();
        let mut bytes = Vec::with_capacity(n_bytes.min(TRUSTED_BYTES) as usize);
        // The checksum is compared where the entry ends.
        let read = entry.take(n_bytes.saturating_add(1)).read_to_end(&mut bytes);
        let n_found = read.map_err(|error| place.found("cannot be unpacked", error, "the archive is damaged"))?;
        if n_found as u64 != n_bytes {
            let found = format_args!("{n_found} of {n_bytes} bytes");
            return Err(place.found("another length than the archive says", found, "the archive is damaged"));
        }
        Ok(bytes)
    }
}

fn leaves_its_folder(name: &str) -> bool {
    name.starts_with('/') || name.contains(['\\', '\0', ':']) || name.split('/').any(|part| part == "..")
}

#[cold]
fn refused(place: &Place, error: ZipError) -> Error {
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => place.io(&error),
        error => place.found("not a zip archive", error, "the file is cut off or of another format"),
    }
}
