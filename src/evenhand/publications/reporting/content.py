"""All that a report says, as plain values: put together once, frozen, and only read afterwards.

Its sentences are written here and kept, as a figure keeps its own, so that no later version of the
program says something else in an old report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.measures.words.powers import said_of
from evenhand.plan import goals, models, selectors, words
from evenhand.plan.quarters import Quarter, in_words
from evenhand.plan.selectors import Stream, Tracked
from evenhand.plan.summary import milestones, sentences
from evenhand.plan.terms import Goal, Target
from evenhand.publications.charts import ORDER
from evenhand.publications.models import Figure
from evenhand.publications.reporting import cells
from evenhand.publications.reporting.choosing import Choice, in_quarter, told_anyway
from evenhand.publications.reporting.progress import Progress
from evenhand.publications.reporting.progress_words import told
from evenhand.publications.reporting.selectors import held_against, series

Plain = dict[str, Any]
FORMAT = 1


def content(
    plan: models.Plan, quarter: Quarter, choice: Choice, figures: Sequence[Figure]
) -> Plain:
    """Put a report together as it stands now.

    Parameters
    ----------
    figures : those chosen, in the order in which they are shown.
    """
    day = quarter.last_day
    found = selectors.tracked(plan, on=day)
    known = series(plan.force_id, _measured(found))
    framework = plan.framework
    return {
        "format": FORMAT,
        "title": title(quarter),
        "quarter": str(quarter),
        "told_on": day.isoformat(),
        "day": in_words(day),
        "force": {"id": plan.force_id, "name": plan.force.name},
        "plan": {
            "iteration": plan.iteration,
            "title": plan.title,
            "framework": say(framework.title),
            "example": framework.example,
            "organisation": plan.organisation,
        },
        "foreword": paragraphs(choice.foreword),
        "sentences": list(sentences(found)),
        "workstreams": [
            _workstream(stream, found, quarter, choice)
            for stream in selectors.workstreams(plan, on=day)
        ],
        "goals": [
            _goal(one, target, target.goal, far)
            for one in found
            for target, far in held_against(one.now.now, known, on=day)
            if target.goal and far
        ],
        "figures": [figure(one) for one in figures],
    }


def title(quarter: Quarter) -> str:
    """What a report is called."""
    return say("Progress report: {quarter}", quarter=words.quarter(quarter))


def paragraphs(text: str) -> list[str]:
    """A text as its paragraphs."""
    return [part for line in text.split("\n") if (part := line.strip())]


def _measured(found: Sequence[Tracked]) -> set[str]:
    return {target.measure for one in found for target in one.now.now.targets if target.goal}


def _workstream(
    stream: Stream, found: Sequence[Tracked], quarter: Quarter, choice: Choice
) -> Plain:
    inside = [one for one in found if one.workstream == stream.key]
    return {
        "key": stream.key,
        "name": say(stream.name),
        "lead": stream.lead,
        "words": paragraphs(choice.words.get(stream.key, "")),
        "actions": [_action(one, quarter, choice) for one in inside],
    }


def _action(one: Tracked, quarter: Quarter, choice: Choice) -> Plain:
    """A row of the table; and everything, where it is told in detail."""
    now, first = one.now, one.now.first
    moved = now.now.due_on != first.due_on
    row: Plain = {
        "key": one.key,
        "title": now.now.title,
        "owner": now.now.owner,
        "promised": words.short_day(first.due_on),
        "now": words.short_day(now.now.due_on) if moved else None,
        "moved": words.times_moved(now.moves),
        "status": str(one.standing.status),
        "marks": [asdict(mark) for mark in words.marks(now, one.standing, one.on)],
        "detail": None,
    }
    if one.key in choice.actions or told_anyway(one, quarter):
        row["detail"] = {
            "what": now.now.what,
            "sentence": words.promised(now, one.on),
            "milestones": [asdict(step) for step in milestones(one)],
            "evidence": _evidence(len(now.evidence)),
            "changes": [_change(one, place) for place, _ in in_quarter(one, quarter)],
        }
    return row


def _evidence(count: int) -> str:
    if count == 0:
        return say("No evidence has been added.")
    if count == 1:
        return say("1 piece of evidence is on its page.")
    return say("{count} pieces of evidence are on its page.", count=str(count))


def _change(one: Tracked, place: int) -> Plain:
    change = one.changes[place]
    return {
        "number": change.number,
        "heading": words.changed(change, one.changes[:place]),
        "day": in_words(change.on),
        "who": words.author(change),
        "words": paragraphs(change.words),
        "tone": words.tone(change),
    }


def _goal(one: Tracked, target: Target, goal: Goal, far: Progress) -> Plain:
    said = told(goal, far)
    return {
        "action": one.key,
        "title": one.now.now.title,
        "aim": target.aim,
        "by": in_words(target.by),
        "goal": goals.in_words(target),
        "standing": said.standing,
        "tone": said.tone,
        "sentences": list(said.sentences),
        "basis": said.basis,
        "figure": said.reference,
    }


def figure(figure: Figure) -> Plain:
    """A figure's own words, and its table of groups; it stays where its address says, with more."""
    result, about, wording = figure.result, figure.about, figure.wording
    share = about["kind"] != "rate"
    reference = result["reference"]
    rows = sorted(result["rows"], key=_place)
    return {
        "figure": figure.reference,
        "title": about["title"],
        "lead": wording["lead"],
        "unknown": wording["unknown"],
        "explanation": wording["explanation"],
        "change": wording["change"],
        "change_seen": wording["change_seen"],
        "context": list(wording["context"]),
        "caption": _caption(about),
        "headings": [
            said_of(about["power"], "Searches counted" if share else "Searches"),
            said_of(about["power"], "Of every 100 searches")
            if share
            else say("Per 1,000 residents a year"),
            say("Difference from the {group} rate", group=named(reference)),
            say("Times the {group} rate", group=named(reference)),
            say("If all were known"),
        ],
        "groups": [_group(row, reference, share=share) for row in rows],
    }


def _caption(about: Mapping[str, Any]) -> str:
    if about["group_by"] == "officer-defined":
        return say("{title}, by the ethnicity officers saw", title=about["title"])
    return say("{title}, by the ethnicity people gave", title=about["title"])


def _group(row: Mapping[str, Any], reference: str, *, share: bool) -> Plain:
    return {
        "group": named(row["group"]),
        "cells": [
            asdict(cell)
            for cell in (
                cells.count(row, share=share),
                cells.rate(row, share=share),
                cells.difference(row, reference=reference, share=share),
                cells.ratio(row, reference=reference),
                cells.if_known(row, reference=reference),
            )
        ],
    }


def _place(row: Mapping[str, Any]) -> int:
    return ORDER.index(row["group"]) if row["group"] in ORDER else len(ORDER)
