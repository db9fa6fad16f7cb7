//! Words, or characters, as whole numbers and back.

use std::collections::HashMap;

use cresset_autograd::{Error, Result};
use serde::{Deserialize, Serialize};

/// Tokens with their numbers: the specials first, then by falling frequency, equally frequent ones in alphabetic order.
///
/// ```
/// use cresset_data::Vocabulary;
///
/// let vocabulary = Vocabulary::build("a rose is a rose".split(' '), 1, &["<unk>"])?;
/// assert_eq!(vocabulary.encode("is a rose".split(' '))?, [3, 1, 2]);
/// assert_eq!(vocabulary.encode(["tulip"])?, [0]);
/// assert_eq!(vocabulary.decode(&[1, 2])?, ["a", "rose"]);
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Vocabulary {
    tokens: Vec<String>,
    numbers: HashMap<String, i64>,
}

/// The special token that stands for all that a vocabulary does not have.
const UNKNOWN: &str = "<unk>";

impl From<Vec<String>> for Vocabulary {
    fn from(tokens: Vec<String>) -> Vocabulary {
        let numbers = tokens.iter().cloned().zip(0..).collect();
        Vocabulary { tokens, numbers }
    }
}

impl From<Vocabulary> for Vec<String> {
    fn from(vocabulary: Vocabulary) -> Vec<String> {
        vocabulary.tokens
    }
}

impl Vocabulary {
    /// The specials and the tokens that come at least `min_freq` times.
    ///
    /// # Errors
    /// No tokens at all.
    pub fn build<'a>(
        tokens: impl IntoIterator<Item = &'a str>,
        min_freq: usize,
        specials: &[&str],
    ) -> Result<Vocabulary> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        tokens.into_iter().for_each(|token| *counts.entry(token).or_default() += 1);
        let mut frequent: Vec<(&str, usize)> = counts.into_iter().filter(|(_, count)| *count >= min_freq).collect();
        frequent.retain(|(token, _)| !specials.contains(token));
        frequent.sort_by(|(a, n_a), (b, n_b)| n_b.cmp(n_a).then(a.cmp(b)));
        let all = specials.iter().copied().chain(frequent.into_iter().map(|(token, _)| token));
        let tokens: Vec<String> = all.map(str::to_string).collect();
        match tokens.is_empty() {
            true => Err(Error::argument("Vocabulary", "tokens", "none", "give a text with tokens")),
            false => Ok(tokens.into()),
        }
    }

    /// The characters of a text, in the order of their code points.
    ///
    /// # Errors
    /// An empty text.
    pub fn characters(text: &str) -> Result<Vocabulary> {
        let mut characters: Vec<char> = text.chars().collect();
        characters.sort_unstable();
        characters.dedup();
        match characters.is_empty() {
            true => Err(Error::argument("Vocabulary", "text", "empty", "give a text with characters")),
            false => Ok(characters.into_iter().map(String::from).collect::<Vec<_>>().into()),
        }
    }

    /// How many tokens there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The number of a token.
    #[must_use]
    pub fn number(&self, token: &str) -> Option<i64> {
        self.numbers.get(token).copied()
    }

    /// The numbers of tokens; an unknown one is `<unk>` where there is that special.
    ///
    /// # Errors
    /// An unknown token without `<unk>`.
    pub fn encode<'a>(&self, tokens: impl IntoIterator<Item = &'a str>) -> Result<Vec<i64>> {
        let number = |token| {
            let refuse =
                || Error::argument("Vocabulary::encode", "token", format!("{token:?}"), "add <unk> to the specials");
            self.number(token).or_else(|| self.number(UNKNOWN)).ok_or_else(refuse)
        };
        tokens.into_iter().map(number).collect()
    }

    /// The numbers of a text's characters.
    ///
    /// # Errors
    /// As [`Vocabulary::encode`].
    pub fn encode_characters(&self, text: &str) -> Result<Vec<i64>> {
        self.encode(text.split("").filter(|character| !character.is_empty()))
    }

    /// The tokens of numbers.
    ///
    /// # Errors
    /// A number that no token has.
    pub fn decode(&self, numbers: &[i64]) -> Result<Vec<&str>> {
        let token = |&number: &i64| {
            let found = usize::try_from(number).ok().and_then(|at| self.tokens.get(at));
            found.map(String::as_str).ok_or_else(|| {
                let value = format!("{number} of {}", self.tokens.len());
                Error::argument("Vocabulary::decode", "number", value, "numbers are those of tokens")
            })
        };
        numbers.iter().map(token).collect()
    }
}
