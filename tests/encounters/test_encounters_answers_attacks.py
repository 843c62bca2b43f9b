"""Insiders try to find out who answered what. None does better than by guessing.

Each attack is made on the service as it is, and on a naive one where it must succeed: an attack
that cannot succeed anywhere would prove nothing. A success of 1 is everybody's answer, 0.5 is what
a coin finds.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from encounters import devices
from encounters.insiders import (
    CERTAIN,
    CHANCE,
    CHOICES,
    OFFICERS,
    Naive,
    Ours,
    Person,
    Watched,
    guess,
    people,
    rows,
    success,
)
from encounters.made_slips import DEVICE, NOW, key
from encounters.made_slips import force as force  # noqa: PLC0414 (pytest finds it by name)
from evenhand.encounters.answering import issuing, questions, scopes, tokens
from evenhand.encounters.answering.issuing import Wanted
from evenhand.encounters.models import Answer, Counted, TokenKey

PHYSICAL = {"sqlite": "rowid", "postgresql": "ctid"}
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@dataclass
class Story:
    """What happened, and what an insider has of it."""

    system: Ours | Naive
    those: list[Person]
    watched: Watched


@pytest.fixture
def tell(force, monkeypatch) -> Callable[[Ours | Naive], Story]:
    """Let everybody answer, with the insider watching. Signatures are tested elsewhere."""
    monkeypatch.setattr(tokens, "check", lambda _token, _written: True)

    def told(system: Ours | Naive) -> Story:
        those, watched = people(), Watched()
        with connection.execute_wrapper(watched.watch):
            for person in those:
                watched.requests.append(f"/f/{person.slip}/")
                system.answer(person)
                watched.snapshots.append(system.kept())
                watched.releases.append(system.released())
        return Story(system, those, watched)

    return told


def physical_order(story: Story) -> Iterator[str]:
    """Rows lie in the order in which they came: ctid, or rowid."""
    return map(guess, rows(story.system, PHYSICAL[connection.vendor]))


def transaction_ids(story: Story) -> Iterator[str]:
    """PostgreSQL writes into each row which transaction made it."""
    return map(guess, rows(story.system, "xmin::text::bigint"))


def insertion_order(story: Story) -> Iterator[str]:
    """The primary key counts upwards."""
    first = "id" if isinstance(story.system, Naive) else "token"
    return map(guess, rows(story.system, first))


def write_ahead_log(story: Story) -> Iterator[str]:
    """A backup that replays statements holds each insertion with its values."""
    for sql, values in story.watched.statements:
        if f'INTO "{story.system.table}"' in sql or f"INTO {story.system.table}" in sql:
            if len(values) != 3:
                continue  # ten that were counted, written anew
            readable = [one for one in values if one in CHOICES]
            sealed = [one for one in values if isinstance(one, bytes | memoryview)]
            yield guess((readable or sealed or [values])[0])


def backups(story: Story) -> Iterator[str]:
    """What today's backup has and yesterday's had not came in between."""
    before: dict[str, object] = {}
    for snapshot in story.watched.snapshots:
        new = snapshot.keys() - before.keys()
        yield guess(snapshot[new.pop()])
        before = snapshot


def access_log(story: Story) -> Iterator[str]:
    """The path that was asked for names the slip, and the slip names the row."""
    last = story.watched.snapshots[-1]
    for path in story.watched.requests:
        slip = path.split("/")[2]
        yield guess(last[story.system.digest(slip)])


def copies_of_slips(story: Story) -> Iterator[str]:
    """A device kept a copy of every slip; the latest backup in which it waits is looked at."""
    for person in story.those:
        named = story.system.digest(person.slip)
        held = [one[named] for one in story.watched.snapshots if one.get(named) is not None]
        yield guess(held[-1] if held else person.slip)


ATTACKS = [physical_order, insertion_order, write_ahead_log, backups, access_log, copies_of_slips]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_insider_does_no_better_than_a_coin(tell, attack) -> None:
    story = tell(Ours())

    assert success(story.those, attack(story)) < CHANCE


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_the_same_attack_succeeds_on_a_naive_service(tell, attack) -> None:
    story = tell(Naive())

    assert success(story.those, attack(story)) > CERTAIN


@pytest.mark.parametrize(("system", "found"), [(Ours, False), (Naive, True)])
def test_transaction_ids_of_postgresql(tell, system, found) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL writes a transaction's number into each row")
    story = tell(system())

    right = success(story.those, transaction_ids(story))

    assert right > CERTAIN if found else right < CHANCE


def test_rows_that_were_counted_lie_in_the_order_of_their_digests_ten_by_ten(tell) -> None:
    """Nor does the place of a counted row say when it came, to whoever waits for better days."""
    story = tell(Ours())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT token FROM encounters_answer WHERE sealed IS NULL "
            f"ORDER BY {PHYSICAL[connection.vendor]}"
        )
        lying = [token for (token,) in cursor.fetchall()]
    came = {story.system.digest(person.slip): at for at, person in enumerate(story.those)}

    assert len(lying) >= 130
    if connection.vendor == "sqlite":  # PostgreSQL may fill holes, which orders them even less
        assert all(
            ten == sorted(ten) for at in range(0, len(lying), 10) if (ten := lying[at : at + 10])
        )
    neighbours = [came[a] < came[b] for a, b in pairwise(lying)]
    assert 0.35 < sum(neighbours) / len(neighbours) < 0.75


def changes(releases: list[dict[str, int]]) -> Iterator[tuple[int, Counter[str]]]:
    """After which answer something new was published, and what."""
    before: dict[str, int] = {}
    for number, now in enumerate(releases):
        change = Counter({one: now.get(one, 0) - before.get(one, 0) for one in CHOICES})
        if any(change.values()):
            yield number, change
        before = now


def differences_of_releases(story: Story) -> Iterator[str]:
    """Yesterday's figures taken from today's are the answers that came in between."""
    guesses = [""] * len(story.those)
    last = 0
    for number, change in changes(story.watched.releases):
        for at in range(last, number + 1):
            guesses[at] = max(CHOICES, key=lambda one: change[one])
        last = number + 1
    return iter(one or CHOICES[0] for one in guesses)


def test_differences_of_releases_are_of_ten_and_tell_no_more_than_ten_do(tell) -> None:
    story = tell(Ours())

    published = list(changes(story.watched.releases))

    assert {sum(change.values()) for _, change in published} == {10}
    # Whoever knew all ten of each release would guess right for 62 in 100, by its majority alone.
    of_ten = sum(max(change.values()) for _, change in published) / (10 * len(published))
    assert success(story.those, differences_of_releases(story)) < max(of_ten, CHANCE)


def test_differences_of_releases_undo_a_rule_of_at_least_ten(tell) -> None:
    story = tell(Naive())

    right = success(story.those[10:], list(differences_of_releases(story))[10:])

    assert right > CERTAIN


def test_the_first_ten_are_opened_when_twenty_wait_and_ten_stay_back(tell) -> None:
    story = tell(Ours())

    moments = [number for number, _ in changes(story.watched.releases)]

    assert moments == list(range(19, len(story.those), 10))


@pytest.mark.parametrize(("with_keys", "found"), [(False, False), (True, True)])
def test_a_key_for_each_officer_would_mark_the_officer_and_ours_does_not(
    tell, with_keys, found
) -> None:
    story = tell(Ours())
    those = story.those
    own = {officer: sha256(bytes([officer])).hexdigest() for officer in range(OFFICERS)}
    signed_by = dict(Answer.objects.values_list("token", "key"))

    kept = [
        own[person.officer] if with_keys else signed_by[story.system.digest(person.slip)]
        for person in those
    ]
    named = {name: officer for officer, name in own.items()}
    chance = random.Random(2)  # noqa: S311 (a guess is no secret)
    right = sum(
        named.get(name, chance.randrange(OFFICERS)) == person.officer
        for name, person in zip(kept, those, strict=True)
    ) / len(those)

    assert right > CERTAIN if found else right < 0.25


def test_a_force_that_gives_one_officer_a_key_of_their_own_is_found_out(
    client: Client, force
) -> None:
    """What a device was given is compared with what everybody is shown, and with the public log."""
    given = issuing.listed(issuing.keys_of("demoshire", now=NOW))
    marked = tokens.public_bytes(tokens.new_key().public_key())

    listed = {one["id"] for one in client.get("/f/keys.json").json()["keys"]}

    assert {one["id"] for one in given} <= listed
    assert tokens.key_id(marked).hex() not in listed
    scopes_seen = Counter((one["quarter"], one["scope"]) for one in given)
    assert set(scopes_seen.values()) == {1}


def issued(*, blind: bool) -> float:
    """How often a server that wrote down all it signed knows again whose slip comes back."""
    of = key()
    written = bytes(of.public)
    waiting = [devices.prepare(written) for _ in range(20)]
    (signed,) = issuing.issue(
        force="demoshire",
        device=DEVICE,
        team="",
        wanted=[Wanted(of.pk, [one.blinded for one in waiting])],
        now=NOW,
    )
    back = [one.finish(answer) for one, answer in zip(waiting, signed, strict=True)]
    # A naive device shows what it has signed: the slip itself.
    seen = [
        {one.blinded, answer} if blind else {one.nonce, token.signature}
        for one, answer, token in zip(waiting, signed, back, strict=True)
    ]
    knows = [
        [number for number, one in enumerate(seen) if one & {token.nonce, token.signature}]
        for token in back
    ]
    return sum(found == [number] for number, found in enumerate(knows)) / len(back)


def test_who_signed_a_slip_does_not_know_it_again(force) -> None:
    assert issued(blind=True) == 0
    assert issued(blind=False) == 1


class Limiter:
    """What is usually built: tries by network and time, in the cache, that is, in the database."""

    def note(self, network: str, slip: str) -> None:
        cache.set(f"answers:{network}:{slip[:20]}", 1, 600)


def cached() -> list[str]:
    """The keys that the site's cache holds, in the order in which the table has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM evenhand_cache")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.parametrize(("naive", "found"), [(False, False), (True, True)])
