"""The register, people, their roles and invitations, in the administration pages."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from councils.actions import invite, people_of, withdraw
from councils.http import AuthedRequest
from councils.models import (
    Area,
    Council,
    Invitation,
    Region,
    Role,
)
from ppf_site import words
from ppf_site.deleting import StaysAsRecord, TellsDeletion
from ppf_site.refused import Refused

from .people import RoleAdmin, UserAdmin
from .register import CodeInline, NameInline, PlaceInline, SuccessorInline

__all__ = ["RoleAdmin", "UserAdmin"]

# Roles say what a person may do; an account's one address is its e-mail.
admin.site.unregister([Group, EmailAddress])


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "size": 40}),
        error_messages={
            "required": "Enter the person’s e-mail address.",
            "invalid": "Enter an e-mail address, such as name@council.gov.uk.",
        },
    )
    kind = forms.ChoiceField(
        label="They will",
        choices=[
            (Role.Kind.CONTRIBUTOR.value, "Fill in answers (contributor)"),
            (Role.Kind.SIGNATORY.value, "Sign the return (signatory)"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they will do."},
    )


KEPT = (
    "Releases and receipts keep the name, code, type and region that it had then. An edit counts "
    "in lists from the moment it is saved, and in releases compiled after it."
)

ALTERED = (
    'Another name, code, region or type is entered <a href="{}">as a change of the register</a>, '
    'and an end <a href="{}">with what follows</a>: both show what they touch first. Here what was '
    "written wrongly is put right. {}"
)
BEGUN = (
    'A council that begins is entered <a href="{}">as a change of the register</a>, and one that '
    'takes over from others <a href="{}">with their end</a>: both show what they touch first. This '
    "page is for what those do not ask."
)


@admin.register(Council)
class CouncilAdmin(TellsDeletion[Council]):
    list_display = ["name", "type", "region", "established", "abolished", "population"]
    list_filter = ["region", "type", ("abolished", admin.EmptyFieldListFilter)]
    list_select_related = ["region"]
    search_fields = ["names__name", "names__short_name", "codes__code"]
    inlines = [CodeInline, SuccessorInline]
    change_form_template = "admin/councils/council/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Council]:
        return super().get_queryset(request).select_related("region")

    def get_fieldsets(self, request: HttpRequest, obj: Council | None = None) -> Any:
        """What it is stands first; how it changes is asked in the register, which shows more."""
        begun = format_html(BEGUN, reverse("manage-begin"), reverse("manage-reorganise"))
        altered = format_html(ALTERED, reverse("manage-alter"), reverse("manage-reorganise"), KEPT)
        days = ["established", "abolished", *(["last_day_in_words"] if obj else [])]
        named = ["name", "short_name", "slug", "type", "region"]
        return [
            (None, {"fields": named, "description": altered if obj else begun}),
            ("Its days", {"fields": days}),
            ("On maps and in weights", {"fields": ["latitude", "longitude", "population"]}),
            ("For those who keep the register", {"fields": ["note"]}),
        ]

    @admin.display(description="last day")
    def last_day_in_words(self, obj: Council) -> str:
        """The day before the one that is entered, on which it is gone."""
        return words.day(obj.last_day) if obj.last_day else "None entered"

    def get_inlines(self, request: HttpRequest, obj: Council | None) -> list[Any]:
        """A new council gets its first name, region and type from its own fields."""
        return [NameInline, PlaceInline, *self.inlines] if obj else self.inlines

    def get_readonly_fields(self, request: HttpRequest, obj: Council | None = None) -> list[str]:
        return ["name", "short_name", "type", "region", "last_day_in_words"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ["name"]}

    def get_urls(self) -> list[URLPattern]:
        invite_view = self.admin_site.admin_view(self.invite)
        return [
            path("<int:pk>/invite/", invite_view, name="councils_council_invite"),
            *super().get_urls(),
        ]

    def invite(self, request: AuthedRequest, pk: int) -> HttpResponse:
        """The first person of a council has no colleague who could invite them."""
        if not request.user.has_perm("councils.add_invitation"):
            raise PermissionDenied
        council = get_object_or_404(Council, pk=pk)
        form = InviteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                invitation = invite(council=council, by=request.user, **form.cleaned_data)
            except Refused as refused:
                form.add_error("email", str(refused))
            else:
                sent = f"An e-mail goes to {invitation.email}. Its link works once, for 14 days."
                messages.success(request, sent)
                return redirect(reverse("admin:councils_council_invite", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Invite somebody to work for {council}",
            "council": council,
            "form": form,
            "opts": self.opts,
            "roles": people_of(council),
            "invitations": [
                (invitation, standing(invitation))
                for invitation in council.invitations.select_related("invited_by", "accepted_by")
            ],
        }
        return TemplateResponse(request, "admin/councils/council/invite.html", context)


@admin.register(Region)
class RegionAdmin(TellsDeletion[Region]):
    list_display = ["name", "code", "position"]
    search_fields = ["name", "code"]
    prepopulated_fields = {"slug": ["name"]}

    def get_fieldsets(self, request: HttpRequest, obj: Region | None = None) -> Any:
        (name, first), *others = super().get_fieldsets(request, obj)
        return [(name, {**first, "description": KEPT if obj else ""}), *others]

    def save_model(self, request: HttpRequest, obj: Region, form: Any, change: bool) -> None:
        """A region is also an area that figures are given for."""
        super().save_model(request, obj, form, change)
        Area.objects.make_for(obj)


def standing(invitation: Invitation) -> str:
    """Whether it was used, is over or still waits, and since or until when."""
    if invitation.accepted_at is not None:
        return f"Used by {invitation.accepted_by} on {words.day(invitation.accepted_at)}"
    ends = words.day_and_time(invitation.expires_at)
    return f"Over since {ends}, not used" if invitation.is_expired else f"Open until {ends}"


class StandingFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "Open"), ("used", "Used"), ("over", "Over, not used")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Invitation]
    ) -> QuerySet[Invitation]:
        now = timezone.now()
        if self.value() == "used":
            return queryset.filter(accepted_at__isnull=False)
        if self.value() == "open":
            return queryset.filter(accepted_at=None, expires_at__gt=now)
        if self.value() == "over":
            return queryset.filter(accepted_at=None, expires_at__lte=now)
        return queryset


@admin.register(Invitation)
class InvitationAdmin(StaysAsRecord[Invitation]):
    """A record: who was invited, by whom and when. They are sent from the council’s page."""

    list_display = ["email", "kind", "council", "invited_by", "invited_at", "standing"]
    list_filter = [StandingFilter, "kind", "council__region"]
    list_select_related = ["council", "invited_by", "accepted_by"]
    search_fields = ["email", "council__name", "invited_by__name", "invited_by__email"]
    fields = [
        "email", "kind", "council", "invited_by", "invited_at", "expires_at", "standing",
    ]  # fmt: skip
    actions = ["end"]
    stays = "Who was invited, by whom and when is a record. An invitation is withdrawn in the list."

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = "Invitations. A new one is sent from the page of its council"
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("councils.add_invitation")

    @admin.display(description="standing", ordering="expires_at")
    def standing(self, obj: Invitation) -> str:
        return standing(obj)

    @admin.action(description="Withdraw: the link no longer works", permissions=["end"])
    def end(self, request: HttpRequest, chosen: QuerySet[Invitation]) -> None:
        for invitation in chosen.select_related("council"):
            if invitation.accepted_at is not None:
                used = f"The invitation of {invitation.email} has been used. End the role instead."
                messages.warning(request, used)
                continue
            withdraw(council=invitation.council, pk=invitation.pk)
            messages.success(request, f"Withdrawn: the link of {invitation.email} no longer works.")
