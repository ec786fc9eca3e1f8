"""Is a review kind? A convolution over words, of which "not" turns the next one round."""

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset

rng = np.random.default_rng(61)
words = rng.integers(2, 300, size=(4800, 14))
mood = rng.normal(size=300)
mood[:2] = 0
negated = rng.random(words.shape) < 0.2
negated[:, -1] = False
words[negated] = 1
sign = np.where(np.roll(negated, 1, axis=1), -1, 1)
kind = ((mood[words] * sign).sum(1) > 0).astype(np.int64)

torch.manual_seed(61)


class Reader(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.words = torch.nn.Embedding(300, 24)
        self.pairs = torch.nn.Conv1d(24, 48, 2)
        self.out = torch.nn.Linear(48, 2)

    def forward(self, x):
        x = self.pairs(self.words(x).transpose(1, 2)).relu()
        return self.out(torch.nn.functional.dropout(x.mean(2), 0.1, self.training))


model = Reader()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-5, amsgrad=True)
loader = DataLoader(TensorDataset(torch.from_numpy(words), torch.from_numpy(kind)), batch_size=32, shuffle=True)
for epoch in range(6):
    for i, (x, y) in enumerate(loader):
        loss = torch.nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if i % 5 == 0:
            print(f"epoch {epoch} batch {i} loss {loss.item():.4f}")
