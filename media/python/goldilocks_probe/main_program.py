"""Runs the program that Python was started with in Python's place, where Python alone would run something else."""

from __future__ import annotations

import functools
import importlib.machinery
import sys
from typing import Any, Callable

from .replacing import Sources
from .tracing import trace_in_program


def install(sources: Sources) -> None:
    """Takes Python's place for a notebook, which Python takes for a file of Python, and for a file with replacements."""
    main = sys.argv[0] if getattr(sys, "argv", None) else ""
    if main.lower().endswith(".ipynb"):
        from . import notebooks

        _run_instead(functools.partial(notebooks.run, sources), notebooks.is_cell)
    elif sources.has(main):
        _run_instead(functools.partial(_run_file, sources), sources.has)


def _run_file(sources: Sources, path: str) -> None:
    main = sys.modules["__main__"]
    main.__file__ = path
    main.__cached__ = None
    main.__loader__ = importlib.machinery.SourceFileLoader("__main__", path)
    exec(sources.code(path), vars(main))


def _run_instead(run: Callable[[str], None], is_program: Callable[[str], bool]) -> None:
    """Has `run` called with the path of the program just before Python would run it, and ends as Python would have ended.

    `is_program` tells by their file which frames are the program's: a traceback begins with the first of them.
    """

    def run_main(event: str, arguments: Any) -> None:
        if event != "cpython.run_file":
            return
        try:
            run(arguments[0])
        except SystemExit:
            raise
        except BaseException as error:
            trace = trace_in_program(error, is_program)
            error = error.with_traceback(trace)
            sys.last_type, sys.last_value, sys.last_traceback = type(error), error, trace
            sys.excepthook(type(error), error, trace)
            if type(error) is KeyboardInterrupt:
                _remember_interrupt()
            raise SystemExit(1) from None
        raise SystemExit(0)

    run_main.__cantrace__ = True  # type: ignore[attr-defined]
    sys.addaudithook(run_main)


def _remember_interrupt() -> None:
    """Has Python end itself by the signal of Ctrl+C in the end, as it does where nothing has caught that exception.

    It remembers that of text that is run. The exception out of an audit hook counts only as an exit code, and shows frames that are ours.
    """
    try:
        exec("raise KeyboardInterrupt")
    except KeyboardInterrupt:
        return
