"""Makes orders.jsonl from the conformance set: python3 make.py <folder of the set>.

Kept are the `loader` and `sampler` lines of rng.jsonl for two of its four seeds.
"""

import json
import pathlib
import sys


def main(folder):
    lines = (json.loads(text) for text in (folder / "rng.jsonl").read_text().splitlines())
    kept = [line for line in lines if line["kind"] in ("loader", "sampler") and line["seed"] in (0, 1234567)]
    rows = (json.dumps(line, separators=(",", ":")) + "\n" for line in kept)
    (pathlib.Path(__file__).parent / "orders.jsonl").write_text("".join(rows))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
