"""Writes `programs.zip`: small exported programs with what PyTorch computes with them; `plus.pt2` and `vit.pt2` beside it.

Run with torch==2.15: `python3 programs.py`, or `python3 programs.py DIR` for a folder instead of the archive.
Each model is exported as it is and after `run_decompositions()`.
"""

import io
import json
import math
import pathlib
import struct
import sys
import zipfile

import torch
import torch.nn.functional as F
from torch import nn
from torch._higher_order_ops import map as each, scan, while_loop
from torch.export import Dim

HERE = pathlib.Path(__file__).parent
NAMES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL", torch.complex64: "C64",
}


def safetensors(tensors):
    """The bytes of a safetensors file."""
    header, parts, at = {}, [], 0
    for name, tensor in tensors.items():
        raw = tensor.detach().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, at + len(raw)]}
        parts.append(raw)
        at += len(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(parts)


# Models.


class Plus(nn.Module):
    """The smallest program: twice the input and a half."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)
        self.linear.weight.data.fill_(2)
        self.linear.bias.data.fill_(0.5)

    def forward(self, x):
        return self.linear(x)


class Mlp(nn.Module):
    """Dropout in training: the random numbers must be PyTorch's."""

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(6, 8), nn.Linear(8, 3)
        self.drop = nn.Dropout(0.3)

    def forward(self, x):
        return self.second(self.drop(F.silu(self.first(x))))


class SqueezeExcite(nn.Module):
    def __init__(self, channels, hidden):
        super().__init__()
        self.down, self.up = nn.Conv2d(channels, hidden, 1), nn.Conv2d(hidden, channels, 1)

    def forward(self, x):
        return x * F.hardsigmoid(self.up(F.relu(self.down(F.adaptive_avg_pool2d(x, 1)))))


class MobileNetV3(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.Hardswish(inplace=True))
        self.expand = nn.Sequential(nn.Conv2d(8, 16, 1, bias=False), nn.BatchNorm2d(16), nn.Hardswish())
        self.depth = nn.Sequential(nn.Conv2d(16, 16, 5, 1, 2, groups=16, bias=False), nn.BatchNorm2d(16, eps=1e-3, momentum=0.01))
        self.squeeze = SqueezeExcite(16, 4)
        self.project = nn.Sequential(nn.Conv2d(16, 8, 1, bias=False), nn.BatchNorm2d(8))
        self.head = nn.Linear(8, 5)

    def forward(self, x):
        x = self.stem(x)
        x = x + self.project(self.squeeze(F.hardswish(self.depth(self.expand(x)))))
        return self.head(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


class ConvNeXt(nn.Module):
    class Block(nn.Module):
        def __init__(self, dim):
            super().__init__()
            self.depth = nn.Conv2d(dim, dim, 7, padding=3, groups=dim)
            self.norm, self.up, self.down = nn.LayerNorm(dim, eps=1e-6), nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, dim)
            self.scale = nn.Parameter(torch.full((dim,), 0.5))

        def forward(self, x):
            y = self.depth(x).permute(0, 2, 3, 1)
            y = self.scale * self.down(F.gelu(self.up(self.norm(y))))
            return x + y.permute(0, 3, 1, 2)

    def __init__(self):
        super().__init__()
        self.stem, self.block = nn.Conv2d(3, 8, 4, 4), self.Block(8)
        self.norm, self.head = nn.LayerNorm(8), nn.Linear(8, 4)

    def forward(self, x):
        return self.head(self.norm(self.block(self.stem(x)).mean([-2, -1])))


class ViT(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 12, 4, 4)
        self.token, self.place = nn.Parameter(torch.randn(1, 1, 12)), nn.Parameter(torch.randn(1, 5, 12))
        self.layer = nn.TransformerEncoderLayer(12, 3, 24, 0.0, "gelu", batch_first=True, norm_first=True)
        self.norm, self.head = nn.LayerNorm(12), nn.Linear(12, 4)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.place
        return self.head(self.norm(self.layer(x))[:, 0])


class Swin(nn.Module):
    """Shifted windows with a relative bias and a mask made of constants."""

    def __init__(self):
        super().__init__()
        self.heads, self.window, self.shift = 2, 2, 1
        self.qkv, self.out = nn.Linear(8, 24), nn.Linear(8, 8)
        self.table = nn.Parameter(torch.randn(9, 2))
        at = torch.stack(torch.meshgrid(torch.arange(2), torch.arange(2), indexing="ij")).flatten(1)
        step = (at[:, :, None] - at[:, None, :]).permute(1, 2, 0) + 1
        self.register_buffer("index", step[..., 0] * 3 + step[..., 1])

    def windows(self, x):
        b, h, w, c = x.shape
        x = x.view(b, h // 2, 2, w // 2, 2, c)
        return x.permute(0, 1, 3, 2, 4, 5).reshape(-1, 4, c)

    def forward(self, x):
        b, h, w, c = x.shape
        y = self.windows(torch.roll(x, (-1, -1), (1, 2)))
        q, k, v = self.qkv(y).view(-1, 4, 3, 2, 4).permute(2, 0, 3, 1, 4).unbind(0)
        bias = self.table[self.index.view(-1)].view(4, 4, 2).permute(2, 0, 1)
        mask = torch.zeros(1, h, w, 1)
        count = 0
        for rows in (slice(0, -2), slice(-2, -1), slice(-1, None)):
            for columns in (slice(0, -2), slice(-2, -1), slice(-1, None)):
                mask[:, rows, columns, :] = count
                count += 1
        mask = self.windows(mask).squeeze(-1)
        mask = mask.unsqueeze(1) - mask.unsqueeze(2)
        mask = mask.masked_fill(mask != 0, -100.0)
        weight = (q @ k.transpose(-2, -1)) * 0.5 + bias
        weight = weight.view(b, -1, 2, 4, 4) + mask[None, :, None]
        y = weight.view(-1, 2, 4, 4).softmax(-1) @ v
        y = self.out(y.transpose(1, 2).reshape(-1, 4, c))
        y = y.view(b, h // 2, w // 2, 2, 2, c).permute(0, 1, 3, 2, 4, 5).reshape(b, h, w, c)
        return x + torch.roll(y, (1, 1), (1, 2))


class Bert(nn.Module):
    def __init__(self):
        super().__init__()
        self.word, self.place, self.kind = nn.Embedding(20, 8, padding_idx=0), nn.Embedding(16, 8), nn.Embedding(2, 8)
        self.norm = nn.LayerNorm(8, eps=1e-12)
        self.layer = nn.TransformerEncoderLayer(8, 2, 16, 0.0, "gelu", batch_first=True)
        self.pool, self.head = nn.Linear(8, 8), nn.Linear(8, 2)

    def forward(self, ids, mask):
        at = torch.arange(ids.shape[1]).unsqueeze(0)
        x = self.norm(self.word(ids) + self.place(at) + self.kind(torch.zeros_like(ids)))
        x = self.layer(x, src_key_padding_mask=mask == 0)
        return {"logits": self.head(torch.tanh(self.pool(x[:, 0]))), "hidden": x}


class Gpt2(nn.Module):
    """Tied weights, a causal mask of the sequence's own length."""

    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(24, 8), nn.Embedding(16, 8)
        self.ln1, self.ln2, self.lnf = nn.LayerNorm(8), nn.LayerNorm(8), nn.LayerNorm(8)
        self.attn, self.proj = nn.Linear(8, 24), nn.Linear(8, 8)
        self.fc, self.out = nn.Linear(8, 32), nn.Linear(32, 8)
        self.head = nn.Linear(8, 24, bias=False)
        self.head.weight = self.wte.weight
        self.register_buffer("causal", torch.tril(torch.ones(16, 16, dtype=torch.bool)), persistent=False)

    def forward(self, ids):
        b, t = ids.shape
        x = self.wte(ids) + self.wpe(torch.arange(t))
        q, k, v = self.attn(self.ln1(x)).split(8, dim=2)
        q, k, v = (one.view(b, t, 2, 4).transpose(1, 2) for one in (q, k, v))
        weight = (q @ k.transpose(-2, -1)) / math.sqrt(4)
        weight = weight.masked_fill(~self.causal[:t, :t], torch.finfo(torch.float32).min)
        y = (weight.softmax(-1) @ v).transpose(1, 2).contiguous().view(b, t, 8)
        x = x + self.proj(y)
        return self.head(self.lnf(x + self.out(F.gelu(self.fc(self.ln2(x)), approximate="tanh"))))


class Llama(nn.Module):
    """Rotary places, root mean squares, grouped queries."""

    class Norm(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(16))

        def forward(self, x):
            x = x.to(torch.float32)
            return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))

    def __init__(self):
        super().__init__()
        self.embed, self.head = nn.Embedding(24, 16), nn.Linear(16, 24, bias=False)
        self.q, self.k, self.v = nn.Linear(16, 16, False), nn.Linear(16, 8, False), nn.Linear(16, 8, False)
        self.o = nn.Linear(16, 16, False)
        self.gate, self.up, self.down = nn.Linear(16, 24, False), nn.Linear(16, 24, False), nn.Linear(24, 16, False)
        self.n1, self.n2, self.n3 = self.Norm(), self.Norm(), self.Norm()
        self.register_buffer("frequency", 1.0 / (10000 ** (torch.arange(0, 4, 2).float() / 4)), persistent=False)

    def rotate(self, x, cos, sin):
        left, right = x.chunk(2, -1)
        return x * cos + torch.cat([-right, left], -1) * sin

    def forward(self, ids):
        b, t = ids.shape
        x = self.embed(ids)
        with torch.no_grad():
            angle = torch.arange(t).float()[:, None] * self.frequency[None, :]
            angle = torch.cat([angle, angle], -1)
            cos, sin = angle.cos(), angle.sin()
        y = self.n1(x)
        q = self.q(y).view(b, t, 4, 4).transpose(1, 2)
        k, v = (one(y).view(b, t, 2, 4).transpose(1, 2) for one in (self.k, self.v))
        q, k = self.rotate(q, cos, sin), self.rotate(k, cos, sin)
        k, v = k.repeat_interleave(2, 1), v.repeat_interleave(2, 1)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.o(y.transpose(1, 2).reshape(b, t, 16))
        y = self.n2(x)
        x = x + self.down(F.silu(self.gate(y)) * self.up(y))
        return self.head(self.n3(x))


class T5(nn.Module):
    """Relative places in buckets, as the model computes them."""

    def __init__(self):
        super().__init__()
        self.embed, self.bias = nn.Embedding(20, 8), nn.Embedding(8, 2)
        self.q, self.k, self.v, self.o = (nn.Linear(8, 8, False) for _ in range(4))
        self.norm = nn.Parameter(torch.ones(8))
        self.wi, self.wo = nn.Linear(8, 16, False), nn.Linear(16, 8, False)

    def buckets(self, n):
        step = torch.arange(n)[None, :] - torch.arange(n)[:, None]
        bucket = (step > 0).to(torch.long) * 4
        step = torch.abs(step)
        far = 2 + (torch.log(step.float() / 2) / math.log(16 / 2) * 2).to(torch.long)
        far = torch.min(far, torch.full_like(far, 3))
        return bucket + torch.where(step < 2, step, far)

    def forward(self, ids):
        b, t = ids.shape
        x = self.embed(ids)
        y = self.norm * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)
        q, k, v = (one(y).view(b, t, 2, 4).transpose(1, 2) for one in (self.q, self.k, self.v))
        score = torch.matmul(q, k.transpose(3, 2)) + self.bias(self.buckets(t)).permute(2, 0, 1).unsqueeze(0)
        y = torch.matmul(F.softmax(score.float(), dim=-1).type_as(score), v)
        x = x + self.o(y.transpose(1, 2).contiguous().view(b, t, 8))
        return x + self.wo(F.relu(self.wi(x)))


