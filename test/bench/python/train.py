"""Trains a network of Goldilocks' family with PyTorch on one thread, in its fastest plain form.

The job comes as JSON in the first argument; what happens is told as one JSON object a line on standard output:
{"step": 1} after the first step, then {"epochs": [{"images", "seconds"}], "loss", "peakBytes", "version"}.
"""

import gzip
import json
import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional

PREFIXES = {"images": "train-images-idx3-ubyte", "labels": "train-labels-idx1-ubyte"}


def read_idx(folder, items, count):
    """The first bytes of an IDX file's items, as a tensor of one dimension."""
    path = os.path.join(folder, PREFIXES[items])
    opened = open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz", "rb")
    with opened as file:
        header = file.read(4)
        dimensions = [int.from_bytes(file.read(4), "big") for _ in range(header[3])]
        size = 1
        for length in dimensions[1:]:
            size *= length
        return torch.frombuffer(bytearray(file.read(count * size)), dtype=torch.uint8)


def make_network(network):
    """The same layers as Goldilocks' own, with PyTorch's default initial values."""
    height, width, channels = network["input"]
    layers = []
    for block in network["blocks"]:
        kernel, pool = block["kernel"], block["pool"]
        padding = kernel // 2 if block["same"] else 0
        layers += [nn.Conv2d(channels, block["channels"], kernel, padding=padding), nn.ReLU()]
        if pool > 1:
            layers.append(nn.MaxPool2d(pool))
        channels = block["channels"]
        height = (height + 2 * padding - kernel + 1) // pool
        width = (width + 2 * padding - kernel + 1) // pool
    layers.append(nn.Flatten())
    units = height * width * channels
    for hidden in network["hidden"]:
        layers += [nn.Linear(units, hidden), nn.ReLU()]
        units = hidden
    layers.append(nn.Linear(units, network["outputs"]))
    return nn.Sequential(*layers)


def peak_bytes():
    """The most memory that this process ever held. VmHWM counts from its start; ru_maxrss may still know its parent's."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def tell(message):
    print(json.dumps(message), flush=True)


def main(job):
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    torch.manual_seed(job["seed"])
    forms = job["forms"]
    layout = torch.channels_last if "channels_last" in forms else torch.contiguous_format

    height, width, channels = job["network"]["input"]
    count = job["train"]
    images = read_idx(job["folder"], "images", count).view(count, height, width, channels).permute(0, 3, 1, 2)
    images = (images.float() / 255).contiguous(memory_format=layout)
    labels = read_idx(job["folder"], "labels", count).long()

    network = make_network(job["network"]).to(memory_format=layout)
    forward = torch.compile(network) if "compile" in forms else network
    adam = job["optimizer"]
    fused = {"fused": True} if "fused" in forms else {}
    optimizer = torch.optim.Adam(
        network.parameters(), lr=job["learningRate"], betas=(adam["beta1"], adam["beta2"]), eps=adam["epsilon"], **fused
    )

    epochs = []
    batch_size = job["batchSize"]
    first = True
    for _ in range(job["epochs"]):
        order = torch.randperm(count)
        seconds = 0.0
        for start in range(0, count, batch_size):
            begun = time.perf_counter()
            chosen = order[start : start + batch_size]
            loss = functional.cross_entropy(forward(images[chosen]), labels[chosen])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            value = loss.item()
            seconds += time.perf_counter() - begun
            if first:
                tell({"step": 1})
                first = False
        epochs.append({"images": count, "seconds": seconds})
    tell({"epochs": epochs, "loss": value, "peakBytes": peak_bytes(), "version": torch.__version__})


main(json.loads(sys.argv[1]))
