//! Rows of Fourier transforms.
use crate::method::ArgumentKind::{
    Bool, Int, Ints, Named, OptionalBool, OptionalInt, OptionalInts, OptionalTensor, Size,
};
use crate::method::Literal::{None, Variant};
use crate::method::{ArgumentKind, Literal, Method, arguments};

const NORM: ArgumentKind = Named("FftNorm");

fn backward() -> Literal {
    Variant("Backward")
}

fn one_dim(name: &'static str, doc: &'static str) -> Method {
    Method::new(name, [("n", OptionalInt), ("dim", Int), ("norm", NORM)], doc)
}

fn two_dims(name: &'static str, doc: &'static str) -> Method {
    Method::new(name, [("s", OptionalInts), ("dim", Ints), ("norm", NORM)], doc)
}

fn any_dims(name: &'static str, doc: &'static str) -> Method {
    Method::new(name, [("s", OptionalInts), ("dim", OptionalInts), ("norm", NORM)], doc)
}

pub fn methods() -> Vec<Method> {
    let mut methods = kernels();
    methods.extend(transforms());
    methods.extend(frames());
    methods
}

/// The three transforms that all others are made of.
fn kernels() -> Vec<Method> {
    vec![
        Method::new(
            "fft_c2c",
            [("dim", Ints), ("normalization", Int), ("forward", Bool)],
            "Transform of complex numbers; `normalization` 0 leaves sums as they are, 1 and 2 divide by the root and the \
             number of elements.",
        )
        .aten(["_fft_c2c.default"])
        .complex_sample([&[3, 4]], arguments![[0, 1], 1, false]),
        Method::new(
            "fft_r2c",
            [("dim", Ints), ("normalization", Int), ("onesided", Bool)],
            "Transform of real numbers; `onesided` leaves out what follows from the rest.",
        )
        .aten(["_fft_r2c.default"])
        .sample([&[3, 4]], arguments![[0, 1], 2, true])
        .sample([&[3]], arguments![[0], 0, false]),
        Method::new(
            "fft_c2r",
            [("dim", Ints), ("normalization", Int), ("last_dim_size", Int)],
            "Real numbers with this half of a spectrum.",
        )
        .aten(["_fft_c2r.default"])
        .complex_sample([&[2, 3]], arguments![[0, 1], 1, 4])
        .complex_sample([&[3]], arguments![[0], 2, 5]),
    ]
}

fn transforms() -> Vec<Method> {
    vec![
        one_dim("fft_fft", "Transform along a dimension, cut or filled up with zeros to `n`.")
            .aten(["fft_fft.default"])
            .complex_sample([&[2, 3]], arguments![4, 1, backward()])
            .sample([&[3]], arguments![None, 0, Variant("Ortho")]),
        one_dim("fft_ifft", "Inverse of `fft_fft`.")
            .aten(["fft_ifft.default"])
            .complex_sample([&[2, 3]], arguments![None, 0, backward()])
            .sample([&[3]], arguments![2, 0, Variant("Forward")]),
        one_dim("fft_rfft", "Transform of real numbers: the half that the rest follows from.")
            .aten(["fft_rfft.default"])
            .sample([&[2, 3]], arguments![None, -1, backward()]),
        one_dim("fft_irfft", "Inverse of `fft_rfft`; an even number of elements unless `n` says otherwise.")
            .aten(["fft_irfft.default"])
            .complex_sample([&[2, 3]], arguments![5, 1, backward()]),
        one_dim("fft_hfft", "Transform of numbers with a real spectrum, given by half.")
            .aten(["fft_hfft.default"])
            .complex_sample([&[3]], arguments![None, 0, backward()]),
        one_dim("fft_ihfft", "Inverse of `fft_hfft`.")
            .aten(["fft_ihfft.default"])
            .sample([&[4]], arguments![None, 0, backward()]),
        two_dims("fft_fft2", "Transform over two dimensions.")
            .aten(["fft_fft2.default"])
            .complex_sample([&[2, 3]], arguments![None, [-2, -1], backward()]),
        two_dims("fft_ifft2", "Inverse of `fft_fft2`.")
            .aten(["fft_ifft2.default"])
            .complex_sample([&[2, 3]], arguments![[3, 2], [0, 1], backward()]),
        two_dims("fft_rfft2", "Transform of real numbers over two dimensions.")
            .aten(["fft_rfft2.default"])
            .sample([&[2, 3]], arguments![None, [-2, -1], backward()]),
        two_dims("fft_irfft2", "Inverse of `fft_rfft2`.")
            .aten(["fft_irfft2.default"])
            .complex_sample([&[2, 3]], arguments![[2, 4], [-2, -1], backward()]),
        any_dims("fft_fftn", "Transform over several dimensions, all unless named.")
            .aten(["fft_fftn.default"])
            .complex_sample([&[2, 1, 3]], arguments![None, None, backward()]),
        any_dims("fft_ifftn", "Inverse of `fft_fftn`.")
            .aten(["fft_ifftn.default"])
            .complex_sample([&[2, 3]], arguments![[3], None, backward()]),
        any_dims("fft_rfftn", "Transform of real numbers over several dimensions.")
            .aten(["fft_rfftn.default"])
            .sample([&[2, 3]], arguments![None, None, backward()]),
        any_dims("fft_irfftn", "Inverse of `fft_rfftn`.")
            .aten(["fft_irfftn.default"])
            .complex_sample([&[2, 3]], arguments![None, None, backward()]),
        Method::new("fft_fftshift", [("dim", OptionalInts)], "The spectrum with the frequency zero in the middle.")
            .aten(["fft_fftshift.default"])
            .sample([&[2, 3]], arguments![None]),
        Method::new("fft_ifftshift", [("dim", OptionalInts)], "Inverse of `fft_fftshift`.")
            .aten(["fft_ifftshift.default"])
            .sample([&[2, 3]], arguments![[1]]),
    ]
}

/// Transforms of windows of a signal.
fn frames() -> Vec<Method> {
    let shared =
        [("n_fft", Size), ("hop_length", OptionalInt), ("win_length", OptionalInt), ("window", OptionalTensor)];
    let stft = Method::new(
        "stft",
        [shared[0], shared[1], shared[2], shared[3], ("normalized", Bool), ("onesided", OptionalBool)],
        "Transforms of windows of a signal, `hop_length` apart: frequency by window.",
    );
    let istft = Method::new(
        "istft",
        [
            shared[0],
            shared[1],
            shared[2],
            shared[3],
            ("center", Bool),
            ("normalized", Bool),
            ("onesided", OptionalBool),
            ("length", OptionalInt),
            ("return_complex", Bool),
        ],
        "The signal whose windows have these transforms, by least squares.",
    );
    vec![
        stft.aten(["stft.default"]).sample([&[2, 9]], arguments![4, 2, 3, None, true, None]),
        istft
            .aten(["istft.default"])
            .complex_sample([&[3, 5]], arguments![4, 2, None, None, true, false, None, None, false]),
    ]
}
