"""Which of eight tags does a bag of words deserve?"""

import torch
import torch.nn as nn

torch.manual_seed(44)
WORDS, TAGS, LENGTH = 300, 8, 20
topics = torch.rand(TAGS, WORDS).pow(8)


def sample(count):
    tags = (torch.rand(count, TAGS) < 0.25).float()
    weights = tags @ topics + 0.02
    return torch.multinomial(weights, LENGTH, replacement=True), tags


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.bag = nn.EmbeddingBag(WORDS, 24, mode="mean")
        self.head = nn.Linear(24, TAGS)

    def forward(self, words):
        return self.head(self.bag(words))


words, tags = sample(2500)
tagger = Tagger()
optim = torch.optim.SGD(tagger.parameters(), lr=0.02)
bce = nn.BCEWithLogitsLoss()
for step in range(1500):
    rows = torch.randint(0, len(words), (32,))
    loss = bce(tagger(words[rows]), tags[rows])
    optim.zero_grad()
    loss.backward()
    optim.step()
    if step % 10 == 0:
        print("step", step, "bce loss", round(loss.item(), 5))
