"""What the probe is asked to do, read from the environment."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from typing import Any

VERSION = 1


@dataclass(frozen=True)
class Replacement:
    """A piece of source text that is to be read as another. Lines and columns count from 1, columns in UTF-16 units."""

    file: str
    cell: int
    """In a notebook: the index of the cell among all cells; 0 in other files."""
    line: int
    column: int
    end_line: int
    end_column: int
    expected: str
    text: str


@dataclass(frozen=True)
class Config:
    """One run's orders. `name` is watch, find or rate; the fields of other modes are None."""

    directory: str
    name: str
    first_rate: float | None
    """The rate of the first step of a range test."""
    last_rate: float | None
    """The rate of its last step."""
    steps: int | None
    """How many steps the program is allowed; None: as many as it likes."""
    stop_above: float | None
    """A range test ends where the smoothed loss is so many times the best."""
    rate: float | None
    """The rate that the program is to train with."""
    reference: float | None
    """What the program's own rate is, at its highest, if that is known better than the optimizer tells."""
    seed: int | None
    replacements: tuple[Replacement, ...]


def parse(text: str) -> Config:
    """Reads the value of GOLDILOCKS_PROBE. Raises ValueError, KeyError or TypeError where it is not as docs/probe.md says."""
    value = json.loads(text)
    if value["version"] != VERSION:
        raise ValueError(f"The version of the protocol is {value['version']}, but this probe knows {VERSION}.")
    if not os.path.isdir(value["directory"]):
        raise ValueError(f"{value['directory']} is not a folder.")
    mode = value["mode"]
    name = mode["name"]
    if name not in ("watch", "find", "rate"):
        raise ValueError(f"No mode is called {name}.")
    find, rate = name == "find", name == "rate"
    return Config(
        directory=value["directory"],
        name=name,
        first_rate=_positive(mode["from"]) if find else None,
        last_rate=_positive(mode["to"]) if find else None,
        steps=_count(mode["steps"] if find else mode.get("maxSteps")),
        stop_above=_positive(mode["stopAbove"]) if find else None,
        rate=_positive(mode["rate"]) if rate else None,
        reference=_positive(mode["reference"]) if mode.get("reference") is not None else None,
        seed=None if mode.get("seed") is None else int(mode["seed"]),
        replacements=tuple(_replacement(item) for item in mode.get("replace", ())),
    )


def _positive(value: Any) -> float:
    number = float(value)
    if not (0 < number < math.inf):
        raise ValueError(f"{value} is not a positive number.")
    return number


def _count(value: Any) -> int | None:
    if value is None:
        return None
    if int(value) < 1:
        raise ValueError(f"{value} is not a number of steps.")
    return int(value)


def _replacement(item: dict[str, Any]) -> Replacement:
    return Replacement(
        os.path.realpath(item["file"]),
        int(item.get("cell", 0)),
        int(item["line"]),
        int(item["column"]),
        int(item["endLine"]),
        int(item["endColumn"]),
        str(item["expected"]),
        str(item["text"]),
    )
