"""Keras: the rate of an optimizer, and another in its place while it updates the weights."""

from __future__ import annotations

import math
import weakref
from typing import Any

from .probe import Probe

LOOKS = sorted({0, *(round(2 ** (exponent / 4)) for exponent in range(81))})
"""The steps, up to a million, at which a schedule of the program's own is looked at for its highest rate."""


class KerasRates:
    """Reads rates without disturbing compiled training, and gives those of the override while `apply` runs or is compiled."""

    def __init__(self, probe: Probe, keras: Any) -> None:
        self._probe = probe
        self._keras = keras
        self._given: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
        """What each optimizer was created with: inside a compiled function its variables can't be read."""
        self._peaks: weakref.WeakKeyDictionary[Any, float] = weakref.WeakKeyDictionary()
        """The highest rates of schedules that the program has written itself."""
        self._start: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self.applying = False
        """Whether weights are being updated: only then an override counts; the program goes on seeing its own rate."""

    def created(self, optimizer: Any, rate: Any) -> None:
        """The program has made an optimizer with this rate or schedule."""
        self._probe.has_optimizer = True
        self._given[optimizer] = rate

    def begin(self, optimizer: Any) -> None:
        """A training begins, outside of anything compiled."""
        if optimizer not in self._start:
            self._start[optimizer] = int(self._keras.ops.convert_to_numpy(optimizer.iterations))
            variable = optimizer._learning_rate
            if hasattr(variable, "assign"):
                self._given[optimizer] = self._number(variable)
        self._probe.override.refer(self.peak(optimizer))

    def peak(self, optimizer: Any) -> float:
        """The rate that the optimizer is meant to have: its schedule's highest, or what it was created with."""
        given = self._given.get(optimizer)
        for name in ("warmup_target", "initial_learning_rate", "values"):
            value = getattr(given, name, None)
            if value is not None:
                return float(max(value) if isinstance(value, (list, tuple)) else value)
        if isinstance(given, (int, float)):
            return float(given)
        if optimizer not in self._peaks:
            steps = LOOKS if isinstance(given, self._keras.optimizers.schedules.LearningRateSchedule) else [0]
            self._peaks[optimizer] = max(self.own(optimizer, step) or 0.0 for step in steps)
        return self._peaks[optimizer]

    def all(self) -> list[float]:
        """The rates that the optimizers which the program has made are meant to have."""
        return [self.peak(each) for each in list(self._given)]

    def own(self, optimizer: Any, step: int) -> float | None:
        """The program's own rate at a step, counted from 0 since the training began."""
        own = optimizer._learning_rate
        if isinstance(own, self._keras.optimizers.schedules.LearningRateSchedule):
            return self._number(own(step + self._start.get(optimizer, 0)))
        return self._number(own() if callable(own) and not hasattr(own, "assign") else own)

    def used(self, optimizer: Any, step: int) -> float | None:
        """The rate that a step is made with."""
        override = self._probe.override
        rate = override.at(step)
        if rate is not None:
            return rate
        own = self.own(optimizer, step)
        return override.scaled(own) if own is not None and override.active else own

    def is_scheduled(self, optimizer: Any) -> bool:
        """Whether reading the rate means computing it."""
        return not hasattr(optimizer._learning_rate, "assign")

    def overridden(self, optimizer: Any, own: Any) -> Any:
        """The rate in place of `own`, as a tensor that may be part of a compiled step."""
        config, ops = self._probe.config, self._keras.ops
        self._probe.override.refer(self.peak(optimizer))
        if config.name == "rate":
            return own * self._probe.override.factor
        every = optimizer.gradient_accumulation_steps or 1
        step = ops.cast(optimizer.iterations - self._start.get(optimizer, 0), "float32") // every
        share = ops.minimum(step, config.steps - 1) / max(config.steps - 1, 1)
        return ops.exp(math.log(config.first_rate) + share * math.log(config.last_rate / config.first_rate))

    def _number(self, value: Any) -> float:
        # The shortest text that names the float32: 0.1, not 0.10000000149011612.
        return float(str(self._keras.ops.convert_to_numpy(value)))
