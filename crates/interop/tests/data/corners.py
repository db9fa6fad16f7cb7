"""Writes a folder of programs that try operators and forms which published models seldom have, as `zoo.py` does.

Run as `zoo.py`: `python3 corners.py DIR [NAME ...]`. Each model is exported as torch.export does by default, in its
strict form, and after `run_decompositions()`. Without arguments a few of them are written to `corners.zip`.
"""

import functools
import math
import pathlib
import sys
import tempfile
import zipfile

import torch
import torch.nn.functional as F
from torch import nn
from torch.export import Dim

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from zoo import AXES, BATCH, LENGTH, dynamic, static, write

BOTH = ("eval", "train")


class Net(nn.Module):
    """A module whose parameters are named and sized where it is made, and whose forward is a function of them."""

    starred = True

    def __init__(self, forward, parts=None, **sizes):
        super().__init__()
        self.apply_to = forward
        for name, part in (parts or {}).items():
            setattr(self, name, part)
        for name, size in sizes.items():
            setattr(self, name, nn.Parameter(torch.randn(size) * 0.5))

    def forward(self, *inputs):
        return self.apply_to(self, *inputs)


def net(forward, make_parts=None, **sizes):
    return lambda: Net(forward, make_parts() if make_parts else None, **sizes)


def randn(*sizes):
    return lambda: tuple(torch.randn(size) for size in sizes)


# Pictures.


def upsamples(self, x):
    y = x * self.w
    two = [F.interpolate(y, scale_factor=2.0, mode="nearest"), F.interpolate(y, size=(7, 9), mode="nearest-exact"),
           F.interpolate(y, scale_factor=1.7, mode="bilinear"), F.interpolate(y, (9, 3), mode="bilinear", align_corners=True),
           F.interpolate(y, scale_factor=(1.5, 2.0), mode="bicubic"), F.interpolate(y, (11, 4), mode="bicubic", align_corners=True),
           F.interpolate(y, (3, 4), mode="area"), F.interpolate(y, (3, 4), mode="bilinear", antialias=True),
           F.interpolate(y, (3, 4), mode="bicubic", antialias=True),
           F.interpolate(y, scale_factor=1.3, mode="bilinear", recompute_scale_factor=True)]
    one = y.flatten(2)
    three = y.unsqueeze(2).expand(-1, -1, 3, -1, -1)
    return two, F.interpolate(one, 50, mode="linear"), F.interpolate(one, scale_factor=0.5, mode="nearest"), \
        F.interpolate(three, (5, 4, 7), mode="trilinear", align_corners=True), F.interpolate(three, (5, 4, 7), mode="trilinear"), \
        F.interpolate(three, scale_factor=2, mode="nearest")


def grids(self, x):
    theta = torch.stack([self.theta, self.theta.flip(0)]).view(2, 2, 3)
    grid = F.affine_grid(theta, (2, 3, 5, 6), align_corners=False)
    out = [F.grid_sample(x, grid * 1.3, mode=mode, padding_mode=padding, align_corners=align)
           for mode in ("bilinear", "nearest", "bicubic") for padding in ("zeros", "border", "reflection")
           for align in (False, True)]
    solid = F.affine_grid(self.solid.view(1, 3, 4).expand(2, 3, 4), (2, 3, 3, 4, 5), align_corners=True)
    return out, F.grid_sample(x.unsqueeze(2).expand(-1, -1, 4, -1, -1), solid)


def transposed():
    return {"a": nn.ConvTranspose1d(4, 6, 3, 2, 1, output_padding=1, groups=2), "b": nn.ConvTranspose2d(3, 4, (3, 2), (2, 3), (1, 0), dilation=2),
            "c": nn.ConvTranspose3d(2, 3, 2, 2, bias=False), "d": nn.Conv2d(3, 4, 3, padding="same", padding_mode="reflect"),
            "e": nn.Conv1d(4, 4, 3, padding=2, dilation=2, padding_mode="circular", groups=4), "f": nn.Conv3d(2, 2, (1, 3, 3), padding=1, padding_mode="replicate"),
            "g": nn.Conv2d(3, 2, (4, 2), padding="same", dilation=(1, 2)), "h": nn.Conv1d(4, 4, 4, padding="same")}


def pads(self, x):
    y = x * self.w
    return F.pad(y, (1, 2, 0, 3), value=0.5), F.pad(y[0], (1, 2), mode="reflect"), F.pad(y, (2, 1, 1, 0), mode="replicate"), \
        F.pad(y, (1, 1, 2, 2), mode="circular"), F.pad(y, (-1, 2, 0, -1)), F.pad(y, (0, 0, 0, 0, 1, 1), value=-1.0), \
        nn.ZeroPad2d(2)(y), nn.ReflectionPad3d(1)(y.unsqueeze(1)), nn.ConstantPad1d(1, 3.0)(y.flatten(2))


def pools(self, x):
    y = x * self.w
    high, at = F.max_pool2d(y, 2, return_indices=True)
    line, where = F.max_pool1d(y.flatten(2), 3, 2, 1, return_indices=True)
    cube = y.unsqueeze(1)
    block, places = F.max_pool3d(cube, 2, return_indices=True)
    return F.max_unpool2d(high, at, 2), F.max_unpool1d(line, where, 3, 2, 1, (48,)), F.max_unpool3d(block, places, 2), \
        F.lp_pool2d(y, 2.0, 2), F.lp_pool1d(y.flatten(2).abs() + 0.1, 3, 4), F.avg_pool2d(y, 3, 2, 1, ceil_mode=True), \
        F.avg_pool2d(y, 3, 2, 1, count_include_pad=False), F.avg_pool3d(cube, 2, divisor_override=3), \
        F.adaptive_max_pool2d(y, (3, 2)), F.adaptive_avg_pool2d(y, (None, 5)), F.adaptive_avg_pool3d(cube, (2, 3, 1)), \
        F.adaptive_max_pool1d(y.flatten(2), 7), F.max_pool2d(y, 3, 2, 1, dilation=2, ceil_mode=True), F.adaptive_avg_pool1d(y.flatten(2), 5)


def folds(self, x):
    y = F.unfold(x * self.w, (2, 3), dilation=1, padding=1, stride=2)
    z = F.fold(y, x.shape[2:], (2, 3), padding=1, stride=2)
    shuffled = F.pixel_shuffle(torch.cat([x, x * self.w], 1)[:, :4], 2)
    return y, z, shuffled, F.pixel_unshuffle(x, 2), F.channel_shuffle(x, 2), x.unfold(2, 3, 2).sum(-1) * self.w.sum()


class Mixer(nn.Module):
    """Patches mixed over places and channels."""

    def __init__(self):
        super().__init__()
        self.patch, self.norm1, self.norm2 = nn.Conv2d(3, 8, 4, 4), nn.LayerNorm(8), nn.LayerNorm(8)
        self.places = nn.Sequential(nn.Linear(4, 6), nn.GELU(), nn.Linear(6, 4))
        self.channels = nn.Sequential(nn.Linear(8, 6), nn.GELU(), nn.Dropout(0.1), nn.Linear(6, 8))

    def forward(self, x):
        x = self.patch(x).flatten(2).mT
        x = x + self.places(self.norm1(x).mT).mT
        return (x + self.channels(self.norm2(x))).mean(1)


