"""Writes parity.json: ten steps of each of PyTorch's optimisers and forty steps of each of its schedules, on the CPU.
Needs torch==2.15. Numbers are written as the integers that their bits spell, so that they are exact."""

import json
import pathlib
import struct

import torch
from torch.optim import lr_scheduler, swa_utils

SIZES = [[4, 3], [7]]
STEPS = 10
ADAM_LIKE = [dict(), dict(betas=[0.7, 0.95], eps=1e-4, weight_decay=0.1), dict(lr=0.02, maximize=True)]
DECOUPLED = [dict(weight_decay=0.1, decoupled_weight_decay=True), dict(weight_decay=0.1)]

OPTIMIZERS = {
    "Adadelta": [dict(), dict(lr=0.5, rho=0.8, eps=1e-3, weight_decay=0.1), dict(maximize=True)],
    "Adafactor": [dict(), dict(lr=0.3, beta2_decay=-0.5, eps=[1e-4, 1e-2], d=1.5, weight_decay=0.1), dict(maximize=True)],
    "Adagrad": [dict(), dict(lr=0.1, lr_decay=0.3, weight_decay=0.1, initial_accumulator_value=0.2, eps=1e-3), dict(maximize=True)],
    "Adam": ADAM_LIKE + [dict(amsgrad=True)],
    "Adamax": ADAM_LIKE,
    "AdamW": ADAM_LIKE + [dict(amsgrad=True)],
    "ASGD": [dict(), dict(lr=0.1, lambd=0.01, alpha=0.5, t0=3, weight_decay=0.1), dict(maximize=True)],
    "Muon": [dict(), dict(lr=0.05, nesterov=False, momentum=0.8, adjust_lr_fn="match_rms_adamw"), dict(adjust_lr_fn="spectral_unclamped", ns_steps=3)],
    "NAdam": ADAM_LIKE + DECOUPLED + [dict(momentum_decay=0.1)],
    "RAdam": ADAM_LIKE + DECOUPLED,
    "RMSprop": [dict(), dict(alpha=0.8, momentum=0.5, centered=True, weight_decay=0.1), dict(centered=True), dict(momentum=0.9, maximize=True)],
    "Rprop": [dict(), dict(lr=0.1, etas=[0.4, 1.5], step_sizes=[1e-3, 0.3]), dict(maximize=True)],
    "SGD": [dict(), dict(lr=0.05, momentum=0.9, weight_decay=0.1, nesterov=True), dict(momentum=0.5, dampening=0.2, maximize=True)],
    "SparseAdam": [dict(), dict(lr=0.05, betas=[0.7, 0.95], eps=1e-4), dict(maximize=True)],
}
LBFGS = [
    dict(max_iter=4),
    dict(lr=0.1, max_iter=6, history_size=2),
    dict(line_search_fn="strong_wolfe", max_iter=5),
    dict(line_search_fn="strong_wolfe", lr=0.01, max_iter=8, max_eval=6),
]

