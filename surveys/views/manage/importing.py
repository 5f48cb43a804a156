"""A round of the past from a file: sent in, its columns matched, looked at, and imported."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.bodies import takes_up_to
from ppf_site.pages import Lost, Suggestion
from ppf_site.refused import Refused
from ppf_site.table_files import TOO_LARGE, FileTable, read_book, sheets_with_rows, table_of
from ppf_site.workbook_limits import LARGEST_FILE, Unusable
from surveys.actions.importing import Imported, import_past
from surveys.models import ImportFile, Round
from surveys.past.columns import ColumnsForm, as_said, guess
from surveys.past.forms import ImportForm, TotalsImportForm
from surveys.past.matching import choices_for, is_named_in, subject_of
from surveys.past.plan import PastPlan
from surveys.past.reading import plan_of, questions_of, why_not_imported

from .allowed import for_runners
from .importing_totals import totals_run

# What a form adds around its file: boundaries, names, the token.
AROUND_A_FILE = 64 * 1024
NO_TABLE = "No sheet of the file has a table: a row with the names of the columns, and rows below."


@takes_up_to(LARGEST_FILE + AROUND_A_FILE, TOO_LARGE)
@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def start(request: AuthedRequest, slug: str) -> HttpResponse:
    """The file, and where it comes from. Nothing of it is in the round yet."""
    round = get_object_or_404(Round, slug=slug)
    why_not = why_not_imported(round)
    made = TotalsImportForm if round.is_totals_only else ImportForm
    form = made(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and not why_not and form.is_valid():
        try:
            kept = _keep(request, round, form)
        except Unusable as unusable:
            form.add_error("file", str(unusable))
        else:
            return redirect("manage-import-columns", slug, kept.pk)
    context = {
        "round": round,
        "form": form,
        "why_not": why_not,
        "waiting": ImportFile.objects.of(request.user, round).waiting().first(),
    }
    return render(request, "manage/import.html", context)


def _keep(request: AuthedRequest, round: Round, form: ImportForm) -> ImportFile:
    """Kept only if it has a table, with what its columns seem to be."""
    given = form.cleaned_data["file"]
    content = given.read()
    book = read_book(content)
    sheets = sheets_with_rows(book)
    if not sheets:
        raise Unusable(NO_TABLE)
    kept = ImportFile.objects.keep(
        round=round,
        by=request.user,
        file_name=given.name or "",
        content=content,
        source=form.cleaned_data["source"],
        url=form.cleaned_data.get("url", ""),
    )
    _guess(kept, table_of(book, sheets[0]))
    return kept


def _guess(kept: ImportFile, table: FileTable) -> None:
    choices = choices_for(kept.round)
    kept.match(table.sheet, guess(table, is_named_in(kept.round), choices))


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def columns(request: AuthedRequest, slug: str, pk: int) -> HttpResponse:
    """What each column of the file is: guessed, until somebody says so."""
    kept = _kept_or_lost(request, slug, pk)
    book = read_book(bytes(kept.content))
    sheets = sheets_with_rows(book)
    if request.POST.get("do") == "sheet":
        if request.POST.get("sheet") in sheets:
            _guess(kept, table_of(book, request.POST["sheet"]))
        return redirect("manage-import-columns", slug, pk)
    table = table_of(book, kept.sheet)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        initial=as_said(kept.columns),
        table=table,
        choices=choices_for(kept.round),
    )
    if request.method == "POST" and form.is_valid():
        kept.match(kept.sheet, form.matching)
        return redirect("manage-import-file", slug, pk)
    context = {"round": kept.round, "kept": kept, "form": form, "sheets": sheets, "table": table}
    return render(request, "manage/import_columns.html", context)


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def dry_run(request: AuthedRequest, slug: str, pk: int) -> HttpResponse:
    """What would come in. Nothing has until the person says so."""
    kept = _kept_or_lost(request, slug, pk)
    if request.method == "POST" and "discard" in request.POST:
        kept.delete()
        messages.info(request, "The file was thrown away. Nothing of it was imported.")
        return redirect("manage-import", slug)
    if subject_of(kept.round) not in kept.columns.values():
        return redirect("manage-import-columns", slug, pk)
    table = table_of(read_book(bytes(kept.content)), kept.sheet)
    if kept.round.is_totals_only:
        return totals_run(request, kept, table)
    plan = plan_of(kept.round, table, kept.columns, questions_of(kept.round))
    if request.method != "POST":
        return _shown(request, kept, plan)
    undecided = [each for each in plan.asked if not request.POST.get(each.name)]
    if undecided:
        told = [(f"{each.name}-0", f"Choose what is meant: {each.words}") for each in undecided]
        return _shown(request, kept, plan, told)
    return _import(request, kept, table, plan)


def _import(
    request: AuthedRequest, kept: ImportFile, table: FileTable, plan: PastPlan
) -> HttpResponse:
    slug = kept.round.slug
    try:
        done = import_past(
            round=kept.round,
            table=table,
            matching=kept.columns,
            source=kept.source,
            by=request.user,
            decided={each.name: request.POST[each.name] for each in plan.asked},
            replace="replace" in request.POST,
        )
    except Refused as refused:
        return _shown(request, kept, plan, [("import", str(refused))])
    _tell(request, kept, done)
    if done.left.problems:
        return redirect("manage-import-file", slug, kept.pk)
    kept.delete()
    return redirect("manage-returns", slug)


def _tell(request: AuthedRequest, kept: ImportFile, done: Imported) -> None:
    answers = words.plural(done.answers, "answer")
    councils = words.plural(done.councils, "council")
    if done.answers:
        messages.success(request, f"{answers} of {councils} imported from {kept.source}.")
    else:
        messages.info(request, f"Nothing new was imported from {kept.source}: it is held already.")
    if done.left.problems:
        cells = words.plural(len(done.left.problems), "cell")
        messages.warning(
            request,
            f"{cells} could not be imported. What is wrong is listed here for a week, or until you "
            "send in another file.",
        )


def _kept_or_lost(request: AuthedRequest, slug: str, pk: int) -> ImportFile:
    """The person's own waiting file. A colleague's and none look the same."""
    own = ImportFile.objects.filter(user=request.user, round__slug=slug).select_related("round")
    kept = own.waiting().filter(pk=pk).first()
    if kept is None:
        get_object_or_404(Round, slug=slug)
        again = Suggestion("Import from a file", reverse("manage-import", args=[slug]))
        gone = "This file is no longer kept: it was imported, replaced, or a week old."
        raise Lost(gone, [again])
    return kept


def _shown(
    request: AuthedRequest,
    kept: ImportFile,
    plan: PastPlan,
    problems: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    slug = request.GET.get("council", "")
    cells = plan.of_council(slug)
    context = {
        "round": kept.round,
        "kept": kept,
        "plan": plan,
        "problems": problems or [],
        "asked": [(each, request.POST.get(each.name, "")) for each in plan.asked],
        "council": cells[0].council if cells else None,
        "cells": cells,
        "replace": "replace" in request.POST,
        "left_out": kept.left_out,
    }
    return render(request, "manage/import_file.html", context)
