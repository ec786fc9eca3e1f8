"""A fused optimizer, whose step is called even where the scaler has found gradients that are not finite."""

import torch

torch.manual_seed(7)
weight = torch.nn.Parameter(torch.randn(50))
optimizer = torch.optim.SGD([weight], lr=0.02, fused=True)
scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
for step in range(30):
    optimizer.zero_grad()
    loss = weight.square().sum() / 4
    if step == 5:
        loss = loss * float("inf")
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    if step != 5:
        print("step", loss.item().hex(), optimizer.param_groups[0]["lr"])
print(weight.sum().item().hex())
