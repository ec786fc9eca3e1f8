"""The data that the programs learn from: MNIST, and what small seeded generators make."""

import functools
import glob
import gzip
import math
import os
import sys

import numpy as np

MNIST = os.environ.get("GOLDILOCKS_MNIST", os.path.join(os.path.dirname(__file__), "../../../../media/mnist"))


@functools.lru_cache(None)
def _idx(name, header):
    with gzip.open(os.path.join(MNIST, name + ".gz"), "rb") as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def mnist(size, count=6000, first=0, flat=True, standard=True):
    """Images of `size` x `size` pixels (28, 14, 7 or 4) and their digits."""
    images = _idx("train-images-idx3-ubyte", 16).reshape(-1, 28, 28)[first : first + count].astype(np.float32) / 255
    digits = _idx("train-labels-idx1-ubyte", 8)[first : first + count].astype(np.int64)
    block = 28 // size
    images = images[:, : size * block, : size * block].reshape(count, size, block, size, block).mean((2, 4))
    if standard:
        images = (images - images.mean()) / images.std()
    return (images.reshape(count, -1) if flat else images[:, None]).astype(np.float32), digits


def relabel(data, share, classes, seed=3):
    """Gives a share of the examples a random label."""
    x, y = data
    rng, y = np.random.default_rng(seed), y.copy()
    noisy = rng.random(len(y)) < share
    y[noisy] = rng.integers(0, classes, noisy.sum())
    return x, y


def _floats(*arrays):
    return tuple(a.astype(np.float32) if a.dtype.kind == "f" else a.astype(np.int64) for a in arrays)


def clusters(classes=6, width=10, spread=0.7, count=4000, seed=21):
    rng = np.random.default_rng(seed)
    centres, y = rng.normal(size=(classes, width)) * spread, rng.integers(0, classes, count)
    return _floats(centres[y] + rng.normal(size=(count, width)), y)


def imbalanced(count=4000, seed=22):
    """Two classes, one in twenty of the second."""
    rng = np.random.default_rng(seed)
    y = (rng.random(count) < 0.05).astype(np.int64)
    return _floats(rng.normal(size=(count, 12)) + 0.8 * y[:, None], y)


def spirals(arms=3, count=3000, noise=0.1, seed=23):
    rng = np.random.default_rng(seed)
    y, radius = rng.integers(0, arms, count), rng.random(count)
    angle = 4.5 * radius + y * 2 * math.pi / arms + noise * rng.normal(size=count)
    return _floats(2 * np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1), y)


def checkerboard(count=4000, cells=3, seed=24):
    x = np.random.default_rng(seed).uniform(-1, 1, (count, 2))
    return _floats(x, (np.floor((x + 1) * cells / 2).sum(1) % 2).astype(np.int64))


def parity(bits, width, count=4000, seed=25):
    """The label is the parity of the first bits: nothing is learned for a long while."""
    x = np.random.default_rng(seed).choice([-1.0, 1.0], (count, width))
    return _floats(x, ((x[:, :bits] > 0).sum(1) % 2).astype(np.int64))


def sparse_clicks(width=120, count=4000, seed=26):
    rng = np.random.default_rng(seed)
    x, w = (rng.random((count, width)) < 0.05).astype(np.float64), rng.normal(size=width) * 1.4
    return _floats(x, (rng.random(count) < 1 / (1 + np.exp(-(x @ w)))).astype(np.float64))


def linear(noise, width=16, count=2000, condition=1.0, scale=1.0, offset=0.0, seed=27):
    """A linear target; the inputs' variances spread by `condition`."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, width)) * np.logspace(0, -math.log10(condition) / 2, width)
    y = x @ rng.normal(size=width)
    y = y / y.std() + noise * rng.normal(size=count)
    return _floats(x, scale * y / y.std() + offset)


def friedman(scale=1.0, offset=0.0, noise=0.2, outliers=0.0, count=3000, seed=28):
    """Friedman's first regression problem (1991), standardised, then scaled and moved."""
    rng = np.random.default_rng(seed)
    x = rng.random((count, 8))
    y = 10 * np.sin(math.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]
    y = (y - y.mean()) / y.std() + noise * rng.normal(size=count)
    y = y + np.where(rng.random(count) < outliers, 15.0, 0.0)
    return _floats(2 * x - 1, scale * y + offset)


def waves(count=3000, components=3, noise=0.05, seed=29):
    """A sum of sines of one variable: a network fits the slow ones first."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, count)
    y = sum(np.sin((2 + 4 * k) * x + k) for k in range(components))
    return _floats(x[:, None], y / y.std() + noise * rng.normal(size=count))


def counts(count=3000, width=8, seed=30):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, width))
    return _floats(x, rng.poisson(np.exp(x @ rng.normal(size=width) * 0.3 + 1)).astype(np.float64))


def lifetimes(count=3000, width=6, seed=31):
    """Weibull survival times whose scale depends on the inputs."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, width))
    return _floats(x, rng.weibull(1.5, count) * np.exp(x @ rng.normal(size=width) * 0.3 + 0.5))


