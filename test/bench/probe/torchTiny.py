"""One weight: nearly all of a step is PyTorch's and the probe's own Python, and what the probe adds is seen."""

import sys
import time

import torch

torch.set_num_threads(1)
weight = torch.ones(1, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=1e-6)


def step():
    optimizer.zero_grad()
    weight.square().sum().backward()
    optimizer.step()


steps = int(sys.argv[1])
for _ in range(200):
    step()
wall, cpu = time.perf_counter(), time.process_time()
for _ in range(steps):
    step()
print("seconds", time.perf_counter() - wall, time.process_time() - cpu)
