import argparse

import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.first = nn.Linear(inputs, hidden)
        self.second = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, 1)

    def forward(self, x):
        x = torch.relu(self.first(x))
        x = torch.relu(self.second(x))
        return self.out(x).squeeze(1)


def make_data(n, inputs):
    teacher = nn.Sequential(nn.Linear(inputs, 16), nn.Tanh(), nn.Linear(16, 1))
    for p in teacher.parameters():
        nn.init.normal_(p, std=0.6)
    x = torch.randn(n, inputs)
    with torch.no_grad():
        y = teacher(x).squeeze(1)
    return x, y + 0.1 * torch.randn(n)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--lr", type=float, default=1e-5)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    x, y = make_data(2048, 12)
    loader = DataLoader(TensorDataset(x, y), batch_size=args.batch_size, shuffle=True)
    net = Net(12, 64)
    optim = torch.optim.Adam(net.parameters(), lr=args.lr)
    criterion = nn.MSELoss()
    i = 0
    for epoch in range(args.epochs):
        for xb, yb in loader:
            optim.zero_grad()
            loss = criterion(net(xb), yb)
            loss.backward()
            optim.step()
            if i % 4 == 0:
                print("epoch %d iter %d mse loss: %.5f" % (epoch + 1, i, loss.item()))
            i += 1


if __name__ == "__main__":
    main()