class Deformable(nn.Module):
    """Attention at learned places, by grid_sample."""

    def __init__(self):
        super().__init__()
        self.value, self.offsets, self.weights = nn.Linear(8, 8), nn.Linear(8, 2 * 3 * 2), nn.Linear(8, 2 * 3)

    def forward(self, query, reference, x):
        b, q, _ = query.shape
        _, h, w, _ = x.shape
        value = self.value(x).view(b, h, w, 2, 4).permute(0, 3, 4, 1, 2).reshape(b * 2, 4, h, w)
        offsets = self.offsets(query).view(b, q, 2, 3, 2) / torch.tensor([w, h], dtype=torch.float32)
        grid = (2 * (reference[:, :, None, None] + offsets) - 1).transpose(1, 2).flatten(0, 1)
        weights = self.weights(query).view(b, q, 2, 3).softmax(-1).transpose(1, 2).reshape(b * 2, 1, q, 3)
        out = F.grid_sample(value, grid, align_corners=False, padding_mode="zeros")
        return (out * weights).sum(-1).view(b, 8, q).transpose(1, 2)


# Sequences.


class Heads(nn.Module):
    """Attention with all of its options."""

    def __init__(self):
        super().__init__()
        self.plain = nn.MultiheadAttention(8, 2, batch_first=True, add_bias_kv=True, add_zero_attn=True, dropout=0.1)
        self.cross = nn.MultiheadAttention(8, 4, kdim=6, vdim=5, bias=False)

    def forward(self, x, k, v, mask):
        y, weights = self.plain(x, x, x, key_padding_mask=mask, average_attn_weights=False)
        z, mean = self.cross(x.transpose(0, 1), k, v)
        causal = nn.Transformer.generate_square_subsequent_mask(x.shape[1])
        return y, weights, z, mean, self.plain(x, x, x, attn_mask=causal, need_weights=False, is_causal=False)[0]


class Encoder(nn.Module):
    """PyTorch's own encoder and decoder, with masks of padding."""

    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(8, 2, 16, 0.1, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, nn.LayerNorm(8), enable_nested_tensor=False)
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 16, 0.1, "gelu", batch_first=True, norm_first=True), 1)

    def forward(self, x, y, mask):
        held = self.encoder(x, src_key_padding_mask=mask)
        causal = nn.Transformer.generate_square_subsequent_mask(y.shape[1])
        return self.decoder(y, held, tgt_mask=causal, tgt_is_causal=True, memory_key_padding_mask=mask)


def attends(self, x):
    q, k, v = (x @ self.w).view(2, -1, 3, 4, 2).permute(2, 0, 3, 1, 4)
    bias = torch.arange(x.shape[1]) * self.b
    return F.scaled_dot_product_attention(q, k, v, is_causal=True, scale=0.3), \
        F.scaled_dot_product_attention(q, k[:, :2], v[:, :2], enable_gqa=True), \
        F.scaled_dot_product_attention(q, k, v, attn_mask=bias), \
        F.scaled_dot_product_attention(q, k, v, dropout_p=0.2 if self.training else 0.0)


