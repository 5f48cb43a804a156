"""What an import of published totals would bring, and the act."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from councils.http import AuthedRequest
from councils.models import Region
from ppf_site import words
from ppf_site.refused import Refused
from ppf_site.table_files import FileTable
from surveys.actions.importing_totals import import_totals
from surveys.models import ImportFile
from surveys.past.against_england import against_england
from surveys.past.doubts import TotalDoubt, doubts_of
from surveys.past.totals import TotalsPlan, plan_of
from surveys.past.totals_columns import questions_of, slots_of


def totals_run(request: AuthedRequest, kept: ImportFile, table: FileTable) -> HttpResponse:
    plan = plan_of(kept.round, table, kept.columns, slots_of(questions_of(kept.round)))
    if request.method != "POST":
        return _shown(request, kept, plan)
    undecided = [each for each in plan.asked if not request.POST.get(each.name)]
    told = [(f"{each.name}-0", f"Choose what is meant: {each.words}") for each in undecided]
    doubts = [each for each in _doubts(request, plan) if not request.POST.get(each.name)]
    told += [(f"{each.name}-0", f"Choose what to do: {each.words}") for each in doubts]
    if told:
        return _shown(request, kept, plan, told)
    return _import(request, kept, table, plan)


def _doubts(request: AuthedRequest, plan: TotalsPlan) -> list[TotalDoubt]:
    """With what was chosen for the cells that may mean several things, as far as it was."""
    return doubts_of(plan.decided(request.POST.dict()), plan.there)


def _import(
    request: AuthedRequest, kept: ImportFile, table: FileTable, plan: TotalsPlan
) -> HttpResponse:
    try:
        done = import_totals(
            round=kept.round,
            table=table,
            matching=kept.columns,
            source=kept.source,
            url=kept.url,
            decided=request.POST.dict(),
            replace="replace" in request.POST,
        )
    except Refused as refused:
        return _shown(request, kept, plan, [("import", str(refused))])
    messages.success(request, f"{words.plural(done.totals, 'total')} imported from {kept.source}.")
    if done.left.problems:
        cells = words.plural(len(done.left.problems), "cell")
        messages.warning(
            request,
            f"{cells} could not be imported. What is wrong is listed here for a week, or until you "
            "send in another file.",
        )
        return redirect("manage-import-file", kept.round.slug, kept.pk)
    kept.delete()
    return redirect("manage-round", kept.round.slug)


def _shown(
    request: AuthedRequest,
    kept: ImportFile,
    plan: TotalsPlan,
    problems: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    lines = plan.decided(request.POST.dict())
    context = {
        "apart": against_england(lines, plan.there, Region.objects.count()),
        "round": kept.round,
        "kept": kept,
        "plan": plan,
        "problems": problems or [],
        "doubts": [(each, request.POST.get(each.name, "")) for each in _doubts(request, plan)],
        "asked": [(each, request.POST.get(each.name, "")) for each in plan.asked],
        "replace": "replace" in request.POST,
        "left_out": kept.left_out,
    }
    return render(request, "manage/import_totals.html", context)