def test_keys_of_a_rate_limit_say_who_answered(tell, client, naive, found) -> None:
    those = people()[:20]
    with connection.cursor() as cursor:
        if "evenhand_cache" not in connection.introspection.table_names(cursor):
            cursor.execute(
                "CREATE TABLE evenhand_cache (cache_key varchar(255) PRIMARY KEY, "
                "value text NOT NULL, expires timestamp NOT NULL)"
            )
    for number, person in enumerate(those):
        network = f"192.0.2.{number}"
        client.post(f"/f/{person.slip}/", {"fair": "no"}, REMOTE_ADDR=network, **OURS)
        client.get("/f/unknown/", REMOTE_ADDR=network)
        if naive:
            Limiter().note(network, person.slip)

    seen = "\n".join(cached())

    joined = [f"192.0.2.{number}:{one.slip[:20]}" in seen for number, one in enumerate(those)]
    assert all(joined) if found else not any(joined)
    assert found or "192.0.2." not in seen


@pytest.mark.parametrize("box", ["said", "note", "respect", "reason"])
def test_free_text_has_nowhere_to_stay(tell, client, box) -> None:
    """A name that is typed in would join what is answered to an officer; nothing takes it."""
    person = people()[0]

    client.post(f"/f/{person.slip}/", {"fair": "no", box: "PC 4711 was rude"}, **OURS)

    with connection.cursor() as cursor:
        everything = []
        for table in ("answer", "counted", "margin", "signed", "drawn"):
            cursor.execute(f"SELECT * FROM encounters_{table}")
            everything += [str(value) for row in cursor.fetchall() for value in row]
    assert not [value for value in everything if re.search(r"4711|rude", value)]
    assert max(map(len, (questions.write({}), questions.write({"fair": "no"})))) == 5