class Retention(nn.Module):
    """Linear attention in three ways: cumulative sums, a mask of decays, a loop over pieces."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.norm = nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 8), nn.GroupNorm(2, 8)

    def forward(self, x):
        q, k, v = F.elu(self.q(x)) + 1, F.elu(self.k(x)) + 1, self.v(x)
        state = torch.einsum("btd,bte->btde", k, v).cumsum(1)
        y = torch.einsum("btd,btde->bte", q, state) / (torch.einsum("btd,btd->bt", q, k.cumsum(1))[..., None] + 1e-6)
        t = torch.arange(x.shape[1])
        decay = torch.where(t[:, None] >= t, 0.9 ** (t[:, None] - t).clamp(min=0).float(), 0.0)
        z = (q @ k.mT * decay) @ v
        return y + self.norm(z.transpose(1, 2)).transpose(1, 2)


class Selective(nn.Module):
    """A state space that depends on its inputs, step by step and by an associative scan."""

    def __init__(self):
        super().__init__()
        self.a, self.delta = nn.Parameter(torch.rand(6, 3)), nn.Linear(6, 6)
        self.b, self.c, self.conv = nn.Linear(6, 3), nn.Linear(6, 3), nn.Conv1d(6, 6, 3, padding=2, groups=6)

    def forward(self, x):
        from torch._higher_order_ops import associative_scan
        x = F.silu(self.conv(x.mT)[..., : x.shape[1]].mT)
        delta = F.softplus(self.delta(x))
        decay = torch.exp(-delta.unsqueeze(-1) * self.a)
        new = (delta * x).unsqueeze(-1) * self.b(x).unsqueeze(2)
        held, steps = torch.zeros_like(new[:, 0]), []
        for at in range(x.shape[1]):
            held = decay[:, at] * held + new[:, at]
            steps.append(held)
        by_steps = torch.stack(steps, 1)
        return torch.einsum("btds,bts->btd", by_steps, self.c(x)), held


class Hyena(nn.Module):
    """A long convolution by Fourier transforms."""

    def __init__(self):
        super().__init__()
        self.filter, self.skip = nn.Parameter(torch.randn(4, 12) * 0.3), nn.Parameter(torch.randn(4))

    def forward(self, x):
        n = 2 * x.shape[-1]
        y = torch.fft.irfft(torch.fft.rfft(x, n) * torch.fft.rfft(self.filter, n) / n, n, norm="forward")[..., : x.shape[-1]]
        return F.gelu(y + x * self.skip[:, None])


class Wave(nn.Module):
    """Dilated causal convolutions with gates and normed weights."""

    def __init__(self):
        super().__init__()
        norm = nn.utils.parametrizations.weight_norm
        self.layers = nn.ModuleList([norm(nn.Conv1d(4, 8, 2, dilation=2 ** at)) for at in range(3)])
        self.last = nn.utils.parametrizations.spectral_norm(nn.Linear(4, 3))

    def forward(self, x):
        for at, layer in enumerate(self.layers):
            y = layer(F.pad(x, (2 ** at, 0)))
            x = x + F.glu(y, dim=1)
        return self.last(x.mT)


class Sounds(nn.Module):
    """A spectrogram on a mel scale, and the sound again."""

    def __init__(self):
        super().__init__()
        self.mel = nn.Parameter(torch.rand(9, 5))
        self.register_buffer("window", torch.hann_window(16))

    def forward(self, x):
        spectrum = torch.stft(x, 16, 4, window=self.window, return_complex=True)
        mel = (spectrum.abs().pow(2).mT @ self.mel + 1e-6).log10()
        sound = torch.istft(spectrum * self.mel.sum(1)[:, None], 16, 4, window=self.window, length=x.shape[-1])
        return mel, sound, torch.view_as_real(spectrum).mul(self.mel[0, 0])


# Numbers.


class Fourier(nn.Module):
    """A Fourier neural operator."""

    def __init__(self):
        super().__init__()
        self.lift, self.skip, self.down = nn.Conv2d(1, 4, 1), nn.Conv2d(4, 4, 1), nn.Conv2d(4, 1, 1)
        self.low, self.high = nn.Parameter(torch.randn(4, 4, 3, 3, 2) * 0.2), nn.Parameter(torch.randn(4, 4, 3, 3, 2) * 0.2)

    def forward(self, x):
        x = self.lift(x)
        spectrum = torch.fft.rfft2(x)
        out = torch.zeros(x.shape[0], 4, x.shape[2], x.shape[3] // 2 + 1, dtype=torch.cfloat)
        out[:, :, :3, :3] = torch.einsum("bixy,ioxy->boxy", spectrum[:, :, :3, :3], torch.view_as_complex(self.low))
        out[:, :, -3:, :3] = torch.einsum("bixy,ioxy->boxy", spectrum[:, :, -3:, :3], torch.view_as_complex(self.high))
        return self.down(F.gelu(torch.fft.irfft2(out, s=x.shape[-2:]) + self.skip(x)))


def complexes(self, x, y):
    a, b = torch.complex(x, y), torch.view_as_complex(self.w)
    turn = torch.polar(torch.ones_like(x[0]), torch.arange(3.0))
    c = (a * b + a.conj() / (b + 2)) * turn
    return torch.view_as_real(c), c.abs(), c.angle(), c.real + c.imag, torch.view_as_real(c @ b.mH), \
        torch.view_as_real(torch.exp(1j * a) + a.sin() + b.sqrt() + torch.tanh(a)), torch.view_as_real(c.sum(0)), \
        torch.view_as_real(torch.fft.ifft(torch.fft.fft(c, dim=0).roll(1, 0), dim=0)), (c * c.conj()).real, \
        torch.view_as_real(c.mean(-1)), torch.view_as_real(torch.stack([c, a], 0).prod(0))


def transforms(self, x):
    y = x * self.w
    back = torch.view_as_real
    return torch.fft.rfft(y).abs(), back(torch.fft.fftn(y, dim=(0, 2), norm="ortho")), torch.fft.irfftn(torch.fft.rfftn(y), y.shape), \
        torch.fft.hfft(torch.fft.ihfft(y), 6), torch.fft.fftshift(y), torch.fft.ifftshift(y, dim=1), torch.fft.fftfreq(5) * self.w.sum(), \
        back(torch.fft.rfft(y, 9, dim=1, norm="forward")), back(torch.fft.ifft2(y)), torch.fft.irfft(torch.fft.rfft(y, 4), 5)


def algebra(self, x):
    a = x @ self.w
    s = a @ a.mT + 2 * torch.eye(4)
    low = torch.linalg.cholesky(s)
    values, vectors = torch.linalg.eigh(s)
    u, d, vh = torch.linalg.svd(a, full_matrices=False)
    q, r = torch.linalg.qr(a)
    sign, log = torch.linalg.slogdet(s)
    return low, values, d, (u * d.unsqueeze(-2)) @ vh, r.abs(), sign, log, torch.linalg.det(s), \
        torch.linalg.solve(s, a), torch.linalg.inv(s), torch.linalg.solve_triangular(low, a, upper=False), \
        torch.cholesky_solve(a, low), torch.linalg.matrix_exp(0.1 * a), torch.linalg.matrix_power(0.5 * a, 3), \
        torch.linalg.pinv(s), torch.linalg.matrix_norm(a), torch.linalg.vector_norm(a, 3, dim=-1), torch.linalg.norm(a, "nuc", dim=(-2, -1)), \
        torch.linalg.multi_dot([a[0], s[0], a[0]]), torch.linalg.cross(a[..., :3], x[..., :3]), torch.logdet(s), torch.trace(a[0]), \
        torch.linalg.eigvalsh(s), torch.linalg.svdvals(a), torch.linalg.cond(s), torch.linalg.matrix_rank(s)


def special(self, x):
    y = x * self.w
    z = y.abs() + 0.5
    return y.erf(), y.erfc(), (y.tanh() * 0.9).erfinv(), z.lgamma(), z.digamma(), torch.polygamma(1, z), torch.special.i0(y), torch.special.i0e(y), \
        torch.special.i1(y), torch.special.i1e(y), torch.special.entr(z), torch.special.xlog1py(y, z), torch.xlogy(y, z), torch.special.ndtr(y), \
        torch.special.log_ndtr(y), y.sinc(), y.expm1(), z.log1p(), torch.logaddexp(y, x), torch.logaddexp2(y, x), \
        torch.hypot(y, x), torch.atan2(y, z), torch.mvlgamma(z + 2, 2), torch.sgn(y), torch.copysign(z, x), \
        torch.nextafter(x, z), torch.ldexp(y, torch.tensor([2])), torch.frac(y), torch.fmod(y, 0.7), torch.remainder(y, 0.7), torch.logit(y.sigmoid(), 1e-3), \
        y.asinh(), (z + 1).acosh(), y.tanh().atanh(), torch.lerp(y, x, 0.3), torch.addcmul(y, x, z, value=0.5), torch.addcdiv(y, x, z, value=2), \
        torch.heaviside(x, z.detach()), torch.gcd(torch.tensor([12, 18]), torch.tensor([8, 27])), torch.float_power(z, 1.5), torch.rad2deg(y), torch.signbit(x), \
        torch.nan_to_num(torch.log(x)), torch.clamp(y, self.w - 0.1, self.w + 0.1), torch.special.erfcx(y), torch.cosine_similarity(y, x, 0)


def orders(self, x):
    y = x * self.w
    values, at = y.sort(-1, descending=True)
    top, where = y.topk(3, 0, largest=False)
    kth, place = y.kthvalue(2, dim=-1)
    edges = torch.tensor([-1.0, 0.0, 0.5, 2.0])
    low, high = torch.aminmax(y, dim=1)
    return values, at, top, where, kth, place, y.argsort(0), y.median(), y.median(1), y.mode(-1).values, y.nanmedian(), torch.bucketize(x, edges), \
        torch.searchsorted(edges.expand(5, 4).contiguous(), x, right=True), low, high, y.quantile(torch.tensor([0.1, 0.5]), dim=1), y.nanquantile(0.3), \
        y.quantile(0.7, interpolation="nearest"), torch.histc(x, 5, -2, 2), torch.bincount((x.flatten() > 0).long(), minlength=3), y.cummax(1), y.cummin(0), y.logcumsumexp(1), \
        y.cumprod(0), y.diff(dim=0), y.argmax(), y.argmin(1, keepdim=True), y.max(0), y.amax((0, 1)), y.std(), y.var(1, correction=0), torch.std_mean(y, 0), torch.var_mean(y), \
        y.logsumexp((0, 1)), y.nansum(1), y.nanmean(), torch.count_nonzero(x > 0, 1), y.renorm(2, 0, 0.5), y.prod(1), torch.trapezoid(y, dx=0.5), torch.isin((x > 0).long(), torch.tensor([1, 2])), y.unsqueeze(0).norm(1.5), torch.cumulative_trapezoid(y)


def scatters(self, x, at):
    y = x * self.w
    zero = torch.zeros(5, 4)
    return zero.scatter(0, at, y), zero.scatter_add(0, at, y), *(zero.scatter_reduce(0, at, y, kind, include_self=own)
           for kind in ("sum", "prod", "mean", "amax", "amin") for own in (True, False)), \
        zero.index_add(0, at[:, 0], y, alpha=2), zero.index_copy(0, torch.tensor([0, 3, 4]), y), zero.index_fill(1, torch.tensor([1, 3]), 2.0) * self.w, \
        torch.index_reduce(zero + 1, 0, torch.tensor([1, 1, 2]), y, "mean"), zero.masked_scatter(zero == 0, y.repeat(2, 1)), torch.take_along_dim(y, at[:, :2] % 4, 1), \
        torch.take(y, at), zero.put(at[:, 1], y[:, 1], accumulate=True), y.gather(1, at % 4), zero.index_put((at[:, 0], at[:, 1] % 4), y[:, 0], accumulate=True), \
        y[at[:, 0] % 3, None, ::2], y[..., [0, 2]], y[:, torch.tensor([True, False, True, True])], torch.select_scatter(zero, y[0], 0, 2), \
        torch.slice_scatter(zero, y[:2], 0, 1, 4, 2), torch.diagonal_scatter(zero, y[0], 0), torch.as_strided_scatter(zero, y[:2], (2, 4), (8, 2), 1), torch.where(x > 0, y, 0.5), \
        zero.scatter(0, at, 2.5, reduce="add") * self.w, torch.index_select(y, 1, at[0] % 4)


def forms(self, x):
    y = x * self.w
    return y.rot90(1, (0, 1)), y.flip(0, 1), y.roll((1, -2), (0, 1)), y.tril(-1), y.triu(1), y.diagonal(1), y.diag_embed(), torch.diagflat(y[0]), torch.block_diag(y, y[:2]), \
        torch.cartesian_prod(y[0], y[1]), torch.combinations(y[0], 2), torch.meshgrid(y[0], y[1], indexing="xy"), y.as_strided((2, 2), (1, 2), 1), y.unflatten(1, (2, 2)), \
        torch.tensor_split(y, (1, 2)), y.hsplit(2), torch.vstack([y, x]), torch.dstack([y, x]), y.movedim(0, 1), y.swapaxes(0, 1), torch.column_stack([y, x]), y.repeat(2, 1, 2), y.tile(2), \
        y.repeat_interleave(2, 0), y.repeat_interleave(torch.tensor([1, 2, 3]), 0, output_size=6), y.expand(2, 3, 4).narrow(2, 1, 2), torch.kron(y, x[:2, :2]), torch.tensordot(y, x, ([1], [1])), \
        torch.einsum("ij,kj,lj->ikl", y, x, y), torch.einsum("...i,...i", y, x), torch.einsum("ii->i", y[:, :3]), torch.outer(y[0], y[1]), torch.vander(y[0].detach(), 3), y.chunk(3, 1), torch.unbind(y, 1), \
        torch.broadcast_tensors(y[:1], x[:, :1]), torch.atleast_3d(y), y.mT.reshape(-1), y.ravel().view(2, 6), torch.linspace(0, 1, 4) * y, torch.logspace(0, 1, 4) + y, torch.full_like(y, 3) * y, \
        torch.eye(3, 4) + y, torch.tril_indices(3, 3), torch.cdist(y, x, p=1), torch.pdist(y), torch.addbmm(y[:, :3], y.unsqueeze(0), x.mT.unsqueeze(0)), torch.baddbmm(y[None, :, :3], y[None], x.mT[None], alpha=2), \
        torch.addr(y, x[:, 0], y[0]), torch.addmv(y[:, 0], y, x[0]), torch.chain_matmul(y, x.mT, y), torch.bilinear(y, x, y.unsqueeze(0).expand(2, 3, 4)[:, :, :4].mT.reshape(2, 4, 3)[:, :, :1].expand(2, 4, 4), None)


def activations(self, x):
    y = x * self.w
    return [act(y) for act in (
        F.relu, F.relu6, F.elu, F.selu, F.celu, F.gelu, F.silu, F.mish, F.hardswish, F.hardsigmoid, F.hardtanh, F.softplus, F.softsign, F.tanhshrink, F.softshrink, F.hardshrink, F.logsigmoid,
        functools.partial(F.threshold, threshold=0.1, value=20.0), functools.partial(F.leaky_relu, negative_slope=0.2), functools.partial(F.softmin, dim=0), functools.partial(F.glu, dim=-1),
        functools.partial(F.gelu, approximate="tanh"), functools.partial(F.softplus, beta=2.0, threshold=1.0), functools.partial(F.normalize, p=3.0, dim=0), functools.partial(F.log_softmax, dim=0))] \
        + [F.prelu(y, self.slope), F.local_response_norm(y.view(1, 4, 3, 4), 2), F.rms_norm(y, (4,), self.w[:4]), F.rrelu(y, training=self.training)]


def every_loss(self, x, at):
    y, target, sign = x @ self.w, x.roll(1, 0), (at % 2).float() * 2 - 1
    log = y.log_softmax(-1)
    return F.l1_loss(y, target), F.poisson_nll_loss(y, target.abs(), full=True), F.multi_margin_loss(y, at), \
        F.multilabel_margin_loss(y, at[:, None] % 2 - torch.tensor([0, 1, 1, 1])), F.multilabel_soft_margin_loss(y, (target > 0).float()), F.soft_margin_loss(y, sign[:, None].expand(6, 4)), \
        F.hinge_embedding_loss(y, sign[:, None].expand(6, 4)), F.cosine_embedding_loss(y, target, sign, margin=0.1), F.margin_ranking_loss(y[:, 0], y[:, 1], sign, margin=0.2), \
        F.cross_entropy(y, at, weight=torch.tensor([1.0, 2.0, 0.5, 1.0]), reduction="none"), \
        F.cross_entropy(y, target.softmax(-1)), F.nll_loss(log, at, reduction="sum"), F.kl_div(log, target.log_softmax(-1), log_target=True, reduction="batchmean"), \
        F.binary_cross_entropy(y.sigmoid(), (target > 0).float(), weight=x.abs()), F.binary_cross_entropy_with_logits(y, (target > 0).float(), pos_weight=torch.tensor([1.0, 2.0, 3.0, 4.0])), \
        F.triplet_margin_with_distance_loss(y, target, x, swap=True), F.pairwise_distance(y, target, p=1.0), F.smooth_l1_loss(y, target, beta=0.3, reduction="none"), F.huber_loss(y, target, delta=0.4)


def quantiles(self, x, y):
    levels = torch.tensor([0.1, 0.5, 0.9])
    error = y.unsqueeze(-1) - x @ self.w
    return torch.maximum(levels * error, (levels - 1) * error).mean(0).sum(), error.abs().quantile(0.9, dim=0), torch.where(error.abs() < 1, error ** 2 / 2, error.abs() - 0.5).mean()


# Random numbers.


def dropouts(self, x):
    y = x * self.w
    cube = y.view(2, 3, 2, 2, 1)
    return F.dropout(y, 0.4, self.training), F.dropout1d(y, 0.5, self.training), F.dropout2d(y.view(2, 3, 2, 2), 0.5, self.training), F.dropout3d(cube, 0.5, self.training), \
        F.alpha_dropout(y, 0.3, self.training), F.feature_alpha_dropout(y, 0.3, self.training), F.rrelu(y, training=self.training)


def draws(self, x):
    y = x * self.w
    return y + torch.randn_like(y), torch.rand(3, 4) * y.sum(), torch.randint(0, 9, (4,)), torch.randperm(7), torch.bernoulli(y.sigmoid()), torch.normal(0.5, 2.0, (3,)), torch.normal(y, 0.1), \
        torch.multinomial(y.view(6, 4).softmax(-1), 2), y.detach().clone().uniform_(-1, 1), y.detach().clone().normal_(), y.detach().clone().exponential_(), torch.empty(5).geometric_(0.3), torch.randn(2, 3, dtype=torch.float64), \
        F.gumbel_softmax(y.view(6, 4), tau=0.7), F.gumbel_softmax(y.view(6, 4), hard=True), torch.rand_like(y), torch.randint_like(y, 5), torch.empty(3).cauchy_(), torch.empty(3).log_normal_(), torch.poisson(y.detach().abs()), torch.bernoulli(y.detach(), 0.3)


class Variational(nn.Module):
    def __init__(self):
        super().__init__()
        self.down, self.up = nn.Linear(6, 4), nn.Linear(2, 6)

    def forward(self, x):
        mean, log = self.down(x).chunk(2, -1)
        z = mean + torch.randn_like(mean) * (0.5 * log).exp()
        return self.up(z), -0.5 * (1 + log - mean ** 2 - log.exp()).sum(-1)


# States.


class Norms(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two, self.three = nn.BatchNorm1d(3, momentum=0.3), nn.BatchNorm2d(3, affine=False), nn.BatchNorm3d(3, eps=1e-3)
        self.four, self.five = nn.InstanceNorm2d(3, affine=True, track_running_stats=True), nn.GroupNorm(3, 3)
        self.six, self.seven, self.bare = nn.LayerNorm((4, 4), bias=False), nn.RMSNorm(4), nn.BatchNorm2d(3, track_running_stats=False)

    def forward(self, x):
        return self.one(x.flatten(2)), self.two(x), self.three(x.unsqueeze(2)), self.four(x), self.five(x), self.six(x), self.seven(x), self.bare(x)


class Codes(nn.Module):
    """A codebook that follows its codes by averages, with a straight-through gradient."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 4)
        self.register_buffer("codes", torch.randn(6, 4))
        self.register_buffer("counts", torch.ones(6))

    def forward(self, x):
        y = self.linear(x)
        flat = y.reshape(-1, 4)
        at = torch.cdist(flat.detach(), self.codes).argmin(-1)
        if self.training:
            onehot = F.one_hot(at, 6).to(flat.dtype)
            self.counts.mul_(0.9).add_(onehot.sum(0), alpha=0.1)
            self.codes.lerp_((onehot.mT @ flat.detach()) / self.counts.clamp(min=0.1).unsqueeze(1), 0.1)
        picked = F.embedding(at, self.codes).view_as(y)
        return y + (picked - y).detach(), F.mse_loss(y, picked.detach()), at.view(y.shape[:-1])


