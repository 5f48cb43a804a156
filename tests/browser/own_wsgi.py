"""The site as it is served, but for what tests change to be quick: none of it is about saving."""

from django.conf import settings

# Styles and scripts come as they are: nothing needs to be collected first.
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
settings.WHITENOISE_AUTOREFRESH = True
settings.WHITENOISE_USE_FINDERS = True
# How long a page waits for a database that is away before it says so.
settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 2
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

from ppf_site.wsgi import application  # noqa: E402 (the settings come first)

__all__ = ["application"]
