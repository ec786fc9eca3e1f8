"""Graph convolutions: the community of each node, from the labels of a few."""

import torch
import torch.nn.functional as F

torch.manual_seed(45)
nodes, groups = 300, 4
community = torch.arange(nodes) % groups
same = community[:, None] == community[None, :]
edges = torch.rand(nodes, nodes) < torch.where(same, 0.06, 0.012)
adjacency = (edges | edges.T | torch.eye(nodes, dtype=torch.bool)).float()
scale = adjacency.sum(1).rsqrt()
adjacency = scale[:, None] * adjacency * scale[None, :]
features = F.one_hot(community, groups).float() @ torch.randn(groups, 32) * 0.4 + torch.randn(nodes, 32)
labelled = torch.randperm(nodes)[:120]


class GCN(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Linear(32, 16)
        self.second = torch.nn.Linear(16, groups)

    def forward(self, x):
        x = F.relu(self.first(adjacency @ x))
        return self.second(adjacency @ F.dropout(x, 0.5, self.training))


def main(lr=0.3, epochs=600):
    model = GCN()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=5e-4)
    for epoch in range(epochs):
        optimizer.zero_grad()
        out = model(features)
        loss = F.cross_entropy(out[labelled], community[labelled])
        loss.backward()
        optimizer.step()
        if epoch % 4 == 0:
            accuracy = (out.argmax(1) == community).float().mean()
            print(f"Epoch: {epoch:03d}, Loss: {loss:.4f}, Acc: {accuracy:.3f}")


main()
