"""Records the learning rates of PyTorch's schedulers, for test/unit/domain/rateSchedule.test.ts.

    python test/support/python/scheduleRates.py

writes test/unit/domain/scheduleRates.json. All is computed in float64. Each case pairs a schedule as users of Goldilocks type it
with the PyTorch schedulers that must give the same rates.
"""

import json
import math
import platform
import random
from pathlib import Path

import torch
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
    ExponentialLR,
    LinearLR,
    MultiStepLR,
    OneCycleLR,
    PolynomialLR,
    ReduceLROnPlateau,
    SequentialLR,
    StepLR,
)

COMMAND = "python test/support/python/scheduleRates.py"
TARGET = Path(__file__).parents[2] / "unit" / "domain" / "scheduleRates.json"
STEPS = 120


def warmed_up(steps, scheduler, start=None):
    """A linear warm-up and then a scheduler; without a start the rate climbs even stairs from 0."""

    def make(optimizer):
        warm_up = LinearLR(optimizer, start_factor=start or 1 / (steps + 1), total_iters=steps)
        return SequentialLR(optimizer, [warm_up, scheduler(optimizer)], milestones=[steps])

    return make


def one_cycle(peak, **options):
    return lambda optimizer: OneCycleLR(optimizer, max_lr=peak, total_steps=STEPS, **options)


# Schedule, learning rate, PyTorch's scheduler and, where the two part later, how many steps they go together.
CASES = [
    ("constant,warmup=20", 0.1, lambda o: LinearLR(o, start_factor=1 / 21, total_iters=20)),
    ("constant,warmup=20,warmup-start=0.25", 0.1, lambda o: LinearLR(o, start_factor=0.25, total_iters=20)),
    ("step", 0.1, lambda o: StepLR(o, step_size=40)),
    ("step,every=7,factor=0.8", 3, lambda o: StepLR(o, step_size=7, gamma=0.8)),
    ("multi-step", 0.1, lambda o: MultiStepLR(o, milestones=[60, 90])),
    ("multi-step,at=5:80:81,factor=0.3", 0.01, lambda o: MultiStepLR(o, milestones=[5, 80, 81], gamma=0.3)),
    ("exponential,every=1,factor=0.97", 0.1, lambda o: ExponentialLR(o, gamma=0.97)),
    ("exponential", 0.1, lambda o: ExponentialLR(o, gamma=0.01 ** (1 / STEPS))),
    ("cosine", 0.1, lambda o: CosineAnnealingLR(o, T_max=STEPS)),
    ("cosine,over=50,end=0.1", 0.01, lambda o: CosineAnnealingLR(o, T_max=50, eta_min=0.001), 51),
    ("cosine-restarts,period=10", 0.1, lambda o: CosineAnnealingWarmRestarts(o, T_0=10, T_mult=2)),
    ("cosine-restarts,period=25,growth=1,end=0.05", 0.2, lambda o: CosineAnnealingWarmRestarts(o, T_0=25, eta_min=0.01)),
    ("linear", 0.1, lambda o: LinearLR(o, start_factor=1, end_factor=0, total_iters=STEPS)),
    ("linear,start=0.2,end=0.9,over=30", 0.1, lambda o: LinearLR(o, start_factor=0.2, end_factor=0.9, total_iters=30)),
    ("polynomial,power=1,over=50", 0.1, lambda o: PolynomialLR(o, total_iters=50)),
    ("polynomial", 0.1, lambda o: PolynomialLR(o, total_iters=STEPS, power=0.9)),
    ("polynomial,power=3", 0.02, lambda o: PolynomialLR(o, total_iters=STEPS, power=3)),
    ("one-cycle", 0.1, one_cycle(0.1)),
    ("one-cycle,anneal=linear", 0.1, one_cycle(0.1, anneal_strategy="linear")),
    ("one-cycle,rise=42.9%,start=0.1,end=0.001", 2, one_cycle(2, pct_start=0.429, div_factor=10, final_div_factor=100)),
    ("step,every=20,warmup=10", 0.1, warmed_up(10, lambda o: StepLR(o, step_size=20))),
    ("multi-step,at=40:100,warmup=10", 0.1, warmed_up(10, lambda o: MultiStepLR(o, milestones=[30, 90]))),
    ("exponential,every=1,factor=0.9,warmup=10", 0.1, warmed_up(10, lambda o: ExponentialLR(o, gamma=0.9))),
    ("cosine,warmup=10%", 0.1, warmed_up(12, lambda o: CosineAnnealingLR(o, T_max=STEPS - 12))),
    ("cosine,warmup=20,warmup-start=0.3,end=0.1", 0.1, warmed_up(20, lambda o: CosineAnnealingLR(o, T_max=STEPS - 20, eta_min=0.01), 0.3)),
    ("cosine-restarts,period=10,warmup=5", 0.1, warmed_up(5, lambda o: CosineAnnealingWarmRestarts(o, T_0=10, T_mult=2))),
    ("linear,warmup=30", 0.1, warmed_up(30, lambda o: LinearLR(o, start_factor=1, end_factor=0, total_iters=STEPS - 30))),
    ("polynomial,power=2,warmup=25%", 0.1, warmed_up(30, lambda o: PolynomialLR(o, total_iters=STEPS - 30, power=2))),
]

