"""Addresses of the API. Before this is read, `ppf_site.urls` has the apps add theirs."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from ppf_site.pages import public_page

from .api import addresses, document, nowhere, open_to_all
from .reading import reading


class Anything(StringConverter):
    """Also what no address has, such as the ends of lines."""

    regex = r"[\s\S]*"


register_converter(Anything, "anything")
urlpatterns: list[URLPattern] = [
    path("", public_page()(reading), name="data-api"),
    path("openapi.json", open_to_all(document, []), name="data-api-document"),
    *addresses(),
    path("<anything:rest>/", open_to_all(nowhere, []), name="data-api-nowhere"),
]
