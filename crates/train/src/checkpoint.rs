//! Files that are whole or not there, in a folder that keeps the last few.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crc::{CRC_32_ISCSI, Crc, Table};
use cresset_autograd::{Error, Result};

const OP: &str = "Checkpoints";
/// The first bytes of a file; the last one counts versions of the format.
const MAGIC: &[u8; 8] = b"CRESSET\x01";
/// Magic, length and checksum.
const HEAD: usize = 8 + 8 + 4;

/// CRC32C, which finds every change of up to three bits and nearly all others.
pub(crate) const CRC: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISCSI);

/// A folder of checkpoints. A file is written beside its place, brought to the disk and renamed, so that a process that
/// is killed leaves the old files whole.
#[derive(Clone, Debug)]
pub struct Checkpoints {
    folder: PathBuf,
    keep_last: usize,
}

/// What a folder of checkpoints holds.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The step of the newest whole checkpoint, and its bytes.
    pub newest: Option<(u64, Vec<u8>)>,
    /// Why newer files were refused, each by its name.
    pub refused: Vec<Error>,
}

impl Checkpoints {
    /// The checkpoints in a folder, which is made; only so many of the last are kept.
    ///
    /// # Errors
    /// The folder cannot be made, or none are to be kept.
    pub fn new(folder: impl AsRef<Path>, keep_last: usize) -> Result<Checkpoints> {
        if keep_last == 0 {
            return Err(Error::argument(OP, "keep_last", 0, "keep at least one"));
        }
        let folder = folder.as_ref().to_path_buf();
        fs::create_dir_all(&folder).map_err(|error| Error::io(OP, folder.display(), error))?;
        Ok(Checkpoints { folder, keep_last })
    }

    fn path(&self, step: u64) -> PathBuf {
        self.folder.join(format!("step-{step:012}.ckpt"))
    }

    /// Writes the checkpoint of a step and removes the oldest ones that are too many.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn save(&self, step: u64, bytes: &[u8]) -> Result<PathBuf> {
        let (path, part) = (self.path(step), self.folder.join(format!("step-{step:012}.part")));
        let write = || {
            let mut file = File::create(&part)?;
            file.write_all(MAGIC)?;
            file.write_all(&(bytes.len() as u64).to_le_bytes())?;
            file.write_all(&CRC.checksum(bytes).to_le_bytes())?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&part, &path)?;
            self.sync_folder()
        };
        if let Err(error) = write() {
            // What was written of it would only fill the disk; that it cannot be removed is the smaller trouble.
            fs::remove_file(&part).ok();
            return Err(Error::io(OP, path.display(), error));
        }
        self.remove_old()?;
        Ok(path)
    }

    /// Brings the folder's list of files to the disk, where the system can.
    fn sync_folder(&self) -> std::io::Result<()> {
        if cfg!(unix) { File::open(&self.folder)?.sync_all() } else { Ok(()) }
    }

    /// The steps of the files, from the newest.
    fn steps(&self) -> Result<Vec<u64>> {
        let refuse = |error| Error::io(OP, self.folder.display(), error);
        let mut steps = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(refuse)? {
            let name = entry.map_err(refuse)?.file_name();
            let step: Option<u64> =
                name.to_str().and_then(|name| name.strip_prefix("step-")?.strip_suffix(".ckpt")?.parse().ok());
            steps.extend(step);
        }
        steps.sort_unstable_by(|a, b| b.cmp(a));
        Ok(steps)
    }

    fn remove_old(&self) -> Result<()> {
        for step in self.steps()?.into_iter().skip(self.keep_last) {
            let path = self.path(step);
            fs::remove_file(&path).map_err(|error| Error::io(OP, path.display(), error))?;
        }
        Ok(())
    }

    /// The newest whole checkpoint. Files that are cut off or changed are passed over and named.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn newest(&self) -> Result<Found> {
        let mut found = Found::default();
        for step in self.steps()? {
            match read(&self.path(step)) {
                Ok(bytes) => {
                    found.newest = Some((step, bytes));
                    break;
                }
                Err(error) => found.refused.push(error),
            }
        }
        Ok(found)
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let mut file = fs::read(path).map_err(|error| Error::io(OP, path.display(), error))?;
    let refuse = |problem| Err(Error::format(OP, problem, path.display(), "an older one is used where there is one"));
    let Some((magic, rest)) = file.split_first_chunk::<8>() else { return refuse("a checkpoint that is cut off") };
    if magic != MAGIC {
        return refuse("not a checkpoint");
    }
    let Some((length, rest)) = rest.split_first_chunk::<8>() else { return refuse("a checkpoint that is cut off") };
    let Some((sum, bytes)) = rest.split_first_chunk::<4>() else { return refuse("a checkpoint that is cut off") };
    if u64::from_le_bytes(*length) != bytes.len() as u64 {
        return refuse("a checkpoint that is cut off");
    }
    if u32::from_le_bytes(*sum) != CRC.checksum(bytes) {
        return refuse("a checkpoint whose bytes have changed");
    }
    file.drain(..HEAD);
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::{CRC, Checkpoints};

    #[test]
    fn the_checksum_is_crc32c() {
        // The check value of the catalogue of parametrised CRC algorithms.
        assert_eq!(CRC.checksum(b"123456789"), 0xe306_9283);
    }

    #[test]
    fn every_cut_and_every_flipped_bit_is_refused_by_name() {
        let folder = std::env::temp_dir().join(format!("cresset-checkpoints-{}", std::process::id()));
        let checkpoints = Checkpoints::new(&folder, 2).unwrap();
        for step in 1..=3 {
            checkpoints.save(step, &[step as u8; 5]).unwrap();
        }
        assert_eq!(checkpoints.steps().unwrap(), [3, 2], "the last two are kept");
        let path = checkpoints.path(3);
        let whole = std::fs::read(&path).unwrap();
        let refused = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            let found = checkpoints.newest().unwrap();
            assert_eq!(found.newest, Some((2, vec![2; 5])));
            assert_eq!(found.refused.len(), 1);
            let line = found.refused[0].to_string();
            assert!(line.contains("step-000000000003.ckpt"), "{line}");
        };
        (0..whole.len()).for_each(|cut| refused(&whole[..cut]));
        for bit in 0..whole.len() * 8 {
            let mut changed = whole.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            refused(&changed);
        }
        std::fs::write(&path, &whole).unwrap();
        assert_eq!(checkpoints.newest().unwrap().newest, Some((3, vec![3; 5])));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
