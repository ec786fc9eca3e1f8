"""Starts the probe in a Python program, then lets the sitecustomize that would have run without it run.

Python imports this file by itself because its folder stands first in PYTHONPATH. It must be harmless in every Python that
inherits the environment, so it is written for all of them, and never raises on its own account.
"""

import os
import sys


def _start_probe(folder):
    """Loads the package beside this folder without leaving a trace in sys.path."""
    import importlib.util

    home = os.path.join(os.path.dirname(folder), "goldilocks_probe")
    spec = importlib.util.spec_from_file_location(
        "goldilocks_probe", os.path.join(home, "__init__.py"), submodule_search_locations=[home]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["goldilocks_probe"] = package
    spec.loader.exec_module(package)
    package.install(os.environ["GOLDILOCKS_PROBE"])


def _run_next_sitecustomize():
    """Runs the next sitecustomize on sys.path as the module of that name; what it raises is its own."""
    import importlib.machinery
    import importlib.util

    del sys.modules["sitecustomize"]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", sys.path)
    if spec is None:
        raise ImportError("No module named 'sitecustomize'", name="sitecustomize")
    module = importlib.util.module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


if sys.version_info >= (3, 4):
    _folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != _folder]
    if "GOLDILOCKS_PROBE" in os.environ and sys.version_info >= (3, 9):
        try:
            _start_probe(_folder)
        except Exception:
            for _name in [name for name in sys.modules if name.split(".")[0] == "goldilocks_probe"]:
                del sys.modules[_name]
    _run_next_sitecustomize()
