"""Pictures are drawn beside the next figure's counting: most of the time goes into both."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from evenhand.publications.charts.converting import Converter, draw_beside
from evenhand.publications.making.freezing import Materials, draw
from evenhand.publications.models import Figure

MOST = 3  # threads that draw, each in a process of its own; more would wait for the counting
WAITING = 16  # figures that wait for their pictures, so that a country's figures need no memory


def drawn(figures: Iterable[tuple[Figure, Materials]]) -> Iterator[Figure]:
    """Draw the pictures of figures while the next are made, and give each in its turn.

    Parameters
    ----------
    figures : made one after another, without pictures, as each is asked for.
    """
    waiting: deque[tuple[Figure, Future[None]]] = deque()
    converters: list[Converter] = []

    def begin() -> None:
        converters.append(draw_beside())

    count = max(1, min(MOST, (os.cpu_count() or 1) - 1))
    try:
        with ThreadPoolExecutor(count, initializer=begin) as threads:
            for figure, materials in figures:
                waiting.append((figure, threads.submit(draw, figure, materials)))
                if len(waiting) > WAITING:
                    yield _next(waiting)
            while waiting:
                yield _next(waiting)
    finally:
        for converter in converters:
            converter.close()


def _next(waiting: deque[tuple[Figure, Future[None]]]) -> Figure:
    figure, done = waiting.popleft()
    done.result()
    return figure
