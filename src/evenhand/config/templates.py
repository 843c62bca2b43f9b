"""The Jinja environment of every page: our own templates, then the design system's macros."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from evenhand.config.language import gettext, ngettext
from evenhand.govuk.assets import asset
from evenhand.public.addresses import figure_url, file_url
from evenhand.workspace.presenters.dates import date, time


def environment(**options: Any) -> Environment:
    """Build the environment that Django's Jinja2 backend asks for.

    The macros are reached with ``{% from "govuk_frontend_jinja/components/..." %}``.
    """
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n"]
    options["loader"] = ChoiceLoader([options["loader"], macros])
    built = Environment(**options)  # noqa: S701 (Django's backend turns escaping on)
    built.globals.update(
        asset=asset,
        url=reverse,
        figure_url=figure_url,
        file_url=file_url,
        leave_url=settings.LEAVE_URL,
        directories=lambda: settings.DIRECTORIES,
        date=date,
        time=time,
    )
    # Every sentence of a template is a message: {{ _("…") }} or {% trans %}…{% endtrans %}.
    built.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension adds it
    built.globals.update(gettext=_said, ngettext=_said_of)
    built.policies["ext.i18n.trimmed"] = True
    return built


def _said(message: str, **places: object) -> Markup:
    """A message with its places filled in; a per cent sign needs no care where there are none."""
    found = Markup(gettext(message))  # noqa: S704 (messages are ours; what fills them is escaped)
    return found % places if places else Markup(found.replace("%%", "%"))  # noqa: S704


def _said_of(one: str, many: str, number: int, **places: object) -> Markup:
    """The same for a message that depends on a number."""
    return Markup(ngettext(one, many, number)) % {"num": number, **places}  # noqa: S704
