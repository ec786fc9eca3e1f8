"""Keras: one training, batch by batch."""

from __future__ import annotations

import contextlib
import time
from typing import Any, Iterator

from .keras_rates import KerasRates
from .probe import Probe

SHARE = 0.01
"""The share of the time of training that computing a schedule's rate may take."""


class KerasRun:
    """Follows `fit`, `train_on_batch`, or a loop of the program's own that calls its optimizer eagerly."""

    def __init__(self, probe: Probe, keras: Any, rates: KerasRates) -> None:
        self._probe = probe
        self._keras = keras
        self._rates = rates
        self._backend: str = keras.backend.backend()
        self._forget()
        probe.after_fork(self._forget)

    def _forget(self) -> None:
        self.inside = False
        """Whether Keras itself trains now, and tells us at the end of each batch."""
        self._optimizer: Any = None
        self._before = 0
        """The batches of the epochs that have ended."""
        self._epoch = 0
        """The batches of this epoch."""
        self._step = 0
        self._tracked = (0.0, 0.0)
        self._losses: list[float] = []
        self._spent = 0.0
        self._begin: float | None = None

    @contextlib.contextmanager
    def training(self) -> Iterator[None]:
        """While Keras trains by itself."""
        outer, self.inside = self.inside, True
        try:
            yield
        finally:
            self.inside = outer

    def begin(self, model: Any, steps: int | None, epochs: int | None) -> None:
        """`fit` begins, or a batch of `train_on_batch`."""
        if self._probe.ended:
            self._probe.end("")
        if not self._follows(model.optimizer):
            return
        self._before += self._epoch
        self._epoch = 0
        report = self._probe.report
        if report and steps:
            report.facts(stepsPerEpoch=steps, total=steps * epochs if epochs else None)

    def begin_epoch(self, _epoch: int) -> None:
        """An epoch begins: Keras forgets its sums."""
        self._before += self._epoch
        self._epoch = 0
        self._tracked = (0.0, 0.0)

    def one_batch(self, model: Any, logs: Any) -> None:
        """`train_on_batch` has trained on a batch."""
        self.batches(model, self._epoch + 1, logs)

    def batches(self, model: Any, count: int, logs: Any) -> None:
        """So many batches of this epoch have been trained on. `logs`: what Keras says about them."""
        optimizer = _inner(model.optimizer)
        if optimizer is not self._optimizer:
            return
        if self._probe.ended:
            self._probe.end("")
        loss = self._loss(model, logs, count)
        self._epoch = count
        if loss is not None:
            self._losses.append(loss)
        every = optimizer.gradient_accumulation_steps or 1
        steps = (self._before + self._epoch) // every
        if steps > self._step:
            self._tell(optimizer, steps - 1)

    def differentiated(self, target: Any) -> None:
        """An eager loop takes the gradient of this."""
        if getattr(target, "shape", None) == ():
            self._losses.append(float(target))

    def applied(self, optimizer: Any) -> None:
        """A loop of the program's own has updated the weights, or the update has been compiled."""
        optimizer = _inner(optimizer)
        if not self._is_eager(optimizer):
            self._probe.notice("This program's training step is compiled, so its losses are read from its output.")
            return
        if self._probe.ended:
            self._probe.end("")
        if not self._follows(optimizer):
            self._losses.clear()
            return
        if self._backend == "torch":
            self._losses = self._probe.losses.numbers()
        self._epoch += 1
        self._tell(optimizer, self._before + self._epoch - 1)

    def _follows(self, optimizer: Any) -> bool:
        optimizer = _inner(optimizer)
        if self._optimizer is None:
            if not self._rates.can_set(optimizer):
                self._probe.notice("The program computes its learning rate itself, so the probe can neither tell its highest value nor scale it.")
                return False
            self._optimizer = optimizer
            report = self._probe.trains("keras", self._keras.__version__)
            self._rates.begin(optimizer)
            self._begin = time.perf_counter()
            if report:
                name = f"keras.optimizers.{type(optimizer).__name__}"
                report.facts(optimizer=name, rate=self._rates.peak(optimizer), rates=self._rates.all())
        if optimizer is not self._optimizer:
            name = type(self._optimizer).__name__
            self._probe.notice(f"The program uses several optimizers; the probe follows only the first, {name}.")
        return optimizer is self._optimizer

    def _loss(self, model: Any, logs: Any, count: int) -> float | None:
        """The mean loss of the batches since the last time, not of the epoch so far, which is what Keras tells."""
        if self._backend == "torch":
            losses = self._probe.losses.numbers()
            if losses and self._step and model.optimizer.loss_scale_factor is None:
                return sum(losses) / len(losses)
        before = self._tracked
        tracked = self._sums(model)
        if tracked is not None and not self._step and self._probe.report:
            self._probe.report.facts(batchSize=round(tracked[1] / count))
        if tracked is not None and tracked[1] != before[1]:
            self._tracked = tracked
            # Where the program has reset the sums they are of the last batches alone.
            return (tracked[0] - before[0]) / (tracked[1] - before[1]) if tracked[1] > before[1] else tracked[0] / tracked[1]
        loss = logs.get("loss") if isinstance(logs, dict) else logs[0] if isinstance(logs, (list, tuple)) else logs
        return None if loss is None else float(loss)

    def _sums(self, model: Any) -> tuple[float, float] | None:
        """Sum and weight of the losses that Keras averages; JAX keeps them outside of the model while it trains."""
        state = getattr(model, "_jax_state", None) if self._backend == "jax" else None
        tracker = getattr(model, "_loss_tracker", None)
        if tracker is None:
            return None
        total, weight = state["metrics_variables"][:2] if state else (tracker.total, tracker.count)
        return float(self._keras.ops.convert_to_numpy(total)), float(self._keras.ops.convert_to_numpy(weight))

    def _tell(self, optimizer: Any, step: int) -> None:
        losses, self._losses = self._losses, []
        loss = sum(losses) / len(losses) if losses else None
        self._step = step + 1
        report = self._probe.report
        if report:
            sample: dict[str, Any] = {"step": step, "seconds": report.seconds()}
            if loss is not None:
                sample["loss"] = loss
            now = time.perf_counter()
            if not self._rates.is_scheduled(optimizer) or self._spent <= SHARE * (now - self._begin):
                rate = self._rates.used(optimizer, step)
                if rate is not None:
                    sample["rate"] = rate
                self._spent += time.perf_counter() - now
            report.sample(sample)
        why = self._probe.override.verdict(loss, self._step)
        if why:
            self._probe.end(why)

    def _is_eager(self, optimizer: Any) -> bool:
        if self._backend == "torch":
            return True
        if self._backend == "tensorflow":
            import tensorflow

            return tensorflow.executing_eagerly()
        return not _is_traced(optimizer.iterations.value)


def _is_traced(value: Any) -> bool:
    return "Tracer" in type(value).__name__


def _inner(optimizer: Any) -> Any:
    """The optimizer within one that scales the loss."""
    return getattr(optimizer, "inner_optimizer", optimizer)
