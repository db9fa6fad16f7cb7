//! Where a call reads or writes, for its error messages.

use std::fmt::Display;
use std::io;
use std::path::Path;

use cresset_autograd::{Error, ErrorKind};

/// An operation and the file, or the part of a file, that it works on.
pub(crate) struct Place {
    pub(crate) op: &'static str,
    subject: String,
}

impl Place {
    pub(crate) fn new(op: &'static str, subject: impl Display) -> Place {
        Place { op, subject: subject.to_string() }
    }

    pub(crate) fn path(op: &'static str, path: &Path) -> Place {
        Place::new(op, path.display())
    }

    pub(crate) fn subject(&self) -> &str {
        &self.subject
    }

    /// A file within this one.
    pub(crate) fn member(&self, name: &str) -> Place {
        Place::new(self.op, format_args!("{}, member {name}", self.subject))
    }

    /// The contents are not what they should be.
    #[cold]
    pub(crate) fn format(&self, problem: &'static str, remedy: &'static str) -> Error {
        Error::format(self.op, problem, &self.subject, remedy)
    }

    /// As [`Place::format`], with what was found there.
    #[cold]
    pub(crate) fn found(&self, problem: &'static str, found: impl Display, remedy: &'static str) -> Error {
        Error::format(self.op, problem, format_args!("{}: {found}", self.subject), remedy)
    }

    /// Reading or writing failed.
    #[cold]
    pub(crate) fn io(&self, error: &io::Error) -> Error {
        Error::io(self.op, &self.subject, error)
    }

    /// A tensor of what was read could not be made.
    #[cold]
    pub(crate) fn tensor(&self, error: Error) -> Error {
        match error.kind() {
            ErrorKind::OutOfMemory { .. } => error,
            _ => self.found("not an array that a tensor can hold", error, "save it in another form"),
        }
    }
}
