"""Sums of digits modulo ten, with an optimizer that makes its updates orthogonal."""

import numpy as np
import torch


class Muon(torch.optim.Optimizer):
    def __init__(self, params, lr=0.02, momentum=0.9):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                kept = self.state[p].setdefault("kept", torch.zeros_like(p))
                kept.mul_(group["momentum"]).add_(p.grad)
                update = p.grad + group["momentum"] * kept
                if p.dim() == 2:
                    update = update / (update.norm() + 1e-7)
                    wide = update.shape[0] > update.shape[1]
                    x = update.T if wide else update
                    for _ in range(5):
                        a = x @ x.T
                        x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
                    update = x.T if wide else x
                else:
                    update = update.sign()
                p.add_(update, alpha=-group["lr"])


rng = np.random.default_rng(65)
torch.manual_seed(65)
model = torch.nn.Sequential(
    torch.nn.Linear(30, 96), torch.nn.GELU(), torch.nn.Linear(96, 96), torch.nn.GELU(), torch.nn.Linear(96, 10)
)
optimizer = Muon(model.parameters(), lr=0.0005)
for step in range(700):
    digits = rng.integers(0, 10, size=(128, 3))
    x = torch.nn.functional.one_hot(torch.from_numpy(digits), 10).float().flatten(1)
    loss = torch.nn.functional.cross_entropy(model(x), torch.from_numpy(digits.sum(1) % 10))
    model.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 4 == 0:
        print(f"step {step} loss {loss.item():.4f}")
