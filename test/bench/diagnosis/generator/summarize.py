"""Writes what programs would have logged, with the truth about each run: one JSON file a program.

    python3 summarize.py RAW FOLDER [NAME]...

A run has two logs: one with up to 300 evenly spaced steps, and one by another habit. Losses keep four digits, or a third of their noise.
"""

import glob
import json
import math
import os
import sys
import zlib

import numpy as np

from described import Described
import drawn  # noqa: F401  (adds programs)
from fault_names import HARMLESS
from programs import PROGRAMS
from schedules import SCHEDULES
from search import rate_of, score, zone

ROWS = 300
NORMS = 60
FACTORS = 200


HABITS = ("every-50", "thin", "epoch-mean", "epoch-last", "running", "smoothed", "median", "rounded")
# What fit() shows while it runs, and what its history keeps.
KERAS_HABITS = ("running-in-epoch", "epoch-mean")


def habits(loss, per_epoch, bad, share, others=HABITS):
    """Name, steps (the first is 1) and losses of a run's two logs."""
    steps = len(loss)
    stride = math.ceil(steps / ROWS)
    at = np.arange((bad or 0) % stride, steps, stride)
    yield "steps", at, loss[at]
    habit = others[share % len(others)]
    share //= len(HABITS)
    if habit == "every-50":
        stride = 50 if steps >= 500 else max(2, math.ceil(steps / 30))
        at = np.arange((bad or 0) % stride, steps, stride)
        values = loss[at]
    elif habit == "thin":
        stride = max(2, math.ceil(steps / (30 + share % 150)))
        at = np.arange((bad or 0) % stride, steps, stride)
        values = loss[at]
    elif habit.startswith("epoch"):
        length = per_epoch if 6 <= steps // per_epoch <= 400 else max(2, steps // (8 + share % 30))
        at = np.arange(length, steps + 1, length) - 1
        values = loss[at] if habit == "epoch-last" else np.array([loss[i - length + 1 : i + 1].mean() for i in at])
    elif habit.startswith("running"):
        length = (25, 50, 100)[share % 3] if habit == "running" else per_epoch
        parts = [loss[i : i + length] for i in range(0, steps, length)]
        means = np.concatenate([np.cumsum(p) / np.arange(1, len(p) + 1) for p in parts])
        at = np.arange(0, steps, math.ceil(steps / 150))
        values = means[at]
    elif habit == "smoothed":
        weight, mean, values = (0.9, 0.98)[share % 2], loss[0], np.empty(steps)
        for i, value in enumerate(loss):
            mean = weight * mean + (1 - weight) * value
            values[i] = mean
        at = np.arange(0, steps, math.ceil(steps / 150))
        values = values[at]
    elif habit == "median":
        at = np.arange(10, steps + 1, 10) - 1
        at = at[:: math.ceil(len(at) / 150)]
        values = np.array([np.median(loss[max(0, i - 19) : i + 1]) for i in at])
    else:
        at = np.arange(0, steps, math.ceil(steps / 150))
        values = np.array([float(f"{v:.4g}") if math.isfinite(v) else v for v in loss[at]])
        values = np.round(values, 4)
    yield habit, at, values


