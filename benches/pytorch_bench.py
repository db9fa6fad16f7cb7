#!/usr/bin/env python3
"""PyTorch CPU side of the set of workloads (workloads.json). One JSON line per workload. Needs torch==2.15 and numpy.

  pytorch_bench.py --threads 2 [--ids REGEX] [--budget 400] [--compile] [--fused] [--peer NAME]

--compile : torch.compile (inductor) around the op, or around model+loss; optimizer fused
--fused   : eager, but optimizer(fused=True)
Inputs and initial weights come from `det`, an integer hash that every peer implements, so that "check"
(mean |output|, or the loss) can be compared across peers.
"""
import argparse, gc, json, math, re, resource, sys, time, warnings, os
warnings.filterwarnings("ignore")
ap = argparse.ArgumentParser()
ap.add_argument("--threads", type=int, default=2)
ap.add_argument("--ids", default=".*")
ap.add_argument("--budget", type=float, default=400)
ap.add_argument("--compile", action="store_true")
ap.add_argument("--fused", action="store_true")
ap.add_argument("--peer")
ap.add_argument("--first", action="store_true", help="proc_start: print (ones(2)+1).sum() and leave")
ap.add_argument("--installed", action="store_true", help="proc_install: megabytes of the packages on the disk")
ap.add_argument("--mlp-steps", type=int, help="proc_rss_mlp: run N steps of tr_mlp_b64, print VmHWM")
A = ap.parse_args()
if A.installed:
    import sysconfig
    walk = os.walk(sysconfig.get_paths()["purelib"])
    print(sum(os.lstat(os.path.join(folder, name)).st_size for folder, _, names in walk for name in names) / 1e6); sys.exit()
import torch
if A.first:
    print((torch.ones(2) + 1).sum().item()); sys.exit()
import numpy as np
import torch.nn as nn, torch.nn.functional as F
torch.set_num_threads(A.threads)
PEER = A.peer or ("torch-compile" if A.compile else "torch-fused" if A.fused else "torch")

def hash32(n, seed):
    x = (np.arange(n, dtype=np.uint64) * 0x9E3779B1 + seed * 0x85EBCA77).astype(np.uint32)
    x ^= x >> np.uint32(15); x *= np.uint32(0x2C1B3C6D); x ^= x >> np.uint32(12); x *= np.uint32(0x297A2D39); x ^= x >> np.uint32(15)
    return x
def det(shape, seed, scale=1.0, dtype=torch.float32):
    shape = [shape] if isinstance(shape, int) else list(shape)
    n = int(np.prod(shape))
    v = ((hash32(n, seed).astype(np.float64) / 2**32 - 0.5) * 2 * scale).astype(np.float32)
    return torch.from_numpy(v).reshape(shape).to(dtype)
def ids(shape, seed, mod):
    n = int(np.prod(shape))
    return torch.from_numpy((hash32(n, seed) % np.uint32(mod)).astype(np.int64)).reshape(shape)
def init(model):
    """weights (>=2-D) in parameter order: det(seed 100, 101, ...) / sqrt(fan_in); norm scales 1, biases 0"""
    s = 100
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.dim() >= 2:
                p.copy_(det(p.shape, s, 1 / math.sqrt(p[0].numel()))); s += 1
            elif p.dim() == 1:
                p.fill_(1.0 if name.endswith("weight") else 0.0)
    return model

