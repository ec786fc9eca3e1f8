"""Not PyTorch: only the names that the probe hooks into, and an optimizer on plain numbers. For tests of the plumbing alone."""

import sys
from contextlib import nullcontext as no_grad  # noqa: F401
from types import ModuleType

__version__ = "2.0.0+fake"


def _module(name):
    module = sys.modules["torch." + name] = ModuleType("torch." + name)
    parent = sys.modules["torch." + name.rpartition(".")[0]] if "." in name else sys.modules["torch"]
    setattr(parent, name.rpartition(".")[2], module)
    return module


class device:
    type = "cpu"


class Tensor:
    """A number that can be differentiated, in name."""

    grad_fn = None
    grad = None
    device = device()
    is_cpu = True
    is_cuda = False
    requires_grad = False

    def __init__(self, value):
        self.value = value

    def dim(self):
        return 0

    def item(self):
        return self.value

    def detach(self):
        return self

    def is_floating_point(self):
        return False

    layout = None

    def backward(self):
        autograd.backward(self)


strided = None
autograd = _module("autograd")
autograd.backward = lambda tensor: None
nn = _module("nn")
nn.Parameter = type("Parameter", (Tensor,), {})
_module("nn.utils")
_module("nn.utils.clip_grad").clip_grad_norm_ = nn.utils.clip_grad_norm_ = lambda *_: None
_module("random").manual_seed = manual_seed = lambda seed: None
_module("cuda")
_module("cuda.amp").GradScaler = type("GradScaler", (), {"scale": lambda self, x: x, "step": lambda self, o: o.step()})
_module("utils")
_module("utils.data")
_module("utils.data.dataloader")._BaseDataLoaderIter = type("_BaseDataLoaderIter", (), {"__next__": lambda self: None})
_module("optim")
_hooks = _module("optim.optimizer")
_before, _after = [], []
_hooks.register_optimizer_step_pre_hook = _before.append
_hooks.register_optimizer_step_post_hook = _after.append


class Optimizer:
    def __init__(self, params, defaults):
        self.param_groups = [{"params": params, **defaults}]

    def step(self):
        for hook in _before:
            hook(self, (self,), {})
        for hook in _after:
            hook(self, (self,), {})


optim.Optimizer = Optimizer  # noqa: F821


class SGD(Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})


SGD.__module__ = "torch.optim.sgd"
optim.SGD = SGD  # noqa: F821
