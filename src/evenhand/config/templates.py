"""The Jinja environment of every page: our own templates, then the design system's macros."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from evenhand.public.addresses import figure_url, file_url


def environment(**options: Any) -> Environment:
    """Build the environment that Django's Jinja2 backend asks for.

    The macros are reached with ``{% from "govuk_frontend_jinja/components/..." %}``.
    """
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n"]
    options["loader"] = ChoiceLoader([options["loader"], macros])
    built = Environment(**options)  # noqa: S701 (Django's backend turns escaping on)
    built.globals.update(
        static=static,
        url=reverse,
        figure_url=figure_url,
        file_url=file_url,
        leave_url=settings.LEAVE_URL,
    )
    # Every sentence of a template is a message: {{ _("…") }} or {% trans %}…{% endtrans %}.
    built.install_gettext_callables(gettext, ngettext, newstyle=True)
    built.policies["ext.i18n.trimmed"] = True
    return built
