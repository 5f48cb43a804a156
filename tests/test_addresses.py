"""Every address × method × role has an expected answer here. One without a row fails."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker, Settings

from councils.models import Council, Region, User
from surveys.actions import querying
from surveys.actions.signing import sign
from surveys.models import Figure, Return
from surveys.returns.since import mark_of
from tests.factories import (
    make_council,
    make_grid,
    make_open_round,
    make_question,
    make_region,
    make_release,
    make_return,
    make_scale,
    make_user,
)
from tests.milestones.world import make_measure, make_world
from tests.shared import made_once
from tests.surveys.returns.signing import handed_over, make_check, make_working_return

# A stranger is a contributor of another council: to them a return of `home` is someone else's.
ROLES = ["reader", "contributor", "signatory", "stranger", "regional_lead", "analyst"]
ROLES += ["administrator", "observer"]
METHODS = ["GET", "HEAD", "POST"]
# No address of ours knows them.
OTHER_METHODS = ["PUT", "PATCH", "DELETE"]
RUNNERS = {"analyst", "administrator"}
Expected = Mapping[str, int] | int


@dataclass(frozen=True)
class Row:
    """What an address answers. A status for all, or by role with "*" for the others."""

    route: str
    address: str = ""
    get: Expected = 200
    post: Expected = 405

    def expected(self, method: str, role: str) -> int:
        wanted = self.post if method == "POST" else self.get
        return wanted if isinstance(wanted, int) else wanted.get(role, wanted["*"])


# A reader who may not goes to the sign-in page; whom it is not for finds nothing there.
MEMBERS = {"reader": 302, "*": 200}
WRITTEN_NOWHERE = {"reader": 302, "*": 405}
NOBODY = {"reader": 302, "*": 404}
OWN = {"reader": 302, "contributor": 200, "signatory": 200, "*": 404}
DONE = {"reader": 302, "contributor": 302, "signatory": 302, "*": 404}
SIGNS = {"reader": 302, "signatory": 200, "*": 404}
RUN = {"reader": 302, "analyst": 200, "administrator": 200, "*": 404}
ADMINISTERS = {"reader": 302, "administrator": 200, "*": 404}
RUN_ON = {"reader": 302, "analyst": 302, "administrator": 302, "*": 404}
FOLLOW = RUN | {"regional_lead": 200}
DONE_BY_RUNNERS = RUN | {"analyst": 302, "administrator": 302}
GUESTS = {"reader": 200, "*": 302}
DRAWN = {"reader": 404, "*": 200}

PAST = "/manage/rounds/spring/import"
LISTED = ["programmes", "expectations", "rounds", "questions", "releases", "figures", "regions"]
LISTED += ["councils"]

ROWS = [
    # Pages of the dashboards: read by all, written by nobody.
    Row("", "/"),
    Row("milestones/"),
    Row("milestones/<slug:slug>/", "/milestones/milestone-1/"),
    Row("expectations/<slug:slug>/", "/expectations/savings/"),
    Row("expectations/<slug:slug>/outcome/", "/expectations/savings/outcome/"),
    Row("expectations/<slug:slug>/moving/", "/expectations/savings/moving/"),
    # Nobody has asked in this world what is in the way.
    Row("expectations/<slug:slug>/barriers/", "/expectations/savings/barriers/", get=404),
    Row(
        "expectations/<slug:slug>/barriers/<slug:chart>.<form:form>",
        "/expectations/savings/barriers/any.svg",
        get=404,
    ),
    Row("measures/<slug:slug>/", "/measures/share/"),
    Row("compare/"),
    Row("regions/"),
    Row("regions/<slug:slug>/", "/regions/north-east/"),
    Row("regions/<slug:slug>/briefing/", "/regions/north-east/briefing/"),
    Row("regions/<slug:slug>/briefing.pdf", "/regions/north-east/briefing.pdf"),
    Row("councils/"),
    Row("councils/<slug:slug>/", "/councils/gateshead/"),
    Row("suggestions/councils/"),
    Row("rounds/"),
    Row("rounds/<slug:slug>/", "/rounds/spring/"),
    # The world's round has no grid.
    Row("rounds/<slug:slug>/grids/<slug:key>/", "/rounds/spring/grids/rows/", get=404),
    Row(
        "rounds/<slug:slug>/grids/<slug:key>/<slug:chart>.<form:form>",
        "/rounds/spring/grids/rows/rows.svg",
        get=404,
    ),
    # Nor a question with several answers.
    Row("rounds/<slug:slug>/questions/<slug:key>/", "/rounds/spring/questions/several/", get=404),
    Row(
        "rounds/<slug:slug>/questions/<slug:key>/<slug:chart>.<form:form>",
        "/rounds/spring/questions/several/named.svg",
        get=404,
    ),
    # A draft is tried by those who run rounds.
    Row("rounds/<slug:slug>/preview/", "/rounds/draft/preview/", get=RUN, post=RUN),
    Row("reported/"),
    Row("figures/<int:figure_id>/", "/figures/{figure}/"),
    Row("releases/<int:release_id>/", "/releases/{release}/"),
    # The release of these tests corrects none.
    Row("releases/<int:release_id>/changes/", "/releases/{release}/changes/", get=404),
    Row("releases/<int:release_id>/overview/", "/releases/{release}/overview/"),
    Row("releases/<int:release_id>/compare/", "/releases/{release}/compare/"),
    Row(
        "releases/<int:release_id>/milestones/<slug:slug>/",
        "/releases/{release}/milestones/milestone-1/",
    ),
    Row(
        "releases/<int:release_id>/expectations/<slug:slug>/",
        "/releases/{release}/expectations/savings/",
    ),
    Row(
        "releases/<int:release_id>/regions/<slug:slug>/",
        "/releases/{release}/regions/north-east/",
    ),
    *(
        Row(f"releases/<int:release_id>/{route}", f"/releases/{{release}}/{address}")
        for route, address in (
            ("measures/<slug:slug>/", "measures/share/"),
            ("regions/", "regions/"),
            ("regions/<slug:slug>/briefing/", "regions/north-east/briefing/"),
            ("regions/<slug:slug>/briefing.pdf", "regions/north-east/briefing.pdf"),
        )
    ),
    *(
        Row(f"releases/<int:release_id>/{route}", f"/releases/{{release}}/{address}", get=get)
        for route, address, get in (
            ("expectations/<slug:slug>/outcome/", "expectations/savings/outcome/", 200),
            ("expectations/<slug:slug>/moving/", "expectations/savings/moving/", 200),
            ("expectations/<slug:slug>/barriers/", "expectations/savings/barriers/", 404),
            ("grids/<slug:key>/", "grids/rows/", 404),
            ("questions/<slug:key>/", "questions/several/", 404),
            (
                "expectations/<slug:slug>/outcome/<slug:chart>.<form:form>",
                "expectations/savings/outcome/outcome.svg",
                DRAWN,
            ),
            (
                "expectations/<slug:slug>/moving/<slug:chart>.<form:form>",
                "expectations/savings/moving/time.svg",
                404,
            ),
            (
                "expectations/<slug:slug>/barriers/<slug:chart>.<form:form>",
                "expectations/savings/barriers/any.svg",
                404,
            ),
            ("grids/<slug:key>/<slug:chart>.<form:form>", "grids/rows/rows.svg", 404),
            (
                "questions/<slug:key>/<slug:chart>.<form:form>",
                "questions/several/named.svg",
                404,
            ),
        )
    ),
    Row(
        "releases/<int:release_id>/councils/<slug:slug>/",
        "/releases/{release}/councils/gateshead/",
    ),
    Row("releases/<int:release_id>/release.zip", "/releases/{release}/release.zip"),
    Row("releases/<int:release_id>/release.xlsx", "/releases/{release}/release.xlsx"),
    # Charts as pictures, at their page's address. What readers are not shown is not drawn for them.
    *(
        Row(f"{before}{route}/<slug:chart>.<form:form>", f"{start}{address}", get=DRAWN)
        for before, start in (("", "/"), ("releases/<int:release_id>/", "/releases/{release}/"))
        for route, address in (
            ("expectations/<slug:slug>", "expectations/savings/answers.svg"),
            ("compare", "compare/comparison.png"),
            ("measures/<slug:slug>", "measures/share/regions.svg"),
            ("regions/<slug:slug>", "regions/north-east/expectations.svg"),
            ("councils/<slug:slug>", "councils/gateshead/expectations.svg"),
            ("milestones/<slug:slug>", "milestones/milestone-1/due.svg"),
        )
    ),
    Row("<slug:chart>.<form:form>", "/slope.svg", get=DRAWN),
    Row(
        "releases/<int:release_id>/overview/<slug:chart>.<form:form>",
        "/releases/{release}/overview/slope.svg",
        get=DRAWN,
    ),
    Row("milestones/<slug:chart>.<form:form>", "/milestones/due.svg", get=DRAWN),
    Row("regions/<slug:chart>.<form:form>", "/regions/map.svg"),
    Row(
        "releases/<int:release_id>/regions/<slug:chart>.<form:form>",
        "/releases/{release}/regions/map.svg",
    ),
    Row("rounds/<slug:slug>/<slug:chart>.<form:form>", "/rounds/spring/answers.svg", get=DRAWN),
    Row(
        "releases/<int:release_id>/<slug:chart>.<form:form>",
        "/releases/{release}/answers.svg",
        get=DRAWN,
    ),
    Row(
        "expectations/<slug:slug>/outcome/<slug:chart>.<form:form>",
        "/expectations/savings/outcome/outcome.svg",
        get=DRAWN,
    ),
    # The world has but one round: nothing moves.
    Row(
        "expectations/<slug:slug>/moving/<slug:chart>.<form:form>",
        "/expectations/savings/moving/time.svg",
        get=404,
    ),
    # And for pages of other sites.
    Row(
        "releases/<int:release_id>/expectations/<slug:slug>/<slug:chart>.<form:form>",
        "/releases/{release}/expectations/savings/answers.html",
        get=DRAWN,
    ),
    # To be told of releases by e-mail. Links that are not ours open nothing.
    Row("tell-me/", post=200),
    Row("tell-me/sent/"),
    Row("tell-me/confirm/<str:token>/", "/tell-me/confirm/nothing/", get=404, post=404),
    Row("tell-me/stop/<str:token>/", "/tell-me/stop/nothing/", get=404, post=404),
    # Words alone.
    Row("methodology/"),
    Row("accessibility/"),
    Row("data/"),
    Row("data/releases.atom"),
    # It names councils: for readers it is not there.
    Row("data/council-status.csv", get=DRAWN),
    Row("data/council-status.xlsx", get=DRAWN),
    # The open data API, and the page to read it.
    Row("data/api/"),
    Row("data/api/openapi.json"),
    *(Row(f"data/api/{listed}/") for listed in LISTED),
    *(
        Row(f"data/api/{route}", f"/data/api/{address}")
        for route, address in (
            ("programmes/<slug:slug>/", "programmes/programme/"),
            ("expectations/<slug:slug>/", "expectations/savings/"),
            ("rounds/<slug:slug>/", "rounds/spring/"),
            ("questions/<slug:round_slug>/<slug:key>/", "questions/spring/people/"),
            ("releases/<int:pk>/", "releases/{release}/"),
            ("figures/<int:pk>/", "figures/{figure}/"),
            ("regions/<slug:slug>/", "regions/north-east/"),
            ("councils/<slug:slug>/", "councils/gateshead/"),
        )
    ),
    Row("data/api/<anything:rest>/", "/data/api/nothing/", get=404),
    # For machines.
    Row("healthz"),
    Row("robots.txt"),
    Row("sitemap.xml"),
    Row("favicon.ico", get=302),
    Row("readyz"),
    # Only the demonstration opens its door, and it is not on here.
    Row("demo/sign-in/", get=404, post=404),
    # A council's return: its own people's, and nobody else's.
    Row("returns/", get=MEMBERS, post=WRITTEN_NOWHERE),
    Row("returns/<int:pk>/", "/returns/{own}/", get=OWN, post=WRITTEN_NOWHERE),
    Row("returns/<int:pk>/questions/", "/returns/{own}/questions/", get=OWN, post=WRITTEN_NOWHERE),
    Row("returns/<int:pk>/hand-over/", "/returns/{own}/hand-over/", get=DONE, post=OWN),
    Row("returns/<int:pk>/take-back/", "/returns/{own}/take-back/", get=DONE, post=DONE),
    Row(
        "returns/<int:pk>/sections/<slug:key>/",
        "/returns/{own}/sections/section/",
        get=OWN,
        post=DONE,
    ),
    Row(
        "returns/<int:pk>/answers/<slug:key>/",
        "/returns/{own}/answers/people/",
        get=DONE,
        post=OWN,
    ),
    Row(
        "returns/<int:pk>/answers/<slug:key>/history/",
        "/returns/{own}/answers/people/history/",
        get=OWN,
        post=WRITTEN_NOWHERE,
    ),
    Row(
        "returns/<int:pk>/answers/<slug:key>/ask/",
        "/returns/{own}/answers/people/ask/",
        get=SIGNS,
        post=SIGNS,
    ),
    Row("returns/<int:pk>/queries/<int:query>/", "/returns/{own}/queries/{query}/", OWN, OWN),
    Row("returns/<int:pk>/checks/", "/returns/{own}/checks/", get=OWN, post=DONE),
    Row("returns/<int:pk>/history/", "/returns/{own}/history/", get=OWN, post=WRITTEN_NOWHERE),
    # A contributor sees what the director will sign.
    Row("returns/<int:pk>/sign/", "/returns/{own}/sign/", get=OWN, post=SIGNS),
    Row(
        "returns/<int:pk>/send-back/",
        "/returns/{own}/send-back/",
        get=DONE,
        post=SIGNS,
    ),
    # Not signed yet, so there is no receipt. Once it is, its region and the centre read it too.
    Row(
        "returns/<int:pk>/receipts/<int:number>/",
        "/returns/{own}/receipts/1/",
        get=NOBODY,
        post=WRITTEN_NOWHERE,
    ),
    Row(
        "returns/<int:pk>/receipts/<int:number>/",
        "/returns/{signed}/receipts/1/",
        get={"reader": 302, "stranger": 404, "observer": 404, "*": 200},
        post=WRITTEN_NOWHERE,
    ),
    Row("returns/<int:pk>/correction/", "/returns/{own}/correction/", get=OWN, post=OWN),
    # A POST that names nothing to do finds nothing.
    Row(
        "returns/<int:pk>/colleagues/",
        "/returns/{own}/colleagues/",
        get=OWN,
        post={"reader": 302, "*": 404},
    ),
    Row("returns/<int:pk>/compare/", "/returns/{own}/compare/", get=OWN, post=WRITTEN_NOWHERE),
    Row("returns/<int:pk>/spreadsheet/", "/returns/{own}/spreadsheet/", OWN, WRITTEN_NOWHERE),
    Row("returns/<int:pk>/upload/", "/returns/{own}/upload/", get=OWN, post=OWN),
    # A waiting file is one person's; test_return_upload_access.py has those that are there.
    Row("returns/<int:pk>/upload/<int:upload>/", "/returns/{own}/upload/0/", NOBODY, NOBODY),
    Row(
        "returns/<int:pk>/upload/<int:upload>/marked/",
        "/returns/{own}/upload/0/marked/",
        get=NOBODY,
        post=WRITTEN_NOWHERE,
    ),
    # Running rounds, and following those of a region.
    Row("manage/", get=FOLLOW, post=WRITTEN_NOWHERE),
    Row("manage/reported/", get=RUN, post=WRITTEN_NOWHERE),
    Row("manage/reported/add/", get=RUN, post=RUN),
    Row("manage/reported/<int:pk>/", "/manage/reported/0/", get=NOBODY, post=NOBODY),
    Row("manage/programmes/", get=RUN, post=RUN),
    # A POST that names no part finds nothing.
    Row("manage/programmes/<slug:slug>/", "/manage/programmes/programme/", get=RUN, post=NOBODY),
    Row("manage/history/", get=RUN, post=WRITTEN_NOWHERE),
    Row("manage/help/", get=RUN, post=WRITTEN_NOWHERE),
    Row("manage/help/region/", get=FOLLOW, post=WRITTEN_NOWHERE),
    Row("manage/people/", get=ADMINISTERS, post=ADMINISTERS | {"administrator": 302}),
    Row("manage/people/invite/", get=ADMINISTERS, post=ADMINISTERS),
    Row("manage/people/invite-many/", get=ADMINISTERS, post=ADMINISTERS),
    Row("manage/people/<int:pk>/", "/manage/people/{person}/", get=ADMINISTERS, post=ADMINISTERS),
    Row("manage/register/", get=ADMINISTERS, post=WRITTEN_NOWHERE),
    Row("manage/register/reorganise/", get=ADMINISTERS, post=ADMINISTERS),
    # Of a council whose end is to come alone.
    Row(
        "manage/register/take-back/<slug:slug>/",
        "/manage/register/take-back/gateshead/",
        get=NOBODY,
        post=NOBODY,
    ),
    Row("manage/register/begin/", get=ADMINISTERS, post=ADMINISTERS),
    Row("manage/register/alter/", get=ADMINISTERS, post=ADMINISTERS),
    Row("manage/rounds/<slug:slug>/", "/manage/rounds/open/", get=FOLLOW, post=WRITTEN_NOWHERE),
    Row("manage/rounds/<slug:slug>/", "/manage/rounds/draft/", get=RUN, post=WRITTEN_NOWHERE),
    # What comes in from a file, of which none waits here.
    Row("manage/rounds/<slug:slug>/import/", "/manage/rounds/spring/import/", get=RUN, post=RUN),
    *(
        Row(f"manage/rounds/<slug:slug>/import/<int:pk>/{end}", f"{PAST}/0/{end}", NOBODY, NOBODY)
        for end in ("", "columns/")
    ),
    # Building one.
    Row("manage/rounds/new/", get=RUN, post=RUN),
    Row("manage/rounds/<slug:slug>/details/", "/manage/rounds/draft/details/", get=RUN, post=RUN),
    Row("manage/rounds/<slug:slug>/details/", "/manage/rounds/open/details/", RUN, RUN),
    *(
        Row(f"manage/rounds/<slug:slug>/{route}", f"/manage/rounds/{address}", RUN, post)
        for route, address, post in (
            ("throw-away/", "draft/throw-away/", DONE_BY_RUNNERS),
            ("questions/", "draft/questions/", DONE_BY_RUNNERS),
            ("questions/<slug:key>/", "draft/questions/asked/", RUN),
            ("questions/<slug:key>/", "open/questions/people/", RUN),
            ("questions/<slug:key>/compared/", "open/questions/people/compared/", RUN),
            ("open/", "draft/open/", DONE_BY_RUNNERS),
            ("councils/", "draft/councils/", RUN),
            ("add-question/", "draft/add-question/", RUN),
            ("questions/<slug:key>/checks/", "draft/questions/asked/checks/", RUN),
            ("checks/<slug:key>/", "draft/checks/hard-range/", RUN),
            ("add-worked-out/", "draft/add-worked-out/", RUN),
            ("add-section/", "draft/add-section/", RUN),
            ("sections/<slug:key>/", "draft/sections/section/", RUN),
            ("grids/<slug:key>/", "draft/grids/rows/", RUN),
            ("add-answers/", "draft/add-answers/", RUN),
            ("answers/<slug:key>/", "draft/answers/shared/", RUN),
        )
    ),
    Row(
        "manage/rounds/<slug:slug>/file/",
        "/manage/rounds/draft/file/",
        get=RUN,
        post=WRITTEN_NOWHERE,
    ),
    # Following the returns of one.
    Row(
        "manage/rounds/<slug:slug>/returns/",
        "/manage/rounds/open/returns/",
        get=FOLLOW,
        post=WRITTEN_NOWHERE,
    ),
    Row(
        "manage/rounds/<slug:slug>/returns/<slug:chart>.<form:form>",
        "/manage/rounds/open/returns/response.svg",
        get=FOLLOW,
        post=WRITTEN_NOWHERE,
    ),
    Row("manage/rounds/<slug:slug>/write/", "/manage/rounds/open/write/", get=FOLLOW, post=FOLLOW),
    Row(
        "manage/rounds/<slug:slug>/requirement/",
        "/manage/rounds/open/requirement/",
        get=RUN,
        post=RUN,
    ),
    Row("manage/returns/<int:pk>/", "/manage/returns/{own}/", get=FOLLOW, post=WRITTEN_NOWHERE),
    # A region's lead knows nothing of a council elsewhere.
    Row("manage/returns/<int:pk>/", "/manage/returns/{theirs}/", get=RUN, post=WRITTEN_NOWHERE),
    Row("manage/returns/<int:pk>/reopen/", "/manage/returns/{own}/reopen/", get=RUN, post=RUN),
    *(
        Row(f"manage/rounds/<slug:slug>/{route}", f"/manage/rounds/{address}", get=RUN, post=RUN)
        for route, address in (
            ("release/", "open/release/"),
            ("release/<int:number>/", "spring/release/1/"),
            ("release/<int:number>/narrow/", "spring/release/1/narrow/"),
            ("release/<int:number>/<str:stage>/", "spring/release/1/public/"),
            ("publish-more/", "open/publish-more/"),
            ("dates/", "open/dates/"),
        )
    ),
    *(
        Row(f"manage/rounds/<slug:slug>/{route}", f"/manage/rounds/{address}", RUN, WRITTEN_NOWHERE)
        for route, address in (("release/<int:number>/changes/", "spring/release/1/changes/"),)
    ),
    Row(
        "manage/rounds/<slug:slug>/release/changes/",
        "/manage/rounds/spring/release/changes/",
        get=RUN,
        post=DONE_BY_RUNNERS,
    ),
    Row(
        "manage/rounds/<slug:slug>/odd/",
        "/manage/rounds/open/odd/",
        get=RUN,
        post=WRITTEN_NOWHERE,
    ),
    Row(
        "manage/rounds/<slug:slug>/queries/",
        "/manage/rounds/open/queries/",
        get=RUN,
        post=WRITTEN_NOWHERE,
    ),
    Row(
        "manage/returns/<int:pk>/answers/<slug:key>/",
        "/manage/returns/{own}/answers/people/",
        get=RUN,
        post=RUN,
    ),
    # What came on paper is entered on the council's behalf by those who run the round.
    *(
        Row(f"returns/<int:pk>/{route}", f"/returns/{{paper}}/{address}", get=get, post=post)
        for route, address, get, post in (
            ("", "", RUN, WRITTEN_NOWHERE),
            ("questions/", "questions/", RUN, WRITTEN_NOWHERE),
            ("sections/<slug:key>/", "sections/section/", RUN, RUN_ON),
            ("answers/<slug:key>/", "answers/people/", RUN_ON, RUN),
            (
                "answers/<slug:key>/history/",
                "answers/people/history/",
                RUN,
                WRITTEN_NOWHERE,
            ),
            ("checks/", "checks/", RUN, RUN_ON),
            ("history/", "history/", RUN, WRITTEN_NOWHERE),
            ("spreadsheet/", "spreadsheet/", RUN, WRITTEN_NOWHERE),
            ("upload/", "upload/", RUN, RUN),
            ("conclude/", "conclude/", RUN, RUN),
            # These stay the council's own.
            ("hand-over/", "hand-over/", NOBODY, NOBODY),
            ("take-back/", "take-back/", NOBODY, NOBODY),
            ("sign/", "sign/", NOBODY, NOBODY),
            ("send-back/", "send-back/", NOBODY, NOBODY),
            ("colleagues/", "colleagues/", NOBODY, NOBODY),
            ("correction/", "correction/", NOBODY, NOBODY),
            ("compare/", "compare/", NOBODY, WRITTEN_NOWHERE),
        )
    ),
    Row("returns/<int:pk>/conclude/", "/returns/{own}/conclude/", NOBODY, NOBODY),
    Row("invitations/<str:token>/", "/invitations/nothing/", get=404, post=404),
    Row("demo/mail/", get=404, post=405),
    Row("demo/mail/<int:pk>/", "/demo/mail/1/", get=404, post=405),
    # Signing in, by those of allauth's pages that are needed. A POST without fields shows the
    # form again.
    Row("accounts/", get=MEMBERS, post=WRITTEN_NOWHERE),
    Row("accounts/address/", get=MEMBERS, post=MEMBERS),
    # Whoever follows a link to a new address is signed in, and it is theirs.
    Row("accounts/address/<str:token>/", "/accounts/address/nothing/", get=NOBODY, post=NOBODY),
    Row("accounts/login/", get=GUESTS, post=GUESTS),
    Row("accounts/logout/", get=MEMBERS | {"reader": 302}, post=302),
    Row("accounts/inactive/"),
    Row("accounts/password/change/", get=MEMBERS, post=MEMBERS),
    Row("accounts/password/reset/", post=200),
    Row("accounts/password/reset/done/"),
    Row("accounts/password/reset/key/done/"),
    Row(
        "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "/accounts/password/reset/key/1-x/",
        post=200,
    ),
]

# Open to all, and yet no page to keep: what machines ask, the ways in, and a form with its token.
OWN_HEADERS = {row.route for row in ROWS if row.route.startswith("accounts/")}
OWN_HEADERS |= {"healthz", "readyz", "tell-me/"}

OF_A_RETURN = [row for row in ROWS if row.address.startswith("/returns/{own}")]


@dataclass(frozen=True)
class Sent:
    """What one of its people sends about their own return, and how one knows that it was done."""

    address: str
    by: str
    fields: dict[str, str]
    done: Callable[[Return], bool]
    state: str = "in_progress"
    is_answered: bool = False
    is_json: bool = False


TYPED = {"people": "12", "people.version": "0"}
SENT = [
    Sent("sections/section/", "contributor", TYPED, lambda each: each.answers.get().number == 12),
    Sent(
        "answers/people/",
        "contributor",
        TYPED,
        lambda each: each.answers.get().number == 12,
        is_json=True,
    ),
    Sent("hand-over/", "contributor", {}, lambda each: each.state == "to_sign", is_answered=True),
    Sent(
        "take-back/", "contributor", {}, lambda each: each.state == "in_progress", state="to_sign"
    ),
    Sent(
        "sign/",
        "signatory",
        {"declared": "on", "name": "Ann Director"},
        lambda each: each.state == "signed" and each.signatures.get().name == "Ann Director",
        state="to_sign",
        is_answered=True,
    ),
    Sent(
        "send-back/",
        "signatory",
        {"reason": "Last year’s."},
        lambda each: (each.state, each.steps.get().reason) == ("in_progress", "Last year’s."),
        state="to_sign",
    ),
    Sent(
        "correction/",
        "contributor",
        {"reason": "A late bill."},
        lambda each: each.steps.get().reason == "A late bill.",
        state="signed",
    ),
    Sent(
        "answers/people/ask/",
        "signatory",
        {"text": "Is it so?"},
        lambda each: each.queries.get().messages.get().text == "Is it so?",
    ),
    Sent(
        "colleagues/",
        "contributor",
        {"do": "invite", "invite-email": "new@example.org", "invite-kind": "contributor"},
        lambda each: each.council.invitations.get().email == "new@example.org",
    ),
]

# The administration pages: nobody but those who run surveys gets past the sign-in page.
ADMIN = "admin/"
ADMIN_OUTSIDER = 302


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ALL_ROUTES = list(routes(get_resolver().url_patterns))
ADMIN_ROUTES = sorted({each for each in ALL_ROUTES if each.startswith(ADMIN) and "<" not in each})


@dataclass(frozen=True)
class Place:
    """A round that everybody may see, the cast's councils, and the numbers in its addresses."""

    home: Council
    elsewhere: Council
    numbers: Mapping[str, int]


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    """Made once: it takes longer than to ask one address four times, and none changes it."""
    yield from made_once(django_db_blocker, make_place)


