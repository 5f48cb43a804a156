"""What is asked about one answer of a return, and what is said to it. It stays with the answer."""

from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from councils.permissions import Person, access_of
from ppf_site.lengths import LONGEST_TEXT, at_most

from .questions import Question
from .returns import Return


class QueryQuerySet(models.QuerySet["Query"]):
    def of_the_centre(self) -> Self:
        """Those of the people who run the round: what a director asks stays in the council."""
        return self.filter(is_inside=False)

    def of_own_council(self, person: Person) -> Self:
        """Those that the person's own council is asked, and asks itself."""
        councils = access_of(person).council_ids
        return self.filter(
            return_of__round__opened_at__isnull=False, return_of__council__in=councils
        )

    def to_answer(self, person: Person) -> Self:
        """Those that wait for the person's own council, with their rounds."""
        open_now = self.of_own_council(person).filter(state=Query.State.OPEN)
        return open_now.told().select_related("return_of__round")

    def unsettled(self) -> Self:
        return self.exclude(state=Query.State.SETTLED)

    def told(self) -> Self:
        """With all that was said, in the order of the questions, the newest of each first."""
        messages = QueryMessage.objects.select_related("by")
        return self.select_related("question__section", "by", "settled_by").prefetch_related(
            Prefetch("messages", messages)
        )

    def by_question(self) -> dict[int, tuple[Query, ...]]:
        found: dict[int, tuple[Query, ...]] = {}
        for query in self.told():
            found[query.question_id] = (*found.get(query.question_id, ()), query)
        return found


@pghistory.track()
class Query(models.Model):
    """A question about one answer: of who runs the round, or within the council of its director."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        SETTLED = "settled", "Settled"

    class Outcome(models.TextChoices):
        STANDS = "stands", "The answer stands as it is"
        REOPENED = "reopened", "The return was reopened for it"

    return_of = models.ForeignKey(
        Return, on_delete=models.PROTECT, related_name="queries", verbose_name="return"
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="queries")
    is_inside = models.BooleanField(
        "within the council",
        default=False,
        help_text="Asked by who signs, of colleagues: nobody outside the council reads it.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = QueryQuerySet.as_manager()

    class Meta:
        ordering = ["question__section__position", "question__position", "-at", "-pk"]
        verbose_name_plural = "queries"
        constraints = [
            models.UniqueConstraint(
                fields=["return_of", "question", "is_inside"],
                condition=~Q(state="settled"),
                name="query_one_unsettled",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered", "settled"]), name="query_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False, settled_by__isnull=False)
                & ~Q(outcome="")
                | ~Q(state="settled") & Q(outcome="", settled_at=None, settled_by=None),
                name="query_settled_has_its_outcome",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="of_its_round",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("return_of_id", "question_id"),
                func="""
IF NOT EXISTS (
    SELECT FROM surveys_return r JOIN surveys_question q ON q.round_id = r.round_id
    WHERE r.id = NEW.return_of_id AND q.id = NEW.question_id AND q.derivation = ''
) THEN
    RAISE EXCEPTION 'A query is about what the return was asked.'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
""",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.short_text}, {self.return_of}"

    @property
    def is_settled(self) -> bool:
        return self.state == Query.State.SETTLED

    @property
    def is_open(self) -> bool:
        """Whether it is for the council to answer."""
        return self.state == Query.State.OPEN

    @property
    def last_message(self) -> QueryMessage | None:
        """Without a query where they were fetched: `told`."""
        return next(reversed(list(self.messages.all())), None)


class QueryMessage(models.Model):
    """What was asked, or answered, in words. Never changed."""

    query = models.ForeignKey(Query, on_delete=models.PROTECT, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    asks = models.BooleanField(help_text="It asks; else it answers.")
    text = models.TextField(max_length=LONGEST_TEXT)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="query_message_says_something"),
            at_most(LONGEST_TEXT, "text", of="query_message"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.text
