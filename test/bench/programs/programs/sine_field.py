"""A network of sines learns a picture: brightness at a place."""

import math

import torch
from torch import nn


class Sine(nn.Module):
    def __init__(self, inputs, outputs, omega):
        super().__init__()
        self.linear = nn.Linear(inputs, outputs)
        self.omega = omega
        bound = 1 / inputs if omega > 1 and inputs == 2 else math.sqrt(6 / inputs) / omega
        nn.init.uniform_(self.linear.weight, -bound, bound)

    def forward(self, x):
        return torch.sin(self.omega * self.linear(x))


torch.manual_seed(42)
grid = torch.stack(torch.meshgrid(torch.linspace(-1, 1, 64), torch.linspace(-1, 1, 64), indexing="ij"), dim=-1).view(-1, 2)
picture = torch.where((grid.norm(dim=1) < 0.6) ^ (grid[:, 0] * grid[:, 1] > 0), 1.0, -1.0)
picture = picture + 0.3 * torch.sin(9 * grid[:, 0])

field = nn.Sequential(Sine(2, 48, 15.0), Sine(48, 48, 15.0), nn.Linear(48, 1))
adam = torch.optim.Adam(field.parameters(), lr=0.05)
for it in range(1500):
    at = torch.randint(0, 4096, (256,))
    mse = (field(grid[at])[:, 0] - picture[at]).square().mean()
    adam.zero_grad()
    mse.backward()
    adam.step()
    if it % 10 == 0:
        print(f"it {it:4d}  mse {mse.item():.5f}")