# Schedule, learning rate, and the options of PyTorch's ReduceLROnPlateau.
PLATEAU_CASES = [
    ("reduce-on-plateau,patience=10", 0.1, {}),
    ("reduce-on-plateau,patience=0,factor=0.5", 1, {"patience": 0, "factor": 0.5}),
    ("reduce-on-plateau,patience=2,factor=0.3,cooldown=3", 0.1, {"patience": 2, "factor": 0.3, "cooldown": 3}),
    ("reduce-on-plateau,patience=1,threshold=0.05,end=0.02", 0.1, {"patience": 1, "threshold": 0.05, "min_lr": 0.002}),
    ("reduce-on-plateau,patience=0,threshold=0,cooldown=1", 0.001, {"patience": 0, "threshold": 0, "cooldown": 1}),
]


def optimizer_at(rate):
    return torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], lr=rate)


def rates_of(rate, make, steps=STEPS):
    """The rates of the updates 1 to steps."""
    optimizer = optimizer_at(rate)
    scheduler = make(optimizer)
    rates = []
    for _ in range(steps):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if len(rates) < steps:
            scheduler.step()
    return rates


def plateau_losses():
    """Epochs that fall, stay, fall by less than a threshold, rise, and break."""
    noise = random.Random(1)
    falling = [2.3 * 0.9**epoch for epoch in range(12)]
    resting = [0.7 + 0.05 * noise.random() for _ in range(20)]
    broken = [math.nan, 0.5, math.inf, math.nan, math.nan]
    creeping = [0.5 * (1 - 0.00005 * epoch) for epoch in range(15)]
    return [math.nan, *falling, *resting, *broken, *creeping, 0.1, *[0.1] * 14]


def plateau_rates(rate, options, losses):
    """The rates after each epoch's loss was observed."""
    optimizer = optimizer_at(rate)
    scheduler = ReduceLROnPlateau(optimizer, **options)
    rates = []
    for loss in losses:
        optimizer.step()
        scheduler.step(loss)
        rates.append(float(optimizer.param_groups[0]["lr"]))
    return rates


def main():
    losses = plateau_losses()
    recording = {
        "command": COMMAND,
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "totalSteps": STEPS,
        "cases": [{"schedule": text, "learningRate": rate, "rates": rates_of(rate, make, *steps)} for text, rate, make, *steps in CASES],
        # JSON has no NaN and no infinity: they are written as text.
        "losses": [loss if math.isfinite(loss) else str(loss).replace("nan", "NaN").replace("inf", "Infinity") for loss in losses],
        "plateauCases": [{"schedule": text, "learningRate": rate, "rates": plateau_rates(rate, options, losses)} for text, rate, options in PLATEAU_CASES],
    }
    text = json.dumps(recording, separators=(",", ":"))
    for mark in ('"versions"', '"totalSteps"', '"cases"', '"losses"', '"plateauCases"', '{"schedule"'):
        text = text.replace(mark, "\n" + mark)
    TARGET.write_text(text + "\n")


if __name__ == "__main__":
    main()
