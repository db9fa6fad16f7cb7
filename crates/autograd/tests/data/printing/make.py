"""Writes the texts of this folder with PyTorch: python make.py [number of random items]. Needs torch, numpy and safetensors."""

import json
import os
import random
import sys

import torch
from safetensors.torch import load_file, save_file

FOLDER = os.path.dirname(os.path.abspath(__file__))
MAKERS = {
    "mul": lambda x: x * 2,
    "sum": lambda x: x.sum(),
    "exp": lambda x: x.exp(),
    "relu": torch.relu,
    "view": lambda x: x.view(-1),
    "add": lambda x: x + 1,
    "neg": lambda x: -x,
    "cat": lambda x: torch.cat([x, x]),
}


def printed(item, tensor):
    """The printed tensor and its text."""
    tensor = tensor.clone().requires_grad_(item.get("requires_grad", False) or "made_by" in item)
    if "made_by" in item:
        tensor = MAKERS[item["made_by"]](tensor)
    torch.set_default_dtype(getattr(torch, item.get("default_dtype", "float32")))
    torch.set_printoptions(**{"profile": "default", **item.get("options", {})})
    text = str(tensor)
    torch.set_printoptions(profile="default", sci_mode=None)
    torch.set_default_dtype(torch.float32)
    return tensor.detach(), text


def write_json(name, shard, items):
    with open(os.path.join(FOLDER, name), "w") as file:
        json.dump({"shard": shard, "items": items}, file, indent=0)


def refresh():
    with open(os.path.join(FOLDER, "printing.json")) as file:
        table = json.load(file)
    tensors = load_file(os.path.join(FOLDER, table["shard"]))
    for item in table["items"]:
        tensor = tensors[item["value"]["tensor"]]
        _, item["text"] = printed(item, torch.view_as_complex(tensor) if item["value"].get("complex") else tensor)
    write_json("printing.json", table["shard"], table["items"])


def edge_cases():
    """Items whose rule is rare enough that chance would miss it."""
    nan, inf = float("nan"), float("inf")
    ties = torch.tensor([0.5, 1.5, 2.5, -0.5, 0.125, 0.375, 1.0625, 2.03125, 0.00048828125], dtype=torch.float64)
    odd = torch.tensor([complex(nan, 1), complex(-1.5, nan), complex(inf, -inf), complex(-0.0, -0.0), complex(300, 2.5)])
    range_of = torch.arange
    yield "complex-odd", odd, {}
    yield "complex-0d", torch.tensor(1.5 - 2j), {}
    yield "complex-whole", torch.tensor([1 + 2j, -3 - 400j]), {}
    yield "complex-huge", torch.tensor([1e9 + 2e-7j, -3 - 400j]), {}
    yield "complex-summary", torch.complex(range_of(1200.0), -range_of(1200.0) / 7).view(20, 60), {}
    yield "complex128", torch.tensor([[1 + 2j, 0.5j]], dtype=torch.complex128), {}
    yield "complex128-default", torch.tensor([[1 + 2j, 0.5j]], dtype=torch.complex128), {"default_dtype": "float64"}
    yield "complex-empty", torch.zeros(0, dtype=torch.complex64), {}
    yield "default-float64", torch.tensor([1.5, 2], dtype=torch.float64), {"default_dtype": "float64"}
    yield "default-float64-empty", torch.zeros(0, 2), {"default_dtype": "float64"}
    for precision in (0, 1, 2, 3):
        for sci_mode in (True, False):
            options = {"precision": precision, "sci_mode": sci_mode}
            yield f"ties-{precision}-{sci_mode}", ties, {"options": options}
    yield "precision-200", ties, {"options": {"precision": 200}}
    yield "extremes", torch.tensor([5e-324, 1.7976931348623157e308, -2.2250738585072014e-308], dtype=torch.float64), {}
    yield "extremes-fixed", torch.tensor([5e-324, 1.7976931348623157e308], dtype=torch.float64), {"options": {"sci_mode": False}}
    yield "whole-scientific", torch.tensor([1.0, 20, -0.0]), {"options": {"sci_mode": True}}
    yield "whole-fixed", torch.tensor([1.0, 1e12]), {"options": {"sci_mode": False}}
    yield "whole-minus-zero", torch.tensor([3.0, -0.0]), {}
    yield "zeros-scientific", torch.zeros(2), {"options": {"sci_mode": True}}
    yield "boundary-1e8", torch.tensor([1e8, 1e5 + 0.0]), {}
    yield "boundary-ratio", torch.tensor([1000.0, 1.0]), {}
    yield "boundary-1e-4", torch.tensor([1e-4, 1e-2], dtype=torch.float64), {}
    yield "boundary-1e-4-f32", torch.tensor([1e-4, 1e-2]), {}
    yield "int-extremes", torch.tensor([-(2**63), 2**63 - 1]), {}
    yield "bool-summary", range_of(3000).view(50, 60) % 7 == 0, {}
    yield "5d", range_of(24.0).view(1, 2, 1, 3, 4), {}
    yield "long-empty", torch.zeros(2, 0, 3, 0, dtype=torch.float64), {"requires_grad": True, "options": {"linewidth": 30}}
    for sizes in ((2000,), (40, 40), (2,), (), (3, 0), (0,)):
        yield f"no-edge-items-{len(sizes)}d-{sum(sizes)}", torch.ones(sizes), {"options": {"edgeitems": 0}}
    yield "no-threshold-0d", torch.tensor(7), {"options": {"threshold": 0}}
    yield "no-threshold-0d-no-edge", torch.tensor(7), {"options": {"threshold": 0, "edgeitems": 0}}
    for width in range(36, 50):
        yield f"complex-width-{width}", odd, {"options": {"linewidth": width}}
        yield f"suffix-width-{width}", ties[2:4].clone(), {"requires_grad": True, "options": {"linewidth": width}}
        yield f"suffix-width-{width}-2d", ties[:4].view(2, 2).clone(), {"requires_grad": True, "options": {"linewidth": width}}
    yield "narrow", range_of(5) * 1000, {"options": {"linewidth": 3}}
    yield "short", range_of(1300.0).view(13, 100) / 8, {"options": {"profile": "short"}}
    yield "full", range_of(1001) % 10, {"options": {"profile": "full"}}
    yield "edge-items-whole-dimension", range_of(7 * 6 * 40).view(7, 6, 40), {}


