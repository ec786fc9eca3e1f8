"""Programs that Keras trains, with its own defaults: as generate.py, but needs TensorFlow and Keras instead of PyTorch."""

import functools
import os
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", KERAS_BACKEND="tensorflow", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="-1")

import keras
import numpy as np
import tensorflow as tf
from keras import layers, losses, optimizers

import data
from described import Described
from search import Trainer, run

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

HELD_OUT = 256
EVALUATIONS = 20

PROGRAMS, PARTS = {}, {}
GUESSES = dict(sgd=-1.5, momentum=-2, adagrad=-1.5)


def add(name, optimizer, batch, steps, stack, arrays, loss, kind, schedule=None, momentum=0.0, make=None, **rest):
    """`stack` gives the layers; `make` the optimizer, Keras's of that name by default; `schedule` is one of Keras's for a peak of 1."""
    name = f"keras-{name}"
    factors = None if schedule is None else [float(schedule(step)) for step in range(steps)]
    described = {} if schedule is None else {"schedule": type(schedule).__name__, "factors": factors}
    rest.setdefault("guess", GUESSES.get("momentum" if momentum else optimizer, -2.5))
    PROGRAMS[name] = Described(name, optimizer, momentum, batch, steps, kind, **described, **rest)
    PARTS[name] = stack, functools.lru_cache(None)(arrays), loss, make or getattr(optimizers, optimizer_class(optimizer))


def optimizer_class(name):
    return dict(sgd="SGD", rmsprop="RMSprop", adamw="AdamW").get(name, name.capitalize())


def digits(size, first, count=2816, image=False):
    """The held-out examples come first, as everywhere."""

    def arrays():
        x, y = data.mnist(size, count, first, flat=not image)
        return (np.moveaxis(x, 1, 3), y) if image else (x, y)

    return arrays


def column(arrays):
    """Targets as Keras wants them: one row an example."""
    x, y = arrays
    return x, y[:, None].astype(np.float32)


def copied(arrays):
    x = arrays[0]
    x = (x - x.min()) / (x.max() - x.min())
    return x, x


def classifier(*before, classes=10):
    return lambda: [*(make() for make in before), layers.Dense(classes, activation="softmax")]


def dense(*widths, activation="relu"):
    return [functools.partial(layers.Dense, width, activation=activation) for width in widths]


def convolutions(*channels, norm=False):
    made = []
    for count in channels:
        made.append(functools.partial(layers.Conv2D, count, 3, padding="same", activation=None if norm else "relu"))
        made += [layers.BatchNormalization, functools.partial(layers.Activation, "relu")] if norm else []
        made.append(layers.MaxPooling2D)
    return [*made, layers.Flatten]


def crossed():
    return losses.SparseCategoricalCrossentropy()


decay = optimizers.schedules
heavy_ball = functools.partial(optimizers.SGD, momentum=0.9)
nesterov = functools.partial(optimizers.SGD, momentum=0.9, nesterov=True)
label = dict(kind="classes", classes=10)

