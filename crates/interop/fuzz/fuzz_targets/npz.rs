//! `cargo +nightly fuzz run npz`: NumPy's archives and arrays.
#![no_main]

use std::io::Cursor;

use cresset_interop::{read_npy, read_npz};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    drop(read_npz(Cursor::new(data)));
    drop(read_npy(data));
});
