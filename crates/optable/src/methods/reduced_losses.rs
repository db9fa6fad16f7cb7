//! Rows of losses that are reduced to a mean or a sum.
use crate::method::ArgumentKind::{Bool, Elsewhere, Float, Int, Ints, Named, OptionalTensor, Scalar, Tensor};
use crate::method::Literal::{None, Variant};
use crate::method::{ArgumentKind, Method, arguments, indices, input};

const REDUCTION: ArgumentKind = Named("Reduction");

pub fn methods() -> Vec<Method> {
    vec![
        Method::new(
            "nll_loss",
            [("target", Tensor), ("weight", OptionalTensor), ("reduction", REDUCTION), ("ignore_index", Int)],
            "Negative log-probability of the target class.",
        )
        .aten(["nll_loss_nd.default"])
        .sample([&[3, 4]], arguments![indices([1, 0, 3], [3]), None, Variant("Mean"), -100])
        .sample([&[3, 4]], arguments![indices([1, 2, 3], [3]), None, Variant("Sum"), 2])
        .sample([&[2, 3, 2]], arguments![indices([1, 2, 0, 1], [2, 2]), None, Variant("None"), 1])
        .sample([&[3]], arguments![indices([1], []), None, Variant("Mean"), -100]),
        Method::new(
            "cross_entropy",
            [
                ("target", Tensor),
                ("weight", OptionalTensor),
                ("reduction", REDUCTION),
                ("ignore_index", Int),
                ("label_smoothing", Float),
            ],
            "Negative log-probability of the target class, or mean over class probabilities, from logits.",
        )
        .aten(["cross_entropy_loss.default"])
        .sample([&[3, 4]], arguments![indices([1, 0, 3], [3]), None, Variant("Mean"), -100, 0.0])
        .sample([&[3, 4]], arguments![indices([1, 2, 3], [3]), None, Variant("None"), 2, 0.1])
        .sample([&[2, 3, 2]], arguments![indices([1, 2, 0, 1], [2, 2]), None, Variant("Mean"), -100, 0.2])
        .sample([&[3]], arguments![indices([2], []), None, Variant("Sum"), -100, 0.0])
        .sample([&[2, 3], &[2, 3], &[3]], arguments![input(1), input(2), Variant("Mean"), -100, 0.1])
        .sample([&[2, 3, 2], &[2, 3, 2]], arguments![input(1), None, Variant("None"), -100, 0.0]),
        Method::new("mse_loss", [("target", Tensor), ("reduction", REDUCTION)], "Mean squared error.")
            .aten(["mse_loss.default"])
            .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Mean")])
            .sample([&[2, 3], &[3]], arguments![input(1), Variant("None")]),
        Method::new("l1_loss", [("target", Tensor), ("reduction", REDUCTION)], "Mean absolute error.")
            .aten(["l1_loss.default"])
            .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Mean")])
            .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Sum")]),
        Method::new("huber_loss", [("target", Tensor), ("reduction", REDUCTION), ("delta", Float)], "Mean Huber loss.")
            .aten(["huber_loss.default"])
            .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Mean"), 1.2]),
        Method::new(
            "smooth_l1_loss",
            [("target", Tensor), ("reduction", REDUCTION), ("beta", Float)],
            "Mean smooth L1 loss; the absolute error for `beta` 0.",
        )
        .aten(["smooth_l1_loss.default"])
        .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Sum"), 0.7])
        .sample([&[2, 3], &[3]], arguments![input(1), Variant("Mean"), 0.0]),
        Method::new(
            "kl_div",
            [("target", Tensor), ("reduction", REDUCTION), ("log_target", Bool)],
            "Mean term of the Kullback-Leibler divergence from log-probabilities.",
        )
        .aten(["kl_div.default"])
        .sample_in(0.2, 2.0, [&[2, 3], &[2, 3]], arguments![input(1), Variant("Mean"), false])
        .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Sum"), true]),
        Method::new(
            "binary_cross_entropy",
            [("target", Tensor), ("weight", OptionalTensor), ("reduction", REDUCTION)],
            "Mean binary cross entropy of probabilities; logarithms stop at -100.",
        )
        .aten(["binary_cross_entropy.default"])
        .sample_in(0.1, 0.9, [&[2, 3], &[2, 3]], arguments![input(1), None, Variant("Mean")])
        .sample_in(0.1, 0.9, [&[2, 3], &[2, 3], &[3]], arguments![input(1), input(2), Variant("Sum")]),
        Method::new(
            "binary_cross_entropy_with_logits",
            [("target", Tensor), ("weight", OptionalTensor), ("pos_weight", OptionalTensor), ("reduction", REDUCTION)],
            "Mean binary cross entropy of logits, without overflow.",
        )
        .aten(["binary_cross_entropy_with_logits.default"])
        .sample([&[2, 3], &[2, 3]], arguments![input(1), None, None, Variant("Mean")])
        .sample([&[2, 3], &[2, 3], &[3], &[3]], arguments![input(1), input(2), input(3), Variant("Sum")]),
        Method::new(
            "cosine_embedding_loss",
            [("input2", Tensor), ("target", Tensor), ("margin", Float), ("reduction", REDUCTION)],
            "One less the cosine where the target is 1, the cosine above the margin where it is -1.",
        )
        .aten(["cosine_embedding_loss.default"])
        .sample([&[2, 3], &[2, 3]], arguments![input(1), indices([1, -1], [2]), -1.5, Variant("Mean")])
        .sample([&[3], &[3]], arguments![input(1), indices([1], []), 0.0, Variant("Sum")]),
        Method::new(
            "hinge_embedding_loss",
            [("target", Tensor), ("margin", Float), ("reduction", REDUCTION)],
            "The element where the target is 1, what the margin exceeds it by where it is -1.",
        )
        .aten(["hinge_embedding_loss.default"])
        .sample([&[2, 2]], arguments![indices([1, -1, -1, 1], [2, 2]), 1.0, Variant("Mean")]),
        Method::new(
            "margin_ranking_loss",
            [("input2", Tensor), ("target", Tensor), ("margin", Float), ("reduction", REDUCTION)],
            "What the order asked for by the target, 1 or -1, falls short of the margin.",
        )
        .aten(["margin_ranking_loss.default"])
        .sample([&[3], &[3]], arguments![input(1), indices([1, -1, 1], [3]), 5.0, Variant("Mean")]),
        Method::new(
            "multi_margin_loss",
            [
                ("target", Tensor),
                ("p", Scalar),
                ("margin", Scalar),
                ("weight", OptionalTensor),
                ("reduction", REDUCTION),
            ],
            "What the scores of other classes come within the margin of the target's, to the power of 1 or 2.",
        )
        .aten(["multi_margin_loss.default"])
        .sample([&[2, 3]], arguments![indices([2, 0], [2]), 2, 1.0, None, Variant("Mean")])
        .sample([&[3]], arguments![indices([1], []), 1, 6.0, None, Variant("Sum")]),
        Method::new(
            "multilabel_margin_loss",
            [("target", Tensor), ("reduction", REDUCTION)],
            "What the scores of other classes come within 1 of those listed in the target, up to the first -1.",
        )
        .aten(["multilabel_margin_loss.default"])
        .sample([&[2, 3]], arguments![indices([2, 0, -1, 1, -1, 0], [2, 3]), Variant("Mean")]),
        Method::new(
            "poisson_nll_loss",
            [("target", Tensor), ("log_input", Bool), ("full", Bool), ("eps", Float), ("reduction", REDUCTION)],
            "Negative log-likelihood of counts under Poisson rates, or their logarithms.",
        )
        .aten(["poisson_nll_loss.default"])
        .sample_in(0.5, 2.0, [&[2, 3], &[2, 3]], arguments![input(1), true, false, 1e-8, Variant("Mean")])
        .sample_in(1.1, 2.0, [&[2, 3], &[2, 3]], arguments![input(1), false, true, 1e-8, Variant("Sum")]),
        Method::new(
            "ctc_loss",
            [
                ("targets", Elsewhere),
                ("input_lengths", Ints),
                ("target_lengths", Ints),
                ("blank", Int),
                ("reduction", REDUCTION),
                ("zero_infinity", Bool),
            ],
            "Negative log-likelihood of label sequences over all alignments, from log-probabilities of \
             `[steps, batch, classes]`; the mean divides each by its target's length. Behind `log_softmax` the gradient \
             is PyTorch's.",
        )
        .aten(["ctc_loss.IntList"])
        .sample([&[4, 2, 3]], arguments![indices([1, 2, 2, 2], [2, 2]), [4, 3], [2, 1], 0, Variant("Mean"), false])
        .sample([&[4, 3]], arguments![indices([0, 0], [2]), [4], [2], 1, Variant("None"), true]),
        Method::new(
            "gaussian_nll_loss",
            [("target", Tensor), ("var", Tensor), ("full", Bool), ("eps", Float), ("reduction", REDUCTION)],
            "Negative log-likelihood under normal distributions with given variances, at least `eps`.",
        )
        .sample_in(
            0.5,
            2.0,
            [&[2, 3], &[2, 3], &[2, 3]],
            arguments![input(1), input(2), true, 1e-6, Variant("Mean")],
        ),
        Method::new(
            "soft_margin_loss",
            [("target", Tensor), ("reduction", REDUCTION)],
            "Mean logistic loss of scores against targets of 1 and -1.",
        )
        .aten(["soft_margin_loss.default"])
        .sample([&[2, 3], &[2, 3]], arguments![input(1), Variant("Mean")]),
        Method::new(
            "triplet_margin_loss",
            [
                ("positive", Tensor),
                ("negative", Tensor),
                ("margin", Float),
                ("p", Float),
                ("eps", Float),
                ("swap", Bool),
                ("reduction", REDUCTION),
            ],
            "What the distance to the positive exceeds that to the negative less the margin by.",
        )
        .aten(["triplet_margin_loss.default"])
        .sample([&[2, 3], &[2, 3], &[2, 3]], arguments![input(1), input(2), 6.0, 2.0, 1e-6, false, Variant("Mean")])
        .sample([&[2, 3], &[2, 3], &[2, 3]], arguments![input(1), input(2), 6.0, 2.0, 1e-6, true, Variant("Sum")]),
    ]
}