add("dense-sgd", "sgd", 32, 800, classifier(*dense(64)), digits(14, 0), crossed(), **label)
add("dense-momentum-cosine", "sgd", 64, 500, classifier(*dense(48, 48)), digits(7, 3000), crossed(), schedule=decay.CosineDecay(1.0, 500), momentum=0.9, make=heavy_ball, **label)
add("dense-adam-exponential", "adam", 32, 600, classifier(*dense(64)), digits(7, 6000), crossed(), schedule=decay.ExponentialDecay(1.0, 100, 0.6), **label)
add("dense-nadam", "nadam", 32, 600, classifier(*dense(32, 32, activation="tanh")), digits(7, 9000), crossed(), **label)
add("dropout-rmsprop", "rmsprop", 64, 600, classifier(*dense(64), lambda: layers.Dropout(0.3), *dense(64)), digits(7, 12000), crossed(), **label)
add("batch-norm-dense-adam", "adam", 128, 400, classifier(*dense(64), layers.BatchNormalization, *dense(64), layers.BatchNormalization), digits(7, 15000, 4352), crossed(), **label)
add("conv-adam", "adam", 64, 400, classifier(*convolutions(8, 16)), digits(7, 18000, image=True), crossed(), **label)
add("conv-batch-norm-adam", "adam", 32, 400, classifier(*convolutions(8, 8, norm=True)), digits(7, 21000, 1792, image=True), crossed(), **label)
add("conv-nesterov", "sgd", 32, 400, classifier(*convolutions(8)), digits(14, 24000, 1792, image=True), crossed(), momentum=0.9, make=nesterov, **label)
add("regression-squares-adam", "adam", 32, 900, lambda: [layers.Dense(32, "relu"), layers.Dense(32, "relu"), layers.Dense(1)], lambda: column(data.friedman()), losses.MeanSquaredError(), "values")
add("regression-log-cosh-rmsprop", "rmsprop", 32, 700, lambda: [layers.Dense(32, "relu"), layers.Dense(1)], lambda: column(data.waves()), losses.LogCosh(), "values")
add("regression-squares-sgd", "sgd", 32, 700, lambda: [layers.Dense(24, "tanh"), layers.Dense(1)], lambda: column(data.friedman(seed=50)), losses.MeanSquaredError(), "values")
add("binary-adam", "adam", 64, 500, lambda: [layers.Dense(24, "relu"), layers.Dense(1, "sigmoid")], lambda: column(data.moons()), losses.BinaryCrossentropy(), "classes", classes=2)
add("lstm-series-adam", "adam", 32, 500, lambda: [layers.Reshape((16, 1)), layers.LSTM(16), layers.Dense(1)], lambda: column(data.series(2400)), losses.MeanSquaredError(), "values")
add("gru-tokens-rmsprop", "rmsprop", 64, 450, classifier(lambda: layers.Embedding(8, 8), lambda: layers.GRU(24), classes=8), data.first_token, crossed(), "classes", classes=8)
add("embedding-adagrad", "adagrad", 32, 900, classifier(lambda: layers.Embedding(200, 16), layers.GlobalAveragePooling1D, classes=5), lambda: data.relabel(data.bags(), 0.2, 5), crossed(), "classes", classes=5)
add("autoencoder-adamw", "adamw", 64, 600, lambda: [layers.Dense(48, "relu"), layers.Dense(8), layers.Dense(48, "relu"), layers.Dense(49, "sigmoid")], lambda: copied(digits(7, 27000)()), losses.MeanSquaredError(), "none")

add("layer-norm-adamw-polynomial", "adamw", 32, 500, classifier(*dense(48), layers.LayerNormalization, *dense(48), layers.LayerNormalization), digits(7, 30000), crossed(), schedule=decay.PolynomialDecay(1.0, 500, 0.01), **label)
add("batch-norm-dense-rmsprop", "rmsprop", 32, 500, classifier(*dense(32), layers.BatchNormalization, *dense(32), layers.BatchNormalization), digits(7, 33000), crossed(), **label)
add("dense-lion", "lion", 64, 500, classifier(*dense(48)), digits(7, 36000), crossed(), guess=-3.5, **label)
add("counts-poisson-adamax", "adamax", 32, 700, lambda: [layers.Dense(24, "relu"), layers.Dense(1, "exponential")], lambda: column(data.counts()), losses.Poisson(), "values")
add("autoencoder-crossed-adam", "adam", 32, 600, lambda: [layers.Dense(24, "relu"), layers.Dense(49, "sigmoid")], lambda: copied(digits(7, 39000)()), losses.BinaryCrossentropy(), "none")


