"""The threshold test: a planted truth, SciPy's integrals, gates, and answers that are kept."""

import json

import numpy as np
import pytest
from bench.threshold import STATES, apart, fitted
from scipy import special

from evenhand.stats import CannotTell, InvalidCounts, StatsError
from evenhand.stats.outcomes import threshold as module
from evenhand.stats.outcomes.families import log_likelihood, tails, threshold_as_chance
from evenhand.stats.outcomes.sampling import Diagnostics, Settings
from evenhand.stats.outcomes.threshold import NO_HEADLINE, threshold_test

jax = pytest.importorskip("jax", reason="evenhand[bayes] is not installed")
pytest.importorskip("numpyro", reason="evenhand[bayes] is not installed")

GROUPS = ("White", "Black", "Asian")
PLACES = tuple("ABCDEF")
THRESHOLDS = {"White": 0.30, "Black": 0.15, "Asian": 0.28}
QUICK = Settings(draws=100, warmup=150, chains=4, batches=1)
"""Too few for the gate of 400 effective draws, which has tests of its own."""


def planted(seed=4):
    """Draw stops, searches and finds by the beta family from thresholds that are known."""
    rng = np.random.default_rng(seed)
    stops = rng.integers(1_500, 4_000, (6, 3))
    risk = -3.5 + rng.normal(0, 0.2, (6, 1)) + np.array([0.0, 0.2, -0.1])
    sure = np.exp(2 + rng.normal(0, 0.3, (6, 1)))
    chance = special.expit(risk)
    x = np.array([THRESHOLDS[group] for group in GROUPS])
    searched = special.betaincc(sure * chance, sure * (1 - chance), x)
    found = chance * special.betaincc(sure * chance + 1, sure * (1 - chance), x) / searched
    searches = rng.binomial(stops, searched)
    return stops, searches, rng.binomial(searches, found)


def planted_apart(seed=5):
    """The same by the discriminant family; with the truth, weighted by stops as it is told."""
    rng = np.random.default_rng(seed)
    stops = rng.integers(1_500, 4_000, (6, 3))
    risk = -1 + rng.normal(0, 0.1, (6, 1)) + np.array([0.0, 0.1, -0.05])
    signal = 0.4 + rng.normal(0, 0.1, (6, 1)) + np.zeros(3)
    least = np.array([1.6, 1.1, 1.6])
    guilty, apart = special.expit(risk), np.exp(signal)
    hit, miss = guilty * special.ndtr(apart - least), (1 - guilty) * special.ndtr(-least)
    searches = rng.binomial(stops, hit + miss)
    truth = threshold_as_chance("discriminant", least, risk, signal)
    told = (truth * stops).sum(axis=0) / stops.sum(axis=0)
    return (stops, searches, rng.binomial(searches, hit / (hit + miss))), told


def asked(**changed):
    names = {"locations": PLACES, "groups": GROUPS, "reference": "White", "settings": QUICK}
    return names | {"families": ["beta"], "scales": [1.0]} | changed


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def told(folder):
    """One fit of the planted truth, kept in a folder."""
    return threshold_test(*planted(), **asked(cache=folder))


@pytest.mark.slow
def test_planted_thresholds_are_found(told):
    (fit,) = told.fits
    truth = np.array([THRESHOLDS[group] for group in GROUPS])
    assert (fit.threshold.low < truth).all()
    assert (truth < fit.threshold.high).all()
    assert fit.lower[1] > 0.99  # less was enough to search Black people
    assert fit.difference.high[1] < 0
    assert 0.1 < fit.lower[2] < 0.95
    assert np.isnan(fit.lower[0])
    assert told.caution == NO_HEADLINE


@pytest.mark.slow
def test_planted_thresholds_of_the_discriminant_family_are_found():
    counts, truth = planted_apart()
    told = threshold_test(*counts, **asked(families=["discriminant"]))
    (fit,) = told.fits
    assert fit.family == "discriminant"
    assert (fit.threshold.low < truth).all()
    assert (truth < fit.threshold.high).all()
    assert fit.lower[1] > 0.99  # less was enough to search Black people
    assert min(fit.searched, fit.found) >= 0.8


@pytest.mark.slow
def test_rhode_islands_published_thresholds_are_found():
    if not STATES.exists():
        pytest.skip("shared/data is not beside the clone")
    told, _ = fitted("RI", Settings())
    (fit,) = told.fits
    assert apart(told) < 0.01
    assert fit.usable, fit.why


