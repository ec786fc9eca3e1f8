"""Variational autoencoder on binary bars."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class VAE(nn.Module):
    def __init__(self, pixels=36, hidden=40, latent=4):
        super().__init__()
        self.enc = nn.Linear(pixels, hidden)
        self.mu = nn.Linear(hidden, latent)
        self.logvar = nn.Linear(hidden, latent)
        self.dec1 = nn.Linear(latent, hidden)
        self.dec2 = nn.Linear(hidden, pixels)

    def forward(self, x):
        h = F.relu(self.enc(x))
        mu, logvar = self.mu(h), self.logvar(h)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * logvar)
        return self.dec2(F.relu(self.dec1(z))), mu, logvar


def elbo_loss(logits, x, mu, logvar):
    bce = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return (bce + kld) / len(x)


def bars(n):
    rows = (torch.rand(n, 6, 1) < 0.3).float()
    return rows.expand(n, 6, 6).reshape(n, 36).contiguous()


def main():
    torch.manual_seed(12)
    data = bars(2000)
    model = VAE()
    optimizer = torch.optim.Adamax(model.parameters(), lr=0.3)
    for step in range(1200):
        x = data[torch.randint(len(data), (50,))]
        logits, mu, logvar = model(x)
        loss = elbo_loss(logits, x, mu, logvar)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 10 == 0:
            print("Train step: {}\tLoss: {:.4f}".format(step, loss.item()))


main()