def compact(values):
    """JSON numbers with no more digits than the noise leaves meaning."""
    finite = values[np.isfinite(values)]
    half = finite[len(finite) // 2 :]
    noise = float(np.median(np.abs(np.diff(half)))) if len(half) > 2 else 0.0
    digits = -math.floor(math.log10(noise / 3)) if noise > 1e-12 else 12
    out = []
    for value in values:
        if not math.isfinite(value):
            out.append("NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity")
            continue
        value = float(f"{value:.4g}")
        value = round(value, max(0, digits)) if abs(value) < 1e6 else value
        out.append(int(value) if value == int(value) and abs(value) < 1e15 else value)
    return out


def factors_of(factor, steps):
    return [float(f"{factor(min(steps - 1, i * steps // FACTORS)):.3g}") for i in range(FACTORS + 1)]


def read_raw(path):
    """The program as Described, its losses before the first step, and its runs."""
    with np.load(path) as table:
        runs = {}
        for key in table.files:
            if "." in key:
                index, name = key.split(".")
                runs.setdefault(int(index), {})[name] = table[key]
        name = os.path.basename(path)[:-4]
        program = Described(**json.loads(str(table["program"]))) if "program" in table else describe(PROGRAMS[name])
        return program, table["initial"], [runs[i] for i in sorted(runs)]


def describe(program):
    """A program of PyTorch."""
    optimizer, factor = program.optimizer, SCHEDULES[program.schedule](program.steps)
    return Described(
        program.name,
        optimizer.name,
        optimizer.options.get("momentum", 0) if optimizer.name == "sgd" else 0,
        program.batch,
        program.steps,
        program.kind,
        program.classes,
        program.schedule,
        None if program.schedule == "constant" else [factor(step) for step in range(program.steps)],
        program.clip,
    )


def summarize(path):
    program, initials, runs = read_raw(path)
    chance = math.log(program.classes) if program.classes else math.inf
    scores = {i: score(run["loss"]) for i, run in enumerate(runs)}
    zones = {}
    for seed in range(1, len(initials) + 1):
        grid = sorted((int(run["k"]), i) for i, run in enumerate(runs) if str(run["fault"]) == "" and run["seed"] == seed)
        ks = [k for k, _ in grid]
        low, best, high, limit = zone(ks, [scores[i] for _, i in grid], min(float(initials[seed - 1]), chance))
        zones[seed] = ks[low], ks[best], ks[high], limit
    written = []
    for index, run in enumerate(runs):
        k, seed, fault = int(run["k"]), int(run["seed"]), str(run["fault"])
        low, best, high, limit = zones[seed]
        is_reached = scores[index] <= limit
        doubt = bool(run["doubt"])
        if program.kind == "undetermined":
            cause = "undetermined"
        elif fault and fault not in HARMLESS:
            cause = "not-the-rate"
        elif fault:
            cause = "none"
        else:
            cause = "rate-too-low" if k < low else "rate-too-high" if k > high else "none"
            doubt = is_reached != (cause == "none")
        if rate_of(k) > 1e5:
            continue
        share = zlib.crc32(f"{program.name} {seed} {k} {fault}".encode())
        logs = []
        bad = int(run["bad"]) if str(run["bad"]) else None
        others = KERAS_HABITS if program.name.startswith("keras-") else HABITS
        for habit, at, values in habits(run["loss"].astype(np.float64), int(run["per_epoch"]), bad, share, others):
            if len(at) < 2:
                continue
            log = {"habit": habit, "steps": [int(at[0]) + 1, int(at[1] - at[0])], "loss": compact(values)}
            if share // 64 % 2 and habit == "steps":
                norms = run["norm"][at][:: max(1, len(at) // NORMS)]
                log["norm"] = [float(f"{n:.2g}") if math.isfinite(n) else "NaN" for n in norms.astype(float)]
            logs.append(log)
        entry = {
            "rate": rate_of(k),
            "decades": round(max((low - k) / 4, (k - high) / 4, 0) if cause != "not-the-rate" else 0, 2),
            "seed": seed,
            "cause": cause,
            **({"fault": fault} if fault else {}),
            **({"borderline": True} if not fault and k in (low - 1, high + 1) else {}),
            **({"doubt": True} if doubt else {}),
            **({"ratesLogged": True} if share // 128 % 2 else {}),
            "score": float(f"{scores[index]:.4g}") if math.isfinite(scores[index]) else "Infinity",
            "logs": logs,
        }
        if share // 256 % 2:
            entry["held"] = [[int(s) + 1 for s in run["held_steps"]], compact(run["held"].astype(np.float64))]
        written.append(entry)
    return {
        "program": program.name,
        "optimizer": program.optimizer,
        "momentum": program.momentum,
        "batch": program.batch,
        "steps": program.steps,
        "classes": program.classes,
        "kind": program.kind,
        "schedule": program.schedule,
        "clip": program.clip,
        "factors": program.factors and factors_of(program.factors.__getitem__, program.steps),
        "restarts": factors_of(SCHEDULES["restarts"](program.steps), program.steps) if any(str(r["fault"]) == "warm restart" for r in runs) else None,
        "zones": [
            {"seed": s, "low": rate_of(z[0]), "best": rate_of(z[1]), "high": rate_of(z[2]), "limit": float(f"{z[3]:.4g}")}
            for s, z in zones.items()
        ],
        "initial": [float(f"{value:.4g}") for value in initials],
        "runs": written,
    }


def main(raw, folder, *names):
    os.makedirs(folder, exist_ok=True)
    for path in sorted(glob.glob(os.path.join(raw, "*.npz"))):
        name = os.path.basename(path)[:-4]
        if names and name not in names:
            continue
        with open(os.path.join(folder, f"{name}.json"), "w") as file:
            json.dump(summarize(path), file, separators=(",", ":"))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
