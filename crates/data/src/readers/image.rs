//! PNG and JPEG images, and folders of them.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use cresset_autograd::{DType, Error, Result, Tensor};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::Dataset;
use crate::dataset::check_index;

const OP: &str = "read_image";
/// More than deflate can make smaller, and eight grey points a byte.
const MOST_TIMES: usize = 8 * 1032;

/// The image of a PNG or JPEG file, as three colours without transparency.
///
/// # Shapes
/// `[3, height, width]`, `float32` in 0..=1.
///
/// # Errors
/// The file cannot be read, or is no whole PNG or JPEG image.
pub fn read_image(path: impl AsRef<Path>) -> Result<Tensor> {
    let path = path.as_ref();
    let bytes = std::fs::read(path).map_err(|error| Error::io(OP, path.display(), error))?;
    decode(&bytes).map_err(|problem| corrupt(&path.display().to_string(), &problem))
}

/// As [`read_image`], of the file's bytes.
///
/// # Errors
/// No whole PNG or JPEG image.
pub fn decode_image(bytes: &[u8]) -> Result<Tensor> {
    decode(bytes).map_err(|problem| corrupt("the given bytes", &problem))
}

fn corrupt(place: &str, problem: &str) -> Error {
    Error::format(OP, "not a whole PNG or JPEG image", format!("{place} ({problem})"), "replace it")
}

/// Colours as bytes, with how many stand for one point.
struct Pixels {
    height: usize,
    width: usize,
    depth: usize,
    bytes: Vec<u8>,
}

fn decode(bytes: &[u8]) -> Result<Tensor, String> {
    let pixels = if bytes.starts_with(b"\x89PNG") { png(bytes)? } else { jpeg(bytes)? };
    let Pixels { height, width, depth, bytes } = pixels;
    let make = || {
        let image = Tensor::try_from_vec(bytes, [height, width, depth])?.try_permute([2, 0, 1])?;
        let colours = match depth {
            1 | 2 => image.try_narrow(0, 0, 1)?.try_expand([3, height as i64, width as i64])?,
            _ => image.try_narrow(0, 0, 3)?,
        };
        colours.try_copy_row_major()?.try_to_dtype(DType::F32)?.try_div(255.0)
    };
    make().map_err(|error: Error| error.to_string())
}

fn png(bytes: &[u8]) -> Result<Pixels, String> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    // A whole image is not a thousand times smaller: no memory for what a few bytes pretend to be.
    let n_bytes = reader.output_buffer_size().filter(|&n| n / MOST_TIMES <= bytes.len()).ok_or("too large")?;
    let mut pixels = vec![0; n_bytes];
    let frame = reader.next_frame(&mut pixels).map_err(|error| error.to_string())?;
    pixels.truncate(frame.buffer_size());
    let (height, width) = (frame.height as usize, frame.width as usize);
    Ok(Pixels { height, width, depth: frame.color_type.samples(), bytes: pixels })
}

fn jpeg(bytes: &[u8]) -> Result<Pixels, String> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    let pixels = decoder.decode().map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions().ok_or("no size")?;
    let depth = pixels.len() / (width * height).max(1);
    if pixels.len() != depth * width * height || !(1..=3).contains(&depth) {
        return Err("an unknown kind of colours".to_string());
    }
    Ok(Pixels { height, width, depth, bytes: pixels })
}

/// A folder with a folder of images for each class, as torchvision's `ImageFolder`.
///
/// # Shapes
/// Items are `(image [3, height, width], class)`; the images may have different sizes.
#[derive(Clone, Debug)]
pub struct ImageFolder {
    classes: Vec<String>,
    files: Vec<(PathBuf, i64)>,
}

impl ImageFolder {
    /// The images below `root`. Classes are its folders in alphabetic order.
    ///
    /// # Errors
    /// A folder that cannot be read, no classes, or a class without images.
    pub fn new(root: impl AsRef<Path>) -> Result<ImageFolder> {
        let root = root.as_ref();
        let (mut classes, mut files) = (Vec::new(), Vec::new());
        for folder in sorted(root)?.into_iter().filter(|path| path.is_dir()) {
            let class = classes.len() as i64;
            classes.push(folder.file_name().unwrap_or_default().to_string_lossy().into_owned());
            let before = files.len();
            files.extend(sorted(&folder)?.into_iter().filter(|path| is_image(path)).map(|path| (path, class)));
            if files.len() == before {
                let remedy = "put PNG or JPEG images there, or remove the folder";
                return Err(Error::format("ImageFolder", "a class without images", folder.display(), remedy));
            }
        }
        match classes.is_empty() {
            true => {
                Err(Error::format("ImageFolder", "no folders of classes", root.display(), "make one for each class"))
            }
            false => Ok(ImageFolder { classes, files }),
        }
    }

    /// The names of the classes.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The files with their classes.
    #[must_use]
    pub fn files(&self) -> &[(PathBuf, i64)] {
        &self.files
    }
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let refuse = |error| Error::io("ImageFolder", folder.display(), error);
    let entries = std::fs::read_dir(folder).map_err(refuse)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(refuse)?;
    paths.sort();
    Ok(paths)
}

fn is_image(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["png", "jpg", "jpeg"].iter().any(|known| extension == *known)
}

impl Dataset for ImageFolder {
    type Item = (Tensor, i64);

    fn len(&self) -> usize {
        self.files.len()
    }

    fn get(&self, index: usize) -> Result<(Tensor, i64)> {
        check_index("ImageFolder::get", index, self.files.len())?;
        let (path, class) = &self.files[index];
        Ok((read_image(path)?, *class))
    }
}
