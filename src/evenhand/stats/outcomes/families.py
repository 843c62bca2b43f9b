"""The two families of the threshold test: how a signal of guilt leads to searches and finds.

Both say that an officer sees a signal of how likely a search is to find something, and searches if
it is above a threshold. They differ in what signals look like. JAX is imported only in functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

FAMILIES = ("beta", "discriminant")
NODES = 24
"""Gauss-Legendre nodes of each tail: within 1e-5 of SciPy where the model has any weight."""


@dataclass(frozen=True)
class Priors:
    """Means and standard deviations of what is believed beforehand, at scale 1.

    Attributes
    ----------
    threshold, risk, signal : of a group's threshold, share that carries something, and signal, each
        on its own unbounded scale: mean, then standard deviation.
    spread : of how far a location's threshold lies from its group's: half-normal.
    risk_of_place, signal_of_place : how far locations differ.
    common : standard deviation of a mean that all groups share; none where 0.
    """

    threshold: tuple[float, float]
    risk: tuple[float, float]
    signal: tuple[float, float]
    spread: float
    risk_of_place: float
    signal_of_place: float
    common: float = 0.0


PRIORS = {
    "beta": Priors((-2.0, 1.0), (-3.5, 0.25), (2.0, 0.5), 0.25, 0.25, 0.5),
    "discriminant": Priors((0.0, 1.0), (0.0, 0.25), (0.0, 0.1), 1.0, 0.1, 0.1, common=1.0),
}
"""Those of the Stanford Open Policing Project: of 2017 (beta) and of 2020 (discriminant)."""


@cache
def tails(family: str) -> Callable[[Any, Any, Any], tuple[Any, Any, Any]]:
    """Return a function of (threshold, risk, signal), each (..., cells).

    It gives three logarithms of shares of all stops: searched and found, searched and not found,
    not searched.
    """
    import jax
    import jax.numpy as jnp

    def beta(threshold: Any, risk: Any, signal: Any) -> tuple[Any, Any, Any]:
        _, _, found, missed = _beta_nodes(threshold, *_beta_shape(risk, signal))
        hit, miss = found.sum(axis=0), missed.sum(axis=0)
        return jnp.log(hit), jnp.log(miss), jnp.log1p(-hit - miss)

    def discriminant(threshold: Any, risk: Any, signal: Any) -> tuple[Any, Any, Any]:
        below = jax.scipy.special.log_ndtr
        apart = jnp.exp(signal)
        guilty, innocent = jax.nn.log_sigmoid(risk), jax.nn.log_sigmoid(-risk)
        return (
            guilty + below(apart - threshold),
            innocent + below(-threshold),
            jnp.logaddexp(guilty + below(threshold - apart), innocent + below(threshold)),
        )

    return beta if family == "beta" else discriminant


@cache
def log_likelihood(family: str) -> Callable[..., Any]:
    """Return a function of (threshold, risk, signal, counts): one number.

    The counts are stops, searches and finds, each (cells,).
    """
    import jax
    import jax.numpy as jnp
    from jax.scipy.special import digamma

    def plain(threshold: Any, risk: Any, signal: Any, counts: Any) -> Any:
        n, s, h = counts
        hit, miss, rest = tails(family)(threshold, risk, signal)
        return (h * hit + (s - h) * miss + (n - s) * rest).sum()

    if family == "discriminant":
        return plain

    # By hand, because the gradient needs no other integrals than the value: derivatives by the
    # shape are means of log x and log(1 - x) over the same nodes, the one by the threshold is the
    # density there.
    def forward(threshold: Any, risk: Any, signal: Any, counts: Any) -> Any:
        n, s, h = counts
        a, b = _beta_shape(risk, signal)
        log_x, log_not_x, found, missed = _beta_nodes(threshold, a, b)
        hit, miss = found.sum(axis=0), missed.sum(axis=0)
        rest = 1 - hit - miss
        by_hit, by_miss = h / hit - (n - s) / rest, (s - h) / miss - (n - s) / rest
        weighed, total = by_hit * found + by_miss * missed, by_hit * hit + by_miss * miss
        both = digamma(a + b)
        by_a = (weighed * log_x).sum(axis=0) - (digamma(a) - both) * total
        by_b = (weighed * log_not_x).sum(axis=0) - (digamma(b) - both) * total
        x = jax.nn.sigmoid(threshold)
        edge = jnp.exp(
            a * jax.nn.log_sigmoid(threshold) + b * jax.nn.log_sigmoid(-threshold) - _log_beta(a, b)
        )
        by_threshold = -edge * (by_hit * x + by_miss * (1 - x))
        share = jax.nn.sigmoid(risk)
        by_risk = (by_a - by_b) * a * (1 - share)
        value = (h * jnp.log(hit) + (s - h) * jnp.log(miss) + (n - s) * jnp.log(rest)).sum()
        return value, (by_threshold, by_risk, by_a * a + by_b * b)

    def backward(slopes: Any, outer: Any) -> Any:
        return (*(outer * slope for slope in slopes), None)

    quick = jax.custom_vjp(plain)
    quick.defvjp(forward, backward)
    return quick


def threshold_as_chance(family: str, threshold: Any, risk: Any, signal: Any) -> Any:
    """Return the chance of finding something at the threshold, by which groups are compared."""
    if family == "beta":
        return 1 / (1 + np.exp(-threshold))
    apart = np.exp(signal)
    return 1 / (1 + np.exp(-(risk + apart * threshold - apart**2 / 2)))


def _beta_shape(risk: Any, signal: Any) -> tuple[Any, Any]:
    import jax
    import jax.numpy as jnp

    sure = jnp.exp(signal)
    return sure * jax.nn.sigmoid(risk), sure * jax.nn.sigmoid(-risk)


def _log_beta(a: Any, b: Any) -> Any:
    from jax.scipy.special import gammaln

    return gammaln(a) + gammaln(b) - gammaln(a + b)


def _beta_nodes(threshold: Any, a: Any, b: Any) -> tuple[Any, Any, Any, Any]:
    """Return log x, log(1 - x) and the two parts of the tail's mass at each node, (nodes, cells).

    With u = logit x the density is smooth and falls off like exp(-b u): one stretch from the
    threshold to where nothing is left holds the tail, and nothing cancels as in 1 - CDF.
    """
    import jax
    import jax.numpy as jnp

    # What passes through it is worked out once, not again for each sum that uses it.
    apart: Any = jax.lax.optimization_barrier
    at, weight = np.polynomial.legendre.leggauss(NODES)
    at, weight = (at[:, None] + 1) / 2, weight[:, None] / 2
    peak = jnp.log(a + 1) - jnp.log(b)
    top = jnp.logaddexp(threshold, peak) + 6 * jnp.sqrt(1 / (a + 1) + 1 / b) + 14 / b
    length = top - threshold
    u = threshold + at * length
    grown = apart(jnp.exp(u))
    log_not_x = -jnp.log(1 + grown)
    log_x = u + log_not_x
    mass = weight * length * jnp.exp(a * log_x + b * log_not_x - _log_beta(a, b))
    x = grown / (1 + grown)
    mass, x, log_not_x, log_x = apart((mass, x, log_not_x, log_x))
    found = mass * x
    return log_x, log_not_x, found, mass - found
