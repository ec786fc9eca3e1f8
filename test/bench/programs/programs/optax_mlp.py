"""Classifies noisy rings with JAX and optax."""

import jax
import jax.numpy as jnp
import optax

LEARNING_RATE = 0.01

key = jax.random.PRNGKey(0)
k1, k2, k3, k4, k5 = jax.random.split(key, 5)
labels = jax.random.randint(k1, (2000,), 0, 3)
angles = jax.random.uniform(k2, (2000,)) * 2 * jnp.pi
radii = labels + 1 + 0.2 * jax.random.normal(k3, (2000,))
points = jnp.stack([radii * jnp.cos(angles), radii * jnp.sin(angles)], axis=1)

params = {
    "w1": jax.random.normal(k4, (2, 32)) / jnp.sqrt(2),
    "b1": jnp.zeros(32),
    "w2": jax.random.normal(k5, (32, 3)) / jnp.sqrt(32),
    "b2": jnp.zeros(3),
}


def loss_fn(params, x, y):
    hidden = jnp.tanh(x @ params["w1"] + params["b1"])
    logits = hidden @ params["w2"] + params["b2"]
    return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()


tx = optax.inject_hyperparams(optax.adam)(learning_rate=LEARNING_RATE)
opt_state = tx.init(params)
grad_fn = jax.jit(jax.value_and_grad(loss_fn))

for step in range(1000):
    key, sub = jax.random.split(key)
    rows = jax.random.randint(sub, (64,), 0, 2000)
    loss, grads = grad_fn(params, points[rows], labels[rows])
    updates, opt_state = tx.update(grads, opt_state, params)
    params = optax.apply_updates(params, updates)
    if step % 10 == 0:
        print(f"step {step}, loss: {loss:.4f}")
