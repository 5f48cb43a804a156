"""The register, people and their roles, in the administration pages."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from .models import Council, CouncilCode, Region, Role, Succession, User

# Roles say what a person may do; an account's one address is its e-mail.
admin.site.unregister([Group, EmailAddress])


class CodeInline(admin.TabularInline[CouncilCode, Council]):
    model = CouncilCode
    extra = 0


class SuccessorInline(admin.TabularInline[Succession, Council]):
    model = Succession
    fk_name = "predecessor"
    autocomplete_fields = ["successor"]
    extra = 0
    verbose_name = "successor"
    verbose_name_plural = "successors: what became of it"


@admin.register(Council)
class CouncilAdmin(admin.ModelAdmin[Council]):
    list_display = ["name", "type", "region", "established", "abolished"]
    list_filter = ["region", "type", ("abolished", admin.EmptyFieldListFilter)]
    list_select_related = ["region"]
    search_fields = ["name", "short_name", "codes__code"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CodeInline, SuccessorInline]


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin[Region]):
    list_display = ["name", "code", "position"]
    search_fields = ["name", "code"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request: HttpRequest, obj: Region, form: Any, change: bool) -> None:
        """A region is also an area that figures are given for."""
        super().save_model(request, obj, form, change)
        obj.make_area()


class RoleInline(admin.TabularInline[Role, User]):
    model = Role
    autocomplete_fields = ["council"]
    extra = 0


class UserForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("email", "name", "is_active")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """A new person sets their password by “Forgotten your password?”: nobody else knows it."""

    form = UserForm
    list_display = ["email", "name", "is_active", "last_login"]
    list_filter = ["is_active", "roles__kind", "roles__region"]
    search_fields = ["email", "name", "roles__council__name"]
    readonly_fields = ["last_login", "created_at"]
    inlines = [RoleInline]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People are switched off, not deleted: what they did keeps their name."""
        return False


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin[Role]):
    list_display = ["user", "kind", "council", "region", "starts_on", "ends_on"]
    list_filter = ["kind", "region", ("ends_on", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "council", "region"]
    search_fields = ["user__email", "user__name", "council__name"]
    autocomplete_fields = ["user", "council"]
