"""PyTorch: programs that update their weights themselves, as in `w -= rate * w.grad`."""

from __future__ import annotations

import weakref
from typing import Any

MAX_NODES = 2_000
"""Operations of a loss that are searched for its weights."""
MAX_WEIGHTS = 8
"""Weights that are watched: of one alone the gradient may be 0."""
MAX_NUMBERS = 64
"""Numbers of each weight that are compared."""


class ManualSteps:
    """Tells from the weights themselves, which stay the same tensors, whether they were updated between two backward passes.

    Inputs of which a program wants gradients, as attacks do, are new tensors each time or do not change. On a device comparing would make
    the program wait, so weights there are left alone.
    """

    def __init__(self, torch: Any) -> None:
        self._torch = torch
        self._weights: list[tuple[Any, Any]] = []
        """Weak holds of weights, with the numbers that they began with."""

    def forget(self) -> None:
        """What was watched is over."""
        self._weights = []

    def moved(self, loss: Any) -> bool:
        """Whether weights have changed since the last backward pass. `loss` is about to be differentiated."""
        with self._torch.no_grad():
            watched = [(weight(), before) for weight, before in self._weights]
            moved = any(weight is not None and not self._torch.equal(_part(weight), before) for weight, before in watched)
            if moved or not any(weight is not None for weight, _ in watched):
                self._weights = [(weakref.ref(weight), _part(weight).clone()) for weight in _leaves(self._torch, loss.grad_fn)]
        return moved


def _part(weight: Any) -> Any:
    part = weight.detach()
    # To flatten a weight that isn't contiguous would copy all of it.
    while not part.is_contiguous() and part.dim() > 1:
        part = part[0]
    return part.reshape(-1)[:MAX_NUMBERS] if part.is_contiguous() else part[:MAX_NUMBERS]


def _leaves(torch: Any, root: Any) -> list[Any]:
    """Dense tensors on the CPU that a result's gradients are summed up in, the last used first."""
    found: list[Any] = []
    seen = {root}
    waiting = [root]
    for node in waiting:
        weight = getattr(node, "variable", None)
        if weight is not None and weight.is_cpu and weight.layout is torch.strided:
            found.append(weight)
        if len(found) == MAX_WEIGHTS or len(seen) > MAX_NODES:
            break
        for before, _ in node.next_functions if node is not None else ():
            if before is not None and before not in seen:
                seen.add(before)
                waiting.append(before)
    return found
