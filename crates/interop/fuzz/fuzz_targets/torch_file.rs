//! `cargo +nightly fuzz run torch_file`: a file of `torch.save`, with all its tensors.
#![no_main]

use cresset_interop::TorchFile;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(file) = TorchFile::from_bytes(data.to_vec()) {
        drop(file.state_dict(None));
    }
});
