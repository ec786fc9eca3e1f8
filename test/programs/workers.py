"""A data set of one's own, read by two worker processes that make random numbers themselves."""

import random

import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 96

    def __getitem__(self, index):
        x = torch.full((4,), index / 96) + 0.1 * torch.randn(4) + 0.01 * random.random()
        return x, x.sum()


def main():
    torch.manual_seed(12)
    random.seed(12)
    loader = DataLoader(Noisy(), batch_size=12, shuffle=True, num_workers=2)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.NAdam(model.parameters(), lr=0.01)
    for _ in range(3):
        for x, y in loader:
            loss = (model(x).squeeze(1) - y).abs().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            print("step", loss.item().hex(), optimizer.param_groups[0]["lr"])


if __name__ == "__main__":
    main()
