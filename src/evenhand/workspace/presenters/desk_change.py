"""The form that changes a promise, in parts that open by themselves where something is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.plan.differing import Was, differences
from evenhand.plan.forms.changing import AROUND, WORDING, ChangeForm
from evenhand.plan.history import Present
from evenhand.plan.terms import Terms


@dataclass(frozen=True)
class Row:
    """The questions about one milestone, or one thing that should move."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A part of the form; ``open`` where its writer has to look at it."""

    title: str
    questions: tuple[str, ...]
    rows: tuple[Row, ...]
    open: bool


def sections(form: ChangeForm) -> tuple[Section, ...]:
    """The parts of the form that open, in their order."""
    plain = [(say("Wording, and when work starts"), WORDING)]
    rows = {"milestones": say("Milestones"), "targets": say("What should move")}
    after = [(say("With whom, and what it answers"), AROUND)]
    return (
        *(_section(form, title, names) for title, names in plain),
        *(_rows(form, kind, title) for kind, title in rows.items()),
        *(_section(form, title, names) for title, names in after),
    )


def _section(form: ChangeForm, title: str, names: Sequence[str]) -> Section:
    return Section(title, tuple(names), (), _wants_a_look(form, names))


def _rows(form: ChangeForm, kind: str, title: str) -> Section:
    rows: list[Row] = []
    for place in range(form.rows[kind]):
        prefix = f"{kind}-{place}-"
        names = [name for name in form.fields if name.startswith(prefix)]
        new = place >= len(form.values[kind])
        asked = [
            name
            for name in names
            if not form.fields[name].widget.is_hidden and not (new and name.endswith("-gone"))
        ]
        rows.append(Row(_row_title(kind, place, new=new), tuple(asked)))
    every = [name for row in rows for name in row.questions]
    return Section(title, (), tuple(rows), _wants_a_look(form, [kind, *every]))


def _row_title(kind: str, place: int, *, new: bool) -> str:
    number = str(place + 1)
    if kind == "milestones":
        return say("Another milestone") if new else say("Milestone {number}", number=number)
    return say("Something else") if new else say("Number {number}", number=number)


def _wants_a_look(form: ChangeForm, names: Sequence[str]) -> bool:
    wrong = form.is_bound and any(name in form.errors for name in names)
    return wrong or any(name in form.both for name in names)


def both_changed(form: ChangeForm, now: Present) -> tuple[Was, ...]:
    """Parts that two people changed at once: as they stand by now, and as this writer has them."""
    mine = {name: form.values[name] for name in form.both}
    if not mine:
        return ()
    return differences(now.now, Terms.model_construct(**{**dict(now.now), **mine}))
