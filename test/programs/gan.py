"""Two networks against each other, an optimizer each. The discriminator's is the first that steps."""

import torch
from torch import nn

torch.manual_seed(8)
generator = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 2))
discriminator = nn.Sequential(nn.Linear(2, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
optimizer_d = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))
optimizer_g = torch.optim.Adam(generator.parameters(), lr=1e-4, betas=(0.5, 0.999))
criterion = nn.BCEWithLogitsLoss()
for _ in range(40):
    real = torch.randn(32, 2) * 0.5 + 2
    fake = generator(torch.randn(32, 4))
    optimizer_d.zero_grad()
    loss_d = criterion(discriminator(real), torch.ones(32, 1)) + criterion(discriminator(fake.detach()), torch.zeros(32, 1))
    loss_d.backward()
    optimizer_d.step()
    optimizer_g.zero_grad()
    loss_g = criterion(discriminator(fake), torch.ones(32, 1))
    loss_g.backward()
    optimizer_g.step()
    print("step", loss_d.item().hex(), optimizer_d.param_groups[0]["lr"])
    print("generator", loss_g.item().hex())
