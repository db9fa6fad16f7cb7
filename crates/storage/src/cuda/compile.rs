//! The compiler of kernels: NVRTC, straight to machine code for the device at hand.

use std::ffi::{CStr, CString};

use cudarc::nvrtc::{result, sys};

use super::Gpu;
use crate::{Error, ErrorKind, Result};

const OTHER_COMPILER: &str = "install libnvrtc.so.12 for a device before sm_75, a newer libnvrtc for a newer device";

/// NVRTC with the options for one device.
pub(super) struct Compiler {
    options: [String; 3],
    version: (i32, i32),
}

impl Compiler {
    /// NVRTC for a device.
    pub(super) fn find(gpu: &Gpu) -> Result<Compiler> {
        // SAFETY: loads the library and looks at nothing in it; it must come first, because every other call of the
        // bindings panics when the library is missing.
        if !unsafe { sys::is_culib_present() } {
            let path = std::env::var("LD_LIBRARY_PATH").unwrap_or_default();
            let problem = format!(
                "the compiler library libnvrtc.so.13 or libnvrtc.so.12 was found neither in LD_LIBRARY_PATH={path:?} \
                 nor where the system keeps libraries"
            );
            return Err(ErrorKind::DeviceUnavailable { device: gpu.device(), problem }.into());
        }
        let (mut major, mut minor) = (0, 0);
        // SAFETY: both places are there.
        unsafe { sys::nvrtcVersion(&mut major, &mut minor) };
        let architecture = format!("--gpu-architecture=sm_{}", gpu.architecture());
        let options = [architecture, "--std=c++17".to_owned(), "-default-device".to_owned()];
        Ok(Compiler { options, version: (major, minor) })
    }

    /// What else than the text decides what comes out.
    pub(super) fn identity(&self) -> String {
        format!("{} nvrtc {}.{}", self.options.join(" "), self.version.0, self.version.1)
    }

    /// Machine code of a text.
    pub(super) fn compile(&self, name: &str, text: &str) -> Result<Vec<u8>> {
        let refused = |log: &str| {
            let log = if log.is_empty() { "no log" } else { log };
            Error::format("cuda", "a kernel does not compile", format!("{name}: {log}"), "mend its text")
        };
        let (Ok(source), Ok(file)) = (CString::new(text), CString::new(name)) else {
            return Err(refused("a zero byte in the text"));
        };
        let program =
            result::create_program(&source, Some(&file)).map_err(|error| refused(&format!("{:?}", error.0)))?;
        let program = Program(program);
        let unknown_device = || {
            let subject = format!("{}, NVRTC {}.{}", self.options[0], self.version.0, self.version.1);
            Error::format("cuda", "the compiler does not know the device", subject, OTHER_COMPILER)
        };
        // SAFETY: the program was just made.
        let compiled = unsafe { result::compile_program(program.0, &self.options) };
        let image = compiled.and_then(|()| program.image());
        image.map_err(|error| match error.0 {
            sys::nvrtcResult::NVRTC_ERROR_INVALID_OPTION => unknown_device(),
            code => refused(&format!("{code:?}: {}", program.log().trim())),
        })
    }
}

/// A text at the compiler.
struct Program(sys::nvrtcProgram);

impl Program {
    fn image(&self) -> std::result::Result<Vec<u8>, result::NvrtcError> {
        let mut bytes = 0;
        // SAFETY: the program lives as long as `self`.
        unsafe { sys::nvrtcGetCUBINSize(self.0, &mut bytes) }.result()?;
        let mut image = vec![0_u8; bytes];
        // SAFETY: the image has the length that was just asked for.
        unsafe { sys::nvrtcGetCUBIN(self.0, image.as_mut_ptr().cast()) }.result()?;
        Ok(image)
    }

    fn log(&self) -> String {
        // SAFETY: the program lives as long as `self`.
        let Ok(mut log) = (unsafe { result::get_program_log(self.0) }) else { return String::new() };
        log.push(0);
        // SAFETY: the last byte is zero.
        unsafe { CStr::from_ptr(log.as_ptr()) }.to_string_lossy().into_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // SAFETY: the program is this value's own.
        let _ = unsafe { result::destroy_program(self.0) };
    }
}
