//! `cargo +nightly fuzz run program`: loading an exported program.
#![no_main]

use cresset_interop::ExportedProgram;

libfuzzer_sys::fuzz_target!(|data: &[u8]| drop(ExportedProgram::from_bytes(data.to_vec())));
