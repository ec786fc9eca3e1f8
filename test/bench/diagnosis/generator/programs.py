"""The programs: network, data, loss, optimizer, batch size, schedule and length of each."""

import functools
from dataclasses import dataclass

import torch
from torch import nn

import data
import losses
from networks import *
from optimizers import Optimizer


@dataclass
class Program:
    name: str
    optimizer: Optimizer
    batch: int
    steps: int
    # Gives the network, the arrays and the loss.
    build: callable
    # "classes", "values", "language", "none" (nothing to predict) or "undetermined" (a loss that says nothing of the rate)
    kind: str
    classes: int = None
    schedule: str = "constant"
    clip: float = None
    # Where the search for the zone begins, as log10 of the rate.
    guess: float = -2.5
    # A seed more than one.
    seeds: int = 1
    # Each batch is the whole of the data.
    is_whole: bool = False


PROGRAMS = {}
GUESSES = dict(sgd=-1, momentum=-2, adamax=-2, adagrad=-1.5, lion=-3.5, muon=-2, lamb=-2)


def add(name, optimizer, batch, steps, net, arrays, loss, kind, classes=None, **rest):
    """`optimizer` is a name, "momentum" for SGD with 0.9, or an Optimizer; `net` and `arrays` are functions."""
    if isinstance(optimizer, str):
        rest.setdefault("guess", GUESSES.get(optimizer, -2.5))
        optimizer = Optimizer("sgd", momentum=0.9) if optimizer == "momentum" else Optimizer(optimizer)
    arrays = functools.lru_cache(None)(arrays)
    PROGRAMS[name] = Program(name, optimizer, batch, steps, lambda: (net(), arrays(), loss), kind, classes, **rest)


def digits(name, optimizer, batch, steps, net, size=7, first=0, loss=losses.cross_entropy, flat=True, noise=0, **rest):
    """A program on MNIST."""
    rest.setdefault("kind", "classes")
    if rest["kind"] == "classes":
        rest.setdefault("classes", 10)
    arrays = lambda: data.relabel(data.mnist(size, 5000, first, flat), noise, 10)
    add(f"digits-{name}", optimizer, batch, steps, net, arrays, loss, **rest)


def regression(name, optimizer, batch, steps, net, arrays, loss=losses.squares, **rest):
    add(name, optimizer, batch, steps, net, arrays, loss, "values", **rest)


def classification(name, optimizer, batch, steps, net, arrays, classes, loss=losses.cross_entropy, **rest):
    add(name, optimizer, batch, steps, net, arrays, loss, "classes", classes, **rest)


def free(name, optimizer, batch, steps, net, arrays, loss, kind="none", **rest):
    add(name, optimizer, batch, steps, net, arrays, loss, kind, **rest)


def language(name, optimizer, batch, steps, net, context, loss, first=0, classes=48, **rest):
    arrays = lambda: data.windows(context, classes, first=first)
    add(f"text-{name}", optimizer, batch, steps, net, arrays, loss, "language", classes, **rest)


