"""What hooks into the classes of any framework need to know."""

from __future__ import annotations

from typing import Any


def owner_of(kind: Any, name: str) -> Any:
    """The class among `kind` and its bases that defines `name`, where a hook reaches all that inherit it. Raises StopIteration."""
    return next(base for base in kind.__mro__ if name in vars(base))
