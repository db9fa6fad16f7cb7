"""Writes steps.json: ten steps of each optimiser by PyTorch, on the CPU with foreach=False. Numbers are written as the
integers that their bits spell, so that they are exact.

PyTorch takes square roots from Intel's library, which is one unit in the last place off for about one number in six.
`after` is made with correctly rounded roots in their place, so that all else can be compared to the bit; `own_roots` is
what PyTorch itself has after the last step."""

import json
import pathlib
import struct

import numpy
import torch

SIZES = [[3, 5], [19]]
STEPS = 10
# The second parameter has no gradient in this step.
SKIPPED = 3

RUNS = [
    ("SGD", dict(lr=0.1)),
    ("SGD", dict(lr=0.1, momentum=0.9)),
    ("SGD", dict(lr=0.05, momentum=0.9, dampening=0.3, weight_decay=0.01)),
    ("SGD", dict(lr=0.05, momentum=0.8, weight_decay=0.02, nesterov=True)),
    ("SGD", dict(lr=0.1, momentum=0.5, maximize=True)),
    ("SGD", dict(lr=0.1, weight_decay=0.1, maximize=True)),
    ("Adam", dict(lr=0.01)),
    ("Adam", dict(lr=0.01, weight_decay=0.1, eps=1e-3)),
    ("Adam", dict(lr=0.02, betas=(0.4, 0.7), amsgrad=True)),
    ("Adam", dict(lr=0.02, maximize=True, amsgrad=True, weight_decay=0.01)),
    ("Adam", dict(lr=0.01, weight_decay=0.3, decoupled_weight_decay=True)),
    ("AdamW", dict(lr=0.01)),
    ("AdamW", dict(lr=0.01, betas=(0.8, 0.9), weight_decay=0.3, amsgrad=True)),
    ("AdamW", dict(lr=0.05, maximize=True, eps=1e-2)),
    ("Adadelta", dict()),
    ("Adadelta", dict(lr=0.5, rho=0.8, eps=1e-3, weight_decay=0.1, maximize=True)),
    ("Adagrad", dict()),
    ("Adagrad", dict(lr=0.1, lr_decay=0.3, weight_decay=0.1, initial_accumulator_value=0.2, eps=1e-3)),
    ("Adagrad", dict(maximize=True)),
    ("Adamax", dict()),
    ("Adamax", dict(betas=(0.4, 0.9), eps=1e-3, weight_decay=0.1, maximize=True)),
    ("ASGD", dict()),
    ("ASGD", dict(lr=0.1, lambd=0.01, alpha=0.5, t0=3, weight_decay=0.1)),
    ("ASGD", dict(lr=0.2, t0=-2, maximize=True)),
    ("NAdam", dict()),
    ("NAdam", dict(lr=0.01, betas=(0.4, 0.9), weight_decay=0.1, momentum_decay=0.1, maximize=True)),
    ("NAdam", dict(weight_decay=0.1, eps=1e-3, decoupled_weight_decay=True)),
    ("RAdam", dict()),
    ("RAdam", dict(lr=0.01, betas=(0.4, 0.9), weight_decay=0.1, maximize=True)),
    ("RAdam", dict(weight_decay=0.1, eps=1e-3, decoupled_weight_decay=True)),
    ("RMSprop", dict()),
    ("RMSprop", dict(alpha=0.8, momentum=0.5, weight_decay=0.1, maximize=True)),
    ("RMSprop", dict(centered=True, eps=1e-3)),
    ("RMSprop", dict(alpha=0.4, momentum=0.9, centered=True)),
    ("Rprop", dict()),
    ("Rprop", dict(lr=0.1, etas=(0.4, 1.5), step_sizes=(1e-3, 0.3), maximize=True)),
]


def bits(tensor):
    form = {torch.float32: ("f", "I"), torch.float64: ("d", "Q")}[tensor.dtype]
    return [struct.unpack(form[1], struct.pack(form[0], x))[0] for x in tensor.flatten().tolist()]


def exact_sqrt(tensor):
    return torch.from_numpy(numpy.sqrt(tensor.numpy()))


def run(name, options, dtype, start, grads):
    own = steps(name, options, dtype, start, grads)[-1]["params"]
    library = torch.Tensor.sqrt, torch.Tensor.sqrt_
    torch.Tensor.sqrt, torch.Tensor.sqrt_ = exact_sqrt, lambda tensor: tensor.copy_(exact_sqrt(tensor))
    after = steps(name, options, dtype, start, grads)
    torch.Tensor.sqrt, torch.Tensor.sqrt_ = library
    dtype = str(dtype).removeprefix("torch.")
    return {"optimizer": name, "options": options, "dtype": dtype, "after": after, "own_roots": own}


def steps(name, options, dtype, start, grads):
    params = [torch.nn.Parameter(x.to(dtype, copy=True)) for x in start]
    optimizer = getattr(torch.optim, name)(params, foreach=False, **options)
    after = []
    for step in range(STEPS):
        for at, param in enumerate(params):
            skipped = step == SKIPPED and at == 1
            param.grad = None if skipped else grads[step][at].to(dtype)
        optimizer.step()
        if step in (0, 1, STEPS - 1):
            after.append({"step": step, "params": [bits(param.detach()) for param in params]})
    return after


def main():
    torch.manual_seed(7)
    start = [torch.randn(sizes) for sizes in SIZES]
    # Of very different magnitudes, a zero among them.
    grads = [[torch.randn(sizes) * 10.0 ** torch.randint(-6, 2, sizes) for sizes in SIZES] for _ in range(STEPS)]
    grads[0][0][0, 0] = 0.0
    runs = [run(name, options, torch.float32, start, grads) for name, options in RUNS]
    runs += [run(name, options, torch.float64, start, grads) for name, options in RUNS[2::3]]
    written = {
        "torch": torch.__version__,
        "sizes": SIZES,
        "skipped": SKIPPED,
        "start": [bits(x) for x in start],
        "grads": [[bits(x) for x in step] for step in grads],
        "runs": runs,
    }
    text = json.dumps(written, separators=(",", ":")).replace('},{"optimizer"', '},\n{"optimizer"')
    pathlib.Path(__file__).with_name("steps.json").write_text(text + "\n")


main()