class Ring(nn.Module):
    """Buffers written in place at places that move on."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(3))
        self.register_buffer("ring", torch.zeros(4, 3))
        self.register_buffer("at", torch.zeros((), dtype=torch.long))

    def forward(self, x):
        with torch.no_grad():
            self.ring.index_copy_(0, self.at.view(1) % 4, x[:1])
            self.at += 1
            self.ring[1:3].mul_(2).sub_(1)
        return (self.ring * self.weight).sum(0), self.at.clone()


def in_place(self, x):
    y = x * self.w
    z = y.clone()
    z[:, ::2] += 1
    z.mT[0].mul_(2)
    view = z.view(-1)[1:7].view(2, 3)
    view[0], view[1, 1:] = view[1].clone() * 3, 0.5
    view.add_(view.mT.reshape(2, 3))
    z[z > 1] = 1.0
    z[torch.tensor([0, 2]), torch.tensor([1, 1])] = y[0, :2]
    z[:, :2].copy_(z[:, 2:] * 3)
    z.unsqueeze(0).transpose(0, 1).squeeze(1).mul_(0.5)
    diagonal = z.diagonal()
    diagonal.fill_(0.25)
    w = torch.empty_like(z).fill_(2).mul_(z).clamp_(max=3).sigmoid_()
    return z, view, diagonal, w, torch.zeros(3, 4).masked_fill_(z > 0.3, 2).addcmul_(z, y), z.detach().clone().zero_(), torch.add(z, y, out=torch.empty(3, 4)) if not torch.is_grad_enabled() else z + y


class Writes(nn.Module):
    """Inputs written in place."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4))

    def forward(self, x, y):
        x[:, 1:].mul_(2)
        y.add_(1)
        return x * self.weight + y, y


