//! The functions a formula may use: name, row that computes them on tensors, and value in f64.
use crate::expr::{Expr, Node, Test, TestNode};
use crate::special;

macro_rules! functions {
    (
        $(#[$attribute:meta])* $kind:ident: $value_type:ty, $result:ident from $node:expr, $arguments:tt;
        $($variant:ident $function:ident $row:literal $value:expr;)*
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $kind {
            $(#[doc = concat!("`", stringify!($function), "`, on tensors the row `", $row, "`.")] $variant,)*
        }

        impl $kind {
            /// Every function of this kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Name in formulas and generated bodies.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($function),)* }
            }

            /// Name of the row that computes it on tensors.
            pub fn row(self) -> &'static str {
                match self { $(Self::$variant => $row,)* }
            }

            /// The function in f64.
            pub fn value(self) -> $value_type {
                match self { $(Self::$variant => $value,)* }
            }
        }

        $(functions!(@constructor $kind $variant $function $result ($node) $arguments);)*
    };
    (@constructor $kind:ident $variant:ident $function:ident $result:ident ($node:expr) ($($argument:ident),*)) => {
        #[doc = concat!("The formula of [`", stringify!($kind), "::", stringify!($variant), "`].")]
        pub fn $function($($argument: impl Into<Expr>),*) -> $result {
            $result::new($node($kind::$variant, $($argument.into()),*))
        }
    };
}

functions! {
    /// A function of one argument.
    Unary: fn(f64) -> f64, Expr from Node::Unary, (x);
    Abs abs "abs" f64::abs;
    Neg neg "neg" |x| -x;
    Sqrt sqrt "sqrt" f64::sqrt;
    Rsqrt rsqrt "rsqrt" |x| 1.0 / x.sqrt();
    Recip recip "reciprocal" f64::recip;
    Exp exp "exp" f64::exp;
    Exp2 exp2 "exp2" f64::exp2;
    Expm1 expm1 "expm1" f64::exp_m1;
    Log log "log" f64::ln;
    Log2 log2 "log2" f64::log2;
    Log10 log10 "log10" f64::log10;
    Log1p log1p "log1p" f64::ln_1p;
    Sin sin "sin" f64::sin;
    Cos cos "cos" f64::cos;
    Tan tan "tan" f64::tan;
    Asin asin "asin" f64::asin;
    Acos acos "acos" f64::acos;
    Atan atan "atan" f64::atan;
    Sinh sinh "sinh" f64::sinh;
    Cosh cosh "cosh" f64::cosh;
    Tanh tanh "tanh" f64::tanh;
    Asinh asinh "asinh" f64::asinh;
    Acosh acosh "acosh" f64::acosh;
    Atanh atanh "atanh" f64::atanh;
    Erf erf "erf" special::erf;
    Erfc erfc "erfc" special::erfc;
    Erfcx erfcx "erfcx" special::erfcx;
    Erfinv erfinv "erfinv" special::erfinv;
    Lgamma lgamma "lgamma" special::lgamma;
    Digamma digamma "digamma" special::digamma;
    Sigmoid sigmoid "sigmoid" |x| 1.0 / (1.0 + (-x).exp());
    I0 i0 "i0" special::i0;
    I0e i0e "i0e" special::i0e;
    I1 i1 "i1" special::i1;
    I1e i1e "i1e" special::i1e;
    Floor floor "floor" f64::floor;
    Ceil ceil "ceil" f64::ceil;
    Round round "round" f64::round_ties_even;
    Trunc trunc "trunc" f64::trunc;
    Sign sign "sgn" |x| f64::from(i8::from(x > 0.0) - i8::from(x < 0.0));
    BitNot bit_not "bitwise_not" |x| !(x as i64) as f64;
}

functions! {
    /// A function of two arguments.
    Binary: fn(f64, f64) -> f64, Expr from Node::Binary, (x, y);
    Add add "add" |x, y| x + y;
    Sub sub "sub" |x, y| x - y;
    Mul mul "mul" |x, y| x * y;
    Div div "div" |x, y| x / y;
    Minimum minimum "minimum" |x, y| if x < y || x.is_nan() { x } else { y };
    Maximum maximum "maximum" |x, y| if x > y || x.is_nan() { x } else { y };
    Fmin fmin "fmin" f64::min;
    Fmax fmax "fmax" f64::max;
    Pow pow "pow" f64::powf;
    Atan2 atan2 "atan2" f64::atan2;
    Fmod fmod "fmod" |x, y| x % y;
    Remainder remainder "remainder" |x, y| x - y * (x / y).floor();
    FloorDivide floor_divide "div_floor" |x, y| (x / y).floor();
    TruncDivide trunc_divide "div_trunc" |x, y| (x / y).trunc();
    Copysign copysign "copysign" f64::copysign;
    Nextafter nextafter "nextafter" special::nextafter;
    Hypot hypot "hypot" f64::hypot;
    BitAnd bit_and "bitwise_and" |x, y| (x as i64 & y as i64) as f64;
    BitOr bit_or "bitwise_or" |x, y| (x as i64 | y as i64) as f64;
    BitXor bit_xor "bitwise_xor" |x, y| (x as i64 ^ y as i64) as f64;
    ShiftLeft shift_left "bitwise_left_shift" |x, y| (x as i64).wrapping_shl(y as u32) as f64;
    ShiftRight shift_right "bitwise_right_shift" |x, y| (x as i64).wrapping_shr(y as u32) as f64;
    Gcd gcd "gcd" special::gcd;
    Lcm lcm "lcm" special::lcm;
}

functions! {
    /// An order relation of two numbers.
    Comparison: fn(f64, f64) -> bool, Test from TestNode::Compare, (x, y);
    Eq eq "eq" |x, y| x == y;
    Ne ne "ne" |x, y| x != y;
    Lt lt "lt" |x, y| x < y;
    Le le "le" |x, y| x <= y;
    Gt gt "gt" |x, y| x > y;
    Ge ge "ge" |x, y| x >= y;
}

functions! {
    /// A property of one number.
    Predicate: fn(f64) -> bool, Test from TestNode::Holds, (x);
    IsNan is_nan "isnan" f64::is_nan;
    IsInf is_inf "isinf" f64::is_infinite;
    SignBit sign_bit "signbit" f64::is_sign_negative;
}
