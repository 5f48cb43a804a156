"""Short texts that may only be so long: the page counts their letters as they are typed."""

from django import forms


class CountedInput(forms.TextInput):
    """Of one line, with how many letters it takes: columns and charts have no more room."""

    template_name = "django/forms/widgets/counted.html"
