"""One council: its released answers beside its region, its type and England."""

from collections.abc import Sequence
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse

from councils.models import Council
from ppf_site import words
from ppf_site.pages import Lost, Suggestion, public_page, respond
from surveys.exports import sheets_of
from surveys.models import Figure, ReleasedAnswer, ReleasedReturn
from surveys.permissions import sees_blurred
from surveys.releases.editions import editions_of
from surveys.releases.results import results_of
from surveys.releases.shown import ShownFigure, read
from surveys.releases.superseded import correction, newest_release
from surveys.sentences import source_line
from surveys.tables import FigureTable
from surveys.tables_council import Beside, council_table, council_title


@public_page("round")
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """The council as it is today, and what it answered in the newest releases."""
    found = Council.objects.with_history().filter(slug=slug).first()
    if found is None:
        raise Lost(
            f"No council has the address “{slug}”.",
            [Suggestion("Find a council", "/councils/")],
        )
    returns = list(ReleasedReturn.objects.of_council(found, request.user))
    editions_of(return_of.release for return_of in returns)
    chosen = _chosen(returns, request.GET.get("round", "").strip(), found)
    return _page(request, found, returns, chosen, fixed=False)


@public_page("round")
def released_council(request: HttpRequest, release_id: int, slug: str) -> HttpResponse:
    """The council as it was called then, in one release: it shows the same for ever."""
    newest = newest_release(request.user, of_round="release__round")
    released = ReleasedReturn.objects.of_slug(slug, release_id, request.user)
    chosen = released.annotate(newest_pk=newest).first()
    if chosen is None:
        raise Http404
    editions_of([chosen.release])
    found = chosen.sealed_council
    found.all_codes = [chosen.code] if chosen.code else []
    return _page(request, found, [chosen], chosen, fixed=True)


def _page(
    request: HttpRequest,
    council: Council,
    returns: Sequence[ReleasedReturn],
    chosen: ReleasedReturn | None,
    *,
    fixed: bool,
) -> HttpResponse:
    answers = _answers(request, council, chosen) if chosen else {}
    rows = _beside(request, chosen, answers) if chosen and answers else []
    tables: list[FigureTable] = []
    title = _no_answers_title(council)
    if chosen and rows:
        blurred = sees_blurred(request.user, chosen.release)
        title = council_title(council.name, rows, blurred=blurred)
        source = source_line(chosen.release)
        tables.append(council_table(chosen, rows, source=source, blurred=blurred))
    context = {
        "council": council,
        "title": title,
        "description": f"What {council.name} in {council.region.name} answered, beside its region, "
        "councils of its type and England.",
        "returns": returns,
        "required": [return_of for return_of in returns if return_of.is_required],
        "answered": sum(return_of.is_answered for return_of in returns),
        "chosen": chosen,
        "release": chosen.release if chosen else None,
        "fixed": fixed,
        "correction": _correction(request, chosen) if chosen else "",
        "rows": rows,
        "tables": tables,
    }
    sheets = partial(sheets_of, request, chosen.release if chosen else None, tables)
    return respond(request, "surveys/council.html", context, sheets)


def _no_answers_title(council: Council) -> str:
    if council.abolished is None:
        return str(council.name)
    return f"{council.name}, until {words.day(council.abolished)}"


def _correction(request: HttpRequest, chosen: ReleasedReturn) -> str:
    return correction(request, chosen.release_id, getattr(chosen, "newest_pk", None))


def _chosen(
    returns: Sequence[ReleasedReturn], round_slug: str, council: Council
) -> ReleasedReturn | None:
    """The round asked for, else the latest whose named answers may be read, else the latest."""
    if not round_slug:
        readable = [return_of for return_of in returns if return_of.is_readable]
        return next(iter(readable or returns), None)
    for return_of in returns:
        if return_of.release.round.slug == round_slug:
            return return_of
    raise Lost(
        f"No released round called “{round_slug}” has a return of {council.name}.",
        [
            Suggestion(return_of.release.round.title, f"?round={return_of.release.round.slug}")
            for return_of in returns
        ],
    )


def _answers(
    request: HttpRequest, council: Council, chosen: ReleasedReturn
) -> dict[int, ReleasedAnswer]:
    answers = ReleasedAnswer.objects.visible_to(request.user).filter(
        release=chosen.release_id, council=council.pk
    )
    return {answer.question_id: answer for answer in answers}


def _beside(
    request: HttpRequest, chosen: ReleasedReturn, answers: dict[int, ReleasedAnswer]
) -> list[Beside]:
    """By the region and type that the council had when the release was compiled."""
    figures = Figure.objects.of_release(chosen.release).around(
        region=chosen.region_id, council_type=chosen.council_type
    )
    by_kind: dict[str, list[ShownFigure]] = {"england": [], "region": [], "type": []}
    for figure in read(figures, request.user, [chosen.release]):
        by_kind[figure.area.kind].append(figure)
    england, region, same_type = (
        {result.question.pk: result for result in results_of(by_kind[kind])}
        for kind in ("england", "region", "type")
    )
    return [
        Beside(answers.get(key), result, region.get(key), same_type.get(key))
        for key, result in england.items()
    ]
