"""What can be wrong with a program although its learning rate is right."""

import math

import numpy as np
import torch
from torch import nn

# Faults that a batch brings in the middle of a run.
BAD_BATCH = ("NaN batch", "skipped NaN batch", "outlier batch")
# Faults that are there from the start, and that no other rate mends.
CONSTANT = (
    "shuffled labels",
    "zero initialisation",
    "huge initialisation",
    "raw input",
    "softmax twice",
    "dead units",
    "frozen layers",
)
# Changes that are no faults: the run should be judged as if they weren't there.
HARMLESS = ("warm restart", "outlier batch")
# Learning goes on, but the held-out loss or the order of the data is at fault.
OTHER = ("few examples", "sorted data")


def spoil_data(fault, held, rest, loss):
    if fault == "shuffled labels":
        order = torch.from_numpy(np.random.default_rng(99).permutation(len(rest[1])))
        rest = (rest[0], rest[1][order], *rest[2:])
    if fault == "raw input":
        held, rest = ((d[0] * 40 + 120, *d[1:]) for d in (held, rest))
    if fault == "few examples":
        rest = tuple(array[:40] for array in rest)
    if fault == "softmax twice":
        return held, rest, lambda net, *batch: loss(lambda x: net(x).softmax(1), *batch)
    return held, rest, loss


def spoil_weights(fault, net):
    with torch.no_grad():
        for name, weight in net.named_parameters():
            if fault == "zero initialisation":
                weight.zero_()
            if fault == "huge initialisation":
                weight.mul_(20.0)
        if fault == "dead units":
            layers = [m for m in net.modules() if isinstance(m, (nn.Linear, nn.Conv2d))][:-1]
            for layer in layers:
                layer.bias.sub_(30.0)


def spoil_batch(fault, batch, rng):
    """The batch with a NaN or outliers in it; the flag says that loss and gradients become NaN."""
    first = batch[0].clone()
    if "NaN" in fault:
        return batch, True
    if first.is_floating_point():
        first.view(len(first), -1)[: max(1, len(first) // 4)] *= 20.0
        return (first, *batch[1:]), False
    random = torch.from_numpy(rng.integers(0, int(first.max()) + 1, tuple(first.shape)))
    return (random, *batch[1:]), False
