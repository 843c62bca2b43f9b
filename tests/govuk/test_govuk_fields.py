"""Questions of forms whose answers become public: what they take, and what they refuse."""

import pytest
from django.forms import ValidationError

from evenhand.govuk.fields import LineField, WordsField


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u2066"])
@pytest.mark.parametrize("kind", [WordsField, LineField])
def test_a_letter_that_nobody_can_see_is_refused(kind: type[WordsField], letter: str) -> None:
    for field in (kind(missing="Say it"), kind(required=False)):
        with pytest.raises(ValidationError, match=r"nobody can see|Null characters"):
            field.clean(f"All is{letter} well")


def test_lines_end_in_one_way_however_a_browser_sends_them() -> None:
    assert WordsField().clean("One\r\ntwo\rthree") == "One\ntwo\nthree"


def test_words_that_may_be_left_out_are_and_others_are_asked_for() -> None:
    assert WordsField(required=False).clean("") == ""
    with pytest.raises(ValidationError, match="Say it"):
        WordsField(missing="Say it").clean("  ")


def test_words_that_are_too_long_are_refused_with_how_many_they_may_be() -> None:
    assert WordsField(most=1200).clean("a" * 1200)
    with pytest.raises(ValidationError, match="Use 1,200 characters or fewer"):
        WordsField(most=1200).clean("a" * 1201)
