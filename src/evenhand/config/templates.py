"""The Jinja environment of every page: our own templates, then the design system's macros."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader


def environment(**options: Any) -> Environment:
    """Build the environment that Django's Jinja2 backend asks for.

    The macros are reached with ``{% from "govuk_frontend_jinja/components/..." %}``.
    """
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([options["loader"], macros])
    built = Environment(**options)  # noqa: S701 (Django's backend turns escaping on)
    built.globals.update(static=static, url=reverse, leave_url=settings.LEAVE_URL)
    return built
