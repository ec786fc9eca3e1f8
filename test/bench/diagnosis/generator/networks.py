"""The networks of the programs. None keeps running statistics, so that a step depends on its batch and weights alone."""

import math

import torch
from torch import nn
from torch.nn import functional


def mlp(*sizes, act=nn.ReLU, norm=None, drop=0.0):
    layers = []
    for index, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if index < len(sizes) - 2:
            if norm == "batch":
                layers.append(nn.BatchNorm1d(b, track_running_stats=False))
            if norm == "layer":
                layers.append(nn.LayerNorm(b))
            layers.append(act())
            if drop:
                layers.append(nn.Dropout(drop))
    return nn.Sequential(*layers)


def cnn(size=14, channels=(6, 12), norm=None, act=nn.ReLU, outputs=10):
    """Convolutions with stride 2, each with an optional normalisation."""
    layers, before = [], 1
    for c in channels:
        layers.append(nn.Conv2d(before, c, 3, 2, 1))
        if norm == "batch":
            layers.append(nn.BatchNorm2d(c, track_running_stats=False))
        if norm == "group":
            layers.append(nn.GroupNorm(2, c))
        layers.append(act())
        before, size = c, (size + 1) // 2
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(before * size * size, outputs))


class Residual(nn.Module):
    """Blocks of two layers around a skip connection; norm "pre", "post" or None."""

    def __init__(self, inputs, width, depth, outputs, norm="pre", act=nn.GELU):
        super().__init__()
        self.first, self.last, self.norm = nn.Linear(inputs, width), nn.Linear(width, outputs), norm
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Linear(width, width), act(), nn.Linear(width, width)) for _ in range(depth)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(depth if norm else 0))

    def forward(self, x):
        x = self.first(x)
        for index, block in enumerate(self.blocks):
            if self.norm == "pre":
                x = x + block(self.norms[index](x))
            elif self.norm == "post":
                x = self.norms[index](x + block(x))
            else:
                x = x + block(x)
        return self.last(x)


class Gru(nn.Module):
    """A recurrent cell over rows, tokens or single numbers; the last state is read out."""

    def __init__(self, inputs, width, outputs, tokens=None):
        super().__init__()
        self.embed = nn.Embedding(tokens, inputs) if tokens else None
        self.x, self.h, self.out = nn.Linear(inputs, 3 * width), nn.Linear(width, 3 * width), nn.Linear(width, outputs)
        self.inputs, self.width = inputs, width

    def forward(self, x):
        x = self.embed(x) if self.embed else x.reshape(len(x), -1, self.inputs)
        a, n = self.x(x), self.width
        h = torch.zeros_like(a[:, 0, :n])
        for t in range(a.shape[1]):
            c = self.h(h)
            r, z = torch.sigmoid(a[:, t, : 2 * n] + c[:, : 2 * n]).chunk(2, 1)
            h = h + z * (torch.tanh(a[:, t, 2 * n :] + r * c[:, 2 * n :]) - h)
        return self.out(h)


class Rnn(nn.Module):
    """The plain recurrence with tanh, whose gradients explode."""

    def __init__(self, inputs, width, outputs):
        super().__init__()
        self.x, self.h, self.out = nn.Linear(inputs, width), nn.Linear(width, width), nn.Linear(width, outputs)
        self.inputs = inputs

    def forward(self, x):
        a = self.x(x.reshape(len(x), -1, self.inputs))
        h = torch.tanh(a[:, 0])
        for t in range(1, a.shape[1]):
            h = torch.tanh(a[:, t] + self.h(h))
        return self.out(h)


class Block(nn.Module):
    """A transformer's block; norm before or after."""

    def __init__(self, width, heads=2, causal=True, post=False):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.heads, self.causal, self.post = heads, causal, post

    def attend(self, x):
        b, t, w = x.shape
        q, k, v = self.qkv(x).reshape(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / math.sqrt(w // self.heads)
        if self.causal:
            scores = scores + torch.full((t, t), -1e9).triu(1)
        return self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, w))

    def forward(self, x):
        if self.post:
            x = self.n1(x + self.attend(x))
            return self.n2(x + self.down(functional.gelu(self.up(x))))
        x = x + self.attend(self.n1(x))
        return x + self.down(functional.gelu(self.up(self.n2(x))))


