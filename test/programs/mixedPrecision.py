"""Automatic mixed precision on the CPU with a scaler that leaves out steps whose gradients overflow."""

import torch

torch.manual_seed(6)
model = torch.nn.Sequential(torch.nn.Linear(10, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
scaler = torch.amp.GradScaler("cpu", init_scale=2.0**40, growth_interval=10)
x = torch.randn(64, 10)
y = x.sum(1, keepdim=True)
skipped = 0
for step in range(40):
    optimizer.zero_grad()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = torch.nn.functional.mse_loss(model(x).float(), y)
    if step in (3, 11):
        loss = loss * 1e30
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    before = scaler.get_scale()
    scaler.step(optimizer)
    scaler.update()
    if scaler.get_scale() < before:
        skipped += 1
    else:
        print("step", loss.item().hex(), optimizer.param_groups[0]["lr"])
print("skipped", skipped)
