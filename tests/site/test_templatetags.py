"""The site's words in templates, links that keep a page's state, and forms' errors."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from ppf_site.context import navigation
from ppf_site.counted import CountedInput
from ppf_site.templatetags import site


def rendered(source: str, address: str = "/", **values: object) -> str:
    request = RequestFactory().get(address)
    return Template(source).render(Context({"request": request, **values}))


def test_filters_speak_as_the_site_does() -> None:
    source = "{{ on|day }} {{ share|percent }} {{ big|number }} {{ big|pounds }} {{ 8|k_of_n:9 }}"

    text = rendered(source, on=date(2011, 3, 31), share=8 / 9, big=93000)

    assert text == "31 March 2011 89% 93,000 £93,000 8 of 9 (89%)"


def test_an_address_may_be_broken_after_each_of_its_parts_and_is_no_markup() -> None:
    shown = rendered("{{ cite|breakable }}", cite="/compare/?areas=a%2Cb&<i>")
    assert shown == "/<wbr>compare/<wbr>?<wbr>areas=<wbr>a,<wbr>b&amp;<wbr>&lt;i&gt;"


@pytest.mark.parametrize("name", ["day", "percent", "number", "pounds", "day_and_time"])
def test_what_is_missing_is_blank_and_not_zero(name: str) -> None:
    assert rendered(f"{{{{ value|{name} }}}}", value=None) == ""
    assert rendered(f"{{{{ nowhere|{name} }}}}") == ""


@pytest.mark.parametrize(
    ("share", "shade"),
    [(0, "0"), (0.05, "1"), (0.94, "9"), (8 / 9, "9"), (1, "10"), (None, "none"), ("", "none")],
)
def test_shade_of_a_share(share: float | str | None, shade: str) -> None:
    assert site.tenths(share) == shade


def test_with_params_changes_one_key_and_keeps_the_rest() -> None:
    text = rendered('{% with_params sort="n" page=None %}', "/?round=2010&sort=area&page=3")

    assert text == "?round=2010&amp;sort=n"


def test_with_params_keeps_several_values_of_a_key() -> None:
    assert rendered("{% with_params b=1 %}", "/?a=x&a=y") == "?a=x&amp;a=y&amp;b=1"


def test_with_params_escapes_what_came_from_outside() -> None:
    assert "<" not in rendered("{% with_params b=1 %}", "/?a=%22%3E%3Cscript%3E")


def test_download_links_keep_the_state_but_not_the_page() -> None:
    text = rendered('{% download_link "csv" "regions" %}', "/?round=2010&page=2")

    assert text == "?round=2010&amp;download=csv&amp;table=regions"


class Example(forms.Form):
    email = forms.EmailField(label="E-mail address")
    how = forms.ChoiceField(label="How", choices=[("a", "A")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed", required=False)


def test_a_short_text_is_told_how_many_letters_it_takes() -> None:
    class Short(forms.Form):
        title = forms.CharField(label="Title", max_length=40, widget=CountedInput)

    html = str(Short({"title": "Spring"})["title"])
    assert 'data-maxlength="40"' in html and "You can enter up to 40 characters" in html
    assert 'value="Spring"' in html and "govuk-js-character-count" in html


def test_errors_name_their_field_and_lead_to_it() -> None:
    errors = site.errors_by_field(Example({"email": "x"}))

    assert errors == [
        {"target": "id_email", "message": "Enter an e-mail address, such as name@example.gov.uk."},
        {"target": "id_how_0", "message": "Choose one under “How”."},
    ]


def test_a_limit_that_two_fields_are_over_is_told_of_each_by_name() -> None:
    class Numbers(forms.Form):
        older = forms.IntegerField(min_value=0)
        younger = forms.DecimalField(max_digits=4, decimal_places=1)

    errors = site.errors_by_field(Numbers({"older": "-1", "younger": "1.23"}))
    assert [error["message"] for error in errors] == [
        "Older: enter 0 or more.",
        "Younger: enter at most 1 decimal places.",
    ]


@pytest.mark.parametrize(
    ("name", "kind"), [("email", ""), ("how", "radios"), ("agreed", "checkbox")]
)
def test_widget_kind(name: str, kind: str) -> None:
    assert site.widget_kind(Example()[name]) == kind


def test_fields_are_laid_out_with_their_error() -> None:
    html = Example({"email": "x"})["email"].as_field_group()

    assert 'class="govuk-input govuk-input--error"' in html
    assert 'aria-describedby="id_email_error"' in html
    assert 'id="id_email_error"' in html
    assert " style=" not in html


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Overview"]),
        ("/expectations/personal-budgets/", ["Milestones"]),
        ("/regions/east-midlands/", ["Regions"]),
        ("/figures/1/", []),
    ],
)
def test_navigation_marks_where_a_page_belongs(path: str, current: list[str]) -> None:
    assert [item["label"] for item in navigation(path) if item["current"]] == current
