//! `+ - * / %`, negation and their assigning forms on tensors and numbers.
//!
//! Each operator has one implementation for all right-hand sides, so that the type of `&x * 2.0` is known whatever the
//! literal's type turns out to be. A number on the left is an `f64` or `i64` for the same reason.

use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

use crate::generated::arithmetic::{ADD, DIV, MUL, REMAINDER, SUB};
use crate::pointwise::record;
use crate::{AsOperand, Tensor, plain};

macro_rules! operator {
    ($trait:ident $method:ident $rule:ident $(, $assign_trait:ident $assign:ident $in_place:ident)?) => {
        impl<T: AsOperand> $trait<T> for &Tensor {
            type Output = Tensor;
            #[track_caller]
            fn $method(self, rhs: T) -> Tensor {
                plain(record(&$rule, [self.into(), rhs.as_operand()]))
            }
        }

        impl<T: AsOperand> $trait<T> for Tensor {
            type Output = Tensor;
            #[track_caller]
            fn $method(self, rhs: T) -> Tensor {
                plain(record(&$rule, [(&self).into(), rhs.as_operand()]))
            }
        }

        operator!(number $trait $method $rule: f64, i64);

        $(
            impl<T: AsOperand> $assign_trait<T> for Tensor {
                /// Writes in place, for all handles to the tensor.
                #[track_caller]
                fn $assign(&mut self, rhs: T) {
                    self.$in_place(rhs.as_operand());
                }
            }
        )?
    };
    (number $trait:ident $method:ident $rule:ident: $($number:ty),*) => {$(
        impl $trait<&Tensor> for $number {
            type Output = Tensor;
            #[track_caller]
            fn $method(self, rhs: &Tensor) -> Tensor {
                plain(record(&$rule, [self.into(), rhs.into()]))
            }
        }

        impl $trait<Tensor> for $number {
            type Output = Tensor;
            #[track_caller]
            fn $method(self, rhs: Tensor) -> Tensor {
                plain(record(&$rule, [self.into(), (&rhs).into()]))
            }
        }
    )*};
}

operator!(Add add ADD, AddAssign add_assign add_);
operator!(Sub sub SUB, SubAssign sub_assign sub_);
operator!(Mul mul MUL, MulAssign mul_assign mul_);
operator!(Div div DIV, DivAssign div_assign div_);
operator!(Rem rem REMAINDER);

impl Neg for &Tensor {
    type Output = Tensor;
    #[track_caller]
    fn neg(self) -> Tensor {
        Tensor::neg(self)
    }
}

impl Neg for Tensor {
    type Output = Tensor;
    #[track_caller]
    fn neg(self) -> Tensor {
        Tensor::neg(&self)
    }
}
