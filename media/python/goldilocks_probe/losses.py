"""The loss of a step as its author sees it, from the tensors whose gradients the program asks for."""

from __future__ import annotations

import weakref
from typing import Any


MAX_PARTS = 10_000
"""A step of so many micro-batches is none."""


class Losses:
    """Collects the losses of the backward passes between two steps.

    What is differentiated is often not the loss: a GradScaler multiplies it, and loops that accumulate gradients divide it by
    the number of micro-batches (themselves, or accelerate, Lightning and Hugging Face do). Both are undone: the scaler by
    remembering what it was given, the division by looking at the last operation that made the loss.
    """

    def __init__(self) -> None:
        self._parts: list[tuple[Any, float | None]] = []
        self._shares = False
        self._batches: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        """How many batches each iterator of a loader has given since the last step."""
        self._newest = 0
        """How many of them the iterator has given that was asked last."""
        self._of_one_batch: bool | None = None
        """Whether the losses of a step are of one batch, as in a GAN's that are differentiated one after the other; None: not known yet."""
        self._divisor: float | None = None
        self._is_single = False
        """Whether the last step had one loss: then the first of the next step is looked at less closely, for speed."""
        self._scaled: tuple[Any, Any, float | None] | None = None

    def __len__(self) -> int:
        return len(self._parts)

    @property
    def micro_batches(self) -> int:
        """How many batches the losses since the last step are of."""
        if len(self._parts) > 1 and self._of_one_batch is None:
            self._of_one_batch = self._newest == 1
        return 1 if self._of_one_batch or not self._parts else len(self._parts)

    def batch(self, iterator: Any) -> None:
        """The iterator of a loader is about to give a batch."""
        self._newest = self._batches[iterator] = self._batches.get(iterator, 0) + 1

    def scaled(self, loss: Any, product: Any) -> None:
        """A scaler made `product` out of `loss`."""
        if product is not loss:
            self._scaled = (weakref.ref(product), loss.detach(), _divisor(loss))

    def add(self, tensor: Any, shares: bool) -> None:
        """The program differentiates `tensor`, a scalar. `shares`: such losses are to be summed, not averaged."""
        self._shares = shares
        scaled, self._scaled = self._scaled, None
        if scaled is not None and scaled[0]() is tensor:
            tensor, divisor = scaled[1:]
        else:
            divisor = None if self._is_single and not self._parts else _divisor(tensor)
        if len(self._parts) == MAX_PARTS:
            # The program updates its weights in a way that nobody sees.
            self._parts.clear()
        # On a device the value is read later; until then nobody may overwrite it.
        self._parts.append((tensor.item() if tensor.is_cpu else tensor.detach().clone(), divisor))

    def numbers(self) -> list[float]:
        """As `take`, each as a number."""
        return [float(loss) for loss in self.take(False)]

    def forget(self) -> None:
        """No step follows from the losses so far."""
        self._parts.clear()
        self._forget_batches()

    def begin(self) -> None:
        """Another training begins, whose steps may have other losses than those of the one before."""
        self._of_one_batch = self._divisor = None

    def _forget_batches(self) -> None:
        self._batches.clear()
        self._newest = 0

    def take(self, first_only: bool) -> list[Any]:
        """The losses since the last step, whose mean is the step's; numbers, or tensors on a device. `first_only`: of several
        evaluations of one batch the first is meant."""
        is_one = len(self._parts) == 1 and self._divisor is None
        was_single, self._is_single = self._is_single, is_one
        if is_one:
            loss = self._parts.pop()[0]
            if self._newest:
                self._forget_batches()
            return [loss]
        are_summed = self._shares or (not first_only and self.micro_batches < len(self._parts))
        parts, self._parts = self._parts, []
        if self._newest:
            self._forget_batches()
        if first_only:
            parts = parts[:1]
        count = len(parts)
        if are_summed:
            return [loss * count for loss, _ in parts]
        if count > 1 and self._divisor is None and all(divisor == count for _, divisor in (parts[1:] if was_single else parts)):
            self._divisor = count
            parts[0] = parts[0][0], count
        # The last step of an epoch may have fewer micro-batches than its losses were divided by.
        return [loss * divisor if divisor and divisor == self._divisor else loss for loss, divisor in parts]

    def take_aside(self, first_only: bool) -> list[Any]:
        """As `take`, of a step of another training: what is known of the steps of this one stays as it is."""
        known = self._of_one_batch, self._divisor, self._is_single
        self.begin()
        losses = self.take(first_only)
        self._of_one_batch, self._divisor, self._is_single = known
        return losses


def _divisor(tensor: Any) -> float | None:
    """The whole number above 1 by which the last operation divided, whether written as `/ 4` or as `* 0.25`."""
    function = tensor.grad_fn
    if function is None or function.name() not in ("DivBackward0", "MulBackward0"):
        return None
    other = function._saved_other
    if other is None or other.dim() or other.requires_grad or other.device.type != "cpu":
        return None
    value = other.item() if function.name() == "DivBackward0" else 1 / (other.item() or 1)
    return round(value) if value > 1.5 and abs(value - round(value)) < 1e-6 * value else None
