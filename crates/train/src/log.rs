//! Where the numbers of a run are written.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use cresset_autograd::{Error, Result};

/// Takes the numbers of a run as they come.
pub trait Logger: Send {
    /// Writes a number under a name.
    ///
    /// # Errors
    /// The operating system refuses.
    fn log(&mut self, step: u64, name: &str, value: f64) -> Result<()>;

    /// Brings what was written to the disk.
    ///
    /// # Errors
    /// The operating system refuses.
    fn flush(&mut self) -> Result<()>;
}

/// A CSV file of lines `step,name,value`. It is added to where it is there already.
#[derive(Debug)]
pub struct CsvLog {
    path: PathBuf,
    writer: csv::Writer<File>,
}

impl CsvLog {
    /// The file at this path.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn new(path: impl AsRef<Path>) -> Result<CsvLog> {
        let path = path.as_ref().to_path_buf();
        let refuse = |error: std::io::Error| Error::io("CsvLog", path.display(), error);
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(refuse)?;
        let is_new = file.metadata().map_err(refuse)?.len() == 0;
        let writer = csv::WriterBuilder::new().has_headers(false).from_writer(file);
        let mut log = CsvLog { path, writer };
        if is_new {
            log.record(["step", "name", "value"])?;
        }
        Ok(log)
    }

    fn record(&mut self, record: [&str; 3]) -> Result<()> {
        self.writer.write_record(record).map_err(|error| Error::io("CsvLog", self.path.display(), error))
    }
}

impl Logger for CsvLog {
    fn log(&mut self, step: u64, name: &str, value: f64) -> Result<()> {
        self.record([&step.to_string(), name, &value.to_string()])
    }

    fn flush(&mut self) -> Result<()> {
        self.writer.flush().map_err(|error| Error::io("CsvLog", self.path.display(), error))
    }
}