@pytest.fixture
def home(place: Place, db: None) -> Council:
    return place.home


@pytest.fixture
def home_region(place: Place, db: None) -> Region:
    return place.home.region


@pytest.fixture
def elsewhere(place: Place, db: None) -> Council:
    return place.elsewhere


@pytest.fixture
def addresses(place: Place, db: None) -> Mapping[str, int]:
    return place.numbers


def make_place(*, more: int = 0, stage: str = "public") -> Place:
    """With `more` councils in each region, and the release as far as that stage."""
    home = make_council("Gateshead", region=make_region("North East"))
    elsewhere = make_council("Torbay", region=make_region("South West"))
    regions = {home.region: 2, elsewhere.region: 1, make_region("East Midlands"): 1}
    world = make_world({region: count + more for region, count in regions.items()})
    make_measure(world)
    release = make_release(world.round, stage=stage)
    draft = make_open_round("draft", is_draft=True)
    asked = make_question(draft, "asked")
    make_check(draft, severity="hard", question=asked)
    make_grid(draft, "rows")
    make_scale(draft, key="shared")
    figure = Figure.objects.filter(release=release).first()
    assert figure
    open_round = make_open_round("open")
    make_question(open_round, "people")
    own = make_return(open_round, home, state="in_progress")
    theirs = make_return(open_round, elsewhere, state="in_progress")
    query = querying.ask(
        return_of=own,
        question=open_round.questions.get(),
        by=make_user(role="analyst"),
        text="So many?",
        inside=False,
    )
    paper = make_return(open_round, state="in_progress", requirement="on_paper")
    signed = make_working_return(home)
    sign(
        return_of=handed_over(signed),
        by=make_user(name="Ann", role="signatory", council=home),
        name="Ann",
    )
    numbers = {"own": own.pk, "theirs": theirs.pk, "signed": signed.pk, "none": 10**9}
    numbers["query"] = query.pk
    numbers["person"] = make_user(role="observer").pk
    numbers["paper"] = paper.pk
    numbers |= {"release": release.pk, "figure": figure.pk}
    return Place(home, elsewhere, numbers)


