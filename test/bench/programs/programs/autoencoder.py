import torch
from torch import nn
from torch.optim import AdamW

torch.manual_seed(8)

# Points near a curved surface of three dimensions in a space of forty.
hidden = torch.randn(2000, 3)
data = torch.tanh(hidden @ torch.randn(3, 40)) + 0.05 * torch.randn(2000, 40)

encoder = nn.Sequential(nn.Linear(40, 32), nn.GELU(), nn.Linear(32, 3))
decoder = nn.Sequential(nn.Linear(3, 32), nn.GELU(), nn.Linear(32, 40))
optimizer = AdamW([*encoder.parameters(), *decoder.parameters()], lr=0.3, weight_decay=0.01)

step = 0
for epoch in range(1, 41):
    order = torch.randperm(len(data))
    for part in order.split(80):
        x = data[part]
        reconstruction = decoder(encoder(x))
        loss = ((reconstruction - x) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 5 == 0:
            print(f"epoch {epoch} step {step} reconstruction loss {loss.item():.5f}")
        step += 1
