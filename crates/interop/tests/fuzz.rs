//! Damaged files: whatever is flipped, cut or spliced, the outcome is a value or an error.
//!
//! The variable `CRESSET_FUZZ` gives another number of rounds.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use cresset_autograd::{Tensor, memory, no_grad, ones};
use cresset_interop::{ExportedProgram, SafeTensors, TorchFile, read_npy, read_npz};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Rounds over all files together.
const ROUNDS: usize = 24_000;
/// Memory that tensors may take: a file must not be able to ask for more and be given it.
const CAP_BYTES: usize = 1 << 26;

/// A generator of its own, so that the rounds are the same everywhere.
struct Choices(u64);

impl Choices {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Flips, cuts, repeats, overwrites or splices.
    fn damage(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..1 + self.below(3) {
            let at = self.below(bytes.len());
            let n = (1 + self.below(16)).min(bytes.len() - at);
            match self.below(8) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..at + n)),
                2 => {
                    let piece = bytes[at..at + n].to_vec();
                    bytes.splice(at..at, piece);
                }
                3 => {
                    let from = self.below(other.len());
                    let piece = other[from..(from + n).min(other.len())].to_vec();
                    bytes.splice(at..at + n, piece);
                }
                4 => bytes[at..at + n].fill(if self.below(2) == 0 { 0xff } else { 0 }),
                5 => {
                    let digits = bytes[at..].iter().position(u8::is_ascii_digit).map(|found| found + at);
                    if let Some(at) = digits {
                        bytes[at] = b'0' + self.below(10) as u8;
                    }
                }
                _ => {
                    let at = at.min(bytes.len().saturating_sub(1));
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
            if bytes.is_empty() {
                return;
            }
        }
    }
}

type Entries = Vec<(String, Vec<u8>)>;

fn unpacked(archive: &[u8]) -> Entries {
    let mut zip = ZipArchive::new(Cursor::new(archive)).unwrap();
    let n = zip.len();
    let entry = |at| {
        let mut entry = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..n).map(entry).collect()
}

fn packed(entries: &Entries) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        // A name that stands twice cannot be written; the rest makes an archive nevertheless.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        if zip.start_file(name, options).is_ok() {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// Reads a file as far as it goes; says whether it could be read at all.
type Reader = fn(Vec<u8>) -> bool;

fn read_program(bytes: Vec<u8>) -> bool {
    let Ok(program) = ExportedProgram::from_bytes(bytes) else { return false };
    let inputs: Vec<Tensor> = [&[2, 1][..], &[2, 3, 4], &[6, 2]].map(|sizes: &[usize]| ones(sizes)).into();
    let n = program.input_names().len();
    let given = match n {
        1 => inputs[..1].to_vec(),
        _ => inputs[1..].to_vec(),
    };
    drop(no_grad(|| program.forward(&given)));
    true
}

fn read_torch(bytes: Vec<u8>) -> bool {
    TorchFile::from_bytes(bytes).and_then(|file| file.state_dict(None)).is_ok()
}

fn read_safetensors(bytes: Vec<u8>) -> bool {
    SafeTensors::from_bytes(bytes).and_then(|file| file.state_dict()).is_ok()
}

fn corpus() -> Vec<(&'static str, Reader, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let programs = unpacked(&read("programs.zip"));
    let sizes = programs.iter().find(|(name, _)| name == "sizes/eval.pt2").unwrap().1.clone();
    vec![
        ("plus.pt2", read_program, read("plus.pt2")),
        ("sizes.pt2", read_program, sizes),
        ("state.pt", read_torch, read("torch/state.pt")),
        ("windows.pt", read_torch, read("torch/windows.pt")),
        ("checkpoint.pt", read_torch, read("torch/checkpoint_protocol4.pt")),
        ("legacy.pt", read_torch, read("torch/checkpoint_legacy.pt")),
        ("expected.safetensors", read_safetensors, read("torch/expected.safetensors")),
        ("plain.npz", |bytes| read_npz(Cursor::new(bytes)).is_ok(), read("plain.npz")),
        ("compressed.npz", |bytes| read_npz(Cursor::new(bytes)).is_ok(), read("compressed.npz")),
        ("float32.npy", |bytes| read_npy(&bytes[..]).is_ok(), read("float32.npy")),
    ]
}

#[test]
fn damaged_files_are_values_or_errors() {
    let rounds = std::env::var("CRESSET_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    memory::set_cap(Some(CAP_BYTES));
    std::panic::set_hook(Box::new(|_| {}));
    let corpus = corpus();
    let parts: Vec<Option<Entries>> =
        corpus.iter().map(|(_, _, bytes)| bytes.starts_with(b"PK").then(|| unpacked(bytes))).collect();
    let mut choices = Choices(0x9e37_79b9_7f4a_7c15);
    let (mut panics, mut n_read) = (Vec::new(), 0);
    for round in 0..rounds {
        // Programs take most of the time: they get a share of their own.
        let at = match choices.below(16) {
            program @ (0 | 1) => program,
            other => 2 + other % (corpus.len() - 2),
        };
        let (name, reader, bytes) = &corpus[at];
        let other = &corpus[choices.below(corpus.len())].2;
        let damaged = match &parts[at] {
            // Checksums would find most damage: half of the archives are packed anew behind it.
            Some(entries) if choices.below(2) == 0 => {
                let mut entries = entries.clone();
                let at = choices.below(entries.len());
                let pieces = entries.iter().map(|(name, _)| name.clone().into_bytes()).collect::<Vec<_>>().concat();
                match choices.below(16) {
                    0 => drop(entries.remove(at)),
                    1 => choices.damage(&mut entries[at].1, &pieces),
                    _ => {
                        let largest = (0..entries.len()).max_by_key(|&at| entries[at].1.len()).unwrap();
                        choices.damage(&mut entries[largest].1, other);
                    }
                }
                packed(&entries)
            }
            _ => {
                let mut damaged = bytes.clone();
                choices.damage(&mut damaged, other);
                damaged
            }
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| reader(damaged)));
        n_read += usize::from(matches!(outcome, Ok(true)));
        if let Err(payload) = outcome {
            let text = payload.downcast_ref::<String>().cloned();
            let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            panics.push(format!("{name}, round {round}: {}", text.unwrap_or_default()));
        }
    }
    drop(std::panic::take_hook());
    memory::set_cap(None);
    panics.truncate(10);
    assert!(panics.is_empty(), "{}", panics.join("\n"));
    // Damage that is always found, or never, would try little.
    assert!((rounds / 20..rounds / 2).contains(&n_read), "{n_read} of {rounds} could be read");
}
