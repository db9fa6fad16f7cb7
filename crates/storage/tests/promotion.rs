//! Type promotion against PyTorch's table and rules.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use cresset_storage::DType::{BF16, Bool, C64, C128, F16, F32, F64, I8, I16, I32, I64, U8};
use cresset_storage::{
    Complex32, Complex64, DType, Participant, Scalar, default_dtype, promote, result_type, set_default_dtype,
};

/// `torch.promote_types`, rows and columns in the order of [`DType::ALL`].
///
/// # Source
/// `_promoteTypesLookup` in PyTorch's `c10/core/ScalarType.cpp`.
const TABLE: [[DType; 12]; 12] = [
    [Bool, U8, I8, I16, I32, I64, F16, BF16, F32, F64, C64, C128],
    [U8, U8, I16, I16, I32, I64, F16, BF16, F32, F64, C64, C128],
    [I8, I16, I8, I16, I32, I64, F16, BF16, F32, F64, C64, C128],
    [I16, I16, I16, I16, I32, I64, F16, BF16, F32, F64, C64, C128],
    [I32, I32, I32, I32, I32, I64, F16, BF16, F32, F64, C64, C128],
    [I64, I64, I64, I64, I64, I64, F16, BF16, F32, F64, C64, C128],
    [F16, F16, F16, F16, F16, F16, F16, F32, F32, F64, C64, C128],
    [BF16, BF16, BF16, BF16, BF16, BF16, F32, BF16, F32, F64, C64, C128],
    [F32, F32, F32, F32, F32, F32, F32, F32, F32, F64, C64, C128],
    [F64, F64, F64, F64, F64, F64, F64, F64, F64, F64, C128, C128],
    [C64, C64, C64, C64, C64, C64, C64, C64, C64, C128, C64, C128],
    [C128, C128, C128, C128, C128, C128, C128, C128, C128, C128, C128, C128],
];

#[test]
fn promote_follows_the_table() {
    for (row, lhs) in TABLE.into_iter().zip(DType::ALL) {
        for (expected, rhs) in row.into_iter().zip(DType::ALL) {
            assert_eq!(promote(lhs, rhs), expected, "{lhs} with {rhs}");
        }
    }
}

fn tensor(dtype: DType) -> Participant {
    Participant::Dimensioned(dtype)
}

fn zero_dim(dtype: DType) -> Participant {
    Participant::ZeroDim(dtype)
}

fn number(value: impl Into<Scalar>) -> Participant {
    Participant::Number(value.into())
}

/// All rules in one test, because the default dtype belongs to the whole process.
#[test]
fn result_type_lets_tensors_with_dims_go_first() {
    let cases: &[(&[Participant], DType)] = &[
        // Tensors of one kind promote among themselves.
        (&[tensor(U8), tensor(I8)], I16),
        (&[tensor(F16), tensor(BF16)], F32),
        (&[zero_dim(I8), zero_dim(I32)], I32),
        (&[number(true), number(1)], I64),
        // A tensor without dims raises one with dims only to a higher category.
        (&[tensor(I8), zero_dim(I64)], I8),
        (&[zero_dim(I64), tensor(I8)], I8),
        (&[tensor(F16), zero_dim(F64)], F16),
        (&[tensor(F32), zero_dim(I64)], F32),
        (&[tensor(I64), zero_dim(F16)], F16),
        (&[tensor(Bool), zero_dim(U8)], U8),
        // A complex operand of a lower kind makes floats complex at their own width.
        (&[tensor(F64), number(Complex32::new(0.0, 1.0))], C128),
        (&[tensor(F32), zero_dim(C128)], C64),
        (&[tensor(I64), number(Complex64::new(0.0, 1.0))], C64),
        (&[tensor(I64), zero_dim(C128)], C128),
        (&[tensor(C64), zero_dim(F64)], C64),
        (&[tensor(C64), tensor(F64)], C128),
        (&[tensor(U8), zero_dim(Bool)], U8),
        (&[tensor(I32), zero_dim(F64)], F64),
        // And a number either.
        (&[tensor(U8), number(-1)], U8),
        (&[tensor(I32), number(0.5)], F32),
        (&[tensor(BF16), number(0.5)], BF16),
        (&[tensor(F64), number(0.5)], F64),
        (&[tensor(Bool), number(2)], I64),
        (&[tensor(Bool), number(true)], Bool),
        (&[zero_dim(I16), number(3)], I16),
        (&[zero_dim(I16), number(3.0)], F32),
        (&[zero_dim(F16), number(3.0)], F16),
        (&[number(3), zero_dim(Bool)], I64),
        // Three kinds at once.
        (&[tensor(Bool), zero_dim(I32), number(0.5)], F32),
        (&[tensor(I32), zero_dim(F16), number(0.5)], F16),
        (&[tensor(Bool), zero_dim(U8), number(7)], U8),
        (&[tensor(I8), tensor(I16), zero_dim(I64), number(7)], I16),
        (&[], F32),
    ];
    for (participants, expected) in cases {
        assert_eq!(result_type(participants.iter().copied()), *expected, "{participants:?}");
    }
    assert_eq!(
        set_default_dtype(I32).unwrap_err().to_string(),
        "set_default_dtype: not a default dtype: dtype int32; use float32 or float64"
    );
    set_default_dtype(F64).unwrap();
    assert_eq!(default_dtype(), F64);
    assert_eq!(result_type([tensor(I32), number(0.5)]), F64);
    assert_eq!(result_type([tensor(F32), number(0.5)]), F32);
    assert_eq!(result_type([]), F64);
    set_default_dtype(F32).unwrap();
    assert_eq!(Scalar::from(0.5).default_dtype(), F32);
}

#[test]
fn dtypes_are_found_by_the_names_of_pytorch() {
    for dtype in DType::ALL {
        assert_eq!(DType::from_name(dtype.name()), Some(dtype));
    }
    assert_eq!(DType::from_name("torch.float32"), None);
    assert_eq!(DType::ALL.map(|dtype| dtype.n_bytes()), [1, 1, 1, 2, 4, 8, 2, 2, 4, 8, 8, 16]);
}
