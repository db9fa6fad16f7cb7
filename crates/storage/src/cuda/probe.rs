//! A look for GPUs that never panics.

use cudarc::driver::{result, sys};

use crate::{Device, ErrorKind, Result};

/// What a look for GPUs found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probe {
    /// The driver's library is not on this machine.
    NoDriver,
    /// The driver is there and refused, by its own error code.
    Refused(String),
    /// The number of devices, zero included.
    Devices(usize),
}

/// Looks for GPUs. Never panics, whatever is missing.
#[must_use]
pub fn probe() -> Probe {
    // SAFETY: loads the driver's library and looks at nothing in it; it must come first, because every other call of
    // the bindings panics when the library is missing.
    if !unsafe { sys::is_culib_present() } {
        return Probe::NoDriver;
    }
    // The code is shown by its name: the bindings' own Display calls the driver again.
    match result::init().and_then(|()| result::device::get_count()) {
        Ok(count) => Probe::Devices(usize::try_from(count).unwrap_or(0)),
        Err(error) => Probe::Refused(format!("{:?}", error.0)),
    }
}

/// Whether at least one GPU can be used, as `torch.cuda.is_available`.
#[must_use]
pub fn is_available() -> bool {
    device_count() > 0
}

/// The number of GPUs, as `torch.cuda.device_count`.
#[must_use]
pub fn device_count() -> usize {
    match probe() {
        Probe::Devices(count) => count,
        Probe::NoDriver | Probe::Refused(_) => 0,
    }
}

/// Says why the GPU of this ordinal cannot be used, if it cannot.
///
/// # Errors
/// No driver library, a driver that refuses, or an ordinal out of range.
pub fn ensure_available(ordinal: usize) -> Result<()> {
    let problem = match probe() {
        Probe::NoDriver => "the driver library libcuda.so.1 was not found".to_string(),
        Probe::Refused(code) => format!("the driver answered {code}"),
        Probe::Devices(count) if ordinal < count => return Ok(()),
        Probe::Devices(count) => format!("{count} devices were found"),
    };
    Err(ErrorKind::DeviceUnavailable { device: Device::Cuda(ordinal), problem }.into())
}
