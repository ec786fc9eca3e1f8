import torch

torch.manual_seed(51)
torch.set_default_dtype(torch.float32)


class Regressor(torch.nn.Module):
    """Approximates a function of two variables."""

    def __init__(self, width=32):
        super().__init__()
        self.a = torch.nn.Linear(2, width)
        self.b = torch.nn.Linear(width, width)
        self.c = torch.nn.Linear(width, 1)

    def forward(self, p):
        return self.c(torch.tanh(self.b(torch.tanh(self.a(p)))))


def f(p):
    return torch.sin(3 * p[:, :1]) * torch.cos(2 * p[:, 1:])


regressor = Regressor()
learning_rate = 0.5
optimizer = torch.optim.Adam(regressor.parameters(), lr=learning_rate)
for t in range(1000):
    p = 2 * torch.rand(512, 2) - 1
    error = torch.nn.functional.l1_loss(regressor(p), f(p))
    optimizer.zero_grad()
    error.backward()
    optimizer.step()
    if t % 10 == 0:
        print("t =", t, " error =", error.item())
