"""Every sentence of the pages about alerts is a message that can be translated."""

import re

from django.test import Client
from django.utils import timezone

from accounts.cast import Cast, signed_in
from evenhand.accounts.roles import Role
from evenhand.measures.watch.found import Looks, Series
from monitoring.made_alerts import found, recorded, watched
from workspace.alert_writes import ALERTS, FORCE, OF_ALERTS, REVIEW, alert, day, raised
from workspace.plan_writes import FORCE_ID, newcomer
from workspace.test_workspace_alerts import undone
from workspace.test_workspace_words import abroad as abroad  # noqa: PLC0414
from workspace.test_workspace_words import not_messages

TYPED = re.compile(
    r"“[^”]*”|Somebody|Manager|Member|Oversight body|Portwell reference group|"
    r"Record every vehicle stop|Superintendent, operations|Programme manager|Oversight member|"
    r"Log( of the operation)?|Black people were searched 5.5 times as often as White people\.|"
    r"(An|What|Nothing|Said|I) [a-z ]+[.?]|alert was raised[a-z ,:]+\.|Stops at night[a-z, ]+\."
)
"""What people wrote, what they are called, and what the watch said when it raised an alert."""


def left(page: str) -> list[str]:
    """What a page says that is neither a message nor somebody's words."""
    lines = (TYPED.sub("", line) for line in not_messages(page))
    return [line for line in lines if re.search(r"[^\W\d_]{2,}", line)]


def test_every_page_and_step_says_nothing_that_is_not_a_message(abroad: Cast) -> None:
    wrong = []
    for name, make in OF_ALERTS.items():
        with undone():
            write = make(abroad)
            client = signed_in(write.by)
            typed = {key: value for key, value in write.sent.items() if key != "stage"}
            pages = {
                "form": client.get(write.address),
                "empty": client.post(write.address, {"expected": write.sent["expected"]}),
                "preview": client.post(write.address, typed),
                "lost": Client().post(write.address, {"words": "Said in public."}),
                "done": client.post(write.address, write.sent),
                "late": client.post(write.address, {**write.sent, "words": "Said so."}),
                "desk": client.get(REVIEW),
                "list": client.get(ALERTS),
                "home": client.get("/workspace/"),
            }
            for which, answer in pages.items():
                wrong += [f"{name}, {which}: {one}" for one in left(answer.content.decode())]
    assert wrong == []


def test_lists_and_desks_of_every_state_are_messages_too(abroad: Cast) -> None:
    client = signed_in(newcomer("manager", abroad.force, Role.PROGRAMME_MANAGER))
    raised(29, alert(key="a"))
    raised(60, alert(key="b"))
    stopped = raised(9, alert(key="c"))
    stopped.step("extend", day(2), FORCE, until=day(-5), reason="Said in public.")
    of_data = Series(FORCE_ID, "stop-and-search", "", Looks.UNKNOWN)
    recorded(watched(found(of_data, quality=True), examined={FORCE_ID: 1}), now=timezone.now())

    pages = [client.get(ALERTS), *(client.get(f"{ALERTS}{FORCE_ID}/{one}/") for one in range(1, 5))]
    pages.append(client.get(f"{ALERTS}{FORCE_ID}/4/explain/"))

    assert [line for page in pages for line in left(page.content.decode())] == []
