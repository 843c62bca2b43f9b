"""The whole chain as somebody with a phone walks it: from a slip to what was promised."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.layout import faults
from demo.chain import ADVICE, REFORM, walk

pytestmark = pytest.mark.browser


def test_a_reader_with_a_phone_walks_the_whole_chain_without_javascript(plain: Page) -> None:
    advice = plain.request.get(ADVICE).text()
    alert = re.search(r'href="(/forces/demoshire/alerts/\d+/)"', advice)
    assert alert is not None
    first, *onward = walk(alert[1])

    plain.goto(first)
    wrong = [f"{first}: {one}" for one in faults(plain)]
    for address in onward:
        link = plain.locator(f'main a[href="{address}"]:visible').first
        expect(link, f"{plain.url} leads to {address}").to_be_visible()
        link.click()
        plain.wait_for_url(f"**{address}")
        if "#" not in address:  # scrolled to a place, what is passed lies under the bar
            wrong += [f"{address}: {one}" for one in faults(plain)]

    told = plain.locator(f"#{REFORM}")
    expect(told).to_be_in_viewport()
    expect(told).to_contain_text("Not measured again yet.")
    assert not wrong, "\n".join(wrong)
