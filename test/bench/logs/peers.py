"""Reads a log with the reader of the program that wrote it, and prints the seconds of the processor that this takes and the points that were read.

    python peers.py tensorboard-loader|tensorboard-accumulator FILE
"""

import json
import sys
import time


def tensorboard_loader(file):
    """All events, as TensorBoard's Python code reads them from the file."""
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

    def read():
        points = 0
        for event in EventFileLoader(file).Load():
            points += len(event.summary.value)
        return points

    return read


def tensorboard_accumulator(file):
    """All scalars, kept by tag."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    def read():
        accumulator = EventAccumulator(file, size_guidance={"scalars": 0, "tensors": 0})
        accumulator.Reload()
        return sum(len(accumulator.Tensors(tag)) for tag in accumulator.Tags()["tensors"]) + sum(
            len(accumulator.Scalars(tag)) for tag in accumulator.Tags()["scalars"]
        )

    return read


READERS = {"tensorboard-loader": tensorboard_loader, "tensorboard-accumulator": tensorboard_accumulator}

read = READERS[sys.argv[1]](sys.argv[2])
begun = time.process_time()
points = read()
print(json.dumps({"seconds": time.process_time() - begun, "points": points}))
