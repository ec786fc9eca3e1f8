"""The learning rate of a step as a share of the peak rate, by the name of the schedule."""

import math


def _cosine(share):
    return 0.5 * (1 + math.cos(math.pi * min(1.0, max(0.0, share))))


def _one_cycle(total):
    up = 0.3 * total
    return lambda t: 0.04 + 0.96 * (1 - _cosine(t / up)) if t < up else _cosine((t - up) / (total - up))


def _stable_decay(total):
    """Warm-up, a stable phase, and a linear decay over the last fifth (WSD)."""
    return lambda t: min(1.0, (t + 1) / (0.05 * total)) * min(1.0, (total - t) / (0.2 * total))


def _warm(total, then):
    up = max(1.0, 0.08 * total)
    return lambda t: min(1.0, (t + 1) / up) * then((t - up) / (total - up))


SCHEDULES = {
    "constant": lambda total: lambda t: 1.0,
    "cosine": lambda total: lambda t: _cosine(t / total),
    "step": lambda total: lambda t: 0.3 ** (t // max(1, total // 3)),
    "late step": lambda total: lambda t: 0.1 if t >= 0.75 * total else 1.0,
    "exponential": lambda total: lambda t: 0.05 ** (t / total),
    "linear": lambda total: lambda t: 1 - t / total,
    "polynomial": lambda total: lambda t: (1 - t / total) ** 2,
    "warm-up": lambda total: _warm(total, lambda share: 1.0),
    "warm-up and cosine": lambda total: _warm(total, _cosine),
    "warm-up and linear": lambda total: _warm(total, lambda share: 1 - max(0.0, share)),
    "inverse root": lambda total: lambda t: min((t + 1) / (0.05 * total), math.sqrt(0.05 * total / (t + 1))),
    "one cycle": _one_cycle,
    "stable and decay": _stable_decay,
    "restarts": lambda total: lambda t: 0.02 + 0.98 * _cosine((t % max(1, total // 3)) / max(1, total // 3)),
}