@pytest.mark.slow
def test_a_fit_says_how_well_it_arrived(told):
    (fit,) = told.fits
    assert 0.99 < fit.diagnostics.r_hat < 1.2
    assert 20 < fit.diagnostics.effective <= 800
    assert fit.diagnostics.draws == 400
    enough = fit.diagnostics.r_hat <= 1.01 and fit.diagnostics.effective >= 400
    assert fit.usable == (enough and fit.diagnostics.divergences <= 4)
    assert min(fit.searched, fit.found) >= 0.8


@pytest.mark.slow
def test_what_was_drawn_once_is_not_drawn_again(told, folder, monkeypatch):
    def never(*_):
        raise AssertionError("drawn again")

    monkeypatch.setattr(module, "draw", never)
    again = threshold_test(*planted(), **asked(cache=folder))
    np.testing.assert_array_equal(again.fits[0].cell.value, told.fits[0].cell.value)
    assert again.fits[0].diagnostics == told.fits[0].diagnostics
    with pytest.raises(AssertionError, match="drawn again"):
        threshold_test(*planted(seed=5), **asked(cache=folder))


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["", "{", "[]", '{"key": "another", "answer": {}}'])
def test_an_answer_that_was_cut_short_is_made_again(told, folder, tmp_path, broken, monkeypatch):
    (kept,) = folder.iterdir()
    (tmp_path / kept.name).write_text(broken)
    monkeypatch.setattr(module, "draw", lambda *_: None)
    whole = json.loads(kept.read_text())["answer"]
    monkeypatch.setattr(module, "_told", lambda *_: whole)
    again = threshold_test(*planted(), **asked(cache=tmp_path))
    assert again.fits[0].diagnostics == told.fits[0].diagnostics
    assert json.loads((tmp_path / kept.name).read_text())["answer"] == whole
    assert [each.name for each in tmp_path.iterdir()] == [kept.name]


def told_as(**changed):
    """An answer in plain numbers, such as is kept, with some of it changed."""
    diagnostics = {"r_hat": 1.0, "effective": 900.0, "worst": "spread[0]", "divergences": 0}
    diagnostics |= {"draws": 2000, "seconds": 1.0} | changed.pop("diagnostics", {})
    three = [[0.3, 0.2, 0.3], [0.25, 0.15, 0.25], [0.35, 0.25, 0.35]]
    plain = {"threshold": three, "cell": three, "difference": three, "lower": [0.0, 0.99, 0.5]}
    return (
        plain | {"diagnostics": diagnostics, "reproduced": [0.97, 0.94], "reference": 0} | changed
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"diagnostics": {"r_hat": 1.011}}, "R-hat 1.011"),
        ({"diagnostics": {"r_hat": float("nan")}}, "R-hat nan"),
        ({"diagnostics": {"effective": 399.0}}, "399 effective draws of spread[0]"),
        ({"diagnostics": {"divergences": 21}}, "lost its way 21 times in 2000"),
        ({"reproduced": [0.99, 0.5]}, "reproduces only 50%"),
    ],
)
def test_a_fit_that_did_not_arrive_is_marked_not_to_be_used(monkeypatch, changed, words):
    answers = iter([told_as(**changed), told_as()])
    monkeypatch.setattr(module, "draw", lambda *_: None)
    monkeypatch.setattr(module, "_told", lambda *_: next(answers))
    told = threshold_test(*planted(), **asked(scales=[1.0, 1.5]))
    bad, good = told.fits
    assert not bad.usable
    assert bad.why.startswith("not to be used: ")
    assert words in bad.why
    assert (good.usable, good.why) == (True, "")
    assert told.searched_on_less("Black") == (1, 1)  # of those that may be used