class Training:
    """A program of one seed: its model and optimizer, which start anew for each rate."""

    def __init__(self, program, seed):
        stack, arrays, loss, make = PARTS[program.name]
        self.program, self.seed, self.loss = program, seed, loss
        x, y = arrays()
        self.held, self.rest = (x[:HELD_OUT], y[:HELD_OUT]), (x[HELD_OUT:], y[HELD_OUT:])
        self.per_epoch = len(self.rest[0]) // program.batch
        keras.utils.set_random_seed(seed)
        self.model = keras.Sequential([layers.Input(x.shape[1:], dtype=x.dtype), *stack()])
        self.optimizer = make()
        self.optimizer.build(self.model.trainable_variables)
        self.variables = [*self.model.variables, *self.optimizer.variables]
        self.start = [variable.numpy() for variable in self.variables]
        batches = [tf.TensorSpec((None, *a.shape[1:]), tf.as_dtype(a.dtype)) for a in self.rest]
        order = tf.TensorSpec((None, program.batch), tf.int64)
        self.steps = tf.function(self._steps, input_signature=[*batches, order, tf.TensorSpec((None,), tf.float32)])
        self.evaluate = tf.function(lambda x, y: loss(y, self.model(x, training=False)), input_signature=batches)

    def reset(self):
        for variable, value in zip(self.variables, self.start):
            variable.assign(value)

    def order(self):
        """Shuffled epochs without the last short batch."""
        rng, rows = np.random.default_rng(self.seed + 1000), []
        while len(rows) < self.program.steps:
            shuffled = rng.permutation(len(self.rest[0]))
            rows += list(shuffled[: self.per_epoch * self.program.batch].reshape(self.per_epoch, -1))
        return np.array(rows[: self.program.steps])

    def _steps(self, x, y, order, rates):
        count, weights = tf.shape(order)[0], self.model.trainable_variables
        written, norms = tf.TensorArray(tf.float32, count), tf.TensorArray(tf.float32, count)
        for i in tf.range(count):
            with tf.GradientTape() as tape:
                loss = self.loss(tf.gather(y, order[i]), self.model(tf.gather(x, order[i]), training=True))
            gradients = [tf.convert_to_tensor(gradient) for gradient in tape.gradient(loss, weights)]
            self.optimizer.learning_rate.assign(rates[i])
            self.optimizer.apply_gradients(zip(gradients, weights))
            written, norms = written.write(i, loss), norms.write(i, tf.linalg.global_norm(gradients))
        return written.stack(), norms.stack()


@functools.lru_cache(1)
def prepare(name, seed):
    return Training(PROGRAMS[name], seed)


def initial_loss(program, seed):
    training = prepare(program.name, seed)
    training.reset()
    # At a rate of 0 nothing is learned; AdamW's decay is a share of the rate.
    return float(training.steps(*training.rest, training.order()[:16], np.zeros(16, np.float32))[0].numpy().mean())


def train(program, rates, seed, fault=None, fault_at=0.5):
    training, steps = prepare(program.name, seed), program.steps
    x, y = training.rest
    y = y[np.random.default_rng(99).permutation(len(y))] if fault == "shuffled labels" else y
    x, y, order = tf.constant(x), tf.constant(y), training.order()
    factors = np.ones(steps) if program.factors is None else np.array(program.factors)
    ends = sorted({max(1, round(steps * (i + 1) / EVALUATIONS)) for i in range(EVALUATIONS)})
    trained = []
    for rate in rates:
        training.reset()
        scheduled, parts, held = (rate * factors).astype(np.float32), [], []
        for begin, end in zip([0, *ends], ends):
            parts.append(training.steps(x, y, order[begin:end], scheduled[begin:end]))
            held.append(float(training.evaluate(*training.held)))
        trained.append(
            {
                "loss": np.concatenate([part[0] for part in parts]),
                "norm": np.concatenate([part[1] for part in parts]),
                "rate": rate * factors,
                "held_steps": np.array(ends) - 1,
                "held": np.array(held),
                "per_epoch": training.per_epoch,
                "bad": None,
            }
        )
    return trained


def possible_faults(program):
    return ["shuffled labels"] if program.kind in ("classes", "values") else []


if __name__ == "__main__":
    sys.exit(run(PROGRAMS, Trainer(initial_loss, train, possible_faults)))
