"""What the history tells of programmes, what they expect and what was reported of them."""

from ppf_site.acts.kinds import told_as

from .models import (
    Commentary,
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
    ReportedFigure,
    Statement,
)

PART = "programmes"

told_as(Programme, group=PART, subject=lambda programme: f"programme {programme}")
told_as(Milestone, group=PART, subject=lambda milestone: f"milestone {milestone}")
told_as(Expectation, group=PART, subject=lambda expectation: f"expectation “{expectation}”")
told_as(
    ExpectationQuestion,
    group=PART,
    subject=lambda link: (
        f"“{link.question}” as {link.get_role_display().lower()} of “{link.expectation}”"
    ),
    related={"question": ("round",), "expectation": ()},
    round="question__round",
)
told_as(Measure, group=PART, subject=lambda measure: f"measure “{measure}”")
told_as(
    MeasureBase,
    group=PART,
    subject=lambda base: f"the base “{base}” of “{base.measure}”",
    related={"measure": ()},
)
told_as(
    MeasureRate,
    group=PART,
    subject=lambda rate: f"“{rate.question}” as a rate of “{rate.base}”",
    related={"question": ("round",), "base": ()},
    round="question__round",
)
told_as(
    Commentary,
    group=PART,
    subject=lambda comment: f"the comment of {comment}",
    round="round",
)
told_as(ReportedFigure, group=PART, subject=lambda figure: f"the reported figure “{figure.what}”")
told_as(Statement, group=PART, subject=lambda statement: f"the statement of {statement}")
