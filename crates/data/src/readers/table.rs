//! Tables of numbers in CSV files.

use std::path::Path;

use cresset_autograd::{DType, Error, Result, Tensor};

use super::{Labelled, check_labels, read_bytes};
use crate::TensorDataset;

const OP: &str = "read_csv";

/// Rows of numbers under names.
#[derive(Clone, Debug)]
pub struct Table {
    /// The names of the columns; their numbers where the file has no head.
    pub columns: Vec<String>,
    /// `float64` of sizes `[rows, columns]`.
    pub values: Tensor,
}

/// The numbers of a CSV file, gzipped or not, whose first line is a head if `has_head`.
///
/// # Errors
/// The file cannot be read, has no rows, rows of different lengths, or a field that is no number: the line and the
/// column are named.
pub fn read_csv(path: impl AsRef<Path>, has_head: bool) -> Result<Table> {
    let path = path.as_ref();
    let file = read_bytes(OP, path)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(has_head).trim(csv::Trim::All).from_reader(&file[..]);
    // The crate's own line ends in a long account of positions.
    let refuse = |error: csv::Error, columns: &[String]| {
        let line = error.position().map_or(0, csv::Position::line);
        let (column, found) = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                (String::new(), format!(": {len} fields, {expected_len} before"))
            }
            csv::ErrorKind::Utf8 { err, .. } => {
                let name = columns.get(err.field()).cloned().unwrap_or_else(|| err.field().to_string());
                (format!(", column {name}"), ": not UTF-8".to_string())
            }
            _ => Default::default(),
        };
        let subject = format!("line {line}{column} of {}{found}", path.display());
        Error::format(OP, "a row that cannot be read", subject, "mend it")
    };
    let mut columns: Vec<String> = match has_head {
        true => reader.headers().map_err(|error| refuse(error, &[]))?.iter().map(str::to_string).collect(),
        false => Vec::new(),
    };
    let (mut values, mut n_rows) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.map_err(|error| refuse(error, &columns))?;
        if columns.is_empty() {
            columns = (0..record.len()).map(|column| column.to_string()).collect();
        }
        let line = record.position().map_or(0, csv::Position::line);
        for (field, column) in record.iter().zip(&columns) {
            let value: f64 = field.parse().map_err(|_| {
                let subject = format!("{field:?} in line {line}, column {column} of {}", path.display());
                Error::format(OP, "not a number", subject, "mend it, or leave the column out")
            })?;
            values.push(value);
        }
        n_rows += 1;
    }
    if n_rows == 0 {
        return Err(Error::format(OP, "no rows", path.display(), "give a file with rows"));
    }
    let values = Tensor::try_from_vec(values, [n_rows, columns.len()])?;
    Ok(Table { columns, values })
}

impl Table {
    /// The number of a column.
    ///
    /// # Errors
    /// There is no column of that name.
    pub fn column(&self, name: &str) -> Result<usize> {
        let found = self.columns.iter().position(|column| column == name);
        found.ok_or_else(|| {
            let value = format!("{name:?} of {}", self.columns.join(", "));
            Error::argument("Table", "column", value, "name one of the table's columns")
        })
    }

    /// All other columns as `float32` inputs, and this one as classes below `n_classes`.
    ///
    /// # Errors
    /// There is no such column, or a value in it is no class.
    pub fn labelled(&self, label: &str, n_classes: usize) -> Result<Labelled> {
        let at = self.column(label)?;
        let labels = self.values.try_select(1, at as i64)?;
        let whole =
            labels.try_to_vec::<f64>()?.into_iter().map(|label| if label.fract() == 0.0 { label as i64 } else { -1 });
        let whole: Vec<i64> = whole.collect();
        check_labels("Table::labelled", Path::new(label), &whole, n_classes)?;
        let others: Vec<i64> = (0..self.columns.len()).filter(|&other| other != at).map(|other| other as i64).collect();
        let n_others = others.len();
        let inputs = self.values.try_index_select(1, &Tensor::try_from_vec(others, [n_others])?)?;
        let n_rows = whole.len();
        TensorDataset::new((inputs.try_to_dtype(DType::F32)?, Tensor::try_from_vec(whole, [n_rows])?))
    }
}
