import torch
import torch.nn as nn

torch.manual_seed(41)
MAX_LR = 10.0
EPOCHS, PER_EPOCH = 20, 60

x = torch.randn(PER_EPOCH * 32, 20)
teacher = nn.Sequential(nn.Linear(20, 24), nn.ReLU(), nn.Linear(24, 6))
with torch.no_grad():
    y = (4 * teacher(x)).argmax(dim=1)

model = nn.Sequential(nn.Linear(20, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 6))
optimizer = torch.optim.SGD(model.parameters(), lr=MAX_LR, momentum=0.9)
scheduler = torch.optim.lr_scheduler.OneCycleLR(
    optimizer, max_lr=[group["lr"] for group in optimizer.param_groups], epochs=EPOCHS, steps_per_epoch=PER_EPOCH
)
for epoch in range(EPOCHS):
    for i, rows in enumerate(torch.randperm(len(x)).split(32)):
        loss = nn.functional.cross_entropy(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        if i % 6 == 0:
            print(f"Epoch [{epoch + 1}/{EPOCHS}], Step [{i + 1}/{PER_EPOCH}], Loss: {loss.item():.4f}")
