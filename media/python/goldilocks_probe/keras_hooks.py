"""Keras 3 on PyTorch, TensorFlow and JAX: hooks into `fit`, `train_on_batch` and the optimizer."""

from __future__ import annotations

import functools
import inspect
from typing import Any

from .hooking import owner_of
from .keras_rates import KerasRates
from .keras_run import KerasRun
from .probe import Probe


def install(probe: Probe, keras: Any) -> None:
    """Hooks into a Keras that has just been imported."""
    if int(keras.__version__.split(".")[0]) < 3:
        probe.notice(f"Keras {keras.__version__} is too old for the probe, which needs 3.0 or later: losses are read from the console.")
        return
    rates = KerasRates(probe, keras)
    run = KerasRun(probe, keras, rates)
    _wrap_fit(probe, run, keras)
    _wrap_train_on_batch(probe, run, keras)
    _wrap_apply(probe, run, rates, keras)
    if keras.backend.backend() == "tensorflow":
        _wrap_tape(probe, run)


def _wrap_fit(probe: Probe, run: KerasRun, keras: Any) -> None:
    owner = owner_of(keras.Model, "fit")
    original = owner.fit
    signature = inspect.signature(original)

    def watched(self: Any, arguments: Any, options: Any) -> Any:
        bound = signature.bind(self, *arguments, **options)
        given = bound.arguments.get("callbacks")
        watcher = _watcher(probe, run, keras)
        if isinstance(given, keras.callbacks.CallbackList):
            given.append(watcher)
            watcher.set_model(self)
        else:
            others = [] if given is None else list(given) if isinstance(given, (list, tuple)) else [given]
            bound.arguments["callbacks"] = [*others, watcher]
        return bound

    @functools.wraps(original)
    def fit(self: Any, *arguments: Any, **options: Any) -> Any:
        bound = probe.guarded(watched, self, arguments, options)
        if bound is None:
            return original(self, *arguments, **options)
        with run.training(self):
            return original(*bound.args, **bound.kwargs)

    owner.fit = fit


def _watcher(probe: Probe, run: KerasRun, keras: Any) -> Any:
    class Watcher(keras.callbacks.Callback):  # type: ignore[misc, name-defined]
        """Tells the run when a batch has been trained on."""

        def on_train_begin(self, logs: Any = None) -> None:
            probe.guarded(run.begin, self.model, self.params.get("steps"), self.params.get("epochs"))

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            probe.guarded(run.begin_epoch, self.model, epoch)

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            probe.guarded(run.batches, self.model, batch + 1, logs)

    return Watcher()


def _wrap_train_on_batch(probe: Probe, run: KerasRun, keras: Any) -> None:
    owner = owner_of(keras.Model, "train_on_batch")
    original = owner.train_on_batch

    @functools.wraps(original)
    def train_on_batch(self: Any, *arguments: Any, **options: Any) -> Any:
        if run.inside:
            return original(self, *arguments, **options)
        probe.guarded(run.begin, self, None, None)
        with run.training(self):
            logs = original(self, *arguments, **options)
        probe.guarded(run.one_batch, self, logs)
        return logs

    owner.train_on_batch = train_on_batch


def _wrap_apply(probe: Probe, run: KerasRun, rates: KerasRates, keras: Any) -> None:
    """Every update goes through `apply`; where it is compiled that happens once, while it is translated."""
    owner = owner_of(keras.optimizers.Optimizer, "apply")
    original, current, init = owner.apply, owner._get_current_learning_rate, owner.__init__

    @functools.wraps(init)
    def remember(self: Any, learning_rate: Any, *arguments: Any, **options: Any) -> None:
        init(self, learning_rate, *arguments, **options)
        probe.guarded(rates.created, self, learning_rate)

    @functools.wraps(original)
    def apply(self: Any, *arguments: Any, **options: Any) -> Any:
        if not probe.on or rates.applying:
            return original(self, *arguments, **options)
        rates.applying = True
        try:
            result = original(self, *arguments, **options)
        finally:
            rates.applying = False
        probe.guarded(run.updating if run.inside else run.applied, self)
        return result

    @functools.wraps(current)
    def get_current_learning_rate(self: Any) -> Any:
        own = current(self)
        if rates.applying:
            probe.guarded(rates.seen, self, own)
        if not rates.applying or not probe.override.active or not probe.on:
            return own
        used = probe.guarded(rates.overridden, self, own)
        return own if used is None else used

    owner.__init__, owner.apply = remember, apply
    owner._get_current_learning_rate = get_current_learning_rate


def _wrap_tape(probe: Probe, run: KerasRun) -> None:
    """What an eager loop of TensorFlow differentiates is its loss."""
    import tensorflow

    tape = tensorflow.GradientTape
    original = tape.gradient

    @functools.wraps(original)
    def gradient(self: Any, target: Any, *arguments: Any, **options: Any) -> Any:
        if tensorflow.executing_eagerly() and not run.inside:
            probe.guarded(run.differentiated, target)
        return original(self, target, *arguments, **options)

    tape.gradient = gradient