def random_case(draw):
    n_dims = draw.choice((0, 1, 1, 1, 2, 2, 3, 4))
    sizes = [draw.choice((1, 2, 3, 4, 5, 6, 7, draw.randrange(1, 12))) for _ in range(n_dims)]
    if draw.random() < 0.03 and n_dims:
        sizes[draw.randrange(n_dims)] = 0
    name = draw.choice(("float32",) * 4 + ("float64", "float16", "bfloat16", "int64", "int32", "uint8", "bool", "complex64"))
    dtype = getattr(torch, name)
    value = torch.randn(sizes, dtype=torch.complex128 if name == "complex64" else torch.float64)
    value = value * 10.0 ** draw.uniform(-6, 9) if draw.random() < 0.5 else value * draw.choice((1, 10, 100))
    if draw.random() < 0.2 and name != "complex64":
        value = value.round()
    if draw.random() < 0.2 and value.numel():
        value.view(-1)[draw.randrange(value.numel())] = draw.choice((0.0, -0.0, float("inf"), float("-inf"), float("nan")))
    if name in ("int64", "int32", "uint8"):
        value = value.nan_to_num(0.0, 1.0, -1.0).clamp(0 if name == "uint8" else -(2.0**31), 255 if name == "uint8" else 2.0**31 - 1)
    keys = {}
    if draw.random() < 0.4:
        every = {"precision": draw.randrange(8), "threshold": draw.choice((0, 5, 20, 100)), "edgeitems": draw.choice((0, 1, 2, 3))}
        every |= {"linewidth": draw.randrange(20, 120), "sci_mode": draw.choice((True, False))}
        keys["options"] = {key: every[key] for key in draw.sample(sorted(every), draw.randrange(1, 4))}
    if dtype.is_floating_point or dtype.is_complex:
        if draw.random() < 0.2:
            keys["requires_grad"] = True
        elif draw.random() < 0.3:
            keys["made_by"] = draw.choice([maker for maker in MAKERS if (n_dims or maker != "cat") and (maker != "relu" or not dtype.is_complex)])
    return value.to(dtype), keys


def make_random(n_random):
    torch.manual_seed(0)
    draw = random.Random(0)
    cases = list(edge_cases()) + [(f"random-{index}", *random_case(draw)) for index in range(n_random)]
    tensors, items = {}, []

    def store(tensor):
        name = f"t{len(tensors)}"
        tensors[name] = (torch.view_as_real(tensor) if tensor.is_complex() else tensor).contiguous().clone()
        return {"tensor": name, "complex": True} if tensor.is_complex() else {"tensor": name}

    for name, value, keys in cases:
        shown, text = printed(keys, value)
        item = {"id": name, "value": store(value), **keys}
        if "made_by" in keys:
            item["shown_value"] = store(shown)
        items.append({**item, "text": text})
    save_file(tensors, os.path.join(FOLDER, "random-000.safetensors"))
    write_json("random.json", "random-000.safetensors", items)


refresh()
make_random(int(sys.argv[1]) if len(sys.argv) > 1 else 120)
