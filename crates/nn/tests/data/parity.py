"""Writes parity.safetensors: what the modules of torch.nn make of drawn inputs, and all gradients.

python3 parity.py, with torch==2.15. For each case: one seed, then the module, then its inputs are drawn; the entry is
all floating outputs, then the gradients of floating inputs, then those of parameters, one after another. The gradient of
an output runs through -0.75, -0.5 .. 0.75. Modules with parameters then take ten steps of gradient descent towards
outputs of one: the entry goes on with the losses and with the parameters in the end.
"""

import pathlib
import warnings

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

warnings.simplefilter("ignore")
torch.set_num_threads(1)
entries = {}


def drawn(kind):
    if isinstance(kind[0], str):
        name, *shape = kind
        if name in ("unit", "leaf"):
            return torch.rand(shape)
        if name == "sign":
            return torch.randint(0, 2, shape) * 2.0 - 1.0
        if name == "positive":
            return torch.rand(shape) + 0.5
        return torch.randint(0, int(name), shape)
    return torch.randn(kind)


def flat(out):
    return [x for part in out for x in flat(part)] if isinstance(out, (tuple, list)) else [out]


def case(name, make, *kinds, run=None):
    torch.manual_seed(len(entries))
    module = make()
    inputs = [drawn(kind) for kind in kinds]
    leaves = [x.requires_grad_() for x, kind in zip(inputs, kinds) if kind[0] == "leaf" or not isinstance(kind[0], str)]
    outs = [x for x in flat((run or (lambda m, *x: m(*x)))(module, *inputs)) if x is not None and x.is_floating_point()]
    parameters = list(module.parameters())
    parts = list(outs)
    cotangents = [((torch.arange(x.numel()) % 7).float() - 3).reshape(x.shape) / 4 for x in outs]
    wanted = leaves + parameters
    found = torch.autograd.grad(outs, wanted, cotangents, allow_unused=True)
    parts += [torch.zeros_like(x) if g is None else g for x, g in zip(wanted, found)]
    if parameters:
        # Ten steps towards outputs of one: where it is zero, the gradient of a bias behind a normalisation is only rounding.
        for _ in range(10):
            outs = flat((run or (lambda m, *x: m(*x)))(module, *(x.detach() for x in inputs)))
            loss = sum((x - 1).square().mean() for x in outs if x is not None and x.is_floating_point())
            parts.append(loss)
            grads = torch.autograd.grad(loss, parameters, allow_unused=True)
            with torch.no_grad():
                for x, g in zip(parameters, grads):
                    if g is not None:
                        x.sub_(g, alpha=0.05)
        parts += parameters
    entries[name] = torch.cat([x.detach().reshape(-1) for x in parts])


plane, line, volume = (2, 4, 6, 5), (2, 4, 7), (1, 2, 4, 5, 4)

# Linear layers, convolutions, embeddings.
case("Linear", lambda: nn.Linear(4, 3), (2, 4))
case("Bilinear", lambda: nn.Bilinear(3, 4, 2), (5, 3), (5, 4))
case("Conv1d", lambda: nn.Conv1d(4, 2, 3, padding="same", padding_mode="reflect"), line)
case("Conv2d", lambda: nn.Conv2d(4, 2, (3, 2), stride=2, padding=1, groups=2, dilation=(1, 2)), plane)
case("Conv3d", lambda: nn.Conv3d(2, 2, 2, padding=1, padding_mode="circular"), volume)
case("ConvTranspose1d", lambda: nn.ConvTranspose1d(4, 2, 3, stride=2, output_padding=1), line)
case("ConvTranspose2d", lambda: nn.ConvTranspose2d(4, 2, 2, stride=2, padding=1, groups=2), plane)
case("ConvTranspose3d", lambda: nn.ConvTranspose3d(2, 1, 2, dilation=2), volume)
case("Embedding", lambda: nn.Embedding(6, 3, padding_idx=1, max_norm=1.0, scale_grad_by_freq=True), ("6", 4, 3))
case("EmbeddingBag", lambda: nn.EmbeddingBag(6, 3, padding_idx=2), ("6", 4, 3))

# Activations.
activations = """ReLU ReLU6 Sigmoid LogSigmoid Tanh Tanhshrink Softsign SiLU Mish SELU Hardsigmoid Hardswish ELU CELU LeakyReLU
Hardtanh Hardshrink Softshrink Softplus GELU RReLU Softmax2d"""
for name in activations.split():
    case(name, getattr(nn, name), (4, 5, 3))
case("Threshold", lambda: nn.Threshold(0.1, 20.0), (4, 5))
case("PReLU", lambda: nn.PReLU(4), line)
for name in "Softmax LogSoftmax Softmin".split():
    case(name, lambda: getattr(nn, name)(1), (4, 5, 3))
