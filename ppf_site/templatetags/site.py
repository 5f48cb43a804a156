"""The site's words, and links that keep a page's state, for templates. Loaded everywhere."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.template.context import RequestContext
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ppf_site import embedding, words
from ppf_site.charts.chart import Chart
from ppf_site.kept.personal import part
from ppf_site.needed import optional_words
from ppf_site.plain_errors import NEEDS_NAME, errors_of
from ppf_site.sent.keys import key_field

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: RequestContext) -> SafeString:
    """In the place of Django's own tag, so in every form, the administration's too: its token,
    and the key by which a form that is sent twice is done once."""
    token = CsrfTokenNode().render(context)
    return format_html("{}{}", token, key_field() if token else "")


@register.simple_tag(takes_context=True)
def personal(context: RequestContext, template_name: str) -> SafeString:
    """A part of the page that is its reader's own. Its template has what every page is given, and
    nothing of the page around it: of a page that is kept it is filled in afterwards."""
    return part(context, template_name)


@register.filter
def breakable(address: str) -> SafeString:
    """An address in its own characters, that may go on in a new line after each of its parts."""
    parts = re.findall(r"[^/?&=,]*[/?&=,]|[^/?&=,]+", address.replace("%2C", ","))
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def embed_code(chart: Chart) -> str:
    return embedding.embed_code(chart)


@register.filter
def day(value: date | None) -> str:
    return words.day(value or None)


@register.filter
def printed(text: str) -> str:
    return words.printed(text)


@register.filter
def day_and_time(value: datetime | None) -> str:
    return words.day_and_time(value or None)


@register.filter
def percent(share: float | str | None) -> str:
    return words.share_percent(None if share is None or share == "" else float(share))


@register.filter
def percent_of(k: int, n: int) -> str:
    return words.percent(k, n)


@register.filter
def k_of_n(k: int, n: int) -> str:
    return words.k_of_n(k, n)


@register.filter
def number(value: float | Decimal | None) -> str:
    return words.number(None if value == "" else value)


@register.filter
def pounds(value: float | Decimal | None) -> str:
    return words.pounds(None if value == "" else value)


@register.filter
def join_words(values: list[object], last: str = "and") -> str:
    return words.join_words([str(value) for value in values], last)


@register.filter
def lower_first(label: str) -> str:
    return words.lower_first(label)


@register.filter
def tenths(share: float | str | None) -> str:
    """The shade of a heat map's cell: "0" to "10", "none" for no share."""
    if share is None or share == "":  # "" is what a template makes of a missing variable
        return "none"
    return str(words.rounded(float(share) * 10))


@register.simple_tag(takes_context=True)
def with_params(context: template.Context, **changes: object) -> str:
    """The page's query string with some keys changed; None or "" takes a key away."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            params.pop(key, None)
        elif isinstance(value, list | tuple):
            params.setlist(key, [str(item) for item in value])
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.simple_tag(takes_context=True)
def download_link(context: template.Context, form: str, table: str = "") -> str:
    """The page's address with its state, as a file: ?download=csv&table=regions."""
    return with_params(context, download=form, table=table or None, page=None)


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, key: str, number: object) -> str:
    return with_params(context, **{key or "page": number})


@register.filter
def error_target(field: BoundField) -> str:
    """The id that an error summary's link goes to: of a set of choices, the first."""
    if field.use_fieldset and field.auto_id:
        return next((str(part.id_for_label) for part in field.subwidgets), str(field.auto_id))
    return str(field.id_for_label or field.auto_id)


def _about(field: BoundField, error: str) -> str:
    """Away from its field, "This file is empty." and "Enter a day." need the field's name."""
    if not NEEDS_NAME.match(error):
        return error
    return f"{str(field.label).rstrip('?:')}: {error[0].lower()}{error[1:]}"


@register.filter
def errors_by_field(form: Form) -> list[dict[str, Any]]:
    """Every error of a form, each with the id of its field ("" for the whole form)."""
    found: list[dict[str, Any]] = [
        {"target": "", "message": message} for message in form.non_field_errors()
    ]
    for field in form:
        target = error_target(field)
        found += [
            {"target": target, "message": _about(field, str(error))} for error in errors_of(field)
        ]
    return found


register.filter("optional_words", optional_words)
register.filter("errors_of", errors_of)


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field is laid out: "checkbox", "radios", "checkboxes", "hidden", or "" as usual."""
    kinds = {
        "CheckboxInput": "checkbox",
        "RadioSelect": "radios",
        "CheckboxSelectMultiple": "checkboxes",
    }
    if field.is_hidden:
        return "hidden"
    for ancestor in type(field.field.widget).__mro__:
        if ancestor.__name__ in kinds:
            return kinds[ancestor.__name__]
    return ""


@register.filter
def get_item(values: dict[str, Any], key: str) -> Any:
    return values.get(key)


@register.filter
def followed_by(start: str, number: int) -> str:
    """A name made of a word and a number."""
    return f"{start}{number}"
