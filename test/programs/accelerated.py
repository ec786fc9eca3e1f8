"""Hugging Face accelerate, which divides the loss by the batches of a step."""

import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(14)
accelerator = Accelerator(gradient_accumulation_steps=3, cpu=True)
x = torch.randn(120, 5)
loader = DataLoader(TensorDataset(x, x.mean(1, keepdim=True)), batch_size=10, shuffle=True)
model = torch.nn.Linear(5, 1)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)
model, optimizer, loader, scheduler = accelerator.prepare(model, optimizer, loader, scheduler)
losses = []
for _ in range(3):
    for xs, ys in loader:
        with accelerator.accumulate(model):
            loss = torch.nn.functional.mse_loss(model(xs), ys)
            losses.append(loss.item())
            accelerator.backward(loss)
            if accelerator.sync_gradients:
                accelerator.clip_grad_norm_(model.parameters(), 1.0)
                print("step", (sum(losses) / len(losses)).hex(), optimizer.param_groups[0]["lr"])
                losses = []
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad()
