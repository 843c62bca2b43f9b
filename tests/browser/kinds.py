"""Every kind of page, found by links as a reader would, so that no force is named here."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

import urllib3

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
FORCES, MEASURES_OF_A_FORCE, FIGURES, ALERTS = 4, 3, 2, 6  # how many of a kind are looked at


def links(site: str, address: str) -> list[str]:
    """The site's own addresses that a page leads to, each once, in the order of the page."""
    body = urllib3.request("GET", site + address).data.decode()
    found = (urljoin(address, unescape(link)) for link in LINK.findall(body))
    return list(dict.fromkeys(link for link in found if link.startswith("/")))


def matching(site: str, address: str, pattern: str) -> list[str]:
    """Those of a page's links that are of a kind."""
    return [link for link in links(site, address) if re.fullmatch(pattern, link)]


def kinds(site: str) -> dict[str, str]:
    """One address, or a few, of each kind of page that has one; each address once."""
    forces = matching(site, "/find/", "/forces/[^/]+/")[:FORCES]
    if not forces:
        raise LookupError("no force is linked from the page that lists them")
    found = {**dict(_of_forces(site, forces)), **dict(_of_measures(site)), **_others(site)}
    names = {address: name for name, address in found.items()}
    return {name: address for address, name in names.items()}


def _of_forces(site: str, forces: list[str]) -> Iterator[tuple[str, str]]:
    for force in forces:
        yield f"force {force}", force
    yield "measures of a force", f"{forces[0]}measures/"
    yield "files of a force", f"{forces[0]}files/"
    yield from _of_plan(site, forces)
    yield from _of_maturity(site, forces)
    yield from _of_alerts(site, forces)
    yield from _of_scrutiny(site, forces)
    for force in forces:
        told = matching(site, f"{force}stops/coverage/", ".+/stops/coverage.csv")
        yield ("coverage" if told else "coverage not known"), f"{force}stops/coverage/"
    measures = matching(site, f"{forces[0]}measures/", f"{forces[0]}measures/[^/]+/")
    spread = measures[:: max(1, len(measures) // MEASURES_OF_A_FORCE)]
    for measure in spread[:MEASURES_OF_A_FORCE]:
        yield f"measure {measure}", measure
    for figure in matching(site, forces[0], "/figures/.+/")[:FIGURES]:
        yield f"figure {figure}", figure


def _of_plan(site: str, forces: list[str]) -> Iterator[tuple[str, str]]:
    """The plan of the first force that has one, and the page of a force that has none."""
    with_plan = [link.removesuffix("plan/") for link in matching(site, "/plans/", "/forces/.+/")]
    for force in with_plan[:1]:
        for page in ("", "late/", "changes/", "leads/", "take-part/", "?on=2026-03-31"):
            yield f"plan {page}", f"{force}plan/{page}"
        yield "reports", f"{force}reports/"
        for report in matching(site, f"{force}reports/", f"{force}reports/.+/.+/")[:1]:
            yield "report", report
        for action in matching(site, f"{force}plan/late/", f"{force}plan/.+/actions/.+/")[:2]:
            yield f"action {action}", action
        for form in matching(site, f"{force}plan/", r"/follow/\?.+"):
            yield "following", form
    for force in [one for one in forces if one not in with_plan][:1]:
        yield "no plan", f"{force}plan/"
        yield "no reports", f"{force}reports/"
    yield "how a status is worked out", "/plans/how/"
    yield "asked to follow", "/follow/sent/"
    yield "a link that does not work", "/follow/stop/"


def _of_maturity(site: str, forces: list[str]) -> Iterator[tuple[str, str]]:
    """What is said of a force that is assessed, standards with and without words, and silence."""
    for force in forces:
        page = f"{force}maturity/"
        found = matching(site, page, f"{page}[^/]+/[0-9]+/[^/]+/")
        if not found:
            yield "not assessed", page
            continue
        yield "maturity", page
        yield "maturity on a day", f"{page}?on=2025-06-30"
        for standard in (one for one in found if "explain" in one or "young" in one):
            yield f"standard {standard}", standard


def _of_alerts(site: str, forces: list[str]) -> Iterator[tuple[str, str]]:
    """Alerts in every way in which one stands, forces with some and without, what is watched."""
    yield "alerts", "/alerts/"
    yield "explanations", "/explanations/"
    stands: dict[str, str] = {}
    for force in forces:
        of_force = f"{force}alerts/"
        found = matching(site, of_force, f"{of_force}[0-9]+/")
        yield ("alerts of a force" if found else "no alerts"), of_force
        yield ("watched" if found else "nothing watched"), f"{force}watch/"
        stands |= {f"alert {one}": one for one in found}
    yield from list(stands.items())[:ALERTS]


def _of_scrutiny(site: str, forces: list[str]) -> Iterator[tuple[str, str]]:
    """Panels with and without draws, a few draws, meetings and recommendations."""
    yield "scrutiny", "/scrutiny/"
    stands: dict[str, str] = {}
    for force in forces:
        page, advice = f"{force}scrutiny/", f"{force}recommendations/"
        found = matching(site, page, r"/panels/.+/(draws|meetings)/\d+/")
        found += matching(site, advice, rf"{advice}\d+/")
        yield ("scrutiny of a force" if found else "no scrutiny"), page
        yield ("recommendations" if found else "no recommendations"), advice
        stands |= {f"scrutiny {one}": one for one in found}
    yield from list(stands.items())[:ALERTS]


def _of_measures(site: str) -> Iterator[tuple[str, str]]:
    measure = matching(site, "/measures/", "/measures/[^/]+/")[0]
    yield "measures", "/measures/"
    yield "across", measure
    yield "across, another group", f"{measure}?group=Asian"
    yield "over time", f"{measure}over-time/"
    yield "analyst", f"{measure}analyst/"
    for months in matching(site, measure, "/measures/[^/]+/months/[^/]+/")[:1]:
        yield "across, other months", months
    for figure in matching(site, measure, "/figures/[^/]+/all-forces/.+/")[:1]:
        yield "figure of all forces", figure


def _others(site: str) -> dict[str, str]:
    town = "/find/?q="
    method = matching(site, "/methods/", "/methods/[^/]+/")[0]
    footer = {f"page {link}": link for link in links(site, "/") if re.fullmatch("/[a-z]+/", link)}
    return {
        **footer,
        "home": "/",
        "public ledger": "/log/",
        "all forces": "/forces/",
        "found": f"{town}Luton",
        "several found": f"{town}LU1",
        "nothing found": f"{town}Nowhereville",
        "search": "/search/",
        "search with answers": "/search/?q=arrest",
        "search without": "/search/?q=zzzz",
        "method": method,
        "API": "/api/",
        "feedback about a page": "/feedback/?about=/",
        "feedback sent": "/feedback/sent/",
        "no such page": "/nowhere/",
    }