# Images.
digits("mlp-sgd", "sgd", 32, 900, lambda: mlp(49, 24, 10), seeds=2)
digits("mlp-sgd-large-batch", "sgd", 512, 300, lambda: mlp(49, 32, 10), first=5000)
digits("mlp-sgd-batch-2", "sgd", 2, 2400, lambda: mlp(49, 24, 10), first=8000)
digits("deep-tanh-sgd", "sgd", 64, 700, lambda: mlp(49, 24, 24, 24, 24, 10, act=nn.Tanh), first=11000)
digits("mlp-momentum", "momentum", 64, 600, lambda: mlp(49, 48, 10, act=nn.SiLU), first=2000, seeds=2)
digits("mlp-nesterov", Optimizer("sgd", momentum=0.9, nesterov=True), 32, 600, lambda: mlp(49, 24, 24, 10), guess=-2)
digits("mlp-momentum99", Optimizer("sgd", momentum=0.99), 64, 900, lambda: mlp(49, 32, 10), first=14000, guess=-3)
digits("mlp-momentum-batch-1024", "momentum", 1024, 300, lambda: mlp(49, 48, 10), first=17000, schedule="warm-up and cosine")
digits("mlp-decay-momentum", Optimizer("sgd", momentum=0.9, weight_decay=0.005), 32, 700, lambda: mlp(49, 32, 10), schedule="step", guess=-2)
digits("mlp-adam", "adam", 32, 600, lambda: mlp(49, 32, 10), first=20000, seeds=2)
digits("mlp-adam-batch-8", "adam", 8, 1200, lambda: mlp(49, 32, 10), first=23000)
digits("mlp-adam-batch-1024", "adam", 1024, 250, lambda: mlp(49, 64, 10), first=26000)
digits("mlp-adam-eps", Optimizer("adam", eps=1e-3), 32, 600, lambda: mlp(49, 32, 10), first=29000, guess=-2)
digits("mlp-adam-betas", Optimizer("adam", betas=(0.5, 0.95)), 32, 500, lambda: mlp(49, 24, 10), schedule="linear")
digits("mlp-amsgrad", Optimizer("adam", amsgrad=True), 64, 500, lambda: mlp(49, 32, 10, act=nn.ELU), first=32000)
digits("deep-relu-adam", "adam", 64, 500, lambda: mlp(49, *[24] * 6, 10), first=35000)
digits("wide-adamw", "adamw", 64, 500, lambda: mlp(49, 128, 10), schedule="cosine", first=38000)
digits("sigmoid-nadam", "nadam", 32, 700, lambda: mlp(49, 24, 24, 10, act=nn.Sigmoid), first=1000)
digits("mlp-radam", "radam", 32, 700, lambda: mlp(49, 32, 10, act=nn.GELU), first=3000)
digits("mlp-adamax", "adamax", 32, 600, lambda: mlp(49, 32, 10), first=6000)
digits("dropout-rmsprop", "rmsprop", 32, 700, lambda: mlp(49, 48, 48, 10, drop=0.3), first=9000)
digits("mlp-rmsprop-keras", Optimizer("rmsprop", alpha=0.9, eps=1e-7), 64, 600, lambda: mlp(49, 32, 10), guess=-2.8)
digits("mlp-rmsprop-momentum", Optimizer("rmsprop", momentum=0.9), 64, 500, lambda: mlp(49, 32, 10), first=12000, guess=-3.5)
digits("softmax-adagrad", "adagrad", 32, 600, lambda: nn.Linear(49, 10), first=15000)
digits("mlp-adagrad", "adagrad", 64, 700, lambda: mlp(49, 32, 10), first=18000)
digits("mlp-lion", "lion", 32, 600, lambda: mlp(49, 32, 10), first=21000)
digits("mlp-lion-cosine", "lion", 64, 500, lambda: mlp(49, 48, 10, act=nn.Tanh), schedule="cosine", first=24000)
digits("mlp-muon", "muon", 64, 450, lambda: mlp(49, 32, 32, 10), first=27000)
digits("mlp-muon-linear", "muon", 32, 500, lambda: mlp(49, 48, 10, act=nn.GELU), schedule="linear", first=30000)
digits("mlp-lamb-warm", "lamb", 256, 400, lambda: mlp(49, 48, 10), schedule="warm-up and linear", first=33000)
digits("batch-norm-sgd", "sgd", 64, 600, lambda: mlp(49, 32, 32, 10, norm="batch"), first=36000)
digits("batch-norm-adam", "adam", 128, 500, lambda: mlp(49, 48, 48, 10, norm="batch"), first=39000)
digits("batch-norm-adamw-cosine", "adamw", 64, 500, lambda: mlp(49, 32, 32, 10, norm="batch"), schedule="cosine", first=42000)
digits("layer-norm-adam", "adam", 64, 500, lambda: mlp(49, 32, 32, 10, norm="layer"), first=45000)
digits("layer-norm-lion", "lion", 64, 450, lambda: mlp(49, 32, 32, 10, norm="layer"), first=2000)
digits("layer-norm-rmsprop", "rmsprop", 32, 500, lambda: mlp(49, 32, 32, 10, norm="layer"), first=4000)
digits("residual-adamw", "adamw", 32, 500, lambda: Residual(49, 24, 3, 10), first=7000, seeds=2)
digits("residual-sgd-warm", "sgd", 64, 500, lambda: Residual(49, 24, 3, 10), schedule="warm-up", first=10000)
digits("residual-post-adam", "adam", 32, 450, lambda: Residual(49, 24, 4, 10, norm="post"), schedule="warm-up and linear", first=13000)
digits("residual-plain-momentum", "momentum", 32, 500, lambda: Residual(49, 24, 4, 10, norm=None), clip=1.0, first=16000)
digits("residual-wsd-adamw", "adamw", 64, 600, lambda: Residual(49, 24, 2, 10), schedule="stable and decay", first=19000)
digits("mlp-one-cycle-sgd", "momentum", 64, 500, lambda: mlp(49, 48, 10), schedule="one cycle", first=22000)
digits("mlp-one-cycle-adam", "adam", 32, 450, lambda: mlp(49, 32, 32, 10), schedule="one cycle", first=25000)
digits("mlp-exponential-rmsprop", "rmsprop", 64, 500, lambda: mlp(49, 32, 10, act=nn.Tanh), schedule="exponential", first=28000)
digits("mlp-late-step-sgd", "sgd", 32, 800, lambda: mlp(49, 32, 10), schedule="late step", first=31000)
digits("mlp-polynomial-adam", "adam", 32, 600, lambda: mlp(49, 32, 10), schedule="polynomial", first=34000)
digits("summed-sgd", "sgd", 32, 600, lambda: mlp(49, 24, 10), loss=losses.summed_cross_entropy, guess=-2.5, first=37000, classes=None)
digits("hundredfold-loss-momentum", "momentum", 32, 500, lambda: mlp(49, 24, 10), loss=losses.times(100, losses.cross_entropy), guess=-4, classes=None)
digits("small-output-adam", "adam", 32, 500, lambda: Scaled(mlp(49, 32, 10), 0.03), first=40000)
digits("large-output-sgd", "sgd", 32, 500, lambda: Scaled(mlp(49, 32, 10), 5.0), guess=-2, first=43000)
digits("noise40-adam", "adam", 64, 700, lambda: mlp(49, 32, 10), noise=0.4)
digits("noise70-sgd", "sgd", 64, 700, lambda: mlp(49, 32, 10), noise=0.7, first=1000)
digits("noise50-momentum-cosine", "momentum", 32, 700, lambda: mlp(49, 32, 10), noise=0.5, schedule="cosine", first=3000)
digits("smoothed-labels-adamw", "adamw", 32, 500, lambda: mlp(49, 32, 10), loss=losses.smoothed_cross_entropy, first=6000)
digits("focal-momentum", "momentum", 32, 600, lambda: mlp(49, 32, 10), loss=losses.focal, first=9000, classes=None)
digits("squares-sgd", "sgd", 32, 900, lambda: mlp(49, 24, 10), loss=losses.one_hot_squares, first=12000, kind="values")
digits("squares-adam", "adam", 64, 500, lambda: mlp(49, 32, 10), loss=losses.one_hot_squares, first=15000, kind="values")
digits("hinge-momentum", "momentum", 64, 500, lambda: nn.Linear(49, 10), loss=losses.hinge, first=18000, classes=None)
digits("cnn-adam", "adam", 16, 350, lambda: cnn(14, (6, 12)), size=14, flat=False)
digits("cnn-batch-norm-sgd", "sgd", 32, 300, lambda: cnn(14, (6, 12), "batch"), size=14, flat=False, first=5000)
digits("cnn-group-norm-adamw", "adamw", 32, 300, lambda: cnn(14, (6, 8), "group"), size=14, flat=False, schedule="warm-up and cosine", first=8000)
digits("cnn-momentum-cosine", "momentum", 32, 350, lambda: cnn(14, (6, 12), act=nn.GELU), size=14, flat=False, schedule="cosine", first=11000)
digits("cnn-sgd", "sgd", 16, 400, lambda: cnn(14, (6, 12)), size=14, flat=False, first=14000)
digits("cnn-lion", "lion", 32, 300, lambda: cnn(14, (6, 8)), size=14, flat=False, first=17000)
digits("raw-pixels-adam", "adam", 64, 500, lambda: Scaled(mlp(196, 24, 10), 1.0), size=14, first=20000)
digits("patches-adamw", "adamw", 16, 300, lambda: Patches(12), size=28, schedule="warm-up and cosine")
digits("mixer-adam", "adam", 16, 300, lambda: Mixer(12), size=28, first=5000)
digits("rows-gru-adam", "adam", 16, 260, lambda: Gru(14, 16, 10), size=14)
digits("rows-rnn-momentum-clip", "momentum", 16, 400, lambda: Rnn(7, 20, 10), clip=0.5)
digits("rows-gru-rmsprop-clip", "rmsprop", 16, 350, lambda: Gru(7, 16, 10), clip=1.0, first=5000)
digits("contrast-adam", "adam", 64, 350, lambda: mlp(49, 32, 12), loss=losses.contrast, kind="none")
digits("contrast-lamb", "lamb", 64, 350, lambda: mlp(49, 32, 12), loss=losses.contrast, kind="none", schedule="cosine", first=5000)
digits("triplet-adam", "adam", 64, 500, lambda: mlp(49, 32, 8), loss=losses.triplet, kind="none")
digits("coder-momentum", "momentum", 32, 600, lambda: Coder(49, 24, 6), loss=losses.reconstruction, kind="none", guess=-0.5)
digits("coder-adam", "adam", 64, 600, lambda: Coder(49, 32, 8, act=nn.ReLU), loss=losses.reconstruction, kind="none", first=5000)
digits("denoiser-adamw-cosine", "adamw", 64, 600, lambda: Coder(49, 48, 24, act=nn.GELU), loss=losses.denoising, kind="none", schedule="cosine")
digits("vae-adam", "adam", 64, 600, lambda: Coder(49, 32, 3, True), loss=losses.evidence, kind="none", first=8000)
digits("diffusion-adamw", "adamw", 64, 600, lambda: mlp(50, 64, 64, 49, act=nn.SiLU), loss=losses.diffusion, kind="none", schedule="warm-up and cosine")
digits("diffusion-muon", "muon", 64, 500, lambda: mlp(50, 48, 48, 49, act=nn.SiLU), loss=losses.diffusion, kind="none", first=5000)


