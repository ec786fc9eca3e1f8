"""Records how PyTorch's optimizers move a few parameters, for test/unit/training/wasm/optimizers.test.ts.

    python test/support/python/optimizerTrajectories.py

writes test/unit/training/wasm/optimizerTrajectories.json. All is computed in float64, from gradients that float32 holds exactly.
PyTorch has no Lion: its steps are those of algorithm 2 of Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms".
"""

import json
import platform
from pathlib import Path

import numpy
import torch

COMMAND = "python test/support/python/optimizerTrajectories.py"
TARGET = Path(__file__).parents[2] / "unit" / "training" / "wasm" / "optimizerTrajectories.json"
PARAMETERS = 16
STEPS = 40
RECORDED = [1, 2, 3, 5, 6, 7, 10, 13, 16, 20, 21, 27, 34, 40]

ADAM_CONSTANTS = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
OTHER_ADAM_CONSTANTS = {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4}
# Optimizers as the engine knows them, each with the rate that the run begins with. Each one's first case keeps its rate.
CASES = [
    ({"name": "sgd"}, 0.1),
    ({"name": "sgd", "weightDecay": 0.1}, 0.05),
    ({"name": "momentum", "momentum": 0.9}, 0.1),
    ({"name": "momentum", "momentum": 0.5, "weightDecay": 0.1}, 0.05),
    ({"name": "nesterov", "momentum": 0.9}, 0.1),
    ({"name": "nesterov", "momentum": 0.5, "weightDecay": 0.1}, 0.05),
    ({"name": "adam", **ADAM_CONSTANTS}, 0.01),
    ({"name": "adam", **OTHER_ADAM_CONSTANTS, "weightDecay": 0.1}, 0.05),
    ({"name": "adamw", **ADAM_CONSTANTS, "weightDecay": 0.01}, 0.01),
    ({"name": "adamw", **ADAM_CONSTANTS}, 0.01),
    ({"name": "adamw", **OTHER_ADAM_CONSTANTS, "weightDecay": 0.5}, 0.05),
    ({"name": "rmsprop", "alpha": 0.99, "epsilon": 1e-8, "momentum": 0}, 0.01),
    ({"name": "rmsprop", "alpha": 0.9, "epsilon": 1e-4, "momentum": 0.7, "weightDecay": 0.1}, 0.02),
    ({"name": "adagrad", "epsilon": 1e-10, "rateDecay": 0, "initialAccumulator": 0}, 0.01),
    ({"name": "adagrad", "epsilon": 1e-4, "rateDecay": 0.1, "initialAccumulator": 0.2, "weightDecay": 0.1}, 0.2),
    ({"name": "adadelta", "rho": 0.9, "epsilon": 1e-6}, 1),
    ({"name": "adadelta", "rho": 0.7, "epsilon": 1e-3, "weightDecay": 0.1}, 2),
    ({"name": "adamax", **ADAM_CONSTANTS}, 0.002),
    ({"name": "adamax", **OTHER_ADAM_CONSTANTS, "weightDecay": 0.1}, 0.05),
    ({"name": "nadam", **ADAM_CONSTANTS, "momentumDecay": 0.004}, 0.002),
    ({"name": "nadam", **OTHER_ADAM_CONSTANTS, "momentumDecay": 0.5, "weightDecay": 0.1}, 0.05),
    ({"name": "radam", **ADAM_CONSTANTS}, 0.001),
    ({"name": "radam", **OTHER_ADAM_CONSTANTS, "weightDecay": 0.1}, 0.05),
    # So short a memory never has the five terms that the rectification needs.
    ({"name": "radam", **ADAM_CONSTANTS, "beta2": 0.5}, 0.001),
    ({"name": "lion", "beta1": 0.9, "beta2": 0.99}, 0.0001),
    ({"name": "lion", "beta1": 0.95, "beta2": 0.8, "weightDecay": 0.5}, 0.01),
]


def gradient_rows(random):
    """STEPS rows of gradients, one column a parameter: each column is awkward in its own way."""
    noise = random.standard_normal((STEPS, PARAMETERS))
    step = numpy.arange(1, STEPS + 1)
    rows = noise * numpy.logspace(-3, 1, PARAMETERS)
    rows[:, 0] = 0
    rows[:, 1] = 0.3 + 0.1 * noise[:, 1]
    rows[:, 2] = numpy.where(step % 2 == 0, 1, -1) * (0.5 + 0.1 * noise[:, 2])
    rows[:, 3] = 1e-8 * noise[:, 3]
    rows[:, 4] = 1e-13 * noise[:, 4]
    rows[:, 5] = 1e3 * (1 + 0.5 * noise[:, 5])
    rows[:, 6] = numpy.where(step > 15, noise[:, 6], 0)
    rows[:, 7] = numpy.where(step <= 15, noise[:, 7], 0)
    rows[:, 8] = numpy.where(step == 20, 100, 0.01 * noise[:, 8])
    rows[:, 9] = numpy.where(step % 5 == 0, noise[:, 9], 0)
    return numpy.float32(shortened(rows, 6))


