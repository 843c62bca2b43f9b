"""Django's settings. Everything that differs between sites comes from the environment."""

import os

from csp.constants import NONE, SELF

from evenhand.accounts.signing_in.directories import providers
from evenhand.accounts.signing_in.directories import read as read_directories
from evenhand.config.database import database
from evenhand.config.environment import read
from evenhand.config.logs import LOGGING as LOGGING  # noqa: PLC0414 (Django reads it by name)
from evenhand.config.mail import mail
from evenhand.govuk.assets import DIGEST

ENVIRONMENT = read(os.environ)

SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = list(ENVIRONMENT.older_secret_keys)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
PUBLIC_ADDRESS = ENVIRONMENT.public_address
LOCAL_ADDRESS = "http://127.0.0.1:8000"  # where `evenhand serve` answers, for links in mails
PROXIES = ENVIRONMENT.proxies
TLS = ENVIRONMENT.tls
REASONS_FOR = ENVIRONMENT.reasons
WITNESSES = ENVIRONMENT.witnesses
LAKE = ENVIRONMENT.lake
FILES = ENVIRONMENT.files
LEDGER_KEY = ENVIRONMENT.ledger_key
LEDGER_KEY_MAY_BE_MADE = not ENVIRONMENT.in_service
KEYS = ENVIRONMENT.keys
AREAS = ENVIRONMENT.areas
KEYS_MAY_BE_MADE = not ENVIRONMENT.in_service
LEAVE_URL = ENVIRONMENT.leave_url
CONTACT = ENVIRONMENT.contact
CLOSED = ENVIRONMENT.closed
PSEUDO_LOCALE = ENVIRONMENT.pseudo_locale
DATABASES = {"default": database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "evenhand.govuk",
    "evenhand.ledger",
    "evenhand.audit",
    "evenhand.forces",
    "evenhand.accounts",
    "evenhand.plan",
    "evenhand.maturity",
    "evenhand.encounters",
    "evenhand.monitoring",
    "evenhand.scrutiny",
    "evenhand.voices",
    "evenhand.publications",
    "evenhand.following",
    "evenhand.public",
    "evenhand.workspace",
    "evenhand.roadside",
]
if ENVIRONMENT.demo:
    INSTALLED_APPS.append("evenhand.demo")

MIDDLEWARE = [
    # What stands around every answer comes first: refusals and files of ours have it too.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "evenhand.config.middleware.at_public_address",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "evenhand.config.middleware.CompressedPages",
    "django.middleware.http.ConditionalGetMiddleware",
    "evenhand.config.middleware.page_headers",
    "django.middleware.common.CommonMiddleware",
    "evenhand.config.refusals.refusals",
    "evenhand.config.middleware.closed",
    "evenhand.config.middleware.own_forms",
    "evenhand.config.signed_in.Sessions",
    "evenhand.config.signed_in.Tokens",
    "evenhand.config.signed_in.People",
    "allauth.account.middleware.AccountMiddleware",
    "evenhand.config.signed_in.DeniedByDefault",
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
            "context_processors": [
                "evenhand.public.furniture.context",
                "evenhand.workspace.furniture.context",
            ],
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
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = [
    "evenhand.config.uploads.NoneInPublic",
    "evenhand.workspace.uploads.Quota",  # first: what is too large goes no further
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
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
        # A passkey's script asks for a challenge; programs that judge pages read robots.txt so.
        "connect-src": [SELF],
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

# Signing in. Sessions and tokens exist under /workspace/ alone, so that public pages stay the same
# for everybody (evenhand.config.signed_in).
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"evenhand.accounts.passwords.validators.{rule}"}
    for rule in ("LongEnough", "NotOnAList", "NotAboutYou")
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]  # memory-hard, and built in
PASSWORD_RESET_TIMEOUT = 60 * 60
BREACHED_PASSWORDS = ENVIRONMENT.breached_passwords
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "workspace"
LOGOUT_REDIRECT_URL = "account_login"

SECURED = "__Secure-" if ENVIRONMENT.in_service else ""
SESSION_COOKIE_NAME = f"{SECURED}evenhand_session"
CSRF_COOKIE_NAME = f"{SECURED}evenhand_form"
DEVICE_COOKIE_NAME = f"{SECURED}evenhand_device"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/workspace/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.in_service
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # until the browser closes
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds; evenhand.accounts.signing_in.sessions says when sooner
CSRF_FAILURE_VIEW = "evenhand.workspace.views.problems.forged"
# Tries are counted where every process of the site sees them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "evenhand_cache",
    }
}

ACCOUNT_ADAPTER = "evenhand.accounts.signing_in.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has proved the address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # a force often comes from one network address
    "login_failed": "20/m/ip,5/300s/key",
    "login_failed_elsewhere": "100/h/key",
    "reset_password": "20/m/ip,3/h/key",
}
ACCOUNT_FORMS = {
    "change_password": "evenhand.accounts.signing_in.forms.ChangePassword",
    "reset_password_from_key": "evenhand.accounts.signing_in.forms.ResetPassword",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
MFA_ADAPTER = "evenhand.accounts.signing_in.adapters.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.in_service
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
EVIDENCE = ENVIRONMENT.evidence
HOLD_DAYS = ENVIRONMENT.hold_days
DIRECTORIES = read_directories(ENVIRONMENT.directories) if ENVIRONMENT.directories else ()
SOCIALACCOUNT_ADAPTER = "evenhand.accounts.signing_in.adapters.Directories"
SOCIALACCOUNT_PROVIDERS = providers(DIRECTORIES)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to another site (form-action), a link may
OPENID_CONNECT_URL_PREFIX = ""

# Nothing at all where nobody can be written to: the terminal that serves the site shows the mail.
MAIL_IS_SET = bool(ENVIRONMENT.mail_url)
SITE_CAN_WRITE = MAIL_IS_SET or not ENVIRONMENT.in_service  # nobody reads the terminal in service
globals().update(mail(ENVIRONMENT.mail_url, sender=CONTACT.address if CONTACT else ""))

if ENVIRONMENT.pseudo_locale:
    from evenhand.config.language import pseudo
    from evenhand.measures.words import messages

    messages.use(pseudo)  # templates ask for themselves