# Fine-tuning: the weights come from a training on other digits.
@functools.lru_cache(None)
def pretrained(kind):
    torch.manual_seed(77)
    net = mlp(49, 48, 48, 10) if kind == "mlp" else LanguageModel(width=16, context=10)
    arrays = data.relabel(data.mnist(7, 5000, 50000), 0, 10) if kind == "mlp" else data.windows(10, count=8000, seed=5)
    loss = losses.cross_entropy if kind == "mlp" else losses.next_token
    arrays = tuple(torch.as_tensor(a) for a in arrays)
    optimizer = torch.optim.Adam(net.parameters(), 0.003)
    for step in range(900):
        chosen = torch.randint(0, len(arrays[0]), (64,))
        optimizer.zero_grad()
        loss(net, *(a[chosen] for a in arrays)).backward()
        optimizer.step()
    return net


def tuned(kind, is_new_head):
    def build():
        import copy

        net = copy.deepcopy(pretrained(kind))
        if is_new_head:
            net[-1].reset_parameters()
        return net

    return build


digits("tuned-head-adamw", "adamw", 32, 400, tuned("mlp", True), first=3000, schedule="linear", noise=0.1)
digits("tuned-adam", "adam", 32, 500, tuned("mlp", False), first=6000, noise=0.15, guess=-3)
digits("tuned-sgd", "sgd", 32, 500, tuned("mlp", False), first=9000, noise=0.1, guess=-1.5)
digits("tuned-momentum-warm", "momentum", 16, 500, tuned("mlp", True), first=12000, schedule="warm-up and cosine")
language("tuned-adamw", "adamw", 16, 300, tuned("lm", False), 9, losses.next_token, first=100000, schedule="warm-up and linear", guess=-3.3)

