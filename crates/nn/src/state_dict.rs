//! Named tensors in order: what a module is saved as.

use std::collections::HashMap;

use cresset_autograd::{Error, Result, Tensor, no_grad};

/// Tensors under names, in the order in which they were put in.
#[derive(Clone, Debug, Default)]
pub struct StateDict {
    entries: Vec<(String, Tensor)>,
    places: HashMap<String, usize>,
}

impl StateDict {
    /// No tensors.
    #[must_use]
    pub fn new() -> StateDict {
        StateDict::default()
    }

    /// Puts a tensor under a name, and gives back the one that was there.
    pub fn insert(&mut self, name: impl Into<String>, tensor: Tensor) -> Option<Tensor> {
        let name = name.into();
        if let Some(entry) = self.places.get(&name).and_then(|&at| self.entries.get_mut(at)) {
            return Some(std::mem::replace(&mut entry.1, tensor));
        }
        self.places.insert(name.clone(), self.entries.len());
        self.entries.push((name, tensor));
        None
    }

    /// The tensor under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Tensor> {
        self.places.get(name).and_then(|&at| self.entries.get(at)).map(|(_, tensor)| tensor)
    }

    /// Takes out the tensor under a name.
    pub fn remove(&mut self, name: &str) -> Option<Tensor> {
        let at = self.places.remove(name)?;
        let (_, tensor) = self.entries.remove(at);
        self.places.values_mut().filter(|place| **place > at).for_each(|place| *place -= 1);
        Some(tensor)
    }

    /// The names and tensors in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Tensor)> {
        self.entries.iter().map(|(name, tensor)| (name.as_str(), tensor))
    }

    /// The names in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.as_str())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<S: Into<String>> FromIterator<(S, Tensor)> for StateDict {
    fn from_iter<I: IntoIterator<Item = (S, Tensor)>>(entries: I) -> StateDict {
        let mut dict = StateDict::new();
        for (name, tensor) in entries {
            dict.insert(name, tensor);
        }
        dict
    }
}

impl IntoIterator for StateDict {
    type Item = (String, Tensor);
    type IntoIter = std::vec::IntoIter<(String, Tensor)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

/// What loading with `strict = false` has left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadReport {
    /// Names that the module has and the dict has not.
    pub missing_keys: Vec<String>,
    /// Names that the dict has and the module has not.
    pub unexpected_keys: Vec<String>,
}

/// Copies tensors over those of the same names, whose memory `held` shares with its module.
pub(crate) fn load(held: &StateDict, dict: &StateDict, strict: bool) -> Result<LoadReport> {
    let absent = |of: &StateDict, from: &StateDict| -> Vec<String> {
        of.keys().filter(|name| from.get(name).is_none()).map(str::to_string).collect()
    };
    let report = LoadReport { missing_keys: absent(held, dict), unexpected_keys: absent(dict, held) };
    let pairs: Vec<(&str, &Tensor, &Tensor)> =
        held.iter().filter_map(|(name, tensor)| Some((name, tensor, dict.get(name)?))).collect();
    let mut problems = Vec::new();
    if strict && !report.missing_keys.is_empty() {
        problems.push(format!("missing [{}]", report.missing_keys.join(", ")));
    }
    if strict && !report.unexpected_keys.is_empty() {
        problems.push(format!("unexpected [{}]", report.unexpected_keys.join(", ")));
    }
    for (name, tensor, given) in pairs.iter().filter(|(_, tensor, given)| tensor.sizes() != given.sizes()) {
        problems.push(format!("{name} has {:?}, given {:?}", tensor.sizes(), given.sizes()));
    }
    if !problems.is_empty() {
        let remedy = "give the state of a module built alike, or strict = false where only names differ";
        return Err(Error::format("load_state_dict", "does not fit the module", problems.join(", "), remedy));
    }
    no_grad(|| pairs.iter().try_for_each(|(_, tensor, given)| tensor.try_copy_(given).map(drop)))?;
    Ok(report)
}
