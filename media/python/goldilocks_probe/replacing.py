"""Source text that is read as another: a rate in the program, without touching its file.

Only a literal changes, so lines stay where they are; code is compiled under its file's own name, and tracebacks show the file.
"""

from __future__ import annotations

import functools
import importlib.machinery
import importlib.util
import json
import os
import sys
from types import CodeType
from typing import TYPE_CHECKING, Any

from .config import Replacement

if TYPE_CHECKING:
    from .imports import Finder
    from .probe import Probe


def install(probe: Probe, finder: Finder) -> Sources:
    """Has the files of the replacements compiled with them where they are imported, or run with -m. Returns them for who runs the program."""
    sources = Sources(probe)
    if not probe.config.replacements:
        return sources
    sys.meta_path.insert(0, _FileFinder(sources))
    # Children of multiprocessing that are spawned run the program's file through runpy.
    finder.after_import("runpy", functools.partial(_wrap_runpy, sources))
    probe.before_end(sources.tell_unused)
    return sources


class Sources:
    """The replacements by file."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._files: dict[str, list[Replacement]] = {}
        self._unused = set()
        self._replaced = 0
        for item in probe.config.replacements:
            self._files.setdefault(item.file, []).append(item)
            self._unused.add(item.file)
        for items in self._files.values():
            # From the end, so that what is still to be replaced stays where it is.
            items.sort(key=lambda item: (item.line, item.column), reverse=True)

    def has(self, path: Any) -> bool:
        return isinstance(path, str) and os.path.realpath(path) in self._files

    def code(self, path: str) -> CodeType:
        """The code of a file with its replacements. Raises what reading and compiling the file raises."""
        with open(path, "rb") as file:
            text = importlib.util.decode_source(file.read())
        return compile(self.cells(path, [text])[0], path, "exec", dont_inherit=True)

    def cells(self, path: str, texts: list[str]) -> list[str]:
        """The texts of the cells of a notebook, or the one text of a file, with its replacements."""
        real = os.path.realpath(path)
        self._unused.discard(real)
        texts = list(texts)
        for item in self._files.get(real, ()):
            changed = replaced(texts[item.cell], item) if item.cell < len(texts) else None
            if changed is None:
                file = f"{path}, cell {item.cell + 1}" if path.lower().endswith(".ipynb") else path
                self._probe.notice(
                    f"{file}, line {item.line}, column {item.column}: {item.expected} is not there any more, so it was not replaced."
                )
            else:
                texts[item.cell] = changed
                self._replaced += 1
        self._tell_replaced()
        return texts

    def _tell_replaced(self) -> None:
        """Tells how much was replaced at once, in a file of its own: whether the program will train, nobody knows yet."""
        if not self._replaced:
            return
        path = os.path.join(self._probe.config.directory, f"{os.getpid()}-replaced.jsonl")
        try:
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps({"type": "replaced", "count": self._replaced}) + "\n")
        except OSError:
            return

    def tell_unused(self) -> None:
        """Tells of files that a training never ran."""
        if not self._probe.report:
            return
        for path in sorted(self._unused):
            self._probe.notice(f"{path} was not run by this program, so nothing in it was replaced.")


def replaced(text: str, item: Replacement) -> str | None:
    """`text` with the replacement made; None where what is expected is not there."""
    lines = text.split("\n")
    start = _offset(lines, item.line, item.column)
    end = _offset(lines, item.end_line, item.end_column)
    if start is None or end is None or text[start:end] != item.expected:
        return None
    return text[:start] + item.text + text[end:]


def _offset(lines: list[str], line: int, column: int) -> int | None:
    if not 1 <= line <= len(lines):
        return None
    # Columns are in UTF-16 units, of which a character outside the basic plane has two.
    units = lines[line - 1].encode("utf-16-le")[: 2 * (column - 1)]
    return sum(len(before) + 1 for before in lines[: line - 1]) + len(units.decode("utf-16-le", "ignore"))


class _FileFinder:
    """Finds as the others do; where that leads to one of our files, its code is compiled anew and no cached one is used or left."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Part of Python's protocol of finders."""
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or not spec.has_location or not self._sources.has(spec.origin):
            return None
        spec.loader = _SourceLoader(name, spec.origin, self._sources)
        return spec


class _SourceLoader(importlib.machinery.SourceFileLoader):
    """Loads a file of ours as any other, but for its text."""

    def __init__(self, name: str, path: str, sources: Sources) -> None:
        super().__init__(name, path)
        self._sources = sources

    def get_code(self, fullname: str) -> CodeType:
        return self._sources.code(self.get_filename(fullname))


def _wrap_runpy(sources: Sources, _probe: Probe, runpy: Any) -> None:
    original = runpy._get_code_from_file

    def from_file(*arguments: Any) -> Any:
        # Python 3.12 has dropped the first of two arguments, and what is returned differs likewise.
        path = arguments[-1]
        if not sources.has(path):
            return original(*arguments)
        code = sources.code(os.path.abspath(path))
        return code if len(arguments) == 1 and sys.version_info >= (3, 12) else (code, path)

    runpy._get_code_from_file = from_file
