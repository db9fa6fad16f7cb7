//! The derive macro of cresset-nn's `Module`.
//!
//! It lists a struct's fields and leaves the rest to `cresset_nn::derive`, which sees by its type what a field is.
#![forbid(unsafe_code)]

mod attributes;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Error, Result, parse_macro_input};

use attributes::{FieldAttributes, StructAttributes};

/// Makes a struct a module: its parameters, buffers and children are its fields of those types, under the fields' names.
///
/// On the struct: `#[module(name = "…")]` for another name than the struct's in the summary, which may be a constant of the
/// struct, as `Self::NAME`; `#[module(extra_repr)]` to
/// show what the struct's own `fn extra_repr(&self) -> String` gives; `#[module(no_display)]` to write `Display` by hand.
/// On a field: `#[module(skip)]` to leave it out, `#[module(rename = "…")]` for another name.
#[proc_macro_derive(Module, attributes(module))]
pub fn derive_module(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input, &quote!(::cresset_nn)).unwrap_or_else(Error::into_compile_error).into()
}

/// [`macro@Module`] for users of the whole library, who see cresset-nn as `cresset::nn`.
#[proc_macro_derive(FacadeModule, attributes(module))]
pub fn derive_facade_module(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input, &quote!(::cresset::nn)).unwrap_or_else(Error::into_compile_error).into()
}

/// The implementation, for a cresset-nn that is found at `nn`.
fn expand(input: &DeriveInput, nn: &TokenStream) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "Module: not a struct: only structs have fields to list"));
    };
    let attributes = StructAttributes::of(&input.attrs)?;
    let mut listed = Vec::new();
    for (member, field) in data.fields.members().zip(&data.fields) {
        let FieldAttributes { skip, rename } = FieldAttributes::of(&field.attrs)?;
        if !skip {
            let name = rename.unwrap_or_else(|| match &member {
                syn::Member::Named(ident) => ident.to_string().trim_start_matches("r#").to_string(),
                syn::Member::Unnamed(index) => index.index.to_string(),
            });
            listed.push((member, name));
        }
    }
    let members = listed.iter().map(|(member, name)| {
        quote! { (&#nn::derive::Probe(&self.#member)).see(#name, see); }
    });
    let members_mut = listed.iter().map(|(member, _)| {
        quote! { (&mut #nn::derive::ProbeMut(&mut self.#member)).see(see); }
    });
    let ident = &input.ident;
    let module_name =
        attributes.name.map_or_else(|| ident.to_string().to_token_stream(), |name| name.to_token_stream());
    let extra_repr = attributes.extra_repr.then(|| {
        quote! {
            fn extra_repr(&self) -> ::std::string::String {
                #ident::extra_repr(self)
            }
        }
    });
    let (implemented, types, bounds) = input.generics.split_for_impl();
    let display = (!attributes.no_display).then(|| {
        quote! {
            #[automatically_derived]
            impl #implemented ::std::fmt::Display for #ident #types #bounds {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    #nn::derive::write_summary(self, f)
                }
            }
        }
    });
    Ok(quote! {
        #[automatically_derived]
        impl #implemented #nn::Module for #ident #types #bounds {
            fn as_module(&self) -> &dyn #nn::Module {
                self
            }

            fn module_name(&self) -> &str {
                #module_name
            }

            #extra_repr

            #[allow(unused_imports, unused_variables, clippy::needless_borrow)]
            fn members<'__members>(&'__members self, see: &mut #nn::See<'__members, '_>) {
                use #nn::derive::{Known as _, Unknown as _};
                #(#members)*
            }

            #[allow(unused_imports, unused_variables, clippy::needless_borrow)]
            fn members_mut(&mut self, see: &mut #nn::SeeMut<'_>) {
                use #nn::derive::{KnownMut as _, UnknownMut as _};
                #(#members_mut)*
            }
        }

        #display
    })
}
