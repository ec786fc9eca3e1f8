"""Watches a training program from inside without changing a number of it. docs/probe.md says what it sees and how it tells."""

from __future__ import annotations


def install(text: str) -> None:
    """Prepares the probe for whatever framework the program imports. `text` is the value of GOLDILOCKS_PROBE."""
    from . import config, imports, main_program, replacing, seeds
    from .probe import Probe

    probe = Probe(config.parse(text))
    hooks = {
        "torch": ("torch_hooks", "install"),
        "keras": ("keras_hooks", "install"),
        "optax": ("optax_hooks", "install"),
        "transformers.trainer": ("torch_trainers", "install_hugging_face"),
        "lightning.pytorch.strategies.strategy": ("torch_trainers", "install_lightning"),
        "pytorch_lightning.strategies.strategy": ("torch_trainers", "install_lightning"),
    }
    finder = imports.Finder(probe)
    for module, (ours, function) in hooks.items():
        finder.after_import(module, imports.lazily(ours, function))
    seeds.install(probe, finder)
    main_program.install(replacing.install(probe, finder))
    finder.start()
