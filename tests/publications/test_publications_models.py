"""What can never be true of a figure, kept by the database itself."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from evenhand.forces.models import Force
from evenhand.publications.errors import FrozenFigure
from evenhand.publications.models import Figure
from evenhand.publications.services import release

pytestmark = pytest.mark.django_db


def test_a_figure_is_kept_as_it_was_released(figure: Figure) -> None:
    figure.save()

    kept = Figure.objects.get()
    assert kept.result == {"rows": []}
    assert str(kept) == "search-rate/demoshire/2025-10--2026-09/five-groups/1"


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("first_month", "2026-10", "a_figure_ends_after_it_begins"),
        ("last_month", "2026-13", "a_figure_covers_whole_months"),
        ("first_month", "2025-0", "a_figure_covers_whole_months"),
        ("number", 2, "a_correction_names_what_it_corrects"),
        ("digest", "abc", "a_figure_has_a_digest"),
        ("released_by", "", "a_figure_was_released_by_somebody"),
    ],
)
def test_a_figure_that_breaks_a_rule_is_refused_by_its_name(
    figure: Figure, field: str, value: object, rule: str
) -> None:
    setattr(figure, field, value)

    with pytest.raises(IntegrityError, match=rule):
        figure.save()


def test_a_first_figure_corrects_nothing(figure: Figure) -> None:
    figure.save()
    figure.pk, figure._state.adding, figure.measure = None, True, "find-rate"
    figure.supersedes = Figure.objects.get()

    with pytest.raises(IntegrityError, match="a_correction_names_what_it_corrects"):
        figure.save()


def test_two_figures_never_have_one_number(figure: Figure) -> None:
    figure.save()
    figure.pk, figure._state.adding = None, True

    with pytest.raises(IntegrityError):
        figure.save()


def test_a_figure_is_never_saved_again(figure: Figure) -> None:
    figure.save()
    figure.released_by = "Somebody else"

    with pytest.raises(FrozenFigure, match="Publish a correction"):
        figure.save()


def test_figures_are_never_updated_together(figure: Figure) -> None:
    figure.save()

    with pytest.raises(FrozenFigure):
        Figure.objects.update(released_by="Somebody else")


def test_figures_are_never_removed(figure: Figure) -> None:
    figure.save()

    with pytest.raises(FrozenFigure):
        figure.delete()
    with pytest.raises(FrozenFigure):
        Figure.objects.all().delete()


def test_the_database_refuses_an_update_whoever_asks(figure: Figure) -> None:
    figure.save()

    with (
        pytest.raises(IntegrityError, match="A figure is never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE publications_figure SET released_by = 'Somebody else'")
    assert Figure.objects.get().released_by == "Analyst"


def test_a_force_with_figures_cannot_be_taken_away(figure: Figure, demoshire: Force) -> None:
    figure.save()

    with pytest.raises(ProtectedError):
        demoshire.delete()


def test_the_same_figure_again_is_not_released(figure: Figure) -> None:
    release(figure)
    figure.pk, figure._state.adding = None, True

    assert release(figure) is None
    assert Figure.objects.count() == 1


def test_a_different_one_is_a_correction_that_names_the_old_one_and_leaves_it(
    figure: Figure,
) -> None:
    old = release(figure)
    assert old is not None
    again = Figure.objects.get(pk=old.pk)
    again.pk, again._state.adding, again.digest = None, True, "1" * 64

    new = release(again)

    assert new is not None
    assert (new.number, new.supersedes_id) == (2, old.pk)
    assert Figure.objects.get(pk=old.pk).digest == "0" * 64
