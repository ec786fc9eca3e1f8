"""Two losses of each batch that are differentiated one after the other, as a GAN's discriminator does; a look at a batch before."""

import torch
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(6)
x = torch.randn(64, 4)
loader = DataLoader(TensorDataset(x), batch_size=8, shuffle=True)
print(next(iter(loader))[0].shape)
model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
criterion = torch.nn.BCEWithLogitsLoss()
for _ in range(3):
    for (real,) in loader:
        optimizer.zero_grad()
        on_real = criterion(model(real), torch.ones(len(real), 1))
        on_real.backward()
        on_false = criterion(model(torch.randn(8, 4) + 2), torch.zeros(8, 1))
        on_false.backward()
        optimizer.step()
        print("step", (on_real.item() + on_false.item()).hex(), optimizer.param_groups[0]["lr"])
