//! `cargo +nightly fuzz run safetensors`: a safetensors file, with all its tensors.
#![no_main]

use cresset_interop::SafeTensors;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(file) = SafeTensors::from_bytes(data.to_vec()) {
        drop(file.state_dict());
    }
});
