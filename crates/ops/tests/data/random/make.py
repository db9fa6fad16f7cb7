"""Makes streams.jsonl and streams.safetensors from the conformance set: python3 make.py <folder of the set>.

Kept are the `steps` lines of rng.jsonl for two of its four seeds, and from cases.jsonl the seeded calls of random
operators on contiguous tensors, written as `steps` lines. Only the standard library is used.
"""

import json
import pathlib
import struct
import sys

CASE_OPS = """bernoulli.Tensor bernoulli.default bernoulli.p bernoulli_.Tensor bernoulli_.float cauchy.default cauchy_.default
dropout.default exponential.default exponential_.default feature_dropout.default geometric.default geometric_.default
log_normal.default log_normal_.default multinomial.default native_dropout.default normal.Tensor_Tensor
normal.Tensor_float normal.float_Tensor normal.float_float normal_.default poisson.default rand.default
rand_like.default randint.default randint.low randint_like.default randint_like.low_dtype randn.default
randn_like.default random.default random.to random_.default random_.to randperm.default
rrelu_with_noise_functional.default uniform.default uniform_.default""".split()


class Shards:
    """Safetensors files of the set, read on demand."""

    def __init__(self, folder):
        self.folder, self.open = folder, {}

    def get(self, name, key):
        if name not in self.open:
            raw = (self.folder / name).read_bytes()
            length = struct.unpack("<Q", raw[:8])[0]
            self.open[name] = (json.loads(raw[8 : 8 + length]), raw[8 + length :])
        header, data = self.open[name]
        entry = header[key]
        start, end = entry["data_offsets"]
        return entry["dtype"], entry["shape"], data[start:end]


def contiguous(size):
    stride, step = [], 1
    for n in reversed(size):
        stride.insert(0, step)
        step *= n
    return stride


def is_plain(value):
    """Whether every tensor in the value is real and contiguous."""
    if isinstance(value, list):
        return all(map(is_plain, value))
    if isinstance(value, dict) and "complex" in value:
        return False
    if not isinstance(value, dict) or "view" not in value:
        return True
    view = value["view"]
    return view["stride"] == contiguous(view["size"]) and 0 not in view["size"]


def is_drawn(name, arguments):
    """Whether the call draws at all: dropout and rrelu do in training only."""
    flag = {"dropout.default": 2, "feature_dropout.default": 2, "native_dropout.default": 2,
            "rrelu_with_noise_functional.default": 4}.get(name)
    return flag is None or len(arguments) > flag and arguments[flag] is not False


def main(folder):
    shards, kept, tensors = Shards(folder), {}, {}

    def keep(value, shard):
        """The value with its tensors copied, cut to their views and renamed."""
        if isinstance(value, list):
            return [keep(item, shard) for item in value]
        if not isinstance(value, dict) or "tensor" not in value:
            return value
        dtype, shape, data = shards.get(shard, value["tensor"])
        if "view" in value:
            view, count = value["view"], 1
            for n in (shape := view["size"]):
                count *= n
            width = len(data) // max(1, shards.get(shard, value["tensor"])[1][0])
            data = data[view["offset"] * width : (view["offset"] + count) * width]
        content = (dtype, tuple(shape), data)
        key = kept.setdefault(content, f"t{len(kept)}")
        tensors[key] = content
        return {"tensor": key}

    lines = []
    for text in (folder / "rng.jsonl").read_text().splitlines():
        line = json.loads(text)
        wanted = line["kind"] == "steps" and line["seed"] in (0, 1234567) and "transposed" not in line["id"]
        if not wanted:
            continue
        steps = [
            {"op": s["op"], "args": keep(s["args"], "rng-000.safetensors"), "kwargs": s["kwargs"],
             "outputs": keep(s["outputs"], "rng-000.safetensors")}
            for s in line["steps"]
        ]
        lines.append({"id": line["id"], "kind": "steps", "seed": line["seed"], "steps": steps})
    for text in (folder / "cases.jsonl").read_text().splitlines():
        line = json.loads(text)
        name = line["op"].removeprefix("aten.")
        if "seed" not in line or name not in CASE_OPS or not is_plain(line["args"]):
            continue
        shard = f"cases-{line['shard']:03}.safetensors"
        written = {m["arg"]: m["value"] for m in line.get("mutated", [])}
        outputs = [written.get(o["same"]) if "same" in o else o for o in line["outputs"]]
        if any(o is None or "meta" in o for o in outputs) or not is_plain(outputs):
            continue
        if not is_drawn(name, line["args"]):
            continue
        values = [v for v in line["args"] + outputs if isinstance(v, dict)]
        shapes = {tuple(v["view"]["size"] if "view" in v else shards.get(shard, v["tensor"])[1]) for v in values}
        if name.startswith(("normal.", "bernoulli")) and len(shapes) > 1:
            continue  # broadcasting is no matter of the stream
        step = {"op": line["op"], "args": keep(line["args"], shard), "kwargs": line["kwargs"],
                "outputs": keep(outputs, shard)}
        lines.append({"id": line["id"], "kind": "steps", "seed": line["seed"], "steps": [step]})

    header, data = {}, b""
    for key, (dtype, shape, content) in tensors.items():
        header[key] = {"dtype": dtype, "shape": list(shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    here = pathlib.Path(__file__).parent
    (here / "streams.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + data)
    rows = (json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    (here / "streams.jsonl").write_text("".join(rows))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
