"""Plain functions, momentum, a schedule of steps."""

import torch
from torch import nn


def make_data():
    x = torch.randn(512, 20)
    return x, (x[:, :3].sum(1) > 0).long()


def train(model, x, y, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
    for _ in range(epochs):
        for start in range(0, len(x), 64):
            loss = nn.functional.cross_entropy(model(x[start : start + 64]), y[start : start + 64])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            print("step", loss.item().hex(), optimizer.param_groups[0]["lr"])
        scheduler.step()


if __name__ == "__main__":
    torch.manual_seed(1)
    data = make_data()
    train(nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 2)), *data, epochs=6)
