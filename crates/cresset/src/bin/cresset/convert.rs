//! `cresset convert`.

use std::path::Path;

use cresset::interop::{Checkpoint, Renames, save_npz, save_torch};
use cresset::nn::save_safetensors;
use cresset::{Error, Result, Tensor};

/// Writes the tensors of one file to another.
pub fn convert(from: &Path, to: &Path, only: Option<String>, strip_prefix: Option<String>) -> Result<()> {
    let ending = to.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_owned();
    if !["pt", "pth", "safetensors", "npz"].contains(&ending.as_str()) {
        let remedy = "the ending names the format: pt, pth, safetensors or npz";
        return Err(Error::argument("convert", "OUT", to.display(), remedy));
    }
    let dict = Checkpoint::open(from)?.state_dict()?;
    let rules = only.into_iter().fold(Renames::new(), Renames::only);
    let rules = strip_prefix.into_iter().fold(rules, Renames::strip_prefix);
    let dict = rules.apply(dict)?;
    match ending.as_str() {
        "safetensors" => save_safetensors(&dict, to)?,
        "npz" => {
            let tensors: Vec<(&str, &Tensor)> = dict.iter().collect();
            save_npz(to, &tensors, false)?;
        }
        _ => save_torch(to, &dict)?,
    }
    println!("{} tensors", dict.len());
    Ok(())
}
