//! Rules that turn the names of one state dict into those of another.

use cresset_autograd::{Error, Result};
use cresset_nn::StateDict;

/// Rules in the order in which they were given.
///
/// ```
/// use cresset_autograd::zeros;
/// use cresset_interop::Renames;
/// use cresset_nn::StateDict;
///
/// let dict: StateDict = [("module.norm.gamma", zeros([2]))].into_iter().collect();
/// let renamed = Renames::new().strip_prefix("module.").replace("gamma", "weight").apply(dict)?;
/// assert_eq!(renamed.keys().collect::<Vec<_>>(), ["norm.weight"]);
/// # Ok::<(), cresset_autograd::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Renames(Vec<Rule>);

#[derive(Clone, Debug)]
enum Rule {
    StripPrefix(String),
    AddPrefix(String),
    Replace(String, String),
    Only(String),
}

impl Renames {
    /// No rules: names stay.
    #[must_use]
    pub fn new() -> Renames {
        Renames::default()
    }

    /// Takes a prefix off the names that have it, such as `module.`.
    #[must_use]
    pub fn strip_prefix(mut self, prefix: impl Into<String>) -> Renames {
        self.0.push(Rule::StripPrefix(prefix.into()));
        self
    }

    /// Puts a prefix before every name.
    #[must_use]
    pub fn add_prefix(mut self, prefix: impl Into<String>) -> Renames {
        self.0.push(Rule::AddPrefix(prefix.into()));
        self
    }

    /// Replaces a text wherever it stands in a name.
    #[must_use]
    pub fn replace(mut self, from: impl Into<String>, to: impl Into<String>) -> Renames {
        self.0.push(Rule::Replace(from.into(), to.into()));
        self
    }

    /// Leaves out names that do not begin with a prefix.
    #[must_use]
    pub fn only(mut self, prefix: impl Into<String>) -> Renames {
        self.0.push(Rule::Only(prefix.into()));
        self
    }

    /// The name that the rules make of one, if they leave it in.
    #[must_use]
    pub fn rename(&self, name: &str) -> Option<String> {
        self.0.iter().try_fold(name.to_owned(), |name, rule| match rule {
            Rule::StripPrefix(prefix) => Some(name.strip_prefix(prefix.as_str()).map(str::to_owned).unwrap_or(name)),
            Rule::AddPrefix(prefix) => Some(format!("{prefix}{name}")),
            Rule::Replace(from, to) => Some(name.replace(from.as_str(), to)),
            Rule::Only(prefix) => name.starts_with(prefix.as_str()).then_some(name),
        })
    }

    /// The tensors under their new names.
    ///
    /// # Errors
    /// Two names become one.
    pub fn apply(&self, dict: StateDict) -> Result<StateDict> {
        let mut renamed = StateDict::new();
        for (name, tensor) in dict {
            let Some(new) = self.rename(&name) else { continue };
            if renamed.insert(new.clone(), tensor).is_some() {
                let remedy = "give rules that keep names apart";
                return Err(Error::argument("Renames", "name", format_args!("{name} -> {new}"), remedy));
            }
        }
        Ok(renamed)
    }
}
