"""`evenhand organisation`, `person` and `passwords`: who has access, for those who run the site."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.accounts.models import Organisation, Person

organisations = typer.Typer(no_args_is_help=True, help="Organisations that people act for.")
persons = typer.Typer(no_args_is_help=True, help="People who can sign in.")

Id = Annotated[str, typer.Argument(metavar="ID", help="Small letters and dashes.")]
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address they sign in with.")]
Name = Annotated[str, typer.Option("--name", help="What people call it.")]
Kind = Annotated[
    str,
    typer.Option(
        "--kind",
        help="force, scrutiny panel, advisory group, oversight body or national programme.",
    ),
]
Force = Annotated[
    str, typer.Option("--force", metavar="ID", help="The force it is, or whose work it looks at.")
]
Overseen = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FORCE]...", help="Ids of forces; none for a body that looks at all."),
]
Of = Annotated[str, typer.Option("--organisation", metavar="ID", help="Whom they will act for.")]
RoleName = Annotated[str, typer.Option("--role", help="Such as administrator or analyst.")]
Why = Annotated[str, typer.Option("--why", help="Kept in the log.")]
MustSayWhy = Annotated[
    str, typer.Option("--why", help="Kept for good; do not name the person in it.")
]
KeepLog = Annotated[
    datetime | None,
    typer.Option(
        "--keep-log-until",
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        help="Keep what the private log says of them until then.",
    ),
]


@organisations.command("add")
@talking
def add(talk: Talk, id_: Id, name: Name, kind: Kind, force: Force = "") -> None:
    """Add an organisation. Doing it again changes nothing."""
    _ready()
    from evenhand.accounts import services
    from evenhand.accounts.roles import OrganisationKind
    from evenhand.forces import services as forces

    kinds = [one.value for one in OrganisationKind]
    if kind not in kinds:
        raise typer.BadParameter(f"“{kind}” is none of {', '.join(kinds)}.")
    local = forces.load([force])[0] if force else None
    made = services.add_organisation(id=id_, name=name, kind=OrganisationKind(kind), force=local)
    talk.say(f"{made.name} is there. Next: evenhand person invite EMAIL --organisation {id_} ...")


@organisations.command("oversees", short_help="Say which forces an oversight body oversees.")
@talking
def oversees(talk: Talk, id_: Id, forces: Overseen = None) -> None:
    """Say which forces an oversight body holds to account, in place of those said before.

    A police and crime commissioner is named for one force; a body that is named for none looks at
    all. It is told where one of its forces does not answer, and may recommend to those alone.
    """
    _ready()
    from evenhand.accounts import services
    from evenhand.accounts.errors import NoOverseer
    from evenhand.forces import services as known

    body, found = _organisation(id_), known.load(forces) if forces else []
    try:
        services.oversee(organisation=body, forces=found)
    except NoOverseer as error:
        raise typer.BadParameter(str(error)) from error
    names = ", ".join(str(one.name) for one in found)
    talk.say(f"{body.name} oversees {names or 'all forces'}.")


@persons.command("invite")
@talking
def invite(talk: Talk, email: Email, organisation: Of, role: RoleName = "administrator") -> None:
    """Make a link that gives somebody a role, and write it out: hand it to that person alone.

    It works once, for seven days.
    """
    _ready()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from evenhand.accounts import services
    from evenhand.accounts.roles import Role

    if role not in set(Role):
        raise typer.BadParameter(f"“{role}” is none of {', '.join(Role)}.")
    of = _organisation(organisation)
    sent = services.offer(
        email=email, organisation=of, role=Role(role), by=None, now=timezone.now()
    )
    site = settings.PUBLIC_ADDRESS or "http://127.0.0.1:8000"
    data.write(site + reverse("invitation", args=[sent.secret]))
    talk.say("Whoever has this link can take it up. It works once, for seven days.")


@persons.command("close")
@talking
def close(talk: Talk, email: Email, why: Why = "") -> None:
    """End all access of a person, who cannot sign in any more. What they did stays."""
    person = _person(email)
    from django.utils import timezone

    from evenhand.accounts import services

    ended = services.close(person=person, now=timezone.now(), why=why)
    talk.say(f"{person.name} cannot sign in any more; {ended} roles ended.")


@persons.command("sign-out")
@talking
def sign_out(talk: Talk, email: Email) -> None:
    """End every session of a person, on all devices."""
    person = _person(email)
    from django.utils import timezone

    from evenhand.accounts.signing_in import sessions

    ended = sessions.end(by=person, now=timezone.now())
    talk.say(f"{ended} sessions of {person.name} ended.")


@persons.command("new-second-step")
@talking
def new_second_step(talk: Talk, email: Email, why: Why = "") -> None:
    """Let a person who lost phone, keys and codes set up a new second step.

    Make sure that it is them: meet them, or call a number that you knew before.
    """
    person = _person(email)
    from django.utils import timezone

    from evenhand.accounts import services

    services.forget_second_step(person=person, now=timezone.now(), why=why)
    talk.say(f"{person.name} sets up a new second step when they next sign in.")


@persons.command("erase", short_help="Erase who a person is.")
@talking
def erase(talk: Talk, email: Email, why: MustSayWhy, keep_log_until: KeepLog = None) -> None:
    """Erase who a person is, as the law lets them ask: name, address, password, links, sessions.

    Rows that hold the record together stay and name an “erased person”. The private log of what was
    done to them is erased now, or after the day given with --keep-log-until. There is no way back.
    """
    person = _person(email)
    from django.utils import timezone

    from evenhand.accounts import services

    day = keep_log_until.date() if keep_log_until else None
    done = services.erase(person=person, why=why, by=None, now=timezone.now(), keep_log_until=day)
    if done.log_kept_until:
        talk.say(
            f"Erased. The log about them stays until {done.log_kept_until}; after that day run: "
            "evenhand person erase-logs"
        )
    else:
        talk.say(f"Erased, with {done.entries} entries of the private log.")
    talk.say("Backups made before still hold it until they run out.")


@persons.command("erase-logs", short_help="Erase logs about erased people, when due.")
@talking
def erase_logs(talk: Talk) -> None:
    """Erase what the private log says of erased people, where it was kept until a day now past.

    Run it each day from cron; it does no harm where nothing is due.
    """
    _ready()
    from django.utils import timezone

    from evenhand.accounts import services

    many = services.erase_logs_that_are_due(now=timezone.now())
    talk.say(f"The log about {many} erased people was erased.")


@talking
def passwords(
    talk: Talk,
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="One password, or SHA-1:count, a line.")
    ],
    into: Annotated[Path, typer.Argument(metavar="INTO", help="The packed list to write.")],
) -> None:
    """Pack a list of stolen passwords, for EVENHAND_BREACHED_PASSWORDS."""
    from evenhand.accounts.passwords.packed import pack

    with source.open("rb") as lines:
        kept = pack(lines, into)
    talk.say(f"{kept} passwords in {into}.")


def _ready() -> None:
    from evenhand.config import server

    server.migrate()


def _person(email: str) -> "Person":
    _ready()
    from evenhand.accounts.selectors import person_of

    found = person_of(email)
    if found is None:
        raise typer.BadParameter(f"Nobody here signs in as {email}.")
    return found


def _organisation(id_: str) -> "Organisation":
    from evenhand.accounts.models import Organisation

    found = Organisation.objects.filter(pk=id_).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("pk", flat=True)) or "none yet"
        raise typer.BadParameter(f"There is no organisation “{id_}” here; there are: {known}.")
    return found
