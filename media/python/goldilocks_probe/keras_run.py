"""Keras: one training, batch by batch."""

from __future__ import annotations

import contextlib
import math
import time
import weakref
from typing import Any, Iterator, NamedTuple

from .keras_rates import KerasRates
from .probe import Probe

SHARE = 0.01
"""The share of the time of training that computing a schedule's rate may take."""


class Average(NamedTuple):
    """The variables of a metric that averages, and their places among those of all metrics."""

    total: Any
    weight: Any
    place: int
    weight_place: int


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
        self._models: list[Any] = []
        """The models that Keras itself trains now, of which it tells us at the end of each batch: one, or one within another's training."""
        self._steppers: weakref.WeakKeyDictionary[Any, tuple[Any, Any]] = weakref.WeakKeyDictionary()
        """Of models that Keras trains the optimizer they were compiled with, and the first that their step has used since: a step of the
        program's own may use another than theirs."""
        self._averages: weakref.WeakKeyDictionary[Any, Average | None] = weakref.WeakKeyDictionary()
        """How a model averages its loss; None: Keras is told the loss of each batch itself."""
        self._optimizer: Any = None
        self._fitted: weakref.ref[Any] | None = None
        """The model in whose `fit`, which says where a training ends, the followed optimizer took its latest step; None: not in `fit`."""
        self._successors: list[Any] = []
        """Optimizers made since the followed one began to train: the one that `fit` now trains the same model with takes over."""
        self._before = 0
        """The batches of the epochs that have ended."""
        self._epoch = 0
        """The batches of this epoch."""
        self._step = 0
        self._lengths: dict[str, int | None] = {}
        """How many batches the epochs that Keras trains have, and how many there will be."""
        self._planned: tuple[int, int] | None = None
        """Where a `fit` has just begun, the batches of its epochs and the number of its last epoch."""
        self._tracked = (0.0, 0.0)
        self._losses: list[float] = []
        self._differentiated: list[float] = []
        """On PyTorch the losses of the batch that Keras trains on."""
        self._spent = 0.0
        self._begin: float | None = None

    @property
    def inside(self) -> bool:
        """Whether Keras itself trains now."""
        return bool(self._models)

    @contextlib.contextmanager
    def training(self, model: Any) -> Iterator[None]:
        """While Keras trains a model by itself."""
        outer, self._models = self._models, [*self._models, model]
        try:
            yield
        finally:
            self._models = outer

    def begin(self, model: Any, steps: int | None, epochs: int | None) -> None:
        """`fit` begins, or a batch of `train_on_batch`."""
        if self._probe.ended:
            self._probe.end("")
        if self._probe.config.name == "find" and epochs is not None and self._is_next_training(model):
            self._probe.end_or_restart_test(self._step)
            self._optimizer = None
            self._rates.restart()
        if not self._can_follow(self._stepper(model)):
            return
        self._forget_old_average(model)
        is_again = epochs is not None and self._fitted is not None and self._fitted() is model
        may_switch = is_again and len(self._models) == 1 and self._probe.config.name != "find"
        new = self._rates.begin(self._step if may_switch or self._optimizer is None else 0)
        self._successors = new if may_switch else []
        self._open()
        if self._is_told(model):
            self._before += self._epoch
            self._epoch = 0
            self._lengths = {}
            self._planned = (steps, epochs) if steps and epochs else None

    def begin_epoch(self, model: Any, epoch: int) -> None:
        """An epoch begins: Keras forgets its sums. `fit` may begin with another epoch than the first."""
        if not self._is_told(model):
            return
        self._before += self._epoch
        self._epoch = 0
        self._tracked = (0.0, 0.0)
        if self._planned:
            steps, epochs = self._planned
            self._planned = None
            self._lengths = {"stepsPerEpoch": steps, "total": self._before + steps * (epochs - epoch)}
            if self._stepper(model) is self._optimizer and self._probe.report:
                self._probe.report.facts(**self._lengths)

    def one_batch(self, model: Any, logs: Any) -> None:
        """`train_on_batch` has trained on a batch."""
        self.batches(model, self._epoch + 1, logs)
        self._fitted = None

    def batches(self, model: Any, count: int, logs: Any) -> None:
        """So many batches of this epoch have been trained on. `logs`: what Keras says about them."""
        optimizer = self._stepper(model)
        if not self._follows(optimizer):
            self._differentiated.clear()
            return
        if self._probe.ended:
            self._probe.end("")
        loss = self._loss(model, logs, count)
        self._fitted = weakref.ref(model)
        self._epoch = count
        if loss is not None:
            self._losses.append(loss)
        every = optimizer.gradient_accumulation_steps or 1
        steps = (self._before + self._epoch) // every
        if steps > self._step:
            self._tell(optimizer, steps - 1)

    def updating(self, optimizer: Any) -> None:
        """The step of a model that Keras trains has updated weights, or is being compiled."""
        optimizer = _inner(optimizer)
        model = self._models[-1]
        if not self._is_known(model):
            self._steppers[model] = (model.optimizer, optimizer)
        if self._backend == "torch":
            losses = self._probe.losses.numbers()
            if optimizer is self._stepper(model):
                self._differentiated += losses

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
            self._probe.losses.forget()
            return
        if self._backend == "torch":
            self._losses = self._probe.losses.numbers()
        self._fitted = None
        self._epoch += 1
        self._tell(optimizer, self._before + self._epoch - 1)

    def _stepper(self, model: Any) -> Any:
        """The optimizer that a model which Keras trains steps with: its own, unless its step is known to use another."""
        return self._steppers[model][1] if self._is_known(model) else _inner(model.optimizer)

    def _is_known(self, model: Any) -> bool:
        """Whether the step of a model has been seen since the program compiled it last."""
        return model in self._steppers and self._steppers[model][0] is model.optimizer

    def _is_told(self, model: Any) -> bool:
        """Whether the training of a model that begins is, or may become, the one that is told."""
        return self._optimizer is None or bool(self._successors) or self._stepper(model) is self._optimizer

    def _is_next_training(self, model: Any) -> bool:
        """Whether a `fit` that begins trains with another optimizer than the followed one, which an earlier `fit` used last."""
        return self._fitted is not None and len(self._models) == 1 and self._stepper(model) is not self._optimizer

    def _forget_old_average(self, model: Any) -> None:
        """A model that has been compiled again averages its loss anew, and leaves its old average as it was."""
        average = self._averages.get(model)
        if average and not any(each is average.total for metric in model.metrics for each in metric.variables):
            del self._averages[model]

    def _can_follow(self, optimizer: Any) -> bool:
        if self._optimizer is None and not self._rates.can_set(optimizer):
            self._probe.notice("The program computes its learning rate itself, so the probe can neither tell its highest value nor scale it.")
            return False
        return True

    def _open(self) -> Any:
        """A training begins. Returns the report of this process, if it is the one that reports."""
        if self._begin is None:
            self._begin = time.perf_counter()
        return self._probe.trains("keras", self._keras.__version__)

    def _follows(self, optimizer: Any) -> bool:
        optimizer = _inner(optimizer)
        if self._optimizer is None:
            if not self._can_follow(optimizer):
                return False
            if not self._probe.claim(self):
                self._probe.notice("The program trains with several frameworks; the probe follows only the first that took a step.")
                return False
            self._optimizer = optimizer
            report = self._open()
            self._rates.begin()
            self._rates.refer(optimizer)
            if report:
                momentum = getattr(optimizer, "momentum", None)
                known = isinstance(momentum, (int, float)) and momentum > 0
                report.facts(
                    optimizer=_name(optimizer),
                    rate=self._rates.peak(optimizer),
                    rates=self._rates.all(),
                    momentum=float(momentum) if known else None,
                    **self._lengths,
                )
        if any(each is optimizer for each in self._successors):
            self._switch(optimizer)
        if optimizer is not self._optimizer:
            self._probe.notice(f"The program uses several optimizers; the probe follows only one of them, {_name(self._optimizer)}.")
        return optimizer is self._optimizer

    def _switch(self, optimizer: Any) -> None:
        """The followed training has ended, and another begins with this optimizer, whose steps are counted on."""
        self._optimizer = optimizer
        self._successors = []
        before = self._step * (optimizer.gradient_accumulation_steps or 1)
        if self._lengths.get("total"):
            self._lengths["total"] += before - self._before
        self._before = before
        self._epoch = 0
        self._tracked = (0.0, 0.0)
        self._losses.clear()
        self._probe.notice(f"From step {self._step} on, the probe follows another optimizer, {_name(optimizer)}.")
        if self._probe.report:
            self._probe.report.facts(**self._lengths)

    def _loss(self, model: Any, logs: Any, count: int) -> float | None:
        """The mean loss of the batches since the last time, not of the epoch so far, which is what Keras tells."""
        losses, self._differentiated = self._differentiated, []
        if losses and self._step and model.optimizer.loss_scale_factor is None:
            return sum(losses) / len(losses)
        told = _told(logs)
        tracked = self._sums(model, told)
        before = self._tracked
        # A step of the program's own may add the mean of a batch to its average, so that a weight of 1 says nothing.
        if tracked is not None and not self._step and self._probe.report and round(tracked[1] / count) > 1:
            self._probe.report.facts(batchSize=round(tracked[1] / count))
        if tracked is not None and tracked[1] != before[1]:
            self._tracked = tracked
            # Where the program has reset the sums they are of the last batches alone.
            return (tracked[0] - before[0]) / (tracked[1] - before[1]) if tracked[1] > before[1] else tracked[0] / tracked[1]
        return None if told is None else float(told[1])

    def _sums(self, model: Any, told: tuple[str, Any] | None) -> tuple[float, float] | None:
        """Sum and weight of the losses whose average Keras is told; None where it is told those of each batch."""
        if told is not None and model not in self._averages:
            self._averages[model] = self._average(model, told)
            self._tracked = (0.0, 0.0)
        average = self._averages.get(model)
        return average and self._state(model, average)

    def _average(self, model: Any, told: tuple[str, Any]) -> Average | None:
        """The average whose value the loss is, of one with its name if there is one."""
        name, loss = told[0], float(told[1])
        metrics = model.metrics
        places = {id(variable): place for place, variable in enumerate(each for metric in metrics for each in metric.variables)}
        for metric in sorted(metrics, key=lambda metric: metric.name != name):
            total, weight = getattr(metric, "total", None), getattr(metric, "count", None)
            if id(total) in places and id(weight) in places:
                average = Average(total, weight, places[id(total)], places[id(weight)])
                sums = self._state(model, average)
                if sums[1] and (math.isclose(sums[0] / sums[1], loss, rel_tol=1e-5) or not math.isfinite(loss + sums[0])):
                    return average
        return None

    def _state(self, model: Any, average: Average) -> tuple[float, float]:
        """Sum and weight of an average; JAX keeps them outside of the model while it trains."""
        state = getattr(model, "_jax_state", None) if self._backend == "jax" else None
        values = state["metrics_variables"] if state else None
        total, weight = (values[average.place], values[average.weight_place]) if values else (average.total, average.weight)
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


def _told(logs: Any) -> tuple[str, Any] | None:
    """The loss in what Keras tells of a batch, and its name: a step of the program's own may have several, and none called loss."""
    if not isinstance(logs, dict):
        logs = {"loss": logs[0] if isinstance(logs, (list, tuple)) and logs else logs}
    names = [name for name in logs if isinstance(name, str) and "loss" in name and _is_number(logs[name])]
    return next(((name, logs[name]) for name in sorted(names, key=lambda name: name != "loss")), None)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) or (hasattr(value, "shape") and tuple(value.shape) == ())


def _name(optimizer: Any) -> str:
    return f"keras.optimizers.{type(optimizer).__name__}"


def _inner(optimizer: Any) -> Any:
    """The optimizer within one that scales the loss."""
    return getattr(optimizer, "inner_optimizer", optimizer)
