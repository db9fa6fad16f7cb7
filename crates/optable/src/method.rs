//! A method row: one operator that is not elementwise, as a signature with sample calls.

/// Type of an argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArgumentKind {
    /// `&Tensor`.
    Tensor,
    /// `&Tensor`, which may be on another device than the rest.
    Elsewhere,
    /// `Option<&Tensor>`.
    OptionalTensor,
    /// A tensor or a number.
    Operand,
    /// A number that keeps its own type.
    Scalar,
    /// `i64`.
    Int,
    /// `Option<i64>`.
    OptionalInt,
    /// `usize`.
    Size,
    /// `f64`.
    Float,
    /// `Option<f64>`.
    OptionalFloat,
    /// `bool`.
    Bool,
    /// `Option<bool>`.
    OptionalBool,
    /// A list of `i64`.
    Ints,
    /// `Option<&[i64]>`.
    OptionalInts,
    /// `&[&Tensor]`.
    Tensors,
    /// `&[Option<&Tensor>]`.
    OptionalTensors,
    /// `Option<&[f64]>`.
    OptionalFloats,
    /// `Option<DType>`.
    OptionalDType,
    /// `DType`.
    DType,
    /// `&str`.
    Text,
    /// `Option<&str>`.
    OptionalText,
    /// `Option<Scalar>`.
    OptionalScalar,
    /// Another type of the library, by its name.
    Named(&'static str),
}

/// One argument of a method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Argument {
    /// PyTorch's name.
    pub name: &'static str,
    /// Type.
    pub kind: ArgumentKind,
}

/// What a method returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Returns {
    /// `Tensor`.
    Tensor,
    /// `(Tensor, Tensor)`.
    Two,
    /// `(Tensor, Tensor, Tensor)`.
    Three,
    /// `Vec<Tensor>`.
    Many,
}