class Sharing(nn.Module):
    """Tied parameters, a module used twice, a frozen one, one that is not used."""

    def __init__(self):
        super().__init__()
        self.embed, self.head, self.twice, self.idle = nn.Embedding(9, 4, max_norm=None, scale_grad_by_freq=True, padding_idx=2), nn.Linear(4, 9, bias=False), nn.Linear(4, 4), nn.Linear(2, 2)
        self.head.weight = self.embed.weight
        self.frozen = nn.Linear(4, 4).requires_grad_(False)
        self.shape = {"scale": torch.tensor(0.5)}

    def forward(self, ids):
        return self.head(self.twice(self.frozen(self.twice(self.embed(ids)))) * self.shape["scale"])


# Control.


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 4), nn.Linear(4, 4)
        self.register_buffer("limit", torch.tensor(0.3))

    def forward(self, x):
        def positive(x, scale):
            return torch.cond(x.mean() > self.limit, lambda y, s: self.a(y) * s, lambda y, s: y - s, (x, scale))
        def negative(x, scale):
            return self.b(x).tanh() + scale
        y = torch.cond(x.sum() > 0, positive, negative, (x, x.abs().max()))
        size = torch.cond(torch.tensor(x.shape[0] > 3), lambda v: v + x.shape[0], lambda v: v * x.shape[0], (y,))
        return y, size


class Scanned(nn.Module):
    """Cumulative products by an associative scan, and a recurrence by a scan."""

    def __init__(self):
        super().__init__()
        self.gate, self.cell = nn.Linear(4, 4), nn.GRUCell(4, 4)

    def forward(self, x):
        from torch._higher_order_ops import associative_scan, scan
        def step(held, at):
            new = torch.sigmoid(at @ self.gate.weight) * held + (1 - torch.sigmoid(at)) * at
            return new, (new.sum(-1), new * 2)
        last, (sums, twice) = scan(step, torch.zeros(x.shape[1], 4), x)
        return last, sums, twice, associative_scan(lambda a, b: a * b, x.sigmoid(), 0, combine_mode="generic")


class Solver(nn.Module):
    """A neural differential equation by Runge and Kutta, and Newton's way in a loop."""

    def __init__(self):
        super().__init__()
        self.field = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 3))

    def forward(self, x):
        h = 0.25
        for _ in range(4):
            a = self.field(x)
            b = self.field(x + h / 2 * a)
            c = self.field(x + h / 2 * b)
            d = self.field(x + h * c)
            x = x + h / 6 * (a + 2 * b + 2 * c + d)
        root = torch.ones(())
        for _ in range(5):
            root = root - (root ** 2 - x.norm()) / (2 * root)
        return x, root


