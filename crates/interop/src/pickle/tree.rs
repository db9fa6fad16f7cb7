//! The objects of a running pickle, and the tree that they are at its end.

use std::rc::Rc;

use cresset_autograd::{DType, Result};

use super::globals::Global;
use super::{Pickled, StoredTensor};
use crate::place::Place;

/// How deep containers may stand in each other.
const MOST_DEEP: usize = 64;
/// How much a tree may come to, counted in values and bytes of texts, beside what the pickle itself is long: objects
/// that a pickle names again and again are copied each time.
const ALWAYS: usize = 1 << 22;

/// A value on the stack. Containers are named by their place, so that a pickle can fill them later.
#[derive(Clone, Debug)]
pub(super) enum Item {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Rc<str>),
    Bytes(Rc<[u8]>),
    Global(Global),
    Object(usize),
}

/// A value that other values can share.
#[derive(Debug)]
pub(super) enum Object {
    List(Vec<Item>),
    Tuple(Vec<Item>),
    Set(Vec<Item>),
    Dict(Vec<(Item, Item)>),
    Storage { key: Rc<str>, dtype: Option<DType> },
    Tensor(StoredTensor),
}

/// All objects of a pickle.
#[derive(Debug, Default)]
pub(super) struct Objects(pub(super) Vec<Object>);

impl Objects {
    pub(super) fn add(&mut self, object: Object) -> Item {
        self.0.push(object);
        Item::Object(self.0.len() - 1)
    }

    pub(super) fn get(&self, item: &Item) -> Option<&Object> {
        match item {
            Item::Object(at) => self.0.get(*at),
            _ => None,
        }
    }

    pub(super) fn get_mut(&mut self, item: &Item) -> Option<&mut Object> {
        match item {
            Item::Object(at) => self.0.get_mut(*at),
            _ => None,
        }
    }

    /// The members of a tuple or list.
    pub(super) fn members(&self, item: &Item) -> Option<&[Item]> {
        match self.get(item)? {
            Object::Tuple(members) | Object::List(members) => Some(members),
            _ => None,
        }
    }

    /// The tree below an item.
    pub(super) fn tree(&self, item: &Item, n_bytes: usize, place: &Place) -> Result<Pickled> {
        let mut left = ALWAYS + 8 * n_bytes;
        self.grow(item, 0, &mut left, place)
    }

    fn grow(&self, item: &Item, depth: usize, left: &mut usize, place: &Place) -> Result<Pickled> {
        if depth > MOST_DEEP {
            return Err(place.format("a pickle nested too deep", "at most 64 levels are read"));
        }
        let weight = match item {
            Item::Text(text) => text.len() + 1,
            Item::Bytes(bytes) => bytes.len() + 1,
            _ => 1,
        };
        *left = left.checked_sub(weight).ok_or_else(|| {
            place.format("a pickle that grows beyond measure", "its values repeat each other too often")
        })?;
        Ok(match item {
            Item::None => Pickled::None,
            Item::Bool(value) => Pickled::Bool(*value),
            Item::Int(value) => Pickled::Int(*value),
            Item::Float(value) => Pickled::Float(*value),
            Item::Text(text) => Pickled::Text(text.to_string()),
            Item::Bytes(bytes) => Pickled::Bytes(bytes.to_vec()),
            Item::Global(Global::DType(dtype)) => Pickled::DType(*dtype),
            Item::Global(_) => return Err(place.format("a class as a value", "save plain values")),
            Item::Object(_) => {
                let mut all = |members: &[Item]| -> Result<Vec<Pickled>> {
                    members.iter().map(|member| self.grow(member, depth + 1, left, place)).collect()
                };
                match self.get(item) {
                    Some(Object::List(members)) => Pickled::List(all(members)?),
                    Some(Object::Tuple(members)) => Pickled::Tuple(all(members)?),
                    Some(Object::Set(members)) => Pickled::Set(all(members)?),
                    Some(Object::Tensor(tensor)) => Pickled::Tensor(tensor.clone()),
                    Some(Object::Dict(entries)) => {
                        let pairs = entries.iter().map(|(key, value)| {
                            Ok((self.grow(key, depth + 1, left, place)?, self.grow(value, depth + 1, left, place)?))
                        });
                        Pickled::Dict(pairs.collect::<Result<_>>()?)
                    }
                    Some(Object::Storage { .. }) | None => {
                        return Err(place.format("a storage as a value", "save tensors"));
                    }
                }
            }
        })
    }
}
