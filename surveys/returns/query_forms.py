"""What is asked of who asks about an answer, who answers, and who reopens a return for it."""

from django import forms

from ppf_site.day_fields import day_field

from .forms import reason_field


class AskForm(forms.Form):
    """Of the council, by those who run the round."""

    text = reason_field(
        "What you want to know",
        "Write what you want to know.",
        "The council’s people read it beside their answer, and are told by e-mail.",
    )


class AskColleaguesForm(forms.Form):
    """Within a council, by who signs."""

    text = reason_field(
        "What you want to know",
        "Write what you want to know.",
        "Your colleagues who fill in read it beside the answer, and are told by e-mail. Nobody "
        "outside the council reads it.",
    )


class AnswerForm(forms.Form):
    text = reason_field(
        "Your answer",
        "Write your answer.",
        "Who asked is told by e-mail. It stays with the answer and is never published.",
    )


class ReopenForAnswerForm(forms.Form):
    until = day_field("Open until the end of")
    reason = reason_field(
        "Why it is reopened",
        "Say why it is reopened.",
        "The council reads it on the return and by e-mail.",
    )
