"""Records the edge of a small network as PyTorch has it, for test/unit/training/edgeMeter.test.ts.

    python test/support/python/edgeEigenvalues.py

writes test/unit/training/edgeEigenvalues.json. Each case trains in float64 with PyTorch's optimizer on all images at once. Then the
whole Hessian of the mean loss is computed by automatic differentiation, preconditioned with the optimizer's own state, and
diagonalized: nothing is iterated, and no difference is finite.
"""

import json
import platform
from pathlib import Path

import numpy
import torch
from torch.nn import functional

COMMAND = "python test/support/python/edgeEigenvalues.py"
TARGET = Path(__file__).parents[2] / "unit" / "training" / "edgeEigenvalues.json"
SIDE, CHANNELS, HIDDEN, CLASSES, IMAGES = 6, 4, 8, 4, 40
SHAPES = [(CHANNELS, 1, 3, 3), (CHANNELS,), (HIDDEN, CHANNELS * 9), (HIDDEN,), (CLASSES, HIDDEN), (CLASSES,)]

ADAM = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
# Optimizers as the engine knows them, each with its rate, its steps and the loss.
CASES = [
    ({"name": "sgd"}, 0.1, 0, "cross-entropy"),
    ({"name": "sgd"}, 0.3, 60, "cross-entropy"),
    ({"name": "sgd", "weightDecay": 0.5}, 0.1, 20, "cross-entropy"),
    ({"name": "momentum", "momentum": 0.9}, 0.1, 40, "squared"),
    ({"name": "nesterov", "momentum": 0.9}, 0.05, 40, "cross-entropy"),
    ({"name": "adam", **ADAM}, 0.01, 1, "cross-entropy"),
    ({"name": "adam", **ADAM}, 0.01, 30, "cross-entropy"),
    ({"name": "adamw", **ADAM, "weightDecay": 0.1}, 0.01, 30, "cross-entropy"),
    ({"name": "rmsprop", "alpha": 0.9, "epsilon": 1e-4, "momentum": 0}, 0.003, 30, "cross-entropy"),
]


def optimizer_for(optimizer, rate, weights):
    decay = optimizer.get("weightDecay", 0)
    if optimizer["name"] in ("sgd", "momentum", "nesterov"):
        is_nesterov = optimizer["name"] == "nesterov"
        return torch.optim.SGD([weights], lr=rate, momentum=optimizer.get("momentum", 0), nesterov=is_nesterov, weight_decay=decay)
    if optimizer["name"] == "rmsprop":
        return torch.optim.RMSprop([weights], lr=rate, alpha=optimizer["alpha"], eps=optimizer["epsilon"])
    kind = torch.optim.AdamW if optimizer["name"] == "adamw" else torch.optim.Adam
    betas = (optimizer["beta1"], optimizer["beta2"])
    return kind([weights], lr=rate, betas=betas, eps=optimizer["epsilon"], weight_decay=decay)


def preconditioner(optimizer, stepper, weights):
    """What a step is divided by, for each weight: the definition of Cohen et al. 2022, "Adaptive Gradient Methods at the Edge of Stability"."""
    if optimizer["name"] in ("sgd", "momentum", "nesterov"):
        return torch.ones_like(weights)
    state = stepper.state[weights]
    if optimizer["name"] == "rmsprop":
        return state["square_avg"].sqrt() + optimizer["epsilon"]
    steps = int(state["step"])
    corrected = state["exp_avg_sq"] / (1 - optimizer["beta2"] ** steps)
    return (1 - optimizer["beta1"] ** steps) * (corrected.sqrt() + optimizer["epsilon"])


def loss_of(flat, images, labels, loss):
    sizes = [int(numpy.prod(shape)) for shape in SHAPES]
    kernel, bias1, dense, bias2, output, bias3 = [part.view(shape) for part, shape in zip(flat.split(sizes), SHAPES)]
    hidden = functional.max_pool2d(functional.relu(functional.conv2d(images, kernel, bias1, padding=1)), 2)
    hidden = functional.relu(functional.linear(hidden.flatten(1), dense, bias2))
    outputs = functional.linear(hidden, output, bias3)
    if loss == "squared":
        return functional.mse_loss(outputs, functional.one_hot(labels, CLASSES).to(outputs.dtype))
    return functional.cross_entropy(outputs, labels)


def eigenvalue_of(case, start, images, labels):
    optimizer, rate, steps, loss = case
    weights = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    stepper = optimizer_for(optimizer, rate, weights)
    for _ in range(steps):
        stepper.zero_grad()
        loss_of(weights, images, labels, loss).backward()
        stepper.step()
    hessian = torch.autograd.functional.hessian(lambda flat: loss_of(flat, images, labels, loss), weights.detach())
    if optimizer["name"] != "adamw":
        hessian = hessian + optimizer.get("weightDecay", 0) * torch.eye(len(weights))
    root = preconditioner(optimizer, stepper, weights).detach().sqrt() if steps > 0 else torch.ones_like(weights).detach()
    return numpy.linalg.eigvalsh((hessian / root[:, None] / root[None, :]).numpy())[-1]


def main():
    torch.set_default_dtype(torch.float64)
    random = numpy.random.default_rng(1)
    # A bright square at one of four places, its class, in noise.
    labels = random.integers(0, CLASSES, IMAGES)
    pixels = random.integers(1, 60, (IMAGES, SIDE, SIDE))
    for image, label in zip(pixels, labels):
        top, left = 3 * (label // 2), 3 * (label % 2)
        image[top : top + 3, left : left + 3] += random.integers(40, 180, (3, 3))
    bounds = [1 / numpy.sqrt(numpy.prod(SHAPES[2 * (index // 2)][1:])) for index in range(len(SHAPES))]
    parts = [random.uniform(-bound, bound, int(numpy.prod(shape))) for bound, shape in zip(bounds, SHAPES)]
    start = [[float(f"{numpy.float32(value):.9g}") for value in part] for part in parts]
    images = torch.tensor(pixels / 255).view(IMAGES, 1, SIDE, SIDE)
    cases = [
        {"optimizer": case[0], "rate": case[1], "steps": case[2], "loss": case[3],
         "eigenvalue": float(f"{eigenvalue_of(case, numpy.concatenate(start), images, torch.tensor(labels)):.9g}")}
        for case in CASES
    ]
    record = {
        "command": COMMAND,
        "versions": {"torch": torch.__version__, "numpy": numpy.__version__, "python": platform.python_version()},
        "labels": labels.tolist(),
        "pixels": pixels.reshape(IMAGES, -1).tolist(),
        "start": start,
        "cases": cases,
    }
    text = json.dumps(record, separators=(",", ":"))
    for mark in ('"versions"', '"labels"', '"pixels"', '"start"', '"cases"', '{"optimizer"', "["):
        text = text.replace(mark, "\n" + mark)
    TARGET.write_text(text.replace(":\n[", ":[") + "\n")


if __name__ == "__main__":
    main()
