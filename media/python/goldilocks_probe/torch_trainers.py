"""Trainers of Hugging Face and Lightning: what their loops know that their optimizers do not."""

from __future__ import annotations

import functools
import math
from typing import Any

from .probe import Probe


def install_hugging_face(probe: Probe, trainer: Any) -> None:
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
    if optimizer is not None and optimizer not in probe.totals:
        probe.totals[optimizer] = trainer.state.max_steps - trainer.state.global_step


def install_lightning(probe: Probe, strategy: Any) -> None:
    """It knows how many steps there will be, unless its data is a stream or training goes on for ever."""
    original = strategy.Strategy.optimizer_step

    @functools.wraps(original)
    def optimizer_step(self: Any, optimizer: Any, *arguments: Any, **options: Any) -> Any:
        if optimizer not in probe.totals:
            probe.guarded(_tell_estimate, probe, self.lightning_module, optimizer)
        return original(self, optimizer, *arguments, **options)

    strategy.Strategy.optimizer_step = optimizer_step


def _tell_estimate(probe: Probe, module: Any, optimizer: Any) -> None:
    # Whoever makes steps by hand may make more or fewer than one for each batch.
    if not module.automatic_optimization:
        return
    try:
        steps = module.trainer.estimated_stepping_batches
    except Exception:
        # It refuses where a step takes more batches in later epochs.
        return
    if 0 < steps < math.inf:
        probe.totals[optimizer] = steps - module.trainer.global_step
