"""What a release keeps of its programme, and what keeps a round from release."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from ppf_site.rows import row_of
from surveys.models import QuestionType, Release, Round
from surveys.releases.doubts import Doubt, also_doubt
from surveys.releases.editions import Content, Edition, also_seal, values_of
from surveys.tells_of import speaks_of_releases

from .models import (
    Commentary,
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
)

PART = "milestones"


def seal_programmes(round: Round) -> Content:
    """The programmes that the round informs, whole, and what its questions tell of them."""
    links = list(ExpectationQuestion.objects.filter(question__round=round).order_by("pk"))
    rates = list(MeasureRate.objects.filter(question__round=round).order_by("pk"))
    bases = list(MeasureBase.objects.filter(rates__in=rates).distinct())
    measures = list(Measure.objects.filter(bases__in=bases).distinct())
    told = Q(milestones__expectations__questions__question__round=round)
    counted = Q(milestones__expectations__measures__in=measures)
    programmes = Programme.objects.filter(told | counted).distinct()
    milestones = Milestone.objects.filter(programme__in=programmes)
    expectations = Expectation.objects.filter(milestone__in=milestones)
    return {
        "programmes": [values_of(programme) for programme in programmes],
        "milestones": [values_of(milestone) for milestone in milestones],
        "expectations": [values_of(expectation) for expectation in expectations],
        "links": [values_of(link) for link in links],
        "measures": [values_of(measure) for measure in measures],
        "bases": [values_of(base) for base in bases],
        "rates": [values_of(rate) for rate in rates],
        "commentary": [
            {**values_of(commentary), "about_region": slug}
            for commentary, slug in _commentary(round)
        ],
    }


def _commentary(round: Round) -> list[tuple[Commentary, str | None]]:
    """Each with the region that it is about, by its slug."""
    rows = Commentary.objects.filter(round=round).select_related("region")
    return [(each, each.region.slug if each.region else None) for each in rows]


def commentary_on(edition: Edition, *, expectation: str = "", region: str = "") -> list[Commentary]:
    """What the release says of one expectation or region in the name of those who ran it; without
    either, of the whole. Releases of before there was commentary have none."""
    content = edition.parts.get(PART) or {}
    slugs = {each["id"]: each["slug"] for each in content.get("expectations", ())}
    return [
        row_of(Commentary, values)
        for values in content.get("commentary", ())
        if slugs.get(values["expectation_id"], "") == expectation
        and (values["about_region"] or "") == region
    ]


@speaks_of_releases
def _on_the_whole(edition: Edition) -> list[Commentary]:
    return commentary_on(edition)


def links_of(release: Release, edition: Edition) -> list[ExpectationQuestion]:
    """What the release's questions tell of expectations, in the release's own words."""
    content = edition.parts.get(PART)
    if content is None:
        return []
    expectations = {expectation.pk: expectation for expectation in expectations_of(edition)}
    found = []
    for values in content["links"]:
        link = row_of(ExpectationQuestion, values)
        link.expectation = expectations[link.expectation_id]
        link.question = edition.questions[link.question_id]
        link.release_pk = release.pk
        found.append(link)
    return list(_told_once(sorted(found, key=lambda link: (link.role, link.pk))))


def _told_once(links: Iterable[ExpectationQuestion]) -> Iterator[ExpectationQuestion]:
    """Releases of before a second was refused may have two forecasts that name no base each: every
    page tells the first."""
    told: dict[tuple[int, str], set[str]] = {}
    for link in links:
        bases = told.setdefault((link.expectation_id, link.role), set())
        is_second = link.basis in bases or (bool(bases) and "" in {link.basis, *bases})
        if link.role == ExpectationQuestion.Role.BARRIER or not is_second:
            bases.add(link.basis)
            yield link


def expectations_of(edition: Edition) -> list[Expectation]:
    """Every expectation of the programmes that the release informs, by day and position."""
    content = edition.parts.get(PART)
    if content is None:
        return []
    # Releases of before programmes could be drafts do not say whether theirs was published.
    programmes = {
        values["id"]: row_of(Programme, {"is_published": True, **values})
        for values in content["programmes"]
    }
    milestones = {values["id"]: row_of(Milestone, values) for values in content["milestones"]}
    for milestone in milestones.values():
        milestone.programme = programmes[milestone.programme_id]
    found = [row_of(Expectation, values) for values in content["expectations"]]
    for expectation in found:
        expectation.milestone = milestones[expectation.milestone_id]
    return sorted(
        found, key=lambda expectation: (expectation.due_on, expectation.position, expectation.pk)
    )


def is_told(expectation: Expectation | None, programmes: Collection[int], *, pinned: bool) -> bool:
    """Whether who knows these programmes is told of it: what was published with a release stays
    in it, and what is of no expectation is of no programme."""
    if expectation is None:
        return True
    programme = expectation.milestone.programme
    return programme.pk in programmes or (pinned and programme.is_published)


def rates_of(release: Release, edition: Edition) -> list[MeasureRate]:
    """The release's rates of measures, each with its base, its measure and its expectation, if the
    measure is of one, as the release has them."""
    content = edition.parts.get(PART)
    if content is None:
        return []
    expectations = {expectation.pk: expectation for expectation in expectations_of(edition)}
    measures = {values["id"]: row_of(Measure, values) for values in content["measures"]}
    bases = {values["id"]: row_of(MeasureBase, values) for values in content["bases"]}
    for measure in measures.values():
        measure.expectation = expectations.get(measure.expectation_id or 0)
    for base in bases.values():
        base.measure = measures[base.measure_id]
    found = []
    for values in content["rates"]:
        rate = row_of(MeasureRate, values)
        rate.base = bases[rate.base_id]
        rate.question = edition.questions[rate.question_id]
        rate.release_pk = release.pk
        found.append(rate)
    return sorted(found, key=lambda rate: (rate.base.position, rate.pk))


def objections(round: Round) -> list[str]:
    """What a release could not tell rightly of an expectation or a measure."""
    links = ExpectationQuestion.objects.filter(question__round=round).select_related(
        "question__scale", "expectation"
    )
    links = links.prefetch_related("question__scale__options")
    found = [problem for link in links.order_by("pk") for problem in _of_link(link)]
    return [*found, *_of_measures(round)]


def _of_link(link: ExpectationQuestion) -> Iterator[str]:
    roles = ExpectationQuestion.Role
    question = link.question
    about = f"“{question.short_text}”, which tells of “{link.expectation.label}”"
    if link.role == roles.BARRIER:
        return
    tones = [option.tone for option in question.offered]
    if not question.is_choice:
        yield f"{about}, offers no answers to choose from, so no share of councils can be told."
    elif not any(tone > 0 for tone in tones) or len(set(tones)) < 2:
        what = "says that it was met" if link.role == roles.OUTCOME else "is the better one"
        yield (
            f"{about}: its answers have no tones, so it cannot be told which answer {what}. "
            "Give each option a tone from 2 (best) to -2 (worst) before the round is opened; once "
            "it is open, take the link away."
        )


def _of_measures(round: Round) -> Iterator[str]:
    """A base without its rate in a round that has the measure's other bases."""
    measures = Measure.objects.filter(bases__rates__question__round=round)
    bases = MeasureBase.objects.filter(measure__in=measures).select_related("measure")
    for base in bases.exclude(rates__question__round=round).order_by("measure", "position", "pk"):
        yield (
            f"The measure “{base.measure.title}” has no rate of {base.name} in this round. "
            "Link one, or take the base out of the measure."
        )
    rates = MeasureRate.objects.filter(question__round=round).select_related(
        "question", "base__measure"
    )
    for rate in rates.order_by("pk"):
        if rate.question.type != QuestionType.PERCENTAGE:
            yield (
                f"“{rate.question.short_text}” is a rate of “{rate.base.measure.title}”, but it is "
                "no percentage."
            )


