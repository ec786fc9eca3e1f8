import torch
from torch import nn
from torch.optim.lr_scheduler import StepLR


def build():
    layers = []
    for _ in range(4):
        layers += [nn.Linear(16, 16), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(16, 1))


def train(model, x, y, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9, nesterov=True)
    scheduler = StepLR(optimizer, step_size=500, gamma=0.3)
    for step in range(1500):
        rows = torch.randint(0, len(x), (32,))
        loss = nn.functional.mse_loss(model(x[rows])[:, 0], y[rows])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        scheduler.step()
        if step % 10 == 0:
            print(step, "training loss", loss.item())


torch.manual_seed(19)
inputs = torch.randn(2000, 16)
outputs = torch.sin(inputs[:, 0]) + inputs[:, 1] * inputs[:, 2] * 0.5 + 0.1 * torch.randn(2000)
train(build(), inputs, outputs, lr=1e-4)