def ask(
    client: Client, method: str, address: str, request: pytest.FixtureRequest, role: str
) -> int:
    person = request.getfixturevalue(role)
    if not isinstance(person, AnonymousUser):
        client.force_login(person)
    return client.generic(method, address).status_code


def test_every_address_has_its_row() -> None:
    told = {row.route for row in ROWS}
    assert {each for each in ALL_ROUTES if not each.startswith(ADMIN)} - told == set()


def test_every_row_has_its_address() -> None:
    assert {row.route for row in ROWS} - set(ALL_ROUTES) == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.route or "/")
def test_an_address_answers_as_expected(
    client: Client,
    addresses: Mapping[str, int],
    request: pytest.FixtureRequest,
    row: Row,
    role: str,
) -> None:
    address = (row.address or f"/{row.route}").format(**addresses)
    got = {method: ask(client, method, address, request, role) for method in METHODS}
    assert got == {method: row.expected(method, role) for method in METHODS}


@pytest.mark.parametrize("role", ["reader", "contributor", "analyst"])
def test_a_page_is_private_unless_a_reader_may_read_it(
    client: Client, addresses: Mapping[str, int], request: pytest.FixtureRequest, role: str
) -> None:
    """Whatever is not marked public: pages, files, redirects and errors."""
    if role != "reader":
        client.force_login(request.getfixturevalue(role))
    asked = {(row.address or f"/{row.route}").format(**addresses) for row in ROWS}
    asked |= {f"/{each}" for each in ADMIN_ROUTES} | {"/nowhere/", "/rounds/?download=csv"}
    said = {each: client.get(each).headers["Cache-Control"] for each in sorted(asked)}
    public = {each for each, words in said.items() if words != "private, no-store"}
    open_to_all = {row.route for row in ROWS if row.get == 200 and row.route not in OWN_HEADERS}
    open_to_all.add("favicon.ico")  # leads on
    routes = {(row.address or f"/{row.route}").format(**addresses): row.route for row in ROWS}
    if role == "reader":
        assert {routes.get(each, "rounds/") for each in public} == open_to_all
        assert {said[each] for each in public} == {"public, no-cache"}
    else:
        assert public == set()


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"stranger"}))
@pytest.mark.parametrize("row", OF_A_RETURN, ids=lambda row: row.route)
def test_someone_elses_return_looks_as_if_there_were_none(
    client: Client,
    addresses: Mapping[str, int],
    request: pytest.FixtureRequest,
    row: Row,
    role: str,
) -> None:
    def answers(whose: str) -> dict[str, int]:
        address = row.address.format(**{**addresses, "own": addresses[whose]})
        return {method: ask(client, method, address, request, role) for method in METHODS}

    # As a stranger finds the return of `home`.
    like = role if role == "reader" else "stranger"
    assert answers("theirs") == answers("none")
    assert answers("none") == {method: row.expected(method, like) for method in METHODS}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", OTHER_METHODS)
