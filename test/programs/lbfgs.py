"""A closure that LBFGS evaluates several times a step."""

import torch

torch.manual_seed(9)
x = torch.randn(100, 4)
y = (x @ torch.tensor([1.0, -2.0, 0.5, 3.0])).sigmoid()
weight = torch.zeros(4, requires_grad=True)
optimizer = torch.optim.LBFGS([weight], lr=0.5, max_iter=5)


def closure():
    optimizer.zero_grad()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ weight, y)
    loss.backward()
    return loss


for _ in range(12):
    print("step", optimizer.step(closure).item().hex(), optimizer.param_groups[0]["lr"])
