"""Skip-gram with negative samples on a walk between topics."""

import torch
import torch.nn.functional as F

torch.manual_seed(6)
VOCAB, DIM, BATCH = 60, 16, 64

# Words of the same topic stand beside each other.
topic = torch.randint(0, 6, (4000,)).repeat_interleave(5)
words = topic * 10 + torch.randint(0, 10, (20000,))

center = torch.nn.Embedding(VOCAB, DIM)
context = torch.nn.Embedding(VOCAB, DIM)
params = list(center.parameters()) + list(context.parameters())
opt = torch.optim.Adam(params, lr=2e-4)

for step in range(1500):
    at = torch.randint(0, len(words) - 1, (BATCH,))
    c = center(words[at])
    positive = (c * context(words[at + 1])).sum(-1)
    negative = (c.unsqueeze(1) * context(torch.randint(0, VOCAB, (BATCH, 4)))).sum(-1)
    loss = -F.logsigmoid(positive).mean() - F.logsigmoid(-negative).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    if step % 10 == 0:
        print("step", step, "loss", loss.item())
