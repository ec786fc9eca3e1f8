"""PyTorch: one training, from the steps of its optimizers and the losses between them."""

from __future__ import annotations

import time
import weakref
from typing import Any

from .probe import Probe
from .torch_measures import Measures, measurable

LONGEST_WAIT = 0.5
"""Seconds for which losses may stay on a device: reading one makes the program wait for all that the device has still to do."""
MOST_GROUPS = 8
PATIENCE = 100
"""An optimizer that steps so often while the followed one rests has taken over."""


class TorchRun:
    """Follows the first optimizer that steps. Of others it tells only that they are there."""

    def __init__(self, probe: Probe, torch: Any) -> None:
        self._probe = probe
        self._torch = torch
        self.losses = probe.losses
        self._iterator: Any = None
        """A weak hold of what gave the last batch."""
        self.seen = 0
        """How many steps of any optimizer have been made."""
        self._created: weakref.WeakKeyDictionary[Any, list[float | None]] = weakref.WeakKeyDictionary()
        self._measures = Measures(torch)
        self._stepping: list[Any] = []
        """The optimizers whose steps are being made: one, or one within another."""
        self._own: dict[int, list[tuple[dict[str, Any], Any]]] = {}
        """Groups whose rates are not the program's right now, by optimizer, with the rate that is."""
        self._followed: Any = None
        self._others = 0
        self._step = 0
        self._skipped = 0
        self._norm: Any = None
        self._waiting: list[dict[str, Any]] = []
        self._read = 0.0
        self._measured = False

    def backward(self, tensors: Any) -> None:
        """The program differentiates this: one loss, or several whose sum counts."""
        torch = self._torch
        if type(tensors) is torch.Tensor and not tensors.dim():
            if not _is_compiling(torch):
                self.losses.add(tensors, self._probe.shared_losses)

    def clipped(self, norm: Any) -> None:
        """A function that clips has found this norm of the gradient."""
        if type(norm) is self._torch.Tensor and not norm.dim():
            self._measures.clipped = norm.detach()

    def created(self, optimizer: Any) -> None:
        """The program has made an optimizer; what its schedule may make of its rates is still to come."""
        self._created[optimizer] = [_number(group.get("lr")) for group in optimizer.param_groups]

    def batch(self, iterator: Any) -> None:
        """A loader is about to give a batch. Iterators own worker processes, which end with them: only a weak hold."""
        self._iterator = weakref.ref(iterator)

    def before_step(self, optimizer: Any, closure: bool) -> None:
        """An optimizer begins a step; the gradients are there, unless a `closure` makes them."""
        if self._probe.ended:
            self._probe.end("")
        # A step that raised has never ended: it ends now.
        if optimizer in self._stepping:
            del self._stepping[self._stepping.index(optimizer) :]
        outermost = not self._stepping
        self._stepping.append(optimizer)
        self._restore(optimizer)
        groups = optimizer.param_groups
        if outermost and self._follows(optimizer):
            self._begin(optimizer)
            self._norm = None
            self._measured = self._probe.report is not None and self._measures.due(self._on_device(groups))
            if self._measured:
                parameters = measurable(self._torch, groups)
                self._measures.before(parameters)
                if not closure:
                    self._norm = self._measures.gradient_norm(parameters, getattr(optimizer, "grad_scale", None))
        if self._probe.override.active:
            self._apply(optimizer)

    def after_step(self, optimizer: Any, _closure: bool) -> None:
        """An optimizer has made a step."""
        if optimizer not in self._stepping:
            return
        del self._stepping[self._stepping.index(optimizer) :]
        self.seen += 1
        rates = [_number(group["lr"]) for group in optimizer.param_groups[:MOST_GROUPS] if "lr" in group]
        self._restore(optimizer)
        if self._stepping or self._current() is not optimizer:
            if not self._stepping:
                self.losses.forget()
            return
        lbfgs = type(optimizer).__name__ == "LBFGS" and len(self.losses) > 1
        if lbfgs:
            self._note("LBFGS evaluates its closure several times a step; the loss told is the first of each step.")
        elif self._probe.report and not self._step and not self._waiting:
            self._probe.report.facts(**_batches(self._iterator and self._iterator(), max(len(self.losses), 1)))
        waiting = {
            "losses": self.losses.take(lbfgs),
            "rates": rates,
            "seconds": self._probe.report.seconds() if self._probe.report else 0.0,
            "gradientNorm": self._measures.clipped if self._norm is None else self._norm,
            "updateRatio": self._measures.update_ratio() if self._measured else None,
            "found_inf": getattr(optimizer, "found_inf", None),
        }
        if self._measured and waiting["gradientNorm"] is None:
            waiting["gradientNorm"] = self._measures.gradient_norm(measurable(self._torch, optimizer.param_groups), None)
        self._measures.clipped = None
        self._waiting.append(waiting)
        self._settle()

    def skipped(self, optimizer: Any) -> None:
        """A scaler found infinite gradients and left out a step."""
        if self._current() in (None, optimizer):
            self._skip()

    def _skip(self) -> None:
        self.losses.forget()
        self._skipped += 1
        self._note("The GradScaler leaves out steps whose gradients are not finite; they are not counted.")

    def _settle(self, now: bool = False) -> None:
        """Reads what waits, if it is here already, has waited long enough or is wanted now, and tells it."""
        override = self._probe.override
        time_ = time.perf_counter()
        if not (now or override.active) and any(_on_device(value) for value in self._waiting[-1]["losses"]):
            if time_ - self._read < LONGEST_WAIT:
                return
        self._read = time_
        waiting, self._waiting = self._waiting, []
        values = self._values(waiting)
        why = None
        for item in waiting:
            if values(item["found_inf"]):
                self._skip()
                continue
            losses = [values(loss) for loss in item["losses"]]
            loss = sum(losses) / len(losses) if losses else None
            self._tell(item, loss, values)
            self._step += 1
            why = why or override.verdict(loss, self._step)
        if why and not now:
            self._probe.end(why)

    def _tell(self, item: dict[str, Any], loss: float | None, values: Any) -> None:
        report = self._probe.report
        if report is None:
            return
        sample: dict[str, Any] = {"step": self._step, "seconds": item["seconds"]}
        rates = item["rates"]
        if loss is not None:
            sample["loss"] = loss
        if rates:
            sample["rate"] = rates[0]
        for name in ("gradientNorm", "updateRatio"):
            if item.get(name) is not None:
                sample[name] = values(item[name])
        extra = {f"rate.{index}": rate for index, rate in enumerate(rates) if index and rate != rates[0]}
        if extra:
            sample["extra"] = extra
        report.sample(sample)

    def _values(self, waiting: list[dict[str, Any]]) -> Any:
        """A function from what waits to numbers. All tensors of a device are fetched at once."""
        found: dict[int, float] = {}
        kinds: dict[Any, list[Any]] = {}
        for item in waiting:
            for value in [*item["losses"], item["gradientNorm"], item.get("updateRatio"), item["found_inf"]]:
                if _on_device(value):
                    kinds.setdefault((value.device, value.dtype), []).append(value)
        for tensors in kinds.values():
            stacked = self._torch.stack([tensor.detach().reshape(()) for tensor in tensors])
            found.update(zip(map(id, tensors), stacked.tolist()))
        return lambda value: found[id(value)] if id(value) in found else None if value is None else float(value)

    # Which optimizer is the run

    def _current(self) -> Any:
        return self._followed and self._followed()

    def _follows(self, optimizer: Any) -> bool:
        current = self._current()
        if current is optimizer:
            self._others = 0
            return True
        if current is None:
            again = self._followed is not None
        else:
            self._others += 1
            self._note(
                f"The program steps several optimizers; only the first that has stepped, {_name(current)}, is followed."
            )
            if self._others < PATIENCE:
                return False
            again = True
        if again:
            self._note(f"From step {self._step} on another optimizer, {_name(optimizer)}, trains and is followed.")
        self._followed = weakref.ref(optimizer)
        self._others = 0
        return True

    def _begin(self, optimizer: Any) -> None:
        """Tells what is known of a training that begins, and of one that goes on nothing."""
        report = self._probe.trains("torch", self._torch.__version__)
        groups = optimizer.param_groups
        first = groups[0]
        if "lr" in first:
            self._probe.override.refer(self._peak(optimizer, 0))
        if report and not self._step and not self._waiting:
            facts: dict[str, Any] = {"optimizer": _name(optimizer)}
            if "lr" in first:
                facts["rate"] = self._peak(optimizer, 0)
            if isinstance(first.get("momentum"), (int, float)) and first["momentum"] > 0:
                facts["momentum"] = float(first["momentum"])
            report.facts(**facts)
            self._probe.before_end(lambda: self._settle(now=True))

    # Rates that are not the program's

    def _apply(self, optimizer: Any) -> None:
        override = self._probe.override
        taken = {id(group) for saved in self._own.values() for group, _ in saved}
        rate = override.at(self._step + len(self._waiting))
        saved = self._own[id(optimizer)] = []
        for index, group in enumerate(optimizer.param_groups):
            if "lr" not in group or id(group) in taken:
                continue
            own = group["lr"]
            value = override.scaled(_number(own)) if rate is None else rate * override.ratio(self._peak(optimizer, index))
            saved.append((group, own.clone() if isinstance(own, self._torch.Tensor) else own))
            self._set(group, value)

    def _peak(self, optimizer: Any, index: int) -> float:
        """The rate that a group is meant to have: its schedule's highest, or what it was created with, or what it has."""
        group = optimizer.param_groups[index]
        created = self._created.get(optimizer, [])
        rates = [group.get("max_lr"), group.get("initial_lr"), *created[index : index + 1], group["lr"]]
        return next((_number(rate) for rate in rates if rate), 0.0)

    def _restore(self, optimizer: Any) -> None:
        for group, own in self._own.pop(id(optimizer), ()):
            self._set(group, own)

    def _set(self, group: dict[str, Any], rate: Any) -> None:
        current = group["lr"]
        if isinstance(current, self._torch.Tensor):
            with self._torch.no_grad():
                current.fill_(rate)
        else:
            group["lr"] = rate

    def _on_device(self, groups: list[dict[str, Any]]) -> bool:
        parameters = groups[0]["params"]
        return bool(parameters) and parameters[0].device.type != "cpu"

    def _note(self, text: str) -> None:
        self._probe.notice(text)