def inverse_arc(count=3000, seed=32):
    """One input, several right answers."""
    rng = np.random.default_rng(seed)
    y = rng.uniform(-1, 1, count)
    return _floats((y + 0.35 * np.sin(6.28 * y) + 0.03 * rng.normal(size=count))[:, None], y)


def moons(count=2500, noise=0.12, seed=33):
    rng = np.random.default_rng(seed)
    y, angle = rng.integers(0, 2, count), rng.uniform(0, math.pi, count)
    x = np.stack([np.cos(angle) * (1 - 2 * y) + y, np.sin(angle) * (1 - 2 * y) + 0.5 * y], 1)
    return _floats(x + noise * rng.normal(size=x.shape), y)


def gaussian_rings(count=3000, seed=34):
    rng = np.random.default_rng(seed)
    angle, radius = rng.uniform(0, 2 * math.pi, count), rng.choice([0.5, 1.3], count) + 0.06 * rng.normal(size=count)
    return _floats(np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1), np.zeros(count, np.int64))


def ratings(users=150, items=120, count=10000, seed=35):
    rng = np.random.default_rng(seed)
    u, v = rng.normal(size=(users, 3)), rng.normal(size=(items, 3))
    pairs = np.stack([rng.integers(0, users, count), rng.integers(0, items, count)], 1)
    stars = 3.4 + 0.5 * (u[pairs[:, 0]] * v[pairs[:, 1]]).sum(1) + 0.3 * rng.normal(size=count)
    return pairs, stars.clip(1, 5).astype(np.float32)


def series(count=5000, window=16, noise=0.3, seed=36):
    rng = np.random.default_rng(seed)
    time = np.arange(count)
    values = np.sin(time / 9) + 0.7 * np.sin(time / 31 + 1) + noise * rng.normal(size=count)
    values = (values - values.mean()) / values.std()
    at = np.arange(count - window - 1)[:, None] + np.arange(window + 1)
    return _floats(values[at[:, :window]], values[at[:, window]])


def first_token(tokens=8, length=6, count=4000, seed=37):
    x = np.random.default_rng(seed).integers(0, tokens, (count, length))
    return x, x[:, 0].copy()


def sums(length=8, count=4000, seed=38):
    x = np.random.default_rng(seed).normal(size=(count, length))
    return _floats(x, x.sum(1) / math.sqrt(length))


def bags(words=200, topics=5, length=12, count=4000, seed=39):
    """Documents of one topic each, as rows of word numbers."""
    rng = np.random.default_rng(seed)
    mixtures = rng.dirichlet(np.full(words, 0.08), topics)
    y = rng.integers(0, topics, count)
    return np.stack([rng.choice(words, length, p=0.7 * mixtures[t] + 0.3 / words) for t in y]), y


def point_clouds(count=2500, points=16, seed=40):
    rng = np.random.default_rng(seed)
    y, x = rng.integers(0, 4, count), rng.normal(size=(count, points, 3))
    x /= np.linalg.norm(x, axis=2, keepdims=True)
    stretch = np.array([[1, 1, 1], [1.6, 1, 1], [1, 1.5, 1.5], [0.7, 0.7, 1.7]])[y]
    return _floats(x * stretch[:, None] * rng.uniform(0.8, 1.2, (count, 1, 1)), y)


def community_graph(nodes=160, groups=4, width=10, seed=41):
    """Features, groups and the normalised adjacency matrix of one graph."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, groups, nodes)
    edges = rng.random((nodes, nodes)) < np.where(y[:, None] == y, 0.09, 0.015)
    edges = (edges | edges.T).astype(np.float64)
    np.fill_diagonal(edges, 1)
    x = rng.normal(size=(nodes, width)) + 0.6 * np.eye(width)[y]
    return (*_floats(x, y), (edges / edges.sum(1, keepdims=True)).astype(np.float32))


@functools.lru_cache(None)
def source_text(length=250_000, symbols=48):
    """Python's own standard library as numbers of characters; the last number stands for all rarer ones."""
    files = sorted(glob.glob(f"{sys.base_prefix}/lib/python3*/email/*.py"))
    text = "".join(open(f, errors="ignore").read() for f in files)[:length]
    common = sorted(set(text), key=lambda c: (-text.count(c), c))[: symbols - 1]
    number = {c: i for i, c in enumerate(common)}
    return np.array([number.get(c, symbols - 1) for c in text], np.int64)


def windows(context, symbols=48, count=8000, first=0, seed=42):
    """Stretches of the text, context + 1 characters each."""
    text = source_text(symbols=symbols)
    at = np.random.default_rng(seed).integers(first, len(text) - context - 2, count)
    return (text[at[:, None] + np.arange(context + 1)],)


def markov(states=12, length=10, count=5000, seed=43):
    rng = np.random.default_rng(seed)
    matrix = rng.dirichlet(np.full(states, 0.3), states)
    x = np.zeros((count, length), np.int64)
    x[:, 0] = rng.integers(0, states, count)
    for t in range(1, length):
        x[:, t] = (matrix[x[:, t - 1]].cumsum(1) > rng.random((count, 1))).argmax(1)
    return (x,)