def test_a_naive_service_keeps_free_text(tell) -> None:
    """The search above finds a name where there is one."""
    system = Naive()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO naive_answer (slip, respect) VALUES ('a', 'PC 4711 was rude')")

    assert [one for one in map(str, rows(system, "id")) if re.search("4711|rude", one)]


def test_nothing_that_is_kept_has_a_time_a_serial_number_or_a_way_to_a_stop(force) -> None:
    fields = {field.name: field for field in Answer._meta.get_fields()}

    assert set(fields) == {"token", "key", "sealed"}
    assert not any(field.is_relation for field in fields.values())
    with connection.cursor() as cursor:
        kinds = {
            column.name: connection.introspection.get_field_type(column.type_code, column)
            for column in connection.introspection.get_table_description(
                cursor, Answer._meta.db_table
            )
        }
    assert not {"DateTimeField", "DateField", "AutoField", "BigAutoField"} & set(kinds.values())
    assert not {"at", "time", "stop", "device", "officer"} & {
        field.name for model in (Answer, Counted, TokenKey) for field in model._meta.get_fields()
    }


def test_a_scope_is_never_an_officer() -> None:
    teams = {f"Team {number}": number for number in range(30)}

    assert list(scopes.team_scopes(teams)) == sorted(
        f"team:Team {number}" for number in range(10, 30)
    )
