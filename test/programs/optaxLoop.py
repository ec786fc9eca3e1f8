"""JAX: a compiled step of one's own, a schedule that the state of optax shows."""

import time

import jax
import jax.numpy as jnp
import optax

x = jax.random.normal(jax.random.key(20), (64, 5))
y = x @ jnp.arange(5.0)
optimizer = optax.inject_hyperparams(optax.adam)(learning_rate=optax.linear_schedule(0.1, 0.0, 40))
weights = jnp.zeros(5)
state = optimizer.init(weights)


@jax.jit
def step(weights, state):
    loss, gradient = jax.value_and_grad(lambda w: jnp.mean((x @ w - y) ** 2))(weights)
    updates, state = optimizer.update(gradient, state, weights)
    return optax.apply_updates(weights, updates), state, loss


for index in range(30):
    weights, state, loss = step(weights, state)
    print("step", float(loss).hex(), 0.1 * (1 - index / 40))
    time.sleep(0.03)
