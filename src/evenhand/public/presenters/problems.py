"""What a reader is told when a page cannot be given. Nothing here asks the database."""

from dataclasses import dataclass

from evenhand.measures.words.messages import say


@dataclass(frozen=True)
class Problem:
    """A page that says what happened and what to do."""

    status: int
    title: str
    sentences: tuple[str, ...]


def not_understood() -> Problem:
    """400: what was sent makes no sense, or is too much."""
    return Problem(
        400,
        say("There is a problem with what was sent"),
        (
            say("It was not understood, or it was too long. Nothing was changed."),
            say("Go back, check what you typed and try again."),
        ),
    )


def not_allowed() -> Problem:
    """403: a form of another site pretends to be ours."""
    return Problem(
        403,
        say("There is a problem with where this was sent from"),
        (
            say("It did not come from a page of this site, so it was not taken."),
            say("Open the page here and try again."),
        ),
    )


def not_found() -> Problem:
    """404: there is no such page; what was looked for is not repeated."""
    return Problem(
        404,
        say("Page not found"),
        (
            say(
                "If you typed the address, check that it is right. Figures never move: a figure’s "
                "address that once worked always works."
            ),
        ),
    )


def went_wrong() -> Problem:
    """500: a fault of ours."""
    return Problem(
        500,
        say("There is a problem with this page"),
        (
            say("This is our fault, not yours. Try again in a few minutes."),
            say("Nothing was lost: figures are kept as they were published."),
        ),
    )


def unavailable() -> Problem:
    """503: the database does not answer."""
    return Problem(
        503,
        say("There is a problem: this page is away for now"),
        (
            say("The place where figures are kept does not answer. Try again in a few minutes."),
            say("Nothing was lost: figures are kept as they were published."),
        ),
    )


def closed() -> Problem:
    """503: those who run the site have closed it for a while."""
    return Problem(
        503,
        say("This site is closed for a short while"),
        (
            say("It is being worked on. Try again in half an hour."),
            say("Nothing was lost: figures are kept as they were published."),
        ),
    )
