"""What is asked of an invited person, and of who changes their address."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)

from councils.models import User


class AccountForm(forms.Form):
    """A name and a password; the address is the one that was invited."""

    name = forms.CharField(
        label="Your name",
        max_length=100,
        help_text="Colleagues see it beside what you enter.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password."},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        person = User(email=self.email, name=self.cleaned_data.get("name", ""))
        validate_password(password, person)
        return password


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="New e-mail address",
        max_length=254,
        help_text="We send a link to it. Your address changes when you follow the link.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter the new e-mail address.",
            "invalid": "Enter an e-mail address, such as name@council.gov.uk.",
        },
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password."},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise forms.ValidationError("This is not your password.")
        return password
