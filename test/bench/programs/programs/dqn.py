"""Fitted Q values of a small random world, with a target network."""

import copy

import torch
from torch import nn

LR = 5e-5
GAMMA = 0.8
torch.manual_seed(17)

states, actions = 30, 4
features = torch.randn(states, 10)
arrives = torch.randint(0, states, (states, actions))
reward = torch.randn(states, actions)

q = nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, actions))
target = copy.deepcopy(q)
optimizer = torch.optim.NAdam(q.parameters(), lr=LR)

for step in range(1200):
    if step % 200 == 0:
        target.load_state_dict(q.state_dict())
    s = torch.randint(0, states, (64,))
    a = torch.randint(0, actions, (64,))
    with torch.no_grad():
        goal = reward[s, a] + GAMMA * target(features[arrives[s, a]]).max(dim=1).values
    td_loss = nn.functional.smooth_l1_loss(q(features[s]).gather(1, a[:, None])[:, 0], goal)
    optimizer.zero_grad()
    td_loss.backward()
    optimizer.step()
    if step % 8 == 0:
        print(f"frame {step} td_loss {td_loss.item():.4f} epsilon {max(0.05, 1 - step / 600):.2f}")
