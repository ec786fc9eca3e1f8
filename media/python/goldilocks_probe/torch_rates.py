"""PyTorch: the rates of an optimizer, and others in their place while it makes a step."""

from __future__ import annotations

import weakref
from typing import Any

from .probe import Probe
from .report import number


def has_rate(group: dict[str, Any]) -> bool:
    """Whether an optimizer steps at a rate that is called `lr`: where that is None, as in Hugging Face's Adafactor, it chooses one itself."""
    return group.get("lr") is not None


class TorchRates:
    """Sets the override's rates before a step and the program's own again after it, so that schedules see only their own."""

    def __init__(self, probe: Probe, torch: Any) -> None:
        self._probe = probe
        self._torch = torch
        self._created: weakref.WeakKeyDictionary[Any, list[float | None]] = weakref.WeakKeyDictionary()
        self._own: dict[int, list[tuple[dict[str, Any], Any]]] = {}
        """Groups whose rates are not the program's right now, by optimizer, with the rate that is."""
        probe.after_failure(self._restore_all)

    def created(self, optimizer: Any) -> None:
        """The program has made an optimizer; what its schedule may make of its rates is still to come."""
        self._created[optimizer] = [number(group.get("lr")) for group in optimizer.param_groups]

    def peak(self, optimizer: Any, index: int) -> float:
        """The rate that a group is meant to have: its schedule's highest, or what it was created with, or what it has."""
        group = optimizer.param_groups[index]
        created = self._created.get(optimizer, [])
        rates = [group.get("max_lr"), group.get("initial_lr"), *created[index : index + 1], group["lr"]]
        return next((number(rate) for rate in rates if rate), 0.0)

    def all(self) -> list[float]:
        """The rates that all groups of all optimizers are meant to have."""
        optimizers = list(self._created)
        return [self.peak(each, index) for each in optimizers for index, group in enumerate(each.param_groups) if has_rate(group)]

    def apply(self, optimizer: Any, step: int) -> None:
        """Sets the rates for a step, counted from 0."""
        override = self._probe.override
        taken = {id(group) for saved in self._own.values() for group, _ in saved}
        rate = override.at(step)
        saved = self._own[id(optimizer)] = []
        for index, group in enumerate(optimizer.param_groups):
            # An optimizer within another may share its groups.
            if not has_rate(group) or id(group) in taken:
                continue
            own = group["lr"]
            value = override.scaled(number(own)) if rate is None else rate * override.ratio(self.peak(optimizer, index))
            saved.append((group, own.clone() if isinstance(own, self._torch.Tensor) else own))
            self._set(group, value)

    def restore(self, optimizer: Any) -> None:
        """Gives the program its own rates back."""
        if self._own:
            for group, own in self._own.pop(id(optimizer), ()):
                self._set(group, own)

    def _restore_all(self) -> None:
        while self._own:
            for group, own in self._own.popitem()[1]:
                self._set(group, own)

    def _set(self, group: dict[str, Any], rate: Any) -> None:
        current = group["lr"]
        if isinstance(current, self._torch.Tensor):
            with self._torch.no_grad():
                current.fill_(rate)
        else:
            group["lr"] = rate