def test_all_families_and_scales_stand_side_by_side_and_none_is_the_answer(monkeypatch):
    monkeypatch.setattr(module, "draw", lambda *_: None)
    monkeypatch.setattr(module, "_told", lambda *_: told_as())
    names = asked()
    del names["families"], names["scales"]
    told = threshold_test(*planted(), **names)
    assert [(fit.family, fit.scale) for fit in told.fits] == [
        (family, scale) for family in ("beta", "discriminant") for scale in (0.5, 1.0, 1.5)
    ]
    assert told.searched_on_less("Black") == (6, 6)
    assert not hasattr(told, "threshold")


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        ({"families": ["gamma"]}, StatsError, "must be one of beta, discriminant"),
        ({"families": []}, StatsError, "at least one family"),
        ({"scales": [0.0]}, StatsError, "scales above zero"),
        ({"scales": [float("nan")]}, StatsError, "scales above zero"),
        ({"reference": "Green"}, InvalidCounts, "a group with searches: White"),
        ({"confidence": 1.0}, StatsError, "between 0 and 1"),
    ],
)
def test_what_cannot_be_asked_is_refused(changed, kind, words):
    with pytest.raises(kind, match=words):
        threshold_test(*planted(), **asked(**changed))


def test_four_places_are_refused_before_anything_is_drawn():
    four = [each[:4] for each in planted()]
    with pytest.raises(CannotTell, match="4 locations"):
        threshold_test(*four, **asked(locations=PLACES[:4]))


@pytest.fixture
def points():
    """Thresholds, risks and signals as the model meets them, and some far out."""
    rng = np.random.default_rng(6)
    return rng.normal(-1.3, 0.8, 3_000), rng.normal(-3.5, 0.5, 3_000), rng.normal(2, 0.7, 3_000)


def test_the_tails_of_the_beta_family_are_scipys(points):
    threshold, risk, signal = points
    sure, chance, x = np.exp(signal), special.expit(risk), special.expit(threshold)
    hit = chance * special.betaincc(sure * chance + 1, sure * (1 - chance), x)
    miss = (1 - chance) * special.betaincc(sure * chance, sure * (1 - chance) + 1, x)
    with jax.enable_x64(True):
        ours = [np.asarray(part) for part in tails("beta")(*points)]
    likely = (hit > 1e-9) & (miss > 1e-9)
    assert likely.mean() > 0.95
    for part, truth in zip(ours, (hit, miss, 1 - hit - miss), strict=True):
        np.testing.assert_allclose(part[likely], np.log(truth[likely]), atol=2e-5)


def test_the_tails_of_the_discriminant_family_are_normal_and_add_up():
    rng = np.random.default_rng(7)
    threshold, risk, signal = rng.normal(0, 2, (3, 500))
    with jax.enable_x64(True):
        ours = [np.exp(np.asarray(part)) for part in tails("discriminant")(threshold, risk, signal)]
    chance = special.expit(risk)
    np.testing.assert_allclose(ours[0], chance * special.ndtr(np.exp(signal) - threshold))
    np.testing.assert_allclose(ours[1], (1 - chance) * special.ndtr(-threshold))
    np.testing.assert_allclose(sum(ours), 1)


@pytest.mark.parametrize("family", ["beta", "discriminant"])
def test_the_gradient_is_the_slope(family):
    threshold, risk, signal = np.array([-1.2, -0.8]), np.array([-3.4, -3.0]), np.array([1.8, 2.2])
    counts = [np.array(each, dtype=float) for each in ([4000, 900], [160, 40], [60, 9])]
    with jax.enable_x64(True):
        value = jax.jit(log_likelihood(family))
        slopes = jax.jit(jax.grad(log_likelihood(family), argnums=(0, 1, 2)))(
            threshold, risk, signal, counts
        )
        step = 1e-5
        for at, slope in enumerate(slopes):
            for cell in range(2):
                ends = []
                for sign in (1, -1):
                    moved = [threshold.copy(), risk.copy(), signal.copy()]
                    moved[at][cell] += sign * step
                    ends.append(float(value(*moved, counts)))
                assert float(slope[cell]) == pytest.approx(
                    (ends[0] - ends[1]) / (2 * step), rel=1e-4, abs=1e-4
                )


def test_the_chance_at_a_threshold_of_the_discriminant_family_is_by_bayes():
    risk, signal, threshold = 0.3, 0.2, 0.9
    guilty = special.expit(risk) * np.exp(-((threshold - np.exp(signal)) ** 2) / 2)
    innocent = special.expit(-risk) * np.exp(-(threshold**2) / 2)
    chance = threshold_as_chance("discriminant", threshold, risk, signal)
    assert chance == pytest.approx(guilty / (guilty + innocent))


def test_diagnostics_are_plain_numbers():
    assert json.dumps(vars(Diagnostics(1.0, 400.0, "own[3]", 0, 2000, 1.5)))
