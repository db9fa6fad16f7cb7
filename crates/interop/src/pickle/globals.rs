//! The globals that a pickle may name.

use cresset_autograd::DType;

/// What a global stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Global {
    /// `OrderedDict`, `Counter` and their like: dicts.
    Dict,
    Set,
    FrozenSet,
    Bytearray,
    /// `_codecs.encode`, which protocol 2 writes for bytes.
    Encode,
    Size,
    Device,
    DType(DType),
    /// The class of a storage, with its dtype where it has one.
    Storage(Option<DType>),
    RebuildTensor,
    RebuildTensorV2,
    RebuildTensorV3,
    RebuildParameter,
}

const STORAGES: [(&str, DType); 12] = [
    ("BFloat16Storage", DType::BF16),
    ("BoolStorage", DType::Bool),
    ("ByteStorage", DType::U8),
    ("CharStorage", DType::I8),
    ("ComplexDoubleStorage", DType::C128),
    ("ComplexFloatStorage", DType::C64),
    ("DoubleStorage", DType::F64),
    ("FloatStorage", DType::F32),
    ("HalfStorage", DType::F16),
    ("IntStorage", DType::I32),
    ("LongStorage", DType::I64),
    ("ShortStorage", DType::I16),
];

/// The global of a name, if it is one that may be named.
pub(super) fn find(module: &str, name: &str) -> Option<Global> {
    Some(match (module, name) {
        ("collections", "OrderedDict" | "Counter") => Global::Dict,
        ("builtins" | "__builtin__", "set") => Global::Set,
        ("builtins" | "__builtin__", "frozenset") => Global::FrozenSet,
        ("builtins" | "__builtin__", "bytearray") => Global::Bytearray,
        ("_codecs", "encode") => Global::Encode,
        ("torch", "Size") => Global::Size,
        ("torch", "device") => Global::Device,
        ("torch._utils", "_rebuild_tensor") => Global::RebuildTensor,
        ("torch._utils", "_rebuild_tensor_v2") => Global::RebuildTensorV2,
        ("torch._utils", "_rebuild_tensor_v3") => Global::RebuildTensorV3,
        ("torch._utils", "_rebuild_parameter") => Global::RebuildParameter,
        ("torch.storage", "UntypedStorage") | ("torch", "UntypedStorage") => Global::Storage(None),
        ("torch" | "torch.cuda", storage) if storage.ends_with("Storage") => {
            let (_, dtype) = STORAGES.iter().find(|(known, _)| *known == storage)?;
            Global::Storage(Some(*dtype))
        }
        ("torch", dtype) => Global::DType(DType::from_name(dtype)?),
        _ => return None,
    })
}
