"""Rates that are used in place of the program's: the rising ones of a range test, or the program's own, scaled."""

from __future__ import annotations

import math

from .config import Config

SMOOTHING = 0.9
"""Weight of the past in the smoothed loss that ends a range test."""
START = 10
"""Steps whose smoothed loss is that at the start."""


class Override:
    """Which rate a step uses, and when the program has made enough steps.

    A range test ignores the program's schedule and keeps the ratios between groups. The mode `rate` multiplies whatever rate the
    program has by one factor, so that its schedule and its groups keep their shapes.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self.active = config.name != "watch"
        """Whether rates are changed at all."""
        self._reference = config.reference
        self._forget_losses()

    def _forget_losses(self) -> None:
        self._smoothed = 0.0
        self._steps = 0
        self._best = math.inf
        self._start = 0.0

    def refer(self, rate: float) -> None:
        """Sets what the program calls its rate: that of the first group of the first optimizer. Later calls change nothing."""
        if self._reference is None:
            self._reference = rate

    def restart(self) -> None:
        """The training that counts in a range test only begins now, with an optimizer whose rate `refer` will tell."""
        self._reference = None
        self._forget_losses()

    def at(self, step: int) -> float | None:
        """The rate of the first group in a step of a range test, counted from 0; None in other modes."""
        config = self._config
        if config.name != "find":
            return None
        share = min(step, config.steps - 1) / max(config.steps - 1, 1)
        return config.first_rate * (config.last_rate / config.first_rate) ** share

    def ratio(self, initial: float) -> float:
        """The ratio of a rate that the program began with to its reference; 1 where the reference is 0."""
        return initial / self._reference if self._reference else 1.0

    def scaled(self, own: float) -> float:
        """What the program's `own` rate becomes in the mode `rate`."""
        return self._config.rate if own == self._reference else own * self.factor

    @property
    def factor(self) -> float:
        """What the mode `rate` multiplies all rates by; 1 where the program's own rate is 0."""
        return self._config.rate / self._reference if self._reference else 1.0

    def verdict(self, loss: float | None, steps: int) -> str | None:
        """Why the program is to end after `steps` steps of which the last had this loss; None: it goes on."""
        config = self._config
        if config.name == "find" and loss is not None:
            if not math.isfinite(loss):
                return "diverged"
            self._steps += 1
            self._smoothed = SMOOTHING * self._smoothed + (1 - SMOOTHING) * loss
            debiased = self._smoothed / (1 - SMOOTHING**self._steps)
            self._best = min(self._best, debiased)
            if self._steps <= START:
                self._start = debiased
            # A loss near 0 is soon a multiple of its best by chance, but not above where it began. Where losses below 0 are possible a
            # multiple says nothing.
            if self._steps > 1 and self._best > 0 and debiased > max(config.stop_above * self._best, self._start):
                return "diverged"
        if config.steps is not None and steps >= config.steps:
            return "steps" if config.name == "find" else "maxSteps"
        return None
