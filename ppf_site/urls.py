"""Every address of the site."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.views.generic import RedirectView

from councils import api as councils_api
from councils.views.accounts import too_many
from milestones import api as milestones_api
from ppf_site.demo import mail as demo_mail
from ppf_site.demo.people import demo_sign_in
from ppf_site.health import healthz, readyz
from ppf_site.mail import site_link
from ppf_site.open_data.api import api
from ppf_site.pages import public_page, respond
from surveys.api import figures as figures_api
from surveys.api import releases as releases_api
from surveys.api import rounds as rounds_api


def words(template: str, title: str, description: str) -> Callable[..., HttpResponse]:
    """A page of words alone, open to everybody."""
    context = {"title": title, "description": description}

    @public_page()
    def page(request: HttpRequest) -> HttpResponse:
        return respond(request, template, context)

    return page


@admin.site.admin_view
def on_the_site(request: HttpRequest, type_id: int, object_id: str) -> HttpResponseBase:
    """Where “view on site” leads. Django’s own asks for a row of whatever type, and breaks."""
    model = get_object_or_404(ContentType, pk=type_id).model_class()
    if model is None or not admin.site.is_registered(model) or not object_id.isdecimal():
        raise Http404
    found = get_object_or_404(model._default_manager, pk=object_id)
    if not hasattr(found, "get_absolute_url"):
        raise Http404
    return redirect(found.get_absolute_url())


@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone, and where they find the public pages."""
    context = {"sitemap": site_link(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@public_page()
def icon(request: HttpRequest) -> HttpResponse:
    """For whoever asks for it where it always was, without having read a page."""
    return redirect(static("images/favicon.svg"))


@login_not_required
def admin_sign_in(request: HttpRequest) -> HttpResponseBase:
    """One way in: the administration pages use the site's own sign-in.

    Who has signed in and has no part in them is not sent back and forth: raises Http404.
    """
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise Http404
    return to_sign_in(request)


to_sign_in = RedirectView.as_view(url=reverse_lazy("account_login"), query_string=True)

# In the order in which the document tells of them.
api.add_router("", milestones_api.router)
api.add_router("", rounds_api.router)
api.add_router("", releases_api.router)
api.add_router("", figures_api.router)
api.add_router("", councils_api.router)

handler429 = too_many  # where allauth looks for it

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("milestones.urls")),
    path("", include("surveys.urls")),
    path("", include("councils.urls")),
    path(
        "methodology/",
        words(
            "methodology.html",
            "How the figures are made",
            "From a council’s answer to a figure: what is counted, what is hidden and why, and "
            "when a difference is called one.",
        ),
        name="methodology",
    ),
    path(
        "accessibility/",
        words(
            "accessibility.html",
            "Accessibility statement",
            "How this site is made to be read by everyone, and what to do where it is not.",
        ),
        name="accessibility",
    ),
    path("data/api/", include("ppf_site.open_data.urls")),
    path("accounts/", include("councils.urls.accounts")),
    path("demo/sign-in/", demo_sign_in, name="demo_sign_in"),
    path("demo/mail/", demo_mail.messages, name="demo-messages"),
    path("demo/mail/<int:pk>/", demo_mail.message, name="demo-message"),
    path("admin/login/", admin_sign_in),
    path("admin/r/<int:type_id>/<str:object_id>/", on_the_site),
    path("admin/", admin.site.urls),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", icon),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
