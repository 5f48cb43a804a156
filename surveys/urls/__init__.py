"""Addresses of rounds, releases, figures, councils, and of a council's own returns."""

from django.urls import URLPattern, URLResolver, include, path

from ppf_site.pictures import PICTURE, pictured
from surveys.views import changes, data, feed, figures, grids, preview, ranked, rounds, whole
from surveys.views.returns import (
    answers,
    checks,
    colleagues,
    compare,
    filling,
    history,
    paper,
    queries,
    signing,
    spreadsheet,
)

filling_in: list[URLPattern] = [
    path("", filling.home, name="returns"),
    path("<int:pk>/", filling.task_list, name="return"),
    path("<int:pk>/questions/", filling.questions, name="return-questions"),
    path("<int:pk>/hand-over/", filling.to_director, name="return-hand-over"),
    path("<int:pk>/take-back/", filling.from_director, name="return-take-back"),
    path("<int:pk>/sections/<slug:key>/", answers.section, name="return-section"),
    path("<int:pk>/answers/<slug:key>/", answers.answer, name="return-answer"),
    path("<int:pk>/answers/<slug:key>/history/", history.of_answer, name="return-answer-history"),
    path("<int:pk>/answers/<slug:key>/ask/", queries.to_colleagues, name="return-ask"),
    path("<int:pk>/queries/<int:query>/", queries.of_query, name="return-query"),
    path("<int:pk>/checks/", checks.checks, name="return-checks"),
    path("<int:pk>/history/", history.of_return, name="return-history"),
    path("<int:pk>/colleagues/", colleagues.colleagues, name="return-colleagues"),
    path("<int:pk>/compare/", compare.compare, name="return-compare"),
]

as_a_workbook: list[URLPattern] = [
    path("<int:pk>/spreadsheet/", spreadsheet.download, name="return-spreadsheet-file"),
    path("<int:pk>/upload/", spreadsheet.upload, name="return-spreadsheet"),
    path("<int:pk>/upload/<int:upload>/", spreadsheet.summary, name="return-upload"),
    path("<int:pk>/upload/<int:upload>/marked/", spreadsheet.marked_file, name="return-marked"),
]

signed: list[URLPattern] = [
    path("<int:pk>/sign/", signing.sign_page, name="return-sign"),
    path("<int:pk>/send-back/", signing.to_contributors, name="return-send-back"),
    path("<int:pk>/receipts/<int:number>/", signing.receipt, name="receipt"),
    path("<int:pk>/conclude/", paper.conclude, name="return-conclude"),
    path("<int:pk>/correction/", signing.correction, name="return-correction"),
]

of_a_return = [*filling_in, *as_a_workbook, *signed]

urlpatterns: list[URLPattern | URLResolver] = [
    path("data/", data.data, name="data"),
    path("data/releases.atom", feed.releases_feed, name="releases-feed"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<slug:slug>/", rounds.round_page, name="round"),
    path("rounds/<slug:slug>/grids/<slug:key>/", grids.grid, name="grid"),
    path(
        f"rounds/<slug:slug>/grids/<slug:key>/{PICTURE}",
        pictured(grids.grid),
        name="grid-picture",
    ),
    path("releases/<int:release_id>/grids/<slug:key>/", grids.released_grid, name="release-grid"),
    path(
        f"releases/<int:release_id>/grids/<slug:key>/{PICTURE}",
        pictured(grids.released_grid),
        name="release-grid-picture",
    ),
    path("rounds/<slug:slug>/questions/<slug:key>/", ranked.ranked, name="ranked"),
    path(
        f"rounds/<slug:slug>/questions/<slug:key>/{PICTURE}",
        pictured(ranked.ranked),
        name="ranked-picture",
    ),
    path(
        "releases/<int:release_id>/questions/<slug:key>/",
        ranked.released_ranked,
        name="release-ranked",
    ),
    path(
        f"releases/<int:release_id>/questions/<slug:key>/{PICTURE}",
        pictured(ranked.released_ranked),
        name="release-ranked-picture",
    ),
    path("rounds/<slug:slug>/preview/", preview.preview, name="round-preview"),
    path("releases/<int:release_id>/", rounds.release_page, name="release"),
    path("releases/<int:release_id>/changes/", changes.of_correction, name="release-changes"),
    *(
        path(
            f"releases/<int:release_id>/release.{form}",
            whole.whole_release,
            {"form": form},
            name=f"release-{form}",
        )
        for form in whole.FORMS
    ),
    path(f"rounds/<slug:slug>/{PICTURE}", pictured(rounds.round_page), name="round-picture"),
    path(
        f"releases/<int:release_id>/{PICTURE}",
        pictured(rounds.release_page),
        name="release-picture",
    ),
    path("figures/<int:figure_id>/", figures.figure, name="figure"),
    path("returns/", include(of_a_return)),
    path("manage/", include("surveys.urls.managing")),
]
