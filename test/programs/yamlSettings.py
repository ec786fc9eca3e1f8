"""Settings from a file beside the program, an optimizer chosen by name."""

from pathlib import Path

import torch
import yaml

settings = yaml.safe_load((Path(__file__).parent / "settings.yaml").read_text())
torch.manual_seed(4)
x = torch.randn(256, 5)
y = x @ torch.arange(5.0)
model = torch.nn.Linear(5, 1)
name = settings["optimizer"].pop("name")
optimizer = getattr(torch.optim, name)(model.parameters(), **settings["optimizer"])
for _ in range(settings["epochs"]):
    for xs, ys in zip(x.split(settings["batch"]), y.split(settings["batch"])):
        loss = torch.nn.functional.huber_loss(model(xs).squeeze(1), ys)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        print("step", loss.item().hex(), optimizer.param_groups[0]["lr"])
