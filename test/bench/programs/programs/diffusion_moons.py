"""Diffusion in two dimensions: the noise in a point of one of two moons."""

import math

import torch
from torch import nn


def moons(count):
    angle = math.pi * torch.rand(count)
    upper = torch.rand(count) < 0.5
    x = torch.where(upper, torch.cos(angle), 1 - torch.cos(angle))
    y = torch.where(upper, torch.sin(angle), 0.5 - torch.sin(angle))
    return torch.stack([x - 0.5, y - 0.25], 1) + 0.05 * torch.randn(count, 2)


class Denoiser(nn.Module):
    def __init__(self, hidden=64):
        super().__init__()
        self.register_buffer("frequencies", 2.0 ** torch.arange(4))
        self.net = nn.Sequential(
            nn.Linear(2 + 8, hidden), nn.SiLU(), nn.Linear(hidden, hidden), nn.SiLU(), nn.Linear(hidden, 2)
        )

    def forward(self, x, t):
        angles = t * self.frequencies
        return self.net(torch.cat([x, angles.sin(), angles.cos()], 1))


if __name__ == "__main__":
    torch.manual_seed(50)
    denoiser = Denoiser()
    optimizer = torch.optim.AdamW(denoiser.parameters(), lr=0.02)
    for iteration in range(1, 1401):
        clean, noise, t = moons(128), torch.randn(128, 2), torch.rand(128, 1)
        signal = torch.cos(t * math.pi / 2)
        noisy = signal * clean + (1 - signal**2).sqrt() * noise
        loss = nn.functional.mse_loss(denoiser(noisy, t), noise)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(denoiser.parameters(), 1.0)
        optimizer.step()
        if iteration % 10 == 1:
            print(f"[{iteration}] loss: {loss.item():.4f}")
