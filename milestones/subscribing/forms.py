"""What is asked of a reader who would be told of releases."""

from django import forms


class TellMeForm(forms.Form):
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We send a link to it, and nothing else until you follow the link.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address, such as name@example.org.",
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()
