"""Whoever concluded a review is not asked to sign it off."""

from accounts.cast import Cast, signed_in
from evenhand.accounts.roles import Role
from workspace.alert_writes import FORCE, REVIEW, day, raised
from workspace.plan_writes import newcomer
from workspace.reading import read


def test_who_concluded_is_not_asked_to_sign_it_off(cast: Cast) -> None:
    review = raised()
    both = newcomer("both", cast.force, Role.CHIEF_OFFICER)
    who = {**FORCE, "person": both}
    review.step("conclude", day(2), who, conclusion="not-explained", words="Nothing was found.")

    desk = signed_in(both).get(REVIEW).content.decode()
    assert f"{REVIEW}sign/" not in desk
    assert "Nobody signs off what they concluded themselves." in desk
    assert "Nobody signs off what they" in read(signed_in(both), f"{REVIEW}sign/")
    other = signed_in(newcomer("other", cast.force, Role.CHIEF_OFFICER))
    assert f"{REVIEW}sign/" in other.get(REVIEW).content.decode()
