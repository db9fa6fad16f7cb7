//! Files that are replaced as a whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use cresset_autograd::Result;

use crate::place::Place;

/// Has `write` write a file beside the one at `path`, whose place it takes when it is on the disk. After an error there is
/// what was there before.
pub(crate) fn write_whole(
    path: &Path,
    place: &Place,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<()>,
) -> Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let file = File::create(&part).map_err(|error| place.io(&error))?;
    let mut writer = BufWriter::new(file);
    let written = write(&mut writer).and_then(|()| {
        let done = writer.flush().and_then(|()| writer.get_ref().sync_all()).and_then(|()| fs::rename(&part, path));
        done.map_err(|error| place.io(&error))
    });
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&part);
    }
    written
}
