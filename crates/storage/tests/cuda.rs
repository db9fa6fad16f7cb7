//! The CUDA backend on a GPU, or on the emulated one of `cargo xtask test --emulate-cuda`. Without either the tests say
//! so and pass; with `CRESSET_TEST_DEVICE=cuda` they fail.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Barrier;
use std::{env, fs, thread};

use cresset_storage::cuda::{self, Arguments, Gpu, Grid, Kernel, Stream};
use cresset_storage::{Device, ErrorKind, Result, Storage};

const TEXT: &str = r#"
struct Scale { float *out; const float *x; long long n; float by; };
extern "C" __global__ void __launch_bounds__(256) scale(Scale a) {
  long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x;
  if (i < a.n) a.out[i] = a.x[i] * a.by;
}
// Sums 256 numbers by shuffles and shared memory.
extern "C" __global__ void total(Scale a) {
  __shared__ float parts[8];
  float sum = a.x[threadIdx.x];
  for (int by = 16; by; by >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, by);
  if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = sum;
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int at = 1; at < 8; at++) sum += parts[at];
    a.out[0] = sum * a.by;
  }
}
extern "C" __global__ void past_the_end(Scale a) { a.out[a.n + (1 << 28)] = a.by; }
"#;

#[repr(C)]
#[derive(Clone, Copy)]
struct Scale {
    out: u64,
    x: u64,
    n: i64,
    by: f32,
}

// SAFETY: the fields are those of the text's structure.
unsafe impl Arguments for Scale {}

/// Whether there is a device to test on.
fn present() -> bool {
    let there = cuda::is_available();
    assert!(there || env::var("CRESSET_TEST_DEVICE").as_deref() != Ok("cuda"), "no device: {:?}", cuda::probe());
    if !there {
        eprintln!("skipped: no GPU; `cargo xtask test --emulate-cuda` runs this without one");
    }
    there
}

/// Runs a test in a process of its own, with variables set. There the device may be missing.
fn alone(test: &str, variables: &[(&str, &str)], body: impl FnOnce()) {
    if env::var("CRESSET_TEST_ALONE").as_deref() == Ok(test) {
        return body();
    }
    if !present() {
        return;
    }
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env("CRESSET_TEST_ALONE", test).envs(variables.iter().copied());
    let output = command.output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
}

fn scratch(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("cresset-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn uploaded(values: &[f32]) -> Storage {
    let mut storage = Storage::empty(size_of_val(values), Device::Cuda(0)).unwrap();
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_ne_bytes()).collect();
    storage.upload(&bytes).unwrap();
    storage
}

fn values(storage: &Storage) -> Result<Vec<f32>> {
    let guard = storage.read();
    let pointer = guard.pointer()?.cast::<f32>();
    // SAFETY: the storage holds that many bytes, and the guard keeps writers out.
    Ok(unsafe { std::slice::from_raw_parts(pointer, storage.n_bytes() / 4) }.to_vec())
}

fn entry(name: &str) -> Result<Kernel> {
    Gpu::of(0)?.kernel("test", name, || TEXT.to_owned())
}

/// `out = x * by` on a stream.
fn scale(out: &Storage, x: &Storage, by: f32, stream: Stream) -> Result<()> {
    let n = x.n_bytes() / 4;
    let (mut write, read) = (out.write("scale"), x.read());
    let arguments = Scale { out: write.address(stream)?, x: read.address(stream)?, n: n as i64, by };
    // SAFETY: both buffers hold n floats; the guards live until the launch is queued.
    unsafe { entry("scale")?.launch(stream, Grid::line(n.div_ceil(256) as u32, 256), &arguments) }
}

fn numbers(n: usize) -> Vec<f32> {
    (0..n).map(|at| at as f32 - 100.0).collect()
}

fn current() -> Stream {
    Stream::current(0).unwrap()
}

#[test]
fn bytes_go_there_and_back_through_a_kernel() {
    if !present() {
        return;
    }
    for n in [1, 31, 256, 257, 100_003] {
        let x = uploaded(&numbers(n));
        let out = Storage::empty(4 * n, Device::Cuda(0)).unwrap();
        scale(&out, &x, 2.0, current()).unwrap();
        assert_eq!(values(&out).unwrap(), numbers(n).iter().map(|value| value * 2.0).collect::<Vec<_>>());
        assert_eq!((out.device(), out.version()), (Device::Cuda(0), 1));
    }
}

