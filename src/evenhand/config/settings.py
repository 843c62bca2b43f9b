"""Django's settings. Everything that differs between sites comes from the environment."""

import os

from csp.constants import NONE, SELF

from evenhand.config.database import database
from evenhand.config.environment import read
from evenhand.govuk.assets import DIGEST

ENVIRONMENT = read(os.environ)

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
LAKE = ENVIRONMENT.lake
LEAVE_URL = ENVIRONMENT.leave_url
CONTACT = ENVIRONMENT.contact
CLOSED = ENVIRONMENT.closed
PSEUDO_LOCALE = ENVIRONMENT.pseudo_locale
DATABASES = {"default": database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "evenhand.govuk",
    "evenhand.forces",
    "evenhand.voices",
    "evenhand.publications",
    "evenhand.public",
]
if ENVIRONMENT.demo:
    INSTALLED_APPS.append("evenhand.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "evenhand.config.middleware.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "evenhand.config.middleware.page_headers",
    "django.middleware.common.CommonMiddleware",
    "evenhand.config.middleware.closed",
    "evenhand.config.middleware.own_forms",
    "evenhand.config.middleware.DatabaseAway",
]
ROOT_URLCONF = "evenhand.config.urls"
WSGI_APPLICATION = "evenhand.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "evenhand.config.templates.environment",
            "context_processors": ["evenhand.public.furniture.context"],
        },
    }
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served from the package itself: nothing to collect
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = DIGEST

DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024  # bytes: the longest form, several times over
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100  # the form that names every force has about 50
COOKIES_ONLY_ENCRYPTED = ENVIRONMENT.in_service

# Pages are complete without a script; the only one helps to leave. Nothing comes from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"  # nobody learns from us that a reader was here
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ENVIRONMENT.in_service:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

if ENVIRONMENT.pseudo_locale:
    from evenhand.config.language import pseudo
    from evenhand.measures.words import messages

    messages.use(pseudo)  # templates ask for themselves
