"""One return as those see it who follow it: where it stands, and how it came to that."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from councils.people import inviting
from councils.permissions import Person, may_run_rounds
from surveys.following.answers import answers_of
from surveys.following.history import requirement_changes
from surveys.following.rows import Followed, followed_return
from surveys.following.wording import kept_letters
from surveys.models import Signature
from surveys.permissions import reads_live_answers

from .allowed import for_followers


def followed_return_or_404(person: Person, pk: int) -> Followed:
    """Someone else's look as if they did not exist."""
    found = followed_return(pk, person)
    if found is None:
        raise Http404
    return found


@require_safe
@for_followers
def of_return(request: AuthedRequest, pk: int) -> HttpResponse:
    """The answers for the centre, and for a regional lead once they are signed."""
    row = followed_return_or_404(request.user, pk)
    return_of = row.return_of
    nobody_there = row.is_expected and not row.addressees
    may_read = reads_live_answers(request.user, return_of)
    context = {
        "row": row,
        "return_of": return_of,
        "round": return_of.round,
        "steps": list(return_of.steps.select_related("by")),
        "receipts": list(Signature.objects.filter(return_of=return_of).defer("answers")),
        "reminders": list(return_of.reminders.all()),
        "letters": kept_letters(return_of),
        "changes": requirement_changes(return_of),
        "nobody_there": nobody_there,
        "inviting": inviting(request.user, [return_of.council_id] if nobody_there else []),
        "runs_rounds": may_run_rounds(request.user),
        "may_read": may_read,
        "sections": answers_of(return_of) if may_read else [],
    }
    return render(request, "manage/return.html", context)
