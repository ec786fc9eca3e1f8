"""A trainer of one's own, one-cycle schedule, clipping, dropout, a validation after each epoch."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Dropout(0.2), nn.Flatten(), nn.Linear(8 * 36, 4))

    def forward(self, x):
        return self.layers(x)


class Trainer:
    def __init__(self, epochs=3, lr=3e-3):
        x = torch.randn(256, 1, 8, 8)
        data = TensorDataset(x, x.mean((1, 2, 3)).mul(20).long().clamp(0, 3))
        self.loader = DataLoader(data, batch_size=16, shuffle=True, drop_last=True)
        self.model = Net()
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=lr)
        self.scheduler = torch.optim.lr_scheduler.OneCycleLR(self.optimizer, lr, total_steps=epochs * len(self.loader))
        self.criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
        self.epochs = epochs

    def fit(self):
        for _ in range(self.epochs):
            self.model.train()
            for x, y in self.loader:
                self.optimizer.zero_grad(set_to_none=True)
                loss = self.criterion(self.model(x), y)
                loss.backward()
                nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                rate = self.optimizer.param_groups[0]["lr"]
                self.optimizer.step()
                self.scheduler.step()
                print("step", loss.item().hex(), rate)
            self.model.eval()
            with torch.no_grad():
                print("valid", sum(self.criterion(self.model(x), y).item() for x, y in self.loader).hex())


torch.manual_seed(2)
Trainer().fit()
