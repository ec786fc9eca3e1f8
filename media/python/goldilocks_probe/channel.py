"""The way out: lines of JSON in a file, written by a thread so that the program never waits for the disk."""

from __future__ import annotations

import json
import os
import threading
import time
from collections import deque
from typing import Any, Callable

PAUSE = 0.2
"""Seconds between two writes."""
MAX_WAITING = 20_000
"""How many items may wait. A program would have to make 100,000 steps a second to lose any, or the disk to hang."""
SAMPLES_A_LINE = 200
MAX_BYTES = 1 << 29
"""A file of half a gigabyte, some five million steps, is enough."""
MAX_WAIT = 2.0
"""Seconds that the end of the program waits for the disk."""


class Channel:
    """Appends items to a file of this process. No method waits or raises, except `flush` and `close`, which wait a little."""

    def __init__(self, directory: str, sample_of: Callable[[Any], dict[str, Any]]) -> None:
        """`sample_of` makes samples of what stands for them, on the thread."""
        self._sample_of = sample_of
        self._path = os.path.join(directory, f"{os.getpid()}-{time.time_ns()}.jsonl")
        self._waiting: deque[dict[str, Any] | tuple[Any, ...]] = deque()
        """Samples, tuples that stand for them and lines, in the order of their time. Only lines have a `type`."""
        self._dropped = 0
        self._wake = threading.Event()
        self._idle = threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self._write, name="goldilocks-probe", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            # Python 3.12 starts no thread once it is ending, as where only then there is something to tell: `close` writes it.
            pass

    def sample(self, sample: dict[str, Any] | tuple[Any, ...]) -> None:
        """Adds a sample, or the tuple from which `sample_of` makes it, or drops it where too many wait."""
        if len(self._waiting) < MAX_WAITING:
            self._waiting.append(sample)
        else:
            self._dropped += 1

    def line(self, type_: str, **fields: Any) -> None:
        """Adds a line. There are few of them, so none is dropped."""
        self._waiting.append({"type": type_, **fields})

    def flush(self) -> None:
        """Waits until all is written, at most MAX_WAIT seconds."""
        self._idle.clear()
        self._wake.set()
        self._idle.wait(MAX_WAIT)

    def close(self) -> None:
        """Writes what waits and ends the thread."""
        self._ending = True
        self._wake.set()
        if self._thread.ident is None:
            self._write()
        else:
            self._thread.join(MAX_WAIT)

    def _write(self) -> None:
        written = 0
        try:
            with open(self._path, "a", encoding="utf-8", newline="\n") as file:
                while True:
                    self._wake.wait(PAUSE)
                    self._wake.clear()
                    ending = self._ending
                    for line in self._lines():
                        if written < MAX_BYTES:
                            written += file.write(line)
                    file.flush()
                    if not self._waiting:
                        self._idle.set()
                    if ending:
                        return
        except Exception:
            # The disk is full, the folder gone, or the program has changed a module that we need. Only the report ends: the program goes
            # on without a traceback of ours, and samples are dropped from now on.
            return

    def _lines(self) -> list[str]:
        items = [self._waiting.popleft() for _ in range(len(self._waiting))]
        lines: list[str] = []
        samples: list[dict[str, Any]] = []
        for item in [*items, None]:
            if isinstance(item, tuple):
                item = self._sample_of(item)
            is_sample = item is not None and "type" not in item
            if is_sample:
                samples.append(item)
            if samples and (not is_sample or len(samples) == SAMPLES_A_LINE):
                lines.append(encode({"type": "samples", "samples": samples}))
                samples = []
            if item is not None and not is_sample:
                lines.append(encode(item))
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            lines.append(encode({"type": "notice", "text": f"{dropped} samples were dropped: the disk was too slow for them."}))
        return lines


def encode(item: Any) -> str:
    """A line of JSON in which NaN and the infinities are strings, as on the whole disk of Goldilocks."""
    try:
        return json.dumps(item, allow_nan=False, separators=(",", ":")) + "\n"
    except ValueError:
        return json.dumps(_finite(item), allow_nan=False, separators=(",", ":")) + "\n"


def _finite(item: Any) -> Any:
    if isinstance(item, float) and item - item != 0:
        return "NaN" if item != item else "Infinity" if item > 0 else "-Infinity"
    if isinstance(item, dict):
        return {key: _finite(value) for key, value in item.items()}
    if isinstance(item, (list, tuple)):
        return [_finite(value) for value in item]
    return item
