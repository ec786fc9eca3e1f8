"""PyTorch: one training, from the steps of its optimizers and the losses between them."""

from __future__ import annotations

import time
import weakref
from typing import Any, Callable, NamedTuple

from .probe import MIN_STEPS, Probe
from .report import distributed, number
from .torch_manual import ManualSteps
from .torch_measures import SHARE, SHARE_FAR, Measures, measurable
from .torch_rates import TorchRates, has_rate

MAX_WAIT = 0.5
"""Seconds for which losses may stay on a device: reading one makes the program wait for all that the device has still to do."""
MAX_GROUPS = 8
MAX_RATES = 100
PATIENCE = 100
"""Where optimizers step by turns, one that steps so often while the followed one rests has taken over. Where they don't, MIN_STEPS are enough."""
MAX_TAKEOVERS = 5
"""So many changes to another optimizer are told one by one: a program may make one for each epoch, or even for each step."""
MAX_TRAININGS = 20
"""So many trainings of a program are told: one may make a small one for each of its samples."""
MAX_REFUSED = 60.0
"""Seconds that a program whose rate is to be set may train in a way in which it can't be. Then it is ended: a whole run would be for nothing."""


class Step(NamedTuple):
    """A step that has been made. What is a tensor has still to be read."""

    losses: list[Any]
    rates: list[float | None]
    time: float
    """As `time.perf_counter` tells it."""
    norm: Any
    ratio: Any
    found_inf: Any


class Other:
    """An optimizer that steps while the followed one rests."""

    def __init__(self, steps: list[Step] | None) -> None:
        self.count = 0
        """How many steps it has begun since the followed one made its last."""
        self.steps = steps
        """Those that it has made, to be told should it take over; None where they are not kept."""


class Paused(NamedTuple):
    """A training that may go on after another."""

    report: Any
    step: int


