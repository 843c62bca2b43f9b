"""Drawing from the threshold test's posterior with NumPyro, and whether the draws can be used."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from evenhand.stats.estimate import FloatArray
from evenhand.stats.outcomes.cells import Cells
from evenhand.stats.outcomes.families import (
    PRIORS,
    log_likelihood,
    tails,
    threshold_as_chance,
)

HIGHEST_R_HAT = 1.01
FEWEST_EFFECTIVE = 400
TARGET = 0.85
"""Share of the sampler's steps to be accepted: a little more careful than its habit of 0.8."""

DEPTH = (6, 10)
"""Doublings of a path at most, in warmup and after: the first paths have steps far too small, and
following each to its end would cost more than all the draws that are kept."""


@dataclass(frozen=True)
class Settings:
    """How to draw.

    Attributes
    ----------
    draws : of each chain, kept; as many again, up to ``batches`` times, until they suffice.
    warmup : of each chain, thrown away.
    chains : started apart from each other.
    batches : after so many it is given up, and the result says so.
    seed : of the random numbers.
    """

    draws: int = 500
    warmup: int = 600
    chains: int = 4
    batches: int = 6
    seed: int = 0


@dataclass(frozen=True)
class Diagnostics:
    """Whether the chains arrived at one answer, over every parameter of the model.

    Attributes
    ----------
    r_hat : the largest: above 1.01 the chains tell different stories.
    effective : the smallest number of draws, counted as if independent: 400 are wanted.
    worst : the parameter that has it.
    divergences : steps on which the sampler lost its way; draws near them may be missing.
    draws : of all chains together.
    seconds : that it took, compilation included; not part of the answer.
    """

    r_hat: float
    effective: float
    worst: str
    divergences: int
    draws: int
    seconds: float


@dataclass(frozen=True, eq=False)
class Drawn:
    """Draws in which only what is reported is left.

    Attributes
    ----------
    threshold : (draws, cells) as the chance of finding something, from 0 to 1.
    searched, found : (fewer draws, cells) shares of stops searched, and of searches that found.
    """

    threshold: FloatArray
    searched: FloatArray
    found: FloatArray
    diagnostics: Diagnostics


def draw(cells: Cells, family: str, scale: float, settings: Settings) -> Drawn:
    """Draw from the posterior, in double precision, wherever JAX finds a processor or a GPU."""
    import jax

    began = time.perf_counter()
    with jax.enable_x64(True):
        shape = len(cells.groups), len(cells.locations), len(cells.stops)
        sampler = _sampler(family, shape, (settings.warmup, settings.draws, settings.chains))
        data = {
            "location": np.asarray(cells.location),
            "group": np.asarray(cells.group),
            "stops": cells.stops,
            "searches": cells.searches,
            "found": cells.found,
            "scale": np.float64(scale),
        }
        batches: list[dict[str, FloatArray]] = []
        divergences = 0
        sampler.post_warmup_state = None
        key = jax.random.PRNGKey(settings.seed)
        for _ in range(settings.batches):
            sampler.run(key, extra_fields=("diverging",), **data)
            batches.append(
                {
                    name: np.asarray(values, dtype=np.float64)
                    for name, values in sampler.get_samples(group_by_chain=True).items()
                }
            )
            divergences += int(np.asarray(sampler.get_extra_fields()["diverging"]).sum())
            draws = {
                name: np.concatenate([batch[name] for batch in batches], axis=1)
                for name in batches[0]
            }
            r_hat, effective, worst = _arrived(draws)
            if r_hat <= HIGHEST_R_HAT and effective >= FEWEST_EFFECTIVE:
                break
            sampler.post_warmup_state = sampler.last_state
            key = sampler.last_state.rng_key
        flat = {name: each.reshape(-1, *each.shape[2:]) for name, each in draws.items()}
        # As NumPy has them: outside this context JAX would go on in single precision.
        own = [np.asarray(each, dtype=np.float64) for each in _cells_own(family, flat, data)]
        few = np.linspace(0, len(flat["level"]) - 1, 400).astype(int)
        hit, miss, _ = (
            np.exp(np.asarray(part))
            for part in jax.jit(jax.vmap(tails(family)))(*(each[few] for each in own))
        )
    return Drawn(
        threshold=threshold_as_chance(family, *own),
        searched=hit + miss,
        found=hit / (hit + miss),
        diagnostics=Diagnostics(
            r_hat=r_hat,
            effective=effective,
            worst=worst,
            divergences=divergences,
            draws=len(flat["level"]),
            seconds=time.perf_counter() - began,
        ),
    )