def _batches(iterator: Any, parts: int) -> dict[str, Any]:
    """The size of a batch and the steps of an epoch, where a loader's `iterator` knows them and a step takes `parts` of it."""
    sampler = getattr(iterator, "_index_sampler", None)
    size = getattr(sampler, "batch_size", None)
    if not isinstance(size, int):
        return {}
    # Of a data set that is a stream the length may be a guess, and asking for it has effects.
    countable = getattr(iterator, "_dataset_kind", None) == 0
    return {"batchSize": size * parts, "stepsPerEpoch": -(-len(sampler) // parts) if countable else None}


def _number(rate: Any) -> float | None:
    # A rate in a tensor is a float32: 0.1, not 0.10000000149011612.
    return rate if rate is None or isinstance(rate, float) else float(f"{float(rate):.7g}")


def _name(optimizer: Any) -> str:
    kind = type(optimizer)
    module = kind.__module__
    return f"torch.optim.{kind.__name__}" if module.startswith("torch.optim.") else f"{module}.{kind.__name__}"


def _on_device(value: Any) -> bool:
    device = getattr(value, "device", None)
    return device is not None and device.type != "cpu"


def _is_compiling(torch: Any) -> bool:
    compiler = getattr(torch, "compiler", None)
    return bool(compiler and hasattr(compiler, "is_compiling") and compiler.is_compiling())
