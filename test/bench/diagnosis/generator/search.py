"""Trains programs on a grid of rates around their zone, whatever they are trained by: one file a program."""

import argparse
import json
import math
import os
import time
import traceback
import zlib
from dataclasses import asdict, dataclass

import numpy as np

from described import Described
from fault_names import CONSTANT, HARMLESS

# A rate is 10^(k/4): the grid has four a decade.
GRID = 4
TOLERANCE = 0.15
# Rates this many steps of the grid beyond an end of the zone.
FAR = (2, 4, 7)


@dataclass
class Trainer:
    # (program, seed): the loss before the first step.
    initial_loss: callable
    # (program, rates, seed, fault=None, fault_at=0.5): one dictionary a rate with the loss, gradient norm and rate of each step, held-out
    # losses and their steps, batches per epoch, the bad step.
    train: callable
    # (program): names of faults.
    possible_faults: callable


def rate_of(k):
    return float(f"{10 ** (k / GRID):.4g}")


def score(losses):
    """The score of the product: mean of the last tenth, at least 20 steps, at most half of them."""
    count = max(1, min(20, len(losses) // 2), round(len(losses) / 10))
    if not np.isfinite(losses).all():
        return math.inf
    return float(losses[-count:].astype(np.float64).mean())


def zone(ks, scores, initial):
    """Indices of the lowest, best and highest rate of the zone, and its limit."""
    best = int(np.argmin(scores))
    limit = scores[best] + TOLERANCE * (initial - scores[best])
    low = high = best
    while low > 0 and scores[low - 1] <= limit:
        low -= 1
    while high < len(ks) - 1 and scores[high + 1] <= limit:
        high += 1
    return low, best, high, limit


class Search:
    """The runs of one program by rate and seed, trained many at a time."""

    def __init__(self, program, trainer):
        self.program, self.trainer, self.runs = program, trainer, {}
        self.initial = {seed: trainer.initial_loss(program, seed) for seed in range(1, program.seeds + 1)}

    def train(self, ks, seed):
        missing = [k for k in ks if (k, seed) not in self.runs]
        if missing:
            trained = self.trainer.train(self.program, [rate_of(k) for k in missing], seed)
            self.runs.update({(k, seed): run for k, run in zip(missing, trained)})

    def zone(self, seed=1):
        ks = sorted(k for k, s in self.runs if s == seed)
        scores = [score(self.runs[k, seed]["loss"]) for k in ks]
        low, best, high, limit = zone(ks, scores, self.initial[seed])
        return ks, low, best, high, limit

    def find(self):
        """Half decades first, until both ends are seen, then the grid around the zone."""
        centre = round(self.program.guess * GRID)
        self.train([centre + 2 * i for i in range(-5, 6)], 1)
        for _ in range(5):
            ks, low, _, high, _ = self.zone()
            if low < 3:
                self.train([ks[0] - 2 * i for i in range(1, 5)], 1)
            elif high > len(ks) - 4:
                self.train([ks[-1] + 2 * i for i in range(1, 5)], 1)
            else:
                break
        ks, low, best, high, _ = self.zone()
        low, best, high = ks[low], ks[best], ks[high]
        share = zlib.crc32(self.program.name.encode())
        below, above = 6 + share % 4, 6 + share // 4 % 4
        wanted = [*range(low - below, high + above + 1), *(low - below - d for d in FAR), *(high + above + d for d in FAR)]
        if high - low > 8:
            wanted = [k for k in wanted if not (low + 1 < k < high - 1 and k % 2 and k != best)]
        for seed in self.initial:
            self.train(wanted, seed)


def train_faults(search):
    """Up to four faults of a program, at rates of its zone; with rates far around where the fault is there from the start."""
    program, share = search.program, zlib.crc32(search.program.name.encode())
    ks, low, best, high, limit = search.zone()
    rng, faults = np.random.default_rng(share), search.trainer.possible_faults(program)
    chosen = [faults[i] for i in sorted(rng.permutation(len(faults))[:4])]
    found = []
    for index, fault in enumerate(chosen):
        places = sorted({ks[best], ks[(low + best) // 2], ks[(best + high + 1) // 2]})
        k = places[(index + share) % len(places)]
        around = [k + d for d in (-12, -8, -4, 4)] if fault in CONSTANT else []
        at = 0.2 + 0.6 * (zlib.crc32((program.name + fault).encode()) % 1000) / 1000
        runs = search.trainer.train(program, [rate_of(i) for i in (k, *around)], 1, fault, at)
        scores = [score(run["loss"]) for run in runs]
        others = [s for s in scores[1:] if math.isfinite(s)]
        drop = search.initial[1] - min(score(r["loss"]) for (_, seed), r in search.runs.items() if seed == 1)
        # No fault where the run is as good as without it, or where another rate mends it.
        is_doubtful = (scores[0] <= limit) != (fault in HARMLESS) if fault in (*CONSTANT, *HARMLESS) else False
        is_doubtful |= any(s <= limit or s < min(scores[0], search.initial[1]) - 0.5 * drop for s in others)
        found.append({"fault": fault, "k": k, "doubt": is_doubtful, **runs[0]})
    return found


def generate(program, trainer, path):
    started, search = time.time(), Search(program, trainer)
    if program.kind == "undetermined":
        centre = round(program.guess * GRID)
        search.train([centre + 2 * i for i in range(-5, 5)], 1)
    else:
        search.find()
    faults = train_faults(search)
    runs = [{"k": k, "seed": seed, "fault": None, "doubt": False, **run} for (k, seed), run in sorted(search.runs.items())]
    runs += [{"seed": 1, **run} for run in faults]
    described = {"program": np.array(json.dumps(asdict(program)))} if isinstance(program, Described) else {}
    table = {**described, "initial": np.array([search.initial[s] for s in sorted(search.initial)])}
    for index, run in enumerate(runs):
        for name, value in run.items():
            table[f"{index}.{name}"] = np.array("" if value is None else value)
    with open(path + ".part", "wb") as file:
        np.savez_compressed(file, **table)
    os.replace(path + ".part", path)
    ks, low, best, high, _ = search.zone()
    print(
        f"{program.name:34s} {len(search.runs):3d} runs {len(faults)} faults {time.time() - started:4.0f} s, "
        f"zone {rate_of(ks[low]):g} to {rate_of(ks[high]):g}, best {rate_of(ks[best]):g}, "
        f"loss {search.initial[1]:.4g} to {score(search.runs[ks[best], 1]['loss']):.4g}",
        flush=True,
    )


def run(programs, trainer):
    """The command line of a generator: see generate.py. `programs` by name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--only", action="append")
    parser.add_argument("--shard", default="1/1")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(programs))
        return 0
    if unknown := [name for name in arguments.only or [] if name not in programs]:
        parser.error(f"there is no program {unknown[0]}")
    os.makedirs(arguments.folder, exist_ok=True)
    shard, shards = map(int, arguments.shard.split("/"))
    failed = 0
    for name in (arguments.only or list(programs))[shard - 1 :: shards]:
        path = os.path.join(arguments.folder, f"{name}.npz")
        if os.path.exists(path):
            continue
        try:
            generate(programs[name], trainer, path)
        except Exception:
            failed += 1
            print(f"{name} failed", flush=True)
            traceback.print_exc()
    return 1 if failed else 0
