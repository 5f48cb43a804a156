"""Every address of the site."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.views.generic import RedirectView, TemplateView

from ppf_site.demo import mail as demo_mail
from ppf_site.demo.people import demo_sign_in
from ppf_site.health import healthz, readyz


def words(template: str) -> Callable[..., HttpResponseBase]:
    """A page of words alone, open to everybody."""
    return login_not_required(TemplateView.as_view(template_name=template))


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

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("milestones.urls")),
    path("", include("surveys.urls")),
    path("", include("councils.urls")),
    path("methodology/", words("methodology.html"), name="methodology"),
    path("accessibility/", words("accessibility.html"), name="accessibility"),
    path("data/", words("data.html"), name="data"),
    path("accounts/", include("councils.urls_of_accounts")),
    path("demo/sign-in/", demo_sign_in, name="demo_sign_in"),
    path("demo/mail/", demo_mail.messages, name="demo-messages"),
    path("demo/mail/<int:pk>/", demo_mail.message, name="demo-message"),
    path("admin/login/", admin_sign_in),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