class TorchRun:
    """Follows the first optimizer that steps. Of others it tells only that they are there."""

    def __init__(self, probe: Probe, torch: Any) -> None:
        self._probe = probe
        self._torch = torch
        self.losses = probe.losses
        self._iterator: Any = None
        """A weak hold of what gave the last batch."""
        self.seen = 0
        """How many steps of any optimizer have been made."""
        self.rates = TorchRates(probe, torch)
        self._manual = ManualSteps(torch)
        self._measures = Measures(torch)
        self._is_capturing: Callable[[], bool] = getattr(torch.cuda, "is_current_stream_capturing", lambda: False)
        """Whether a CUDA graph is being recorded: whatever reads a number then breaks it."""
        self._sets_rates = probe.override.active
        self._forget()
        probe.after_fork(self._forget)

    def _forget(self) -> None:
        self._stepping: list[Any] = []
        """The optimizers whose steps are being made: one, or one within another."""
        self._followed: Any = None
        """A weak hold of the optimizer whose steps are told."""
        self._ends: list[Any] = []
        """Weak holds of the first and the last weights that it trains: of a model that is frozen layer by layer, others train on."""
        self._kind: Any = None
        """Its class."""
        self._is_followed = False
        """Whether it makes the step that is being made."""
        self._others: weakref.WeakKeyDictionary[Any, Other] = weakref.WeakKeyDictionary()
        """The other optimizers that have stepped since the followed one made its last step."""
        self._rests = False
        """Whether any has."""
        self._longest = [0, 0]
        """The most steps that another has made while the followed one rested, from which it came back: of those made before, and after it."""
        self._first_seen: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        """Of each optimizer that has stepped beside the followed one, which one that was."""
        self._models = 0
        """How many optimizers were followed, those that went on with the weights of the one before not counted."""
        self._paused: weakref.WeakKeyDictionary[Any, Paused] = weakref.WeakKeyDictionary()
        """The trainings that may go on, by their optimizers."""
        self._takeovers = 0
        """How often another optimizer has taken over."""
        self._newer: weakref.WeakSet[Any] = weakref.WeakSet()
        """The optimizers that were made since the followed one took over."""
        self._trainings = 1
        """How many trainings were told, one after the other."""
        self._step = 0
        self._knows_length = False
        """Whether what is known of the batches and the length of this training has been told."""
        self._before = 0
        """How many steps of this training others had made when the followed optimizer took over."""
        self._since = 0
        """The step with which the followed optimizer took over, or one before it whose weights it trains on."""
        self._norm: Any = None
        self._waiting: list[Step] = []
        self._waits = self._probe.config.steps is not None
        """Whether what a step tells may have to wait, or ends the program."""
        self._far = False
        """Whether the followed training runs on a device, where reading a number means waiting."""
        self._told = 0.0
        """When steps that waited were told last, as `time.perf_counter` tells it."""
        self._ended = 0.0
        """When the last step ended, as `time.perf_counter` tells it."""
        self._measured = False
        """Whether the step that is being made is measured."""
        self._is_lbfgs = False
        self._by_hand = False
        """Whether the program updates its weights itself and is followed from one backward pass to the next."""
        self._refused: float | None = None
        """When it first trained in a way in which its rate can't be set, as `time.perf_counter` tells it."""
        self._manual.forget()

    def created(self, optimizer: Any) -> None:
        """The program has made an optimizer."""
        self.end_by_hand()
        self._probe.has_optimizer = True
        self._newer.add(optimizer)
        self.rates.created(optimizer)

    def backward(self, tensors: Any) -> None:
        """The program differentiates this."""
        if type(tensors) is not self._torch.Tensor or tensors.dim():
            return
        if not (tensors.is_cuda and self._is_capturing()):
            if not self._probe.has_optimizer and self._manual.moved(tensors):
                self._step_by_hand()
            self.losses.add(tensors, self._probe.shared_losses)

    def _step_by_hand(self) -> None:
        """The program has changed its weights since the last backward pass, without an optimizer."""
        probe = self._probe
        if probe.ended:
            probe.end("")
        if probe.override.active:
            self.losses.forget()
            self._refuse("This program updates its weights itself, without an optimizer, so the probe can't set its rate.")
            return
        if not self._by_hand:
            if not probe.claim(self):
                self.losses.forget()
                return
            self._by_hand = True
            probe.trains("torch", self._torch.__version__)
            probe.notice("This program updates its weights itself, without an optimizer: the probe sees its losses, but not its rate.")
            probe.before_end(self.end_by_hand)
        self._made(self._taken_by_hand())

    def _refuse(self, why: str) -> None:
        """The program trains in a way in which its rate can't be set. It may still come to a training in which it can: only for so long."""
        self._probe.notice(why)
        now = time.perf_counter()
        if self._refused is None:
            self._refused = now
        elif not self._followed and now - self._refused >= MAX_REFUSED:
            self._probe.end(None)

    def _taken_by_hand(self) -> Step:
        norm, self._measures.clipped = self._measures.clipped, None
        return Step(self.losses.take(False), [], time.perf_counter(), norm, None, None)

    def end_by_hand(self) -> None:
        """Nothing tells that the last update has been made but what comes after it: the end, or an optimizer."""
        if self._by_hand and not self._probe.ended:
            if len(self.losses):
                self._waiting.append(self._taken_by_hand())
            self._settle(last=True)
        self._by_hand = False

    def clipped(self, norm: Any) -> None:
        """A function that clips has found this norm of the gradient."""
        if type(norm) is self._torch.Tensor and not norm.dim():
            self._measures.clipped = norm.item() if norm.is_cpu else norm.detach()

    def batch(self, iterator: Any) -> None:
        """A loader is about to give a batch. Iterators own worker processes, which end with them: only a weak hold."""
        if not self._iterator or self._iterator() is not iterator:
            self._iterator = weakref.ref(iterator)
        self.losses.batch(iterator)

    def before_step(self, optimizer: Any, arguments: Any, options: Any) -> None:
        """An optimizer begins a step, called with these."""
        probe = self._probe
        if probe.ended:
            probe.end("")
        if self._far and self._is_capturing():
            return
        stepping = self._stepping
        # A step that raised has never ended: it ends now.
        if stepping and optimizer in stepping:
            del stepping[stepping.index(optimizer) :]
        stepping.append(optimizer)
        if len(stepping) == 1:
            self._is_followed = self._follows(optimizer)
            if self._is_followed:
                measures = self._measures
                self._measured = self._ended >= measures.look_at and probe.report is not None and measures.is_due(self._ended)
                if self._measured:
                    self._measure_before(optimizer, _has_closure(arguments, options))
        if self._sets_rates:
            self.rates.restore(optimizer)
            self.rates.apply(optimizer, self._step + len(self._waiting))

    def _measure_before(self, optimizer: Any, closure: bool) -> None:
        """Measures what can be measured before a step only. A `closure` has still to make the gradients."""
        parameters = self._measures.before(optimizer.param_groups)
        self._norm = None if closure else self._measures.gradient_norm(parameters, getattr(optimizer, "grad_scale", None))

    def _measure_after(self, optimizer: Any) -> tuple[Any, Any]:
        """The norm of the gradient of a step that was measured, and how far it moved the weights."""
        measures = self._measures
        ratio = measures.update_ratio()
        norm = self._norm
        if norm is None:
            norm = measures.gradient_norm(measurable(self._torch, optimizer.param_groups), None)
        return norm, ratio

    def after_step(self, optimizer: Any, _arguments: Any, _options: Any) -> None:
        """An optimizer has made a step."""
        stepping = self._stepping
        if optimizer not in stepping:
            return
        del stepping[stepping.index(optimizer) :]
        self.seen += 1
        rates = _rates(optimizer.param_groups)
        if self._sets_rates:
            self.rates.restore(optimizer)
        if stepping:
            return
        if not self._is_followed:
            self._set_aside(optimizer, rates)
            return
        lbfgs = self._is_lbfgs and len(self.losses) > 1
        if lbfgs:
            self._probe.notice("LBFGS evaluates its closure several times a step; the first loss of each step is reported.")
        elif not self._knows_length and self._probe.report:
            self._knows_length = True
            before, total = self._before, self._probe.totals.get(optimizer)
            batches = {} if before else _batches(self._iterator and self._iterator(), self.losses.micro_batches)
            self._probe.report.facts(**batches, total=None if total is None else before + total)
        measures = self._measures
        norm, ratio = self._measure_after(optimizer) if self._measured else (measures.clipped, None)
        measures.clipped = None
        self._ended = now = time.perf_counter()
        losses = self.losses.take(lbfgs)
        found_inf = getattr(optimizer, "found_inf", None)
        if not (self._waits or self._waiting or self._measured or found_inf is not None):
            loss = _mean(losses)
            # Either may be on a device where the first weights are not.
            if (loss is None or type(loss) is float) and (norm is None or type(norm) is float):
                # What most programs do at each step takes no detour.
                self._tell(now, loss, rates, norm, None)
                return
        self._made(Step(losses, rates, now, norm, ratio, found_inf))

    def _set_aside(self, optimizer: Any, rates: list[float | None]) -> None:
        """Another optimizer than the followed one has made a step."""
        other = self._others.get(optimizer)
        if other is None or other.steps is None:
            self.losses.forget()
            return
        norm, self._measures.clipped = self._measures.clipped, None
        losses = self.losses.take_aside(_is_lbfgs(optimizer) and len(self.losses) > 1)
        other.steps.append(Step(losses, rates, time.perf_counter(), norm, None, getattr(optimizer, "found_inf", None)))

    def skipped(self, optimizer: Any) -> None:
        """A scaler found infinite gradients and left out a step."""
        if not self._followed or self._followed() in (None, optimizer):
            self.losses.forget()
            self._tell_skipped()

    def _tell_skipped(self) -> None:
        self._probe.notice("The GradScaler skips steps whose gradients are not finite; they are not counted.")

    def _made(self, step: Step) -> None:
        """A step has been made. It is told at once, unless its loss is on a device, where it may wait."""
        self._waiting.append(step)
        if self._far and not self._probe.override.active:
            if step.time - self._told < MAX_WAIT:
                return
            self._told = step.time
        self._settle()

    def _settle(self, last: bool = False) -> None:
        """Reads and tells the steps that wait. `last`: the program ends anyway."""
        override = self._probe.override
        waiting, self._waiting = self._waiting, []
        value = self._fetch(waiting) if self._far else _here
        why = None
        for step in waiting:
            if step.found_inf is not None and value(step.found_inf):
                self._tell_skipped()
                continue
            loss = _mean([value(loss) for loss in step.losses])
            norm = None if step.norm is None else value(step.norm)
            ratio = None if step.ratio is None else value(step.ratio)
            self._tell(step.time, loss, step.rates, norm, ratio)
            if self._probe.config.steps is not None:
                why = why or override.verdict(None if override.active and _is_shared() else loss, self._step)
        if why and not last:
            self._probe.end(why)

    def _finish(self) -> None:
        """The program ends. What it trained last may not have come to the steps that tell whose turn it was."""
        self._settle(last=True)
        optimizer, other = next(iter(self._others.items()), (None, None))
        if other and other.steps and self._is_training() and self._probe.config.steps is None:
            self._take_over(optimizer)
            self._settle(last=True)

    def _tell(self, at: float, loss: float | None, rates: list[float | None], norm: float | None, ratio: float | None) -> None:
        """Tells a step, the numbers of which are there."""
        report = self._probe.report
        if report is not None:
            report.step((self._step, at, loss, rates, norm, ratio))
        self._step += 1

    def _fetch(self, waiting: list[Step]) -> Callable[[Any], float]:
        """A function from what waits to numbers. All tensors of a device are fetched at once."""
        found: dict[int, float] = {}
        kinds: dict[Any, list[Any]] = {}
        for step in waiting:
            for tensor in (*step.losses, step.norm, step.ratio, step.found_inf):
                if _is_far(tensor):
                    kinds.setdefault((tensor.device, tensor.dtype), []).append(tensor)
        for tensors in kinds.values():
            stacked = self._torch.stack([tensor.detach().reshape(()) for tensor in tensors])
            found.update(zip(map(id, tensors), stacked.tolist()))
        return lambda value: found[id(value)] if id(value) in found else _here(value)

    # Which optimizer is the run

    def _follows(self, optimizer: Any) -> bool:
        followed = self._followed
        current = followed and followed()
        if current is optimizer:
            if self._rests:
                self._returned(optimizer)
            return True
        if self._sets_rates and not any(map(has_rate, optimizer.param_groups)):
            names_lr = any("lr" in group for group in optimizer.param_groups)
            why = "chooses its learning rate itself: its lr is None" if names_lr else "has no learning rate called lr, unlike PyTorch's own optimizers"
            self._refuse(f"{_name(optimizer)} {why}.")
            return False
        if not self._probe.claim(self):
            return False
        if current is not None and not self._has_outlived(optimizer):
            other = self._others.get(optimizer)
            patience = self._patience(optimizer)
            if other is None:
                other = self._others[optimizer] = Other([] if patience == MIN_STEPS and self._probe.config.name != "find" else None)
                self._first_seen.setdefault(optimizer, self._models)
                self._rests = True
            other.count += 1
            if other.count < patience:
                return False
        return self._take_over(optimizer)

    def _patience(self, optimizer: Any) -> int:
        """How many steps another optimizer must make while the followed one rests, to have taken over."""
        is_newer = optimizer in self._newer
        longest = self._longest[is_newer]
        if longest:
            return max(PATIENCE, 2 * longest)
        # Where the number of steps is limited the program would end, so one that may come back has more time.
        is_final = self._probe.config.steps is not None and self._is_training()
        return PATIENCE if is_final and not is_newer else MIN_STEPS

    def _returned(self, optimizer: Any) -> None:
        """The followed optimizer goes on, after others have stepped: they step by turns."""
        self._rests = False
        for other, beside in self._others.items():
            is_newer = other in self._newer
            self._longest[is_newer] = max(self._longest[is_newer], beside.count)
        self._others.clear()
        self._probe.notice(f"The program uses several optimizers; the probe follows only one of them, {_name(optimizer)}.")

    def _has_outlived(self, optimizer: Any) -> bool:
        """Whether an optimizer goes on that has stepped before the followed one did, which has made few steps: as around the inner loops of
        meta-learning, each of which has an optimizer of its own."""
        return self._first_seen.get(optimizer, self._models) < self._models and not self._is_training()

    def _take_over(self, optimizer: Any) -> bool:
        """Follows another optimizer, unless it is that of one training too many. What it has done so far is told."""
        followed = self._followed
        goes_on = followed is not None and self._trains_the_same(optimizer)
        other = self._others.pop(optimizer, None)
        steps = (other and other.steps) or []
        if followed is not None:
            if self._probe.config.name == "find" and not goes_on:
                self._probe.end_or_restart_test(self._step + len(self._waiting))
            if goes_on or not self._is_training():
                self._tell_takeover(optimizer)
                self._before = self._step + len(self._waiting)
                self._knows_length = False
            elif not self._change_training(optimizer, steps):
                return False
            if not goes_on:
                self._since = self._step + len(self._waiting)
                self._models += 1
                self.losses.begin()
                self._longest = [0, 0]
        self._followed = weakref.ref(optimizer)
        self._others.clear()
        self._rests = False
        self._begin(optimizer, goes_on)
        # They are told with the step that is being made, after what only that tells: how long an epoch is.
        self._waiting += steps
        return True

    def _tell_takeover(self, optimizer: Any) -> None:
        self._takeovers += 1
        if self._takeovers <= MAX_TAKEOVERS:
            self._probe.notice(f"From step {self._step + len(self._waiting)} on, the probe follows another optimizer, {_name(optimizer)}.")
        else:
            self._probe.notice("The program keeps creating optimizers; the probe follows each of them without another notice.")

    def _trains_the_same(self, optimizer: Any) -> bool:
        """Whether an optimizer goes on with the weights of the followed one, as where a program makes a new one for each epoch."""
        ends = [parameter for hold in self._ends if (parameter := hold()) is not None]
        return any(each is end for group in optimizer.param_groups for each in group["params"] for end in ends)

    def _is_training(self) -> bool:
        """Whether the followed optimizer has made so many steps that they are a training of their own."""
        return self._step + len(self._waiting) - self._since >= MIN_STEPS

    def _change_training(self, optimizer: Any, steps: list[Step]) -> bool:
        """The program has trained one model and now trains another, as in cross-validation: each is a training of its own, unless it is one
        too many. `steps`: what the optimizer has done so far."""
        self._settle(last=True)
        if self._probe.config.steps is not None:
            # They are those of the first training.
            self._probe.end(None)
        paused = self._paused.pop(optimizer, None)
        if paused is None and self._trainings == MAX_TRAININGS:
            self._probe.notice(f"The program trains more than {MAX_TRAININGS} models; the probe follows only the first {MAX_TRAININGS}.")
            return False
        followed = self._followed()
        may_go_on = followed is not None and optimizer not in self._newer
        if may_go_on:
            self._paused[followed] = Paused(self._probe.report, self._step)
        if paused is not None:
            self._probe.goes_on(paused.report, may_go_on)
            self._step = self._before = paused.step
            return True
        self._probe.trains_again("torch", self._torch.__version__, steps[0].time if steps else None, may_go_on)
        self._trainings += 1
        self._step = self._before = 0
        self._knows_length = False
        return True

    def _begin(self, optimizer: Any, goes_on: bool) -> None:
        """A training begins, or goes on with another optimizer of the same weights: of the same kind, that changes no facts."""
        groups = optimizer.param_groups
        self._newer.clear()
        kind, self._kind = self._kind, type(optimizer)
        has_facts = goes_on and kind is self._kind
        self._is_lbfgs = _is_lbfgs(optimizer)
        self._ends = [weakref.ref(group["params"][at]) for group, at in ((groups[0], 0), (groups[-1], -1)) if group["params"]]
        self._far = _is_far(next(iter(groups[0]["params"]), None))
        self._waits = self._far or self._probe.config.steps is not None
        self._measures.share = SHARE_FAR if self._far else SHARE
        rate = self.rates.peak(optimizer, 0) if has_rate(groups[0]) else None
        if rate is not None:
            self._probe.override.refer(rate)
        report = self._probe.trains("torch", self._torch.__version__)
        if report and not has_facts and self._step + len(self._waiting) < MIN_STEPS:
            momentum = groups[0].get("momentum")
            known = isinstance(momentum, (int, float)) and momentum > 0
            report.facts(
                optimizer=_name(optimizer),
                rate=rate,
                rates=self.rates.all()[:MAX_RATES],
                momentum=float(momentum) if known else None,
            )
        self._probe.before_end(self._finish)


