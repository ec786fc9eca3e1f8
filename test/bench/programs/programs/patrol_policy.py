"""A policy for a guard on a ring of rooms: the costs of eight moves that it expects, less a little entropy."""

import numpy as np
import torch

rng = np.random.default_rng(64)
ROOMS, MOVES = 12, 3
cost = torch.tensor(rng.uniform(0, 2, size=ROOMS), dtype=torch.float32)
shift = torch.eye(ROOMS)
moved = torch.stack([shift.roll(k - 1, 1) for k in range(MOVES)])

torch.manual_seed(64)
policy = torch.nn.Sequential(torch.nn.Linear(ROOMS + 4, 32), torch.nn.ReLU(), torch.nn.Linear(32, MOVES))
optimizer = torch.optim.RMSprop(policy.parameters(), lr=1e-5)


def expected(weather):
    """The costs of a day, and the entropy of the moves."""
    rooms = torch.eye(ROOMS).expand(len(weather), -1, -1)
    days = torch.nn.functional.one_hot(weather, 4).float()[:, None].expand(-1, ROOMS, -1)
    choice = policy(torch.cat([rooms, days], 2)).softmax(2)
    stay = torch.einsum("brm,mrs->brs", choice, moved)
    where = torch.full((len(weather), 1, ROOMS), 1 / ROOMS)
    costs = cost[(torch.arange(ROOMS) + weather[:, None] * 3) % ROOMS]
    total = 0.0
    for move in range(8):
        where = where @ stay
        total = total + (where[:, 0] * costs).sum(1)
    return total.mean(), -(choice * choice.clamp_min(1e-9).log()).sum(2).mean()


for step in range(900):
    total, entropy = expected(torch.from_numpy(rng.integers(0, 4, 16)))
    loss = total - 0.05 * entropy
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(policy.parameters(), 1.0)
    optimizer.step()
    if step % 5 == 0:
        print(f"step {step} loss {loss.item():.4f} entropy {entropy.item():.3f}")
