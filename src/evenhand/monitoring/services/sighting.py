"""What a run says of alerts that were raised before: seen again, or looked for and gone."""

from collections.abc import Callable, Mapping

from evenhand.measures.watch.again import gone
from evenhand.measures.watch.found import Found, Watched, read
from evenhand.monitoring import models
from evenhand.monitoring.written import storable


def seen_again(
    run: models.Run,
    known: Mapping[str, models.Alert],
    keys: Mapping[str, Found],
    draw: Callable[[Found], Mapping[str, str]],
    tell: Callable[[Found], Found],
) -> list[models.Sighting]:
    """Alerts that this run saw again, as of its own month, where that says anything new.

    What is looked at sooner than that only raises: whether it is still seen the next quarter says.
    """
    seen = []
    for key, alert in known.items():
        if keys[key].as_of > run.as_of or _said_already(run, alert, keys[key]):
            continue
        told = tell(keys[key])
        seen.append(
            models.Sighting.objects.create(
                alert=alert,
                run=run,
                seen=True,
                found=storable(keys[key].plain()),
                told=storable(told.plain()),
                charts=dict(draw(told)),
            )
        )
    return seen


def _last_said(alert: models.Alert) -> models.Alert | models.Sighting:
    """What says last how an alert stands: its last sighting, or itself."""
    last: models.Sighting | None = alert.sightings.order_by("-run__number").first()
    return alert if last is None else last


def _said_already(run: models.Run, alert: models.Alert, found: Found) -> bool:
    """Whether an earlier run as of the same month saw the very same."""
    last = _last_said(alert)
    return last.run.as_of == run.as_of and last.found == storable(found.plain())


def not_seen(run: models.Run, watched: Watched, keys: Mapping[str, Found]) -> list[models.Sighting]:
    """Alerts that were looked for and are no move any more, where that is new."""
    others = models.Alert.objects.filter(force__in=list(watched.examined)).exclude(key__in=keys)
    found = []
    for alert in others.exclude(run=run):
        last = _last_said(alert).found
        if last is not None and gone(read(last), watched):
            found.append(models.Sighting.objects.create(alert=alert, run=run, seen=False))
    return found
