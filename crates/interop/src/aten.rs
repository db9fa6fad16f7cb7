//! PyTorch's operators by the name of their overload: `aten.add.Tensor`.
//!
//! [`find`] resolves a name once; [`Overload::bind`] puts arguments in the schema's order, fills defaults and converts
//! what PyTorch would; [`Overload::call`] then runs without looking at a name again.
//!
//! ```
//! use cresset_autograd::tensor;
//! use cresset_interop::aten::{self, Value};
//!
//! let x = tensor([[1.0, 2.0], [3.0, 4.0]]);
//! let sum = aten::find("aten.sum.dim_IntList")?;
//! let bound = sum.bind([Value::from(x), Value::Ints(vec![0])], [("keepdim", Value::Bool(true))])?;
//! let Value::Tensor(out) = &sum.call(&bound)?[0] else { unreachable!("a tensor by its schema") };
//! assert_eq!(out.to_vec::<f32>(), [4.0, 6.0]);
//! # Ok::<(), cresset_autograd::Error>(())
//! ```

use std::collections::HashMap;
use std::sync::LazyLock;

use cresset_autograd::{Error, Result, Tensor};
use cresset_optable::aten as optable;

mod arguments;
mod bind;
mod derived;
mod outputs;
mod rooms;
mod value;

pub use bind::Bound;
pub use outputs::Outputs;
pub use value::{Layout, MemoryFormat, Value};

pub(crate) use arguments::{Arguments, Later};
pub(crate) use outputs::IntoOutputs;

/// How an overload runs.
pub(crate) type Run = fn(&Arguments<'_>) -> Result<Outputs>;

/// Overloads by name, and how they run.
pub(crate) type Table = &'static [(&'static str, Run)];

/// One overload of one operator.
#[derive(Clone, Copy, Debug)]
pub struct Overload {
    schema: &'static optable::Schema,
    run: Run,
    /// Whether the first argument takes what `run` gives.
    copies_back: bool,
}

static OVERLOADS: LazyLock<HashMap<&'static str, Overload>> = LazyLock::new(|| {
    let rows = crate::generated::TABLES.iter().chain(rooms::TABLES).flat_map(|table| table.iter());
    let overload = |&(name, run)| Some((name, Overload { schema: optable::schema(name)?, run, copies_back: false }));
    let mut overloads: HashMap<_, _> = rows.filter_map(overload).collect();
    let others = optable::schemas().iter().filter(|schema| !overloads.contains_key(schema.name));
    let derived: Vec<Overload> = others.filter_map(|schema| derived::overload(schema, &overloads)).collect();
    overloads.extend(derived.into_iter().map(|overload| (overload.name(), overload)));
    overloads
});

/// The overload of a name as `aten.add.Tensor`, with or without `aten.`; the nameless overload is `default`.
///
/// # Errors
/// There is no such overload.
pub fn find(name: &str) -> Result<&'static Overload> {
    let short = name.strip_prefix("aten.").unwrap_or(name);
    OVERLOADS.get(short).ok_or_else(|| {
        let remedy = match optable::schema(short) {
            Some(_) => "PyTorch has it, this library not yet",
            None => "names are aten.<operator>.<overload>, the nameless overload is default",
        };
        Error::format("aten", "unknown overload", name, remedy)
    })
}

/// A view that copies where strides do not fit, under the name of the view.
pub(crate) fn view_or_copy() -> Option<&'static Overload> {
    static VIEW_OR_COPY: LazyLock<Option<Overload>> = LazyLock::new(|| {
        let (view, reshape) = (OVERLOADS.get("view.default")?, OVERLOADS.get("reshape.default")?);
        Some(Overload { schema: view.schema, ..*reshape })
    });
    VIEW_OR_COPY.as_ref()
}

/// Every overload that can be called, by name.
pub fn overloads() -> Vec<&'static Overload> {
    let mut overloads: Vec<&Overload> = OVERLOADS.values().collect();
    overloads.sort_by_key(|overload| overload.name());
    overloads
}

/// Calls an overload by name once.
///
/// # Errors
/// There is no such overload, the arguments do not fit its schema, or the operator refuses them.
pub fn call<'a>(
    name: &str,
    positional: impl IntoIterator<Item = Value>,
    keywords: impl IntoIterator<Item = (&'a str, Value)>,
) -> Result<Outputs> {
    let overload = find(name)?;
    overload.call(&overload.bind(positional, keywords)?)
}

impl Overload {
    /// `add.Tensor`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.schema.name
    }

    /// Names, types and defaults of the arguments.
    #[must_use]
    pub fn schema(&self) -> &'static optable::Schema {
        self.schema
    }

    /// The arguments of a call in the schema's order, with defaults for those left out.
    ///
    /// # Errors
    /// Too many arguments, an unknown or repeated name, one that is missing, or one of another type.
    pub fn bind<'a>(
        &self,
        positional: impl IntoIterator<Item = Value>,
        keywords: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> Result<Bound> {
        bind::bind(self.schema, positional, keywords)
    }

    /// Runs the operator: one value for each result of the schema. An operator in place returns the tensor it wrote.
    ///
    /// # Errors
    /// As the operator.
    #[inline]
    #[track_caller]
    pub fn call(&self, bound: &Bound) -> Result<Outputs> {
        self.run(&Arguments::new(self.schema, bound, &[]))
    }

    /// [`Overload::call`] with values in the places of some arguments, each as [`Overload::fitted`] gives it.
    #[inline]
    #[track_caller]
    pub(crate) fn call_with(&self, bound: &Bound, later: &[(usize, Value)]) -> Result<Outputs> {
        self.run(&Arguments::new(self.schema, bound, later))
    }

    #[inline]
    #[track_caller]
    fn run(&self, arguments: &Arguments<'_>) -> Result<Outputs> {
        let outputs = (self.run)(arguments)?;
        match &outputs[..] {
            [Value::Tensor(result)] if self.copies_back => {
                written(arguments.op(), arguments.tensor(0)?, result).into_outputs()
            }
            _ => Ok(outputs),
        }
    }

    /// The value as the schema's argument at this position takes it.
    #[inline]
    pub(crate) fn fitted(&self, position: usize, value: Value) -> Result<Value> {
        bind::fitted_at(self.schema, position, value)
    }
}