case("GLU", lambda: nn.GLU(1), line)
case("AdaptiveLogSoftmaxWithLoss", lambda: nn.AdaptiveLogSoftmaxWithLoss(8, 12, [4, 8], div_value=2.0), (5, 8), ("12", 5))

# Pooling.
case("MaxPool1d", lambda: nn.MaxPool1d(3, stride=2, padding=1), line)
case("MaxPool2d", lambda: nn.MaxPool2d((3, 2), stride=2, ceil_mode=True), plane)
case("MaxPool3d", lambda: nn.MaxPool3d(2, dilation=2, stride=1), volume)
case("AvgPool1d", lambda: nn.AvgPool1d(3, stride=2, padding=1, count_include_pad=False), line)
case("AvgPool2d", lambda: nn.AvgPool2d(2, divisor_override=3), plane)
case("AvgPool3d", lambda: nn.AvgPool3d(2, ceil_mode=True), volume)
case("LPPool1d", lambda: nn.LPPool1d(2, 3, stride=2), line)
case("LPPool2d", lambda: nn.LPPool2d(3, (3, 2)), ("leaf", *plane))
case("LPPool3d", lambda: nn.LPPool3d(2, 2), volume)
case("AdaptiveAvgPool1d", lambda: nn.AdaptiveAvgPool1d(3), line)
case("AdaptiveAvgPool2d", lambda: nn.AdaptiveAvgPool2d((4, None)), plane)
case("AdaptiveAvgPool3d", lambda: nn.AdaptiveAvgPool3d(3), volume)
case("AdaptiveMaxPool1d", lambda: nn.AdaptiveMaxPool1d(3), line)
case("AdaptiveMaxPool2d", lambda: nn.AdaptiveMaxPool2d((4, None)), plane)
case("AdaptiveMaxPool3d", lambda: nn.AdaptiveMaxPool3d(3), volume)
case("FractionalMaxPool2d", lambda: nn.FractionalMaxPool2d(2, output_ratio=0.5), plane)
case("FractionalMaxPool3d", lambda: nn.FractionalMaxPool3d(2, output_size=(2, 3, 2)), volume)
for rank, shape in ((1, line), (2, plane), (3, volume)):
    def unpooled(pool, x):
        out, indices = pool(x)
        return getattr(nn, f"MaxUnpool{rank}d")(2)(out, indices, output_size=x.shape)

    case(f"MaxUnpool{rank}d", lambda: getattr(nn, f"MaxPool{rank}d")(2, return_indices=True), shape, run=unpooled)

# Padding.
for rank, shape in ((1, line), (2, plane), (3, volume)):
    for kind in "Reflection Replication Circular Zero".split():
        name = f"{kind}Pad{rank}d"
        case(name, lambda: getattr(nn, name)((2, 1, 1, 2, 1, 1)[: 2 * rank]), shape)
    case(f"ConstantPad{rank}d", lambda: getattr(nn, f"ConstantPad{rank}d")(1, 3.5), shape)

# Normalisation.
for rank, shape in ((1, line), (2, plane), (3, volume)):
    case(f"BatchNorm{rank}d", lambda: getattr(nn, f"BatchNorm{rank}d")(shape[1]), shape)
    case(f"InstanceNorm{rank}d", lambda: getattr(nn, f"InstanceNorm{rank}d")(shape[1], affine=True), shape)
case("LayerNorm", lambda: nn.LayerNorm([6, 5]), plane)
case("GroupNorm", lambda: nn.GroupNorm(2, 4), plane)
case("RMSNorm", lambda: nn.RMSNorm(5, eps=1e-5), plane)
case("LocalResponseNorm", lambda: nn.LocalResponseNorm(3, alpha=0.5), plane)

# Dropout.
case("Dropout", lambda: nn.Dropout(0.3), line)
case("Dropout1d", lambda: nn.Dropout1d(0.3), line)
case("Dropout2d", lambda: nn.Dropout2d(0.3), plane)
case("Dropout3d", lambda: nn.Dropout3d(0.3), volume)
case("AlphaDropout", lambda: nn.AlphaDropout(0.3), line)
case("FeatureAlphaDropout", lambda: nn.FeatureAlphaDropout(0.3), line)