def shortened(values, digits):
    """The values with so many significant decimal digits."""
    return numpy.vectorize(lambda value: float(f"{value:.{digits}g}"))(values)


def changing_rates(rate):
    """About a third of the run each at the whole rate, a tenth of it and half of it."""
    return [rate if step <= 12 else rate / 10 if step <= 26 else rate / 2 for step in range(1, STEPS + 1)]


def torch_optimizer(optimizer, weights):
    constants = {key: value for key, value in optimizer.items() if key != "name"}
    options = {"lr": 1.0, "weight_decay": constants.pop("weightDecay", 0)}
    if "beta1" in constants:
        options["betas"] = (constants.pop("beta1"), constants.pop("beta2"))
    theirs = {"epsilon": "eps", "rateDecay": "lr_decay", "initialAccumulator": "initial_accumulator_value", "momentumDecay": "momentum_decay"}
    options |= {theirs.get(key, key): value for key, value in constants.items()}
    if optimizer["name"] == "nesterov":
        options["nesterov"] = True
    classes = {
        "sgd": torch.optim.SGD, "momentum": torch.optim.SGD, "nesterov": torch.optim.SGD,
        "adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "rmsprop": torch.optim.RMSprop,
        "adagrad": torch.optim.Adagrad, "adadelta": torch.optim.Adadelta, "adamax": torch.optim.Adamax,
        "nadam": torch.optim.NAdam, "radam": torch.optim.RAdam,
    }
    return classes[optimizer["name"]]([weights], **options)


def torch_trajectory(optimizer, rates, start, gradients):
    weights = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    stepper = torch_optimizer(optimizer, weights)
    trajectory = []
    for rate, gradient in zip(rates, gradients):
        stepper.param_groups[0]["lr"] = rate
        weights.grad = torch.tensor(gradient, dtype=torch.float64)
        stepper.step()
        trajectory.append(weights.detach().numpy().copy())
    return trajectory


def lion_trajectory(optimizer, rates, start, gradients):
    beta1, beta2, weight_decay = optimizer["beta1"], optimizer["beta2"], optimizer.get("weightDecay", 0)
    weights = numpy.float64(start)
    average = numpy.zeros(PARAMETERS)
    trajectory = []
    for rate, gradient in zip(rates, numpy.float64(gradients)):
        blend = beta1 * average + (1 - beta1) * gradient
        terms = beta1 * abs(average) + (1 - beta1) * abs(gradient)
        assert all((blend == 0) == (terms == 0)) and all(abs(blend) >= 1e-4 * terms), "a sign that rounding decides"
        weights = weights - rate * (numpy.sign(blend) + weight_decay * weights)
        average = beta2 * average + (1 - beta2) * gradient
        trajectory.append(weights)
    return trajectory


def main():
    torch.set_default_dtype(torch.float64)
    random = numpy.random.default_rng(1)
    gradients = gradient_rows(random)
    # Where a weight starts at 0, what is left of it in the end is nothing but the optimizer's steps.
    start = numpy.float32(shortened(numpy.where(numpy.arange(PARAMETERS) % 3 == 1, 0, random.standard_normal(PARAMETERS)), 6))
    cases = []
    for index, (optimizer, rate) in enumerate(CASES):
        is_first = all(earlier["name"] != optimizer["name"] for earlier, _ in CASES[:index])
        rates = [rate] * STEPS if is_first else changing_rates(rate)
        trajectory = (lion_trajectory if optimizer["name"] == "lion" else torch_trajectory)(optimizer, rates, start, gradients)
        weights = [list(shortened(trajectory[step - 1], 9)) for step in RECORDED]
        cases.append({"optimizer": optimizer, "rates": rates, "weights": weights})
    record = {
        "command": COMMAND,
        "versions": {"torch": torch.__version__, "numpy": numpy.__version__, "python": platform.python_version()},
        "start": [float(str(value)) for value in start],
        "gradients": [[float(str(value)) for value in row] for row in gradients],
        "recorded": RECORDED,
        "cases": cases,
    }
    TARGET.write_text(in_rows(record) + "\n")


def in_rows(value):
    """JSON with a line for each row of numbers."""
    text = json.dumps(value, separators=(",", ":"))
    for mark in ('"versions"', '"start"', '"gradients"', '"recorded"', '"cases"', '"rates"', '"weights"', "{\"optimizer\"", "["):
        text = text.replace(mark, "\n" + mark)
    return text.replace(":\n[", ":[")


if __name__ == "__main__":
    main()
