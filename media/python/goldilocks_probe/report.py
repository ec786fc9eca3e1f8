"""What one training tells: who it is, its samples, how it ended."""

from __future__ import annotations

import os
import platform
import sys
import time
import traceback
from typing import Any, Callable, List, Optional, Tuple

from .channel import Channel

MAX_TEXT = 1_000
MAX_TRACEBACK = 16_000
MAX_NOTICES = 50
StepParts = Tuple[int, float, Optional[float], List[Optional[float]], Optional[float], Optional[float]]
"""A step: its number, when it was made as `time.perf_counter` tells it, its loss, the rates of all groups, the norm of the gradient and the
update ratio."""
RANKS = ("RANK", "LOCAL_RANK", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK")
"""Where launchers say which of several processes this is. Number 0 reports for all."""


def is_trainer() -> bool:
    """Whether this process, which makes a training step, is the one of its group that reports."""
    if any(os.environ.get(name, "0") not in ("", "0") for name in RANKS):
        return False
    group = distributed()
    return group is None or group.get_rank() == 0


def distributed() -> Any:
    """The module torch.distributed where this process trains with others through it; else None."""
    module = sys.modules.get("torch.distributed")
    return module if module is not None and module.is_available() and module.is_initialized() else None


def number(rate: Any) -> float | None:
    """A rate as it is told: a number, whatever the framework keeps it in."""
    # A rate in a tensor is a float32: 0.1, not 0.10000000149011612.
    return rate if rate is None or isinstance(rate, float) else float(f"{float(rate):.7g}")


class Report:
    """The lines of this process."""

    def __init__(self, directory: str, since: float | None = None) -> None:
        """`since`: when the training began, as `time.perf_counter` tells it; now, if None."""
        self._channel = Channel(directory, self._sample_of)
        self.step: Callable[[StepParts], None] = self._channel.sample
        """Tells one step. Costs the program less than `sample`: the thread that writes puts the sample together."""
        self._begin = time.perf_counter() if since is None else since
        self._facts: dict[str, Any] = {}
        self._frameworks: dict[str, str] = {}
        self._notices: set[str] = set()
        self._closed = False

    def started(self, framework: str, version: str) -> None:
        """The first line: what this process is."""
        self._frameworks[framework] = version
        self._channel.line(
            "started",
            probe=1,
            pid=os.getpid(),
            python=platform.python_version(),
            frameworks=self._frameworks.copy(),
            argv=[argument[:MAX_TEXT] for argument in sys.argv[:100]],
            rank=0,
            time=time.time(),
        )

    def framework(self, name: str, version: str) -> None:
        """Adds a framework that trains here to the facts."""
        if name not in self._frameworks:
            self._frameworks[name] = version
            self.facts(frameworks=dict(self._frameworks))

    def facts(self, **facts: Any) -> None:
        """Tells what is new among these."""
        new = {name: value for name, value in facts.items() if value is not None and self._facts.get(name) != value}
        if new:
            self._facts.update(new)
            self._channel.line("facts", facts=new)

    def sample(self, sample: dict[str, Any]) -> None:
        """Tells one step. Adds the epoch where the length of one is known."""
        self._channel.sample(self._with_epoch(sample))

    def _sample_of(self, parts: StepParts) -> dict[str, Any]:
        step, at, loss, rates, norm, ratio = parts
        sample: dict[str, Any] = {"step": step, "seconds": self.seconds(at)}
        if loss is not None:
            sample["loss"] = loss
        if rates:
            sample["rate"] = first = rates[0]
            if len(rates) > 1:
                extra = {f"rate.{index}": rate for index, rate in enumerate(rates) if rate != first}
                if extra:
                    sample["extra"] = extra
        if norm is not None:
            sample["gradientNorm"] = norm
        if ratio is not None:
            sample["updateRatio"] = ratio
        return self._with_epoch(sample)

    def _with_epoch(self, sample: dict[str, Any]) -> dict[str, Any]:
        per_epoch = self._facts.get("stepsPerEpoch")
        if per_epoch and "epoch" not in sample:
            sample["epoch"] = round((sample["step"] + 1) / per_epoch, 6)
        return sample

    def seconds(self, at: float | None = None) -> float:
        """Seconds since the training was first seen; until `at`, a time as `time.perf_counter` tells it, or until now."""
        seconds = (time.perf_counter() if at is None else at) - self._begin
        # As round(seconds, 6), in a fraction of its time.
        return int(seconds * 1e6 + 0.5) / 1e6

    def notice(self, text: str) -> None:
        """Tells a sentence, once."""
        text = text[:MAX_TEXT]
        if text not in self._notices and len(self._notices) < MAX_NOTICES:
            self._notices.add(text)
            self._channel.line("notice", text=text)

    def stopped(self, why: str | None) -> None:
        """Tells why the probe ends the program, if there is anything to tell, and waits until all is written."""
        if why is not None:
            self._channel.line("stopped", why=why)
        self._channel.flush()

    def over(self) -> None:
        """Tells that this training has ended before the program has, and ends the channel."""
        self._closed = True
        self._channel.line("ended", state="over")
        self._channel.close()

    def close(self) -> None:
        """Tells how the program ends, and ends the channel."""
        if self._closed:
            return
        self._closed = True
        error = sys.exc_info()[1] or getattr(sys, "last_value", None)
        if isinstance(error, SystemExit):
            # Python keeps one only with -i; what it stands for says more.
            error = error.__context__ or error
        if error is None or (isinstance(error, SystemExit) and not error.code):
            self._channel.line("ended", state="finished")
        elif isinstance(error, KeyboardInterrupt):
            self._channel.line("ended", state="cancelled")
        else:
            self._channel.line("ended", state="failed", exception=_traceback(error))
        self._channel.close()


def _traceback(error: BaseException) -> str:
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    half = MAX_TRACEBACK // 2
    return text if len(text) <= MAX_TRACEBACK else text[:half] + "\n…\n" + text[-half:]
