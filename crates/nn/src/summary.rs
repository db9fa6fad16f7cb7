//! A table of a model's layers: output sizes, parameters, multiply-adds and memory.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use cresset_autograd::{Result, Tensor};

use crate::hooks::{Identity, Observed, identity, observe};
use crate::{Forward, Member, Module};

/// One module of a [`Summary`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    /// Where it is in the model; empty for the model itself.
    pub path: String,
    /// The name of its kind.
    pub name: String,
    /// The sizes of what it has made last; `None` where it was not called, or not as a layer of this library.
    pub output: Option<Vec<usize>>,
    /// Elements of the parameters that are its own.
    pub n_parameters: usize,
    /// Products that its forwards took, by the sizes of its weights.
    pub multiply_adds: u64,
}

/// What a model is made of and what one forward takes. Shown as a table.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The model and all modules below it, each before its children.
    pub rows: Vec<SummaryRow>,
    /// Elements of all parameters, shared ones once.
    pub n_parameters: usize,
    /// Elements of the parameters that require gradients.
    pub n_trainable: usize,
    /// Bytes of parameters and buffers.
    pub parameter_bytes: usize,
    /// Bytes of the outputs of all layers that have no layers within.
    pub activation_bytes: usize,
}

/// What was seen of one module.
struct Seen {
    identity: Identity,
    output: Vec<usize>,
    bytes: usize,
    multiply_adds: u64,
}

/// The parameters that are the module's own.
fn own(module: &dyn Module) -> Vec<Tensor> {
    let mut found = Vec::new();
    module.members(&mut |_, member| {
        if let Member::Parameter(parameter) = member {
            found.push(parameter.tensor().clone());
        }
    });
    found
}

fn see(layer: Observed<'_>) -> Seen {
    let weights = own(layer.module);
    let sizes = |tensors: &[&Tensor]| tensors.first().map_or(&[][..], |x| x.sizes()).iter().product::<usize>() as u64;
    let name = layer.module.module_name();
    let width = |tensors: &[&Tensor]| tensors.first().and_then(|x| x.sizes().last().copied()).unwrap_or(1);
    // How often a weight is used: once for each place of what it is multiplied with.
    let places = |weight: &Tensor| match name {
        "Linear" | "RNN" | "LSTM" | "GRU" | "RNNCell" | "LSTMCell" | "GRUCell" | "MultiheadAttention" => {
            sizes(layer.inputs) / width(layer.inputs).max(1) as u64
        }
        _ if name.starts_with("ConvTranspose") => sizes(layer.inputs) / weight.sizes()[0].max(1) as u64,
        _ if name.starts_with("Conv") => sizes(layer.outputs) / weight.sizes()[0].max(1) as u64,
        _ => 0,
    };
    let weighed = weights.iter().filter(|weight| weight.dim() > 1);
    let multiply_adds = weighed.map(|weight| weight.numel() as u64 * places(weight)).sum();
    let output = layer.outputs.first().map(|out| out.sizes().to_vec()).unwrap_or_default();
    let bytes = layer.outputs.iter().map(|out| out.numel() * out.dtype().n_bytes()).sum();
    Seen { identity: identity(layer.module), output, bytes, multiply_adds }
}

