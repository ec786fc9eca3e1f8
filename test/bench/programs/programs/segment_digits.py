"""Seven-segment digits, shifted and noisy, for a multilayer perceptron."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEGMENTS = ["abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"]
STROKES = {
    "a": (slice(0, 1), slice(0, 5)),
    "b": (slice(0, 5), slice(4, 5)),
    "c": (slice(4, 9), slice(4, 5)),
    "d": (slice(8, 9), slice(0, 5)),
    "e": (slice(4, 9), slice(0, 1)),
    "f": (slice(0, 5), slice(0, 1)),
    "g": (slice(4, 5), slice(0, 5)),
}


def draw(digit, rng):
    image = rng.normal(scale=0.3, size=(14, 10)).astype(np.float32)
    top, left = rng.integers(0, 6), rng.integers(0, 6)
    for segment in SEGMENTS[digit]:
        image[top : top + 9, left : left + 5][STROKES[segment]] += 1
    return image.ravel()


rng = np.random.default_rng(40)
digits = rng.integers(0, 10, size=3200)
images = np.stack([draw(digit, rng) for digit in digits])

torch.manual_seed(40)
loader = DataLoader(TensorDataset(torch.from_numpy(images), torch.from_numpy(digits)), batch_size=64, shuffle=True)
net = nn.Sequential(nn.Linear(140, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=5e-4, momentum=0.9, nesterov=True)

for epoch in range(20):
    for i, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        if i % 5 == 0:
            print(f"Epoch {epoch + 1} [{i}/{len(loader)}] Loss: {loss.item():.5f}")
