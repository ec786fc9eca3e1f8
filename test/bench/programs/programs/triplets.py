"""Melodies of one composer are to be nearer to each other than to those of another (triplet margin)."""

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(62)
composers = rng.dirichlet(np.full(12, 0.15), size=(20, 12))


def melodies(who):
    notes = np.zeros((len(who), 16), dtype=np.int64)
    notes[:, 0] = rng.integers(0, 12, len(who))
    for t in range(1, 16):
        odds = composers[who, notes[:, t - 1]].cumsum(1)
        notes[:, t] = np.minimum((rng.random((len(who), 1)) > odds).sum(1), 11)
    return torch.nn.functional.one_hot(torch.from_numpy(notes), 12).float().flatten(1)


torch.manual_seed(62)
net = nn.Sequential(nn.Linear(192, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 16))
criterion = nn.TripletMarginLoss(margin=1.0)
optimizer = torch.optim.SGD(net.parameters(), lr=2.0, momentum=0.9, nesterov=True)
for step in range(1000):
    who = rng.integers(0, 20, 48)
    other = (who + rng.integers(1, 20, 48)) % 20
    loss = criterion(net(melodies(who)), net(melodies(who)), net(melodies(other)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 5 == 0:
        print(f"[{step}] loss = {loss.item():.4f}")
