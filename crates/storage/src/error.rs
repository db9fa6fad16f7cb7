//! The one error type of all crates: a line of data, shown as `op: what is wrong: operands; what would work`.

use std::fmt;

use crate::{DType, Device, Dims};

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call was refused. One machine word, so that a `Result` stays small.
#[derive(Clone, PartialEq)]
pub struct Error(Box<ErrorKind>);

/// The data of an [`Error`]. Texts in it are fixed parts of the message, never formatted ones.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names of the fields say what they hold")]
pub enum ErrorKind {
    /// Sizes that do not fit the operator or each other.
    Shape { op: &'static str, problem: &'static str, shapes: Vec<(&'static str, Dims)>, remedy: &'static str },
    /// A dimension that the tensor does not have.
    Dim { op: &'static str, dim: i64, rank: usize },
    /// The same dimension named twice.
    RepeatedDim { op: &'static str, dim: i64 },
    /// An index outside its dimension.
    Index { op: &'static str, index: i64, dim: usize, size: usize },
    /// A dtype the operator does not take, or two that do not fit.
    DType { op: &'static str, problem: &'static str, dtypes: Vec<(&'static str, DType)>, remedy: &'static str },
    /// Tensors on different devices, or on one that cannot do this.
    Device { op: &'static str, problem: &'static str, devices: Vec<Device>, remedy: &'static str },
    /// A device that is not there.
    DeviceUnavailable { device: Device, problem: String },
    /// An argument outside what is allowed.
    Argument { op: &'static str, argument: &'static str, value: String, remedy: &'static str },
    /// More bytes than an address can count.
    SizeOverflow { op: &'static str, sizes: Dims, item_bytes: usize },
    /// No memory left, or a cap reached.
    OutOfMemory { device: Device, requested_bytes: usize, in_use_bytes: usize, cap_bytes: Option<usize> },
    /// A call of the CUDA driver that it refused.
    Cuda { device: Device, call: &'static str, code: String },
    /// A kernel that failed. No call on the device is possible any more in this process.
    DeviceLost { device: Device, kernel: String, code: String },
    /// A whole number divided by zero.
    DivisionByZero { op: &'static str },
    /// Memory that an operator writes and reads at once.
    Overlap { op: &'static str, problem: &'static str, remedy: &'static str },
    /// A saved tensor was written before backward read it.
    Modified {
        saved_by: &'static str,
        modified_by: &'static str,
        sizes: Dims,
        saved_version: u64,
        found_version: u64,
        recorded_at: Option<String>,
    },
    /// A rule of the graph was broken.
    Graph { op: &'static str, problem: &'static str, subject: String, remedy: &'static str },
    /// A file, or something else from outside, is not what it should be.
    Format { op: &'static str, problem: &'static str, subject: String, remedy: &'static str },
    /// The operating system refused.
    Io { op: &'static str, path: String, problem: String },
    /// A refusal of a part that knows nothing of tensors, as its own line.
    Part { line: String },
    /// An error while the gradient of a recorded call was computed.
    Backward { node: &'static str, recorded_at: Option<String>, cause: Error },
}

impl Error {
    /// The data of the error.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// Sizes that do not fit.
    #[cold]
    #[must_use]
    pub fn shape(
        op: &'static str,
        problem: &'static str,
        shapes: &[(&'static str, &[usize])],
        remedy: &'static str,
    ) -> Error {
        let shapes = shapes.iter().map(|(name, sizes)| (*name, Dims::clamped(sizes))).collect();
        ErrorKind::Shape { op, problem, shapes, remedy }.into()
    }

    /// A dtype that does not fit.
    #[cold]
    #[must_use]
    pub fn dtype(
        op: &'static str,
        problem: &'static str,
        dtypes: &[(&'static str, DType)],
        remedy: &'static str,
    ) -> Error {
        ErrorKind::DType { op, problem, dtypes: dtypes.to_vec(), remedy }.into()
    }

    /// An argument outside what is allowed.
    #[cold]
    #[must_use]
    pub fn argument(op: &'static str, argument: &'static str, value: impl fmt::Display, remedy: &'static str) -> Error {
        ErrorKind::Argument { op, argument, value: value.to_string(), remedy }.into()
    }

    /// A broken rule of the graph.
    #[cold]
    #[must_use]
    pub fn graph(op: &'static str, problem: &'static str, subject: impl fmt::Display, remedy: &'static str) -> Error {
        ErrorKind::Graph { op, problem, subject: subject.to_string(), remedy }.into()
    }

    /// Something from outside that is not what it should be.
    #[cold]
    #[must_use]
    pub fn format(op: &'static str, problem: &'static str, subject: impl fmt::Display, remedy: &'static str) -> Error {
        ErrorKind::Format { op, problem, subject: subject.to_string(), remedy }.into()
    }

    /// A refusal of the operating system.
    #[cold]
    #[must_use]
    pub fn io(op: &'static str, path: impl fmt::Display, problem: impl fmt::Display) -> Error {
        ErrorKind::Io { op, path: path.to_string(), problem: problem.to_string() }.into()
    }
}

impl From<ErrorKind> for Error {
    #[cold]
    fn from(kind: ErrorKind) -> Error {
        Error(Box::new(kind))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.kind() {
            ErrorKind::Backward { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

/// `lhs [2, 3], rhs [4]`.
struct Named<'a, T>(&'a [(&'static str, T)]);

impl<T: fmt::Display> fmt::Display for Named<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, value)) in self.0.iter().enumerate() {
            write!(f, "{}{name} {value}", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

/// A text from outside, its line ends and other control characters shown as escapes.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character.is_control() {
                true => write!(f, "{}", character.escape_default())?,
                false => write!(f, "{character}")?,
            }
        }
        Ok(())
    }
}

/// ` (recorded at src/main.rs:4:7)`, or nothing.
struct Recorded<'a>(&'a Option<String>);

impl fmt::Display for Recorded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(place) => write!(f, " (recorded at {place})"),
            None => Ok(()),
        }
    }
}

/// The same line: it is what `unwrap` shows, and a `main` that returns the error.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            ErrorKind::Shape { op, problem, shapes, remedy } => {
                write!(f, "{op}: {problem}: {}; {remedy}", Named(shapes))
            }
            ErrorKind::Dim { op, dim, rank } => {
                // A scalar takes dims 0 and -1, as if it had one.
                let span = (*rank).max(1);
                write!(f, "{op}: dim out of range: dim {dim}, rank {rank}; dim must be in -{span}..={}", span - 1)
            }
            ErrorKind::RepeatedDim { op, dim } => {
                write!(f, "{op}: dim given twice: dim {dim}; name each dim once")
            }
            ErrorKind::Index { op, index, dim, size } => {
                write!(f, "{op}: index out of range: index {index}, dim {dim} of size {size}; ")?;
                match size {
                    0 => write!(f, "the dim is empty"),
                    _ => write!(f, "index must be in -{size}..={}", size - 1),
                }
            }
            ErrorKind::DType { op, problem, dtypes, remedy } => {
                write!(f, "{op}: {problem}: {}; {remedy}", Named(dtypes))
            }
            ErrorKind::Device { op, problem, devices, remedy } => {
                write!(f, "{op}: {problem}: ")?;
                for (at, device) in devices.iter().enumerate() {
                    write!(f, "{}{device}", if at == 0 { "" } else { ", " })?;
                }
                write!(f, "; {remedy}")
            }
            ErrorKind::DeviceUnavailable { device, problem } => {
                write!(f, "device: not available: {device} ({problem}); use Device::Cpu")
            }
            ErrorKind::Argument { op, argument, value, remedy } => {
                write!(f, "{op}: bad argument: {argument} = {}; {remedy}", OneLine(value))
            }
            ErrorKind::SizeOverflow { op, sizes, item_bytes } => {
                write!(
                    f,
                    "{op}: size overflows: sizes {sizes} of {item_bytes} bytes each; the product must fit an address"
                )
            }
            ErrorKind::OutOfMemory { device, requested_bytes, in_use_bytes, cap_bytes } => {
                write!(f, "allocate: out of memory: {device}, {requested_bytes} bytes asked, {in_use_bytes} in use")?;
                match cap_bytes {
                    Some(cap) => write!(f, ", cap {cap}; raise the cap or free tensors"),
                    None => write!(f, "; free tensors or work in smaller batches"),
                }
            }
            ErrorKind::Cuda { device, call, code } => {
                write!(f, "cuda: the driver refused: {call} on {device}, {code}; look the code up in its manual")
            }
            ErrorKind::DeviceLost { device, kernel, code } => {
                write!(
                    f,
                    "cuda: a kernel failed: {kernel} or one before it on {device}, {code}; start the process again, \
                     with CUDA_LAUNCH_BLOCKING=1 to learn which"
                )
            }
            ErrorKind::DivisionByZero { op } => {
                write!(
                    f,
                    "{op}: division of an integer by zero: the divisor holds a 0; divide floating numbers instead"
                )
            }
            ErrorKind::Overlap { op, problem, remedy } => write!(f, "{op}: {problem}; {remedy}"),
            ErrorKind::Modified { saved_by, modified_by, sizes, saved_version, found_version, recorded_at } => {
                write!(
                    f,
                    "backward: a saved tensor was modified in place: sizes {sizes}, saved by {saved_by} at version \
                     {saved_version}, now at version {found_version} after {modified_by}{}; clone it before writing",
                    Recorded(recorded_at)
                )
            }
            ErrorKind::Graph { op, problem, subject, remedy } | ErrorKind::Format { op, problem, subject, remedy } => {
                write!(f, "{op}: {problem}: {}; {remedy}", OneLine(subject))
            }
            ErrorKind::Io { op, path, problem } => {
                write!(f, "{op}: cannot use the file: {}; {}", OneLine(path), OneLine(problem))
            }
            ErrorKind::Part { line } => f.write_str(line),
            ErrorKind::Backward { node, recorded_at, cause } => {
                write!(f, "backward of {node}{}: {cause}", Recorded(recorded_at))
            }
        }
    }
}