#[test]
fn shuffles_and_barriers_meet() {
    if !present() {
        return;
    }
    let (x, out) = (uploaded(&numbers(256)), uploaded(&[0.0]));
    {
        let (mut write, read, stream) = (out.write("total"), x.read(), current());
        let arguments =
            Scale { out: write.address(stream).unwrap(), x: read.address(stream).unwrap(), n: 256, by: 1.0 };
        // SAFETY: the kernel reads 256 floats and writes one.
        unsafe { entry("total").unwrap().launch(stream, Grid::line(1, 256), &arguments) }.unwrap();
    }
    assert_eq!(values(&out).unwrap(), [numbers(256).iter().sum::<f32>()]);
}

#[test]
fn the_processor_and_the_device_see_each_others_writes() {
    if !present() {
        return;
    }
    let mut x = Storage::empty(4 * 300, Device::Cuda(0)).unwrap();
    let fill = |pointer: *mut u8, value: f32| {
        // SAFETY: the buffer holds 300 floats.
        unsafe { std::slice::from_raw_parts_mut(pointer.cast::<f32>(), 300) }.fill(value);
    };
    fill(x.exclusive().unwrap().unwrap(), 3.0);
    scale(&x, &uploaded(&[5.0; 300]), 2.0, current()).unwrap();
    assert_eq!(values(&x).unwrap(), [10.0; 300], "the device wrote last");
    fill(x.write("fill").pointer().unwrap(), 4.0);
    let out = uploaded(&[0.0; 300]);
    scale(&out, &x, -1.0, current()).unwrap();
    assert_eq!(values(&out).unwrap(), [-4.0; 300], "the processor wrote last");
    assert_eq!(values(&x).unwrap(), [4.0; 300]);
}

#[test]
fn streams_wait_for_what_they_use() {
    if !present() {
        return;
    }
    let streams: Vec<Stream> = (0..3).map(|_| Stream::new(0).unwrap()).collect();
    let x = uploaded(&[1.0; 500]);
    let [a, b] = [(); 2].map(|()| uploaded(&[0.0; 500]));
    scale(&a, &x, 2.0, streams[0]).unwrap();
    scale(&b, &a, 3.0, streams[1]).unwrap();
    // Written while another stream still has to read it.
    scale(&a, &x, 100.0, streams[2]).unwrap();
    assert_eq!(values(&b).unwrap(), [6.0; 500]);
    assert_eq!(values(&a).unwrap(), [100.0; 500]);
    // Given back while another stream still has to read it: the next owner of the memory must wait.
    let held = uploaded(&[7.0; 500]);
    scale(&b, &held, 1.0, streams[0]).unwrap();
    drop(held);
    let next = uploaded(&[-1.0; 500]);
    assert_eq!(values(&b).unwrap(), [7.0; 500]);
    assert_eq!(values(&next).unwrap(), [-1.0; 500]);
}

#[test]
fn each_thread_has_a_stream_and_a_guard_sets_another() {
    if !present() {
        return;
    }
    let both_there = Barrier::new(2);
    let other = thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mine = current();
            both_there.wait();
            mine
        });
        let mine = current();
        both_there.wait();
        let other = other.join().unwrap();
        assert!(mine != other);
        other
    });
    let (mine, set) = (current(), Stream::new(0).unwrap());
    assert!(set != mine && set != other);
    {
        let _outer = set.enter();
        assert!(current() == set);
        {
            let _inner = other.enter();
            assert!(current() == other);
        }
        assert!(current() == set);
    }
    assert!(current() == mine);
    let event = cuda::Event::record(mine).unwrap();
    set.wait(&event).unwrap();
    event.synchronize().unwrap();
    assert!(event.is_done().unwrap());
}

