"""Writes samplers.json: orders of PyTorch's samplers. Needs torch==2.15."""

import json
import pathlib

import torch
from torch.utils.data import SubsetRandomSampler, WeightedRandomSampler
from torch.utils.data.distributed import DistributedSampler


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def distributed(n, replicas, rank, epoch, **options):
    sampler = DistributedSampler(range(n), replicas, rank, **options)
    sampler.set_epoch(epoch)
    return {"n": n, "replicas": replicas, "rank": rank, "epoch": epoch, "options": options, "order": list(sampler)}


subset = [3, 1, 4, 15, 9, 2, 6]
weights = [0.5, 0.0, 3.0, 1.25, 0.25]
written = {
    "subset": {"indices": subset, "order": list(SubsetRandomSampler(subset, generator=seeded(5)))},
    "weighted": [
        {"weights": weights, "n": n, "replacement": replacement,
         "order": list(WeightedRandomSampler(weights, n, replacement, generator=seeded(6)))}
        for n, replacement in ((12, True), (4, False))
    ],
    "distributed": [
        distributed(n, replicas, rank, epoch, **options)
        for n, replicas in ((10, 3), (2, 5))
        for rank in range(replicas)
        for epoch, options in ((0, {}), (3, {"seed": 7}), (1, {"drop_last": True}), (0, {"shuffle": False}))
        if not (n == 2 and options.get("drop_last"))
    ],
}
pathlib.Path(__file__).with_name("samplers.json").write_text(json.dumps(written) + "\n")
