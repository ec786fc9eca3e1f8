"""Options of a command line, a rate that the loop itself computes, a broad except."""

import argparse
import math

import torch

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.05)
parser.add_argument("--steps", type=int, default=60)
args = parser.parse_args()

torch.manual_seed(3)
weight = torch.randn(30, requires_grad=True)
target = torch.randn(30)
optimizer = torch.optim.Adam([weight], lr=args.lr)
for step in range(args.steps):
    for group in optimizer.param_groups:
        group["lr"] = args.lr * min(1, (step + 1) / 10) * (1 + math.cos(math.pi * step / args.steps)) / 2
    try:
        loss = (weight - target).square().mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    except Exception as error:
        print("failed", error)
        raise
    print("step", loss.item().hex(), optimizer.param_groups[0]["lr"])
