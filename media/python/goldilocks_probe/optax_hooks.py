"""optax: the rate, where the state of the optimizer shows it. Steps are compiled, so their losses can't be seen from here."""

from __future__ import annotations

import functools
import sys
import time
from typing import Any

from .probe import Probe
from .report import number

PAUSE = 0.2
"""Seconds between two looks: reading a number of JAX waits until it has been computed."""


def install(probe: Probe, optax: Any) -> None:
    """Hooks into an optax that has just been imported."""
    run = OptaxRun(probe, optax)
    original = optax.apply_updates

    @functools.wraps(original)
    def apply_updates(*arguments: Any, **options: Any) -> Any:
        probe.guarded(run.trains)
        return original(*arguments, **options)

    optax.apply_updates = apply_updates
    for name in ("InjectHyperparamsState", "InjectStatefulHyperparamsState"):
        state = getattr(optax, name, None)
        if state is not None:
            _watch(probe, run, state)


def _watch(probe: Probe, run: OptaxRun, state: Any) -> None:
    """What a compiled step returns is put together again by calling its types."""
    create = state.__new__

    def new(kind: Any, *arguments: Any, **options: Any) -> Any:
        made = create(kind, *arguments, **options)
        probe.guarded(run.state, made)
        return made

    state.__new__ = new


class OptaxRun:
    """Tells rates now and then, and that losses have to be read elsewhere."""

    def __init__(self, probe: Probe, optax: Any) -> None:
        self._probe = probe
        self._version: str = optax.__version__
        self._training = False
        self._step = -1
        self._looked = 0.0

    def trains(self) -> None:
        """The program applies updates, or compiles a step that does."""
        if self._training:
            return
        self._training = True
        self._probe.trains("optax", self._version)
        self._probe.notice("This program trains with optax, whose steps are compiled: losses are read from its output.")

    def state(self, state: Any) -> None:
        """A state with hyperparameters has been made: by a step, or in one that is being compiled."""
        report = self._probe.report
        now = time.perf_counter()
        if report is None or now - self._looked < PAUSE:
            return
        rate = state.hyperparams.get("learning_rate")
        array = sys.modules["jax"].Array
        tracer = sys.modules["jax"].core.Tracer
        if not isinstance(state.count, array) or isinstance(state.count, tracer) or rate is None:
            return
        self._looked = now
        # The state counts the updates made; its rate is that of the last one.
        step = int(state.count) - 1
        if step > self._step:
            self._step = step
            report.sample({"step": step, "seconds": report.seconds(), "rate": number(rate)})
