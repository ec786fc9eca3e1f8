"""Predicts the next value of a noisy sum of sines with a plain RNN."""

import torch
import torch.nn as nn

torch.manual_seed(5)
WINDOW = 10

t = torch.arange(2000.0)
wave = torch.sin(0.2 * t) + 0.5 * torch.sin(0.53 * t + 1) + 0.05 * torch.randn(2000)


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(1, 20, batch_first=True)
        self.linear = nn.Linear(20, 1)

    def forward(self, x):
        states, _ = self.rnn(x)
        return self.linear(states[:, -1])[:, 0]


forecaster = Forecaster()
optimizer = torch.optim.Adagrad(forecaster.parameters(), lr=0.03)
criterion = nn.HuberLoss(delta=0.5)

for epoch in range(1000):
    first = torch.randint(0, 2000 - WINDOW - 1, (32,))
    index = first[:, None] + torch.arange(WINDOW + 1)
    values = wave[index]
    optimizer.zero_grad()
    loss = criterion(forecaster(values[:, :-1, None]), values[:, -1])
    loss.backward()
    optimizer.step()
    if epoch % 5 == 0:
        print(f"{epoch},{loss.item()}")
