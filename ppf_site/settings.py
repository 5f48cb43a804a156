"""Every setting of the site. What differs between machines comes from the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent


def required(name: str, hint: str) -> str:
    """The variable's value, or an error that says how to mend its absence."""
    value = os.environ.get(name)
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment. {hint} See .env.example.")
    return value


def is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


DEMO = is_on("DEMO")
DEBUG = is_on("DEBUG")
SECRET_KEY = required("SECRET_KEY", "It signs sessions: use 50 or more random characters.")
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
SITE_URL = required("SITE_URL", "The address people type, such as https://surveys.example.org.")
SITE_NAME = "Council surveys"
# One person asks for a release to be public, and a second one approves it.
RELEASE_NEEDS_TWO = is_on("RELEASE_NEEDS_TWO")

_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = [_site.hostname or "", "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [SITE_URL.rstrip("/")]

INSTALLED_APPS = [
    "pgtrigger",
    "pghistory",
    # Before the admin, whose pages it gives a link to each row’s history.
    "pghistory.admin",
    "ppf_site.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_tables2",
    "csp",
    "procrastinate.contrib.django",
    "councils",
    "surveys",
    "milestones",
    "ppf_site.sent",
    "ppf_site.kept",
    "ppf_site.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # What is not kept compressed already.
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "ppf_site.privacy.PrivateMiddleware",
    "ppf_site.policy.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ppf_site.events.ExportsMiddleware",
    # Inside what every answer has, and outside whatever asks who it is for.
    "ppf_site.kept.middleware.KeptMiddleware",
    # Outside whatever adds to an answer: a form that is sent twice is answered twice alike.
    "ppf_site.sent.middleware.OnceMiddleware",
    # Outside what makes a 404, to look whether another address was meant.
    "ppf_site.mistyped.MistypedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "councils.middleware.PersonMiddleware",
    # Inside what knows who asks and guards their forms.
    "ppf_site.kept.middleware.KeptForMembersMiddleware",
    # Before anything reads what was sent.
    "ppf_site.bodies.BodiesMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ppf_site.history.HistoryMiddleware",
    "ppf_site.pages.LostMiddleware",
]

ROOT_URLCONF = "ppf_site.urls"
WSGI_APPLICATION = "ppf_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ppf_site.context.site",
            ],
            "builtins": ["ppf_site.templatetags.site", "surveys.templatetags.surveys"],
            "libraries": {name: f"ppf_site.templatetags.{name}" for name in ("cells", "site")},
        },
    },
]
# Whom a kept page is made for, of whoever asks for it.
AUDIENCE_OF = "surveys.permissions.audience_of"
# A process keeps so much of pages and files that are open to everybody.
MOST_KEPT_BYTES = 64 * 1024 * 1024
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DJANGO_TABLES2_TEMPLATE = "_table.html"


def database(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL address.

    The pool checks connections before use, so a restart of the server loses no request.
    """
    parts = conninfo_to_dict(url)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    settings: dict[str, Any] = {
        names[key]: value for key, value in parts.items() if key in names and value
    }
    options = {key: value for key, value in parts.items() if key not in {*names, "port"} and value}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **settings,
        "PORT": str(parts.get("port") or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


DATABASE_URL = required("DATABASE_URL", "Such as postgresql://user:password@host:5432/name.")
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits hold for all processes together, so they are in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "councils.User"
AUTHENTICATION_BACKENDS = ["councils.backends.RolesBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "councils.adapters.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "reset_password": "councils.adapters.AskForPasswordForm",
    "reset_password_from_key": "councils.adapters.ChoosePasswordForm",
}
# Django's own: allauth's adds a row to its table of addresses.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = (  # a class, and no secret
    "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
)
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
# Nobody keeps another from signing in: attempts are counted by person and network address
# together. What counts a network address alone leaves room for an office behind one.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "sign_in_from": "200/5m/ip",
    "reset_password": "60/10m/ip",
    "reset_password_from_key": "60/10m/ip",
    "password_link": "5/h/key",
    "change_address": "5/h/user",
    "tell_me": "60/10m/ip",
    "tell_me_link": "5/h/key",
}
# How many servers stand before this one, each adding to X-Forwarded-For: whose address it is
# that a limit counts. Behind https there is one.
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("ALLAUTH_TRUSTED_PROXY_COUNT") or ("1" if HTTPS else "0")
)
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
# Our own pages ask for nothing more, ppf_site.formats is for those of the administration.
DATE_FORMAT, DATETIME_FORMAT, TIME_FORMAT = "j F Y", "j F Y, g:i a", "g:i a"
FORMAT_MODULE_PATH = "ppf_site.formats"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static" / "built",
    ("images", BASE_DIR / "static" / "images"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The demonstration keeps its e-mails, to be read in the browser.
EMAIL_BACKEND = (
    "ppf_site.demo.mail.CaughtMail" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "surveys@localhost")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = is_on("EMAIL_USE_TLS")
# A mail server that does not answer must not hold the worker; the job is tried again.
EMAIL_TIMEOUT = 20

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "councils.sessions"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # plotly.js fills an empty style element of the page: this is the digest of nothing.
        "style-src": [SELF, "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        # Text becomes a piece of a page only where static/js/returns.js says so.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["returns", "charts"],
    }
}

PGHISTORY_ADMIN_ALL_EVENTS = True
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_secrets": {"()": "ppf_site.history.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # It tells of every task that it registers, in each process.
    "loggers": {"procrastinate": {"level": "WARNING"}},
}