def test_no_address_knows_other_methods(
    client: Client,
    addresses: Mapping[str, int],
    request: pytest.FixtureRequest,
    method: str,
    role: str,
) -> None:
    answered = {}
    cache.clear()  # else the attempts of other tests are counted with these
    for row in ROWS:
        address = (row.address or f"/{row.route}").format(**addresses)
        status = ask(client, method, address, request, role)
        # The reader is sent to sign in before anybody looks at the method.
        # Django's own forms, which signing in is made of, take a PUT for a POST.
        if row.route.startswith("accounts/") and status == row.expected("POST", role):
            continue
        if status not in {404, 405} and (role, status) != ("reader", 302):
            answered[row.route] = status
    assert answered == {}


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: f"{sent.address} {sent.state}".strip())
def test_what_a_councils_own_people_send_is_done(
    client: Client, request: pytest.FixtureRequest, home: Council, signatory: User, sent: Sent
) -> None:
    return_of = make_working_return(home, state=sent.state, answered=sent.is_answered)
    client.force_login(request.getfixturevalue(sent.by))
    # What the page before signing adds: that it was of these very answers.
    fields = {"seen": mark_of(return_of), **sent.fields}
    response = client.post(f"/returns/{return_of.pk}/{sent.address}", fields)
    assert response.status_code == (200 if sent.is_json else 302)
    return_of.refresh_from_db()
    assert sent.done(return_of)


