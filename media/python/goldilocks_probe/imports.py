"""Calls back when the program has imported a module, whichever way it imports it."""

from __future__ import annotations

import importlib
import sys
import threading
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from .probe import Probe

Callback = Callable[["Probe", Any], None]


def lazily(module: str, function: str) -> Callback:
    """A callback out of a module of this package that is loaded only when it is called."""

    def call(probe: Probe, imported: Any) -> None:
        getattr(importlib.import_module("." + module, __package__), function)(probe, imported)

    return call


class Finder:
    """A finder at the head of sys.meta_path that finds nothing itself: it asks the others and wraps the loader."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._callbacks: dict[str, list[Callback]] = {}
        self._searching = threading.local()

    def after_import(self, module: str, callback: Callback) -> None:
        """`callback` runs once `module` is there; after it has been executed, before the program sees it."""
        self._callbacks.setdefault(module, []).append(callback)

    def start(self) -> None:
        sys.meta_path.insert(0, self)
        for name in list(self._callbacks):
            if name in sys.modules:
                self.imported(name, sys.modules[name])

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Part of Python's protocol of finders."""
        if name not in self._callbacks or name in self._names():
            return None
        # Finders may themselves look for the module through all finders, us included.
        self._names().add(name)
        try:
            for finder in list(sys.meta_path):
                find = None if finder is self else getattr(finder, "find_spec", None)
                spec = find and find(name, path, target)
                if spec is not None:
                    if hasattr(spec.loader, "exec_module"):
                        spec.loader = _Loader(spec.loader, self)
                    return spec
        finally:
            self._names().discard(name)
        return None

    def imported(self, name: str, module: Any) -> None:
        """Runs the callbacks of a module, once."""
        for callback in self._callbacks.pop(name, ()):
            self._probe.guarded(callback, self._probe, module)

    def _names(self) -> set[str]:
        try:
            return self._searching.names
        except AttributeError:
            self._searching.names = set()
            return self._searching.names


class _Loader:
    """Loads as the module's own loader does, which takes its place again before the module runs."""

    def __init__(self, loader: Any, finder: Finder) -> None:
        self._loader = loader
        self._finder = finder

    def create_module(self, spec: Any) -> Any:
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._finder.imported(module.__name__, sys.modules.get(module.__name__, module))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)
