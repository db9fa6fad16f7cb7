//! The handwritten digits that are part of the library.

use cresset_autograd::{Error, Result, Tensor};
use flate2::read::GzDecoder;

use crate::TensorDataset;

const OP: &str = "digits";
const FILE: &[u8] = include_bytes!("../../data/digits.csv.gz");
const SIDE: usize = 8;
/// Pixels count the dark points of 4×4 blocks.
const BRIGHTEST: u8 = 16;
const N_CLASSES: u8 = 10;

/// 1,797 handwritten digits, the same images as scikit-learn's `load_digits`. Nothing is downloaded.
///
/// # Shapes
/// Items are `(image [1, 8, 8], label [])`: `float32` in 0..=1 and `int64` in 0..10.
///
/// # Errors
/// No memory left.
///
/// # Source
/// E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
/// <https://doi.org/10.24432/C50P49>, CC BY 4.0.
pub fn digits() -> Result<TensorDataset<(Tensor, Tensor)>> {
    parse(FILE)
}

/// Reads gzipped rows of 64 pixels and a label.
fn parse(file: &[u8]) -> Result<TensorDataset<(Tensor, Tensor)>> {
    let (mut pixels, mut labels) = (Vec::new(), Vec::new());
    let rows = csv::ReaderBuilder::new().has_headers(false).from_reader(GzDecoder::new(file));
    for (row, values) in rows.into_deserialize::<Vec<u8>>().enumerate() {
        let refuse = |problem| Error::format(OP, problem, format!("row {row}"), "restore the file");
        let values = values.map_err(|_| refuse("not a row of small whole numbers"))?;
        match values.split_last() {
            Some((&label, image))
                if image.len() == SIDE * SIDE && label < N_CLASSES && image.iter().all(|&pixel| pixel <= BRIGHTEST) =>
            {
                pixels.extend(image.iter().map(|&pixel| f32::from(pixel) / f32::from(BRIGHTEST)));
                labels.push(i64::from(label));
            }
            _ => return Err(refuse("not 64 pixels in 0..=16 and a label in 0..10")),
        }
    }
    let n_images = labels.len();
    let images = Tensor::try_from_vec(pixels, [n_images, 1, SIDE, SIDE])?;
    TensorDataset::new((images, Tensor::try_from_vec(labels, [n_images])?))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{digits, parse};
    use crate::Dataset;

    fn message(rows: &str) -> String {
        let mut file = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        file.write_all(rows.as_bytes()).unwrap();
        parse(&file.finish().unwrap()).unwrap_err().to_string()
    }

    #[test]
    fn the_embedded_file_holds_every_digit() {
        let digits = digits().unwrap();
        assert_eq!(digits.len(), 1797);
        let (images, labels) = digits.tensors();
        assert_eq!((images.sizes(), labels.sizes()), (&[1797, 1, 8, 8][..], &[1797][..]));
        let labels: Vec<i64> = labels.to_vec();
        let counts: Vec<usize> = (0..10).map(|label| labels.iter().filter(|&&held| held == label).count()).collect();
        // The counts that scikit-learn's description of the set gives.
        assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
        let (image, label) = digits.get(0).unwrap();
        assert_eq!((image.sizes(), label.item()), (&[1, 8, 8][..], 0.0));
        assert_eq!(image.to_vec::<f32>()[..8], [0.0, 0.0, 0.3125, 0.8125, 0.5625, 0.0625, 0.0, 0.0]);
        assert_eq!(images.to_vec::<f64>().iter().sum::<f64>() * 16.0, 561_718.0);
    }

    #[test]
    fn a_broken_file_is_an_error() {
        let fine = format!("{}3\n", "16,".repeat(64));
        assert!(message(&format!("{fine}1,2\n")).contains("row 1"));
        assert!(message(&fine.replacen("16", "17", 1)).contains("64 pixels"));
        assert!(message(&fine.replacen("16", "x", 1)).contains("small whole numbers"));
        let error = parse(&super::FILE[..1000]).unwrap_err().to_string();
        assert!(error.starts_with("digits: "), "{error}");
    }
}