def without_outcome(round: Round) -> list[Doubt]:
    """Expectations of the programmes that it informs that were due by its reference date, and of
    which no round up to it records whether they came about, by a question or a measure's rate."""
    told = ExpectationQuestion.objects.filter(question__round=round)
    up_to_now = Q(question__round__reference_date__lte=round.reference_date)
    outcomes = ExpectationQuestion.objects.filter(
        up_to_now, expectation=OuterRef("pk"), role=ExpectationQuestion.Role.OUTCOME
    )
    rates = MeasureRate.objects.filter(
        up_to_now,
        base__measure__expectation=OuterRef("pk"),
        question__round__reference_date__gte=OuterRef("due_on"),
    )
    due = Expectation.objects.filter(
        ~Exists(outcomes),
        ~Exists(rates),
        milestone__programme__milestones__expectations__questions__in=told,
        due_on__lte=round.reference_date,
    )
    listed = due.distinct().select_related("milestone__programme").order_by("due_on", "pk")
    return [
        Doubt(
            f"“{each.label}” was due by {each.due_label}, and no question or measure up to this "
            "round tells whether it came about.",
            reverse("manage-programme", args=[each.milestone.programme.slug]),
        )
        for each in listed
    ]


also_seal(PART, seal_programmes, objections)
also_doubt(without_outcome)
