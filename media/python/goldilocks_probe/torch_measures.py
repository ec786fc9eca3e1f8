"""The length of the gradient, and how far a step moves the weights, as often as they cost next to nothing."""

from __future__ import annotations

import math
import time
from typing import Any

SHARE = 0.005
"""The share of the processor time of the training thread that measuring may take; what the probe does at each step comes on top."""
SHARE_FAR = SHARE / 2
"""The same where the training runs on a device: there time spent can't be seen from here."""
MAX_WEIGHTS = 1 << 20
"""How many weights are copied to see how far they move. Of a larger model the first part of each tensor stands for the whole."""


class Measures:
    """Measures a step where the budget of time allows it: the first, and then about as often as SHARE of the time pays for.

    Time is that of the thread on a processor. By the clock on the wall a program that has to wait, as for a processor that others use,
    would pay for measuring with time in which it did nothing.
    """

    def __init__(self, torch: Any) -> None:
        self._torch = torch
        self.share = SHARE
        """The share of the time that measuring may take here."""
        self.look_at = -math.inf
        """No step is due before this time of `time.perf_counter`, which is known at each step anyway."""
        self._spent = 0.0
        """The time that measuring the last step took, as `time.thread_time` tells it."""
        self._measured_at = 0.0
        """When the last step was measured, as `time.thread_time` tells it."""
        self._before: list[tuple[Any, Any, float]] | None = None
        self.clipped: Any = None
        """The norm that a clipping function has just returned, before it clipped: it costs nothing more."""

    def is_due(self, now: float) -> bool:
        """Whether the step that begins is to be measured. `now`: what `time.perf_counter` tells."""
        pause = self._spent / self.share
        passed = time.thread_time() - self._measured_at
        # Another thread has another time.
        is_due = not 0 <= passed < pause
        if not is_due:
            # A thread's time passes no faster than that of the clock.
            self.look_at = now + pause - passed
        return is_due

    def before(self, groups: list[dict[str, Any]]) -> list[Any]:
        """Keeps the weights that the step is about to change, and returns those that can be measured."""
        begin = time.thread_time()
        self._spent = 0.0
        parameters = measurable(self._torch, groups)
        total = sum(parameter.numel() for parameter in parameters) or 1
        share = min(1.0, MAX_WEIGHTS / total)
        with self._torch.no_grad():
            self._before = []
            for parameter in parameters:
                part = _part(parameter, share)
                self._before.append((parameter, part.clone(), share))
        self._spend(begin)
        return parameters

    def gradient_norm(self, parameters: list[Any], scale: Any) -> Any:
        """The norm of all gradients as a tensor; None without gradients. `scale`: what a scaler multiplied them by, or None."""
        begin = time.thread_time()
        norm, self.clipped = self.clipped, None
        if norm is None:
            with self._torch.no_grad():
                norms = [self._norm(p.grad) for p in parameters if type(p.grad) is self._torch.Tensor and not p.grad.is_sparse]
                if norms:
                    norm = self._norm(self._together(norms))
                    if scale is not None:
                        norm = norm / scale
        self._spend(begin)
        return norm

    def update_ratio(self) -> Any:
        """The norm of what the step changed, relative to the norm of the weights before it, as a tensor."""
        begin = time.thread_time()
        before, self._before = self._before, None
        ratio = None
        if before:
            with self._torch.no_grad():
                moved = [self._norm(_part(parameter, share) - old) for parameter, old, share in before]
                weights = [self._norm(old) for _, old, _ in before]
                ratio = self._norm(self._together(moved)) / self._norm(self._together(weights))
        self._spend(begin)
        return ratio

    def _spend(self, begin: float) -> None:
        """Something has been measured from the time `begin` until now."""
        self._measured_at = time.thread_time()
        self._spent += self._measured_at - begin

    def _norm(self, tensor: Any) -> Any:
        # Half precision overflows at 65,504, which a sum of squares reaches soon.
        low = tensor.dtype in (self._torch.float16, self._torch.bfloat16)
        return self._torch.linalg.vector_norm(tensor, dtype=self._torch.float32 if low else None)

    def _together(self, norms: list[Any]) -> Any:
        first = norms[0]
        return self._torch.stack([norm.to(first.device, first.dtype) for norm in norms])


def measurable(torch: Any, groups: list[dict[str, Any]]) -> list[Any]:
    """The parameters whose gradients and weights are whole and here: not pieces that other processes have the rest of."""
    return [
        parameter
        for group in groups
        for parameter in group["params"]
        if type(parameter) in (torch.nn.Parameter, torch.Tensor)
        and not hasattr(parameter, "_is_flat_param")
        and not hasattr(parameter, "ds_id")
        and parameter.layout is torch.strided
        and parameter.is_floating_point()
    ]


def _part(parameter: Any, share: float) -> Any:
    parameter = parameter.detach()
    if share == 1.0:
        return parameter
    flat = parameter.view(-1) if parameter.is_contiguous() else parameter.reshape(-1)
    return flat[: max(1, int(share * flat.numel()))]