/// The table of a model, from what its layers compute while `run` runs.
///
/// ```
/// use cresset_autograd::{Result, zeros};
/// use cresset_nn::{Forward, Linear, ReLU, Sequential, summary};
///
/// # fn main() -> Result<()> {
/// let model = Sequential::new().add(Linear::new(4, 3)?).add(ReLU);
/// let table = summary(&model, || model.forward(&zeros([2, 4])))?;
/// assert_eq!((table.n_parameters, table.rows[1].multiply_adds), (15, 24));
/// println!("{table}");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// As `run`.
pub fn summary<T>(model: &dyn Module, run: impl FnOnce() -> Result<T>) -> Result<Summary> {
    let seen: Rc<RefCell<Vec<Seen>>> = Rc::default();
    let log = seen.clone();
    observe(move |layer| log.borrow_mut().push(see(layer)), run)?;
    let seen = seen.borrow();
    let mut rows = Vec::new();
    let mut activation_bytes = 0;
    let modules = model.named_modules();
    let identities: Vec<Identity> = modules.iter().map(|(_, module)| identity(*module)).collect();
    for (at, (path, module)) in modules.into_iter().enumerate() {
        // Modules without fields share a place: calls of such ones are theirs by turns.
        let alike = |range: &[Identity]| range.iter().filter(|other| **other == identities[at]).count();
        let (before, all) = (alike(&identities[..at]), alike(&identities));
        let calls = || {
            let same = seen.iter().filter(|seen| seen.identity == identities[at]).enumerate();
            same.filter(move |(call, _)| call % all == before).map(|(_, seen)| seen)
        };
        if module.named_children().is_empty() {
            activation_bytes += calls().map(|seen| seen.bytes).sum::<usize>();
        }
        rows.push(SummaryRow {
            path,
            name: module.module_name().to_string(),
            output: calls().last().map(|seen| seen.output.clone()),
            n_parameters: own(module).iter().map(Tensor::numel).sum(),
            multiply_adds: calls().map(|seen| seen.multiply_adds).sum(),
        });
    }
    let parameters = model.parameters();
    let held = parameters.iter().cloned().chain(model.buffers());
    Ok(Summary {
        rows,
        n_parameters: parameters.iter().map(Tensor::numel).sum(),
        n_trainable: parameters.iter().filter(|parameter| parameter.requires_grad()).map(Tensor::numel).sum(),
        parameter_bytes: held.map(|tensor| tensor.numel() * tensor.dtype().n_bytes()).sum(),
        activation_bytes,
    })
}

/// The table of a model of one tensor, for an input.
///
/// # Errors
/// As the forward.
pub fn summary_of(model: &dyn Forward, x: &Tensor) -> Result<Summary> {
    summary(model.as_module(), || model.forward(x))
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads = ["Layer", "Output", "Parameters", "Multiply-adds"].map(str::to_string);
        let mut lines = vec![heads];
        for row in &self.rows {
            let depth = if row.path.is_empty() { 0 } else { 1 + row.path.matches('.').count() };
            let last = row.path.rsplit('.').next().unwrap_or_default();
            let label = if last.is_empty() { row.name.clone() } else { format!("{last}: {}", row.name) };
            let output = row.output.as_ref().map_or("-".to_string(), |sizes| format!("{sizes:?}"));
            let number = |n: u64| if n == 0 { "-".to_string() } else { grouped(n) };
            lines.push([
                format!("{}{label}", "  ".repeat(depth)),
                output,
                number(row.n_parameters as u64),
                number(row.multiply_adds),
            ]);
        }
        let widths =
            [0, 1, 2, 3].map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0));
        let rule = "-".repeat(widths.iter().sum::<usize>() + 6);
        for (at, [layer, output, parameters, products]) in lines.iter().enumerate() {
            let [a, b, c, d] = widths;
            writeln!(f, "{layer:<a$}  {output:<b$}  {parameters:>c$}  {products:>d$}")?;
            if at == 0 {
                writeln!(f, "{rule}")?;
            }
        }
        writeln!(f, "{rule}")?;
        let products: u64 = self.rows.iter().map(|row| row.multiply_adds).sum();
        writeln!(
            f,
            "Parameters: {} ({} trainable)",
            grouped(self.n_parameters as u64),
            grouped(self.n_trainable as u64)
        )?;
        writeln!(f, "Multiply-adds: {}", grouped(products))?;
        let (held, made) = (amount(self.parameter_bytes), amount(self.activation_bytes));
        write!(f, "Memory: parameters and buffers {held}, outputs {made}")
    }
}

/// A number of bytes in the largest unit that it fills.
fn amount(n_bytes: usize) -> String {
    let units = [("GiB", 30), ("MiB", 20), ("KiB", 10)];
    match units.into_iter().find(|(_, power)| n_bytes >> power > 0) {
        Some((unit, power)) => format!("{:.2} {unit}", n_bytes as f64 / f64::from(1 << power)),
        None => format!("{n_bytes} B"),
    }
}

/// A number with a comma before each three digits.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
