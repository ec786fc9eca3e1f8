"""Dilated convolutions forecast the next value of a noisy, growing, seasonal series."""

import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(52)
t = np.arange(4000)
seasons = np.sin(t / 9) + 0.6 * np.sin(t / 31 + 1)
series = seasons + np.cumsum(rng.normal(scale=0.03, size=4000)) + 0.1 * rng.standard_t(3, size=4000)
series = torch.tensor((series - series.mean()) / series.std(), dtype=torch.float32)


class TCN(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv1d(1 if i == 0 else width, width, 2, dilation=2**i) for i in range(5)
        )
        self.head = nn.Linear(width, 1)

    def forward(self, x):
        x = x[:, None]
        for layer in self.layers:
            x = torch.relu(layer(x))
        return self.head(x[:, :, -1])[:, 0]


torch.manual_seed(52)
model = TCN()
hyper = dict(lr=0.1, alpha=0.95)
optimizer = torch.optim.RMSprop(model.parameters(), **hyper)
for batch_index in range(1000):
    starts = np.random.default_rng(batch_index).integers(0, 4000 - 33, size=32)
    windows = torch.stack([series[s : s + 33] for s in starts])
    huber_loss = nn.functional.huber_loss(model(windows[:, :32]), windows[:, 32], delta=0.5)
    optimizer.zero_grad()
    huber_loss.backward()
    optimizer.step()
    if batch_index % 10 == 0:
        print(f"batch {batch_index} huber_loss {huber_loss.item():.6f}")
