"""Writes a folder of programs of the model libraries' own code, in small configurations, with what PyTorch computes.

Run with torch==2.15, torchvision and transformers 5: `python3 zoo.py DIR [NAME ...]` (some minutes), then
`CRESSET_PROGRAMS=DIR cargo test -p cresset-interop --test programs`. Each model is exported in its training form and
after `run_decompositions()`; where sizes are dynamic, the recorded inputs have others than the example.
"""

import io
import json
import pathlib
import sys
import traceback
import warnings
from functools import partial

import torch
import torch.nn.functional as F
import torchvision
import transformers
from torch import nn
from torch.export import Dim
from torch.utils._pytree import tree_map

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from programs import flat, record, safetensors

warnings.filterwarnings("ignore")
BATCH = Dim("batch", min=1, max=64)
LENGTH = Dim("length", min=2, max=64)
COARSE = {torch.bfloat16: {"out": 2e-2, "grad": 2e-2}, torch.float16: {"out": 3e-3, "grad": 3e-3}}


# Models of torchvision.


def mobilenet_v3():
    from torchvision.models.mobilenetv3 import InvertedResidualConfig as Block, MobileNetV3
    width = {"width_mult": 0.5}
    blocks = [Block(16, 3, 16, 16, True, "RE", 2, 1, **width), Block(16, 3, 32, 24, False, "RE", 2, 1, **width),
              Block(24, 5, 48, 24, True, "HS", 1, 2, **width)]
    return MobileNetV3(blocks, 32, num_classes=5)


def efficientnet():
    from torchvision.models.efficientnet import EfficientNet, FusedMBConvConfig, MBConvConfig
    blocks = [FusedMBConvConfig(4, 3, 2, 16, 16, 1), MBConvConfig(4, 5, 1, 16, 16, 2, width_mult=1.0, depth_mult=1.0)]
    return EfficientNet(blocks, 0.1, stochastic_depth_prob=0.2, num_classes=5, last_channel=32)


def convnext():
    from torchvision.models.convnext import CNBlockConfig, ConvNeXt
    return ConvNeXt([CNBlockConfig(8, 16, 1), CNBlockConfig(16, None, 2)], 0.1, num_classes=5)


def vision_transformer():
    return torchvision.models.VisionTransformer(16, 8, 2, 2, 16, 32, num_classes=5)


def swin(kind):
    from torchvision.models import swin_transformer as of
    parts = {} if kind == 1 else {"block": of.SwinTransformerBlockV2, "downsample_layer": of.PatchMergingV2}
    return of.SwinTransformer([2, 2], 8, [2, 2], [2, 4], [2, 2], stochastic_depth_prob=0.1, num_classes=5, **parts)


def max_vit():
    return torchvision.models.MaxVit(
        input_size=(32, 32), stem_channels=8, partition_size=4, block_channels=[8, 16], block_layers=[1, 1], head_dim=4,
        stochastic_depth_prob=0.1, num_classes=5)


def resnet():
    from torchvision.models.resnet import Bottleneck, ResNet
    return ResNet(Bottleneck, [1, 1, 1, 1], num_classes=5, groups=2, width_per_group=4, zero_init_residual=True)


def regnet():
    from torchvision.models.regnet import BlockParams, RegNet
    return RegNet(BlockParams(depths=[1, 1], widths=[8, 16], group_widths=[4, 8], bottleneck_multipliers=[1.0, 1.0],
                              strides=[2, 2], se_ratio=0.25), num_classes=5, stem_width=8)


def segmentation():
    from torchvision.models.resnet import BasicBlock, ResNet
    from torchvision.models.segmentation import deeplabv3, fcn
    from torchvision.models._utils import IntermediateLayerGetter
    net = ResNet(BasicBlock, [1, 1, 1, 1], num_classes=5)
    return deeplabv3.DeepLabV3(IntermediateLayerGetter(net, {"layer2": "out", "layer1": "aux"}),
                               deeplabv3.DeepLabHead(128, 5, (2, 3, 4)), fcn.FCNHead(64, 5))


# Models of transformers.