SCHEDULES = [
    ("LambdaLR", dict()),
    ("MultiplicativeLR", dict()),
    ("StepLR", dict(step_size=7, gamma=0.5)),
    ("MultiStepLR", dict(milestones=[5, 5, 17, 30], gamma=0.3)),
    ("ConstantLR", dict()),
    ("ConstantLR", dict(factor=0.5, total_iters=12)),
    ("LinearLR", dict()),
    ("LinearLR", dict(start_factor=0.1, end_factor=0.6, total_iters=25)),
    ("ExponentialLR", dict(gamma=0.9)),
    ("CosineAnnealingLR", dict(T_max=10)),
    ("CosineAnnealingLR", dict(T_max=30, eta_min=0.01)),
    ("CosineAnnealingWarmRestarts", dict(T_0=7)),
    ("CosineAnnealingWarmRestarts", dict(T_0=4, T_mult=2, eta_min=0.02)),
    ("PolynomialLR", dict()),
    ("PolynomialLR", dict(total_iters=30, power=2.5)),
    ("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=6)),
    ("CyclicLR", dict(base_lr=[0.01, 0.02], max_lr=[0.1, 0.5], step_size_up=4, step_size_down=9, mode="triangular2", cycle_momentum=False)),
    ("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=5, mode="exp_range", gamma=0.95, base_momentum=0.3)),
    ("OneCycleLR", dict(max_lr=0.5, total_steps=40)),
    ("OneCycleLR", dict(max_lr=[0.5, 0.1], epochs=6, steps_per_epoch=7, three_phase=True, anneal_strategy="linear", pct_start=0.4)),
    ("SWALR", dict(swa_lr=0.05)),
    ("SWALR", dict(swa_lr=[0.05, 0.2], anneal_epochs=17, anneal_strategy="linear")),
    ("SWALR", dict(swa_lr=0.05, anneal_epochs=0)),
    ("ReduceLROnPlateau", dict(patience=2, factor=0.5)),
    ("ReduceLROnPlateau", dict(mode="max", patience=1, threshold=0.05, threshold_mode="abs", cooldown=3, min_lr=[0.01, 0.05])),
    ("SequentialLR", dict(parts=[["LinearLR", dict(total_iters=6)], ["CosineAnnealingLR", dict(T_max=15)], ["ExponentialLR", dict(gamma=0.8)]], milestones=[6, 21])),
    ("SequentialLR", dict(parts=[["ConstantLR", dict()], ["CosineAnnealingWarmRestarts", dict(T_0=5)], ["StepLR", dict(step_size=3)]], milestones=[8, 30])),
    ("SequentialLR", dict(parts=[["PolynomialLR", dict(total_iters=9)], ["MultiStepLR", dict(milestones=[4])], ["LinearLR", dict()]], milestones=[3, 15])),
    ("ChainedScheduler", dict(parts=[["LinearLR", dict(total_iters=10)], ["ExponentialLR", dict(gamma=0.95)], ["StepLR", dict(step_size=9)]])),
]


def bits(values, single=False):
    forms = ("f", "I") if single else ("d", "Q")
    return [struct.unpack(forms[1], struct.pack(forms[0], x))[0] for x in values]


def flat(params):
    return [x for param in params for x in param.detach().flatten().tolist()]


def run(name, options, dtype, start, grads):
    if name == "Muon":
        start, grads = start[:1], [step[:1] for step in grads]
    params = [torch.nn.Parameter(x.to(dtype, copy=True)) for x in start]
    keywords = dict(foreach=False) if name not in ("Muon", "SparseAdam") else {}
    options = {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}
    optimizer = getattr(torch.optim, name)(params, **options, **keywords)
    for step in grads:
        for param, grad in zip(params, step):
            grad = grad.to(dtype)
            param.grad = grad.to_sparse(1) if name == "SparseAdam" else grad
        optimizer.step()
    single = dtype == torch.float32
    return {
        "optimizer": name,
        "options": options,
        "dtype": str(dtype).removeprefix("torch."),
        "params": bits(flat(params), single),
    }


def rosenbrock(x, y):
    return ((1 - x) ** 2 + 100 * (y - x * x) ** 2).sum()


def run_lbfgs(options, dtype):
    x = torch.nn.Parameter(torch.tensor([-1.5, 0.3], dtype=dtype))
    y = torch.nn.Parameter(torch.tensor([2.0, -0.7], dtype=dtype))
    optimizer = torch.optim.LBFGS([x, y], **options)

    def closure():
        optimizer.zero_grad()
        loss = rosenbrock(x, y)
        loss.backward()
        return loss

    losses = [optimizer.step(closure).item() for _ in range(6)]
    params = bits(flat([x, y]), dtype == torch.float32)
    dtype = str(dtype).removeprefix("torch.")
    return {"optimizer": "LBFGS", "options": options, "dtype": dtype, "params": params, "losses": bits(losses)}


def make(name, optimizer, options):
    options = dict(options)
    if name in ("SequentialLR", "ChainedScheduler"):
        parts = [make(part, optimizer, given) for part, given in options.pop("parts")]
        if name == "ChainedScheduler":
            return lr_scheduler.ChainedScheduler(parts)
        return lr_scheduler.SequentialLR(optimizer, parts, **options)
    if name == "LambdaLR":
        return lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.95**epoch)
    if name == "MultiplicativeLR":
        return lr_scheduler.MultiplicativeLR(optimizer, lambda epoch: 1 - 0.01 * epoch)
    if name == "SWALR":
        return swa_utils.SWALR(optimizer, **options)
    return getattr(lr_scheduler, name)(optimizer, **options)


def metric(step):
    return [1.0, 0.9, 0.95, 0.93, 0.92, 0.91, 0.5, 0.52, 0.51, 0.6][step % 10] / (1 + step // 10)


def run_schedule(name, options):
    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in (0.1, 0.3)]
    optimizer = torch.optim.SGD(groups, lr=0.1, momentum=0.9)
    scheduler = make(name, optimizer, options)
    rows = []
    for step in range(41):
        names = ("lr", "momentum") if name in ("CyclicLR", "OneCycleLR") else ("lr",)
        rows.append([group[key] for group in optimizer.param_groups for key in names])
        if step == 40:
            break
        optimizer.step()
        if name == "ReduceLROnPlateau":
            scheduler.step(metric(step))
        else:
            scheduler.step()
    return {"scheduler": name, "options": options, "rows": [bits(row) for row in rows]}


def main():
    torch.manual_seed(11)
    start = [torch.randn(sizes) for sizes in SIZES]
    grads = [[torch.randn(sizes) * 10.0 ** torch.randint(-2, 2, sizes) for sizes in SIZES] for _ in range(STEPS)]
    for step in range(STEPS):
        # Rows that SparseAdam leaves alone.
        grads[step][0][step % 4] = 0.0
        grads[step][1][step % 7] = 0.0
    runs = [run(name, options, torch.float32, start, grads) for name, sets in OPTIMIZERS.items() for options in sets]
    runs += [run(name, sets[1], torch.float64, start, grads) for name, sets in OPTIMIZERS.items()]
    runs += [run_lbfgs(options, torch.float64) for options in LBFGS]
    written = {
        "torch": torch.__version__,
        "sizes": SIZES,
        "start": [bits(x.flatten().tolist(), True) for x in start],
        "grads": [[bits(x.flatten().tolist(), True) for x in step] for step in grads],
        "runs": runs,
        "schedules": [run_schedule(name, options) for name, options in SCHEDULES],
    }
    text = json.dumps(written, separators=(",", ":"))
    for head in ('{"optimizer"', '{"scheduler"'):
        text = text.replace("," + head, ",\n" + head)
    pathlib.Path(__file__).with_name("parity.json").write_text(text + "\n")


main()
