"""Runs a Jupyter notebook as a program, `python train.ipynb`: its cells in order, in its folder, its file untouched.

IPython runs the cells where the program's Python has it, as it has wherever Jupyter runs notebooks. Elsewhere they run as plain Python,
and a notebook with commands of IPython is refused.
"""

from __future__ import annotations

import builtins
import contextlib
import json
import linecache
import os
import re
import signal
import sys
import threading
import tokenize
import traceback
import warnings
from dataclasses import dataclass
from types import CodeType
from typing import Any, Iterator

from .replacing import Sources
from .tracing import trace_in_program

CELL = re.compile(r".*\.ipynb, cell \d+", re.IGNORECASE | re.DOTALL)
COMMAND = re.compile(r"\s*[%!?]|.*=\s*[%!]|.*\?\s*$")
"""A line that only IPython understands, if it is none of Python."""


@dataclass(frozen=True)
class Cell:
    """A cell with code."""

    name: str
    """What tracebacks call it."""
    text: str
    may_fail: bool
    """Whether the notebook goes on after an exception in it, as Jupyter does where a cell has the tag raises-exception."""


def is_cell(name: str) -> bool:
    """Whether a file's name in a traceback is that of a cell."""
    return CELL.fullmatch(name) is not None


def run(sources: Sources, path: str) -> None:
    """Runs the notebook in that file. Raises what its cells raise, and SystemExit with a sentence where it can't be run."""
    cells = _read(path, sources)
    # As Jupyter does: what a notebook reads and writes, it names from its own folder.
    sys.argv[0] = os.path.abspath(path)
    os.chdir(os.path.dirname(sys.argv[0]))
    # Python's own looks for the lines of the source on disk only.
    sys.excepthook = traceback.print_exception
    shell = _shell()
    try:
        if shell is None:
            _run_plain(cells)
        else:
            _run_in(shell, cells)
    except SyntaxError as error:
        # Of errors that Python sees only after it has parsed all, it looks for the line on disk.
        if error.text is None and error.lineno and is_cell(error.filename or ""):
            error.text = linecache.getline(error.filename, error.lineno)
        raise


