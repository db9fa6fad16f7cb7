//! `cresset convert`.

use std::path::Path;

use cresset::interop::{Checkpoint, Renames, save_npz, save_torch};
use cresset::nn::{StateDict, save_safetensors};
use cresset::{Error, Result, Tensor};

use crate::progress;

/// Writes the tensors of one file to another.
pub fn convert(from: &Path, to: &Path, only: Option<String>, strip_prefix: Option<String>) -> Result<()> {
    let ending = to.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_owned();
    if !["pt", "pth", "safetensors", "npz"].contains(&ending.as_str()) {
        let remedy = "the ending names the format: pt, pth, safetensors or npz";
        return Err(Error::argument("convert", "OUT", to.display(), remedy));
    }
    let file = progress::during("opening", || Checkpoint::open(from))?;
    let dict = read(&file, from)?;
    let rules = only.into_iter().fold(Renames::new(), Renames::only);
    let rules = strip_prefix.into_iter().fold(rules, Renames::strip_prefix);
    let dict = rules.apply(dict)?;
    progress::during("writing", || match ending.as_str() {
        "safetensors" => save_safetensors(&dict, to),
        "npz" => save_npz(to, &dict.iter().collect::<Vec<(&str, &Tensor)>>(), false),
        _ => save_torch(to, &dict),
    })?;
    println!("{} tensors", dict.len());
    Ok(())
}

fn read(file: &Checkpoint, from: &Path) -> Result<StateDict> {
    let n_bytes = |sizes: &[usize], n: usize| sizes.iter().fold(n as u64, |all, &size| all.saturating_mul(size as u64));
    let tensors = file.tensors();
    let all = tensors.iter().fold(0_u64, |all, (_, dtype, sizes)| all.saturating_add(n_bytes(sizes, dtype.n_bytes())));
    let bar = progress::of_bytes("reading", all);
    let mut dict = StateDict::new();
    file.each(&mut |name, tensor| {
        bar.inc(n_bytes(tensor.sizes(), tensor.dtype().n_bytes()));
        match dict.insert(name, tensor) {
            None => Ok(()),
            Some(_) => Err(Error::format(
                "convert",
                "two tensors of one name",
                format_args!("{}: {name}", from.display()),
                "give each name once",
            )),
        }
    })?;
    bar.finish_and_clear();
    Ok(dict)
}
