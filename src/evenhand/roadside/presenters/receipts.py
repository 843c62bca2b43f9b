"""A stop in plain sentences, for the person who was stopped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from evenhand.encounters.models import CopyAsked
from evenhand.encounters.receipts.proving import InLog
from evenhand.encounters.receipts.showing import Shown
from evenhand.encounters.rules.codes import label
from evenhand.encounters.stop_log import CORRECTED, KEPT, REDACTED
from evenhand.measures.words.messages import say
from evenhand.measures.words.notes import day

NORTHERN_IRELAND = "northern-ireland"


@dataclass(frozen=True)
class Row:
    """One thing that was recorded: what it is, what it says, and where it can be corrected."""

    name: str
    words: tuple[str, ...]
    link: str = ""
    link_words: str = ""


def lead(shown: Shown) -> str:
    """When and where it was, and which force it was."""
    began = timezone.localtime(datetime.fromisoformat(str(shown.told["started_at"])))
    where: dict[str, str] = {
        "day": _weekday(began),
        "date": day(began.date()),
        "time": f"{began:%H:%M}",
        "force": shown.stop.force.name,
    }
    if shown.place:
        return say(
            "On {day} {date} at {time} an officer of {force} stopped the vehicle you were driving. "
            "The place: {place}.",
            place=shown.place,
            **where,
        )
    return say(
        "On {day} {date} at {time} an officer of {force} stopped the vehicle you were driving.",
        **where,
    )


def searched(told: Mapping[str, Any]) -> str:
    """Whether they or the vehicle were searched, and whether force was used on them."""
    if told["searched"]:
        first = say("You were searched.")
    elif told["vehicle_searched"]:
        first = say("You were not searched. The vehicle was.")
    else:
        first = say("You were not searched.")
    return f"{first} {say('Force was used on you.')}" if told["force_used"] else first


def rows(shown: Shown) -> list[Row]:
    """What was recorded, thing by thing."""
    told = shown.told
    return [
        Row(say("Reason written down"), _reasons(told)),
        Row(say("Reason you were told"), (_told(told),)),
        Row(say("Power"), _power(told)),
        Row(say("Seen before the stop"), (_seen(told),)),
        Row(
            say("Your ethnicity"),
            ethnicity(shown),
            *(("receipt-ethnicity", say("Correct your ethnicity")) if shown.may_say else ("", "")),
        ),
        Row(say("What happened"), tuple(_labels("outcomes", told["outcomes"]))),
        Row(say("How long"), (_minutes(told["duration_minutes"]),)),
        Row(say("Video"), (_video(told),), "receipt-copy", say("Ask for a copy")),
    ]


def ethnicity(shown: Shown) -> tuple[str, ...]:
    """What they say themselves, beside what the officer recorded: neither replaces the other."""
    told, said = shown.told, []
    if shown.own:
        said.append(say("You say: {group}.", group=label("ethnicities", shown.own)))
    if told["ethnicity"]:
        group = label("ethnicities", told["ethnicity"])
        words = (
            "The officer recorded that you said: {group}." if shown.own else "You said: {group}."
        )
        said.append(say(words, group=group))
    elif told["not_stated"]:
        why = label("not_stated", told["not_stated"])
        said.append(say("The officer recorded no answer of yours: {why}.", why=why))
    if told["perceived"]:
        said.append(say("As the officer saw it: {group}.", group=_perceived(told["perceived"])))
    return tuple(said)


def copies(asked: Sequence[CopyAsked]) -> list[str]:
    """What they asked a copy of, and whether it was given."""
    return [_copy(one) for one in asked]


def kept_until(shown: Shown) -> str:
    """How long the page works, and what it does not do."""
    return say(
        "Your name is not kept with this page. It stops working after {date}. Nobody is told that "
        "you opened it.",
        date=day(shown.works_until),
    )


def corrected(shown: Shown) -> str:
    """That the record was corrected since; empty where it was not."""
    return (
        say("The force has corrected this record since. It is shown as it stands now.")
        if shown.corrected
        else ""
    )


def in_log(entry: InLog) -> str:
    """Whether an entry about the stop is in the public log, or by when it will be."""
    if entry.there_by is None:
        return {
            KEPT: say("Your stop is in the public log. It cannot be unmade unseen."),
            CORRECTED: say("The correction of your record is in the public log."),
            REDACTED: say(
                "Words were taken out of your record. What it says without them is in the public "
                "log."
            ),
        }.get(entry.kind, say("What you said your ethnicity is, is in the public log."))
    at = timezone.localtime(entry.there_by)
    when = {"time": f"{at:%H:%M}", "date": day(at.date())}
    return {
        KEPT: say("Your stop is not in the public log yet. It will be by {time}, {date}.", **when),
        CORRECTED: say("The correction of your record will be by {time}, {date}.", **when),
        REDACTED: say(
            "Words were taken out of your record. What it says without them will be in the public "
            "log by {time}, {date}.",
            **when,
        ),
    }.get(entry.kind, say("What you said your ethnicity is will be by {time}, {date}.", **when))


def overseer(force_id: str) -> tuple[str, str]:
    """Who looks at complaints about the police, apart from the police, and where."""
    if force_id == NORTHERN_IRELAND:
        return say("the Police Ombudsman"), "https://www.policeombudsman.org/"
    return (
        say("the Independent Office for Police Conduct"),
        "https://www.policeconduct.gov.uk/",
    )


def _weekday(moment: datetime) -> str:
    return (
        say("Monday"),
        say("Tuesday"),
        say("Wednesday"),
        say("Thursday"),
        say("Friday"),
        say("Saturday"),
        say("Sunday"),
    )[moment.weekday()]


def _reasons(told: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_labels("reasons", [told["reason"], *told["more_reasons"]]))


def _told(told: Mapping[str, Any]) -> str:
    if told["reason_told"] == "not_told":
        return say("The officer recorded that you were not told one")
    return label("told", told["reason_told"])


def _power(told: Mapping[str, Any]) -> tuple[str, ...]:
    named = label("powers", told["power"])
    if told["power"] == "rta_s163":
        return (
            say("{power}.", power=named),
            say("It lets an officer in uniform stop a vehicle. It needs no suspicion."),
        )
    if told["power"] == "pace_s4_road_check":
        return (
            say("{power}.", power=named),
            say("A senior officer had to allow the road check beforehand."),
        )
    return (say("{power}.", power=named),)


def _seen(told: Mapping[str, Any]) -> str:
    if told["seen_before"] == "yes" and told["perceived_before"]:
        return say(
            "The officer recorded: could see who was driving, and saw you as {group}",
            group=label("perceived_before", told["perceived_before"]),
        )
    return {
        "yes": say("The officer recorded: could see who was driving"),
        "no": say("The officer recorded: could not see who was driving"),
    }.get(told["seen_before"], say("The officer recorded: not sure"))


def _perceived(code: str) -> str:
    return say("could not tell") if code == "unknown" else label("perceived", code)


def _minutes(number: int) -> str:
    return say("1 minute") if number == 1 else say("{number} minutes", number=str(number))


def _video(told: Mapping[str, Any]) -> str:
    if told["video_on"]:
        return say("The officer’s camera was on.")
    return say("The officer’s camera was not on.")


def _labels(name: str, codes: Sequence[str]) -> list[str]:
    return [label(name, one) for one in codes]


def _copy(one: CopyAsked) -> str:
    video, asked = one.of == CopyAsked.Of.VIDEO, day(one.asked_on)
    if one.given_on is not None:
        given = day(one.given_on)
        if video:
            return say(
                "You asked for the video on {asked}; it was given on {given}.",
                asked=asked,
                given=given,
            )
        return say(
            "You asked for the record on {asked}; it was given on {given}.",
            asked=asked,
            given=given,
        )
    if video:
        return say("You asked for a copy of the video on {asked}.", asked=asked)
    return say("You asked for a copy of the record on {asked}.", asked=asked)
