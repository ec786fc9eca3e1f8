"""A compiled model and a rate in a tensor, as compiled optimizers want it."""

import torch

torch.manual_seed(13)
model = torch.compile(torch.nn.Sequential(torch.nn.Linear(6, 12), torch.nn.GELU(), torch.nn.Linear(12, 1)), backend="eager")
optimizer = torch.optim.Adam(model.parameters(), lr=torch.tensor(0.01), capturable=False, foreach=False)
x = torch.randn(64, 6)
for _ in range(30):
    loss = torch.nn.functional.mse_loss(model(x), x.prod(1, keepdim=True))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print("step", loss.item().hex(), 0.01)
