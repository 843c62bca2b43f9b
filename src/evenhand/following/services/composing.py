"""What a letter says, put together when it is sent."""

from datetime import date, datetime

from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.following import words
from evenhand.following.digests import digest
from evenhand.following.models import Follower, Kind, Letter
from evenhand.following.selectors import Reading, news, thing, title
from evenhand.following.things import parts
from evenhand.following.words import Mail
from evenhand.plan.history import LONDON


class Composer:
    """Writes letters; what many of them tell is read once.

    Parameters
    ----------
    now : when they are sent: who has left by then gets none.
    """

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._readings: dict[date, Reading] = {}

    def mail(self, letter: Letter) -> Mail | None:
        """The mail of a letter; None where nothing is left to say, or nobody to say it to."""
        if letter.follower:
            return self._to_follower(letter, letter.follower)
        if not self._still_there(letter):
            return None
        if letter.kind == Kind.DIGEST:
            return self._digest(letter)
        told = [words.Reminder(one.title, one.words, one.path) for one in letter.tells.all()]
        return words.reminder_mail(told) if told else None

    def _reading(self, on: date) -> Reading:
        return self._readings.setdefault(on, Reading(on))

    def _to_follower(self, letter: Letter, follower: Follower) -> Mail | None:
        found = thing(follower.subject)
        if found is None:
            return None
        name = title(found, on=letter.day)
        if letter.kind == Kind.CONFIRM:
            known = follower.confirmed_at is not None and follower.confirmed_at < letter.made_at
            write = words.already_mail if known else words.confirm_mail
            return None if follower.confirmed_at and not known else write(follower, found, name)
        told = news(
            self._reading(letter.day),
            follower.subject,
            every=follower.every,
            after=letter.after,
            upto=letter.upto,
            since=letter.since,
        )
        return words.news_mail(follower, found, name, told) if told else None

    def _digest(self, letter: Letter) -> Mail | None:
        named = parts(letter.about)
        reading = self._reading(letter.made_at.astimezone(LONDON).date())
        plan = reading.plan(named[0], named[1]) if named else None
        if plan is None:
            return None
        found = list(reading.tracked(plan).values())
        return words.digest_mail(plan, digest(found, month=letter.day))

    def _still_there(self, letter: Letter) -> bool:
        """Whether the person still works here; a chief officer, as that."""
        held = Membership.objects.current(self._now).filter(person=letter.person_id)
        if letter.kind == Kind.DIGEST:
            held = held.filter(role=Role.CHIEF_OFFICER)
        return held.exists()