class Whisper(nn.Module):
    """One-dimensional convolutions, attention across two sequences."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv1d(6, 8, 3, padding=1), nn.Conv1d(8, 8, 3, stride=2, padding=1)
        self.embed, self.place = nn.Embedding(12, 8), nn.Parameter(torch.randn(8, 8) * 0.1)
        self.layer = nn.TransformerDecoderLayer(8, 2, 16, 0.0, "gelu", batch_first=True, norm_first=True)
        self.norm = nn.LayerNorm(8)
        t = torch.arange(5).float()[:, None] * torch.exp(-torch.arange(4).float() * 2)[None, :]
        self.register_buffer("wave", torch.cat([t.sin(), t.cos()], 1))

    def forward(self, mel, ids):
        sound = F.gelu(self.conv2(F.gelu(self.conv1(mel)))).permute(0, 2, 1) + self.wave
        x = self.embed(ids) + self.place[: ids.shape[1]]
        mask = torch.full((ids.shape[1], ids.shape[1]), float("-inf")).triu_(1)
        x = self.norm(self.layer(x, sound, tgt_mask=mask))
        return x @ self.embed.weight.t()


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        def double(n_in, n_out):
            return nn.Sequential(nn.Conv2d(n_in, n_out, 3, padding=1), nn.GroupNorm(2, n_out), nn.SiLU())
        self.down1, self.down2, self.bottom = double(3, 4), double(4, 8), double(8, 8)
        self.up1, self.up2 = nn.ConvTranspose2d(8, 8, 2, 2), double(16, 4)
        self.out = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        a = self.down1(x)
        b = self.down2(F.max_pool2d(a, 2))
        c = self.bottom(F.avg_pool2d(b, 2))
        d = self.up2(torch.cat([self.up1(c), b], 1))
        d = F.interpolate(d, scale_factor=2, mode="bilinear", align_corners=False)
        return self.out(torch.cat([d, a], 1))


class Gru(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(4, 6, num_layers=2, batch_first=True, bidirectional=True)
        self.head = nn.Linear(12, 3)

    def forward(self, x):
        y, last = self.gru(x)
        return self.head(y[:, -1]), last


class Sizes(nn.Module):
    """Arithmetic on dynamic sizes, branches, writes in place, several kinds of results."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 4))
        self.register_buffer("calls", torch.zeros((), dtype=torch.int64))
        self.scale = torch.tensor([1.0, 2.0, 3.0, 4.0])

    def forward(self, x, y):
        self.calls.add_(1)
        b, t, c = x.shape
        x = (x @ self.weight * self.scale).reshape(b * t, c)
        out = torch.zeros(b * t + 1, c)
        out[1:] = x
        out[: (t + 1) // 2].mul_(2)
        x = out.clone()
        left, right = x.split([b, b * t + 1 - b])
        picked = torch.cond(y.sum() > 0, lambda v: v.sin(), lambda v: v.cos() * 2, (left,))
        steps = torch.arange(0, t, 2, dtype=torch.float32)
        return picked, right.cumsum(0), (steps, b * t), x.masked_select(x > 0).sum(), y.view(-1, 2).flip(0)


class Loops(nn.Module):
    """Graphs within the graph: a loop, a scan, a map."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 4) * 0.3)

    def forward(self, x, n):
        def step(held, at):
            new = torch.tanh(held[0] @ self.weight + at)
            return (new, held[1] + 1), (new * 2, at.sin())
        (last, count), (every, sines) = scan(step, (torch.zeros_like(x[0]), torch.zeros(())), x, reverse=True)
        zero = torch.zeros((), dtype=torch.int64)
        turns, y = while_loop(lambda i, y: i < n, lambda i, y: (i + 1, torch.tanh(y * 2)), (zero, last.detach()))
        return last, count, every, sines, turns, y, each(lambda one, weight: (one @ weight).relu(), x, self.weight)


class Mixed(nn.Module):
    """Autocast, and a view that fits the strides of PyTorch's kernels alone."""

    def __init__(self):
        super().__init__()
        self.first, self.depth, self.last = nn.Linear(6, 4), nn.Conv2d(4, 4, 3, padding=1, groups=4), nn.Linear(4, 2)

    def forward(self, x):
        b, n, _ = x.shape
        with torch.autocast("cpu", dtype=torch.bfloat16):
            y = F.softmax(self.first(x), -1)
        y = self.depth(y.float().transpose(1, 2).reshape(b, 4, 3, 3))
        return self.last(F.gelu(y.flatten(2).transpose(1, 2)))


def batch(name="batch"):
    return Dim(name, min=1, max=64)


def ids(*sizes, most=20):
    return torch.randint(1, most, sizes)


MODELS = {
    "mlp": (Mlp, lambda: (torch.randn(5, 6),), ({0: batch()},), ["eval", "train"]),
    "mobilenet_v3": (MobileNetV3, lambda: (torch.randn(3, 3, 12, 12),), None, ["eval", "train"]),
    "convnext": (ConvNeXt, lambda: (torch.randn(2, 3, 16, 16),), ({0: batch()},), ["eval"]),
    "vit": (ViT, lambda: (torch.randn(2, 3, 8, 8),), ({0: batch()},), ["eval", "train"]),
    "swin": (Swin, lambda: (torch.randn(2, 4, 4, 8),), None, ["eval"]),
    "bert": (Bert, lambda: (ids(2, 7), (torch.arange(7)[None, :] < torch.tensor([[7], [4]])).long()),
             ({0: batch(), 1: Dim("length", min=2, max=16)},) * 2, ["train"]),
    "gpt2": (Gpt2, lambda: (ids(2, 6),), ({0: batch(), 1: Dim.AUTO},), ["eval"]),
    "llama": (Llama, lambda: (ids(2, 6),), ({0: batch(), 1: Dim("length", min=2, max=64)},), ["eval"]),
    "t5": (T5, lambda: (ids(2, 6),), ({1: Dim("length", min=2, max=64)},), ["eval"]),
    "whisper": (Whisper, lambda: (torch.randn(2, 6, 10), ids(2, 4, most=12)), None, ["eval"]),
    "unet": (UNet, lambda: (torch.randn(1, 3, 8, 8),), None, ["eval"]),
    "gru": (Gru, lambda: (torch.randn(3, 5, 4),), None, ["eval"]),
    "sizes": (Sizes, lambda: (torch.randn(2, 3, 4), torch.randn(6, 2)),
              ({0: batch(), 1: Dim.AUTO}, {}), ["eval"]),
    "loops": (Loops, lambda: (torch.randn(5, 2, 4), torch.tensor(3)), ({0: Dim("steps", min=2, max=64)}, {}), ["eval"]),
    "mixed": (Mixed, lambda: (torch.randn(2, 9, 6),), None, ["eval"]),
}

TOLERANCES = {
    "mobilenet_v3": {"train": {"out": 2e-5, "grad": 1e-3}},
    # Sums in bfloat16 depend on their order.
    "mixed": {"eval": {"out": 1e-2, "grad": 3e-2}},
}


def flat(outputs):
    leaves = torch.utils._pytree.tree_leaves(outputs)
    return [leaf for leaf in leaves if isinstance(leaf, torch.Tensor)]


def record(model, inputs, seed):
    """Outputs, gradients and changed buffers of one run of the eager module."""
    before = {name: buffer.clone() for name, buffer in model.named_buffers()}
    tensors = {f"in.{at}": one.clone() for at, one in enumerate(flat(inputs))}
    torch.manual_seed(seed)
    outputs = flat(model(*inputs))
    tensors |= {f"out.{at}": out.detach().clone() for at, out in enumerate(outputs)}
    torch.manual_seed(seed + 1)
    loss = 0
    for at, out in enumerate(outputs):
        if out.requires_grad:
            tensors[f"cot.{at}"] = torch.randn(out.shape)
            loss = loss + (out * tensors[f"cot.{at}"]).sum()
    trained = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    names, parameters = zip(*trained)
    grads = torch.autograd.grad(loss, parameters, allow_unused=True)
    for name, grad in zip(names, grads):
        if grad is not None:
            tensors[f"grad.{name}"] = grad
    for name, buffer in model.named_buffers():
        if not torch.equal(buffer, before[name]):
            tensors[f"buffer.{name}"] = buffer.clone()
    with torch.no_grad():
        for name, buffer in model.named_buffers():
            buffer.copy_(before[name])
    return tensors


def write(put):
    programs = {}
    for number, (name, (kind, make, dynamic, modes)) in enumerate(MODELS.items()):
        torch.manual_seed(100 + number)
        model = kind()
        for parameter in model.parameters():
            parameter.data.add_(0.05 * torch.randn(parameter.shape))
        variants, failed = {}, {}
        for mode in modes:
            model.train(mode == "train")
            example = make()
            try:
                exported = torch.export.export(model, example, dynamic_shapes=dynamic)
            except Exception as error:
                failed[mode] = str(error).splitlines()[0]
                continue
            inputs, seed = make(), 1000 + number
            tensors = record(model, inputs, seed)
            put(f"{name}/{mode}.safetensors", safetensors(tensors))
            forms = {mode: lambda: exported, f"{mode}_decomposed": lambda: exported.run_decompositions()}
            for form, program in forms.items():
                try:
                    program = program()
                except Exception as error:
                    failed[form] = str(error).splitlines()[0]
                    continue
                for node in program.graph.nodes:
                    node.meta.pop("stack_trace", None)
                    node.meta.pop("nn_module_stack", None)
                file = io.BytesIO()
                torch.export.save(program, file)
                put(f"{name}/{form}.pt2", file.getvalue())
                variants[form] = {
                    "archive": f"{name}/{form}.pt2", "tensors": f"{name}/{mode}.safetensors", "seed": seed,
                    "tol": TOLERANCES.get(name, {}).get(mode, {"out": 2e-5, "grad": 5e-5}),
                }
        programs[name] = {"variants": variants, "failed": failed}
        print(name, list(variants), failed)
    put("programs.json", json.dumps({"programs": programs}, indent=1).encode())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        def put(name, data):
            path = pathlib.Path(sys.argv[1], name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        write(put)
    else:
        torch.export.save(torch.export.export(Plus(), (torch.ones(2, 1),), dynamic_shapes=({0: batch()},)), HERE / "plus.pt2")
        with zipfile.ZipFile(HERE / "programs.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            # One time for all entries, so that the same programs give the same archive.
            write(lambda name, data: archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED))
        with zipfile.ZipFile(HERE / "programs.zip") as archive:
            (HERE / "vit.pt2").write_bytes(archive.read("vit/train.pt2"))
