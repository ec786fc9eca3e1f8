/** Programs that train for 4 epochs of 5 steps with a rate of 0.1. Their result: the rate of each step. */
export const SCHEDULED_PROGRAMS = {
  torch: `import torch

model = torch.nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
epochs = 4
rates = []
for epoch in range(epochs):
    for x in torch.randn(5, 8, 4):
        optimizer.zero_grad()
        model(x).square().mean().backward()
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
result = {"rates": rates}
`,

  torchInFunctions: `from torch import nn, randn
from torch.optim import SGD


def train(net, batches, opt, rates):
    for x in batches:
        opt.zero_grad()
        net(x).square().mean().backward()
        rates.append(opt.param_groups[0]["lr"])
        opt.step()


def main(epochs):
    model = nn.Linear(4, 1)
    optimizer = SGD(model.parameters(), lr=0.1)
    rates = []
    for epoch in range(1, epochs + 1):
        train(model, randn(5, 8, 4), optimizer, rates)
    return rates


result = {"rates": main(4)}
`,

  torchInClass: `import torch


class Trainer:
    def __init__(self, epochs):
        self.epochs = epochs
        self.model = torch.nn.Linear(4, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1)
        self.rates = []

    def train_epoch(self):
        for x in torch.randn(5, 8, 4):
            self.optimizer.zero_grad()
            self.model(x).square().mean().backward()
            self.rates.append(self.optimizer.param_groups[0]["lr"])
            self.optimizer.step()

    def fit(self):
        for epoch in range(self.epochs):
            self.train_epoch()


trainer = Trainer(epochs=4)
trainer.fit()
result = {"rates": trainer.rates}
`,

  lightning: `import lightning as L
import torch


class Net(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 1)
        self.rates = []

    def training_step(self, batch, index):
        self.rates.append(self.trainer.optimizers[0].param_groups[0]["lr"])
        return self.layer(batch).square().mean()

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.1)


net = Net()
trainer = L.Trainer(max_epochs=4, accelerator="cpu", logger=False, enable_checkpointing=False, enable_progress_bar=False)
trainer.fit(net, torch.utils.data.DataLoader(torch.randn(40, 4), batch_size=8))
result = {"rates": net.rates}
`,

  keras: `import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np

x = np.ones((37, 4), "float32")
y = np.ones((37, 1), "float32")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
rates = []
read = keras.callbacks.LambdaCallback(
    on_train_batch_begin=lambda batch, logs: rates.append(float(model.optimizer.learning_rate))
)
model.fit(x, y, batch_size=8, epochs=4, verbose=0, callbacks=[read])
result = {"rates": rates}
`,

  optax: `import jax
import jax.numpy as jnp
import optax

STEPS = 5
tx = optax.sgd(learning_rate=0.1)


@jax.jit
def step(w, state):
    updates, state = tx.update(jnp.ones(1), state, w)
    return optax.apply_updates(w, updates), state


w = jnp.zeros(1)
state = tx.init(w)
rates = []
for epoch in range(4):
    for index in range(STEPS):
        before = w
        w, state = step(w, state)
        rates.append(float((before - w)[0]))
result = {"rates": rates}
`,

  transformers: `import tempfile

import torch
from transformers import Trainer, TrainerCallback, TrainingArguments


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 1)

    def forward(self, x):
        return {"loss": self.layer(x).square().mean()}


rates = []


class Read(TrainerCallback):
    def on_step_begin(self, args, state, control, optimizer=None, **kwargs):
        rates.append(optimizer.param_groups[0]["lr"])


arguments = TrainingArguments(
    tempfile.mkdtemp(),
    learning_rate=0.1,
    num_train_epochs=4,
    per_device_train_batch_size=8,
    use_cpu=True,
    report_to=[],
    save_strategy="no",
    disable_tqdm=True,
)
data = [{"x": x} for x in torch.randn(40, 4)]
Trainer(model=Model(), args=arguments, train_dataset=data, callbacks=[Read()]).train()
result = {"rates": rates}
`,
} as const;
