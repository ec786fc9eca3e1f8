"""More programs, drawn by a seed from tables of data, networks, optimizers, schedules and sizes."""

import functools

import numpy as np
from torch import nn

import data
import losses
from networks import Coder, Ngram, Pair, Residual, Scaled, mlp
from optimizers import Optimizer
from programs import add

COUNT = 188
UNDETERMINED = 10

ACTIVATIONS = [nn.ReLU, nn.Tanh, nn.GELU, nn.SiLU, nn.ELU, nn.LeakyReLU]
SCHEDULES = ["cosine", "linear", "step", "exponential", "warm-up", "warm-up and cosine", "warm-up and linear", "one cycle",
             "stable and decay", "inverse root", "polynomial", "late step"]  # fmt: skip
# Name, options that are drawn, log10 of a rate to begin with, and how often.
OPTIMIZERS = [
    ("sgd", lambda r: {}, -1, 5),
    ("sgd", lambda r: {"momentum": float(r.choice([0.8, 0.9, 0.95])), "nesterov": bool(r.random() < 0.3)}, -2, 5),
    ("adam", lambda r: {"betas": (float(r.choice([0.8, 0.9, 0.95])), float(r.choice([0.95, 0.99, 0.999])))}, -2.5, 6),
    ("adamw", lambda r: {"weight_decay": float(r.choice([0.001, 0.01, 0.1]))}, -2.5, 4),
    ("rmsprop", lambda r: {"alpha": float(r.choice([0.9, 0.99]))}, -2.7, 2),
    ("adagrad", lambda r: {}, -1.3, 2),
    ("lion", lambda r: {}, -3.4, 2),
    ("muon", lambda r: {}, -2, 1),
    ("nadam", lambda r: {}, -2.5, 1),
    ("adamax", lambda r: {}, -2, 1),
]


def network(r, inputs, outputs):
    act = ACTIVATIONS[r.integers(len(ACTIVATIONS))]
    depth, width = int(r.choice([0, 1, 1, 2, 2, 3, 5])), int(r.choice([12, 16, 24, 32, 48, 64]))
    norm = [None, None, None, "batch", "layer"][r.integers(5)]
    if r.random() < 0.15:
        return lambda: Residual(inputs, min(width, 24), 2, outputs, ["pre", "post", None][depth % 3], act)
    scale = float(10 ** r.uniform(-1, 0.7)) if r.random() < 0.15 else None
    drop = float(r.choice([0, 0, 0, 0.2]))
    build = lambda: mlp(inputs, *[width] * depth, outputs, act=act, norm=norm, drop=drop)
    return build if scale is None else lambda: Scaled(build(), scale)


