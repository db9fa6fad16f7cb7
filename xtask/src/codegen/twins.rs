//! The forms of one method: panicking, fallible, and both in place.
use cresset_optable::{Method, Row};

use super::{grouped, header};

/// A method to write in all its forms.
pub struct Twins<'a> {
    pub name: &'a str,
    /// Documentation of the plain form, without the slashes.
    pub doc: String,
    /// Whether it is called on a tensor.
    pub receiver: bool,
    /// Arguments after `self`, with their types.
    pub arguments: Vec<(&'a str, String)>,
    /// Type of the result.
    pub returns: &'a str,
    /// Body of the fallible form.
    pub body: String,
    /// Body of the fallible form in place, where there is one.
    pub body_in_place: Option<String>,
}

impl Twins<'_> {
    pub fn text(&self) -> String {
        let name = self.name;
        let of_self = if self.receiver { "self." } else { "Self::" };
        let typed: Vec<String> = self.arguments.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
        let parameters = if self.receiver { [&["&self".to_owned()], &typed[..]].concat() } else { typed };
        let lint =
            if parameters.len() > 7 { "#[expect(clippy::too_many_arguments, reason = \"PyTorch's\")]\n" } else { "" };
        let parameters = parameters.join(", ");
        let names: Vec<&str> = self.arguments.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        let pair = |name: &str, doc: &str, returns: &str, body: &str| {
            format!(
                "{doc}{lint}#[track_caller]\npub fn {name}({parameters}) -> {returns} {{ plain({of_self}try_{name}({names})) }}\n\n\
                /// [`Tensor::{name}`] with errors as values.\n{lint}#[track_caller]\n\
                pub fn try_{name}({parameters}) -> Result<{returns}> {{ {body} }}\n\n"
            )
        };
        let doc: String = self.doc.lines().map(|line| format!("/// {line}\n")).collect();
        let mut text = pair(name, &doc, self.returns, &self.body);
        if let Some(body) = &self.body_in_place {
            text +=
                &pair(&format!("{name}_"), &format!("/// [`Tensor::{name}`] written into `self`.\n"), "&Tensor", body);
        }
        text
    }
}

/// The root of `crates/autograd/src/generated`.
pub fn root(rows: &[Row], methods: &[Method]) -> String {
    let sections = grouped(rows, |row| row.section).into_iter().map(|(name, _)| name);
    let rooms = grouped(methods, |method| method.room).into_iter().map(|(name, _)| name);
    let modules: String = sections.chain(rooms).map(|name| format!("pub(crate) mod {name};\n")).collect();
    header("The methods of tensors.") + &modules
}
