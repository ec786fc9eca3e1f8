"""Where may the arm have been? A mixture density network."""

import torch
from torch import distributions as D
from torch import nn

torch.manual_seed(46)


def sample(count):
    joint = 3 * torch.rand(count, 1) - 1.5
    return torch.sin(2 * joint) + 0.3 * joint + 0.15 * torch.randn(count, 1), joint


class MDN(nn.Module):
    def __init__(self, parts=5):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh())
        self.logits = nn.Linear(32, parts)
        self.means = nn.Linear(32, parts)
        self.scales = nn.Linear(32, parts)

    def forward(self, x):
        h = self.body(x)
        parts = D.Normal(self.means(h), nn.functional.softplus(self.scales(h)) + 0.05)
        return D.MixtureSameFamily(D.Categorical(logits=self.logits(h)), parts)


x, y = sample(3000)
net = MDN()
optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
for step in range(1300):
    i = torch.randint(0, 3000, (100,))
    nll = -net(x[i]).log_prob(y[i, 0]).mean()
    optimizer.zero_grad()
    nll.backward()
    optimizer.step()
    if step % 10 == 0:
        print(f"step {step}: nll {nll.item():.4f}")