# Long runs of small networks.
classification("long-clusters-sgd", "sgd", 16, 10000, lambda: mlp(10, 12, 6), lambda: data.clusters(spread=0.5), 6)
classification("long-spirals-momentum-cosine", "momentum", 32, 10000, lambda: mlp(2, 16, 16, 3, act=nn.Tanh), lambda: data.spirals(), 3, schedule="cosine")
regression("long-friedman-adam", "adam", 32, 12000, lambda: mlp(8, 16, 1), lambda: data.friedman())
regression("long-waves-adamw-wsd", "adamw", 64, 10000, lambda: mlp(1, 24, 24, 1, act=nn.Tanh), lambda: data.waves(), schedule="stable and decay")
classification("long-digits-rmsprop", "rmsprop", 32, 10000, lambda: mlp(16, 16, 10), lambda: data.mnist(4, 6000), 10, schedule="inverse root")
language("long-bigram-adam", "adam", 32, 10000, lambda: nn.Sequential(nn.Flatten(0), nn.Embedding(48, 48)), 1, losses.last_token, guess=-1.5)

# Tables: classes.
classification("clusters-softmax-sgd", "sgd", 16, 700, lambda: nn.Linear(10, 6), lambda: data.clusters(), 6)
classification("clusters-adam", "adam", 64, 500, lambda: mlp(10, 24, 6), lambda: data.clusters(spread=0.4), 6, seeds=2)
classification("clusters-adagrad-linear", "adagrad", 32, 600, lambda: mlp(10, 24, 6), lambda: data.clusters(spread=0.6, seed=5), 6, schedule="linear")
classification("clusters-lamb", "lamb", 128, 400, lambda: mlp(10, 24, 6), lambda: data.clusters(spread=0.6, seed=6), 6)
classification("clusters-full-sgd", "sgd", 500, 400, lambda: mlp(10, 16, 6, act=nn.Tanh), lambda: data.clusters(count=756, seed=7), 6)
classification("imbalanced-adam", "adam", 64, 600, lambda: mlp(12, 16, 1), lambda: data.imbalanced(), 2, losses.binary)
classification("imbalanced-sgd", "sgd", 64, 600, lambda: nn.Linear(12, 1), lambda: data.imbalanced(seed=5), 2, losses.binary)
classification("spirals-adam", "adam", 64, 1500, lambda: mlp(2, 24, 24, 3), lambda: data.spirals(), 3)
classification("spirals-momentum", "momentum", 32, 1500, lambda: mlp(2, 24, 24, 3, act=nn.Tanh), lambda: data.spirals(arms=2, seed=5), 2)
classification("checkerboard-rmsprop", "rmsprop", 64, 1200, lambda: mlp(2, 32, 32, 2), lambda: data.checkerboard(), 2)
classification("checkerboard-sgd", "sgd", 32, 2500, lambda: mlp(2, 32, 32, 2, act=nn.Tanh), lambda: data.checkerboard(cells=2), 2)
classification("parity-adam", "adam", 64, 900, lambda: mlp(10, 32, 2), lambda: data.parity(3, 10), 2)
classification("parity-momentum", "momentum", 32, 900, lambda: mlp(8, 32, 2), lambda: data.parity(2, 8), 2)
classification("clicks-sgd", "sgd", 32, 800, lambda: nn.Linear(120, 1), lambda: data.sparse_clicks(), 2, losses.binary, guess=0.3)
classification("clicks-adagrad", "adagrad", 32, 700, lambda: nn.Linear(120, 1), lambda: data.sparse_clicks(seed=5), 2, losses.binary)
classification("clicks-adam", "adam", 64, 600, lambda: mlp(120, 16, 1), lambda: data.sparse_clicks(seed=6), 2, losses.binary)
classification("moons-muon", "muon", 32, 500, lambda: mlp(2, 24, 24, 2), lambda: data.moons(), 2)
classification("topics-bag-adam", "adam", 32, 500, lambda: Bag(200, 12, 5), lambda: data.bags(), 5)
classification("topics-bag-sgd", "sgd", 32, 900, lambda: Bag(200, 12, 5), lambda: data.bags(seed=5), 5, guess=0.5)
classification("clouds-adam", "adam", 32, 450, lambda: Sets(), lambda: data.point_clouds(), 4)
classification("clouds-nadam-exponential", "nadam", 32, 450, lambda: Sets(width=16), lambda: data.point_clouds(seed=5), 4, schedule="exponential")
classification("recall-gru-adam", "adam", 32, 500, lambda: Gru(8, 16, 8, tokens=8), lambda: data.first_token(), 8)
classification("recall-gru-lion", "lion", 32, 500, lambda: Gru(8, 16, 6, tokens=6), lambda: data.first_token(6, 5, seed=5), 6)

