"""A transformer of two layers with a loader, clipping and a schedule."""

import sys
import time

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)
torch.manual_seed(2)
data = DataLoader(TensorDataset(torch.randint(0, 100, (256, 32))), batch_size=16, shuffle=True)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(100, 64)
        self.layers = nn.TransformerEncoder(nn.TransformerEncoderLayer(64, 4, 128, batch_first=True), 2)
        self.head = nn.Linear(64, 100)

    def forward(self, ids):
        return self.head(self.layers(self.embed(ids)))


model = Model()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10_000)


def epochs(steps):
    done = 0
    while True:
        for (ids,) in data:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(ids).flatten(0, 1), ids.flatten()).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            if done == steps:
                return


epochs(10)
wall, cpu = time.perf_counter(), time.process_time()
epochs(int(sys.argv[1]))
print("seconds", time.perf_counter() - wall, time.process_time() - cpu)