# Shapes and distances.
case("Flatten", nn.Flatten, plane)
case("Unflatten", lambda: nn.Unflatten(1, (2, 2)), line)
case("Identity", nn.Identity, line)
case("PixelShuffle", lambda: nn.PixelShuffle(2), plane)
case("PixelUnshuffle", lambda: nn.PixelUnshuffle(2), (1, 2, 4, 6))
case("ChannelShuffle", lambda: nn.ChannelShuffle(2), plane)
case("Unfold", lambda: nn.Unfold((2, 3), padding=1, stride=2), plane)
case("Fold", lambda: nn.Fold((4, 5), (2, 2)), (1, 8, 12))
case("Upsample", lambda: nn.Upsample(scale_factor=1.5, mode="bicubic"), plane)
case("UpsamplingNearest2d", lambda: nn.UpsamplingNearest2d(scale_factor=2), plane)
case("UpsamplingBilinear2d", lambda: nn.UpsamplingBilinear2d(size=(8, 7)), plane)
case("CosineSimilarity", nn.CosineSimilarity, (3, 5), (3, 5))
case("PairwiseDistance", lambda: nn.PairwiseDistance(p=3.0), (3, 5), (3, 5))

# Recurrent layers.
case("RNN", lambda: nn.RNN(3, 4, 2, nonlinearity="relu"), (5, 2, 3))
case("LSTM", lambda: nn.LSTM(3, 4, 2, bidirectional=True, dropout=0.4), (5, 2, 3))
case("LSTM, projected", lambda: nn.LSTM(3, 4, proj_size=2, batch_first=True), (2, 5, 3), (1, 2, 2), (1, 2, 4),
     run=lambda m, x, h, c: m(x, (h, c)))
case("GRU", lambda: nn.GRU(3, 4, batch_first=True, bidirectional=True), (2, 5, 3), (2, 2, 4))


def packed(module, x, *state):
    sequences = nn.utils.rnn.pack_padded_sequence(x, [3, 5, 2], enforce_sorted=False)
    state = tuple(state) if isinstance(module, nn.LSTM) else state[0]
    out, last = module(sequences, state)
    return nn.utils.rnn.pad_packed_sequence(out, total_length=6)[0], last


case("GRU, packed", lambda: nn.GRU(3, 4, 2, bidirectional=True), (5, 3, 3), (4, 3, 4), run=packed)
case("LSTM, packed", lambda: nn.LSTM(3, 4, bidirectional=True), (5, 3, 3), (2, 3, 4), (2, 3, 4), run=packed)
case("RNNCell", lambda: nn.RNNCell(3, 4), (2, 3), (2, 4))
case("GRUCell", lambda: nn.GRUCell(3, 4), (3,))
case("LSTMCell", lambda: nn.LSTMCell(3, 4, bias=False), (2, 3), (2, 4), (2, 4), run=lambda m, x, h, c: m(x, (h, c)))

# Transformers.
small = dict(dim_feedforward=6, dropout=0.0)
case("MultiheadAttention", lambda: nn.MultiheadAttention(4, 2, kdim=3, vdim=5, add_bias_kv=True, add_zero_attn=True),
     (3, 2, 4), (5, 2, 3), (5, 2, 5))


def masked(module, x):
    hidden = torch.tensor([[False, False, True], [False, False, False]])
    causal = nn.Transformer.generate_square_subsequent_mask(3)
    return module(x, x, x, key_padding_mask=hidden.float().masked_fill(hidden, float("-inf")), attn_mask=causal)


case("MultiheadAttention, masked", lambda: nn.MultiheadAttention(4, 2, batch_first=True), (2, 3, 4), run=masked)
case("TransformerEncoderLayer", lambda: nn.TransformerEncoderLayer(4, 2, **small), (3, 2, 4))
case("TransformerDecoderLayer", lambda: nn.TransformerDecoderLayer(4, 2, norm_first=True, **small), (3, 2, 4), (5, 2, 4))
case("TransformerEncoder", lambda: nn.TransformerEncoder(
    nn.TransformerEncoderLayer(4, 2, activation="gelu", batch_first=True, **small), 2), (2, 3, 4))
case("TransformerDecoder", lambda: nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, **small), 2), (3, 2, 4), (5, 2, 4))


def translated(module, source, target):
    return module(source, target, tgt_mask=module.generate_square_subsequent_mask(3), tgt_is_causal=True)


case("Transformer", lambda: nn.Transformer(4, 2, 1, 1, 6, 0.0), (5, 2, 4), (3, 2, 4), run=translated)
case("TransformerEncoderLayer, dropout", lambda: nn.TransformerEncoderLayer(4, 2, 6, 0.3), (3, 2, 4))

# Parametrisations.
case("weight_norm", lambda: nn.utils.parametrizations.weight_norm(nn.Linear(4, 3)), (2, 4))
case("spectral_norm", lambda: nn.utils.parametrizations.spectral_norm(nn.Conv1d(4, 3, 2)), line)

# Losses.
pair = ((4, 5), (4, 5))
for name in "MSELoss L1Loss SmoothL1Loss HuberLoss".split():
    case(name, getattr(nn, name), *pair)
