"""People and their roles, in the administration pages. What changes is told to whom it is about."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from councils.accounts import replace_address, tell_role, why_address_stays
from councils.administered import LEFT_TO_NOBODY, administers, left_to_nobody
from councils.models import Role, User
from ppf_site.deleting import StaysAsRecord


def who(request: HttpRequest) -> User:
    """These pages are open to those alone who have signed in."""
    assert isinstance(request.user, User)
    return request.user


def tell_changed(role: Role, changed: set[str], *, by: User) -> None:
    """Another end is told as one; another kind, place or first day as what the person is now."""
    if changed == {"ends_on"} and role.ends_on is not None:
        tell_role(role, "ended", by=by)
    elif changed:
        tell_role(role, "given", by=by)


class RoleForm(forms.ModelForm[Role]):
    """Whatever is changed of the last administrator's role, they go on administering."""

    class Meta:
        model = Role
        fields = ("user", "kind", "council", "region", "starts_on", "ends_on", "is_deputy")
        labels = {
            "user": "Person",
            "kind": "Role",
            "starts_on": "First day",
            "ends_on": "Last day",
            "is_deputy": "Deputy",
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        held = Role.objects.select_related("user").filter(pk=self.instance.pk).first()
        if held is None or not administers(held):
            return data
        if data.get("kind") != held.kind:
            self._refuse("kind", held.user)
        if (data.get("starts_on") or held.starts_on) > max(held.starts_on, timezone.localdate()):
            self._refuse("starts_on", held.user)
        if data.get("ends_on") and data["ends_on"] != held.ends_on:
            self._refuse("ends_on", held.user, data["ends_on"])
        return data

    def _refuse(self, field: str, who: User, last_day: datetime.date | None = None) -> None:
        if left_to_nobody(without=who, last_day=last_day):
            self.add_error(field, LEFT_TO_NOBODY)


class RoleInline(admin.TabularInline[Role, User]):
    """A role ends, on its last day; none is deleted."""

    model = Role
    form = RoleForm
    autocomplete_fields = ["council"]
    extra = 0
    can_delete = False


class UserForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("email", "name", "is_active")
        help_texts = {
            "name": "Receipts keep the name that a person had when they signed.",
            "email": "Replacing it signs the person out everywhere and ends their password: they "
            "choose a new one by a link to the new address. The former one is told.",
        }

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        self._refuse_in_demo(email != self.instance.email.lower())
        return email

    def clean_is_active(self) -> bool:
        is_active: bool = self.cleaned_data["is_active"]
        self._refuse_in_demo(is_active != self.instance.is_active)
        if self.instance.pk and not is_active and self._is_needed():
            raise forms.ValidationError(LEFT_TO_NOBODY)
        return is_active

    def _is_needed(self) -> bool:
        roles = self.instance.roles.select_related("user")
        return any(map(administers, roles)) and left_to_nobody(without=self.instance)

    def _refuse_in_demo(self, changes: bool) -> None:
        if changes and self.instance.pk and why_address_stays():
            raise forms.ValidationError(why_address_stays())


@admin.register(User)
class UserAdmin(StaysAsRecord[User]):
    """A new person sets their password by “Forgotten your password?”: nobody else knows it."""

    stays = (
        "What somebody did keeps their name. Take “active” off instead: they cannot sign in then."
    )
    form = UserForm
    list_display = ["email", "name", "is_active", "last_login"]
    list_filter = ["is_active", "roles__kind", "roles__region"]
    search_fields = ["email", "name", "roles__council__name"]
    readonly_fields = ["email_verified_at", "last_login", "created_at"]
    inlines = [RoleInline]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        former = User.objects.get(pk=obj.pk).email if change else ""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and former.lower() != obj.email.lower():
            replace_address(user=obj, former=former, by=who(request))
        if change and not obj.is_active:
            obj.end_sessions()  # for good, whatever is ticked later

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for role in formset.new_objects:
            tell_role(role, "given", by=who(request))
        for role, changed in formset.changed_objects:
            tell_changed(role, set(changed), by=who(request))


@admin.register(Role)
class RoleAdmin(StaysAsRecord[Role]):
    stays = "What somebody was is told as long as the site is. Give the role a last day instead."
    form = RoleForm
    list_display = ["user", "kind", "council", "region", "starts_on", "ends_on"]
    list_filter = ["kind", "region", ("ends_on", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "council", "region"]
    search_fields = ["user__email", "user__name", "council__name"]
    autocomplete_fields = ["user", "council"]
    # Whose it is stands first, read or chosen.
    fields = ["user", "kind", "council", "region", "starts_on", "ends_on", "is_deputy"]

    def get_readonly_fields(self, request: HttpRequest, obj: Role | None = None) -> list[str]:
        """Somebody else’s role is a role of its own: this one ends, and theirs is given."""
        return ["user"] if obj else []

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            tell_changed(obj, set(form.changed_data), by=who(request))
        else:
            tell_role(obj, "given", by=who(request))