SMALL = dict(vocab_size=40, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, intermediate_size=32,
             max_position_embeddings=64)


class Results(nn.Module):
    """A model with keyword arguments whose results are a plain dict of tensors."""

    starred = True

    def __init__(self, model, names, **fixed):
        super().__init__()
        self.model, self.names, self.fixed = model, names, fixed

    def forward(self, *inputs):
        out = self.model(**dict(zip(self.names, inputs)), **self.fixed)
        return {k: v for k, v in out.items() if isinstance(v, (torch.Tensor, tuple, list))}


def of_transformers(kind, config, names=("input_ids", "attention_mask"), fixed=None, **settings):
    config = getattr(transformers, config)(**{**SMALL, **settings})
    return Results(getattr(transformers, kind)._from_config(config), names, **(fixed or {}))


class UNet(nn.Module):
    """The one of the paper, with skips, transposed convolutions and padding to fit."""

    class Double(nn.Sequential):
        def __init__(self, n_in, n_out):
            super().__init__(nn.Conv2d(n_in, n_out, 3, padding=1, bias=False), nn.BatchNorm2d(n_out), nn.ReLU(True),
                             nn.Conv2d(n_out, n_out, 3, padding=1, bias=False), nn.BatchNorm2d(n_out), nn.ReLU(True))

    def __init__(self, bilinear):
        super().__init__()
        self.start, self.down = self.Double(3, 4), nn.ModuleList([self.Double(4, 8), self.Double(8, 16)])
        self.up = nn.ModuleList([nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True) if bilinear else
                                 nn.ConvTranspose2d(n, n // 2, 2, 2) for n in (16, 8)])
        self.join = nn.ModuleList([self.Double(24 if bilinear else 16, 8), self.Double(12 if bilinear else 8, 4)])
        self.end = nn.Conv2d(4, 2, 1)

    def forward(self, x):
        held = [self.start(x)]
        for down in self.down:
            held.append(down(F.max_pool2d(held[-1], 2)))
        x = held.pop()
        for up, join in zip(self.up, self.join):
            x, skip = up(x), held.pop()
            dy, dx = skip.shape[2] - x.shape[2], skip.shape[3] - x.shape[3]
            x = F.pad(x, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
            x = join(torch.cat([skip, x], 1))
        return self.end(x)


class Diffusion(nn.Module):
    """A step of a diffusion's U-Net: time embeddings, group norms, attention, nearest upsampling."""

    def __init__(self):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(8, 16), nn.SiLU(), nn.Linear(16, 8))
        self.start, self.down = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 8, 3, 2, 1)
        self.norm1, self.norm2 = nn.GroupNorm(4, 8), nn.GroupNorm(4, 8, eps=1e-6)
        self.qkv, self.out = nn.Conv2d(8, 24, 1), nn.Conv2d(8, 8, 1)
        self.up, self.end = nn.Conv2d(8, 8, 3, padding=1), nn.Conv2d(8, 3, 3, padding=1)

    def forward(self, x, t):
        half = 4
        freqs = torch.exp(-torch.log(torch.tensor(10000.0)) * torch.arange(0, half, dtype=torch.float32) / half)
        angle = t[:, None].float() * freqs[None]
        time = self.time(torch.cat([torch.cos(angle), torch.sin(angle)], -1))
        x = self.start(x)
        y = self.down(F.silu(self.norm1(x)) + time[:, :, None, None])
        b, c, h, w = y.shape
        q, k, v = self.qkv(self.norm2(y)).reshape(b * 2, 3 * c // 2, h * w).split(c // 2, dim=1)
        weight = torch.einsum("bct,bcs->bts", q * 0.7, k * 0.7).float().softmax(-1).type(q.dtype)
        y = y + self.out(torch.einsum("bts,bcs->bct", weight, v).reshape(b, -1, h, w))
        y = F.interpolate(y, size=x.shape[2:], mode="nearest")
        return self.end(F.silu(self.up(y) + x))


class Recurrent(nn.Module):
    def __init__(self, kind, **settings):
        super().__init__()
        self.rnn = getattr(nn, kind)(4, 6, **settings)

    def forward(self, x):
        return self.rnn(x)


class Cells(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru, self.lstm, self.rnn = nn.GRUCell(4, 6), nn.LSTMCell(6, 5), nn.RNNCell(5, 3, nonlinearity="relu")

    def forward(self, x):
        h, (a, b), c = None, (x.new_zeros(x.shape[1], 5), x.new_zeros(x.shape[1], 5)), x.new_zeros(x.shape[1], 3)
        for step in x.unbind(0):
            h = self.gru(step, h)
            a, b = self.lstm(h, (a, b))
            c = self.rnn(a, c)
        return h, b, c


class Cached(nn.Module):
    """A decoder's step over a held cache of keys and values, as the mobile exports write it."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v = nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 8)
        self.register_buffer("keys", torch.zeros(2, 16, 8))
        self.register_buffer("values", torch.zeros(2, 16, 8))

    def forward(self, x, at):
        with torch.no_grad():
            self.keys.index_copy_(1, at, self.k(x))
            self.values[:, at] = self.v(x)
        mask = torch.arange(16)[None, :] <= at[:, None]
        y = F.scaled_dot_product_attention(self.q(x), self.keys, self.values, attn_mask=mask)
        return y + self.v(x)


class Loops(nn.Module):
    """A loop. Its gradient is not asked for: PyTorch, run eagerly, differentiates the last round alone."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 4) * 0.3)

    def forward(self, x, n):
        from torch._higher_order_ops import while_loop
        def more(i, y):
            return i < n
        def step(i, y):
            return i + 1, torch.tanh(y @ self.weight.detach())
        count, y = while_loop(more, step, (torch.zeros((), dtype=torch.int64), x.detach()))
        return count, y @ self.weight


class Scans(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 4) * 0.3)

    def forward(self, x):
        from torch._higher_order_ops import scan
        def step(held, at):
            new = torch.tanh(held @ self.weight + at)
            return new, new * 2
        return scan(step, torch.zeros_like(x[0]), x)


class ScansBack(Scans):
    def forward(self, x):
        from torch._higher_order_ops import scan
        def step(held, at):
            new = torch.tanh(held[0] @ self.weight + at["x"])
            return (new, held[1] + 1), (new * 2, at["y"].sin())
        xs = {"x": x, "y": x * 2}
        return scan(step, (torch.zeros_like(x[:, 0]), torch.zeros(())), xs, dim=1, reverse=True)


class Maps(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 4)

    def forward(self, x, y):
        from torch._higher_order_ops import map as each
        return each(lambda one, y: (self.linear(one) + y).relu(), x, y)


class Conds(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        y = torch.cond(x.sum() > 0, lambda x: (self.a(x), x.sin()), lambda x: (self.b(x), x.cos()), (x,))
        z = torch.cond(x.shape[0] > 3, lambda x: x * 2, lambda x: x * 3, (x,))
        return y, z


class Checkpointed(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        from torch.utils.checkpoint import checkpoint
        return self.b(checkpoint(lambda x: torch.tanh(self.a(x)), x, use_reentrant=False))


class Autocast(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 8), nn.Linear(8, 4)

    def forward(self, x):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            y = F.softmax(self.a(x), -1)
        return self.b(y.float())


class Losses(nn.Module):
    """Losses, as training steps export them."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 5)

    def forward(self, x, labels):
        y = self.linear(x)
        onehot = F.one_hot(labels, 5).float()
        return (F.cross_entropy(y, labels, label_smoothing=0.1), F.binary_cross_entropy_with_logits(y, onehot),
                F.mse_loss(y, onehot), F.smooth_l1_loss(y, onehot), F.kl_div(y.log_softmax(-1), onehot + 0.1),
                F.huber_loss(y, onehot), F.nll_loss(F.log_softmax(y, 1), labels, ignore_index=2),
                F.cosine_similarity(y, onehot).mean(), F.triplet_margin_loss(y, y * 2, onehot),
                torch.cdist(y, onehot).mean())


class Mixture(nn.Module):
    """A mixture of experts: topk, scatter, index_add, one_hot."""

    def __init__(self):
        super().__init__()
        self.gate = nn.Linear(8, 4, bias=False)
        self.up, self.down = nn.Parameter(torch.randn(4, 8, 16) * 0.2), nn.Parameter(torch.randn(4, 16, 8) * 0.2)

    def forward(self, x):
        flat = x.view(-1, x.shape[-1])
        scores = F.softmax(self.gate(flat), dim=-1, dtype=torch.float)
        weights, chosen = torch.topk(scores, 2, dim=-1)
        weights = weights / weights.sum(-1, keepdim=True)
        route = torch.zeros_like(scores).scatter_(1, chosen, weights)
        every = torch.bmm(F.silu(torch.bmm(flat.expand(4, -1, -1), self.up)), self.down)
        out = torch.einsum("te,etd->td", route, every)
        counts = F.one_hot(chosen, 4).sum((0, 1))
        final = torch.zeros_like(flat).index_add_(0, torch.arange(flat.shape[0]), out)
        return final.view(x.shape), counts


def image(n=2, size=32):
    return torch.randn(n, 3, size, size)


def ids(n, length, vocabulary=40):
    return torch.randint(3, vocabulary, (n, length))


def masked(n, length):
    mask = torch.ones(n, length, dtype=torch.long)
    mask[-1, length - 2:] = 0
    return ids(n, length), mask


def static(kind, make, modes=("eval",)):
    """A model whose sizes are fixed."""
    return kind, make, make, None, modes


def dynamic(kind, make, other, axes, modes=("eval",)):
    """A model whose recorded inputs have other sizes than its example."""
    return kind, make, other, axes, modes


def images(kind, modes=("eval", "train"), size=32):
    return dynamic(kind, lambda: (image(2, size),), lambda: (image(3, size),), ({0: BATCH},), modes)


def texts(kind, config, modes=("eval",), **settings):
    model = partial(of_transformers, kind, config, **settings)
    return dynamic(model, lambda: masked(2, 7), lambda: masked(3, 9), ((AXES, AXES),), modes)


def pictures(kind, config, size=16, **settings):
    settings = {"names": ("pixel_values",), "image_size": 16, "patch_size": 8, **settings}
    return static(partial(of_transformers, kind, config, **settings), lambda: (image(2, size),))


AXES = {0: BATCH, 1: LENGTH}
ANSWER = {0: BATCH, 1: Dim("answer", min=2, max=16)}
ENCODED = ("input_ids", "attention_mask", "decoder_input_ids")
PLAIN = {"fixed": {"use_cache": False}}
DECODER = dict(PLAIN, num_key_value_heads=2, pad_token_id=0, bos_token_id=1, eos_token_id=2)
GPT2 = dict(PLAIN, n_embd=16, n_layer=2, n_head=4, n_positions=64, bos_token_id=1, eos_token_id=2)
T5 = dict(PLAIN, d_model=16, d_kv=4, d_ff=32, num_layers=2, num_heads=4, relative_attention_num_buckets=8,
          decoder_start_token_id=0, names=ENCODED)
BART = dict(PLAIN, d_model=16, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4,
            encoder_ffn_dim=32, decoder_ffn_dim=32, pad_token_id=0, bos_token_id=1, eos_token_id=2,
            decoder_start_token_id=1, names=ENCODED)
WHISPER = dict(BART, num_mel_bins=8, max_source_positions=10, max_target_positions=16,
               names=("input_features", "decoder_input_ids"))
WAV2VEC2 = dict(names=("input_values",), conv_dim=(8, 8), conv_stride=(3, 2), conv_kernel=(5, 3),
                num_conv_pos_embeddings=4, num_conv_pos_embedding_groups=2, num_feat_extract_layers=2)
SEGFORMER = dict(num_encoder_blocks=2, depths=[1, 1], hidden_sizes=[8, 16], sr_ratios=[2, 1], patch_sizes=[3, 3],
                 num_attention_heads=[1, 2], strides=[4, 2], mlp_ratios=[2, 2], decoder_hidden_size=8)

MODELS = {
    "mobilenet_v3": images(mobilenet_v3),
    "efficientnet": images(efficientnet),
    "convnext": images(convnext),
    "vit": images(vision_transformer, size=16),
    "swin": images(partial(swin, 1), size=16),
    "swin_v2": images(partial(swin, 2), size=16),
    "swin_padded": static(partial(swin, 1), lambda: (image(2, 20),)),
    "max_vit": static(max_vit, lambda: (image(),), ("eval", "train")),
    "resnet": images(resnet),
    "regnet": images(regnet),
    "densenet": images(lambda: torchvision.models.DenseNet(4, (2, 2), 8, num_classes=5)),
    "shufflenet": images(lambda: torchvision.models.ShuffleNetV2([1, 1, 1], [4, 8, 16, 32, 16], num_classes=5)),
    "squeezenet": images(lambda: torchvision.models.SqueezeNet("1_1", num_classes=5), ("eval",)),
    "googlenet": images(lambda: torchvision.models.GoogLeNet(5, aux_logits=False, init_weights=False), ("eval",)),
    "mnasnet": images(lambda: torchvision.models.MNASNet(0.1, num_classes=5), ("eval",)),
    "segmentation": images(segmentation),
    "bert": texts("BertForSequenceClassification", "BertConfig"),
    "bert_lm": texts("BertForMaskedLM", "BertConfig", attn_implementation="eager"),
    "distilbert": texts("DistilBertForTokenClassification", "DistilBertConfig", dim=16, n_layers=2, n_heads=4),
    "roberta": texts("RobertaForQuestionAnswering", "RobertaConfig", pad_token_id=1),
    "albert": texts("AlbertModel", "AlbertConfig", embedding_size=8),
    "electra": texts("ElectraForPreTraining", "ElectraConfig", embedding_size=8),
    "deberta": texts("DebertaV2Model", "DebertaV2Config", relative_attention=True, pos_att_type=["p2c", "c2p"],
                     position_buckets=8),
    "modernbert": texts("ModernBertModel", "ModernBertConfig", pad_token_id=0, attn_implementation="sdpa"),
    "gpt2": texts("GPT2LMHeadModel", "GPT2Config", ("eval", "train"), **GPT2),
    "gpt2_eager": texts("GPT2LMHeadModel", "GPT2Config", attn_implementation="eager", **GPT2),
    "gpt_neox": texts("GPTNeoXForCausalLM", "GPTNeoXConfig", **PLAIN),
    "opt": texts("OPTForCausalLM", "OPTConfig", ffn_dim=32, word_embed_proj_dim=16, **PLAIN),
    "bloom": texts("BloomForCausalLM", "BloomConfig", n_head=4, n_layer=2, **PLAIN),
    "llama": texts("LlamaForCausalLM", "LlamaConfig", **DECODER),
    "llama_eager": texts("LlamaForCausalLM", "LlamaConfig", attn_implementation="eager", **DECODER),
    "mistral": texts("MistralForCausalLM", "MistralConfig", sliding_window=4, **DECODER),
    "qwen2": texts("Qwen2ForCausalLM", "Qwen2Config", **DECODER),
    "qwen3": texts("Qwen3ForCausalLM", "Qwen3Config", head_dim=4, **DECODER),
    "gemma2": texts("Gemma2ForCausalLM", "Gemma2Config", head_dim=4, **DECODER),
    "gemma3": texts("Gemma3ForCausalLM", "Gemma3TextConfig", head_dim=4, **DECODER),
    "phi3": texts("Phi3ForCausalLM", "Phi3Config", **DECODER),
    "olmo2": texts("Olmo2ForCausalLM", "Olmo2Config", **DECODER),
    "t5": dynamic(partial(of_transformers, "T5ForConditionalGeneration", "T5Config", **T5),
                  lambda: (*masked(2, 7), ids(2, 5)), lambda: (*masked(3, 9), ids(3, 4)), ((AXES, AXES, ANSWER),)),
    "t5_gated": static(partial(of_transformers, "T5ForConditionalGeneration", "T5Config",
                               feed_forward_proj="gated-gelu", **T5), lambda: (*masked(2, 7), ids(2, 5)), ("train",)),
    "bart": static(partial(of_transformers, "BartForConditionalGeneration", "BartConfig", **BART),
                   lambda: (*masked(2, 7), ids(2, 5))),
    "whisper": dynamic(partial(of_transformers, "WhisperForConditionalGeneration", "WhisperConfig", **WHISPER),
                       lambda: (torch.randn(2, 8, 20), ids(2, 5)), lambda: (torch.randn(3, 8, 20), ids(3, 4)),
                       (({0: BATCH}, ANSWER),), ("eval", "train")),
    "wav2vec2": static(partial(of_transformers, "Wav2Vec2ForCTC", "Wav2Vec2Config", **WAV2VEC2),
                       lambda: (torch.randn(2, 120),)),
    "clip": pictures("CLIPVisionModel", "CLIPVisionConfig"),
    "vit_classes": pictures("ViTForImageClassification", "ViTConfig"),
    "dinov2": pictures("Dinov2Model", "Dinov2Config", 24),
    "beit": pictures("BeitModel", "BeitConfig", use_relative_position_bias=True),
    "segformer": pictures("SegformerForSemanticSegmentation", "SegformerConfig", 32, **SEGFORMER),
    "convnext_v2": pictures("ConvNextV2Model", "ConvNextV2Config", 32, hidden_sizes=[4, 8], depths=[1, 1],
                            num_stages=2),
    "sounds": static(partial(of_transformers, "ASTModel", "ASTConfig", names=("input_values",), max_length=32,
                             num_mel_bins=16), lambda: (torch.randn(2, 32, 16),)),
    "mamba": static(partial(of_transformers, "MambaForCausalLM", "MambaConfig", state_size=4, names=("input_ids",),
                            **PLAIN), lambda: (ids(2, 7),)),
    "unet": dynamic(partial(UNet, False), lambda: (image(2, 16),), lambda: (image(3, 16),), ({0: BATCH},),
                    ("eval", "train")),
    "unet_bilinear": dynamic(partial(UNet, True), lambda: (image(2, 20),), lambda: (image(3, 20),),
                             ({0: BATCH, 2: Dim.AUTO, 3: Dim.AUTO},)),
    "diffusion": dynamic(Diffusion, lambda: (image(2, 8), torch.tensor([3, 70])),
                         lambda: (image(3, 8), torch.tensor([3, 70, 1])), ({0: BATCH}, {0: BATCH})),
    "gru": dynamic(partial(Recurrent, "GRU", num_layers=2, bidirectional=True, batch_first=True),
                   lambda: (torch.randn(3, 5, 4),), lambda: (torch.randn(4, 5, 4),), ({0: BATCH},), ("eval", "train")),
    "lstm_projected": static(partial(Recurrent, "LSTM", proj_size=3, dropout=0.2, num_layers=2),
                             lambda: (torch.randn(3, 5, 4),), ("eval", "train")),
    "rnn": static(partial(Recurrent, "RNN", nonlinearity="relu"), lambda: (torch.randn(3, 5, 4),)),
    "cells": static(Cells, lambda: (torch.randn(3, 5, 4),)),
    "cached": static(Cached, lambda: (torch.randn(2, 3, 8), torch.tensor([4, 5, 6]))),
    "while_loop": dynamic(Loops, lambda: (torch.randn(2, 4), torch.tensor(3)),
                          lambda: (torch.randn(2, 4), torch.tensor(5)), None),
    "scan": static(Scans, lambda: (torch.randn(5, 2, 4),)),
    "scan_back": static(ScansBack, lambda: (torch.randn(2, 5, 4),)),
    "map": dynamic(Maps, lambda: (torch.randn(3, 2, 4), torch.randn(4)),
                   lambda: (torch.randn(5, 2, 4), torch.randn(4)), ({0: BATCH}, {})),
    "cond": dynamic(Conds, lambda: (torch.randn(3, 4),), lambda: (torch.randn(5, 4),), ({0: BATCH},)),
    "checkpointed": static(Checkpointed, lambda: (torch.randn(5, 4),)),
    "autocast": static(Autocast, lambda: (torch.randn(5, 4),)),
    "losses": static(Losses, lambda: (torch.randn(6, 4), torch.tensor([0, 1, 2, 3, 4, 1]))),
    "mixture": dynamic(Mixture, lambda: (torch.randn(2, 3, 8),), lambda: (torch.randn(3, 5, 8),), (AXES,)),
    "transformer": static(partial(nn.Transformer, 8, 2, 1, 1, 16, 0.1, batch_first=True),
                          lambda: (torch.randn(2, 5, 8), torch.randn(2, 4, 8)), ("eval", "train")),
}


def replays(file, inputs, tensors, seed, forgets):
    """Whether PyTorch gives the module's outputs, and its gradients where it can, with what was saved."""
    file.seek(0)
    model = torch.export.load(file).module()
    torch.manual_seed(seed)
    outputs = flat(model(*tree_map(torch.clone, inputs)))
    terms = [(out * tensors[f"cot.{at}"]).sum() for at, out in enumerate(outputs) if f"cot.{at}" in tensors]
    try:
        sum(terms).backward()
    except RuntimeError as error:
        # A decomposed program writes batch statistics that its own gradient needs; here it is differentiated.
        if forgets or "does not require grad" in str(error):
            return False
    pairs = [(parameter.grad, tensors.get(f"grad.{name}")) for name, parameter in model.named_parameters()]
    pairs = [(got, want) for got, want in pairs if got is not None and want is not None]
    pairs += [(out, tensors[f"out.{at}"]) for at, out in enumerate(outputs)]
    return all(torch.allclose(*pair, rtol=1e-2, atol=1e-3, equal_nan=True) for pair in pairs)


def first_line(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def write(folder, names, models, strict=False):
    programs = {}
    for number, (name, (kind, make, other, axes, modes)) in enumerate(models.items()):
        if names and name not in names:
            continue
        variants, failed = {}, {}
        for mode in modes:
            try:
                torch.manual_seed(100 + number)
                model = kind()
                for parameter in model.parameters():
                    parameter.data.add_(0.05 * torch.randn(parameter.shape))
                model.train(mode == "train")
                # Inputs may be one argument with a star.
                shapes = {"inputs": axes[0]} if axes and getattr(model, "starred", False) else axes
                exported = torch.export.export(model, make(), dynamic_shapes=shapes)
                inputs, seed = other(), 1000 + number
                tensors = record(model, tree_map(torch.clone, inputs), seed)
            except Exception as error:
                failed[mode] = first_line(error)
                if names:
                    traceback.print_exc()
                continue
            (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / name / f"{mode}.safetensors").write_bytes(safetensors(tensors))
            # Sums in half precision depend on their order.
            coarse = COARSE.get(next(model.parameters()).dtype)
            forms = {mode: lambda: exported, f"{mode}_decomposed": lambda: exported.run_decompositions()}
            if strict:
                forms[f"{mode}_strict"] = lambda: torch.export.export(model, make(), dynamic_shapes=shapes, strict=True)
            for form, program in forms.items():
                try:
                    program = program()
                    for node in program.graph.nodes:
                        node.meta.pop("stack_trace", None)
                        node.meta.pop("nn_module_stack", None)
                    file = io.BytesIO()
                    torch.export.save(program, file)
                    # Decomposed it does not say any more where no gradient is wanted.
                    forgets = any("set_grad_enabled" in str(node.target) for node in exported.graph.nodes)
                    if not replays(file, inputs, tensors, seed, forgets):
                        raise ValueError("PyTorch itself computes something else with this form")
                except Exception as error:
                    failed[form] = first_line(error)
                    continue
                (folder / name / f"{form}.pt2").write_bytes(file.getvalue())
                variants[form] = {
                    "archive": f"{name}/{form}.pt2", "tensors": f"{name}/{mode}.safetensors", "seed": seed,
                    "tol": {"out": 2e-5, "grad": 1e-3 if mode == "train" else 1e-4} if coarse is None else coarse,
                }
        programs[name] = {"variants": variants, "failed": failed}
        print(name, list(variants), failed or "", flush=True)
    (folder / "programs.json").write_text(json.dumps({"programs": programs}, indent=1))


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]), sys.argv[2:], MODELS)
