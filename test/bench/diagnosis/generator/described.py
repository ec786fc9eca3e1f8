"""What is to be known of a program that is not PyTorch's: kept in its raw file, so that nothing else is needed to read it."""

from dataclasses import dataclass


@dataclass
class Described:
    name: str
    # As PyTorch would name it: "sgd" with momentum for SGD with momentum.
    optimizer: str
    momentum: float
    batch: int
    steps: int
    # As in programs.py.
    kind: str
    classes: int = None
    schedule: str = "constant"
    # The learning rate of each step as a share of the peak rate; none where it is constant.
    factors: list = None
    clip: float = None
    guess: float = -2.5
    seeds: int = 1
