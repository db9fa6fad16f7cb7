//! `+ - * / %`, negation and their assigning forms on tensors and numbers.

use std::borrow::Borrow;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, Sub, SubAssign};

use crate::Tensor;
use crate::generated::arithmetic::{ADD, DIV, MUL, REMAINDER, SUB};
use crate::pointwise::record;

macro_rules! operator {
    ($trait:ident $method:ident $named:ident $rule:ident) => {
        operator!(tensor $trait $method $named: [&Tensor, &Tensor], [&Tensor, Tensor], [Tensor, &Tensor], [Tensor, Tensor]);
        operator!(number $trait $method $named $rule: f64, f32, i64, i32);
    };
    (tensor $trait:ident $method:ident $named:ident: $([$lhs:ty, $rhs:ty]),*) => {$(
        impl $trait<$rhs> for $lhs {
            type Output = Tensor;
            #[track_caller]
            fn $method(self, rhs: $rhs) -> Tensor {
                Tensor::$named(Borrow::<Tensor>::borrow(&self), Borrow::<Tensor>::borrow(&rhs))
            }
        }
    )*};
    (number $trait:ident $method:ident $named:ident $rule:ident: $($number:ty),*) => {$(
        impl $trait<$number> for &Tensor {
            type Output = Tensor;
            #[track_caller]
            fn $method(self, rhs: $number) -> Tensor {
                Tensor::$named(Borrow::<Tensor>::borrow(&self), rhs)
            }
        }
        impl $trait<$number> for Tensor {
            type Output = Tensor;
            #[track_caller]
            fn $method(self, rhs: $number) -> Tensor {
                Tensor::$named(Borrow::<Tensor>::borrow(&self), rhs)
            }
        }
        impl $trait<&Tensor> for $number {
            type Output = Tensor;
            #[track_caller]
            fn $method(self, rhs: &Tensor) -> Tensor {
                crate::plain(record(&$rule, [self.into(), rhs.into()]))
            }
        }
        impl $trait<Tensor> for $number {
            type Output = Tensor;
            #[track_caller]
            fn $method(self, rhs: Tensor) -> Tensor {
                $trait::$method(self, &rhs)
            }
        }
    )*};
}

operator!(Add add add ADD);
operator!(Sub sub sub SUB);
operator!(Mul mul mul MUL);
operator!(Div div div DIV);
operator!(Rem rem remainder REMAINDER);

macro_rules! assigning {
    ($trait:ident $method:ident $named:ident: $($rhs:ty),*) => {$(
        impl $trait<$rhs> for Tensor {
            #[track_caller]
            fn $method(&mut self, rhs: $rhs) {
                let rhs: crate::Operand<'_> = rhs.into();
                self.$named(rhs);
            }
        }
    )*};
}

assigning!(AddAssign add_assign add_: &Tensor, f64, f32, i64, i32);
assigning!(SubAssign sub_assign sub_: &Tensor, f64, f32, i64, i32);
assigning!(MulAssign mul_assign mul_: &Tensor, f64, f32, i64, i32);
assigning!(DivAssign div_assign div_: &Tensor, f64, f32, i64, i32);

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
