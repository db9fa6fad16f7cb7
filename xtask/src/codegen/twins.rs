//! The forms of one method: panicking and fallible, and both in place and into another tensor.
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
    /// Body of the fallible form that writes an argument `out`, where there is one.
    pub body_out: Option<String>,
}

impl Twins<'_> {
    pub fn text(&self) -> String {
        let name = self.name;
        let of_self = if self.receiver { "self." } else { "Self::" };
        let typed: Vec<String> = self.arguments.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
        let parameters = if self.receiver { [&["&self".to_owned()], &typed[..]].concat() } else { typed };
        let names: Vec<String> = self.arguments.iter().map(|(name, _)| (*name).to_owned()).collect();
        let form = |name: &str, doc: &str, parameters: &[String], names: &[String], returns: &str, body: &str| {
            let lint = match parameters.len() {
                ..=7 => "",
                _ => "#[expect(clippy::too_many_arguments, reason = \"PyTorch's\")]\n",
            };
            let lifetime = if returns.contains("'a") { "<'a>" } else { "" };
            let (parameters, names) = (parameters.join(", "), names.join(", "));
            format!(
                "{doc}{lint}#[track_caller]\npub fn {name}{lifetime}({parameters}) -> {returns} {{ plain({of_self}try_{name}({names})) }}\n\n\
                /// [`Tensor::{name}`] with errors as values.\n{lint}#[track_caller]\n\
                pub fn try_{name}{lifetime}({parameters}) -> Result<{returns}> {{ {body} }}\n\n"
            )
        };
        let doc: String = self.doc.lines().map(|line| format!("/// {line}\n")).collect();
        let mut text = form(name, &doc, &parameters, &names, self.returns, &self.body);
        if let Some(body) = &self.body_in_place {
            let doc = format!("/// [`Tensor::{name}`] written into `self`.\n");
            text += &form(&format!("{name}_"), &doc, &parameters, &names, "&Tensor", body);
        }
        if let Some(body) = &self.body_out {
            let doc =
                format!("/// [`Tensor::{name}`] written into `out`, which has the sizes of the result. No gradient.\n");
            let parameters = [&parameters[..], &["out: &'a Tensor".to_owned()]].concat();
            let names = [&names[..], &["out".to_owned()]].concat();
            text += &form(&format!("{name}_out"), &doc, &parameters, &names, "&'a Tensor", body);
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
