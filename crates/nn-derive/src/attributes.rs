//! What `#[module(…)]` can say.

use syn::{Attribute, Expr, LitStr, Result};

/// On the struct.
#[derive(Default)]
pub(crate) struct StructAttributes {
    pub(crate) name: Option<Expr>,
    pub(crate) extra_repr: bool,
    pub(crate) no_display: bool,
}

/// On a field.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) skip: bool,
    pub(crate) rename: Option<String>,
}

impl StructAttributes {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<StructAttributes> {
        let mut found = StructAttributes::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("module")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    found.name = Some(meta.value()?.parse::<Expr>()?);
                } else if meta.path.is_ident("extra_repr") {
                    found.extra_repr = true;
                } else if meta.path.is_ident("no_display") {
                    found.no_display = true;
                } else {
                    return Err(meta.error("Module: not known here: use name, extra_repr or no_display"));
                }
                Ok(())
            })?;
        }
        Ok(found)
    }
}

impl FieldAttributes {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<FieldAttributes> {
        let mut found = FieldAttributes::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("module")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("skip") {
                    found.skip = true;
                } else if meta.path.is_ident("rename") {
                    let name: LitStr = meta.value()?.parse()?;
                    if name.value().is_empty() || name.value().contains('.') {
                        return Err(syn::Error::new(
                            name.span(),
                            "Module: not a name: it must have letters and no dot",
                        ));
                    }
                    found.rename = Some(name.value());
                } else {
                    return Err(meta.error("Module: not known here: use skip or rename"));
                }
                Ok(())
            })?;
        }
        Ok(found)
    }
}