@pytest.mark.parametrize("role", sorted(set(ROLES) - RUNNERS))
@pytest.mark.parametrize("method", [*METHODS, *OTHER_METHODS])
def test_no_administration_page_opens_to_others(
    client: Client, request: pytest.FixtureRequest, role: str, method: str
) -> None:
    opened = {
        route: status
        for route in ADMIN_ROUTES
        if (status := ask(client, method, f"/{route}", request, role)) != ADMIN_OUTSIDER
    }
    # Who has signed in already is not sent to sign in, round and round.
    assert opened == ({} if role == "reader" else {"admin/login/": 404})


@pytest.mark.parametrize("role", sorted(RUNNERS))
def test_administration_pages_open_to_those_who_run_surveys(
    client: Client, request: pytest.FixtureRequest, role: str
) -> None:
    lists = [each for each in ADMIN_ROUTES if each.count("/") == 3 and "pghistory" not in each]
    lists = [each for each in lists if "procrastinate" not in each]
    denied = {each for each in lists if ask(client, "GET", f"/{each}", request, role) != 200}
    people = {"admin/councils/user/", "admin/councils/role/", "admin/auth/group/"}
    people |= {"admin/account/emailaddress/"}
    assert denied - people == set()
    assert bool(denied) is (role == "analyst")


@pytest.mark.parametrize("role", ROLES)
def test_an_address_that_is_not_there_is_the_same_for_all(
    client: Client, request: pytest.FixtureRequest, role: str
) -> None:
    assert ask(client, "GET", "/nowhere/", request, role) == 404


def test_a_write_without_its_token_is_refused(administrator: object) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accounts/login/").status_code == 403


@pytest.mark.django_db
def test_a_reader_is_given_no_session(client: Client) -> None:
    client.get("/")
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_the_demonstrations_door_is_there_in_the_demonstration_alone(
    client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    assert b"demo/sign-in" in client.get("/accounts/login/").content
    settings.DEMO = False
    assert b"demo/sign-in" not in client.get("/accounts/login/").content
