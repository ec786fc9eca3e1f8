"""How the faults are made: see fault_names.py."""

import numpy as np
import torch
from torch import nn


def possible_faults(program):
    faults = ["NaN batch", "skipped NaN batch", "outlier batch", "warm restart", "few examples"]
    if program.is_whole or program.kind == "undetermined":
        return []
    if program.kind in ("classes", "values"):
        faults += ["shuffled labels", "zero initialisation", "huge initialisation", "frozen layers"]
        # Numbers of tokens cannot be scaled.
        faults += ["raw input"] if np.asarray(program.build()[1][0]).dtype.kind == "f" else []
    if program.kind == "classes":
        faults += ["sorted data", "dead units"] + (["softmax twice"] if (program.classes or 0) > 2 else [])
    return faults


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
