"""Writes curves.json: the losses of the first 100 steps of two trainings.

python3 curves.py, with torch==2.15: a convolutional network on the digits of crates/data, and a character-level GPT on
the file LICENSE-APACHE, each from one seed and without dropout. With a rate of 3e-3 PyTorch's own losses differ by a
hundredth between its two kinds of convolution: rounding grows so fast that there is nothing to agree with.
"""

import csv
import gzip
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, TensorDataset

torch.set_num_threads(1)
here = pathlib.Path(__file__)
STEPS, CONTEXT, WIDTH = 100, 32, 64


def train(model, loss, optimizer, loader):
    losses = []
    while True:
        for x, y in loader:
            value = loss(model, x, y)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            losses.append(value.item())
            if len(losses) == STEPS:
                return losses


def digits():
    rows = list(csv.reader(gzip.open(here.parents[3] / "data/data/digits.csv.gz", "rt")))
    rows = torch.tensor([[int(value) for value in row] for row in rows])
    images, labels = rows[:, :64].float().div(16).reshape(-1, 1, 8, 8), rows[:, 64]
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(128, 10),
    )
    loader = DataLoader(TensorDataset(images, labels), batch_size=32, shuffle=True)
    return train(model, lambda m, x, y: F.cross_entropy(m(x), y), torch.optim.Adam(model.parameters(), 5e-4), loader)


class Windows(Dataset):
    def __init__(self, text):
        self.characters = sorted(set(text))
        self.numbers = torch.tensor([self.characters.index(c) for c in text])

    def __len__(self):
        return len(self.numbers) - CONTEXT

    def __getitem__(self, at):
        return self.numbers[at : at + CONTEXT], self.numbers[at + 1 : at + 1 + CONTEXT]


class Gpt(nn.Module):
    def __init__(self, n_tokens):
        super().__init__()
        self.tokens, self.places = nn.Embedding(n_tokens, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        block = lambda: nn.TransformerEncoderLayer(
            WIDTH, 4, 4 * WIDTH, dropout=0.0, activation=F.gelu, batch_first=True, norm_first=True
        )
        self.blocks = nn.ModuleList([block(), block()])
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, n_tokens)

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(CONTEXT)
        x = self.tokens(x) + self.places(torch.arange(CONTEXT))
        for block in self.blocks:
            x = block(x, src_mask=mask, is_causal=True)
        return self.head(self.norm(x))


def characters():
    windows = Windows((here.parents[4] / "LICENSE-APACHE").read_text())
    torch.manual_seed(0)
    model = Gpt(len(windows.characters))
    loader = DataLoader(windows, batch_size=16, shuffle=True)
    loss = lambda m, x, y: F.cross_entropy(m(x).flatten(0, 1), y.flatten(0, 1))
    return train(model, loss, torch.optim.AdamW(model.parameters(), 1e-3), loader)


curves = {"digits": digits(), "characters": characters()}
with open(here.with_name("curves.json"), "w") as file:
    json.dump(curves, file, indent=0)
    file.write("\n")
