"""The losses of the programs: each takes the network and a batch."""

import math

import torch
from torch.nn import functional


def cross_entropy(net, x, y):
    return functional.cross_entropy(net(x), y)


def summed_cross_entropy(net, x, y):
    return functional.cross_entropy(net(x), y, reduction="sum")


def smoothed_cross_entropy(net, x, y):
    return functional.cross_entropy(net(x), y, label_smoothing=0.1)


def focal(net, x, y):
    log = functional.log_softmax(net(x), 1)
    p = log.gather(1, y[:, None]).squeeze(1)
    return -((1 - p.exp()) ** 2 * p).mean()


def hinge(net, x, y):
    return functional.multi_margin_loss(net(x), y)


def one_hot_squares(net, x, y):
    return functional.mse_loss(net(x), functional.one_hot(y, 10).to(torch.float32))


def binary(net, x, y):
    return functional.binary_cross_entropy_with_logits(net(x).squeeze(-1), y.to(torch.float32))


def squares(net, x, y):
    return functional.mse_loss(net(x).squeeze(-1), y)


def times(factor, loss):
    return lambda net, *batch: factor * loss(net, *batch)


def absolute(net, x, y):
    return (net(x).squeeze(-1) - y).abs().mean()


def huber(net, x, y):
    return functional.huber_loss(net(x).squeeze(-1), y)


def log_cosh(net, x, y):
    e = net(x).squeeze(-1) - y
    return (e + functional.softplus(-2 * e) - math.log(2)).mean()


def quantile(q):
    def loss(net, x, y):
        e = y - net(x).squeeze(-1)
        return torch.maximum(q * e, (q - 1) * e).mean()

    return loss


def poisson(net, x, y):
    return functional.poisson_nll_loss(net(x).squeeze(-1), y)


def gaussian(net, x, y):
    """Negative log likelihood with a predicted variance: it often rests on the level of a constant answer first."""
    mean, log = net(x).chunk(2, 1)
    log = log.squeeze(1).clamp(-8, 8)
    return (0.5 * (log + (y - mean.squeeze(1)) ** 2 * torch.exp(-log))).mean()


def weibull(net, x, y):
    shape, scale = net(x).chunk(2, 1)
    k, s = functional.softplus(shape.squeeze(1)) + 0.1, scale.squeeze(1).clamp(-6, 6)
    z = torch.log(y + 1e-6) - s
    return (torch.exp((k * z).clamp(max=20)) - torch.log(k) - k * z + torch.log(y + 1e-6)).mean()


def mixture(net, x, y):
    """A mixture of normal densities, three components."""
    weight, mean, log = net(x).chunk(3, 1)
    log = log.clamp(-6, 6)
    parts = functional.log_softmax(weight, 1) - 0.5 * ((y[:, None] - mean) * torch.exp(-log)) ** 2 - log
    return -torch.logsumexp(parts, 1).mean()


def next_token(net, x):
    """All positions of a sequence."""
    return functional.cross_entropy(net(x[:, :-1]).flatten(0, 1), x[:, 1:].flatten())


def last_token(net, x):
    return functional.cross_entropy(net(x[:, :-1]), x[:, -1])


def reconstruction(net, x, y):
    return functional.mse_loss(net.decode(net.encode(x)), x)


def denoising(net, x, y):
    return functional.mse_loss(net.decode(net.encode(x + 0.5 * torch.randn_like(x))), x)


def pixels(net, x, y):
    return functional.binary_cross_entropy_with_logits(net.decode(net.encode(x)), x)


def evidence(net, x, y):
    mean, log = net.encode(x).chunk(2, 1)
    log = log.clamp(-8, 8)
    out = net.decode(mean + torch.randn_like(mean) * torch.exp(log / 2))
    rebuilt = functional.binary_cross_entropy_with_logits(out, x, reduction="sum") / len(x)
    return rebuilt + 0.5 * (mean * mean + log.exp() - log - 1).sum(1).mean()


def contrast(net, x, y):
    a, b = (functional.normalize(net(x + 0.3 * torch.randn_like(x)), dim=1) for _ in range(2))
    return functional.cross_entropy(a @ b.T / 0.2, torch.arange(len(x)))


def triplet(net, x, y):
    z = functional.normalize(net(x), dim=1)
    other = z.roll(1, 0)
    return functional.relu(0.5 + ((z - net_view(net, x)) ** 2).sum(1) - ((z - other) ** 2).sum(1)).mean()


def net_view(net, x):
    return functional.normalize(net(x + 0.3 * torch.randn_like(x)), dim=1)


def diffusion(net, x, y):
    time, noise = torch.rand(len(x), 1), torch.randn_like(x)
    a, b = torch.cos(time * math.pi / 2), torch.sin(time * math.pi / 2)
    return functional.mse_loss(net(torch.cat([a * x + b * noise, time], 1)), noise)


def density(net, x, y):
    z, volume = net(x)
    return (0.5 * (z * z).sum(1) - volume).mean()


def skip_gram(net, x):
    """Each character predicts the next against five drawn ones; net has two tables."""
    a, b, c = net.u(x[:, 0]), net.v(x[:, 1]), net.v(torch.randint(0, 48, (len(x), 5)))
    wrong = functional.logsigmoid(-(a[:, None] * c).sum(2)).sum(1)
    return -(functional.logsigmoid((a * b).sum(1)) + wrong).mean()


def differential_equation(net, x, y):
    """u' = -u with u(0) = 1, by the residual."""
    step = 1e-2
    u = net(x)
    slope = (net(x + step) - net(x - step)) / (2 * step)
    return ((slope + u) ** 2).mean() + ((net(torch.zeros(1, 1)) - 1) ** 2).mean()


def bowl(net, x, y):
    return 0.5 * (net.curvature * (net.w - 0.4 * x) ** 2).sum(1).mean()


def adversaries(net, x, y):
    """The discriminator's loss; the generator climbs it, by a gradient that is turned round."""
    made = net.make(torch.randn(len(x), 2))
    made = 2 * made.detach() - made
    real, fake = net.judge(x), net.judge(made)
    return functional.softplus(-real).mean() + functional.softplus(fake).mean()


def policy_gradient(net, x, y):
    """REINFORCE with a group's mean as the baseline: the loss is near zero by nature and need not fall."""
    log = functional.log_softmax(net(x), 1)
    with torch.no_grad():
        action = (log + -torch.log(-torch.log(torch.rand_like(log).clamp(1e-6, 1 - 1e-6)))).argmax(1)
        reward = (action == y).to(torch.float32)
        advantage = (reward - reward.mean()) / (reward.std() + 1e-3)
    return -(advantage * log.gather(1, action[:, None]).squeeze(1)).mean()
