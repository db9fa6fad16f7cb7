"""Writes autocast.safetensors: a small network and single operators under torch.autocast("cpu"), with their dtypes.

python3 autocast.py, with torch==2.15. For each dtype and from one seed: the initial weights, the results of the layers,
the loss, the gradients of the weights; then single operators, whose results show PyTorch's lists of casts.
"""

import pathlib

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
entries = {}
for name, dtype in (("bf16", torch.bfloat16), ("f16", torch.float16)):
    torch.manual_seed(7)
    conv, norm, prelu = nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.PReLU(4)
    linear, layer_norm = nn.Linear(64, 12), nn.LayerNorm(12)
    attention, head = nn.MultiheadAttention(12, 2, batch_first=True), nn.Linear(24, 5)
    layers = nn.ModuleDict(dict(conv=conv, norm=norm, prelu=prelu, linear=linear, layer_norm=layer_norm,
                                attention=attention, head=head))
    x, label = torch.randn(6, 1, 4, 4), torch.tensor([0, 4, 2, 1, 3, 2])
    with torch.autocast("cpu", dtype=dtype):
        results = {}

        def keep(key, value):
            results[key] = value
            return value

        y = keep("conv", conv(x))
        y = keep("norm", norm(y))
        y = keep("prelu", prelu(y))
        y = keep("linear", linear(y.flatten(1)))
        y = keep("layer_norm", layer_norm(y)).reshape(2, 3, 12)
        attended = keep("attention", attention(y, y, y, need_weights=False)[0])
        y = keep("cat", torch.cat([attended, y.float()], 2))
        y = keep("head", head(y).flatten(0, 1))
        loss = keep("loss", F.cross_entropy(y, label))
    loss.backward()
    results |= {"grad." + key: weight.grad for key, weight in layers.named_parameters()}

    a, b, c, v = torch.randn(3, 4), torch.randn(4, 5), torch.randn(2, 3, 4), torch.randn(4)
    low, double = a.to(dtype), a.double()
    with torch.autocast("cpu", dtype=dtype):
        keep("op.mm", a @ b)
        keep("op.matmul", c @ b)
        keep("op.bmm", torch.bmm(c, c.mT))
        keep("op.addmm", torch.addmm(torch.zeros(3, 5), a, b))
        keep("op.einsum", torch.einsum("ij,kj->ik", a, a))
        keep("op.mv", a.mv(v))
        keep("op.dot", v.dot(v))
        keep("op.double", double @ b.double())
        keep("op.softmax", low.softmax(1))
        keep("op.sum", low.sum())
        keep("op.prod", low.prod())
        keep("op.cdist", torch.cdist(low, low + 1))
        keep("op.mse", F.mse_loss(low, a * 2))
        keep("op.cat", torch.cat([low, a]))
        keep("op.stack", torch.stack([low, low]))
        keep("op.add", low + a)
        keep("op.reflect", F.pad(low, (1, 2), mode="reflect"))
        keep("op.bilinear", F.bilinear(a, a, torch.ones(2, 4, 4)))
        with torch.autocast("cpu", enabled=False):
            keep("op.disabled", a @ b)
    entries |= {f"{name}.{key}": value.detach().contiguous() for key, value in results.items()}
save_file(entries, pathlib.Path(__file__).with_name("autocast.safetensors"))
