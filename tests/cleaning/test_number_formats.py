"""What a number format lets a reader see."""

import pytest

from evenhand.cleaning.workbooks.number_formats import Shown, shown_of, shows_text


@pytest.mark.parametrize(
    ("value", "code", "number", "written"),
    [
        (12.3456, "General", 12.3456, ""),
        (12.3456, "0", 12, "0"),
        (12.3456, "0.00", 12.35, "0.00"),
        (-1234.5, "#,##0.0;[Red]-#,##0.0", -1234.5, "#,##0.0"),
        (0.12345, "0.0%", 0.123, "0.0%"),
        (1234.5, '"£"#,##0.00', 1234.5, "#,##0.00"),
        (1_234_567, "#,##0,", 1_235_000, "#,##0"),
        (46_112.58, "dd/mm/yyyy", 46_112, "dd/mm/yyyy"),
        (46_112.58, "[$-F800]dddd, mmmm dd, yyyy", 46_112, "dd/mm/yyyy"),
        (46_112.5, "dd/mm/yyyy hh:mm", 46_112.5, "dd/mm/yyyy hh:mm:ss"),
        (0.5, "[h]:mm", 0.5, "hh:mm:ss"),
        (5, "0;0;", 5, "0"),
        (0.5, "# ?/?", 0.5, ""),
    ],
)
def test_a_number_keeps_the_digits_that_are_shown(
    value: float, code: str, number: float, written: str
) -> None:
    assert shown_of(value, code) == Shown(number=pytest.approx(number), format=written)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        *[(5, ";;;"), (5, ";0"), (-5, "0;"), (0, "0;0;"), (5, "[White]0"), (5, " ; ; ")],
        *[(5, '""'), (5, "[>9]0;[<3]0;"), (-1, "dd/mm/yyyy"), (1e9, "dd/mm/yyyy")],
    ],
)
def test_a_number_that_is_not_shown_is_not_kept(value: float, code: str) -> None:
    assert shown_of(value, code).hidden


def test_a_word_in_the_place_of_a_number_is_what_is_seen() -> None:
    assert shown_of(5, '"yes"') == Shown(instead="yes")
    assert shown_of(5, r'"a;b"') == Shown(instead="a;b")


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        *[("General", True), ("@", True), ("0;0;0;@", True), (";;;", False), ("0;0;0;", False)],
        *[(";;", True), ("[White]@", False), (';;;"x"@', True)],
    ],
)
def test_a_text_is_shown_unless_its_format_says_nothing_of_texts(code: str, seen: bool) -> None:
    assert shows_text(code) is seen
