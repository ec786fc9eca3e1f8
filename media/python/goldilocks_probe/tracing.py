"""Tracebacks as they would be without the probe."""

from __future__ import annotations

from types import TracebackType
from typing import Callable


def trace_in_program(error: BaseException, is_program: Callable[[str], bool]) -> TracebackType | None:
    """The traceback of an error from the program's first frame on. `is_program` tells by their file which frames are the program's."""
    trace = error.__traceback__
    while trace and not is_program(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    # A program that is no Python has no frames. Any other error tells where it was at least.
    return trace if trace or isinstance(error, SyntaxError) else error.__traceback__
