//! Kernels: compiled texts on a device, and their launch.

use std::collections::HashMap;
use std::ffi::{CString, c_void};
use std::sync::{LazyLock, PoisonError};

use cudarc::driver::{result, sys};

use super::{Gpu, Handle, Stream, cache, compile, graph};
use crate::{Error, Result};

/// The most bytes that a kernel's arguments may take.
const MAX_ARGUMENT_BYTES: usize = 4096;

/// Waits for each kernel, so that a failure names the right one. CUDA's own variable.
static BLOCKING: LazyLock<bool> =
    LazyLock::new(|| std::env::var_os("CUDA_LAUNCH_BLOCKING").is_some_and(|set| set != "0"));

/// What a kernel gets: one structure by value, the same in Rust and in the kernel's text.
///
/// # Safety
/// The type is `repr(C)`, without padding at its end that the text's structure lacks, and its addresses are those of
/// the device, with the lengths and alignments that the kernel takes them to have.
pub unsafe trait Arguments: Copy {}

/// The blocks of a launch and the threads of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grid {
    /// Blocks along x, y and z.
    pub blocks: [u32; 3],
    /// Threads of a block along x, y and z; their product is at most 1024.
    pub threads: [u32; 3],
    /// Bytes of dynamic shared memory of a block.
    pub shared_bytes: u32,
}

impl Grid {
    /// Blocks and threads in a row.
    #[must_use]
    pub fn line(blocks: u32, threads: u32) -> Grid {
        Grid { blocks: [blocks, 1, 1], threads: [threads, 1, 1], shared_bytes: 0 }
    }
}

/// An entry of a compiled text on one device.
#[derive(Clone, Copy)]
pub struct Kernel {
    gpu: &'static Gpu,
    function: Handle<sys::CUfunc_st>,
    name: &'static String,
}

/// A compiled text on one device. It stays loaded.
pub(super) struct Module {
    handle: Handle<sys::CUmod_st>,
    kernels: HashMap<String, Kernel>,
}

impl Gpu {
    /// The entry of a program. The text is asked for when the program is first used on the device; a program's name
    /// must stand for one text.
    ///
    /// # Errors
    /// No compiler, a text that does not compile, or an entry that is not in it.
    pub fn kernel(&'static self, program: &str, entry: &str, text: impl FnOnce() -> String) -> Result<Kernel> {
        // One thread compiles at a time: NVRTC would make them wait all the same.
        let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        if !modules.contains_key(program) {
            self.bind()?;
            modules
                .insert(program.to_owned(), Module { handle: self.load(program, &text())?, kernels: HashMap::new() });
        }
        let Some(module) = modules.get_mut(program) else { return Err(no_entry(program, entry)) };
        if let Some(kernel) = module.kernels.get(entry) {
            return Ok(*kernel);
        }
        self.bind()?;
        let name = CString::new(entry).map_err(|_| no_entry(program, entry))?;
        // SAFETY: modules are never unloaded.
        let function = match unsafe { result::module::get_function(module.handle.0, name) } {
            Err(error) if error.0 == sys::CUresult::CUDA_ERROR_NOT_FOUND => return Err(no_entry(program, entry)),
            answer => self.check("cuModuleGetFunction", answer)?,
        };
        let name = Box::leak(Box::new(format!("{program}: {entry}")));
        let kernel = Kernel { gpu: self, function: Handle(function), name };
        module.kernels.insert(entry.to_owned(), kernel);
        Ok(kernel)
    }

    /// Loads a text's image, from disk where it is there and the driver takes it.
    fn load(&self, program: &str, text: &str) -> Result<Handle<sys::CUmod_st>> {
        let _relaxed = graph::Relaxed::enter(self);
        let compiler = compile::Compiler::find(self)?;
        let place = cache::Place::of(text, &compiler.identity());
        if let Some(image) = place.read() {
            // SAFETY: the image is whole: its sum was right.
            if let Ok(module) = unsafe { result::module::load_data(image.as_ptr().cast()) } {
                return Ok(Handle(module));
            }
        }
        let image = compiler.compile(program, text)?;
        place.write(&image);
        // SAFETY: the image is what the compiler made for this device.
        let module = self.check("cuModuleLoadData", unsafe { result::module::load_data(image.as_ptr().cast()) })?;
        Ok(Handle(module))
    }
}

#[cold]
fn no_entry(program: &str, entry: &str) -> Error {
    Error::format("cuda", "no such kernel", format!("{entry} in {program}"), "name an extern \"C\" entry of the text")
}

impl Kernel {
    /// Queues the kernel on a stream of its device.
    ///
    /// # Errors
    /// A grid that the device does not take, or an earlier kernel that failed.
    ///
    /// # Safety
    /// The arguments are of the type that the kernel takes; what they point to is on this device, as large as the
    /// kernel reads and writes, asked for on this stream, and kept from others as long as the launch is being queued.
    pub unsafe fn launch<A: Arguments>(&self, stream: Stream, grid: Grid, arguments: &A) -> Result<()> {
        const { assert!(size_of::<A>() <= MAX_ARGUMENT_BYTES, "the driver takes 4 KB of arguments") };
        let handle = stream.handle()?;
        let [blocks_x, blocks_y, blocks_z] = grid.blocks;
        let [threads_x, threads_y, threads_z] = grid.threads;
        let mut pointers = [std::ptr::from_ref(arguments).cast_mut().cast::<c_void>()];
        self.gpu.count_launch(self.name);
        // SAFETY: by the caller; the driver copies the arguments before it returns.
        let answer = unsafe {
            result::launch_kernel(
                self.function.0,
                (blocks_x, blocks_y, blocks_z),
                (threads_x, threads_y, threads_z),
                grid.shared_bytes,
                handle,
                &mut pointers,
            )
        };
        self.gpu.check("cuLaunchKernel", answer)?;
        stream.wait_if_blocking()
    }
}

impl Stream {
    /// Waits for what was just queued, where each launch is to be waited for.
    pub(super) fn wait_if_blocking(self) -> Result<()> {
        if *BLOCKING && !graph::records(self.gpu) { self.synchronize() } else { Ok(()) }
    }
}
