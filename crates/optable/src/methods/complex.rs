//! Rows of complex numbers and their parts.
use crate::method::ArgumentKind::Tensor;
use crate::method::{Method, arguments, input};

pub fn methods() -> Vec<Method> {
    vec![
        Method::new("conj", [], "Complex conjugate; a tensor of real numbers itself.")
            .aten(["_conj.default"])
            .complex_sample([&[2, 3]], []),
        Method::new("resolve_conj", [], "The tensor itself: conjugates are computed at once.")
            .complex_sample([&[2]], []),
        Method::new("real", [], "View of the real parts; a tensor of real numbers itself.")
            .aten(["real.default"])
            .complex_sample([&[2, 3]], []),
        Method::new("imag", [], "View of the imaginary parts.").aten(["imag.default"]).complex_sample([&[2, 3]], []),
        Method::new("view_as_real", [], "View of complex numbers as their parts, which stand in a new last dimension.")
            .aten(["view_as_real.default"])
            .complex_sample([&[2, 3]], []),
        Method::new("view_as_complex", [], "View of pairs in the last dimension as complex numbers.")
            .aten(["view_as_complex.default"])
            .sample([&[2]], []),
        Method::new("complex", [("imag", Tensor)], "Complex numbers of these real and imaginary parts.")
            .aten(["complex.default"])
            .sample([&[2, 3], &[3]], arguments![input(1)]),
        Method::new("polar", [("angle", Tensor)], "Complex numbers of these magnitudes and angles.")
            .aten(["polar.default"])
            .sample_in(0.3, 2.0, [&[2, 3], &[2, 1]], arguments![input(1)]),
        Method::new("angle", [], "Angle to the positive real axis; of negative real numbers pi.")
            .aten(["angle.default"])
            .complex_sample([&[2, 3]], []),
        Method::new("adjoint", [], "Conjugate with the last two dimensions exchanged.")
            .aten(["adjoint.default"])
            .complex_sample([&[2, 3]], []),
        Method::new("vdot", [("other", Tensor)], "Inner product of two vectors, the first conjugated.")
            .aten(["vdot.default"])
            .complex_sample([&[3], &[3]], arguments![input(1)]),
        Method::new("isreal", [], "Whether the imaginary part is zero.")
            .aten(["isreal.default"])
            .no_grad("a truth value does not change smoothly"),
    ]
}