#[test]
fn memory_is_reused_counted_capped_and_given_back() {
    alone("memory_is_reused_counted_capped_and_given_back", &[("CRESSET_CUDA_CACHING", "1")], || {
        let make = |n_bytes: usize| Storage::empty(n_bytes, Device::Cuda(0));
        let place = |storage: &mut Storage| storage.exclusive_address(current()).unwrap().unwrap();
        let mut first = make(1000).unwrap();
        let mut second = make(1000).unwrap();
        assert_eq!(place(&mut second) - place(&mut first), 1024, "cut from one segment");
        let before = cuda::stats(0).unwrap();
        assert_eq!((before.in_use_bytes, before.cached_bytes), (2048, (2 << 20) - 2048));
        let address = place(&mut first);
        drop(first);
        assert_eq!(place(&mut make(600).unwrap()), address, "the smallest piece that fits");
        {
            let _guard = Stream::new(0).unwrap().enter();
            assert_ne!(place(&mut make(600).unwrap()), address, "another stream has memory of its own");
        }
        drop(second);
        assert_eq!(place(&mut make(1 << 20).unwrap()), address, "neighbours were joined");
        let large = make(30 << 20).unwrap();
        drop(large);
        cuda::empty_cache(0).unwrap();
        let stats = cuda::stats(0).unwrap();
        assert_eq!((stats.in_use_bytes, stats.cached_bytes), (0, 0), "{stats:?}");
        assert_eq!(stats.system_allocations, stats.system_frees);
        assert!(stats.peak_in_use_bytes >= 30 << 20);

        // A segment of small pieces, which is of no use to a large request.
        let idle = make(1000).unwrap();
        drop(idle);
        cuda::set_cap(0, Some(13 << 20)).unwrap();
        let fits = make(12 << 20).unwrap();
        assert_eq!(cuda::stats(0).unwrap().cached_bytes, 0, "the cache went back to make room");
        let ErrorKind::OutOfMemory { cap_bytes, requested_bytes, .. } = make(13 << 20).unwrap_err().kind().clone()
        else {
            unreachable!("another error")
        };
        assert_eq!((cap_bytes, requested_bytes), (Some(13 << 20), 13 << 20));
        drop(fits);
        cuda::set_cap(0, None).unwrap();
        for absurd in [1 << 50, usize::MAX] {
            assert!(matches!(make(absurd).unwrap_err().kind(), ErrorKind::OutOfMemory { .. }));
        }
        let x = uploaded(&[1.0; 64]);
        assert_eq!(values(&x).unwrap(), [1.0; 64], "the process goes on");
    });
}

#[test]
fn a_kernel_that_fails_loses_the_device_by_name() {
    alone("a_kernel_that_fails_loses_the_device_by_name", &[], || {
        let out = uploaded(&[0.0; 4]);
        {
            let (mut write, stream) = (out.write("test"), current());
            let arguments = Scale { out: write.address(stream).unwrap(), x: 0, n: 4, by: 1.0 };
            // SAFETY: none: the test is about a kernel that writes where it must not.
            let _ = unsafe { entry("past_the_end").unwrap().launch(stream, Grid::line(1, 1), &arguments) };
        }
        let error = values(&out).unwrap_err();
        let ErrorKind::DeviceLost { kernel, code, device } = error.kind() else { unreachable!("{error}") };
        assert_eq!((kernel.as_str(), code.as_str()), ("test: past_the_end", "CUDA_ERROR_ILLEGAL_ADDRESS"));
        assert_eq!(*device, Device::Cuda(0));
        for again in [Storage::empty(8, Device::Cuda(0)).map(drop), entry("total").map(drop), values(&out).map(drop)] {
            if let Err(again) = again {
                assert_eq!(again, error);
            }
        }
        assert_eq!(Storage::empty(8, Device::Cuda(0)).unwrap_err(), error);
    });
}

/// Loads the kernel in a new process whose cache is the folder.
fn load_with(folder: &Path) {
    let test = "the_cache_is_made_again_where_it_is_of_no_use";
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test]).env("CRESSET_KERNEL_CACHE", folder).env("CRESSET_TEST_ALONE", "load");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

fn cubins(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).map(|entries| entries.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default()
}

