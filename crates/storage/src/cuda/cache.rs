//! Compiled kernels on disk, named after all that went into them. Never needed: what cannot be read is made again, what
//! cannot be written is made again next time.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// Bytes of a sum.
const SUM: usize = 16;

/// Where the image of one text is kept.
pub(super) struct Place(Option<PathBuf>);

impl Place {
    /// The place for a text and what else decides its image.
    pub(super) fn of(text: &str, identity: &str) -> Place {
        let key = sum([text, "\0", identity, "\0", env!("CARGO_PKG_VERSION")].concat().as_bytes());
        Place(folder().map(|folder| folder.join(format!("{key:032x}.cubin"))))
    }

    /// The image, if it is there and whole: a file is the sum of the image, then the image.
    pub(super) fn read(&self) -> Option<Vec<u8>> {
        let mut file = fs::read(self.0.as_ref()?).ok()?;
        let (head, image) = file.split_first_chunk::<SUM>()?;
        if u128::from_le_bytes(*head) != sum(image) {
            return None;
        }
        Some(file.split_off(SUM))
    }

    /// Keeps an image. Another process sees the old file or the new one, never a part.
    pub(super) fn write(&self, image: &[u8]) {
        static WRITTEN: AtomicU32 = AtomicU32::new(0);
        let Some(path) = &self.0 else { return };
        let Some(folder) = path.parent() else { return };
        let unique = format!(".{}-{}.part", std::process::id(), WRITTEN.fetch_add(1, Ordering::Relaxed));
        let part = folder.join(unique);
        let file = [&sum(image).to_le_bytes(), image].concat();
        let kept =
            fs::create_dir_all(folder).and_then(|()| fs::write(&part, file)).and_then(|()| fs::rename(&part, path));
        if kept.is_err() {
            // A folder that cannot be written costs the next process a compilation, no more.
            let _ = fs::remove_file(&part);
        }
    }
}

/// `CRESSET_KERNEL_CACHE`, or `cresset/kernels` in the user's folder of caches.
fn folder() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("CRESSET_KERNEL_CACHE").or_else(|| {
        let caches = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")));
        caches.map(|caches| caches.join("cresset").join("kernels"))
    })
}

/// FNV-1a of 128 bits (draft-eastlake-fnv): tells texts apart and finds damage; nobody's attack is kept out by it.
fn sum(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |sum, &byte| (sum ^ u128::from(byte)).wrapping_mul(PRIME))
}
