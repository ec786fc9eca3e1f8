"""A small CNN on the CPU, as in the articles: what a step costs."""

import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)
x, y = torch.randn(512, 1, 28, 28), torch.randint(0, 10, (512,))
model = nn.Sequential(
    nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(256, 10)
)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)


def step(index):
    part = slice(index % 8 * 64, index % 8 * 64 + 64)
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x[part]), y[part]).backward()
    optimizer.step()


steps = int(sys.argv[1])
for index in range(20):
    step(index)
wall, cpu = time.perf_counter(), time.process_time()
for index in range(steps):
    step(index)
print("seconds", time.perf_counter() - wall, time.process_time() - cpu)
