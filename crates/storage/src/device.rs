//! Where bytes live.

use std::fmt;
use std::str::FromStr;

use crate::{Error, Result, cuda};

/// Where a tensor's bytes live and its operators run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Device {
    /// The processor's own memory.
    #[default]
    Cpu,
    /// The NVIDIA GPU of this ordinal.
    Cuda(usize),
}

impl Device {
    /// The GPU of this ordinal.
    ///
    /// # Errors
    /// No driver, or no device of that ordinal.
    pub fn cuda(ordinal: usize) -> Result<Device> {
        cuda::ensure_available(ordinal)?;
        Ok(Device::Cuda(ordinal))
    }

    /// The first GPU where one is there, else the CPU.
    #[must_use]
    pub fn best() -> Device {
        Device::cuda(0).unwrap_or(Device::Cpu)
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Device::Cpu => write!(f, "cpu"),
            Device::Cuda(ordinal) => write!(f, "cuda:{ordinal}"),
        }
    }
}

impl FromStr for Device {
    type Err = Error;

    /// Reads `cpu`, `cuda` or `cuda:1`. Says nothing about whether the device is there.
    fn from_str(text: &str) -> Result<Device> {
        let ordinal = match text {
            "cpu" => return Ok(Device::Cpu),
            "cuda" => Some("0"),
            _ => text.strip_prefix("cuda:"),
        };
        // Digits only: the parser of numbers would take a sign as well.
        let digits = ordinal.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        match digits.and_then(|digits| digits.parse().ok()) {
            Some(ordinal) => Ok(Device::Cuda(ordinal)),
            None => Err(Error::argument("device", "name", format!("{text:?}"), "use cpu, cuda or cuda:N")),
        }
    }
}
