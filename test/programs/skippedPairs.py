"""Two losses of each batch, as in severalLosses.py, with a scaler that leaves out the first step."""

import torch
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(6)
loader = DataLoader(TensorDataset(torch.randn(64, 4)), batch_size=8, shuffle=True)
model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=2e-3)
scaler = torch.amp.GradScaler("cpu", init_scale=2.0**40)
criterion = torch.nn.BCEWithLogitsLoss()
first = True
for _ in range(2):
    for (real,) in loader:
        optimizer.zero_grad()
        on_real = criterion(model(real), torch.ones(len(real), 1))
        scaler.scale(on_real * (1e30 if first else 1)).backward()
        on_fake = criterion(model(torch.randn(8, 4) + 2), torch.zeros(8, 1))
        scaler.scale(on_fake).backward()
        scaler.step(optimizer)
        scaler.update()
        if not first:
            print("step", (on_real.item() + on_fake.item()).hex(), optimizer.param_groups[0]["lr"])
        first = False