/// An argument of a sample call.
#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    /// Input of the sample by position.
    Input(usize),
    /// Inputs of the sample by position.
    Inputs(Vec<usize>),
    /// An optional argument left out.
    None,
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// A list of whole numbers.
    Ints(Vec<i64>),
    /// A tensor of int64: values and sizes.
    Indices(Vec<i64>, Vec<i64>),
    /// A tensor of bool: values and sizes.
    Mask(Vec<bool>, Vec<i64>),
    /// A list of optional tensors of int64: values and sizes.
    IndexList(Vec<Option<(Vec<i64>, Vec<i64>)>>),
    /// A variant of the argument's type.
    Variant(&'static str),
    /// A word.
    Text(&'static str),
}

/// One call whose gradients are checked in every input.
#[derive(Clone, PartialEq, Debug)]
pub struct Sample {
    /// Sizes and range of values of the tensors to differentiate; the first is `self`.
    pub inputs: Vec<(Vec<i64>, f64, f64)>,
    /// The arguments after `self`.
    pub arguments: Vec<Literal>,
    /// Whether the tensors are complex.
    pub complex: bool,
    /// An input, and the function of the tests that makes a matrix of the wanted kind of it.
    pub kind: Option<(usize, &'static str)>,
}

/// One operator that is not elementwise.
#[derive(Clone, Debug)]
pub struct Method {
    /// Name, in snake case; PyTorch's where it has one.
    pub name: &'static str,
    /// Part of the table it stands in; names a generated file and a module of written ones.
    pub room: &'static str,
    /// Whether it is called on a tensor: else it is `Tensor::name`.
    pub receiver: bool,
    /// Arguments after `self`.
    pub arguments: Vec<Argument>,
    /// Result.
    pub returns: Returns,
    /// Whether there is a twin that writes `self`.
    pub in_place: bool,
    /// PyTorch's overloads, as `name.overload`.
    pub aten: Vec<&'static str>,
    /// One sentence.
    pub doc: &'static str,
    /// Calls to check gradients with.
    pub samples: Vec<Sample>,
    /// Why there is no gradient.
    pub no_grad: Option<&'static str>,
}

impl Method {
    /// A method of a tensor that returns one, without an in-place twin.
    pub(crate) fn new<const N: usize>(
        name: &'static str,
        arguments: [(&'static str, ArgumentKind); N],
        doc: &'static str,
    ) -> Self {
        Self {
            name,
            room: "",
            receiver: true,
            arguments: arguments.map(|(name, kind)| Argument { name, kind }).into(),
            returns: Returns::Tensor,
            in_place: false,
            aten: Vec::new(),
            doc,
            samples: Vec::new(),
            no_grad: None,
        }
    }

    /// Returns something else.
    pub(crate) fn returns(self, returns: Returns) -> Self {
        Self { returns, ..self }
    }

    /// Is called as `Tensor::name`.
    pub(crate) fn associated(self) -> Self {
        Self { receiver: false, ..self }
    }

    /// Has a twin that writes `self`.
    pub(crate) fn in_place(self) -> Self {
        Self { in_place: true, ..self }
    }

    /// PyTorch's overloads, as `name.overload`.
    pub(crate) fn aten<const N: usize>(self, overloads: [&'static str; N]) -> Self {
        Self { aten: overloads.into(), ..self }
    }

    /// A call on tensors of these sizes with values in -2..2.
    pub(crate) fn sample<const N: usize, const M: usize>(self, sizes: [&[i64]; N], arguments: [Literal; M]) -> Self {
        self.sample_in(-2.0, 2.0, sizes, arguments)
    }

    /// A call on tensors of these sizes with values in a range.
    pub(crate) fn sample_in<const N: usize, const M: usize>(
        mut self,
        low: f64,
        high: f64,
        sizes: [&[i64]; N],
        arguments: [Literal; M],
    ) -> Self {
        let inputs = sizes.iter().map(|sizes| (sizes.to_vec(), low, high)).collect();
        self.samples.push(Sample { inputs, arguments: arguments.into(), complex: false, kind: None });
        self
    }

    /// A call on complex tensors of these sizes.
    pub(crate) fn complex_sample<const N: usize, const M: usize>(
        self,
        sizes: [&[i64]; N],
        arguments: [Literal; M],
    ) -> Self {
        let mut sampled = self.sample(sizes, arguments);
        if let Some(sample) = sampled.samples.last_mut() {
            sample.complex = true;
        }
        sampled
    }

    /// A call on tensors of these sizes, one of which is made a matrix of a kind that the tests know.
    pub(crate) fn sample_of<const N: usize, const M: usize>(
        self,
        kind: (usize, &'static str),
        sizes: [&[i64]; N],
        arguments: [Literal; M],
    ) -> Self {
        let mut sampled = self.sample(sizes, arguments);
        if let Some(sample) = sampled.samples.last_mut() {
            sample.kind = Some(kind);
        }
        sampled
    }

    /// Has no gradient.
    pub(crate) fn no_grad(self, why: &'static str) -> Self {
        Self { no_grad: Some(why), ..self }
    }
}

macro_rules! literal {
    ($($kind:ty, $value:ident => $literal:expr;)*) => {$(
        impl From<$kind> for Literal {
            fn from($value: $kind) -> Self {
                $literal
            }
        }
    )*};
}
literal! {
    i64, value => Self::Int(value);
    f64, value => Self::Float(value);
    bool, value => Self::Bool(value);
}

impl<const N: usize> From<[i64; N]> for Literal {
    fn from(values: [i64; N]) -> Self {
        Self::Ints(values.into())
    }
}

/// Arguments of a sample: whole numbers, numbers, truth values, lists of whole numbers, or literals.
macro_rules! arguments {
    ($($value:expr),* $(,)?) => { [$($crate::method::Literal::from($value)),*] };
}
pub(crate) use arguments;

impl From<&'static str> for Literal {
    fn from(word: &'static str) -> Self {
        Self::Text(word)
    }
}

/// Input of the sample.
pub(crate) fn input(position: usize) -> Literal {
    Literal::Input(position)
}

/// A tensor of int64.
pub(crate) fn indices<const N: usize, const R: usize>(values: [i64; N], sizes: [i64; R]) -> Literal {
    Literal::Indices(values.into(), sizes.into())
}

/// A tensor of bool.
pub(crate) fn mask<const N: usize, const R: usize>(values: [bool; N], sizes: [i64; R]) -> Literal {
    Literal::Mask(values.into(), sizes.into())
}

/// A list of optional tensors of int64.
pub(crate) fn index_list<const N: usize>(tensors: [Option<(&[i64], &[i64])>; N]) -> Literal {
    Literal::IndexList(tensors.map(|tensor| tensor.map(|(values, sizes)| (values.into(), sizes.into()))).into())
}
