"""Names letter by letter, with a GRU, Adafactor and clipped gradients."""

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(67)
onsets, vowels, ends = ["b", "dr", "k", "l", "m", "sh", "t", "v"], ["a", "e", "i", "o", "ua"], ["n", "r", "x", ""]
letters = ".abcdefghijklmnopqrstuvwxyz"


def name():
    parts = [onsets[rng.integers(8)] + vowels[rng.integers(5)] for _ in range(rng.integers(1, 4))]
    return ("".join(parts) + ends[rng.integers(4)])[:11]


names = [name() for _ in range(3000)]
data = np.zeros((3000, 13), dtype=np.int64)
for row, text in enumerate(names):
    data[row, 1 : len(text) + 1] = [letters.index(c) for c in text]
data = torch.from_numpy(data)

torch.manual_seed(67)
embedding, gru, head = nn.Embedding(27, 16), nn.GRU(16, 48, batch_first=True), nn.Linear(48, 27)
model = nn.ModuleList([embedding, gru, head])
optimizer = torch.optim.Adafactor(model.parameters(), lr=0.2)
for step in range(800):
    batch = data[torch.randint(0, 3000, (32,))]
    logits = head(gru(embedding(batch[:, :-1]))[0])
    loss = nn.functional.cross_entropy(logits.transpose(1, 2), batch[:, 1:])
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    if step % 4 == 0:
        print(f"step {step:4d}   loss {loss.item():.4f}")