case("KLDivLoss", lambda: nn.KLDivLoss(reduction="batchmean"), (4, 5), ("unit", 4, 5))
case("BCELoss", nn.BCELoss, ("leaf", 4, 5), ("unit", 4, 5))
case("BCEWithLogitsLoss", lambda: nn.BCEWithLogitsLoss(pos_weight=torch.tensor([1.0, 2.0, 3.0])), (4, 3), ("unit", 4, 3))
case("PoissonNLLLoss", lambda: nn.PoissonNLLLoss(full=True), (4, 5), ("positive", 4, 5))
case("GaussianNLLLoss", lambda: nn.GaussianNLLLoss(full=True), (4, 5), (4, 5), ("positive", 4, 5))
case("SoftMarginLoss", nn.SoftMarginLoss, (4, 5), ("sign", 4, 5))
case("HingeEmbeddingLoss", nn.HingeEmbeddingLoss, (4, 5), ("sign", 4, 5))
case("MarginRankingLoss", lambda: nn.MarginRankingLoss(0.2), (5,), (5,), ("sign", 5))
case("CosineEmbeddingLoss", lambda: nn.CosineEmbeddingLoss(0.1), (4, 5), (4, 5), ("sign", 4))
case("MultiLabelMarginLoss", nn.MultiLabelMarginLoss, (4, 5), ("5", 4, 5))
case("MultiLabelSoftMarginLoss", nn.MultiLabelSoftMarginLoss, (4, 5), ("unit", 4, 5))
case("MultiMarginLoss", lambda: nn.MultiMarginLoss(p=2, margin=0.5), (4, 5), ("5", 4))
case("TripletMarginLoss", lambda: nn.TripletMarginLoss(swap=True), (4, 5), (4, 5), (4, 5))
case("TripletMarginWithDistanceLoss", lambda: nn.TripletMarginWithDistanceLoss(margin=0.5), (4, 5), (4, 5), (4, 5))
case("NLLLoss", nn.NLLLoss, (4, 5, 2), ("5", 4, 2))
case("CrossEntropyLoss", lambda: nn.CrossEntropyLoss(label_smoothing=0.1), (4, 5), ("5", 4))
case("SyncBatchNorm", lambda: nn.SyncBatchNorm(4), plane)
case("LinearCrossEntropyLoss", lambda: nn.LinearCrossEntropyLoss(4, 5, out_features=(2,), bias=True), (3, 4), ("5", 3, 2))


def recognised(module, scores, targets):
    return module(scores.log_softmax(-1), targets + 1, torch.tensor([7, 5]), torch.tensor([3, 2]))


case("CTCLoss", nn.CTCLoss, (7, 2, 5), ("4", 2, 3), run=recognised)


# Functions that no module calls so.
def function(name, call, *kinds):
    case(name, nn.Identity, *kinds, run=lambda _, *x: call(*x))


def bags(x, weight, weights):
    offsets = torch.tensor([0, 4, 4])
    return F.embedding_bag(x, weight, offsets, mode="sum", per_sample_weights=weights, padding_idx=1)


def columns(x):
    where = dict(kernel_size=2, dilation=(1, 2), padding=1, stride=(2, 1))
    return F.fold(F.unfold(x, **where) ** 2, (6, 5), **where)


def attention(query, key, value, weight, bias, further_key, further_value, out_weight, out_bias):
    further = dict(bias_k=further_key, bias_v=further_value, add_zero_attn=True)
    return F.multi_head_attention_forward(
        query, key, value, 4, 2, weight, bias, dropout_p=0.0, out_proj_weight=out_weight, out_proj_bias=out_bias, **further)


function("functional.conv_tbc", lambda x, w, b: F.conv_tbc(x, w, b, 1), (7, 2, 4), (3, 4, 5), (5,))
function("functional.embedding_bag", bags, ("6", 9), (6, 3), (9,))
function("functional.fold", columns, plane)
function("functional.multi_head_attention_forward", attention, (3, 2, 4), (5, 2, 4), (5, 2, 4), (12, 4), (12,), (1, 1, 4),
         (1, 1, 4), (4, 4), (4,))
function("functional.dropout1d", lambda x: F.dropout1d(x[0], 0.5), line)
function("functional.lp_pool3d", lambda x: F.lp_pool3d(x, 2.0, 2), volume)
function("functional.adaptive_max_pool2d", lambda x: F.adaptive_max_pool2d(x, 3), plane)
function("functional.fractional_max_pool3d", lambda x: F.fractional_max_pool3d(x, 2, (2, 3, 2)), volume)

save_file(entries, str(pathlib.Path(__file__).with_name("parity.safetensors")))
print(len(entries), "cases,", sum(x.numel() for x in entries.values()), "numbers")
