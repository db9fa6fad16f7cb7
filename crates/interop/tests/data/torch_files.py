"""Writes `torch/`: files of `torch.save`, and what is in them as `expected.safetensors`.

Run with torch==2.15: `python3 torch_files.py`.
"""

import collections
import os
import pathlib

import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "torch"
FOLDER.mkdir(exist_ok=True)
NAMES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
    torch.complex64: "C64",
}
expected = {}


def save(name, value, tensors, **options):
    torch.save(value, FOLDER / f"{name}.pt", **options)
    expected.update({f"{name}/{key}": tensor.detach().clone() for key, tensor in tensors.items()})


torch.manual_seed(0)
model = nn.Sequential(nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3), nn.Linear(3, 2))
state = model.state_dict()
save("state", state, state)
save("legacy", state, state, _use_new_zipfile_serialization=False)

optimizer = torch.optim.AdamW(model.parameters())
model(torch.randn(2, 2, 5, 5)).sum().backward()
optimizer.step()
checkpoint = {
    "epoch": 7, "best": 0.25, "name": "tiny", "done": False, "nothing": None, "big": 2**40, "minus": -3,
    "model": model.state_dict(), "optimizer": optimizer.state_dict(), "sizes": torch.Size([2, 3]),
    "dtype": torch.float16, "device": torch.device("cuda:1"), "history": [(1, 2.5), (2, 1.5)], "raw": b"\x00\xff",
    "kinds": {1, 2}, "counts": collections.Counter("aab"),
}
flat = {f"model.{key}": value for key, value in model.state_dict().items()}
for number, entry in checkpoint["optimizer"]["state"].items():
    flat |= {f"optimizer.state.{number}.{key}": value for key, value in entry.items()}
save("checkpoint", checkpoint, flat)
save("checkpoint_legacy", checkpoint, flat, _use_new_zipfile_serialization=False)
save("checkpoint_protocol4", checkpoint, flat, pickle_protocol=4)

whole = torch.arange(24, dtype=torch.float32).reshape(4, 6)
windows = {
    "whole": whole, "part": whole[1:3, ::2], "turned": whole.t(), "again": whole, "one": whole[2, 3],
    "spread": torch.ones(1).expand(3), "empty": torch.zeros(0, 3), "scalar": torch.tensor(2.5, dtype=torch.float64),
    "parameter": nn.Parameter(torch.ones(2)), "frozen": nn.Parameter(torch.ones(2), requires_grad=False),
}
save("windows", windows, windows)
save("windows_legacy", windows, windows, _use_new_zipfile_serialization=False)
kinds = {str(dtype).split(".")[1]: torch.tensor([0, 1, 2]).to(dtype) for dtype in NAMES}
save("dtypes", kinds, kinds)


class Evil:
    def __reduce__(self):
        return os.system, ("true",)


save("evil", {"weight": torch.ones(1), "payload": Evil()}, {})
save("evil_legacy", {"payload": Evil()}, {}, _use_new_zipfile_serialization=False)
save("module", nn.Linear(1, 1), {})

source = (HERE / "programs.py").read_text()
start = source.index("def safetensors")
scope = {"NAMES": NAMES, "torch": torch}
exec("import json, struct\n" + source[start:source.index("# Models.")], scope)
(FOLDER / "expected.safetensors").write_bytes(scope["safetensors"](expected))
