"""A return as a spreadsheet: download, upload, what it would change, and its problems marked."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.bodies import takes_up_to
from ppf_site.mail import site_link
from ppf_site.pages import Lost, Suggestion
from ppf_site.workbook_limits import LARGEST_FILE, TOO_LARGE, Unusable
from surveys.actions.uploading import Uploaded, save_plan
from surveys.models import Return, Upload
from surveys.opening import why_read_only
from surveys.permissions import filled_return_or_404
from surveys.spreadsheet.comparing import check
from surveys.spreadsheet.marking import marked
from surveys.spreadsheet.plan import FileLine, LineKind, UploadPlan
from surveys.spreadsheet.rows import file_name
from surveys.spreadsheet.upload import parse
from surveys.spreadsheet.writing import return_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a form adds around its file: boundaries, names, the token.
AROUND_A_FILE = 64 * 1024
CHOOSE = "Choose the spreadsheet that you filled in."


@require_safe
def download(request: AuthedRequest, pk: int) -> HttpResponse:
    return_of = filled_return_or_404(request.user, pk)
    address = site_link(reverse("return-spreadsheet", args=[pk]))
    return _file(return_workbook(return_of, address), file_name(return_of))


@takes_up_to(LARGEST_FILE + AROUND_A_FILE, TOO_LARGE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: AuthedRequest, pk: int) -> HttpResponse:
    return_of = filled_return_or_404(request.user, pk)
    if request.method != "POST" or why_read_only(return_of):
        return _form(request, return_of)
    given = request.FILES.get("file")
    if given is None:
        return _form(request, return_of, CHOOSE)
    if (given.size or 0) > LARGEST_FILE:
        return _form(request, return_of, TOO_LARGE, status=413)
    try:
        kept = _keep(request, return_of, given)
    except Unusable as unusable:
        return _form(request, return_of, str(unusable))
    return redirect("return-upload", pk, kept.pk)


def _keep(request: AuthedRequest, return_of: Return, given: UploadedFile) -> Upload:
    """Kept only if it can be used."""
    content = given.read()
    check(parse(content, return_of), return_of)
    return Upload.objects.keep(
        return_of=return_of, by=request.user, file_name=given.name or "", content=content
    )


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: AuthedRequest, pk: int, upload: int) -> HttpResponse:
    """What would change. Nothing has until the person says so."""
    return_of, kept = _kept_or_lost(request, pk, upload)
    if request.method == "POST" and "discard" in request.POST:
        kept.delete()
        messages.info(request, "The file was thrown away. Nothing was changed.")
        return redirect("return-spreadsheet", pk)
    if why_read_only(return_of):
        return redirect("return-spreadsheet", pk)
    plan = _plan(return_of, kept)
    if request.method != "POST":
        return _summary(request, return_of, kept, plan)
    undecided = [each for each in plan.to_decide if not request.POST.get(each.field_name)]
    if undecided:
        told = [(f"{each.field_name}-site", _which(each)) for each in undecided]
        return _summary(request, return_of, kept, plan, told)
    return _confirm(request, return_of, kept, plan)


def _which(line: FileLine) -> str:
    what = "which answer to keep" if line.kind is LineKind.CLASH else "what is meant"
    return f"Choose {what}: {line.question.short_text}"


def _confirm(
    request: AuthedRequest, return_of: Return, kept: Upload, plan: UploadPlan
) -> HttpResponse:
    said = [(line, request.POST.get(line.field_name, "")) for line in plan.to_decide]
    decided = {line.question.key: line.decided(text) for line, text in said}
    taken = {key: decision for key, decision in decided.items() if decision is not None}
    outcome = save_plan(return_of=return_of, plan=plan, taken=taken, by=request.user)
    _tell(request, outcome, len(plan.problems))
    if outcome.clashes and not outcome.closed:
        return redirect("return-upload", return_of.pk, kept.pk)
    if plan.problems and not outcome.closed:
        kept.wait_for_the_rest(plan.left_wrong)
        return redirect("return-upload", return_of.pk, kept.pk)
    kept.delete()
    return redirect(f"/returns/{return_of.pk}/")


def _tell(request: AuthedRequest, outcome: Uploaded, wrong: int) -> None:
    if outcome.saved or not outcome.closed:
        saved = words.plural(outcome.saved, "answer")
        messages.success(request, f"{saved} saved from your spreadsheet.")
    if outcome.closed:
        messages.error(request, f"The rest was not saved. {outcome.closed}")
    elif outcome.clashes:
        messages.warning(
            request, "An answer that your file changes has just been changed on the site."
        )
    elif wrong:
        cells = words.plural(wrong, "cell")
        messages.warning(
            request,
            f"{cells} could not be saved. What is wrong stays listed here, and on the return’s "
            "page is a way back.",
        )


@require_safe
def marked_file(request: AuthedRequest, pk: int, upload: int) -> HttpResponse:
    return_of, kept = _kept_or_lost(request, pk, upload)
    content = marked(bytes(kept.content), _plan(return_of, kept))
    return _file(content, file_name(return_of, marked=True))


def _kept_or_lost(request: AuthedRequest, pk: int, upload: int) -> tuple[Return, Upload]:
    """The person's own waiting file. A colleague's and none look the same."""
    return_of = filled_return_or_404(request.user, pk)
    found = Upload.objects.of(request.user, return_of).waiting().filter(pk=upload).first()
    if found is None:
        gone = "This file is no longer kept: it was saved, replaced, or a day old."
        raise Lost(gone, [_again(return_of)])
    return return_of, found


def _plan(return_of: Return, kept: Upload) -> UploadPlan:
    """Against the answers as they are now: a colleague may have gone on meanwhile."""
    try:
        plan = check(parse(bytes(kept.content), return_of), return_of)
    except Unusable as unusable:  # the round's questions were changed since
        raise Lost(str(unusable), [_again(return_of)]) from unusable
    if kept.left_wrong is None:
        return plan
    return plan.rest(kept.left_wrong, kept.put_right())


def _again(return_of: Return) -> Suggestion:
    return Suggestion("Upload a spreadsheet", reverse("return-spreadsheet", args=[return_of.pk]))


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _form(
    request: AuthedRequest, return_of: Return, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "return_of": return_of,
        "closed": why_read_only(return_of),
        "error": error,
        "problems": [("file", error)] if error else [],
    }
    return render(request, "returns/upload.html", context, status=status)


def _summary(
    request: AuthedRequest,
    return_of: Return,
    kept: Upload,
    plan: UploadPlan,
    problems: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    context = {"return_of": return_of, "kept": kept, "plan": plan, "problems": problems or []}
    return render(request, "returns/upload_summary.html", context)
