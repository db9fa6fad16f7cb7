//! The arguments of a running call, each in the type that a method takes.

use cresset_autograd::{
    DType, Device, Error, FftNorm, Operand, Options, Participant, Reduction, Result, Scalar, Tensor, result_type,
};
use cresset_optable::aten::{Base, Parameter, Schema};
use smallvec::SmallVec;

use super::bind::Bound;
use super::value::{MemoryFormat, Value};

/// Arguments by position in the schema. [`Bound`] has checked their types; what reads another type errs.
pub(crate) struct Arguments<'a> {
    schema: &'static Schema,
    values: &'a [Value],
    /// Values that take the places of others, by position.
    later: &'a [(usize, Value)],
}

/// Arguments by position that a call has beside its bound ones.
pub(crate) type Later = SmallVec<[(usize, Value); 4]>;

impl<'a> Arguments<'a> {
    #[inline]
    pub(crate) fn new(schema: &'static Schema, bound: &'a Bound, later: &'a [(usize, Value)]) -> Arguments<'a> {
        Arguments { schema, values: bound.values(), later }
    }

    /// `add.Tensor`, for errors.
    pub(crate) fn op(&self) -> &'static str {
        self.schema.name
    }

    #[inline]
    fn value(&self, at: usize) -> &'a Value {
        match self.later.iter().find(|(position, _)| *position == at) {
            Some((_, value)) => value,
            None => self.values.get(at).unwrap_or(&Value::None),
        }
    }

    /// The argument was refused.
    #[cold]
    pub(crate) fn refused(&self, at: usize, remedy: &'static str) -> Error {
        let name = self.schema.parameters.get(at).map_or("argument", |parameter| parameter.name);
        Error::argument(self.op(), name, self.value(at), remedy)
    }

    #[cold]
    fn unfit(&self, at: usize) -> Error {
        self.refused(at, "give what the schema names")
    }

    /// Whether the argument was left out.
    pub(crate) fn is_none(&self, at: usize) -> bool {
        matches!(self.value(at), Value::None)
    }

    /// A tensor; a number becomes one without dimensions.
    #[inline]
    pub(crate) fn tensor(&self, at: usize) -> Result<Tensor> {
        match self.value(at) {
            Value::Tensor(tensor) => Ok(tensor.clone()),
            value => match value.as_scalar() {
                Some(scalar) => Options::new().try_full([], scalar),
                None => Err(self.unfit(at)),
            },
        }
    }

    /// The tensor that an elementwise operator is called on. A number becomes one without dimensions that has the
    /// dtype of the result, because beside other tensors without dimensions it must not raise theirs.
    #[inline]
    pub(crate) fn receiver(&self, at: usize) -> Result<Tensor> {
        match self.value(at) {
            Value::Tensor(tensor) => Ok(tensor.clone()),
            value => {
                let Some(scalar) = value.as_scalar() else { return Err(self.unfit(at)) };
                Options::new().dtype(self.result_type()).try_full([], scalar)
            }
        }
    }

    /// A tensor that may be left out.
    pub(crate) fn optional_tensor(&self, at: usize) -> Result<Option<Tensor>> {
        if self.is_none(at) { Ok(None) } else { self.tensor(at).map(Some) }
    }

    /// A tensor or a number.
    #[inline]
    pub(crate) fn operand(&self, at: usize) -> Result<Operand<'a>> {
        match self.value(at) {
            Value::Tensor(tensor) => Ok(Operand::Tensor(tensor)),
            value => value.as_scalar().map(Operand::Scalar).ok_or_else(|| self.unfit(at)),
        }
    }

    /// A tensor or a number that may be left out.
    pub(crate) fn optional_operand(&self, at: usize) -> Result<Option<Operand<'a>>> {
        if self.is_none(at) { Ok(None) } else { self.operand(at).map(Some) }
    }

    /// Tensors.
    pub(crate) fn tensors(&self, at: usize) -> Result<Vec<&'a Tensor>> {
        match self.value(at) {
            Value::Tensors(tensors) => Ok(tensors.iter().collect()),
            _ => Err(self.unfit(at)),
        }
    }

    /// Tensors, some of which may be left out.
    pub(crate) fn optional_tensors(&self, at: usize) -> Result<Vec<Option<&'a Tensor>>> {
        match self.value(at) {
            Value::OptionalTensors(tensors) => Ok(tensors.iter().map(Option::as_ref).collect()),
            _ => Err(self.unfit(at)),
        }
    }

    /// A number of its own type.
    #[inline]
    pub(crate) fn scalar(&self, at: usize) -> Result<Scalar> {
        self.value(at).as_scalar().ok_or_else(|| self.unfit(at))
    }

    /// A number of its own type that may be left out.
    pub(crate) fn optional_scalar(&self, at: usize) -> Result<Option<Scalar>> {
        if self.is_none(at) { Ok(None) } else { self.scalar(at).map(Some) }
    }

    /// A number as a floating one.
    #[inline]
    pub(crate) fn float(&self, at: usize) -> Result<f64> {
        self.scalar(at).map(Scalar::as_f64)
    }

    /// A number as a floating one, that may be left out.
    pub(crate) fn optional_float(&self, at: usize) -> Result<Option<f64>> {
        if self.is_none(at) { Ok(None) } else { self.float(at).map(Some) }
    }

    /// A whole number.
    #[inline]
    pub(crate) fn int(&self, at: usize) -> Result<i64> {
        match self.value(at) {
            Value::Int(value) => Ok(*value),
            _ => Err(self.unfit(at)),
        }
    }

    /// A whole number that may be left out.
    pub(crate) fn optional_int(&self, at: usize) -> Result<Option<i64>> {
        if self.is_none(at) { Ok(None) } else { self.int(at).map(Some) }
    }

    /// A whole number that counts something.
    pub(crate) fn size(&self, at: usize) -> Result<usize> {
        usize::try_from(self.int(at)?).map_err(|_| self.refused(at, "it must not be negative"))
    }

    /// A truth value.
    #[inline]
    pub(crate) fn boolean(&self, at: usize) -> Result<bool> {
        match self.value(at) {
            Value::Bool(value) => Ok(*value),
            _ => Err(self.unfit(at)),
        }
    }

    /// A truth value that may be left out.
    pub(crate) fn optional_boolean(&self, at: usize) -> Result<Option<bool>> {
        if self.is_none(at) { Ok(None) } else { self.boolean(at).map(Some) }
    }

    /// Whole numbers.
    #[inline]
    pub(crate) fn ints(&self, at: usize) -> Result<&'a [i64]> {
        match self.value(at) {
            Value::Ints(values) => Ok(values),
            _ => Err(self.unfit(at)),
        }
    }

    /// Whole numbers that may be left out.
    pub(crate) fn optional_ints(&self, at: usize) -> Result<Option<&'a [i64]>> {
        if self.is_none(at) { Ok(None) } else { self.ints(at).map(Some) }
    }

    /// Sizes of a tensor.
    pub(crate) fn sizes(&self, at: usize) -> Result<Vec<usize>> {
        let sizes = self.ints(at)?.iter().map(|&size| usize::try_from(size).ok());
        sizes.collect::<Option<_>>().ok_or_else(|| self.refused(at, "sizes must not be negative"))
    }

    /// Floating numbers that may be left out.
    pub(crate) fn optional_floats(&self, at: usize) -> Result<Option<&'a [f64]>> {
        match self.value(at) {
            Value::None => Ok(None),
            Value::Floats(values) => Ok(Some(values)),
            _ => Err(self.unfit(at)),
        }
    }

    /// Truth values.
    pub(crate) fn booleans(&self, at: usize) -> Result<&'a [bool]> {
        match self.value(at) {
            Value::Bools(values) => Ok(values),
            _ => Err(self.unfit(at)),
        }
    }

    /// A text.
    pub(crate) fn text(&self, at: usize) -> Result<&'a str> {
        match self.value(at) {
            Value::Text(text) => Ok(text),
            _ => Err(self.unfit(at)),
        }
    }

    /// A text that may be left out.
    pub(crate) fn optional_text(&self, at: usize) -> Result<Option<&'a str>> {
        if self.is_none(at) { Ok(None) } else { self.text(at).map(Some) }
    }

    /// A dtype.
    pub(crate) fn dtype(&self, at: usize) -> Result<DType> {
        match self.value(at) {
            Value::DType(dtype) => Ok(*dtype),
            _ => Err(self.unfit(at)),
        }
    }

    /// A dtype that may be left out.
    pub(crate) fn optional_dtype(&self, at: usize) -> Result<Option<DType>> {
        if self.is_none(at) { Ok(None) } else { self.dtype(at).map(Some) }
    }

    /// A device that may be left out.
    pub(crate) fn optional_device(&self, at: usize) -> Result<Option<Device>> {
        match self.value(at) {
            Value::None => Ok(None),
            Value::Device(device) => Ok(Some(*device)),
            _ => Err(self.unfit(at)),
        }
    }

    /// A memory format that may be left out.
    pub(crate) fn memory_format(&self, at: usize) -> Result<Option<MemoryFormat>> {
        match self.value(at) {
            Value::None => Ok(None),
            Value::MemoryFormat(format) => Ok(Some(*format)),
            _ => Err(self.unfit(at)),
        }
    }

    /// PyTorch's code of a loss's reduction.
    pub(crate) fn reduction(&self, at: usize) -> Result<Reduction> {
        match self.int(at)? {
            0 => Ok(Reduction::None),
            1 => Ok(Reduction::Mean),
            2 => Ok(Reduction::Sum),
            _ => Err(self.refused(at, "0 is none, 1 the mean, 2 the sum")),
        }
    }

    /// PyTorch's name of a transform's scale.
    pub(crate) fn fft_norm(&self, at: usize) -> Result<FftNorm> {
        FftNorm::new(self.op(), self.optional_text(at)?)
    }

    /// The dtype that the tensors and numbers of the call promote to.
    pub(crate) fn result_type(&self) -> DType {
        let takes_part = |parameter: &Parameter| match parameter.kind.base {
            Base::Tensor => true,
            Base::Scalar => !parameter.keyword_only,
            _ => false,
        };
        let parameters = self.schema.parameters.iter().enumerate();
        let taking_part = parameters.filter(|(_, parameter)| takes_part(parameter));
        result_type(taking_part.filter_map(|(at, _)| participant(self.value(at))))
    }
}

fn participant(value: &Value) -> Option<Participant> {
    match value {
        Value::Tensor(tensor) if tensor.dim() > 0 => Some(Participant::Dimensioned(tensor.dtype())),
        Value::Tensor(tensor) => Some(Participant::ZeroDim(tensor.dtype())),
        value => value.as_scalar().map(Participant::Number),
    }
}
