//! Looking for GPUs on a machine with or without one, and the names of devices.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::thread;

use cresset_storage::cuda::{self, Probe};
use cresset_storage::{Device, ErrorKind, Storage};

#[test]
fn probing_never_panics_and_always_agrees() {
    let probes: Vec<Probe> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(cuda::probe)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(probes.iter().all(|found| *found == probes[0]), "{probes:?}");
    let count = match probes[0] {
        Probe::Devices(count) => count,
        Probe::NoDriver | Probe::Refused(_) => 0,
    };
    assert_eq!((cuda::device_count(), cuda::is_available()), (count, count > 0));
    assert_eq!(Device::best(), if count > 0 { Device::Cuda(0) } else { Device::Cpu });
}

#[test]
fn a_device_that_is_not_there_is_an_error() {
    let absent = cuda::device_count();
    for error in [Device::cuda(absent).unwrap_err(), Storage::empty(8, Device::Cuda(absent)).unwrap_err()] {
        let ErrorKind::DeviceUnavailable { device, problem } = error.kind() else { unreachable!("{error}") };
        assert_eq!(*device, Device::Cuda(absent));
        match cuda::probe() {
            Probe::NoDriver => assert_eq!(problem, "the driver library libcuda.so.1 was not found"),
            Probe::Refused(code) => assert_eq!(*problem, format!("the driver answered {code}")),
            Probe::Devices(count) => assert_eq!(*problem, format!("{count} devices were found")),
        }
    }
}

#[test]
fn devices_are_read_as_they_are_written() {
    for device in [Device::Cpu, Device::Cuda(0), Device::Cuda(12)] {
        assert_eq!(device.to_string().parse::<Device>().unwrap(), device);
    }
    assert_eq!("cuda".parse::<Device>().unwrap(), Device::Cuda(0));
    for wrong in ["", "CPU", "cuda:", "cuda:-1", "cuda:1x", "cuda:+1", "cuda:99999999999999999999"] {
        assert_eq!(
            wrong.parse::<Device>().unwrap_err().to_string(),
            format!("device: bad argument: name = \"{wrong}\"; use cpu, cuda or cuda:N")
        );
    }
}
