"""Optimizers over the weights of many runs at once (runs x weights), as PyTorch 2 defines them unless noted."""

import math

import torch


class Optimizer:
    """By the name of PyTorch; options as keyword arguments. `rate` is a column, one learning rate a run."""

    def __init__(self, name, **options):
        self.name, self.options = name, options

    def __call__(self, weights, shapes):
        state = Optimizer(self.name, **self.options)
        state.w, state.shapes, state.t, state.product = weights, shapes, 0, 1.0
        state.m, state.v, state.top = (torch.zeros_like(weights) for _ in range(3))
        return state

    def get(self, option, default):
        return self.options.get(option, default)

    def step(self, g, rate):
        self.t += 1
        decay = self.get("weight_decay", 0.01 if self.name in ("adamw", "lion") else 0.0)
        if decay and self.name in ("adamw", "lion", "muon"):
            self.w.mul_(1 - rate * decay)
        elif decay:
            g = g + decay * self.w
        self.w.sub_(rate * getattr(self, "_" + self.name)(g))

    def _sgd(self, g):
        momentum = self.get("momentum", 0.0)
        if not momentum:
            return g
        self.m.mul_(momentum).add_(g)
        return g + momentum * self.m if self.get("nesterov", False) else self.m

    def _moments(self, g):
        b1, b2 = self.get("betas", (0.9, 0.999))
        self.m.mul_(b1).add_(g, alpha=1 - b1)
        self.v.mul_(b2).addcmul_(g, g, value=1 - b2)
        return b1, b2, self.get("eps", 1e-8)

    def _adam(self, g):
        b1, b2, eps = self._moments(g)
        v = self.v
        if self.get("amsgrad", False):
            self.top = v = torch.maximum(self.top, self.v)
        return (self.m / (1 - b1**self.t)) / ((v / (1 - b2**self.t)).sqrt() + eps)

    _adamw = _adam

    def _nadam(self, g):
        b1, b2, eps = self._moments(g)
        now, then = (b1 * (1 - 0.5 * 0.96 ** (t * 0.004)) for t in (self.t, self.t + 1))
        self.product *= now
        mean = then * self.m / (1 - self.product * then) + (1 - now) * g / (1 - self.product)
        return mean / ((self.v / (1 - b2**self.t)).sqrt() + eps)

    def _radam(self, g):
        b1, b2, eps = self._moments(g)
        mean, most = self.m / (1 - b1**self.t), 2 / (1 - b2) - 1
        length = most - 2 * self.t * b2**self.t / (1 - b2**self.t)
        if length <= 5:
            return mean
        adapted = math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length))
        return mean * adapted * math.sqrt(1 - b2**self.t) / (self.v.sqrt() + eps)

    def _adamax(self, g):
        b1, b2 = self.get("betas", (0.9, 0.999))
        self.m.mul_(b1).add_(g, alpha=1 - b1)
        self.v = torch.maximum(self.v * b2, g.abs() + 1e-8)
        return self.m / (1 - b1**self.t) / self.v

    def _rmsprop(self, g):
        decay = self.get("alpha", 0.99)
        self.v.mul_(decay).addcmul_(g, g, value=1 - decay)
        d = g / (self.v.sqrt() + self.get("eps", 1e-8))
        momentum = self.get("momentum", 0.0)
        return self.m.mul_(momentum).add_(d) if momentum else d

    def _adagrad(self, g):
        self.v.addcmul_(g, g)
        return g / (self.v.sqrt() + 1e-10)

    def _lion(self, g):
        b1, b2 = self.get("betas", (0.9, 0.99))
        d = torch.sign(self.m * b1 + g * (1 - b1))
        self.m.mul_(b2).add_(g, alpha=1 - b2)
        return d

    def _lamb(self, g):
        d = self._adam(g)
        for part, step in self._tensors(d):
            ratio = part.norm(dim=1, keepdim=True) / (step.norm(dim=1, keepdim=True) + 1e-9)
            step.mul_(torch.where(ratio > 0, ratio, torch.ones_like(ratio)).clamp(max=10))
        return d

    def _muon(self, g):
        """Momentum, made orthogonal for matrices (five steps of Newton-Schulz, Jordan 2024); signs for vectors."""
        self.m.mul_(0.95).add_(g)
        d = g + 0.95 * self.m
        for (_, step), shape in zip(self._tensors(d), self.shapes):
            step.copy_(_orthogonal(step.view(-1, *shape)).view_as(step) if len(shape) == 2 else step.sign() * 0.1)
        return d

    def _tensors(self, d):
        offset = 0
        for shape in self.shapes:
            size = math.prod(shape)
            yield self.w[:, offset : offset + size], d[:, offset : offset + size]
            offset += size


def _orthogonal(x):
    rows, columns = x.shape[1:]
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    if rows > columns:
        x = x.transpose(1, 2)
    for _ in range(5):
        a = x @ x.transpose(1, 2)
        x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
    if rows > columns:
        x = x.transpose(1, 2)
    return x * math.sqrt(max(1.0, rows / columns))