class Cast(nn.Module):
    """Regions of autocast within each other, and of no gradient."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(6, 8), nn.Linear(8, 8), nn.Linear(8, 4)

    def forward(self, x):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            y = self.a(x)
            with torch.autocast("cpu", enabled=False):
                y = self.b(y.float())
            z = self.c(y) + y.mean()
        with torch.no_grad():
            shift = y.mean(0)
        return z.float(), (y * shift).sum()


class Clamp(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(-1, 1)

    @staticmethod
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        return grad * (x.abs() <= 1)


# Sizes.


class Integers(nn.Module):
    """Arithmetic of sizes and of whole numbers."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(64))

    def forward(self, x, at):
        b, t = x.shape
        half, rest = t // 2, t % 3
        n = max(b, half) * 2 - min(t, 5)
        at = at * 3 + t
        at = torch.bitwise_xor(at, at >> 2) | (at << 1) & 7
        place = (at.abs() * 2654435761 % 4294967296 // 67108864) % 64
        steps = torch.arange(n + 1) // 2 - torch.arange(n + 1, 0, -1) % 3
        table = torch.zeros(b * 2 + rest, t + 1)
        table[b: 2 * b, : t] = x
        padded = F.pad(x, (0, (4 - t % 4) % 4))
        pieces = padded.view(b, -1, 4).mean(-1)
        return self.weight[place] * x[:, :1], steps, table * self.weight[0], pieces * self.weight[1], x[:, half:], x[:, -rest - 1:], torch.full((t, b), b / t), \
            x.new_ones(n + 1).cumsum(0) * math.sqrt(2), at.float().mean() / (t - 0.5), torch.tensor(t) * 2, torch.div(at, 3, rounding_mode="floor"), torch.div(-at, 4, rounding_mode="trunc"), torch.fmod(-at, 5), -at % 5, at.clamp(0, t), b + t


class Data(nn.Module):
    """Sizes that depend on the elements."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4))

    def forward(self, x, n):
        y = x * self.weight
        at = torch.nonzero(x > 0)
        count = n.item()
        torch._check(count >= 1)
        torch._check(count <= 3)
        return y[x > 0], at, y.masked_select(x < 0).sum(), y[:count], torch.ones(count, 2).cumsum(0), torch.arange(count) * 2, at.shape[0] * 2, (x[at[:, 0]] * self.weight).sum(0), torch.unique((x > 0).sum(1)), y.narrow(0, 0, count).sum()


class Experts(nn.Module):
    """Tokens gathered for each expert by the elements chosen."""

    def __init__(self):
        super().__init__()
        self.gate, self.experts = nn.Linear(4, 3), nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])

    def forward(self, x):
        weights, chosen = self.gate(x).softmax(-1).topk(2, -1)
        out = torch.zeros_like(x)
        for at, expert in enumerate(self.experts):
            token, slot = torch.where(chosen == at)
            out.index_add_(0, token, expert(x[token]) * weights[token, slot, None])
        order = chosen.flatten().argsort(stable=True)
        counts = torch.bincount(chosen.flatten(), minlength=3)
        return out, order, counts, x[order // 2] * weights.flatten()[order, None]


class Nested(nn.Module):
    """Inputs and results in tuples and dicts, with None and numbers among them."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 4)

    def forward(self, inputs, pair):
        x = self.linear(inputs["x"]) + inputs["more"][0]
        return {"a": (x, None), "b": [pair[0] * 2, x.shape[0], 3.5]}, pair[1]


# Dtypes.


def halves(self, x):
    y = x.to(self.w.dtype) @ self.w
    return F.softmax(y, -1), F.gelu(y), F.layer_norm(y, (4,)), y.float().sum(), F.conv1d(y.unsqueeze(0).mT, self.w.unsqueeze(-1)), y.mean(0), y > 0


def widths(self, x, picture, flags):
    y = (picture.float() / 255 - 0.5) * self.w
    z = picture.to(torch.int16) * 2 - 300
    return y, z, picture // 2 + 7, picture.sum(), flags.sum(), flags & (picture > 100), ~flags, flags.float().mean() * self.w.sum(), z.to(torch.int8), x.double() @ self.w.double(), x.long(), picture.bitwise_not(), \
        (x * 100).to(torch.uint8), z.float().std(), flags | (z > 0), torch.logical_xor(flags, z > 0), x.to(torch.float16).sum().float(), picture.max(), z.abs().prod(-1), torch.where(flags, x, z), picture * 2.5 * self.w, z / 3, picture.type_as(x).mean()


class Quantized(nn.Module):
    """Weights in eight bits, and what training for such weights does."""

    def __init__(self):
        super().__init__()
        self.scale, self.linear = nn.Parameter(torch.rand(6) * 0.1), nn.Linear(6, 4)
        self.register_buffer("weight", torch.randint(-127, 127, (6, 4), dtype=torch.int8))

    def forward(self, x):
        y = F.linear(x, self.weight.to(x.dtype) * self.scale[:, None])
        fake = torch.fake_quantize_per_tensor_affine(self.linear.weight, 0.05, 0, -128, 127)
        each = torch.fake_quantize_per_channel_affine(self.linear.weight, torch.full((4,), 0.03), torch.zeros(4, dtype=torch.int32), 0, -128, 127)
        step = self.linear.weight.abs().amax(1, keepdim=True) / 127
        through = self.linear.weight + (torch.round(self.linear.weight / step) * step - self.linear.weight).detach()
        return F.linear(y, fake), F.linear(y, each), F.linear(y, through)


# Other fields.


class Graphs(nn.Module):
    """Messages along edges, with attention by scattered maxima and sums."""

    def __init__(self):
        super().__init__()
        self.linear, self.left, self.right = nn.Linear(4, 6), nn.Parameter(torch.randn(6)), nn.Parameter(torch.randn(6))

    def forward(self, x, edges):
        source, target = edges
        y = self.linear(x)
        score = F.leaky_relu((y * self.left).sum(-1)[source] + (y * self.right).sum(-1)[target], 0.2)
        high = torch.full((x.shape[0],), -math.inf).scatter_reduce(0, target, score, "amax")
        weight = torch.exp(score - high[target].detach())
        weight = weight / torch.zeros(x.shape[0]).index_add(0, target, weight).clamp(min=1e-9)[target]
        degree = torch.zeros(x.shape[0]).scatter_add_(0, target, torch.ones_like(weight)).rsqrt().nan_to_num(posinf=0)
        mean = torch.zeros_like(y).index_add_(0, target, y[source] * (degree[source] * degree[target])[:, None])
        return torch.zeros_like(y).index_add_(0, target, y[source] * weight[:, None]), mean


class Ranker(nn.Module):
    """Bags of embeddings and their products."""

    def __init__(self):
        super().__init__()
        self.sums, self.means, self.highs = nn.EmbeddingBag(10, 4, mode="sum"), nn.EmbeddingBag(10, 4, mode="mean", padding_idx=1), nn.EmbeddingBag(10, 4, mode="max")
        self.top = nn.Linear(4 + 6, 1)

    def forward(self, dense, ids, offsets, weights):
        bags = torch.stack([dense, self.sums(ids, offsets, per_sample_weights=weights), self.means(ids, offsets), self.highs(ids, offsets)], 1)
        products = bags @ bags.mT
        i, j = torch.tril_indices(4, 4, -1)
        return torch.sigmoid(self.top(torch.cat([dense, products[:, i, j]], 1))), self.sums(ids.view(2, 3))


class Field(nn.Module):
    """Light along rays through a field, with places drawn anew where the field is dense."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(3 * 2 * 3, 16), nn.ReLU(), nn.Linear(16, 4))

    def forward(self, origin, direction):
        t = torch.linspace(0.5, 2.0, 6)
        at = origin[:, None] + direction[:, None] * t[:, None]
        bands = at[..., None] * (2.0 ** torch.arange(3))
        out = self.net(torch.cat([bands.sin(), bands.cos()], -1).flatten(-2))
        color, density = out[..., :3].sigmoid(), F.softplus(out[..., 3])
        step = torch.cat([t[1:] - t[:-1], torch.tensor([1e10])])
        alpha = 1 - torch.exp(-density * step)
        light = torch.cumprod(torch.cat([torch.ones_like(alpha[:, :1]), 1 - alpha + 1e-10], 1), 1)[:, :-1]
        weights = alpha * light
        share = torch.cumsum(weights / weights.sum(-1, keepdim=True).clamp(min=1e-5), -1)
        index = torch.searchsorted(share.detach(), torch.linspace(0.05, 0.95, 4).expand(share.shape[0], 4).contiguous(), right=True).clamp(max=5)
        return (weights[..., None] * color).sum(1), t.expand(share.shape[0], 6).gather(1, index)


class Flow(nn.Module):
    """Coupling layers with a triangular mixing, and the log of the determinant."""

    def __init__(self):
        super().__init__()
        self.net, self.mix = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 4)), nn.Parameter(torch.eye(4))
        self.register_buffer("order", torch.tensor([2, 0, 3, 1]))

    def forward(self, x):
        total = 0
        for _ in range(2):
            low, high = x.chunk(2, 1)
            scale, shift = self.net(low).chunk(2, 1)
            x = torch.cat([low, high * torch.exp(scale.tanh()) + shift], 1)[:, self.order]
            lower = torch.tril(self.mix, -1) + torch.eye(4)
            x = x @ lower @ torch.triu(self.mix)
            total = total + scale.tanh().sum(1) + torch.diagonal(self.mix).abs().log().sum()
        normal = torch.distributions.Normal(torch.zeros(4), torch.ones(4))
        return x, total + normal.log_prob(x).sum(1)


class Filter(nn.Module):
    """Kalman's filter, and transport by Sinkhorn's way."""

    def __init__(self):
        super().__init__()
        self.move, self.look, self.noise = nn.Parameter(torch.eye(3) * 0.9), nn.Parameter(torch.randn(2, 3)), nn.Parameter(torch.zeros(2))

    def forward(self, x):
        mean, spread, total = torch.zeros(3), torch.eye(3), 0.0
        for seen in x:
            mean, spread = self.move @ mean, self.move @ spread @ self.move.T + 0.1 * torch.eye(3)
            error = self.look @ spread @ self.look.T + torch.diag(self.noise.exp())
            gain = torch.linalg.solve(error, self.look @ spread).T
            gap = seen - self.look @ mean
            normal = torch.distributions.MultivariateNormal(torch.zeros(2), covariance_matrix=error)
            total = total + normal.log_prob(gap)
            mean, spread = mean + gain @ gap, (torch.eye(3) - gain @ self.look) @ spread
        cost = torch.cdist(x, x.flip(0)) * self.noise.exp().sum()
        f = g = torch.zeros(x.shape[0])
        for _ in range(5):
            f = -torch.logsumexp(g - cost, 1)
            g = -torch.logsumexp(f[:, None] - cost, 0)
        return mean, total, torch.exp(f[:, None] + g - cost)


class Actor(nn.Module):
    """Distributions, as reinforcement learning uses them."""

    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 6)

    def forward(self, x, action):
        y = self.body(x)
        choice = torch.distributions.Categorical(logits=y[:, :3])
        normal = torch.distributions.Normal(y[:, 3:5], F.softplus(y[:, 3:5]))
        beta = torch.distributions.Beta(F.softplus(y[:, 3]) + 1, F.softplus(y[:, 4]) + 1)
        squashed = torch.tanh(normal.rsample())
        advantage = (x.sum(-1) - y[:, 5]).detach()
        ratio = (choice.log_prob(action) - choice.log_prob(action).detach()).exp()
        return -torch.min(ratio * advantage, ratio.clamp(0.8, 1.2) * advantage).mean(), choice.entropy(), normal.log_prob(squashed).sum(-1), beta.entropy(), \
            torch.distributions.kl_divergence(normal, torch.distributions.Normal(0.0, 1.0)), choice.sample(), beta.log_prob(torch.tensor(0.3)), torch.distributions.Bernoulli(logits=y[:, 5]).log_prob(torch.tensor(1.0))


class Flows(nn.Module):
    """Optical flow in the manner of RAFT: all pairs, looked up at moving places."""

    def __init__(self):
        super().__init__()
        self.feature, self.gates, self.delta = nn.Conv2d(3, 4, 3, 2, 1), nn.Conv2d(4 + 9, 8, 3, padding=1), nn.Conv2d(4, 2, 3, padding=1)
        self.norm = nn.InstanceNorm2d(4)

    def forward(self, first, second):
        a, b = self.norm(self.feature(first)), self.norm(self.feature(second))
        n, c, h, w = a.shape
        pairs = torch.einsum("nchw,ncyx->nhwyx", a, b).reshape(n * h * w, 1, h, w) / math.sqrt(c)
        y, x = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
        start = torch.stack([x, y]).float().expand(n, 2, h, w)
        at, state = start, torch.tanh(a)
        near = torch.stack(torch.meshgrid(torch.arange(-1, 2), torch.arange(-1, 2), indexing="ij"), -1).float().view(1, 3, 3, 2)
        for _ in range(2):
            at = at.detach()
            place = at.permute(0, 2, 3, 1).reshape(n * h * w, 1, 1, 2) + near
            place = 2 * place / torch.tensor([w - 1, h - 1]) - 1
            found = F.grid_sample(pairs, place, align_corners=True).view(n, h, w, 9).permute(0, 3, 1, 2)
            update, new = self.gates(torch.cat([state, found], 1)).chunk(2, 1)
            state = torch.sigmoid(update) * state + (1 - torch.sigmoid(update)) * torch.tanh(new)
            at = at + self.delta(state)
        flow = at - start
        mask = torch.softmax(F.unfold(flow, 3, padding=1).view(n, 2, 9, h, w).mean(1, keepdim=True), 2)
        return flow, F.interpolate(flow, scale_factor=2, mode="bilinear", align_corners=True), mask


def pair(n):
    return lambda: (torch.randn(n, 4), torch.randint(0, 4, (n,)))


MODELS = {
    "upsamples": static(net(upsamples, w=(1,)), randn((2, 3, 5, 6))),
    "grids": static(net(grids, theta=(6,), solid=(12,)), randn((2, 3, 5, 6))),
    "transposed": static(net(lambda self, x: (self.a(x.flatten(2)[:, :1].expand(-1, 4, -1)), self.b(x), self.c(x[:, :2].unsqueeze(-1)), self.d(x),
                             self.e(x.flatten(2)[:, :1].expand(-1, 4, -1)), self.f(x[:, :2].unsqueeze(2)), self.g(x), self.h(x.flatten(2)[:, :1].expand(-1, 4, -1))), transposed), randn((2, 3, 5, 6))),
    "pads": static(net(pads, w=(1,)), randn((2, 3, 5, 6))),
    "pools": static(net(pools, w=(1,)), randn((2, 4, 8, 6))),
    "folds": static(net(folds, w=(1,)), randn((2, 4, 6, 4))),
    "mixer": dynamic(Mixer, randn((2, 3, 8, 8)), randn((3, 3, 8, 8)), ({0: BATCH},), BOTH),
    "deformable": dynamic(Deformable, lambda: (torch.randn(2, 5, 8), torch.rand(2, 5, 2), torch.randn(2, 4, 6, 8)), lambda: (torch.randn(3, 7, 8), torch.rand(3, 7, 2), torch.randn(3, 4, 6, 8)), (AXES, AXES, {0: BATCH})),
    "raft": static(Flows, randn((2, 3, 8, 12), (2, 3, 8, 12))),
    "heads": static(Heads, lambda: (torch.randn(2, 5, 8), torch.randn(4, 2, 6), torch.randn(4, 2, 5), torch.arange(5) > torch.tensor([[3], [4]])), BOTH),
    "encoder": static(Encoder, lambda: (torch.randn(2, 5, 8), torch.randn(2, 4, 8), torch.arange(5) > torch.tensor([[3], [4]])), BOTH),
    "attends": dynamic(net(attends, w=(8, 24), b=(1,)), randn((2, 5, 8)), randn((2, 7, 8)), (({1: LENGTH},),), BOTH),
    "retention": dynamic(Retention, randn((2, 5, 8)), randn((3, 7, 8)), (AXES,)),
    "selective": static(Selective, randn((2, 5, 6))),
    "hyena": dynamic(Hyena, randn((2, 4, 12)), randn((3, 4, 12)), ({0: BATCH},)),
    "wave": dynamic(Wave, randn((2, 4, 9)), randn((2, 4, 13)), ({2: LENGTH},), BOTH),
    "sounds": static(Sounds, randn((2, 40))),
    "fourier": dynamic(Fourier, randn((2, 1, 8, 8)), randn((3, 1, 8, 8)), ({0: BATCH},)),
    "complexes": static(net(complexes, w=(2, 3, 2)), randn((2, 3), (2, 3))),
    "transforms": static(net(transforms, w=(1,)), randn((3, 4, 6))),
    "algebra": static(net(algebra, w=(4, 4)), randn((2, 4, 4))),
    "special": static(net(special, w=(6,)), randn((4, 6))),
    "orders": static(net(orders, w=(4,)), randn((5, 4))),
    "scatters": static(net(scatters, w=(4,)), lambda: (torch.randn(3, 4), torch.randint(0, 5, (3, 4)))),
    "forms": static(net(forms, w=(4,)), randn((3, 4))),
    "activations": static(net(activations, w=(4,), slope=(1,)), randn((12, 4)), BOTH),
    "every_loss": static(net(every_loss, w=(4, 4)), pair(6)),
    "quantiles": dynamic(net(quantiles, w=(4, 3)), randn((6, 4), (6,)), randn((9, 4), (9,)), (({0: BATCH}, {0: BATCH}),)),
    "dropouts": static(net(dropouts, w=(4,)), randn((2, 3, 4)), BOTH),
    "draws": static(net(draws, w=(4,)), randn((2, 3, 4)), ("train",)),
    "variational": dynamic(Variational, randn((3, 6)), randn((40, 6)), ({0: BATCH},), ("train",)),
    "norms": static(Norms, randn((3, 3, 4, 4)), BOTH),
    "codes": dynamic(Codes, randn((2, 3, 4)), randn((3, 5, 4)), (AXES,), BOTH),
    "ring": static(Ring, randn((2, 3))),
    "in_place": static(net(in_place, w=(4,)), randn((3, 4))),
    "writes": static(Writes, randn((3, 4), (4,))),
    "sharing": static(Sharing, lambda: (torch.randint(0, 9, (2, 5)),)),
    "branches": dynamic(Branches, randn((3, 4)), randn((5, 4)), ({0: BATCH},)),
    "scanned": static(Scanned, randn((5, 2, 4))),
    "solver": static(Solver, randn((2, 3))),
    "cast": static(Cast, randn((5, 6))),
    "custom": static(net(lambda self, x: Clamp.apply(x * self.w) ** 2, w=(4,)), randn((3, 4))),
    "integers": dynamic(Integers, lambda: (torch.randn(3, 9), torch.randint(-50, 50, (3, 1))), lambda: (torch.randn(5, 21), torch.randint(-50, 50, (5, 1))), ({0: BATCH, 1: Dim.AUTO}, {0: BATCH})),
    "data": static(Data, lambda: (torch.randn(5, 4), torch.tensor(2))),
    "experts": dynamic(Experts, randn((6, 4)), randn((9, 4)), ({0: BATCH},)),
    "nested": static(Nested, lambda: ({"x": torch.randn(2, 4), "more": [torch.randn(4)]}, (torch.randn(3), torch.randn(2)))),
    "bfloat16": static(lambda: net(halves, w=(4, 4))().bfloat16(), randn((3, 4))),
    "float16": static(lambda: net(halves, w=(4, 4))().half(), randn((3, 4))),
    "float64": static(lambda: net(halves, w=(4, 4))().double(), randn((3, 4))),
    "widths": static(net(widths, w=(4,)), lambda: (torch.rand(3, 4), torch.randint(0, 256, (3, 4), dtype=torch.uint8), torch.rand(3, 4) > 0.5)),
    "quantized": static(Quantized, randn((3, 4))),
    "graphs": dynamic(Graphs, lambda: (torch.randn(5, 4), torch.randint(0, 5, (2, 9))), lambda: (torch.randn(7, 4), torch.randint(0, 7, (2, 12))), ({0: BATCH}, {1: LENGTH})),
    "ranker": static(Ranker, lambda: (torch.randn(2, 4), torch.tensor([0, 3, 1, 9, 4, 4]), torch.tensor([0, 2]), torch.rand(6))),
    "field": dynamic(Field, randn((3, 3), (3, 3)), randn((5, 3), (5, 3)), ({0: BATCH}, {0: BATCH})),
    "flow": static(Flow, randn((3, 4))),
    "filter": static(Filter, randn((4, 2))),
    "actor": static(Actor, pair(5)),
}


COMMITTED = ["wave", "fourier", "codes", "in_place", "writes", "integers", "nested"]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(pathlib.Path(sys.argv[1]), sys.argv[2:], MODELS, strict=True)
    else:
        archive = zipfile.ZipFile(pathlib.Path(__file__).with_name("corners.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9)
        with archive, tempfile.TemporaryDirectory() as folder:
            write(pathlib.Path(folder), COMMITTED, MODELS)
            for path in sorted(pathlib.Path(folder).rglob("*.*")):
                name = path.relative_to(folder).as_posix()
                archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