# Tables: values.
regression("linear-sgd", "sgd", 8, 700, lambda: nn.Linear(16, 1), lambda: data.linear(0.2))
regression("linear-noisy-sgd", "sgd", 32, 500, lambda: nn.Linear(16, 1), lambda: data.linear(1.2), seeds=2)
regression("linear-ill-adam", "adam", 32, 700, lambda: nn.Linear(16, 1), lambda: data.linear(0.3, condition=300), guess=-1.5)
regression("linear-ill-momentum", "momentum", 64, 800, lambda: nn.Linear(16, 1), lambda: data.linear(0.2, condition=50, seed=5))
regression("linear-offset-adamw", "adamw", 32, 800, lambda: nn.Linear(16, 1), lambda: data.linear(0.3, scale=2, offset=8), guess=-1.5)
regression("linear-full-sgd", "sgd", 2000, 400, lambda: nn.Linear(10, 1), lambda: data.linear(0.5, width=10, count=2256, condition=5))
regression("linear-adagrad", "adagrad", 32, 600, lambda: nn.Linear(12, 1), lambda: data.linear(0.6, width=12, seed=6), guess=-0.5)
regression("linear-huge-scale-sgd", "sgd", 32, 500, lambda: nn.Linear(12, 1), lambda: data.linear(0.3, width=12, scale=500, seed=7))
regression("friedman-adam", "adam", 32, 800, lambda: mlp(8, 32, 1), lambda: data.friedman(), seeds=2)
regression("friedman-sgd", "sgd", 32, 900, lambda: mlp(8, 32, 1), lambda: data.friedman(noise=0.5))
regression("friedman-raw-adam", "adam", 32, 900, lambda: mlp(8, 32, 32, 1), lambda: data.friedman(scale=30, offset=80), guess=-1.5)
regression("friedman-huber-momentum", "momentum", 32, 700, lambda: mlp(8, 32, 1, act=nn.Tanh), lambda: data.friedman(outliers=0.05), losses.huber)
regression("friedman-absolute-adamax", "adamax", 32, 700, lambda: mlp(8, 32, 1), lambda: data.friedman(seed=5), losses.absolute)
regression("friedman-quantile-adam", "adam", 64, 600, lambda: mlp(8, 24, 1), lambda: data.friedman(noise=0.7), losses.quantile(0.9))
regression("friedman-log-cosh-rmsprop", "rmsprop", 32, 700, lambda: mlp(8, 24, 24, 1), lambda: data.friedman(seed=6), losses.log_cosh)
regression("friedman-gaussian-adam", "adam", 64, 900, lambda: mlp(8, 32, 2, act=nn.Tanh), lambda: data.friedman(seed=7), losses.gaussian)
regression("friedman-batch-norm-lion", "lion", 64, 500, lambda: mlp(8, 32, 1, norm="batch"), lambda: data.friedman(seed=8))
regression("friedman-layer-norm-adamw", "adamw", 32, 600, lambda: mlp(8, 32, 32, 1, norm="layer"), lambda: data.friedman(seed=9), schedule="cosine")
regression("friedman-adagrad", "adagrad", 64, 800, lambda: mlp(8, 32, 1), lambda: data.friedman(seed=10))
regression("friedman-muon-cosine", "muon", 64, 500, lambda: mlp(8, 32, 32, 1), lambda: data.friedman(seed=11), schedule="cosine")
regression("friedman-tiny-loss-adam", "adam", 32, 700, lambda: mlp(8, 24, 1), lambda: data.friedman(seed=12), losses.times(1e-3, losses.squares))
regression("waves-adam", "adam", 64, 1500, lambda: mlp(1, 32, 32, 1, act=nn.Tanh), lambda: data.waves())
regression("waves-momentum", "momentum", 32, 1500, lambda: mlp(1, 32, 32, 1, act=nn.Tanh), lambda: data.waves(components=2, seed=5))
regression("waves-bumps-sgd", "sgd", 32, 1200, lambda: Bumps(1, 20), lambda: data.waves(components=2, seed=6))
regression("counts-poisson-sgd", "sgd", 64, 600, lambda: nn.Linear(8, 1), lambda: data.counts(), losses.poisson, guess=-1.5)
regression("counts-poisson-adam", "adam", 64, 600, lambda: mlp(8, 24, 1), lambda: data.counts(seed=5), losses.poisson)
regression("lifetimes-weibull-adam", "adam", 64, 700, lambda: mlp(6, 16, 2, act=nn.Tanh), lambda: data.lifetimes(), losses.weibull)
regression("arc-mixture-adam", "adam", 64, 900, lambda: mlp(1, 24, 9, act=nn.Tanh), lambda: data.inverse_arc(), losses.mixture)
regression("arc-mixture-momentum", "momentum", 64, 900, lambda: mlp(1, 24, 9, act=nn.Tanh), lambda: data.inverse_arc(seed=5), losses.mixture, clip=1.0)
regression("ratings-factors-adam", "adam", 128, 700, lambda: Factors(150, 120), data.ratings)
regression("ratings-factors-sgd", "sgd", 64, 1000, lambda: Factors(150, 120), lambda: data.ratings(seed=5), guess=0.5)
regression("series-gru-adamw", "adamw", 16, 260, lambda: Gru(1, 12, 1), lambda: data.series(window=10))
regression("series-linear-sgd", "sgd", 16, 500, lambda: nn.Linear(16, 1), lambda: data.series(seed=5))
regression("series-mlp-nadam", "nadam", 32, 600, lambda: mlp(16, 24, 1), lambda: data.series(seed=6), losses.absolute)
regression("sums-rnn-adam", "adam", 32, 500, lambda: Rnn(1, 16, 1), data.sums)