def _read(path: str, sources: Sources) -> list[Cell]:
    """The cells with code, counted over all cells from 1. Exits with a sentence where there is no notebook of Python."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            notebook = json.load(file)
        cells = notebook["cells"]
        metadata = notebook.get("metadata", {})
        named = (metadata.get("language_info", {}).get("name"), metadata.get("kernelspec", {}).get("language"))
        language = next((name for name in named if name), "python")
        texts = [
            "".join(cell["source"]) if cell["cell_type"] == "code" else ""  # A string, or a list of lines.
            for cell in cells
        ]
        may_fail = ["raises-exception" in cell.get("metadata", {}).get("tags", ()) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(f"{path} can't be read as a Jupyter notebook ({type(error).__name__}: {error}).") from None
    if language.lower() not in ("python", "ipython"):
        raise SystemExit(f"{path} is a notebook in {language}. Only notebooks in Python can be run.")
    texts = sources.cells(path, texts)
    return [
        Cell(f"{os.path.basename(path)}, cell {index + 1}", text, may_fail[index]) for index, text in enumerate(texts) if text.strip()
    ]


def _run_plain(cells: list[Cell]) -> None:
    """Runs the cells without IPython; none if one of them needs it, or is no Python."""
    os.environ.setdefault("MPLBACKEND", "agg")
    builtins.display = _display  # type: ignore[attr-defined]
    codes: list[CodeType] = []
    flags = 0
    for cell in cells:
        codes.append(_compiled(cell, flags))
        # An import from __future__ counts in the cells below, too.
        flags |= codes[-1].co_flags & annotations.compiler_flag
    names = vars(sys.modules["__main__"])
    for cell, code in zip(cells, codes):
        try:
            exec(code, names)
        except Exception as error:
            _pass_over(cell, error)


def _pass_over(cell: Cell, error: BaseException) -> None:
    """Shows an exception in a cell that may fail, and raises any other; what ends Python, as SystemExit does, is raised from any cell."""
    if not (cell.may_fail and isinstance(error, Exception)):
        raise error
    traceback.print_exception(type(error), error, trace_in_program(error, is_cell))


def _display(*values: Any, **_options: Any) -> None:
    """What notebooks call without importing it."""
    for value in values:
        print(repr(value))


def _compiled(cell: Cell, flags: int) -> CodeType:
    # As Python counts them. Each ends as in a file: marks below it rely on that.
    lines = [line + "\n" for line in re.split(r"\r\n?|\n", cell.text)]
    # Without a time, so that it is not looked for on disk.
    linecache.cache[cell.name] = (len(cell.text), None, lines, cell.name)
    try:
        return compile(cell.text, cell.name, "exec", flags, dont_inherit=True)
    except SyntaxError as error:
        number = _command_at(lines, error)
        if number is None:
            raise
        raise SystemExit(
            f'{cell.name}, line {number}: "{lines[number - 1].strip()}" is a command of IPython, which {sys.executable} does not have. '
            f"Install it with {sys.executable} -m pip install ipython, or use the Python that the notebook runs with in Jupyter."
        ) from None


def _command_at(lines: list[str], error: SyntaxError) -> int | None:
    """The number of the line that only IPython understands and that is to blame for an error; None where there is none."""
    first = next(number for number, line in enumerate(lines, 1) if line.strip())
    # All of such a cell may be in another language, and Python may stumble over any line of it.
    if lines[first - 1].startswith("%%"):
        return first
    number = error.lineno or 0
    if not (1 <= number <= len(lines) and COMMAND.match(lines[number - 1])):
        return None
    return None if _is_unfinished(lines[: number - 1]) else number


def _is_unfinished(lines: list[str]) -> bool:
    """Whether a bracket or a string goes on after these lines, so that no command begins there. Python 3.9 blames the line that follows."""
    try:
        for _ in tokenize.generate_tokens(iter(lines).__next__):
            pass
    except tokenize.TokenError:
        return True
    except SyntaxError:
        # Of indentation, for one: that is not to blame.
        return False
    return False


def _run_in(shell: Any, cells: list[Cell]) -> None:
    # Nobody is there to close a window: a figure becomes a line of text.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for cell in cells:
        shell.compile.name = cell.name
        result = shell.run_cell(cell.text, store_history=True)
        error = shell.error or result.error_before_exec or result.error_in_exec
        if error:
            shell.error = None
            _pass_over(cell, error)


@contextlib.contextmanager
def _ending_if_interrupted() -> Iterator[None]:
    """Lets Ctrl+C in a command of the system's shell end the notebook: IPython ends only the command."""
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler) or threading.current_thread() is not threading.main_thread():
        yield
        return
    is_interrupted = False

    def remember(number: int, frame: Any) -> None:
        nonlocal is_interrupted
        is_interrupted = True
        handler(number, frame)

    signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if is_interrupted:
        raise KeyboardInterrupt


def _shell() -> Any:
    """IPython, silent about errors: they end the program, which tells of them as any other does. None where it is not installed."""
    try:
        from IPython.core import interactiveshell
        from IPython.core.compilerop import CachingCompiler
        from traitlets.config import Config
    except ImportError:
        return None

    class Compiler(CachingCompiler):
        name = ""
        """Of the cell; empty in the compilers that IPython makes for other notebooks, which %run runs."""

        def get_code_name(self, *arguments: Any) -> str:
            return self.name or super().get_code_name(*arguments)

    class Shell(interactiveshell.InteractiveShell):
        error: BaseException | None = None
        """What went wrong in the cell, also where a magic hides it."""

        def showtraceback(self, *_arguments: Any, **_options: Any) -> None:
            self.error = sys.exc_info()[1]

        def showsyntaxerror(self, *_arguments: Any, **_options: Any) -> None:
            self.error = sys.exc_info()[1]

        def ask_exit(self) -> None:
            raise SystemExit

        def enable_gui(self, gui: Any = None) -> None:
            """No window is waited for."""

    # Not the methods that call these: they look for variables in the frame of their caller.
    for name in ("system", "getoutput"):
        if hasattr(interactiveshell, name):
            setattr(interactiveshell, name, _ending_if_interrupted()(getattr(interactiveshell, name)))
    warnings.filterwarnings("ignore", "To exit: use")
    config = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "NoColor"}})
    return Shell.instance(config=config, user_module=sys.modules["__main__"], compiler_class=Compiler)
