//! Texts by lines and by characters.

use std::path::Path;

use cresset_autograd::{Error, Result, Tensor};

use super::read_bytes;
use crate::dataset::check_index;
use crate::{Dataset, Vocabulary};

/// The lines of a file in UTF-8, gzipped or not, without their ends: a dataset of texts.
///
/// # Errors
/// The file cannot be read, is not in UTF-8, or is empty.
pub fn read_lines(path: impl AsRef<Path>) -> Result<Vec<String>> {
    const OP: &str = "read_lines";
    let path = path.as_ref();
    let text = String::from_utf8(read_bytes(OP, path)?).map_err(|error| {
        let subject = format!("byte {} of {}", error.utf8_error().valid_up_to(), path.display());
        Error::format(OP, "not a text in UTF-8", subject, "convert the file")
    })?;
    match text.is_empty() {
        true => Err(Error::format(OP, "an empty file", path.display(), "give a file with lines")),
        false => Ok(text.lines().map(str::to_string).collect()),
    }
}

/// All stretches of a text of one length, each with the same stretch one character later.
///
/// # Shapes
/// Items are `(input [length], target [length])` of `int64` numbers of characters.
#[derive(Clone, Debug)]
pub struct CharacterWindows {
    vocabulary: Vocabulary,
    numbers: Tensor,
    length: usize,
}

impl CharacterWindows {
    /// The stretches of this text, with a vocabulary of its characters.
    ///
    /// # Errors
    /// A length of zero, or a text that is not longer.
    pub fn new(text: &str, length: usize) -> Result<CharacterWindows> {
        let numbers = Vocabulary::characters(text)?;
        let (vocabulary, numbers) = (numbers.clone(), numbers.encode_characters(text)?);
        if length == 0 || numbers.len() <= length {
            let value = format!("{length} of {} characters", numbers.len());
            return Err(Error::argument("CharacterWindows", "length", value, "give a longer text"));
        }
        let n_characters = numbers.len();
        Ok(CharacterWindows { vocabulary, numbers: Tensor::try_from_vec(numbers, [n_characters])?, length })
    }

    /// The characters with their numbers.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }
}

impl Dataset for CharacterWindows {
    type Item = (Tensor, Tensor);

    fn len(&self) -> usize {
        self.numbers.numel() - self.length
    }

    fn get(&self, index: usize) -> Result<(Tensor, Tensor)> {
        check_index("CharacterWindows::get", index, self.len())?;
        let stretch = |start: usize| self.numbers.try_narrow(0, start as i64, self.length);
        Ok((stretch(index)?, stretch(index + 1)?))
    }
}