def measure(fn):
    c = time.perf_counter
    fn()
    t = c(); fn(); est = max(c() - t, 1e-7)
    end = c() + min(0.08, A.budget / 4000)
    while c() < end: fn()
    t = c(); k = 0
    while k < 5 or (c() - t < 0.01 and k < 10000):
        fn(); k += 1
        if c() - t > A.budget / 1000: break
    est = (c() - t) / k
    inner = max(1, int(2e-4 / est))
    s = []; start = c(); gc.disable(); pf = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    if inner == 1:
        while (c() - start) * 1000 < A.budget or len(s) < 5:
            t = c(); fn(); s.append(c() - t)
            if est > 2 and len(s) >= 3: break
    else:
        r = range(inner)
        while (c() - start) * 1000 < A.budget or len(s) < 5:
            t = c()
            for _ in r: fn()
            s.append((c() - t) / inner)
    gc.enable()
    global FAULTS; FAULTS = (resource.getrusage(resource.RUSAGE_SELF).ru_minflt - pf) / (len(s) * inner)
    s.sort()
    return s[len(s) // 2] * 1e3, s[0] * 1e3, len(s) * inner

def emit(id, med, mn, n, check=None, **kw):
    print(json.dumps(dict(id=id, peer=PEER, threads=A.threads, median_ms=round(med, 7), min_ms=round(mn, 7), n=n, check=check, **kw)), flush=True)
def unsupported(id, why):
    print(json.dumps(dict(id=id, peer=PEER, threads=A.threads, status="unsupported", reason=why)), flush=True)

T = {}          # id -> maker returning (fn, checkfn)
def reg(id):
    def d(f): T[id] = f; return f
    return d
C = (lambda f: torch.compile(f, dynamic=False)) if A.compile else (lambda f: f)
def mabs(t): return float(t.detach().double().abs().mean())

def op(id, mk, f, grad=False):
    """mk() -> args ; f(*args) -> tensor"""
    def make():
        args = mk(); g = C(f)
        fn = lambda: g(*args)
        return fn, lambda: mabs(fn()), "nograd"
    T[id] = make
def fb(id, mk, f, ngrad=1, weight=None):
    """forward + backward to the first ngrad args; loss = sum(out*weight) given as out.backward(weight) when out is not scalar"""
    def make():
        args = [a.requires_grad_(True) if i < ngrad else a for i, a in enumerate(mk())]
        g = C(f); w = weight() if weight else None
        leaves = args[:ngrad]
        def fn():
            for l in leaves: l.grad = None
            o = g(*args)
            o.backward(w if o.dim() else None)
            return o
        def chk():
            fn(); return mabs(leaves[0].grad)
        return fn, chk
    T[id] = make

# ---------------- matmul
for n in (64, 128, 256, 512, 1024, 2048): op(f"mm_f32_{n}", lambda n=n: (det((n, n), 1), det((n, n), 2)), lambda a, b: a @ b)
for m, k, n in ((1, 4096, 4096), (32, 4096, 4096), (4096, 64, 4096)): op(f"mm_f32_{m}x{k}x{n}", lambda m=m, k=k, n=n: (det((m, k), 1), det((k, n), 2)), lambda a, b: a @ b)
op("linear_f32_32x4096x4096", lambda: (det((32, 4096), 1), det((4096, 4096), 2), det(4096, 3)), F.linear)
op("bmm_f32_64x128x64x128", lambda: (det((64, 128, 64), 1), det((64, 64, 128), 2)), torch.bmm)
for n in (1024, 2048, 4096): op(f"mm_bf16_{n}", lambda n=n: (det((n, n), 1, dtype=torch.bfloat16), det((n, n), 2, dtype=torch.bfloat16)), lambda a, b: a @ b)
op("mm_f64_1024", lambda: (det((1024, 1024), 1, dtype=torch.float64), det((1024, 1024), 2, dtype=torch.float64)), lambda a, b: a @ b)
# ---------------- elementwise
for n, tag in ((10, "1e1"), (1000, "1e3"), (10**5, "1e5"), (10**6, "1e6"), (10**7, "1e7")):
    two = lambda n=n: (det(n, 1), det(n, 2)); one = lambda n=n: (det(n, 1),)
    op(f"ew_add_{tag}", two, lambda a, b: a + b); op(f"ew_mul_{tag}", two, lambda a, b: a * b)
    op(f"ew_exp_{tag}", one, torch.exp); op(f"ew_gelu_{tag}", one, F.gelu); op(f"ew_tanh_{tag}", one, torch.tanh)
op("ew_add_out_1e7", lambda: (det(10**7, 1), det(10**7, 2), torch.zeros(10**7)), lambda a, b, o: torch.add(a, b, out=o))
op("ew_add_inplace_1e7", lambda: (det(10**7, 1), det(10**7, 2) * 0), lambda a, b: a.add_(b))
for n, tag in ((10**6, "1e6"), (10**7, "1e7")):
    op(f"ew_chain5_{tag}", lambda n=n: (det(n, 1), det(n, 2), det(n, 3)), lambda x, w, b: torch.tanh(x * w + b) * x + 1)
sq = lambda: det((4096, 4096), 1)
op("bc_add_row_4096", lambda: (sq(), det(4096, 2)), lambda a, b: a + b)
op("bc_add_col_4096", lambda: (sq(), det((4096, 1), 2)), lambda a, b: a + b)
op("copy_t_4096", lambda: (sq(),), lambda a: a.t().contiguous())
op("copy_strided_4096", lambda: (sq(),), lambda a: a[:, ::2].contiguous())
# ---------------- reduce
for o in ("sum", "mean"):
    g = getattr(torch, o)
    op(f"{o}_all_4096", lambda: (sq(),), lambda a, g=g: g(a)); op(f"{o}_last_4096", lambda: (sq(),), lambda a, g=g: g(a, 1)); op(f"{o}_first_4096", lambda: (sq(),), lambda a, g=g: g(a, 0))
r = lambda: det((4096, 1024), 1)
op("softmax_4096x1024", lambda: (r(),), lambda a: F.softmax(a, -1))
ln = lambda x, g, b: F.layer_norm(x, (1024,), g, b)
op("layer_norm_4096x1024", lambda: (r(), torch.ones(1024), torch.zeros(1024)), ln)
fb("layer_norm_4096x1024_fb", lambda: (r(), torch.ones(1024), torch.zeros(1024)), ln, 3, lambda: det((4096, 1024), 7))
op("cross_entropy_4096x1000", lambda: (det((4096, 1000), 1), ids((4096,), 2, 1000)), F.cross_entropy)
fb("cross_entropy_4096x1000_fb", lambda: (det((4096, 1000), 1), ids((4096,), 2, 1000)), F.cross_entropy, 1)
bx = lambda: (det((32, 64, 56, 56), 1), torch.ones(64), torch.zeros(64), torch.zeros(64), torch.ones(64))
bn = lambda x, g, b, m, v: F.batch_norm(x, m, v, g, b, True, 0.1, 1e-5)
op("bn2d_train_32x64x56x56", bx, bn)
fb("bn2d_train_32x64x56x56_fb", bx, bn, 3, lambda: det((32, 64, 56, 56), 7))
# ---------------- conv
def convw(id, n, c, h, k, rr, stride, pad, groups=1):
    o = (h + 2 * pad - rr) // stride + 1
    mk = lambda: (det((n, c, h, h), 1), det((k, c // groups, rr, rr), 2, 1 / math.sqrt(c // groups * rr * rr)))
    f = lambda x, w: F.conv2d(x, w, None, stride, pad, 1, groups)
    op(id, mk, f); fb(id + "_fb", mk, f, 2, lambda: det((n, k, o, o), 7))
convw("conv3x3_32x64x56", 32, 64, 56, 64, 3, 1, 1)
convw("conv1x1_32x256x28", 32, 256, 28, 64, 1, 1, 0)
convw("conv7x7_32x3x224", 32, 3, 224, 64, 7, 2, 3)
convw("dwconv3x3_32x128x56", 32, 128, 56, 128, 3, 1, 1, 128)
op("maxpool2_32x64x112", lambda: (det((32, 64, 112, 112), 1),), lambda x: F.max_pool2d(x, 2))
# ---------------- index
em = lambda: (det((32000, 512), 1), ids((16, 512), 2, 32000))
emb = lambda t, i: F.embedding(i, t)
op("embedding_32k_512", em, emb); fb("embedding_32k_512_fb", em, emb, 1, lambda: det((16, 512, 512), 7))
op("index_select_4096", lambda: (sq(), ids((2048,), 2, 4096)), lambda x, i: x.index_select(0, i))
op("cat0_4x1024x4096", lambda: tuple(det((1024, 4096), s) for s in (1, 2, 3, 4)), lambda *a: torch.cat(a, 0))
op("cat1_4x4096x1024", lambda: tuple(det((4096, 1024), s) for s in (1, 2, 3, 4)), lambda *a: torch.cat(a, 1))
op("gather_4096x1024", lambda: (r(), ids((4096, 1024), 2, 1024)), lambda x, i: x.gather(1, i))
op("scatter_add_4096x1024", lambda: (torch.zeros(4096, 1024), ids((4096, 1024), 2, 1024), r()), lambda z, i, s: z.scatter_add(1, i, s))
op("sort_1e6", lambda: (det(10**6, 1),), lambda x: torch.sort(x)[0])
op("topk100_1e6", lambda: (det(10**6, 1),), lambda x: torch.topk(x, 100)[0])
# ---------------- attention, lstm
qkv = lambda: tuple(det((8, 8, 512, 64), s) for s in (1, 2, 3))
for c, nm in ((False, "sdpa_full"), (True, "sdpa_causal")):
    f = lambda q, k, v, c=c: F.scaled_dot_product_attention(q, k, v, is_causal=c)
    op(nm, qkv, f); fb(nm + "_fb", qkv, f, 3, lambda: det((8, 8, 512, 64), 7))
def lstm_make(grad):
    def make():
        m = init(nn.LSTM(128, 256, batch_first=True)); x = det((32, 64, 128), 1); w = det((32, 64, 256), 7)
        g = C(lambda x: m(x)[0])
        def fn():
            if not grad: return g(x)
            m.zero_grad(set_to_none=True); o = g(x); o.backward(w); return o
        # the input gate's rows: the part every peer can hand out
        return (fn, lambda: mabs(fn() if not grad else (fn(), m.weight_ih_l0.grad[:256])[1])) + (() if grad else ("nograd",))
    return make
T["lstm_64x32_128_256"] = lstm_make(False); T["lstm_64x32_128_256_fb"] = lstm_make(True)
# ---------------- overhead
op("ov_add_1", lambda: (det(1, 1), det(1, 2)), lambda a, b: a + b)
@reg("ov_add_1_rec")
def _():
    a, b = det(1, 1).requires_grad_(), det(1, 2); g = C(lambda a, b: a + b)
    return (lambda: g(a, b)), (lambda: mabs(g(a, b)))
def chain(x, w, b):
    y = x
    for _ in range(500): y = y * w; y = y + b
    return y
op("ov_chain1000_f", lambda: (det(1, 1), det(1, 2), det(1, 3)), chain)
fb("ov_chain1000_fb", lambda: (det(1, 1), det(1, 2), det(1, 3)), chain, 3, lambda: torch.ones(1))
# ---------------- training
def trainer(id, model_mk, data, loss_f, opt="adam"):
    def make():
        m = init(model_mk()); x, y = data()
        kw = dict(fused=True) if (A.fused or A.compile) else {}
        if opt == "adam": o = torch.optim.Adam(m.parameters(), lr=1e-4, **kw)
        elif opt == "sgd": o = torch.optim.SGD(m.parameters(), lr=1e-2, **kw)
        else: o = torch.optim.SGD(m.parameters(), lr=1e-2, momentum=0.9, **kw)
        fl = C(lambda x, y: loss_f(m(x), y))
        def step():
            o.zero_grad(set_to_none=True)
            l = fl(x, y); l.backward(); o.step(); return l
        ls = [step().item() for _ in range(5)]
        return step, lambda: [round(ls[0], 6), round(ls[4], 6)]
    T[id] = make
def mlp(dims):
    L = []
    for i, (a, b) in enumerate(zip(dims, dims[1:])):
        L.append(nn.Linear(a, b))
        if i < len(dims) - 2: L.append(nn.ReLU())
    return nn.Sequential(*L)
ce = F.cross_entropy
big = [784, 512, 512, 10]
for b in (64, 1):
    d = lambda b=b: (det((b, 784), 1), ids((b,), 2, 10))
    trainer(f"tr_mlp_b{b}", lambda: mlp(big), d, ce); trainer(f"tr_mlp_b{b}_sgd", lambda: mlp(big), d, ce, "sgd")
td = lambda: (det((32, 64), 1), ids((32,), 2, 10))
trainer("tr_tiny_b32", lambda: mlp([64, 32, 10]), td, ce); trainer("tr_tiny_b32_sgd", lambda: mlp([64, 32, 10]), td, ce, "sgd")
def lenet(): return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
trainer("tr_lenet_b64", lenet, lambda: (det((64, 1, 28, 28), 1), ids((64,), 2, 10)), ce)
class BB(nn.Module):
    def __init__(s, ci, co, st):
        super().__init__()
        s.c1 = nn.Conv2d(ci, co, 3, st, 1, bias=False); s.b1 = nn.BatchNorm2d(co)
        s.c2 = nn.Conv2d(co, co, 3, 1, 1, bias=False); s.b2 = nn.BatchNorm2d(co)
        s.sc = nn.Sequential(nn.Conv2d(ci, co, 1, st, bias=False), nn.BatchNorm2d(co)) if st != 1 or ci != co else None
    def forward(s, x):
        y = s.b2(s.c2(F.relu(s.b1(s.c1(x)))))
        return F.relu(y + (s.sc(x) if s.sc is not None else x))
class Res(nn.Module):
    def __init__(s):
        super().__init__()
        s.c = nn.Conv2d(3, 64, 3, 1, 1, bias=False); s.b = nn.BatchNorm2d(64)
        L, c = [], 64
        for co, st in ((64, 1), (128, 2), (256, 2), (512, 2)): L += [BB(c, co, st), BB(co, co, 1)]; c = co
        s.l = nn.Sequential(*L); s.fc = nn.Linear(512, 10)
    def forward(s, x): return s.fc(s.l(F.relu(s.b(s.c(x)))).mean((2, 3)))
trainer("tr_resnet18_b32", Res, lambda: (det((32, 3, 32, 32), 1), ids((32,), 2, 10)), ce, "sgdm")
@reg("inf_resnet18_b1")
def _():
    m = init(Res()).eval(); x = det((1, 3, 32, 32), 1); g = C(m)
    return (lambda: g(x)), (lambda: mabs(g(x))), "nograd"
class Block(nn.Module):
    def __init__(s, d, h, ff, causal):
        super().__init__()
        s.h, s.c = h, causal
        s.ln1 = nn.LayerNorm(d); s.qkv = nn.Linear(d, 3 * d); s.proj = nn.Linear(d, d)
        s.ln2 = nn.LayerNorm(d); s.fc1 = nn.Linear(d, ff); s.fc2 = nn.Linear(ff, d)
    def forward(s, x):
        B, T, Dm = x.shape
        q, k, v = s.qkv(s.ln1(x)).reshape(B, T, 3, s.h, Dm // s.h).permute(2, 0, 3, 1, 4).unbind(0)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=s.c).transpose(1, 2).reshape(B, T, Dm)
        x = x + s.proj(a)
        return x + s.fc2(F.gelu(s.fc1(s.ln2(x))))
class Enc(nn.Module):
    def __init__(s):
        super().__init__(); s.b = nn.Sequential(*[Block(256, 4, 1024, False) for _ in range(4)]); s.ln = nn.LayerNorm(256)
    def forward(s, x): return s.ln(s.b(x))
trainer("tr_encoder", Enc, lambda: (det((16, 128, 256), 1), det((16, 128, 256), 2)), F.mse_loss)
class Gpt(nn.Module):
    def __init__(s):
        super().__init__(); s.te = nn.Embedding(65, 128); s.pe = nn.Embedding(256, 128)
        s.b = nn.Sequential(*[Block(128, 4, 512, True) for _ in range(4)]); s.ln = nn.LayerNorm(128); s.head = nn.Linear(128, 65)
    def forward(s, i): return s.head(s.ln(s.b(s.te(i) + s.pe.weight))).reshape(-1, 65)
trainer("tr_gpt", Gpt, lambda: (ids((16, 256), 1, 65), ids((16 * 256,), 2, 65)), ce)
class Lstm(nn.Module):
    def __init__(s):
        super().__init__(); s.te = nn.Embedding(65, 128); s.l = nn.LSTM(128, 256, batch_first=True); s.head = nn.Linear(256, 65)
    def forward(s, i): return s.head(s.l(s.te(i))[0]).reshape(-1, 65)
trainer("tr_lstm", Lstm, lambda: (ids((32, 64), 1, 65), ids((32 * 64,), 2, 65)), ce)
def optonly(id, mko):
    def make():
        ps = [det((250, 400), 100 + i).requires_grad_() for i in range(100)]
        for i, p in enumerate(ps): p.grad = det((250, 400), 300 + i)
        o = mko(ps, dict(fused=True) if (A.fused or A.compile) else {})
        for _ in range(3): o.step()
        ck = mabs(ps[0])
        return o.step, lambda: ck
    T[id] = make
optonly("opt_adam_10m", lambda ps, kw: torch.optim.Adam(ps, lr=1e-4, **kw))
optonly("opt_sgd_10m", lambda ps, kw: torch.optim.SGD(ps, lr=1e-2, **kw))

if A.mlp_steps:
    fn, ck = T["tr_mlp_b64"]()
    for _ in range(A.mlp_steps): fn()
    print(json.dumps(dict(vm_hwm_kb=int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])))); sys.exit()

for w in json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "workloads.json"))):
    id = w["id"]
    if not re.fullmatch(A.ids, id) or id.startswith("proc_"): continue
    if id not in T: unsupported(id, "not written"); continue
    torch._dynamo.reset() if A.compile else None
    try:
        t0 = time.perf_counter()
        fn, chk, *ng = T[id]()
        with torch.set_grad_enabled(not ng):
            ck = chk(); setup = time.perf_counter() - t0
            m = measure(fn)
            emit(id, *m, check=ck, setup_s=round(setup, 2), faults_per_call=round(FAULTS, 2))
        del fn, chk; gc.collect()
    except Exception as e:
        unsupported(id, f"{type(e).__name__}: {str(e)[:300]}")
