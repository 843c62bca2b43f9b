"""Asks for many addresses at once: in this process, or in several beside it."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import NamedTuple

from evenhand.public.static_site.asking import Answer, Site

AHEAD = 4  # questions to a process that wait, so that it never does; answers are held in memory


class Question(NamedTuple):
    """An address to ask for, what is known of it, and the page that leads to it."""

    path: str
    page: str
    known: str


Ask = Callable[[Iterable[Question]], Iterator[tuple[Question, Answer]]]
"""Gives every answer in the order of the questions."""


def one_by_one(site: Site) -> Ask:
    """Ask in this process."""

    def ask(questions: Iterable[Question]) -> Iterator[tuple[Question, Answer]]:
        return ((one, site.ask(one.path, known=one.known)) for one in questions)

    return ask


@contextmanager
def in_processes(address: str, count: int) -> Iterator[Ask]:
    """Ask in processes of their own, each with its own connection to the database.

    Parameters
    ----------
    address : of the site; each process reads its settings from the same environment.
    count : of processes.
    """
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_begin, initargs=(address,)
    )

    def ask(questions: Iterable[Question]) -> Iterator[tuple[Question, Answer]]:
        asked: deque[tuple[Question, Future[Answer]]] = deque()
        for one in questions:
            asked.append((one, pool.submit(_answer, one)))
            if len(asked) > count * AHEAD:
                question, answer = asked.popleft()
                yield question, answer.result()
        while asked:
            question, answer = asked.popleft()
            yield question, answer.result()

    try:
        yield ask
    finally:
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


_sites: list[Site] = []
"""The one site of a process that answers."""


def _begin(address: str) -> None:
    """Make the site ready in a new process, which ends with the one that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    Thread(target=_end_with_parent, daemon=True).start()
    from django.core.wsgi import get_wsgi_application

    _sites.append(Site(get_wsgi_application(), address))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # it was killed: nobody waits for what is being made here


def _answer(question: Question) -> Answer:
    (site,) = _sites
    return site.ask(question.path, known=question.known)
