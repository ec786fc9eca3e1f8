"""Reads short words from their strokes with a two-way GRU and connectionist temporal classification."""

import torch
from torch import nn

torch.manual_seed(53)
LETTERS = 6
shapes = torch.randn(LETTERS + 1, 5)


def batch(size=8):
    words = torch.randint(1, LETTERS + 1, (size, 4))
    frames = torch.zeros(size, 20, 5)
    for row, word in zip(frames, words):
        place = 0
        for letter in word.tolist():
            length = int(torch.randint(3, 6, ()))
            row[place : place + length] = shapes[letter]
            place += length
    return frames + 0.4 * torch.randn_like(frames), words


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(5, 24, bidirectional=True, batch_first=True)
        self.out = nn.Linear(48, LETTERS + 1)

    def forward(self, frames):
        return self.out(self.rnn(frames)[0]).log_softmax(2).transpose(0, 1)


reader = Reader()
ctc = nn.CTCLoss()
optimizer = torch.optim.Adam(reader.parameters(), lr=1e-2)
sizes = torch.full((8,), 20), torch.full((8,), 4)
for step in range(700):
    frames, words = batch()
    loss = ctc(reader(frames), words, *sizes)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(reader.parameters(), 5)
    optimizer.step()
    if step % 7 == 0:
        print(f"step {step:5d} ctc loss {loss.item():.4f}")
