"""Hugging Face's trainer: what its loop knows that its optimizer does not."""

from __future__ import annotations

import functools
from typing import Any

from .probe import Probe


def install(probe: Probe, trainer: Any) -> None:
    """Its micro-batches give shares of the loss of a step, which it sums; and it knows how many steps there will be."""
    original = trainer.Trainer.training_step

    @functools.wraps(original)
    def training_step(self: Any, *arguments: Any, **options: Any) -> Any:
        probe.shared_losses = True
        probe.guarded(_tell_total, probe, self)
        try:
            return original(self, *arguments, **options)
        finally:
            probe.shared_losses = False

    trainer.Trainer.training_step = training_step


def _tell_total(probe: Probe, trainer: Any) -> None:
    # What accelerate makes of an optimizer has the optimizer in it.
    optimizer = getattr(trainer.optimizer, "optimizer", trainer.optimizer)
    if optimizer is not None:
        probe.totals[optimizer] = trainer.state.max_steps