def _is_lbfgs(optimizer: Any) -> bool:
    return type(optimizer).__name__ == "LBFGS"


def _has_closure(arguments: Any, options: Any) -> bool:
    """Whether `optimizer.step` was called with a closure: the first of the arguments is the optimizer."""
    return (arguments[1] if len(arguments) > 1 else options.get("closure")) is not None


def _is_shared() -> bool:
    """Whether several processes train together: each has another loss, and all must end at the same step."""
    group = distributed()
    return group is not None and group.get_world_size() > 1


def _batches(iterator: Any, parts: int) -> dict[str, Any]:
    """The size of a batch and the steps of an epoch, where a loader's `iterator` knows them and a step takes `parts` of it."""
    sampler = getattr(iterator, "_index_sampler", None)
    size = getattr(sampler, "batch_size", None)
    if not isinstance(size, int):
        return {}
    # Of a data set that is a stream the length may be a guess, and asking for it has effects.
    countable = getattr(iterator, "_dataset_kind", None) == 0
    return {"batchSize": size * parts, "stepsPerEpoch": -(-len(sampler) // parts) if countable else None}


def _rates(groups: list[dict[str, Any]]) -> list[float | None]:
    """The rates of the first groups, as they are told."""
    if len(groups) == 1:
        rate = groups[0].get("lr")
        if type(rate) is float:
            return [rate]
    return [number(group["lr"]) for group in groups[:MAX_GROUPS] if has_rate(group)]


def _mean(losses: list[float]) -> float | None:
    """The loss of a step, or None where it has none."""
    return losses[0] if len(losses) == 1 else sum(losses) / len(losses) if losses else None


def _name(optimizer: Any) -> str:
    kind = type(optimizer)
    module = kind.__module__
    return f"torch.optim.{kind.__name__}" if module.startswith("torch.optim.") else f"{module}.{kind.__name__}"


def _is_far(value: Any) -> bool:
    """Whether it is a tensor on a device, which the program would have to wait for."""
    device = getattr(value, "device", None)
    return device is not None and device.type != "cpu"


def _here(value: Any) -> float:
    return value if isinstance(value, float) else float(value)
