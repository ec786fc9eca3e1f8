"""An optimizer of the program's own, whose rate has another name than that of PyTorch's optimizers."""

import torch


class Descent(torch.optim.Optimizer):
    def __init__(self, params, step_size):
        super().__init__(params, {"step_size": step_size})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group["params"]:
                weight.sub_(group["step_size"] * weight.grad)


torch.manual_seed(6)
x = torch.randn(64, 3)
y = x.sum(1, keepdim=True)
model = torch.nn.Linear(3, 1)
optimizer = Descent(model.parameters(), step_size=0.05)

for step in range(20):
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
    print("step", loss.item().hex())
