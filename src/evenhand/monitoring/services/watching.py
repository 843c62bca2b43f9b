"""Writes of the watch: alerts are raised once, later sightings added, predictions tested."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from evenhand.forces.models import Force
from evenhand.ledger.services import append
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.watch.found import Found, Means, Watched
from evenhand.measures.words.messages import say
from evenhand.monitoring import models, remeasuring, selectors, testing
from evenhand.monitoring.errors import InvalidWatch
from evenhand.monitoring.history import SYSTEM, Kind, Present, Step, day_of, present
from evenhand.monitoring.services.recognising import recognised
from evenhand.monitoring.services.sighting import not_seen, seen_again
from evenhand.monitoring.services.writing import add, by_the_site
from evenhand.monitoring.services.writing import record as record_step
from evenhand.monitoring.streams import stream_of
from evenhand.monitoring.written import one_way, storable

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

RAISED, RUN = "alert-raised", "watch-run"
"""The kinds of their entries in the public ledger."""
TRIES = 3
"""How often a run is recorded anew where another process was recording too."""


@dataclass(frozen=True)
class Recorded:
    """What became of a run.

    Attributes
    ----------
    new : whether it was recorded: the same inputs as those of the last run are not again.
    raised : alerts that were raised.
    seen : older alerts that it saw again, or no longer.
    tested, remeasured : reviews in which a prediction was tested, or a reform measured again.
    """

    run: models.Run
    new: bool
    raised: tuple[models.Alert, ...] = ()
    seen: tuple[models.Sighting, ...] = ()
    tested: int = 0
    remeasured: int = 0


def record(
    watched: Watched,
    *,
    by: str,
    now: datetime,
    draw: Callable[[Found], Mapping[str, str]],
    lakes: Iterable["Lake"] = (),
    tell: Callable[[Found], Found] | None = None,
) -> Recorded:
    """Keep what a run of the watch says: open alerts and reviews, add sightings, test predictions.

    Recording the same run again changes nothing, also where two processes do it at once.

    Parameters
    ----------
    draw : makes the charts of an alert as the public may see it, by their widths.
    lakes : the records that predictions and reforms are tested on.
    tell : what the public may see of an alert; :func:`evenhand.measures.watch.told.told` without.

    Raises
    ------
    InvalidWatch
        If it names a force that this site does not hold, or ends before the last run did.
    """
    telling = tell or _telling()
    for tried in range(TRIES):
        try:
            done = _record(watched, by=by, now=now, draw=draw, tell=telling)
            break
        except IntegrityError:  # another process has taken the number of this run
            if tried == TRIES - 1:
                raise
    tested, remeasured = test_due(lakes=lakes, as_of=watched.as_of, now=now)
    return Recorded(done.run, done.new, done.raised, done.seen, tested, remeasured)


def _telling() -> Callable[[Found], Found]:
    from evenhand.measures.watch.told import told

    return told


@transaction.atomic
def _record(
    watched: Watched,
    *,
    by: str,
    now: datetime,
    draw: Callable[[Found], Mapping[str, str]],
    tell: Callable[[Found], Found],
) -> Recorded:
    last = selectors.latest_run()
    if last and last.inputs == watched.inputs and last.as_of == watched.as_of:
        return Recorded(last, new=False)
    if last and watched.as_of < last.as_of:
        raise InvalidWatch(
            say("The last run ended with {month}: this one ends before it.", month=last.as_of)
        )
    _refuse_strangers(watched)
    run = models.Run.objects.create(
        number=last.number + 1 if last else 1,
        as_of=watched.as_of,
        inputs=watched.inputs,
        at=now,
        by=by,
        examined=dict(watched.examined),
        untold=[storable(asdict(one)) for one in watched.untold],
        held_back=[storable(tell(one).plain()) for one in watched.held_back],
        settings=storable(dict(watched.settings)),
    )
    keys = recognised(watched.alerts)
    known = {one.key: one for one in models.Alert.objects.filter(key__in=keys)}
    raised = tuple(
        _raise(run, found, tell(found), by=by, now=now, draw=draw)
        for key, found in keys.items()
        if key not in known
    )
    seen = (*seen_again(run, known, keys, draw, tell), *not_seen(run, watched, keys))
    append(
        kind=RUN,
        subject=f"watch/{run.number}",
        body=one_way(
            {
                "as_of": run.as_of,
                "inputs": run.inputs,
                "examined": run.examined,
                "raised": [selectors.subject(one) for one in raised],
                "seen": [selectors.subject(one.alert) for one in seen if one.seen],
                "shown": shown(seen),
                "no_longer_seen": [selectors.subject(one.alert) for one in seen if not one.seen],
            }
        ),
        by=by,
        organisation=SYSTEM,
        now=now,
    )
    return Recorded(run, new=True, raised=raised, seen=seen)


def _refuse_strangers(watched: Watched) -> None:
    named = {one.series.force for one in watched.alerts}
    there = set(Force.objects.filter(pk__in=named).values_list("pk", flat=True))
    if missing := sorted(named - there):
        raise InvalidWatch(say("This site does not hold {names}.", names=", ".join(missing)))


def _raise(
    run: models.Run,
    found: Found,
    told: Found,
    *,
    by: str,
    now: datetime,
    draw: Callable[[Found], Mapping[str, str]],
) -> models.Alert:
    force = Force.objects.get(pk=found.series.force)
    last = models.Alert.objects.filter(force=force).aggregate(last=Max("number"))["last"] or 0
    stream = stream_of(found)
    public = storable(told.plain())
    alert = models.Alert.objects.create(
        force=force,
        number=last + 1,
        key=found.key,
        run=run,
        stream=stream.name,
        power=found.series.power,
        measure=found.series.measure,
        quality=found.quality,
        means=found.means.value,
        as_of=found.as_of,
        raised_at=now,
        found=storable(found.plain()),
        told=public,
        charts=dict(draw(told)),
    )
    append(
        kind=RAISED,
        subject=selectors.subject(alert),
        body=one_way(
            {
                "key": alert.key,
                "run": run.number,
                "as_of": alert.as_of,
                "since": found.since,
                "direction": found.direction.value,
                "means": alert.means,
                "words": told.sentence,
                "digest": digest(public),
                "charts": digest(alert.charts),
            }
        ),
        by=by,
        organisation=SYSTEM,
        now=now,
    )
    if found.means is not Means.BETTER:
        review = models.Review.objects.create(alert=alert, organisation=force.name)
        opened = Step(
            1,
            Kind.OPENED,
            now,
            SYSTEM,
            SYSTEM,
            say("An alert was raised: explain it with evidence, or reform."),
            {
                "role": stream.owner,
                "stream": stream.name,
                "limits": stream.limits.model_dump(),
            },
        )
        record_step(review, opened, person=None)
    return alert


def shown(seen: Iterable[models.Sighting]) -> dict[str, str]:
    """What the ledger keeps of all that the public may see of alerts that were seen again."""
    return {
        selectors.subject(one.alert): digest({"told": one.told, "charts": one.charts})
        for one in seen
        if one.seen
    }


def digest(public: Mapping[str, Any]) -> str:
    """What the ledger keeps of all that the public may see of an alert."""
    return sha256(canonical(one_way(public))).hexdigest()


def nightly(
    now: datetime,
    *,
    folder: Path,
    draw: Callable[[Found], Mapping[str, str]],
    cache: Path | None = None,
    as_of: str | None = None,
    by: str = SYSTEM,
) -> Recorded | None:
    """Watch every power that there are records of, and record what it says.

    Parameters
    ----------
    folder : the lake. draw : as for :func:`record`. cache : where the watch keeps its counts.

    Returns
    -------
    None where this site holds no force.

    Raises
    ------
    NoLake
        If there are no records.
    """
    from evenhand.measures.watch import watch
    from evenhand.records.opening import open_all

    forces = sorted(Force.objects.values_list("pk", flat=True))
    if not forces:
        return None
    lakes = open_all(folder)
    watched = watch(lakes, as_of=as_of, forces=forces, cache=cache)
    return record(watched, by=by, now=now, draw=draw, lakes=lakes)


def test_due(*, lakes: Iterable["Lake"], as_of: str | None, now: datetime) -> tuple[int, int]:
    """Test every prediction whose quarter has come in, and every reform whose months have.

    Returns
    -------
    How many predictions were tested, and how many reforms measured again.
    """
    opened = list(lakes)
    tested = remeasured = 0
    if not opened:
        return 0, 0
    for review in models.Review.objects.select_related("alert").order_by("pk"):
        state = present(selectors.steps_of(review), on=day_of(now))
        for one in state.to_test:
            tested += _test(review, one.number, state, opened, as_of=as_of, now=now)
        for made in state.reforms:
            if made.remeasured is None:
                remeasured += _remeasure(review, made.step.number, state, opened, now=now)
    return tested, remeasured


def _test(
    review: models.Review,
    number: int,
    state: Present,
    lakes: list["Lake"],
    *,
    as_of: str | None,
    now: datetime,
) -> bool:
    one = state.explanation(number)
    if one is None or one.prediction is None or state.on <= one.prediction.ends_on:
        return False
    found = testing.test_prediction(one.prediction, lakes, as_of=as_of)
    if found is None:
        return False
    step = add(
        review,
        Kind.TESTED,
        **by_the_site(now),
        words=found.words,
        data={"explanation": number, **_said(found.plain())},
        once=lambda now_: any(each.number == number for each in now_.to_test),
    )
    return step is not None


def _remeasure(
    review: models.Review, number: int, state: Present, lakes: list["Lake"], *, now: datetime
) -> bool:
    made = next(one for one in state.reforms if one.step.number == number)
    found = remeasuring.remeasure(
        made.reform, made.digest, date.fromisoformat(made.step.data["registered_on"]), lakes
    )
    if found is None:
        return False
    step = add(
        review,
        Kind.REMEASURED,
        **by_the_site(now),
        words=found.words,
        data={"reform": number, **_said(found.plain())},
        once=lambda now_: any(
            one.step.number == number and one.remeasured is None for one in now_.reforms
        ),
    )
    return step is not None


def _said(found: Mapping[str, Any]) -> dict[str, Any]:
    """What was found without its words, which stand in the step itself."""
    return {name: value for name, value in found.items() if name != "words"}
