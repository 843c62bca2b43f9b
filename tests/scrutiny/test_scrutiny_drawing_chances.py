"""Every record has the chance that its frame says, whatever the force does that it may do.

`python -m bench.draws` does so 100,000 times.
"""

import random

from bench.draws import HostileForce, against_a_force, chances, even_frame
from small_frames import made, plan

from evenhand.scrutiny.drawing.frame import Frame

FEW = 4.5
"""Standard errors: a chance that is as stated goes beyond in one run of 100,000."""


def test_a_force_that_uses_every_right_moves_no_chance() -> None:
    rng = random.Random(41)  # noqa: S311 (the same draws in every run)
    found = against_a_force(1500, rng, records=24, drawn=3)
    assert 0.2 < found["stated"] < 0.3
    assert found["standard_errors_apart"] < FEW


class Abandons(HostileForce):
    """The same force, if it might walk away from dice that it does not like: once."""

    def drawn_after(self, frame: Frame, position: int) -> bool:
        return super().drawn_after(frame, position) and super().drawn_after(frame, position)


def test_a_force_that_could_walk_away_would_be_seen_to_move_it(monkeypatch) -> None:
    # The chance f would fall to its square: this is why what was rolled stays rolled.
    monkeypatch.setattr("bench.draws.HostileForce", Abandons)
    rng = random.Random(41)  # noqa: S311 (the same draws in every run)
    found = against_a_force(1500, rng, records=24, drawn=3)
    assert found["standard_errors_apart"] > 10
    assert abs(found["drawn"] - found["stated"] ** 2) < 0.03


def test_every_position_of_every_stratum_has_the_chance_of_its_stratum() -> None:
    rng = random.Random(7)  # noqa: S311 (the same draws in every run)
    draws = 20_000
    frame = made(12, of=plan(drawn={"black": 1, "white": 5})).frame
    for position, share in chances(frame, draws, rng).items():
        stratum = frame.stratum_of(position)
        chance = stratum.drawn / stratum.size
        error = (chance * (1 - chance) / draws) ** 0.5
        assert abs(share - chance) < FEW * error, position


def test_two_positions_are_drawn_together_as_often_as_any_two() -> None:
    rng = random.Random(11)  # noqa: S311 (the same draws in every run)
    draws, frame = 12_000, even_frame(6, 2)
    from collections import Counter

    from evenhand.scrutiny.drawing import drawn

    pairs: Counter[tuple[int, ...]] = Counter()
    for _ in range(draws):
        cases = drawn(frame, rng.randbytes(32)).cases
        pairs[tuple(sorted(case.position for case in cases))] += 1
    assert len(pairs) == 15
    expected = draws / 15
    chi_square = sum((many - expected) ** 2 / expected for many in pairs.values())
    assert chi_square < 42.6  # one in ten thousand for fourteen degrees
