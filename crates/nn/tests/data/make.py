"""Makes initial.jsonl and initial.safetensors from the conformance set: python3 make.py <folder of the set>.

Kept are the lines of rng.jsonl that construct layers of this crate or call its initialisers. Only the standard library
is used.
"""

import json
import pathlib
import struct
import sys

LAYERS = {"Linear", "Conv2d", "Embedding", "BatchNorm2d"}
INITIALISERS = {
    "uniform_", "normal_", "xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_",
}


def kept(line):
    match line["kind"]:
        case "module":
            return line["module"] in LAYERS
        case "modules":
            return all(module["module"] in LAYERS for module in line["modules"])
        case "init":
            return line["function"] in INITIALISERS
    return False


def keys(value):
    if isinstance(value, dict):
        if "tensor" in value:
            yield value["tensor"]
        else:
            for inner in value.values():
                yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def main():
    folder, here = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent
    lines = [json.loads(line) for line in (folder / "rng.jsonl").read_text().splitlines()]
    lines = [line for line in lines if kept(line)]
    raw = (folder / "rng-000.safetensors").read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    header, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    used = sorted(set(keys(lines)), key=lambda key: header[key]["data_offsets"])
    written, body = {}, b""
    for key in used:
        start, end = header[key]["data_offsets"]
        written[key] = {**header[key], "data_offsets": [len(body), len(body) + end - start]}
        body += data[start:end]
    head = json.dumps(written, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    (here / "initial.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + body)
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    (here / "initial.jsonl").write_text(text)


main()