# Nothing to predict.
free("moons-flow-adam", "adam", 64, 400, Flow, data.moons, losses.density)
free("rings-flow-adamw-warm", "adamw", 64, 400, lambda: Flow(6), data.gaussian_rings, losses.density, schedule="warm-up and cosine")
free("rings-diffusion-sgd", "sgd", 128, 800, lambda: mlp(3, 48, 48, 2, act=nn.SiLU), data.gaussian_rings, losses.diffusion)
free("bowl-sgd", "sgd", 16, 900, Bowl, lambda: data.clusters(width=30, count=3000), losses.bowl)
free("bowl-rmsprop", "rmsprop", 16, 700, Bowl, lambda: data.clusters(width=30, count=3000, seed=5), losses.bowl)
free("bowl-momentum-step", "momentum", 16, 800, lambda: Bowl(decades=1), lambda: data.clusters(width=30, count=3000, seed=6), losses.bowl, schedule="step")
free("equation-adam", "adam", 64, 600, lambda: mlp(1, 20, 20, 1, act=nn.Tanh), lambda: data.waves(count=800), losses.differential_equation)

# Text.
language("transformer-adamw", "adamw", 16, 260, lambda: LanguageModel(width=16, context=10), 10, losses.next_token, schedule="warm-up and cosine")
language("transformer-adam", "adam", 8, 300, lambda: LanguageModel(width=16, context=8), 8, losses.next_token, first=5000)
language("transformer-post-adam-clip", "adam", 8, 300, lambda: LanguageModel(width=16, context=8, post=True), 8, losses.next_token, clip=1.0, schedule="warm-up and linear")
language("transformer-muon", "muon", 8, 260, lambda: LanguageModel(width=16, context=8), 8, losses.next_token, first=9000)
language("transformer-lion-wsd", "lion", 8, 300, lambda: LanguageModel(width=16, context=8), 8, losses.next_token, schedule="stable and decay")
language("transformer-sgd-clip", "sgd", 8, 300, lambda: LanguageModel(width=16, context=8), 8, losses.next_token, clip=1.0, guess=-0.3)
language("ngram-adagrad", "adagrad", 64, 600, lambda: Ngram(3, 8, 32), 3, losses.last_token, first=2000)
language("ngram-momentum", "momentum", 64, 700, lambda: Ngram(3, 8, 32), 3, losses.last_token, first=4000, guess=-1)
language("ngram-adam", "adam", 64, 600, lambda: Ngram(4, 8, 32), 4, losses.last_token, schedule="inverse root")
language("ngram-rmsprop", "rmsprop", 64, 500, lambda: Ngram(3, 8, 24), 3, losses.last_token, first=6000, schedule="cosine")
free("text-skip-gram-sgd", "sgd", 64, 900, lambda: Factors(48, 48, 8), lambda: data.windows(1), losses.skip_gram, guess=1)
free("text-skip-gram-adam", "adam", 64, 700, lambda: Factors(48, 48, 8), lambda: data.windows(1, seed=5), losses.skip_gram)
free("markov-transformer-adam", "adam", 16, 300, lambda: LanguageModel(12, 12, 1, 9), data.markov, losses.next_token, kind="language", classes=12)
free("markov-gru-adamax", "adamax", 16, 350, lambda: Gru(8, 16, 12, tokens=12), lambda: data.markov(length=6), losses.last_token, kind="language", classes=12)
# Losses that say nothing of the rate.
free("rings-adversaries-adam", Optimizer("adam", betas=(0.5, 0.999)), 64, 700, Pair, data.gaussian_rings, losses.adversaries, kind="undetermined")
free("moons-adversaries-sgd", "sgd", 64, 700, lambda: Pair(16), data.moons, losses.adversaries, kind="undetermined")
free("moons-adversaries-rmsprop", "rmsprop", 64, 700, lambda: Pair(16), lambda: data.moons(seed=5), losses.adversaries, kind="undetermined")
free("bandit-reinforce-adam", "adam", 64, 500, lambda: mlp(10, 24, 6), lambda: data.clusters(spread=1.5), losses.policy_gradient, kind="undetermined", classes=None)
free("digits-reinforce-adamw", "adamw", 64, 500, lambda: mlp(49, 24, 10), lambda: data.mnist(7, 4000), losses.policy_gradient, kind="undetermined", classes=None)