#[test]
fn the_cache_is_made_again_where_it_is_of_no_use() {
    if !present() {
        return;
    }
    if env::var("CRESSET_TEST_ALONE").as_deref() == Ok("load") {
        let (x, out) = (uploaded(&[1.0; 4]), uploaded(&[0.0; 4]));
        scale(&out, &x, 2.0, current()).unwrap();
        return assert_eq!(values(&out).unwrap(), [2.0; 4]);
    }
    let folder = scratch("kernels");
    load_with(&folder);
    let [made] = &cubins(&folder)[..] else { unreachable!("not one file") };
    let (whole, written) = (fs::read(made).unwrap(), fs::metadata(made).unwrap().modified().unwrap());
    load_with(&folder);
    assert_eq!(fs::metadata(made).unwrap().modified().unwrap(), written, "read, not made again");
    let mut changed = whole.clone();
    changed[200] ^= 1;
    for damaged in [&[][..], &whole[..20], &whole[..whole.len() / 2], &changed] {
        fs::write(made, damaged).unwrap();
        load_with(&folder);
        assert_eq!(fs::read(made).unwrap().len(), whole.len(), "made again");
        assert_eq!(cubins(&folder).len(), 1, "nothing left over");
    }
    // A folder that cannot be made: its parent is a file.
    load_with(&made.join("kernels"));
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_is_not_there_is_an_error() {
    if !present() {
        return;
    }
    let error = entry("nothing").err().unwrap();
    assert_eq!(error.to_string(), "cuda: no such kernel: nothing in test; name an extern \"C\" entry of the text");
    let broken = || "extern \"C\" __global__ void broken(int *a) { a[0] = undeclared; }".to_owned();
    let error = Gpu::of(0).unwrap().kernel("broken", "broken", broken).err().unwrap().to_string();
    assert!(error.starts_with("cuda: a kernel does not compile: broken: ") && error.contains("undeclared"), "{error}");
    let on_the_processor = Storage::empty(8, Device::Cpu).unwrap();
    let error = on_the_processor.read().address(current()).unwrap_err();
    assert_eq!(error.to_string(), "cuda: memory of another device: cpu, cuda:0; move the tensor there first");
}

/// Whether variables decide what of the driver is there.
fn is_emulated() -> bool {
    env::var_os("CRESSET_EMULATED_ORDER").is_some()
}

/// Why nothing can be had of device 0.
fn refusal() -> String {
    let error = Storage::empty(8, Device::Cuda(0)).unwrap_err();
    let ErrorKind::DeviceUnavailable { problem, .. } = error.kind() else { unreachable!("{error}") };
    assert_eq!((cuda::device_count(), cuda::is_available()), (0, false));
    problem.clone()
}

#[test]
fn without_a_driver_the_processor_goes_on() {
    let test = "without_a_driver_the_processor_goes_on";
    if is_emulated() {
        alone(test, &[("LD_LIBRARY_PATH", "/nowhere")], || {
            assert_eq!(refusal(), "the driver library libcuda.so.1 was not found");
            assert!(Storage::empty(8, Device::Cpu).is_ok());
        });
    }
}

#[test]
fn a_driver_without_devices_says_so() {
    if is_emulated() {
        // cuda.h: CUDA_ERROR_NO_DEVICE.
        alone("a_driver_without_devices_says_so", &[("CRESSET_EMULATED_REFUSAL", "100")], || {
            assert_eq!(refusal(), "the driver answered CUDA_ERROR_NO_DEVICE");
        });
    }
}

#[test]
fn a_device_that_the_compiler_does_not_know_is_an_error() {
    if is_emulated() {
        let test = "a_device_that_the_compiler_does_not_know_is_an_error";
        alone(test, &[("CRESSET_EMULATED_ARCHITECTURE", "70")], || {
            let unknown = "extern \"C\" __global__ void unknown(int *a) { a[0] = 1; }";
            let error = Gpu::of(0).unwrap().kernel("unknown", "unknown", || unknown.to_owned()).err().unwrap();
            assert_eq!(
                error.to_string(),
                "cuda: the compiler does not know the device: --gpu-architecture=sm_70, NVRTC 0.1; install \
                 libnvrtc.so.12 for a device before sm_75, a newer libnvrtc for a newer device"
            );
        });
    }
}

#[test]
fn without_a_compiler_memory_works_and_kernels_name_it() {
    let Some(driver) = env::var_os("LD_LIBRARY_PATH")
        .and_then(|paths| env::split_paths(&paths).map(|path| path.join("libcuda.so.1")).find(|path| path.exists()))
        .filter(|_| is_emulated())
    else {
        return;
    };
    let folder = scratch("driver-alone");
    fs::copy(driver, folder.join("libcuda.so.1")).unwrap();
    let variables = [("LD_LIBRARY_PATH", folder.to_str().unwrap())];
    alone("without_a_compiler_memory_works_and_kernels_name_it", &variables, || {
        assert_eq!(values(&uploaded(&[1.5, 2.5])).unwrap(), [1.5, 2.5]);
        let error = entry("scale").err().unwrap();
        assert!(matches!(error.kind(), ErrorKind::DeviceUnavailable { .. }), "{error}");
        assert!(error.to_string().contains("libnvrtc.so.13") && error.to_string().contains("driver-alone"), "{error}");
    });
    fs::remove_dir_all(&folder).unwrap();
}
