"""PyTorch: the hooks that see each step of an optimizer and each backward pass."""

from __future__ import annotations

import functools
import importlib
import threading
from typing import Any, Callable

from .hooking import owner_of
from .probe import Probe
from .torch_run import TorchRun

OLDEST = (2, 0)


def install(probe: Probe, torch: Any) -> None:
    """Hooks into a PyTorch that has just been imported."""
    version = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
    if version < OLDEST:
        probe.notice(f"PyTorch {torch.__version__} is too old for the probe, which needs 2.0 or later: losses are read from the console.")
        return
    run = TorchRun(probe, torch)
    optimizer = importlib.import_module("torch.optim.optimizer")
    optimizer.register_optimizer_step_pre_hook(_hook(probe, torch, run.before_step))
    optimizer.register_optimizer_step_post_hook(_hook(probe, torch, run.after_step))
    _wrap_creation(probe, run, torch)
    _wrap_backward(probe, run, torch)
    _wrap_scaler(probe, run, torch)
    _wrap_clipping(probe, run, torch)
    _wrap_loader(probe, run, torch)


def _compiling(torch: Any) -> Callable[[], bool]:
    """Tells whether a program is being translated: then nothing of ours may be part of it, or it breaks in two."""
    return getattr(getattr(torch, "compiler", None), "is_compiling", None) or (lambda: False)


def _hook(probe: Probe, torch: Any, function: Callable[[Any, Any, Any], None]) -> Callable[[Any, Any, Any], None]:
    is_compiling = _compiling(torch)

    def hook(optimizer: Any, arguments: Any, options: Any) -> None:
        if not is_compiling() and probe.on:
            try:
                function(optimizer, arguments, options)
            except Exception as error:
                probe.fail(error)

    return hook


def _wrap_creation(probe: Probe, run: TorchRun, torch: Any) -> None:
    original = torch.optim.Optimizer.__init__

    @functools.wraps(original)
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        probe.guarded(run.created, self)

    torch.optim.Optimizer.__init__ = init


def _wrap_backward(probe: Probe, run: TorchRun, torch: Any) -> None:
    """`Tensor.backward` calls `torch.autograd.backward`, as does what computes activations anew: the outermost call has the loss."""
    original = torch.autograd.backward
    inside = threading.local()
    is_compiling = _compiling(torch)

    @functools.wraps(original)
    def backward(tensors: Any, *arguments: Any, **options: Any) -> Any:
        if is_compiling() or not probe.on or getattr(inside, "yes", False):
            return original(tensors, *arguments, **options)
        try:
            run.backward(tensors)
        except Exception as error:
            probe.fail(error)
        inside.yes = True
        try:
            return original(tensors, *arguments, **options)
        finally:
            inside.yes = False

    torch.autograd.backward = backward


def _wrap_scaler(probe: Probe, run: TorchRun, torch: Any) -> None:
    """A GradScaler multiplies the loss and may leave a step out."""
    scaler = owner_of(torch.cuda.amp.GradScaler, "scale")
    scale, step = scaler.scale, scaler.step

    @functools.wraps(scale)
    def wrapped_scale(self: Any, outputs: Any) -> Any:
        product = scale(self, outputs)
        if isinstance(outputs, torch.Tensor) and not outputs.dim():
            probe.guarded(run.losses.scaled, outputs, product)
        return product

    @functools.wraps(step)
    def wrapped_step(self: Any, optimizer: Any, *arguments: Any, **options: Any) -> Any:
        before = run.seen
        result = step(self, optimizer, *arguments, **options)
        if run.seen == before:
            probe.guarded(run.skipped, optimizer)
        return result

    scaler.scale, scaler.step = wrapped_scale, wrapped_step


def _wrap_clipping(probe: Probe, run: TorchRun, torch: Any) -> None:
    """Whoever clips has measured the gradient already, as it was before."""
    utils = torch.nn.utils
    original = utils.clip_grad_norm_

    @functools.wraps(original)
    def clip_grad_norm_(*arguments: Any, **options: Any) -> Any:
        norm = original(*arguments, **options)
        probe.guarded(run.clipped, norm)
        return norm

    utils.clip_grad_norm_ = utils.clip_grad.clip_grad_norm_ = clip_grad_norm_


def _wrap_loader(probe: Probe, run: TorchRun, torch: Any) -> None:
    """The loader that gave the last batch before the first step is the one that trains."""
    iterator = torch.utils.data.dataloader._BaseDataLoaderIter
    original = iterator.__next__

    @functools.wraps(original)
    def next_(self: Any) -> Any:
        run.batch(self)
        return original(self)

    iterator.__next__ = next_
