"""A network that obeys the equation of a damped oscillator: x'' + 0.6 x' + 9 x = 0, x(0) = 1, x'(0) = 0."""

import torch

torch.manual_seed(47)
model = torch.nn.Sequential(
    torch.nn.Linear(1, 32), torch.nn.Tanh(), torch.nn.Linear(32, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1)
)
opt = torch.optim.Adam(model.parameters(), lr=5e-5)
zero = torch.zeros(1, 1, requires_grad=True)


def slope(y, x):
    return torch.autograd.grad(y, x, torch.ones_like(y), create_graph=True)[0]


for epoch in range(1200):
    t = (2 * torch.rand(64, 1)).requires_grad_()
    x = model(t)
    v = slope(x, t)
    physics = (slope(v, t) + 0.6 * v + 9 * x).pow(2).mean()
    start = model(zero)
    boundary = (start - 1).pow(2).mean() + 0.1 * slope(start, zero).pow(2).mean()
    loss = 0.02 * physics + boundary
    opt.zero_grad()
    loss.backward()
    opt.step()
    if epoch % 10 == 0:
        print(f"epoch {epoch} loss {loss.item():.3e}")