class LanguageModel(nn.Module):
    def __init__(self, symbols=48, width=20, depth=1, context=12, post=False):
        super().__init__()
        self.embed, self.place = nn.Embedding(symbols, width), nn.Parameter(torch.randn(context, width) * 0.02)
        nn.init.normal_(self.embed.weight, std=0.02)
        self.blocks = nn.Sequential(*(Block(width, post=post) for _ in range(depth)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, symbols, bias=False)

    def forward(self, x):
        return self.head(self.norm(self.blocks(self.embed(x) + self.place[: x.shape[1]])))


class Patches(nn.Module):
    """A vision transformer on 16 patches of an image of 28 x 28."""

    def __init__(self, width=16):
        super().__init__()
        self.embed, self.place = nn.Linear(49, width), nn.Parameter(torch.randn(16, width) * 0.02)
        self.block, self.head = Block(width, causal=False), nn.Linear(width, 10)

    def forward(self, x):
        x = x.reshape(-1, 4, 7, 4, 7).transpose(2, 3).reshape(-1, 16, 49)
        return self.head(self.block(self.embed(x) + self.place).mean(1))


class Mixer(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.embed, self.head = nn.Linear(49, width), nn.Linear(width, 10)
        self.n1, self.n2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.tokens, self.channels = mlp(16, 24, 16, act=nn.GELU), mlp(width, 32, width, act=nn.GELU)

    def forward(self, x):
        x = self.embed(x.reshape(-1, 4, 7, 4, 7).transpose(2, 3).reshape(-1, 16, 49))
        x = x + self.tokens(self.n1(x).transpose(1, 2)).transpose(1, 2)
        return self.head((x + self.channels(self.n2(x))).mean(1))


class Ngram(nn.Module):
    """The characters before, embedded side by side, and a hidden layer."""

    def __init__(self, context, width, hidden, symbols=48):
        super().__init__()
        self.embed = nn.Embedding(symbols, width)
        self.net = mlp(context * width, hidden, symbols, act=nn.Tanh)

    def forward(self, x):
        return self.net(self.embed(x).flatten(1))


class Bag(nn.Module):
    def __init__(self, words, width, classes):
        super().__init__()
        self.embed, self.out = nn.Embedding(words, width), nn.Linear(width, classes)

    def forward(self, x):
        return self.out(self.embed(x).mean(1))


class Factors(nn.Module):
    """Matrix factorisation with biases."""

    def __init__(self, users, items, width=6, spread=0.1):
        super().__init__()
        self.u, self.v = nn.Embedding(users, width), nn.Embedding(items, width)
        self.bu, self.bv = nn.Embedding(users, 1), nn.Embedding(items, 1)
        for table in (self.u, self.v, self.bu, self.bv):
            nn.init.normal_(table.weight, std=spread)

    def forward(self, pairs):
        i, j = pairs[:, 0], pairs[:, 1]
        return (self.u(i) * self.v(j)).sum(1) + self.bu(i)[:, 0] + self.bv(j)[:, 0]


class Sets(nn.Module):
    def __init__(self, inputs=3, width=20, classes=4):
        super().__init__()
        self.each, self.all = mlp(inputs, width, width), mlp(width, width, classes)

    def forward(self, x):
        return self.all(self.each(x).max(1)[0])


class Scaled(nn.Module):
    """A network whose output is multiplied by a constant."""

    def __init__(self, net, factor):
        super().__init__()
        self.net, self.factor = net, factor

    def forward(self, x):
        return self.net(x) * self.factor


class Bumps(nn.Module):
    """Radial basis functions with centres that move."""

    def __init__(self, inputs, units, outputs=1):
        super().__init__()
        self.centres, self.out = nn.Parameter(torch.rand(units, inputs) * 2 - 1), nn.Linear(units, outputs)

    def forward(self, x):
        return self.out(torch.exp(-3 * ((x[:, None] - self.centres) ** 2).sum(2)))


class Coder(nn.Module):
    """An encoder and a decoder; for variational ones the code has a mean and a log variance."""

    def __init__(self, inputs, hidden, code, variational=False, act=nn.Tanh):
        super().__init__()
        self.encode = mlp(inputs, hidden, code * (2 if variational else 1), act=act)
        self.decode = mlp(code, hidden, inputs, act=act)


class Flow(nn.Module):
    """Affine couplings of two dimensions; gives the point in the base space and the log of the volume's change."""

    def __init__(self, layers=4, width=20):
        super().__init__()
        self.nets = nn.ModuleList(mlp(1, width, 2, act=nn.Tanh) for _ in range(layers))

    def forward(self, z):
        volume = 0.0
        for net in self.nets:
            a, b = z[:, :1], z[:, 1:]
            s, t = net(a).chunk(2, 1)
            s = 2 * torch.tanh(s)
            z, volume = torch.cat([b * torch.exp(s) + t, a], 1), volume + s.squeeze(1)
        return z, volume


class Pair(nn.Module):
    """A generator and a discriminator."""

    def __init__(self, width=24):
        super().__init__()
        self.make, self.judge = mlp(2, width, 2, act=nn.LeakyReLU), mlp(2, width, 1, act=nn.LeakyReLU)


class Bowl(nn.Module):
    """Weights in a quadratic bowl whose curvatures spread over decades."""

    def __init__(self, width=30, decades=2.0):
        super().__init__()
        self.w = nn.Parameter(torch.full((width,), 1.5))
        self.register_buffer("curvature", torch.logspace(0, -decades, width))


class Graph(nn.Module):
    def __init__(self, inputs, width, outputs, adjacency):
        super().__init__()
        self.a, self.b = nn.Linear(inputs, width), nn.Linear(width, outputs)
        self.register_buffer("adjacency", adjacency)

    def forward(self, x):
        return self.adjacency @ self.b(functional.relu(self.adjacency @ self.a(x)))
