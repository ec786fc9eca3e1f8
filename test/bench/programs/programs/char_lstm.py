"""Next characters of a made-up language, with an LSTM."""

import argparse
import random

import torch
import torch.nn as nn


def generate_text(words, seed):
    rng = random.Random(seed)
    syllables = ["ka", "to", "mi", "re", "su", "na", "lo", "pe"]
    vocabulary = ["".join(rng.choice(syllables) for _ in range(rng.randint(1, 3))) for _ in range(40)]
    return " ".join(rng.choices(vocabulary, weights=[1 / (i + 1) for i in range(40)], k=words))


class CharModel(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.embed = nn.Embedding(vocab, 12)
        self.lstm = nn.LSTM(12, hidden, batch_first=True)
        self.decode = nn.Linear(hidden, vocab)

    def forward(self, x):
        h, _ = self.lstm(self.embed(x))
        return self.decode(h)


def train(args):
    torch.manual_seed(args.seed)
    text = generate_text(2500, args.seed)
    chars = sorted(set(text))
    data = torch.tensor([chars.index(c) for c in text])
    model = CharModel(len(chars), args.hidden)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.learning_rate)
    for step in range(args.steps):
        starts = torch.randint(0, len(data) - args.length - 1, (args.batch,))
        window = torch.stack([data[s : s + args.length + 1] for s in starts.tolist()])
        logits = model(window[:, :-1])
        loss = nn.functional.cross_entropy(logits.reshape(-1, len(chars)), window[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 8 == 0:
            print(f"{step:5d} | train loss {loss.item():.3f}")


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--learning-rate", type=float, default=3e-3)
    p.add_argument("--hidden", type=int, default=32)
    p.add_argument("--length", type=int, default=16)
    p.add_argument("--batch", type=int, default=8)
    p.add_argument("--steps", type=int, default=1000)
    p.add_argument("--seed", type=int, default=4)
    train(p.parse_args())
