"""The probe of one process: what it was asked to do, whom it follows, and how it gets out of the way."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import traceback
import weakref
from typing import Any, Callable

from .config import Config
from .overriding import Override
from .losses import Losses
from .report import Report, is_trainer

MIN_STEPS = 20
"""Fewer steps are not the training that is meant: a notebook may show one before it trains."""


class Probe:
    """Everything that hooks share. After an error of its own it is off for good, and the program goes on as if alone."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.on = True
        self.override = Override(config)
        self.report: Report | None = None
        """Set once this process trains and is the one that reports."""
        self.losses = Losses()
        """What PyTorch has differentiated since the last step, by whichever optimizer."""
        self.has_optimizer = False
        """Whether the program has made an optimizer of PyTorch or Keras: if not, it may update its weights itself."""
        self.shared_losses = False
        """Whether micro-batches give shares of a step's loss now, to be summed."""
        self.totals: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        """How many steps optimizers are to make, of those whose trainer knows; where it resumes, without those made before."""
        self._follower: Any = None
        """Who tells of its training."""
        self._paused: list[Report] = []
        """Those of trainings that may go on."""
        self._notices: list[str] = []
        self._before_end: list[Callable[[], None]] = []
        self._children: list[Callable[[], None]] = []
        self._failure: list[Callable[[], None]] = []
        self._asked = False
        self._tested_from = 0
        """The step with which the training began that a range test is of."""
        self.ended = False
        """Whether the program has been asked to end."""
        atexit.register(self._finish)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    def guarded(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Calls a function of ours; an error in it ends the probe, not the program."""
        if not self.on:
            return None
        try:
            return function(*arguments)
        except Exception as error:
            self.fail(error)
            return None

    def fail(self, error: Exception) -> None:
        """Switches the probe off after an error of its own, gives the program its own rates back, and says so."""
        self.on = False
        for give_back in self._failure:
            try:
                give_back()
            except Exception:
                continue
        try:
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{os.path.basename(last.filename)}, line {last.lineno}"
            self.notice(f"The probe hit an internal error and stopped watching: {type(error).__name__}: {error} ({place}).")
        except Exception:
            return

    def trains(self, framework: str, version: str) -> Report | None:
        """Called where a step of a training begins; the first time it decides whether this process reports."""
        if not self._asked:
            self._asked = True
            if is_trainer():
                self._open()
                self.report.started(framework, version)
                if _is_child():
                    # Children of multiprocessing end without atexit.
                    from multiprocessing.util import Finalize

                    Finalize(None, self._finish, exitpriority=0)
        if self.report:
            self.report.framework(framework, version)
        return self.report

    def trains_again(self, framework: str, version: str, since: float | None = None, may_go_on: bool = False) -> None:
        """Called where a training is over, or `may_go_on` later, and another begins in this process, which gets a report of its own.

        `since`: when it began, as `time.perf_counter` tells it; now, if None.
        """
        if self.report:
            self._leave(may_go_on)
            self._notices = []
            self._open(since)
            self.report.started(framework, version)

    def goes_on(self, report: Report | None, may_go_on: bool) -> None:
        """Called where the training that has this report goes on, after another that is over or `may_go_on` itself."""
        if report:
            self._leave(may_go_on)
            self._paused.remove(report)
            self.report = report

    def _leave(self, may_go_on: bool) -> None:
        if may_go_on:
            self._paused.append(self.report)
        else:
            self.report.over()

    def claim(self, run: Any) -> bool:
        """Whether `run` may tell of its training: of several frameworks that train in one process, only the first may."""
        if self._follower is None:
            self._follower = run
        if self._follower is not run:
            self.notice("The program trains with several frameworks; the probe follows only the first that took a step.")
        return self._follower is run

    def notice(self, text: str) -> None:
        """Tells the user a sentence; before the training begins it is kept until then."""
        if self.report:
            self.report.notice(text)
        elif not self._asked and text not in self._notices:
            self._notices.append(text)

    def before_end(self, last: Callable[[], None]) -> None:
        """`last` is called once when the program ends, while there is still somebody to tell."""
        if last not in self._before_end:
            self._before_end.append(last)

    def after_fork(self, forget: Callable[[], None]) -> None:
        """`forget` is called in forked children, whose training is another than their parent's."""
        self._children.append(forget)

    def after_failure(self, give_back: Callable[[], None]) -> None:
        """`give_back` is called when the probe has failed: it undoes what would otherwise stay changed in the program."""
        self._failure.append(give_back)

    def end(self, why: str | None) -> None:
        """Ends the program: SystemExit from where the program is; a program that goes on nevertheless ends at its next step.

        `why` is told, unless it is None: then the training that was followed has ended by itself.
        """
        if self.report and not self.ended:
            self.report.stopped(why)
        if self.ended or threading.current_thread() is not threading.main_thread():
            for stream in (sys.stdout, sys.stderr):
                try:
                    stream.flush()
                except Exception:
                    continue
            os._exit(0)
        self.ended = True
        raise SystemExit(0)

    def end_or_restart_test(self, steps: int) -> None:
        """After so many `steps` of all, another training begins in a range test, which is that of one: the program ends if that was one."""
        if steps - self._tested_from >= MIN_STEPS:
            self.notice(f"After {steps} steps, the program trains with another optimizer; the range test ends there.")
            self.end(None)
        self._tested_from = steps
        self.override.restart()

    def _open(self, since: float | None = None) -> None:
        self.report = Report(self.config.directory, since)
        for text in self._notices:
            self.report.notice(text)

    def _finish(self) -> None:
        """Tells what is left when the program ends, and how it ended; a program that never trained only what went wrong."""
        for last in self._before_end:
            self.guarded(last)
        if self.report is None and self._notices and not self._asked and not _is_child():
            self._open()
        for report in self._paused:
            report.over()
        if self.report:
            self.report.close()

    def _forked(self) -> None:
        """A forked child has neither the thread nor the rank of its parent: it starts anew."""
        self.report = self._follower = None
        self._asked = self.ended = False
        self._notices, self._before_end, self._paused = [], [], []
        self._tested_from = 0
        self.override = Override(self.config)
        self.losses.forget()
        for forget in self._children:
            forget()


def _is_child() -> bool:
    processes = sys.modules.get("multiprocessing.process")
    return processes is not None and processes.parent_process() is not None
