"""Whether draws are what the public ledger says: who changes one of the two leaves the other.

Each step is held against its entry. Then all that follows from the steps is worked out again: the
frame from its fingerprint, the cases from frame and seed, scores and exclusions from what was
committed to. So whoever can write to the database changes nothing unseen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from evenhand.ledger import agreeing
from evenhand.ledger.agreeing import Disagreement, Shown
from evenhand.ledger.kept import REDACTED
from evenhand.measures.words.messages import say
from evenhand.scrutiny import comparing_rows, models, sealing, standing
from evenhand.scrutiny.drawing.beacon import Round
from evenhand.scrutiny.drawing.errors import DrawError
from evenhand.scrutiny.drawing.frame import Frame
from evenhand.scrutiny.drawing.making import Opening, opens
from evenhand.scrutiny.drawing.reading import frame_from, parse
from evenhand.scrutiny.drawing.tickets import Drawn, drawn
from evenhand.scrutiny.redacting.comparing import taken_out
from evenhand.scrutiny.services import exclusions, scoring
from evenhand.scrutiny.terms import Beacon, Kind, Why

KINDS = (*(f"draw-{one.value}" for one in Kind), "draw-restated")


def disagreements() -> Iterator[Disagreement]:
    """Find every draw that the ledger knows otherwise, or that does not follow from itself."""
    rows = models.DrawStep.objects.select_related("draw").order_by("pk")
    yield from agreeing.disagreements(map(_shown, rows), kinds=KINDS)
    for draw in models.Draw.objects.order_by("pk"):
        for says in dict.fromkeys(_of(draw)):  # one thing can be seen in several ways
            yield Disagreement(standing.subject(draw), None, f"{standing.subject(draw)}: {says}")


def count_steps() -> int:
    """Return how many steps there are to compare."""
    return models.DrawStep.objects.count()


def _shown(step: models.DrawStep) -> Shown:
    if step.redacted:
        return taken_out(step, "draw", standing.subject(step.draw))
    return Shown(
        f"draw-{step.kind}",
        standing.subject(step.draw),
        {"number": step.number, "words": step.words, "data": step.data},
        by=step.by,
        organisation=step.organisation,
        at=step.at,
        number=step.number,
    )


def _of(draw: models.Draw) -> Iterator[str]:
    steps = list(draw.steps.order_by("number"))
    said = {step.kind: step for step in steps}
    yield from _terms(draw, said.get(Kind.OPENED.value))
    yield from _left_out(draw, steps)
    kept = models.Frame.objects.filter(draw=draw).first()
    frozen = said.get(Kind.FROZEN.value)
    if (kept is None) != (frozen is None):
        yield say("its frame was added or taken away.")
    if kept is not None and frozen is not None:
        yield from _frame(draw, kept, frozen, said.get(Kind.DRAWN.value))
        yield from _witnessed(draw, frozen, said.get(Kind.DRAWN.value))
    elif models.Seed.objects.filter(draw=draw).exists() or draw.drawn.exists():
        yield say("cases are there that nothing drew.")
    yield from _committed(draw, steps)
    yield from _words_of_agreed(draw, steps)
    yield from _findings(draw, steps)
    yield from comparing_rows.disagreements(draw, steps)


def _terms(draw: models.Draw, opened: models.DrawStep | None) -> Iterator[str]:
    terms = {
        "power": draw.power,
        "first": draw.first.isoformat(),
        "last": draw.last.isoformat(),
        "strata": draw.strata,
        "cases": draw.cases,
        "reserves": draw.reserves,
        "more": draw.more,
        "beacon": draw.beacon,
    }
    if opened is None or opened.data != terms:
        yield say("what it was opened for was changed.")


def _left_out(draw: models.Draw, steps: list[models.DrawStep]) -> Iterator[str]:
    told = Counter(
        (one.data["reason"], one.data["commitment"]) for one in steps if one.kind == Kind.EXCLUDED
    )
    held = Counter(
        (one.reason, exclusions.commit(draw, one.stop, Why(one.reason), bytes(one.salt)))
        for one in draw.exclusions.all()
    )
    if told != held:
        yield say("what was left out of it was changed.")
    totals = Counter((one.data["count"], one.words) for one in steps if one.kind == Kind.TOTAL)
    if totals != Counter(draw.totals.values_list("count", "source")):
        yield say("a published total was changed.")


def _frame(
    draw: models.Draw,
    kept: models.Frame,
    frozen: models.DrawStep,
    told: models.DrawStep | None,
) -> Iterator[str]:
    try:
        frame = frame_from(parse(kept.text))
    except DrawError as error:
        yield say("its frame cannot be read: {problem}", problem=str(error))
        return
    if not frame.fingerprint() == kept.fingerprint == frozen.data["fingerprint"]:
        yield say("its frame was changed after it was frozen.")
    yield from _positions(frame, kept)
    yield from _drawn(draw, frame, told)


def _positions(frame: Frame, kept: models.Frame) -> Iterator[str]:
    rows = list(kept.positions.order_by("number"))
    if [one.number for one in rows] != list(range(1, frame.size + 1)):
        yield say("positions of its frame were added or taken away.")
        return
    for one in rows:
        if not _opens(frame, one):
            yield say("position {number} of its frame was changed.", number=str(one.number))


def _opens(frame: Frame, one: models.Position) -> bool:
    if frame.commitment(one.number) is None:
        return one.stop is None and one.missing != ""
    if one.stop is None or one.entry is None:
        return False
    content: dict[str, str | int] = {
        "draw": frame.name,
        "record": str(UUID(str(one.stop))),
        "entry": one.entry,
        "leaf": one.leaf,
        "stratum": one.stratum,
    }
    return opens(frame, one.number, Opening(bytes.fromhex(one.salt), content))


def _drawn(draw: models.Draw, frame: Frame, told: models.DrawStep | None) -> Iterator[str]:
    cases = list(draw.drawn.select_related("position").order_by("place"))
    seed = models.Seed.objects.filter(draw=draw).first()
    if told is None or seed is None:
        if told is not None or seed is not None or cases:
            yield say("cases are there that nothing drew.")
        return
    if not _is_seed(draw, seed, told):
        yield say("its seed was changed.")
    should = _places(drawn(frame, bytes.fromhex(told.data["seed"])))
    there = [(one.place, one.position.number, one.stratum, one.reserve) for one in cases]
    sizes = {one.key: (one.size, one.drawn) for one in frame.strata}
    if there != should or any(sizes.get(one.stratum) != (one.of, one.drawn) for one in cases):
        yield say("other cases stand there than the seed draws.")


def _witnessed(
    draw: models.Draw, frozen: models.DrawStep, told: models.DrawStep | None
) -> Iterator[str]:
    """Whether a draw waited for a witness where some were named with its frame.

    Frames from before that name none.
    """
    if told is None:
        return
    asked, signed = set(sealing.asked(frozen.data)), set(told.data.get("witnesses", ()))
    if asked and not asked & signed:
        yield say("it was drawn before a witness had signed its frame.")
    size = sealing.signed_over(draw.frame.leaf)
    if signed and (size is None or not signed <= set(sealing.witnesses(size))):
        yield say("somebody is named as a witness whose signature is not there.")


def _is_seed(draw: models.Draw, seed: models.Seed, told: models.DrawStep) -> bool:
    """Whether every column of the seed, of which DRAW.json is written, is as it was said.

    A step from before it had all of them says the value, beacon, checkpoint and witnesses. The
    randomness of a round is of one signature alone, and the size is that of the first checkpoint.
    """
    said = {
        "seed": seed.value,
        "beacon": seed.beacon,
        "checkpoint": seed.checkpoint,
        "witnesses": seed.witnesses,
        "size": seed.size,
        "signature": seed.signature,
        "previous": seed.previous,
    }
    first = {"size": sealing.signed_over(draw.frame.leaf)} if "size" not in told.data else {}
    known = {**first, **{name: told.data[name] for name in said if name in told.data}}
    signed = draw.beacon == Beacon.DRAND and _randomness(seed) == seed.beacon
    same = all(said[name] == value for name, value in known.items()) and seed.at == told.at
    return same and (signed or (draw.beacon == Beacon.DICE and not seed.signature))


def _randomness(seed: models.Seed) -> str:
    try:
        return Round("", 0, bytes.fromhex(seed.signature)).randomness
    except ValueError:
        return ""


def _places(result: Drawn) -> list[tuple[int, int, str, bool]]:
    found = [(one.position, one.stratum, False) for one in result.cases]
    for stratum, positions in result.reserves.items():
        found += [(position, stratum, True) for position in positions]
    return [(place, *one) for place, one in enumerate(found, 1)]


def _committed(draw: models.Draw, steps: list[models.DrawStep]) -> Iterator[str]:
    scores = models.Score.objects.filter(case__draw=draw).select_related("case__draw")
    agreed = models.Agreed.objects.filter(case__draw=draw).select_related("case__draw")
    if _said(steps, Kind.SCORED) != _made(scores):
        yield say("a member’s score was changed, added or taken away.")
    if _said(steps, Kind.AGREED) != _made(agreed):
        yield say("an agreed score was changed, added or taken away.")
    results = [one.data for one in steps if one.kind == Kind.RESULT]
    if results != list(models.Result.objects.filter(draw=draw).values_list("content", flat=True)):
        yield say("what its scores come to was changed.")


def _said(steps: list[models.DrawStep], kind: Kind) -> Counter[str]:
    return Counter(one.data["commitment"] for one in steps if one.kind == kind)


def _made(rows: Iterable[models.Score | models.Agreed]) -> Counter[str]:
    """What each row would be committed to as it stands: no answer of a sheet is ever taken out."""
    return Counter(
        scoring.commitment(one.case, one.answers, bytes.fromhex(one.nonce))
        for one in rows
        if one.rating == one.answers.get("overall")
    )


def _words_of_agreed(draw: models.Draw, steps: list[models.DrawStep]) -> Iterator[str]:
    """Words of the meeting are not in the ledger; how often some were taken out is."""
    said = sum(one.data["redacts"].count("agreed") for one in steps if one.kind == Kind.REDACTED)
    rows = models.Agreed.objects.filter(case__draw=draw)
    marked, gone = rows.exclude(redacted=""), rows.filter(words=REDACTED)
    if {one.pk for one in marked} != {one.pk for one in gone} or len(marked) != said:
        yield say("words about an agreed score were taken out or put back unseen.")


def _findings(draw: models.Draw, steps: list[models.DrawStep]) -> Iterator[str]:
    found = draw.findings.order_by("number")
    told = {one.data["finding"]: one for one in steps if one.kind == Kind.FOUND}
    for one in found:
        step = told.pop(one.number, None)
        terms = {"finding": one.number, "fault": one.fault, "due": one.due.isoformat()}
        told_of = {name: step.data.get(name) for name in terms} if step else {}
        same = step is not None and (step.words, told_of) == (one.words, terms)
        if step is None or not same or bool(step.redacted) != bool(one.redacted):
            yield say("finding {number} was changed.", number=str(one.number))
    gone = set(told) - set(draw.findings.values_list("number", flat=True))
    if gone:
        yield say("a finding was taken away.")
    answers = {one.data["finding"]: one for one in steps if one.kind == Kind.ANSWERED}
    for learning in models.Learning.objects.filter(finding__draw=draw).select_related("finding"):
        step = answers.pop(learning.finding.number, None)
        same = step is not None and (step.words, step.data["taken"]) == (
            learning.words,
            learning.taken,
        )
        if step is None or not same or bool(step.redacted) != bool(learning.redacted):
            yield say("what was learnt from a finding was changed.")
    if answers:
        yield say("what was learnt from a finding was taken away.")


__all__ = ["count_steps", "disagreements"]
