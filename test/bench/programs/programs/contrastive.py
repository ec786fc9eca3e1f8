"""Two noisy views of a thing are to be near each other (InfoNCE)."""

import torch
from torch import nn
from torch.nn import functional as F


def get_args():
    import argparse

    parser = argparse.ArgumentParser(description="contrastive toy")
    parser.add_argument("--lr", default=1e-3, type=float, help="peak rate of the cosine")
    parser.add_argument("--steps", default=1000, type=int)
    parser.add_argument("--temperature", default=0.2, type=float)
    return parser.parse_args()


class Projector(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(30, 64), nn.LayerNorm(64), nn.ReLU(), nn.Linear(64, 16))

    def forward(self, x):
        return F.normalize(self.net(x), dim=1)


args = get_args()
torch.manual_seed(9)
things = torch.randn(500, 8)
mix = torch.randn(8, 30)
projector = Projector()
optimizer = torch.optim.AdamW(projector.parameters(), lr=args.lr)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, args.steps)
for step in range(args.steps):
    chosen = things[torch.randint(0, 500, (48,))] @ mix
    a = projector(chosen + 2 * torch.randn_like(chosen))
    b = projector(chosen + 2 * torch.randn_like(chosen))
    loss = F.cross_entropy(a @ b.T / args.temperature, torch.arange(48))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()
    if step % 10 == 0:
        print(f"step: {step} info_nce_loss: {loss.item():.4f} lr: {schedule.get_last_lr()[0]:.2e}")
