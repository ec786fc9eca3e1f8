"""The missing word of a sentence, with large batches and layerwise adaptive rates."""

import numpy as np
import torch
from torch import nn


class Lamb(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            first, second = group["betas"]
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                state["step"] += 1
                state["m"].lerp_(p.grad, 1 - first)
                state["v"].lerp_(p.grad.square(), 1 - second)
                m, v = state["m"] / (1 - first ** state["step"]), state["v"] / (1 - second ** state["step"])
                update = m / (v.sqrt() + group["eps"]) + group["weight_decay"] * p
                ratio = p.norm() / update.norm()
                p.sub_(group["lr"] * (ratio if 0 < ratio < float("inf") else 1.0) * update)


rng = np.random.default_rng(66)
follow = rng.integers(0, 40, size=(40, 2))


def sentences(count):
    words = np.zeros((count, 8), dtype=np.int64)
    words[:, 0] = rng.integers(0, 40, count)
    for t in range(1, 8):
        words[:, t] = follow[words[:, t - 1], rng.integers(0, 2, count)]
    return words


torch.manual_seed(66)
embed, place = nn.Embedding(41, 32), nn.Parameter(torch.randn(8, 32) * 0.1)
mixer = nn.TransformerEncoderLayer(32, 4, 64, dropout=0.0, batch_first=True)
head = nn.Linear(32, 40)
parameters = [*embed.parameters(), place, *mixer.parameters(), *head.parameters()]
optimizer = Lamb(parameters, lr=0.3)
for step in range(600):
    words = torch.from_numpy(sentences(128))
    gap = torch.from_numpy(rng.integers(1, 7, 128))
    rows = torch.arange(128)
    answer = words[rows, gap].clone()
    words[rows, gap] = 40
    loss = nn.functional.cross_entropy(head(mixer(embed(words) + place)[rows, gap]), answer)
    for p in parameters:
        p.grad = None
    loss.backward()
    optimizer.step()
    if step % 3 == 0:
        print(f"{step}: loss {loss.item():.4f}")
