"""Trains the programs in PyTorch on a grid of rates around their zone: one file a program in the folder that is named.

    python3 generate.py FOLDER [--only NAME]... [--shard 1/2]
    python3 generate.py --list

Files that are there already are left alone, so the work can be interrupted and taken up again; each of several processes takes a
shard of the programs. keras_programs.py and engine_programs.py do the same for theirs.
"""

import os
import sys

# Each process has one thread: threads that wait for each other by spinning starve everything else on a busy machine.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import drawn  # noqa: F401  (adds programs)
from faults import possible_faults
from programs import PROGRAMS
from search import Trainer, run
from training import initial_loss, train


if __name__ == "__main__":
    sys.exit(run(PROGRAMS, Trainer(initial_loss, train, possible_faults)))
