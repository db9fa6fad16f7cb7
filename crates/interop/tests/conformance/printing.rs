//! The text of printed tensors.

use cresset_autograd::Tensor;
use cresset_autograd::printing::{Options, set_print_options};
use serde_json::Value as Json;

use crate::decode::{self, Checked, Trouble};
use crate::set::Shard;

fn made(x: &Tensor, by: &str) -> Checked<Tensor> {
    Ok(match by {
        "mul" => x.try_mul(2)?,
        "sum" => x.try_sum()?,
        "exp" => x.try_exp()?,
        "relu" => x.try_relu()?,
        "view" => x.try_view([-1])?,
        "add" => x.try_add(1)?,
        "neg" => x.try_neg()?,
        "cat" => Tensor::try_cat(&[x, x], 0)?,
        _ => return Err("an unknown maker".into()),
    })
}

fn options(json: &Json) -> Options {
    let usual = Options::DEFAULT;
    let whole = |name: &str| json[name].as_u64().map(|value| value as usize);
    Options {
        precision: whole("precision").map_or(usual.precision, |digits| digits as u8),
        threshold: whole("threshold").unwrap_or(usual.threshold),
        edge_items: whole("edgeitems").unwrap_or(usual.edge_items),
        line_width: whole("linewidth").unwrap_or(usual.line_width),
        sci_mode: json["sci_mode"].as_bool(),
    }
}

/// An item of `printing.json`.
pub fn item(item: &Json, shard: &Shard) -> Checked {
    let mut tensor = decode::tensor(&item["value"], shard)?;
    let maker = item["made_by"].as_str();
    if item["requires_grad"] == true || maker.is_some() {
        tensor.try_requires_grad_(true)?;
    }
    if let Some(maker) = maker {
        tensor = made(&tensor, maker)?;
    }
    set_print_options(options(&item["options"]));
    let text = tensor.to_string();
    set_print_options(Options::DEFAULT);
    if Some(text.as_str()) == item["text"].as_str() {
        return Ok(());
    }
    Err(Trouble::Failed(format!("{text:?} is not {}", item["text"])))
}
