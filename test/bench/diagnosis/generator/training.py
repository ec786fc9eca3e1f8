"""Trains a program at many rates at once: the same batches, each rate with weights of its own (functorch.vmap)."""

import copy
import math
import warnings

import numpy as np
import torch
from functorch import grad_and_value, make_functional_with_buffers, vmap
from torch import nn

from fault_names import BAD_BATCH
from faults import spoil_batch, spoil_data, spoil_weights
from schedules import SCHEDULES

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
torch.set_flush_denormal(True)

HELD_OUT = 256
EVALUATIONS = 20


class Task(nn.Module):
    """A network and its loss as one module, so that a loss can reach the network's parts."""

    def __init__(self, net, loss):
        super().__init__()
        self.net, self.loss = net, loss

    def forward(self, *batch):
        return self.loss(self.net, *batch)


class Batches:
    """Shuffled epochs over arrays; a sorted one keeps the order of the classes."""

    def __init__(self, arrays, batch, seed, is_sorted=False):
        self.arrays, self.count = arrays, len(arrays[0])
        self.batch = min(batch, self.count)
        self.per_epoch = self.count // self.batch
        self.rng, self.is_sorted, self.order = np.random.default_rng(seed + 1000), is_sorted, None

    def at(self, step):
        index = step % self.per_epoch
        if index == 0:
            order = self.arrays[1].argsort() if self.is_sorted else torch.from_numpy(self.rng.permutation(self.count))
            self.order = order
        chosen = self.order[index * self.batch : (index + 1) * self.batch]
        return tuple(array[chosen] for array in self.arrays)


def prepare(program, seed, fault=None):
    """The task, its training batches and the held-out examples, in their state before the first step."""
    torch.manual_seed(seed)
    net, arrays, loss = program.build()
    arrays = tuple(torch.as_tensor(array) for array in arrays)
    held, rest = tuple(a[:HELD_OUT] for a in arrays), tuple(a[HELD_OUT:] for a in arrays)
    if program.is_whole:
        held = rest = arrays
    held, rest, loss = spoil_data(fault, held, rest, loss)
    task = Task(net, loss)
    spoil_weights(fault, net)
    return task, Batches(rest, program.batch, seed, fault == "sorted data"), held


def initial_loss(program, seed, fault=None):
    task, batches, _ = prepare(program, seed, fault)
    with torch.no_grad():
        return float(np.mean([task(*batches.at(i)).item() for i in range(16)]))


def train(program, rates, seed, fault=None, fault_at=0.5):
    """One dictionary a rate: loss, gradient norm and rate of each step, held-out losses, batches per epoch, the bad step."""
    steps = program.steps
    task, batches, held = prepare(program, seed, fault)
    count = len(rates)
    functional, weights, buffers = make_functional_with_buffers(task)
    judge = copy.deepcopy(task).eval()
    functional_judge, _, judge_buffers = make_functional_with_buffers(judge)
    shapes = [w.shape for w in weights]
    flat = torch.cat([w.detach().flatten() for w in weights])[None].repeat(count, 1).contiguous()
    views, offset = [], 0
    for shape in shapes:
        size = math.prod(shape)
        views.append(flat[:, offset : offset + size].view(count, *shape))
        offset += size
    size = len(held)
    evaluate = vmap(lambda w, *b: functional_judge(w, judge_buffers, *b), in_dims=(0, *[None] * size), randomness="same")
    size = len(batches.arrays)
    gradient = vmap(
        grad_and_value(lambda w, *b: functional(w, buffers, *b)), in_dims=(0, *[None] * size), randomness="same"
    )
    optimizer = program.optimizer(flat, shapes)
    factor = SCHEDULES["restarts" if fault == "warm restart" else program.schedule](steps)
    base = torch.tensor(rates, dtype=torch.float32)[:, None]
    losses, norms = np.full((steps, count), np.nan, np.float32), np.full((steps, count), np.nan, np.float32)
    held_steps = sorted({max(0, round(steps * (i + 1) / EVALUATIONS) - 1) for i in range(EVALUATIONS)})
    held_losses, bad = [], int(steps * fault_at) if fault in BAD_BATCH else None
    frozen = torch.ones(flat.shape[1])
    if fault == "frozen layers":
        frozen[: -sum(math.prod(s) for s in shapes[-2:])] = 0
    rng = np.random.default_rng(seed)
    for step in range(steps):
        batch = batches.at(step)
        is_nan = False
        if step == bad:
            batch, is_nan = spoil_batch(fault, batch, rng)
        gradients, loss = gradient(views, *batch)
        g = torch.cat([part.reshape(count, -1) for part in gradients], 1)
        if is_nan:
            g, loss = g * math.nan, loss * math.nan
        losses[step], norm = loss.numpy(), g.norm(dim=1)
        norms[step] = norm.numpy()
        if fault == "skipped NaN batch" and step == bad:
            continue
        if program.clip:
            g = g * (program.clip / (norm + 1e-6)).clamp(max=1.0)[:, None]
        optimizer.step(g * frozen, base * factor(step))
        if step in held_steps:
            with torch.no_grad():
                held_losses.append(evaluate(views, *held).numpy())
    rate_factors = np.array([factor(step) for step in range(steps)])
    return [
        {
            "loss": losses[:, j].copy(),
            "norm": norms[:, j].copy(),
            "rate": rate_factors * rates[j],
            "held_steps": np.array(held_steps),
            "held": np.array([h[j] for h in held_losses]) if held_losses else np.zeros(0),
            "per_epoch": batches.per_epoch,
            "bad": bad,
        }
        for j in range(count)
    ]
