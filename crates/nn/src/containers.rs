//! Members under names of one's own.

use std::fmt;

use crate::{Field, Forward, Member, MemberMut, Module, Parameter, See, SeeMut};

/// Modules or parameters under names, in the order in which they were put in.
#[derive(Clone, Debug)]
pub struct Dict<F> {
    entries: Vec<(String, F)>,
}

/// Modules under names, as `torch.nn.ModuleDict`.
pub type ModuleDict<M = Box<dyn Forward>> = Dict<M>;
/// Parameters under names, as `torch.nn.ParameterDict`.
pub type ParameterDict = Dict<Parameter>;
/// Modules under their numbers, as `torch.nn.ModuleList`: any vector of modules is one.
pub type ModuleList<M = Box<dyn Forward>> = Vec<M>;
/// Parameters under their numbers, as `torch.nn.ParameterList`: any vector of parameters is one.
pub type ParameterList = Vec<Parameter>;

impl<F> Default for Dict<F> {
    fn default() -> Dict<F> {
        Dict { entries: Vec::new() }
    }
}

impl<F> Dict<F> {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Dict<F> {
        Dict::default()
    }

    /// Puts a member under a name, and gives back the one that was there.
    pub fn insert(&mut self, name: impl Into<String>, member: F) -> Option<F> {
        let name = name.into();
        if let Some((_, held)) = self.entries.iter_mut().find(|(other, _)| *other == name) {
            return Some(std::mem::replace(held, member));
        }
        self.entries.push((name, member));
        None
    }

    /// The member under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&F> {
        self.entries.iter().find(|(other, _)| other == name).map(|(_, member)| member)
    }

    /// Takes out the member under a name.
    pub fn remove(&mut self, name: &str) -> Option<F> {
        let at = self.entries.iter().position(|(other, _)| other == name)?;
        Some(self.entries.remove(at).1)
    }

    /// Names and members in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &F)> {
        self.entries.iter().map(|(name, member)| (name.as_str(), member))
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

impl<S: Into<String>, F> FromIterator<(S, F)> for Dict<F> {
    fn from_iter<I: IntoIterator<Item = (S, F)>>(entries: I) -> Dict<F> {
        let mut dict = Dict::new();
        for (name, member) in entries {
            dict.insert(name, member);
        }
        dict
    }
}

impl<F: Field> Module for Dict<F> {
    fn as_module(&self) -> &dyn Module {
        self
    }

    fn module_name(&self) -> &str {
        if F::LIST == <Parameter as Field>::LIST { "ParameterDict" } else { "ModuleDict" }
    }

    fn members<'a>(&'a self, see: &mut See<'a, '_>) {
        for (name, member) in &self.entries {
            member.see(name, &mut |path, member: Member<'a>| see(path, member));
        }
    }

    fn members_mut(&mut self, see: &mut SeeMut<'_>) {
        for (_, member) in &mut self.entries {
            member.see_mut(&mut |member: MemberMut<'_>| see(member));
        }
    }
}

impl<F: Field> fmt::Display for Dict<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::derive::write_summary(self, f)
    }
}
