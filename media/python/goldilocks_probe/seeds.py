"""Another seed for the whole program, so that repeats of it differ."""

from __future__ import annotations

import functools
import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .imports import Finder
    from .probe import Probe

SEEDERS = {
    "random": ("random.seed",),
    "numpy": ("numpy.random.seed",),
    "torch": ("torch.manual_seed", "torch.random.manual_seed"),
    "tensorflow": ("tensorflow.random.set_seed",),
    "keras": ("keras.utils.set_random_seed",),
    "jax": ("jax.random.PRNGKey", "jax.random.key"),
}
"""By module, the functions that seed everything; those of single generators are left alone: they often make the data."""
MAKE_KEYS = ("jax",)
"""Where nothing global exists to be seeded: there only the program's own calls count."""


def install(probe: Probe, finder: Finder) -> None:
    """Has these modules seeded as they are imported, and the program's own seeds replaced."""
    seed = probe.config.seed
    if seed is None:
        return
    for module in SEEDERS:
        finder.after_import(module, functools.partial(_seed, module, seed))
    if "random" not in sys.modules:
        importlib.import_module("random")


def _seed(module: str, seed: int, _probe: Probe, _imported: Any) -> None:
    replaced: dict[Any, Any] = {}
    for path in SEEDERS[module]:
        home, name = path.rsplit(".", 1)
        # What is not in sys.modules is an attribute that a package loads when asked.
        owner = sys.modules.get(home) or functools.reduce(getattr, home.split(".")[1:], sys.modules[module])
        original = getattr(owner, name)
        if original not in replaced:
            replaced[original] = _replaced(original, seed)
        setattr(owner, name, replaced[original])
        if path == SEEDERS[module][0] and module not in MAKE_KEYS:
            original(seed)


def _replaced(original: Any, seed: int) -> Any:
    @functools.wraps(original)
    def seeded(given: Any = None, *arguments: Any, **options: Any) -> Any:
        options.pop("seed", None)
        options.pop("a", None)
        return original(seed, *arguments, **options)

    return seeded
