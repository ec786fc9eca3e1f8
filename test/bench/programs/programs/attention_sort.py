"""Which of eight numbers is the largest? Attention points at it."""

import torch
from torch import nn


class Pointer(nn.Module):
    def __init__(self, width=24):
        super().__init__()
        self.lift = nn.Linear(1, width)
        self.layer = nn.TransformerEncoderLayer(width, nhead=2, dim_feedforward=32, dropout=0.0, batch_first=True)
        self.score = nn.Linear(width, 1)

    def forward(self, numbers):
        return self.score(self.layer(self.lift(numbers.unsqueeze(-1)))).squeeze(-1)


def run(steps=1000, batch_size=24, lr=0.2, seed=33):
    torch.manual_seed(seed)
    model = Pointer()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for step in range(steps):
        numbers = torch.randn(batch_size, 8)
        loss = nn.functional.cross_entropy(model(numbers), numbers.argmax(dim=1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 10 == 0:
            print(f"step={step} loss={loss.item():.4f}", flush=True)


if __name__ == "__main__":
    run()
