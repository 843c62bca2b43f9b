"""Where the pages of the demonstration's chain are, in the order in which they lead on."""

from evenhand.demo import recorded_stops
from evenhand.demo.accounts import PANEL
from evenhand.encounters.receipts import slips

SLIP = f"/r/{slips.code(recorded_stops.SLIPS[2])}/"
DRAW, ADVICE = f"/panels/{PANEL}/draws/2/", "/forces/demoshire/recommendations/7/"
ACTION = "/forces/demoshire/plan/1/actions/explain-portwell/"
REFORM = "reform-7"


def walk(alert: str) -> tuple[str, ...]:
    """Every page from the slip of a stop to what was promised, given the page of the alert."""
    return (
        *(SLIP, "/forces/demoshire/scrutiny/", "/forces/demoshire/alerts/", alert),
        *(f"{DRAW}#finding-1", ADVICE, ACTION, f"{alert}#{REFORM}"),
    )
