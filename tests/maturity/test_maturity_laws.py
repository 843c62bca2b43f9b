"""Random assessments, allowed and forbidden: the public ledger always rebuilds what is said."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_maturity import BEGUN, FORCE, GROUP, NOTE, PROGRAMME, STANDARD, judged, says, standing

from evenhand.ledger.models import Entry
from evenhand.maturity import exporters, models, selectors
from evenhand.maturity.errors import MaturityError
from evenhand.maturity.history import Assessed, Standing, View
from evenhand.maturity.terms import Proof
from evenhand.maturity.written import read, whole

OTHER = {"by": "Oversight member", "organisation": "Inspectorate"}
PROOFS = (
    NOTE,
    Proof(kind="link", title="A report", address="https://demoshire.example/r", words="It shows."),
    Proof(
        kind="figure",
        title="A figure",
        address="search-rate/kent/2024-01--2024-12/five-groups/1",
    ),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from([STANDARD, "young-people", "no-such-standard"]),
        st.sampled_from(View),
        st.sampled_from([FORCE, PROGRAMME, GROUP, OTHER]),
        st.integers(0, 5),  # the framework has four levels
        st.lists(st.sampled_from(PROOFS), max_size=3),
        st.sampled_from([0, 0, 0, 0, -1, 1]),  # how wrong the version is that the writer saw
        st.integers(-2, 40),  # days since the step before
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_whatever_is_tried_the_ledger_tells_what_is_said(
    basis: models.Basis, steps: list[tuple[Any, ...]]
) -> None:
    known = standings(basis)
    day = max([BEGUN.date(), *(one.on for each in known.values() for one in each.every)])
    for key, view, who, level, evidence, wrong, days in steps:
        day += timedelta(days=days)
        before = known.get(key, Standing(())).by(who["organisation"])
        try:
            says(
                basis,
                view,
                level,
                day,
                standard=key,
                who=who,
                expected=max(0, len(before) + wrong),
                evidence=tuple(evidence),
            )
        except MaturityError:
            assert standings(basis) == known
            continue
        now = standings(basis)
        others = {name: one for name, one in now.items() if name != key}
        assert others == {name: one for name, one in known.items() if name != key}
        added = still_true(known[key], now[key], who is FORCE)
        assert (added.level, added.said.evidence) == (level, tuple(evidence))
        known = now
    from_ledger(basis, known)


def standings(basis: models.Basis) -> dict[str, Standing]:
    return dict(selectors.maturity(basis, on=date(2100, 1, 1)).standings)


def still_true(before: Standing, now: Standing, own: bool) -> Assessed:
    """What must hold after every assessment, said without the rules; and what was added."""
    [added] = [one for one in now.every if one not in before.every]
    assert [one for one in now.every if one != added] == list(before.every)
    assert (added.view is View.SELF) == own
    if own and added.level > 1:
        assert added.said.evidence
    mine = now.by(added.organisation)
    assert [one.number for one in mine] == list(range(1, len(mine) + 1))
    assert len({one.view for one in mine}) == 1
    assert [one.at for one in mine] == sorted(one.at for one in mine)
    assert now.latest.count(added) == 1
    return added


def from_ledger(basis: models.Basis, known: dict[str, Standing]) -> None:
    """The public ledger and the JSON file give the same as the rows."""
    file = json.loads(json.dumps(exporters.as_json(selectors.maturity(basis, on=date(2100, 1, 1)))))
    for one in file["standards"]:
        every = known[one["key"]].every
        assert tuple(read(said) for said in one["assessments"]) == every
        subject = selectors.subject(basis, one["key"])
        rebuilt = [_read(row) for row in Entry.objects.filter(subject=subject).order_by("pk")]
        assert tuple(sorted(rebuilt, key=lambda said: said.at)) == every
        assert Standing(tuple(rebuilt)).latest == known[one["key"]].latest


def _read(row: Entry) -> Assessed:
    said = json.loads(row.body)
    view = row.kind.removeprefix("maturity-")
    at = row.at.isoformat() if row.at else ""
    return read({**said, "view": view, "at": at, "by": row.by, "organisation": row.organisation})


def test_an_assessment_as_text_is_read_back_word_for_word(basis: models.Basis) -> None:
    said = says(basis, View.COMMUNITY, 0, evidence=PROOFS, rationale="“Ŵyr neb” – 1 & 2\n\nNobody.")

    assert read(json.loads(json.dumps(whole(said)))) == said == standing(basis).every[0]
    assert judged(2) == type(judged(2)).model_validate(judged(2).model_dump(mode="json"))
