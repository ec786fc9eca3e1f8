"""Keras: the rate of an optimizer, and another in its place while it updates the weights."""

from __future__ import annotations

import math
import numbers
import weakref
from typing import Any

from .probe import Probe

class KerasRates:
    """Reads rates without disturbing compiled training, and gives those of the override while `apply` runs or is compiled."""

    def __init__(self, probe: Probe, keras: Any) -> None:
        self._probe = probe
        self._keras = keras
        self._given: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
        """What each optimizer was created with: inside a compiled function its variables can't be read."""
        self._seen: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
        """What the program's own schedules gave for the latest update. Only the program calls them: they may count or draw numbers."""
        self._start: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        """The iterations that each optimizer had made at step 0, which is below 0 where it began to train later."""
        self.applying = False
        """Whether weights are being updated: only then an override counts; the program goes on seeing its own rate."""

    def created(self, optimizer: Any, rate: Any) -> None:
        """The program has made an optimizer with this rate or schedule."""
        self._probe.has_optimizer = True
        self._given[optimizer] = rate

    def begin(self, step: int = 0) -> list[Any]:
        """A training begins at this step, outside of anything compiled; which optimizers it uses is still to be seen.

        Returns those that the program has made since the last one began.
        """
        new = [optimizer for optimizer in list(self._given) if optimizer not in self._start]
        for optimizer in new:
            self._start[optimizer] = int(self._keras.ops.convert_to_numpy(optimizer.iterations)) - step
            variable = optimizer._learning_rate
            if hasattr(variable, "assign"):
                self._given[optimizer] = self._number(variable)
        return new

    def restart(self) -> None:
        """The training that a range test is of only begins now, maybe with an optimizer that was made before."""
        self._start.clear()

    def can_set(self, optimizer: Any) -> bool:
        """Whether the probe knows enough of the program's rate to train with the one it is asked for."""
        config = self._probe.config
        return config.name != "rate" or config.reference is not None or self.peak(optimizer) is not None

    def seen(self, optimizer: Any, own: Any) -> None:
        """The program has computed its own rate for an update. In compiled code that is not a number, and left alone."""
        if self.is_scheduled(optimizer) and (isinstance(own, numbers.Real) or hasattr(own, "numpy")):
            self._seen[optimizer] = own

    def peak(self, optimizer: Any) -> float | None:
        """The rate that the optimizer is meant to have: its schedule's highest, or what it was created with.

        None where only the program's own code could tell.
        """
        given = self._given.get(optimizer)
        known = vars(given) if self._is_schedule(given) else {"initial_learning_rate": given}
        for name in ("warmup_target", "initial_learning_rate", "values"):
            value = known.get(name)
            rates = value if isinstance(value, (list, tuple)) else [value]
            if rates and all(isinstance(rate, numbers.Real) for rate in rates):
                return float(max(rates))
        return None

    def all(self) -> list[float] | None:
        """The rates that the optimizers which the program has made are meant to have; None where one of them isn't known."""
        peaks = [self.peak(each) for each in list(self._given)]
        known = [peak for peak in peaks if peak is not None]
        return known if len(known) == len(peaks) else None

    def own(self, optimizer: Any, step: int) -> float | None:
        """The program's own rate at a step, counted from 0 since the training began; None where it isn't known."""
        own = optimizer._learning_rate
        if not self.is_scheduled(optimizer):
            return self._number(own)
        if self._is_schedule(own) and type(own).__module__.startswith("keras."):
            return self._number(own(step + self._start.get(optimizer, 0)))
        seen = self._seen.get(optimizer)
        return None if seen is None else self._number(seen)

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
        self.refer(optimizer)
        if config.name == "rate":
            return own * self._probe.override.factor
        # Where gradients are accumulated, Keras counts updates here.
        step = ops.cast(optimizer.iterations - self._start.get(optimizer, 0), "float32")
        share = ops.minimum(step, config.steps - 1) / max(config.steps - 1, 1)
        return ops.exp(math.log(config.first_rate) + share * math.log(config.last_rate / config.first_rate))

    def refer(self, optimizer: Any) -> None:
        """The rate of this optimizer is what the program calls its rate, unless another's is already."""
        peak = self.peak(optimizer)
        if peak is not None:
            self._probe.override.refer(peak)

    def _is_schedule(self, rate: Any) -> bool:
        return isinstance(rate, self._keras.optimizers.schedules.LearningRateSchedule)

    def _number(self, value: Any) -> float:
        # The shortest text that names the float32: 0.1, not 0.10000000149011612.
        return float(str(self._keras.ops.convert_to_numpy(value)))
