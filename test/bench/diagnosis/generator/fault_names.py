"""What can be wrong with a program although its learning rate is right, by name."""

# Faults that a batch brings in the middle of a run.
BAD_BATCH = ("NaN batch", "skipped NaN batch", "outlier batch")
# Faults that are there from the start, and that no other rate mends.
CONSTANT = (
    "shuffled labels",
    "zero initialisation",
    "huge initialisation",
    "raw input",
    "softmax twice",
    "dead units",
    "frozen layers",
)
# Changes that are no faults: the run should be judged as if they weren't there.
HARMLESS = ("warm restart", "outlier batch")
# Learning goes on, but the held-out loss or the order of the data is at fault.
OTHER = ("few examples", "sorted data")