/// A tensor after a result was copied into it: it has the result's sizes, and a dtype at least as high.
#[track_caller]
fn written(op: &'static str, out: Tensor, result: &Tensor) -> Result<Tensor> {
    if out.dtype().category() < result.dtype().category() {
        let dtypes = [("out", out.dtype()), ("result", result.dtype())];
        return Err(Error::dtype(op, "result does not fit", &dtypes, "give a tensor of the result's dtype for it"));
    }
    if out.sizes() != result.sizes() {
        let shapes = [("out", out.sizes()), ("result", result.sizes())];
        return Err(Error::shape(op, "out has other sizes than the result", &shapes, "give one of its sizes"));
    }
    out.try_copy_(result)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_a_schema_and_stands_once() {
        let generated = crate::generated::TABLES.iter().flat_map(|table| table.iter());
        let written = rooms::TABLES.iter().flat_map(|table| table.iter());
        for entries in [generated.collect::<Vec<_>>(), written.collect()] {
            let mut names: Vec<&str> = entries.into_iter().map(|(name, _)| *name).collect();
            assert!(!names.is_empty());
            let unknown: Vec<&&str> = names.iter().filter(|name| optable::schema(name).is_none()).collect();
            assert_eq!(unknown, Vec::<&&str>::new());
            names.sort_unstable();
            let twice: Vec<&[&str]> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert_eq!(twice, Vec::<&[&str]>::new());
        }
    }

    #[test]
    fn derived_overloads_take_what_the_others_take() {
        let kinds = |overload: &Overload| -> Vec<_> {
            overload.schema.parameters.iter().map(|parameter| (parameter.kind, parameter.keyword_only)).collect()
        };
        for (derived, from) in [
            ("clamp_.default", "clamp.default"),
            ("divide_.Tensor_mode", "div.Tensor_mode"),
            ("arccos.default", "acos.default"),
            ("subtract_.Tensor", "sub_.Tensor"),
            ("concatenate.default", "cat.default"),
        ] {
            assert_eq!(kinds(find(derived).unwrap()), kinds(find(from).unwrap()), "{derived}");
        }
        let x = cresset_autograd::tensor([0.5, -2.0]);
        let arguments = || [Value::from(x.clone()), Value::Float(-1.0), Value::Float(0.0)];
        call("aten.clamp_.default", arguments(), []).unwrap();
        assert_eq!(x.to_vec::<f32>(), [0.0, -1.0]);
        let ones = |sizes: &[usize]| Value::from(cresset_autograd::Options::new().try_ones(sizes).unwrap());
        let row = ones(&[1]);
        let refused = call("aten.addmv_.default", [row, ones(&[2, 3]), ones(&[3])], []).unwrap_err().to_string();
        assert!(refused.starts_with("addmv_.default: out has other sizes than the result"), "{refused}");
    }

    #[test]
    fn unknown_overloads_are_named() {
        let text = |name: &str| find(name).unwrap_err().to_string();
        assert_eq!(
            text("aten.no_such.Tensor"),
            "aten: unknown overload: aten.no_such.Tensor; names are aten.<operator>.<overload>, the nameless overload is \
             default"
        );
    }

    #[test]
    fn arguments_are_bound_by_the_schema() {
        let refused = |positional: Vec<Value>, keywords: Vec<(&str, Value)>| {
            call("aten.sum.dim_IntList", positional, keywords).unwrap_err().to_string()
        };
        let x = || Value::Tensor(cresset_autograd::tensor([1.0, 2.0]));
        assert_eq!(
            refused(vec![x()], vec![]),
            "sum.dim_IntList: bad argument: dim = missing; the schema has no default for it"
        );
        assert_eq!(
            refused(vec![x(), Value::None], vec![("axis", Value::Int(0))]),
            "sum.dim_IntList: bad argument: name = axis; use the names of the schema"
        );
        assert_eq!(
            refused(vec![x(), Value::None], vec![("dim", Value::None)]),
            "sum.dim_IntList: bad argument: name = dim; give each argument once"
        );
        assert_eq!(
            refused(vec![x(), Value::Text("all".to_owned())], vec![]),
            "sum.dim_IntList: bad argument: dim = \"all\"; give what the schema names"
        );
        assert_eq!(
            refused(vec![x(), Value::None, Value::Bool(true), Value::None], vec![]),
            "sum.dim_IntList: bad argument: positional arguments = 4; give as many as the schema has, those after the \
             star by name"
        );
    }
}