@lru_cache(maxsize=4)
def _sampler(family: str, shape: tuple[int, int, int], lengths: tuple[int, int, int]) -> Any:
    """Return a sampler for tables of this size: scales and data of one size share what it compiles.

    Everything is drawn as standard normal and moved by the priors afterwards, so that one place to
    start and one step size suit all.
    """
    import numpyro
    from numpyro import distributions
    from numpyro.infer import MCMC, NUTS, init_to_uniform

    groups, locations, cells = shape
    warmup, draws, chains = lengths
    normal, half = distributions.Normal(0.0, 1.0), distributions.HalfNormal(1.0)
    sizes = {"level": groups, "own": cells}
    sizes |= {"risk_of_place": locations - 1, "signal_of_place": locations - 1}
    if PRIORS[family].common:
        sizes |= {"common": 2, "risk": groups - 1, "signal": groups - 1}
    else:
        sizes |= {"risk": groups, "signal": groups}

    def model(**data: Any) -> None:
        drawn = {name: numpyro.sample(name, normal.expand([size])) for name, size in sizes.items()}
        spreads = 1 if PRIORS[family].common else groups
        drawn["spread"] = numpyro.sample("spread", half.expand([spreads]))
        counts = data["stops"], data["searches"], data["found"]
        numpyro.factor("counts", log_likelihood(family)(*_cells_own(family, drawn, data), counts))

    return MCMC(
        NUTS(
            model,
            target_accept_prob=TARGET,
            max_tree_depth=DEPTH,
            init_strategy=init_to_uniform(radius=0.5),
        ),
        num_warmup=warmup,
        num_samples=draws,
        num_chains=chains,
        chain_method="vectorized",
        progress_bar=False,
        jit_model_args=True,
    )


def _cells_own(
    family: str, drawn: Mapping[str, Any], data: Mapping[str, Any]
) -> tuple[Any, Any, Any]:
    """Return each cell's threshold, risk and signal, on their unbounded scales (..., cells)."""
    import jax.numpy as jnp

    prior, scale = PRIORS[family], data["scale"]
    group, location = data["group"], data["location"]

    def pinned(values: Any) -> Any:
        # The first location, with most stops, is what the others are set against.
        return jnp.concatenate([jnp.zeros((*values.shape[:-1], 1)), values], axis=-1)

    def away(name: str, deviation: float, place: float, common: int) -> Any:
        """How far from the prior mean."""
        of_group = deviation * scale * drawn[name]
        if prior.common:
            of_group = pinned(of_group)
            of_group += drawn["common"][..., common : common + 1] * prior.common * scale
        of_place = place * scale * pinned(drawn[f"{name}_of_place"])
        return of_group[..., group] + of_place[..., location]

    level = (prior.threshold[0] + prior.threshold[1] * scale * drawn["level"])[..., group]
    spread = prior.spread * scale * drawn["spread"]
    spread = spread[..., group] if spread.shape[-1] > 1 else spread
    x = away("risk", prior.risk[1], prior.risk_of_place, 0)
    y = away("signal", prior.signal[1], prior.signal_of_place, 1)
    return level + spread * drawn["own"], prior.risk[0] + x, prior.signal[0] + y


def _arrived(draws: Mapping[str, FloatArray]) -> tuple[float, float, str]:
    """Return the largest R-hat and the smallest effective number of draws, with its parameter."""
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    r_hat, effective, worst = 0.0, np.inf, ""
    for name, values in draws.items():
        r_hat = max(r_hat, float(np.max(split_gelman_rubin(values))))
        sizes = np.asarray(effective_sample_size(values))
        if sizes.min() < effective:
            effective, worst = float(sizes.min()), f"{name}[{int(sizes.argmin())}]"
    return r_hat, effective, worst
