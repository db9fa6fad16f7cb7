//! JSON objects in which a name that stands twice is an error.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// Values by name.
#[derive(Clone, Debug)]
pub(crate) struct Unique<T>(pub(crate) BTreeMap<String, T>);

impl<T> Default for Unique<T> {
    fn default() -> Unique<T> {
        Unique(BTreeMap::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Unique<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Unique<T>, D::Error> {
        struct Names<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Names<T> {
            type Value = Unique<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Unique<T>, A::Error> {
                let mut found = BTreeMap::new();
                while let Some((name, value)) = entries.next_entry::<String, T>()? {
                    if found.contains_key(&name) {
                        return Err(A::Error::custom(format_args!("the name {name:?} stands twice")));
                    }
                    found.insert(name, value);
                }
                Ok(Unique(found))
            }
        }

        deserializer.deserialize_map(Names(PhantomData))
    }
}
