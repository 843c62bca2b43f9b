"""Pictures are the same, whichever process converts them, and a process that dies loses none."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from evenhand.publications.charts import converting
from evenhand.publications.charts.converting import Converter, draw_beside, to_svg


def specification(words: str, number: float = 0.1) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"x": number, "words": words}]},
        "mark": "text",
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "text": {"field": "words", "type": "nominal"},
        },
    }


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Converter]:
    """One that starts its process at the first picture."""
    monkeypatch.setattr(converting, "WORTHWHILE", 1)
    found = Converter()
    yield found
    found.close()


@pytest.mark.parametrize("words", ["“Ŵ” & <b>\r\n", "\u2028", "it\\'s"])
def test_another_process_draws_the_same_picture(converter: Converter, words: str) -> None:
    one = specification(words, number=1 / 3)

    assert converter.convert(one) == to_svg(one)
    assert converter._process is not None


def test_a_process_that_was_killed_loses_no_picture(converter: Converter) -> None:
    converter.convert(specification("first"))
    assert converter._process is not None
    converter._process.kill()
    converter._process.wait()

    assert "second" in converter.convert(specification("second"))
    assert converter._process is None


def test_what_cannot_be_drawn_is_said_and_the_next_one_is_drawn(converter: Converter) -> None:
    with pytest.raises(ValueError, match=r"(?i)mark|vega"):
        converter.convert({"mark": {"type": 7}})

    assert "next" in converter.convert(specification("next"))


def test_a_few_pictures_start_no_process() -> None:
    found = Converter()
    for number in range(3):
        found.convert(specification(str(number)))

    assert found._process is None


def test_counting_goes_on_while_a_thread_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "WORTHWHILE", 1)
    converters: list[Converter] = []
    with ThreadPoolExecutor(1, initializer=lambda: converters.append(draw_beside())) as thread:
        drawn = thread.submit(to_svg, specification("drawn"))
        assert "drawn" in drawn.result()
        process = converters[0]._process
        assert process is not None
    converters[0].close()

    assert process.poll() is not None