def task(r, seed):
    """Name, network, arrays, loss, kind and number of classes."""
    kinds = ["digits", "digits", "noisy-digits", "clusters", "spirals", "moons", "imbalanced", "clicks", "topics",
             "friedman", "friedman", "linear", "waves", "counts", "coder", "ngram"]  # fmt: skip
    kind = kinds[r.integers(len(kinds))]
    first, share = int(r.integers(0, 50000)), float(r.uniform(0.1, 0.8))
    noise, scale, offset = float(r.uniform(0.05, 1.0)), float(10 ** r.uniform(-1, 1.3)), float(r.uniform(-5, 5))
    if kind in ("digits", "noisy-digits"):
        loss = [losses.cross_entropy, losses.cross_entropy, losses.smoothed_cross_entropy, losses.focal][r.integers(4)]
        arrays = lambda: data.relabel(data.mnist(7, 5000, first), share if kind == "noisy-digits" else 0, 10)
        return kind, network(r, 49, 10), arrays, loss, "classes", None if loss is losses.focal else 10
    if kind == "clusters":
        classes = int(r.integers(2, 12))
        spread = float(r.uniform(0.3, 1.2))
        return kind, network(r, 10, classes), lambda: data.clusters(classes, 10, spread, seed=seed), losses.cross_entropy, "classes", classes
    if kind == "spirals":
        return kind, network(r, 2, 3), lambda: data.spirals(seed=seed), losses.cross_entropy, "classes", 3
    if kind == "moons":
        return kind, network(r, 2, 1), lambda: data.moons(seed=seed), losses.binary, "classes", 2
    if kind == "imbalanced":
        return kind, network(r, 12, 1), lambda: data.imbalanced(seed=seed), losses.binary, "classes", 2
    if kind == "clicks":
        return kind, network(r, 120, 1), lambda: data.sparse_clicks(seed=seed), losses.binary, "classes", 2
    if kind == "topics":
        from networks import Bag

        return kind, lambda: Bag(200, 12, 5), lambda: data.bags(seed=seed), losses.cross_entropy, "classes", 5
    if kind == "friedman":
        loss = [losses.squares, losses.huber, losses.absolute, losses.log_cosh, losses.quantile(0.2)][r.integers(5)]
        is_scaled = r.random() < 0.4
        arrays = lambda: data.friedman(scale if is_scaled else 1, offset if is_scaled else 0, noise, seed=seed)
        return kind, network(r, 8, 1), arrays, loss, "values", None
    if kind == "linear":
        condition = float(10 ** r.uniform(0, 2))
        return kind, lambda: nn.Linear(12, 1), lambda: data.linear(noise, 12, condition=condition, seed=seed), losses.squares, "values", None
    if kind == "waves":
        return kind, network(r, 1, 1), lambda: data.waves(components=2, noise=noise / 3, seed=seed), losses.squares, "values", None
    if kind == "counts":
        return kind, network(r, 8, 1), lambda: data.counts(seed=seed), losses.poisson, "values", None
    if kind == "coder":
        code, loss = int(r.integers(3, 12)), [losses.reconstruction, losses.denoising][r.integers(2)]
        return kind, lambda: Coder(49, 32, code), lambda: data.mnist(7, 5000, first), loss, "none", None
    context = int(r.integers(2, 5))
    return kind, lambda: Ngram(context, 8, 24), lambda: data.windows(context, seed=seed), losses.last_token, "language", 48


def draw(index):
    r = np.random.default_rng(7000 + index)
    weights = np.array([weight for *_, weight in OPTIMIZERS], float)
    name, options, guess, _ = OPTIMIZERS[r.choice(len(OPTIMIZERS), p=weights / weights.sum())]
    options = options(r)
    kind, net, arrays, loss, truth, classes = task(r, 100 + index)
    if r.random() < 0.12 and truth != "classes":
        loss = losses.times(float(10 ** r.uniform(-2, 2)), loss)
    schedule = SCHEDULES[r.integers(len(SCHEDULES))] if r.random() < 0.45 else "constant"
    batch, steps = int(r.choice([8, 16, 32, 32, 64, 64, 128, 256])), int(r.choice([300, 400, 500, 700, 900, 1400]))
    clip = float(r.choice([0.5, 1, 5])) if r.random() < 0.15 else None
    label = "momentum" if options.get("momentum") else name
    add(f"drawn-{index:02d}-{kind}-{label}", Optimizer(name, **options), batch, steps, net, functools.lru_cache(None)(arrays), loss, truth, classes, schedule=schedule, clip=clip, guess=guess)  # fmt: skip


def draw_undetermined(index):
    r = np.random.default_rng(8000 + index)
    name, options, guess, _ = OPTIMIZERS[[0, 1, 2, 3, 4][index % 5]]
    if index % 2:
        arrays = [data.gaussian_rings, lambda: data.moons(seed=60 + index)][index // 2 % 2]
        net, loss, kind = lambda: Pair(int(12 + 4 * (index % 4))), losses.adversaries, "adversaries"
    else:
        spread = float(r.uniform(0.5, 2))
        arrays = lambda: data.clusters(spread=spread, seed=70 + index)
        net, loss, kind = lambda: mlp(10, 16, 6), losses.policy_gradient, "reinforce"
    add(f"drawn-{kind}-{index}", Optimizer(name, **options(r)), 64, 600, net, arrays, loss, "undetermined", guess=guess)


for _index in range(COUNT):
    draw(_index)
for _index in range(UNDETERMINED):
    draw_undetermined(_index)
