"""A question in plain words: what it asks, how it is answered, and what it follows."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ppf_site import words
from ppf_site.counted import CountedInput
from ppf_site.meanwhile import TellsOthers
from ppf_site.named_apart import not_apart
from ppf_site.needed import NeededFor
from surveys.answers.fields import GRID_TYPES, AnswerField, Block, blocks_of
from surveys.models import Grid, Question, QuestionType, Round, Scale, Section
from surveys.models.question_types import CHOICE_TYPES, NUMBER_TYPES
from surveys.rounds.followed import AnsweredBy
from surveys.rounds.keys import key_field, key_from
from surveys.rounds.names import why_row_taken
from surveys.rounds.question_rules import of_choice, of_followed, of_name, why_keeps_rows

from .apart import apart_from
from .offered import NEW, OWN, AnswersOffered, choices_of, chosen, lines_of, written, yes_or_no
from .outline import unanswered
from .pickers import follows_picker
from .question_words import (
    BOTH_ANSWERS,
    HELP_TEXTS,
    LABELS,
    LONGEST_STEM,
    NEEDED_FOR,
    NEITHER_ANSWERS,
    NO_CHOICE,
    TYPES,
    WORDS_NEEDED,
)


class QuestionBuilder(TellsOthers, NeededFor, forms.ModelForm[Question]):
    """Of a draft, or of a question that comes to an open round."""

    needed_for = NEEDED_FOR
    section = forms.ModelChoiceField(
        Section.objects.none(), to_field_name="key", label="Section", empty_label=None
    )
    type = forms.ChoiceField(
        label="How it is answered",
        choices=TYPES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is answered."},
    )
    answers = forms.ChoiceField(
        label="Answers to choose from",
        required=False,
        help_text="For a scale or a choice. Yes or no needs nothing here.",
    )
    new_answers = forms.CharField(
        label="New answers, one a line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The best or highest first. Of a scale, each gets its colour by its place; it "
        "can be changed under “Answers of this round” later.",
    )
    none_of_these = forms.BooleanField(
        label="Add “None of these”, which rules out the others", required=False
    )
    grid = forms.ChoiceField(
        label="Grid",
        required=False,
        help_text="Questions with one heading and the same answers stand as rows of a table.",
    )
    stem = forms.CharField(label="Heading of the new grid", required=False, max_length=LONGEST_STEM)
    rows = forms.CharField(
        label="Rows of the grid, one a line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Each becomes a question of its own. Then the text and short name above are not "
        "needed.",
    )
    key = key_field("Key", 80, "In files and addresses. Made from the short name if left empty.")

    class Meta:
        model = Question
        fields = [
            "section",
            "text",
            "short_text",
            "help_text",
            "type",
            "unit",
            "is_required",
            "counts_people",
            "counts_not_known",
            "follows",
            "comparability",
        ]
        labels = LABELS
        help_texts = HELP_TEXTS
        widgets = {
            "short_text": CountedInput,
            "text": forms.Textarea(attrs={"rows": 2}),
            "help_text": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        self.scales: Sequence[Scale] = list(round.scales.prefetch_related("options"))
        self.grids = list(
            Grid.objects.filter(section__round=round).select_related("section__round")
        )
        self.offered: AnswersOffered | None = None
        self.is_new = self.instance.pk is None
        self._offer()

    def _offer(self) -> None:
        """What there is to choose from in this round."""
        section, answers, grid = (self.fields[name] for name in ("section", "answers", "grid"))
        assert isinstance(section, forms.ModelChoiceField)
        assert isinstance(answers, forms.ChoiceField)
        assert isinstance(grid, forms.ChoiceField)
        section.queryset = self.round.sections.all()
        answers.choices = choices_of(self.round, self.scales)
        grid.choices = [
            ("", "None: a question by itself"),
            *((each.key, each.stem) for each in self.grids),
            (NEW, "A new grid"),
        ]
        self.fields["follows"] = follows_picker(self.round)
        rows_alone = self.is_new and bool(self.data.get(self.add_prefix("rows"), "").strip())
        for name, message in WORDS_NEEDED.items():
            # Rows of a grid have their lines.
            self.fields[name].required = not rows_alone
            self.fields[name].error_messages["required"] = message
        if not self.is_new:
            del self.fields["rows"]
            self.initial.setdefault("key", self.instance.key)
            self.initial["section"] = self.instance.section.key
            self.initial["answers"] = OWN + self.instance.scale.key if self.instance.scale else ""
            self.initial["grid"] = self.instance.grid.key if self.instance.grid else ""

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        taken = self.round.questions.exclude(key=self.instance.key or "")
        if key and taken.filter(key=key).exists():
            raise forms.ValidationError(f"Another question has the key “{key}”. Choose another.")
        return key

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["lines"] = lines_of(data.get("rows", ""))
        self.offered = self._offered()
        self._clean_rows()
        self._clean_grid()
        self._clean_choice()
        if not data.get("grid"):
            for field, told in of_name(self.round, data.get("short_text", ""), self.instance):
                self._tell(field, told)
        options = frozenset(each.key for each in self.offered.options) if self.offered else ()
        own = AnsweredBy(data.get("type", ""), data.get("unit", ""), frozenset(options))
        followed = of_followed(
            self.round,
            data.get("follows"),
            data.get("comparability", ""),
            own if own.type else None,
        )
        for field, message in followed:
            self._tell(field, message)
        if data.get("unit") and data.get("type") not in NUMBER_TYPES:
            self._tell("unit", "Only a number has a unit. Leave it empty.")
        return data

    def _tell(self, field: str, message: str) -> None:
        if field not in self.errors:
            self.add_error(field, message)

    def _clean_choice(self) -> None:
        """The rule is the file's; the words are of what stands on this page."""
        data = self.cleaned_data
        listed = data.get("answers", "").removeprefix(NEW)
        if listed and data.get("new_answers", "").strip():
            self._tell("new_answers", BOTH_ANSWERS)
        has = self.offered is not None or "new_answers" in self.errors
        if any(of_choice(data.get("type", ""), has_scale=has)):
            field = "new_answers" if has and not listed else "answers"
            self._tell(field, NO_CHOICE if has else NEITHER_ANSWERS)

    def _offered(self) -> AnswersOffered | None:
        """The scale that is chosen or written; a grid's own where nothing is said."""
        data = self.cleaned_data
        value, type = data.get("answers", ""), data.get("type", "")
        # Whoever wrote answers below means them, whether or not the list says so.
        if value == NEW or (not value and data.get("new_answers", "").strip()):
            return self._written(lines_of(data.get("new_answers", "")), type)
        grid = self.chosen_grid
        if not value and type in CHOICE_TYPES and grid is not None:
            row = grid.questions.select_related("scale").first()
            if row and row.scale:
                return AnswersOffered(scale=row.scale)
        if not value and type == QuestionType.YES_NO:
            return yes_or_no(self.scales)
        return chosen(value, self.scales)

    def _written(self, labels: list[str], type: str) -> AnswersOffered | None:
        if len(labels) < 2:
            self._tell("new_answers", "Write at least two answers, each in a line of its own.")
        longest = max((len(label) for label in labels), default=0)
        if longest > 120:
            self._tell("new_answers", "An answer has at most 120 letters.")
        if len({label.casefold() for label in labels}) < len(labels):
            self._tell("new_answers", "Two of the answers are the same.")
        if "new_answers" in self.errors:
            return None
        title = self.cleaned_data.get("stem") or self.cleaned_data.get("short_text") or labels[0]
        is_scale = type in {QuestionType.SCALE, QuestionType.YES_NO}
        has_none = bool(self.cleaned_data.get("none_of_these"))
        own = apart_from(title, self.scales)
        return written(own, labels, is_scale=is_scale, has_none=has_none)

    @property
    def chosen_grid(self) -> Grid | None:
        """The grid that is chosen; a new one is made when it is saved."""
        value = self.cleaned_data.get("grid", "")
        return next((each for each in self.grids if each.key == value), None)

    def _clean_rows(self) -> None:
        data = self.cleaned_data
        if data["lines"]:
            if not data.get("grid"):
                self._tell("grid", "Choose the grid that the rows are for, or a new one.")
            if any(len(line) > 80 for line in data["lines"]):
                self._tell("rows", "A row has at most 80 letters.")

    def _clean_grid(self) -> None:
        data, grid = self.cleaned_data, self.chosen_grid
        if not data.get("grid"):
            return
        if data["grid"] == NEW and not data.get("stem"):
            self._tell("stem", "Write the heading that the rows share.")
        stem = data.get("stem", "")
        if data["grid"] == NEW and stem.casefold() in {each.stem.casefold() for each in self.grids}:
            self._tell("stem", not_apart(stem))
        if data.get("type") and data["type"] not in GRID_TYPES:
            self._tell("grid", "The rows of a grid are answered with one choice each.")
        if why := why_row_taken(grid, data["lines"] or [data.get("short_text", "")], self.instance):
            self._tell("rows" if data["lines"] else "short_text", why)
        if grid is None:
            return
        if self.is_new and (why := why_keeps_rows(grid)):
            self._tell("grid", why)
        if data.get("section") and grid.section != data["section"]:
            self._tell("grid", f"This grid is in the section “{grid.section.title}”.")
        others = grid.questions.exclude(pk=self.instance.pk).select_related("scale")
        row = others.first()
        scale = self.offered.scale if self.offered else None
        if row and row.scale and scale != row.scale:
            self._tell("answers", f"The rows of this grid are answered with “{row.scale.title}”.")

    def made(self) -> list[Question]:
        """The question as it was typed, or one for each row. Nothing of it is saved."""
        data = self.cleaned_data
        if not data.get("lines"):
            self.instance.key = data.get("key") or self.instance.key
            return [self.instance]
        stem = data.get("stem") or (self.chosen_grid.stem if self.chosen_grid else "")
        text = data.get("text") or stem
        names = [name for name in self._meta.fields or () if name in data]
        same = {name: data[name] for name in names if name not in {"text", "short_text"}}
        return [
            Question(**same, text=words.under(text, line)[:400], short_text=line)
            for line in data["lines"]
        ]

    def drawn(self) -> Block | None:
        """As a council will see it, also while something is wrong; None where nothing is said."""
        if not self.is_bound:
            return None if self.is_new else blocks_of([unanswered(self.instance)])[0]
        self.is_valid()
        fields = [field for each in self.made() if (field := self._drawn(each))]
        return blocks_of(fields)[0] if fields else None

    def _drawn(self, question: Question) -> AnswerField | None:
        if not question.type or not (question.text or question.short_text):
            return None
        question.round = self.round
        question.key = question.key or key_from(question.short_text or "question", longest=80)
        vars(question)["offered"] = self.offered.options if self.offered else []
        stem = self.cleaned_data.get("stem", "")
        new = self._new_grid(stem) if self.cleaned_data.get("grid") == NEW else None
        question.grid = self.chosen_grid or new
        return unanswered(question)

    def _new_grid(self, stem: str) -> Grid:
        """One for all rows, so that they are laid out together."""
        made: Grid = vars(self).setdefault("_made_grid", Grid(key="new-grid", stem=stem))
        return made
