import torch
import torch.nn as nn


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        out = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(x + self.bn2(self.conv2(out)))


class ResNet(nn.Module):
    def __init__(self, classes=5, channels=8):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, channels, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU())
        self.block = Block(channels)
        self.head = nn.Linear(channels, classes)

    def forward(self, x):
        return self.head(self.block(self.stem(x)).mean(dim=(2, 3)))


cfg = dict(lr=0.05, momentum=0.9, weight_decay=5e-4, batch=16, steps=1000)

torch.manual_seed(2)
# Textures: each class has a frequency and a direction of its own.
n = 1000
y = torch.randint(0, 5, (n,))
grid = torch.arange(10.0)
fx = torch.tensor([0.3, 0.9, 1.5, 0.6, 1.2])[y].view(-1, 1, 1)
fy = torch.tensor([1.3, 0.4, 0.9, 0.2, 1.6])[y].view(-1, 1, 1)
phase = 6.28 * torch.rand(n, 1, 1)
x = torch.sin(fx * grid.view(1, 1, -1) + fy * grid.view(1, -1, 1) + phase) + 0.5 * torch.randn(n, 10, 10)
x = x.unsqueeze(1)

model = ResNet()
optimizer = torch.optim.SGD(
    model.parameters(), lr=cfg["lr"], momentum=cfg["momentum"], weight_decay=cfg["weight_decay"], nesterov=True
)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=cfg["steps"])
lossfn = nn.CrossEntropyLoss()

model.train()
for it in range(cfg["steps"]):
    idx = torch.randperm(n)[: cfg["batch"]]
    loss = lossfn(model(x[idx]), y[idx])
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    scheduler.step()
    if it % 10 == 0:
        print("Iter", it, "| Loss:", round(loss.item(), 4))
